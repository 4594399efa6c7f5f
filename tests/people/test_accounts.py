"""Accounts: made without a password, changed by administrators with a reason that is kept, ended and never deleted."""

import ast
import datetime as dt
import re

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from people import addresses
from people.accounts import account_without_password, change_account
from people.addresses import NotConfirmed
from people.models import AccountChange, User
from people.password_link import mail_password_link, password_link
from tests.conftest import NOW, PASSWORD
from tests.sending import everything, shown_by

ACCOUNTS = "/admin/people/user/"
NEW = {"name": "New person", "email": "New.Person@example.org", "organisation": "", "because": "Joins in May."}
OLD, OTHER = "officer@example.org", "other@example.org"
SITE = "https://plans.example.org/"


@pytest.fixture(autouse=True)
def nobody_has_tried_before():
    cache.clear()  # attempts to sign in are counted there


@pytest.fixture
def administrator(cast, client):
    client.force_login(cast.administrator)
    return client


@pytest.fixture
def moved(cast, administrator):
    """The officer, whose address an administrator has changed."""
    change(administrator, cast.officer, email=OTHER, because="She moved to the trust.")
    return as_now(cast.officer)


def as_now(person: User) -> User:
    return User.objects.get(pk=person.pk)


def form_of(client, person: User) -> dict[str, object]:
    """What a browser would send of the form as it stands."""
    return shown_by(client.get(f"{ACCOUNTS}{person.pk}/change/").context["adminform"].form)


def change(client, person: User, **answers: object):
    sent = {**form_of(client, person), "because": "She asked.", **answers}
    return client.post(f"{ACCOUNTS}{person.pk}/change/", sent, follow=True)


def kept(person: User) -> list[AccountChange]:
    return list(AccountChange.objects.filter(person=person))


def mailed_to(address: str) -> list:
    return [message for message in mail.outbox if message.to == [address]]


def is_signed_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def sign_in(email: str) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    return client


def confirm(address: str) -> None:
    """Follow the newest link that came to ``address``, and press the button there."""
    link = re.search(r"http://testserver(/accounts/confirm-email/\S+)", mailed_to(address)[-1].body).group(1)
    Client().post(link)


# --- made --------------------------------------------------------------------------------------


def test_an_account_is_made_without_a_password(cast, administrator):
    administrator.post(f"{ACCOUNTS}add/", {**NEW, "organisation": cast.council.pk})
    person = User.objects.get(email="new.person@example.org")
    assert (person.name, person.organisation, person.has_usable_password()) == ("New person", cast.council, False)
    assert EmailAddress.objects.get(user=person).verified


def test_its_making_is_kept_with_who_and_why(cast, administrator):
    administrator.post(f"{ACCOUNTS}add/", {**NEW, "organisation": cast.council.pk})
    (made,) = kept(User.objects.get(email="new.person@example.org"))
    assert (made.what, made.at, made.by, made.because) == ("made", NOW, cast.administrator, "Joins in May.")
    assert made.was == {}
    assert made.now == {
        "email": "new.person@example.org",
        "name": "New person",
        "organisation": "The Council",
        "is_staff": False,
    }


def test_nobody_makes_one_without_a_reason(cast, administrator):
    people = User.objects.count()
    page = administrator.post(f"{ACCOUNTS}add/", {**NEW, "because": " "})
    assert "because" in page.context["adminform"].form.errors
    with pytest.raises(ValidationError):
        account_without_password("new.person@example.org", "New person", by=cast.administrator, because=" ")
    assert (User.objects.count(), AccountChange.objects.count()) == (people, 0)


def test_the_link_that_sets_a_password_is_sent_by_a_post(cast, administrator):
    page = administrator.post(
        ACCOUNTS, {"action": "send_password_link", "_selected_action": [cast.officer.pk]}, follow=True
    )
    assert "The link went to: Officer." in page.content.decode()
    assert mail.outbox[-1].to == [cast.officer.email]
    assert re.search(r"/accounts/password/reset/key/\S+/", mail.outbox[-1].body)


# --- changed -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "was", "now"),
    [
        ("name", "Officer Married", "Officer", "Officer Married"),
        ("email", OTHER, OLD, OTHER),
        ("organisation", "police", "The Council", "The Police"),
        ("is_staff", "on", False, True),
    ],
)
def test_each_change_is_kept_once_with_who_why_from_and_to(cast, administrator, field, value, was, now):
    change(administrator, cast.officer, **{field: cast.police.pk if value == "police" else value})
    (made,) = kept(cast.officer)
    assert (made.what, made.at, made.by, made.because) == ("changed", NOW, cast.administrator, "She asked.")
    assert (made.was, made.now) == ({field: was}, {field: now})


