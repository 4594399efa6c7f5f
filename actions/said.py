"""What a page says after a verb: what was done, what it means now, and the verb that undoes it where there is one."""

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from actions.deciders import signer_of
from actions.extensions import open_extension
from actions.forms import (
    AcceptMoveForm,
    ActionAddForm,
    ActionEditForm,
    CorrectForm,
    EvidenceForm,
    FactForm,
    GrantForm,
    MilestoneAddForm,
    MilestoneRedateForm,
    ReassignForm,
    SupersedeForm,
    UpdateForm,
    WholeReturn,
)
from actions.forms.dates import SaidDate
from actions.models import Action, Ask, DatedFact, Evidence, Milestone, Move
from objectives.models import StrategicObjective
from people.models import british
from plans.gate import PlanRequest
from plans.models import Draft
from plans.rights import roles_of


def update_submitted(request: HttpRequest, action: Action, form: UpdateForm) -> None:
    messages.success(
        request,
        f"Update submitted. {_rated(action, form)}. Today’s position shows it "
        "now; members read it once it is issued. To change it, submit another update: both stay in the timeline.",
    )
    if _finishes_late(action, form):
        messages.warning(
            request,
            format_html(
                "That is later than the due date, {}, which moves only when a body agrees: "
                '<a href="{}">ask for an extension</a>.',
                british(action.due_on) if action.due_on else "",
                reverse("actions:action-ask-extension", args=[action.plan.slug, action.slug]),
            ),
        )
    if form.vague:
        messages.info(
            request,
            f"“{form.vague}” does not say how much. If there is a figure, another update can give it: from what, "
            "to what, by what source.",
        )


def return_submitted(request: HttpRequest, page: WholeReturn) -> None:
    """What was submitted of a return, what is late by what was said, and what nobody has begun."""
    sent = [(row.action, row.submitted) for row in page.rows if row.submitted is not None]
    if sent:
        messages.success(
            request,
            f"Submitted: {'; '.join(_rated(action, form) for action, form in sent)}. Today’s position shows it now; members "
            "read it once it is issued. To change one, submit another update: both stay in the timeline.",
        )
    late = [action for action, form in sent if _finishes_late(action, form)]
    if late:
        asks = [
            (reverse("actions:action-ask-extension", args=[action.plan.slug, action.slug]), action.reference)
            for action in late
        ]
        messages.warning(
            request,
            format_html(
                "Expected later than the due date, which moves only when a body agrees: ask for an extension of {}.",
                format_html_join(", ", '<a href="{}">{}</a>', asks),
            ),
        )
    vague = [f"“{form.vague}” ({action.reference})" for action, form in sent if form.vague]
    if vague:
        messages.info(
            request,
            f"{', '.join(vague)}: that does not say how much. If there is a figure, another update can give it: from what, "
            "to what, by what source.",
        )
    untouched = [row.action.reference for row in page.open_rows if row.form and not row.form.is_begun]
    if untouched:
        messages.info(request, f"Not begun, and so not sent: {', '.join(untouched)}.")
    if not sent and not untouched and not page.errors:
        messages.info(request, "There was nothing to submit: everything is in.")


def return_prepared(request: HttpRequest, kept: list[Draft]) -> None:
    if kept:
        begun = ", ".join(draft.words for draft in kept)
        messages.success(request, f"Saved, to be read and submitted by the lead: {begun}. Go on with it until then.")


def kept_for_later(request: HttpRequest, kept: list[Draft]) -> None:
    """What was typed for actions that are not, or not any more, in the return that was sent."""
    for draft in kept:
        messages.warning(
            request,
            f"{draft.words}: this is not in the return any more. What you typed is kept in My work; nothing was sent.",
        )


def _rated(action: Action, form: UpdateForm) -> str:
    forecast_on, criterion = form.cleaned_data["forecast_on"], form.cleaned_data["criterion"]
    finish = f", expected to finish on {british(forecast_on)}" if forecast_on else ""
    return f"{action.reference} is {criterion.get_rating_display()}{finish}"


def _finishes_late(action: Action, form: UpdateForm) -> bool:
    """Whether what was said asks for an extension, and nobody has asked for one."""
    forecast_on = form.cleaned_data["forecast_on"]
    return bool(forecast_on and action.due_on and forecast_on > action.due_on and open_extension(action) is None)


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
        f"Extension of {action.reference} asked. The {request.plan.deciding_body or 'deciding body'} or a chief "
        f"officer grants or refuses it; until then the due date stays {due_on}.",
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


