"""What is marked stands on other pages than its own: there too it is read by those alone who may read it."""

import datetime as dt

import pytest
from django.test import Client

from actions import leaving
from actions.marking import of_action, of_evidence, of_update
from actions.models import Action, ProgressUpdate, Succession
from actions.structure import add_action
from people import clock
from people.models import Membership, User
from people.tracking import rewritten
from plans import marks
from plans.confirming import confirm, dispute
from plans.models import Mark
from tests.a_release import issue, propose_and_confirm
from tests.a_round import ARound
from tests.actions.conftest import cast, db
from tests.actions.life import Life
from tests.conftest import NOW, TODAY, set_up
from tests.reports.reading import main_of, page_of, words
from tests.reports.test_since_last_look import client_of

pytestmark = pytest.mark.django_db

__all__ = ["cast", "db"]


def mark(cast, what, kind="confidential") -> Mark:
    return Mark.objects.get(pk=marks.mark(what, kind=kind, because="For those named.", **cast.as_manager()).key)


def told(client: Client, address: str) -> str:
    return words(main_of(page_of(client, address)))


def read(who: User | None, address: str) -> str:
    return told(Client() if who is None else client_of(who), address)


# --- what took the place of an action -----------------------------------------------------------------


@pytest.fixture
def taken_over(cast) -> Action:
    """1.4.3 was taken over by 1.4.10, which is confidential, and by 1.4.30, which is not; all is public."""
    beside = add_action(
        cast.objective, reference="1.4.30", wording="Another beside it.", lead_post=cast.lead, start_on=TODAY,
        due_on=TODAY.replace(year=2017), because="Agreed.", **cast.as_manager(),
    )  # fmt: skip
    life = Life(cast)
    successors = [cast.action_elsewhere, beside]
    leaving.supersede(life.action, successors=successors, because="Taken over.", **life.body)
    issue(cast)
    propose_and_confirm(cast)
    mark(cast, of_action(cast.action_elsewhere))
    return cast.action_elsewhere


@pytest.mark.parametrize(
    ("who", "base"),
    [("scrutineer", "/plans/the-plan/"), ("member", "/plans/the-plan/"), (None, "/public/the-plan/")],
)
def test_what_took_its_place_is_withheld_there_and_nothing_else_is(cast, taken_over, who, base):
    page = read(who and getattr(cast, who), f"{base}actions/1.4.3/")
    assert taken_over.wording not in page
    assert "Another beside it." in page


def test_it_is_found_by_what_it_is_and_not_by_the_record_that_binds_the_two(cast, taken_over):
    """The key of one table once hid a row of another."""
    assert Succession.objects.exclude(pk=taken_over.pk).exists()
    assert taken_over.wording in read(cast.plan_manager, "/plans/the-plan/actions/1.4.3/")


# --- evidence that a report lies on ---------------------------------------------------------------------

REPORT_PAGES = ("verify", "return-at-verification")


@pytest.mark.parametrize("page", REPORT_PAGES)
def test_marked_evidence_is_counted_and_not_shown_to_who_verifies(cast, page):
    life = Life(cast)
    life.add_evidence(what="The panel’s minute")
    life.to("reported complete")
    address = f"/plans/the-plan/actions/1.4.3/{page}/"
    assert "The panel’s minute" in read(cast.officer_elsewhere, address)
    for one in life.action.evidence.all():
        mark(cast, of_evidence(one))
    theirs = read(cast.officer_elsewhere, address)
    assert "The panel’s minute" not in theirs
    assert "1 withheld" in theirs
    assert "shown by nothing" not in theirs


@pytest.mark.parametrize("page", REPORT_PAGES)
def test_evidence_of_a_marked_update_is_not_shown_to_who_verifies(cast, page):
    life = Life(cast)
    life.submit_update()
    update = ProgressUpdate.objects.get()
    life.add_evidence(update=update, what="The update’s own list")
    mark(cast, of_update(update))
    life.to("reported complete")
    assert "The update’s own list" not in read(cast.officer_elsewhere, f"/plans/the-plan/actions/1.4.3/{page}/")


# --- what waits to be confirmed ---------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["confirm", "dispute"])
def test_who_no_longer_leads_does_not_read_a_marked_update_where_it_is_confirmed(cast, page):
    life = Life(cast)
    step = life.submit_update(
        rationale="Of one family.", by=cast.lead, recorded_by=cast.plan_manager, received_by="phone"
    )
    client, address = client_of(cast.officer), f"/plans/the-plan/steps/{step.pk}/{page}/"
    assert "Of one family." in told(client, address)
    life.reassign()
    mark(cast, of_update(ProgressUpdate.objects.get()))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("page", ["confirm", "dispute"])
def test_a_chair_without_the_right_does_not_read_a_verdict_on_a_marked_update(cast, page):
    set_up(
        Membership(body=cast.sub_group, person=cast.reader, capacity="chair", from_on=dt.date(2015, 5, 20)),
        cast.administrator,
    )
    run = ARound(cast).set_route().open()
    run.report(cast.action, "G")
    run.report(cast.action_elsewhere)
    run.freeze()
    step = run.re_rate(cast.action, because="One family says otherwise.", minute="")
    client, address = client_of(cast.reader), f"/plans/the-plan/steps/{step.pk}/{page}/"
    assert "One family says otherwise." in told(client, address)
    mark(cast, of_update(ProgressUpdate.objects.get(action=cast.action)))
    assert client.get(address).status_code == 404


# --- who confirmed -----------------------------------------------------------------------------------------


def test_the_public_comparison_names_nobody_who_confirmed_or_disputed(cast):
    with rewritten():
        User.objects.filter(pk=cast.chief_officer.pk).update(name="Quentin Oglethorpe")
    chair = User.objects.get(pk=cast.chief_officer.pk)
    set_up(
        Membership(body=cast.sub_group, person=chair, capacity="chair", from_on=dt.date(2015, 5, 20)),
        cast.administrator,
    )
    issue(cast)
    with clock.at(NOW + dt.timedelta(days=1)):
        confirm(Life(cast).reword(minute=""), by=chair, recorded_by=chair)
        step = Life(cast).of(cast.action_elsewhere).reword(minute="")
        dispute(step, because="Not so decided.", by=chair, recorded_by=chair)
        issue(cast, "April")
        propose_and_confirm(cast, 1)
        propose_and_confirm(cast, 2)
        page = read(None, "/public/the-plan/compare/1/2/")
        assert "Anew." in page
        assert "Oglethorpe" not in page
        assert "Oglethorpe" in read(cast.plan_manager, "/plans/the-plan/changes/?from=1&to=2")
