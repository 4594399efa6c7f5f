"""What is newer than the version that members read, and what changed since a person last looked.

One query, however many plans: pages of a plan and My work say the same.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from people.models import User
from plans.models import Plan, Step
from reports.changes import COMPARED
from reports.models import KeptDocument, Looked

# What a body made of an entry stands in the edition that was frozen after it; other decisions wait for the next version.
AT_THE_TABLE = ("return_update", "re_rate")
DECISIONS = (
    "sign_off", "return_report", "reopen", "grant_extension", "refuse_extension", "agree_move", "refuse_move", "supersede",
    "withdraw",
)  # fmt: skip


@dataclass(frozen=True)
class Newer:
    """``updates`` and ``decisions`` stand in no version that members read; ``changes`` came since the person last looked."""

    updates: int
    decisions: int
    looked_at: dt.datetime | None
    changes: int

    @property
    def number(self) -> int:
        return self.updates + self.decisions

    @property
    def words(self) -> str:
        """6 updates and 2 decisions."""
        return self._words("")

    @property
    def newer_words(self) -> str:
        """6 newer updates and 2 decisions."""
        return self._words("newer ")

    def _words(self, newer: str) -> str:
        counted = [(self.updates, "update"), (self.decisions, "decision")]
        told = [f"{number:,} {{}}{word}{'' if number == 1 else 's'}" for number, word in counted if number]
        return " and ".join(words.format("" if place else newer) for place, words in enumerate(told))


NOTHING = Newer(0, 0, None, 0)


def newer_of(person: User, plans: Mapping[int, bool], told: Q) -> dict[int, Newer]:
    """``plans``: the keys of those that she may read, and whether she reads today's position there. One query.

    Of steps those alone count that she may be ``told``.
    """
    issued = KeptDocument.objects.filter(plan=OuterRef("pk"), number=OuterRef("issued_version")).order_by("edition")
    looked = Looked.objects.filter(plan=OuterRef("pk"), person=person)
    marks = Plan.objects.filter(pk__in=plans).annotate(
        frozen_at=Subquery(issued.values("kept_at")[:1]),
        decided_at=Subquery(issued.reverse().values("kept_at")[:1]),
        looked_at=Subquery(looked.values("at")[:1]),
        read_at=Subquery(looked.values("kept__kept_at")[:1]),
    )
    steps = Step.objects.filter(told)
    compared = steps.filter(kind__in=COMPARED, at__gt=OuterRef("read_at"))
    rows = marks.annotate(
        _updates=_number(steps.filter(verb="submit_update", at__gt=OuterRef("frozen_at"))),
        _decisions=_number(steps.filter(verb__in=DECISIONS, at__gt=OuterRef("frozen_at"))),
        _verdicts=_number(steps.filter(verb__in=AT_THE_TABLE, at__gt=OuterRef("decided_at"))),
        _changed=_number(compared),
        _changed_in_version=_number(compared.filter(at__lte=OuterRef("decided_at"))),
    )
    found = rows.values_list(
        "pk", "looked_at", "_updates", "_decisions", "_verdicts", "_changed", "_changed_in_version"
    )  # fmt: skip
    return {
        plan: Newer(updates, decisions + verdicts, looked_at, changed if plans[plan] else in_version)
        for plan, looked_at, updates, decisions, verdicts, changed, in_version in found
    }


def _number(steps: "QuerySet[Step]") -> Any:
    """How many of these steps the plan of the outer query has."""
    of_plan = steps.filter(plan=OuterRef("pk")).order_by().values(of=F("plan")).annotate(number=Count("pk"))
    return Coalesce(Subquery(of_plan.values("number")), 0)