def corrected(request: HttpRequest, action: Action, form: CorrectForm) -> None:
    messages.success(
        request,
        f"{action.reference} corrected. What stood there stays in the timeline; to go back to it, correct again.",
    )
    how_its_dates_were_read(request, form)


def rhythm_set(request: HttpRequest, action: Action) -> None:
    messages.success(
        request,
        f"{action.reference} is asked for in its own rhythm. To let it follow the rounds, set that on the same page.",
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
    how_its_dates_were_read(request, form)


def action_edited(request: HttpRequest, form: ActionEditForm) -> None:
    messages.success(request, f"Action {form.cleaned_data['reference']} edited. To change it back, edit it again.")
    how_its_dates_were_read(request, form)


def action_removed(request: HttpRequest, action: Action) -> None:
    messages.success(
        request,
        f"Action {action.reference} removed from the draft. Its reference is free again; to bring it back, add it.",
    )


# --- milestones, evidence, facts -----------------------------------------------------------------


def how_it_was_read(request: HttpRequest, date: SaidDate) -> None:
    """Words are never read in silence; those that stood there already were told when they were read."""
    if date.words and date.read_as:
        messages.info(request, f"“{date.words}” was read as: {date.read_as}.")


def how_its_dates_were_read(request: HttpRequest, form: ActionAddForm | ActionEditForm | CorrectForm) -> None:
    """Of an action's own dates, those that the form asked for."""
    for name in ("start_on", "original_due_on", "due_on"):
        if name in form.cleaned_data:
            how_it_was_read(request, form.cleaned_data[name])


def milestone_set(request: HttpRequest, action: Action, form: MilestoneAddForm) -> None:
    messages.success(
        request,
        f"Milestone of {action.reference} set: {form.cleaned_data['what']}. Say on the action’s page when it is reached; "
        "if it is no longer needed, drop it.",
    )
    how_it_was_read(request, form.cleaned_data["due"])


def milestone_reached(request: HttpRequest, milestone: Milestone) -> None:
    messages.success(
        request,
        f"Milestone of {milestone.action.reference} reached: {milestone}. It stays so; if that was wrong, set it again "
        "as a new one.",
    )


def milestone_redated(request: HttpRequest, milestone: Milestone, form: MilestoneRedateForm) -> None:
    due = form.cleaned_data["due"]
    messages.success(
        request,
        f"Milestone of {milestone.action.reference} has another date. The one before stays in the timeline; to go back "
        "to it, change the date again.",
    )
    how_it_was_read(request, due)


def milestone_dropped(request: HttpRequest, milestone: Milestone) -> None:
    messages.success(
        request,
        f"Milestone of {milestone.action.reference} dropped: {milestone}. It stays on the action with the reason; if it is "
        "needed after all, set it again.",
    )


def evidence_added(request: HttpRequest, action: Action, form: EvidenceForm) -> None:
    messages.success(
        request,
        f"Evidence added to {action.reference}: {form.cleaned_data['what']}. It is never replaced; if it turns out wrong, "
        "withdraw it.",
    )


def evidence_withdrawn(request: HttpRequest, evidence: Evidence) -> None:
    messages.success(
        request,
        f"Evidence of {evidence.action.reference} withdrawn: {evidence}. What it was stays told, with the reason; to bring "
        "it back, add it again.",
    )
    if evidence.action.done_on is not None:
        messages.warning(
            request,
            f"{evidence.action.reference} is {evidence.action.get_status_display().lower()}: what is shown by nothing now is "
            "said beside that, wherever it is read.",
        )


def fact_noted(request: HttpRequest, action: Action, form: FactForm) -> None:
    messages.success(
        request, f"Noted on {action.reference}: {form.cleaned_data['what']}. Say on its page when it is over."
    )
    how_it_was_read(request, form.cleaned_data["day"])
    how_it_was_read(request, form.cleaned_data["until"])


def fact_changed(request: HttpRequest, fact: DatedFact) -> None:
    messages.success(
        request,
        f"Changed on {fact.action.reference}: what is done about it. What stood there stays in the timeline; to go back to "
        "it, change it again.",
    )


def fact_ended(request: HttpRequest, fact: DatedFact) -> None:
    messages.success(
        request, f"Over on {fact.action.reference}: {fact}. It stays on the action; if it comes back, note it anew."
    )


# --- sign-off ------------------------------------------------------------------------------------


def reported_complete(request: HttpRequest, action: Action) -> None:
    messages.success(
        request,
        f"{action.reference} is reported complete. Somebody of another organisation verifies it, then the "
        f"{signer_of(action.plan)} signs it off. Until it is verified you can take the report back.",
    )


def taken_back(request: HttpRequest, action: Action) -> None:
    messages.success(
        request, f"Report taken back. {action.reference} is in progress again; report it complete when it is."
    )


def verified(request: HttpRequest, action: Action) -> None:
    messages.success(
        request, f"{action.reference} is verified. The {signer_of(action.plan)} signs it off, or returns it."
    )


def waived(request: HttpRequest, action: Action) -> None:
    messages.success(
        request,
        f"Verification of {action.reference} is waived, and every page says so. The {signer_of(action.plan)} signs it "
        "off, or returns it.",
    )


def returned(request: HttpRequest, action: Action) -> None:
    messages.success(
        request,
        f"Report returned. {action.reference} is in progress again, and its lead reads why. It can be reported again.",
    )


def signed_off(request: HttpRequest, action: Action) -> None:
    messages.success(
        request,
        f"{action.reference} is complete, signed off by the {signer_of(action.plan)}. If it turns out otherwise, reopen it.",
    )


def reopened(request: HttpRequest, action: Action) -> None:
    messages.success(
        request,
        f"{action.reference} is in progress again and not yet rated: its lead submits an update. How it had ended stays "
        "on its page.",
    )


def checked(request: HttpRequest, action: Action) -> None:
    messages.success(
        request, f"Check of {action.reference} kept. It stays complete; if it should not, it has to be reopened."
    )


# --- leaving -------------------------------------------------------------------------------------


def move_proposed(request: PlanRequest, action: Action) -> None:
    messages.success(
        request,
        f"Move of {action.reference} proposed. The {request.plan.deciding_body} agrees or not; until it is accepted the "
        "action stays here. You can take the proposal back.",
    )


def move_agreed(request: HttpRequest, action: Action, move: Move | None) -> None:
    where = move.destination if move else ""
    messages.success(
        request,
        f"Move of {action.reference} to {where} agreed. It is accepted there, or not; until then the action stays here.",
    )


def move_refused(request: HttpRequest, action: Action) -> None:
    messages.success(request, f"{action.reference} stays in this plan. Another move can be proposed.")


def moved_outside(request: HttpRequest, action: Action, move: Move | None) -> None:
    where = move.destination if move else ""
    messages.success(request, f"{action.reference} has moved to {where}. Its page and its whole history stay here.")


def taken_over(request: PlanRequest, move: Move, form: AcceptMoveForm) -> None:
    messages.success(
        request,
        f"{form.cleaned_data['reference']} carries on {move.plan} {move.action.reference}, with its dates and its delay. Its "
        "lead rates it anew. To give it back, propose a move.",
    )
    lead = move.action.lead_post
    if lead.holder is not None and not roles_of(lead.holder, request.plan):
        messages.warning(
            request,
            f"{lead} leads it and has no part in this plan yet, so cannot open it: give {lead.holder} a role under People.",
        )


def move_in_refused(request: HttpRequest, move: Move) -> None:
    messages.success(
        request, f"{move.plan} {move.action.reference} is not taken over; it stays where it is, and reads why."
    )


def superseded(request: HttpRequest, action: Action, form: SupersedeForm) -> None:
    others = ", ".join(one.reference for one in form.cleaned_data["successors"])
    messages.success(
        request, f"{action.reference} is superseded by {others}. Its page and its whole history stay here."
    )


def withdrawn(request: HttpRequest, action: Action) -> None:
    messages.success(
        request,
        f"{action.reference} is withdrawn, with the risk and who accepts it. If it is needed after all, reopen it.",
    )


def marked(request: HttpRequest, action: Action, elsewhere: list[str]) -> None:
    messages.success(
        request,
        f"Marked: something of {action.reference} is not for everyone from now on, in earlier versions too. To undo it, ask for "
        "the mark to be lifted.",
    )
    for told in elsewhere:
        messages.warning(request, told)
