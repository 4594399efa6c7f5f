"""Closing a plan is done whole or not at all: whichever of its writes is the last before a failure, nothing stays behind."""

import pytest

from plans.models import Plan, Role
from plans.people_of_plan import grant_role
from scrutiny import closing
from scrutiny.models import Closing
from tests.actions.life import Life
from tests.breaks_after import assert_whole_or_not_at_all
from tests.conftest import Cast
from tests.scrutiny.whole_life import list_of


def plan_of(cast: Cast) -> Plan:
    return Plan.objects.get(pk=cast.plan.pk)


def going_on(cast: Cast) -> Closing:
    return Closing.objects.open().get()


def two_officers(cast: Cast) -> None:
    grant_role(cast.plan, role=Role.CHIEF_OFFICER, holder=cast.officer_elsewhere, because="Two.", **cast.as_manager())


def begin(cast: Cast) -> object:
    return closing.begin_closing(plan_of(cast), officers=[cast.chief_officer], because="So.", **cast.as_manager())


def begin_with_two(cast: Cast) -> object:
    officers = [cast.chief_officer, cast.officer_elsewhere]
    return closing.begin_closing(plan_of(cast), officers=officers, because="So.", **cast.as_manager())


def give_up(cast: Cast) -> object:
    return closing.give_up_closing(going_on(cast), because="Not yet.", **cast.as_manager())


def account(cast: Cast) -> object:
    return closing.account_for(
        going_on(cast), cast.objective, carried_words="The board", because="Its work.", **cast.as_manager()
    )


def account_otherwise(cast: Cast) -> object:
    return closing.account_for(going_on(cast), cast.objective, because="It ends.", **cast.as_manager())


def actions_ended(cast: Cast) -> None:
    Life(cast).to("withdrawn")
    Life(cast).of(cast.action_elsewhere).to("withdrawn")


def confirm(cast: Cast) -> object:
    row, chief = going_on(cast), cast.chief_officer
    return closing.confirm_closing(
        row.officers.get(), list_seen=list_of(row), because="Read.", by=chief, recorded_by=chief
    )


def replace(cast: Cast) -> object:
    officer = going_on(cast).officers.get()
    return closing.replace_officer(officer, person=cast.officer_elsewhere, because="Left.", **cast.as_manager())


def close(cast: Cast) -> object:
    return closing.close_plan(going_on(cast), because="Nothing is left.", **cast.as_manager())


def reopen(cast: Cast) -> object:
    return closing.reopen_plan(plan_of(cast), because="It slid back.", **cast.as_manager())


@pytest.mark.parametrize(
    ("verb", "writes", "before"),
    [
        (begin, 6, ()),  # the closing and the officer, each with its history row and its step
        (begin_with_two, 9, (two_officers,)),
        (give_up, 3, (begin,)),
        (account, 3, (begin,)),
        (account_otherwise, 3, (begin, account)),
        (confirm, 3, (begin, account, actions_ended)),
        (replace, 3, (two_officers, begin)),
        (close, 6, (begin, account, actions_ended, confirm)),  # the closing and the plan
        (reopen, 6, (begin, account, actions_ended, confirm, close)),
    ],
)
def test_a_failure_after_any_write_leaves_nothing_behind(cast, verb, writes, before):
    for earlier in before:
        earlier(cast)
    assert_whole_or_not_at_all(lambda: verb(cast), writes)
