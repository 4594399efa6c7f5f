"""How the whole project is written: what nobody remembers to look at, looked at."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from people.look import packaged_files
from plans.rights import BY_VERB
from plans.telling import DONE
from plans.who_can_see import GROUPS

ROOT = settings.BASE_DIR
APPS = ("people", "plans", "objectives", "actions", "scrutiny", "reports")
NO_HOME = {"utils", "util", "common", "core", "helpers", "misc", "manager", "managers", "handlers", "process", "data"}
# British in words that people read and in our own names; what belongs to a library keeps its own.
AMERICAN = re.compile(
    r"\b(?:color|colored|center|centered|favorite|behavior|license[sd]? plate|organi[z]ation\w*|recogni[z]e\w*|summari[z]e\w*"
    r"|prioriti[z]e\w*|finali[z]e\w*|canceled|canceling|labeled|labeling|modeled|fulfill|program[m]?es? of work)\b",
    re.IGNORECASE,
)


def code(*names: str) -> Iterator[Path]:
    for name in names or (*APPS, "config"):
        yield from sorted(path for path in (ROOT / name).rglob("*.py") if "migrations" not in path.parts)


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef))


def where(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- files and names ---------------------------------------------------------------------------


def test_every_helper_lives_with_its_first_user():
    homeless = [where(path) for path in code() if NO_HOME & {path.stem, *path.relative_to(ROOT).parts[:-1]}]
    assert homeless == []


def test_every_file_says_what_it_is_for():
    told_by_django = {"urls.py", "apps.py", "admin.py"}
    silent = [
        where(path)
        for path in code()
        if path.name not in told_by_django
        and path.read_text().strip()
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_nothing_happens_behind_ones_back():
    """No signals: what a change sets off stands in the verb that makes it."""
    listening = [
        where(path)
        for path in code()
        if re.search(r"django\.dispatch|models\.signals|@receiver|\.connect\(", path.read_text())
    ]
    assert listening == []


def test_a_migration_says_in_its_name_what_it_does():
    names = [path.stem for app in APPS for path in (ROOT / app).glob("migrations/0*.py")]
    assert names
    assert [name for name in names if re.search(r"_(auto|initial|and_more|alter_\w+_options)", name)] == []


def test_addresses_are_named_noun_and_verb_in_kebab_case():
    odd = [name for name, _ in our_addresses() if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name)]
    assert odd == []


def test_paths_are_short_words_in_kebab_case_and_end_with_a_slash():
    for name, route in our_addresses():
        words = re.sub(r"<[^>]+>", "", route)
        assert re.fullmatch(r"[a-z/-]*", words), (name, route)
        assert route == "" or route.endswith("/"), (name, route)


def our_addresses() -> Iterator[tuple[str, str]]:
    for part in get_resolver().url_patterns:
        if isinstance(part, URLResolver) and part.namespace in APPS:
            yield from ((one.name or "", str(one.pattern)) for one in part.url_patterns if isinstance(one, URLPattern))


# --- verbs and views ---------------------------------------------------------------------------


def verbs_taken() -> Iterator[tuple[str, str, str]]:
    """``(file, verb, right)`` of every opening of the private step; a right that is no plain text is left empty."""
    for path in code(*APPS):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "one_step" and len(node.args) > 1:
                verb = getattr(node.args[1], "value", None)
                right = next((word.value for word in node.keywords if word.arg == "right"), node.args[1])
                if isinstance(verb, str):
                    yield where(path), verb, getattr(right, "value", "")


def test_every_verb_has_words_for_the_timeline():
    assert {verb for _, verb, _ in verbs_taken()} - DONE.keys() == set()


def test_every_verb_asks_a_right_of_the_table():
    """But for the two that are there before any plan, and so before any role: plans.steps says who may."""
    asked = {right for _, verb, right in verbs_taken() if right and verb not in ("create_plan", "administer")}
    assert asked - BY_VERB.keys() == set()


def test_every_right_stands_on_the_page_who_can_see_what():
    on_the_page = [verb for _, verbs in GROUPS for verb in verbs]
    assert sorted(on_the_page) == sorted(BY_VERB)


def test_a_verb_takes_everything_but_its_row_by_name():
    loose = [
        f"{where(path)}: {function.name}"
        for path in code("plans", "objectives", "actions", "reports")
        for function in functions(path)
        if function.args.kwarg and function.args.kwarg.arg == "how" and len(function.args.args) > 1
    ]
    assert loose == []


def test_every_verb_says_what_it_does():
    silent = [
        f"{where(path)}: {function.name}"
        for path in code("plans", "objectives", "actions", "reports")
        for function in functions(path)
        if function.args.kwarg and function.args.kwarg.arg == "how" and not ast.get_docstring(function)
    ]
    assert silent == []


def test_every_view_begins_with_who_may_come_in():
    """Its first decorator names the right, or says that signing in is enough, or that nobody need."""
    doors = {"right", "signed_in", "reading_page", "require_safe", "public_page"}
    unguarded = {
        (where(path), function.name)
        for path in code(*APPS)
        for function in functions(path)
        if returns_page(function) and led_to_by_an_address(function) and first_decorator(function) not in doors
    }
    assert unguarded == OPEN_BY_THEMSELVES.keys()


OPEN_BY_THEMSELVES = {
    ("plans/views/drafts.py", "draft_save"): "answers a script: who is signed out is told so, and gets no page",
}


def first_decorator(function: ast.FunctionDef) -> str:
    for decorator in function.decorator_list[:1]:
        return getattr(decorator.func if isinstance(decorator, ast.Call) else decorator, "id", "")
    return ""


def returns_page(function: ast.FunctionDef) -> bool:
    return isinstance(function.returns, ast.Name) and function.returns.id == "HttpResponse"


def led_to_by_an_address(function: ast.FunctionDef) -> bool:
    return function.name in {
        getattr(part.callback, "__name__", "")
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver)
        for part in resolver.url_patterns
        if isinstance(part, URLPattern)
    }


# --- templates ---------------------------------------------------------------------------------


def templates() -> list[Path]:
    return sorted((ROOT / "templates").rglob("*.html"))


def test_base_opens_with_the_list_of_its_blocks():
    base = (ROOT / "templates" / "base.html").read_text()
    listed = base.partition("{% endcomment %}")[0]
    blocks = set(re.findall(r"{% block (\w+) %}", base))
    assert all(re.search(rf"\b{block}\b", listed) for block in blocks)


def test_every_block_of_base_is_filled_by_some_page():
    base = ROOT / "templates" / "base.html"
    blocks = set(re.findall(r"{% block (\w+) %}", base.read_text()))
    filled = {
        name for path in templates() if path != base for name in re.findall(r"{% block (\w+) %}", path.read_text())
    }
    assert blocks - filled == set()


def test_a_partial_says_what_it_needs():
    silent = [
        where(path) for path in templates() if path.name.startswith("_") and "{% comment %}" not in path.read_text()
    ]
    assert silent == []


def test_what_people_typed_is_never_taken_for_markup():
    trusting = [where(path) for path in templates() if re.search(r"\|\s*safe\b|{%\s*autoescape off", path.read_text())]
    assert trusting == ["templates/bootstrap5/layout/help_text_and_errors.html"]  # the hints are ours


def test_no_button_is_greyed_out():
    assert [where(path) for path in templates() if re.search(r"<button[^>]*\bdisabled\b", path.read_text())] == []


# --- words -------------------------------------------------------------------------------------


def test_spelling_is_british():
    found = [
        f"{where(path)}: {word.group()}"
        for path in [*templates(), *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
        for word in AMERICAN.finditer(re.sub(r"<[^>]+>", " ", path.read_text()))
    ]
    assert found == []


def test_decisions_are_numbered_without_a_gap_and_fit_on_a_page():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        text = page.read_text()
        assert text.startswith(f"# {int(page.name[:4])}. "), page.name
        assert "**Decided.**" in text, page.name
        assert len(text.split()) <= 300, page.name


def test_every_link_between_our_pages_leads_somewhere():
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text()):
            if "://" not in link:
                assert (page.parent / link).exists(), f"{where(page)}: {link}"


@pytest.mark.parametrize("page", ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "docs/architecture.md"])
def test_the_pages_that_a_stranger_looks_for_are_there(page):
    assert (ROOT / page).read_text().strip()


# --- pages and their look ------------------------------------------------------------------------


STYLES = [path.read_text() for path in sorted((ROOT / "static" / "css").glob("*.css"))]
TEMPLATES = {path: path.read_text() for path in sorted((ROOT / "templates").rglob("*.html"))}


def drawn() -> str:
    """All text in which a class can be named."""
    scripts = [path.read_text() for path in sorted((ROOT / "static" / "js").glob("*.js"))]
    return "\n".join([*TEMPLATES.values(), *scripts, *(path.read_text() for path in code())])


def unused_classes(styles: str, everywhere: str) -> set[str]:
    """The classes of the stylesheet that no page names, neither whole nor as the beginning and end of a name."""
    plain = re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"", "", styles, flags=re.DOTALL)
    named = set(re.findall(r"\.([a-z][a-z0-9-]*)(?=[^;{}]*\{)", plain))
    words = set(re.findall(r"[a-z][a-z0-9-]*", everywhere))
    stems = {word.rstrip("-") for word in re.findall(r"\b([a-z][a-z0-9-]*-)(?=\{)", everywhere)}
    return {name for name in named - words if name.rpartition("-")[0] not in stems}


def test_no_rule_of_the_stylesheet_waits_for_a_class_that_no_page_has():
    # Django's administration, and crispy-forms after the name of a widget.
    by_libraries = {"breadcrumbs", "numberinput", "datetext"}
    assert unused_classes("\n".join(STYLES), drawn()) == by_libraries


def test_a_planted_rule_is_found():
    assert unused_classes(".rag { color: red } .nobody > li { margin: 0 }", '<p class="rag">') == {"nobody"}


def ruled(styles: str) -> set[str]:
    """Every class that a stylesheet knows."""
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", styles))


RULED = ruled("\n".join([packaged_files()["look/bootstrap.min.css"].read_text(), *STYLES]))


def classes_without_a_rule(text: str, ruled: set[str]) -> set[str]:
    """The classes that this page writes out whole and no stylesheet knows."""
    plain = re.sub(r"{{.*?}}", "\0", re.sub(r"{%.*?%}|{#.*?#}", " ", text))
    named = {name for group in re.findall(r'class="([^"]*)"', plain) for name in group.split() if "\0" not in name}
    return {name for name in named - ruled if name[0].isalpha()}


# The name of the width that base.html has anyway; and classes of Django's own administration.
NEED_NO_RULE = {
    "base.html": {"wide"},
    "admin/account_history.html": {"module"},
    "admin/full_history.html": {"paginator"},
}


@pytest.mark.parametrize("path", TEMPLATES, ids=where)
def test_no_page_has_a_class_for_which_there_is_no_rule(path):
    needs_none = NEED_NO_RULE.get(path.relative_to(ROOT / "templates").as_posix(), set())
    assert classes_without_a_rule(TEMPLATES[path], RULED) == needs_none


def test_a_planted_class_is_found():
    page = '<p class="rag rag-{{ name }} {% if late %}late{% endif %}">'
    assert classes_without_a_rule(page, ruled(".rag { color: red }")) == {"late"}


LIBRARIES = {
    path.stem: set(re.findall(r"^@register\.\w+(?:\([^)]*\))?\n(?:@.*\n)*def (\w+)", path.read_text(), re.MULTILINE))
    for app in APPS
    for path in sorted((ROOT / app / "templatetags").glob("[a-z]*.py"))
}


def unused_libraries(text: str) -> set[str]:
    loaded = {name for line in re.findall(r"{% load ([^%]+)%}", text) for name in line.split()}
    names = set(re.findall(r"{% (\w+)", text)) | set(re.findall(r"\|(\w+)", text))
    return {name for name in loaded & LIBRARIES.keys() if not LIBRARIES[name] & names}


@pytest.mark.parametrize("path", TEMPLATES, ids=where)
def test_no_page_loads_tags_that_it_does_not_use(path):
    assert unused_libraries(TEMPLATES[path]) == set()


def test_a_planted_load_is_found():
    assert unused_libraries("{% load look rights %}{% rating 'G' %}") == {"rights"}
