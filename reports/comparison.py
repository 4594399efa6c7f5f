"""What differs between two readings of a plan, and who said why: two versions, or a version and today.

Two documents are compared, so that whatever stands in both is compared with what members read then. Each difference is then
given the steps that made it. What is gone is a difference like any other: nothing leaves a plan unseen.
"""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from people.models import british
from people.rating import SHOWN, Rating, shown
from plans.telling import ToldStep
from reports.changes import BEYOND, Change, Kind, Place, Trace, in_order
from reports.compared_records import of_records
from reports.document import PlanDocument
from reports.entries import ActionEntry, ObjectiveEntry, ThemeEntry


def compare(before: PlanDocument, after: PlanDocument) -> list[Change]:
    """Every difference, by kind and then in the plan's order. Asks no query; without the steps of the record."""
    return in_order(
        [
            *_themes(before, after),
            *_objectives(before, after),
            *_actions(before, after),
            *_criteria(before, after),
        ]
    )


# --- what there is to compare -------------------------------------------------------------------------------


def _themes(before: PlanDocument, after: PlanDocument) -> Iterator[Change]:
    old, new = {one.key: one for one in before.themes}, {one.key: one for one in after.themes}
    for key in old.keys() | new.keys():
        was, now = old.get(key), new.get(key)
        one = now or was
        assert one is not None
        place = Place(
            "theme", key, (one.number,), f"Theme {one.number}", "", one.title, one.number, "",
            was.version if was else 0, now.version if now else BEYOND,
        )  # fmt: skip
        yield from _come_or_gone(place, was, now)
        if was and now:
            yield from _texts(place, ("Title", was.title, now.title, "title"))
            yield from _texts(place, ("Outcome", was.outcome, now.outcome, "outcome"))


def _objectives(before: PlanDocument, after: PlanDocument) -> Iterator[Change]:
    old, new = _of_themes(before), _of_themes(after)
    for key in old.keys() | new.keys():
        was, now = old.get(key), new.get(key)
        theme, order, one = now or was  # type: ignore[misc]
        place = Place(
            "strategicobjective", key, (theme.number, order), f"Objective {one.reference}", one.slug, one.wording,
            theme.number, one.accountable, was[2].version if was else 0, now[2].version if now else BEYOND,
        )  # fmt: skip
        yield from _come_or_gone(place, was, now)
        if was and now:
            first, last = was[2], now[2]
            yield from _texts(place, ("Wording", first.wording, last.wording, "wording"))
            for what, a, b, field in (
                ("Accountable", first.accountable, last.accountable, "accountable_post"),
                ("Responsible body", first.responsible_body, last.responsible_body, "responsible_body"),
            ):
                if a != b:
                    yield Change(Kind.REASSIGNED, place, what, a, b, Trace((field,)))


def _actions(before: PlanDocument, after: PlanDocument) -> Iterator[Change]:
    old, new = _of_objectives(before), _of_objectives(after)
    for key in old.keys() | new.keys():
        was, now = old.get(key), new.get(key)
        theme, order, one = now or was  # type: ignore[misc]
        place = Place(
            "action", key, (theme, *order), one.reference, one.slug, one.wording, theme, one.lead,
            was[2].version if was else 0, now[2].version if now else BEYOND,
        )  # fmt: skip
        if was and now:
            yield from _of_action(place, was[2], now[2])
        else:
            yield from _come_or_gone(place, was, now)


def _of_action(place: Place, was: ActionEntry, now: ActionEntry) -> Iterator[Change]:
    if now.is_gone and not was.is_gone:
        yield Change(Kind.GONE, place, "Where to", _status(was), where_to(now), Trace(("status",)))
    elif was.status != now.status:
        yield Change(Kind.STATUS, place, "Status", _status(was), _status(now), Trace(("status",)))
    yield from _texts(
        place,
        ("Wording", was.wording, now.wording, "wording"),
        ("Success criteria", "; ".join(was.success_criteria), "; ".join(now.success_criteria), "success_criteria"),
        ("Partners", "; ".join(was.partners), "; ".join(now.partners), "partners"),
    )
    no_longer_in_file = was.is_in_file and not (now.is_in_file or now.is_complete)
    if was.criterion != now.criterion or no_longer_in_file:
        yield Change(
            Kind.RERATED, place, "Rating", _rated(was), _rated(now), Trace(("criterion",)), was.rating, now.rating,
            note=_turn(was, now), steps=_at_the_table(was, now),
        )  # fmt: skip
    for what, a, b, days, fields in (
        ("Due date", was.due_said, now.due_said, (was.due_on, now.due_on), ("due_on", "due_words")),
        (
            "Original due date", was.original_due_said, now.original_due_said,
            (was.original_due_on, now.original_due_on), ("original_due_on", "original_due_words"),
        ),
        ("Start", was.start_said, now.start_said, (was.start_on, now.start_on), ("start_on", "start_words")),
        ("Expected finish", was.forecast_on, now.forecast_on, (was.forecast_on, now.forecast_on), ("forecast_on",)),
    ):  # fmt: skip
        if a != b:
            # What its lead expects is no date that moved: it stands behind those that did.
            rank = (1, 0) if what == "Expected finish" else (0, 0)
            yield Change(Kind.REDATED, place, what, _day(a), _day(b), Trace(fields), note=_moved_by(*days), rank=rank)
    if (was.lead, was.organisation) != (now.lead, now.organisation):
        yield Change(Kind.REASSIGNED, place, "Lead", _led(was), _led(now), Trace(("lead_post",)))
    yield from of_records(place, was, now)


