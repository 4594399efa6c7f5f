"""The portfolio: every plan that one may read, a line each, and no word of any other."""

import csv
import io
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import User
from plans.models import Plan
from plans.people_of_plan import grant_role
from plans.steps import Refused
from plans.structure import create_plan
from reports.document import build, counts_of
from reports.entries import delay_of
from reports.models import KeptDocument
from reports.portfolio import A_HANDFUL, COLUMNS, portfolio_of
from tests.actions.life import Life
from tests.conftest import Cast, a_person
from tests.put_back import made_once
from tests.reports.reading import main_of, page_of, words
from tests.reports.story import cast_of_the_story, issue
from tests.rolled_back import rolled_back

READS_TODAY = ("plan_manager", "officer", "colleague", "chief_officer", "scrutineer", "executive_member")
READS_VERSIONS = ("member", "scrutiny_officer", "reader", "information_governance")


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), rolled_back():
        yield


@pytest.fixture(scope="module")
def cast(db) -> Cast:
    return made_once(cast_of_the_story)


@pytest.fixture(autouse=True)
def leaves_nothing(cast) -> Iterator[None]:
    with rolled_back():
        yield


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def listed(person: User, query: str = "") -> str:
    return words(main_of(page_of(signed_in(person), f"/plans/{query}")))


def draft(cast: Cast, slug: str) -> Plan:
    title = slug.replace("-", " ").capitalize()
    return create_plan(slug=slug, title=title, short_title=title, because="Begun.", **cast.as_manager())


# --- what each reads ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", READS_TODAY)
def test_who_reads_today_is_told_of_today(cast, name):
    told = listed(getattr(cast, name))
    assert "Today’s position, 6 Apr 2016 Version 2, March 2016, as it stood on 15 March 2016" in told
    # red and green; one late, one extended, none awaiting sign-off, none of two complete; the last step was on 5 April
    assert "1 red, 1 green 1 1 0 0 of 2 5 Apr 2016 Administrator, Plan manager" in told


@pytest.mark.parametrize("name", READS_VERSIONS)
def test_who_reads_versions_is_told_of_the_latest_and_of_nothing_since(cast, name):
    told = listed(getattr(cast, name))
    assert f"Version 2, March 2016 your role: {name.replace('_', ' ')}" in told
    assert "1 not yet rated, 1 green 0 1 0 0 of 2 15 Mar 2016 Administrator, Plan manager" in told
    assert "red" not in told.replace("extended", "")
    assert "5 Apr 2016" not in told


def test_before_the_first_version_there_is_nothing_to_count(cast):
    told = listed(cast.outsider)
    assert "Another Plan Today’s position, 6 Apr 2016 Nothing is issued to members yet" in told
    grant_role(
        cast.other_plan, role="reader", holder=cast.reader, because="So.", by=cast.outsider, recorded_by=cast.outsider
    )
    told = listed(cast.reader)
    assert "Another Plan Nothing is issued yet your role: reader to be read once the first version is issued" in told
    assert "2 plans that you may read." in told


def test_the_figures_are_those_of_the_dashboard(cast):
    life = Life(cast)
    life.show_everything()
    life.report_complete()
    life.verify()
    life.of(cast.action_elsewhere).withdraw()
    plan = Plan.objects.select_related("deciding_body").get(pk=cast.plan.pk)
    (line,) = portfolio_of(cast.officer)
    actions = build(plan).actions
    assert (line.counts, line.delay) == (counts_of(actions), delay_of(actions))
    assert line.awaiting_sign_off == 1
    issue(cast, "April 2016")
    (of_version,) = portfolio_of(cast.member)
    assert (of_version.counts, of_version.delay) == (line.counts, line.delay)


def test_what_is_complete_is_told_of_all(cast):
    Life(cast).to("complete")
    assert "0 1 0 1 of 2" in listed(cast.officer)


def test_a_draft_is_its_managers_alone_and_a_plan_that_is_not_mine_is_not_there(cast):
    draft(cast, "a-new-draft")
    assert "A new draft Draft" in listed(cast.plan_manager)
    for reader in (cast.officer, cast.member, cast.outsider):
        assert "A new draft" not in listed(reader)
    assert "The Delivery Plan" not in listed(cast.outsider)
    assert "Another Plan" not in listed(cast.plan_manager)


