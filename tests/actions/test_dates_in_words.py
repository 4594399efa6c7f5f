"""An action's own dates as people say them: the words are kept, beside them the day that counts, and nothing is read in silence.

Added, edited in the draft, corrected. How words are read stands in tests/actions/test_fuzzy_dates.py.
"""

import datetime as dt

import pytest

from actions.extensions import grant_extension
from actions.models import Action
from people import clock
from plans.models import Step
from plans.structure import set_rules
from reports.versions import issue_to_members
from tests.actions.life import Life

ADD, EDIT, CORRECT = "/plans/the-plan/objectives/1.4/actions/new/", "1.4.3/edit", "1.4.3/correct"
WHY = {"because": "As the board said it."}


def words_of(page) -> str:
    return " ".join(page.content.decode().split())


def on(year: int, month: int, day: int):
    return clock.at(dt.datetime(year, month, day, 9, 0, tzinfo=dt.UTC))


def dates_of(action: Action) -> tuple:
    return (
        (action.start_on, action.start_words),
        (action.original_due_on, action.original_due_words),
        (action.due_on, action.due_words),
    )


@pytest.fixture
def send(cast, desk, back_to_draft):
    """Give the dates by the page that is named, and hand back the page that follows."""

    def by(page: str, **dates: str):
        new = {"reference": "1.4.11", "wording": "Train every reception worker.", "lead_post": cast.lead.pk}
        if page == EDIT:
            back_to_draft(cast.plan)
        answers = {ADD: {**new, **WHY}, EDIT: {}, CORRECT: WHY}[page]
        return desk(cast.plan_manager).send(page, **answers, **dates)

    return by


def given(page: str) -> Action:
    return Action.objects.get(plan__slug="the-plan", reference="1.4.11" if page == ADD else "1.4.3")


EACH_PAGE = pytest.mark.parametrize("page", [ADD, EDIT, CORRECT], ids=["add", "edit", "correct"])
JULY_OR_AUGUST = (dt.date(2016, 8, 31), "July or August 2016")


# --- kept, and told --------------------------------------------------------------------------------


@EACH_PAGE
def test_r18_words_are_kept_beside_the_day_that_they_were_read_as(send, page):
    shown = words_of(send(page, start_on="April 2016", due_on="July or  August 2016"))
    assert dates_of(given(page)) == ((dt.date(2016, 4, 1), "April 2016"), JULY_OR_AUGUST, JULY_OR_AUGUST)
    assert 'July or August 2016 <span class="who">read as by 31 August 2016</span>' in shown
    assert "April 2016" in shown


@EACH_PAGE
def test_r18_how_words_were_read_is_said(send, said, page):
    told = said(send(page, start_on="spring 2016", due_on="by end of July 16"))
    assert "“spring 2016” was read as: between 1 March 2016 and 31 May 2016; spring is read as March to May." in told
    assert "“by end of July 16” was read as: " in told


@EACH_PAGE
def test_a_plain_day_needs_no_words_and_none_are_said(send, said, page):
    told = said(send(page, start_on="2016-05-02", due_on="31st July 2016"))
    assert dates_of(given(page)) == ((dt.date(2016, 5, 2), ""), (dt.date(2016, 7, 31), ""), (dt.date(2016, 7, 31), ""))
    assert "was read as" not in told


def test_the_step_tells_the_words(cast, send):
    send(CORRECT, due_on="July or August 2016")
    step = Step.objects.get(verb="correct")
    assert (step.was["due_on"], step.now["due_on"]) == ("2016-01-30", "2016-08-31")
    assert (step.was["due_words"], step.now["due_words"]) == (None, "July or August 2016")
    assert step.minor
    assert given(CORRECT).history.get(version=step.version).due_words == "July or August 2016"


def test_a_day_takes_the_place_of_words(send):
    send(CORRECT, due_on="July or August 2016", start_on="winter 2015")
    send(CORRECT, due_on="31 July 2016", start_on="1 December 2015")
    assert dates_of(given(CORRECT)) == (
        (dt.date(2015, 12, 1), ""), (dt.date(2016, 7, 31), ""), (dt.date(2016, 7, 31), ""),
    )  # fmt: skip


def test_what_members_had_read_stays_visible_beside_words(cast, send):
    issue_to_members(cast.plan, label="March 2016", because="Considered.", **cast.as_manager())
    shown = words_of(send(CORRECT, due_on="July or August 2016"))
    assert given(CORRECT).corrected_from == dt.date(2016, 1, 30)
    assert "corrected from 30 January 2016" in shown


# --- which day counts ------------------------------------------------------------------------------


def test_an_action_is_late_the_day_after_the_last_that_its_words_allow(send):
    send(CORRECT, due_on="July or August 2016")
    action = given(CORRECT)
    assert [action.days_late(dt.date(2016, 8, 31)), action.days_late(dt.date(2016, 9, 1))] == [0, 1]


