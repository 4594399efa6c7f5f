"""One document of a plan: what every page and paper is drawn from.

``build`` reads today's position from the database in five queries, however large the plan. ``to_json``/``from_json`` keep
and read it again. ``visible_to`` is the one filter, and runs before anything is derived or drawn.
Every derived fact counts from ``as_on``: a version says how late an action was on the day it was frozen.
"""

import dataclasses
import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.exceptions import PermissionDenied

from actions.models import Action, Ask, Extension
from people import clock
from people.rating import NOT_RATED, WORST_FIRST
from plans.models import Plan, RatingCriterion, Role, Theme
from plans.rights import BY_VERB

# Raised when an entry gains, loses or renames a field; UPGRADES then says how a text of each older schema becomes one of the
# next. Kept texts themselves never change.
SCHEMA = 1
UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}

# Characters of a reason that a row of a list shows; the action's page has all of it.
IN_SHORT = 160


@dataclass(frozen=True, slots=True)
class CriterionEntry:
    """A line of the plan's key. ``retired_on`` is set where it may no longer be chosen but a rating still rests on it."""

    rating: str
    words: str
    retired_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ExtensionEntry:
    """A later due date that was asked for, and what became of it; ``outcome`` is empty while it waits."""

    asked_on: dt.date
    asked_by: str
    from_on: dt.date | None
    to_on: dt.date
    category: str
    because: str
    outcome: str
    decided_on: dt.date | None
    decided_by: str
    decided_because: str

    @property
    def category_words(self) -> str:
        return str(Extension.Category(self.category).label)


@dataclass(frozen=True, slots=True)
class AskEntry:
    """Help asked of somebody; ``answered_on`` is empty while it is open."""

    key: int
    asked_on: dt.date
    asked_by: str
    help_needed: str
    from_whom: str
    answered_on: dt.date | None
    answer: str


@dataclass(frozen=True, slots=True)
class UpdateEntry:
    """The latest update: the case for the rating."""

    submitted_at: dt.datetime
    by: str
    rationale: str
    shows_it: str
    figure_what: str
    figure_from: str
    figure_to: str
    figure_source: str
    narrative: str
    forecast_on: dt.date | None
    brings_back: str
    brings_back_by: dt.date | None


@dataclass(frozen=True, slots=True)
class ActionEntry:
    """One action as it stands. ``version`` is its row's: steps up to it belong to this reading."""

    key: int
    version: int
    reference: str
    slug: str
    wording: str
    success_criteria: tuple[str, ...]
    partners: tuple[str, ...]
    lead: str
    organisation: str
    lead_is: str  # held, gone (nobody holds the post), lost (the post has ended)
    start_on: dt.date | None
    original_due_on: dt.date | None
    due_on: dt.date | None
    corrected_from: dt.date | None  # what members had read as the original date before it was corrected
    times_extended: int
    status: str
    rating: str
    criterion: str
    update: UpdateEntry | None
    extensions: tuple[ExtensionEntry, ...]
    asks: tuple[AskEntry, ...]
    as_on: dt.date = field(metadata={"derived": True})

    @property
    def days_late(self) -> int:
        """Days past the due date now, on ``as_on``; 0 where it is not late or has no date."""
        return max((self.as_on - self.due_on).days, 0) if self.due_on else 0

    @property
    def days_slipped(self) -> int:
        """Days that agreed extensions have moved the due date behind the original one."""
        return (self.due_on - self.original_due_on).days if self.due_on and self.original_due_on else 0

    @property
    def days_behind_original(self) -> int:
        """Days past the original due date, on ``as_on``."""
        return max((self.as_on - self.original_due_on).days, 0) if self.original_due_on else 0

    @property
    def why_in_short(self) -> str:
        """The beginning of the case for the rating, for a row of a list."""
        why = " ".join(self.update.rationale.split()) if self.update else ""
        return why if len(why) <= IN_SHORT else f"{why[:IN_SHORT].rsplit(' ', 1)[0]} …"

    @property
    def forecast_on(self) -> dt.date | None:
        return self.update.forecast_on if self.update else None

    @property
    def forecast_is_later(self) -> bool:
        """The lead expects to finish after the due date."""
        return bool(self.forecast_on and self.due_on and self.forecast_on > self.due_on)

    @property
    def extension_asked(self) -> ExtensionEntry | None:
        return next((extension for extension in self.extensions if not extension.outcome), None)

    @property
    def extensions_granted(self) -> tuple[ExtensionEntry, ...]:
        return tuple(extension for extension in self.extensions if extension.outcome == "granted")

    @property
    def asks_open(self) -> tuple[AskEntry, ...]:
        return tuple(ask for ask in self.asks if ask.answered_on is None)


