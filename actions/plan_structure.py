"""The plan as its manager builds it, on one page: themes, objectives, workstreams and actions in order.

It stands in this room because this is the lowest one that sees all four.
"""

from dataclasses import dataclass, field

from django.db.models import Count
from django.http import HttpResponse

from actions.models import Action
from objectives.models import StrategicObjective, Workstream
from plans.gate import PlanRequest, right
from plans.models import Opening, Plan, Step, Theme
from plans.openings import named_on, note_opened
from plans.pages import plan_page
from plans.structure import missing_for_force
from plans.telling import TOLD_WITH

# The kinds of rows whose steps the page tells, and how many; an action's own stand on its page.
BUILT = ("plan", "theme", "strategicobjective", "workstream")
LATEST = 100


@dataclass
class ObjectiveParts:
    objective: StrategicObjective
    workstreams: list[Workstream] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)


@dataclass
class ThemeParts:
    theme: Theme
    objectives: list[ObjectiveParts] = field(default_factory=list)


@right("structure", methods=("GET",))
def structure(request: PlanRequest, plan: Plan) -> HttpResponse:
    themes = parts_of(plan)
    actions = [action for theme in themes for objective in theme.objectives for action in objective.actions]
    note_opened(request, named_on(request, (action.pk for action in actions)), Opening.Through.PAGE)
    page = {
        "themes": themes,
        "number_of_objectives": sum(len(theme.objectives) for theme in themes),
        "number_of_actions": len(actions),
        "missing": missing_for_force(plan) if plan.is_draft else [],
        "steps": Step.objects.filter(plan=plan, kind__in=BUILT).select_related(*TOLD_WITH)[:LATEST],
    }
    return plan_page(request, "actions/plan_structure.html", page)


def parts_of(plan: Plan) -> list[ThemeParts]:
    """Every part of the plan in its place. Four queries, however large the plan."""
    themes = {theme.pk: ThemeParts(theme) for theme in Theme.objects.filter(plan=plan)}
    objectives = {
        objective.pk: ObjectiveParts(objective)
        for objective in StrategicObjective.objects.filter(plan=plan).select_related(
            "theme", "accountable_post__holder", "responsible_body"
        )
    }
    for parts in objectives.values():
        themes[parts.objective.theme_id].objectives.append(parts)
    for workstream in Workstream.objects.filter(plan=plan).select_related("lead_post"):
        objectives[workstream.objective_id].workstreams.append(workstream)
    for action in Action.objects.filter(plan=plan).select_related("lead_post__holder"):
        objectives[action.objective_id].actions.append(action)
    return list(themes.values())


def actions_led(plan: Plan) -> dict[int, int]:
    """For each post's key, how many actions of the plan it leads."""
    return dict(Action.objects.filter(plan=plan).order_by().values_list("lead_post").annotate(number=Count("pk")))
