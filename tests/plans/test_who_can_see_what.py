"""The table of rights as a page."""

import html
import re

import pytest

from plans.models import Plan
from plans.rights import TABLE
from plans.who_can_see import GROUPS, table

ADDRESS = "/plans/the-plan/who-can-see-what/"


def test_every_right_of_the_table_is_on_the_page_once():
    assert sorted(verb for _, verbs in GROUPS for verb in verbs) == sorted(right.verb for right in TABLE)


@pytest.mark.parametrize(
    ("words", "role", "cell"),
    [
        ("Read issued versions", "Reader", "yes"),
        ("Read today’s position", "Member", ""),
        ("Submit an update, with rating and forecast", "Officer", "what their posts lead"),
        ("Submit an update, with rating and forecast", "Chief officer", ""),
        ("Grant an extension", "Chief officer", "not as lead"),
        ("Give and end roles, invite, hand on a leaver’s duties", "Business Manager", "yes"),
    ],
)
def test_a_cell_says_in_words_who_may(words, role, cell):
    rows = {row.words: dict(row.cells) for group in table(Plan(manager_label="Business Manager")) for row in group.rows}
    assert rows[words][role] == cell


@pytest.mark.parametrize(
    "who",
    [
        "plan_manager",
        "officer",
        "chief_officer",
        "scrutineer",
        "member",
        "scrutiny_officer",
        "reader",
        "information_governance",
    ],
)
def test_everybody_with_a_role_may_read_it(cast, client, who):
    client.force_login(getattr(cast, who))
    words = client.get(ADDRESS).content.decode()
    for right in TABLE:
        assert html.escape(right.words) in words


def test_it_says_that_administrators_can_change_an_address_and_that_this_is_told_and_kept(cast, client):
    client.force_login(cast.reader)
    page = client.get(ADDRESS).content.decode()
    assert "Administrators can change the e-mail address with which somebody signs in." in page
    assert "it is kept who changed it, when and why" in page


def test_holders_are_told_by_post_and_by_body(cast, client):
    client.force_login(cast.reader)
    page = re.sub(r"\s+", " ", client.get(ADDRESS).content.decode())
    assert (
        "<dt>Officer</dt> <dd> <p>Colleague</p> <p>Detective Superintendent</p> <p>Early Help Manager</p>"
        in page.replace("</p><p>", "</p> <p>").replace("<dd><p>", "<dd> <p>")
    )
    assert "<p>Improving Lives Select Commission</p>" in page
    assert "<p>the scrutiny officer of Improving Lives Select Commission</p>" in page


def test_it_asks_no_more_than_a_handful_of_queries(cast, client, django_assert_max_num_queries):
    client.force_login(cast.reader)
    with django_assert_max_num_queries(7):
        client.get(ADDRESS)
