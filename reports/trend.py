"""How ratings went from version to version: of a plan, of an objective, of one action.

Told by what was counted beside each kept text, so that no document is parsed. A reading of version n tells the versions up to
n and nothing later; today's position ends with today.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from django.urls import reverse

from people.rating import WORST_FIRST, counted_as, shown
from reports.document import counts_of, gone_of
from reports.entries import ActionEntry, ObjectiveEntry
from reports.models import KeptDocument
from reports.reading import Reading
from reports.visible import figures_seen

# One version alone is no trend.
FEWEST = 2
# As many columns as stand side by side; the table has every version.
DRAWN = 12

NOT_THERE_YET = "not in the plan yet"


@dataclass(frozen=True)
class Stand:
    """How the actions stood in one version, or stand today (``number`` is None). ``address``: the same page of that version."""

    number: int | None
    label: str
    as_on: dt.date
    address: str
    counts: dict[str, int]
    gone: int

    @property
    def name(self) -> str:
        return f"Version {self.number}" if self.number else "Today"

    @property
    def actions(self) -> int:
        return sum(self.counts.values())

    @property
    def in_words(self) -> str:
        told = ", ".join(f"{self.counts[one]} {shown(one).counted}" for one in WORST_FIRST if self.counts.get(one))
        name = f"{self.name}, {self.label}" if self.label else self.name
        return f"{name}: {told or 'no actions'}"


@dataclass(frozen=True)
class Trend:
    """The stands in order, oldest first."""

    stands: list[Stand]

    @property
    def drawn(self) -> list[Stand]:
        return self.stands[-DRAWN:]

    @property
    def ratings(self) -> list[str]:
        """Those that somebody had in any of them: the columns of the table."""
        return [rating for rating in WORST_FIRST if any(stand.counts.get(rating) for stand in self.stands)]

    @property
    def any_gone(self) -> bool:
        return any(stand.gone for stand in self.stands)

    @property
    def in_words(self) -> str:
        """What the drawing shows, for whoever does not see it."""
        return "; ".join(stand.in_words for stand in self.drawn)


@dataclass(frozen=True)
class RatedIn:
    """One action in one version, or today: its rating, or in ``instead`` why it had none to show."""

    number: int | None
    label: str
    as_on: dt.date
    address: str
    rating: str
    instead: str

    @property
    def name(self) -> str:
        return f"Version {self.number}" if self.number else "Today"


@dataclass(frozen=True)
class ActionTrend:
    """One action through the versions, oldest first."""

    stands: list[RatedIn]

    @property
    def drawn(self) -> list[RatedIn]:
        return self.stands[-DRAWN:]

    @property
    def held(self) -> str:
        """For how many versions in a row it has had the rating that it has now; empty where that is but one."""
        last = self.stands[-1]
        same = takewhile(lambda one: (one.rating, one.instead) == (last.rating, last.instead), reversed(self.stands))
        versions = sum(1 for one in same if one.number)
        if last.instead or versions < FEWEST:
            return ""
        word = shown(last.rating).word
        return f"{word[0].upper()}{word[1:]} for {versions} versions"


def trend_of_plan(reading: Reading) -> Trend | None:
    """All actions of the plan; None while there are fewer than two versions. One query."""
    document = reading.document
    stands = [
        Stand(kept.number, kept.label, kept.as_on, address, kept.counts, len(kept.gone))
        for kept, address in _versions(reading, "dashboard")
    ]
    return _trend(stands, reading, document.actions)


def trend_of_objective(reading: Reading, objective: ObjectiveEntry) -> Trend | None:
    """The actions of one objective; a reference never changes and nothing leaves a plan without a trace. One query."""
    references = [action.reference for action in objective.actions]
    stands = []
    for kept, address in _versions(reading, "objective", of=(objective.slug,)):
        there = {one: kept.ratings[one] for one in references if one in kept.ratings}
        here = [counted_as(rating) for reference, rating in there.items() if reference not in kept.gone]
        counts = {rating: here.count(rating) for rating in WORST_FIRST if rating in here}
        stands.append(
            Stand(
                kept.number,
                kept.label,
                kept.as_on,
                address if there else "",
                counts,
                len(there) - len(here),
            )
        )
    return _trend(stands, reading, objective.actions)


def trend_of_action(reading: Reading, action: ActionEntry) -> ActionTrend | None:
    """One action; None while there are fewer than two versions, or where none has it. One query."""
    stands = []
    for kept, address in _versions(reading, "action", of=(action.slug,)):
        rating = kept.ratings.get(action.reference)
        instead = NOT_THERE_YET if rating is None else kept.gone.get(action.reference, "")
        address = address if rating is not None else ""
        stands.append(RatedIn(kept.number, kept.label, kept.as_on, address, rating or "", instead))
    if len(stands) < FEWEST or all(stand.instead == NOT_THERE_YET for stand in stands):
        return None
    if reading.is_today:
        gone = action.status if action.is_gone else ""
        stands.append(RatedIn(None, "", reading.document.as_on, "", action.rating, gone))
    return ActionTrend(stands)


def _trend(stands: list[Stand], reading: Reading, actions: tuple[ActionEntry, ...] | list[ActionEntry]) -> Trend | None:
    if len(stands) < FEWEST:
        return None
    if reading.is_today:
        gone = sum(gone_of(actions).values())
        stands.append(Stand(None, "", reading.document.as_on, "", counts_of(actions), gone))
    return Trend(stands)


def _versions(reading: Reading, page: str, *, of: tuple[str, ...] = ()) -> Iterator[tuple[KeptDocument, str]]:
    """Every version up to the one read, with its figures for this reader and the address of this page in it, oldest first.

    No query where there are not two of them.
    """
    last = reading.document.number or reading.plan.issued_version or 0
    if last < FEWEST:
        return
    kept_ones = KeptDocument.objects.versions().filter(plan=reading.plan, number__lte=last).order_by("number")
    for kept in kept_ones.lightly():
        address = reverse(f"reports:version-{page}", args=[reading.plan.slug, kept.number, *of])
        yield figures_seen(kept, reading.withheld), address
