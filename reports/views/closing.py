"""The future of a plan at a glance: what is complete, what remains, where each part goes; and the statement when it is closed."""

from collections import Counter
from dataclasses import dataclass, replace

from django.http import Http404, HttpResponse

from actions.withheld import Withheld
from people import clock
from people.models import british
from plans.gate import PlanRequest, right
from plans.models import Opening, Plan, Step
from plans.openings import named_on, note_opened
from plans.rights import may
from plans.telling import TOLD_WITH, ToldStep, steps_of_kinds, tell
from reports.document import PlanDocument
from reports.entries import ActionEntry, MilestoneEntry
from reports.handing_out import WORD, attachment, is_sample
from reports.models import KeptDocument
from reports.papers.closure import closure_statement
from reports.reading import Reading, reading_page, reads_today, show
from reports.visible import withheld_from_public
from scrutiny.closing import came_in, latest_closing, parts_of
from scrutiny.finding import the_closed
from scrutiny.models import Closing, NamedOfficer
from scrutiny.statement import ACTION, MILESTONE, OBJECTIVE, WORKSTREAM, Part, Statement, Sums, digest_of, sums_of


@reading_page()
def closing(request: PlanRequest, reading: Reading) -> HttpResponse:
    """What would be lost if the plan ended today, for every reader; while it is being closed, what is still to be said."""
    done = closed_by(reading)
    if done is not None:
        return _statement_page(request, reading, done)
    if not reading.is_today:
        parts = parts_of_version(reading.document)
        return _what_remains(request, reading, parts, Counter(part.kind for part in parts), None)
    going_on = latest_closing(request.plan)
    parts = parts_of(request.plan, going_on)
    return _what_remains(request, reading, parts, came_in(request.plan), going_on)


def _what_remains(
    request: PlanRequest, reading: Reading, parts: list[Part], number_in: dict[str, int], going_on: Closing | None
) -> HttpResponse:
    _note_opened(request, parts)
    digest = digest_of(parts)
    context = {
        "closing": going_on,
        "sums": sums_of(without_withheld(parts, reading.withheld), number_in),
        "left": sum(1 for part in parts if not part.is_accounted),
        "officers": [
            (
                one,
                one.officer.confirmed_list == digest,
                may(request.user, "confirm_closing", one.officer, request.roles),
            )
            for one in (confirmations(going_on) if going_on else [])
        ],
        "steps": closing_steps(request.plan) if reading.is_today else [],
        "undone": _undone(request.plan) if reading.is_today else [],
    }
    return show(request, "reports/closing.html", reading, context)


def _statement_page(request: PlanRequest, reading: Reading, done: Closing) -> HttpResponse:
    """The closure statement as it was kept on the day; how each confirmation came about is told as it is known now."""
    sums = _sums_told(done, reading.withheld)
    _note_opened(request, [part for kind in sums for part in kind.parts])
    context = {
        "closing": done,
        "sums": sums,
        "officers": confirmations(done),
        "steps": closing_steps(request.plan) if reading.is_today else [],
        "undone": _undone(request.plan) if reading.is_today else [],
    }
    return show(request, "reports/closing_statement.html", reading, context)


def _note_opened(request: PlanRequest, parts: list[Part]) -> None:
    """The list draws the wording of each action that is not withheld, and what becomes of it."""
    actions = (part.key for part in parts if part.kind == ACTION)
    note_opened(request, named_on(request, actions), Opening.Through.PAGE)


def _sums_told(done: Closing, withheld: Withheld) -> list[Sums]:
    """The sums of a kept statement, of which what is withheld keeps its place and says nothing."""
    statement = Statement.from_text(done.statement)
    return sums_of(without_withheld(statement.parts, withheld), statement.number_in)


def without_withheld(parts: list[Part], withheld: Withheld) -> list[Part]:
    """The same parts: an action that is withheld, and its milestones, count and say nothing, so that what came in goes out."""
    slugs = {part.slug for part in parts if part.kind == ACTION and part.key in withheld.actions}
    return [
        replace(part, key=0, reference="", words="withheld", where="withheld", how="", slug="")
        if part.kind in (ACTION, MILESTONE) and part.slug in slugs
        else part
        for part in parts
    ]


def _undone(plan: Plan) -> list[Closing]:
    """Closings that a reopening undid: their statements stay."""
    return list(Closing.objects.filter(plan=plan, reopened_on__isnull=False))


@right("export", of=the_closed, methods=("GET",))
def closing_statement(request: PlanRequest, done: Closing) -> HttpResponse:
    """The closure statement as a Word paper, for who reads today's position or a version issued while the plan was closed."""
    if not reads_today(request.roles) and not _stands_in_a_version(done):
        raise Http404("No version says that this plan was closed.")
    assert done.ended_on is not None
    name = f"{done.plan.short_title} closure statement {british(done.ended_on)}.docx"
    marked = withheld_from_public(done.plan)
    return attachment(closure_statement(told_of(done, is_sample(), marked), clock.now()), name, WORD)


