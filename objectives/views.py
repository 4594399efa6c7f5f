"""Pages by which a plan manager builds objectives and their workstreams."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from objectives.finding import the_objective, the_workstream
from objectives.forms import (
    ObjectiveAddForm,
    ObjectiveReassignForm,
    ObjectiveRenumberForm,
    ObjectiveRewordForm,
    WorkstreamAddForm,
    WorkstreamEndForm,
)
from objectives.models import StrategicObjective, Workstream
from objectives.structure import (
    add_objective,
    add_workstream,
    end_workstream,
    reassign_objective,
    remove_objective,
    renumber_objective,
    reword_objective,
)
from people.models import Meeting
from plans.finding import the_theme
from plans.forms import RemovalForm
from plans.gate import PlanRequest, right
from plans.models import Plan, Theme
from plans.pages import plan_page
from plans.people_of_plan import bodies_named
from plans.references import slug_of


def back_to(plan: Plan, slug: str) -> HttpResponse:
    """The objective's own place on the page where the plan is built."""
    return redirect(f"{reverse('actions:structure', args=[plan.slug])}#objective-{slug}")


@right("structure", of=the_theme)
def objective_add(request: PlanRequest, theme: Theme) -> HttpResponse:
    form = ObjectiveAddForm(request, StrategicObjective(plan=theme.plan, theme=theme))
    if form.sent and form.done(add_objective, theme, **form.answers, by=request.user):
        messages.success(request, f"Objective {form.cleaned_data['reference']} added. Add its actions next.")
        return back_to(theme.plan, slug_of(form.cleaned_data["reference"]))
    return plan_page(request, "objectives/objective_add.html", {"form": form, "theme": theme})


@right("structure", of=the_objective)
def objective_reword(request: PlanRequest, objective: StrategicObjective) -> HttpResponse:
    form = ObjectiveRewordForm(request, objective)
    if form.sent and form.done(reword_objective, objective, **form.answers, **form.decided()):
        messages.success(
            request, f"Objective {objective.reference} is reworded. Its history keeps what stood there before."
        )
        return back_to(objective.plan, objective.slug)
    no_meeting = objective.plan.in_force and not Meeting.objects.filter(body__in=bodies_named(objective.plan)).exists()
    page = {"form": form, "objective": objective, "no_meeting": no_meeting}
    return plan_page(request, "objectives/objective_reword.html", page)


@right("structure", of=the_objective)
def objective_reassign(request: PlanRequest, objective: StrategicObjective) -> HttpResponse:
    form = ObjectiveReassignForm(request, objective)
    if form.sent and form.done(reassign_objective, objective, **form.answers, by=request.user):
        messages.success(request, f"Objective {objective.reference} is reassigned. Do the same to give it back.")
        return back_to(objective.plan, objective.slug)
    return plan_page(request, "objectives/objective_reassign.html", {"form": form, "objective": objective})


@right("structure", of=the_objective)
def objective_renumber(request: PlanRequest, objective: StrategicObjective) -> HttpResponse:
    form = ObjectiveRenumberForm(request, objective, initial={"reference": objective.reference})
    if form.sent and form.done(renumber_objective, objective, **form.answers, by=request.user):
        messages.success(
            request,
            f"Objective {objective.reference} is {form.cleaned_data['reference']} now. Its actions keep their references.",
        )
        return back_to(objective.plan, slug_of(form.cleaned_data["reference"]))
    return plan_page(request, "objectives/objective_renumber.html", {"form": form, "objective": objective})


@right("structure", of=the_objective)
def objective_remove(request: PlanRequest, objective: StrategicObjective) -> HttpResponse:
    form = RemovalForm(request, objective)
    if form.sent and form.done(remove_objective, objective, by=request.user):
        messages.success(request, f"Objective {objective.reference} is removed from the draft. You can add it again.")
        return redirect("actions:structure", objective.plan.slug)
    return plan_page(request, "objectives/objective_remove.html", {"form": form, "objective": objective})


@right("structure", of=the_objective)
def workstream_add(request: PlanRequest, objective: StrategicObjective) -> HttpResponse:
    form = WorkstreamAddForm(request, Workstream(plan=objective.plan, objective=objective))
    if form.sent and form.done(add_workstream, objective, **form.answers, by=request.user):
        messages.success(request, f"Workstream “{form.cleaned_data['name']}” added. End it when it is done.")
        return back_to(objective.plan, objective.slug)
    return plan_page(request, "objectives/workstream_add.html", {"form": form, "objective": objective})


@right("structure", of=the_workstream)
def workstream_end(request: PlanRequest, workstream: Workstream) -> HttpResponse:
    form = WorkstreamEndForm(request, workstream)
    if form.sent and form.done(end_workstream, workstream, **form.answers, by=request.user):
        messages.success(request, f"Workstream “{workstream}” has ended. It stays on the objective.")
        return back_to(workstream.plan, workstream.objective.slug)
    return plan_page(request, "objectives/workstream_end.html", {"form": form, "workstream": workstream})
