"""A difference between two readings of a plan: what it is about, what it was and is, and the steps that made it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from django.db.models import Q

from plans.models import Plan, Step
from plans.telling import Reader, ToldStep, tell, told_to, value_words


class Kind(Enum):
    """In the order in which they are listed. The value stands in addresses, the label on pages and in papers.

    Small ones are many and say little each: a page folds them away behind one line.
    """

    GONE = "gone", "No longer there"
    REWORDED = "reworded", "Reworded"
    RERATED = "re-rated", "Re-rated"
    REDATED = "re-dated", "Re-dated"
    REASSIGNED = "reassigned", "Reassigned"
    STATUS = "status", "Status"
    ADDED = "added", "Added"
    WITHHELD = "withheld", "Withheld, or marked"
    RELEASED = "released", "Released"
    MISSED = "missed", "Milestones missed"
    HELP = "help", "Help asked for, and answers"
    MILESTONE = "milestone", "Milestones", True
    RISK = "risk", "What puts it at risk", True
    EVIDENCE = "evidence", "Evidence", True
    REPORTED = "reported", "Reported on, rating the same", True

    def __init__(self, slug: str, label: str, is_small: bool = False) -> None:
        self.slug, self.label, self.is_small = slug, label, is_small

    @property
    def is_of_records(self) -> bool:
        """Something was put down beside the action; no words of it were exchanged for others."""
        return self.is_small or self in (Kind.MISSED, Kind.HELP, Kind.WITHHELD, Kind.RELEASED)

    @property
    def heading(self) -> str:
        return f"{self.label}, and where to" if self is Kind.GONE else self.label


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


BEYOND = 2**31
# Of what a comparison tells, as its steps name it.
COMPARED = ("action", "strategicobjective", "theme", "ratingcriterion")


@dataclass(frozen=True)
class Trace:
    """By what the steps of one difference are known among those of its row: each that is said must be so, nothing takes all."""

    fields: tuple[str, ...] = ()  # one of these changed
    verbs: tuple[str, ...] = ()
    words: str = ""  # what it tells, or why, begins so

    def left_by(self, step: Step) -> bool:
        if self.verbs and step.verb not in self.verbs:
            return False
        if self.fields and all(step.now.get(name) == step.was.get(name) for name in self.fields):
            return False
        told = (step.because, *map(value_words, step.now.values()), *map(value_words, step.was.values()))
        return not self.words or any(text.startswith(self.words) for text in told)


EVERY_STEP = Trace()


@dataclass(frozen=True)
class Change:
    """One difference. ``steps`` are those that made it, oldest first; a rating that is None was not touched.

    ``note`` is what a reader would else work out: worse, 153 days later. ``rank`` comes before the plan's order in its kind.
    ``compare`` alone leaves among the steps what the later document itself tells: a rating at the table.
    """

    kind: Kind
    place: Place
    what: str
    was: str
    now: str
    trace: Trace = EVERY_STEP
    was_rating: str | None = None
    now_rating: str | None = None
    note: str = ""
    rank: tuple[int, int] = (0, 0)
    steps: tuple[ToldStep, ...] = ()

    @property
    def came_by_itself(self) -> bool:
        """A day passed, or a mark was set of which no more is told: there is no reason to look for."""
        return self.kind in (Kind.MISSED, Kind.WITHHELD, Kind.RELEASED)

    @property
    def marked(self) -> "Marked":
        pieces = marked(self.was, self.now)
        return Marked(
            [(tag == "gone", words) for tag, words in pieces if tag != "come"],
            [(tag == "come", words) for tag, words in pieces if tag != "gone"],
        )


class Marked(NamedTuple):
    """The earlier and the later text in pieces: ``(whether these words went, or came; the words)``."""

    was: list[tuple[bool, str]]
    now: list[tuple[bool, str]]


def in_order(changes: Iterable[Change]) -> list[Change]:
    """By kind, and then in the plan's order."""
    kinds = {kind: number for number, kind in enumerate(Kind)}
    return sorted(changes, key=lambda change: (kinds[change.kind], change.rank, change.place.order))


def by_kind(changes: Iterable[Change]) -> list[tuple[Kind, list[Change]]]:
    """``[(kind, its changes)]`` of those kinds that there are."""
    return [(kind, list(of_kind)) for kind, of_kind in groupby(changes, key=lambda change: change.kind)]


def with_reasons(
    plan: Plan, changes: list[Change], reader: Reader, telling: Callable[[Step], ToldStep] = tell
) -> list[Change]:
    """The same with the steps that made each: who, when, because, at which meeting. One query.

    Of steps those that ``reader`` may be told, as ``telling`` tells them.
    """
    first = {(change.place.of, change.place.key): change.place.first for change in changes}
    steps = Step.objects.filter(plan=plan, kind__in={of for of, _ in first}, key__in={key for _, key in first})
    # What is in both readings had all its earlier steps before the earlier one: they are not fetched.
    new = {key for (_, key), version in first.items() if not version}
    earliest = min((version for version in first.values() if version), default=0)
    steps = steps.filter(Q(version__gt=earliest) | Q(key__in=new))
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
                    if change.place.first < step.version <= change.place.last and change.trace.left_by(step)
                ),
            ),
        )
        if not change.came_by_itself
        else change
        for change in changes
    ]


def _with_the_tables(change: Change, steps: tuple[ToldStep, ...]) -> tuple[ToldStep, ...]:
    """What a body said of a frozen version came after the steps that the version holds; the version itself tells it."""
    return steps if any(step.verb == "re_rate" for step in steps) else (*steps, *change.steps)


# How much of two texts is the same words where one is read as the other reworded.
ALIKE = 0.4


def marked(was: str, now: str) -> list[tuple[str, str]]:
    """Which words of a text went and which came; the rest is the same: ``("same" | "gone" | "come", words)`` in order."""
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
