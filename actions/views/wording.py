"""Changing what an action says, and who leads it."""

from django.http import HttpResponse
from django.shortcuts import redirect

from actions import returns, said, wording
from actions.finding import the_action
from actions.forms import CorrectForm, ReassignForm, RewordForm, RhythmForm
from actions.models import Action
from actions.pages import gesture_page
from plans.gate import PlanRequest, right


@right("reword", of=the_action)
def action_reword(request: PlanRequest, action: Action) -> HttpResponse:
    form = RewordForm(request, action)
    if form.sent and form.done(wording.reword, action, **form.answers):
        said.reworded(request, action)
        return redirect(action)
    return gesture_page(request, "actions/action_reword.html", action, form, verb="reword")


@right("correct", of=the_action)
def action_correct(request: PlanRequest, action: Action) -> HttpResponse:
    form = CorrectForm(request, action)
    if form.sent and form.done(wording.correct, action, **form.answers):
        said.corrected(request, action, form)
        return redirect(action)
    return gesture_page(request, "actions/action_correct.html", action, form, verb="correct")


@right("rounds", of=the_action)
def action_rhythm(request: PlanRequest, action: Action) -> HttpResponse:
    form = RhythmForm(request, action)
    if form.sent and form.done(returns.set_rhythm, action, **form.answers):
        said.rhythm_set(request, action)
        return redirect(action)
    return gesture_page(request, "actions/action_rhythm.html", action, form, verb="set_rhythm")


@right("reassign", of=the_action)
def action_reassign(request: PlanRequest, action: Action) -> HttpResponse:
    form = ReassignForm(request, action)
    if form.sent and form.done(wording.reassign, action, **form.answers):
        said.reassigned(request, action, form)
        return redirect(action)
    return gesture_page(request, "actions/action_reassign.html", action, form, verb="reassign")