def test_what_is_worked_on_stands_first(cast):
    draft(cast, "a-draft-that-would-stand-first")
    told = listed(cast.plan_manager)
    assert told.index("The Delivery Plan") < told.index("A draft that would stand first")


def test_who_has_no_plan_is_told_what_to_do(db):
    told = listed(a_person("somebody else"))
    assert "You have no role on any plan yet." in told
    assert "CSV" not in told


# --- filters -----------------------------------------------------------------------------------


def test_a_handful_of_plans_needs_no_filter(cast):
    assert "Status" not in words(main_of(page_of(signed_in(cast.plan_manager), "/plans/")))


def test_many_plans_are_narrowed_by_plain_links_and_a_choice_is_taken_back(cast):
    for number in range(A_HANDFUL):
        draft(cast, f"draft-{number}")
    page = main_of(page_of(signed_in(cast.plan_manager), "/plans/"))
    assert 'href="?status=draft">Draft 6</a>' in page
    assert 'href="?with=late">actions late 1</a>' in page
    assert "Closed" not in page
    drafts = listed(cast.plan_manager, "?status=draft")
    assert "Chosen: Draft 6 ×, take this back" in drafts
    assert "The Delivery Plan" not in drafts
    assert "6 of 7 plans that you may read." in drafts
    assert 'href="?"' in page_of(signed_in(cast.plan_manager), "/plans/?status=draft")


def test_a_filter_of_the_address_holds_for_a_few_plans_too(cast):
    told = listed(cast.plan_manager, "?status=closed&with=late")
    assert "No plan fits all of these." in told
    assert "0 of 1 plan that you may read." in told


@pytest.mark.parametrize("query", ["?status=", "?status=gone", "?with=%00", "?with=x&status=%F0%9F%8C%BB"])
def test_what_is_not_known_in_the_address_is_passed_over(cast, query):
    assert "1 plan that you may read." in listed(cast.plan_manager, query)


# --- as a table to take away -------------------------------------------------------------------


def table(person: User, query: str = "") -> list[dict[str, str]]:
    answer = signed_in(person).get(f"/plans/csv/{query}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_table_says_what_the_page_says(cast):
    (row,) = table(cast.plan_manager)
    assert list(row) == list(COLUMNS)
    assert (row["Plan"], row["Status"], row["What you read"]) == (
        "The Delivery Plan 2015–2018",
        "In force",
        "Today’s position",
    )
    assert (row["Red"], row["Green"], row["Actions"], row["Late"], row["Extended"]) == ("1", "1", "2", "1", "1")
    assert (row["Last changed"], row["Latest version"]) == ("2016-04-05", "2, March 2016")
    assert row["As the version stood on"] == "2016-03-15"
    (of_member,) = table(cast.member)
    assert (of_member["What you read"], of_member["Red"], of_member["Last changed"]) == (
        "Version 2, March 2016",
        "0",
        "",
    )


def test_the_table_holds_what_is_chosen_and_no_figure_of_what_cannot_be_read(cast):
    assert table(cast.plan_manager, "?status=closed") == []
    grant_role(
        cast.other_plan, role="reader", holder=cast.reader, because="So.", by=cast.outsider, recorded_by=cast.outsider
    )
    (row,) = (row for row in table(cast.reader) if row["Plan"] == "Another Plan")
    assert {row[name] for name in ("Red", "Actions", "Late", "As it stood on", "Latest version")} == {""}


def test_no_plan_is_called_like_the_file(cast):
    with pytest.raises(Refused, match="Choose another address"):
        draft(cast, "csv")


# --- however many plans ------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/plans/", "/plans/csv/"])
def test_it_asks_as_many_questions_of_one_plan_as_of_many_and_reads_no_text(cast, address):
    client = signed_in(cast.plan_manager)

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return [query["sql"] for query in queries.captured_queries]

    one = asked()
    for number in range(4):
        draft(cast, f"draft-{number}")
    grant_role(
        cast.other_plan,
        role="member",
        holder=cast.plan_manager,
        because="So.",
        by=cast.outsider,
        recorded_by=cast.outsider,
    )
    many = asked()
    assert len(many) == len(one) <= 9, "\n".join(many)
    assert not any('"reports_keptdocument"."text"' in sql for sql in many)
    assert KeptDocument.objects.count() == 2
