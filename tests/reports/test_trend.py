"""Trend of ratings by version: from the counts beside each kept text, up to the version read and no further."""

import datetime as dt
import itertools
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from actions.structure import add_action
from people import clock
from people.models import User
from reports.models import KeptDocument
from reports.templatetags.trend import HEIGHT, trend_chart
from reports.trend import DRAWN, Stand, Trend
from tests.actions.life import Life
from tests.conftest import NOW, TODAY, Cast
from tests.put_back import made_once
from tests.reports.reading import main_of, page_of, section_of, words
from tests.reports.story import cast_of_the_story, issue
from tests.rolled_back import rolled_back

PLAN = "/plans/the-plan/"
PAGES = ("", "objectives/1.4/", "actions/1.4.3/")


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


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def trend(person: User, page: str) -> str:
    return section_of(page_of(signed_in(person), f"{PLAN}{page}"), "trend")


def rows(person: User, page: str) -> list[str]:
    """The table, row by row, in words."""
    section = re.search(r'aria-labelledby="trend".*?</section>', page_of(signed_in(person), f"{PLAN}{page}"), re.DOTALL)
    return [words(row) for row in re.findall(r"<tr>.*?</tr>", section.group(), re.DOTALL)]


# --- what is told ------------------------------------------------------------------------------


def test_the_dashboard_tells_the_ratings_of_every_version(cast):
    assert rows(cast.member, "") == [
        "Version As it stood on Amber Not yet rated Green Actions",
        "1, January 2016 12 Jan 2016 1 1 0 2",
        "2, March 2016 15 Mar 2016 0 1 1 2",
    ]


def test_todays_position_ends_with_today_and_says_that_nobody_has_considered_it(cast):
    assert rows(cast.plan_manager, "") == [
        "Version As it stood on Red Amber Not yet rated Green Actions",
        "1, January 2016 12 Jan 2016 0 1 1 0 2",
        "2, March 2016 15 Mar 2016 0 0 1 1 2",
        "Today, not yet considered 6 Apr 2016 1 0 0 1 2",
    ]


def test_an_objective_tells_its_own_actions(cast):
    assert rows(cast.member, "objectives/1.4/")[1:] == [
        "1, January 2016 12 Jan 2016 1 1 0 2",
        "2, March 2016 15 Mar 2016 0 1 1 2",
    ]


def test_an_action_tells_its_rating_in_each_version(cast):
    told = trend(cast.member, "actions/1.4.3/")
    assert "A Amber →, then G Green In which version" in told
    assert "1, January 2016 12 Jan 2016 A Amber 2, March 2016 15 Mar 2016 G Green" in told
    assert "versions in a row" not in told
    assert "Today, not yet considered 6 Apr 2016 G Green" in trend(cast.officer, "actions/1.4.3/")


def test_a_rating_that_stayed_says_for_how_many_versions(cast):
    assert "Not yet rated for 2 versions" in trend(cast.member, "actions/1.4.10/")
    assert "for 2 versions" not in trend(cast.officer, "actions/1.4.10/")  # today it is Red
    issue(cast, "April 2016")
    issue(cast, "May 2016")
    assert "Green for 3 versions" in trend(cast.member, "actions/1.4.3/")
    assert "Green for 3 versions" in trend(cast.officer, "actions/1.4.3/")
    assert "Red for 2 versions" in trend(cast.member, "actions/1.4.10/")


def test_an_action_that_came_later_says_so_of_the_versions_before(cast):
    add_action(
        cast.objective, reference="1.4.11", wording="Ask the schools again.", lead_post=cast.lead, because="Agreed.",
        **cast.as_manager(),
    )  # fmt: skip
    page = page_of(signed_in(cast.officer), f"{PLAN}actions/1.4.11/")
    assert 'aria-labelledby="trend"' not in page  # no version has it
    issue(cast, "April 2016")
    told = trend(cast.member, "actions/1.4.11/")
    assert "not in the plan yet →, then not in the plan yet →, then not yet rated" in told
    assert rows(cast.member, "objectives/1.4/")[-1] == "3, April 2016 6 Apr 2016 1 0 1 1 3"
    assert f'href="{PLAN}versions/2/actions/1.4.11/"' not in page_of(signed_in(cast.member), f"{PLAN}actions/1.4.11/")


def test_what_left_the_plan_is_said_and_counted_apart(cast):
    Life(cast).of(cast.action_elsewhere).withdraw()
    issue(cast, "April 2016")
    assert "not yet rated →, then not yet rated →, then withdrawn" in trend(cast.member, "actions/1.4.10/")
    for page in ("", "objectives/1.4/"):
        assert rows(cast.member, page)[0].endswith("Actions Left the plan")
        assert rows(cast.member, page)[-1] == "3, April 2016 6 Apr 2016 0 0 1 1 1"


def test_a_complete_action_is_told_as_complete(cast):
    Life(cast).to("complete")
    issue(cast, "April 2016")
    assert "G Green →, then Complete B" in trend(cast.member, "actions/1.4.3/")
    assert "Complete" in rows(cast.member, "")[0]


