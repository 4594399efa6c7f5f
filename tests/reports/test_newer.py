"""What is newer than the version that members read: updates, and what was decided meanwhile."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db.models import Q
from django.test import Client

from actions.models import ProgressUpdate
from people import clock
from people.models import Meeting, User
from plans.models import Plan, Round
from reports.newer import Newer, newer_of
from reports.versions import consider, issue_to_members
from tests.actions.life import Life
from tests.conftest import NOW, set_up
from tests.reports.reading import page_of, words

DAY = dt.timedelta(days=1)
PLAN = "/plans/the-plan/"


@pytest.fixture
def life(cast) -> Iterator[Life]:
    """A version of 6 April; the clock stands at the 7th."""
    life = Life(cast)
    life.submit_update()
    issue(cast, "April 2016")
    with clock.at(NOW + DAY):
        yield life


def issue(cast, label: str) -> None:
    issue_to_members(Plan.objects.get(pk=cast.plan.pk), label=label, because="Considered.", **cast.as_manager())


def read(person: User, address: str) -> str:
    client = Client()
    client.force_login(person)
    return words(page_of(client, address))


def newer(cast) -> tuple[int, int]:
    found = newer_of(cast.member, {cast.plan.pk: False}, Q())[cast.plan.pk]
    return found.updates, found.decisions


def test_members_are_told_of_newer_decisions_as_of_newer_updates(cast, life):
    assert newer(cast) == (0, 0)
    life.ask_extension()
    life.grant_extension()
    life.submit_update()
    life.of(cast.action_elsewhere).withdraw()
    assert newer(cast) == (1, 2)
    told = "1 newer update and 2 decisions are in hand and stand in no version yet"
    assert told in read(cast.member, PLAN)
    assert told in read(cast.member, "/")
    assert "1 update and 2 decisions since then are not in it" in read(cast.officer, PLAN)
    assert "1 update and 2 decisions since then are not in it." in read(cast.plan_manager, "/")


def test_once_they_are_issued_nothing_is_newer(cast, life):
    life.submit_update()
    life.ask_extension()
    life.grant_extension()
    issue(cast, "May 2016")
    assert newer(cast) == (0, 0)
    assert "newer" not in read(cast.member, PLAN)


def test_a_single_decision_is_said_alone(cast, life):
    life.ask_extension()
    life.refuse_extension()
    assert "1 newer decision is in hand and stands in no version yet" in read(cast.member, PLAN)


def test_what_was_said_at_the_table_stands_in_the_version_that_came_of_it(cast, life):
    life.lay_before_the_body()
    with clock.at(NOW + 2 * DAY):
        meeting = set_up(Meeting(body=cast.sub_group, held_on=clock.today()), cast.administrator)
        life.re_rate(agreed_at=meeting)
        assert newer(cast) == (ProgressUpdate.objects.count() - 1, 1)
    with clock.at(NOW + 3 * DAY):
        consider(Round.objects.get(), body=cast.sub_group, because="Agreed.", **decided(cast, meeting))
        issue(cast, "")
        assert newer(cast) == (0, 0)


def decided(cast, meeting: Meeting) -> dict[str, object]:
    return {"by": cast.sub_group, "recorded_by": cast.plan_manager, "agreed_at": meeting, "minute": "16/16"}


def test_it_is_one_query_for_any_number_of_plans(cast, life, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = newer_of(cast.outsider, {cast.plan.pk: True, cast.other_plan.pk: True}, Q())
    assert found[cast.other_plan.pk] == Newer(0, 0, None, 0)


# --- the paper that is offered first ------------------------------------------------------------------------


def test_where_nothing_changed_since_the_version_its_paper_is_offered_first(cast, life):
    page = read(cast.plan_manager, f"{PLAN}papers/")
    assert "Made from version 1, April 2016" in page
    assert "Nothing has changed since: today’s position says the same." in page
    client = Client()
    client.force_login(cast.plan_manager)
    assert 'href="/plans/the-plan/versions/1/papers/word/"' in page_of(client, f"{PLAN}papers/").partition("<table")[0]
    # Today's own stands among the others.
    assert 'action="/plans/the-plan/papers/word/"' in page_of(client, f"{PLAN}papers/").partition("<table")[2]


def test_where_something_changed_todays_is_offered_first(cast, life):
    life.add_milestone()
    page = read(cast.plan_manager, f"{PLAN}papers/")
    assert "Made from today’s position, 7 April 2016" in page
    assert "Nothing has changed since" not in page
