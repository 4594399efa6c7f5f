"""Building the actions of a draft."""

from django.http import HttpResponse
from django.shortcuts import redirect

from actions import said, structure
from actions.finding import the_action
from actions.forms import ActionAddForm, ActionEditForm, ActionRemoveForm
from actions.models import Action
from actions.pages import action_page
from objectives.finding import the_objective
from objectives.models import StrategicObjective
from plans.gate import PlanRequest, right
from plans.pages import plan_page


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
