"""What the people of the product come for, from the first page to the last, in a real browser; each with JavaScript and
without.
"""

import csv
import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from docx import Document
from playwright.sync_api import Locator, Page, expect

from actions.models import Action, ProgressUpdate
from actions.updates import HelpNeeded, submit_update
from people.forms import read_date
from people.models import User
from people.rating import SHOWN
from plans.models import Draft, Step
from reports.versions import issue_to_members
from tests.actions.plan_in_a_file import changed, whole
from tests.browser.conftest import Open
from tests.browser.pages import heading, send
from tests.conftest import PASSWORD, TODAY, Cast

UPDATE = "/plans/the-plan/actions/1.4.3/update/"
ACTION = "/plans/the-plan/actions/1.4.3/"
NEW_PASSWORD = "four quiet words here"
WHY = "The strategy is drafted, and two of three partners have signed it."
BACK = "The third partner signs at the board."


def sign_in(page: Page, person: User, password: str = PASSWORD) -> None:
    heading(page, "Sign in")
    send(page, login=person.email, password=password)


def answer_amber(page: Page, why: str = WHY) -> None:
    page.locator("input[data-rating=A]").check()
    page.fill("[name=rationale]", why)
    page.fill("[name=brings_back]", BACK)
    page.fill("[name=brings_back_by]", "31 May 2016")
    page.locator("[name=help_needed][value=no]").check()
    page.locator("[name=work_has_begun][value=yes]").check()


def row_of(page: Page, reference: str) -> Locator:
    return page.locator("main tr").filter(has=page.get_by_role("rowheader", name=reference, exact=True))


# --- an officer reports ----------------------------------------------------------------------------


def test_an_officer_reports_and_members_read_it_once_it_is_issued(cast: Cast, visitor: Open, signed_in: Open) -> None:
    issue_to_members(cast.plan, label="March 2016", because="Considered.", **cast.as_manager())
    officer, member, manager = visitor(), signed_in(cast.member), signed_in(cast.plan_manager)

    officer.goto("/")
    sign_in(officer, cast.officer)  # the first page
    heading(officer, "My work")  # the second
    officer.get_by_role("link", name="Update 1.4.3").click()
    heading(officer, "Update action 1.4.3")  # the third
    answer_amber(officer)
    officer.get_by_role("button", name="Submit this update").click()
    expect(officer.locator(".banner-success")).to_contain_text("Update submitted")

    step = officer.locator(".timeline > li").first
    for words in ("Updated", "Not yet rated", "Amber", "Early Help Manager", "6 April 2016", f"because: {WHY}"):
        expect(step).to_contain_text(re.compile(words.replace("(", r"\("), re.IGNORECASE))

    manager.goto("/plans/the-plan/?actions=all")
    expect(row_of(manager, "1.4.3")).to_contain_text("Amber")
    expect(manager.locator(".reading")).to_contain_text("1 update since then is not in it")

    member.goto(ACTION)
    expect(member.locator(".reading")).to_contain_text("version 1, March 2016")
    expect(member.locator("#why")).to_have_text("Not yet rated")
    assert WHY not in member.locator("body").inner_text()

    manager.get_by_role("link", name="Issue to members").click()
    send(manager, label="April 2016", because="The board considered it.")
    expect(manager.locator(".banner-success")).to_contain_text("Issued to members as “April 2016”")
    member.reload()
    expect(member.locator(".reading")).to_contain_text("version 2, April 2016")
    expect(member.locator("#why")).to_have_text("Why amber?")
    assert WHY in member.locator("main").inner_text()


