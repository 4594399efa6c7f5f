"""The reading pages: each takes one document and draws it. GET changes nothing here."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from actions.finding import the_action
from actions.lifecycle import may_be_done
from actions.marking import texts_released
from actions.models import Action
from people import clock
from people.models import british
from people.rating import shown
from plans.gate import PersonRequest, PlanRequest, right, signed_in
from plans.models import Opening, Plan, Release, Round, Step
from plans.openings import note_opened, seen_on
from plans.pages import plan_page
from plans.rights import may_create_plan, roles_by_plan
from plans.rounds import route_of, running_round
from plans.telling import LABELS, TOLD_WITH, ToldStep, criteria_told, steps_of, steps_of_kinds, tell
from reports.chain import Link, chain_of, steps_of_chain
from reports.document import PlanDocument, build, counts_of
from reports.entries import ActionEntry, criteria_and_evidence, slips_since
from reports.filters import Filter
from reports.forms import IssueForm
from reports.handing_out import table
from reports.help import BY_ROLE, PAGES
from reports.models import KeptDocument
from reports.my_work import plans_of, work_of
from reports.portfolio import A_HANDFUL, COLUMNS, Narrowed, cells_of, portfolio_of
from reports.reading import Reading, reading_page, reads_today, show
from reports.round_page import said_of
from reports.timeline import PlacedStep, Timeline, placed
from reports.trend import trend_of_action, trend_of_objective, trend_of_plan
from reports.verbs_offered import verbs_for
from reports.versions import issue_to_members, next_number, opened, version_before_body
from reports.visible import figures_seen, withheld_by

Entry = TypeVar("Entry")


def found(entry: Entry | None) -> Entry:
    """What the address names in this reading, or 404."""
    if entry is None:
        raise Http404("There is no such thing in this reading.")
    return entry


@signed_in("GET")
def my_work(request: PersonRequest) -> HttpResponse:
    """The start page: what waits for this person, by role."""
    return render(request, "reports/my_work.html", {"work": work_of(request.user)})


@signed_in("GET")
def plan_list(request: PersonRequest) -> HttpResponse:
    """The portfolio: the plans that this person may read."""
    lines, narrowed = portfolio_of(request.user), Narrowed.of(request.GET.dict())
    context = {
        "lines": [line for line in lines if narrowed.takes(line)],
        "number": len(lines),
        "narrowed": narrowed,
        "groups": narrowed.groups(lines) if len(lines) > A_HANDFUL or narrowed.query else [],
        "can_create": may_create_plan(request.user),
    }
    return render(request, "reports/plan_list.html", context)


@signed_in("GET")
def plan_list_csv(request: PersonRequest) -> HttpResponse:
    """The same list as a table."""
    narrowed = Narrowed.of(request.GET.dict())
    rows = [cells_of(line) for line in portfolio_of(request.user) if narrowed.takes(line)]
    return table(COLUMNS, rows, f"Plans, {british(clock.today())}")


@reading_page()
def dashboard(request: PlanRequest, reading: Reading) -> HttpResponse:
    """The RAG dashboard: figures, objectives, and the actions that a filter opens."""
    context = {"papers": reading.address("paper-list"), "trend": trend_of_plan(reading)}
    told = told_of_plan(reading.document, request)
    _note_opened(request, told["matching"])
    return show(request, "reports/dashboard.html", reading, {**told, **context})


def told_of_plan(document: PlanDocument, request: HttpRequest) -> dict[str, Any]:
    """What a dashboard says of ``document``, with the list that the address asks for."""
    chosen = Filter.of(request.GET.dict())
    return {
        "filter": chosen,
        "figures": chosen.figures(document),
        "counts": counts_of(document.actions),
        "slips_since": slips_since(document.actions),
        "matching": chosen.matching(document) if chosen.is_open else [],
        "groups": chosen.groups(document) if chosen.is_open else [],
    }


@reading_page()
def theme(request: PlanRequest, reading: Reading, number: int) -> HttpResponse:
    """One theme with all its actions."""
    entry = found(reading.document.theme(number))
    timeline = Timeline.of(steps_of("theme", entry.key, entry.version, reading.withheld))
    _note_opened(request, entry.actions)
    return show(request, "reports/theme.html", reading, {"theme": entry, "timeline": timeline})


@reading_page(only=lambda objective: {"objective__slug": objective})
def objective(request: PlanRequest, reading: Reading, objective: str) -> HttpResponse:
    """One strategic objective with its actions."""
    entry = found(reading.document.objective(objective))
    timeline = Timeline.of(steps_of("strategicobjective", entry.key, entry.version, reading.withheld))
    _note_opened(request, entry.actions)
    context = {"objective": entry, "timeline": timeline, "trend": trend_of_objective(reading, entry)}
    return show(request, "reports/objective.html", reading, context)


@reading_page(only=lambda action: {"slug": action})
def action(request: PlanRequest, reading: Reading, action: str) -> HttpResponse:
    """Everything about one action: the case for its rating, its delay, and all that ever happened to it."""
    entry = found(reading.document.action(action))
    told = steps_of("action", entry.key, entry.version, reading.withheld)
    steps = placed(told, request.plan, reading.route, entry)
    row = the_action(request.plan, action) if reading.is_today else None
    chain = _chain(request, reading, entry, row)
    marks = seen_on(request, [entry.key])
    note_opened(request, marks, Opening.Through.PAGE)
    context = {
        **told_of_action(reading.document, entry),
        "place_words": next((step.place for step in steps if isinstance(step, PlacedStep)), ""),
        "went_along": _went_along(steps),
        "timeline": Timeline.of(_newest_first(steps, steps_of_chain(chain)), request.GET.get("show", "")),
        "before": [link for link in chain if link.is_before],
        "after": [link for link in chain if not link.is_before],
        "marks": marks,
        "released": texts_released(request.plan, entry.key),
        "trend": trend_of_action(reading, entry),
        # Verbs act on the row, and only today's position can be acted on.
        "row": row,
        "verbs": verbs_for(request.user, row, entry, request.roles) if row else [],
        "goes_on": row is not None and may_be_done(row, "submit_update"),
        "withdraws": row is not None and may_be_done(row, "withdraw_evidence"),
    }
    return show(request, "reports/action.html", reading, context)


def told_of_action(document: PlanDocument, entry: ActionEntry) -> dict[str, Any]:
    """What an action's page says of it from ``document`` alone."""
    return {
        "action": entry,
        "objective": next(objective for objective in document.objectives if entry in objective.actions),
        "rating_word": shown(entry.rating).word.lower(),
        "criteria": criteria_and_evidence(entry),
    }


