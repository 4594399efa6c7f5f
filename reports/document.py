"""One document of a plan: what every page and paper is drawn from.

``build`` reads today's position from the database in four queries, however large the plan. ``to_json``/``from_json`` keep
and read it again. ``reports.visible`` filters it for its reader before anything is derived or drawn. What it is made of stands
in ``reports.entries``; how its parts are read from the tables in ``reports.records``.
"""

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import timezone

from actions.deciders import signer_of
from actions.models import Action
from people import clock
from people.rating import COMPLETE, in_file
from plans.models import Plan, RatingCriterion, Theme
from plans.rounds import Correction
from reports.entries import (
    ActionEntry,
    CriterionEntry,
    ObjectiveEntry,
    ThemeEntry,
    UpdateEntry,
    WorkstreamEntry,
    counts_of,
    gone_of,
)
from reports.records import RECORDS, Told, days_read, records_of

__all__ = ["SCHEMA", "UPGRADES", "PlanDocument", "build", "counts_of", "digest_of", "from_json", "gone_of", "to_json"]


def _with_an_actions_whole_life(told: dict[str, Any]) -> dict[str, Any]:
    """Schema 2: milestones, evidence, facts, sign-off, moves; dates in words; who signs off. Before it there were none."""
    told |= {
        "schema": 2,
        "signs_off": told["deciding_body"],
        "waiver_because": "",
        "status": "in force",
        "closed_on": None,
    }
    for theme in told["themes"]:
        for objective in theme["objectives"]:
            for action in objective["actions"]:
                action |= {
                    **dict.fromkeys(("start_words", "original_due_words", "due_words", "signed_off_by"), ""),
                    **dict.fromkeys(("came_from", "came_from_plan", "came_from_slug"), ""),
                    **dict.fromkeys(("done_on", "signed_off_on"), None),
                    **{name: [] for name in RECORDS if name not in action},
                }
                for record in (*action["extensions"], *filter(None, [action["update"]])):
                    record["key"] = 0
    return told


def _with_rounds_and_files(told: dict[str, Any]) -> dict[str, Any]:
    """Schema 3: what a body made of an update, what nobody has confirmed, what came from a file. Before it none was told."""
    told["schema"] = 3
    for theme in told["themes"]:
        for objective in theme["objectives"]:
            for action in objective["actions"]:
                action |= {"verdicts": [], "file_as_at": None, "words_in_file": ""}
                for record in (*action["extensions"], *action["sign_offs"], *action["moves"]):
                    record["unconfirmed"] = False
    return told


def _with_what_it_corrects(told: dict[str, Any]) -> dict[str, Any]:
    """Schema 4: a version says what it corrects. Before it none did."""
    return told | {"schema": 4, "corrects": None, "corrects_words": ""}


def _with_disputes(told: dict[str, Any]) -> dict[str, Any]:
    """Schema 5: who says that what was recorded in their name is not what was decided. Before it nobody could."""
    told["schema"] = 5
    for theme in told["themes"]:
        for objective in theme["objectives"]:
            for action in objective["actions"]:
                for record in (*action["extensions"], *action["sign_offs"], *action["moves"]):
                    record["disputed_by"] = ""
    return told


# Raised when an entry gains, loses or renames a field; UPGRADES then says how a text of each older schema becomes one of the
# next. Kept texts themselves never change.
SCHEMA = 5
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {
    1: _with_an_actions_whole_life,
    2: _with_rounds_and_files,
    3: _with_what_it_corrects,
    4: _with_disputes,
}


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """The position of a plan on one day. ``number`` and ``label`` are a version's; today's position has neither.

    ``corrects`` is the number of the earlier version that this one puts right, and ``corrects_words`` what was wrong in it.
    """

    schema: int
    slug: str
    title: str
    short_title: str
    purpose: str
    manager_label: str
    deciding_body: str
    signs_off: str  # the body or post that signs actions off
    waiver_because: str  # why verification is waived; empty where it is not
    status: str
    closed_on: dt.date | None
    as_on: dt.date
    number: int | None
    label: str
    corrects: int | None
    corrects_words: str
    criteria: tuple[CriterionEntry, ...]
    themes: tuple[ThemeEntry, ...]

    @property
    def objectives(self) -> Iterator[ObjectiveEntry]:
        return (objective for theme in self.themes for objective in theme.objectives)

    @property
    def actions(self) -> list[ActionEntry]:
        return [action for objective in self.objectives for action in objective.actions]

    @property
    def withheld(self) -> int:
        """How much of it this reader may not read."""
        return sum(theme.withheld for theme in self.themes)

    @property
    def key(self) -> list[CriterionEntry]:
        """The plan's key: the criteria that may be chosen."""
        return [criterion for criterion in self.criteria if criterion.retired_on is None]

    def theme(self, number: int) -> ThemeEntry | None:
        return next((theme for theme in self.themes if theme.number == number), None)

    def objective(self, slug: str) -> ObjectiveEntry | None:
        return next((objective for objective in self.objectives if objective.slug == slug), None)

    def action(self, slug: str) -> ActionEntry | None:
        return next((action for action in self.actions if action.slug == slug), None)


