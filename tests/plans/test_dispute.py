"""What was recorded for somebody is not what they decided: they say so, and the plan managers put it right."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from people.models import Membership
from plans.confirming import confirm, dispute, standing_disputes
from plans.models import Confirmation, Dispute, Step
from plans.steps import Refused
from reports.versions import issue_to_members
from tests.actions.conftest import Desk
from tests.actions.life import Life
from tests.conftest import set_up
from tests.reports.reading import main_of, words
from tests.sending import everything

WHY = "I granted two weeks, not a month."


@pytest.fixture
def life(cast) -> Life:
    """An extension of 1.4.3 that the plan manager recorded for the chief officer."""
    life = Life(cast)
    life.submit_update()
    life.ask_extension()
    life.grant_extension(
        by=cast.chief_officer, recorded_by=cast.plan_manager, agreed_at=None, minute="", received_by="phone"
    )
    return life


def granted() -> Step:
    return Step.objects.get(verb="grant_extension")


def page() -> str:
    return f"/plans/the-plan/steps/{granted().pk}/dispute/"


def read(person, address: str) -> str:
    return words(main_of(Desk(person).read(address).content.decode()))


def test_the_decider_says_that_it_is_not_so_and_the_step_stays(cast, life):
    steps = Step.objects.count()
    answer = Desk(cast.chief_officer).send(page(), because=WHY)
    assert "Recorded that this is not what was decided: 1.4.3." in answer.content.decode()
    said = Dispute.objects.get()
    assert (said.step, said.by, said.by_words, said.because) == (granted(), cast.chief_officer, "Chief officer", WHY)
    assert Step.objects.count() == steps
    call_command("check_records", stdout=StringIO())


def test_it_reads_disputed_wherever_it_read_not_yet_confirmed(cast, life):
    officer, manager = Desk(cast.officer), Desk(cast.plan_manager)
    where = ("1.4.3", "/plans/the-plan/objectives/1.4/")
    assert any("recorded, not yet confirmed" in officer.read(address).content.decode() for address in where)
    dispute(granted(), by=cast.chief_officer, recorded_by=cast.chief_officer, because=WHY)
    issue_to_members(life.action.plan, label="April 2016", because="Considered.", **cast.as_manager())
    for person in (cast.officer, cast.member):
        text = read(person, "1.4.3")
        assert "Chief officer (recorded, disputed by Chief officer)" in text
        assert "recorded, disputed by Chief officer, 6 April 2016" in text
        assert "not yet confirmed" not in text
    paper = manager.client.post("/plans/the-plan/papers/csv/").content.decode("utf-8-sig")
    assert "Chief officer (recorded, disputed by Chief officer)" in paper
    assert WHY not in read(cast.member, "1.4.3")


def test_the_plan_managers_are_told_until_it_is_put_right(cast, life):
    Desk(cast.chief_officer).send(page(), because=WHY)
    told = read(cast.plan_manager, "/")
    assert "1.4.3, The Plan: the Chief officer says that this is not what was decided." in told
    assert WHY in told
    assert "says that this is not what was decided" not in read(cast.officer, "/")
    life.correct()
    assert len(standing_disputes([cast.plan.pk])) == 1
    life.ask_extension()
    life.grant_extension(because="Two weeks, as was said.")
    assert standing_disputes([cast.plan.pk]) == []
    assert "says that this is not what was decided" not in read(cast.plan_manager, "/")
    # It is on record for good.
    assert "recorded, disputed by Chief officer" in read(cast.officer, "1.4.3")


def test_a_report_of_its_lead_puts_nothing_right_and_a_decision_of_the_same_decider_does(cast, life):
    dispute(granted(), by=cast.chief_officer, recorded_by=cast.chief_officer, because=WHY)
    life.submit_update()
    life.ask_extension()
    assert len(standing_disputes([cast.plan.pk])) == 1
    life.grant_extension(by=cast.chief_officer, recorded_by=cast.chief_officer, agreed_at=None, minute="")
    assert standing_disputes([cast.plan.pk]) == []


def test_it_can_be_confirmed_after_all(cast, life):
    dispute(granted(), by=cast.chief_officer, recorded_by=cast.chief_officer, because=WHY)
    assert "recorded, disputed by Chief officer, 6 April 2016" in read(cast.chief_officer, "/")
    Desk(cast.chief_officer).send(page().replace("dispute", "confirm"))
    assert Confirmation.objects.exists()
    text = read(cast.officer, "1.4.3")
    assert "confirmed by Chief officer, 6 April 2016" in text
    assert "disputed" not in text
    assert standing_disputes([cast.plan.pk]) == []
    answer = Desk(cast.chief_officer).read(page())
    assert "This is confirmed already" in answer.content.decode()


def test_it_is_one_link_beside_confirm(cast, life):
    assert f'href="{page()}">That is not what was decided' in (
        Desk(cast.chief_officer).read(page().replace("dispute", "confirm")).content.decode()
    )


def test_getting_the_page_changes_nothing(cast, life):
    before = everything()
    assert Desk(cast.chief_officer).read(page()).status_code == 200
    assert everything() == before


def test_who_did_not_decide_is_refused(cast, life):
    before = everything()
    for person in (cast.plan_manager, cast.officer, cast.member):
        assert Desk(person).read(page()).status_code == 403
        with pytest.raises(PermissionDenied):
            dispute(granted(), by=person, recorded_by=person, because=WHY)
    assert Desk(cast.outsider).read(page()).status_code == 404
    assert everything() == before


def test_what_is_confirmed_is_not_disputed(cast, life):
    confirm(granted(), by=cast.chief_officer, recorded_by=cast.chief_officer)
    before = everything()
    with pytest.raises(Refused, match="does not wait"):
        dispute(granted(), by=cast.chief_officer, recorded_by=cast.chief_officer, because=WHY)
    assert everything() == before


def test_it_asks_what_was_decided_instead(cast, life):
    answer = Desk(cast.chief_officer).send(page(), because=" ")
    assert answer.context["form"].errors["because"]
    with pytest.raises(Refused, match="Say what was decided instead"):
        dispute(granted(), by=cast.chief_officer, recorded_by=cast.chief_officer, because="\u200b")
    assert not Dispute.objects.exists()


def test_a_second_click_is_harmless_and_a_second_decider_is_told_of_the_first(cast):
    life = Life(cast)
    life.submit_update()
    life.ask_extension()
    life.grant_extension(minute="")
    chairs = [cast.executive_member, cast.scrutineer]
    for person in chairs:
        set_up(
            Membership(body=cast.sub_group, person=person, capacity="chair", from_on=cast.meeting.held_on),
            cast.administrator,
        )
    first, second = chairs
    for _ in range(2):
        dispute(granted(), by=first, recorded_by=first, because=WHY)
    assert Dispute.objects.get().by == first
    with pytest.raises(Refused, match="Executive member has said so already"):
        dispute(granted(), by=second, recorded_by=second, because="No.")


def test_it_is_written_once(cast, life):
    dispute(granted(), by=cast.chief_officer, recorded_by=cast.chief_officer, because=WHY)
    for change in (Dispute.objects.get().save, Dispute.objects.get().delete):
        with pytest.raises(TypeError, match="never"):
            change()
