"""Where a version stands on the plan's route: who considered it and how, and where newer updates wait. One query."""

import datetime as dt
from dataclasses import dataclass, replace
from itertools import groupby

from people.models import Meeting, british
from plans.models import Plan, Round


@dataclass(frozen=True)
class OfRound:
    """One round of the plan and what each body made of it, in words. ``version`` and ``frozen_at``: None while it collects."""

    version: int | None
    status: str
    label: str
    frozen_at: dt.datetime | None
    ended_on: dt.date | None
    body_on: dt.date | None
    considered: tuple[str, ...]

    @property
    def words(self) -> str:
        """As where an update goes: the May 2016 round, which is considered on 19 April 2016."""
        return f"the {self.label} round" + (f", which is considered on {british(self.body_on)}" if self.body_on else "")


@dataclass(frozen=True)
class OnTheRoute:
    """``considered``: what each body made of the version, in words. ``waits``: where what is newer goes, and until when."""

    considered: tuple[str, ...] = ()
    is_issued: bool = True
    issued_on: dt.date | None = None
    waits: str = ""
    rounds: tuple[OfRound, ...] = ()  # those that were not given up, the first one first

    def round_of(self, version: int | None) -> OfRound | None:
        return next((one for one in self.rounds if version is not None and one.version == version), None)


def on_the_route(plan: Plan, number: int | None) -> OnTheRoute:
    """Of version ``number``, or of today's position where there is none."""
    rows = (
        Round.objects.filter(plan=plan)
        .exclude(status=Round.Status.GIVEN_UP)
        .order_by("number", "considerations__pk")
        .values_list(
            "number", "version_number", "status", "label", "frozen_at", "ended_on", "body_on",
            "considerations__body__name", "considerations__meeting__held_on", "considerations__meeting__how",
            "considerations__why_not",
        )
    )  # fmt: skip
    rounds = []
    for _, of_round in groupby(rows, key=lambda row: row[0]):
        said = list(of_round)
        rounds.append(OfRound(*said[0][1:7], tuple(_words(*row[7:]) for row in said if row[7])))
    running = [one for one in rounds if one.ended_on is None and (number is None or one.version != number)]
    found = OnTheRoute(waits=running[-1].words if running else "", rounds=tuple(rounds))
    of_it = found.round_of(number)
    if of_it is None:
        return found
    is_issued = of_it.status == Round.Status.ISSUED
    return replace(found, considered=of_it.considered, is_issued=is_issued, issued_on=of_it.ended_on)


def _words(body: str, held_on: dt.date | None, how: str | None, why_not: str) -> str:
    if held_on is None or how is None:
        return f"not considered by the {body}, because: {why_not}"
    manner = "" if how == Meeting.How.MEETING else f" ({Meeting.How(how).label.lower()})"
    return f"considered by the {body}, {british(held_on)}{manner}"