@dataclass(frozen=True, slots=True)
class WorkstreamEntry:
    name: str
    lead: str
    ended_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ObjectiveEntry:
    """A strategic objective with its actions, in the plan's order."""

    key: int
    version: int
    reference: str
    slug: str
    wording: str
    accountable: str
    responsible_body: str
    workstreams: tuple[WorkstreamEntry, ...]
    actions: tuple[ActionEntry, ...]

    @property
    def late(self) -> int:
        return sum(1 for action in self.actions if action.days_late)

    @property
    def extended(self) -> int:
        return sum(1 for action in self.actions if action.times_extended)

    @property
    def counts(self) -> dict[str, int]:
        return counts_of(self.actions)


@dataclass(frozen=True, slots=True)
class ThemeEntry:
    key: int
    version: int
    number: int
    title: str
    outcome: str
    objectives: tuple[ObjectiveEntry, ...]

    @property
    def actions(self) -> tuple[ActionEntry, ...]:
        return tuple(action for objective in self.objectives for action in objective.actions)

    @property
    def counts(self) -> dict[str, int]:
        return counts_of(self.actions)


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """The position of a plan on one day. ``number`` and ``label`` are a version's; today's position has neither."""

    schema: int
    slug: str
    title: str
    short_title: str
    purpose: str
    manager_label: str
    deciding_body: str
    as_on: dt.date
    number: int | None
    label: str
    criteria: tuple[CriterionEntry, ...]
    themes: tuple[ThemeEntry, ...]

    @property
    def objectives(self) -> Iterator[ObjectiveEntry]:
        return (objective for theme in self.themes for objective in theme.objectives)

    @property
    def actions(self) -> list[ActionEntry]:
        return [action for objective in self.objectives for action in objective.actions]

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


def counts_of(actions: tuple[ActionEntry, ...] | list[ActionEntry]) -> dict[str, int]:
    """``{rating: how many}``, worst first, without the ratings that nobody has. Every action counts once."""
    found = Counter(action.rating for action in actions)
    return {rating: found[rating] for rating in WORST_FIRST if found[rating]}


# --- who may read it ---------------------------------------------------------------------------


def visible_to(document: PlanDocument, roles: frozenset[Role]) -> PlanDocument:
    """What holders of these roles may read of ``document``: nothing of today's position where they read versions alone."""
    right = BY_VERB["read_today" if document.number is None else "read_issued"]
    if not roles & right.roles.keys():
        raise PermissionDenied("This reading is not for this person.")
    return document


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
    "lead_post__holder_id", "lead_post__ended_on", "start_on", "original_due_on", "due_on", "corrected_from",
    "times_extended", "status",
    "criterion__rating", "criterion__words",
    "latest_update__submitted_at", "latest_update__by_words", "latest_update__rationale", "latest_update__shows_it",
    "latest_update__figure_what", "latest_update__figure_from", "latest_update__figure_to",
    "latest_update__figure_source", "latest_update__narrative", "latest_update__forecast_on",
    "latest_update__brings_back", "latest_update__brings_back_by",
)  # fmt: skip


