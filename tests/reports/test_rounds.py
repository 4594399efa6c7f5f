"""A round: opened with its days planned backwards, returned for, frozen, considered, issued; and what is not in its version."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from actions.models import Verdict
from actions.record_check import RecordCheck
from actions.returns import not_in, return_of, returns_of, say_no_return, set_rhythm
from actions.wording import reassign
from people import clock
from people.models import GovernanceBody, Meeting, Membership
from people.tracking import written
from plans.models import Consideration, NoReturn, Plan, Round, Step
from plans.rounds import RoundDates, change_round, give_up_round, planned_backwards, route_of
from plans.steps import Refused
from reports.models import KeptDocument
from reports.timeline import PlacedStep
from reports.versions import (
    freeze_again,
    mended_entries,
    not_considered,
    opened,
)
from tests.a_round import DATES, ARound
from tests.actions.life import Life
from tests.conftest import NOW, TODAY, set_up
from tests.sending import everything


@pytest.fixture
def round_(cast) -> ARound:
    return ARound(cast)


def entry(kept: KeptDocument, reference: str = "1.4.3"):
    return next(action for action in opened(kept).actions if action.reference == reference)


def sound() -> bool:
    return list(RecordCheck().findings()) == []


# --- its days ----------------------------------------------------------------------------------------


def test_the_days_are_planned_backwards_over_easter_and_its_bank_holidays():
    """Members meet on 6 April 2016; Good Friday and Easter Monday were 25 and 28 March."""
    assert planned_backwards(dt.date(2016, 4, 6)) == RoundDates(
        returns_due_on=dt.date(2016, 3, 11),
        body_on=dt.date(2016, 3, 18),
        paper_due_on=dt.date(2016, 3, 23),
        agenda_out_on=dt.date(2016, 3, 29),
        members_meet_on=dt.date(2016, 4, 6),
    )


def test_days_out_of_their_order_are_refused(cast, round_):
    before = everything()
    dates = RoundDates(returns_due_on=TODAY, body_on=TODAY + dt.timedelta(days=9), members_meet_on=TODAY)
    with pytest.raises(
        Refused, match="“Members meet” on 6 April 2016 lies before “The body considers them”"
    ) as refused:
        round_.open(dates=dates)
    assert refused.value.field == "members_meet_on"
    with pytest.raises(Refused, match="has passed"):
        round_.open(dates=RoundDates(TODAY - dt.timedelta(days=1)))
    assert everything() == before


# --- the route ------------------------------------------------------------------------------------------


def test_r14_who_agreed_the_route_and_rhythm_is_recorded_with_each_change(cast, round_):
    round_.set_route(cast.sub_group)
    round_.set_route(cast.commission, cast.sub_group, because="Members first.", rhythm=1)
    assert route_of(cast.plan) == [cast.commission, cast.sub_group]
    step = Step.objects.filter(verb="set_route").first()
    assert (step.was["route"], step.now["route"]) == (
        "CSE Sub-Group", "Improving Lives Select Commission, then CSE Sub-Group",
    )  # fmt: skip
    assert (step.was["rhythm"], step.now["rhythm"], step.because) == (3, 1, "Members first.")
    round_.set_route(cast.commission, because="One is enough.")
    assert route_of(cast.plan) == [cast.commission]
    assert sound()


def test_a_body_stands_on_the_route_once_and_while_a_round_is_before_it_the_route_stays(cast, round_):
    with pytest.raises(Refused, match="stands on the route once"):
        round_.set_route(cast.sub_group, cast.sub_group)
    round_.before_the_body()
    with pytest.raises(Refused, match="April 2016 round is before its bodies"):
        round_.set_route(cast.commission)


# --- who owes what -----------------------------------------------------------------------------------------


def test_each_post_with_actions_under_way_owes_a_return(cast, round_):
    Life(cast).of(cast.action_elsewhere).to("reported complete")
    round_.open()
    assert [(one.post, [action.reference for action in one.actions]) for one in returns_of(round_.round)] == [
        (cast.lead, ["1.4.3"])
    ]
    round_.report(cast.action)
    assert [one.words for one in returns_of(round_.round)] == ["in"]
    assert not not_in(round_.round)


def test_what_is_not_yet_due_to_start_and_what_has_a_rhythm_of_its_own_is_asked_for_in_its_time(cast, round_):
    life = Life(cast)
    life.submit_update()
    set_rhythm(life.action, rhythm=6, because="Twice a year is enough.", **cast.as_manager())
    Life(cast).of(cast.action_elsewhere).correct(start_on=TODAY + dt.timedelta(days=90))
    round_.open()
    assert returns_of(round_.round) == []
    with clock.at(NOW + dt.timedelta(days=170)):
        give_up_round(round_.round, because="Another.", **cast.as_manager())
        round_.open("October", dates=RoundDates(TODAY + dt.timedelta(days=180)))
        assert {action.reference for one in returns_of(round_.round) for action in one.actions} == {"1.4.3", "1.4.10"}
    assert sound()


def test_r13_no_return_has_a_recorded_reason_by_lead_and_round(cast, round_):
    round_.open()
    own = {"by": cast.officer, "recorded_by": cast.officer}
    say_no_return(round_.round, post=cast.lead, kind="nothing", because="Schools were closed.", **own)
    assert return_of(round_.round, cast.lead).is_whole
    with pytest.raises(Refused, match="the plan manager says what is held or missed"):
        say_no_return(round_.round, post=cast.lead, kind="missed", because="Forgot.", **own)
    with pytest.raises(PermissionDenied):
        say_no_return(round_.round, post=cast.lead_elsewhere, kind="nothing", because="Theirs.", **own)
    say_no_return(
        round_.round, post=cast.lead_elsewhere, kind="missed", because="No answer to three mails.", **cast.as_manager()
    )
    said = NoReturn.objects.get(post=cast.lead_elsewhere)
    assert (said.get_kind_display(), said.because, said.round) == ("Missed", "No answer to three mails.", round_.round)
    assert [one.words for one in returns_of(round_.round)] == ["nothing to report", "missed"]
    round_.freeze()
    assert sound()


def test_a_round_is_not_frozen_while_a_return_is_owed_and_nobody_says_why(cast, round_):
    round_.set_route().open()
    round_.report(cast.action)
    before = everything()
    with pytest.raises(Refused, match="Not in yet, and nobody has said why: Detective Superintendent"):
        round_.freeze()
    assert everything() == before


# --- frozen, considered, issued -------------------------------------------------------------------------------


def test_a_round_goes_before_its_body_and_then_to_members(cast, round_):
    round_.before_the_body()
    assert round_.round.status == Round.Status.BEFORE_THE_BODY
    with pytest.raises(Refused, match="not considered yet: before the body"):
        round_.issue()
    round_.consider()
    assert str(Consideration.objects.get()) == "considered by the CSE Sub-Group, 6 April 2016"
    assert round_.round.status == Round.Status.AGREED
    kept = round_.issue()
    assert (kept.number, kept.label, kept.edition, round_.plan.issued_version) == (1, "April 2016", 1, 1)
    assert round_.round.status == Round.Status.ISSUED
    assert list(KeptDocument.objects.versions()) == [kept]
    assert sound()


def test_r12_what_is_done_between_the_bodys_meeting_and_issuing_is_not_in_the_version(cast, round_):
    round_.before_the_body().consider()
    with clock.at(NOW + dt.timedelta(days=3)):
        round_.report(cast.action, "R", rationale="It fell apart since.")
        kept = round_.issue()
    assert entry(kept).rating == "G"
    assert "It fell apart since." not in kept.text
    assert Life(cast).action.rating == "R"
    assert sound()


def test_r12_a_returned_entry_leaves_the_rating_as_it_was(cast, round_):
    first = round_.report(cast.action, "A", forecast_on=TODAY + dt.timedelta(days=40))
    round_.set_route().open().report_all()
    round_.freeze()
    round_.return_update(cast.action, because="No figure shows it.")
    action = Life(cast).action
    assert (action.rating, action.latest_update, action.forecast_on) == ("A", first, first.forecast_on)
    round_.consider()
    kept = round_.issue()
    assert (kept.edition, entry(kept).rating, entry(kept).update.key) == (2, "A", first.pk)
    assert entry(kept).returned.because == "No figure shows it."
    assert sound()


def test_a_returned_entry_that_nobody_rated_before_is_not_yet_rated(cast, round_):
    round_.before_the_body()
    round_.return_update(cast.action)
    assert (Life(cast).action.rating, Life(cast).action.latest_update) == ("", None)
    round_.consider()
    assert entry(round_.issue()).rating == ""
    assert sound()


def test_r12_a_mended_entry_alone_is_replaced_in_the_same_version_and_the_earlier_freeze_is_kept(cast, round_):
    round_.before_the_body()
    round_.return_update(cast.action)
    assert mended_entries(round_.round) == []
    mended = round_.report(cast.action, "A", rationale="Two of five schools answered.")
    round_.report(cast.action_elsewhere, "R", rationale="Since the freeze.")
    assert mended.round == round_.round
    assert [action.pk for action in mended_entries(round_.round)] == [cast.action.pk]
    with pytest.raises(Refused, match=r"Not returned, or not reported on since: 1\.4\.10"):
        freeze_again(round_.round, actions=[cast.action_elsewhere], because="So.", **cast.as_manager())
    kept = freeze_again(round_.round, actions=[cast.action], because="Mended.", **cast.as_manager())
    assert (kept.number, kept.edition) == (1, 2)
    assert (entry(kept).rating, entry(kept).update.key) == ("A", mended.pk)
    assert entry(kept, "1.4.10").rating == "G"
    assert KeptDocument.objects.filter(number=1).count() == 2
    assert mended_entries(round_.round) == []
    round_.consider()
    issued = round_.issue()
    assert (issued, entry(issued).rating) == (kept, "A")
    assert sound()


def test_r07_every_edition_that_lay_before_a_body_is_kept(cast, round_):
    """What was frozen first, what stood there once an entry was rated at the table, and what members read: each whole."""
    round_.before_the_body()
    first = KeptDocument.objects.get(number=1)
    round_.re_rate(cast.action, "R")
    round_.consider()
    issued = round_.issue()
    editions = KeptDocument.objects.filter(number=1).order_by("edition")
    assert [kept.edition for kept in editions] == [1, 2]
    assert [entry(kept).rating for kept in editions] == ["G", "R"]
    assert (editions[0].digest, editions[1].digest) == (first.digest, issued.digest)


def test_r12_an_update_says_where_it_waits_and_then_who_cleared_it_and_how(cast, round_, client):
    def place() -> str:
        client.force_login(cast.officer)
        steps = client.get(f"/plans/the-plan/actions/{cast.action.slug}/").context["timeline"].steps
        return next(step.place for step in steps if isinstance(step, PlacedStep))

    Life(cast).submit_update()
    assert place() == "in no version that members read yet: no round is open"
    round_.set_route().open()
    round_.report_all()
    assert place() == (
        "in no version that members read yet: it goes into the April 2016 round, which is considered on 19 April 2016"
    )
    round_.freeze()
    assert place() == ("in no version that members read yet: it lies before its bodies as version 1, April 2016")
    round_.consider()
    assert (
        place() == "in no version that members read yet: not issued yet; considered by the CSE Sub-Group, 6 April 2016"
    )
    round_.issue()
    assert place() == "issued to members in version 1, April 2016; considered by the CSE Sub-Group, 6 April 2016"


def test_what_was_reported_after_the_freeze_is_not_said_to_be_in_a_later_edition(cast, round_, client):
    round_.before_the_body()
    with clock.at(NOW + dt.timedelta(hours=1)):
        Life(cast).of(cast.action_elsewhere).submit_update(rationale="Since the freeze.")
    with clock.at(NOW + dt.timedelta(hours=2)):
        round_.re_rate(cast.action, "R")
        round_.consider()
        round_.issue()
    client.force_login(cast.officer)
    steps = client.get(f"/plans/the-plan/actions/{cast.action_elsewhere.slug}/").context["timeline"].steps
    first = next(step for step in steps if isinstance(step, PlacedStep))
    assert (first.because, first.place) == (
        "Since the freeze.",
        "in no version that members read yet: no round is open",
    )


def test_r06_a_body_rates_at_its_table_and_the_leads_rating_stands_beside(cast, round_):
    round_.before_the_body()
    round_.re_rate(cast.action, "R")
    assert Life(cast).action.rating == "R"
    round_.consider()
    kept = round_.issue()
    verdict = entry(kept).rated_at_the_table
    assert (entry(kept).rating, verdict.leads_rating, verdict.decided_by) == ("R", "G", "CSE Sub-Group")
    assert verdict.because == "Two of five is not on track."
    assert sound()


def test_a_verdict_acts_on_the_row_only_while_its_update_is_the_latest(cast, round_):
    before = round_.before_the_body()
    update = Life(cast).action.latest_update
    later = round_.report(cast.action, "A", rationale="It slid.")
    before.re_rate(cast.action, "R", update=update)
    assert (Life(cast).action.rating, Life(cast).action.latest_update) == ("A", later)
    round_.consider()
    kept = round_.issue()
    assert (entry(kept).rating, entry(kept).update.key) == ("R", update.pk)
    assert "It slid." not in kept.text
    assert sound()


def test_several_bodies_consider_in_their_order(cast, round_):
    board = set_up(GovernanceBody(name="Safeguarding Board", kind="board"), cast.administrator)
    met = set_up(Meeting(body=board, held_on=TODAY), cast.administrator)
    round_.set_route(cast.sub_group, board).open().report_all().freeze()
    with pytest.raises(Refused, match="It is the turn of the CSE Sub-Group"):
        round_.consider(body=board, by=board, agreed_at=met)
    with pytest.raises(Refused, match="The CSE Sub-Group has the April 2016 round before it"):
        round_.re_rate(cast.action, "A", by=board, agreed_at=met)
    round_.re_rate(cast.action, "R")
    round_.consider()
    assert round_.round.status == Round.Status.BEFORE_THE_BODY
    with pytest.raises(Refused, match="The Safeguarding Board has the April 2016 round before it"):
        round_.re_rate(cast.action, "A")
    not_considered(round_.round, body=board, because="It had no quorum.", **cast.as_manager())
    assert [one.edition for one in Consideration.objects.order_by("pk")] == [1, 2]
    assert str(Consideration.objects.last()) == "not considered by the Safeguarding Board, because: It had no quorum."
    assert entry(round_.issue()).rating == "R"
    assert sound()


def test_a_body_considers_at_a_meeting_held_since_it_lay_before_it(cast, round_):
    early = set_up(Meeting(body=cast.sub_group, held_on=TODAY - dt.timedelta(days=1)), cast.administrator)
    round_.before_the_body()
    with pytest.raises(Refused, match="held before the version was put before the body"):
        round_.consider(agreed_at=early)


def test_a_plan_whose_route_names_no_body_issues_its_freeze(cast, round_):
    round_.open().report_all().freeze()
    assert round_.round.status == Round.Status.AGREED
    assert round_.issue().number == 1
    assert not Consideration.objects.exists()
    assert sound()


def test_a_plan_with_a_route_issues_nothing_that_its_bodies_have_not_had(cast, round_):
    round_.set_route()
    with pytest.raises(Refused, match="a round goes before the CSE Sub-Group first: open one"):
        round_.issue(label="April")


def test_a_round_that_is_given_up_keeps_its_version_and_the_number_is_not_given_again(cast, round_):
    round_.before_the_body()
    give_up_round(round_.round, because="The commission does not meet.", **cast.as_manager())
    assert list(KeptDocument.objects.versions()) == []
    round_.open("May 2016").report_all()
    for action in (cast.action, cast.action_elsewhere):
        round_.report(action)
    round_.freeze().consider()
    assert round_.issue().number == 2
    assert [kept.number for kept in KeptDocument.objects.versions()] == [2]
    assert sound()


def test_one_round_runs_at_a_time_and_names_are_given_once(cast, round_):
    round_.open()
    with pytest.raises(Refused, match="April 2016 round is running"):
        round_.open("May 2016")
    give_up_round(round_.round, because="Too early.", **cast.as_manager())
    with pytest.raises(Refused, match="Another round has that name"):
        round_.open("april 2016")
    with pytest.raises(Refused, match="over: given up"):
        give_up_round(round_.round, because="Again.", **cast.as_manager())


def test_other_days_are_told_with_those_before(cast, round_):
    round_.open()
    later = RoundDates(**{**vars(DATES), "members_meet_on": TODAY + dt.timedelta(days=37)})
    change_round(round_.round, dates=later, because="The commission moved.", **cast.as_manager())
    step = Step.objects.get(verb="change_round")
    assert (step.was["members_meet_on"], step.now["members_meet_on"]) == ("2016-05-06", "2016-05-13")
    assert sound()


def test_r11_since_a_body_last_met_begins_with_what_it_had_read_by_then(cast, round_, client):
    """The sub-group read what lay before it; the commission met between freezing and issuing, and had read nothing yet."""
    round_.before_the_body()
    for day, body in ((1, cast.commission), (2, cast.sub_group)):
        set_up(Meeting(body=body, held_on=TODAY + dt.timedelta(days=day)), cast.administrator)
    with clock.at(NOW + dt.timedelta(days=3)):
        round_.consider()
        round_.issue()
        client.force_login(cast.plan_manager)
        page = client.get("/plans/the-plan/changes/").content.decode()
    assert "Since the CSE Sub-Group last met, 8 April 2016" in page
    assert "Improving Lives Select Commission last met" not in page
    set_up(Meeting(body=cast.commission, held_on=TODAY + dt.timedelta(days=4)), cast.administrator)
    with clock.at(NOW + dt.timedelta(days=5)):
        page = client.get("/plans/the-plan/changes/").content.decode()
    assert "Since the Improving Lives Select Commission last met, 10 April 2016" in page


# --- who ----------------------------------------------------------------------------------------------------


def test_the_chair_of_a_body_records_what_it_made_of_a_round_and_another_does_not(cast, round_):
    round_.before_the_body()
    seat = Membership(body=cast.sub_group, person=cast.colleague, capacity="chair", from_on=dt.date(2016, 1, 1))
    set_up(seat, cast.administrator)
    with pytest.raises(PermissionDenied):
        round_.consider(recorded_by=cast.officer)
    with pytest.raises(PermissionDenied):
        round_.re_rate(cast.action, recorded_by=cast.chief_officer)
    round_.re_rate(cast.action, recorded_by=cast.colleague)
    round_.consider(recorded_by=cast.colleague)
    assert Verdict.objects.get().decided_body == cast.sub_group
    assert sound()


def test_another_body_and_another_status_decide_nothing_of_an_entry(cast, round_):
    met = set_up(Meeting(body=cast.commission, held_on=TODAY), cast.administrator)
    round_.before_the_body()
    before = everything()
    with pytest.raises(Refused, match="The CSE Sub-Group has the April 2016 round before it"):
        round_.return_update(cast.action, by=cast.commission, agreed_at=met)
    with pytest.raises(Refused, match="That is how it is rated"):
        round_.re_rate(cast.action, "G")
    assert everything() == before
    round_.return_update(cast.action, update=Life(cast).action.latest_update)
    with pytest.raises(Refused, match="returned already"):
        round_.return_update(cast.action, update=Verdict.objects.get().update)


def test_a_closed_plan_has_no_more_rounds_and_issues_as_it_stands(cast, round_):
    round_.set_route()
    with written():
        Plan.objects.filter(pk=cast.plan.pk).update(status="closed", closed_on=TODAY)
    with pytest.raises(Refused, match="closed"):
        round_.open()
    assert round_.issue(label="At the end").number == 1


def test_what_was_owed_stays_told_once_the_round_is_frozen_and_over(cast, round_):
    """A post that sent nothing is not said to be in, and an action that has another lead since stays with who owed it."""
    round_.set_route().open()
    round_.report(cast.action)
    say_no_return(round_.round, post=cast.lead_elsewhere, kind="missed", because="On strike.", **cast.as_manager())

    def told() -> dict[str, tuple[str, int, int]]:
        return {one.post.title: (one.words, one.came_in, len(one.actions)) for one in returns_of(round_.round)}

    before = told()
    assert before[cast.lead_elsewhere.title] == ("missed", 0, 1)
    round_.freeze()
    assert told() == before
    reassign(cast.action_elsewhere, lead_post=cast.lead, because="They do it now.", **cast.as_manager())
    round_.consider()
    round_.issue()
    assert told() == before
