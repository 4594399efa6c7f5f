"""Submitting an update: from the form to the row, the step, the history and the action's page."""

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied

from actions.models import Action, Ask, ProgressUpdate
from actions.updates import Figure, HelpNeeded, submit_update
from plans.models import Plan, Step
from plans.steps import Refused
from reports.versions import issue_to_members

PAGE = "1.4.3/update"


@pytest.fixture
def green(cast):
    """A plain Green as the officer types it."""
    return {"criterion": cast.green.pk, "rationale": "Every milestone was met by 4 April.", "work_has_begun": "yes"}


@pytest.fixture
def amber(cast):
    return {
        "criterion": cast.amber.pk,
        "rationale": "One partner has not agreed.",
        "brings_back": "The trust’s board considers it.",
        "brings_back_by": "19 April 2016",
        "help_needed": "no",
        "work_has_begun": "yes",
    }


def verb(cast, **words):
    """The same by command."""
    return submit_update(
        Action.objects.get(pk=cast.action.pk),
        **{"criterion": cast.green, "rationale": "Met.", "by": cast.officer, "recorded_by": cast.officer, **words},
    )


# --- it works ----------------------------------------------------------------------------------------


def test_an_update_leaves_one_step_and_one_history_row_saying_who_and_why(cast, desk, green):
    before = cast.action.version
    desk(cast.officer).send(PAGE, **green)
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.version, action.rating, action.status) == (before + 1, "G", "in progress")
    step = Step.objects.get(kind="action", key=action.pk, version__gt=before)
    assert (step.verb, step.by_person, step.by_words) == ("submit_update", cast.officer, "Early Help Manager")
    assert (step.because, step.role) == ("Every milestone was met by 4 April.", "officer")
    assert step.was["criterion"] is None
    assert step.now["criterion"]["rating"] == "G"
    copy = action.history.get(version__gt=before)
    assert (copy.history_user, copy.history_change_reason) == (cast.officer, "Every milestone was met by 4 April.")


def test_the_update_itself_is_kept_with_its_own_history(cast, desk, green):
    desk(cast.officer).send(PAGE, **green, narrative="Two workshops were held.", forecast_on="20 May 2016")
    update = ProgressUpdate.objects.get(action=cast.action)
    assert (update.rating, update.narrative, update.forecast_on) == (
        "G",
        "Two workshops were held.",
        dt.date(2016, 5, 20),
    )
    assert update.by_words == "Early Help Manager"
    assert update.history.get().history_user == cast.officer
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.latest_update, action.forecast_on) == (update, dt.date(2016, 5, 20))


def test_the_page_says_that_it_was_submitted_and_shows_the_result(cast, desk, green, said):
    page = desk(cast.officer).send(PAGE, **green, forecast_on="20 April 2016")
    assert page.redirect_chain[-1][0] == "/plans/the-plan/actions/1.4.3/"
    assert said(page).startswith("Update submitted. 1.4.3 is Green, expected to finish on 20 April 2016.")
    assert "submit another update" in said(page)
    for words in ("Every milestone was met by 4 April.", "Early Help Manager", "6 April 2016"):
        assert words in page.content.decode()


def test_a_date_may_be_written_in_short_the_day_first(cast, desk, green):
    page = desk(cast.officer).send(PAGE, **green, forecast_on="3/5/16")
    assert page.status_code == 200
    assert ProgressUpdate.objects.get().forecast_on == dt.date(2016, 5, 3)
    assert "For example, 31 May 2016 or 31/5/16: the day first" in desk(cast.officer).read(PAGE).content.decode()


def test_r19_a_finish_later_than_the_due_date_leads_to_asking_for_an_extension(cast, desk, green, said):
    page = desk(cast.officer).send(PAGE, **green, forecast_on="31 May 2016")
    assert "later than the due date, 30 January 2016" in said(page)
    assert '<a href="/plans/the-plan/actions/1.4.3/extension/">' in said(page)


