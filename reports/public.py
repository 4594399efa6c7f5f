"""What the public reads: an issued version, once a plan manager has proposed it and somebody else has confirmed it.

The four verbs of a release; which versions are public on a day; and the one place where a document for the public comes from.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, ClassVar, Unpack

from django.apps import apps
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.urls import reverse

from actions.withheld import OPEN, Withheld
from people import clock
from people.models import british
from plans.models import Mark, Plan, Release, Role, Round, Step
from plans.rounds import was_issued
from plans.steps import How, Refused, one_step
from plans.telling import ToldStep, tell
from reports.changes import Change, in_order, with_reasons
from reports.compared_marks import of_marks
from reports.comparison import compare
from reports.document import PlanDocument
from reports.models import KeptDocument
from reports.versions import Remembered, opened
from reports.visible import visible_to, withheld_from_public
from reports.without_names import UNNAMED, names_known, without_names

# --- made public, and taken off again -------------------------------------------------------------------


def make_public(plan: Plan, *, version: int, from_on: dt.date, because: str, **how: Unpack[How]) -> Release:
    """Propose that the public reads an issued version from a day on. Nothing is public before somebody else confirms it."""
    proposed = Release(
        plan=plan,
        version_number=version,
        from_on=from_on,
        proposed_on=clock.today(),
        proposed_by=how["recorded_by"],
    )
    with one_step(proposed, "make_public", because=because, **how) as row:
        _refuse_for_another(how)
        _refuse_unissued(row.plan, version)
        if Release.objects.running().filter(plan=row.plan, version_number=version).exists():
            raise Refused("That version is public already, or waits to be confirmed.")
        if from_on < clock.today():
            raise Refused(f"{british(from_on)} has passed. It can be public from today on, or later.", "from_on")
        document = opened(KeptDocument.objects.versions().lightly().get(plan=row.plan, number=version))
        row.title, row.names_known = document.title, names_known(document)
    return row


def confirm_public(release: Release, *, because: str, **how: Unpack[How]) -> Step:
    """Somebody else than who proposed it confirms it: it is public from the day that was proposed, or today if that is over."""
    with one_step(release, "confirm_public", because=because, **how) as row:
        _refuse_for_another(how)
        _refuse_unless_proposed(row)
        row.status, row.confirmed_on, row.confirmed_by = Release.Status.CONFIRMED, clock.today(), how["recorded_by"]
        row.from_on = max(row.from_on, clock.today())
    return row.last_step


def refuse_public(release: Release, *, because: str, **how: Unpack[How]) -> Step:
    """Whoever proposed it takes it back; anybody else who could confirm it refuses it. It can be proposed again."""
    with one_step(release, "refuse_public", because=because, **how) as row:
        _refuse_for_another(how)
        _refuse_unless_proposed(row)
        own = row.proposed_by_id == how["recorded_by"].pk
        row.status, row.ended_on = Release.Status.TAKEN_BACK if own else Release.Status.REFUSED, clock.today()
    return row.last_step


def withdraw_from_public(release: Release, *, because: str, **how: Unpack[How]) -> Step:
    """Take a version off the public pages: at once and by one person, since safety goes first. Members read it as before."""
    with one_step(release, "withdraw_from_public", because=because, **how) as row:
        _refuse_for_another(how)
        if not row.is_confirmed:
            raise Refused(f"This version is not on the public pages: {row.get_status_display().lower()}.")
        row.status, row.ended_on = Release.Status.WITHDRAWN, clock.today()
    return row.last_step


def _refuse_for_another(how: How) -> None:
    """Two people answer for it, each in their own name."""
    if how["by"] != how["recorded_by"]:
        raise Refused("Nobody makes a version public, or takes it off, in the name of another.")


def _refuse_unless_proposed(release: Release) -> None:
    if not release.is_proposed:
        raise Refused(f"This does not wait to be confirmed: {release.get_status_display().lower()}.")


def _refuse_unissued(plan: Plan, version: int) -> None:
    if plan.is_draft:
        raise Refused("A draft is not made public. Put the plan in force and issue it to members first.")
    if was_issued(plan, version):
        return
    if Round.objects.filter(plan=plan, version_number=version, status=Round.Status.GIVEN_UP).exists():
        raise Refused(f"Version {version} was given up: members never read it, and so the public does not.")
    raise Refused(f"Version {version} is not issued to members. That comes first.")


# --- what is public -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PublicVersion:
    """A version that the public reads today, and by which release. ``kept`` has its text deferred."""

    release: Release
    kept: KeptDocument


@dataclass(frozen=True)
class PublicPlan:
    """The versions of one plan that the public reads today, latest first; there is one at least. What is marked is withheld."""

    versions: tuple[PublicVersion, ...]
    withheld: Withheld

    @property
    def slug(self) -> str:
        return self.versions[0].release.plan.slug

    @property
    def latest(self) -> PublicVersion:
        return self.versions[0]

    def version(self, number: int | None) -> PublicVersion:
        """The public version of this number, the latest without one; 404 where there is none."""
        found = [one for one in self.versions if number in (None, one.kept.number)]
        if not found:
            raise Http404("No such public version.")
        return found[0]

    def corrections_of(self, kept: KeptDocument) -> list[KeptDocument]:
        """The public versions that say of this one what was wrong in it."""
        return [one.kept for one in self.versions if one.kept.corrects == kept.number]


def public_plans() -> list[PublicPlan]:
    """Every plan of which a version is public today, by the name of it: nothing of what stands in it. Two queries."""
    by_plan: dict[int, list[PublicVersion]] = {}
    for version in _public_versions():
        by_plan.setdefault(version.release.plan_id, []).append(version)
    plans = [PublicPlan(tuple(versions), OPEN) for versions in by_plan.values()]
    return sorted(plans, key=lambda plan: plan.latest.release.title)


def public_plan(slug: str) -> PublicPlan:
    """404 where no version of it is public, or no such plan exists: both get one answer. Two queries; a mark costs one."""
    versions = _public_versions(plan__slug=slug)
    if not versions:
        raise Http404("No such public plan.")
    plan = versions[0].release.plan
    return PublicPlan(tuple(versions), withheld_from_public(plan))


def _public_versions(**of: str) -> list[PublicVersion]:
    marked = Exists(Mark.objects.filter(plan=OuterRef("plan")))
    public = Release.objects.public(clock.today()).filter(**of).select_related("plan").annotate(any_mark=marked)
    releases = list(public)
    for release in releases:  # so that of a plan without a mark none is asked for
        vars(release.plan)["any_mark"] = vars(release)["any_mark"]
    if not releases:
        return []
    wanted = {(release.plan_id, release.version_number) for release in releases}
    rows = KeptDocument.objects.lightly().versions()
    rows = rows.filter(plan__in={plan for plan, _ in wanted}, number__in={number for _, number in wanted})
    kept = {(one.plan_id, one.number): one for one in rows}
    found = [(release, kept.get((release.plan_id, release.version_number))) for release in releases]
    return [PublicVersion(release, one) for release, one in found if one is not None]


# --- one reading of it ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PublicReading:
    """What the public reads at one address: a public version, and where it stands among the others."""

    public: PublicPlan
    version: PublicVersion
    document: PlanDocument
    by_number: bool  # the address names the version

    is_today: ClassVar[bool] = False

    @property
    def kept(self) -> KeptDocument:
        return self.version.kept

    @property
    def corrected_by(self) -> list[KeptDocument]:
        return self.public.corrections_of(self.kept)

    @property
    def corrects_readable(self) -> bool:
        """Whether the version that it corrects is public too, and so can be read beside it."""
        return any(one.kept.number == self.document.corrects for one in self.public.versions)

    def address(self, page: str, *parts: object) -> str:
        """The address of another page of this same reading."""
        if self.by_number:
            return reverse(f"reports:public-version-{page}", args=[self.public.slug, self.document.number, *parts])
        return reverse(f"reports:public-{page}", args=[self.public.slug, *parts])


def public_reading(public: PublicPlan, number: int | None = None) -> PublicReading:
    """The public version of this number, the latest without one. Every document that the public reads comes from here.

    What is not for publication is taken out before anything is counted or drawn.
    """
    version = public.version(number)
    names = frozenset(version.release.names_known)

    def filtered() -> PlanDocument:
        return without_names(visible_to(opened(version.kept), None, public.withheld), names)

    # What takes part in the filter stands in the key, and in ``stamp_of``.
    document = _filtered.get((version.kept.digest, names, public.withheld.marks.stamp), filtered)
    return PublicReading(public, version, document, number is not None)


_filtered = Remembered(16)


def stamp_of(plans: Iterable[PublicPlan], *of: object) -> str:
    """The strong tag of a public page: it changes with whatever the page depends on, and asks the database nothing.

    That is: the program and its templates; ``of``, what the address names; the marks that stand; and of each version that is
    public the digest of its text and the release as it stands.
    """
    told = [drawn_with(), *of]
    for plan in plans:
        told.append(plan.withheld.marks.stamp)
        for one in plan.versions:
            kept, release = one.kept, one.release
            told += [kept.plan_id, kept.number, kept.label, kept.digest, release.pk, release.version]
    return f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


@cache
def drawn_with() -> str:
    """A digest of the program and its templates: another release of Followthrough draws other pages of the same version."""
    own = [config.path for config in apps.get_app_configs() if config.path.startswith(str(settings.BASE_DIR))]
    folders = [settings.BASE_DIR / "templates", *(settings.BASE_DIR / path for path in own)]
    drawn = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".html", ".py"):
                drawn.update(path.read_bytes())
    return drawn.hexdigest()


# --- what differs between two of them ---------------------------------------------------------------------


def public_changes(before: PublicReading, after: PublicReading) -> list[Change]:
    """What differs between two public versions. Of the reasons that steps tell, those alone by which it became what the later
    version says; the words of an update only where that version shows them. One query."""
    names = frozenset([*before.version.release.names_known, *after.version.release.names_known])

    def telling(step: Step) -> ToldStep:
        named = step.by_post_id or step.by_body_id or step.by_words in names
        by = step.by_words if named else _by_role(step)
        return replace(tell(step), by_words=by, recorded_words="", received_words="", confirmed_words="")

    plan, withheld = after.version.release.plan, after.public.withheld
    marked = of_marks(plan, withheld.marks, before.kept.kept_at, after.kept.kept_at, after.document)
    found = in_order([*compare(before.document, after.document), *marked])
    changes = with_reasons(plan, found, withheld, telling)
    return [replace(change, steps=_public_steps(change, after.document)) for change in changes]


def _public_steps(change: Change, after: PlanDocument) -> tuple[ToldStep, ...]:
    entry = after.action(change.place.slug) if change.place.of == "action" else None
    shown = entry.update.rationale.strip() if entry and entry.update else ""
    return tuple(step for step in change.steps[-1:] if step.verb != "submit_update" or step.because.strip() == shown)


def _by_role(step: Step) -> str:
    """Somebody without a post: as what they recorded it, where they did so for themselves."""
    roles: dict[str, Any] = {role.value: role.label for role in Role}
    return roles.get(step.role, UNNAMED) if step.by_person_id == step.recorded_by_id else UNNAMED