def test_keyboard_alone_reports(cast: Cast, signed_in: Open, javascript: bool) -> None:
    """From the first page to the answer, and at every stop the focus is seen."""
    page = signed_in(cast.officer)
    page.goto("/")
    tab_to(page, "a[href='#main']")
    tab_to(page, f"a[href='{UPDATE}']")
    page.keyboard.press("Enter")
    heading(page, "Update action 1.4.3")
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")

    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("Choose the sentence that is true today.")
    assert page.title().startswith("Error: Update action 1.4.3")
    if javascript:
        expect(summary).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # the summary's first link leads into the question
        expect(page.locator("[name=criterion]").first).to_be_focused()
    else:
        tab_to(page, "[name=criterion]")
    for _ in range(3):
        if page.locator("input[data-rating=G]").is_checked():
            break
        page.keyboard.press("ArrowDown")
    tab_to(page, "[name=rationale]")
    page.keyboard.type("Signed by all three partners on 4 April.")
    tab_to(page, "[name=work_has_begun]")
    page.keyboard.press("Space")
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Space")
    expect(page.locator(".banner-success")).to_contain_text("Update submitted")
    if javascript:
        expect(page.locator(".banner-success")).to_be_focused()
    assert ProgressUpdate.objects.get().rating == "G"


def tab_to(page: Page, wanted: str, most: int = 60) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() == 0:
            continue
        assert focused.evaluate(IS_SEEN), (
            f"nothing shows that the focus is on {focused.evaluate('e => e.outerHTML')[:200]}"
        )
        if focused.evaluate("(element, wanted) => element.matches(wanted)", wanted):
            return
    raise AssertionError(f"{most} tabs do not lead to {wanted}")


# Drawn on the element itself, or on the label that stands for it.
IS_SEEN = """element => [element, ...(element.labels || []), element.parentElement].some((one) => {
  const style = getComputedStyle(one);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none";
})"""


# --- nothing typed is lost -------------------------------------------------------------------------


@pytest.mark.parametrize("lost", ["the session", "every cookie"])
def test_a_session_that_ends_while_typing_loses_nothing(cast: Cast, signed_in: Open, lost: str) -> None:
    page = signed_in(cast.officer)
    page.goto(UPDATE)
    answer_amber(page)
    lose(page, lost)
    page.get_by_role("button", name="Submit this update").click()
    expect(page.locator(".banner-warning")).to_contain_text("What you typed is kept")
    assert not ProgressUpdate.objects.exists()
    sign_in(page, cast.officer)
    heading(page, "Update action 1.4.3")
    expect(page.locator("[name=rationale]")).to_have_value(WHY)
    expect(page.locator("[name=brings_back]")).to_have_value(BACK)
    expect(page.locator("input[data-rating=A]")).to_be_checked()
    page.get_by_role("button", name="Submit this update").click()
    expect(page.locator(".banner-success")).to_contain_text("Update submitted")
    assert not Draft.objects.exists()


def test_somebody_else_who_signs_in_there_is_not_given_it(cast: Cast, signed_in: Open) -> None:
    page = signed_in(cast.officer)
    page.goto(UPDATE)
    answer_amber(page)
    lose(page, "the session")
    page.get_by_role("button", name="Submit this update").click()
    sign_in(page, cast.plan_manager)
    heading(page, "Update action 1.4.3")
    expect(page.locator("[name=rationale]")).to_have_value("")
    assert WHY not in page.content()
    page.goto("/")
    assert "Begun and not sent" not in page.content()
    assert Draft.objects.get().person == cast.officer


def lose(page: Page, what: str) -> None:
    Session.objects.all().delete()
    if what == "every cookie":
        page.context.clear_cookies()


