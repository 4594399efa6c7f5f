"""The sample's people lead an action through its whole life, move one into another plan, and close a plan.

The clock of the sample stands where the sample ends; each page is reached as a person would, by what is on the screen.
"""

import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from docx import Document
from playwright.sync_api import Page, expect

from actions import leaving, sign_off
from actions.models import Action
from actions.record_check import RecordCheck
from people import clock
from people.models import Meeting, User
from plans.models import Plan, Round
from plans.rounds import give_up_round
from reports.versions import issue_to_members
from tests.browser.conftest import Open
from tests.browser.pages import heading, send
from tests.conftest import NOW

DELIVERY = "cse-delivery-plan"
IMPROVEMENT = "cyps-improvement-plan"
BOARD = "Children’s Improvement Board"

Desk = Callable[[str], Page]

pytestmark = pytest.mark.parametrize("javascript", [True], ids=["javascript"], indirect=True)


@pytest.fixture
def desk(transactional_db: None, settings: Any, signed_in: Open) -> Desk:
    """The page of one of the sample's people, by the first half of their address."""
    settings.SAMPLE = True
    call_command("load_sample", stdout=io.StringIO())
    pages: dict[str, Page] = {}

    def page_of(name: str) -> Page:
        if name not in pages:
            pages[name] = signed_in(User.objects.get(email=f"{name}@example.org"))
        return pages[name]

    return page_of


def press(page: Page, words: str) -> None:
    """Follow a link by what stands first on it; for whom it is read aloud it goes on, with what it is about."""
    page.locator("main").get_by_role("link", name=re.compile(rf"^{words}\s*(:|$)")).first.click()


def says(page: Page, *words: str) -> None:
    for said in words:
        expect(page.locator("main")).to_contain_text(said, ignore_case=True)


def sound() -> None:
    assert list(RecordCheck().findings()) == []


def test_an_action_is_reported_returned_reported_again_verified_signed_off_and_confirmed(desk: Desk) -> None:
    action = f"/plans/{IMPROVEMENT}/actions/1.1.1/"
    lead, verifier, manager, chief = desk("officer"), desk("officer2"), desk("plan.manager"), desk("chief.officer")

    lead.goto(action)
    press(lead, "Report complete")
    send(lead, done_on="5 April 2016", because="All nine teams sit under one roof each.")
    says(lead, "Nine localities, nine teams")  # refused: nothing shows the criterion, and what was typed stays
    expect(lead.locator("[name=because]")).to_have_value("All nine teams sit under one roof each.")
    lead.goto(action)
    press(lead, "Add evidence")
    lead.get_by_label("Success criterion: Nine localities, nine teams").check()
    send(
        lead, kind="held", what="List of teams", shows="Where each team sits.", held_where="Early help; ask its manager"
    )
    says(lead, "List of teams")
    press(lead, "Report complete")
    send(lead, done_on="5 April 2016", because="All nine teams sit under one roof each.")
    says(lead, "Reported complete")

    verifier.goto(action)
    press(verifier, "Return it unverified")
    send(verifier, because="The list has eight teams; the ninth is at two addresses.")
    says(verifier, "In progress", "because: The list has eight teams; the ninth is at two addresses.")

    lead.goto("/")
    says(lead, "The list has eight teams")
    lead.goto(action)
    press(lead, "Report complete")
    send(lead, done_on="6 April 2016", because="The ninth team has moved in.")
    verifier.goto(action)
    press(verifier, "Verify")
    send(verifier, because="Went there, and met all of the ninth team.")
    says(verifier, "Verified")

    manager.goto(f"/plans/{IMPROVEMENT}/meetings/")
    press(manager, "Record a meeting")
    send(manager, body=BOARD, held_on="6 April 2016")
    manager.goto(action)
    press(manager, "Sign off")
    manager.locator("[name=agreed_at]").select_option(index=1)
    send(manager, because="The board read the list and heard the verifier.")
    says(manager, "Complete", "recorded, not yet confirmed")

    chief.goto("/")
    chief.get_by_role("link", name=re.compile(r"1\.1\.1")).first.click()
    says(chief, "The board read the list and heard the verifier.")
    send(chief)
    expect(chief.locator(".banner-success")).to_contain_text("Confirmed")
    chief.goto(action)
    expect(chief.locator("main")).not_to_contain_text("not yet confirmed")
    sound()


