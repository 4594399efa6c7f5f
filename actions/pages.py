"""What every page of an action's verb carries in its frame."""

from typing import Any

from django.http import HttpResponse

from actions.models import Action
from people import clock
from plans.gate import PlanRequest
from plans.pages import plan_page
from plans.verb_form import VerbForm


def action_page(request: PlanRequest, template: str, action: Action, form: VerbForm, **more: Any) -> HttpResponse:
    """A verb's page: the action as it stands, and the form."""
    days_late = (clock.today() - action.due_on).days if action.due_on else 0
    return plan_page(request, template, {"action": action, "form": form, "days_late": days_late, **more})
