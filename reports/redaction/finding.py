"""Where the words stand: the rows of a plan, their history, its steps, drafts and kept documents, row by row.

The page that shows it and the verb that takes it out walk the same way (``rows_with``), so what was shown is what goes.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from actions.models import Action, PlanImport
from people.tracking import Tracked
from plans.models import Confirmation, Draft, Plan, SentMail, Step
from reports.models import KeptDocument
from reports.redaction.needle import Removal
from reports.redaction.places import OF_A_HISTORY, PLACES, SHARED, How, Way, Wired
from scrutiny.statement import Statement

# Steps come after the rows and histories that they tell of, and a row before its history: a row that must stand once in its
# table is tried first, and what it was called there is what its history and its steps say.
LAST = ("plans.Step",)


# --- how far it goes -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reach:
    """The rows that a redaction in ``plan`` goes through: its own, those of actions that came from it or went on into it, as
    their pages tell them in one, and of what belongs to no plan the kinds that were chosen."""

    plan: Plan
    actions: frozenset[int]
    shared: frozenset[str] = frozenset()

    @classmethod
    def of(cls, plan: Plan, shared: Iterable[str] = ()) -> "Reach":
        return cls(plan, frozenset(_chains(plan)), frozenset(shared))

    @property
    def plans(self) -> list[Plan]:
        """Those whose rows are changed, and which are locked for it."""
        return list(Plan.objects.filter(Q(pk=self.plan.pk) | Q(actions__in=self.actions)).distinct())

    def rows(self, model: type[models.Model]) -> models.QuerySet[Any]:
        label, rows = model._meta.label, model._base_manager.order_by("pk")
        chosen = any(label in SHARED[kind].models for kind in self.shared)
        names = {one.name for one in model._meta.concrete_fields}
        if model is Draft:
            address = self.plan.get_absolute_url()
            of_none = ~Q(path__startswith="/plans/") | Q(path__startswith="/plans/new/")
            return rows.filter(Q(path__startswith=address) | (of_none if chosen else Q(pk__in=())))
        if model is Step:
            return rows.filter(self._steps())
        if model is Confirmation:
            return rows.filter(Q(plan=self.plan) | Q(step__kind="action", step__key__in=self.actions))
        if model is SentMail:
            return SentMail.objects.of(self.plan).order_by("pk")
        if model is Plan:
            return rows.filter(pk=self.plan.pk)
        if model is Action:
            return rows.filter(Q(plan=self.plan) | Q(pk__in=self.actions))
        if model is PlanImport:
            return rows.filter(Q(plan=self.plan) | (Q(plan__isnull=True) if chosen else Q(pk__in=())))
        if "action" in names:
            return rows.filter(Q(plan=self.plan) | Q(action__in=self.actions))
        if "plan" in names:
            return rows.filter(plan=self.plan)
        return rows if chosen else rows.none()

    def copies(self, model: type[Tracked]) -> models.QuerySet[Any]:
        """The history of those rows, and of rows of the plan that were removed while it was a draft."""
        copies = model.history.model._base_manager.order_by("pk")
        of_rows = Q(id__in=self.rows(model).order_by().values("pk"))
        names = {one.name for one in model._meta.concrete_fields}
        return copies.filter(of_rows | Q(plan=self.plan) if "plan" in names else of_rows)

    def _steps(self) -> Q:
        kinds = [one for kind in self.shared for one in SHARED[kind].kinds]
        return Q(plan=self.plan) | Q(kind="action", key__in=self.actions) | Q(plan__isnull=True, kind__in=kinds)


def _chains(plan: Plan) -> set[int]:
    """The keys of the plan's actions, and of all from which they came or into which they went on."""
    known = set(Action.objects.filter(plan=plan).values_list("pk", flat=True))
    new = set(known)
    while new:
        linked = Action.objects.filter(Q(moved_from__in=new) | Q(successor__in=new))
        new = set(linked.values_list("pk", flat=True)) - known
        known |= new
    return known


# --- what goes where -----------------------------------------------------------------------------------