# --- from the database -------------------------------------------------------------------------

_STRUCTURE = (
    "pk", "version", "number", "title", "outcome",
    "objectives__pk", "objectives__version", "objectives__reference", "objectives__slug", "objectives__wording",
    "objectives__accountable_post__title", "objectives__responsible_body__name",
    "objectives__workstreams__pk", "objectives__workstreams__name", "objectives__workstreams__lead_post__title",
    "objectives__workstreams__ended_on",
)  # fmt: skip
_ACTION = (
    "objective_id", "pk", "version", "reference", "slug", "wording", "success_criteria", "partners",
    "lead_post__title", "lead_post__organisation__name", "lead_post__organisation__short_name",
    "lead_post__holder_id", "lead_post__ended_on", "start_on", "start_words", "original_due_on", "original_due_words",
    "due_on", "due_words", "corrected_from", "times_extended", "file_as_at", "words_in_file", "colour_in_file",
    "status", "done_on", "signed_off_at", "signed_off_words",
    "moved_from__plan__short_title", "moved_from__reference", "moved_from__plan__slug", "moved_from__slug",
    "criterion__rating", "criterion__words",
    "latest_update_id",
    "latest_update__submitted_at", "latest_update__by_words", "latest_update__rationale", "latest_update__shows_it",
    "latest_update__figure_what", "latest_update__figure_from", "latest_update__figure_to",
    "latest_update__figure_source", "latest_update__narrative", "latest_update__forecast_on",
    "latest_update__brings_back", "latest_update__brings_back_by",
)  # fmt: skip


def build(
    plan: Plan,
    *,
    only: dict[str, Any] | None = None,
    number: int | None = None,
    label: str = "",
    corrects: Correction | None = None,
) -> PlanDocument:
    """Today's position of ``plan`` in four queries.

    ``only`` narrows the actions: ``{"objective__slug": "1.4"}`` or ``{"slug": "1.4.3"}``; objectives stand there all the
    same. ``number``, ``label`` and ``corrects`` are given when the document is about to be kept as a version.
    """
    as_on = clock.today()
    actions = _actions(plan, only or {}, as_on)
    return PlanDocument(
        schema=SCHEMA,
        slug=plan.slug,
        title=plan.title,
        short_title=plan.short_title,
        purpose=plan.purpose,
        manager_label=plan.manager_label,
        deciding_body=plan.deciding_body.name if plan.deciding_body else "",
        signs_off=str(signer_of(plan) or ""),
        waiver_because=plan.waiver_because,
        status=plan.status,
        closed_on=plan.closed_on,
        as_on=as_on,
        number=number,
        label=label,
        corrects=corrects.version if corrects else None,
        corrects_words=corrects.wrong.strip() if corrects else "",
        criteria=tuple(
            CriterionEntry(*row)
            for row in RatingCriterion.objects.filter(plan=plan).values_list("rating", "words", "retired_on")
        ),
        themes=_themes(plan, actions),
    )


def _themes(plan: Plan, actions: dict[int, list[ActionEntry]]) -> tuple[ThemeEntry, ...]:
    """Themes, objectives and workstreams from one query that joins all three."""
    rows = Theme.objects.filter(plan=plan).order_by(
        "position", "number", "objectives__position", "objectives__pk", "objectives__workstreams__pk"
    )
    themes: dict[int, tuple[Any, ...]] = {}
    objectives: dict[int, dict[int, tuple[Any, ...]]] = {}
    workstreams: dict[int, list[WorkstreamEntry]] = {}
    for row in rows.values_list(*_STRUCTURE):
        theme, objective, workstream = row[0], row[5], row[12]
        themes.setdefault(theme, row[:5])
        if objective is not None:
            objectives.setdefault(theme, {}).setdefault(objective, row[5:12])
        if workstream is not None:
            workstreams.setdefault(objective, []).append(WorkstreamEntry(row[13], row[14] or "", row[15]))

    def objective_entry(
        key: int, version: int, reference: str, slug: str, wording: str, post: str, body: str
    ) -> ObjectiveEntry:
        of_it = (tuple(workstreams.get(key, ())), tuple(actions.get(key, ())))
        return ObjectiveEntry(key, version, reference, slug, wording, post or "", body or "", *of_it)

    def theme_entry(key: int, version: int, number: int, title: str, outcome: str) -> ThemeEntry:
        of_it = tuple(objective_entry(*told) for told in objectives.get(key, {}).values())
        return ThemeEntry(key, version, number, title, outcome, of_it)

    return tuple(theme_entry(*theme) for theme in themes.values())


def _actions(plan: Plan, only: dict[str, Any], as_on: dt.date) -> dict[int, list[ActionEntry]]:
    """``{objective's key: its actions in order}``."""
    records = records_of(plan, only)
    found: dict[int, list[ActionEntry]] = {}
    rows = Action.objects.filter(plan=plan, **only).order_by("position", "pk")
    for objective, key, version, *row in rows.values_list(*_ACTION):
        found.setdefault(objective, []).append(_action_entry(key, version, row, records.get(key, {}), as_on))
    return found


