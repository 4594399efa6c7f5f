"""A database that stops right after one of its writes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from tests.sending import everything


class Broken(Exception):
    """The machine stopped here."""


class BreaksAfter:
    """Lets so many writes through and stops right after the last of them."""

    def __init__(self, writes: int) -> None:
        self.left = writes

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        outcome = execute(sql, *rest)
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            self.left -= 1
            if not self.left:
                raise Broken
        return outcome


def assert_whole_or_not_at_all(verb: Callable[[], Any], writes: int) -> None:
    """``verb`` makes so many writes; a failure after any of them leaves every row as it was, and without one it is done."""
    stood = everything()
    for last in range(1, writes + 1):
        with pytest.raises(Broken), connection.execute_wrapper(BreaksAfter(last)):
            verb()
        assert everything() == stood, f"write {last} of {writes} stayed behind"
    with connection.execute_wrapper(BreaksAfter(writes + 1)):
        assert verb()
    assert everything() != stood