@dataclass
class Row:
    """A row in which the words stand: column by column what it says, and what it will say."""

    model: type[models.Model]
    key: int
    values: dict[str, Any]
    # The tracked row that it is, is a copy of, or tells of; by it a marker is numbered.
    of: tuple[str, int]
    changes: dict[str, Any] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    times: int = 0

    def take_out(self, removal: Removal, number: int) -> None:
        """Work out what it will say, with markers of that number."""
        self.changes, self.texts, self.times = {}, [], 0
        for name, way in ways_of(self.model).items():
            said = self.values[name]
            if self.model is Step and name == "reference" and self.of[0] in NAMED_BY_REFERENCE:
                continue
            becomes = _becomes(way, said, limit_of(self.model, name), removal, number, self.of[0])
            if becomes != said:
                self.changes[name] = becomes
                self.texts += [text for text in strings_in(said) if removal.needle.stands_in(text)]
        self.times = sum(map(removal.needle.times_in, self.texts))


# The rows that a step names by a reference which is wired.
NAMED_BY_REFERENCE = ("action", "strategicobjective")


def columns_of(model: type[models.Model]) -> dict[str, Way]:
    """The columns of a model that hold text, with how words are taken out of them; a history goes by its model's."""
    tracked = history_of(model)
    lines = PLACES.get((tracked or model)._meta.label, {})
    return {**lines, **OF_A_HISTORY} if tracked else lines


def history_of(model: type[models.Model]) -> type[Tracked] | None:
    """The model of which this one is the history; None where it is none."""
    tracked: type[Tracked] | None = getattr(model, "instance_type", None)
    return tracked


def rows_with(reach: Reach, removal: Removal, number_of: Callable[[tuple[str, int]], int]) -> Iterator[Row]:
    """Every row but kept documents and statements (which are whole texts of their own), in the order in which they are written.

    ``number_of((kind, key))`` is asked for each row when its turn has come.
    """
    labels = [label for label in PLACES if label not in LAST and label != "reports.KeptDocument"]
    for label in (*labels, *LAST):
        model = apps.get_model(label)
        if ways_of(model):
            yield from _with(model, reach.rows(model), removal, number_of)
        if issubclass(model, Tracked):
            yield from _with(model.history.model, reach.copies(model), removal, number_of)


def _with(
    model: type[models.Model],
    rows: models.QuerySet[Any],
    removal: Removal,
    number_of: Callable[[tuple[str, int]], int],
) -> Iterator[Row]:
    names = {one.attname for one in model._meta.concrete_fields}
    ways = ways_of(model)
    beside = [one for one in ("id", "kind", "key", "action_id", "plan_id", "path") if one in names and one not in ways]
    for values in list(rows.values("pk", *ways, *beside)):
        of = _told_of(model, values)
        row = Row(model, values["pk"], values, of)
        row.take_out(removal, number_of(of))
        if row.changes:
            yield row


def ways_of(model: type[models.Model]) -> dict[str, How]:
    """The columns of which words are taken out row by row: not what was asked to go, which is a matter of its own."""
    return {name: way for name, way in columns_of(model).items() if isinstance(way, How) and way is not How.ASKED}


def _told_of(model: type[models.Model], values: dict[str, Any]) -> tuple[str, int]:
    tracked = history_of(model)
    if tracked is not None:
        return str(tracked._meta.model_name), values["id"]
    if model is Step:
        return values["kind"], values["key"]
    return str(model._meta.model_name), values["pk"]


def limit_of(model: type[models.Model], name: str) -> int | None:
    return getattr(model._meta.get_field(name), "max_length", None)


def _becomes(way: How, said: Any, most: int | None, removal: Removal, number: int, kind: str) -> Any:
    if said in (None, ""):
        return said
    if way is How.WORDS:
        return removal.out_of(said, most, number)
    if way is How.ADDRESS:
        return removal.out_of_address(said)
    if way is How.STATEMENT:
        return in_statement(said, removal)
    if way is How.TOLD:
        return {name: _told(name, one, kind, removal, number) for name, one in said.items()}
    if way is How.OF_AN_ACCOUNT:
        return {name: one if name == "email" else in_strings(one, removal) for name, one in said.items()}
    return in_strings(said, removal)


def _told(name: str, said: Any, kind: str, removal: Removal, number: int) -> Any:
    """What a step tells of one field: as its column has it, so that step and history go on saying the same."""
    model = _by_kind().get(kind)
    column = next((one for one in model._meta.concrete_fields if one.name == name), None) if model else None
    if model is None or column is None:
        return in_strings(said, removal)
    if column.is_relation:
        return {**said, "words": removal.out_of(said["words"])} if isinstance(said, dict) else said
    way = columns_of(model).get(name)
    return _becomes(way, said, limit_of(model, name), removal, number, kind) if isinstance(way, How) else said


