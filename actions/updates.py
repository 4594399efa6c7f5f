"""Submitting a progress update: the rating and the case for it."""

import datetime as dt
from dataclasses import dataclass
from typing import Unpack

from actions.at_the_table import round_of_update
from actions.lifecycle import refuse_out_of_turn
from actions.models import Action, Ask, ProgressUpdate
from people import clock
from people.models import User, british
from people.rating import Rating
from plans.models import RatingCriterion, Step
from plans.steps import Decider, How, Refused, keep_record, one_step, words_for


@dataclass(frozen=True)
class Figure:
    """The figure that moved: what it counts, from what, to what, by what source. All empty: none was given."""

    what: str = ""
    was: str = ""
    now: str = ""
    source: str = ""


@dataclass(frozen=True)
class HelpNeeded:
    """Help that brings the action back, and who could give it."""

    what: str
    from_whom: str


def submit_update(
    action: Action,
    *,
    criterion: RatingCriterion | None,
    rationale: str,
    shows_it: str = "",
    figure: Figure | None = None,
    narrative: str = "",
    forecast_on: dt.date | None = None,
    brings_back: str = "",
    brings_back_by: dt.date | None = None,
    help_needed: HelpNeeded | None = None,
    work_has_begun: bool = False,
    **how: Unpack[How],
) -> Step:
    """Rate ``action`` by choosing a criterion, say why, and when it will finish.

    Red and Amber say what brings the action back and by when; help asked for goes on the board's list. The same reason
    as last time needs one new fact (``shows_it``). The first update that says so puts the action in progress; the
    first of all takes the place of the colour that a file brought.
    """
    figure = figure or Figure()
    with one_step(action, "submit_update", because=rationale, **how) as row:
        refuse_out_of_turn(row, "submit_update")
        refuse_for_a_stranger(row, how["by"], how["recorded_by"])
        criterion = _standing(row, criterion)
        _ask_why_anew(row, criterion, rationale, shows_it)
        _ask_what_brings_it_back(criterion, brings_back, brings_back_by)
        _ask_for_the_whole_figure(figure)
        _ask_for_the_whole_ask(criterion, help_needed)
        _refuse_odd_finish(row, forecast_on)
        update = ProgressUpdate(
            plan=row.plan,
            action=row,
            action_version=row.version + 1,
            round=round_of_update(row),
            submitted_at=clock.now(),
            by_words=words_for(how["by"], row),
            criterion=criterion,
            rating=criterion.rating,
            rationale=rationale.strip(),
            shows_it=shows_it.strip(),
            figure_what=figure.what.strip(),
            figure_from=figure.was.strip(),
            figure_to=figure.now.strip(),
            figure_source=figure.source.strip(),
            narrative=narrative.strip(),
            forecast_on=forecast_on,
            brings_back=brings_back.strip(),
            brings_back_by=brings_back_by,
        )
        keep_record(update, because=rationale, recorded_by=how["recorded_by"])
        if help_needed is not None:
            ask = Ask(
                plan=row.plan,
                action=row,
                action_version=row.version + 1,
                asked_on=clock.today(),
                asked_words=words_for(how["by"], row),
                help_needed=help_needed.what.strip(),
                from_whom=help_needed.from_whom.strip(),
            )
            keep_record(ask, because=rationale, recorded_by=how["recorded_by"])
        row.also_told |= _told(update, row.latest_update, help_needed)
        row.criterion, row.latest_update, row.forecast_on = criterion, update, forecast_on
        row.colour_in_file = ""
        if work_has_begun:
            row.status = Action.Status.IN_PROGRESS
    return row.last_step


