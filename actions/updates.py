"""Submitting a progress update: the rating and the case for it."""

import datetime as dt
from dataclasses import dataclass
from typing import Unpack

from actions.models import Action, Ask, ProgressUpdate
from people import clock
from people.rating import Rating
from plans.models import RatingCriterion, Step
from plans.steps import How, Refused, keep_record, one_step, words_for


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

    Red and Amber say what brings the action back and by when; help asked for goes on the board's list. The same reason as
    last time needs one new fact (``shows_it``). The first update that says so puts the action in progress.
    """
    figure = figure or Figure()
    with one_step(action, "submit_update", because=rationale, **how) as row:
        refuse_in_draft(row)
        criterion = _standing(row, criterion)
        _ask_for_one_new_fact(row, rationale, shows_it)
        _ask_what_brings_it_back(criterion, brings_back, brings_back_by)
        if row.start_on and forecast_on and forecast_on < row.start_on:
            raise Refused("The expected finish lies before the action’s start.", "forecast_on")
        update = ProgressUpdate(
            plan=row.plan,
            action=row,
            action_version=row.version + 1,
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
                asked_version=row.version + 1,
                asked_on=clock.today(),
                help_needed=help_needed.what.strip(),
                from_whom=help_needed.from_whom.strip(),
            )
            keep_record(ask, because=rationale, recorded_by=how["recorded_by"])
        row.criterion, row.latest_update, row.forecast_on = criterion, update, forecast_on
        if work_has_begun:
            row.status = Action.Status.IN_PROGRESS
    return row.last_step


def refuse_in_draft(action: Action) -> None:
    """What reports on work waits until the plan is in force."""
    if not action.plan.in_force:
        raise Refused("This plan is still a draft. Put it in force first; then its actions are reported on.")


def _standing(action: Action, criterion: RatingCriterion | None) -> RatingCriterion:
    """The chosen sentence, if it is one of this plan that may still be chosen."""
    if criterion is None:
        raise Refused("Choose the sentence that is true today.", "criterion")
    if criterion.plan_id != action.plan_id or criterion.retired_on is not None:
        raise Refused("That sentence may no longer be chosen in this plan. Choose another.", "criterion")
    return criterion


def _ask_for_one_new_fact(action: Action, rationale: str, shows_it: str) -> None:
    last = action.latest_update
    if last is not None and rationale.split() == last.rationale.split() and not shows_it.strip():
        raise Refused("These are last time’s words. Add one new fact: what shows it now?", "shows_it")


def _ask_what_brings_it_back(criterion: RatingCriterion, brings_back: str, by_when: dt.date | None) -> None:
    if criterion.rating == Rating.GREEN:
        return
    if not brings_back.strip():
        raise Refused(f"{criterion.get_rating_display()} also says what brings the action back.", "brings_back")
    if by_when is None:
        raise Refused(f"{criterion.get_rating_display()} also says by when it is brought back.", "brings_back_by")