def test_the_first_update_asks_whether_work_has_begun_and_later_ones_do_not(cast, desk, green, errors):
    officer = desk(cast.officer)
    assert "work_has_begun" in errors(officer.send(PAGE, **{**green, "work_has_begun": ""}))
    officer.send(PAGE, **{**green, "work_has_begun": "no"})
    assert Action.objects.get(pk=cast.action.pk).status == "not started"
    officer.send(PAGE, **{**green, "rationale": "Begun on Monday."})
    assert Action.objects.get(pk=cast.action.pk).status == "in progress"
    assert "work_has_begun" not in officer.read(PAGE).context["form"].fields


def test_last_time_stands_beside_the_form(cast, desk, updated, off_track):
    updated(
        **off_track, figure=Figure("Schools reached", "11", "14", "School returns"), forecast_on=dt.date(2016, 5, 31)
    )
    page = desk(cast.officer).read(PAGE).content.decode()
    for words in (
        "Last time",
        "One partner has not agreed the referral route.",
        "Early Help Manager · 6 April 2016",
        "Schools reached, from 11 to 14",
        "(last time)",
    ):
        assert words in page


# --- R1: a rating is argued ----------------------------------------------------------------------------


def test_r01_green_needs_a_reason(cast, desk, green, errors, everything):
    before = everything()
    page = desk(cast.officer).send(PAGE, **{**green, "rationale": "  "})
    assert errors(page) == {"rationale": "Say why: every rating gives its reason."}
    with pytest.raises(Refused, match="Say why"):
        verb(cast, rationale="  ")
    assert everything() == before


def test_r01_choosing_the_criterion_is_choosing_the_rating(cast, desk, green, amber):
    officer = desk(cast.officer)
    form = officer.read(PAGE).context["form"]
    assert "rating" not in form.fields
    assert [criterion.words for criterion in form.fields["criterion"].standing] == [
        cast.red.words, cast.amber.words, cast.green.words,
    ]  # fmt: skip
    officer.send(PAGE, **green)
    assert Action.objects.get(pk=cast.action.pk).rating == "G"
    officer.send(PAGE, **amber)
    assert Action.objects.get(pk=cast.action.pk).rating == "A"


def test_r01_nothing_is_preselected(cast, desk, updated, errors):
    officer = desk(cast.officer)
    chosen = re.compile(r"<input[^>]* checked")
    assert not chosen.search(officer.read(PAGE).content.decode())
    updated()
    assert not chosen.search(officer.read(PAGE).content.decode())
    page = officer.send(PAGE, rationale="Met.")
    assert errors(page) == {"criterion": "Choose the sentence that is true today."}


@pytest.mark.parametrize("rating", ["red", "amber", "green"])
def test_r01_every_rating_says_why(cast, desk, amber, errors, everything, rating):
    chosen = getattr(cast, rating)
    before = everything()
    page = desk(cast.officer).send(PAGE, **{**amber, "criterion": chosen.pk, "rationale": ""})
    assert errors(page)["rationale"] == "Say why: every rating gives its reason."
    with pytest.raises(Refused, match="Say why"):
        verb(cast, criterion=chosen, rationale="", brings_back="A way.", brings_back_by=dt.date(2016, 5, 1))
    assert everything() == before


def test_r01_where_nothing_changed_one_new_fact_is_enough(cast, desk, updated):
    updated()
    officer = desk(cast.officer)
    officer.send(PAGE, criterion=cast.green.pk, same_words="on", shows_it="88 referrals in March, 61 before.")
    latest = Action.objects.get(pk=cast.action.pk).latest_update
    assert latest.rationale == "The strategy is drafted and was checked."
    assert latest.shows_it == "88 referrals in March, 61 before."


