"""My work: what waits for each person, and nothing that is not theirs."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions.extensions import ask_extension
from actions.models import Action
from people import clock
from people.models import User
from plans.drafts import keep, new_token
from plans.models import Plan, Role
from plans.people_of_plan import grant_role
from plans.structure import create_plan, edit_plan
from reports.my_work import work_of
from tests.actions.life import Life
from tests.conftest import NOW, Cast, a_person
from tests.put_back import made_once
from tests.reports.reading import main_of, page_of, row_of, section_of, words
from tests.reports.story import cast_of_the_story
from tests.rolled_back import rolled_back
from tests.sending import send, typed

UPDATE = "/plans/the-plan/actions/1.4.3/update/"


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), rolled_back():
        yield


@pytest.fixture(scope="module")
def cast(db) -> Cast:
    return made_once(cast_of_the_story)


@pytest.fixture(autouse=True)
def leaves_nothing(cast) -> Iterator[None]:
    with rolled_back():
        yield


def my_work(person: User) -> str:
    client = Client()
    client.force_login(person)
    return main_of(page_of(client, "/"))


def ask(cast: Cast) -> None:
    how = {"by": cast.officer, "recorded_by": cast.officer}
    ask_extension(
        Action.objects.get(pk=cast.action.pk), to_on=dt.date(2016, 7, 31), category="consultation",
        because="Schools are asked first.", **how,
    )  # fmt: skip


# --- by role -----------------------------------------------------------------------------------


def test_an_officer_finds_the_actions_that_their_posts_lead(cast):
    page = my_work(cast.officer)
    assert "Early Help Manager, The Council" in words(page)
    assert "Actions that your posts lead 1" in words(page)
    row = row_of(page, "1.4.3")
    assert "Publish one early help strategy for all schools." in row
    assert "10 Mar 2016 Update 1.4.3" in row
    assert f'href="{UPDATE}"' in page
    assert "Share intelligence each week" not in page


def test_a_colleague_who_leads_nothing_finds_the_way_to_the_plan(cast):
    page = my_work(cast.colleague)
    assert "Actions that your posts lead" not in words(page)
    assert 'href="/plans/the-plan/"' in page


def test_the_plan_manager_finds_what_can_be_issued_asks_and_extensions(cast):
    ask(cast)
    page = words(my_work(cast.plan_manager))
    assert (
        "Members read version 2, March 2016, as it stood on 15 March 2016. 1 update since then is not in it. Issue to members"
        in page
    )
    assert "Help asked for: 1 open" in page
    assert "Extensions that wait for a decision 1" in page
    assert "to 31 July 2016 from 31 March 2016" in page
    assert (
        "Consultation or engagement takes longer: Schools are asked first. · asked by Early Help Manager, 6 April 2016"
        in page
    )


def test_a_chief_officer_finds_what_waits_for_a_decision(cast):
    assert "Extensions that wait" not in words(my_work(cast.chief_officer))
    ask(cast)
    page = my_work(cast.chief_officer)
    assert "Extensions that wait for a decision 1" in words(page)
    assert 'href="/plans/the-plan/actions/1.4.3/"' in page
    assert "Issue to members" not in words(page)


@pytest.mark.parametrize("name", ["officer", "scrutineer", "executive_member", "member"])
def test_others_are_not_asked_to_decide(cast, name):
    ask(cast)
    page = words(my_work(getattr(cast, name)))
    assert "Extensions that wait" not in page
    assert "Help asked for" not in page


@pytest.mark.parametrize("name", ["member", "scrutiny_officer", "reader", "information_governance"])
def test_who_reads_versions_finds_the_latest_and_how_much_is_newer(cast, name):
    page = my_work(getattr(cast, name))
    assert "Read version 2, March 2016" in words(page)
    assert "As it stood on 15 March 2016. 1 newer update is in hand and stands in no version yet." in words(page)
    assert "1 not yet rated, 1 green" in words(page)
    assert "Board paper" not in words(page)


@pytest.mark.parametrize("name", ["scrutineer", "executive_member"])
def test_who_oversees_finds_todays_position(cast, name):
    page = my_work(getattr(cast, name))
    assert "RAG dashboard" in words(page)
    assert "Read version" not in words(page)


@pytest.mark.parametrize("name", ["administrator", "outsider"])
def test_nobody_finds_a_plan_that_is_not_theirs(cast, name):
    if name == "outsider":
        assert "The Delivery Plan" not in words(my_work(cast.outsider))
    assert "You have no role on any plan yet." in words(my_work(a_person("somebody new")))


def test_somebody_with_two_roles_finds_the_work_of_both(cast):
    grant_role(cast.plan, role=Role.CHIEF_OFFICER, holder=cast.officer, because="Acting up.", **cast.as_manager())
    ask(cast)
    page = words(my_work(cast.officer))
    assert "your role: officer, chief officer" in page
    assert "Extensions that wait for a decision" in page
    assert "Actions that your posts lead" in page


def test_a_draft_is_gone_on_with_by_its_manager(cast):
    create_plan(slug="a-draft", title="A draft", short_title="A draft", because="Begun.", **cast.as_manager())
    page = my_work(cast.plan_manager)
    assert "A draft. Go on building it." in words(page)
    assert 'href="/plans/a-draft/structure/"' in page
    assert "A draft." not in words(my_work(cast.officer))


# --- begun and not sent ------------------------------------------------------------------------


def test_what_was_begun_stands_on_top_and_leads_back_to_its_form(cast):
    client = Client()
    client.force_login(cast.officer)
    client.post(UPDATE, typed(client, UPDATE, rationale="Half written.") | {"save_draft": "yes"})
    drafts = section_of(page_of(client, "/"), "drafts")
    assert (
        "Begun and not sent 1 Update of 1.4.3 saved 6 April 2016, 9.00 · seen by nobody outside your organisation"
        in drafts
    )
    assert "Half written." in page_of(client, UPDATE)
    assert "Begun and not sent" not in words(my_work(cast.officer_elsewhere))


def test_a_draft_that_is_sent_is_gone(cast):
    client = Client()
    client.force_login(cast.officer)
    client.post(UPDATE, typed(client, UPDATE, rationale="Half written.") | {"save_draft": "yes"})
    send(client, UPDATE, criterion=cast.green.pk, rationale="Written.", help_needed="no")
    assert "Begun and not sent" not in words(page_of(client, "/"))


def test_a_draft_says_when_it_was_saved(cast):
    with clock.at(NOW + dt.timedelta(hours=5, minutes=30)):
        token = new_token(cast.plan_manager, "reports.issue", "plan:1", "/plans/the-plan/versions/issue/", "Issue")
        keep(token, QueryDict("label=April"))
    assert "saved 6 April 2016, 14.30 · seen by nobody else" in words(my_work(cast.plan_manager))


# --- however many plans ------------------------------------------------------------------------


def test_it_asks_as_many_questions_for_one_plan_as_for_several(cast):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            work_of(cast.plan_manager)
        return len(queries)

    ask(cast)
    one = asked()
    for slug in ("second", "third"):
        create_plan(slug=slug, title=slug, short_title=slug, because="Begun.", **cast.as_manager())
    assert asked() == one <= 18


def test_it_is_the_start_page_and_asks_to_sign_in_first(cast):
    assert reverse("reports:my-work") == "/"
    assert Client().get("/").status_code == 302


def test_a_role_is_called_as_this_partnership_calls_it(cast, client):
    plan = Plan.objects.get(pk=cast.plan.pk)
    edit_plan(plan, changes={"manager_label": "Business Manager"}, because="Its name here.", **cast.as_manager())
    client.force_login(cast.plan_manager)
    for address in ("/", "/plans/"):
        page = client.get(address).content.decode()
        assert "your role: business manager" in page
        assert "your role: plan manager" not in page


def test_a_lead_reads_what_was_decided_on_her_actions_lately_and_why(cast):
    life = Life(cast)
    life.show_everything()
    life.report_complete()
    life.return_report(because="Two schools are missing.")
    page = my_work(cast.officer)
    assert "Decided lately on your actions 1" in words(page)
    assert "1.4.3 report of completion returned CSE Sub-Group, 6 April 2016: Two schools are missing." in words(page)
    assert "Decided lately" not in my_work(cast.officer_elsewhere)
    with clock.at(NOW + dt.timedelta(days=31)):
        assert "Decided lately" not in my_work(cast.officer)
