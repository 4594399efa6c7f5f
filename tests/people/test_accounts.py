"""Accounts in the administration: made without a password, never deleted, and the last administrator stays one."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from people.models import User

ACCOUNTS = "/admin/people/user/"
NEW = {"name": "New person", "email": "New.Person@example.org", "organisation": ""}


@pytest.fixture
def administrator(cast, client):
    client.force_login(cast.administrator)
    return client


def test_an_account_is_made_without_a_password(cast, administrator):
    administrator.post(f"{ACCOUNTS}add/", {**NEW, "organisation": cast.council.pk})
    person = User.objects.get(email="new.person@example.org")
    assert (person.name, person.organisation, person.has_usable_password()) == ("New person", cast.council, False)
    assert EmailAddress.objects.get(user=person).verified


def test_the_link_that_sets_a_password_is_sent_by_a_post(cast, administrator):
    page = administrator.post(
        ACCOUNTS, {"action": "send_password_link", "_selected_action": [cast.officer.pk]}, follow=True
    )
    assert "The link went to: Officer." in page.content.decode()
    assert mail.outbox[-1].to == [cast.officer.email]
    assert re.search(r"/accounts/password/reset/key/\S+/", mail.outbox[-1].body)


def test_a_changed_address_is_the_one_to_sign_in_with(cast, administrator, client):
    sent = {"name": "Officer", "email": "other@example.org", "organisation": cast.council.pk}
    administrator.post(f"{ACCOUNTS}{cast.officer.pk}/change/", sent)
    cast.officer.refresh_from_db()
    assert cast.officer.email == "other@example.org"
    assert [address.email for address in EmailAddress.objects.filter(user=cast.officer)] == ["other@example.org"]
    client.logout()
    client.post("/accounts/login/", {"login": "other@example.org", "password": "a password for tests"})
    assert client.session["_auth_user_id"] == str(cast.officer.pk)


def test_an_address_belongs_to_one_person(cast, administrator):
    page = administrator.post(f"{ACCOUNTS}add/", {**NEW, "email": cast.officer.email.upper()})
    assert "Somebody has this address already." in page.content.decode()


def test_the_last_administrator_stays_one_and_another_may_be_made(cast, administrator):
    own = f"{ACCOUNTS}{cast.administrator.pk}/change/"
    sent = {"name": "Administrator", "email": cast.administrator.email, "organisation": ""}
    assert "This is the last administrator." in administrator.post(own, sent).content.decode()
    officer = {"name": "Officer", "email": cast.officer.email, "organisation": "", "is_staff": "on"}
    administrator.post(f"{ACCOUNTS}{cast.officer.pk}/change/", officer)
    cast.officer.refresh_from_db()
    assert cast.officer.is_staff

    administrator.post(own, sent)
    cast.administrator.refresh_from_db()
    assert not cast.administrator.is_staff


def test_nobody_is_deleted_and_no_password_is_shown_or_set(cast, administrator):
    assert administrator.post(f"{ACCOUNTS}{cast.officer.pk}/delete/", {"post": "yes"}).status_code == 403
    page = administrator.get(f"{ACCOUNTS}{cast.officer.pk}/change/").content.decode()
    assert 'type="password"' not in page
    assert cast.officer.password not in page
    administrator.post(ACCOUNTS, {"action": "delete_selected", "_selected_action": [cast.officer.pk], "post": "yes"})
    assert User.objects.filter(pk=cast.officer.pk).exists()


def test_who_is_no_administrator_has_no_business_there(cast, client):
    client.force_login(cast.plan_manager)
    assert client.get(ACCOUNTS, follow=True).status_code == 403
