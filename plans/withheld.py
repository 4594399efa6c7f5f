"""What of a plan one reader may not read: worked out from the marks that stand, the roles held, and who is named.

Filter first, derive afterwards: whatever is counted, listed or told is counted, listed and told of what is left. A plan on
which no mark stands costs no query.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from people import clock
from people.models import Membership, User
from plans.models import Mark, MarkGrant, Plan, Role, Step
from plans.rights import is_proper_officer

K = Mark.Kind

# For each kind who reads it: "always", "own" (the lead's organisation, and where named), "granted" (named in person),
# "members" (where it may go to members), "released" (by the proper officer, up to the end of one meeting of theirs).
ALIKE = {
    Role.PLAN_MANAGER: "always",
    Role.OFFICER: "own",
    Role.CHIEF_OFFICER: "always",
    Role.INFORMATION_GOVERNANCE: "lifting",
}
NOT_FOR_THE_PUBLIC = {
    **ALIKE,
    Role.SCRUTINEER: "granted",
    Role.MEMBER: "released",
    Role.SCRUTINY_OFFICER: "released",
    Role.EXECUTIVE_MEMBER: "granted",
}
READS: dict[str, dict[Role, str]] = {
    K.RESTRICTED: {
        **ALIKE,
        Role.SCRUTINEER: "always",
        Role.MEMBER: "members",
        Role.SCRUTINY_OFFICER: "members",
        Role.EXECUTIVE_MEMBER: "always",
    },
    K.EXEMPT: NOT_FOR_THE_PUBLIC,
    K.CONFIDENTIAL: NOT_FOR_THE_PUBLIC,
}
WORDS = {
    "always": "yes",
    "own": "their own organisation’s, and where named",
    "granted": "if granted",
    "members": "if it may go to members",
    "released": "released by the proper officer for one meeting",
    "lifting": "once somebody asks for it to be lifted",
}


@dataclass(frozen=True)
class Marks:
    """The marks of a plan as one reader stands to them: those that ``withhold`` something, and those seen through."""

    withheld: tuple[Mark, ...] = ()
    seen: tuple[Mark, ...] = ()

    def keys(self, thing: str) -> frozenset[int]:
        """Keys of the things of this kind that are withheld."""
        return frozenset(mark.key for mark in self.withheld if mark.thing == thing)

    @property
    def stamp(self) -> str:
        """Another text wherever another reader would read otherwise: part of an ETag."""
        return ".".join(str(mark.pk) for mark in self.withheld)


NOTHING = Marks()

# What other apps know of a step: whether it tells of something withheld beside the row that it is about.
_HIDE_STEPS: list[Callable[[Marks, Step], bool]] = []


def hide_steps_also(hides: Callable[[Marks, Step], bool]) -> None:
    """Let another app say which steps tell what ``Marks`` withhold, as the step of a withheld update does."""
    _HIDE_STEPS.append(hides)


def marks_for(plan: Plan, person: User | None, roles: frozenset[Role]) -> Marks:
    """How ``person``, holding ``roles`` on ``plan``, stands to each of its marks; nobody in particular: the public.

    One query where there was ever a mark (and one more where the proper officer's office matters), else none.
    """
    if not getattr(plan, "any_mark", True):
        return NOTHING
    standing = Mark.objects.standing().filter(plan=plan).order_by("pk")
    if person is None:
        return Marks(withheld=tuple(standing))
    rows = list(standing.select_related("lead_post").annotate(**_given(person)))
    proper = any(mark.kind != K.RESTRICTED for mark in rows) and is_proper_officer(person, plan)
    seen = [mark for mark in rows if _reads(mark, person, roles, proper=proper)]
    keys = {mark.pk for mark in seen}
    return Marks(tuple(mark for mark in rows if mark.pk not in keys), tuple(seen))


def heeds_naming(kind: str, roles: frozenset[Role]) -> bool:
    """Whether somebody with ``roles`` reads what is marked so once she is named in person: who reads it anyway need not be."""
    rules = {READS[kind].get(role) for role in roles}
    return "always" not in rules and bool(rules & {"own", "granted"})


def with_any_mark(plans: QuerySet[Plan]) -> QuerySet[Plan]:
    """The plans, each knowing whether there ever was a mark on it."""
    return plans.annotate(any_mark=Exists(Mark.objects.filter(plan=OuterRef("pk"))))


def is_withheld(thing: Any, marks: Marks) -> bool:
    """Whether the row that an address names lies under something withheld."""
    if not marks.withheld:
        return False
    step = getattr(thing, "step", None)
    if step is not None and any(hides(marks, step) for hides in _HIDE_STEPS):
        return True
    named = _named(thing)
    return any((mark.thing, mark.key) in named or ("mark", mark.pk) in named for mark in marks.withheld)


def withholds_step(marks: Marks, step: Step) -> bool:
    """Whether the row that a step is about is withheld as a whole."""
    return any((mark.thing, mark.key) == (step.kind, step.key) for mark in marks.withheld)


def _named(thing: Any) -> set[tuple[str, int]]:
    """The row and what it lies under: an action's milestone lies under the action, its evidence also under its update."""
    found: set[tuple[str, int]] = set()
    for row in (thing, *(getattr(thing, name, None) for name in ("action", "update", "mark"))):
        name = getattr(getattr(row, "_meta", None), "model_name", None)
        if row is not None and name is not None:
            found.add((name, row.pk))
    step = getattr(thing, "step", None)
    return found if step is None else found | {(step.kind, step.key)}


def _given(person: User) -> dict[str, Exists]:
    """Of each mark whether this person is given to read it: as an organisation's, herself, or by her seat at a meeting."""
    today = clock.today()
    grants = MarkGrant.objects.filter(mark=OuterRef("pk"), ended_on__isnull=True)
    return {
        "to_organisation": Exists(grants.filter(organisation=person.organisation_id or 0)),
        "to_person": Exists(grants.filter(person=person)),
        "at_a_meeting": Exists(_released(grants, person, today, Membership.SITTING)),
        "as_scrutiny_officer": Exists(_released(grants, person, today, (Membership.Capacity.SCRUTINY_OFFICER,))),
    }


def _released(
    grants: QuerySet[MarkGrant], person: User, today: dt.date, seats: tuple[Membership.Capacity, ...]
) -> QuerySet[MarkGrant]:
    of_hers = Membership.objects.current(today).filter(person=person, capacity__in=seats).values("body")
    return grants.filter(meeting__held_on__gte=today, meeting__body__in=of_hers)


def _reads(mark: Any, person: User, roles: frozenset[Role], *, proper: bool) -> bool:
    """``mark`` carries what ``_given`` asked."""
    if mark.kind != K.RESTRICTED and proper:
        return True
    rules = {READS[mark.kind].get(role) for role in roles}
    own = mark.lead_post.holder_id == person.pk or (
        person.organisation_id is not None and mark.lead_post.organisation_id == person.organisation_id
    )
    return (
        "always" in rules
        or ("own" in rules and (own or mark.to_organisation or mark.to_person))
        or ("granted" in rules and mark.to_person)
        or ("members" in rules and mark.may_go_to_members)
        or ("lifting" in rules and mark.lifting_asked_on is not None)
        or (bool({"released", "members"} & rules) and (_by_seat(mark, roles)))
    )


def _by_seat(mark: Any, roles: frozenset[Role]) -> bool:
    return bool(
        (Role.MEMBER in roles and mark.at_a_meeting) or (Role.SCRUTINY_OFFICER in roles and mark.as_scrutiny_officer)
    )
