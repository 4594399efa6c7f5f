"""Every clause of every requirement has a test that is there, or says that it is not yet built."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

PAGE = settings.BASE_DIR / "docs" / "requirements.md"
LAST = 49
NOT_YET = "not yet built"
LINE = re.compile(r"^\| (R\d+) \| (.+?) \| (.*?) \|$", re.MULTILINE)


def names_of_tests(root: Path) -> set[str]:
    return {
        node.name
        for path in root.rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def problems(page: str, there: set[str]) -> list[str]:
    """What is wrong with the page, given the tests that there are."""
    lines = LINE.findall(page)
    found = [
        f"R{number} is missing" for number in range(1, LAST + 1) if f"R{number}" not in {line[0] for line in lines}
    ]
    for requirement, clause, shown_by in lines:
        named = re.findall(r"`(\w+)`", shown_by)
        where = f"{requirement}, {clause}"
        if not named and shown_by != NOT_YET:
            found.append(f"{where}: no test, and not marked “{NOT_YET}”")
        if named and NOT_YET in shown_by:
            found.append(f"{where}: marked “{NOT_YET}”, and names a test")
        if named and not named[0].startswith(f"test_r{int(requirement[1:]):02}_"):
            found.append(f"{where}: the first test is not named after {requirement}")
        for name in named:
            if name not in there:
                found.append(f"{where}: there is no {name}")
            number = re.match(r"test_r(\d+)_", name)
            if number and f"R{int(number.group(1))}" != requirement:
                found.append(f"{where}: {name} belongs to another requirement")
    return found


@pytest.fixture(scope="module")
def there() -> set[str]:
    return names_of_tests(settings.BASE_DIR / "tests")


def test_every_clause_has_its_test_or_says_that_it_is_not_yet_built(there):
    assert problems(PAGE.read_text(), there) == []


def test_a_test_named_after_a_requirement_has_two_figures_and_stands_on_the_page(there):
    on_the_page = set(re.findall(r"`(test_\w+)`", PAGE.read_text()))
    named = {name for name in there if re.match(r"test_r\d", name)}
    assert {name for name in named if not re.match(r"test_r\d\d_", name)} == set()
    assert named - on_the_page == set()


def page_with(line: str) -> str:
    others = (f"| R{number} | A clause | {NOT_YET} |" for number in range(1, LAST + 1))
    return "\n".join([*others, line])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("| R4 | A clause |  |", "no test, and not marked"),
        ("| R4 | A clause | soon |", "no test, and not marked"),
        ("| R4 | A clause | `test_r04_gone` |", "there is no test_r04_gone"),
        ("| R4 | A clause | `test_r04_there`, `test_r05_there` |", "belongs to another requirement"),
        ("| R4 | A clause | `test_there` |", "is not named after R4"),
        ("| R4 | A clause | `test_r04_there`, not yet built |", "names a test"),
    ],
)
def test_a_planted_gap_is_found(line, problem):
    (found,) = problems(page_with(line), {"test_there", "test_r04_there", "test_r05_there"})
    assert problem in found


def test_a_requirement_that_is_missing_is_found():
    assert problems(page_with("").replace("| R7 | A clause | not yet built |", ""), set()) == ["R7 is missing"]


def test_a_clause_with_its_test_is_well():
    assert problems(page_with("| R4 | A clause | `test_r04_there` |"), {"test_r04_there"}) == []