def _note_opened(request: PlanRequest, actions: Iterable[ActionEntry]) -> None:
    """A list draws the words of the actions in it."""
    note_opened(request, seen_on(request, (action.key for action in actions)), Opening.Through.PAGE)


def _chain(request: PlanRequest, reading: Reading, entry: ActionEntry, row: Action | None) -> list[Link]:
    """The other actions of its chain of moves; of an old version, as they stood then."""
    if not entry.came_from and entry.moved_to is None:
        return []
    of_row = row or Action.objects.select_related("plan").get(pk=entry.key)
    return chain_of(request.user, of_row, until=None if reading.is_today else reading.kept_at)


def _went_along(steps: list[ToldStep]) -> str:
    """What was still open when the action moved, as the step of the move says; so it is told to who reads that step."""
    told = (
        now
        for step in steps
        if step.verb == "accept_move"
        for label, _, now in step.changes
        if label == LABELS["went_along"]
    )
    return next(told, "")


def _newest_first(steps: list[ToldStep], others: list[ToldStep]) -> list[ToldStep]:
    return sorted([*steps, *others], key=lambda step: step.at, reverse=True) if others else steps


@reading_page()
def asks(request: PlanRequest, reading: Reading) -> HttpResponse:
    """Help asked for: the board's list until it is answered, the oldest first."""
    pairs = [(action, ask) for action in reading.document.actions for ask in action.asks]
    _note_opened(request, [action for action, _ in pairs])
    pairs.sort(key=lambda pair: pair[1].asked_on)
    context = {
        "open": [pair for pair in pairs if pair[1].answered_on is None and not pair[0].is_over],
        "of_what_is_over": [pair for pair in pairs if pair[1].answered_on is None and pair[0].is_over],
        "answered": [pair for pair in pairs if pair[1].answered_on is not None],
    }
    return show(request, "reports/ask_list.html", reading, context)


