"""What each of the three people came for, in a real browser, with JavaScript and without."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from docx import Document
from playwright.sync_api import Page

from reports.versions import issue_to_members
from tests.conftest import PASSWORD, Cast, make_cast

PLAN = "/plans/the-plan/"
ACTION = f"{PLAN}actions/1.4.3/"

with_and_without_javascript = pytest.mark.parametrize("javascript", [True, False], ids=["JavaScript", "no JavaScript"])


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def sign_in(page: Page, person: Any) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def main_of(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


@with_and_without_javascript
def test_an_officer_updates_an_action_in_three_pages_and_members_read_it_once_issued(
    cast, visitor, signed_in, javascript
):
    issue_to_members(cast.plan, label="March", because="Considered.", **cast.as_manager())
    officer = visitor(javascript=javascript)
    sign_in(officer, cast.officer)  # the first page
    assert officer.title().startswith("My work")  # the second
    officer.get_by_role("link", name="Update 1.4.3").click()  # the third
    officer.get_by_label("A milestone is missed and there is no agreed way back.").check()
    officer.get_by_label("Why this rating?").fill("The writer has left and the strategy is not begun.")
    officer.get_by_role("group", name="Has work begun?").get_by_label("Yes").check()
    officer.get_by_label("What brings it back?").fill("A writer lent by Public Health.")
    officer.get_by_label("By when?").fill("31 May 2030")
    officer.get_by_role("group", name="Is help needed?").get_by_label("No").check()
    officer.get_by_role("button", name="Submit this update").click()
    assert "Update submitted" in main_of(officer)
    officer.goto(ACTION)
    timeline = " ".join(officer.locator("#timeline").inner_text().split())
    assert "Early Help Manager" in timeline
    assert "because: The writer has left and the strategy is not begun." in timeline
    assert "became" in officer.locator("#timeline").text_content()
    officer.goto(PLAN)
    assert "1 red" in main_of(officer)
    member = signed_in(cast.member, javascript=javascript)
    member.goto(ACTION)
    assert "The writer has left" not in main_of(member)
    manager = signed_in(cast.plan_manager, javascript=javascript)
    manager.goto(PLAN)
    manager.get_by_role("link", name="Issue to members").click()
    manager.get_by_label("What is this version called?").fill("April")
    manager.get_by_label("Why is it issued now?").fill("For the meeting.")
    manager.get_by_role("button", name="Issue to members").click()
    member.goto(ACTION)
    assert "The writer has left" in main_of(member)


@with_and_without_javascript
def test_the_plan_manager_takes_both_papers_in_two_clicks_and_they_say_what_the_screen_says(
    cast, signed_in, javascript, tmp_path
):
    page = signed_in(cast.plan_manager, javascript=javascript)
    page.goto(f"{PLAN}?actions=all")
    on_screen = {
        row.locator("th").inner_text(): [cell.inner_text() for cell in row.locator("td").all()]
        for row in page.locator("#actions tbody tr").all()
    }
    assert set(on_screen) == {"1.4.3", "1.4.10"}
    files = {}
    for button in ("Word", "CSV"):
        page.goto(PLAN)
        page.get_by_role("link", name="Board paper").first.click()
        with page.expect_download() as download:
            page.get_by_role("button", name=button).first.click()
        files[button] = tmp_path / button
        download.value.save_as(files[button])
    assert in_table(files["CSV"]) == {"1.4.3": "2016-01-30", "1.4.10": "2016-09-30"}
    paper = words_of(files["Word"])
    for reference, cells in on_screen.items():
        assert reference in paper
        assert cells[0].splitlines()[0] in paper
    assert "30 Jan 2016" in on_screen["1.4.3"][3]
    assert "30 January 2016" in paper


def in_table(path: Path) -> dict[str, str]:
    rows = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig")))
    return {row["Ref"].lstrip("'"): row["Due now"] for row in rows}


def words_of(path: Path) -> str:
    paper = Document(str(path))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


@with_and_without_javascript
def test_a_session_that_ends_while_typing_loses_nothing(cast, signed_in, javascript):
    page = signed_in(cast.officer, javascript=javascript)
    page.goto(f"{ACTION}update/")
    page.get_by_label("Why this rating?").fill("Typed before the session ended.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Submit this update").click()
    assert "What you typed is kept" in main_of(page)
    page.get_by_label("Email").fill(cast.officer.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.get_by_label("Why this rating?").input_value() == "Typed before the session ended."
    somebody = signed_in(cast.plan_manager, javascript=javascript)
    somebody.goto(f"{ACTION}update/")
    assert somebody.get_by_label("Why this rating?").input_value() == ""


def test_what_is_typed_is_saved_as_it_goes(cast, signed_in):
    page = signed_in(cast.officer)
    page.goto(f"{ACTION}update/")
    page.get_by_label("Why this rating?").fill("Half a thought.")
    page.get_by_text("Saved ").wait_for()
    page.goto("/")
    assert "Begun and not sent" in main_of(page)
