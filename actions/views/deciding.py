"""What others decide, and the plan manager records: extensions, and asks for help."""

from django.http import HttpResponse
from django.shortcuts import redirect

from actions import asks, extensions, said
from actions.finding import the_action, the_ask
from actions.forms import AnswerForm, GrantForm, RefuseForm
from actions.models import Action, Ask
from actions.pages import gesture_page
from plans.gate import PlanRequest, right


@right("grant_extension", of=the_action)
def extension_grant(request: PlanRequest, action: Action) -> HttpResponse:
    asked = extensions.open_extension(action)
    form = GrantForm(request, action, asked)
    if form.sent and form.done(extensions.grant_extension, action, **form.answers):
        said.extension_granted(request, action, form)
        return redirect(action)
    return gesture_page(
        request, "actions/action_grant_extension.html", action, form, verb="grant_extension", asked=asked
    )


@right("refuse_extension", of=the_action)
def extension_refuse(request: PlanRequest, action: Action) -> HttpResponse:
    asked = extensions.open_extension(action)
    form = RefuseForm(request, action)
    if form.sent and form.done(extensions.refuse_extension, action, **form.answers):
        said.extension_refused(request, action)
        return redirect(action)
    return gesture_page(
        request, "actions/action_refuse_extension.html", action, form, verb="refuse_extension", asked=asked
    )


@right("answer_ask", of=the_ask)
def ask_answer(request: PlanRequest, ask: Ask) -> HttpResponse:
    form = AnswerForm(request, ask)
    if form.sent and form.done(asks.answer_ask, ask, **form.answers):
        said.ask_answered(request, ask)
        return redirect(ask.action)
    return gesture_page(request, "actions/ask_answer.html", ask.action, form, verb="answer_ask", ask=ask)
