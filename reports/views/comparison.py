"""The pages of a comparison: two readings chosen, what differs between them, and the same as a table."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Exists, Max, OuterRef
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from people import clock
from people.models import GovernanceBody, Meeting, Membership, british
from plans.gate import PlanRequest, right
from plans.models import Opening, Plan, RouteStop
from plans.openings import note_opened, seen_on
from plans.pages import plan_page
from plans.people_of_plan import bodies_named
from plans.withheld import Marks
from reports.changes import Change, Kind, by_kind, in_order, with_reasons
from reports.compared_marks import of_marks
from reports.comparison import compare
from reports.document import PlanDocument, build
from reports.entries import AskEntry
from reports.handing_out import WORD, attachment, is_sample, table
from reports.looking import ReadLessThanThere, last_step_of, looked, remember_today, remember_version
from reports.models import KeptDocument, Looked
from reports.papers.comparison import Side, comparison_paper
from reports.reading import reads_frozen, reads_today
from reports.versions import keep_todays_position, opened
from reports.views.papers import file_name_of
from reports.visible import open_part, visible_to, withheld_by, withheld_from_public

TODAY, LAST_LOOK = "today", "me"
COLUMNS = (
    "Kind", "Reference", "Theme", "Lead", "What it is", "What differs", "Was", "Now", "Who", "When", "Because", "Agreed at",
    "Recorded by", "Note",
)  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """A reading that may be compared. ``value`` stands in the address; ``kept`` is None of today's position."""

    value: str
    words: str
    kept: KeptDocument | None


@dataclass(frozen=True)
class Readings:
    """The readings that this person may compare, oldest first, and the two that were chosen.

    ``looked`` is what she has read last; None where that is unknown, or not hers to read any more.
    """

    choices: list[Choice]
    before: Choice
    after: Choice
    since: list["Since"]
    looked: Looked | None

    @property
    def are_two(self) -> bool:
        return len(self.choices) > 1

    @property
    def is_up_to_date(self) -> bool:
        """Nothing later can be read: who has read this has read all."""
        return self.after == self.choices[-1]


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

    @property
    def words(self) -> str:
        """What alone is shown; empty where all is."""
        kind = next((kind.label.lower() for kind in Kind if kind.slug == self.kind), self.kind)
        said = (kind, f"theme {self.theme}" if self.theme else "", f"lead {self.lead}" if self.lead else "")
        return "; ".join(filter(None, said))


@right("read_issued", methods=("GET",))
def comparison(request: PlanRequest, plan: Plan) -> HttpResponse:
    """What changed between two versions, or between a version and today, with who and why."""
    readings = _readings(request)
    last_step = last_step_of(plan) if readings and readings.is_up_to_date else 0
    if readings is None or not readings.are_two:
        return plan_page(request, "reports/comparison.html", {"readings": readings, "last_step": last_step})
    before, after = _documents(request, readings)
    changes = _changes(request, readings, before, after)
    narrowed = _narrowed(request)
    shown = narrowed.of(changes)
    _note_opened(request, shown, Opening.Through.PAGE)
    groups = by_kind(with_reasons(request.plan, shown, withheld_by(request)))
    large = [(kind, of_kind) for kind, of_kind in groups if not kind.is_small]
    small = [(kind, of_kind) for kind, of_kind in groups if kind.is_small]
    context = {
        "readings": readings,
        "narrowed": narrowed,
        "large": large,
        "small": small,
        "number": sum(len(of_kind) for _, of_kind in groups),
        "of": len(changes),
        "small_number": sum(len(of_kind) for _, of_kind in small),
        "counts": [(kind, len(of_kind)) for kind, of_kind in groups],
        "actions_changed": _actions_changed(changes),
        "actions": len({one.key for document in (before, after) for one in document.actions}),
        "kinds": list(Kind),
        "themes": [(str(theme.number), f"{theme.number} {theme.title}") for theme in after.themes],
        "leads": sorted({change.place.lead for change in changes if change.place.lead}),
        "query": request.GET.urlencode(),
        "base": plan.get_absolute_url(),
        "forgotten": request.GET.get("from") == LAST_LOOK and readings.looked is None,
        "waiting": _waiting(after) if readings.is_up_to_date else [],
        "last_step": last_step,
        "is_read": readings.before.value == LAST_LOOK and not changes,
    }
    return plan_page(request, "reports/comparison.html", context)


@right("read_issued", methods=("POST",))
def comparison_read(request: PlanRequest, plan: Plan) -> HttpResponse:
    """She has read what this page shows: *since I last looked* begins here from now on."""
    readings = _readings(request)
    if readings is None:
        return redirect("reports:comparison", plan.slug)
    latest = readings.choices[-1]
    if request.POST.get("read") != latest.value:
        return _read_more(request, readings)
    if latest.kept is not None:
        remember_version(request.user, latest.kept)
    else:
        try:
            remember_today(request.user, plan, last_step=_key(request.POST.get("last_step", "")))
        except ReadLessThanThere:
            return _read_more(request, readings)
    messages.success(
        request,
        f"Remembered: you have read {plan.short_title} up to {latest.words}. “Since you last looked” begins there from now "
        "on; say it again whenever you have read on.",
    )
    return _since_last_look(plan)


def _read_more(request: PlanRequest, readings: Readings) -> HttpResponse:
    messages.warning(
        request, "Something came in while you were reading, and so nothing was remembered. It stands here: read it too."
    )
    return _since_last_look(request.plan) if readings.looked else redirect("reports:comparison", request.plan.slug)


