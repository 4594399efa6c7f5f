"""*Since I last looked*: a reader says what she has read, and finds what is new to her."""

import datetime as dt

import pytest
from django.test import Client

from people import clock
from people.models import User
from plans.models import Plan
from reports.models import KeptDocument, Looked
from reports.versions import issue_to_members
from tests.actions.life import Life
from tests.conftest import NOW
from tests.reports.reading import main_of, page_of, words
from tests.sending import everything

PAGE = "/plans/the-plan/changes/"
MINE = f"{PAGE}?from=me"
READ = f"{PAGE}read/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def life(cast) -> Life:
    """Two versions, of 6 and of 7 April; the clock stands at the 8th."""
    life = Life(cast)
    life.submit_update()
    issue(cast, "January 2016")
    with clock.at(NOW + DAY):
        life.reword(wording="Publish one strategy for all schools.", because="Academies were not named.")
        issue(cast, "April 2016")
    with clock.at(NOW + 2 * DAY):
        yield life


def issue(cast, label: str) -> None:
    issue_to_members(Plan.objects.get(pk=cast.plan.pk), label=label, because="Considered.", **cast.as_manager())


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def says_read(client: Client, **sent: object) -> str:
    """What the page says once its button was pressed; ``sent`` instead of what it shows."""
    context = client.get(PAGE).context
    shown = {"read": context["readings"].after.value, "last_step": context["last_step"]}
    answer = client.post(READ, {**shown, **sent}, follow=True)
    assert answer.status_code == 200
    return words(main_of(answer.content.decode()))


def test_r11_since_i_last_looked_begins_with_what_i_said_that_i_had_read(cast, life):
    client = client_of(cast.member)
    assert "Remembered: you have read The Plan up to version 2, April 2016." in says_read(client)
    assert "Nothing changed since you last looked." in words(page_of(client, MINE))
    with clock.at(NOW + 3 * DAY):
        life.reassign(lead_post=cast.lead_elsewhere, because="They do it.")
        issue(cast, "May 2016")
        page = words(page_of(client, MINE))
        assert "From when you last looked, 8 April 2016 to version 3, May 2016" in page
        assert "They do it." in page
        assert "Academies were not named." not in page


def test_r11_the_first_time_it_says_that_nothing_is_remembered_and_offers_what_changed_last(cast, life):
    page = words(page_of(client_of(cast.member), MINE))
    assert "Nothing is remembered yet of what you have read here." in page
    assert "Academies were not named." in page


def test_r11_who_reads_today_is_told_what_changed_since_that_moment_and_not_since_a_version(cast, life):
    client = client_of(cast.officer)
    life.submit_update(
        criterion=cast.amber, rationale="Two are left.", brings_back="A visit.", brings_back_by=NOW.date() + 9 * DAY
    )
    says_read(client)
    assert Looked.objects.get().kept.number is None
    with clock.at(NOW + 3 * DAY):
        life.submit_update(criterion=cast.green, rationale="All five are there.")
        page = words(page_of(client, MINE))
    assert "From when you last looked, 8 April 2016 to today" in page
    # To who compares with the version it is green as before: what was read in between would be lost.
    assert "Amber → became" in page
    assert "All five are there." in page
    assert "Two are left." not in page


def test_reading_alone_remembers_nothing(cast, life):
    client = client_of(cast.member)
    before = everything()
    for address in (PAGE, MINE):
        assert client.get(address).status_code == 200
    assert everything() == before
    assert client.get(READ).status_code == 405


def test_what_came_in_meanwhile_is_not_taken_for_read(cast, life):
    client = client_of(cast.officer)
    context = client.get(PAGE).context
    life.reassign(lead_post=cast.lead_elsewhere, because="They do it.")
    kept = KeptDocument.objects.count()
    page = says_read(client, last_step=context["last_step"])
    assert "Something came in while you were reading, and so nothing was remembered." in page
    assert not Looked.objects.exists()
    assert KeptDocument.objects.count() == kept
    assert "Something came in" in says_read(client_of(cast.member), read="1")
    for odd in ("", "x", "9" * 40):
        assert "Something came in" in says_read(client, last_step=odd)
    assert not Looked.objects.exists()


def test_said_twice_the_later_word_counts(cast, life):
    client = client_of(cast.member)
    says_read(client)
    says_read(client)
    with clock.at(NOW + 3 * DAY):
        says_read(client)
        assert Looked.objects.get().at == NOW + 3 * DAY


def test_it_is_hers_alone(cast, life):
    says_read(client_of(cast.member))
    assert "Nothing is remembered yet" in words(page_of(client_of(cast.reader), MINE))
    assert "since you last looked" not in words(page_of(client_of(cast.reader), "/"))


def test_who_reads_today_no_longer_is_not_shown_what_she_read_then(cast, life):
    says_read(client_of(cast.officer))
    Looked.objects.update(person=cast.member)
    page = words(page_of(client_of(cast.member), MINE))
    assert "Nothing is remembered yet" in page
    assert "to version 2, April 2016" in page


def test_before_the_second_reading_it_can_be_said_too(cast):
    life = Life(cast)
    life.submit_update()
    client = client_of(cast.officer)
    says_read(client)
    with clock.at(NOW + DAY):
        life.reassign(lead_post=cast.lead_elsewhere, because="They do it.")
        assert "They do it." in words(page_of(client, MINE))


@pytest.mark.parametrize(("name", "told"), [("member", "1 change"), ("officer", "2 changes")])
def test_dashboard_and_my_work_say_how_much_changed_and_lead_there(cast, life, name, told):
    client = client_of(getattr(cast, name))
    says_read(client)
    for address in ("/", "/plans/the-plan/"):
        assert "Nothing changed since you last looked (8 April)." in words(page_of(client, address))
    with clock.at(NOW + 3 * DAY):
        life.reassign(lead_post=cast.lead_elsewhere, because="They do it.")
        issue(cast, "May 2016")
    with clock.at(NOW + 4 * DAY):
        life.of(cast.action_elsewhere).to("withdrawn")
        for address in ("/", "/plans/the-plan/"):
            page = page_of(client, address)
            assert f"{told} since you last looked (8 April)." in words(page)
            assert 'href="/plans/the-plan/changes/?from=me"' in page
