"""Every step of a plan as a table: nothing left out, and to each reader no more than they may read."""

import csv
import io

import pytest
from django.test import Client

from actions.record_check import RecordCheck
from people.models import User
from plans.models import Plan, Step
from reports.versions import issue_to_members
from tests.actions.life import Life
from tests.sending import everything

PAGE = "/plans/the-plan/every-change/"


def table(person: User) -> list[dict[str, str]]:
    client = Client()
    client.force_login(person)
    answer = client.get(PAGE)
    assert answer["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.fixture
def issued(cast) -> Life:
    life = Life(cast).to("complete")
    issue_to_members(cast.plan, label="April 2016", because="Considered.", **cast.as_manager())
    life.reopen(because="=It slid back.")
    return life


def test_every_step_of_the_plan_is_a_row_in_the_order_in_which_they_came(cast, issued):
    before = everything()
    rows = table(cast.officer)
    steps = Step.objects.filter(plan=cast.plan).order_by("at", "pk")
    assert [(row["Reference"], row["Version"], row["Kind"]) for row in rows] == [
        (step.reference, str(step.version), step.kind) for step in steps
    ]
    assert everything() == before


def test_a_row_says_who_in_which_role_from_what_to_what_because_and_where(cast, issued):
    (signed,) = [row for row in table(cast.officer) if row["What was done"] == "Signed off"]
    assert (signed["Decided by"], signed["Recorded by"], signed["Role of who recorded it then"]) == (
        "CSE Sub-Group", "Plan manager", "plan manager",
    )  # fmt: skip
    assert "Status: verified" in signed["From"]
    assert "Status: complete" in signed["To"]
    assert (signed["Because"], signed["Agreed at"]) == ("Convincing.", "CSE Sub-Group, 6 April 2016, minute 14/16")


def test_no_cell_is_run_by_a_spreadsheet(cast, issued):
    assert [row["Because"] for row in table(cast.officer)][-1] == "'=It slid back."


def test_who_reads_versions_alone_has_what_the_latest_one_holds(cast, issued):
    rows = table(cast.member)
    assert "Reopened" not in {row["What was done"] for row in rows}
    assert "Signed off" in {row["What was done"] for row in rows}
    assert len(rows) < len(table(cast.officer))


def test_where_nothing_is_issued_there_is_nothing_for_them(cast):
    client = Client()
    client.force_login(cast.member)
    assert client.get(PAGE).status_code == 404
    assert len(table(cast.officer)) == Step.objects.filter(plan=cast.plan).count()


def test_the_queries_do_not_grow_with_the_steps(cast, issued, django_assert_num_queries):
    client = Client()
    client.force_login(cast.officer)
    client.get(PAGE)
    with django_assert_num_queries(5):
        client.get(PAGE)
    assert list(RecordCheck().findings()) == []
    assert Plan.objects.get(pk=cast.plan.pk).issued_version == 1
