"""Steps on the way, and what puts an action at risk: dates as people say them, and what is done about it."""

import datetime as dt

import pytest

from actions.extensions import grant_extension
from actions.facts import end_fact
from actions.milestones import redate_milestone
from actions.models import Action, DatedFact, Milestone
from plans.models import Plan, Step
from plans.steps import Refused
from plans.structure import set_rules
from reports.document import build
from tests.actions.life import WAY_OUT, Life

NEW, FACT = "1.4.3/milestones/new", "1.4.3/facts/new"
AT_RISK = {
    "kind": "funding ends", "what": "The grant", "day": "end of June 2016", "because": "Two posts hang on it.",
    "done_about_it": "The board is asked.", "done_by": "Finance Manager", "until": "31 May 2016", "fallback": "It stops.",
}  # fmt: skip


@pytest.fixture
def life(cast) -> Life:
    return Life(cast)


def page_of(milestone: Milestone, verb: str) -> str:
    return f"/plans/the-plan/milestones/{milestone.pk}/{verb}/"


# --- milestones ------------------------------------------------------------------------------------------


def test_r18_a_milestone_keeps_the_words_of_its_date_and_says_how_they_were_read(cast, desk, said):
    page = desk(cast.officer).send(NEW, what="Pack sent to schools", due="July or August", because="Schools wait.")
    milestone = Milestone.objects.get()
    assert (milestone.due_words, milestone.due_on) == ("July or August", dt.date(2016, 8, 31))
    assert "“July or August” was read as: between 1 July 2016 and 31 August 2016; the year is not written" in said(page)
    assert "due July or August, read as by 31 August 2016" in page.content.decode()
    step = Step.objects.get(verb="add_milestone")
    assert (step.because, step.now["milestone"]) == ("Schools wait.", "Pack sent to schools, July or August")
    action = Action.objects.get(pk=cast.action.pk)
    assert action.history.get(version=action.version).history_user == cast.officer
    assert milestone.history.get().history_user == cast.officer


@pytest.mark.parametrize("words", ["4–6 weeks after the profile", "Ongoing", "tbc"])
def test_r18_words_that_name_no_day_are_kept_and_never_late(cast, desk, said, words):
    page = desk(cast.officer).send(NEW, what="Report", due=words, because="So.")
    assert Milestone.objects.get().due_on is None
    assert "no date" in said(page)
    assert "no day can be worked out" in page.content.decode()
    assert build(cast.plan).action("1.4.3").milestones_missed == ()


def test_a_day_that_is_not_in_the_calendar_is_refused(cast, desk, errors, everything):
    before = everything()
    page = desk(cast.officer).send(NEW, what="Report", due="31 June 2016", because="So.")
    assert errors(page) == {"due": "There is no 31 June 2016 in the calendar. Look at day and month."}
    assert everything() == before


def test_quarters_are_read_once_the_plan_says_what_they_are(cast, desk):
    desk(cast.officer).send(NEW, what="Report", due="Q1 2016", because="So.")
    assert Milestone.objects.get().due_on is None
    rules = {"signing_body": None, "signing_post": None, "waiver_because": "", "quarters": "financial"}
    set_rules(Plan.objects.get(pk=cast.plan.pk), changes=rules, because="So.", **cast.as_manager())
    desk(cast.officer).send(NEW, what="Second report", due="Q1 2016", because="So.")
    assert Milestone.objects.get(what="Second report").due_on == dt.date(2016, 6, 30)


def test_it_is_reached_given_another_date_or_dropped_and_stays_told(cast, life, desk):
    for _ in range(3):
        life.add_milestone()
    first, second, third = Milestone.objects.order_by("pk")
    officer = desk(cast.officer)
    officer.send(page_of(first, "reached"), reached_on="5 April 2016", because="List of postage.")
    officer.send(page_of(second, "date"), due="March 2017", because="Printing.")
    page = officer.send(page_of(third, "drop"), because="Nobody needs it.").content.decode()
    for words in ("List of postage.", "March 2017", "Nobody needs it.", "Milestone given another date"):
        assert words in page
    first, second, third = Milestone.objects.order_by("pk")
    assert (first.reached_on, second.due_words, third.dropped_because) == (
        dt.date(2016, 4, 5), "March 2017", "Nobody needs it.",
    )  # fmt: skip
    for milestone, verb in ((first, "reached"), (third, "drop")):
        with pytest.raises(Refused, match=r"reached on|dropped on"):
            redate_milestone(milestone, due_on=dt.date(2017, 1, 1), because="So.", **life.lead)
        assert officer.read(page_of(milestone, verb)).status_code == 200


def test_one_whose_day_has_passed_is_missed_and_shown(cast, life, desk):
    life.add_milestone(due_on=dt.date(2016, 4, 5))
    assert [one.what for one in build(cast.plan).action("1.4.3").milestones_missed] == ["Pack 0 sent"]
    assert "milestone missed" in desk(cast.officer).read("1.4.3").content.decode()
    assert "milestone missed" in desk(cast.officer).read("/plans/the-plan/?is=milestone-missed").content.decode()


