"""The verbs of closing a plan. What is accounted for is read on a page of reports."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from plans.gate import PlanRequest, right
from plans.models import Opening, Plan
from plans.openings import named_on, note_opened
from plans.pages import plan_page
from scrutiny import closing as verbs
from scrutiny.finding import Accounting, the_closing, the_officer, the_part
from scrutiny.forms import (
    AccountForm,
    BeginClosingForm,
    ClosePlanForm,
    ConfirmClosingForm,
    GiveUpClosingForm,
    ReopenPlanForm,
    ReplaceOfficerForm,
)
from scrutiny.models import Closing, NamedOfficer
from scrutiny.statement import ACTION, digest_of, sums_of


@right("begin_closing")
def closing_begin(request: PlanRequest, plan: Plan) -> HttpResponse:
    form = BeginClosingForm(request, plan)
    if form.sent and form.done(verbs.begin_closing, plan, **form.answers):
        messages.success(
            request,
            "Closing begun. Account for what is left; the plan stays in force until all is accounted for and confirmed. You "
            "can give the closing up.",
        )
        return redirect("reports:closing", plan.slug)
    going_on = verbs.latest_closing(plan)
    return plan_page(request, "scrutiny/closing_begin.html", {"form": form, "going_on": going_on})


@right("begin_closing", of=the_closing)
def closing_give_up(request: PlanRequest, closing: Closing) -> HttpResponse:
    form = GiveUpClosingForm(request, closing)
    if form.sent and form.done(verbs.give_up_closing, closing, **form.answers):
        messages.success(request, "Closing given up. The plan stays in force; closing can begin anew.")
        return redirect("reports:closing", request.plan.slug)
    return plan_page(request, "scrutiny/closing_give_up.html", {"form": form})


@right("begin_closing", of=the_part)
def closing_account(request: PlanRequest, part: Accounting) -> HttpResponse:
    form = AccountForm(request, part)
    if form.sent and form.done(verbs.account_for, part.closing, part.thing, **form.answers):
        messages.success(
            request, f"{part.thing.step_reference()} is accounted for. To change that, say it again on the same page."
        )
        return redirect("reports:closing", request.plan.slug)
    return plan_page(request, "scrutiny/closing_account.html", {"form": form, "thing": part.thing})


@right("confirm_closing", of=the_officer)
def closing_confirm(request: PlanRequest, officer: NamedOfficer) -> HttpResponse:
    parts = verbs.parts_of(request.plan, officer.closing)
    form = ConfirmClosingForm(request, officer, parts)
    if form.sent and form.done(verbs.confirm_closing, officer, **form.answers):
        messages.success(
            request,
            f"Closing confirmed by {officer.words}. If anything is accounted for otherwise afterwards, it is confirmed anew.",
        )
        return redirect("reports:closing", request.plan.slug)
    if request.method == "GET":
        actions = (part.key for part in parts if part.kind == ACTION)
        note_opened(request, named_on(request, actions), Opening.Through.PAGE)
    context = {
        "form": form,
        "officer": officer,
        "left": [part for part in parts if not part.is_accounted],
        "sums": sums_of(parts, verbs.came_in(request.plan)),
    }
    return plan_page(request, "scrutiny/closing_confirm.html", context)


@right("begin_closing", of=the_officer)
def closing_replace(request: PlanRequest, officer: NamedOfficer) -> HttpResponse:
    form = ReplaceOfficerForm(request, officer)
    if form.sent and form.done(verbs.replace_officer, officer, **form.answers):
        messages.success(
            request, "Another chief officer is named, and finds it under My work. To change that, name another again."
        )
        return redirect("reports:closing", request.plan.slug)
    return plan_page(request, "scrutiny/closing_replace.html", {"form": form, "officer": officer})


@right("begin_closing", of=the_closing)
def closing_close(request: PlanRequest, closing: Closing) -> HttpResponse:
    form = ClosePlanForm(request, closing)
    if form.sent and form.done(verbs.close_plan, closing, **form.answers):
        messages.success(
            request, "The plan is closed. Checks and questions go on; to change anything else, reopen it first."
        )
        return redirect("reports:closing", request.plan.slug)
    parts = verbs.parts_of(request.plan, closing)
    digest = digest_of(parts)
    context = {
        "form": form,
        "left": [part for part in parts if not part.is_accounted],
        "unconfirmed": [one for one in closing.officers.all() if one.confirmed_list != digest],
    }
    return plan_page(request, "scrutiny/closing_close.html", context)


@right("reopen_plan")
def plan_reopen(request: PlanRequest, plan: Plan) -> HttpResponse:
    form = ReopenPlanForm(request, plan)
    if form.sent and form.done(verbs.reopen_plan, plan, **form.answers):
        messages.success(request, "The plan is in force again. To close it, begin the closing anew.")
        return redirect("reports:dashboard", plan.slug)
    return plan_page(request, "scrutiny/plan_reopen.html", {"form": form})
