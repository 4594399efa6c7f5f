"""The pages of a round, as its plan manager, its leads and its body go through them."""

import datetime as dt

import pytest

from actions.record_check import RecordCheck
from people.models import Membership
from plans.models import NoReturn, Round, Step
from plans.rounds import route_of
from reports.models import KeptDocument
from tests.a_round import ARound
from tests.actions.conftest import Desk, desk, errors, said
from tests.actions.life import Life
from tests.conftest import TODAY, set_up
from tests.reports.reading import words
from tests.sending import everything

__all__ = ["desk", "errors", "said"]

ROUNDS = "/plans/the-plan/rounds/"
FIRST = f"{ROUNDS}1/"


@pytest.fixture
def round_(cast) -> ARound:
    return ARound(cast)


@pytest.fixture
def manager(cast, desk) -> Desk:
    return desk(cast.plan_manager)


def shown(page) -> str:
    return words(page.content.decode())


def test_a_round_is_opened_with_its_days_worked_out_from_the_day_on_which_members_meet(cast, manager):
    page = f"{ROUNDS}open/"
    typed = manager.typed(page, label="May 2016", members_meet_on="1 June 2016", because="The commission.")
    form = manager.post(page, {**typed, "work_out": "yes"}).context["form"]
    assert not Round.objects.exists()
    worked_out = {name: form[name].value() for name in ("agenda_out_on", "paper_due_on", "body_on", "returns_due_on")}
    assert worked_out == {
        "agenda_out_on": dt.date(2016, 5, 23), "paper_due_on": dt.date(2016, 5, 19), "body_on": dt.date(2016, 5, 16),
        "returns_due_on": dt.date(2016, 5, 9),
    }  # fmt: skip
    assert form["label"].value() == "May 2016"
    manager.send(page, label="May 2016", members_meet_on="1 June 2016", returns_due_on="9 May 2016", because="So.")
    opened = Round.objects.get()
    assert (opened.label, opened.returns_due_on, opened.members_meet_on) == (
        "May 2016", dt.date(2016, 5, 9), dt.date(2016, 6, 1),
    )  # fmt: skip
    assert "0 of 2 returns in or explained" in shown(manager.read(FIRST))


def test_without_a_day_to_work_from_the_form_says_so(cast, manager, errors):
    page = f"{ROUNDS}open/"
    sent = manager.post(page, {**manager.typed(page, label="May 2016", because="So."), "work_out": "yes"})
    assert "members_meet_on" in errors(sent)
    assert not Round.objects.exists()


def test_the_route_is_set_in_its_order_and_says_at_which_meeting(cast, manager):
    manager.send(
        f"{ROUNDS}route/", body_1=cast.commission.pk, body_2=cast.sub_group.pk, rhythm="3", agreed_at=cast.meeting.pk,
        minute="12/16", because="Asked for by the commission.",
    )  # fmt: skip
    assert route_of(cast.plan) == [cast.commission, cast.sub_group]
    step = Step.objects.get(verb="set_route")
    assert (step.by_body, step.minute) == (cast.sub_group, "12/16")
    page = shown(manager.read(ROUNDS))
    assert "Considered by the Improving Lives Select Commission, then the CSE Sub-Group" in page
    assert "every quarter" in page


def test_bodies_that_were_chosen_are_not_lost_when_the_form_is_refused_and_left(cast, manager):
    manager.send(f"{ROUNDS}route/", body_1=cast.commission.pk, body_2=cast.sub_group.pk, because="")
    form = manager.read(f"{ROUNDS}route/").context["form"]
    assert [str(form[name].value()) for name in ("body_1", "body_2")] == [
        str(cast.commission.pk), str(cast.sub_group.pk),
    ]  # fmt: skip