def test_r01_without_a_new_fact_last_times_words_are_not_enough(cast, desk, updated, errors, everything):
    updated()
    before = everything()
    page = desk(cast.officer).send(PAGE, criterion=cast.green.pk, same_words="on")
    assert errors(page) == {"shows_it": "Add one new fact: what shows it now?"}
    assert everything() == before


def test_r01_last_quarters_words_unchanged_are_noticed(cast, desk, updated, errors):
    updated()
    again = "The strategy is  drafted\nand was checked."
    page = desk(cast.officer).send(PAGE, criterion=cast.green.pk, rationale=again)
    assert errors(page) == {"shows_it": "These are last time’s words. Add one new fact: what shows it now?"}
    with pytest.raises(Refused, match="last time’s words"):
        verb(cast, rationale="The strategy is drafted and was checked.")


def test_r01_a_rating_that_changed_is_argued_in_new_words(cast, desk, updated, amber, errors):
    updated()
    said_before = {"rationale": "The strategy is drafted and was checked.", "shows_it": "A new fact."}
    page = desk(cast.officer).send(PAGE, **{**amber, **said_before})
    assert errors(page)["rationale"].endswith("they argued Green. Say why it is Amber now.")


def test_keeping_last_times_words_and_typing_others_is_asked_about(cast, desk, updated, errors):
    updated()
    page = desk(cast.officer).send(
        PAGE, criterion=cast.green.pk, same_words="on", rationale="Other words.", shows_it="A fact."
    )
    assert errors(page) == {
        "rationale": "You keep last time’s words and have typed others. Untick the box, or empty this one."
    }
    assert "Other words." in page.content.decode()


@pytest.mark.parametrize(("rating", "word"), [("red", "Red"), ("amber", "Amber")])
def test_r01_red_and_amber_say_what_brings_it_back_by_when_and_what_help(
    cast, desk, amber, errors, everything, rating, word
):
    chosen = getattr(cast, rating)
    before = everything()
    empty = {"criterion": chosen.pk, "brings_back": "", "brings_back_by": "", "help_needed": ""}
    page = desk(cast.officer).send(PAGE, **{**amber, **empty})
    assert set(errors(page)) == {"brings_back", "brings_back_by", "help_needed"}
    page = desk(cast.officer).send(PAGE, **{**amber, "criterion": chosen.pk, "help_needed": "yes"})
    assert set(errors(page)) == {"help_what", "help_from"}
    for missing, field in (
        ({"brings_back": " "}, "brings_back"),
        ({"brings_back_by": None}, "brings_back_by"),
        ({"brings_back_by": dt.date(2016, 4, 5)}, "brings_back_by"),
        ({"help_needed": HelpNeeded(" ", "The board")}, "help_what"),
        ({"help_needed": HelpNeeded("A decision", " ")}, "help_from"),
    ):
        whole = {"criterion": chosen, "brings_back": "A way.", "brings_back_by": dt.date(2016, 5, 1), **missing}
        with pytest.raises(Refused) as refused:
            verb(cast, **whole)
        assert refused.value.field == field
    assert everything() == before
    desk(cast.officer).send(PAGE, **{**amber, "criterion": chosen.pk})
    latest = Action.objects.get(pk=cast.action.pk).latest_update
    assert latest.get_rating_display() == word
    assert (latest.brings_back, latest.brings_back_by) == ("The trust’s board considers it.", dt.date(2016, 4, 19))


def test_r01_asks_are_listed_until_answered(cast, desk, amber):
    desk(cast.officer).send(
        PAGE, **{**amber, "help_needed": "yes", "help_what": "A decision on the form", "help_from": "The board"}
    )
    ask = Ask.objects.get(action=cast.action)
    assert (ask.help_needed, ask.from_whom, ask.asked_on) == (
        "A decision on the form",
        "The board",
        dt.date(2016, 4, 6),
    )
    assert ask in Ask.objects.open()
    manager = desk(cast.plan_manager)
    assert "A decision on the form" in manager.read("/plans/the-plan/asks/").content.decode()
    manager.send(f"/plans/the-plan/asks/{ask.pk}/answer/", answer="Agreed on Tuesday.")
    assert ask not in Ask.objects.open()


