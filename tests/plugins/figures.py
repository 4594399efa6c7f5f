"""How many races or rows a test takes: few in the daily run, the full figure with ``run.py test --long``.

    def test_no_update_is_lost(figures):
        for _ in range(figures(20, 200)): ...

What was taken is printed at the end of the run.
"""

import os
from collections.abc import Callable

import pytest

TAKEN = pytest.StashKey[dict[str, tuple[int, int]]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[TAKEN] = {}


@pytest.fixture(scope="session")
def long() -> bool:
    """Is this the long run?"""
    return bool(os.environ.get("FOLLOWTHROUGH_LONG"))


@pytest.fixture
def figures(request: pytest.FixtureRequest, long: bool) -> Callable[[int, int], int]:
    def choose(short: int, full: int) -> int:
        chosen = full if long else short
        request.config.stash[TAKEN][request.node.nodeid] = (chosen, full)
        return chosen

    return choose


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash[TAKEN]:
        terminalreporter.section("figures")
    for test, (chosen, full) in config.stash[TAKEN].items():
        terminalreporter.line(f"{chosen} of {full}  {test}")
