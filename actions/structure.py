"""Building the actions of a plan: freely in draft, with a reason once it is in force."""

import datetime as dt
from dataclasses import dataclass
from typing import Unpack

from actions.models import Action
from actions.wording import refuse_due_before_start, refuse_odd_original_date
from objectives.models import StrategicObjective
from people.models import Post
from plans.models import Step
from plans.references import slug_of
from plans.steps import How, Refused, one_step, standing
from plans.structure import REMOVED, refuse_in_force


@dataclass(frozen=True)
class FromFile:
    """What an import knows of an action beside its plan: what the file says of the day ``as_at``.

    The original due date may be another than the one now: how often it moved before, no file can tell.
    """

    as_at: dt.date
    colour: str = ""
    words: str = ""
    original_due_on: dt.date | None = None
    original_due_words: str = ""


# What may be edited freely while the plan is a draft.
DRAFTED = ("wording", "success_criteria", "partners", "lead_post", "start_on", "start_words", "due_on", "due_words")
# Of an action brought in from a file these too; of every other the original due date goes along with the one now.
ORIGINAL_DUE = ("original_due_on", "original_due_words")


def add_action(
    objective: StrategicObjective,
    *,
    reference: str,
    wording: str,
    lead_post: Post,
    success_criteria: str = "",
    partners: str = "",
    start_on: dt.date | None = None,
    due_on: dt.date | None = None,
    start_words: str = "",
    due_words: str = "",
    from_file: FromFile | None = None,
    because: str = "",
    **how: Unpack[How],
) -> Action:
    """Add an action at the end of an objective. The due date given here is its original due date for good.

    Only ``from_file`` may know an earlier one.
    """
    last = objective.actions.order_by("-position").first()
    action = Action(
        plan=objective.plan,
        objective=objective,
        reference=reference.strip(),
        slug=slug_of(reference),
        wording=wording.strip(),
        success_criteria=success_criteria.strip(),
        partners=partners.strip(),
        lead_post=lead_post,
        start_on=start_on,
        original_due_on=from_file.original_due_on if from_file else due_on,
        due_on=due_on,
        start_words=start_words,
        original_due_words=from_file.original_due_words if from_file else due_words,
        due_words=due_words,
        file_as_at=from_file.as_at if from_file else None,
        colour_in_file=from_file.colour if from_file else "",
        words_in_file=from_file.words.strip() if from_file else "",
        position=last.position + 1 if last else 1,
    )
    with (
        standing(lead_post, field="lead_post"),
        one_step(action, "add_action", right="structure", because=because, **how) as row,
    ):
        refuse_taken(row)
        refuse_due_before_start(row.start_on, row.due_on)
        refuse_odd_original_date(row)
    return row


def edit_action(action: Action, *, reference: str, changes: dict[str, object], **how: Unpack[How]) -> Step:
    """Change anything about an action of a draft; ``changes`` names fields of ``DRAFTED`` and ``ORIGINAL_DUE``."""
    lead_post = changes["lead_post"] if changes["lead_post"] != action.lead_post else None
    with (
        standing(lead_post, field="lead_post"),  # type: ignore[arg-type]
        one_step(action, "edit_action", right="structure", because="Edited in the draft.", **how) as row,
    ):
        if not row.plan.is_draft:
            raise Refused("This plan is in force: reword, correct or reassign the action instead.")
        edited = ("reference", *DRAFTED, *ORIGINAL_DUE)
        before = [getattr(row, name) for name in edited]
        row.reference, row.slug = reference.strip(), slug_of(reference)
        for name in DRAFTED:
            setattr(row, name, changes.get(name, ""))
        if not row.has_two_due_dates:
            row.original_due_on, row.original_due_words = row.due_on, row.due_words
        for name in ORIGINAL_DUE:
            if row.has_two_due_dates and name in changes:
                setattr(row, name, changes[name])
        if before == [getattr(row, name) for name in edited]:
            raise Refused("Nothing is different.")
        refuse_taken(row)
        refuse_due_before_start(row.start_on, row.due_on)
        refuse_odd_original_date(row)
    return row.last_step


def remove_action(action: Action, *, because: str = "", **how: Unpack[How]) -> Step:
    """Take an action out of a draft."""
    with one_step(action, "remove_action", right="structure", removes=True, because=because or REMOVED, **how) as row:
        refuse_in_force(row.plan)
    return row.last_step


def refuse_taken(action: Action) -> None:
    """A reference is one action's alone, in words and in its address."""
    others = Action.objects.filter(plan=action.plan).exclude(pk=action.pk)
    if others.filter(reference=action.reference).exists():
        raise Refused(f"{action.reference} is taken in this plan. A used reference is never given again.", "reference")
    alike = others.filter(slug=action.slug).first()
    if alike is not None:
        raise Refused(
            f"{action.reference} would have the same address as {alike.reference}. Choose another reference.",
            "reference",
        )
