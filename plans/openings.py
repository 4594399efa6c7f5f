"""Who opened what is marked: noted when a page is drawn or a file handed out."""

from collections.abc import Iterable

from people import clock
from plans.gate import PersonRequest, PlanRequest
from plans.models import Mark, Opening
from plans.steps import words_for


def seen_on(request: PlanRequest, actions: Iterable[int]) -> list[Mark]:
    """The marks that this reader sees through on these actions and what lies under them."""
    keys = set(actions)
    return [mark for mark in request.marks.seen if mark.within in keys]


def named_on(request: PlanRequest, actions: Iterable[int]) -> list[Mark]:
    """The marks that lie on these actions as a whole: a list of wordings draws nothing of what lies under an action."""
    return [mark for mark in seen_on(request, actions) if mark.thing == Mark.Thing.ACTION]


def note_opened(request: PersonRequest, marks: Iterable[Mark], through: Opening.Through) -> None:
    """One line in the reading log of its plan for each of ``marks``, of several plans too; no query where there is none.

    That is the plan whose words they are, also where they are read in another one, to which they are to move.
    """
    opened = list(marks)
    if not opened:
        return
    words, now = words_for(request.user), clock.now()
    Opening.objects.bulk_create(
        Opening(
            plan_id=mark.plan_id,
            mark=mark,
            opened_by=request.user,
            opened_words=words,
            opened_at=now,
            through=through,
        )
        for mark in opened
    )