def test_a_start_in_words_is_the_first_day_that_they_allow(send, errors):
    """Of an action that starts "in 2016" and is due in June, nothing is wrong."""
    send(ADD, start_on="2016", due_on="June 2016")
    assert dates_of(given(ADD))[0] == (dt.date(2016, 1, 1), "2016")


@pytest.mark.parametrize("words", ["from May 2016", "May 2016 onwards", "starts May 2016"])
def test_a_start_without_an_end_is_a_start(send, said, words):
    page = send(ADD, start_on=words, due_on="June 2016")
    assert dates_of(given(ADD))[0] == (dt.date(2016, 5, 1), words)
    assert f"“{words}” was read as: it begins on 1 May 2016 or later, and no end is named." in said(page)


@EACH_PAGE
def test_r18_a_due_date_that_names_no_day_is_never_late(cast, send, said, desk, page):
    answer = send(page, due_on="ongoing")
    assert "“ongoing” was read as: no date: the work is said to go on without an end." in said(answer)
    action = given(page)
    assert dates_of(action)[1:] == ((None, "ongoing"), (None, "ongoing"))
    assert action.days_late(dt.date(2099, 1, 1)) == 0
    assert 'ongoing <span class="who">no day can be worked out from that, so it is never late</span>' in words_of(
        answer
    )


def test_no_date_at_all_is_never_late_either(send):
    send(CORRECT, due_on="")
    assert dates_of(given(CORRECT))[1:] == ((None, ""), (None, ""))
    assert given(CORRECT).days_late(dt.date(2099, 1, 1)) == 0


def test_due_before_the_start_is_refused_in_words_too(send, errors, everything):
    before = everything()
    page = send(CORRECT, start_on="summer 2016", due_on="May 2016")
    assert errors(page) == {"due_on": "The due date lies before the start, 1 June 2016."}
    assert everything() == before


# --- what is refused -------------------------------------------------------------------------------


@EACH_PAGE
@pytest.mark.parametrize("field", ["start_on", "due_on"])
@pytest.mark.parametrize(
    "words", ["31 June 2016", "30 February 2017", "29 February 2015", "31/04/2016", "by 31 June 2016", "31 June"]
)
def test_a_day_that_is_not_in_the_calendar_is_refused(send, errors, page, field, words):
    answer = send(page, **{field: words})
    assert errors(answer) == {field: f"There is no {words} in the calendar. Look at day and month."}
    assert answer.context["form"][field].value() == words
    assert not Step.objects.filter(verb__in=("edit_action", "correct")).exists()
    assert not Action.objects.filter(reference="1.4.11").exists()


@pytest.mark.parametrize("words", ["31 May 2999", "1 May 1016", "in 2250"])
def test_a_day_too_far_away_is_refused(send, errors, everything, words):
    before = everything()
    assert errors(send(CORRECT, due_on=words)) == {"due_on": f"“{words}” is too far away. Look at the year."}
    assert everything() == before


def test_words_have_a_limit(send, errors, everything):
    before = everything()
    assert "the limit is 300" in errors(send(CORRECT, due_on="soon " * 61))["due_on"]
    assert everything() == before


def test_what_was_typed_stays_in_the_form_when_it_comes_back(send, desk, cast):
    page = desk(cast.plan_manager).send(CORRECT, due_on="July or August 2016", because="")
    assert page.context["form"]["due_on"].value() == "July or August 2016"


# --- quarters --------------------------------------------------------------------------------------


def say_quarters(cast, quarters: str) -> None:
    rules = {"signing_body": None, "signing_post": None, "waiver_because": "", "quarters": quarters}
    set_rules(cast.plan, changes=rules, because="Agreed.", **cast.as_manager())


def test_r18_a_quarter_names_no_day_until_the_plan_says_what_it_is(cast, send, said):
    told = said(send(CORRECT, due_on="Q2 2016"))
    assert "The plan does not say yet" in told
    assert dates_of(given(CORRECT))[2] == (None, "Q2 2016")


@pytest.mark.parametrize(
    ("quarters", "last"), [("financial", dt.date(2016, 9, 30)), ("calendar", dt.date(2016, 6, 30))]
)
@EACH_PAGE
def test_r18_a_quarter_is_read_as_the_plan_says(cast, send, said, quarters, last, page):
    say_quarters(cast, quarters)
    told = said(send(page, due_on="Q2 2016"))
    assert f"quarter 2 of the {quarters} year" in told
    assert dates_of(given(page))[2] == (last, "Q2 2016")