def test_help_already_asked_for_stands_beside_the_next_update(cast, desk, updated, off_track):
    updated(**off_track, help_needed=HelpNeeded("A decision on the form", "The board"))
    page = desk(cast.officer).read(PAGE).content.decode()
    assert "Help asked, not yet answered:</strong> A decision on the form" in page


def test_green_asks_for_no_way_back_and_says_so_where_one_was_typed(cast, desk, green, updated, off_track, errors):
    officer = desk(cast.officer)
    page = officer.send(PAGE, **green, brings_back="A new way.", help_needed="yes")
    assert set(errors(page)) == {"brings_back", "help_needed"}
    with pytest.raises(Refused, match="Amber or Red"):
        verb(cast, help_needed=HelpNeeded("A decision", "The board"))
    updated(**off_track)
    # What was carried over from the Amber of last time is no answer of today's.
    desk(cast.plan_manager).send(PAGE, whose="mine", criterion=cast.green.pk, rationale="The partner agreed on Monday.")
    latest = Action.objects.get(pk=cast.action.pk).latest_update
    assert (latest.rating, latest.brings_back, latest.brings_back_by) == ("G", "", None)


# --- R5: the figure, and words that say little ------------------------------------------------------------


def test_r05_the_form_asks_what_figure_moved(cast, desk, green):
    officer = desk(cast.officer)
    figure = {
        "figure_what": "Schools reached",
        "figure_from": "11",
        "figure_to": "14",
        "figure_source": "School returns",
    }
    officer.send(PAGE, **green, **figure)
    latest = Action.objects.get(pk=cast.action.pk).latest_update
    assert {name: getattr(latest, name) for name in figure} == figure
    standing = officer.typed(PAGE)
    assert [standing.get(name) for name in figure] == ["Schools reached", "14", None, "School returns"]


def test_r05_a_figure_carried_over_and_not_moved_is_no_figure(cast, desk, updated):
    updated(figure=Figure("Schools reached", "11", "14", "School returns"))
    officer = desk(cast.officer)
    officer.send(PAGE, criterion=cast.green.pk, rationale="The last milestone was met.")
    assert Action.objects.get(pk=cast.action.pk).latest_update.figure_what == ""
    standing = officer.typed(PAGE)
    assert standing["figure_from"] == "14", "the figure before stands there still"


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"figure_what": "Schools reached"}, {"figure_to", "figure_source"}),
        ({"figure_to": "14"}, {"figure_what", "figure_source"}),
        ({"figure_from": "11", "figure_to": "14", "figure_what": "Schools reached"}, {"figure_source"}),
    ],
)
def test_r05_half_a_figure_is_asked_about(cast, desk, green, errors, everything, given, missing):
    before = everything()
    page = desk(cast.officer).send(PAGE, **green, **given)
    assert set(errors(page)) == missing
    names = {"figure_what": "what", "figure_from": "was", "figure_to": "now", "figure_source": "source"}
    with pytest.raises(Refused) as refused:
        verb(cast, figure=Figure(**{names[name]: text for name, text in given.items()}))
    assert refused.value.field in missing
    assert everything() == before


def test_r05_vague_wording_prompts_and_never_blocks(cast, desk, green, said):
    officer = desk(cast.officer)
    assert "some good progress" in officer.read(PAGE).content.decode(), "the hint while typing knows the words"
    page = officer.send(PAGE, **{**green, "rationale": "Some good progress has been made."})
    assert "Update submitted." in said(page)
    assert "“Some good progress” does not say how much." in said(page)
    assert Action.objects.get(pk=cast.action.pk).latest_update.rationale == "Some good progress has been made."