def test_a_lead_goes_from_my_work_through_my_return_and_says_what_there_is(cast, desk, round_, said):
    round_.set_route().open()
    officer = desk(cast.officer)
    assert "/plans/the-plan/my-return/" in officer.read("/").content.decode()
    page = shown(officer.read("/plans/the-plan/my-return/"))
    assert (
        "Due 11 April 2016; the CSE Sub-Group considers it on 19 April 2016. 1 of 1 action not yet reported on." in page
    )
    answer = officer.send(
        "/plans/the-plan/actions/1.4.3/update/?from=return", criterion=cast.green.pk, rationale="It is agreed.", help_needed="no",
        work_has_begun="yes",
    )  # fmt: skip
    assert answer.redirect_chain[-1][0] == "/plans/the-plan/my-return/"
    assert "Everything is in." in shown(answer)
    elsewhere = desk(cast.officer_elsewhere)
    elsewhere.send(f"{FIRST}returns/{cast.lead_elsewhere.pk}/", kind="nothing", because="No meetings were held.")
    assert NoReturn.objects.get().said_words.startswith("Detective Superintendent")
    assert "2 of 2 returns in or explained" in shown(desk(cast.plan_manager).read(FIRST))


def test_what_is_missing_is_named_before_it_is_frozen_with_the_way_to_say_why(cast, manager, round_, errors):
    round_.set_route().open()
    round_.report(cast.action)
    page = manager.read(f"{FIRST}freeze/").content.decode()
    assert f'href="{FIRST}returns/{cast.lead_elsewhere.pk}/"' in page
    sent = manager.send(f"{FIRST}freeze/", because="For the sub-group.")
    assert "Detective Superintendent" in errors(sent)["__all__"]
    manager.send(f"{FIRST}returns/{cast.lead_elsewhere.pk}/", kind="missed", because="No answer.")
    manager.send(f"{FIRST}freeze/", because="For the sub-group.")
    assert round_.round.status == "before the body"
    assert "missed, because No answer." in shown(manager.read(FIRST))


def test_a_body_returns_rates_and_considers_and_then_it_is_issued(cast, desk, manager, round_):
    round_.before_the_body()
    table = f"{FIRST}before-the-body/"
    assert "Return 1.4.3" in shown(manager.read(table))
    decided = {"agreed_at": cast.meeting.pk, "minute": "14/16"}
    manager.send(f"{FIRST}entries/1.4.3/return/", because="No figure.", **decided)
    manager.send(f"{FIRST}entries/1.4.10/rate/", criterion=cast.red.pk, because="Not shared weekly.", **decided)
    page = shown(manager.read(table))
    assert "No figure. (CSE Sub-Group)" in page
    assert "instead of Green, because Not shared weekly." in page
    round_.report(cast.action, "A", rationale="Two of five.")
    manager.send(f"{FIRST}mended/", actions=[cast.action.pk], because="Mended the same day.")
    assert KeptDocument.objects.editions().get().edition == 2
    member = desk(cast.member)
    assert "Nothing is issued" in shown(member.read("/plans/the-plan/"))
    manager.send(f"{FIRST}considered/", because="Read line by line.", **decided)
    assert "Nothing is issued" in shown(member.read("/plans/the-plan/"))
    sent = manager.send("/plans/the-plan/versions/issue/", because="For the commission.")
    assert "April 2016" in shown(sent)
    page = shown(member.read("/plans/the-plan/"))
    assert "version 1, April 2016" in page
    assert "considered by the CSE Sub-Group, 6 April 2016" in page
    assert list(RecordCheck().findings()) == []


def test_members_of_the_body_read_it_from_the_moment_it_lies_before_them_and_others_do_not(cast, desk, round_):
    seat = Membership(body=cast.sub_group, person=cast.reader, capacity="member", from_on=dt.date(2016, 1, 1))
    set_up(seat, cast.administrator)
    reader, member = desk(cast.reader), desk(cast.member)
    round_.set_route().open().report_all()
    assert reader.read(f"{FIRST}before-the-body/").status_code == 404
    round_.freeze()
    version = "/plans/the-plan/versions/1/"
    for page in (f"{FIRST}before-the-body/", version, f"{version}papers/word/", f"{version}actions/1.4.3/"):
        assert reader.read(page).status_code == 200, page
        assert member.read(page).status_code == 404, page
    assert "lies before your body" in shown(reader.read("/"))
    assert "Return 1.4.3" not in shown(reader.read(f"{FIRST}before-the-body/"))
    round_.consider()
    round_.issue()
    assert member.read(version).status_code == 200


def test_a_version_says_who_considered_it_and_how_or_why_not(cast, desk, manager, round_):
    round_.before_the_body()
    manager.send(f"{FIRST}not-considered/", because="It had no quorum.")
    manager.send("/plans/the-plan/versions/issue/", because="For the commission.")
    page = shown(desk(cast.member).read("/plans/the-plan/"))
    assert "not considered by the CSE Sub-Group, because: It had no quorum." in page