def _at_the_table(was: ActionEntry, now: ActionEntry) -> tuple[ToldStep, ...]:
    """The verdict by which a body's rating counts in ``now``, where it was not in ``was`` yet, told like a step."""
    verdict = now.rated_at_the_table
    if verdict is None or verdict in was.verdicts:
        return ()
    at = timezone.make_aware(dt.datetime.combine(verdict.decided_on, dt.time(12)))
    told = ToldStep(
        words="", verb="re_rate", version=now.version, reference=now.reference, was_rating=None, now_rating=None, changes=[],
        by_words=verdict.decided_by, at=at, because=verdict.because, agreed_words="", recorded_words="", received_words="",
        minor=False, by_body=True, confirmed_words="",
    )  # fmt: skip
    return (told,)


def _criteria(before: PlanDocument, after: PlanDocument) -> Iterator[Change]:
    """Sentences of the key; they have no key of their own in a document, and their words never change."""
    old = {(one.rating, one.words) for one in before.key}
    new = {(one.rating, one.words) for one in after.key}
    for rating, words in sorted(old ^ new):
        place = Place("", 0, (0,), SHOWN[rating].word, "", words, 0, "", 0, 0)
        if (rating, words) in new:
            yield Change(Kind.ADDED, place, "Sentence of the key", "", words)
        else:
            yield Change(Kind.GONE, place, "Sentence of the key", words, "")


def _come_or_gone(place: Place, was: object, now: object) -> Iterator[Change]:
    if was is None:
        yield Change(Kind.ADDED, place, "", "", place.words)
    elif now is None:
        yield Change(Kind.GONE, place, "Where to", place.words, "taken out of the plan")


def _texts(place: Place, *texts: tuple[str, str, str, str]) -> Iterator[Change]:
    for what, was, now, field in texts:
        if was != now:
            yield Change(Kind.REWORDED, place, what, was, now, Trace((field,)))


def _of_themes(document: PlanDocument) -> dict[int, tuple[ThemeEntry, int, ObjectiveEntry]]:
    return {
        objective.key: (theme, order, objective)
        for theme in document.themes
        for order, objective in enumerate(theme.objectives)
    }


def _of_objectives(document: PlanDocument) -> dict[int, tuple[int, tuple[int, int], ActionEntry]]:
    return {
        action.key: (theme.number, (place, order), action)
        for theme in document.themes
        for place, objective in enumerate(theme.objectives)
        for order, action in enumerate(objective.actions)
    }


# --- in words ---------------------------------------------------------------------------------------------


def where_to(action: ActionEntry) -> str:
    """What became of an action that has left the plan."""
    if move := action.moved_to:
        return f"moved to {move.destination}{f', as {move.became}' if move.became else ''}"
    if action.superseded_by:
        return f"superseded by {', '.join(one.reference for one in action.superseded_by)}"
    standing = [one for one in action.withdrawals if one.reopened_on is None]
    if standing:
        return f"withdrawn; the risk is accepted by {standing[-1].accepted_by}"
    return action.status


def _status(action: ActionEntry) -> str:
    return where_to(action) if action.is_gone else action.status


def _rated(action: ActionEntry) -> str:
    word = shown(action.rating).word
    return f"{word}: {action.criterion}" if action.criterion else f"{word[:1].upper()}{word[1:]}"


def _led(action: ActionEntry) -> str:
    return f"{action.lead}, {action.organisation}"


def _day(value: dt.date | str | None) -> str:
    if not value:
        return "no date"
    return value if isinstance(value, str) else british(value)


_BETTER = [Rating.RED.value, Rating.AMBER.value, Rating.GREEN.value]


def _turn(was: ActionEntry, now: ActionEntry) -> str:
    """Better or worse, where both are ratings that were argued; and what the lead had said where a body rated otherwise."""
    said = []
    if was.rating in _BETTER and now.rating in _BETTER and was.rating != now.rating:
        said.append("better" if _BETTER.index(now.rating) > _BETTER.index(was.rating) else "worse")
    verdict = now.rated_at_the_table
    if verdict is not None and verdict.leads_rating != verdict.rating:
        words = [shown(rating).word.lower() for rating in (verdict.leads_rating, verdict.rating)]
        said.append(f"the lead said {words[0]}, the {verdict.decided_by} rated it {words[1]}")
    return " · ".join(said)


def _moved_by(was: dt.date | None, now: dt.date | None) -> str:
    """By how many days a date moved, where both are known."""
    days = (now - was).days if was and now else 0
    return f"{abs(days):,} day{'' if abs(days) == 1 else 's'} {'later' if days > 0 else 'earlier'}" if days else ""