def test_an_action_is_moved_and_its_history_is_read_from_both_ends(desk: Desk) -> None:
    old = f"/plans/{DELIVERY}/actions/1.2.6/"
    manager, officer, reader = desk("plan.manager"), desk("officer2"), desk("reader")
    manager.goto(old)
    press(manager, "Move")
    manager.locator("[name=to_plan]").select_option(label="CYPS Improvement Plan")
    send(manager, because="It is looked for beyond this plan’s end.")
    press(manager, "Agree to the move")
    manager.locator("[name=agreed_at]").select_option(index=1)
    send(manager, because="So long as the date stays.", minute="11")
    says(manager, "Move agreed")
    manager.goto(f"/plans/{IMPROVEMENT}/moves-in/")
    says(manager, "1.2.6")
    press(manager, "Take it over")
    manager.locator("[name=objective]").select_option(index=1)
    send(manager, reference="1.1.9", because="Ours from now on.")
    new = f"/plans/{IMPROVEMENT}/actions/1.1.9/"

    for page, address in ((officer, old), (officer, new)):
        page.goto(address)
        says(page, "It is looked for beyond this plan’s end.", "So long as the date stays.", "Ours from now on.")
    says(officer, "1.2.6")
    officer.locator("main").get_by_role("link", name=re.compile(r"1\.2\.6")).first.click()
    says(officer, "Moved", "1.1.9")
    # A reader of the old plan has its latest issued version, which knows nothing of it, and no page of the new plan.
    assert reader.goto(new).status == 404
    reader.goto(old)
    expect(reader.locator("main")).not_to_contain_text("Ours from now on.")
    sound()


def end_all(plan: Plan) -> None:
    """What is left goes into the other plan, for which the table of verbs has its own tests; here the closing is looked at."""
    manager = User.objects.get(email="plan.manager@example.org")
    how = {"by": manager, "recorded_by": manager}
    meeting = Meeting.objects.filter(body=plan.deciding_body).latest("held_on")
    to_plan = Plan.objects.get(slug=IMPROVEMENT)
    for action in Action.objects.filter(plan=plan, status="reported complete"):
        reporter = action.sign_offs.open().get().reported_by
        sign_off.take_back(action, because="It goes on elsewhere.", by=reporter, recorded_by=reporter)
    give_up_round(Round.objects.running().get(plan=plan), because="The plan ends.", **how)
    place = to_plan.objectives.get(reference="1.2")
    for number, action in enumerate(Action.objects.filter(plan=plan, status__in=Action.UNDER_WAY)):
        move = action.moves.open().first()
        if move is not None and not move.to_plan_id:
            leaving.refuse_move(action, because="Into the improvement plan instead.", **how)
            move = None
        if move is None:
            leaving.propose_move(action, to_plan=to_plan, because="The plan ends.", **how)
            leaving.agree_move(
                action, because="So be it.", by=meeting.body, recorded_by=manager, agreed_at=meeting, minute="12"
            )
        leaving.accept_move(
            action.moves.open().get(), objective=place, reference=f"1.2.{20 + number}", because="Ours now.", **how
        )


def test_a_plan_is_refused_closing_and_then_closed(desk: Desk, tmp_path: Path) -> None:
    plan = Plan.objects.get(slug=DELIVERY) if Plan.objects.exists() else None
    manager, chief, reader = desk("plan.manager"), desk("chief.officer"), desk("reader")
    plan = Plan.objects.get(slug=DELIVERY)
    remains = f"/plans/{DELIVERY}/closing/"

    reader.goto(f"/plans/{DELIVERY}/")
    press(reader, "What remains")
    says(reader, "not accounted for")
    manager.goto(remains)
    press(manager, "Begin to close the plan")
    manager.get_by_label(re.compile("Director of Children|Chief Officer|chief", re.IGNORECASE)).first.check()
    send(manager, because="The commission’s plan ends; its work goes on elsewhere.")
    press(manager, "Close the plan")
    says(manager, "not accounted for", "action 1.1.1")
    expect(manager.locator("main form")).to_have_count(0)
    assert Plan.objects.get(pk=plan.pk).status == Plan.Status.IN_FORCE

    end_all(plan)
    manager.goto(remains)
    while (link := manager.locator("main").get_by_role("link", name=re.compile("^Account for it"))).count():
        link.first.click()
        manager.locator("[name=carried_by]").select_option(index=1)
        send(manager, because="It is that objective’s work from now on.")
    says(manager, "Everything is accounted for")
    press(manager, "Close the plan")
    send(manager, because="It is time.")
    says(manager, "confirm")  # refused: nobody has
    chief.goto(remains)
    chief.locator("main").get_by_role("link", name=re.compile("^Confirm")).click()
    send(chief, because="Read line by line: each has a place.")
    manager.goto(remains)
    press(manager, "Close the plan")
    send(manager, because="Nothing is left, and everything is somewhere.")
    heading(manager, "Closure statement")
    reader.goto(remains)
    heading(reader, "What remains")  # her version was issued before
    keeper = User.objects.get(email="plan.manager@example.org")
    closed = Plan.objects.get(pk=plan.pk)
    with clock.at(NOW + dt.timedelta(hours=1)):  # the site's clock has run on
        issue_to_members(closed, label="At the end", because="It is closed.", by=keeper, recorded_by=keeper)
    reader.goto(remains)
    heading(reader, "Closure statement")
    manager.goto(remains)
    with manager.expect_download() as download:
        press(manager, "Download as Word")
    kept = tmp_path / "statement.docx"
    download.value.save_as(kept)
    words = "\n".join(
        [*(one.text for one in Document(str(kept)).paragraphs)]
        + [cell.text for table in Document(str(kept)).tables for row in table.rows for cell in row.cells]
    )
    for said in ("1.1.1", "CYPS Improvement Plan", "It is that objective’s work from now on."):
        assert said in words
    sound()
