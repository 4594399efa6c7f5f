"""Marking an action, or something of it, as not for everyone."""

from django.http import HttpResponse
from django.shortcuts import redirect

from actions import said
from actions.finding import the_action
from actions.forms import MarkForm
from actions.marking import said_elsewhere
from actions.models import Action
from actions.pages import action_page
from plans import marks
from plans.gate import PlanRequest, right


@right("mark", of=the_action)
def action_mark(request: PlanRequest, action: Action) -> HttpResponse:
    form = MarkForm(request, action)
    if form.sent and form.done(marks.mark, **form.answers):
        said.marked(request, action, said_elsewhere(action))
        return redirect(action)
    return action_page(request, "actions/action_mark.html", action, form, elsewhere=said_elsewhere(action))
