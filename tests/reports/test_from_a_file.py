"""A plan that was brought in from a file: colours that nobody has argued, and slips whose beginning is not known."""

import csv
import datetime as dt
import io
import json

import docx
import pytest

from actions.leaving import accept_move, agree_move, propose_move
from actions.models import Action, Move
from actions.plan_file import open_plan_file
from actions.plan_import import bring_in_plan, keep_file
from actions.record_check import RecordCheck
from actions.updates import submit_update
from people.rating import IN_FILE, WITHHELD, WORST_FIRST
from plans.models import Plan, RatingCriterion, Role
from plans.people_of_plan import grant_role
from plans.structure import edit_plan, put_in_force
from reports.comparison import compare
from reports.document import SCHEMA, build, counts_of, from_json, to_json
from reports.versions import issue_to_members, opened
from tests.actions.life import Life
from tests.actions.plan_in_a_file import whole
from tests.conftest import Cast
from tests.sending import send

BASE = "/plans/safety-plan/"
SINCE = "lips counted from 31 March 2016"


def words(page) -> str:
    return " ".join(page.content.decode().split())


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """In force: one green, one red, two without a colour."""
    kept = keep_file(open_plan_file(io.BytesIO(whole()), "Safety plan.xlsx"), person=cast.plan_manager)
    brought = bring_in_plan(kept, **cast.as_manager())
    edit_plan(brought, changes={"deciding_body": cast.sub_group}, because="Agreed.", **cast.as_manager())
    put_in_force(Plan.objects.get(pk=brought.pk), because="Adopted in 2015.", **cast.as_manager())
    return Plan.objects.get(pk=brought.pk)


@pytest.fixture
def manager(cast, client):
    client.force_login(cast.plan_manager)
    return client


def action(reference: str) -> Action:
    return Action.objects.get(plan__slug="safety-plan", reference=reference)


def argue(cast: Cast, reference: str, rating: str = "G") -> None:
    row = action(reference)
    criterion = RatingCriterion.objects.get(plan=row.plan, rating=rating)
    lead = {"by": cast.plan_manager, "recorded_by": cast.plan_manager}
    submit_update(row, criterion=criterion, rationale="Every copy is printed.", **lead)


# --- R1 -----------------------------------------------------------------------------------------------


def test_r01_a_colour_from_a_file_is_hollow_and_counted_apart(plan, manager):
    assert counts_of(build(plan).actions) == {"": 2, IN_FILE: 2}
    dashboard = words(manager.get(BASE))
    assert "2 not yet rated, 2 in the file, not yet argued" in dashboard
    assert "green" not in dashboard.split("Actions by rating and delay")[1].split("</nav>")[0].lower()
    for page in (f"{BASE}?actions=all", f"{BASE}?rating=F", f"{BASE}objectives/1.1/", f"{BASE}actions/1.1.1/"):
        shown = words(manager.get(page))
        assert 'class="rag rag-hollow edge-green"' in shown, page
        assert "Green in the file, not yet argued" in shown, page
        assert "It is at the printer’s." in shown, page
    assert "1.1.10" not in words(manager.get(f"{BASE}?rating=G"))


def test_r01_the_first_update_takes_the_place_of_the_colour(cast, plan, manager):
    argue(cast, "1.1.1")
    assert counts_of(build(plan).actions) == {"": 2, IN_FILE: 1, "G": 1}
    page = words(manager.get(f"{BASE}actions/1.1.1/"))
    assert "Why green?" in page
    assert page.index("Green in the file, not yet argued") > page.index("timeline-title")
    assert list(RecordCheck().findings()) == []


def test_the_update_form_shows_what_the_file_said(plan, manager):
    form = words(manager.get(f"{BASE}actions/1.1.1/update/"))
    assert "This is the first update here: it argues a rating, and takes the place of that colour." in form
    assert "It is at the printer’s." in form
    assert "in the file, as at 31 March 2016" in form


def test_a_list_stands_worst_first(cast, plan, manager):
    argue(cast, "2.1.1")
    listed = words(manager.get(f"{BASE}?theme=2"))
    assert listed.index(">2.1.2<") < listed.index(">2.1.1<")
    listed = words(manager.get(f"{BASE}?rating=F"))
    assert listed.index(">1.1.10<") < listed.index(">1.1.1<")


def test_it_is_the_same_on_paper(plan, manager):
    rows = list(csv.DictReader(io.StringIO(manager.post(f"{BASE}papers/csv/").content.decode("utf-8-sig"))))
    assert [row["Rating"] for row in rows] == [
        "Green in the file, not yet argued", "Red in the file, not yet argued", "not yet rated", "not yet rated",
    ]  # fmt: skip
    assert rows[0]["Latest update in the file"] == "It is at the printer’s."
    paper = paper_of(manager)
    assert "4 actions: 2 not yet rated, 2 in the file, not yet argued." in paper
    assert "Green in the file, not yet argued" in paper
    assert "2 in the file, not yet argued" in paper
    assert "It is at the printer’s." in paper


def paper_of(manager) -> str:
    paper = docx.Document(io.BytesIO(manager.post(f"{BASE}papers/word/").content))
    return "\n".join(one.text for one in paper.element.body.iter() if one.tag.endswith("}t") and one.text)


