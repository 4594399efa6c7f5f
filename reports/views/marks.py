"""What of a plan is not for everyone, for those who read it all the same; and who has opened it."""

from django.core.paginator import Paginator
from django.http import HttpResponse

from actions.models import Action
from plans.finding import the_mark
from plans.gate import PlanRequest, right
from plans.models import Mark, MarkGrant, Opening, Plan
from plans.openings import named_on, note_opened
from plans.pages import plan_page
from plans.rights import may
from plans.telling import steps_of
from reports.visible import withheld_by

ON_A_PAGE = 50


@right("read_issued", methods=("GET",))
def mark_list(request: PlanRequest, plan: Plan) -> HttpResponse:
    """The marks that this reader sees through, those that wait for somebody first."""
    seen = sorted(request.marks.seen, key=lambda mark: not (mark.waits_for_the_proper_officer or mark.lifting_asked_on))
    context = {"marks": seen, "withheld": len(request.marks.withheld), "lifted": _lifted(request, plan)}
    return plan_page(request, "reports/mark_list.html", context)


@right("read_issued", of=the_mark, methods=("GET",))
def mark_detail(request: PlanRequest, mark: Mark) -> HttpResponse:
    """One mark: what, why, who reads it all the same, and what may be done about it."""
    drawn = [mark] if mark.thing == Mark.Thing.TEXT and mark.is_standing else []
    # The page names the action in its wording.
    note_opened(request, [*drawn, *named_on(request, [mark.within])], Opening.Through.PAGE)
    grants = MarkGrant.objects.filter(mark=mark).select_related("organisation", "person", "meeting__body")
    action = Action.objects.filter(pk=mark.within).first()
    standing = mark.is_standing
    context = {
        "mark": mark,
        "action": action,
        "grants": [grant for grant in grants if grant.ended_on is None],
        "ended": [grant for grant in grants if grant.ended_on is not None],
        "confirms": mark.waits_for_the_proper_officer and may(request.user, "confirm_mark", mark, request.roles),
        "releases": standing and may(request.user, "release_mark", mark, request.roles),
        "names": standing and may(request.user, "name_reader", mark, request.roles),
        "asks": standing and not mark.lifting_asked_on and may(request.user, "mark", mark, request.roles),
        "lifts": standing and mark.lifting_asked_on and may(request.user, "lift_mark", mark, request.roles),
        "steps": steps_of("mark", mark.pk, mark.version, withheld_by(request)),
    }
    return plan_page(request, "reports/mark_detail.html", context)


@right("reading_log", methods=("GET",))
def reading_log(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Who has opened what is marked, when and how; the latest first."""
    openings = Opening.objects.filter(plan=plan).select_related("mark")
    page = Paginator(openings, ON_A_PAGE).get_page(request.GET.get("page"))
    return plan_page(request, "reports/reading_log.html", {"page": page})


def _lifted(request: PlanRequest, plan: Plan) -> list[Mark]:
    """Marks that were lifted, for those who are told of marks."""
    if not withheld_by(request).tells_marks:
        return []
    return list(Mark.objects.filter(plan=plan, lifted_at__isnull=False))
