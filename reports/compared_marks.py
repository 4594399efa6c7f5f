"""What was withheld between two readings, and what was released: told to each reader as far as it is theirs to know."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from actions.models import Action
from people.models import british
from plans.models import Mark, Plan
from plans.withheld import Marks
from reports.changes import Change, Kind, Place
from reports.document import PlanDocument


def of_marks(plan: Plan, marks: Marks, since: dt.datetime, until: dt.datetime, after: PlanDocument) -> Iterator[Change]:
    """``since`` and ``until``: when the two readings were kept; ``after``: the later one, as this reader reads it.

    Of what is withheld the objective is named under which it lies, and nothing else; of what she reads all the same, or again,
    the action. No query on a plan that never had a mark.
    """
    if not getattr(plan, "any_mark", True):
        return
    withheld = [mark for mark in marks.withheld if since < mark.marked_at <= until]
    seen = [mark for mark in marks.seen if since < mark.marked_at <= until]
    lifted = list(Mark.objects.filter(plan=plan, marked_at__lte=since, lifted_at__gt=since, lifted_at__lte=until))
    objective_of = _objectives(after)
    under = dict(Action.objects.filter(pk__in=[mark.within for mark in withheld]).values_list("pk", "objective_id"))
    for mark in withheld:
        if place := objective_of.get(under.get(mark.within, 0)):
            yield _told(Kind.WITHHELD, place, "Withheld", "1 withheld")
    actions = _actions(after)
    for mark in seen:
        if place := actions.get(mark.within):
            kind = mark.get_kind_display().lower()
            yield _told(Kind.WITHHELD, place, "Marked", f"{mark.what}, {kind} since {_day(mark.marked_at)}")
    for mark in lifted:
        if place := actions.get(mark.within):
            yield _told(Kind.RELEASED, place, "Released", f"{mark.what}, since {_day(mark.lifted_at or until)}")


def _told(kind: Kind, place: Place, what: str, now: str) -> Change:
    return Change(kind, place, what, "", now)


def _day(at: dt.datetime) -> str:
    return british(timezone.localtime(at).date())


def _objectives(document: PlanDocument) -> dict[int, Place]:
    return {
        one.key: Place(
            "strategicobjective", one.key, (theme.number, order), f"Objective {one.reference}", one.slug, one.wording,
            theme.number, one.accountable, one.version, one.version,
        )
        for theme in document.themes
        for order, one in enumerate(theme.objectives)
    }  # fmt: skip


def _actions(document: PlanDocument) -> dict[int, Place]:
    return {
        one.key: Place(
            "action", one.key, (theme.number, place, order), one.reference, one.slug, one.wording, theme.number, one.lead,
            one.version, one.version,
        )
        for theme in document.themes
        for place, objective in enumerate(theme.objectives)
        for order, one in enumerate(objective.actions)
    }  # fmt: skip
