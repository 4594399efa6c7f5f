"""The records of a plan's actions, of every kind, from one query.

Each kind is told by the database as a JSON object with the names of its entry's fields, so that all kinds are rows of the same
three columns and one query holds them. What comes back is read exactly like a kept text.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db.models import CharField, Exists, F, Model, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONObject

from actions.models import (
    Ask,
    AssuranceCheck,
    DatedFact,
    Evidence,
    Extension,
    Milestone,
    Move,
    SignOff,
    Succession,
    Verdict,
    Withdrawal,
)
from plans.confirming import unconfirmed
from plans.models import Plan
from reports.entries import (
    AskEntry,
    CheckEntry,
    EvidenceEntry,
    ExtensionEntry,
    FactEntry,
    MilestoneEntry,
    MoveEntry,
    NamedAction,
    SignOffEntry,
    VerdictEntry,
    WithdrawalEntry,
)

Told = dict[str, Any]

# The field of ActionEntry → the class of its entries.
RECORDS: dict[str, type[Any]] = {
    "extensions": ExtensionEntry,
    "asks": AskEntry,
    "milestones": MilestoneEntry,
    "evidence": EvidenceEntry,
    "facts": FactEntry,
    "sign_offs": SignOffEntry,
    "checks": CheckEntry,
    "moves": MoveEntry,
    "withdrawals": WithdrawalEntry,
    "verdicts": VerdictEntry,
    "superseded_by": NamedAction,
    "supersedes": NamedAction,
}

# Where an entry calls a column by another name than the table.
_ASKED = {"asked_by": "asked_words"}
_DECIDED = {"decided_by": "decided_words"}
_REOPENED = {"reopened_by": "reopened_words"}


def _not_confirmed(version: str) -> Exists:
    """Whether the step of the action's ``version`` was recorded for somebody who has not confirmed it."""
    return Exists(unconfirmed().filter(kind="action", key=OuterRef("action_id"), version=OuterRef(version)).order_by())


def _disputed_by(version: str) -> Subquery:
    """Who says of that step that it is not what was decided."""
    of_it = unconfirmed().filter(kind="action", key=OuterRef("action_id"), version=OuterRef(version)).order_by()
    return Subquery(of_it.values("dispute__by_words")[:1])


def _in_doubt(version: str) -> dict[str, Exists | Subquery]:
    return {"unconfirmed": _not_confirmed(version), "disputed_by": _disputed_by(version)}


_FROM: dict[str, tuple[type[Model], str, Mapping[str, str | Exists | Subquery]]] = {
    "extensions": (Extension, "action", {**_ASKED, **_DECIDED, **_in_doubt("decided_version")}),
    "asks": (Ask, "action", _ASKED),
    "milestones": (Milestone, "action", {}),
    "evidence": (
        Evidence,
        "action",
        {"of_update": "update_id", "added_by": "added_words", "withdrawn_by": "withdrawn_words"},
    ),
    "facts": (DatedFact, "action", {"noted_by": "noted_words"}),
    "sign_offs": (
        SignOff,
        "action",
        {
            "reported_by": "reported_words",
            "verified_by": "verified_words",
            **_DECIDED,
            **_REOPENED,
            **_in_doubt("decided_version"),
        },
    ),
    "checks": (AssuranceCheck, "action", {"checked_by": "checked_words"}),
    "moves": (
        Move,
        "action",
        {
            "to_plan": "to_plan__short_title",
            "to_plan_slug": "to_plan__slug",
            "proposed_by": "proposed_words",
            "agreed_by": "agreed_words",
            **_DECIDED,
            "became": "action__successor__reference",
            "became_slug": "action__successor__slug",
            **_in_doubt("agreed_version"),
        },
    ),
    "withdrawals": (Withdrawal, "action", {"withdrawn_by": "withdrawn_words", **_REOPENED}),
    "verdicts": (
        Verdict,
        "action",
        {
            "of_update": "update_id",
            "rating": "criterion__rating",
            "criterion": "criterion__words",
            "leads_rating": "update__criterion__rating",
            "leads_criterion": "update__criterion__words",
            "decided_by": "decided_words",
        },
    ),
    "superseded_by": (
        Succession,
        "action",
        {"reference": "successor__reference", "slug": "successor__slug", "wording": "successor__wording"},
    ),
    "supersedes": (
        Succession,
        "successor",
        {"reference": "action__reference", "slug": "action__slug", "wording": "action__wording"},
    ),
}

# The order in which a page lists them: by the day named here, then as they came.
_BY_DAY = {"extensions": "asked_on", "asks": "asked_on", "milestones": "due_on", "facts": "day", "checks": "checked_on"}
_AT_THE_END = dt.date.max


def records_of(plan: Plan, only: dict[str, Any]) -> dict[int, dict[str, list[Any]]]:
    """``{action's key: {field of its entry: entries in order}}``. One query."""
    first, *others = [_rows(plan, name, only) for name in _FROM]
    found: dict[int, dict[str, list[Any]]] = {}
    for name, action, told in first.union(*others, all=True):
        kind = RECORDS[name]
        entry = kind(**{**told, **_flags(kind, told), **_without_null(kind, told), **days_read(kind, told)})
        found.setdefault(action, {}).setdefault(name, []).append(entry)
    for records in found.values():
        for name, entries in records.items():
            day = _BY_DAY.get(name)
            entries.sort(key=lambda entry: ((getattr(entry, day) or _AT_THE_END) if day else _AT_THE_END, entry.key))
    return found


def _rows(plan: Plan, name: str, only: dict[str, Any]) -> Any:
    model, of, renamed = _FROM[name]
    columns = {
        field.name: F("pk") if field.name == "key" else _column(renamed.get(field.name, field.name))
        for field in dataclasses.fields(RECORDS[name])
    }
    narrowed = Q(**{f"{of}__{path}": value for path, value in only.items()})
    rows = model._default_manager.filter(narrowed, plan=plan).order_by()
    named = rows.annotate(_name=Value(name, CharField()), _of=F(f"{of}_id"), _told=JSONObject(**columns))
    return named.values_list("_name", "_of", "_told")


def _column(named: str | Exists | Subquery) -> F | Exists | Subquery:
    return F(named) if isinstance(named, str) else named


def days_read(kind: Any, told: Told) -> Told:
    """The days of an entry, read from the text in which JSON keeps them."""
    return {name: dt.date.fromisoformat(told[name]) for name in _days_of(kind) if told.get(name)}


def _without_null(kind: Any, told: Told) -> Told:
    """A text that a join did not find is no text."""
    return {name: "" for name in _texts_of(kind) if told[name] is None}


@lru_cache
def _days_of(kind: Any) -> tuple[str, ...]:
    days = (dt.date, dt.date | None)
    return tuple(field.name for field in dataclasses.fields(kind) if field.type in days)


def _flags(kind: Any, told: Told) -> Told:
    """One database has no truth values of its own."""
    return {name: bool(told[name]) for name in _flags_of(kind)}


@lru_cache
def _flags_of(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind) if field.type is bool)


@lru_cache
def _texts_of(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind) if field.type is str)