@pytest.mark.parametrize(
    "words",
    [
        {"rationale": "Some good progress: 14 of 16 schools."},
        {"rationale": "The strategy was signed on Monday."},
        {
            "rationale": "Some good progress.",
            "figure_what": "Schools reached",
            "figure_to": "14",
            "figure_source": "School returns",
        },
    ],
)
def test_r05_a_figure_beside_the_words_needs_no_prompt(cast, desk, green, said, words):
    page = desk(cast.officer).send(PAGE, **{**green, **words})
    assert "Update submitted." in said(page)
    assert "how much" not in said(page)


# --- nobody else, nowhere else -------------------------------------------------------------------------------


def test_reading_the_form_changes_nothing(cast, desk, everything):
    before = everything()
    for person in (cast.officer, cast.colleague, cast.plan_manager):
        desk(person).read(PAGE)
    assert everything() == before


@pytest.mark.parametrize(
    "role",
    ["officer_elsewhere", "chief_officer", "scrutineer", "member", "scrutiny_officer", "executive_member", "reader"],
)
def test_the_wrong_person_is_refused(cast, desk, everything, role):
    person = getattr(cast, role)
    before = everything()
    assert desk(person).read(PAGE).status_code == 403
    assert desk(person).post(PAGE, {"rationale": "Mine."}).status_code == 403
    with pytest.raises(PermissionDenied):
        verb(cast, by=person, recorded_by=person)
    assert everything() == before


def test_a_plan_that_is_not_theirs_and_a_reference_that_is_not_there_answer_404(cast, desk):
    assert desk(cast.outsider).read(PAGE).status_code == 404
    assert desk(cast.officer).read("9.9.9/update").status_code == 404
    assert desk(cast.outsider).read("/plans/another-plan/actions/1.4.3/update/").status_code == 404


def test_a_method_that_the_page_does_not_take_answers_405(cast, desk):
    assert desk(cast.officer).client.put("/plans/the-plan/actions/1.4.3/update/").status_code == 405


def test_nobody_reports_in_anothers_name(cast):
    with pytest.raises(Refused, match="in your own name"):
        verb(cast, by=cast.colleague)
    with pytest.raises(Refused, match="in your own name"):
        verb(cast, by=cast.lead_elsewhere, recorded_by=cast.plan_manager)


def test_a_draft_is_not_reported_on(cast, desk, everything, errors, back_to_draft):
    back_to_draft(cast.plan)
    before = everything()
    manager = desk(cast.plan_manager)
    page = manager.send(PAGE, criterion=cast.green.pk, rationale="Met.", whose="mine", work_has_begun="yes")
    assert "still a draft" in errors(page)["__all__"]
    assert everything() == before
    assert Plan.objects.get(pk=cast.plan.pk).status == "draft"


def test_a_second_click_is_harmless(cast, desk, green, said):
    officer = desk(cast.officer)
    typed = officer.typed(PAGE, **green)
    first, second = officer.post(PAGE, typed), officer.post(PAGE, typed)
    assert first.redirect_chain == second.redirect_chain
    assert "Update submitted." in said(second)
    assert ProgressUpdate.objects.filter(action=cast.action).count() == 1
    assert Step.objects.filter(verb="submit_update").count() == 1


@pytest.mark.parametrize("role", ["member", "scrutiny_officer"])
def test_r06_members_never_edit_ratings(cast, desk, everything, role):
    """No button leads there, and whoever types the address is refused."""
    issue_to_members(cast.plan, label="March 2016", because="Considered.", **cast.as_manager())
    reader, before = desk(getattr(cast, role)), everything()
    page = reader.read("/plans/the-plan/actions/1.4.3/").content.decode()
    assert "/update/" not in page
    assert "Update this action" not in page
    answers = {"criterion": cast.green.pk, "rationale": "It looks fine.", "whose": "mine"}
    assert reader.read("1.4.3/update").status_code == 403
    assert reader.post("1.4.3/update", answers).status_code == 403
    assert everything() == before
