"""Canaries: words that stand nowhere but in one text field of one row, so that wherever they are read it is known whose they are.

They are put past every verb into all that lies under one action, from the list of the models themselves: a text field that is
added later gets its canary too.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from actions.models import Action, PlanImport
from people.tracking import rewritten
from plans.models import Step

# No words of anybody: what a program chose, and what an address or a store is named by.
NO_WORDS = {
    "slug",
    "reference",
    "sha256",
    "media_type",
    "url",
    "kind",
    "colour_in_file",
    "verb",
    "role",
    "form_token",
    "outcome",
}
CANARY = re.compile("canary[a-z0-9]+z", re.IGNORECASE)


def text_fields(model: type[models.Model]) -> list[Any]:
    """Those that hold what somebody wrote."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField)) and not field.choices and field.name not in NO_WORDS
    ]


def canary(of: str) -> str:
    return f"canary{re.sub('[^a-z0-9]', '', of.lower())}z"


def of_an_action() -> list[type[models.Model]]:
    """Every model whose rows lie under an action, and the action."""
    found = [
        model
        for model in apps.get_models()
        if not model.__name__.startswith("Historical")
        and any(field.name == "action" and field.related_model is Action for field in model._meta.concrete_fields)
        and model is not PlanImport
    ]
    return [Action, *found]


def put_under(action: Action) -> set[str]:
    """A canary in every text that stands under ``action``, its steps among them; those that were put."""
    rows = [
        model._base_manager.filter(**({"pk": action.pk} if model is Action else {"action": action}))
        for model in of_an_action()
    ]
    return put_in(rows, Step.objects.filter(kind="action", key=action.pk))


def one_word_everywhere(action: Action, word: str) -> None:
    """The same word in every text that stands under ``action``, its steps and all copies among them."""
    with rewritten():
        for model in of_an_action():
            for table, key in (
                (model, "pk" if model is Action else "action"),
                (model.history.model, "id" if model is Action else "action_id"),
            ):
                rows = table._base_manager.filter(**{key: action.pk})
                for field in text_fields(model):
                    rows.exclude(**{field.name: ""}).update(**{field.name: word})
        for step in Step.objects.filter(kind="action", key=action.pk):
            Step.objects.filter(pk=step.pk).update(because=word, now=_with(step.now, word), was=_with(step.was, word))


def _with(told: dict[str, Any], word: str) -> dict[str, Any]:
    return {name: word if _is_words(name, value) else value for name, value in told.items()}


def _is_words(name: str, value: object) -> bool:
    return isinstance(value, str) and not re.fullmatch(r"[0-9-]*", value) and name not in NO_WORDS | {"status"}


def put_in(rows: list[models.QuerySet[Any]], steps: models.QuerySet[Step]) -> set[str]:
    """A canary in every text of these rows and steps that is not empty."""
    put: set[str] = set()
    with rewritten():
        for of_model in rows:
            for field in text_fields(of_model.model):
                words = canary(f"{of_model.model.__name__}{field.name}")
                filled = of_model.exclude(**{field.name: ""})
                if filled.exists():
                    filled.update(**{field.name: _fitting(field, words)})
                    put.add(words)
        for step in steps:
            Step.objects.filter(pk=step.pk).update(**_in_step(step, put))
    return put


def _fitting(field: Any, words: str) -> str:
    return words[: field.max_length] if field.max_length else words


def _in_step(step: Step, put: set[str]) -> dict[str, Any]:
    """Its reason, and each text that it tells of before and after."""
    changed: dict[str, Any] = {}
    if step.because:
        changed["because"] = canary(f"stepbecause{step.verb}")
        put.add(changed["because"])
    for side in ("was", "now"):
        told = dict(getattr(step, side))
        for name, value in told.items():
            if _is_words(name, value):
                told[name] = canary(f"step{side}{step.verb}{name}")
        changed[side] = told
    return changed


# --- reading --------------------------------------------------------------------------------------------


def canaries_in(answer: Any) -> set[str]:
    """All that stand in an answer: in its headers, its text, and in every part of a file that is a packed one."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    found = CANARY.findall(" ".join(f"{name}: {value}" for name, value in answer.headers.items()))
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            for name in parts.namelist():
                found += CANARY.findall(name) + CANARY.findall(parts.read(name).decode(errors="ignore"))
    else:
        found += CANARY.findall(body.decode(errors="ignore"))
    return {one.lower() for one in found}


LINK = re.compile(r'(?:href|action)="(/[^"#]*)')
LEAVES = ("/accounts/logout", "/static/")


def crawl(client: Client, starts: list[str], most: int = 2000) -> Iterator[tuple[str, Any]]:
    """Every page and file that links and addresses of forms lead to from ``starts``; the error pages among them."""
    waiting, seen = list(starts), set(starts)
    while waiting:
        assert len(seen) <= most, "More addresses than anybody would go to: a silence past them says nothing."
        address = waiting.pop(0)
        answer = client.get(address)
        if answer.status_code == 405:
            answer = client.post(address)
        yield address, answer
        if "html" in answer.headers.get("Content-Type", "") and not answer.streaming:
            for found in LINK.findall(answer.content.decode()):
                link = found.replace("&amp;", "&")
                if link not in seen and not link.startswith(LEAVES):
                    seen.add(link)
                    waiting.append(link)


def starts(plan: str, action: Action) -> list[str]:
    """Where a reader begins, and the addresses that somebody without the right could guess."""
    guessed = [
        reverse(name, args=[plan, action.slug])
        for name in ("reports:action", "actions:action-update", "actions:action-mark", "actions:action-verify")
    ]
    return [
        "/", "/plans/", "/plans/csv/", f"/plans/{plan}/", f"/plans/{plan}/?actions=all", f"/plans/{plan}/changes/",
        f"/plans/{plan}/changes/?from=1&to=2", f"/plans/{plan}/changes/csv/?from=1&to=2", f"/plans/{plan}/every-change/",
        f"/plans/{plan}/versions/1/", f"/plans/{plan}/versions/2/", f"/plans/{plan}/closing/", f"/plans/{plan}/asks/",
        f"/plans/{plan}/papers/", "/search/?q=canary", f"/plans/{plan}/marks/", f"/plans/{plan}/reading-log/",
        f"/plans/{plan}/versions/1/actions/{action.slug}/", f"/plans/{plan}/rounds/", "/public/", f"/public/{plan}/",
        f"/public/{plan}/json/", f"/public/{plan}/csv/", f"/public/{plan}/actions/{action.slug}/",
        f"/public/{plan}/compare/1/2/", f"/plans/{plan}/changes/?from=me", f"/plans/{plan}/changes/word/", *guessed,
    ]  # fmt: skip
