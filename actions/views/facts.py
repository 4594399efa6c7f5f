"""What puts an action's delivery at risk: noting it, what is done about it, and its end."""

from django.http import HttpResponse
from django.shortcuts import redirect

from actions import facts, said
from actions.finding import the_action, the_fact
from actions.forms import FactChangeForm, FactEndForm, FactForm
from actions.models import Action, DatedFact
from actions.pages import gesture_page
from plans.gate import PlanRequest, right


@right("dated_fact", of=the_action)
def fact_note(request: PlanRequest, action: Action) -> HttpResponse:
    form = FactForm(request, action)
    if form.sent and form.done(facts.note_fact, action, **form.answers):
        said.fact_noted(request, action, form)
        return redirect(action)
    return gesture_page(request, "actions/datedfact_note.html", action, form, verb="note_fact")


@right("dated_fact", of=the_fact)
def fact_change(request: PlanRequest, fact: DatedFact) -> HttpResponse:
    form = FactChangeForm(request, fact)
    if form.sent and form.done(facts.change_fact, fact, **form.answers):
        said.fact_changed(request, fact)
        return redirect(fact.action)
    return gesture_page(request, "actions/datedfact_change.html", fact.action, form, verb="change_fact", fact=fact)


@right("dated_fact", of=the_fact)
def fact_end(request: PlanRequest, fact: DatedFact) -> HttpResponse:
    form = FactEndForm(request, fact)
    if form.sent and form.done(facts.end_fact, fact, **form.answers):
        said.fact_ended(request, fact)
        return redirect(fact.action)
    return gesture_page(request, "actions/datedfact_end.html", fact.action, form, verb="end_fact", fact=fact)
