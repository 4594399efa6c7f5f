"""Moves: proposed, agreed by a body, accepted where they go; the chain read from both ends; and the other ways to leave."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from actions import leaving
from actions.evidence import criteria_not_shown
from actions.models import Action, Ask, Move, Withdrawal
from actions.record_check import RecordCheck
from actions.updates import HelpNeeded
from objectives.structure import add_objective
from people import clock
from people.models import Meeting
from people.tracking import written
from plans.models import Draft, Plan, Role, Step
from plans.people_of_plan import grant_role
from plans.steps import Refused
from plans.structure import add_criterion, add_theme, create_plan, edit_plan, put_in_force
from reports.versions import issue_to_members
from tests.actions.life import Life
from tests.conftest import NOW, TODAY, set_up

THERE = "/plans/another-plan"


@pytest.fixture
def life(cast) -> Life:
    return Life(cast)


def taken_over(cast, life, **words) -> Action:
    life.propose_move()
    life.agree_move()
    return life.accept_move(**words)


# --- proposed, agreed, accepted -----------------------------------------------------------------------------


def test_r24_a_move_is_proposed_agreed_by_a_body_and_accepted_by_the_receiving_plan(cast, life, desk, said):
    place = life.place()
    manager, theirs = desk(cast.plan_manager), desk(cast.outsider)
    manager.send("1.4.3/move", to_plan=cast.other_plan.pk, because="It belongs there.")
    assert "waits for the agreement" in theirs.read(f"{THERE}/moves-in/").content.decode()
    manager.send("1.4.3/move/agree", agreed_at=cast.meeting.pk, minute="9", because="So that it goes on.")
    move = Move.objects.get()
    assert life.action.status == "not started"
    page = theirs.send(f"{THERE}/moves-in/{move.pk}/accept/", objective=place.pk, reference="9.4", because="Ours now.")
    assert "9.4 carries on The Plan 1.4.3" in said(page)
    moved, successor = life.action, Action.objects.get(plan=cast.other_plan)
    assert (moved.status, successor.moved_from, successor.reference) == ("moved", moved, "9.4")
    assert (successor.wording, successor.lead_post, successor.original_due_on) == (
        moved.wording,
        moved.lead_post,
        moved.original_due_on,
    )
    for thing, verb in ((moved, "accept_move"), (successor, "take_over")):
        step = Step.objects.get(kind="action", key=thing.pk, verb=verb)
        assert (step.recorded_by, step.because) == (cast.outsider, "Ours now.")
        assert thing.history.get(version=step.version).history_user == cast.outsider


def test_nothing_is_accepted_that_no_body_agreed_to_nor_by_another(cast, life, desk, everything):
    life.propose_move()
    place = life.place()
    before = everything()
    with pytest.raises(Refused, match="not agreed"):
        life.accept_move(objective=place)
    with pytest.raises(PermissionDenied):
        life.accept_move(objective=place, **cast.as_manager())
    with pytest.raises(Refused, match="decided by a body"):
        life.agree_move(**cast.as_manager(), agreed_at=None)
    assert desk(cast.outsider).read(f"{THERE}/moves-in/{life.move().pk}/accept/").status_code == 404
    assert everything() == before


def test_it_is_refused_by_the_body_by_the_receiving_plan_or_taken_back(cast, life, desk):
    life.propose_move()
    life.refuse_move()
    life.propose_move()
    desk(cast.plan_manager).send("1.4.3/move/refuse", because="A mistake.")
    life.propose_move()
    life.agree_move()
    desk(cast.outsider).send(f"{THERE}/moves-in/{life.move().pk}/refuse/", because="No room.")
    assert list(Move.objects.order_by("pk").values_list("outcome", flat=True)) == ["refused", "taken back", "refused"]
    assert life.action.status == "not started"
    assert "No room." in desk(cast.officer).read("1.4.3").content.decode()


def test_a_destination_outside_is_named_with_owner_acceptance_in_words_and_what_shows_it(cast, life, desk, everything):
    desk(cast.plan_manager).send(
        "1.4.3/move", to_plan="", to_outside="Health plan", outside_owner="Director of Nursing", because="Theirs."
    )
    before = everything()
    with pytest.raises(Refused, match="not agreed"):
        life.accept_move_outside()
    assert everything() == before
    life.agree_move()
    desk(cast.plan_manager).send(
        "1.4.3/move/accepted-outside", because="“We take it on.”", shown_by="Letter of 5 April"
    )
    assert life.action.status == "moved"
    page = desk(cast.officer).read("1.4.3").content.decode()
    for words in ("Health plan (Director of Nursing)", "Letter of 5 April", "We take it on."):
        assert words in page


def test_a_reference_is_not_used_twice_in_the_receiving_plan(cast, life, everything):
    taken_over(cast, life, reference="9.4")
    other = life.of(cast.action_elsewhere)
    other.propose_move()
    other.agree_move()
    before = everything()
    with pytest.raises(Refused, match=r"9\.4 is taken") as refused:
        other.accept_move(reference="9.4")
    assert refused.value.field == "reference"
    assert everything() == before


# --- what goes along -------------------------------------------------------------------------------------------


def test_original_date_and_slips_go_along_and_a_later_date_is_an_extension_that_a_body_agrees(cast, life, everything):
    life.ask_extension(to_on=dt.date(2016, 5, 31))
    life.grant_extension()
    life.propose_move()
    life.agree_move()
    place = life.place()
    before = everything()
    with pytest.raises(Refused, match="when a body agrees"):
        life.accept_move(objective=place, reference="9.4", due_on=dt.date(2016, 9, 30))
    assert everything() == before
    how = {"by": cast.sub_group, "recorded_by": cast.outsider, "agreed_at": cast.meeting}
    successor = life.accept_move(objective=place, reference="9.4", due_on=dt.date(2016, 9, 30), **how)
    assert (successor.original_due_on, successor.due_on) == (dt.date(2016, 1, 30), dt.date(2016, 9, 30))
    assert successor.times_extended == 2
    assert successor.extensions.get().decided_body == cast.sub_group


def test_open_milestones_and_facts_go_along_and_what_is_over_stays(cast, life):
    life.add_milestone()
    life.reach_milestone()
    life.add_milestone(what="Still to come")
    life.note_fact()
    successor = taken_over(cast, life)
    assert [one.what for one in successor.milestones.all()] == ["Still to come"]
    assert [one.what for one in life.action.milestones.all()] == ["Pack 0 sent"]
    assert successor.dated_facts.count() == 1


def test_r23_the_history_is_read_from_both_ends(cast, life, desk):
    grant_role(cast.other_plan, role=Role.OFFICER, holder=cast.officer, because="So.", **life.receiving)
    life.submit_update(rationale="Half of it is written.")
    life.add_evidence(what="The draft strategy")
    taken_over(cast, life, reference="9.4")
    officer = desk(cast.officer)
    there = officer.read(f"{THERE}/actions/9.4/").content.decode()
    for words in (
        "The Plan 1.4.3",
        "Half of it is written.",
        "The draft strategy",
        "Updated – The Plan 1.4.3",
        "Moved",
    ):
        assert words in there
    here = officer.read("1.4.3").content.decode()
    for words in ("Moved to Another Plan, now 9.4", "Taken over from another plan – Another Plan 9.4"):
        assert words in here


def test_r23_without_a_right_there_a_reader_sees_what_its_latest_issued_version_holds_and_no_other_page(
    cast, life, desk
):
    successor = taken_over(cast, life, reference="9.4")
    page = desk(cast.officer).read("1.4.3").content.decode()
    assert "Nothing of that plan is issued yet" in page
    assert f'href="{THERE}/actions/9.4/"' not in page
    assert "Taken over from another plan" not in page
    issue_to_members(cast.other_plan, label="April", because="So.", **life.receiving)
    theirs = life.of(successor)
    grant_role(cast.other_plan, role=Role.OFFICER, holder=cast.officer, because="So.", **life.receiving)
    theirs.submit_update(rationale="Said after the version was issued.")
    page = desk(cast.chief_officer).read("1.4.3").content.decode()
    assert "As the latest version issued there has it" in page
    assert "Taken over from another plan – Another Plan 9.4" in page
    assert "Said after the version was issued." not in page
    assert f'href="{THERE}/actions/9.4/"' not in page
    assert desk(cast.chief_officer).read(f"{THERE}/actions/9.4/").status_code == 404


def a_third_plan(cast) -> Plan:
    how = {"by": cast.administrator, "recorded_by": cast.administrator}
    plan = create_plan(slug="third-plan", title="Third Plan", short_title="Third Plan", because="Agreed.", **how)
    edit_plan(plan, changes={"deciding_body": cast.sub_group}, **how)
    theme = add_theme(plan, number=1, title="Theirs", **how)
    for rating in "RAG":
        add_criterion(plan, rating=rating, words="A sentence.", **how)
    add_objective(theme, reference="7", wording="Theirs.", **how)
    put_in_force(plan, because="Adopted.", **how)
    return Plan.objects.get(pk=plan.pk)


def test_r23_where_it_went_on_from_there_is_told_by_what_the_reader_sees_of_it_alone(cast, life, desk):
    third = a_third_plan(cast)
    there = {"by": cast.administrator, "recorded_by": cast.administrator}
    after = life.of(taken_over(cast, life, reference="9.4"))
    for plan, how in ((cast.plan, cast.as_manager()), (cast.other_plan, life.receiving)):
        issue_to_members(Plan.objects.get(pk=plan.pk), label="April", because="So.", **how)
    with clock.at(NOW + dt.timedelta(days=1)):
        after.propose_move(to_plan=third)
        after.agree_move()
        place = third.objectives.get()
        leaving.accept_move(after.move(), objective=place, reference="7.7", because="Ours.", **there)
        for person, page in (
            (cast.reader, "1.4.3"), (cast.reader, "/plans/the-plan/versions/1/actions/1.4.3/"), (cast.officer, "1.4.3"),
        ):  # fmt: skip
            words = desk(person).read(page).content.decode()
            assert "Now: Another Plan 9.4" in words
            assert "Third Plan" not in words
        grant_role(cast.other_plan, role=Role.OFFICER, holder=cast.officer, because="So.", **life.receiving)
        assert "Now: Third Plan 7.7" in desk(cast.officer).read("1.4.3").content.decode()


def test_a_move_waits_in_my_work_of_who_answers_it(cast, life, desk):
    life.propose_move()
    life.agree_move()
    assert "1 action of another plan waits" in desk(cast.outsider).read("/").content.decode()


# --- superseded, withdrawn ---------------------------------------------------------------------------------------


def test_r09_a_superseded_action_links_to_what_it_became_and_several_to_one(cast, life, desk, said):
    other = life.of(cast.action_elsewhere)
    page = desk(cast.plan_manager).send(
        "1.4.3/supersede",
        successors=[cast.action_elsewhere.pk],
        agreed_at=cast.meeting.pk,
        because="One does for both.",
    )
    assert "1.4.3 is superseded by 1.4.10" in said(page)
    assert '<a href="/plans/the-plan/actions/1.4.10/">' in page.content.decode()
    assert "Took the place of" in desk(cast.officer).read("1.4.10").content.decode()
    assert life.action.superseded_by.get().successor == cast.action_elsewhere
    with pytest.raises(Refused, match="still stand"):
        other.supersede(successors=[cast.action])


def test_r27_a_withdrawal_states_the_risk_who_accepts_it_and_the_alternative(cast, life, desk, errors, everything):
    manager = desk(cast.plan_manager)
    before = everything()
    assert set(errors(manager.send("1.4.3/withdraw"))) == {"agreed_at", "because", "risk", "accepted_by", "alternative"}
    for name in ("risk", "accepted_by", "alternative"):
        with pytest.raises(Refused) as refused:
            life.withdraw(**{name: " "})
        assert refused.value.field == name
    with pytest.raises(Refused, match="decided by a body"):
        life.withdraw(**cast.as_manager(), agreed_at=None)
    assert everything() == before
    page = manager.send(
        "1.4.3/withdraw", agreed_at=cast.meeting.pk, because="Too dear.", risk="Some are missed.", accepted_by="The board",
        alternative="The national line.",
    )  # fmt: skip
    words = page.content.decode()
    for told in ("Too dear.", "Some are missed.", "The board", "The national line.", "CSE Sub-Group"):
        assert told in words
    assert Withdrawal.objects.get().withdrawn_words == "CSE Sub-Group"
    life.reopen()
    assert life.action.status == "in progress"


def test_r10_a_decision_not_to_do_something_has_its_reason_its_body_and_the_alternative(cast, life):
    life.withdraw()
    withdrawal, step = Withdrawal.objects.get(), Step.objects.get(verb="withdraw")
    assert (withdrawal.because, withdrawal.withdrawn_words, withdrawal.alternative) == (
        "Too dear.",
        "CSE Sub-Group",
        "The national line.",
    )
    assert (step.by_body, step.agreed_at, step.because) == (cast.sub_group, cast.meeting, "Too dear.")


def test_what_left_the_plan_is_counted_apart_and_is_not_late(cast, life, desk):
    life.withdraw()
    page = desk(cast.plan_manager).read("/plans/the-plan/")
    figures = {one.words: one.number for one in page.context["figures"]}
    assert (figures["action"], figures["withdrawn"], figures["late"]) == (1, 1, 0)


def test_the_wrong_person_is_refused_and_reading_changes_nothing(cast, life, desk, everything):
    before = everything()
    for page in ("1.4.3/move", "1.4.3/supersede", "1.4.3/withdraw", "1.4.3/move/accepted-outside"):
        for name in ("officer", "chief_officer", "scrutineer", "member", "reader"):
            assert desk(getattr(cast, name)).read(page).status_code == 403
        assert desk(cast.plan_manager).read(page).status_code == 200
        assert desk(cast.outsider).read(page).status_code == 404
    assert everything() == before


# --- what a reader of this code tried ---------------------------------------------------------------------


def accept_page(life: Life) -> str:
    life.propose_move()
    life.agree_move()
    return f"/plans/another-plan/moves-in/{life.move().pk}/accept/"


def test_a_second_click_is_told_that_the_first_did_it(cast, life, desk, said):
    place, page, there = life.place(), accept_page(life), desk(cast.outsider)
    typed = there.typed(page, objective=place.pk, reference="9.4", because="Ours now.")
    there.post(page, typed)
    assert "done already, by your first click" in said(there.post(page, typed))
    assert Action.objects.filter(moved_from=cast.action).count() == 1
    assert not Draft.objects.exists()


def test_another_body_than_the_receiving_plans_takes_nothing_over(cast, life, everything):
    place = life.place()
    accept_page(life)
    meeting = set_up(Meeting(body=cast.commission, held_on=TODAY), cast.administrator)
    before = everything()
    words = {"by": cast.commission, "agreed_at": meeting, "because": "Ours."}
    for verb, more in ((leaving.accept_move, {"objective": place, "reference": "9.4"}), (leaving.refuse_move_in, {})):
        with pytest.raises(Refused, match="decides on dates and wording"):
            verb(life.move(), recorded_by=cast.outsider, **more, **words)
    assert everything() == before


def test_what_was_shown_before_the_move_need_not_be_shown_again(cast, life):
    grant_role(cast.other_plan, role=Role.OFFICER, holder=cast.officer, because="Theirs too.", **life.receiving)
    life.show_everything()
    after = life.of(life.to("moved").action.successor)
    assert criteria_not_shown(after.action) == []
    after.report_complete()
    assert after.action.status == "reported complete"


def test_a_lead_without_a_part_in_the_receiving_plan_is_named_to_its_manager(cast, life, desk, said):
    place, page = life.place(), accept_page(life)
    answer = desk(cast.outsider).send(page, objective=place.pk, reference="9.4", because="Ours now.")
    assert "Early Help Manager leads it and has no part in this plan yet" in said(answer)


def help_asked(life: Life) -> None:
    life.submit_update(
        criterion=life.cast.amber, rationale="It waits.", brings_back="Money.", brings_back_by=dt.date(2016, 5, 1),
        help_needed=HelpNeeded("Money", "The board"),
    )  # fmt: skip


def test_help_asked_for_goes_along_and_the_board_there_answers_it(cast, life, desk):
    help_asked(life)
    life.submit_update()
    life.answer_ask(answer="Half of it.")
    help_asked(life)
    successor = life.to("moved").action.successor
    assert [one.answer for one in Ask.objects.filter(action=cast.action)] == ["Half of it."]
    waiting = Ask.objects.open().get()
    assert (waiting.action, waiting.plan) == (successor, cast.other_plan)
    assert waiting.history.earliest("version").action == cast.action
    page = desk(cast.outsider).client.get("/plans/another-plan/asks/").content.decode()
    assert "Money" in page
    life.of(successor).answer_ask(answer="All of it.")
    assert not Ask.objects.open().exists()
    assert list(RecordCheck().findings()) == []


def test_a_member_is_told_which_help_and_which_risks_went_along(cast, life, desk):
    life.add_milestone(what="Still to come")
    life.note_fact(what="The grant")
    help_asked(life)
    life.to("moved")
    issue_to_members(life.action.plan, label="April 2016", because="Considered.", **cast.as_manager())
    page = " ".join(desk(cast.member).read("1.4.3").content.decode().split())
    assert (
        "What was still open on that day went along, and is told there: milestone: Still to come, 31 December 2016; "
        "Funding ends: The grant; Help asked of The board: Money."
    ) in page
    assert list(RecordCheck().findings()) == []


def test_where_nothing_was_open_none_is_named(cast, life, desk):
    life.to("moved")
    assert "is told there:" not in desk(cast.officer).read("1.4.3").content.decode()


def test_help_asked_for_is_answered_after_the_plan_has_closed(cast, life):
    help_asked(life)
    life.to("withdrawn")
    with written():
        Plan.objects.filter(pk=cast.plan.pk).update(status="closed", closed_on=TODAY)
    life.answer_ask()
    assert not Ask.objects.open().exists()
