"""Recorded for another: the decider says that it is what they decided."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from plans.confirming import confirm, is_waiting
from plans.finding import Recorded, the_step
from plans.forms import ConfirmForm
from plans.gate import PlanRequest, right
from plans.pages import plan_page
from plans.telling import tell


@right("confirm", of=the_step)
def step_confirm(request: PlanRequest, recorded: Recorded) -> HttpResponse:
    form, step = ConfirmForm(request, recorded), recorded.step
    if form.sent and form.done(confirm, step, **form.answers):
        messages.success(
            request,
            f"Confirmed: {step.reference}. Everybody reads that now. If it turns out wrong, it is decided anew: what was "
            "signed off is reopened, a date is asked for again.",
        )
        return redirect("reports:my-work")
    context = {
        "form": form,
        "step": tell(step),
        "waits": is_waiting(step),
        "is_mine": request.user.pk in recorded.confirmers,
    }
    return plan_page(request, "plans/step_confirm.html", context)
