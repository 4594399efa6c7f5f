"""Finding what an address of a closing names, for the gate."""

from dataclasses import dataclass

from django.http import Http404

from objectives.models import StrategicObjective, Workstream
from plans.models import Plan
from scrutiny.closing import open_closing
from scrutiny.models import Closing, NamedOfficer


@dataclass(frozen=True)
class Accounting:
    """A part of the plan, and the closing in which it is accounted for."""

    plan: Plan
    closing: Closing
    thing: StrategicObjective | Workstream


def the_closing(plan: Plan) -> Closing:
    """The closing that goes on; 404 where none does."""
    closing = open_closing(plan)
    if closing is None:
        raise Http404("This plan is not being closed.")
    closing.plan = plan
    return closing


def the_closed(plan: Plan, closing: int) -> Closing:
    """A closing that was done, whether or not the plan was reopened since."""
    found = Closing.objects.filter(plan=plan, pk=closing, outcome=Closing.Outcome.CLOSED).first()
    if found is None:
        raise Http404("No closing of that number closed this plan.")
    found.plan = plan
    return found


def the_part(plan: Plan, kind: str, key: int) -> Accounting:
    thing: StrategicObjective | Workstream | None = None
    if kind == "objective":
        thing = StrategicObjective.objects.filter(plan=plan, pk=key).first()
    elif kind == "workstream":
        thing = Workstream.objects.filter(plan=plan, pk=key).first()
    if thing is None:
        raise Http404("No such part of this plan.")
    return Accounting(plan, the_closing(plan), thing)


def the_officer(plan: Plan, officer: int) -> NamedOfficer:
    found = (
        NamedOfficer.objects.filter(plan=plan, pk=officer, closing=the_closing(plan)).select_related("person").first()
    )
    if found is None:
        raise Http404("Nobody of that number was named to confirm this closing.")
    found.plan = plan
    return found
