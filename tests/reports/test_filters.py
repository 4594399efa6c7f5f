"""Filters are plain links: each says how many it leads to, and leads to that many; what is chosen can be taken back."""

import datetime as dt
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from actions.extensions import ask_extension
from actions.updates import HelpNeeded, submit_update
from people.rating import WORST_FIRST
from reports.document import PlanDocument
from reports.filters import NONE_YET, TESTS, Choice, Filter
from tests.reports.documents import documents

filters = st.builds(
    Filter,
    rating=st.sampled_from(["", *filter(None, WORST_FIRST), NONE_YET]),
    is_so=st.sampled_from(["", *TESTS]),
    theme=st.sampled_from(["", "1", "2", "3"]),
    organisation=st.sampled_from(["", "The Council", "Health & Care", "=1+1?#"]),
)


def led_to(link: str) -> Filter:
    """The filter that the page behind a link reads from its address."""
    assert link.endswith("#actions")
    return Filter.of(dict(parse_qsl(urlsplit(link).query)))


def choices(chosen: Filter, document: PlanDocument) -> list[Choice]:
    return [choice for group in chosen.groups(document) for choice in group.choices]


@given(documents(), filters)
@hypothesis_settings(max_examples=60, deadline=None)
def test_each_link_leads_to_as_many_actions_as_it_says(document, chosen):
    for choice in choices(chosen, document):
        after = len(led_to(choice.query).matching(document))
        if choice.chosen:
            assert choice.number == len(chosen.matching(document)) <= after
        else:
            assert choice.number == after > 0


@given(documents(), filters)
@hypothesis_settings(max_examples=60, deadline=None)
def test_each_figure_at_the_top_is_of_the_whole_plan_and_leads_to_as_many(document, chosen):
    for figure in chosen.figures(document):
        assert len(led_to(figure.query).matching(document)) == figure.number


@given(filters, filters)
def test_a_choice_made_twice_is_taken_back_and_the_list_stays_open(chosen, wanted):
    for name in ("rating", "is_so", "theme", "organisation"):
        if value := getattr(wanted, name):
            once = led_to(chosen.query(**{name: value}))
            twice = led_to(once.query(**{name: value}))
            was_chosen = getattr(chosen, name) == value
            assert getattr(once, name) == ("" if was_chosen else value)
            assert getattr(twice, name) == (value if was_chosen else "")
            assert once.is_open
            assert twice.is_open


@given(documents())
@hypothesis_settings(max_examples=30, deadline=None)
def test_the_ratings_together_are_all_actions(document):
    every, *ratings = (
        figure for figure in Filter().figures(document) if figure.rating is not None or "action" in figure.words
    )
    assert (
        sum(figure.number for figure in ratings)
        == every.number
        == sum(1 for one in document.actions if not one.is_gone)
    )


@pytest.mark.parametrize(
    "address", ["rating=X", "is=lovely", "rating=", "is=", "actions=some", "another=thing", "rating=r"]
)
def test_what_an_address_says_and_nobody_knows_is_passed_over(address):
    assert Filter.of(dict(parse_qsl(address, keep_blank_values=True))) == Filter()


def test_not_yet_rated_is_told_from_no_choice():
    assert Filter.of({"rating": NONE_YET}).is_open
    assert not Filter.of({"rating": ""}).is_open


# --- on the dashboard --------------------------------------------------------------------------


class Links(HTMLParser):
    """``(address, words, chosen)`` of every link that narrows the list."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, bool]] = []
        self._open: tuple[str, bool] | None = None
        self._words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a" and (given.get("href") or "").endswith("#actions"):
            self._open, self._words = (given["href"], given.get("aria-current") == "true"), []

    def handle_data(self, data):
        if self._open:
            self._words.append(data)

    def handle_endtag(self, tag):
        if tag == "a" and self._open:
            self.found.append((self._open[0], " ".join("".join(self._words).split()), self._open[1]))
            self._open = None


@pytest.fixture
def busy(cast):
    """One red action, late, with an ask and an extension asked; one that nobody has rated."""
    how = {"by": cast.officer, "recorded_by": cast.officer}
    submit_update(
        cast.action, criterion=cast.red, rationale="The writer left.", brings_back="Another writer.",
        brings_back_by=dt.date(2016, 5, 1), help_needed=HelpNeeded("A writer for a month", "The Police"), **how,
    )  # fmt: skip
    cast.action.refresh_from_db()
    ask_extension(cast.action, to_on=dt.date(2016, 6, 30), category="capacity", because="Nobody writes it.", **how)
    return cast


def number_of(words: str) -> int:
    """The last one: a theme begins with a number of its own."""
    return [int(word) for word in words.split() if word.isdigit()][-1]


def rows(page: str) -> int:
    return page.count('<th scope="row"><a href="/plans/the-plan/actions/')


def test_the_objectives_come_first_and_the_actions_on_demand(busy, client):
    client.force_login(busy.officer)
    page = client.get("/plans/the-plan/").content.decode()
    assert rows(page) == 0
    assert rows(client.get("/plans/the-plan/?actions=all").content.decode()) == 2


def test_every_link_of_the_dashboard_leads_to_as_many_rows_as_it_says(busy, client):
    client.force_login(busy.officer)
    seen, waiting = set(), [""]
    while waiting:
        address = waiting.pop()
        seen.add(address)
        page = client.get(f"/plans/the-plan/{address}").content.decode()
        for link, words, chosen in Links(page).found:
            if not chosen and any(letter.isdigit() for letter in words):
                then = client.get(f"/plans/the-plan/{link}").content.decode()
                assert rows(then) == number_of(words), (address, link, words)
            if link not in seen and link.count("=") < 2:
                waiting.append(link)
                seen.add(link)
    assert len(seen) > 10


def test_a_filter_can_be_sent_as_a_link_and_says_what_is_chosen(busy, client):
    client.force_login(busy.officer)
    page = client.get("/plans/the-plan/?rating=R&is=late").content.decode()
    chosen = [words for _, words, is_chosen in Links(page).found if is_chosen]
    assert any("Chosen: red 1" in words and "take this back" in words for words in chosen)
    assert any("Chosen: late 1" in words for words in chosen)


def test_where_no_action_fits_the_page_says_what_to_do(busy, client):
    client.force_login(busy.officer)
    page = client.get("/plans/the-plan/?rating=G&is=late").content.decode()
    assert "No action fits all of these" in page
    assert "?actions=all#actions" in page


def test_a_version_is_filtered_in_the_same_way_and_stays_that_version(busy, client):
    from reports.versions import issue_to_members

    busy.plan.refresh_from_db()
    issue_to_members(busy.plan, label="March", because="For the meeting.", **busy.as_manager())
    client.force_login(busy.member)
    page = client.get("/plans/the-plan/versions/1/?is=late").content.decode()
    assert page.count('<th scope="row"><a href="/plans/the-plan/versions/1/actions/') == 1