def build(
    plan: Plan, *, only: dict[str, Any] | None = None, number: int | None = None, label: str = ""
) -> PlanDocument:
    """Today's position of ``plan`` in five queries.

    ``only`` narrows the actions: ``{"objective__slug": "1.4"}`` or ``{"slug": "1.4.3"}``; objectives stand there all the
    same. ``number`` and ``label`` are given when the document is about to be kept as a version.
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
        as_on=as_on,
        number=number,
        label=label,
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
    of_them = {f"action__{name}": value for name, value in only.items()}
    extensions: dict[int, list[ExtensionEntry]] = {}
    told: list[Any]
    for action, *told in Extension.objects.filter(plan=plan, **of_them).values_list(
        "action_id", "asked_on", "asked_words", "from_on", "to_on", "category", "because", "outcome",
        "decided_on", "decided_words", "decided_because",
    ):  # fmt: skip
        extensions.setdefault(action, []).append(ExtensionEntry(*told))
    asks: dict[int, list[AskEntry]] = {}
    for action, *told in Ask.objects.filter(plan=plan, **of_them).values_list(
        "action_id", "pk", "asked_on", "asked_words", "help_needed", "from_whom", "answered_on", "answer"
    ):
        asks.setdefault(action, []).append(AskEntry(*told))
    found: dict[int, list[ActionEntry]] = {}
    rows = Action.objects.filter(plan=plan, **only).order_by("position", "pk")
    for objective, key, version, *row in rows.values_list(*_ACTION):
        entry = _action_entry(key, version, row, tuple(extensions.get(key, ())), tuple(asks.get(key, ())), as_on)
        found.setdefault(objective, []).append(entry)
    return found


def _action_entry(
    key: int,
    version: int,
    row: list[Any],
    extensions: tuple[ExtensionEntry, ...],
    asks: tuple[AskEntry, ...],
    as_on: dt.date,
) -> ActionEntry:
    (
        reference, slug, wording, success_criteria, partners, lead, organisation, short_name, holder, ended_on,
        start_on, original_due_on, due_on, corrected_from, times_extended, status, rating, criterion, *update,
    ) = row  # fmt: skip
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
        original_due_on=original_due_on,
        due_on=due_on,
        corrected_from=corrected_from,
        times_extended=times_extended,
        status=status,
        rating=rating or NOT_RATED,
        criterion=criterion or "",
        update=UpdateEntry(*update) if update[0] else None,
        extensions=extensions,
        asks=asks,
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
    told["as_on"] = as_on = dt.date.fromisoformat(told["as_on"])
    criteria = tuple(CriterionEntry(**{**one, "retired_on": _day(one["retired_on"])}) for one in told.pop("criteria"))
    themes = tuple(_theme_from(theme, as_on) for theme in told.pop("themes"))
    return PlanDocument(**told, criteria=criteria, themes=themes)


def _part(entry: Any) -> Any:
    """What JSON does not know by itself: an entry as its fields, a day as its text."""
    if isinstance(entry, dt.date):
        return entry.isoformat()
    return {name: getattr(entry, name) for name in _kept_fields(entry.__class__)}


@lru_cache
def _kept_fields(kind: type) -> tuple[str, ...]:
    """In the order of the alphabet, so that the text is canonical without sorting each entry anew."""
    return tuple(sorted(part.name for part in dataclasses.fields(kind) if "derived" not in part.metadata))


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _theme_from(told: dict[str, Any], as_on: dt.date) -> ThemeEntry:
    objectives = tuple(_objective_from(objective, as_on) for objective in told.pop("objectives"))
    return ThemeEntry(**told, objectives=objectives)


def _objective_from(told: dict[str, Any], as_on: dt.date) -> ObjectiveEntry:
    workstreams = tuple(
        WorkstreamEntry(**{**one, "ended_on": _day(one["ended_on"])}) for one in told.pop("workstreams")
    )
    actions = tuple(_action_from(action, as_on) for action in told.pop("actions"))
    return ObjectiveEntry(**told, workstreams=workstreams, actions=actions)


def _action_from(told: dict[str, Any], as_on: dt.date) -> ActionEntry:
    update = told["update"]
    if update:
        update["submitted_at"] = dt.datetime.fromisoformat(update["submitted_at"])
        update["forecast_on"], update["brings_back_by"] = _day(update["forecast_on"]), _day(update["brings_back_by"])
    for name in ("start_on", "original_due_on", "due_on", "corrected_from"):
        told[name] = _day(told[name])
    for extension in told["extensions"]:
        for name in ("asked_on", "from_on", "to_on", "decided_on"):
            extension[name] = _day(extension[name])
    for ask in told["asks"]:
        ask["asked_on"], ask["answered_on"] = _day(ask["asked_on"]), _day(ask["answered_on"])
    return ActionEntry(
        **{
            **told,
            "success_criteria": tuple(told["success_criteria"]),
            "partners": tuple(told["partners"]),
            "update": UpdateEntry(**update) if update else None,
            "extensions": tuple(ExtensionEntry(**extension) for extension in told["extensions"]),
            "asks": tuple(AskEntry(**ask) for ask in told["asks"]),
        },
        as_on=as_on,
    )
