"""Changing what an action says, when it is due by mistake, and who leads it."""

import datetime as dt
from difflib import SequenceMatcher
from typing import Unpack

from actions.deciders import refuse_unless_deciding_body
from actions.extensions import open_extension
from actions.lifecycle import refuse_out_of_turn
from actions.models import Action, Evidence
from people.models import Post, british
from plans.marks import marks_follow
from plans.models import Step
from plans.steps import How, Refused, keep_record, one_step, standing

# How much of a text stays the same when a slip in it is mended; 1 is all of it.
A_SLIP = 0.8


def reword(
    action: Action,
    *,
    wording: str,
    success_criteria: str,
    partners: str,
    because: str,
    **how: Unpack[How],
) -> Step:
    """Change the wording or the scope, as a body decided. Rating, dates and lead stay."""
    with one_step(action, "reword", because=because, **how) as row:
        refuse_out_of_turn(row, "reword")
        refuse_unless_deciding_body(row, how["by"], "A change of wording")
        before = (row.wording, row.success_criteria, row.partners)
        row.wording, row.success_criteria, row.partners = wording.strip(), success_criteria.strip(), partners.strip()
        if (row.wording, row.success_criteria, row.partners) == before:
            raise Refused("Nothing in the wording is different.", "wording")
    return row.last_step


def correct(
    action: Action,
    *,
    because: str,
    wording: str,
    success_criteria: str,
    partners: str,
    start_on: dt.date | None,
    original_due_on: dt.date | None,
    due_on: dt.date | None,
    start_words: str = "",
    original_due_words: str = "",
    due_words: str = "",
    **how: Unpack[How],
) -> Step:
    """Mend a typing error, or a date that was mistyped. Kept, folded away; a corrected date is not a slip.

    A date that members have read in a version stays visible beside the corrected one. Where an extension was granted, the
    due date is the one that was agreed: then only the original date is corrected.
    """
    with one_step(action, "correct", because=because, minor=True, **how) as row:
        refuse_out_of_turn(row, "correct")
        if open_extension(row) is not None and due_on != row.due_on:
            raise Refused(
                "An extension of this due date waits for its decision. Correct the date after that.", "due_on"
            )
        _refuse_more_than_a_slip(row, wording, success_criteria)
        _refuse_dates_of_what_is_done(row, (start_on, original_due_on, due_on))
        _keep_evidence_of_its_criterion(row, success_criteria, because, how)
        before = _corrigible(row)
        row.wording, row.success_criteria, row.partners = wording.strip(), success_criteria.strip(), partners.strip()
        row.start_on, row.start_words = start_on, start_words
        refuse_due_before_start(start_on, original_due_on, "original_due_on" if row.has_two_due_dates else "due_on")
        if row.times_extended and due_on != row.due_on:
            raise Refused("This due date was agreed as an extension. Ask for another extension to move it.", "due_on")
        if row.times_extended and not (original_due_on and due_on and original_due_on < due_on):
            raise Refused(
                "The original due date of an extended action lies before the due date now.", "original_due_on"
            )
        if not row.has_two_due_dates and original_due_on != due_on:
            raise Refused("Nobody has extended this action, so both due dates are the same day.", "due_on")
        if row.plan.issued_version and original_due_on != row.original_due_on and row.corrected_from is None:
            row.corrected_from = row.original_due_on
        row.original_due_on, row.due_on = original_due_on, due_on
        row.original_due_words, row.due_words = original_due_words, due_words
        refuse_odd_original_date(row)
        if _corrigible(row) == before:
            raise Refused("Nothing is different.", "wording")
    return row.last_step


def reassign(action: Action, *, lead_post: Post, because: str, **how: Unpack[How]) -> Step:
    """Give the action to another lead post. (When a person leaves a post, the post's holder changes instead.)"""
    with standing(lead_post, field="lead_post"), one_step(action, "reassign", because=because, **how) as row:
        refuse_out_of_turn(row, "reassign")
        if lead_post.pk == row.lead_post_id:
            raise Refused("That post leads this action already.", "lead_post")
        row.lead_post = lead_post
        marks_follow(row, lead_post, because=because, how=how)
    return row.last_step


def _refuse_more_than_a_slip(action: Action, wording: str, success_criteria: str) -> None:
    """What was reported complete, or has gone, keeps its meaning: letters are mended, nothing is asked otherwise."""
    if action.status in Action.UNDER_WAY:
        return
    lines = _lines(success_criteria)
    same_number = len(lines) == len(action.success_criteria_lines)
    pairs = [(action.wording, wording), *zip(action.success_criteria_lines, lines, strict=False)]
    if not same_number or any(SequenceMatcher(None, was, now).ratio() < A_SLIP for was, now in pairs):
        raise Refused(
            "That is more than a typing error. Since it was reported complete this action keeps its meaning; while it is in "
            "progress it can be reworded.",
            "wording",
        )


def _refuse_dates_of_what_is_done(action: Action, dates: tuple[dt.date | None, ...]) -> None:
    """By its dates an action was late or was not when it was reported, moved or ended: they stay what they were then."""
    if action.status in Action.UNDER_WAY or dates == (action.start_on, action.original_due_on, action.due_on):
        return
    if action.status == Action.Status.MOVED:
        raise Refused("This action has moved: its dates are corrected where it went.", "due_on")
    raise Refused(
        f"This action is {action.get_status_display().lower()}: how late it was is told by its dates, so they stay. While it is "
        "in progress they can be corrected.",
        "due_on",
    )


def _keep_evidence_of_its_criterion(action: Action, success_criteria: str, because: str, how: How) -> None:
    """Evidence names its criterion by its words: where a letter of them is mended, it goes on showing the same."""
    was, now = action.success_criteria_lines, _lines(success_criteria)
    if len(was) != len(now):
        return
    for old, new in zip(was, now, strict=True):
        if old != new and old not in now:
            for evidence in Evidence.objects.filter(action=action, criterion=old):
                evidence.criterion, evidence.action_version = new, action.version + 1
                keep_record(evidence, because=because, recorded_by=how["recorded_by"])


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def refuse_due_before_start(start_on: dt.date | None, due_on: dt.date | None, field: str = "due_on") -> None:
    """Nothing is due before it starts."""
    if start_on and due_on and due_on < start_on:
        raise Refused(f"The due date lies before the start, {british(start_on)}.", field)


def refuse_odd_original_date(action: Action) -> None:
    """The original due date has a day where the one now has, and lies neither after it nor before the start."""
    original, due_on = action.original_due_on, action.due_on
    if (original is None) != (due_on is None):
        raise Refused(
            "Of the two due dates one has a day and the other has none. Give both a day, or neither.", "due_on"
        )
    if original and due_on and original > due_on:
        raise Refused(f"The original due date lies after the due date now, {british(due_on)}.", "original_due_on")
    refuse_due_before_start(action.start_on, original, "original_due_on")


def _corrigible(action: Action) -> tuple[object, ...]:
    return (
        action.wording,
        action.success_criteria,
        action.partners,
        action.start_on,
        action.original_due_on,
        action.due_on,
        action.start_words,
        action.original_due_words,
        action.due_words,
    )
