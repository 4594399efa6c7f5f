"""The first person of an empty installation."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from people.models import AccountChange, User
from people.tracking import written
from plans.models import Plan
from tests.sending import send

pytestmark = pytest.mark.django_db
PASSWORD = "four quiet words here"


def first_person(**options: str) -> str:
    out = StringIO()
    call_command("first_person", stdout=out, **{"email": "First@Example.org", "name": "First person", **options})
    return out.getvalue()


def test_an_administrator_is_made_who_sets_a_password_by_the_link_and_starts_the_first_plan(client):
    said = first_person()
    person = User.objects.get()
    assert (person.email, person.is_staff, person.has_usable_password()) == (
        "first@example.org",
        True,
        False,
    )
    address = re.search(r"http://127\.0\.0\.1:8000(/accounts/\S+)", said).group(1)
    form = client.get(address, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    client.post("/accounts/login/", {"login": "first@example.org", "password": PASSWORD})
    send(client, "/plans/new/", title="The First Plan", short_title="First")
    assert Plan.objects.get().slug == "first"


def test_the_link_is_of_the_site_that_is_named():
    assert "https://plans.example.org/accounts/password/reset/key/" in first_person(site="https://plans.example.org/")


def test_it_is_kept_that_the_account_was_made_at_the_server():
    first_person()
    kept = AccountChange.objects.get()
    assert (kept.person, kept.what, kept.by) == (User.objects.get(), "made", None)
    assert kept.because == "The first administrator, made at the server."


def test_it_is_refused_where_an_administrator_is_there():
    first_person()
    with pytest.raises(CommandError, match=r"There is an administrator already: first@example\.org"):
        first_person(email="second@example.org")
    assert User.objects.count() == 1


def test_an_administrator_who_has_left_does_not_bar_the_next():
    first_person()
    with written():
        User.objects.update(is_active=False)
    first_person(email="second@example.org")
    assert User.objects.here().get().email == "second@example.org"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"email": "nobody"}, "valid email address"),
        ({"name": " "}, "cannot be blank"),
        ({"site": "plans.example.org"}, "--site is a whole address"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(options, words):
    with pytest.raises(CommandError, match=words):
        first_person(**options)
    assert not User.objects.exists()


def test_an_address_that_has_an_account_is_not_given_another(cast):
    with written():
        User.objects.filter(is_staff=True).update(is_active=False)
    with pytest.raises(CommandError, match="has an account already"):
        first_person(email=cast.officer.email.upper())
