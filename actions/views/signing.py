"""Sign-off: who reports, who verifies, who signs; and what undoes each of them."""

from django.http import HttpResponse
from django.shortcuts import redirect

from actions import said, sign_off
from actions.deciders import signer_of
from actions.evidence import criteria_not_shown, shown_by
from actions.finding import the_action
from actions.forms import (
    CheckForm,
    RefuseVerificationForm,
    ReopenForm,
    ReportCompleteForm,
    ReturnReportForm,
    SignOffForm,
    TakeBackForm,
    VerifyForm,
    WaiveVerificationForm,
)
from actions.models import Action, Evidence, Milestone, SignOff
from actions.pages import gesture_page
from plans import rights
from plans.gate import PlanRequest, right
from plans.verb_form import VerbForm
from plans.withheld import is_withheld, marks_for


@right("report_complete", of=the_action)
def action_report_complete(request: PlanRequest, action: Action) -> HttpResponse:
    form = ReportCompleteForm(request, action)
    if form.sent and form.done(sign_off.report_complete, action, **form.answers):
        said.reported_complete(request, action)
        return redirect(action)
    return gesture_page(
        request,
        "actions/action_report_complete.html",
        action,
        form,
        verb="report_complete",
        unshown=criteria_not_shown(action),
        waiting=list(Milestone.objects.filter(action=action).open()),
    )


@right("take_back", of=the_action)
def action_take_back(request: PlanRequest, action: Action) -> HttpResponse:
    form = TakeBackForm(request, action)
    if form.sent and form.done(sign_off.take_back, action, **form.answers):
        said.taken_back(request, action)
        return redirect(action)
    return _report_page(request, "actions/action_take_back.html", action, form, verb="take_back")


@right("verify", of=the_action)
def action_verify(request: PlanRequest, action: Action) -> HttpResponse:
    form = VerifyForm(request, action)
    if form.sent and form.done(sign_off.verify, action, **form.answers):
        said.verified(request, action)
        return redirect(action)
    return _report_page(request, "actions/action_verify.html", action, form, verb="verify")


@right("refuse_verification", of=the_action)
def action_refuse_verification(request: PlanRequest, action: Action) -> HttpResponse:
    form = RefuseVerificationForm(request, action)
    if form.sent and form.done(sign_off.refuse_verification, action, **form.answers):
        said.returned(request, action)
        return redirect(action)
    return _report_page(request, "actions/action_refuse_verification.html", action, form, verb="refuse_verification")


@right("waive_verification", of=the_action)
def action_waive_verification(request: PlanRequest, action: Action) -> HttpResponse:
    form = WaiveVerificationForm(request, action)
    if form.sent and form.done(sign_off.waive_verification, action, **form.answers):
        said.waived(request, action)
        return redirect(action)
    return _report_page(request, "actions/action_waive_verification.html", action, form, verb="waive_verification")


@right("sign_off", of=the_action)
def action_sign_off(request: PlanRequest, action: Action) -> HttpResponse:
    form = SignOffForm(request, action)
    if form.sent and form.done(sign_off.sign_off, action, **form.answers):
        said.signed_off(request, action)
        return redirect(action)
    return _report_page(request, "actions/action_sign_off.html", action, form, verb="sign_off")


@right("return_report", of=the_action)
def action_return_report(request: PlanRequest, action: Action) -> HttpResponse:
    form = ReturnReportForm(request, action)
    if form.sent and form.done(sign_off.return_report, action, **form.answers):
        said.returned(request, action)
        return redirect(action)
    return _report_page(request, "actions/action_return_report.html", action, form, verb="return_report")


@right("reopen", of=the_action)
def action_reopen(request: PlanRequest, action: Action) -> HttpResponse:
    form = ReopenForm(request, action)
    if form.sent and form.done(sign_off.reopen, action, **form.answers):
        said.reopened(request, action)
        return redirect(action)
    return _report_page(request, "actions/action_reopen.html", action, form, verb="reopen")


@right("assurance_check", of=the_action)
def action_check(request: PlanRequest, action: Action) -> HttpResponse:
    form = CheckForm(request, action)
    if form.sent and form.done(sign_off.assurance_check, action, **form.answers):
        said.checked(request, action)
        return redirect(action)
    return gesture_page(request, "actions/action_check.html", action, form, verb="assurance_check")


def _report_page(request: PlanRequest, template: str, action: Action, form: VerbForm, *, verb: str) -> HttpResponse:
    """A verb's page with the report that waits, who verified it, and who signs in this plan."""
    report = SignOff.objects.filter(action=action).open().first()
    return gesture_page(
        request,
        template,
        action,
        form,
        verb=verb,
        report=report,
        shown=_shown_to(request, action) if report else [],
        unshown=sign_off.no_longer_shown(action) if report and verb in sign_off.LOOKS_AT_WHAT_IS_SHOWN else [],
        signer=signer_of(action.plan),
        signs_at_meeting="agreed_at" in form.fields
        and rights.may(request.user, "record_meeting", action.plan, request.roles),
    )


def _shown_to(request: PlanRequest, action: Action) -> list[tuple[str, list[Evidence], int]]:
    """``[(success criterion, evidence for it that this person may read, how many pieces she may not)]``."""
    found = []
    marks = {action.plan_id: request.marks}
    for criterion, evidence in shown_by(action):
        for plan in (one.action.plan for one in evidence):
            # An action that carries on one of another plan is shown by the evidence there: as it is marked there.
            if plan.pk not in marks:
                marks[plan.pk] = marks_for(plan, request.user, rights.roles_of(request.user, plan))
        read = [one for one in evidence if not is_withheld(one, marks[one.action.plan_id])]
        found.append((criterion, read, len(evidence) - len(read)))
    return found