def test_a_change_asks_why(cast, administrator):
    page = change(administrator, cast.officer, email=OTHER, because="")
    assert "because" in page.context["adminform"].form.errors
    assert (as_now(cast.officer).email, kept(cast.officer), mail.outbox) == (OLD, [], [])


def test_looking_and_sending_the_same_again_leave_nothing(cast, administrator):
    administrator.get(f"{ACCOUNTS}{cast.officer.pk}/change/")
    administrator.get(f"{ACCOUNTS}{cast.officer.pk}/history/")
    change(administrator, cast.officer)
    assert (kept(cast.officer), mail.outbox) == ([], [])


def test_the_history_of_an_account_shows_what_is_kept(cast, administrator):
    change(administrator, cast.officer, email=OTHER, is_staff="on", because="She is in charge now.")
    page = administrator.get(f"{ACCOUNTS}{cast.officer.pk}/history/").content.decode()
    for words in (
        "6 April 2016, 9.00",
        "Changed",
        "Administrator",
        "She is in charge now.",
        f"{OLD} → {OTHER}",
        "no → yes",
    ):
        assert words in page
    assert 'style="' not in page
    assert administrator.get(f"{ACCOUNTS}nobody/history/").status_code == 302


def test_a_form_that_was_opened_before_another_change_takes_nothing_back(cast, administrator):
    change(administrator, cast.officer, name="Officer Married")
    stale = form_of(administrator, cast.officer)
    change(administrator, cast.officer, email=OTHER)
    page = administrator.post(
        f"{ACCOUNTS}{cast.officer.pk}/change/", {**stale, "organisation": "", "because": "Left."}, follow=True
    )
    assert "Somebody changed this account meanwhile." in page.content.decode()
    assert as_now(cast.officer).email == OTHER
    assert len(kept(cast.officer)) == 2


def test_an_address_belongs_to_one_person(cast, administrator):
    EmailAddress.objects.create(user=cast.member, email="second@example.org", verified=True)
    for taken in (cast.officer.email.upper(), "Second@example.org"):
        page = administrator.post(f"{ACCOUNTS}add/", {**NEW, "email": taken})
        assert "Somebody has this address already." in page.content.decode()


def test_an_address_that_only_looks_like_letters_is_refused(cast, administrator):
    """The first letter is the sign for kelvin: the database and the mail would take it for different ones."""
    before = everything()
    page = change(administrator, cast.officer, email="\u212aelvin@example.org")
    assert "plain letters, figures and signs" in page.content.decode()
    assert (everything(), mail.outbox) == (before, [])


def test_the_last_administrator_stays_one_and_another_may_be_made(cast, administrator):
    own = {**form_of(administrator, cast.administrator), "because": "She retires."}
    own.pop("is_staff", None)
    address = f"{ACCOUNTS}{cast.administrator.pk}/change/"
    assert "This is the last administrator." in administrator.post(address, own).content.decode()
    with pytest.raises(ValidationError, match="last administrator"):
        change_account(cast.administrator, by=cast.administrator, because="She retires.", is_staff=False)
    change(administrator, cast.officer, is_staff="on")
    assert as_now(cast.officer).is_staff

    administrator.post(address, own)
    assert not as_now(cast.administrator).is_staff


# --- a changed address -------------------------------------------------------------------------


def test_the_old_address_is_told_that_when_by_whom_and_whom_to_ask(cast, administrator):
    change(administrator, cast.chief_officer, is_staff="on")
    change(administrator, cast.officer, email=OTHER)
    (told,) = mailed_to(OLD)
    assert told.subject == "Your e-mail address in Followthrough was changed"
    for words in (
        "on 6 April 2016 at 9.00",
        "by Administrator, an administrator",
        "http://testserver/contact/",
        "Chief officer, another administrator: chief.officer@example.org",
    ):
        assert words in told.body
    assert "administrator@example.org" not in told.body


def test_where_the_old_address_cannot_be_told_nothing_is_changed(cast, administrator, monkeypatch):
    def no_server(*args, **kwargs):
        raise ConnectionRefusedError("no mail server")

    monkeypatch.setattr(addresses, "send_mail", no_server)
    page = change(administrator, cast.officer, email=OTHER)
    assert "The mail could not be sent (no mail server), so nothing was changed." in page.content.decode()
    assert (as_now(cast.officer).email, kept(cast.officer)) == (OLD, [])
    assert EmailAddress.objects.get(user=cast.officer).verified