def test_two_people_at_once_lose_neither_text(cast: Cast, signed_in: Open) -> None:
    first, second = signed_in(cast.officer), signed_in(cast.plan_manager)
    for page in (first, second):
        page.goto(UPDATE)
    second.locator("[name=whose][value=mine]").check()
    answer_amber(second, "What the plan manager heard.")
    second.get_by_role("button", name="Submit this update").click()
    expect(second.locator(".banner-success")).to_contain_text("Update submitted")

    answer_amber(first)
    first.get_by_role("button", name="Submit this update").click()
    meanwhile = first.locator("section:has(#meanwhile)")
    for words in ("Updated", "Plan manager", "What the plan manager heard.", WHY):
        expect(meanwhile).to_contain_text(words)
    expect(first.locator("[name=rationale]")).to_have_value(WHY)
    assert ProgressUpdate.objects.count() == 1
    first.get_by_role("button", name="Submit this update").click()
    expect(first.locator(".banner-success")).to_contain_text("Update submitted")
    assert [update.rationale for update in ProgressUpdate.objects.order_by("pk")] == [
        "What the plan manager heard.",
        WHY,
    ]


def test_a_form_is_saved_taken_up_again_and_thrown_away(cast: Cast, signed_in: Open, javascript: bool) -> None:
    page = signed_in(cast.officer)
    page.goto(UPDATE)
    page.fill("[name=rationale]", WHY)
    if javascript:
        expect(page.locator("[data-saved]")).to_have_text(re.compile(r"Saved 9\.0\d"))
    page.get_by_role("button", name="Save and come back").click()
    expect(page.locator(".banner-success")).to_contain_text("Saved.")
    heading(page, "My work")
    page.get_by_role("link", name="Update of 1.4.3").click()
    expect(page.locator("[name=rationale]")).to_have_value(WHY)
    page.get_by_role("button", name="Throw the draft away").click()
    expect(page.locator(".banner-success")).to_contain_text("The draft is thrown away")
    expect(page.locator("[name=rationale]")).to_have_value("")
    page.goto("/")
    assert "Begun and not sent" not in page.content()
    assert not Step.objects.filter(verb="submit_update").exists()


# --- the plan manager takes it to the board ----------------------------------------------------------


def test_the_paper_and_the_table_are_two_clicks_away_and_say_what_the_screen_says(
    transactional_db: None, settings: Any, signed_in: Open, tmp_path: Path
) -> None:
    settings.SAMPLE = True
    call_command("load_sample", stdout=io.StringIO())
    page = signed_in(User.objects.get(email="plan.manager@example.org"))
    page.goto("/plans/cse-delivery-plan/?actions=all")
    on_screen = [action_row(row) for row in page.locator("table.actions tbody tr").all()]
    of_plan = Action.objects.filter(plan__slug="cse-delivery-plan")
    gone = set(of_plan.filter(status__in=Action.GONE).values_list("reference", flat=True))
    assert len(on_screen) == of_plan.count() - len(gone) > 20

    papers = []
    for name in ("Download Word", "Download CSV"):
        page.goto("/plans/cse-delivery-plan/")
        page.get_by_role("link", name="Board paper").first.click()
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        kept = tmp_path / download.value.suggested_filename
        download.value.save_as(kept)
        papers.append(kept)
    # What has left the plan is counted apart on the screen, and told in the papers too.
    for rows in (read_word(papers[0]), read_csv(papers[1])):
        assert [row for row in rows if row[0] not in gone] == on_screen
        assert {row[0] for row in rows} >= gone


ActionRow = tuple[str, str, dt.date | None]
# What has left the plan has no colour: papers say how it left instead.
WORDS = {*(shown.word for shown in SHOWN.values()), *(status.capitalize() for status in Action.GONE)}


def rating_in(text: str) -> str:
    return next(word for word in WORDS if re.search(rf"\b{word}\b", text))


def action_row(row: Locator) -> ActionRow:
    """Reference, rating and due date of a row of the screen."""
    reference = row.locator("th").inner_text().strip()
    rating = row.locator("[data-label=Rating] .rag").inner_text()
    due = re.match(r"\d+ \w+ \d{4}", row.locator("[data-label='Due now']").inner_text().strip())
    return reference, rating_in(rating), read_date(due.group()) if due else None


