"""What somebody must not overlook is said wherever the thing is read: on page, list, paper and start page alike."""

import csv
import datetime as dt
import io

import pytest
from docx import Document

from actions.models import Evidence
from people.models import Membership
from plans.models import Draft, Step
from reports.versions import issue_to_members
from tests.actions.conftest import desk, errors, said
from tests.actions.life import Life
from tests.actions.test_lifecycle import asked_for_help
from tests.conftest import set_up
from tests.reports.reading import row_of, words

__all__ = ["desk", "errors", "said"]

PLAN = "/plans/the-plan/"
NOT_CONFIRMED = "CSE Sub-Group (recorded, not yet confirmed)"


@pytest.fixture
def life(cast) -> Life:
    return Life(cast)


def shown(page) -> str:
    return words(page.content.decode())


def csv_of(manager) -> dict[str, dict[str, str]]:
    text = manager.client.post(f"{PLAN}papers/csv/").content.decode("utf-8-sig")
    return {row["Ref"]: row for row in csv.DictReader(io.StringIO(text))}


def paper_of(manager) -> str:
    paper = Document(io.BytesIO(manager.client.post(f"{PLAN}papers/word/").content))
    return "\n".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)


def test_what_is_complete_and_shown_by_nothing_any_more_says_so(cast, life, desk):
    life.to("complete")
    officer, manager = desk(cast.officer), desk(cast.plan_manager)
    assert "no longer shown" not in shown(manager.read(f"{PLAN}actions/1.4.3/"))
    for evidence in Evidence.objects.filter(action=cast.action):
        answer = officer.send(f"{PLAN}evidence/{evidence.pk}/withdraw/", because="It was another meeting’s.")
    assert "1.4.3 is complete: what is shown by nothing now is said beside that" in shown(answer)
    page = shown(manager.read(f"{PLAN}actions/1.4.3/"))
    assert "no longer shown: evidence withdrawn" in page
    assert (
        "Shown by nothing now: One referral route; Strategy agreed. Whoever signs off can have it checked again" in page
    )
    assert "no longer shown" in row_of(manager.read(f"{PLAN}?actions=all").content.decode(), "1.4.3")
    assert "No longer shown, evidence was withdrawn" in paper_of(manager)


def test_who_signs_is_told_before_the_form_that_nothing_shows_it(cast, life, desk):
    life.to("verified")
    life.withdraw_evidence()
    page = shown(desk(cast.plan_manager).read("1.4.3/sign-off"))
    assert page.index("Evidence was withdrawn since this was reported.") < page.index("Reported complete")


@pytest.mark.parametrize(
    ("status", "word"), [("moved", "Moved"), ("superseded", "Superseded"), ("withdrawn", "Withdrawn")]
)
def test_what_has_left_the_plan_has_no_colour_in_papers(cast, life, desk, status, word):
    asked_for_help(life)
    life.to(status)
    manager = desk(cast.plan_manager)
    assert csv_of(manager)["1.4.3"]["Rating"] == word
    assert f"{word}\n" in paper_of(manager) or word in paper_of(manager)
    assert "Amber" not in csv_of(manager)["1.4.3"]["Rating"]


def test_help_is_counted_alike_on_start_page_dashboard_list_and_paper(cast, life, desk):
    asked_for_help(life)
    other = life.of(cast.action_elsewhere)
    asked_for_help(other)
    other.to("withdrawn")
    manager = desk(cast.plan_manager)
    assert "Help asked for: 1 open" in shown(manager.read("/"))
    page = shown(manager.read(f"{PLAN}asks/"))
    assert "Open 1" in page
    assert "Never answered, and the action is over 1" in page
    assert csv_of(manager)["1.4.10"]["Help asked, open: what is needed"] == ""


def test_r21_a_decision_that_nobody_has_confirmed_says_so_wherever_it_is_printed(cast, life, desk):
    life.ask_extension()
    life.grant_extension(minute="")
    life.to("verified")
    life.sign_off(minute="")
    manager = desk(cast.plan_manager)
    assert shown(manager.read(f"{PLAN}actions/1.4.3/")).count(NOT_CONFIRMED) >= 3
    assert f"signed off by {NOT_CONFIRMED}" in row_of(manager.read(f"{PLAN}?actions=all").content.decode(), "1.4.3")
    row = csv_of(manager)["1.4.3"]
    assert (row["Signed off by"], row["Extended: agreed by"]) == (NOT_CONFIRMED, NOT_CONFIRMED)
    assert NOT_CONFIRMED in paper_of(manager)
    issue_to_members(
        cast.plan.__class__.objects.get(pk=cast.plan.pk), label="April", because="So.", **cast.as_manager()
    )
    assert NOT_CONFIRMED in shown(desk(cast.member).read(f"{PLAN}actions/1.4.3/"))
    for step in Step.objects.filter(verb__in=["sign_off", "grant_extension"]):
        manager.send(f"{PLAN}steps/{step.pk}/confirm/", minute="14/16")
    assert NOT_CONFIRMED not in shown(manager.read(f"{PLAN}actions/1.4.3/"))


def test_what_waits_to_be_confirmed_says_what_was_decided_and_for_whom(cast, life, desk):
    chair = Membership(body=cast.sub_group, person=cast.scrutineer, capacity="chair", from_on=dt.date(2016, 1, 1))
    set_up(chair, cast.administrator)
    life.to("verified")
    life.sign_off(minute="")
    page = shown(desk(cast.scrutineer).read("/"))
    assert "Signed off – 1.4.3, The Plan" in page
    assert "for CSE Sub-Group" in page


def test_who_asked_or_reported_does_not_confirm_for_the_body_what_became_of_it(cast, life, desk):
    chair = Membership(body=cast.sub_group, person=cast.officer, capacity="chair", from_on=dt.date(2016, 1, 1))
    set_up(chair, cast.administrator)
    life.ask_extension()
    life.grant_extension(minute="")
    link = f"{PLAN}steps/{Step.objects.get(verb='grant_extension').pk}/confirm/"
    officer = desk(cast.officer)
    assert link not in officer.read("/").content.decode()
    assert officer.read(link).status_code == 403
    desk(cast.plan_manager).send(link, minute="14/16")
    assert "minute 14/16 attached" in shown(desk(cast.plan_manager).read(f"{PLAN}actions/1.4.3/"))


def test_what_a_colleague_prepared_stands_in_my_work_of_the_lead(cast, desk):
    colleague = desk(cast.colleague)
    typed = colleague.typed("1.4.3/update", criterion=cast.green.pk, rationale="It is agreed.", help_needed="no")
    colleague.post("1.4.3/update", typed)
    draft = Draft.objects.get()
    page = desk(cast.officer).read("/")
    assert "Prepared for you: read and submit" in shown(page)
    assert f"{PLAN}actions/1.4.3/update/?take_over={draft.pk}" in page.content.decode()
    assert "Prepared for you" not in shown(desk(cast.officer_elsewhere).read("/"))