def test_every_session_of_the_person_ends_and_nobody_elses(cast, administrator):
    here, there, colleague = sign_in(OLD), sign_in(OLD), sign_in("colleague@example.org")
    halfway = Client()
    halfway.post("/accounts/login/code/", {"email": OLD})
    sessions = Session.objects.count()
    assert is_signed_in(here)
    assert is_signed_in(there)
    change(administrator, cast.officer, email=OTHER)
    assert not is_signed_in(here)
    assert not is_signed_in(there)
    assert is_signed_in(colleague)
    assert is_signed_in(administrator)
    assert Session.objects.count() == sessions - 3, "the code that was asked for at the old address is worth nothing"


def test_a_session_goes_on_where_something_else_changes(cast, administrator):
    here = sign_in(OLD)
    change(administrator, cast.officer, name="Officer Married")
    assert is_signed_in(here)


def test_the_new_address_signs_in_once_its_own_link_was_followed(moved):
    address = EmailAddress.objects.get(user=moved)
    assert (moved.email, address.email, address.verified, address.primary) == (OTHER, OTHER, False, True)
    assert not is_signed_in(sign_in(OTHER))
    confirm(OTHER)
    assert EmailAddress.objects.get(user=moved).verified
    assert is_signed_in(sign_in(OTHER))


def test_the_old_address_signs_in_no_more(moved):
    confirm(OTHER)
    assert not is_signed_in(sign_in(OLD))


def test_until_then_no_code_and_no_link_goes_to_the_new_address(moved):
    mail.outbox.clear()
    Client().post("/accounts/login/code/", {"email": OTHER})
    Client().post("/accounts/password/reset/", {"email": OTHER})
    assert [message.subject for message in mailed_to(OTHER)] == ["Confirm your e-mail address"] * 2
    for message in mail.outbox:
        assert "/accounts/password/reset/key/" not in message.body
    with pytest.raises(NotConfirmed):
        mail_password_link(moved, SITE, "people/mail/password_link")

    confirm(OTHER)
    Client().post("/accounts/login/code/", {"email": OTHER})
    Client().post("/accounts/password/reset/", {"email": OTHER})
    assert "/accounts/password/reset/key/" in mailed_to(OTHER)[-1].body
    assert mailed_to(OTHER)[-2].subject != "Confirm your e-mail address"


def test_instead_of_a_password_link_an_administrator_sends_the_confirmation_again(moved, administrator):
    mail.outbox.clear()
    chosen = {"action": "send_password_link", "_selected_action": [moved.pk]}
    page = administrator.post(ACCOUNTS, chosen, follow=True)
    assert f"has not yet confirmed {OTHER}" in page.content.decode()
    (message,) = mail.outbox
    assert "/accounts/confirm-email/" in message.body
    assert "/accounts/password/reset/key/" not in message.body


def test_an_invitation_waits_too(cast, administrator, moved):
    moved.set_unusable_password()
    moved.last_login = None
    moved.save(update_fields=["password", "last_login"])
    mail.outbox.clear()
    administrator.force_login(cast.plan_manager)
    page = administrator.post(f"/plans/the-plan/people/{moved.pk}/invitation/", follow=True)
    assert "has not yet confirmed the address" in page.content.decode()
    assert not mail.outbox


def test_links_from_before_open_nothing(cast, administrator):
    before = EmailAddress.objects.create(user=cast.officer, email="second@example.org")
    confirmation, password = EmailConfirmationHMAC(before).key, password_link(as_now(cast.officer), "")
    change(administrator, cast.officer, email="second@example.org")
    Client().post(f"/accounts/confirm-email/{confirmation}/")
    assert not EmailAddress.objects.get(user=cast.officer).verified
    assert "This link no longer works" in Client().get(password, follow=True).content.decode()


def test_an_administrator_changes_her_own_address_where_it_is_confirmed_first(cast, administrator):
    page = change(administrator, cast.administrator, email=OTHER)
    assert "Change your own address on the page of your own addresses" in page.content.decode()
    assert as_now(cast.administrator).email == "administrator@example.org"
    assert kept(cast.administrator) == []


