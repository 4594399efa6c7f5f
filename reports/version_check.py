"""Are the kept documents what they were when they were kept? Handed to ``manage.py check_records``."""

from collections.abc import Iterator

from plans.models import Plan, Step
from reports.document import digest_of, from_json
from reports.models import KeptDocument
from reports.versions import counted

RESTORE = "restore it from a backup, it cannot be written anew"


def findings() -> Iterator[str]:
    """A line for each disagreement between a kept text, what stands beside it, its plan and the step that issued it."""
    issuing = {
        (step.plan_id, step.version): step
        for step in Step.objects.filter(kind="plan", verb="issue_to_members").iterator()
    }
    for kept in KeptDocument.objects.select_related("plan").order_by("plan", "pk").iterator(chunk_size=20):
        for words in (*_wrong_text(kept), *_wrong_step(kept, issuing)):
            yield f"kept document {kept} of plan {kept.plan.slug} (key {kept.pk}): {words}; {RESTORE}."
    for plan in Plan.objects.order_by("pk"):
        numbers = list(KeptDocument.objects.versions().filter(plan=plan).values_list("number", flat=True))
        if sorted(numbers) != list(range(1, (plan.issued_version or 0) + 1)):  # type: ignore[type-var]
            yield f"plan {plan.slug}: its versions do not run from 1 to {plan.issued_version or 0}; {RESTORE}."


def _wrong_text(kept: KeptDocument) -> Iterator[str]:
    """The digest proves the text, and the text proves what stands beside it."""
    if digest_of(kept.text) != kept.digest:
        yield "its text does not have the digest that was kept with it"
        return
    document = from_json(kept.text)
    beside = (kept.number, kept.label, kept.as_on)
    if beside != (document.number, document.label, document.as_on) or any(
        getattr(kept, name) != of_text for name, of_text in counted(document).items()
    ):
        yield "its number, label, day, counts or ratings are not those of its text"


def _wrong_step(kept: KeptDocument, issuing: dict[tuple[int | None, int], Step]) -> Iterator[str]:
    """A version was kept in the step that issued it, by the person who recorded it."""
    if kept.number is None:
        return
    step = issuing.get((kept.plan_id, kept.plan_version))
    if step is None:
        yield "no step issued it"
    elif step.now.get("issued_version") != kept.number or step.recorded_by_id != kept.kept_by_id:
        yield "the step that issued it tells another number, or another person"
