"""Inviting somebody: an account without a password, a role, and a mail with a link that works once."""

import datetime as dt
import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError

from people.models import AccountChange, User
from plans.models import PlanRole
from tests.sending import everything, send, typed

INVITE = "/plans/the-plan/people/invite/"
NEW = {"email": "New.Officer@Example.org", "name": "New officer", "role": "officer", "because": "Joins in May."}
PASSWORD = "four quiet words here"


@pytest.fixture
def manager(cast, client):
    client.force_login(cast.plan_manager)
    return client


def link() -> str:
    return re.search(r"http://testserver(\S+)", mail.outbox[-1].body).group(1)


def set_password(client, address: str):
    """Follow the link of the mail and choose a password; the page that answers."""
    page = client.get(address, follow=True)
    if not page.redirect_chain:
        return page
    return client.post(page.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD}, follow=True)


def test_the_invited_get_an_account_without_a_password_a_role_and_a_mail(cast, manager):
    page = send(manager, INVITE, **NEW, organisation=cast.police.pk)
    person = User.objects.get(email="new.officer@example.org")
    assert not person.has_usable_password()
    assert person.organisation == cast.police
    assert EmailAddress.objects.get(user=person).verified
    assert PlanRole.objects.get(plan=cast.plan, person=person).role == "officer"
    assert mail.outbox[-1].to == ["new.officer@example.org"]
    assert "An invitation has gone to new.officer@example.org" in page.content.decode()
    assert "invited, has not signed in yet" in page.content.decode()


def test_the_invitation_is_kept_with_the_account(cast, manager):
    send(manager, INVITE, **NEW)
    (kept,) = AccountChange.objects.all()
    assert (kept.person.email, kept.what, kept.by) == ("new.officer@example.org", "invited", cast.plan_manager)
    assert (kept.because, kept.now["name"]) == ("Joins in May.", "New officer")


def test_the_mail_holds_the_link_and_the_short_title_and_none_of_the_plans_words(cast, manager):
    send(manager, INVITE, **NEW)
    message = mail.outbox[-1]
    assert message.subject == "You are invited: The Plan"
    for words in (cast.plan.title, cast.objective.wording, cast.action.wording, cast.theme.outcome, "Joins in May"):
        assert words not in message.subject + message.body
    assert "/accounts/password/reset/key/" in message.body


def test_the_link_works_once(cast, manager, client):
    send(manager, INVITE, **NEW)
    address = link()
    client.logout()
    client.get(address)
    client.get(address, follow=True)  # looking uses nothing up
    assert "/key/done/" in set_password(client, address).redirect_chain[-1][0]
    person = User.objects.get(email="new.officer@example.org")
    assert person.check_password(PASSWORD)
    client.logout()
    again = client.get(address, follow=True).content.decode()
    assert 'name="password1"' not in again
    signed_in = client.post("/accounts/login/", {"login": "new.officer@example.org", "password": PASSWORD})
    assert signed_in.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize(("days", "works"), [(6, True), (8, False)])
def test_the_link_lives_seven_days(cast, manager, client, days, works):
    send(manager, INVITE, **NEW)
    address = link()
    client.logout()
    with time_machine.travel(dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=days)):
        page = client.get(address, follow=True).content.decode()
    assert ('name="password1"' in page) == works


def test_it_can_be_sent_again_until_they_have_signed_in(cast, manager):
    send(manager, INVITE, **NEW)
    person = User.objects.get(email="new.officer@example.org")
    again = f"/plans/the-plan/people/{person.pk}/invitation/"
    before = everything()
    assert manager.get(again).status_code == 405
    assert "An invitation has gone to" in manager.post(again, follow=True).content.decode()
    assert len(mail.outbox) == 2
    person.last_login = dt.datetime(2016, 4, 6, 9, tzinfo=dt.UTC)
    person.save()
    assert "no invitation was sent" in manager.post(again, follow=True).content.decode()
    assert len(mail.outbox) == 2
    assert everything() == before


def test_an_invitation_goes_to_nobody_outside_the_plan(cast, manager):
    assert manager.post(f"/plans/the-plan/people/{cast.outsider.pk}/invitation/").status_code == 404
    assert not mail.outbox


def test_who_has_an_account_gets_the_role_and_keeps_the_account(cast, manager):
    cast.outsider.last_login = dt.datetime(2016, 4, 6, 9, tzinfo=dt.UTC)
    cast.outsider.save()
    people = User.objects.count()
    page = send(manager, INVITE, **{**NEW, "email": cast.outsider.email.upper(), "name": "Somebody else"})
    assert User.objects.count() == people
    assert not mail.outbox
    cast.outsider.refresh_from_db()
    assert cast.outsider.name == "Outsider"
    assert "Outsider is officer from today on." in page.content.decode()


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": ""}, "email"),
        ({"name": ""}, "name"),
        ({"role": ""}, "role"),
        ({"because": ""}, "because"),
    ],
)
def test_what_is_missing_is_said_and_no_account_is_made(cast, manager, answers, field):
    before, people = everything(), User.objects.count()
    page = send(manager, INVITE, **{**NEW, **answers})
    assert list(page.context["form"].errors) == [field]
    assert (everything(), User.objects.count(), mail.outbox) == (before, people, [])


def test_a_closed_account_is_not_opened_by_an_invitation(cast, manager):
    cast.outsider.is_active = False
    cast.outsider.save()
    before = everything()
    page = send(manager, INVITE, **{**NEW, "email": cast.outsider.email})
    assert "The account of Outsider is closed." in page.content.decode()
    assert everything() == before
    assert not mail.outbox


def test_a_second_click_makes_no_second_account_role_or_mail(cast, manager):
    sent = typed(manager, INVITE, **NEW)
    manager.post(INVITE, sent)
    before, people = everything(), User.objects.count()
    assert manager.post(INVITE, sent).status_code == 302
    assert (everything(), User.objects.count(), len(mail.outbox)) == (before, people, 1)


def test_a_mail_that_cannot_be_sent_is_said_and_the_account_stays(cast, manager, monkeypatch):
    def no_server(*args, **kwargs):
        raise ConnectionRefusedError("no mail server")

    monkeypatch.setattr("people.password_link.send_mail", no_server)
    page = send(manager, INVITE, **NEW)
    assert "could not be sent" in page.content.decode()
    assert User.objects.filter(email="new.officer@example.org").exists()


def test_an_address_that_only_looks_like_letters_is_refused_whole(cast, manager):
    """The first letter is the sign for kelvin: the database and the mail would take it for different ones."""
    before = everything()
    page = send(manager, INVITE, **{**NEW, "email": "\u212aelvin@example.org"})
    assert "plain letters, figures and signs" in page.context["form"].errors["email"][0]
    assert (everything(), mail.outbox) == (before, [])


def test_two_who_invite_the_same_person_at_once_are_told_and_nothing_is_half_done(cast, manager, monkeypatch):
    """The other one's account comes to be after this one has looked whether there is one."""

    def made_meanwhile(email, name, organisation, **kept):
        raise IntegrityError("people_user.email")

    before = everything()
    monkeypatch.setattr("plans.invitations.account_without_password", made_meanwhile)
    page = send(manager, INVITE, **NEW)
    assert "Somebody has just invited this address" in page.context["form"].errors["email"][0]
    assert (everything(), mail.outbox) == (before, [])