def _action_entry(key: int, version: int, row: list[Any], records: dict[str, list[Any]], as_on: dt.date) -> ActionEntry:
    (
        reference, slug, wording, success_criteria, partners, lead, organisation, short_name, holder, ended_on,
        start_on, start_words, original_due_on, original_due_words, due_on, due_words, corrected_from, times_extended,
        file_as_at, words_in_file, colour_in_file, status, done_on, signed_off_at, signed_off_by,
        from_plan, from_reference, from_plan_slug, from_slug,
        rating, criterion, *update,
    ) = row  # fmt: skip
    of_its_own: dict[str, Any] = {name: tuple(records.get(name, ())) for name in RECORDS}
    return ActionEntry(
        key=key,
        version=version,
        reference=reference,
        slug=slug,
        wording=wording,
        success_criteria=_lines(success_criteria),
        partners=_lines(partners),
        lead=lead,
        organisation=short_name or organisation,
        lead_is="lost" if ended_on else "held" if holder else "gone",
        start_on=start_on,
        start_words=start_words,
        original_due_on=original_due_on,
        original_due_words=original_due_words,
        due_on=due_on,
        due_words=due_words,
        corrected_from=corrected_from,
        times_extended=times_extended,
        file_as_at=file_as_at,
        words_in_file=words_in_file,
        status=status,
        done_on=done_on,
        signed_off_on=timezone.localtime(signed_off_at).date() if signed_off_at else None,
        signed_off_by=signed_off_by,
        came_from=f"{from_plan} {from_reference}" if from_reference else "",
        came_from_plan=from_plan_slug or "",
        came_from_slug=from_slug or "",
        rating=COMPLETE if status == Action.Status.COMPLETE else rating or in_file(colour_in_file),
        criterion=criterion or "",
        update=UpdateEntry(*update) if update[0] else None,
        **of_its_own,
        as_on=as_on,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


# --- kept as text, and read again --------------------------------------------------------------


def to_json(document: PlanDocument) -> str:
    """Canonical text: the same document is always the same text, and so the same digest."""
    return json.dumps(document, default=_part, ensure_ascii=False, separators=(",", ":"))


def digest_of(text: str) -> str:
    """SHA-256 of a kept text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def from_json(text: str) -> PlanDocument:
    """The document behind a kept text, brought up to today's schema.

    Raises ``ValueError`` for a schema that a later release wrote.
    """
    told = json.loads(text)
    if told["schema"] > SCHEMA:
        raise ValueError(
            f"This document has schema {told['schema']}; this release reads up to {SCHEMA}. Install a later one."
        )
    while told["schema"] < SCHEMA:
        told = UPGRADES[told["schema"]](told)
    as_on = dt.date.fromisoformat(told["as_on"])
    criteria = tuple(_entry(CriterionEntry, one) for one in told.pop("criteria"))
    themes = tuple(_theme_from(theme, as_on) for theme in told.pop("themes"))
    return _entry(PlanDocument, told, criteria=criteria, themes=themes)


def _part(entry: Any) -> Any:
    """What JSON does not know by itself: an entry as its fields, a day as its text."""
    if isinstance(entry, dt.date):
        return entry.isoformat()
    return {name: getattr(entry, name) for name in _kept_fields(entry.__class__)}


@lru_cache
def _kept_fields(kind: type) -> tuple[str, ...]:
    """In the order of the alphabet, so that the text is canonical without sorting each entry anew."""
    return tuple(sorted(part.name for part in dataclasses.fields(kind) if "derived" not in part.metadata))


def _entry(kind: type[Any], told: Told, **parts: Any) -> Any:
    """An entry from what its text says, its days read."""
    return kind(**{**told, **days_read(kind, told), **parts})


def _theme_from(told: Told, as_on: dt.date) -> ThemeEntry:
    objectives = tuple(_objective_from(objective, as_on) for objective in told.pop("objectives"))
    return ThemeEntry(**told, objectives=objectives)


def _objective_from(told: Told, as_on: dt.date) -> ObjectiveEntry:
    workstreams = tuple(_entry(WorkstreamEntry, one) for one in told.pop("workstreams"))
    actions = tuple(_action_from(action, as_on) for action in told.pop("actions"))
    return ObjectiveEntry(**told, workstreams=workstreams, actions=actions)


def _action_from(told: Told, as_on: dt.date) -> ActionEntry:
    update = told["update"]
    parts: dict[str, Any] = {
        "success_criteria": tuple(told["success_criteria"]),
        "partners": tuple(told["partners"]),
        "update": _update_from(update) if update else None,
        "as_on": as_on,
    }
    for name, kind in RECORDS.items():
        parts[name] = tuple([_entry(kind, one) for one in told[name]])
    entry: ActionEntry = _entry(
        ActionEntry, {name: value for name, value in told.items() if name not in parts}, **parts
    )
    return entry


def _update_from(told: Told) -> UpdateEntry:
    at = dt.datetime.fromisoformat(told["submitted_at"])
    entry: UpdateEntry = _entry(UpdateEntry, told, submitted_at=at)
    return entry