def _since_last_look(plan: Plan) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('reports:comparison', args=[plan.slug])}?from={LAST_LOOK}")


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else -1


@right("export", methods=("GET",))
def comparison_csv(request: PlanRequest, plan: Plan) -> HttpResponse:
    """The same as a table: a row for each step that made a difference."""
    readings = _readings(request)
    changes = []
    if readings and readings.are_two:
        changes = _narrowed(request).of(_changes(request, readings, *_documents(request, readings)))
    _note_opened(request, changes, Opening.Through.PAPER)
    rows = [row for change in with_reasons(plan, changes, withheld_by(request)) for row in _rows(change)]
    return table(COLUMNS, rows, f"{plan.short_title} what changed")


@right("export", methods=("POST",))
def comparison_word(request: PlanRequest, plan: Plan) -> HttpResponse:
    """The same as a paper, in which nothing is that is marked. What today's position was then is kept, so that the digest in the
    paper can be looked up."""
    readings = _readings(request)
    if readings is None or not readings.are_two:
        raise Http404("There are not two readings to compare yet.")
    before, after = (_side(request, choice) for choice in (readings.before, readings.after))
    narrowed = _narrowed(request)
    public = withheld_from_public(plan)
    found = _changes(request, readings, before.document, after.document, public.marks)
    changes = with_reasons(plan, narrowed.of(found), public)
    paper = comparison_paper(
        before, after, changes, narrowed=narrowed.words, sample=is_sample(), made_at=clock.now()
    )  # fmt: skip
    return attachment(paper, file_name_of(plan, f"what changed to {readings.after.words}", "docx"), WORD)


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
    return [(*said, *one, change.note) for one in told] or [(*said, "", "", "", "", "", change.note)]


def _actions_changed(changes: list[Change]) -> int:
    """How many actions changed; of what was only reported on nothing changed."""
    return len({change.place.key for change in changes if change.place.of == "action" and not change.kind.is_small})


def _waiting(document: PlanDocument) -> list[AskEntry]:
    """Help that is asked for and not answered, the oldest first: also what was asked before the earlier reading."""
    return sorted((ask for action in document.actions for ask in action.asks_open), key=lambda ask: ask.asked_on)


def _readings(request: PlanRequest) -> Readings | None:
    """The two of the address; else the latest and the one before it. An earlier one always stands before a later one.

    None where there is nothing to read yet.
    """
    kept_ones = KeptDocument.objects.editions() if reads_frozen(request) else KeptDocument.objects.versions()
    versions = list(kept_ones.lightly().filter(plan=request.plan).order_by("number"))
    choices = [Choice(str(kept.number), f"version {kept.number}, {kept.label}", kept) for kept in versions]
    if reads_today(request.roles):
        choices.append(Choice(TODAY, "today", None))
    last_look = looked(request.user, request.plan)
    place = _place_of(last_look, versions, today=reads_today(request.roles))
    since = _since(request, versions)
    if last_look is not None and place is not None:
        day = british(timezone.localtime(last_look.at).date())
        choices.insert(place, Choice(LAST_LOOK, f"when you last looked, {day}", last_look.kept))
    named = {choice.value: choice for choice in choices}
    after = named.get(request.GET.get("to", ""), choices[-1] if choices else None)
    if after is None:
        return None
    earlier = [choice for choice in choices[: choices.index(after)] if choice.value != LAST_LOOK]
    before = named.get(request.GET.get("from", ""), earlier[-1] if earlier else after)
    before, after = sorted((before, after), key=choices.index)
    return Readings(choices, before, after, since, last_look if place is not None else None)


def _place_of(last_look: Looked | None, versions: list[KeptDocument], *, today: bool) -> int | None:
    """Before which of the versions that which was read last is listed; None where it is not this reader's to compare."""
    if last_look is None:
        return None
    kept = last_look.kept
    if kept.number is None:
        return sum(1 for one in versions if one.kept_at <= kept.kept_at) if today else None
    return next((place for place, one in enumerate(versions) if one.number == kept.number), None)


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


def _note_opened(request: PlanRequest, changes: list[Change], through: Opening.Through) -> None:
    """A comparison draws in full the words of what it names."""
    note_opened(request, seen_on(request, (one.place.key for one in changes if one.place.of == "action")), through)


def _changes(
    request: PlanRequest, readings: Readings, before: PlanDocument, after: PlanDocument, marks: Marks | None = None
) -> list[Change]:
    """What differs, and what was withheld or released in between; for another reader where her ``marks`` are given."""
    since, until = (choice.kept.kept_at if choice.kept else clock.now() for choice in (readings.before, readings.after))
    marked = of_marks(request.plan, marks or request.marks, since, until, after)
    return in_order([*compare(before, after), *marked])


def _documents(request: PlanRequest, readings: Readings) -> tuple[PlanDocument, PlanDocument]:
    return _document(request, readings.before), _document(request, readings.after)


def _document(request: PlanRequest, choice: Choice) -> PlanDocument:
    """What this reader may read of it."""
    document = build(request.plan) if choice.kept is None else opened(choice.kept)
    return visible_to(document, request.roles, withheld_by(request))


def _side(request: PlanRequest, choice: Choice) -> Side:
    """For a paper, which names the digest under which each of the two is kept."""
    if choice.kept is not None:
        document, kept = opened(choice.kept), choice.kept
    else:
        document, kept = keep_todays_position(request.plan, request.user)
    marked = withheld_from_public(request.plan)
    return Side(choice.words, open_part(visible_to(document, request.roles, withheld_by(request)), marked), kept.digest)
