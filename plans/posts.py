"""Posts: adding one, giving it to another holder, ending it; and what they are named for.

*Lead gone* is a post without a holder, *post lost* a post that has ended. What names posts (actions, objectives) lies in the
rooms above this one: each says here, once, how to count what it names them for.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Unpack

from people import clock
from people.models import Organisation, Post, User
from plans.models import Plan, Role, Step
from plans.rights import roles_by_plan
from plans.steps import How, Refused, one_step, standing


@dataclass(frozen=True)
class Duty:
    """Something that posts are named for, in words for one and for several: "leads {} action", "leads {} actions".

    ``count(plan)`` gives, for each post's key, how many rows of the plan name it.
    """

    one: str
    several: str
    count: Callable[[Plan], dict[int, int]]

    def words(self, number: int) -> str:
        return (self.one if number == 1 else self.several).format(number)


_DUTIES: list[Duty] = []


def named_for_also(duty: Duty) -> None:
    """Called once for each duty, when the program starts, by the room that knows it; the lists follow that order."""
    _DUTIES.append(duty)


def named_for(plan: Plan) -> dict[int, list[str]]:
    """``{post's key: ["leads 4 actions", "answers for 1 objective"]}``. One query for each kind of duty."""
    named: dict[int, list[str]] = {}
    for duty in _DUTIES:
        for post, number in duty.count(plan).items():
            named.setdefault(post, []).append(duty.words(number))
    return named


def add_post(
    plan: Plan,
    *,
    title: str,
    organisation: Organisation,
    holder: User | None = None,
    because: str = "",
    **how: Unpack[How],
) -> Post:
    """Add a post to an organisation, so that actions of the plan can name it."""
    post = Post(title=title.strip(), organisation=organisation, holder=holder)
    because = because or f"Needed for {plan.short_title}."
    with (
        standing(holder, field="holder"),
        one_step(post, "add_post", right="people", for_plan=plan, because=because, **how) as row,
    ):
        if Post.objects.filter(title__iexact=row.title, organisation=organisation).exists():
            raise Refused(
                f"{organisation} has a post of this title already. Choose that one, or say how this differs.", "title"
            )
    return row


def hold_post(post: Post, *, plan: Plan, holder: User | None, because: str, **how: Unpack[How]) -> Step:
    """Say who holds a post from now on; nobody means *lead gone*."""
    with (
        standing(holder, field="holder"),
        one_step(post, "hold_post", right="people", for_plan=plan, because=because, **how) as row,
    ):
        _refuse_lost(row)
        refuse_named_elsewhere(row, how["recorded_by"])
        if holder == row.holder:
            raise Refused("Nothing is different.", "holder")
        row.holder = holder
    return row.last_step


def end_post(post: Post, *, plan: Plan, because: str, ended_on: dt.date | None = None, **how: Unpack[How]) -> Step:
    """Say that a post is no more. What names it goes on naming it, as *post lost*, until it is given to another."""
    with one_step(post, "end_post", right="people", for_plan=plan, because=because, **how) as row:
        _refuse_lost(row)
        refuse_named_elsewhere(row, how["recorded_by"])
        if ended_on is not None and ended_on > clock.today():
            raise Refused("That day is still to come. Until then the post stands.", "ended_on")
        if len(because.strip()) > 300:
            raise Refused("Say it in at most 300 characters.", "because")
        row.holder, row.ended_on, row.ended_because = None, ended_on or clock.today(), because.strip()
    return row.last_step


def refuse_named_elsewhere(post: Post, recorded_by: User) -> None:
    """A post that leads or answers in another plan is not hers alone to give away or to end."""
    managed = [plan for plan, roles in roles_by_plan(recorded_by).items() if Role.PLAN_MANAGER in roles]
    if recorded_by.is_staff:
        return
    if any(post.pk in named_for(plan) for plan in Plan.objects.exclude(pk__in=managed)):
        raise Refused("A plan that you do not manage names this post too. Ask an administrator, or its plan manager.")


def _refuse_lost(post: Post) -> None:
    if post.ended_on is not None:
        raise Refused("This post has ended already.")