# --- to whom, and up to when -------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_a_version_tells_nothing_later_than_itself(cast, page):
    issue(cast, "April 2016")
    for reader in (cast.member, cast.plan_manager):
        told = trend(reader, f"versions/2/{page}")
        assert "1, January 2016" in told
        assert "2, March 2016" in told
        assert "April 2016" not in told
        assert "Today" not in told


@pytest.mark.parametrize("page", PAGES)
def test_who_reads_versions_alone_is_not_told_of_today(cast, page):
    for reader in (cast.member, cast.scrutiny_officer, cast.reader, cast.information_governance):
        assert "Today" not in trend(reader, page)


def test_one_version_is_no_trend_and_the_page_says_when_there_will_be_one(cast):
    for page in ("versions/1/", "versions/1/objectives/1.4/"):
        assert "From the second version on" in trend(cast.member, page)
    assert 'aria-labelledby="trend"' not in page_of(signed_in(cast.member), f"{PLAN}versions/1/actions/1.4.3/")


# --- how it is drawn ---------------------------------------------------------------------------


def test_the_drawing_has_its_figures_in_words_and_never_colour_alone(cast):
    page = main_of(page_of(signed_in(cast.member), PLAN))
    told = (
        "Stacked columns, one for each version. Version 1, January 2016: 1 amber, 1 not yet rated; "
        "Version 2, March 2016: 1 not yet rated, 1 green."
    )
    assert f'aria-label="{told}"' in page
    drawing = page.partition('class="trend"')[2].partition("<details>")[0]
    assert re.findall(r"<text [^>]*>([^<]*)</text>", drawing) == ["A 1", "1", "1", "G 1"]
    assert drawing.count('class="shape shape-') == 4
    assert "style=" not in drawing
    assert "<style" not in drawing


def stand(number: int, **counts: int) -> Stand:
    ratings = {"red": "R", "amber": "A", "none": "", "green": "G", "complete": "B"}
    told = {ratings[name]: count for name, count in counts.items()}
    return Stand(number, f"label {number}", TODAY, "", told, 0)


@pytest.mark.parametrize(
    "counts",
    [
        {"red": 1, "amber": 1, "none": 1, "green": 1, "complete": 496},
        {"red": 496, "amber": 1, "none": 1, "green": 1, "complete": 1},
        {"red": 1, "amber": 200, "none": 1, "green": 200, "complete": 1},
        {"complete": 1},
    ],
)
def test_labels_stand_apart_inside_the_drawing_however_uneven_the_counts(counts):
    (column,) = trend_chart(Trend([stand(1, **counts)]))["columns"]
    heights = [float(piece.label_y) for piece in column.pieces]
    assert all(0 < height < HEIGHT for height in heights)
    assert all(below - above >= 15.9 for below, above in itertools.pairwise(heights))


def test_a_version_without_actions_is_drawn_as_nothing():
    drawn = trend_chart(Trend([stand(1), stand(2)]))
    assert [column.pieces for column in drawn["columns"]] == [[], []]
    assert "Version 1, label 1: no actions" in drawn["trend"].in_words


def test_of_many_versions_the_latest_are_drawn_and_the_table_has_all():
    trend = Trend([stand(number, red=1) for number in range(1, 31)])
    assert [one.number for one in trend.drawn] == list(range(31 - DRAWN, 31))
    assert len(trend.stands) == 30


# --- what it costs -----------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_it_asks_one_question_however_many_versions_and_reads_no_text(cast, page):
    client = signed_in(cast.plan_manager)

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            page_of(client, f"{PLAN}{page}")
        return [query["sql"] for query in queries.captured_queries]

    two = asked()
    for number in range(3, 7):
        with clock.at(NOW + dt.timedelta(days=number)):
            issue(cast, f"Number {number}")
    six = asked()
    assert len(six) == len(two)
    of_the_trend = [sql for sql in six if '"reports_keptdocument"."gone"' in sql and "<=" in sql]
    assert len(of_the_trend) == 1
    assert not any('"reports_keptdocument"."text"' in sql for sql in six)


def test_without_a_second_version_it_asks_nothing(cast):
    client = signed_in(cast.member)
    with CaptureQueriesContext(connection) as queries:
        page_of(client, f"{PLAN}versions/1/")
    assert not any('"gone"' in query["sql"] and "<=" in query["sql"] for query in queries.captured_queries)


# --- what stands beside the text ---------------------------------------------------------------


def test_what_left_and_what_is_delayed_are_counted_beside_the_text(cast):
    life = Life(cast)
    life.show_everything()
    life.report_complete()
    life.of(cast.action_elsewhere).withdraw()
    issue(cast, "April 2016")
    second, third = KeptDocument.objects.filter(number__gte=2).order_by("number")
    assert (second.gone, second.delay) == ({}, {"late": 0, "extended": 1, "awaiting sign-off": 0})
    assert (third.gone, third.delay) == ({"1.4.10": "withdrawn"}, {"late": 1, "extended": 1, "awaiting sign-off": 1})
