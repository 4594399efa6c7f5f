"""What a page says after a verb: what was done, what it means now, and the verb that undoes it where there is one."""

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from actions.extensions import open_extension
from actions.forms import ActionAddForm, ActionEditForm, GrantForm, ReassignForm, UpdateForm
from actions.models import Action, Ask
from objectives.models import StrategicObjective
from people.models import british
from plans.gate import PlanRequest


def update_submitted(request: HttpRequest, action: Action, form: UpdateForm) -> None:
    forecast_on, criterion = form.cleaned_data["forecast_on"], form.cleaned_data["criterion"]
    finish = f", expected to finish on {british(forecast_on)}" if forecast_on else ""
    messages.success(
        request,
        f"Update submitted. {action.reference} is {criterion.get_rating_display()}{finish}. Today’s position shows it "
        "now; members read it once it is issued. To change it, submit another update: both stay in the timeline.",
    )
    if forecast_on and action.due_on and forecast_on > action.due_on and open_extension(action) is None:
        ask = reverse("actions:action-ask-extension", args=[action.plan.slug, action.slug])
        messages.warning(
            request,
            format_html(
                "That is later than the due date, {}, which moves only when a body agrees: "
                '<a href="{}">ask for an extension</a>.',
                british(action.due_on),
                ask,
            ),
        )
    if form.vague:
        messages.info(
            request,
            f"“{form.vague}” does not say how much. If there is a figure, another update can give it: from what, "
            "to what, by what source.",
        )


def prepared(request: HttpRequest, action: Action) -> None:
    messages.success(
        request,
        f"Saved for the lead to submit: {action.lead_post} finds it in the update of {action.reference}. "
        "You can go on with it until then.",
    )


def extension_asked(request: PlanRequest, action: Action) -> None:
    due_on = british(action.due_on) if action.due_on else ""
    messages.success(
        request,
        f"Extension of {action.reference} asked. The {request.plan.deciding_body or 'deciding body'} grants or refuses "
        f"it; until then the due date stays {due_on}.",
    )


def extension_granted(request: HttpRequest, action: Action, form: GrantForm) -> None:
    original = british(action.original_due_on) if action.original_due_on else ""
    messages.success(
        request,
        f"Extension granted. {action.reference} is due on {british(form.cleaned_data['to_on'])}; its original date, "
        f"{original}, stays beside it.",
    )


def extension_refused(request: HttpRequest, action: Action) -> None:
    due_on = british(action.due_on) if action.due_on else ""
    messages.success(
        request,
        f"Extension refused. {action.reference} stays due on {due_on}. Its lead can ask again with other reasons.",
    )


def reworded(request: HttpRequest, action: Action) -> None:
    messages.success(
        request,
        f"{action.reference} reworded. The earlier wording stays in the timeline; to go back to it, reword again.",
    )


def corrected(request: HttpRequest, action: Action) -> None:
    messages.success(
        request,
        f"{action.reference} corrected. What stood there stays in the timeline; to go back to it, correct again.",
    )


def reassigned(request: HttpRequest, action: Action, form: ReassignForm) -> None:
    messages.success(
        request,
        f"{action.reference} is led by {form.cleaned_data['lead_post']} from now on. To undo that, give it to another "
        "lead.",
    )


def ask_answered(request: HttpRequest, ask: Ask) -> None:
    messages.success(
        request,
        f"Ask of {ask.action.reference} answered. It has left the list of open asks and stays on the action with its "
        "answer.",
    )


def action_added(request: PlanRequest, objective: StrategicObjective, form: ActionAddForm) -> None:
    undo = (
        "A used reference stays for good."
        if request.plan.in_force
        else "Until the plan is in force you can edit or remove it."
    )
    another = reverse("actions:action-add", args=[request.plan.slug, objective.slug])
    messages.success(
        request,
        format_html(
            'Action {} added to objective {}. {} <a href="{}">Add another</a>.',
            form.cleaned_data["reference"],
            objective.reference,
            undo,
            another,
        ),
    )


def action_edited(request: HttpRequest, form: ActionEditForm) -> None:
    messages.success(request, f"Action {form.cleaned_data['reference']} edited. To change it back, edit it again.")


def action_removed(request: HttpRequest, action: Action) -> None:
    messages.success(
        request,
        f"Action {action.reference} removed from the draft. Its reference is free again; to bring it back, add it.",
    )
