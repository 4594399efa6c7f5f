"""The pages of a comparison: two readings chosen, what differs between them, and the same as a table."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef
from django.http import HttpResponse

from actions.withheld import Withheld
from people import clock
from people.models import GovernanceBody, Meeting, Membership, british
from plans.gate import PlanRequest, right
from plans.models import Plan, RouteStop
from plans.pages import plan_page
from plans.people_of_plan import bodies_named
from reports.comparison import Change, Kind, by_kind, compare, with_reasons
from reports.document import PlanDocument, build
from reports.handing_out import table
from reports.models import KeptDocument
from reports.reading import reads_frozen, reads_today, withheld_by
from reports.versions import opened
from reports.visible import visible_to

TODAY = "today"
COLUMNS = (
    "Kind", "Reference", "Theme", "Lead", "What it is", "What differs", "Was", "Now", "Who", "When", "Because", "Agreed at",
    "Recorded by",
)  # fmt: skip


@dataclass(frozen=True)
class Readings:
    """The readings that this person may compare, oldest first, and the two that were chosen; None where there are not two."""

    choices: list[tuple[str, str]]
    before: str
    after: str
    since: list["Since"]

    @property
    def words(self) -> tuple[str, str]:
        told = dict(self.choices)
        return told[self.before], told[self.after]


@dataclass(frozen=True)
class Since:
    """A body's last meeting, and the version that it could read before: papers go out ahead, and one of that day came after."""

    body: GovernanceBody
    met_on: dt.date
    version: int
    mine: bool

    @property
    def words(self) -> str:
        return f"{self.body} last met, {british(self.met_on)}"


@dataclass(frozen=True)
class Narrowed:
    """What of the comparison is shown; empty shows all."""

    kind: str = ""
    theme: str = ""
    lead: str = ""

    def of(self, changes: list[Change]) -> list[Change]:
        return [
            change
            for change in changes
            if self.kind in ("", change.kind.slug)
            and self.theme in ("", str(change.place.theme))
            and self.lead in ("", change.place.lead)
        ]


@right("read_issued", methods=("GET",))
def comparison(request: PlanRequest, plan: Plan) -> HttpResponse:
    """What changed between two versions, or between a version and today, with who and why."""
    readings = _readings(request)
    if readings is None:
        return plan_page(request, "reports/comparison.html", {"readings": None})
    changes, after = _changes(request, readings)
    narrowed = _narrowed(request)
    shown = narrowed.of(changes)
    context = {
        "readings": readings,
        "narrowed": narrowed,
        "groups": by_kind(with_reasons(request.plan, shown, withheld_by(request))),
        "number": len(shown),
        "of": len(changes),
        "counts": [(kind, len(of_kind)) for kind, of_kind in by_kind(changes)],
        "kinds": list(Kind),
        "themes": [(str(theme.number), f"{theme.number} {theme.title}") for theme in after.themes],
        "leads": sorted({change.place.lead for change in changes if change.place.lead}),
        "query": request.GET.urlencode(),
        "base": plan.get_absolute_url(),
    }
    return plan_page(request, "reports/comparison.html", context)


@right("export", methods=("GET",))
def comparison_csv(request: PlanRequest, plan: Plan) -> HttpResponse:
    """The same as a table: a row for each step that made a difference."""
    readings = _readings(request)
    changes = _narrowed(request).of(_changes(request, readings)[0]) if readings else []
    rows = [row for change in with_reasons(plan, changes, withheld_by(request)) for row in _rows(change)]
    return table(COLUMNS, rows, f"{plan.short_title} what changed")


def _rows(change: Change) -> list[tuple[str, ...]]:
    place = change.place
    said = (
        change.kind.label, place.reference, str(place.theme or ""), place.lead, place.words, change.what, change.was,
        change.now,
    )  # fmt: skip
    told = [
        (step.by_words, f"{step.at:%Y-%m-%d}", step.because, step.agreed_words, step.recorded_words)
        for step in change.steps
    ]
    return [(*said, *one) for one in told] or [(*said, "", "", "", "", "")]


def _readings(request: PlanRequest) -> Readings | None:
    """The two of the address; else the latest and the one before it. An earlier one always stands before a later one."""
    kept_ones = KeptDocument.objects.editions() if reads_frozen(request) else KeptDocument.objects.versions()
    versions = list(kept_ones.lightly().filter(plan=request.plan).order_by("number"))
    choices = [(str(kept.number), f"version {kept.number}, {kept.label}") for kept in versions]
    if reads_today(request.roles):
        choices.append((TODAY, "today"))
    if len(choices) < 2:
        return None
    values = [value for value, _ in choices]
    chosen = [request.GET.get(name, "") for name in ("from", "to")]
    after = chosen[1] if chosen[1] in values else values[-1]
    before = chosen[0] if chosen[0] in values else values[max(values.index(after) - 1, 0)]
    before, after = sorted((before, after), key=values.index)
    return Readings(choices, before, after, _since(request, versions))


def _since(request: PlanRequest, versions: list[KeptDocument]) -> list[Since]:
    """For each body of the plan that has met since it read a version: her own first. Three queries.

    A body of the route has read what lay before it; every other reads what was issued before the day on which it met.
    """
    bodies = {body.pk: body for body in bodies_named(request.plan)}
    seats = Membership.objects.current(clock.today()).filter(person=request.user, body__in=bodies)
    mine = set(seats.values_list("body", flat=True))
    held = Meeting.objects.filter(body__in=bodies, held_on__lte=clock.today())
    found = []
    stops = RouteStop.objects.standing().filter(plan=request.plan, body=OuterRef("body")).order_by()
    met = held.order_by().annotate(on_route=Exists(stops)).values_list("body", "on_route")
    for body, on_route, met_on in met.annotate(Max("held_on")):
        days = [(kept.number, kept.as_on if on_route else kept.issued_on) for kept in versions]
        read_then = [number for number, day in days if number and day < met_on]
        if read_then:
            found.append(Since(bodies[body], met_on, max(read_then), body in mine))
    return sorted(found, key=lambda since: (not since.mine, since.met_on, since.body.name))


def _narrowed(request: PlanRequest) -> Narrowed:
    return Narrowed(*(request.GET.get(name, "") for name in ("kind", "theme", "lead")))


def _changes(request: PlanRequest, readings: Readings) -> tuple[list[Change], PlanDocument]:
    withheld = withheld_by(request)
    before, after = (_document(request, value, withheld) for value in (readings.before, readings.after))
    return compare(before, after), after


def _document(request: PlanRequest, value: str, withheld: Withheld) -> PlanDocument:
    if value == TODAY:
        return visible_to(build(request.plan), request.roles, withheld)
    kept = KeptDocument.objects.editions().get(plan=request.plan, number=int(value))
    return visible_to(opened(kept), request.roles, withheld)