def read_csv(path: Path) -> list[ActionRow]:
    rows = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig")))
    return [
        (row["Ref"], row["Rating"], dt.date.fromisoformat(row["Due now"]) if row["Due now"] else None) for row in rows
    ]


def read_word(path: Path) -> list[ActionRow]:
    """Of every table of actions, its rows below the heading."""
    found = []
    for table in Document(str(path)).tables:
        heads, *rows = [[cell.text for cell in row.cells] for row in table.rows]
        if "Dates and delay" not in heads:
            continue
        for row in rows:
            cells = dict(zip(heads, row, strict=True))
            due = re.search(r"Due now\s+(\d+ \w+ \d{4})", cells["Dates and delay"])
            date = read_date(due.group(1)) if due else None
            found.append((cells["Action"].split()[0], rating_in(cells["Rating"]), date))
    return found


def test_an_extension_is_asked_and_granted_at_a_meeting(cast: Cast, signed_in: Open) -> None:
    officer, manager = signed_in(cast.officer), signed_in(cast.plan_manager)
    officer.goto(ACTION)
    officer.get_by_role("link", name="Ask for an extension").click()
    send(officer, to_on="30 June 2016", category="capacity", because="Nobody could write it in the winter.")
    expect(officer.locator(".banner-success")).to_contain_text("Extension of 1.4.3 asked")
    expect(officer.locator("main")).to_contain_text("extension asked")

    manager.goto("/")
    manager.get_by_role("link", name="1.4.3 Publish one early help strategy.").first.click()
    manager.get_by_role("link", name="Grant the extension").click()
    send(manager, decided_by="body", agreed_at=str(cast.meeting), minute="14/16", because="The reasons are good.")
    expect(manager.locator(".banner-success")).to_contain_text("Extension granted")

    officer.reload()
    delay = officer.locator("section:has(#delay)")
    for words in ("30 January 2016", "30 June 2016", "Nobody could write it", "CSE Sub-Group"):
        expect(delay).to_contain_text(words)
    expect(officer.locator(".timeline > li").first).to_contain_text("Extension granted")
    expect(officer.locator(".timeline > li").first).to_contain_text("minute 14/16")
    expect(officer.locator(".ratings-line")).to_contain_text("extended once")


def test_an_ask_stands_on_the_list_until_it_is_answered(cast: Cast, signed_in: Open) -> None:
    submit_update(
        cast.action, criterion=cast.red, rationale="No strategy yet.", brings_back="A writer starts.", brings_back_by=TODAY,
        help_needed=HelpNeeded("A writer for a month.", "The Police"), by=cast.officer, recorded_by=cast.officer,
    )  # fmt: skip
    manager, officer = signed_in(cast.plan_manager), signed_in(cast.officer)
    manager.goto("/plans/the-plan/")
    manager.get_by_role("link", name="Help asked for").click()
    expect(manager.locator("section:has(#open)")).to_contain_text("A writer for a month.")
    manager.get_by_role("link", name="Record the answer to 1.4.3").click()
    send(manager, answer="The police lend one from May.")
    expect(manager.locator(".banner-success")).to_contain_text("Ask of 1.4.3 answered")
    officer.goto("/plans/the-plan/asks/")
    expect(officer.locator("section:has(#open)")).to_contain_text("No help is asked for")
    expect(officer.locator("section:has(#answered)")).to_contain_text("The police lend one from May.")


# --- coming and going --------------------------------------------------------------------------------


