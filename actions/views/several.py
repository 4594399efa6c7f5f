"""One gesture for several actions at once."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from actions.forms.several import GESTURES, SeveralForm
from plans.gate import PlanRequest, right
from plans.models import Opening, Plan
from plans.openings import named_on, note_opened
from plans.pages import plan_page


@right("several", methods=("GET",))
def several_choose(request: PlanRequest, plan: Plan) -> HttpResponse:
    return plan_page(request, "actions/several_choose.html", {"gestures": list(GESTURES.values())})


def the_gesture(plan: Plan, gesture: str) -> Plan:
    if gesture not in GESTURES:
        raise Http404("Nothing of that name is done to several at once.")
    plan.gesture = GESTURES[gesture]  # type: ignore[attr-defined]
    return plan


@right("several", of=the_gesture)
def several_do(request: PlanRequest, plan: Plan) -> HttpResponse:
    gesture = plan.gesture  # type: ignore[attr-defined]
    form = SeveralForm(request, gesture)
    if form.sent:
        steps = form.do()
        if steps:
            done = ", ".join(row.action.reference for row in form.ticked)
            messages.success(
                request,
                f"{gesture.words}: done for {done}. Each has its own step, and its own page has what can be done next.",
            )
            return redirect(plan)
    if request.method == "GET":
        note_opened(request, named_on(request, (action.pk for action in form.actions)), Opening.Through.PAGE)
    return plan_page(request, "actions/several_do.html", {"form": form, "gesture": gesture})
