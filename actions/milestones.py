"""Milestones: the steps on the way of an action, set by its lead and kept as they were said."""

import datetime as dt
from typing import Unpack

from actions.fuzzy_dates import said
from actions.lifecycle import refuse_out_of_turn
from actions.models import Action, Milestone
from actions.updates import refuse_for_a_stranger
from people import clock
from people.models import british
from plans.models import Step
from plans.steps import How, Refused, keep_record, one_step


def add_milestone(
    action: Action,
    *,
    what: str,
    due_on: dt.date | None = None,
    due_words: str = "",
    because: str,
    **how: Unpack[How],
) -> Step:
    """Set a step on the way. ``due_on`` is the last day that ``due_words`` allow."""
    with one_step(action, "add_milestone", right="milestone", because=because, **how) as row:
        _refuse_out_of_turn(row, "add_milestone", how)
        if not said(due_words, due_on):
            raise Refused("Say when: a day, or words such as “July or August 2016”.", "due")
        if Milestone.objects.filter(action=row, what=what.strip()).open().exists():
            raise Refused("That milestone stands already.", "what")
        milestone = Milestone(
            plan=row.plan, action=row, what=what.strip(), due_on=due_on, due_words=due_words, action_version=row.version
        )
        row.also_told["milestone"] = ("", f"{milestone.what}, {milestone.due_said}")
        _keep(milestone, row, because, how)
    return row.last_step


def reach_milestone(milestone: Milestone, *, reached_on: dt.date, because: str, **how: Unpack[How]) -> Step:
    """Say that it is there, since when, and what shows it (``because``)."""
    with one_step(milestone.action, "reach_milestone", right="milestone", because=because, **how) as row:
        fresh = _open(milestone, row, "reach_milestone", how)
        if reached_on > clock.today():
            raise Refused(f"{british(reached_on)} is still to come. Say it when it is there.", "reached_on")
        fresh.reached_on, fresh.shown_by = reached_on, because.strip()
        row.also_told["milestone"] = (
            f"{fresh.what}, {fresh.due_said}",
            f"{fresh.what}, reached {british(reached_on)}",
        )
        _keep(fresh, row, because, how)
    return row.last_step


def redate_milestone(
    milestone: Milestone, *, due_on: dt.date | None = None, due_words: str = "", because: str, **how: Unpack[How]
) -> Step:
    """Give it another date. The action's own due date moves only when a body agrees; what stood here stays told."""
    with one_step(milestone.action, "redate_milestone", right="milestone", because=because, **how) as row:
        fresh = _open(milestone, row, "redate_milestone", how)
        before = fresh.due_said
        if not said(due_words, due_on):
            raise Refused("Say when: a day, or words such as “July or August 2016”.", "due")
        fresh.due_on, fresh.due_words = due_on, due_words
        if fresh.due_said == before:
            raise Refused("That is the date it has.", "due")
        row.also_told["milestone"] = (f"{fresh.what}, {before}", f"{fresh.what}, {fresh.due_said}")
        _keep(fresh, row, because, how)
    return row.last_step


def drop_milestone(milestone: Milestone, *, because: str, **how: Unpack[How]) -> Step:
    """Take it off the way, with the reason. It stays on the action."""
    with one_step(milestone.action, "drop_milestone", right="milestone", because=because, **how) as row:
        fresh = _open(milestone, row, "drop_milestone", how)
        fresh.dropped_on, fresh.dropped_because = clock.today(), because.strip()
        row.also_told["milestone"] = (f"{fresh.what}, {fresh.due_said}", f"{fresh.what}, dropped")
        _keep(fresh, row, because, how)
    return row.last_step


def _open(milestone: Milestone, action: Action, verb: str, how: How) -> Milestone:
    """The milestone as it is now, under the lock, if it is still open."""
    _refuse_out_of_turn(action, verb, how)
    fresh = Milestone.objects.get(pk=milestone.pk, action=action)
    if fresh.reached_on is not None:
        raise Refused(f"This milestone was reached on {british(fresh.reached_on)}.")
    if fresh.dropped_on is not None:
        raise Refused(f"This milestone was dropped on {british(fresh.dropped_on)}.")
    return fresh


def _refuse_out_of_turn(action: Action, verb: str, how: How) -> None:
    refuse_out_of_turn(action, verb)
    refuse_for_a_stranger(action, how["by"], how["recorded_by"])


def _keep(milestone: Milestone, action: Action, because: str, how: How) -> None:
    milestone.action_version = action.version + 1
    keep_record(milestone, because=because, recorded_by=how["recorded_by"])