def test_a_version_of_a_plan_without_a_route_says_that_nobody_considered_it(cast, desk, round_):
    round_.open().report_all().freeze()
    round_.issue()
    assert "no body has considered it" in shown(desk(cast.member).read("/plans/the-plan/"))


def test_a_rating_of_the_table_stands_beside_the_leads_on_the_actions_page(cast, desk, round_):
    round_.before_the_body()
    round_.re_rate(cast.action, "R")
    page = shown(desk(cast.officer).read("/plans/the-plan/actions/1.4.3/"))
    assert "Rated at the table by the CSE Sub-Group" in page
    assert "Its lead chose" in page


def test_a_returned_entry_is_told_to_its_lead(cast, desk, round_):
    round_.before_the_body()
    round_.return_update(cast.action, because="No figure shows it.")
    officer = desk(cast.officer)
    page = shown(officer.read("/plans/the-plan/actions/1.4.3/"))
    assert "Returned by the CSE Sub-Group" in page
    assert "No figure shows it." in page
    assert "update returned by the body: mend it and send it again" in shown(officer.read("/"))


def test_reading_the_pages_changes_nothing(cast, manager, round_):
    round_.before_the_body()
    before = everything()
    pages = (
        "", "open/", "route/", "1/", "1/days/", "1/give-up/", "1/freeze/", "1/before-the-body/", "1/considered/",
        "1/not-considered/", "1/mended/", "1/entries/1.4.3/return/", "1/entries/1.4.3/rate/",
        f"1/returns/{cast.lead.pk}/",
    )  # fmt: skip
    for page in pages:
        assert manager.read(ROUNDS + page).status_code == 200, page
    assert everything() == before
    assert round_.round.opened_on == TODAY


def test_a_second_click_is_harmless(cast, manager, round_):
    round_.set_route().open().report_all()
    typed = manager.typed(f"{FIRST}freeze/", because="For the sub-group.")
    for _ in range(2):
        manager.post(f"{FIRST}freeze/", typed)
    assert KeptDocument.objects.count() == 1
    assert Step.objects.filter(verb="put_before_body").count() == 1


def test_the_wrong_state_is_refused_and_leaves_no_trace(cast, manager, round_, errors):
    round_.before_the_body()
    typed = {
        "freeze/": {"because": "Again."},
        "entries/1.4.3/rate/": {"criterion": cast.red.pk, "agreed_at": cast.meeting.pk, "because": "No."},
        "considered/": {"agreed_at": cast.meeting.pk, "because": "Again."},
    }
    forms = {page: manager.typed(FIRST + page, **words) for page, words in typed.items()}
    round_.consider()
    round_.issue()
    before = everything()
    for page, sent in forms.items():
        answer = manager.post(FIRST + page, sent)
        assert errors(answer), page
    assert {name: rows for name, rows in everything().items() if name != "Draft"} == {
        name: rows for name, rows in before.items() if name != "Draft"
    }


def test_no_form_is_offered_that_would_be_refused_and_what_was_typed_stays(cast, manager, round_, errors):
    round_.set_route()
    pages = {
        f"{ROUNDS}open/": "Open the round</button>",
        "/plans/the-plan/versions/issue/": "Issue to members</button>",
    }
    sends = {page: button in manager.read(page).content.decode() for page, button in pages.items()}
    assert sends == {f"{ROUNDS}open/": True, "/plans/the-plan/versions/issue/": False}  # the route comes first
    typed = manager.typed(
        f"{ROUNDS}open/", label="May 2016", returns_due_on="11 May 2016", because="Typed before the other was opened."
    )
    round_.open()
    for page, button in pages.items():
        assert button not in manager.read(page).content.decode(), page
    answer = manager.post(f"{ROUNDS}open/", typed)
    assert errors(answer)
    assert "Typed before the other was opened." in answer.content.decode()
    round_.report_all().freeze()
    round_.consider()
    assert pages["/plans/the-plan/versions/issue/"] in manager.read("/plans/the-plan/versions/issue/").content.decode()


def test_a_report_after_the_round_is_frozen_is_of_no_round(cast, round_):
    round_.before_the_body()
    assert round_.report(cast.action, "A").round is None
    assert Life(cast).action.rating == "A"
