"""Signing in: by password or by a code by e-mail. Nobody signs up, nobody learns who has an account, nobody tries for ever."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from people import clock
from people.accounts import account_without_password
from people.models import User
from people.password_link import password_link
from people.tracking import written
from plans.leavers import hand_on
from tests.conftest import NOW, PASSWORD, TODAY, Cast, make_cast
from tests.rolled_back import rolled_back
from tests.test_every_url import OF_SIGN_IN

LOGIN = reverse("account_login")
OFFICER = "officer@example.org"
NOBODY = "nobody.we.know@example.org"
NEW_PASSWORD = "four quiet words here"

# What each page answers to somebody who is not signed in, and to somebody who is.
ANSWERS = {
    "account_login": (200, 302),
    "account_logout": (302, 200),
    "account_inactive": (200, 200),
    "account_signup": (200, 302),
    "account_reauthenticate": (302, 200),
    "account_email": (302, 200),
    "account_email_verification_sent": (200, 200),
    "account_change_password": (302, 200),
    "account_set_password": (302, 302),
    "account_reset_password": (200, 200),
    "account_confirm_login_code": (302, 302),
    "account_confirm_email": (200, 200),
    "account_reset_password_from_key_done": (200, 200),
    "account_reset_password_from_key": (302, 302),
    "account_reset_password_done": (200, 200),
    "account_request_login_code": (200, 302),
}


# Making the cast takes longer than most tests: one for all, and after each test what it wrote is taken back.


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), rolled_back():
        yield


@pytest.fixture(scope="module")
def cast(db: None) -> Cast:
    with clock.at(NOW):
        return make_cast()


@pytest.fixture(autouse=True)
def leaves_nothing(db: None) -> Iterator[None]:
    cache.clear()  # attempts are counted there
    with rolled_back():
        yield


@pytest.fixture
def officer(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.officer)
    return client


def sign_in(client: Client, email: str = OFFICER, password: str = PASSWORD, **more: str):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def is_signed_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def words(answer) -> str:
    """What stands on a page, without what differs from one sending to the next."""
    return " ".join(strip_tags(re.sub(r'value="[^"]*"', "", answer.content.decode())).split())


# --- every page ----------------------------------------------------------------------------------


def test_every_page_of_sign_in_has_a_line() -> None:
    assert set(ANSWERS) == OF_SIGN_IN


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_each_page_answers_as_it_should(cast: Cast, client, officer, name):
    key = {
        "account_confirm_email": [EmailConfirmationHMAC(EmailAddress.objects.get(user=cast.officer)).key],
        "account_reset_password_from_key": password_link(User.objects.get(pk=cast.officer.pk), "")
        .strip("/")
        .split("/")[-1]
        .split("-", 1),
    }.get(name, [])
    address = reverse(name, args=key)
    answers = client.get(address), officer.get(address)
    assert tuple(answer.status_code for answer in answers) == ANSWERS[name]
    for answer in answers:
        if answer.status_code == 200:
            page = answer.content.decode()
            assert page.count("<h1>") == 1
            assert 'id="main"' in page, "not in our frame"


# --- by password ---------------------------------------------------------------------------------


def test_a_person_signs_in_with_address_and_password_and_comes_to_my_work(cast: Cast, client):
    answer = sign_in(client)
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(cast.officer.pk)


def test_the_address_may_be_written_in_capitals(cast: Cast, client):
    assert sign_in(client, "Officer@Example.ORG").status_code == 302


def test_an_empty_form_says_what_is_missing(cast: Cast, client):
    page = sign_in(client, "", "")
    assert page.status_code == 200
    assert "There is a problem" in words(page)


def test_a_wrong_password_and_an_unknown_address_answer_alike(cast: Cast, client):
    wrong, unknown = sign_in(client, password="not this one"), sign_in(client, NOBODY)
    assert wrong.status_code == unknown.status_code == 200
    assert words(wrong) == words(unknown)
    assert not is_signed_in(client)


def test_a_get_signs_nobody_out(officer):
    officer.get(reverse("account_logout"))
    assert is_signed_in(officer)
    officer.post(reverse("account_logout"))
    assert not is_signed_in(officer)


def test_changing_the_password_ends_every_other_session(cast: Cast, officer):
    elsewhere = Client()
    sign_in(elsewhere)
    typed = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert officer.post(reverse("account_change_password"), typed).status_code == 302
    assert not is_signed_in(elsewhere)
    assert sign_in(elsewhere, password=NEW_PASSWORD).status_code == 302


@pytest.mark.parametrize("password", ["short", "qwertyqwerty", "123456123456", OFFICER])
def test_a_weak_password_is_refused(officer, password):
    typed = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    page = officer.post(reverse("account_change_password"), typed)
    assert page.status_code == 200
    assert "There is a problem" in words(page)


# --- nobody signs up -----------------------------------------------------------------------------


def test_sign_up_is_closed(cast: Cast, client):
    before = User.objects.count()
    page = client.post(reverse("account_signup"), {"email": NOBODY, "password1": NEW_PASSWORD})
    assert "by invitation" in words(page)
    assert User.objects.count() == before
    assert not mail.outbox


# --- not for ever --------------------------------------------------------------------------------


def test_after_five_wrong_passwords_the_right_one_waits_too(cast: Cast, client):
    for _ in range(5):
        sign_in(client, password="not this one")
    page = sign_in(client)
    assert "Too many failed" in words(page)
    assert not is_signed_in(client)
    assert sign_in(client, "member@example.org").status_code == 302, "others still come in"


def test_an_unknown_address_is_counted_like_a_known_one(cast: Cast, client):
    for _ in range(5):
        sign_in(client, NOBODY)
    assert "Too many failed" in words(sign_in(client, NOBODY))


def test_who_tries_one_address_after_another_is_stopped_too(cast: Cast, client):
    for number in range(10):
        sign_in(client, f"guess{number}@example.org")
    assert "Too many failed" in words(sign_in(client))


def limit(action: str) -> int:
    return int(settings.ACCOUNT_RATE_LIMITS[action].split("/")[0])


@pytest.mark.parametrize(
    ("action", "name", "box"),
    [
        ("login", "account_login", "login"),
        ("reset_password", "account_reset_password", "email"),
    ],
)
def test_past_the_limit_of_one_connection_a_page_says_so(cast: Cast, client, action, name, box):
    answers = [client.post(reverse(name), {box: f"guess{n}@example.org"}) for n in range(limit(action) + 1)]
    assert [answer.status_code for answer in answers].index(429) == limit(action)
    assert "Too many attempts" in words(answers[-1])
    assert 'id="main"' in answers[-1].content.decode(), "not in our frame"


def test_three_codes_for_one_address_are_enough_for_a_minute(cast: Cast):
    for _ in range(3):
        ask_for_code(Client())
    assert "Too many" in words(ask_for_code(Client()))
    assert len(mail.outbox) == 3


def test_a_person_who_is_signed_in_does_not_feel_the_limit(cast: Cast, client, officer):
    for _ in range(limit("login") + 1):
        sign_in(client, "", "")
    assert is_signed_in(officer)


# --- who has left --------------------------------------------------------------------------------


@pytest.fixture
def leaver(cast: Cast) -> User:
    """The reader, who holds one role, leaves today."""
    roles = dict.fromkeys(cast.reader.plan_roles.all())
    hand_on(
        cast.reader, plan=cast.plan, ended_on=TODAY, because="Moved away.", posts={}, roles=roles, **cast.as_manager()
    )
    return User.objects.get(pk=cast.reader.pk)


def test_who_has_left_cannot_sign_in_and_is_told_so(leaver: User, client):
    answer = sign_in(client, leaver.email)
    assert (answer.status_code, answer.url) == (302, reverse("account_inactive"))
    assert "This account has ended" in words(client.get(answer.url))
    assert not is_signed_in(client)


def test_who_has_left_and_gives_a_wrong_password_learns_nothing(leaver: User, client):
    assert words(sign_in(client, leaver.email, "not this one")) == words(sign_in(client, NOBODY))


def test_an_open_session_ends_with_the_account(cast: Cast, client):
    client.force_login(cast.reader)
    assert is_signed_in(client)
    with written():
        User.objects.filter(pk=cast.reader.pk).update(is_active=False)
    for address in ("/", "/plans/the-plan/", reverse("account_change_password")):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.url.startswith(LOGIN)


def test_who_has_left_gets_no_code_and_no_link(leaver: User, client):
    ask_for_code(client, leaver.email)
    client.post(reverse("account_reset_password"), {"email": leaver.email})
    for message in mail.outbox:
        assert "/accounts/password/reset/key/" not in message.body
        assert not re.search(CODE, message.body, re.MULTILINE)


def test_a_link_from_before_does_not_let_a_leaver_in(cast: Cast, client):
    link = password_link(User.objects.get(pk=cast.reader.pk), "")
    with written():
        User.objects.filter(pk=cast.reader.pk).update(is_active=False)
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert sign_in(client, cast.reader.email, NEW_PASSWORD).url == reverse("account_inactive")
    assert not is_signed_in(client)


# --- by a code -----------------------------------------------------------------------------------

CODE = r"^\s*([A-Z0-9]{3,}(?:-[A-Z0-9]{3,})?)\s*$"


def ask_for_code(client: Client, email: str = OFFICER, **more: str):
    return client.post(reverse("account_request_login_code"), {"email": email, **more}, follow=True)


def code() -> str:
    found = re.search(CODE, mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found.group(1)


def type_code(client: Client, typed: str):
    return client.post(reverse("account_confirm_login_code"), {"code": typed})


def test_a_code_by_e_mail_signs_in_once(cast: Cast, client):
    assert "Enter the code" in words(ask_for_code(client))
    assert mail.outbox[-1].to == [OFFICER]
    mailed = code()
    assert type_code(client, mailed).url == "/"
    assert client.session["_auth_user_id"] == str(cast.officer.pk)
    client.post(reverse("account_logout"))
    ask_for_code(client, "member@example.org")
    type_code(client, mailed)
    assert not is_signed_in(client), "a code that was used, or was another person's, lets nobody in"


def test_a_code_works_in_the_browser_that_asked_for_it_alone(cast: Cast, client):
    ask_for_code(client)
    elsewhere = Client()
    type_code(elsewhere, code())
    assert not is_signed_in(elsewhere)


def test_after_three_wrong_codes_the_right_one_is_worth_nothing(cast: Cast, client):
    ask_for_code(client)
    mailed = code()
    for _ in range(3):
        type_code(client, "WRONG-ONE")
    type_code(client, mailed)
    assert not is_signed_in(client)


def test_asking_for_a_code_says_nothing_of_who_has_an_account(cast: Cast, client):
    known, unknown = words(ask_for_code(client)), words(ask_for_code(Client(), NOBODY))
    assert known.replace(OFFICER, "…") == unknown.replace(NOBODY, "…")


# --- a new password ------------------------------------------------------------------------------


def test_asking_for_a_new_password_says_nothing_of_who_has_an_account(cast: Cast, client):
    asked = [
        client.post(reverse("account_reset_password"), {"email": email}, follow=True) for email in (OFFICER, NOBODY)
    ]
    assert words(asked[0]).replace(OFFICER, "…") == words(asked[1]).replace(NOBODY, "…")


def test_the_link_of_the_mail_sets_a_new_password_once(cast: Cast, client):
    client.post(reverse("account_reset_password"), {"email": OFFICER})
    link = re.search(r"http://testserver(\S+)", mail.outbox[-1].body).group(1)
    form = client.get(link, follow=True)
    client.get(link, follow=True)  # looking uses nothing up
    client.post(form.redirect_chain[-1][0], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert "This link no longer works" in words(Client().get(link, follow=True))
    assert sign_in(Client()).status_code == 200
    assert sign_in(Client(), password=NEW_PASSWORD).status_code == 302


def test_no_mail_of_sign_in_holds_words_of_a_plan(cast: Cast, client):
    for email in (OFFICER, NOBODY):
        client.post(reverse("account_reset_password"), {"email": email})
        ask_for_code(Client(), email)
    assert len(mail.outbox) == 4
    for message in mail.outbox:
        for told in (cast.plan.title, cast.plan.short_title, cast.objective.wording, cast.action.wording, "1.4"):
            assert told not in message.subject + message.body


def test_an_account_without_a_password_is_asked_for_one(cast: Cast, client):
    """Signed in by a code: the page that changes the password sets the first one."""
    person = account_without_password("new@example.org", "New", by=cast.administrator, because="Joins.")
    ask_for_code(client, person.email)
    type_code(client, code())
    page = client.get(reverse("account_change_password"), follow=True)
    assert page.redirect_chain[-1][0] == reverse("account_set_password")
    client.post(reverse("account_set_password"), {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert sign_in(Client(), person.email, NEW_PASSWORD).status_code == 302


# --- and then ------------------------------------------------------------------------------------


def test_after_sign_in_comes_the_page_that_was_wanted(cast: Cast, client):
    answer = client.get("/plans/the-plan/?rating=R")
    assert parse_qs(urlsplit(answer.url).query) == {"next": ["/plans/the-plan/?rating=R"]}
    assert 'value="/plans/the-plan/?rating=R"' in client.get(answer.url).content.decode()
    assert sign_in(client, next="/plans/the-plan/?rating=R").url == "/plans/the-plan/?rating=R"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.com/",
        "//example.com/",
        "/\\example.com",
        "https:example.com",
        "javascript:alert(1)",
        " //example.com",
    ],
)
def test_sign_in_leads_to_no_other_site(cast: Cast, elsewhere):
    assert sign_in(Client(), next=elsewhere).url == "/"
    by_code = Client()
    ask_for_code(by_code, next=elsewhere)
    assert type_code(by_code, code()).url == "/"
    signed_in = Client()
    signed_in.force_login(cast.officer)
    left = signed_in.post(reverse("account_logout"), {"next": elsewhere})
    assert left.url.startswith("/")
    assert not left.url.startswith(("//", "/\\"))
