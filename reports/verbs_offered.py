"""What an action's page offers this reader to do: the verbs whose turn it is and that are theirs, as buttons in this order."""

from dataclasses import dataclass

from django.urls import reverse

from actions.deciders import signer_of
from actions.lifecycle import may_be_done
from actions.models import Action
from people.models import User
from plans.models import Role
from plans.rights import may
from reports.entries import ActionEntry


@dataclass(frozen=True)
class Offer:
    words: str
    address: str


# verb of the lifecycle, row of the table of rights, page, words on the button. What matters most stands first.
BUTTONS = (
    ("submit_update", "prepare_update", "action-update", "Update this action"),
    ("verify", "verify", "action-verify", "Verify"),
    ("refuse_verification", "refuse_verification", "action-refuse-verification", "Return it unverified"),
    ("waive_verification", "waive_verification", "action-waive-verification", "Waive verification"),
    ("sign_off", "sign_off", "action-sign-off", "Sign off"),
    ("return_report", "return_report", "action-return-report", "Return the report"),
    ("take_back", "take_back", "action-take-back", "Take the report back"),
    ("assurance_check", "assurance_check", "action-check", "Check again"),
    ("reopen", "reopen", "action-reopen", "Reopen"),
    ("report_complete", "report_complete", "action-report-complete", "Report complete"),
    ("grant_extension", "grant_extension", "action-grant-extension", "Grant the extension"),
    ("refuse_extension", "refuse_extension", "action-refuse-extension", "Refuse the extension"),
    ("ask_extension", "ask_extension", "action-ask-extension", "Ask for an extension"),
    ("agree_move", "agree_move", "action-agree-move", "Agree to the move"),
    ("accept_move_outside", "propose_move", "action-accept-outside", "It is taken over outside"),
    ("refuse_move", "agree_move", "action-refuse-move", "It does not move"),
    ("add_evidence", "evidence", "evidence-add", "Add evidence"),
    ("add_milestone", "milestone", "milestone-add", "Set a milestone"),
    ("note_fact", "dated_fact", "fact-note", "Note a risk"),
    ("reword", "reword", "action-reword", "Reword"),
    ("reassign", "reassign", "action-reassign", "Give to another lead"),
    ("set_rhythm", "rounds", "action-rhythm", "Rhythm of its own"),
    ("propose_move", "propose_move", "action-move", "Move"),
    ("supersede", "supersede", "action-supersede", "Supersede"),
    ("withdraw", "withdraw", "action-withdraw", "Withdraw"),
    ("correct", "correct", "action-correct", "Correct a mistake"),
)


def verbs_for(person: User, row: Action, entry: ActionEntry, roles: frozenset[Role]) -> list[Offer]:
    """The buttons of this reader for the action as it stands. Asks no query."""
    if row.plan.is_draft:
        return []
    offers = [
        Offer(words, reverse(f"actions:{page}", args=[row.plan.slug, row.slug]))
        for verb, right, page, words in BUTTONS
        if may_be_done(row, verb) and _makes_sense(verb, row, entry) and may(person, right, row, roles)
    ]
    if may(person, "mark", row, roles):  # whatever has become of the action
        offers.append(Offer("Not for everyone", reverse("actions:action-mark", args=[row.plan.slug, row.slug])))
    return offers


def _makes_sense(verb: str, row: Action, entry: ActionEntry) -> bool:
    """Whether there is anything for ``verb`` to be done to: an extension that waits, a move that is open."""
    move = entry.move_open
    if verb in ("grant_extension", "refuse_extension"):
        return entry.extension_asked is not None
    if verb == "ask_extension":
        return entry.extension_asked is None and row.due_on is not None
    if verb == "agree_move":
        return move is not None and move.agreed_on is None
    if verb == "refuse_move":
        return move is not None and (move.agreed_on is None or not move.to_plan)
    if verb == "accept_move_outside":
        return move is not None and move.agreed_on is not None and not move.to_plan
    if verb in ("report_complete", "supersede", "withdraw", "propose_move"):
        return move is None
    if verb == "waive_verification":
        return bool(row.plan.waiver_because)
    return verb not in ("sign_off", "return_report", "reopen") or signer_of(row.plan) is not None
