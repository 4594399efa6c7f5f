"""Answering an ask: what the board did about the help that a Red or Amber action needed."""

from typing import Unpack

from actions.lifecycle import refuse_out_of_turn
from actions.models import Ask
from people import clock
from plans.models import Step
from plans.steps import How, Refused, keep_record, one_step


def answer_ask(ask: Ask, *, answer: str, **how: Unpack[How]) -> Step:
    """Record what was answered and by whom; the ask leaves the list of open ones and stays on its action."""
    with one_step(ask.action, "answer_ask", because=answer, **how) as row:
        refuse_out_of_turn(row, "answer_ask")
        fresh = Ask.objects.get(pk=ask.pk, action=row)
        if fresh.answered_on is not None:
            raise Refused("This ask is already answered.")
        fresh.answer = answer.strip()
        fresh.answered_on = clock.today()
        fresh.action_version = row.version + 1
        keep_record(fresh, because=answer, recorded_by=how["recorded_by"])
    return row.last_step
