"""Are the kept documents what they were when they were kept? Handed to ``manage.py check_records``."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from actions.record_check import SAME_MOMENT
from people.models import british
from plans.models import Plan, Round, Step
from reports.document import digest_of, from_json
from reports.models import EarlierDigest, KeptDocument, Redaction
from reports.versions import beside

RESTORE = "restore it from a backup, it cannot be written anew"


def findings() -> Iterator[str]:
    """A line for each disagreement between a kept text, what stands beside it, its plan and the step that issued it."""
    issuing: dict[int, dict[int, Step]] = {}
    for issue in Step.objects.filter(kind="plan", verb="issue_to_members").iterator():
        if issue.plan_id is not None:
            issuing.setdefault(issue.plan_id, {})[issue.now["issued_version"]] = issue
    freezing = {
        (freeze.key, freeze.now.get("edition")): freeze
        for freeze in Step.objects.filter(kind="round", verb__in=("put_before_body", "freeze_again")).iterator()
    }
    rounds = {(one.plan_id, one.version_number): one for one in Round.objects.filter(version_number__isnull=False)}
    for kept in KeptDocument.objects.select_related("plan").order_by("plan", "pk").iterator(chunk_size=20):
        round_ = rounds.get((kept.plan_id, kept.number))
        step: Step | None
        if round_ is not None:
            step = freezing.get((round_.pk, kept.edition))
        else:
            step = issuing.get(kept.plan_id, {}).get(kept.number or 0)
            step = step if step is not None and step.version == kept.plan_version else None
        for words in (*_wrong_text(kept), *_wrong_step(kept, step)):
            yield f"kept document {kept} of plan {kept.plan.slug} (key {kept.pk}): {words}; {RESTORE}."
    yield from _redactions()
    for plan in Plan.objects.order_by("pk"):
        yield from _missing(
            plan, set(issuing.get(plan.pk, ())), [one for one in rounds.values() if one.plan_id == plan.pk]
        )


def _redactions() -> Iterator[str]:
    """An earlier digest is of a redaction that was done, and each leads on to the next and to the one that stands."""
    last: dict[int, EarlierDigest] = {}
    for one in EarlierDigest.objects.select_related("document__plan", "redaction").order_by("document", "pk"):
        named = f"kept document {one.document} of plan {one.document.plan.slug} (key {one.document_id})"
        before = last.get(one.document_id)
        if one.redaction.outcome != Redaction.Outcome.DONE or one.redaction.plan_id != one.document.plan_id:
            yield f"{named}: it has an earlier digest of a redaction that was not done; {RESTORE}."
        if before is not None and before.after != one.before:
            yield f"{named}: between two redactions its text was changed; {RESTORE}."
        last[one.document_id] = one
    for one in last.values():
        if one.after != one.document.digest:
            named = f"kept document {one.document} of plan {one.document.plan.slug} (key {one.document_id})"
            yield f"{named}: since its redaction its text was changed; {RESTORE}."


def _missing(plan: Plan, issued: set[int], rounds: list[Round]) -> Iterator[str]:
    """Each number that a step issued has its version, each edition of a round is kept, and members read the latest."""
    kept = KeptDocument.objects.filter(plan=plan, number__isnull=False)
    read = set(kept.versions().values_list("number", flat=True))
    if read != issued or plan.issued_version != max(issued, default=None):
        yield f"plan {plan.slug}: its versions are not those that its steps issued; {RESTORE}."
    editions = set(kept.values_list("number", "edition"))
    for round_ in rounds:
        if any((round_.version_number, edition) not in editions for edition in range(1, (round_.edition or 0) + 1)):
            yield f"plan {plan.slug}: an edition of version {round_.version_number} is missing; {RESTORE}."


def _wrong_text(kept: KeptDocument) -> Iterator[str]:
    """The digest proves the text, and the text proves what stands beside it."""
    if digest_of(kept.text) != kept.digest:
        yield "its text does not have the digest that was kept with it"
        return
    if any(getattr(kept, name) != said for name, said in beside(from_json(kept.text)).items()):
        yield "its number, label, day, correction, counts or ratings are not those of its text"


def _wrong_step(kept: KeptDocument, step: Step | None) -> Iterator[str]:
    """A version was kept in the step that froze it, by the person who recorded it."""
    if kept.number is None:
        return
    if step is None:
        yield "no step froze it"
    elif step.recorded_by_id != kept.kept_by_id or abs(step.at - kept.kept_at) > SAME_MOMENT:
        yield "the step that froze it tells another person, or another moment"


# --- against a list kept outside ---------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """One version and the digest of its text, as a line of a list says it."""

    plan: str
    number: int
    edition: int
    digest: str

    def __str__(self) -> str:
        return f"{self.plan} {self.number} {self.edition} {self.digest}"

    @classmethod
    def read(cls, line: str) -> "Kept":
        """Raises ``ValueError`` where the line is none of ours."""
        words = line.split()
        if len(words) != 4 or not re.fullmatch("[0-9a-f]{64}", words[3]):
            raise ValueError(f"“{line[:80]}” is no line of it.")
        return cls(words[0], int(words[1]), int(words[2]), words[3])


def kept_versions() -> list[Kept]:
    """Every edition of every version, with the digest of the text as it stands there now, whatever stands beside it."""
    rows = KeptDocument.objects.filter(number__isnull=False).select_related("plan")
    rows = rows.order_by("plan__slug", "number", "edition")
    return [
        Kept(kept.plan.slug, kept.number or 0, kept.edition, digest_of(kept.text))
        for kept in rows.iterator(chunk_size=20)
    ]


@dataclass(frozen=True)
class Compared:
    """What is not as the list has it, what was redacted since, and how many are newer than the list."""

    findings: list[str]
    redacted: list[str]
    newer: int


def against(now: list[Kept], then: list[Kept]) -> Compared:
    here = {(one.plan, one.number, one.edition): one.digest for one in now}
    redacted = _redacted_from()
    compared = Compared([], [], len(here.keys() - {(one.plan, one.number, one.edition) for one in then}))
    for one in then:
        of_it = (one.plan, one.number, one.edition)
        digest = here.get(of_it)
        named = f"plan {one.plan}, version {one.number}, edition {one.edition}"
        if digest is None:
            compared.findings.append(f"{named}: it is gone; {RESTORE}.")
        elif digest == one.digest:
            continue
        elif (of_it, one.digest, digest) in redacted:
            on = redacted[of_it, one.digest, digest]
            compared.redacted.append(
                f"{named}: redacted on {on}; the digest before, {one.digest}, is the one in your file, and the text has the "
                f"one after, {digest}."
            )
        else:
            compared.findings.append(f"{named}: its text was changed; {RESTORE}.")
    return compared


OfIt = tuple[str, int, int]


def _redacted_from() -> dict[tuple[OfIt, str, str], str]:
    """``{(version, a digest that it had, the digest that its last redaction left): the days}``."""
    chains: dict[OfIt, list[EarlierDigest]] = {}
    done = EarlierDigest.objects.filter(redaction__outcome=Redaction.Outcome.DONE, document__number__isnull=False)
    for one in done.select_related("document__plan", "redaction").order_by("document", "pk"):
        of_it = (one.document.plan.slug, one.document.number or 0, one.document.edition)
        chains.setdefault(of_it, []).append(one)
    return {
        (of_it, one.before, chain[-1].after): ", ".join(british(on) for on in _days(chain[place:]))
        for of_it, chain in chains.items()
        for place, one in enumerate(chain)
    }


def _days(chain: list[EarlierDigest]) -> list[dt.date]:
    return sorted({one.redaction.decided_on for one in chain if one.redaction.decided_on})