@reading_page()
def rating_key(request: PlanRequest, reading: Reading) -> HttpResponse:
    """How ratings work here: the plan's own criteria, and every change to them up to the day of this reading."""
    steps = [step for step in criteria_told(request.plan) if reading.is_today or step.at <= reading.kept_at]
    return show(request, "reports/rating_key.html", reading, {"steps": steps})


@right("read_issued", methods=("GET",))
def version_list(request: PlanRequest, plan: Plan) -> HttpResponse:
    """Every version that members were given, with who issued it and why, and whether it is public; and what changed in the
    plan's own frame.

    Who reads versions alone is told of the changes that the latest one holds.
    """
    steps, withheld = steps_of_kinds(plan, "plan", "theme", "workstream"), withheld_by(request)
    issues = Step.objects.filter(plan=plan, kind="plan", verb="issue_to_members").select_related(*TOLD_WITH)
    issued = {step.now["issued_version"]: tell(step) for step in issues}
    kept_ones = list(
        KeptDocument.objects.versions().lightly().filter(plan=plan).prefetch_related("earlier_digests__redaction")
    )
    # The latest of each version: what ended before is told below.
    releases = {one.version_number: one for one in Release.objects.filter(plan=plan).order_by("pk")}
    for release in releases.values():
        release.plan = plan
    until = clock.now() if reads_today(request.roles) else (kept_ones[0].kept_at if kept_ones else None)
    context = {
        "versions": [
            (
                figures_seen(kept, withheld),
                issued.get(kept.number),
                releases.get(kept.number or 0),
                [one for one in kept_ones if one.corrects == kept.number],
            )
            for kept in kept_ones
        ],
        "released": steps_of_kinds(plan, "release"),
        "today": clock.today(),
        "changes": [step for step in steps if step.verb != "issue_to_members" and until and step.at <= until],
    }
    return plan_page(request, "reports/version_list.html", context)


@right("issue_to_members")
def version_issue(request: PlanRequest, plan: Plan) -> HttpResponse:
    """The last page before members read it: what will happen, under which label, and why now."""
    running = running_round(plan)
    form = IssueForm(request, plan, running)
    if form.sent and (kept := form.done(issue_to_members, plan, **form.answers)):
        label = kept.label if isinstance(kept, KeptDocument) else plan.short_title
        messages.success(request, f"Issued to members as “{label}”. They read it from now on.")
        return redirect("reports:version-list", plan.slug)
    frozen = version_before_body(running) if running is not None and running.version_number else None
    document = opened(frozen) if frozen else build(plan)
    route = route_of(plan) if plan.in_force else []
    context = {
        "form": form,
        "waits": running.status != Round.Status.AGREED if running is not None else bool(route),
        "document": document,
        "counts": counts_of(document.actions),
        "next_number": document.number or next_number(plan),
        "running": running,
        "route": route,
        "said": said_of(running) if running else [],
    }
    return plan_page(request, "reports/version_issue.html", context)


@signed_in("GET")
def help_index(request: PersonRequest) -> HttpResponse:
    mine = {role for roles in roles_by_plan(request.user).values() for role in roles}
    pages = sorted(PAGES, key=lambda page: page.role not in mine)
    return render(request, "reports/help.html", {"pages": pages})


@signed_in("GET")
def help_for(request: PersonRequest, role: str) -> HttpResponse:
    """One page for each role: what it is for, and how its jobs are done here."""
    page = BY_ROLE.get(role)
    if page is None:
        raise Http404("No help page of that name.")
    return render(request, page.template, {"page": page, "plans": [plan for plan, _ in plans_of(request.user)]})
