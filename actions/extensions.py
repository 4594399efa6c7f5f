"""Due dates move only when a body agrees: asking for an extension, granting it, refusing it."""

import datetime as dt
from typing import Unpack

from actions.models import Action, Extension
from actions.updates import refuse_for_a_stranger, refuse_in_draft
from people import clock
from people.models import GovernanceBody, User, british
from plans.deciding import refuse_another_body
from plans.models import Role, Step
from plans.rights import roles_of
from plans.steps import (
    How,
    Refused,
    keep_record,
    kind_of,
    one_step,
    words_for,
)


def ask_extension(action: Action, *, to_on: dt.date, category: str, because: str, **how: Unpack[How]) -> Step:
    """Ask the plan's deciding body for a later due date. The due date stays as it is until they decide."""
    with one_step(action, "ask_extension", because=because, **how) as row:
        refuse_in_draft(row)
        refuse_for_a_stranger(row, how["by"], how["recorded_by"])
        if row.due_on is None:
            raise Refused("This action has no due date to extend. Ask the plan manager to correct that first.")
        if open_extension(row) is not None:
            raise Refused("An extension is already asked for this action. It has to be decided first.")
        if to_on <= row.due_on:
            raise _not_later(row.due_on)
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
        extension = _asked(row)
        extension.to_on = to_on or extension.to_on
        if row.due_on and extension.to_on <= row.due_on:
            raise _not_later(row.due_on)
        _decide(extension, Extension.Outcome.GRANTED, row, because, how)
        row.due_on, row.extension_asked_to = extension.to_on, None
        row.times_extended += 1
    return row.last_step


def refuse_extension(action: Action, *, because: str, **how: Unpack[How]) -> Step:
    """Leave the due date where it is, and say why."""
    with one_step(action, "refuse_extension", because=because, **how) as row:
        _decide(_asked(row), Extension.Outcome.REFUSED, row, because, how)
        row.extension_asked_to = None
    return row.last_step


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
    refuse_another_body(action.plan, decider)
    is_chief_officer = isinstance(decider, User) and Role.CHIEF_OFFICER in roles_of(decider, action.plan)
    if not isinstance(decider, GovernanceBody) and not is_chief_officer:
        raise Refused("Due dates move when a body or a chief officer of the plan agrees: name which.", "decided_by")
    if isinstance(decider, User) and action.lead_post.holder_id == decider.pk:
        raise Refused("The lead of an action does not decide on its own extension.", "decided_by")
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