def test_the_invited_set_a_password_and_come_in(cast: Cast, visitor: Open, signed_in: Open) -> None:
    manager, new = signed_in(cast.plan_manager), visitor()
    manager.goto("/plans/the-plan/people/")
    manager.get_by_role("link", name="Invite somebody").click()
    send(manager, email="new.officer@example.org", name="New officer", role="officer", because="Joins in May.")
    expect(manager.locator(".banner-success")).to_contain_text("An invitation has gone to new.officer@example.org")
    link = re.search(r"http://\S+/accounts/\S+", mail.outbox[-1].body).group()

    new.goto(link)
    heading(new, "Choose your password")
    send(new, password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    new.goto("/")
    if new.locator("[name=login]").count():
        send(new, login="new.officer@example.org", password=NEW_PASSWORD)
    heading(new, "My work")
    expect(new.locator("main")).to_contain_text("your role: officer")

    again = visitor()
    again.goto(link)
    heading(again, "This link no longer works")


def test_a_code_by_e_mail_lets_in(cast: Cast, visitor: Open) -> None:
    page = visitor()
    page.goto("/plans/the-plan/")
    page.get_by_role("link", name="Send me a code by e-mail").click()
    send(page, email=cast.officer.email)
    heading(page, "Enter the code")
    code = re.search(r"^\s*([A-Z0-9-]{6,})\s*$", mail.outbox[-1].body, re.MULTILINE).group(1)
    send(page, code=code)
    heading(page, "The Delivery Plan 2015–2018")


# --- reading -----------------------------------------------------------------------------------------


def test_the_back_button_keeps_the_filters(cast: Cast, signed_in: Open) -> None:
    page = signed_in(cast.plan_manager)
    page.goto("/plans/the-plan/")
    page.get_by_role("navigation", name="Actions by rating and delay").get_by_role("link", name="late").click()
    page.get_by_role("link", name=re.compile("^The Council")).click()
    chosen = page.url
    assert "is=late" in chosen
    assert "organisation=The+Council" in chosen
    expect(page.locator("table.actions tbody tr")).to_have_count(1)
    page.get_by_role("link", name="1.4.3", exact=True).click()
    heading(page, "1.4.3 Publish")
    page.go_back()
    assert page.url == chosen
    expect(page.locator("table.actions tbody tr")).to_have_count(1)
    expect(page.locator(".filters [aria-current=true]")).to_have_count(2)
    elsewhere = signed_in(cast.executive_member)
    elsewhere.goto(chosen)  # sent as a link, it opens the same list
    expect(elsewhere.locator("table.actions tbody tr")).to_have_count(1)


# --- a plan manager brings a plan in ---------------------------------------------------------------


def test_a_plan_manager_brings_a_plan_in_from_a_spreadsheet(cast: Cast, signed_in: Open, tmp_path: Path) -> None:
    manager = signed_in(cast.plan_manager)
    manager.goto("/plans/")
    manager.get_by_role("link", name="Bring a plan in from a spreadsheet").click()
    with manager.expect_download() as download:
        manager.get_by_role("link", name="Download the template").click()
    assert download.value.suggested_filename == "Plan template.xlsx"

    def send_file(name: str, content: bytes) -> None:
        place = tmp_path / name
        place.write_bytes(content)
        manager.set_input_files("[name=file]", place)
        manager.get_by_role("button", name="Send the file").click()

    send_file("First.xlsx", changed(("Actions!J2", "31 June 2016")))
    heading(manager, "Neighbourhood Safety Plan 2015–2018")
    expect(manager.get_by_role("row", name="Actions!J2")).to_contain_text("There is no 31 June 2016 in the calendar.")
    expect(manager.get_by_role("button", name="Bring the plan in")).to_have_count(0)
    manager.get_by_role("link", name="send it again").click()
    expect(manager.locator("main .notice")).to_contain_text("First.xlsx")

    send_file("Second.xlsx", whole())
    expect(manager.locator("main")).to_contain_text("4 actions")
    manager.get_by_role("button", name="Bring the plan in").click()
    expect(manager.locator(".banner-success")).to_contain_text("Safety Plan is there, as a draft that only you see.")
    manager.goto("/plans/safety-plan/?actions=all")
    expect(row_of(manager, "1.1.1")).to_contain_text("Green in the file, not yet argued")
    expect(row_of(manager, "1.1.1")).to_contain_text("slips counted from 31 March 2016")
