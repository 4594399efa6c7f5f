"""Recorded for another: the decider says that it is what they decided, or that it is not."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from plans.confirming import confirm, dispute, is_waiting
from plans.finding import Recorded, the_step
from plans.forms import ConfirmForm, DisputeForm
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
        "key": step.pk,
        "waits": is_waiting(step),
        "is_mine": request.user.pk in recorded.confirmers,
    }
    return plan_page(request, "plans/step_confirm.html", context)


@right("dispute", of=the_step)
def step_dispute(request: PlanRequest, recorded: Recorded) -> HttpResponse:
    form, step = DisputeForm(request, recorded.step), recorded.step  # type: ignore[arg-type]
    if form.sent and form.done(dispute, step, **form.answers):
        messages.success(
            request,
            f"Recorded that this is not what was decided: {step.reference}. The plan managers find it in their work and put it "
            "right by a new decision. If it was so after all, confirm it: it still waits in your work.",
        )
        return redirect("reports:my-work")
    return plan_page(request, "plans/step_dispute.html", {"form": form, "step": tell(step), "waits": is_waiting(step)})
