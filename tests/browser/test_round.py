"""A round from the day it opens to the moment at which members read it, by what is on the screen."""

import re

from playwright.sync_api import Page, expect

from actions.record_check import RecordCheck
from tests.browser.conftest import Open
from tests.browser.pages import heading, send
from tests.conftest import Cast

PLAN = "/plans/the-plan/"
MEETING = "CSE Sub-Group, 6 April 2016"


def press(page: Page, words: str) -> None:
    page.locator("main").get_by_role("link", name=re.compile(rf"^{words}")).first.click()


def says(page: Page, *words: str) -> None:
    for said in words:
        expect(page.locator("main")).to_contain_text(said, ignore_case=True)


def report(page: Page, rating: str, why: str) -> None:
    page.locator(f"input[data-rating={rating}]").check()
    page.fill("[name$=rationale]", why)
    if rating != "G":
        page.fill("[name$=brings_back]", "A visit to each school.")
        page.fill("[name$=brings_back_by]", "31 May 2016")
        page.locator("[name$=help_needed][value=no]").check()
    begun = page.locator("[name$=work_has_begun][value=yes]")
    if begun.count():
        begun.check()
    page.get_by_role("button", name=re.compile("^Submit (this update|all that are ready)$")).click()


def test_a_round_is_opened_returned_for_decided_on_considered_issued_and_made_public(
    cast: Cast, signed_in: Open, visitor: Open
) -> None:
    manager, member = signed_in(cast.plan_manager), signed_in(cast.member)
    first, second = signed_in(cast.officer), signed_in(cast.officer_elsewhere)

    manager.goto(f"{PLAN}rounds/")
    press(manager, "Route and rhythm")
    send(manager, body_1="CSE Sub-Group", because="Members read nothing that it has not considered.")
    says(manager, "Considered by the CSE Sub-Group before members read it")
    press(manager, "Open a round")
    manager.fill("[name=label]", "June 2016")
    manager.fill("[name=members_meet_on]", "1 June 2016")
    manager.get_by_role("button", name="Work the days out").click()
    expect(manager.locator("[name=returns_due_on]")).to_have_value("9 May 2016")
    send(manager, because="For the commission’s meeting of 1 June.")
    says(manager, "0 of 2 returns in or explained", "Monday 9 May 2016")

    for page, why in ((first, "The strategy is agreed."), (second, "Shared each Monday since February.")):
        page.goto("/")
        press(page, "My return for June 2016")
        report(page, "G", why)
        says(page, "Everything is in.")
    manager.reload()
    says(manager, "2 of 2 returns in or explained")
    press(manager, "Put it before the body")
    send(manager, because="All returns are in.")
    says(manager, "Before the body")

    press(manager, "Before the CSE Sub-Group")
    press(manager, r"Return 1\.4\.3")
    send(manager, agreed_at=MEETING, because="Which school has agreed it?")
    says(manager, "Which school has agreed it?")
    press(manager, r"Rate otherwise\s*: 1\.4\.10")
    manager.locator("input[data-rating=A]").check()
    send(manager, agreed_at=MEETING, because="Two Mondays were left out.")
    says(manager, "instead of Green, because Two Mondays were left out.")

    first.goto("/")
    says(first, "update returned by the body: mend it and send it again", "Which school has agreed it?")
    first.goto(f"{PLAN}actions/1.4.3/update/")
    report(first, "A", "Nine of eleven schools have agreed it.")
    manager.goto(f"{PLAN}rounds/1/")
    press(manager, "Take 1 mended entry in")
    manager.locator("[name=actions]").check()
    send(manager, because="Mended the same day.")
    says(manager, "edition 2")

    press(manager, "Before the CSE Sub-Group")
    press(manager, "It is considered")
    member.goto(PLAN)
    says(member, "Nothing is issued")
    send(manager, agreed_at=MEETING, because="Read line by line.")
    says(manager, "considered by the CSE Sub-Group, 6 April 2016")
    member.reload()
    says(member, "Nothing is issued")  # considered is not issued

    manager.goto(f"{PLAN}rounds/1/")
    press(manager, "Issue to members")
    heading(manager, "Issue June 2016 to members")
    send(manager, because="For the commission.")
    member.reload()
    expect(member.locator(".reading")).to_contain_text("version 1, June 2016")
    expect(member.locator(".reading")).to_contain_text("considered by the CSE Sub-Group, 6 April 2016")
    member.goto(f"{PLAN}actions/1.4.3/")
    says(member, "Nine of eleven schools have agreed it.", "Why amber?")
    member.goto(f"{PLAN}actions/1.4.10/")
    says(member, "Rated at the table by the CSE Sub-Group", "Two Mondays were left out.", "Its lead chose")

    anybody, chief_officer = visitor(), signed_in(cast.chief_officer)
    manager.goto(f"{PLAN}versions/")
    press(manager, "Make it public")
    send(manager, because="With the agenda.")
    anybody.goto("/public/the-plan/")
    heading(anybody, "There is no public page at this address")  # proposed is not public
    chief_officer.goto("/")
    press(chief_officer, "Version 1 to be made public – confirm")
    send(chief_officer, because="Read through; nobody is named.")
    anybody.goto("/public/the-plan/actions/1.4.10/")
    says(anybody, "Rated at the table by the CSE Sub-Group", "Two Mondays were left out.")
    assert list(RecordCheck().findings()) == []
