"""My return: one page for a round, saved as it goes, submitted in one go."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.models import Action, ProgressUpdate
from actions.record_check import RecordCheck
from actions.wording import reassign
from plans.models import Draft, Step
from tests.a_return import MY_RETURN, key, more_actions, row_of, send, sent_by
from tests.a_round import ARound
from tests.actions.conftest import Desk, desk, everything, said
from tests.actions.life import Life
from tests.reports.reading import words
from tests.sending import everything as rows_of_all

__all__ = ["desk", "everything", "said"]

DRAFTED = {"rationale": "The strategy is drafted."}


@pytest.fixture
def round_(cast) -> ARound:
    return ARound(cast).set_route().open()


@pytest.fixture
def actions(cast, round_) -> list[Action]:
    """Three actions of the officer’s post: one that was reported on before the round, two never yet."""
    more_actions(cast, 2)
    return list(Action.objects.filter(lead_post=cast.lead))


@pytest.fixture
def officer(cast, actions, desk) -> Desk:
    return desk(cast.officer)


@pytest.fixture
def green(cast) -> dict[str, object]:
    return {"criterion": cast.green.pk, "rationale": "It is agreed by all.", "work_has_begun": "yes"}


def post_page(cast, post=None) -> str:
    return reverse("reports:return-fill-in", args=["the-plan", 1, (post or cast.lead).pk])


def shown(page) -> str:
    return words(page.content.decode())


def summary(page) -> str:
    found = page.content.decode().partition('class="error-summary"')[2].partition("</ul>")[0]
    return words(f"<div {found}")


def updates() -> list[str]:
    return [update.action.reference for update in ProgressUpdate.objects.order_by("pk")]


def states(page) -> list[str]:
    return [row.state for row in page.context["form"].rows]


# --- what it shows ---------------------------------------------------------------------------------


def test_it_shows_all_my_actions_in_the_plans_order_each_with_its_form(cast, officer, actions):
    page = officer.read(MY_RETURN)
    assert [row.action.reference for row in page.context["form"].rows] == ["1.4.3", "1.4.20", "1.4.21"]
    said = shown(page)
    assert "Due 11 April 2016; the CSE Sub-Group considers it on 19 April 2016." in said
    assert "3 of 3 actions not yet reported on." in said
    assert said.count("Which sentence is true today?") == 3
    assert "1.4.10" not in said, "what others lead is not mine to return"
    assert 'href="/plans/the-plan/rounds/1/returns/' in page.content.decode()


def test_r01_nothing_is_chosen_beforehand_on_the_page_of_a_return(cast, officer):
    assert " checked" not in officer.read(MY_RETURN).content.decode()


def test_without_a_round_or_without_actions_it_says_what_to_do(cast, desk):
    assert "No round is collecting returns now." in shown(desk(cast.officer).read(MY_RETURN))
    ARound(cast).set_route().open()
    assert "Your posts owe nothing in this round" in shown(desk(cast.chief_officer).read(MY_RETURN))


def test_get_changes_nothing(cast, officer, everything):
    before = everything()
    for page in (MY_RETURN, post_page(cast)):
        assert officer.read(page).status_code == 200
    assert everything() == before
    assert not Draft.objects.exists()


# --- saved as it goes ------------------------------------------------------------------------------


def test_save_keeps_what_was_typed_of_each_action_and_nothing_of_those_untouched(officer, actions, said):
    first, second, _ = actions
    page = send(officer, (first, DRAFTED), (second, {"narrative": "Two visits."}), save_draft=f"a{second.pk}")
    assert page.redirect_chain == [(f"{MY_RETURN}#a{second.pk}", 302)]
    assert "Saved. It stands here again whenever you come back; nobody else has been told anything yet." in said(page)
    assert sorted(draft.words for draft in Draft.objects.all()) == ["Update of 1.4.20", "Update of 1.4.3"]
    assert states(page) == ["begun", "begun", "not begun"]
    assert row_of(page, first).form["rationale"].value() == "The strategy is drafted."
    assert not updates()


def test_save_all_and_come_back_leads_to_my_work(officer, actions):
    page = send(officer, (actions[0], DRAFTED), save_draft="yes")
    assert page.redirect_chain == [("/", 302)]
    assert "Update of 1.4.3" in shown(page)


def test_what_is_begun_on_one_page_goes_on_in_the_other(cast, officer, actions):
    send(officer, (actions[0], DRAFTED), save_draft="yes")
    single = "1.4.3/update"
    assert officer.read(single).context["form"]["rationale"].value() == "The strategy is drafted."
    officer.send(single, narrative="All partners met.", save_draft="yes")
    form = row_of(officer.read(MY_RETURN), actions[0]).form
    assert [form[name].value() for name in ("rationale", "narrative")] == [
        "The strategy is drafted.", "All partners met.",
    ]  # fmt: skip
    assert Draft.objects.count() == 1


def test_the_script_saves_on_the_same_way_and_says_when(officer, actions):
    typed = sent_by(officer.read(MY_RETURN), (actions[1], {"narrative": "Two visits."}))
    answer = officer.client.post("/drafts/", typed)
    assert answer.json() == {"saved_at": "9.00"}
    assert Draft.objects.get().fields["narrative"] == ["Two visits."]
    assert Draft.objects.get().path == "/plans/the-plan/actions/1.4.20/update/"
    assert Client().post("/drafts/", typed).status_code == 403


def test_a_page_left_open_takes_no_newer_draft_away(officer, actions):
    first, second, _ = actions
    send(officer, (first, DRAFTED), save_draft="yes")
    left_open = officer.read(MY_RETURN)
    officer.send("1.4.3/update", rationale="Newer words.", save_draft="yes")
    officer.post(MY_RETURN, sent_by(left_open, (second, {"narrative": "Visits."}), save_draft="yes"))
    assert Draft.objects.get(words="Update of 1.4.3").fields["rationale"] == ["Newer words."]
    answer = officer.post(MY_RETURN, sent_by(left_open, submit="yes"))
    assert Draft.objects.get(words="Update of 1.4.3").fields["rationale"] == ["Newer words."]
    assert row_of(answer, first).form["rationale"].value() == "Newer words."


def test_one_draft_is_thrown_away_and_what_stands_in_the_others_is_kept(officer, actions):
    first, second, _ = actions
    send(officer, (first, DRAFTED), (second, DRAFTED), save_draft="yes")
    page = send(officer, (second, {"narrative": "Visits."}), discard_draft=f"a{first.pk}")
    assert page.redirect_chain == [(f"{MY_RETURN}#a{first.pk}", 302)]
    assert Draft.objects.get().fields["narrative"] == ["Visits."]


# --- submitted in one go ---------------------------------------------------------------------------


def test_all_that_are_ready_are_submitted_each_as_a_step_of_its_own(cast, officer, actions, green, said):
    first, second, _ = actions
    page = send(officer, (first, green), (second, {**green, "forecast_on": "1 September 2016"}))
    assert page.redirect_chain == [(MY_RETURN, 302)]
    steps = list(Step.objects.filter(verb="submit_update").order_by("pk"))
    assert [(step.reference, step.recorded_by, step.because) for step in steps] == [
        ("1.4.3", cast.officer, "It is agreed by all."), ("1.4.20", cast.officer, "It is agreed by all."),
    ]  # fmt: skip
    assert len({step.form_token for step in steps}) == 2
    told = said(page)
    assert "Submitted: 1.4.3 is Green; 1.4.20 is Green, expected to finish on 1 September 2016." in told
    assert "Not begun, and so not sent: 1.4.21." in told
    assert states(page) == ["sent", "sent", "not begun"]
    assert "1 of 3 actions not yet reported on." in shown(page)
    assert not Draft.objects.exists()
    assert list(RecordCheck().findings()) == []


def test_half_ready_those_complete_are_sent_and_the_others_say_what_is_missing(cast, officer, actions, green, said):
    first, second, _ = actions
    amber = {"criterion": cast.amber.pk, "rationale": "One partner has not answered.", "help_needed": "no"}
    page = send(officer, (first, green), (second, {**amber, "work_has_begun": "yes"}))
    assert page.status_code == 200
    assert updates() == ["1.4.3"]
    assert "Submitted: 1.4.3 is Green." in said(page)
    wrong = summary(page)
    assert "1.4.20, “What brings it back?”: Red and Amber also say what brings the action back." in wrong
    assert "1.4.20, “By when?”: Red and Amber also say by when the action is brought back." in wrong
    assert f'href="#id_{key(second, "brings_back")}"' in page.content.decode()
    assert "1.4.21" not in wrong, "what nobody has begun is no error"
    assert "<title>Error: My return for April 2016" in page.content.decode()
    assert states(page) == ["sent", "stopped", "not begun"]
    assert row_of(page, second).form["rationale"].value() == "One partner has not answered."
    assert row_of(officer.read(MY_RETURN), second).form["rationale"].value() == "One partner has not answered."
    # Mended on the page that came back, it is sent; the first is not sent again.
    mended = {"brings_back": "The trust’s board.", "brings_back_by": "19 April 2016"}
    page = officer.post(MY_RETURN, sent_by(page, (second, mended), submit="yes"))
    assert updates() == ["1.4.3", "1.4.20"]
    assert states(page) == ["sent", "sent", "not begun"]


def test_what_a_verb_refuses_is_told_at_its_question(officer, actions, green):
    page = send(officer, (actions[0], {**green, "forecast_on": "5 April 2016"}), (actions[1], green))
    assert "1.4.3, “When do you now expect to finish?”: 5 April 2016 has passed." in summary(page)
    assert updates() == ["1.4.20"]


def test_nothing_begun_is_said_and_nothing_is_sent(officer, actions, said, everything):
    before = everything()
    page = send(officer)
    assert "Not begun, and so not sent: 1.4.3, 1.4.20, 1.4.21." in said(page)
    assert everything() == before
    assert not Draft.objects.exists()


def test_what_is_emptied_again_is_not_begun_any_more(officer, actions):
    send(officer, (actions[0], DRAFTED), save_draft="yes")
    page = send(officer, (actions[0], {"rationale": ""}))
    assert states(page) == ["not begun"] * 3
    assert not Draft.objects.exists()


def test_r01_last_times_words_are_still_true_and_one_new_fact_is_enough_on_the_page_of_a_return(cast, desk, green):
    Life(cast).submit_update(rationale="Two of three have signed.", figure=None)
    more_actions(cast, 1)
    ARound(cast).set_route().open()
    officer = desk(cast.officer)
    page = officer.read(MY_RETURN)
    beside = shown(page)
    assert "Last time" in beside
    assert "Two of three have signed." in beside
    assert cast.green.words in beside
    assert "late 67 days" in beside
    assert "One referral route" in beside, "the success criteria stand there on demand"
    send(
        officer,
        (cast.action, {"criterion": cast.green.pk, "same_words": "on", "shows_it": "The third signed on 4 April."}),
    )
    latest = Action.objects.get(pk=cast.action.pk).latest_update
    assert (latest.rationale, latest.shows_it) == ("Two of three have signed.", "The third signed on 4 April.")


def test_an_untouched_page_stays_untouched_though_last_times_answers_are_filled_in(cast, desk):
    off = {"criterion": cast.amber, "brings_back": "The board.\n\nIts answer.", "brings_back_by": dt.date(2016, 5, 1)}
    Life(cast).submit_update(**off, forecast_on=dt.date(2016, 8, 1))
    ARound(cast).set_route().open()
    officer = desk(cast.officer)
    form = row_of(officer.read(MY_RETURN), cast.action).form
    assert form["forecast_on"].value() == dt.date(2016, 8, 1)
    send(officer, save_draft="yes")
    send(officer)
    assert not Draft.objects.exists()
    assert ProgressUpdate.objects.count() == 1


def test_a_finish_after_the_due_date_leads_to_asking_for_more_time(officer, actions, green, said):
    page = send(officer, (actions[1], {**green, "forecast_on": "1 December 2016"}))
    assert "ask for an extension of" in said(page)
    assert 'href="/plans/the-plan/actions/1.4.20/extension/"' in said(page)


def test_a_second_click_is_harmless(officer, actions, green, said):
    typed = sent_by(officer.read(MY_RETURN), (actions[0], green), (actions[1], green), submit="yes")
    officer.post(MY_RETURN, typed)
    page = officer.post(MY_RETURN, typed)
    assert updates() == ["1.4.3", "1.4.20"]
    assert "Submitted: 1.4.3 is Green; 1.4.20 is Green." in said(page)
    assert not Draft.objects.exists()


def test_gone_back_to_and_changed_it_says_that_the_first_sending_stands(officer, actions, green):
    typed = sent_by(officer.read(MY_RETURN), (actions[0], green), submit="yes")
    officer.post(MY_RETURN, typed)
    page = officer.post(MY_RETURN, {**typed, key(actions[0], "rationale"): "Other words."})
    assert "1.4.3: This form was sent before, at 9.00, with other answers." in summary(page)
    assert updates() == ["1.4.3"]
    assert row_of(page, actions[0]).form["rationale"].value() == "Other words."


def test_a_colleague_was_quicker_that_one_comes_back_with_what_was_done_and_the_others_are_sent(
    cast, officer, actions, green
):
    page = officer.read(MY_RETURN)
    Life(cast).submit_update(rationale="Recorded by the manager.", by=cast.lead, recorded_by=cast.plan_manager)
    page = officer.post(MY_RETURN, sent_by(page, (actions[0], green), (actions[1], green), submit="yes"))
    assert "1.4.3: Somebody changed this meanwhile." in summary(page)
    assert updates() == ["1.4.3", "1.4.20"]
    beside = shown(page)
    assert "What was done meanwhile" in beside
    assert "As it stands now Recorded by the manager. As you typed it It is agreed by all." in beside
    officer.post(MY_RETURN, sent_by(page, submit="yes"))
    assert updates() == ["1.4.3", "1.4.20", "1.4.3"]
    assert Action.objects.get(pk=actions[0].pk).latest_update.rationale == "It is agreed by all."


def test_r01_red_and_amber_ask_what_brings_it_back_on_the_page_of_a_return(cast, officer, actions):
    amber = {
        "criterion": cast.amber.pk, "rationale": "One partner has not answered.", "brings_back": "The trust’s board.",
        "brings_back_by": "19 April 2016", "help_needed": "yes", "help_what": "A letter.", "help_from": "The chair",
        "work_has_begun": "yes",
    }  # fmt: skip
    send(officer, (actions[0], amber), (actions[1], {**amber, "help_from": ""}))
    assert updates() == ["1.4.3"]
    assert Action.objects.get(pk=actions[0].pk).asks.get().from_whom == "The chair"


# --- nothing typed is lost -------------------------------------------------------------------------


def test_a_lost_session_keeps_each_action_and_leads_back_to_the_page(cast, officer, actions, green):
    typed = sent_by(officer.read(MY_RETURN), (actions[0], green), (actions[1], DRAFTED), submit="yes")
    stranger = Client()
    answer = stranger.post(MY_RETURN, typed)
    assert answer.url == "/accounts/login/?next=%2Fplans%2Fthe-plan%2Fmy-return%2F"
    assert not updates()
    assert Draft.objects.filter(person=cast.officer).count() == 2
    stranger.force_login(cast.officer)
    page = stranger.get(MY_RETURN)
    assert states(page) == ["ready", "begun", "not begun"]
    assert row_of(page, actions[1]).form["rationale"].value() == "The strategy is drafted."


def test_a_used_up_csrf_mark_keeps_it_and_shows_the_page_again(cast, actions, officer, green):
    typed = sent_by(officer.read(MY_RETURN), (actions[0], green), submit="yes")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cast.officer)
    answer = strict.post(MY_RETURN, typed)
    assert answer.url == MY_RETURN
    assert states(strict.get(MY_RETURN)) == ["ready", "not begun", "not begun"]


def test_another_person_who_signs_in_finds_nothing_of_it(cast, actions, officer, desk):
    typed = sent_by(officer.read(MY_RETURN), (actions[0], DRAFTED), submit="yes")
    desk(cast.officer_elsewhere).post(MY_RETURN, typed)
    assert not Draft.objects.filter(person=cast.officer_elsewhere).exists()
    assert not updates()


def test_a_role_that_ends_while_typing_shows_all_that_was_typed(cast, officer, actions, desk):
    elsewhere = desk(cast.colleague)
    typed = sent_by(elsewhere.read(post_page(cast)), (actions[0], DRAFTED), (actions[1], {"narrative": "Two visits."}))
    for action in actions:
        reassign(
            Action.objects.get(pk=action.pk), lead_post=cast.lead_elsewhere, because="Theirs.", **cast.as_manager()
        )
    answer = elsewhere.post(post_page(cast), {**typed, "submit": "yes"})
    assert answer.status_code == 404, "the post owes nothing any more"
    assert "The strategy is drafted." in shown(answer)
    assert "Two visits." in shown(answer)
    assert Draft.objects.filter(person=cast.colleague).count() == 2


def test_an_action_that_went_to_another_lead_meanwhile_is_kept_and_the_others_are_sent(
    cast, officer, actions, green, said
):
    typed = sent_by(officer.read(MY_RETURN), (actions[0], green), (actions[1], green), submit="yes")
    reassign(Action.objects.get(pk=actions[1].pk), lead_post=cast.lead_elsewhere, because="So.", **cast.as_manager())
    page = officer.post(MY_RETURN, typed)
    assert updates() == ["1.4.3"]
    assert "Update of 1.4.20: this is not in the return any more. What you typed is kept in My work" in said(page)
    assert Draft.objects.get().fields["rationale"] == ["It is agreed by all."]


def test_a_round_that_is_put_before_its_body_meanwhile_keeps_it_too(cast, officer, actions, green, round_, said):
    typed = sent_by(officer.read(MY_RETURN), (actions[0], green), submit="yes")
    for number, action in enumerate(actions):
        Life(cast, action.pk).submit_update(
            rationale=f"Recorded {number}.", by=cast.lead, recorded_by=cast.plan_manager
        )
    round_.report(cast.action_elsewhere)
    round_.freeze()
    page = officer.post(MY_RETURN, typed)
    assert "What you typed is kept in My work; nothing was sent." in said(page)
    assert Draft.objects.get().fields["rationale"] == ["It is agreed by all."]
    assert ProgressUpdate.objects.filter(action=cast.action).count() == 1


# --- a colleague prepares, the lead submits --------------------------------------------------------


def test_an_officer_of_the_organisation_prepares_and_the_lead_submits(cast, desk, officer, actions, green, said):
    colleague = desk(cast.colleague)
    found = shown(colleague.read(MY_RETURN))
    assert "Prepare the return of a colleague" in found
    assert "Early Help Manager" in found
    page = colleague.read(post_page(cast))
    assert f"You prepare this return; {cast.lead} submits it." in shown(page)
    assert "Submit all that are ready" not in shown(page)
    before = rows_of_all()
    page = send(colleague, (actions[0], green), page=post_page(cast))
    assert "Saved, to be read and submitted by the lead: Update of 1.4.3." in said(page)
    assert rows_of_all() == before
    prepared = Draft.objects.get(person=cast.colleague)

    page = officer.read(MY_RETURN)
    assert "Colleague prepared an update of this action on 6 April 2016, 9.00." in shown(page)
    assert states(page) == ["prepared", "not begun", "not begun"]
    assert row_of(page, actions[0]).form["rationale"].value() is None, "nothing is filled in before it is taken over"
    page = send(officer, (actions[1], DRAFTED), take_over=str(prepared.pk))
    assert page.redirect_chain == [(f"{MY_RETURN}?take_over={prepared.pk}#a{actions[0].pk}", 302)]
    assert row_of(page, actions[0]).form["rationale"].value() == "It is agreed by all."
    assert row_of(page, actions[1]).form["rationale"].value() == "The strategy is drafted.", (
        "what she had typed is kept"
    )
    officer.post(MY_RETURN, sent_by(page, submit="yes"))
    step = Step.objects.get(verb="submit_update")
    assert (step.reference, step.recorded_by) == ("1.4.3", cast.officer)
    assert not Draft.objects.filter(person=cast.colleague).exists()


def test_what_was_taken_over_and_saved_is_the_leads_own_draft(cast, desk, officer, actions, green):
    send(desk(cast.colleague), (actions[0], green), page=post_page(cast))
    prepared = Draft.objects.get()
    page = officer.read(f"{MY_RETURN}?take_over={prepared.pk}")
    officer.post(MY_RETURN, sent_by(page, save_draft="yes"))
    assert Draft.objects.get(person=cast.officer).fields["rationale"] == ["It is agreed by all."]
    assert states(officer.read(MY_RETURN)) == ["ready", "not begun", "not begun"]


def test_a_colleague_submits_nothing_however_it_is_sent(cast, desk, officer, actions, green):
    typed = sent_by(officer.read(MY_RETURN), (actions[0], green), submit="yes")
    colleague = desk(cast.colleague)
    own = sent_by(colleague.read(post_page(cast)), (actions[0], green), submit="yes")
    colleague.post(post_page(cast), {**own, **{name: typed[name] for name in typed if "token" not in name}})
    assert not updates()


# --- on behalf -------------------------------------------------------------------------------------


def test_the_plan_manager_enters_a_return_that_reached_her(cast, desk, officer, actions, green):
    manager = desk(cast.plan_manager)
    round_page = manager.read("/plans/the-plan/rounds/1/").content.decode()
    assert f'href="{post_page(cast)}"' in round_page
    page = manager.read(post_page(cast))
    assert shown(page).count("how did it reach you?") == 1, "asked once for the whole return"
    page = send(
        manager, (actions[0], green), (actions[1], green), page=post_page(cast), whose="lead", received_by="phone"
    )
    steps = Step.objects.filter(verb="submit_update").order_by("pk")
    assert [(step.by_post, step.recorded_by, step.received_by) for step in steps] == [
        (cast.lead, cast.plan_manager, "phone")
    ] * 2
    assert "1 of 3 actions not yet reported on." in shown(page)


def test_how_it_reached_her_is_asked_once_and_only_of_what_is_begun(cast, desk, officer, actions, green):
    manager = desk(cast.plan_manager)
    page = send(manager, (actions[0], green), (actions[1], green), page=post_page(cast))
    assert summary(page).count("needs an answer") + summary(page).count("Say how it reached you.") == 2
    assert 'href="#id_received_by_0"' in page.content.decode()
    page = send(manager, page=post_page(cast), whose="lead", received_by="form", save_draft="yes")
    assert not Draft.objects.filter(words="Update of 1.4.21").exists()


# --- who ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "mine", "of_a_post"),
    [
        ("plan_manager", 200, 200),
        ("officer", 200, 200),
        ("colleague", 200, 200),
        ("officer_elsewhere", 200, 403),
        ("chief_officer", 200, 403),
        ("scrutineer", 200, 403),
        ("member", 403, 403),
        ("reader", 403, 403),
        ("outsider", 404, 404),
    ],
)
def test_whose_page_it_is(cast, desk, actions, role, mine, of_a_post):
    person = desk(getattr(cast, role))
    assert (person.read(MY_RETURN).status_code, person.read(post_page(cast)).status_code) == (mine, of_a_post)


def test_a_post_that_owes_nothing_has_no_page(cast, desk, round_):
    manager = desk(cast.plan_manager)
    assert manager.read(post_page(cast).replace(f"/{cast.lead.pk}/", "/9999/")).status_code == 404
    assert manager.read(post_page(cast).replace("/rounds/1/", "/rounds/7/")).status_code == 404


def test_nothing_to_report_is_still_said_for_the_whole_return(cast, officer, actions):
    page = officer.read(MY_RETURN)
    assert "Nothing to report, because …" in shown(page)
    address = reverse("reports:no-return", args=["the-plan", 1, cast.lead.pk])
    officer.send(address, kind="nothing", because="No meetings were held.")
    assert "Nothing to report, because No meetings were held." in shown(officer.read(MY_RETURN))


# --- many actions ----------------------------------------------------------------------------------


def queries_of(desk: Desk, page: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert desk.read(page).status_code == 200
    return len(asked)


def test_forty_actions_are_shown_in_as_many_queries_as_three(cast, officer, actions, desk, green):
    colleague = desk(cast.colleague)
    send(officer, (actions[0], green), save_draft="yes")
    send(colleague, (actions[1], green), page=post_page(cast))
    few = queries_of(officer, MY_RETURN)
    many = more_actions(cast, 37)
    assert len(officer.read(MY_RETURN).context["form"].rows) == 40
    send(officer, *((action, green) for action in many[:10]), save_draft="yes")
    send(colleague, *((action, green) for action in many[10:20]), page=post_page(cast))
    assert queries_of(officer, MY_RETURN) == few


def test_forty_actions_are_sent_in_one_go_and_no_answer_is_cut_off(cast, officer, actions, green):
    many = more_actions(cast, 37)
    typed = sent_by(officer.read(MY_RETURN), *((action, green) for action in (*actions, *many)), submit="yes")
    assert len(typed) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS / 10
    officer.post(MY_RETURN, typed)
    assert len(updates()) == 40
