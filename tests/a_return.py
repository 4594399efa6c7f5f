"""Somebody at the page of a whole return: what it shows, and what a browser sends of it."""

import datetime as dt
from typing import Any

from actions.models import Action
from actions.structure import add_action
from people.models import british
from tests.actions.conftest import Desk
from tests.conftest import Cast
from tests.sending import shown_by

MY_RETURN = "/plans/the-plan/my-return/"


def more_actions(cast: Cast, number: int) -> list[Action]:
    """Further actions of the officer’s post: 1.4.20, 1.4.21 and so on."""
    first = 18 + Action.objects.filter(plan=cast.plan).count()
    return [
        add_action(
            cast.objective, reference=f"1.4.{one}", wording=f"Reach group {one} of families.", lead_post=cast.lead,
            start_on=dt.date(2015, 12, 1), due_on=dt.date(2016, 9, 30), because="Agreed.", **cast.as_manager(),
        )
        for one in range(first, first + number)
    ]  # fmt: skip


def key(action: Action, question: str) -> str:
    return f"a{action.pk}-{question}"


def row_of(page: Any, action: Action) -> Any:
    return next(row for row in page.context["form"].rows if row.action.pk == action.pk)


def sent_by(page: Any, *answered: tuple[Action, dict[str, Any]], **shared: Any) -> dict[str, Any]:
    """What a browser sends of ``page`` with these answers at these actions."""
    sent: dict[str, Any] = {}
    for row in page.context["form"].rows:
        if row.form is not None:
            sent |= {
                name: british(one) if isinstance(one, dt.date) else one for name, one in shown_by(row.form).items()
            }
            sent[f"{row.anchor}-as_shown"] = row.form.as_shown
    for action, answers in answered:
        sent |= {key(action, question): answer for question, answer in answers.items()}
    return {**sent, **shared}


def send(desk: Desk, *answered: tuple[Action, dict[str, Any]], page: str = MY_RETURN, **shared: Any) -> Any:
    """Open the page, answer, and press the button that ``shared`` names; *submit* where it names none."""
    button = {} if {"save_draft", "discard_draft", "take_over"} & set(shared) else {"submit": "yes"}
    return desk.post(page, sent_by(desk.read(page), *answered, **button, **shared))
