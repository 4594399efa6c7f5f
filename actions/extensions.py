"""Due dates move only when a body agrees: asking for an extension, granting it, refusing it."""

import datetime as dt
from typing import Unpack

from actions.deciders import refuse_unless_deciding
from actions.facts import refuse_beyond_hard_end
from actions.lifecycle import refuse_out_of_turn
from actions.models import Action, Extension
from actions.updates import refuse_for_a_stranger
from people import clock
from people.models import GovernanceBody, User, british
from plans.models import Step
from plans.steps import How, Refused, keep_record, kind_of, one_step, words_for


def ask_extension(action: Action, *, to_on: dt.date, category: str, because: str, **how: Unpack[How]) -> Step:
    """Ask the plan's deciding body for a later due date. The due date stays as it is until they decide."""
    with one_step(action, "ask_extension", because=because, **how) as row:
        refuse_out_of_turn(row, "ask_extension")
        refuse_for_a_stranger(row, how["by"], how["recorded_by"])
        if row.due_on is None:
            raise Refused("This action has no due date to extend. Ask the plan manager to correct that first.")
        if open_extension(row) is not None:
            raise Refused("An extension is already asked for this action. It has to be decided first.")
        if to_on <= row.due_on:
            raise _not_later(row.due_on)
        refuse_beyond_hard_end(row, to_on)
        extension = Extension(
            plan=row.plan,
            action=row,
            asked_version=row.version + 1,
            asked_on=clock.today(),
            asked_words=words_for(how["by"], row),
            from_on=row.due_on,
            to_on=to_on,
            category=category,
            because=because.strip(),
        )
        keep_record(extension, because=because, recorded_by=how["recorded_by"])
        row.extension_asked_to = to_on
    return row.last_step


def grant_extension(action: Action, *, because: str, to_on: dt.date | None = None, **how: Unpack[How]) -> Step:
    """Move the due date to the date asked for, or to another that the body chose (``to_on``)."""
    with one_step(action, "grant_extension", because=because, **how) as row:
        refuse_out_of_turn(row, "grant_extension")
        extension = _asked(row)
        extension.to_on = to_on or extension.to_on
        if row.due_on and extension.to_on <= row.due_on:
            raise _not_later(row.due_on)
        refuse_beyond_hard_end(row, extension.to_on)
        _decide(extension, Extension.Outcome.GRANTED, row, because, how)
        row.due_on, row.due_words, row.extension_asked_to = extension.to_on, "", None
        row.times_extended += 1
    return row.last_step


def refuse_extension(action: Action, *, because: str, **how: Unpack[How]) -> Step:
    """Leave the due date where it is, and say why."""
    with one_step(action, "refuse_extension", because=because, **how) as row:
        refuse_out_of_turn(row, "refuse_extension")
        _decide(_asked(row), Extension.Outcome.REFUSED, row, because, how)
        row.extension_asked_to = None
    return row.last_step


def let_extension_lapse(action: Action, words: str, because: str, how: How) -> None:
    """Inside a step that ends the work, for the reason ``because``: an extension that waits is not needed any more."""
    extension = open_extension(action)
    if extension is None:
        return
    extension.outcome = Extension.Outcome.LAPSED
    extension.decided_version, extension.decided_on = action.version + 1, clock.today()
    extension.decided_words, extension.decided_because = words_for(how["by"], action), words
    keep_record(extension, because=because, recorded_by=how["recorded_by"])
    action.extension_asked_to = None


def open_extension(action: Action) -> Extension | None:
    """The extension asked for and not yet decided."""
    return Extension.objects.filter(action=action).open().first()


def _asked(action: Action) -> Extension:
    extension = open_extension(action)
    if extension is None:
        raise Refused("No extension is asked for this action.")
    return extension


def _not_later(due_on: dt.date) -> Refused:
    return Refused(f"An extension goes to a later date than the due date now, {british(due_on)}.", "to_on")


def _decide(extension: Extension, outcome: Extension.Outcome, action: Action, because: str, how: How) -> None:
    decider, meeting = how["by"], how.get("agreed_at")
    refuse_unless_deciding(action, decider)
    asked = Step.objects.filter(kind=kind_of(action), key=action.pk, version=extension.asked_version).first()
    if isinstance(decider, User) and asked is not None and asked.by_person_id == decider.pk:
        raise Refused("Who asked for an extension does not decide on it.", "decided_by")
    extension.outcome = outcome
    extension.decided_version = action.version + 1
    extension.decided_on = meeting.held_on if meeting else clock.today()
    extension.decided_words = words_for(decider)
    if isinstance(decider, GovernanceBody):
        extension.decided_body, extension.decided_at = decider, meeting
    extension.decided_because = because.strip()
    keep_record(extension, because=because, recorded_by=how["recorded_by"])
