"""The pages of an action's verbs. Each says first who may come in, then what it does."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from actions import asks, extensions, prepared, said, structure, updates, wording
from actions.finding import the_action, the_ask
from actions.forms import (
    ActionAddForm,
    ActionEditForm,
    ActionRemoveForm,
    AnswerForm,
    AskExtensionForm,
    CorrectForm,
    GrantForm,
    ReassignForm,
    RefuseForm,
    RewordForm,
    UpdateForm,
)
from actions.models import Action, Ask
from objectives.finding import the_objective
from objectives.models import StrategicObjective
from people import clock
from plans.gate import PlanRequest, right
from plans.pages import plan_page
from plans.verb_form import VerbForm


def action_page(request: PlanRequest, template: str, action: Action, form: VerbForm, **more: Any) -> HttpResponse:
    """A verb's page: the action as it stands, and the form."""
    days_late = (clock.today() - action.due_on).days if action.due_on else 0
    return plan_page(request, template, {"action": action, "form": form, "days_late": days_late, **more})


# --- what the lead does ------------------------------------------------------------------------------


@right("prepare_update", of=the_action)
def action_update(request: PlanRequest, action: Action) -> HttpResponse:
    form = UpdateForm(request, action)
    if request.method == "POST" and not form.may_submit and prepared.keep_for_the_lead(request):
        said.prepared(request, action)
        return redirect("reports:my-work")
    if form.sent and form.done(updates.submit_update, action, **form.answers):
        said.update_submitted(request, action, form)
        return redirect(action)
    return action_page(request, "actions/action_update.html", action, form)


@right("ask_extension", of=the_action)
def extension_ask(request: PlanRequest, action: Action) -> HttpResponse:
    form = AskExtensionForm(request, action)
    if form.sent and form.done(extensions.ask_extension, action, **form.answers):
        said.extension_asked(request, action)
        return redirect(action)
    asked = extensions.open_extension(action)
    return action_page(request, "actions/action_ask_extension.html", action, form, asked=asked)


# --- what others decide, and the plan manager records ----------------------------------------------------


@right("grant_extension", of=the_action)
def extension_grant(request: PlanRequest, action: Action) -> HttpResponse:
    asked = extensions.open_extension(action)
    form = GrantForm(request, action, asked)
    if form.sent and form.done(extensions.grant_extension, action, **form.answers):
        said.extension_granted(request, action, form)
        return redirect(action)
    return action_page(request, "actions/action_grant_extension.html", action, form, asked=asked)


@right("refuse_extension", of=the_action)
def extension_refuse(request: PlanRequest, action: Action) -> HttpResponse:
    asked = extensions.open_extension(action)
    form = RefuseForm(request, action)
    if form.sent and form.done(extensions.refuse_extension, action, **form.answers):
        said.extension_refused(request, action)
        return redirect(action)
    return action_page(request, "actions/action_refuse_extension.html", action, form, asked=asked)


@right("reword", of=the_action)
def action_reword(request: PlanRequest, action: Action) -> HttpResponse:
    form = RewordForm(request, action)
    if form.sent and form.done(wording.reword, action, **form.answers):
        said.reworded(request, action)
        return redirect(action)
    return action_page(request, "actions/action_reword.html", action, form)


@right("correct", of=the_action)
def action_correct(request: PlanRequest, action: Action) -> HttpResponse:
    form = CorrectForm(request, action)
    if form.sent and form.done(wording.correct, action, **form.answers):
        said.corrected(request, action)
        return redirect(action)
    return action_page(request, "actions/action_correct.html", action, form)


@right("reassign", of=the_action)
def action_reassign(request: PlanRequest, action: Action) -> HttpResponse:
    form = ReassignForm(request, action)
    if form.sent and form.done(wording.reassign, action, **form.answers):
        said.reassigned(request, action, form)
        return redirect(action)
    return action_page(request, "actions/action_reassign.html", action, form)


@right("answer_ask", of=the_ask)
def ask_answer(request: PlanRequest, ask: Ask) -> HttpResponse:
    form = AnswerForm(request, ask)
    if form.sent and form.done(asks.answer_ask, ask, **form.answers):
        said.ask_answered(request, ask)
        return redirect(ask.action)
    return action_page(request, "actions/ask_answer.html", ask.action, form, ask=ask)


# --- building the plan ---------------------------------------------------------------------------------


@right("structure", of=the_objective)
def action_add(request: PlanRequest, objective: StrategicObjective) -> HttpResponse:
    form = ActionAddForm(request, Action(plan=request.plan, objective=objective))
    if form.sent and form.done(structure.add_action, objective, **form.answers):
        said.action_added(request, objective, form)
        return redirect("reports:action", request.plan.slug, structure.slug_of(form.answers["reference"]))
    return plan_page(request, "actions/action_add.html", {"objective": objective, "form": form})


@right("structure", of=the_action)
def action_edit(request: PlanRequest, action: Action) -> HttpResponse:
    form = ActionEditForm(request, action)
    if form.sent and form.done(structure.edit_action, action, **form.answers):
        said.action_edited(request, form)
        return redirect("reports:action", request.plan.slug, structure.slug_of(form.answers["reference"]))
    return action_page(request, "actions/action_edit.html", action, form)


@right("structure", of=the_action)
def action_remove(request: PlanRequest, action: Action) -> HttpResponse:
    form = ActionRemoveForm(request, action)
    if form.sent and form.done(structure.remove_action, action, by=request.user):
        said.action_removed(request, action)
        return redirect(action.objective)
    return action_page(request, "actions/action_remove.html", action, form)
