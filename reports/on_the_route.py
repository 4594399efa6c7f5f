"""Where a version stands on the plan's route: who considered it and how, and where newer updates wait. One query."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from people.models import Meeting, british
from plans.models import Plan, Round


@dataclass(frozen=True)
class OnTheRoute:
    """``considered``: what each body made of the version, in words. ``waits``: where what is newer goes, and until when."""

    considered: tuple[str, ...] = ()
    is_issued: bool = True
    issued_on: dt.date | None = None
    waits: str = ""


def on_the_route(plan: Plan, number: int | None) -> OnTheRoute:
    """Of version ``number``, or of today's position where there is none."""
    of_it = Q(version_number=number) if number is not None else Q(pk__in=[])
    rows = (
        Round.objects.filter(Q(ended_on__isnull=True) | of_it, plan=plan)
        .order_by("number", "considerations__pk")
        .values_list(
            "version_number", "status", "label", "ended_on", "body_on", "considerations__body__name",
            "considerations__meeting__held_on", "considerations__meeting__how", "considerations__why_not",
        )
    )  # fmt: skip
    considered, is_issued, issued_on, waits = [], True, None, ""
    for version, status, label, ended_on, body_on, body, held_on, how, why_not in rows:
        if version is not None and version == number:
            is_issued, issued_on = status == Round.Status.ISSUED, ended_on
            if body:
                considered.append(_words(body, held_on, how, why_not))
        elif ended_on is None:
            waits = f"the {label} round" + (f", which is considered on {british(body_on)}" if body_on else "")
    return OnTheRoute(tuple(considered), is_issued, issued_on, waits)


def _words(body: str, held_on: dt.date | None, how: str | None, why_not: str) -> str:
    if held_on is None or how is None:
        return f"not considered by the {body}, because: {why_not}"
    manner = "" if how == Meeting.How.MEETING else f" ({Meeting.How(how).label.lower()})"
    return f"considered by the {body}, {british(held_on)}{manner}"
