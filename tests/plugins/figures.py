"""How many races or rows a test takes: few in the daily run, the full figure with ``run.py test --long``.

    def test_no_update_is_lost(figures):
        for _ in range(figures(20, 200)): ...
        figures.say("19 kept, 1 told")

What was taken, and what was said of it, is printed at the end of the run.
"""

import os
from dataclasses import dataclass

import pytest

TAKEN = pytest.StashKey[dict[str, tuple[int, int]]]()
SAID = pytest.StashKey[dict[str, str]]()


@dataclass(frozen=True)
class Figures:
    """The figures of one test."""

    config: pytest.Config
    test: str
    long: bool

    def __call__(self, short: int, full: int) -> int:
        """How many to take in this run."""
        chosen = full if self.long else short
        self.config.stash[TAKEN][self.test] = (chosen, full)
        return chosen

    def say(self, words: str) -> None:
        """What came of them."""
        self.config.stash[SAID][self.test] = words


def pytest_configure(config: pytest.Config) -> None:
    config.stash[TAKEN] = {}
    config.stash[SAID] = {}


@pytest.fixture(scope="session")
def long() -> bool:
    """Is this the long run?"""
    return bool(os.environ.get("FOLLOWTHROUGH_LONG"))


@pytest.fixture
def figures(request: pytest.FixtureRequest, long: bool) -> Figures:
    return Figures(request.config, request.node.nodeid, long)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash[TAKEN]:
        terminalreporter.section("figures")
    for test, (chosen, full) in config.stash[TAKEN].items():
        said = config.stash[SAID].get(test)
        terminalreporter.line(f"{chosen} of {full}  {test}{f': {said}' if said else ''}")
