"""Made public by one person and confirmed by another, read by somebody whom nobody knows: then, and not before."""

import pytest
from playwright.sync_api import Page, expect

from actions.record_check import RecordCheck
from actions.updates import submit_update
from plans.rounds import Correction
from tests.a_release import issue, propose_and_confirm
from tests.browser.conftest import Open
from tests.browser.pages import heading, send
from tests.browser.test_accessibility import assert_open_to_everybody
from tests.conftest import Cast

PUBLIC = "/public/the-plan/"


def status(page: Page, address: str) -> int:
    answer = page.goto(address)
    assert answer is not None
    return answer.status


def test_a_version_is_proposed_confirmed_read_by_anybody_and_taken_off_again(
    cast: Cast, signed_in: Open, visitor: Open
) -> None:
    issue(cast)
    manager, chief_officer, anybody = signed_in(cast.plan_manager), signed_in(cast.chief_officer), visitor()
    assert status(anybody, PUBLIC) == 404
    heading(anybody, "There is no public page at this address")

    manager.goto("/plans/the-plan/versions/")
    manager.get_by_role("link", name="Make it public").click()
    heading(manager, "Make version 1 public")
    expect(manager.locator("main")).to_contain_text("Nothing is public yet when you send this.")
    send(manager, because="With the agenda.")
    expect(manager.locator("main")).to_contain_text("waits to be confirmed")
    assert status(anybody, PUBLIC) == 404

    chief_officer.goto("/")
    chief_officer.get_by_role("link", name="Version 1 to be made public – confirm").click()
    heading(chief_officer, "Confirm that version 1 is made public")
    send(chief_officer, because="Read through; nobody is named.")
    expect(chief_officer.locator("main")).to_contain_text("Public pages of version 1 since 6 April 2016")

    assert status(anybody, "/public/") == 200
    anybody.get_by_role("link", name="The Delivery Plan 2015–2018", exact=True).click()
    heading(anybody, "The Delivery Plan 2015–2018")
    anybody.get_by_role("link", name="1.4", exact=True).click()
    anybody.get_by_role("link", name="1.4.3", exact=True).click()
    heading(anybody, "1.4.3 Publish one early help strategy")
    expect(anybody.locator("footer")).to_contain_text("Its digest (SHA-256)")
    assert anybody.context.cookies() == []
    anybody.get_by_role("link", name="Sign in").click()
    heading(anybody, "Sign in")

    chief_officer.get_by_role("link", name="Take it off").click()
    send(chief_officer, because="A name slipped in.")
    assert status(anybody, PUBLIC) == 404
    assert list(RecordCheck().findings()) == []


@pytest.fixture
def corrected(cast: Cast) -> None:
    """Two public versions of which the later corrects the earlier, with an update in it."""
    issue(cast, "January 2016")
    submit_update(
        cast.action, criterion=cast.green, rationale="The strategy is agreed.", by=cast.officer, recorded_by=cast.officer
    )  # fmt: skip
    issue(cast, "January 2016, corrected", corrects=Correction(1, "The rating of 1.4.3 was left out."))
    propose_and_confirm(cast, 1)
    propose_and_confirm(cast, 2)


def test_every_public_page_is_open_to_everybody(cast: Cast, corrected: None, visitor: Open, javascript: bool) -> None:
    if not javascript:
        pytest.skip("axe is a script")
    anybody = visitor()
    pages = [
        "", "?actions=all", "?rating=R", "themes/1/", "objectives/1.4/", "actions/1.4.3/", "actions/1.4.10/", "versions/",
        "versions/1/", "versions/1/themes/1/", "versions/1/objectives/1.4/", "versions/1/actions/1.4.3/", "compare/1/2/",
    ]  # fmt: skip
    for address in ("/public/", *(PUBLIC + page for page in pages)):
        assert status(anybody, address) == 200, address
        assert_open_to_everybody(anybody)
    assert status(anybody, f"{PUBLIC}versions/3/") == 404
    assert_open_to_everybody(anybody)


def test_the_forms_of_a_correction_and_of_a_release_are_open_to_everybody(
    cast: Cast, signed_in: Open, javascript: bool
) -> None:
    if not javascript:
        pytest.skip("axe is a script")
    issue(cast, "January 2016")
    manager = signed_in(cast.plan_manager)
    for page in ("versions/issue/", "rounds/open/", "versions/1/make-public/"):
        assert status(manager, f"/plans/the-plan/{page}") == 200
        assert_open_to_everybody(manager)
    manager.goto("/plans/the-plan/versions/issue/")
    send(manager, label="Corrected", corrects="It corrects version 1, January 2016", because="Seen by a school.")
    expect(manager.locator(".error-summary")).to_contain_text("Say what was wrong in it.")
    assert_open_to_everybody(manager)
    send(manager, corrects_words="The lead of 1.4.3 was another.")
    expect(manager.locator("main")).to_contain_text("corrected by version 2: The lead of 1.4.3 was another.")
