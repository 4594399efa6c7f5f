"""What differs between two readings of a plan, and who said why: two versions, or a version and today.

Two documents are compared, so that whatever stands in both is compared with what members read then. Each difference is then
given the steps that made it. What is gone is a difference like any other: nothing leaves a plan unseen.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby

from django.utils import timezone

from people.models import british
from people.rating import SHOWN, shown
from plans.models import Plan, Step
from plans.telling import Reader, ToldStep, tell, told_to
from reports.document import PlanDocument
from reports.entries import ActionEntry, ObjectiveEntry, ThemeEntry


class Kind(Enum):
    """In the order in which they are listed. The value stands in addresses, the label on pages."""

    ADDED = "added", "Added"
    GONE = "gone", "No longer there"
    REWORDED = "reworded", "Reworded"
    RERATED = "re-rated", "Re-rated"
    REDATED = "re-dated", "Re-dated"
    REASSIGNED = "reassigned", "Reassigned"
    STATUS = "status", "Status"

    def __init__(self, slug: str, label: str) -> None:
        self.slug, self.label = slug, label


@dataclass(frozen=True)
class Place:
    """What a difference is about, and where it stands: the plan's order, its theme, who leads it."""

    of: str  # the kind of its steps: "action", "strategicobjective", "theme", "ratingcriterion"
    key: int
    order: tuple[int, ...]
    reference: str
    slug: str  # of an action's or an objective's page; empty where there is none
    words: str
    theme: int
    lead: str
    first: int  # its version in the earlier document, 0 where it was not in it
    last: int  # its version in the later one, or a number beyond all where it is not in that


@dataclass(frozen=True)
class Change:
    """One difference. ``steps`` are those that made it, oldest first; a rating that is None was not touched.

    ``compare`` alone leaves there what the later document itself tells: a rating at the table.
    """

    kind: Kind
    place: Place
    what: str
    was: str
    now: str
    fields: tuple[str, ...]  # of the row, by which its steps are known; empty where every step counts
    was_rating: str | None = None
    now_rating: str | None = None
    steps: tuple[ToldStep, ...] = ()

    @property
    def marked(self) -> list[tuple[str, str]]:
        """The words of both, in order: ``("same" | "gone" | "come", words)``."""
        return marked(self.was, self.now)


BEYOND = 2**31
# How much of two texts is the same words where one is read as the other reworded.
ALIKE = 0.4


def compare(before: PlanDocument, after: PlanDocument) -> list[Change]:
    """Every difference, by kind and then in the plan's order. Asks no query; without the steps of the record."""
    found = [
        *_themes(before, after),
        *_objectives(before, after),
        *_actions(before, after),
        *_criteria(before, after),
    ]
    kinds = list(Kind)
    return sorted(found, key=lambda change: (kinds.index(change.kind), change.place.order))


def with_reasons(
    plan: Plan, changes: list[Change], reader: Reader, telling: Callable[[Step], ToldStep] = tell
) -> list[Change]:
    """The same with the steps that made each: who, when, because, at which meeting. One query.

    Of steps those that ``reader`` may be told, as ``telling`` tells them.
    """
    rows = {(change.place.of, change.place.key) for change in changes}
    steps = Step.objects.filter(plan=plan, kind__in={of for of, _ in rows}, key__in={key for _, key in rows})
    found: dict[tuple[str, int], list[Step]] = {}
    for step in told_to(reader, steps.order_by("pk")):
        found.setdefault((step.kind, step.key), []).append(step)
    return [
        replace(
            change,
            steps=_with_the_tables(
                change,
                tuple(
                    telling(step)
                    for step in found.get((change.place.of, change.place.key), ())
                    if change.place.first < step.version <= change.place.last
                    and (not change.fields or any(step.now.get(name) != step.was.get(name) for name in change.fields))
                ),
            ),
        )
        for change in changes
    ]