@cache
def _by_kind() -> dict[str, type[models.Model]]:
    return {str(one._meta.model_name): one for one in apps.get_models() if issubclass(one, Tracked)}


# --- inside JSON ---------------------------------------------------------------------------------------


def in_strings(told: Any, removal: Removal) -> Any:
    """A JSON value without the words, in its strings and in its keys; a key that the program gave has no space in it."""
    if isinstance(told, str):
        return removal.out_of(told)
    if isinstance(told, list):
        return [in_strings(one, removal) for one in told]
    if isinstance(told, dict):
        return {
            name if name.isidentifier() and name.islower() else removal.out_of(name): in_strings(one, removal)
            for name, one in told.items()
        }
    return told


def strings_in(told: Any) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, list):
        for one in told:
            yield from strings_in(one)
    elif isinstance(told, dict):
        for name, one in told.items():
            yield name
            yield from strings_in(one)


# The columns beside a kept document's text that hold words. What the text repeats of them has their limits there too.
BESIDE_A_DOCUMENT = frozenset(name for name, way in PLACES["reports.KeptDocument"].items() if way is How.WORDS)

# What a document holds besides words: names that addresses and sums go by, choices, days.
_WIRED_IN_A_DOCUMENT = frozenset(
    {
        "slug", "came_from_plan", "came_from_slug", "became", "became_slug", "to_plan_slug", "reference", "status", "kind",
        "category", "rating", "leads_rating", "lead_is", "day", "brings_back_by", "corrected_from", "file_as_at",
    }
)  # fmt: skip


def in_document(text: str, removal: Removal, files: Iterable[int] = ()) -> str:
    """The text of a kept document without the words, and with a marker for the name of each file of ``files`` (keys of evidence).

    In the schema in which it was written: what a release later adds is added when it is read. The same text where nothing stood.
    """
    told = json.loads(text)
    becomes = _part(told, removal, frozenset(files))
    for name in BESIDE_A_DOCUMENT & told.keys():
        becomes[name] = removal.out_of(told[name], limit_of(KeptDocument, name))
    return text if becomes == told else json.dumps(becomes, ensure_ascii=False, separators=(",", ":"))


def _part(told: Any, removal: Removal, files: frozenset[int]) -> Any:
    if isinstance(told, list):
        return [_part(one, removal, files) for one in told]
    if isinstance(told, str):
        return removal.out_of(told)
    if not isinstance(told, dict):
        return told
    part = {name: one if _is_wired(name, told) else _part(one, removal, files) for name, one in told.items()}
    if "url" in told:
        part["url"] = removal.out_of_address(told["url"])
    if "file_name" in told and told["file_name"] and told["key"] in files:
        part["file_name"] = removal.file_marker
    return part


def _is_wired(name: str, told: dict[str, Any]) -> bool:
    """A theme's outcome is a sentence, that of a record one of three words."""
    if name == "outcome":
        return "objectives" not in told
    return name in _WIRED_IN_A_DOCUMENT or name.endswith(("_on", "_at"))


def in_statement(text: str, removal: Removal) -> str:
    """The text of a closure statement without the words."""
    statement = Statement.from_text(text)
    becomes = statement.reworded(removal.out_of)
    return text if becomes == statement else becomes.to_text()


# --- for a person to see to ------------------------------------------------------------------------------


def wired_with(reach: Reach, removal: Removal) -> list[tuple[str, str, str]]:
    """``[(what it is, what it says, why it is not replaced)]``: of the plan, and the accounts that have the words in them."""
    found = []
    for label in PLACES:
        model = apps.get_model(label)
        wired = {name: way for name, way in columns_of(model).items() if isinstance(way, Wired)}
        if not wired:
            continue
        of_the_plan = "plan" in {one.name for one in model._meta.concrete_fields} or model is Plan
        rows = reach.rows(model) if of_the_plan else model._base_manager.order_by("pk")
        for values in rows.values_list(*wired):
            for (name, way), said in zip(wired.items(), values, strict=True):
                if removal.needle.stands_in(said):
                    found.append((f"{model._meta.verbose_name}, {name}", said, way.because))
    return found