def test_the_actions_own_dates_take_words_too(cast, life, desk, said):
    page = desk(cast.plan_manager).send("1.4.3/correct", due_on="third week of April", because="As it was agreed.")
    action = life.action
    assert (action.due_on, action.due_words, action.original_due_words) == (
        dt.date(2016, 4, 21), "third week of April", "third week of April",
    )  # fmt: skip
    assert "third week of April" in page.content.decode()
    life.ask_extension(to_on=dt.date(2016, 6, 1))
    grant_extension(life.action, because="So.", **life.body)
    assert (life.action.due_on, life.action.due_words) == (dt.date(2016, 6, 1), "")
    assert life.action.original_due_words == "third week of April"


# --- dated facts -----------------------------------------------------------------------------------------


def test_r45_a_risk_says_since_or_from_when_what_is_done_by_whom_until_when_and_the_fallback(cast, desk, said):
    page = desk(cast.officer).send(FACT, **AT_RISK, raised_to="The board")
    fact = DatedFact.objects.get()
    assert (fact.day, fact.day_words, fact.until_on) == (dt.date(2016, 6, 30), "end of June 2016", dt.date(2016, 5, 31))
    words = page.content.decode()
    for told in (
        "Funding ends",
        "The grant",
        "The board is asked.",
        "Finance Manager",
        "It stops.",
        "raised to The board",
    ):
        assert told in words
    assert Step.objects.get(verb="note_fact").because == "Two posts hang on it."


@pytest.mark.parametrize("missing", ["done_about_it", "done_by", "until", "fallback"])
def test_r45_of_every_risk_all_of_that_is_asked_but_of_a_hard_end(cast, desk, errors, everything, missing):
    before = everything()
    page = desk(cast.officer).send(FACT, **{**AT_RISK, missing: ""})
    assert list(errors(page)) == [missing]
    assert everything() == before
    desk(cast.officer).send(FACT, **{**AT_RISK, "kind": "hard end", missing: ""})
    assert DatedFact.objects.get().kind == "hard end"


def test_r46_waiting_on_a_body_or_a_plan_says_since_when_and_to_whom_it_was_raised(cast, desk):
    for kind in ("waiting on a body", "waiting on a plan"):
        page = (
            desk(cast.officer)
            .send(
                FACT,
                **{**AT_RISK, "kind": kind, "what": "The council’s answer", "day": "4 January 2016"},
                raised_to="The board",
            )
            .content.decode()
        )
        assert "since 4 January 2016: The council’s answer" in page
        assert "raised to The board" in page


def test_what_is_done_is_said_anew_and_a_risk_that_is_over_stays(cast, life, desk):
    life.note_fact()
    fact = DatedFact.objects.get()
    officer = desk(cast.officer)
    officer.send(
        f"/plans/the-plan/facts/{fact.pk}/change/", done_about_it="A bid is written.", because="The board said no."
    )
    page = officer.send(f"/plans/the-plan/facts/{fact.pk}/end/", because="Paid for.").content.decode()
    for words in ("A bid is written.", "Paid for.", "over"):
        assert words in page
    with pytest.raises(Refused, match="over on"):
        end_fact(fact, because="Again.", **life.lead)


def test_r19_no_extension_goes_beyond_a_hard_end(cast, life, desk, errors, everything):
    life.note_fact(kind="hard end", what="The school year ends", day=dt.date(2016, 7, 22), way_out=None)
    before = everything()
    page = desk(cast.officer).send(
        "1.4.3/extension", to_on="30 September 2016", category="capacity", because="Nobody is there."
    )
    assert "cannot go beyond 22 July 2016: The school year ends" in errors(page)["to_on"]
    assert everything() == before
    life.ask_extension(to_on=dt.date(2016, 7, 1))
    with pytest.raises(Refused, match="cannot go beyond"):
        life.grant_extension(to_on=dt.date(2016, 8, 1))
    life.grant_extension()
    with pytest.raises(Refused, match="a hard end already"):
        life.note_fact(kind="hard end", way_out=WAY_OUT)


@pytest.mark.parametrize("page", [NEW, FACT])
def test_the_wrong_person_is_refused_the_wrong_state_says_so_and_reading_changes_nothing(
    cast, life, desk, everything, page
):
    before = everything()
    for name in ("officer_elsewhere", "chief_officer", "scrutineer", "member", "reader"):
        assert desk(getattr(cast, name)).read(page).status_code == 403
    assert desk(cast.outsider).read(page).status_code == 404
    assert desk(cast.colleague).read(page).status_code == 200
    assert everything() == before
    life.to("reported complete")
    shown = desk(cast.officer).read(page).content.decode()
    assert "waits for somebody to verify" in shown
    assert '<button class="btn btn-first" type="submit">' not in shown


def test_a_second_click_is_harmless(cast, desk):
    officer = desk(cast.officer)
    typed = officer.typed(NEW, what="Pack sent", due="May 2016", because="So.")
    officer.post(NEW, typed)
    officer.post(NEW, typed)
    assert Milestone.objects.count() == 1
