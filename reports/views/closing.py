"""The future of a plan at a glance: what is complete, what remains, where each part goes; and the statement when it is closed."""

from collections import Counter

from django.conf import settings
from django.http import Http404, HttpResponse

from people import clock
from people.models import british
from plans.gate import PlanRequest, right
from plans.models import Plan
from plans.rights import may
from plans.telling import ToldStep, steps_of_kinds
from reports.document import PlanDocument
from reports.entries import ActionEntry, MilestoneEntry
from reports.handing_out import WORD, attachment
from reports.papers.closure import closure_statement
from reports.reading import Reading, reading_page, show
from scrutiny.closing import (
    ACTION,
    MILESTONE,
    OBJECTIVE,
    WORKSTREAM,
    Part,
    came_in,
    digest_of,
    latest_closing,
    parts_of,
    sums_of,
)
from scrutiny.models import Closing, NamedOfficer


@reading_page()
def closing(request: PlanRequest, reading: Reading) -> HttpResponse:
    """What would be lost if the plan ended today, for every reader; while it is being closed, what is still to be said."""
    going_on = latest_closing(request.plan)
    if reading.is_today or (going_on is not None and going_on.outcome):
        parts, number_in = parts_of(request.plan, going_on), came_in(request.plan)
    else:
        parts = parts_of_version(reading.document)
        number_in = Counter(part.kind for part in parts)
    digest = digest_of(parts)
    officers = list(going_on.officers.select_related("person")) if going_on else []
    context = {
        "closing": going_on,
        "sums": sums_of(parts, number_in),
        "left": sum(1 for part in parts if not part.is_accounted),
        "officers": [
            (
                one,
                one.confirmed_list == digest or bool(going_on and going_on.outcome),
                may(request.user, "confirm_closing", one, request.roles),
            )
            for one in officers
        ],
        "steps": closing_steps(request.plan) if reading.is_today else [],
    }
    return show(request, "reports/closing.html", reading, context)


@right("export", methods=("GET",))
def closing_statement(request: PlanRequest, plan: Plan) -> HttpResponse:
    """The closure statement as a Word paper; there once the plan is closed."""
    going_on = latest_closing(plan)
    if going_on is None or going_on.outcome != Closing.Outcome.CLOSED or going_on.ended_on is None:
        raise Http404("This plan is not closed.")
    sample = settings.SAMPLE and bool(clock.sample_offset())
    content = closure_statement(told_of(plan, going_on, sample))
    name = f"{plan.short_title} closure statement {british(going_on.ended_on)}.docx"
    return attachment(content, name, WORD)


def told_of(plan: Plan, going_on: Closing, sample: bool) -> dict[str, object]:
    """Everything the statement says, by name."""
    parts = parts_of(plan, going_on)
    assert going_on.ended_on is not None
    return {
        "title": plan.title,
        "short_title": plan.short_title,
        "sample": sample,
        "closed_on": british(going_on.ended_on),
        "begun_on": british(going_on.begun_on),
        "because": going_on.begun_because,
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
            for one in sums_of(parts, came_in(plan))
        ],
        "officers": [
            {"words": one.words, "confirmed_on": british(one.confirmed_on) if one.confirmed_on else ""}
            for one in NamedOfficer.objects.filter(closing=going_on)
        ],
        "digest": digest_of(parts),
    }


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
