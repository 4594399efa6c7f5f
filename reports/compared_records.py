"""What differs in the records of one action between two readings: milestones, help, what puts it at risk, evidence, updates.

A record is known by its key. One that is not in the later reading went along with a move, and the move says so.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from people.models import british
from reports.changes import Change, Kind, Place, Trace
from reports.entries import ActionEntry, AskEntry, EvidenceEntry, FactEntry, MilestoneEntry, UpdateEntry

# Behind every ask that still waits.
ANSWERED = (1, 0)

Record = TypeVar("Record", MilestoneEntry, AskEntry, FactEntry, EvidenceEntry)


def of_records(place: Place, was: ActionEntry, now: ActionEntry) -> Iterator[Change]:
    """Every difference in the records of an action that is in both readings."""
    yield from _milestones(place, was, now)
    yield from _asks(place, was, now)
    yield from _facts(place, was, now)
    yield from _evidence(place, was, now)
    yield from _updates(place, was, now)


def _milestones(place: Place, was: ActionEntry, now: ActionEntry) -> Iterator[Change]:
    missed_before = {one.key for one in was.milestones_missed}
    for one in now.milestones_missed:
        if one.key not in missed_before:
            yield Change(Kind.MISSED, place, "Milestone missed", "", f"{one.what}, due {one.due_said}")
    for before, one in _pairs(was.milestones, now.milestones):
        told = f"{one.what}, {one.due_said}"
        begins = f"{one.what}, "
        if before is None:
            yield _left_by("add_milestone", begins, Kind.MILESTONE, place, "Milestone set", "", told)
        elif before.due_said != one.due_said:
            earlier = f"{before.what}, {before.due_said}"
            what = "Milestone given another date"
            yield _left_by("redate_milestone", begins, Kind.MILESTONE, place, what, earlier, told)
        if one.reached_on and not (before and before.reached_on):
            reached = f"{one.what}, {british(one.reached_on)}"
            yield _left_by("reach_milestone", begins, Kind.MILESTONE, place, "Milestone reached", "", reached)
        if one.dropped_on and not (before and before.dropped_on):
            yield _left_by("drop_milestone", begins, Kind.MILESTONE, place, "Milestone dropped", told, "dropped")


def _asks(place: Place, was: ActionEntry, now: ActionEntry) -> Iterator[Change]:
    """The unanswered first, the oldest of them before all others."""
    for before, one in _pairs(was.asks, now.asks):
        needed = f"{one.help_needed} (of {one.from_whom})"
        waits = one in now.asks_open
        if before is None:
            asked = _left_by("submit_update", needed, Kind.HELP, place, "Help asked for", "", needed)
            since = f"unanswered since {british(one.asked_on)}" if waits else ""
            yield replace(asked, note=since, rank=(0, one.asked_on.toordinal()) if waits else ANSWERED)
        if one.answered_on and not (before and before.answered_on):
            answered = _left_by("answer_ask", one.answer, Kind.HELP, place, "Answered", needed, one.answer)
            yield replace(answered, rank=ANSWERED)


def _facts(place: Place, was: ActionEntry, now: ActionEntry) -> Iterator[Change]:
    for before, one in _pairs(was.facts, now.facts):
        begins = f"{one.kind_words}: {one.what}"
        words = f"{begins}, {one.when_words}"
        if before is None:
            yield _left_by("note_fact", begins, Kind.RISK, place, "Noted", "", words)
        elif _way_out(before) != _way_out(one):
            what = f"{begins}: what is done about it"
            yield _left_by("change_fact", begins, Kind.RISK, place, what, _way_out(before), _way_out(one))
        if one.ended_on and not (before and before.ended_on):
            over = f"over since {british(one.ended_on)}"
            yield _left_by("end_fact", begins, Kind.RISK, place, "Over", words, over)


def _way_out(fact: FactEntry) -> str:
    """What is done about it, by whom, until when, and what if that fails."""
    raised = f"raised to {fact.raised_to}" if fact.raised_to else ""
    done = f"{fact.done_about_it} ({fact.done_by}, until {fact.until_said}); else {fact.fallback}"
    return "; ".join(filter(None, (raised, done if fact.done_about_it else "")))


def _evidence(place: Place, was: ActionEntry, now: ActionEntry) -> Iterator[Change]:
    for before, one in _pairs(was.evidence, now.evidence):
        words = f"{one.what} ({one.kind_words.lower()})"
        if before is None:
            yield _left_by("add_evidence", words, Kind.EVIDENCE, place, "Evidence added", "", words)
        if one.withdrawn_on and not (before and before.withdrawn_on):
            yield _left_by("withdraw_evidence", words, Kind.EVIDENCE, place, "Evidence withdrawn", words, "withdrawn")


def _updates(place: Place, was: ActionEntry, now: ActionEntry) -> Iterator[Change]:
    """Reported on, and the rating stayed: what is said by its sentence is told as a rating."""
    before, update = was.update, now.update
    if update is None or was.criterion != now.criterion:
        return
    if before is None or not _is_same(before, update):
        yield Change(
            Kind.REPORTED, place, "Rating the same", "", update.shows_it, Trace(verbs=("submit_update",)),
            was_rating=was.rating, now_rating=now.rating,
        )  # fmt: skip


def _is_same(before: UpdateEntry, update: UpdateEntry) -> bool:
    """Texts of an early schema do not know the key of an update; the moment of its sending they do."""
    known = before.key and update.key
    return before.key == update.key if known else before.submitted_at == update.submitted_at


def _left_by(verb: str, begins: str, kind: Kind, place: Place, what: str, was: str, now: str) -> Change:
    """A difference that steps of ``verb`` made which tell what ``begins`` so."""
    return Change(kind, place, what, was, now, Trace(verbs=(verb,), words=begins))


def _pairs(was: tuple[Record, ...], now: tuple[Record, ...]) -> Iterator[tuple[Record | None, Record]]:
    """Of each record that differs: what it was, None where it was not there, and what it is."""
    if was == now:
        return
    earlier = {one.key: one for one in was}
    for one in now:
        before = earlier.get(one.key)
        if before != one:
            yield before, one
