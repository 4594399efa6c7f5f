"""Giving and ending roles, to people and to bodies."""

import datetime as dt

import pytest

from people.models import GovernanceBody
from plans.models import PlanRole, Role
from plans.people_of_plan import end_role, grant_role
from plans.steps import Refused
from tests.conftest import set_up
from tests.sending import everything, send, steps, typed

GIVE = "/plans/the-plan/people/roles/give/"
TO_BODY = "/plans/the-plan/people/roles/give-to-body/"


def role_of(cast, person, role):
    return PlanRole.objects.get(plan=cast.plan, person=person, role=role)


def test_a_role_is_given_with_its_reason_and_stands_on_the_page(cast, client):
    client.force_login(cast.plan_manager)
    page = send(client, GIVE, holder=cast.outsider.pk, role="reader", because="She chairs the health board.")
    given = role_of(cast, cast.outsider, "reader")
    (step,) = steps(given)
    assert (step.verb, step.because, step.by_person) == (
        "grant_role",
        "She chairs the health board.",
        cast.plan_manager,
    )
    assert given.from_on.isoformat() == "2016-04-06"
    assert given.history.count() == 1
    assert "Outsider is reader from today on." in page.content.decode()
    assert "Role given – Reader: Outsider" in page.content.decode()
    client.force_login(cast.outsider)
    assert client.get("/plans/the-plan/who-can-see-what/").status_code == 200


def test_a_body_holds_a_role_for_whoever_sits_on_it(cast, client):
    client.force_login(cast.plan_manager)
    page = send(
        client, TO_BODY, holder=cast.sub_group.pk, role="chief officer", because="Agreed by the board."
    ).content.decode()
    assert "Whoever sits on CSE Sub-Group is chief officer" in page
    assert PlanRole.objects.get(plan=cast.plan, body=cast.sub_group).role == Role.CHIEF_OFFICER


@pytest.mark.parametrize("address", [GIVE, TO_BODY])
def test_who_what_and_why_are_asked_for(cast, client, address):
    client.force_login(cast.plan_manager)
    before = everything()
    page = client.post(address, typed(client, address))
    assert set(page.context["form"].errors) == {"holder", "role", "because"}
    assert everything() == before


def test_the_same_role_is_not_given_twice(cast, client):
    client.force_login(cast.plan_manager)
    before = everything()
    page = send(client, GIVE, holder=cast.officer.pk, role="officer", because="Again.")
    assert "Officer holds this role already." in page.content.decode()
    assert everything() == before


def test_who_has_left_is_not_offered_and_is_refused(cast, client):
    cast.reader.is_active = False
    cast.reader.save()
    client.force_login(cast.plan_manager)
    before = everything()
    page = send(client, GIVE, holder=cast.reader.pk, role="member", because="Wanted.")
    assert "holder" in page.context["form"].errors
    with pytest.raises(Refused, match="has left"):
        grant_role(cast.plan, role="member", holder=cast.reader, because="Wanted.", **cast.as_manager())
    assert everything() == before


def test_a_role_ends_on_its_last_day(cast, client):
    client.force_login(cast.plan_manager)
    role = role_of(cast, cast.reader, "reader")
    page = send(client, f"/plans/the-plan/people/roles/{role.pk}/end/", until_on="5 April 2016", because="Moved on.")
    role.refresh_from_db()
    assert role.until_on == dt.date(2016, 4, 5)
    assert (steps(role)[0].verb, steps(role)[0].because, role.history.count()) == ("end_role", "Moved on.", 2)
    assert "Reader is reader until 5 April 2016. The role can be given again." in page.content.decode()
    client.force_login(cast.reader)
    assert client.get("/plans/the-plan/who-can-see-what/").status_code == 404


def test_a_role_that_has_ended_is_not_ended_again(cast, client):
    role = role_of(cast, cast.reader, "reader")
    end_role(role, because="Moved on.", until_on=dt.date(2016, 4, 5), **cast.as_manager())
    client.force_login(cast.plan_manager)
    before = everything()
    page = send(client, f"/plans/the-plan/people/roles/{role.pk}/end/", because="Again.")
    assert "This role has ended already." in page.content.decode()
    assert everything() == before


def test_the_last_plan_manager_does_not_step_down(cast, client):
    end_role(role_of(cast, cast.administrator, "plan manager"), because="Set up.", **cast.as_manager())
    client.force_login(cast.plan_manager)
    mine = role_of(cast, cast.plan_manager, "plan manager")
    before = everything()
    page = send(client, f"/plans/the-plan/people/roles/{mine.pk}/end/", because="Leaving.")
    assert "This is the plan’s last plan manager. Name the next one first." in page.content.decode()
    assert everything() == before


def test_a_body_that_nobody_sits_on_and_a_manager_who_has_left_do_not_count_as_the_next(cast):
    empty = set_up(GovernanceBody(name="An Empty Board", kind="board"), cast.administrator)
    grant_role(cast.plan, role="plan manager", holder=empty, because="Agreed.", **cast.as_manager())
    cast.administrator.is_active = False
    cast.administrator.save()
    with pytest.raises(Refused, match="last plan manager"):
        end_role(role_of(cast, cast.plan_manager, "plan manager"), because="Leaving.", **cast.as_manager())


def test_a_second_click_gives_no_second_role(cast, client):
    client.force_login(cast.plan_manager)
    sent = typed(client, GIVE, holder=cast.outsider.pk, role="reader", because="Wanted.")
    client.post(GIVE, sent)
    before = everything()
    assert client.post(GIVE, sent).status_code == 302
    assert everything() == before


def test_the_page_shows_roles_by_person_and_by_body_with_dates(cast, client):
    client.force_login(cast.plan_manager)
    words = client.get("/plans/the-plan/people/").content.decode()
    assert "1 December 2015" in words
    assert "no end" in words
    assert "Improving Lives Select Commission" in words
    assert "Scrutiny officer, scrutiny officer" in words
    assert "has not signed in yet" not in words  # everybody in the cast has a password


def test_a_role_of_another_plan_is_not_found(cast, client):
    client.force_login(cast.plan_manager)
    other = PlanRole.objects.filter(plan=cast.other_plan).first()
    assert client.get(f"/plans/the-plan/people/roles/{other.pk}/end/").status_code == 404


def test_people_are_the_plan_managers_alone_and_looking_changes_nothing(cast, client):
    before = everything()
    role = role_of(cast, cast.reader, "reader")
    pages = ["", "invite/", "roles/give/", "roles/give-to-body/", f"roles/{role.pk}/end/", "posts/", "posts/add/"]
    for page in pages:
        address = f"/plans/the-plan/people/{page}"
        client.force_login(cast.plan_manager)
        assert client.get(address).status_code == 200
        for other in (cast.officer, cast.chief_officer, cast.member):
            client.force_login(other)
            assert client.get(address).status_code == 403
        client.force_login(cast.outsider)
        assert client.get(address).status_code == 404
    assert everything() == before