def test_a_quarter_that_stood_there_unread_is_read_once_the_plan_says_what_it_is(cast, send):
    send(CORRECT, due_on="Q2 2016")
    say_quarters(cast, "financial")
    send(CORRECT)
    assert dates_of(given(CORRECT))[2] == (dt.date(2016, 9, 30), "Q2 2016")


# --- words that stand ------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [EDIT, CORRECT], ids=["edit", "correct"])
def test_words_that_stand_keep_the_day_that_they_were_read_as(send, said, page):
    """A year later "July or August" would be another summer; whoever mends a letter moves no date by it."""
    send(page, start_on="in May", due_on="July or August")
    stood = dates_of(given(page))
    assert stood[2] == (dt.date(2016, 8, 31), "July or August")
    with on(2017, 9, 1):
        told = said(send(page, wording="Publish one Early Help strategy."))
        assert given(page).wording == "Publish one Early Help strategy."
        assert dates_of(given(page)) == stood
        assert "was read as" not in told


def test_other_words_are_read_from_the_day_on_which_they_are_said(send):
    send(CORRECT, due_on="July or August")
    with on(2017, 9, 1):
        send(CORRECT, due_on="July or  August 2018")
    assert dates_of(given(CORRECT))[2] == (dt.date(2018, 8, 31), "July or August 2018")


@pytest.mark.parametrize("page", [EDIT, CORRECT], ids=["edit", "correct"])
def test_the_words_that_stand_are_in_the_form_and_sent_again_change_nothing(cast, desk, send, errors, page):
    send(page, start_on="in May", due_on="July or August")
    manager = desk(cast.plan_manager)
    shown = manager.typed(page)
    assert (shown["start_on"], shown["due_on"]) == ("in May", "July or August")
    assert "Nothing is different." in errors(manager.send(page, **({} if page == EDIT else WHY))).values()


# --- extensions ------------------------------------------------------------------------------------


@pytest.fixture
def extended(cast, send) -> Life:
    """Due in July or August 2016, and moved to 30 September by agreement."""
    send(CORRECT, due_on="July or August 2016")
    life = Life(cast)
    life.ask_extension(to_on=dt.date(2016, 9, 30))
    life.grant_extension()
    return life


def test_r18_an_extension_replaces_the_words_and_the_original_ones_stay(cast, desk, extended):
    assert dates_of(extended.action)[1:] == (JULY_OR_AUGUST, (dt.date(2016, 9, 30), ""))
    shown = words_of(desk(cast.officer).read("1.4.3"))
    assert 'July or August 2016 <span class="who">read as by 31 August 2016</span>' in shown
    assert "<dd>30 September 2016" in shown
    assert "30 days later than the original date" in shown


def test_an_extension_goes_beyond_the_last_day_that_the_words_allow(cast, desk, send, errors):
    send(CORRECT, due_on="July or August 2016")
    asked = {"category": "capacity", "because": "Nobody is there."}
    page = desk(cast.officer).send("1.4.3/extension", to_on="31 August 2016", **asked)
    assert errors(page) == {"to_on": "An extension goes to a later date than the due date now, 31 August 2016."}


def test_where_words_name_no_day_there_is_none_to_extend(cast, desk, send, errors):
    send(CORRECT, due_on="ongoing")
    asked = {"to_on": "30 September 2016", "category": "capacity", "because": "Nobody is there."}
    page = desk(cast.officer).send("1.4.3/extension", **asked)
    assert "no due date to extend" in errors(page)["__all__"]


def test_while_an_extension_waits_other_words_wait_too(cast, send, errors, everything):
    send(CORRECT, due_on="July or August 2016")
    Life(cast).ask_extension()
    before = everything()
    assert "waits for its decision" in errors(send(CORRECT, due_on="autumn 2016"))["due_on"]
    assert everything() == before
    with on(2016, 9, 1):
        send(CORRECT, wording="Publish one Early Help strategy.")
    assert dates_of(given(CORRECT))[2] == JULY_OR_AUGUST


def test_of_an_extended_action_the_original_words_are_corrected(cast, desk, extended, send, errors):
    shown = desk(cast.plan_manager).typed(CORRECT)
    assert shown["original_due_on"] == "July or August 2016"
    assert "due_on" not in shown
    send(CORRECT, original_due_on="June or July 2016")
    assert dates_of(extended.action)[1:] == ((dt.date(2016, 7, 31), "June or July 2016"), (dt.date(2016, 9, 30), ""))
    for later in ("September 2016", "ongoing"):
        assert "lies before the due date now" in errors(send(CORRECT, original_due_on=later))["original_due_on"]


def test_a_second_extension_goes_on_from_the_first(cast, extended):
    extended.ask_extension(to_on=dt.date(2016, 10, 31))
    grant_extension(extended.action, because="Again.", **extended.body)
    assert dates_of(extended.action)[1:] == (JULY_OR_AUGUST, (dt.date(2016, 10, 31), ""))