def test_a_version_keeps_it(cast, plan):
    kept = issue_to_members(plan, label="April 2016", because="Agreed.", **cast.as_manager())
    argue(cast, "1.1.1")
    before = opened(kept)
    assert before.action("1.1.1").rating == "FG"
    (change,) = [one for one in compare(before, build(plan)) if one.kind.slug == "re-rated"]
    assert (change.was, change.was_rating, change.now_rating) == ("Green in the file, not yet argued", "FG", "G")


def test_a_version_kept_before_plans_came_in_files_is_read_as_before(cast):
    document = build(cast.plan)
    older = json.loads(to_json(document)) | {"schema": 2}
    for theme in older["themes"]:
        for objective in theme["objectives"]:
            for one in objective["actions"]:
                del one["file_as_at"], one["words_in_file"]
    assert from_json(json.dumps(older)) == document
    assert SCHEMA >= 3


def test_what_is_complete_or_reopened_has_no_colour_of_a_file(cast, plan):
    life = Life(cast).of(action("1.1.1"))
    life.to("withdrawn")
    life.reopen()
    row = action("1.1.1")
    assert (row.rating, row.colour_in_file) == ("", "")


def test_not_argued_stands_between_not_rated_and_green():
    assert WORST_FIRST == ("R", "A", "", IN_FILE, WITHHELD, "G", "B")


# --- R16 ----------------------------------------------------------------------------------------------


def test_r16_after_an_import_slips_are_counted_from_its_day(plan, manager):
    for page in (BASE, f"{BASE}?actions=all", f"{BASE}objectives/1.1/", f"{BASE}objectives/2.1/"):
        assert SINCE in words(manager.get(page)), page
    delay = words(manager.get(f"{BASE}actions/2.1.1/"))
    assert "<dt>Slips</dt> <dd> counted from 31 March 2016" in delay
    assert "152 days later than the original date" in words(manager.get(f"{BASE}actions/1.1.1/"))
    for page in (BASE, f"{BASE}?actions=all"):
        shown = words(manager.get(page))
        assert "<b>0</b> <span>extended" not in shown
        assert 'data-label="Extended">0' not in shown


def test_r16_after_an_import_no_export_says_that_none_slipped(plan, manager):
    rows = list(csv.DictReader(io.StringIO(manager.post(f"{BASE}papers/csv/").content.decode("utf-8-sig"))))
    assert [row["Days of slip"] for row in rows] == ["152", "", "", ""]
    assert {row["Times extended"] for row in rows} == {""}
    assert {row["Slips counted from"] for row in rows} == {"2016-03-31"}
    paper = paper_of(manager)
    assert "152 days; slips counted from 31 March 2016" in paper
    assert (
        "are late; slips counted from 31 March 2016." in paper or "is late; slips counted from 31 March 2016." in paper
    )
    assert "0 have been extended" not in paper


def test_my_work_says_since_when_too(cast, plan, client):
    grant_role(plan, role=Role.OFFICER, holder=cast.officer, because="Leads it.", **cast.as_manager())
    client.force_login(cast.officer)
    assert SINCE in words(client.get("/"))


def test_whoever_decides_on_an_extension_is_not_told_never(cast, plan, manager):
    life = Life(cast).of(action("2.1.1"))
    life.ask_extension(to_on=dt.date(2016, 6, 30), **cast.as_manager())
    page = words(manager.get(f"{BASE}actions/2.1.1/extension/grant/"))
    assert SINCE in page
    assert "Never" not in page


def test_an_extension_after_the_import_counts_on_from_it(cast, plan, manager):
    life = Life(cast).of(action("2.1.1"))
    life.ask_extension(to_on=dt.date(2016, 6, 30), **cast.as_manager())
    life.grant_extension()
    page = words(manager.get(f"{BASE}?actions=all"))
    assert "extended once" in page
    assert SINCE in page
    assert list(RecordCheck().findings()) == []


def test_a_mistyped_date_of_the_file_is_corrected_beside_the_other(cast, plan, manager):
    send(manager, f"{BASE}actions/1.1.1/correct/", original_due_on="30 November 2015", because="It says November.")
    row = action("1.1.1")
    assert [str(row.original_due_on), str(row.due_on)] == ["2015-11-30", "2016-05-31"]
    page = send(manager, f"{BASE}actions/1.1.1/correct/", original_due_on="1 June 2016", because="No.")
    assert "The original due date lies after the due date now" in words(page)


def test_since_when_its_slips_count_goes_along_with_an_action_that_moves(cast, plan):
    moving = action("2.1.1")
    propose_move(moving, to_plan=cast.plan, because="It belongs there.", **cast.as_manager())
    agree_move(
        action("2.1.1"), because="Yes.", by=cast.sub_group, recorded_by=cast.plan_manager, agreed_at=cast.meeting
    )
    successor = accept_move(
        Move.objects.get(), objective=cast.objective, reference="1.4.99", because="Taken.", by=cast.sub_group,
        recorded_by=cast.plan_manager, agreed_at=cast.meeting,
    )  # fmt: skip
    assert (str(successor.file_as_at), successor.colour_in_file) == ("2016-03-31", "")
    assert list(RecordCheck().findings()) == []
