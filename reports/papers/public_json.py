"""A public version as JSON, for other programs. The shape is promised in docs/public-pages.md, and numbered.

Keys are added, never renamed or taken away, without a new number. Days are ISO texts, what is not there is null or empty.
"""

import datetime as dt
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from people.rating import WITHHELD
from reports.document import PlanDocument
from reports.entries import ActionEntry, ExtensionEntry, MilestoneEntry, ObjectiveEntry, ThemeEntry, counts_of
from reports.models import KeptDocument

PUBLIC_SCHEMA = 1
# By name, as the pages say it: nobody outside should have to know our letters.
RATINGS = {"R": "red", "A": "amber", "G": "green", "B": "complete"}


def plan_as_json(
    document: PlanDocument, kept: KeptDocument, public_from: dt.date, corrected_by: list[KeptDocument]
) -> bytes:
    """The whole public version, in UTF-8."""
    told = {
        "schema": PUBLIC_SCHEMA,
        "plan": {
            "slug": document.slug,
            "title": document.title,
            "short_title": document.short_title,
            "purpose": document.purpose,
            "status": document.status,
            "closed_on": document.closed_on,
        },
        "version": {
            "number": document.number,
            "label": document.label,
            "as_on": document.as_on,
            "public_from": public_from,
            "digest": kept.digest,
            "corrects": _correction(document.corrects, document.corrects_words),
            "corrected_by": [_correction(one.number, one.corrects_words) for one in corrected_by],
        },
        "ratings": [
            {"rating": rating_of(one.rating), "words": one.words, "retired_on": one.retired_on}
            for one in document.criteria
        ],
        "counts": _counts(document.actions),
        "withheld": document.withheld,
        "themes": [_theme(theme) for theme in document.themes],
    }
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def rating_of(value: str) -> str | None:
    """Red, amber, green or complete; null where nobody has rated it, only a file says a colour, or it is withheld."""
    return RATINGS.get(value)


def _correction(number: int | None, words: str) -> dict[str, Any] | None:
    return {"version": number, "words": words} if number else None


def _counts(actions: list[ActionEntry] | tuple[ActionEntry, ...]) -> dict[str, int]:
    """Every action that has not left the plan once; ``unrated`` are those that nobody has rated, ``rating_withheld`` those of
    which the rating is not for the public."""
    counts = counts_of(actions)
    rated = {word: counts.get(value, 0) for value, word in RATINGS.items()}
    rated["rating_withheld"] = counts.get(WITHHELD, 0)
    return {**rated, "unrated": sum(counts.values()) - sum(rated.values())}


def _theme(theme: ThemeEntry) -> dict[str, Any]:
    return {
        "number": theme.number,
        "title": theme.title,
        "outcome": theme.outcome,
        "objectives": [_objective(objective) for objective in theme.objectives],
    }


def _objective(objective: ObjectiveEntry) -> dict[str, Any]:
    return {
        "reference": objective.reference,
        "slug": objective.slug,
        "wording": objective.wording,
        "accountable_post": objective.accountable,
        "responsible_body": objective.responsible_body,
        "counts": _counts(objective.actions),
        "withheld": objective.withheld,
        "actions": [_action(action) for action in objective.actions],
    }


def _action(action: ActionEntry) -> dict[str, Any]:
    update = action.update
    return {
        "reference": action.reference,
        "slug": action.slug,
        "wording": action.wording,
        "success_criteria": action.success_criteria,
        "lead_post": action.lead,
        "lead_organisation": action.organisation,
        "partners": action.partners,
        "status": action.status,
        "rating": rating_of(action.rating),
        "withheld": action.withheld,
        "criterion": action.criterion,
        "why": update.rationale if update else "",
        "updated_on": timezone.localtime(update.submitted_at).date() if update else None,
        "what_brings_it_back": update.brings_back if update else "",
        "brought_back_by": update.brings_back_by if update else None,
        "start_on": action.start_on,
        "original_due_on": action.original_due_on,
        "original_due_words": action.original_due_words,
        "due_on": action.due_on,
        "due_words": action.due_words,
        "expected_on": action.forecast_on,
        "done_on": action.done_on,
        "signed_off_on": action.signed_off_on,
        "signed_off_by": action.signed_off_said,
        "days_late": action.days_late,
        "extensions": [_extension(one) for one in action.extensions_granted],
        "milestones": [_milestone(one) for one in action.milestones],
    }


def _extension(extension: ExtensionEntry) -> dict[str, Any]:
    return {
        "from_on": extension.from_on,
        "to_on": extension.to_on,
        "category": extension.category,
        "because": extension.because,
        "agreed_on": extension.decided_on,
        "agreed_by": extension.decided_by_said,
        "agreed_because": extension.decided_because,
    }


def _milestone(milestone: MilestoneEntry) -> dict[str, Any]:
    return {
        "what": milestone.what,
        "due_on": milestone.due_on,
        "due_words": milestone.due_words,
        "reached_on": milestone.reached_on,
        "dropped_on": milestone.dropped_on,
    }
