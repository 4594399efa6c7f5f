"""How an action leaves its plan without being complete: it is moved, superseded by others, or withdrawn."""

import datetime as dt
from typing import Unpack

from actions.deciders import refuse_unless_deciding_body
from actions.extensions import ask_extension, grant_extension, let_extension_lapse
from actions.lifecycle import refuse_out_of_turn
from actions.models import Action, Ask, DatedFact, Extension, Milestone, Move, Succession, Withdrawal
from actions.structure import refuse_taken
from objectives.models import StrategicObjective
from people import clock
from people.models import GovernanceBody, british
from plans.deciding import refuse_another_body
from plans.marks import mark_what_carries_on
from plans.models import Plan, Role, Step
from plans.references import slug_of
from plans.rights import roles_of
from plans.steps import How, Refused, keep_record, one_step, together, words_for

# --- moving ------------------------------------------------------------------------------------


def propose_move(
    action: Action,
    *,
    to_plan: Plan | None = None,
    to_outside: str = "",
    outside_owner: str = "",
    because: str,
    **how: Unpack[How],
) -> Step:
    """Propose that it goes on in another plan, or outside with somebody named. Nothing moves before it is accepted."""
    with one_step(action, "propose_move", because=because, **how) as row:
        refuse_out_of_turn(row, "propose_move")
        if open_move(row) is not None:
            raise Refused("A move of this action is open already. It has to be decided first.")
        if (to_plan is None) == (not to_outside.strip()):
            raise Refused("Say where it goes: to one plan, or to one place outside.", "destination")
        if to_plan is not None and (to_plan.pk == row.plan_id or not to_plan.in_force):
            raise Refused("An action moves to another plan that is in force.", "destination")
        if to_plan is None and not outside_owner.strip():
            raise Refused("Say who owns it there.", "outside_owner")
        move = Move(
            plan=row.plan,
            action=row,
            to_plan=to_plan,
            to_outside=to_outside.strip(),
            outside_owner=outside_owner.strip(),
            proposed_version=row.version + 1,
            proposed_on=clock.today(),
            proposed_words=words_for(how["by"], row),
            proposed_because=because.strip(),
        )
        row.also_told["move"] = ("", f"to {move.destination}")
        keep_record(move, because=because, recorded_by=how["recorded_by"])
    return row.last_step


def agree_move(action: Action, *, because: str, **how: Unpack[How]) -> Step:
    """The plan's deciding body agrees at a meeting. It is accepted where it goes, or not."""
    with one_step(action, "agree_move", because=because, **how) as row:
        refuse_out_of_turn(row, "agree_move")
        move = _proposed(row)
        refuse_unless_deciding_body(row, how["by"], "A move")
        if move.agreed_version is not None:
            raise Refused(f"The {move.agreed_words} has agreed to this move already.")
        meeting = how["agreed_at"]
        assert meeting is not None
        move.agreed_version, move.agreed_on = row.version + 1, meeting.held_on
        move.agreed_words, move.agreed_because = words_for(how["by"], row), because.strip()
        move.agreed_body, move.agreed_at = meeting.body, meeting
        row.also_told["move"] = (f"to {move.destination}", f"to {move.destination}, agreed")
        keep_record(move, because=because, recorded_by=how["recorded_by"])
    return row.last_step


def refuse_move(action: Action, *, because: str, **how: Unpack[How]) -> Step:
    """It stays where it is: the body does not agree, or who proposed it takes the proposal back."""
    with one_step(action, "refuse_move", right="agree_move", because=because, **how) as row:
        refuse_out_of_turn(row, "refuse_move")
        move = _proposed(row)
        outcome = Move.Outcome.TAKEN_BACK
        if isinstance(how["by"], GovernanceBody):
            refuse_unless_deciding_body(row, how["by"], "A move")
            outcome = Move.Outcome.REFUSED
        elif Role.PLAN_MANAGER not in roles_of(how["recorded_by"], row.plan):
            raise Refused(
                "A body refuses a move, at a meeting; the plan manager alone takes a proposal back.", "agreed_at"
            )
        elif move.agreed_version is not None and move.to_plan is not None and move.to_plan.in_force:
            raise Refused(f"It is agreed: {move.to_plan} accepts or refuses it now.")
        _decide(row, move, outcome, because, how)
    return row.last_step


def refuse_move_in(move: Move, *, because: str, **how: Unpack[How]) -> Step:
    """The receiving plan does not take it: the action stays where it is."""
    into = _into(move)
    with (
        together(move.plan, into, how=how),
        one_step(move.action, "refuse_move_in", right="accept_move", for_plan=into, because=because, **how) as row,
    ):
        refuse_out_of_turn(row, "refuse_move_in")
        refuse_another_body(into, how["by"])
        _decide(row, _agreed(move, row), Move.Outcome.REFUSED, because, how)
    return row.last_step


