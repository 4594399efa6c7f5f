"""What this reader reads: today's position, the latest issued version, or one version by its number."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ClassVar

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.urls import reverse

from actions.withheld import Withheld
from people import clock
from people.models import Membership
from plans.gate import PlanRequest, View, right
from plans.models import Plan, Role, Round, RouteStop
from plans.pages import plan_page
from plans.rights import BY_VERB
from reports.document import PlanDocument, build
from reports.models import KeptDocument
from reports.newer import Newer, newer_of
from reports.on_the_route import OnTheRoute, on_the_route
from reports.versions import opened
from reports.visible import visible_to, withheld_by


@dataclass(frozen=True)
class Reading:
    """A document and where it stands: ``kept`` and ``newer`` say so for the line at the top of every page."""

    plan: Plan
    document: PlanDocument
    kept: KeptDocument | None  # the version read; for today's position the latest one that members read
    is_today: bool
    by_number: bool  # the address names the version
    route: OnTheRoute  # who considered what is read, and where newer updates wait
    withheld: Withheld  # what of it this reader may not read
    newer: Newer  # what no version that members read holds, and what changed since the reader last looked
    corrected_by: tuple[KeptDocument, ...] = ()  # issued versions that say what was wrong in the one read

    # A version that was issued once is there for every reader.
    corrects_readable: ClassVar[bool] = True

    @property
    def kept_at(self) -> dt.datetime:
        """When the version was frozen; now, for today's position."""
        return clock.now() if self.is_today or self.kept is None else self.kept.kept_at

    def address(self, page: str, *parts: object) -> str:
        """The address of another page of this same reading."""
        if self.by_number:
            return reverse(f"reports:version-{page}", args=[self.plan.slug, self.document.number, *parts])
        return reverse(f"reports:{page}", args=[self.plan.slug, *parts])


def show(request: PlanRequest, template: str, reading: Reading, context: dict[str, Any]) -> HttpResponse:
    """A reading page with ``base``, the address of this reading's dashboard, from which all its links go out."""
    frame = {"reading": reading, "base": reading.address("dashboard"), "called": reading.document.short_title}
    return plan_page(request, template, {**frame, **context})


def reads_today(roles: frozenset[Role]) -> bool:
    return bool(roles & BY_VERB["read_today"].roles.keys())


def reading_of(
    request: PlanRequest, version: int | None = None, *, only: dict[str, Any] | None = None
) -> Reading | None:
    """What the reader reads at this address; None where nothing is issued yet. 404 for a version that is not there.

    Today's position costs the builder's queries and three more, a version three.
    """
    plan, roles = request.plan, request.roles
    kept, corrections = _version(request, version)
    withheld = withheld_by(request)
    if version is None and reads_today(roles):
        document = visible_to(build(plan, only=only), roles, withheld)
        return Reading(plan, document, kept, True, False, on_the_route(plan, None), withheld, _newer(request, withheld))
    if kept is None:
        if version is not None:
            raise Http404("No such version.")
        return None
    document = visible_to(opened(kept), roles, withheld)
    route = on_the_route(plan, kept.number)
    newer = _newer(request, withheld)
    return Reading(plan, document, kept, False, version is not None, route, withheld, newer, corrections)


def _version(request: PlanRequest, number: int | None) -> tuple[KeptDocument | None, tuple[KeptDocument, ...]]:
    """The version of this number, or the latest that members read, with the issued ones that correct it.

    No query where nothing was issued and none is asked for.
    """
    wanted = number if number is not None else request.plan.issued_version
    if wanted is None:
        return None, ()
    of_it = Q(number=wanted) | Q(corrects=wanted)
    found = list(KeptDocument.objects.lightly().editions().filter(of_it, plan=request.plan))
    kept = next((one for one in found if one.number == wanted), None)
    if kept is not None and not kept.is_issued and (number is None or not reads_frozen(request)):
        kept = None
    return kept, tuple(one for one in found if one.corrects == wanted and one.is_issued)


def reads_frozen(request: PlanRequest) -> bool:
    """Whether the reader reads a version from the moment it is put before a body: its members, and who reads today."""
    if reads_today(request.roles):
        return True
    stops = RouteStop.objects.standing().filter(
        plan=request.plan, plan__rounds__status__in=[Round.Status.BEFORE_THE_BODY, Round.Status.AGREED]
    )
    seats = Membership.objects.current(clock.today()).filter(person=request.user, capacity__in=Membership.SITTING)
    return seats.filter(body__on_routes__in=stops).exists()


def _newer(request: PlanRequest, withheld: Withheld) -> Newer:
    key = request.plan.pk
    return newer_of(request.user, {key: reads_today(request.roles)}, withheld.told)[key]


@dataclass(frozen=True)
class Place:
    """A plan, and the rest of the address of one of its reading pages."""

    plan: Plan
    address: dict[str, Any]

    @classmethod
    def named(cls, plan: Plan, **address: Any) -> "Place":
        return cls(plan, address)


def reading_page(only: Callable[..., dict[str, Any]] | None = None) -> Callable[[View], View]:
    """Decorator of a reading page: the gate, then ``view(request, reading, **address)``. *Nothing is issued yet* is a page.

    ``only(**address)`` narrows today's document to what the page shows.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @right("read_issued", of=Place.named, methods=("GET",))
        def page(request: PlanRequest, place: Place) -> HttpResponse:
            version = place.address.pop("version", None)
            reading = reading_of(request, version, only=only(**place.address) if only else None)
            if reading is None:
                return plan_page(request, "reports/nothing_issued.html")
            return view(request, reading, **place.address)

        return page

    return decorate
