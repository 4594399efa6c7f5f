"""From status to status: what may be done to an action where it stands. The table of the domain, as data.

Every verb of an action asks here whether it is its turn; who may do it is asked of the table of rights.
"""

from actions.models import Action
from plans.models import Plan
from plans.steps import AFTER_CLOSING, Refused

S = Action.Status

# A typing error is mended and wrong evidence withdrawn whatever became of the action.
ALWAYS = frozenset({"correct", "withdraw_evidence"})

# What a body makes at its table of the last update.
AT_THE_TABLE = frozenset({"return_update", "re_rate"})

# Help that was asked for is answered also after the end; with an action that moves it goes along.
ANSWERED = frozenset({"answer_ask"})

UNDER_WAY = ANSWERED | AT_THE_TABLE | frozenset(
    {
        "submit_update", "set_rhythm", "ask_extension", "grant_extension", "refuse_extension", "reword", "reassign",
        "add_milestone", "reach_milestone", "redate_milestone", "drop_milestone",
        "add_evidence", "note_fact", "change_fact", "end_fact",
        "report_complete",
        "propose_move", "agree_move", "refuse_move", "refuse_move_in", "accept_move", "accept_move_outside",
        "supersede", "withdraw",
    }
)  # fmt: skip

MAY_BE_DONE: dict[str, frozenset[str]] = {
    S.NOT_STARTED: UNDER_WAY,
    S.IN_PROGRESS: UNDER_WAY,
    S.REPORTED_COMPLETE: ANSWERED
    | AT_THE_TABLE
    | frozenset({"verify", "waive_verification", "refuse_verification", "return_report", "take_back"}),
    S.VERIFIED: ANSWERED | frozenset({"sign_off", "return_report"}),
    S.COMPLETE: ANSWERED | frozenset({"assurance_check", "reopen"}),
    S.MOVED: frozenset(),
    S.SUPERSEDED: ANSWERED,
    S.WITHDRAWN: ANSWERED | frozenset({"reopen"}),
}


def why_not(action: Action, verb: str) -> str:
    """What a page says where the table does not allow ``verb``; empty where it does."""
    plan, status = action.plan, action.status
    if plan.status == Plan.Status.DRAFT:
        return "This plan is still a draft. Put it in force first; then its actions are reported on."
    if verb not in ALWAYS | MAY_BE_DONE[status]:
        return WHERE_IT_STANDS[status]
    if not plan.in_force and verb not in AFTER_CLOSING:
        return "This plan is closed. Reopen the plan first; then its actions can go on."
    return ""


def may_be_done(action: Action, verb: str) -> bool:
    """Whether the table allows ``verb`` for an action that stands where this one does."""
    return why_not(action, verb) == ""


def refuse_out_of_turn(action: Action, verb: str) -> None:
    """Refuse what the table does not allow, and say where the action stands."""
    if words := why_not(action, verb):
        raise Refused(words)


WHERE_IT_STANDS: dict[str, str] = {
    S.NOT_STARTED: "This action has not been reported complete.",
    S.IN_PROGRESS: "This action is in progress: it has not been reported complete.",
    S.REPORTED_COMPLETE: (
        "This action is reported complete and waits for somebody to verify that. Until then nothing else is done to it; "
        "whoever reported it can take that back."
    ),
    S.VERIFIED: "This action is verified and waits for sign-off. It is signed off or returned, nothing else.",
    S.COMPLETE: "This action is complete and signed off. Reopen it first; then it goes on.",
    S.MOVED: "This action has moved: go on with it where it went.",
    S.SUPERSEDED: "This action was superseded: go on with what took its place.",
    S.WITHDRAWN: "This action is withdrawn. Reopen it first; then it goes on.",
}