def accept_move(
    move: Move,
    *,
    objective: StrategicObjective,
    reference: str,
    due_on: dt.date | None = None,
    because: str,
    **how: Unpack[How],
) -> Action:
    """The receiving plan takes it: gives it an objective and a reference, and a later due date only as an extension.

    Both plans are locked. History and records stay with the action that moved; its successor carries on what is open:
    wording, lead, dates and slips, milestones not yet reached, facts not yet over, help not yet given. Its rating is asked
    anew.
    """
    into, seen = _into(move), how.get("version_seen")
    with together(move.plan, into, how=how) as circumstances:
        once: How = {**circumstances(), "version_seen": seen}
        with one_step(move.action, "accept_move", for_plan=into, because=because, **once) as row:
            refuse_out_of_turn(row, "accept_move")
            fresh = _agreed(move, row)
            if not into.in_force:
                raise Refused("The receiving plan is not in force.")
            refuse_another_body(into, how["by"])
            if objective.plan_id != into.pk:
                raise Refused("Choose an objective of the receiving plan.", "objective")
            let_extension_lapse(row, "Moved before it was decided.", because, how)
            carried_status = row.status
            row.also_told["move"] = (f"to {into}, agreed", f"to {into} as {reference.strip()}")
            if along := "; ".join(map(_told, _still_open(row))):
                row.also_told["went_along"] = ("", along)
            fresh.outcome, fresh.decided_because = Move.Outcome.ACCEPTED, because.strip()
            _keep_decided(row, fresh, because, how)
            row.status = Action.Status.MOVED
        successor = _take_over(row, objective, reference, carried_status, because, circumstances())
        mark_what_carries_on(row, successor, because=because, how=circumstances())
        if due_on is not None and due_on != successor.due_on:
            _extend(successor, due_on, because, circumstances())
    return Action.objects.get(pk=successor.pk)


def accept_move_outside(action: Action, *, shown_by: str, because: str, **how: Unpack[How]) -> Step:
    """Whoever owns it outside has taken it over, in their words (``because``), and what shows that."""
    with one_step(action, "accept_move_outside", right="propose_move", because=because, **how) as row:
        refuse_out_of_turn(row, "accept_move_outside")
        move = _proposed(row)
        if move.to_plan is not None:
            raise Refused(f"{move.to_plan} accepts this move itself.")
        if move.agreed_version is None:
            raise Refused("The body has not agreed to this move yet.")
        if not shown_by.strip():
            raise Refused("Say what shows that it was accepted: a letter, a minute.", "shown_by")
        move.accepted_evidence = shown_by.strip()
        let_extension_lapse(row, "Moved before it was decided.", because, how)
        _decide(row, move, Move.Outcome.ACCEPTED, because, how)
        row.status = Action.Status.MOVED
    return row.last_step


def open_move(action: Action) -> Move | None:
    """The move proposed, perhaps agreed, and neither accepted nor refused."""
    return Move.objects.filter(action=action).open().select_related("to_plan").first()


def _proposed(action: Action) -> Move:
    move = open_move(action)
    if move is None:
        raise Refused("No move of this action is open.")
    return move


def _into(move: Move) -> Plan:
    if move.to_plan is None:
        raise Refused("This move goes outside the system.")
    return move.to_plan


def _agreed(move: Move, action: Action) -> Move:
    """The move as it is now, under the locks, if it waits for the receiving plan."""
    fresh = _proposed(action)
    if fresh.pk != move.pk or fresh.to_plan_id != move.to_plan_id:
        raise Refused("Another move of this action has been proposed meanwhile.")
    if fresh.agreed_version is None:
        raise Refused("The body of the plan that it comes from has not agreed to this move yet.")
    return fresh


def _decide(action: Action, move: Move, outcome: Move.Outcome, because: str, how: How) -> None:
    move.outcome, move.decided_because = outcome, because.strip()
    words = {Move.Outcome.ACCEPTED: "accepted", Move.Outcome.REFUSED: "refused", Move.Outcome.TAKEN_BACK: "taken back"}
    action.also_told["move"] = (f"to {move.destination}", f"to {move.destination}, {words[outcome]}")
    _keep_decided(action, move, because, how)


def _keep_decided(action: Action, move: Move, because: str, how: How) -> None:
    meeting = how.get("agreed_at")
    move.decided_version = action.version + 1
    move.decided_on = meeting.held_on if meeting else clock.today()
    move.decided_words = words_for(how["by"], action)
    keep_record(move, because=because, recorded_by=how["recorded_by"])


# What a successor has from the action that moved.
CARRIED = (
    "wording", "success_criteria", "partners", "lead_post", "start_on", "start_words", "original_due_on",
    "original_due_words", "due_on", "due_words", "corrected_from", "times_extended",
    "file_as_at",
)  # fmt: skip


def _take_over(
    moved: Action, objective: StrategicObjective, reference: str, status: str, because: str, how: How
) -> Action:
    """The action that carries on in the receiving plan, with the milestones, facts and asks that are still open."""
    before = Action.objects.select_related("lead_post").get(pk=moved.pk)
    last = objective.actions.order_by("-position").first()
    successor = Action(
        plan=objective.plan,
        objective=objective,
        reference=reference.strip(),
        slug=slug_of(reference),
        moved_from=moved,
        status=status,
        position=last.position + 1 if last else 1,
        **{name: getattr(before, name) for name in CARRIED},
    )
    with one_step(successor, "take_over", right="accept_move", because=because, **how) as row:
        refuse_taken(row)
    for record in _still_open(moved):
        record.plan, record.action, record.action_version = row.plan, row, row.version
        keep_record(record, because=because, recorded_by=how["recorded_by"])
    return row


