"""Imports point only downwards, and so does everything else by which one app may reach another.

An app knows those before it in ``LAYERS``. Reaching upwards by a local import, by a name in a string, by a reverse
relation or from a template counts like an import. A template may link upwards by an address's name alone.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

LAYERS = ("people", "plans", "objectives", "actions", "scrutiny", "reports")
ABOVE_ALL = "config"

IN_TAGS = re.compile(r"{[{%].*?[}%]}", re.DOTALL)
INCLUDED = re.compile(r"""{%-?\s*(?:include|extends)\s+["']([^"']+)["']""")
LOADED = re.compile(r"{%-?\s*load\s+([^%]+?)\s*%}")
NAMES_FIELDS = (
    "prefetch_related",
    "select_related",
    "values",
    "values_list",
    "order_by",
    "only",
    "defer",
    "Prefetch",
    "F",
    "Count",
)


def layer_of(path: Path, root: Path) -> str:
    """The app that a file of code or a template belongs to; what all share is the lowest one's."""
    parts = path.relative_to(root).parts
    first = parts[1] if parts[0] == "templates" else parts[0]
    return first if first in LAYERS else LAYERS[0]


def above(layer: str) -> frozenset[str]:
    return frozenset(LAYERS[LAYERS.index(layer) + 1 :]) | {ABOVE_ALL}


def upward_relations(layer: str) -> frozenset[str]:
    """Names by which rows of ``layer`` and below reach, backwards, rows of an app above it."""
    at_or_below = LAYERS[: LAYERS.index(layer) + 1]
    return frozenset(
        name
        for app in at_or_below
        if apps.is_installed(app)
        for model in apps.get_app_config(app).get_models()
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and relation.related_model._meta.app_label in above(layer)
        for name in (relation.get_accessor_name(), relation.name)
        if name and not name.endswith("+")
    )


def code_of(root: Path, names: tuple[str, ...] = LAYERS) -> Iterator[Path]:
    for name in names:
        yield from sorted((root / name).rglob("*.py"))


def templates_of(root: Path) -> Iterator[Path]:
    yield from sorted(path for path in (root / "templates").rglob("*") if path.suffix in (".html", ".txt"))


# --- what a file reaches -----------------------------------------------------------------------


def faults_in_code(path: Path, root: Path) -> Iterator[str]:
    """Each way in which a file of an app reaches upwards, with its line."""
    layer = layer_of(path, root)
    where = path.relative_to(root).as_posix()
    relations = upward_relations(layer)
    tree = ast.parse(path.read_text())
    prose = docstrings(tree)
    for node in ast.walk(tree):
        if node in prose:
            continue
        for reached, how in reaches(node, relations):
            if reached.partition(".")[0] in above(layer) or how == "reverse relation":
                yield f"{where}:{node.lineno} {how} {reached}"


def reaches(node: ast.AST, relations: frozenset[str]) -> Iterator[tuple[str, str]]:
    """``(what, how)`` for everything that one piece of code might reach; most of it lies below, and is well."""
    if isinstance(node, ast.Import):
        yield from ((name.name, "import") for name in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module, "import"
    elif isinstance(node, ast.ImportFrom) and node.level > 1:
        yield f"{ABOVE_ALL}.of a relative import", "import"
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        if re.fullmatch(r"[a-z]+(\.\w+)+", node.value):
            yield node.value, "name in a string"
        if names_relation(node.value, relations):
            yield node.value, "reverse relation"
    elif isinstance(node, ast.Call):
        words = [word.value for word in node.args if isinstance(word, ast.Constant) and isinstance(word.value, str)]
        if called(node) in ("get_model", "get_app_config", "import_module", "__import__"):
            yield from ((word, "app named") for word in words[:1] if "." not in word)
        elif called(node) in NAMES_FIELDS:
            yield from ((word, "reverse relation") for word in words if word.lstrip("-") in relations)
    elif isinstance(node, ast.Attribute) and node.attr in relations:
        yield node.attr, "reverse relation"
    elif isinstance(node, ast.keyword) and node.arg and names_relation(node.arg, relations):
        yield node.arg, "reverse relation"


def names_relation(text: str, relations: frozenset[str]) -> bool:
    """Whether a lookup such as ``actions__lead_post`` begins with, or passes through, a relation from above."""
    return "__" in text and any(part in relations for part in text.lstrip("-").split("__"))


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def docstrings(tree: ast.AST) -> set[ast.AST]:
    """Prose may speak of the apps above."""
    return {
        node.value for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def faults_in_template(path: Path, root: Path) -> Iterator[str]:
    layer = layer_of(path, root)
    where, text = path.relative_to(root).as_posix(), path.read_text()
    for included in INCLUDED.findall(text):
        if included.partition("/")[0] in above(layer):
            yield f"{where} includes {included}"
    for library in (name for names in LOADED.findall(text) for name in names.split()):
        owner = next((app for app in LAYERS if (root / app / "templatetags" / f"{library}.py").exists()), None)
        if owner in above(layer):
            yield f"{where} loads {library} of {owner}"
    for relation in upward_relations(layer):
        if any(re.search(rf"\.{relation}\b", tag) for tag in IN_TAGS.findall(text)):
            yield f"{where} reads {relation}"


def faults(root: Path) -> list[str]:
    return [
        *(fault for path in code_of(root) for fault in faults_in_code(path, root)),
        *(fault for path in templates_of(root) for fault in faults_in_template(path, root)),
    ]


# --- the promise -------------------------------------------------------------------------------


def test_every_app_of_ours_has_its_place():
    ours = [name for name in settings.INSTALLED_APPS if (settings.BASE_DIR / name).is_dir()]
    assert ours == [name for name in LAYERS if name in ours]


def test_nothing_reaches_upwards():
    assert faults(settings.BASE_DIR) == []


# --- and it is noticed when it is broken --------------------------------------------------------


@pytest.mark.parametrize(
    ("app", "code"),
    [
        ("plans", "from actions.models import Action"),
        ("plans", "import reports.document"),
        ("people", "def late():\n    from plans.models import Plan\n    return Plan"),
        (
            "actions",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from reports.document import PlanDocument",
        ),
        ("reports", "from config import settings"),
        ("people", "from config.settings import MODE"),
        ("objectives", "from .. import actions"),
        ("plans", "action = models.ForeignKey('actions.Action', on_delete=models.PROTECT)"),
        ("people", "BACKEND = 'reports.papers.word.paper'"),
        ("plans", "apps.get_model('actions', 'Action')"),
        ("plans", "importlib.import_module('reports')"),
        ("plans", "def count(plan):\n    return plan.actions.count()"),
        ("people", "Post.objects.filter(leads__isnull=True)"),
        ("objectives", "StrategicObjective.objects.values_list('actions__reference')"),
        ("plans", "Plan.objects.order_by('-kept_documents__kept_at')"),
        ("plans", "Plan.objects.prefetch_related('actions')"),
    ],
)
def test_a_planted_upward_import_is_found(tmp_path, app, code):
    planted = tmp_path / app / "planted.py"
    planted.parent.mkdir()
    planted.write_text(code)
    assert len(faults(tmp_path)) == 1, faults(tmp_path)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("plans/plan_edit.html", "{% include 'reports/_key.html' %}"),
        ("people/contact.html", '{% extends "plans/frame.html" %}'),
        ("components/rag.html", "{% include 'actions/_row.html' %}"),
        ("base.html", "{% load look rights %}"),
        ("plans/plan_edit.html", "{{ plan.actions.count }}"),
    ],
)
def test_a_planted_upward_template_is_found(tmp_path, template, text):
    tags = tmp_path / "plans" / "templatetags" / "rights.py"
    tags.parent.mkdir(parents=True)
    tags.touch()
    planted = tmp_path / "templates" / template
    planted.parent.mkdir(parents=True)
    planted.write_text(text)
    assert len(faults(tmp_path)) == 1, faults(tmp_path)


@pytest.mark.parametrize(
    ("app", "code"),
    [
        ("reports", "from actions.models import Action"),
        ("plans", "from people.models import User\nfrom django.db import models"),
        ("plans", "redirect('reports:my-work')"),
        ("people", '"""Papers (reports.papers.word) take their colours from here."""'),
        ("plans", "Plan.objects.filter(plan_roles__person=person)"),
    ],
)
def test_what_points_downwards_or_is_an_address_is_well(tmp_path, app, code):
    planted = tmp_path / app / "planted.py"
    planted.parent.mkdir()
    planted.write_text(code)
    assert faults(tmp_path) == []
