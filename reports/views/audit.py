"""Every step of a plan as a table, for an auditor: who, when, from → to, because."""

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.utils import timezone

from people import clock
from people.models import british
from plans.gate import PlanRequest, right
from plans.models import Opening, Plan, Step
from plans.openings import note_opened
from plans.telling import DONE, TOLD_WITH, changes_of, tell
from reports.handing_out import table
from reports.reading import reads_today
from reports.visible import withheld_by

COLUMNS = (
    "When", "What was done", "Kind", "Reference", "Version", "Decided by", "Role of who recorded it then", "Recorded by",
    "Received by", "From", "To", "Because", "Agreed at", "Confirmation", "Typing correction",
)  # fmt: skip


@right("export", methods=("GET",))
def audit_csv(request: PlanRequest, plan: Plan) -> HttpResponse:
    """All steps, oldest first. Who reads versions alone has those that the latest version holds."""
    return table(COLUMNS, _rows(request), f"{plan.short_title} every change, {british(clock.today())}")


def _rows(request: PlanRequest) -> Iterator[tuple[str, ...]]:
    steps = Step.objects.filter(plan=request.plan).select_related(*TOLD_WITH).order_by("at", "pk")
    if not reads_today(request.roles):
        # Steps of one plan are taken under its lock, one after the other: those before the issue are those that it holds.
        issue = Step.objects.filter(plan=request.plan, verb="issue_to_members").order_by("-pk").first()
        if issue is None:
            raise Http404("Nothing is issued to members yet.")
        steps = steps.filter(pk__lte=issue.pk)
    withheld = withheld_by(request)
    note_opened(request, request.marks.seen, Opening.Through.PAPER)
    for step in withheld.without_what_was(steps.filter(withheld.told).iterator(chunk_size=500)):
        told, changes = tell(step), list(changes_of(step))
        yield (
            timezone.localtime(step.at).isoformat(timespec="seconds"),
            DONE[step.verb],
            step.kind,
            step.reference,
            str(step.version),
            step.by_words,
            step.role,
            step.recorded_words,
            step.get_received_by_display(),
            _listed((label, was) for label, was, _ in changes),
            _listed((label, now) for label, _, now in changes),
            step.because,
            told.agreed_words,
            told.confirmed_words,
            "yes" if step.minor else "",
        )


def _listed(values: Iterator[tuple[str, str]]) -> str:
    return "\n".join(f"{label}: {words}" for label, words in values if words)
