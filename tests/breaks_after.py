"""A database that stops right after one of its writes."""

from collections.abc import Callable
from typing import Any


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
