"""What every page of an action's verb carries in its frame."""

from typing import Any

from django.http import HttpResponse

from actions.lifecycle import why_not
from actions.models import Action
from people import clock
from plans.gate import PlanRequest
from plans.models import Opening
from plans.openings import note_opened, seen_on
from plans.pages import plan_page
from plans.verb_form import VerbForm


def action_page(request: PlanRequest, template: str, action: Action, form: VerbForm, **more: Any) -> HttpResponse:
    """A verb's page: the action as it stands, and the form. Of what is marked that is an opening."""
    if request.method == "GET":
        note_opened(request, seen_on(request, [action.pk]), Opening.Through.PAGE)
    days_late = action.days_late(clock.today())
    return plan_page(request, template, {"action": action, "form": form, "days_late": days_late, **more})


def gesture_page(
    request: PlanRequest, template: str, action: Action, form: VerbForm, *, verb: str, **more: Any
) -> HttpResponse:
    """The same, which says why where it is not the turn of ``verb`` and then shows no form."""
    return action_page(request, template, action, form, out_of_turn=why_not(action, verb), **more)
