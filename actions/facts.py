"""Dated facts: what puts delivery at risk since or from a day, what is done about it, and a hard end."""

import datetime as dt
from dataclasses import dataclass
from typing import Unpack

from actions.fuzzy_dates import said
from actions.lifecycle import refuse_out_of_turn
from actions.models import Action, DatedFact
from actions.updates import refuse_for_a_stranger
from people import clock
from people.models import british
from plans.models import Step
from plans.steps import How, Refused, keep_record, one_step, words_for


@dataclass(frozen=True)
class WayOut:
    """What is done about a fact: what, by whom, until when, and what if that fails."""

    done_about_it: str = ""
    done_by: str = ""
    until_on: dt.date | None = None
    until_words: str = ""
    fallback: str = ""


def note_fact(
    action: Action,
    *,
    kind: str,
    what: str,
    day: dt.date | None,
    day_words: str = "",
    raised_to: str = "",
    way_out: WayOut | None = None,
    because: str,
    **how: Unpack[How],
) -> Step:
    """Put down that funding ends, a post is lost, a body or a plan is waited on; or beyond which day it cannot go."""
    with one_step(action, "note_fact", right="dated_fact", because=because, **how) as row:
        _refuse_out_of_turn(row, "note_fact", how)
        if day is None:
            raise Refused("Say the day, or words that name one: “end of March 2016”.", "day")
        fact = DatedFact(
            plan=row.plan,
            action=row,
            action_version=row.version + 1,
            kind=kind,
            what=what.strip(),
            day=day,
            day_words=day_words,
            noted_on=clock.today(),
            noted_words=words_for(how["by"], row),
        )
        if kind == DatedFact.Kind.HARD_END and hard_end(row) is not None:
            raise Refused("This action has a hard end already. Say first that the other one is over.", "kind")
        _set_way_out(fact, raised_to, way_out or WayOut())
        row.also_told["fact"] = ("", _told(fact))
        keep_record(fact, because=because, recorded_by=how["recorded_by"])
    return row.last_step


def change_fact(fact: DatedFact, *, raised_to: str, way_out: WayOut, because: str, **how: Unpack[How]) -> Step:
    """Say anew what is done about it, by whom, until when, the fallback, and to whom it was raised."""
    with one_step(fact.action, "change_fact", right="dated_fact", because=because, **how) as row:
        fresh = _standing(fact, row, "change_fact", how)
        if fresh.kind == DatedFact.Kind.HARD_END:
            raise Refused("A hard end stands or is over: nothing is done about it.")
        before = _told(fresh)
        _set_way_out(fresh, raised_to, way_out)
        row.also_told["fact"] = (before, _told(fresh))
        if before == _told(fresh):
            raise Refused("Nothing is different.", "done_about_it")
        fresh.action_version = row.version + 1
        keep_record(fresh, because=because, recorded_by=how["recorded_by"])
    return row.last_step


def end_fact(fact: DatedFact, *, because: str, **how: Unpack[How]) -> Step:
    """Say that it is over, and why. It stays on the action."""
    with one_step(fact.action, "end_fact", right="dated_fact", because=because, **how) as row:
        fresh = _standing(fact, row, "end_fact", how)
        fresh.ended_on, fresh.ended_because = clock.today(), because.strip()
        fresh.action_version = row.version + 1
        row.also_told["fact"] = (_told(fresh), f"{fresh}: over")
        keep_record(fresh, because=because, recorded_by=how["recorded_by"])
    return row.last_step


def hard_end(action: Action) -> DatedFact | None:
    """The day beyond which the action cannot go, where one is known."""
    return DatedFact.objects.filter(action=action, kind=DatedFact.Kind.HARD_END).standing().first()


def refuse_beyond_hard_end(action: Action, to_on: dt.date) -> None:
    """No extension goes beyond a hard end."""
    end = hard_end(action)
    if end is not None and to_on > end.day:
        raise Refused(
            f"This action cannot go beyond {british(end.day)}: {end.what}. Choose an earlier date, or say first that this "
            "is over.",
            "to_on",
        )


def _standing(fact: DatedFact, action: Action, verb: str, how: How) -> DatedFact:
    _refuse_out_of_turn(action, verb, how)
    fresh = DatedFact.objects.get(pk=fact.pk, action=action)
    if fresh.ended_on is not None:
        raise Refused(f"This was over on {british(fresh.ended_on)}.")
    return fresh


def _set_way_out(fact: DatedFact, raised_to: str, way_out: WayOut) -> None:
    fact.raised_to = raised_to.strip()
    if fact.kind == DatedFact.Kind.HARD_END:
        return
    for name, answer, missing in (
        ("done_about_it", way_out.done_about_it, "Say what is being done about it."),
        ("done_by", way_out.done_by, "Say who does that."),
        ("until", said(way_out.until_words, way_out.until_on), "Say until when."),
        ("fallback", way_out.fallback, "Say what happens if that fails."),
    ):
        if not answer.strip():
            raise Refused(missing, name)
    fact.done_about_it, fact.done_by = way_out.done_about_it.strip(), way_out.done_by.strip()
    fact.until_on, fact.until_words = way_out.until_on, way_out.until_words
    fact.fallback = way_out.fallback.strip()


def _told(fact: DatedFact) -> str:
    """The fact in one line, for a step."""
    words = f"{fact}, {fact.day_said}"
    raised = f", raised to {fact.raised_to}" if fact.raised_to else ""
    way_out = f"; {fact.done_about_it} ({fact.done_by}, until {fact.until_said}); else {fact.fallback}"
    return f"{words}{raised}{way_out if fact.done_about_it else ''}"


def _refuse_out_of_turn(action: Action, verb: str, how: How) -> None:
    refuse_out_of_turn(action, verb)
    refuse_for_a_stranger(action, how["by"], how["recorded_by"])