def test_who_makes_another_of_their_own_addresses_the_main_one_is_told_and_it_is_kept(cast, client):
    EmailAddress.objects.create(user=cast.officer, email=OTHER, verified=True)
    client.force_login(cast.officer)
    client.post("/accounts/email/", {"email": OTHER, "action_primary": ""})
    assert as_now(cast.officer).email == OTHER
    (made,) = kept(cast.officer)
    assert (made.what, made.by, made.was, made.now) == ("changed", cast.officer, {"email": OLD}, {"email": OTHER})
    (told,) = mailed_to(OLD)
    assert f"was changed from {OLD} to {OTHER}" in told.body
    assert "If not, choose a new password at once" in told.body
    client.post("/accounts/email/", {"email": OTHER, "action_primary": ""})
    client.get("/accounts/email/")
    assert len(kept(cast.officer)) == 1
    assert is_signed_in(client)


def test_who_signs_in_is_told_when_the_password_changes(cast, client):
    """Somebody else may be sitting at an open session: the main address learns of it at once."""
    client.force_login(cast.officer)
    new = "four quiet words here"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    (told,) = mailed_to(OLD)
    assert "Your password for Followthrough was changed." in told.body
    assert re.search(r"At: \d+ \w+ \d{4}, \d+\.\d\d", told.body)


# --- by whom -----------------------------------------------------------------------------------


def test_who_is_no_administrator_has_no_business_there(cast, client):
    client.force_login(cast.plan_manager)
    assert client.get(ACCOUNTS, follow=True).status_code == 403
    address = f"{ACCOUNTS}{cast.officer.pk}/change/"
    sent = {"name": "Officer", "email": OTHER, "organisation": "", "because": "I can."}
    assert client.post(address, sent, follow=True).status_code == 403
    with pytest.raises(PermissionDenied):
        change_account(cast.officer, by=cast.plan_manager, because="I can.", site=SITE, email=OTHER)
    assert (as_now(cast.officer).email, kept(cast.officer), mail.outbox) == (OLD, [], [])


def test_who_has_left_stays_as_they_left(cast, administrator):
    change_account(cast.reader, by=cast.administrator, because="Moved away.", ended_on=NOW.date())
    (left,) = kept(cast.reader)
    assert (left.what, left.because, left.now) == ("left", "Moved away.", {"ended_on": "6 April 2016"})
    page = administrator.get(f"{ACCOUNTS}{cast.reader.pk}/change/").content.decode()
    assert 'name="because"' not in page
    assert 'name="_save"' not in page
    sent = {"name": "Reader", "email": OTHER, "organisation": "", "because": "Back."}
    assert administrator.post(f"{ACCOUNTS}{cast.reader.pk}/change/", sent).status_code == 403
    with pytest.raises(ValidationError, match="has left"):
        change_account(cast.reader, by=cast.administrator, because="Back.", name="Another")
    with pytest.raises(ValidationError, match="has left"):
        change_account(cast.reader, by=cast.administrator, because="Again.", ended_on=dt.date(2016, 4, 7))
    assert len(kept(cast.reader)) == 1


def test_nothing_else_of_a_person_is_changed_there(cast):
    for field in ("password", "joined_at", "is_superuser", "is_active"):
        with pytest.raises(TypeError):
            change_account(cast.officer, by=cast.administrator, because="I can.", **{field: True})


def test_nobody_is_deleted_and_no_password_is_shown_or_set(cast, administrator):
    assert administrator.post(f"{ACCOUNTS}{cast.officer.pk}/delete/", {"post": "yes"}).status_code == 403
    page = administrator.get(f"{ACCOUNTS}{cast.officer.pk}/change/").content.decode()
    assert 'type="password"' not in page
    assert cast.officer.password not in page
    before = everything()
    administrator.post(ACCOUNTS, {"action": "delete_selected", "_selected_action": [cast.officer.pk], "post": "yes"})
    assert User.objects.filter(pk=cast.officer.pk).exists()
    assert everything() == before


# --- in the code -------------------------------------------------------------------------------

MAKES_ACCOUNTS = {"people/accounts.py"}


def test_no_other_code_makes_accounts_or_changes_what_they_open():
    found = set()
    for app in ("people", "plans", "objectives", "actions", "reports", "config"):
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                targets = node.targets if isinstance(node, ast.Assign) else []
                names = {
                    part.attr for target in targets for part in ast.walk(target) if isinstance(part, ast.Attribute)
                }
                called = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
                if called == "create_user" or names & {"email", "is_staff", "is_superuser", "is_active"}:
                    found.add(path.relative_to(settings.BASE_DIR).as_posix())
    assert found == MAKES_ACCOUNTS