def told_of(done: Closing, sample: bool, withheld: Withheld) -> dict[str, object]:
    """Everything the paper says, by name."""
    statement = Statement.from_text(done.statement)
    assert done.ended_on is not None
    return {
        "title": statement.title,
        "short_title": statement.short_title,
        "sample": sample,
        "closed_on": british(done.ended_on),
        "reopened_on": british(done.reopened_on) if done.reopened_on else "",
        "begun_on": british(done.begun_on),
        "because": done.begun_because,
        "sums": [
            {
                "words": one.words.capitalize(),
                "number_in": one.number_in,
                "number_out": one.number_out,
                "places": [{"where": where, "number": number} for where, number in one.places],
                "parts": [
                    {"reference": part.reference, "words": part.words, "where": part.where, "how": part.how}
                    for part in one.parts
                ],
            }
            for one in _sums_told(done, withheld)
        ],
        "officers": [
            {
                "words": one.officer.words,
                "confirmed_on": british(one.officer.confirmed_on) if one.officer.confirmed_on else "",
                "how": one.how,
            }
            for one in confirmations(done)
        ],
        "digest": statement.digest,
    }


@dataclass(frozen=True)
class ConfirmedBy:
    """A chief officer who was named, with the step of the confirmation, if there is one."""

    officer: NamedOfficer
    step: ToldStep | None

    @property
    def how(self) -> str:
        """How it came about, in words: "recorded by Business Manager; recorded, not yet confirmed"; "" when in person."""
        if self.step is None:
            return ""
        recorded = self.step.recorded_words and f"recorded by {self.step.recorded_words}"
        received = self.step.received_words and f"received {self.step.received_words}"
        return "; ".join(filter(None, (recorded, received, self.step.confirmed_words)))


def confirmations(going_on: Closing) -> list[ConfirmedBy]:
    """Who was named, and how each has confirmed. Two queries."""
    steps = Step.objects.filter(plan=going_on.plan_id, kind="namedofficer", verb="confirm_closing")
    latest = {step.key: tell(step) for step in steps.select_related(*TOLD_WITH).order_by("version")}
    return [
        ConfirmedBy(one, latest.get(one.pk) if one.confirmed_on else None)
        for one in going_on.officers.select_related("person")
    ]


# --- which closing ---------------------------------------------------------------------------------


def closed_by(reading: Reading) -> Closing | None:
    """The closing by which the plan is closed in what is read: today, or when the version was frozen."""
    if reading.document.closed_on is None:
        return None
    ends = Step.objects.filter(plan=reading.plan, kind="closing", verb="end_closing", at__lte=reading.kept_at)
    latest = ends.order_by("-at", "-pk").values("key")[:1]
    return Closing.objects.select_related("plan").filter(pk__in=latest).first()


def _stands_in_a_version(done: Closing) -> bool:
    """Whether a version was frozen after the plan was closed and before it was reopened, if it was."""
    steps = dict(
        Step.objects.filter(kind="closing", key=done.pk, verb__in=["end_closing", "undo_closing"]).values_list(
            "verb", "at"
        )
    )
    versions = KeptDocument.objects.filter(plan=done.plan, kept_at__gte=steps["end_closing"])
    if done.reopened_on is not None:
        versions = versions.filter(kept_at__lt=steps["undo_closing"])
    return versions.versions().exists()


def closing_steps(plan: Plan) -> list[ToldStep]:
    """Everything that was done to close the plan, newest first."""
    verbs = {"close_plan", "reopen_plan"}
    steps = steps_of_kinds(plan, "closing", "namedofficer", "account", "plan")
    return [step for step in steps if step.verb in verbs or (step.reference != "plan" and _is_of_closing(step))]


def _is_of_closing(step: ToldStep) -> bool:
    return step.reference.startswith("Closing")


# --- of a version ----------------------------------------------------------------------------------


def parts_of_version(document: PlanDocument) -> list[Part]:
    """The same list from a version, for who reads versions alone; what carries an objective on is told once it is closed."""
    found = []
    for objective in document.objectives:
        words = "nobody has said what carries it on"
        found.append(
            Part(OBJECTIVE, objective.key, objective.reference, objective.wording, False, words, "", objective.slug)
        )
        found += [
            Part(
                WORKSTREAM, 0, objective.reference, one.name, one.ended_on is not None,
                "ended" if one.ended_on else words, british(one.ended_on) if one.ended_on else "", objective.slug,
            )
            for one in objective.workstreams
        ]  # fmt: skip
        for action in objective.actions:
            found.append(_action(action))
            found += [_milestone(one, action) for one in action.milestones]
    return found


def _action(action: ActionEntry) -> Part:
    where, how = action.status, ""
    if action.is_complete and action.done_on:
        how = f"done {british(action.done_on)}, signed off by {action.signed_off_by}"
    elif action.moved_to:
        where, how = (
            f"moved to {action.moved_to.destination}",
            action.moved_to.became and f"as {action.moved_to.became}",
        )
    elif action.superseded_by:
        how = f"by {', '.join(one.reference for one in action.superseded_by)}"
    return Part(ACTION, action.key, action.reference, action.wording, action.is_over, where, how, action.slug)


def _milestone(one: MilestoneEntry, action: ActionEntry) -> Part:
    if one.reached_on:
        told = (True, "reached", british(one.reached_on))
    elif one.dropped_on:
        told = (True, "dropped", one.dropped_because)
    elif action.is_gone:
        told = (True, f"ended with its action, {action.status}", "")
    else:
        told = (False, "neither reached nor dropped", one.due_said)
    return Part(MILESTONE, one.key, action.reference, one.what, *told, action.slug)
