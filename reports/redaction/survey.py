"""What information governance reads before it takes words out: how often they stand in which kind of place, and where."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.http import Http404
from django.urls import reverse

from actions.models import Action, Evidence, PlanImport
from objectives.models import StrategicObjective
from plans.models import Draft, Plan, Step
from reports.models import KeptDocument, Redaction
from reports.redaction.files import FileFound, files_with
from reports.redaction.finding import (
    BESIDE_A_DOCUMENT,
    Reach,
    Row,
    history_of,
    in_document,
    rows_with,
    strings_in,
    wired_with,
)
from reports.redaction.needle import Needle, Removal
from reports.redaction.places import SHARED

# So many rows of one kind are shown with the words around; the number says how many there are.
MOST_SHOWN = 30


@dataclass(frozen=True)
class Passage:
    """The words with what stands around them, and the page on which that is read."""

    where: str
    address: str
    parts: list[tuple[str, str, str]]


@dataclass
class Kind:
    """One kind of place: how often the words stand there, in how many rows, and the passages that may be read."""

    words: str
    times: int = 0
    rows: int = 0
    passages: list[Passage] = field(default_factory=list)


@dataclass(frozen=True)
class Version:
    """A version, or a paper of a day's position, in which the words stand; its papers are out of reach."""

    kept: KeptDocument
    times: int
    parts: list[tuple[str, str, str]]


@dataclass(frozen=True)
class SharedFound:
    """What belongs to no plan, and has the words in it."""

    kind: str
    words: str
    times: int


@dataclass(frozen=True)
class Survey:
    """All of it. ``elsewhere`` are the plans from which actions came or into which they went on."""

    kinds: list[Kind]
    versions: list[Version]
    papers: list[Version]
    shared: list[SharedFound]
    files: list[FileFound]
    wired: list[tuple[str, str, str]]
    elsewhere: list[Plan]

    @property
    def by_hand(self) -> int:
        """How much is left for a person to see to."""
        return len(self.wired) + len(self.elsewhere)

    @property
    def times(self) -> int:
        return sum(one.times for one in self.kinds) + sum(one.times for one in (*self.versions, *self.papers))


def survey(plan: Plan, removal: Removal) -> Survey:
    """Where the words stand in the plan, and in what belongs to none. Every file of evidence is read for it."""
    reach = Reach.of(plan)
    kept = _kept_with(plan, removal)
    of_the_plan: list[Row] = []
    of_none: Counter[str] = Counter()
    for row in rows_with(Reach.of(plan, SHARED), removal, _first):
        if kind := _shared_kind(row, plan):
            of_none[kind] += row.times
        else:
            of_the_plan.append(row)
    return Survey(
        kinds=_kinds(of_the_plan, _Pages(reach), removal),
        versions=[one for one in kept if one.kept.number],
        papers=[one for one in kept if not one.kept.number],
        shared=[SharedFound(kind, one.words, of_none[kind]) for kind, one in SHARED.items() if of_none[kind]],
        files=files_with(evidence_of(reach), removal.needle),
        wired=wired_with(reach, removal),
        elsewhere=[one for one in reach.plans if one != plan],
    )


def places_in(reach: Reach, removal: Removal) -> int:
    """In how many rows and documents the words stand."""
    return sum(1 for _ in rows_with(reach, removal, _first)) + len(_kept_with(reach.plan, removal))


def evidence_of(reach: Reach) -> models.QuerySet[Evidence]:
    """The evidence whose file is there."""
    return reach.rows(Evidence).filter(pk__in=Evidence.objects.with_file().values("pk")).select_related("action__plan")


def the_redaction(plan: Plan, key: int) -> Redaction:
    """For the gate."""
    found = Redaction.objects.filter(plan=plan, pk=key).select_related("asked_by").first()
    if found is None:
        raise Http404("No such request in this plan.")
    found.plan = plan
    return found


def removal_of(redaction: Redaction, on: Any) -> Removal:
    return Removal(Needle(redaction.words), redaction.kind, on)


def _first(of: tuple[str, int]) -> int:
    return 1


# --- rows ------------------------------------------------------------------------------------------------


def _kinds(rows: list[Row], pages: "_Pages", removal: Removal) -> list[Kind]:
    kinds: dict[str, Kind] = {}
    for row in rows:
        kind = kinds.setdefault(_called(row.model), Kind(_called(row.model)))
        kind.times, kind.rows = kind.times + row.times, kind.rows + 1
        if len(kind.passages) < MOST_SHOWN and not _is_its_writers_own(row):
            where, address = pages.of(row)
            kind.passages.append(Passage(where, address, _around(row.texts, removal.needle)))
    return sorted(kinds.values(), key=lambda kind: not kind.passages)


def _shared_kind(row: Row, plan: Plan) -> str:
    """Of a row that belongs to no plan, the kind under which it is chosen; empty for a row of the plan."""
    values, label = row.values, (history_of(row.model) or row.model)._meta.label
    if row.model is Step:
        told = "" if values["plan_id"] else values["kind"]
        return next((kind for kind, one in SHARED.items() if told in one.kinds), "")
    if row.model is Draft:
        label = "" if values["path"].startswith(plan.get_absolute_url()) else label
    elif row.model is PlanImport:
        label = "" if values["plan_id"] else label
    return next((kind for kind, one in SHARED.items() if label in one.models), "")


def _called(model: type[models.Model]) -> str:
    if history_of(model) is not None:
        return "Earlier states of these rows (the history)"
    if model is Step:
        return "What timelines tell (steps)"
    if model is Draft:
        return "Forms begun and not sent"
    return str(model._meta.verbose_name_plural).capitalize()


def _is_its_writers_own(row: Row) -> bool:
    """A draft is read by its writer; a history repeats what its rows and steps say."""
    return row.model is Draft or history_of(row.model) is not None


def _around(texts: Iterable[str], needle: Needle) -> list[tuple[str, str, str]]:
    return [part for text in texts for part in needle.around(text)][:5]


class _Pages:
    """The page on which a row is read, by its action or its objective; three queries for all."""

    def __init__(self, reach: Reach) -> None:
        actions = Action.objects.filter(pk__in=reach.actions).select_related("plan")
        self._actions = {one.pk: one for one in actions}
        self._objectives = {one.pk: one for one in StrategicObjective.objects.filter(plan=reach.plan)}
        self._plan = reach.plan

    def of(self, row: Row) -> tuple[str, str]:
        values = row.values
        kind, key = row.of
        action = self._actions.get(values.get("action_id") or (key if kind == "action" else 0))
        if action is not None:
            return f"{action.plan} {action.reference}", action.get_absolute_url()
        if kind == "strategicobjective" and key in self._objectives:
            objective = self._objectives[key]
            address = reverse("reports:objective", args=[self._plan.slug, objective.slug])
            return f"Objective {objective.reference}", address
        return str(self._plan), self._plan.get_absolute_url()


# --- documents, and what belongs to no plan ------------------------------------------------------------------


def _kept_with(plan: Plan, removal: Removal) -> list[Version]:
    found = []
    for kept in KeptDocument.objects.filter(plan=plan).order_by("number", "edition", "pk").iterator(chunk_size=20):
        beside = [getattr(kept, name) for name in sorted(BESIDE_A_DOCUMENT)]
        if in_document(kept.text, removal) != kept.text or any(map(removal.needle.stands_in, beside)):
            texts = [text for text in (*strings_in(json.loads(kept.text)), *beside) if removal.needle.stands_in(text)]
            kept.text = ""
            times = sum(map(removal.needle.times_in, texts))
            found.append(Version(kept, times, _around(texts, removal.needle)))
    return found