def _still_open(action: Action) -> list[Milestone | DatedFact | Ask]:
    """What is still to be acted on, and so goes along with a move."""
    return [
        *Milestone.objects.filter(action=action).open(),
        *DatedFact.objects.filter(action=action).standing(),
        *Ask.objects.filter(action=action).open(),
    ]


def _told(record: Milestone | DatedFact | Ask) -> str:
    """What went along, for the step of the move: who reads that reads it, wherever the record is now."""
    if isinstance(record, Milestone):
        return f"milestone: {record.what}, {record.due_said}"
    return f"{record}: {record.help_needed}" if isinstance(record, Ask) else str(record)


def _extend(successor: Action, due_on: dt.date, because: str, how: How) -> None:
    """Another due date than it came with: asked and granted like any other, by the receiving plan's body."""
    if not isinstance(how["by"], GovernanceBody):
        raise Refused("A due date moves when a body agrees: name the meeting, or leave the date as it is.", "agreed_at")
    recorder = how["recorded_by"]
    if successor.due_on is None:
        raise Refused(
            "It comes without a due date, so there is none to extend. Leave the date empty; correct it there.", "due_on"
        )
    if due_on <= successor.due_on:
        raise Refused(
            f"An extension goes to a later date than the one it comes with, {british(successor.due_on)}.", "due_on"
        )
    ask_extension(
        successor,
        to_on=due_on,
        category=Extension.Category.MOVE,
        because=because,
        by=recorder,
        recorded_by=recorder,
    )
    grant_extension(Action.objects.get(pk=successor.pk), because=because, **how)


# --- superseded, withdrawn -----------------------------------------------------------------------


def supersede(action: Action, *, successors: list[Action], because: str, **how: Unpack[How]) -> Step:
    """One or several other actions of the plan take its place, as a body decided."""
    with one_step(action, "supersede", because=because, **how) as row:
        refuse_out_of_turn(row, "supersede")
        refuse_unless_deciding_body(row, how["by"], "That an action is superseded")
        refuse_while_a_move_is_open(row)
        standing = list(
            Action.objects.filter(plan=row.plan_id, pk__in=[one.pk for one in successors])
            .exclude(status__in=Action.GONE)
            .exclude(pk=row.pk)
        )
        if not standing or len(standing) != len({one.pk for one in successors}):
            raise Refused("Choose other actions of this plan that still stand.", "successors")
        _refuse_open_milestones(row)
        let_extension_lapse(row, "Superseded before it was decided.", because, how)
        row.also_told["superseded_by"] = ("", ", ".join(one.reference for one in standing))
        for successor in standing:
            record = Succession(plan=row.plan, action=row, successor=successor, action_version=row.version + 1)
            keep_record(record, because=because, recorded_by=how["recorded_by"])
        row.status = Action.Status.SUPERSEDED
    return row.last_step


def withdraw(
    action: Action, *, risk: str, accepted_by: str, alternative: str, because: str, **how: Unpack[How]
) -> Step:
    """Decide not to do it: why, the risk of that, who accepts it, and what is done instead, as a body decided."""
    with one_step(action, "withdraw", because=because, **how) as row:
        refuse_out_of_turn(row, "withdraw")
        refuse_unless_deciding_body(row, how["by"], "That an action is withdrawn")
        refuse_while_a_move_is_open(row)
        for name, answer, missing in (
            ("risk", risk, "Say what the risk is of not doing it."),
            ("accepted_by", accepted_by, "Say who accepts that risk."),
            ("alternative", alternative, "Say what is done instead, or that nothing is."),
        ):
            if not answer.strip():
                raise Refused(missing, name)
        let_extension_lapse(row, "Withdrawn before it was decided.", because, how)
        meeting = how["agreed_at"]
        assert meeting is not None
        record = Withdrawal(
            plan=row.plan,
            action=row,
            withdrawn_version=row.version + 1,
            withdrawn_on=meeting.held_on,
            withdrawn_words=words_for(how["by"], row),
            because=because.strip(),
            risk=risk.strip(),
            accepted_by=accepted_by.strip(),
            alternative=alternative.strip(),
        )
        row.also_told["risk"] = ("", f"{record.risk} Accepted by {record.accepted_by}. Instead: {record.alternative}")
        keep_record(record, because=because, recorded_by=how["recorded_by"])
        row.status = Action.Status.WITHDRAWN
    return row.last_step


def refuse_while_a_move_is_open(action: Action) -> None:
    move = open_move(action)
    if move is not None:
        raise Refused(f"A move to {move.destination} is open for this action. It has to be decided first.")


def _refuse_open_milestones(action: Action) -> None:
    waiting = Milestone.objects.filter(action=action).open().values_list("what", flat=True)
    if waiting:
        raise Refused(f"Say first that these milestones are reached, or drop them: {'; '.join(waiting)}.")
