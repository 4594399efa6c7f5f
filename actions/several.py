"""One thing done to several actions at once: each its own step, all of them or none."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Unpack

from django.core.exceptions import PermissionDenied

from actions.models import Action
from people.models import Post
from plans.models import Plan, Step
from plans.steps import ChangedMeanwhile, How, Refused, standing, together


@dataclass(frozen=True)
class Row:
    """One of the ticked actions: the version that the form showed, and the words that are its own."""

    action: Action
    version_seen: int
    words: dict[str, Any]


class RowRefused(Refused):
    """One of the rows cannot be done, and so none was."""

    def __init__(self, row: Row, refusal: Refused) -> None:
        super().__init__(f"{row.action.reference}: {refusal.message}", refusal.field)
        self.row = row


def do_to_several(
    plan: Plan, *, verb: Callable[..., Step], rows: list[Row], shared: dict[str, Any], **how: Unpack[How]
) -> list[Step]:
    """``verb`` for each row, with the shared words and its own. What one of them refuses stops all, and names it."""
    if not rows:
        raise Refused("Tick at least one action.")
    steps = []
    kept = [one for one in shared.values() if isinstance(one, Post)]
    with standing(*kept, field="lead_post"), together(plan, how=how) as circumstances:
        for row in rows:
            try:
                once: How = {**circumstances(), "version_seen": row.version_seen}
                steps.append(verb(row.action, **shared, **row.words, **once))
            except ChangedMeanwhile:
                raise
            except Refused as refusal:
                raise RowRefused(row, refusal) from refusal
            except PermissionDenied as refusal:
                raise RowRefused(row, Refused("this is no longer yours to do.")) from refusal
    return steps