def _with_the_tables(change: Change, steps: tuple[ToldStep, ...]) -> tuple[ToldStep, ...]:
    """What a body said of a frozen version came after the steps that the version holds; the version itself tells it."""
    return steps if any(step.verb == "re_rate" for step in steps) else (*steps, *change.steps)


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


def marked(was: str, now: str) -> list[tuple[str, str]]:
    """Which words of a text went and which came; the rest is the same."""
    old, new = was.split(), now.split()
    told: list[tuple[str, str]] = []
    words = SequenceMatcher(None, old, new, autojunk=False)
    if words.ratio() < ALIKE:  # a text of its own, in which the odd "the" stayed
        return [(tag, text) for tag, text in (("gone", was), ("come", now)) if text]
    for tag, a, b, c, d in words.get_opcodes():
        if tag == "equal":
            told.append(("same", " ".join(old[a:b])))
            continue
        if a < b:
            told.append(("gone", " ".join(old[a:b])))
        if c < d:
            told.append(("come", " ".join(new[c:d])))
    return told


def by_kind(changes: Iterable[Change]) -> list[tuple[Kind, list[Change]]]:
    """``[(kind, its changes)]`` of those kinds that there are."""
    return [(kind, list(of_kind)) for kind, of_kind in groupby(changes, key=lambda change: change.kind)]


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
                    yield Change(Kind.REASSIGNED, place, what, a, b, (field,))


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
        yield Change(Kind.GONE, place, "Where to", _status(was), where_to(now), ("status",))
    elif was.status != now.status:
        yield Change(Kind.STATUS, place, "Status", _status(was), _status(now), ("status",))
    yield from _texts(
        place,
        ("Wording", was.wording, now.wording, "wording"),
        ("Success criteria", "; ".join(was.success_criteria), "; ".join(now.success_criteria), "success_criteria"),
        ("Partners", "; ".join(was.partners), "; ".join(now.partners), "partners"),
    )
    no_longer_in_file = was.is_in_file and not (now.is_in_file or now.is_complete)
    if was.criterion != now.criterion or no_longer_in_file:
        yield Change(
            Kind.RERATED, place, "Rating", _rated(was), _rated(now), ("criterion",), was.rating, now.rating,
            _at_the_table(was, now),
        )  # fmt: skip
    for what, a, b, fields in (
        ("Due date", was.due_said, now.due_said, ("due_on", "due_words")),
        ("Original due date", was.original_due_said, now.original_due_said, ("original_due_on", "original_due_words")),
        ("Start", was.start_said, now.start_said, ("start_on", "start_words")),
        ("Expected finish", was.forecast_on, now.forecast_on, ("forecast_on",)),
    ):
        if a != b:
            yield Change(Kind.REDATED, place, what, _day(a), _day(b), fields)
    if (was.lead, was.organisation) != (now.lead, now.organisation):
        yield Change(Kind.REASSIGNED, place, "Lead", _led(was), _led(now), ("lead_post",))


def _criteria(before: PlanDocument, after: PlanDocument) -> Iterator[Change]:
    """Sentences of the key; they have no key of their own in a document, and their words never change."""
    old = {(one.rating, one.words) for one in before.key}
    new = {(one.rating, one.words) for one in after.key}
    for rating, words in sorted(old ^ new):
        place = Place("", 0, (0,), SHOWN[rating].word, "", words, 0, "", 0, 0)
        if (rating, words) in new:
            yield Change(Kind.ADDED, place, "Sentence of the key", "", words, ())
        else:
            yield Change(Kind.GONE, place, "Sentence of the key", words, "", ())


def _come_or_gone(place: Place, was: object, now: object) -> Iterator[Change]:
    if was is None:
        yield Change(Kind.ADDED, place, "", "", place.words, ())
    elif now is None:
        yield Change(Kind.GONE, place, "Where to", place.words, "taken out of the plan", ())


def _texts(place: Place, *texts: tuple[str, str, str, str]) -> Iterator[Change]:
    for what, was, now, field in texts:
        if was != now:
            yield Change(Kind.REWORDED, place, what, was, now, (field,))


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
