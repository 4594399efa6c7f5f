"""Setting milestones, and what becomes of them."""

from django.http import HttpResponse
from django.shortcuts import redirect

from actions import milestones, said
from actions.finding import the_action, the_milestone
from actions.forms import MilestoneAddForm, MilestoneDropForm, MilestoneReachForm, MilestoneRedateForm
from actions.models import Action, Milestone
from actions.pages import gesture_page
from plans.gate import PlanRequest, right


@right("milestone", of=the_action)
def milestone_add(request: PlanRequest, action: Action) -> HttpResponse:
    form = MilestoneAddForm(request, action)
    if form.sent and form.done(milestones.add_milestone, action, **form.answers):
        said.milestone_set(request, action, form)
        return redirect(action)
    return gesture_page(request, "actions/milestone_add.html", action, form, verb="add_milestone")


@right("milestone", of=the_milestone)
def milestone_reach(request: PlanRequest, milestone: Milestone) -> HttpResponse:
    form = MilestoneReachForm(request, milestone)
    if form.sent and form.done(milestones.reach_milestone, milestone, **form.answers):
        said.milestone_reached(request, milestone)
        return redirect(milestone.action)
    return gesture_page(
        request, "actions/milestone_reach.html", milestone.action, form, verb="reach_milestone", milestone=milestone
    )


@right("milestone", of=the_milestone)
def milestone_redate(request: PlanRequest, milestone: Milestone) -> HttpResponse:
    form = MilestoneRedateForm(request, milestone)
    if form.sent and form.done(milestones.redate_milestone, milestone, **form.answers):
        said.milestone_redated(request, milestone, form)
        return redirect(milestone.action)
    return gesture_page(
        request, "actions/milestone_redate.html", milestone.action, form, verb="redate_milestone", milestone=milestone
    )


@right("milestone", of=the_milestone)
def milestone_drop(request: PlanRequest, milestone: Milestone) -> HttpResponse:
    form = MilestoneDropForm(request, milestone)
    if form.sent and form.done(milestones.drop_milestone, milestone, **form.answers):
        said.milestone_dropped(request, milestone)
        return redirect(milestone.action)
    return gesture_page(
        request, "actions/milestone_drop.html", milestone.action, form, verb="drop_milestone", milestone=milestone
    )
