"""Business time comes only from people/clock.py: no other code of ours asks what day or hour it is."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

APPS = ("people", "plans", "objectives", "actions", "scrutiny", "reports", "config")

# Each of these answers with the machine's time, or gives a column that does.
OTHER_CLOCKS = {
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "time.ctime",
    "time.strftime",
    "django.utils.timezone.now",
    "django.utils.timezone.localdate",
    "django.db.models.functions.Now",
    "django.db.models.functions.datetime.Now",
}
# These do where no moment is handed to them.
WITHOUT_A_MOMENT = {"django.utils.timezone.localtime"}
COLUMNS = {"auto_now", "auto_now_add"}

# File and clock → why it may.
ALLOWED = {
    ("people/clock.py", "django.utils.timezone.now"): "the business clock itself: outside the sample it is real time",
    (
        "actions/evidence_store.py",
        "django.utils.timezone.now",
    ): "how old a file is goes by the store's clock, which is real",
}

# {% now %}, and filters that count from the machine's time.
IN_TEMPLATES = re.compile(r"{%-?\s*now\s|\|\s*(?:timesince|timeuntil|naturaltime|naturalday)\b")


def other_clocks(path: Path) -> Iterator[str]:
    """Every other source of time that a file uses, whatever name it was imported by."""
    tree = ast.parse(path.read_text())
    imported = dict(imports(tree))
    for node in ast.walk(tree):
        name = dotted(node, imported)
        if name in OTHER_CLOCKS:
            yield name
        elif isinstance(node, ast.keyword) and node.arg in COLUMNS:
            yield node.arg
        elif isinstance(node, ast.Call) and not node.args and dotted(node.func, imported) in WITHOUT_A_MOMENT:
            yield dotted(node.func, imported)


def imports(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """``(name in this file, what it stands for)``, local imports too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield (name.asname, name.name) if name.asname else (name.name.split(".")[0], name.name.split(".")[0])
        elif isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                yield name.asname or name.name, f"{node.module}.{name.name}"


def dotted(node: ast.AST, imported: dict[str, str]) -> str:
    """``dt.date.today`` as ``datetime.date.today``; empty for what is no plain name."""
    if isinstance(node, ast.Name):
        return imported.get(node.id, "")
    if isinstance(node, ast.Attribute):
        before = dotted(node.value, imported)
        return f"{before}.{node.attr}" if before else ""
    return ""


def clocks_in_use(root: Path) -> set[tuple[str, str]]:
    code = (path for app in APPS for path in (root / app).rglob("*.py"))
    return {(path.relative_to(root).as_posix(), clock) for path in code for clock in other_clocks(path)}


def test_no_code_of_ours_asks_another_clock():
    assert clocks_in_use(settings.BASE_DIR) - ALLOWED.keys() == set()


def test_an_exception_that_nobody_needs_is_taken_out():
    assert clocks_in_use(settings.BASE_DIR) >= ALLOWED.keys()


def test_no_template_asks_another_clock():
    pages = (settings.BASE_DIR / "templates").rglob("*.*")
    assert [page.name for page in pages if IN_TEMPLATES.search(page.read_text())] == []


@pytest.mark.parametrize(
    "code",
    [
        "import datetime as dt\ntoday = dt.date.today()",
        "import datetime\nnow = datetime.datetime.now(datetime.UTC)",
        "from datetime import datetime as moment\nnow = moment.utcnow()",
        "from django.utils import timezone\nfield = DateTimeField(default=timezone.now)",
        "from django.utils.timezone import localdate\ntoday = localdate()",
        "def late():\n    from django.utils import timezone\n    return timezone.localtime()",
        "import time\nnow = time.time()",
        "from time import time as seconds\nnow = seconds()",
        "saved_at = models.DateTimeField(auto_now=True)",
        "made_at = models.DateTimeField(auto_now_add=True)",
        "from django.db.models.functions import Now\nPlan.objects.filter(at__lt=Now())",
    ],
)
def test_a_planted_clock_is_found(tmp_path, code):
    planted = tmp_path / "plans" / "planted.py"
    planted.parent.mkdir()
    planted.write_text(code)
    assert len(clocks_in_use(tmp_path)) == 1


@pytest.mark.parametrize("text", ['{% now "j F Y" %}', "{{ update.submitted_at|timesince }}"])
def test_a_planted_clock_in_a_template_is_found(text):
    assert IN_TEMPLATES.search(text)


def test_what_only_reckons_with_time_is_well(tmp_path):
    planted = tmp_path / "plans" / "planted.py"
    planted.parent.mkdir()
    planted.write_text(
        "import datetime as dt\nfrom django.utils import timezone\nfrom people import clock\n"
        "day = dt.date(2016, 4, 6) + dt.timedelta(days=1)\nhere = timezone.localtime(clock.now())"
    )
    assert clocks_in_use(tmp_path) == set()