def _told(
    update: ProgressUpdate, before: ProgressUpdate | None, help_needed: HelpNeeded | None
) -> dict[str, tuple[str, str]]:
    """What an update says beside rating, reason and expected finish, for its step: what was promised before, and now."""
    figure = f"{update.figure_what}: {update.figure_to} ({update.figure_source})" if update.figure_what else ""
    if update.figure_from:
        figure = f"{update.figure_what}, from {update.figure_from} to {update.figure_to} ({update.figure_source})"
    told = {
        "shows_it": ("", update.shows_it),
        "figure": ("", figure),
        "narrative": ("", update.narrative),
        "brings_back": (before.brings_back if before else "", update.brings_back),
        "brings_back_by": (_day(before.brings_back_by) if before else "", _day(update.brings_back_by)),
        "help_asked": ("", f"{help_needed.what.strip()} (of {help_needed.from_whom.strip()})" if help_needed else ""),
    }
    return {name: (was, now) for name, (was, now) in told.items() if was.split() != now.split()}


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def refuse_for_a_stranger(action: Action, decider: Decider, recorded_by: User) -> None:
    """What is recorded for another is recorded for the action's lead: the post, or the person who holds it."""
    holder = action.lead_post.holder_id
    if decider not in (recorded_by, action.lead_post) and not (isinstance(decider, User) and decider.pk == holder):
        raise Refused(f"This is reported by its lead, {action.lead_post}, or in your own name.", "whose")


def _standing(action: Action, criterion: RatingCriterion | None) -> RatingCriterion:
    """The chosen sentence, if it is one of this plan that may still be chosen."""
    if criterion is None:
        raise Refused("Choose the sentence that is true today.", "criterion")
    # Read again, under the lock: the form may have been opened before the sentence was retired.
    standing = RatingCriterion.objects.standing().filter(plan=action.plan_id, pk=criterion.pk).first()
    if standing is None:
        raise Refused("That sentence may no longer be chosen in this plan. Choose another.", "criterion")
    return standing


def _ask_why_anew(action: Action, criterion: RatingCriterion, rationale: str, shows_it: str) -> None:
    """Last time's words may stand where nothing changed, with one new fact beside them."""
    last = action.latest_update
    if last is None or rationale.split() != last.rationale.split():
        return
    if criterion.rating != last.rating:
        raise Refused(
            f"These are last time’s words, and they argued {last.get_rating_display()}. "
            f"Say why it is {criterion.get_rating_display()} now.",
            "rationale",
        )
    if not shows_it.strip():
        raise Refused("These are last time’s words. Add one new fact: what shows it now?", "shows_it")


def _ask_what_brings_it_back(criterion: RatingCriterion, brings_back: str, by_when: dt.date | None) -> None:
    if criterion.rating == Rating.GREEN:
        return
    if not brings_back.strip():
        raise Refused(f"{criterion.get_rating_display()} also says what brings the action back.", "brings_back")
    if by_when is None:
        raise Refused(f"{criterion.get_rating_display()} also says by when it is brought back.", "brings_back_by")
    if by_when < clock.today():
        raise Refused(f"{british(by_when)} has passed. Say by when it will be back.", "brings_back_by")


def _ask_for_the_whole_figure(figure: Figure) -> None:
    """A figure without its source, or without what it counts, shows nothing."""
    answers = (
        ("figure_what", figure.what, "Say what the figure counts, or leave all four boxes empty."),
        ("figure_to", figure.now, "Give the figure as it is now, or leave all four boxes empty."),
        ("figure_source", figure.source, "Say where the figure comes from, or leave all four boxes empty."),
    )
    if any((figure.what, figure.was, figure.now, figure.source)):
        for field, answer, missing in answers:
            if not answer.strip():
                raise Refused(missing, field)


def _ask_for_the_whole_ask(criterion: RatingCriterion, help_needed: HelpNeeded | None) -> None:
    if help_needed is None:
        return
    if criterion.rating == Rating.GREEN:
        raise Refused("Help is asked for with Amber or Red. Choose one of them, or answer “No”.", "help_needed")
    if not help_needed.what.strip():
        raise Refused("Say what help is needed.", "help_what")
    if not help_needed.from_whom.strip():
        raise Refused("Say who could give that help.", "help_from")


def _refuse_odd_finish(action: Action, forecast_on: dt.date | None) -> None:
    """Whoever expects to finish looks ahead: what is finished is reported complete."""
    if forecast_on and forecast_on < clock.today():
        raise Refused(
            f"{british(forecast_on)} has passed. Say when you now expect to finish; if it is done, report it complete.",
            "forecast_on",
        )
    if action.start_on and forecast_on and forecast_on < action.start_on:
        raise Refused(f"That day lies before the action’s start, {british(action.start_on)}.", "forecast_on")
