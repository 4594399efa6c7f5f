"""Rounds: the route and rhythm of a plan, and a round from the day it opens to the day it is put before its body.

Who owes a return is worked out by ``actions.returns``; freezing, considering and issuing are verbs of ``reports.versions``.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Unpack

from people import clock
from people.forms import can_be_seen
from people.models import GovernanceBody, british
from people.working_days import working_days_before
from plans.models import Plan, Round, RouteStop, Step
from plans.steps import How, Refused, one_step, together

# Working days between one date of a round and the next, counted back from the day on which members meet. Five clear days for
# an agenda are the law's; the others are what secretaries of boards count with, and each plan manager changes them freely.
CLEAR_DAYS_OF_AN_AGENDA = 6
PAPER_BEFORE_AGENDA = 2
BODY_BEFORE_PAPER = 3
RETURNS_BEFORE_BODY = 5


@dataclass(frozen=True)
class RoundDates:
    """The days of a round, in the order in which they come; those that are not planned are None."""

    returns_due_on: dt.date
    body_on: dt.date | None = None
    paper_due_on: dt.date | None = None
    agenda_out_on: dt.date | None = None
    members_meet_on: dt.date | None = None


WORDS = {
    "returns_due_on": "Returns due",
    "body_on": "The body considers them",
    "paper_due_on": "Paper due",
    "agenda_out_on": "Agenda out",
    "members_meet_on": "Members meet",
}


def planned_backwards(members_meet_on: dt.date) -> RoundDates:
    """The days of a round that ends on the day on which members meet, each a working day."""
    agenda_out_on = working_days_before(members_meet_on, CLEAR_DAYS_OF_AN_AGENDA)
    paper_due_on = working_days_before(agenda_out_on, PAPER_BEFORE_AGENDA)
    body_on = working_days_before(paper_due_on, BODY_BEFORE_PAPER)
    returns_due_on = working_days_before(body_on, RETURNS_BEFORE_BODY)
    return RoundDates(returns_due_on, body_on, paper_due_on, agenda_out_on, members_meet_on)


@dataclass(frozen=True)
class Correction:
    """Which issued version a later one puts right, and what was wrong in it. Where one is not said it is asked for."""

    version: int | None
    wrong: str


def running_round(plan: Plan) -> Round | None:
    """The round that is opened, and neither issued nor given up."""
    return Round.objects.running().filter(plan=plan).first()


def collecting_round(plan: Plan) -> Round | None:
    """The round for which returns are sent now."""
    return Round.objects.collecting().filter(plan=plan).first()


def route_of(plan: Plan) -> list[GovernanceBody]:
    """The bodies that consider a round before members read it, in their order."""
    return [stop.body for stop in RouteStop.objects.standing().filter(plan=plan).select_related("body")]


def body_whose_turn(round_: Round) -> GovernanceBody | None:
    """The next body of the route that has said nothing yet."""
    if round_.status != Round.Status.BEFORE_THE_BODY:
        return None
    said = set(round_.considerations.values_list("body", flat=True))
    return next((body for body in route_of(round_.plan) if body.pk not in said), None)


# --- verbs ---------------------------------------------------------------------------------------


def set_route(
    plan: Plan, *, bodies: list[GovernanceBody], rhythm: int | None, because: str, **how: Unpack[How]
) -> Step:
    """Say which bodies consider a round, in which order, and how often a round is opened (``rhythm``, in months).

    Who agreed that, and each change of it, is told with its reason. While a round is before its bodies the route stays.
    """
    seen = how.get("version_seen")
    with together(plan, how=how) as circumstances:
        first: How = {**circumstances(), "version_seen": seen}
        with one_step(plan, "set_route", right="rounds", because=because, **first) as row:
            running = running_round(row)
            if running is not None and not running.is_collecting:
                raise Refused(f"The {running} is before its bodies. Change the route once it is issued or given up.")
            if len(set(bodies)) < len(bodies):
                raise Refused("A body stands on the route once.", "bodies")
            before = route_of(row)
            if before == bodies and row.rhythm == rhythm:
                raise Refused("Route and rhythm are what they were.", "bodies")
            if before != bodies:
                row.also_told["route"] = (_told(before), _told(bodies))
            row.rhythm = rhythm
        _lay_stops(row, bodies, because, circumstances)
    return row.last_step


def open_round(
    plan: Plan, *, label: str, dates: RoundDates, because: str, corrects: Correction | None = None, **how: Unpack[How]
) -> Round:
    """Open a round: from now on each post with actions under way owes a return. Its version may correct an earlier one."""
    number = Round.objects.filter(plan=plan).count() + 1
    opened = Round(plan=plan, number=number, label=label.strip(), opened_on=clock.today(), **vars_of(dates))
    if corrects is not None:
        opened.corrects, opened.corrects_words = corrects.version, corrects.wrong.strip()
    with one_step(opened, "open_round", right="rounds", because=because, **how) as row:
        if not row.plan.in_force:
            raise Refused("Only a plan in force has rounds.")
        if running := running_round(row.plan):
            raise Refused(f"The {running} is running. Issue it or give it up first.")
        if Round.objects.filter(plan=row.plan, label__iexact=row.label).exists():
            raise Refused("Another round has that name: members would not know which is meant.", "label")
        if dates.returns_due_on < clock.today():
            raise Refused(f"{british(dates.returns_due_on)} has passed.", "returns_due_on")
        _refuse_odd_order(dates)
        if corrects is not None:
            refuse_false_correction(row.plan, corrects)
    return row


def change_round(round_: Round, *, dates: RoundDates, because: str, **how: Unpack[How]) -> Step:
    """Give a round other days. What was planned before stays told."""
    with one_step(round_, "change_round", right="rounds", because=because, **how) as row:
        _refuse_over(row)
        if vars_of(dates) == {name: getattr(row, name) for name in WORDS}:
            raise Refused("These are the days it has.", "returns_due_on")
        if dates.returns_due_on != row.returns_due_on and not row.is_collecting:
            raise Refused("Its returns are collected: that day stays.", "returns_due_on")
        if dates.returns_due_on < row.opened_on:
            raise Refused(f"The round was opened on {british(row.opened_on)}.", "returns_due_on")
        _refuse_odd_order(dates)
        for name, day in vars_of(dates).items():
            setattr(row, name, day)
    return row.last_step


def give_up_round(round_: Round, *, because: str, **how: Unpack[How]) -> Step:
    """End a round that members will not read. What was reported stays with its actions; a version that was frozen is kept,
    and its number is not given again."""
    with one_step(round_, "give_up_round", right="rounds", because=because, **how) as row:
        _refuse_over(row)
        row.status, row.ended_on = Round.Status.GIVEN_UP, clock.today()
    return row.last_step


# --- what they ask ---------------------------------------------------------------------------------


def was_issued(plan: Plan, number: int) -> bool:
    """Whether members were given the version of this number: not what lies before a body, nor what was given up."""
    rounds = Round.objects.filter(plan=plan, version_number=number)
    return 1 <= number <= (plan.issued_version or 0) and not rounds.exclude(status=Round.Status.ISSUED).exists()


def refuse_false_correction(plan: Plan, correction: Correction) -> None:
    """A correction names a version that members were given, and says what was wrong in it."""
    if correction.version is None:
        raise Refused("Say which version it corrects.", "corrects")
    if not was_issued(plan, correction.version):
        raise Refused(f"Version {correction.version} was not issued to members: it is corrected by nobody.", "corrects")
    if not can_be_seen(correction.wrong):
        raise Refused("Say what was wrong in it.", "corrects_words")


def vars_of(dates: RoundDates) -> dict[str, dt.date | None]:
    return {part.name: getattr(dates, part.name) for part in fields(dates)}


def _refuse_over(round_: Round) -> None:
    if not round_.is_running:
        raise Refused(f"This round is over: {round_.get_status_display().lower()}.")


def _refuse_odd_order(dates: RoundDates) -> None:
    """Each day that is planned comes after the ones before it, or on the same day."""
    for (earlier, one), (later, other) in _neighbours(vars_of(dates)):
        if other < one:
            raise Refused(
                f"“{WORDS[later]}” on {british(other)} lies before “{WORDS[earlier]}” on {british(one)}.", later
            )


def _neighbours(
    dates: Mapping[str, dt.date | None],
) -> Iterator[tuple[tuple[str, dt.date], tuple[str, dt.date]]]:
    planned = [(name, day) for name, day in dates.items() if day is not None]
    yield from pairwise(planned)


def _lay_stops(plan: Plan, bodies: list[GovernanceBody], because: str, circumstances: Callable[[], How]) -> None:
    """Stops that leave the route are ended, others get their place."""
    standing = {
        stop.body: stop for stop in RouteStop.objects.standing().filter(plan=plan).select_related("body", "plan")
    }
    for body, stop in standing.items():
        if body not in bodies:
            with one_step(stop, "leave_route", right="rounds", because=because, **circumstances()) as left:
                left.until_on = clock.today()
    for position, body in enumerate(bodies, start=1):
        stop = standing.get(body) or RouteStop(plan=plan, body=body, position=0, from_on=clock.today())
        if stop.position != position:
            verb = "move_on_route" if stop.pk else "join_route"
            with one_step(stop, verb, right="rounds", because=because, **circumstances()) as placed:
                placed.position = position


def _told(bodies: list[GovernanceBody]) -> str:
    return ", then ".join(body.name for body in bodies) or "no body"
