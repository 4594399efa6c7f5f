"""Dates as people say them: what each form is read as, and where it was met.

Every line: shape | words | earliest | latest | what the sentence says | where the form was met ("in use": heard or typed
in many places). Read on 6 April 2016; ``-`` is no day. The minutes are those of the select commission, and inputs/README
notes words met in other councils' documents.
"""

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.fuzzy_dates import LONGEST, FuzzyDate, QuarterYear, read_fuzzy_date
from people.models import british

NEAR = dt.date(2016, 4, 6)

FORMS = """
day with slashes | 15/10/2015 | 2015-10-15 | 2015-10-15 | 15 October 2015 | inputs/README
day with slashes | 1/4/16 | 2016-04-01 | 2016-04-01 | 16 is read as the year 2016 | in use
day with slashes | 06/04/2016 | 2016-04-06 | 2016-04-06 | 6 April 2016 | service plan
day with dots | 31.03.2016 | 2016-03-31 | 2016-03-31 | 31 March 2016 | in use
day with dashes | 31-03-2016 | 2016-03-31 | 2016-03-31 | 31 March 2016 | in use
day as a machine writes it | 2015-10-15 | 2015-10-15 | 2015-10-15 | 15 October 2015 | spreadsheets
day as a machine writes it | 2015-10-15 00:00:00 | 2015-10-15 | 2015-10-15 | 15 October 2015 | spreadsheets
day in words | 15 October 2015 | 2015-10-15 | 2015-10-15 | 15 October 2015 | in use
day in words | 15th October 2015 | 2015-10-15 | 2015-10-15 | 15 October 2015 | in use
day in words | 1st of May 2016 | 2016-05-01 | 2016-05-01 | 1 May 2016 | in use
day in words | 3 Sept. 2016 | 2016-09-03 | 2016-09-03 | 3 September 2016 | in use
day in words | 22nd apr 16 | 2016-04-22 | 2016-04-22 | 16 is read as the year 2016 | in use
day with a short month | 24-Feb-21 | 2021-02-24 | 2021-02-24 | 21 is read as the year 2021 | inputs/README
day with a short month | 1-Jan-2016 | 2016-01-01 | 2016-01-01 | 1 January 2016 | spreadsheets
day as in America | October 15, 2015 | 2015-10-15 | 2015-10-15 | 15 October 2015 | in use
day as in America | May 3, 2016 | 2016-05-03 | 2016-05-03 | 3 May 2016 | in use
day with its weekday | Wednesday 6 April 2016 | 2016-04-06 | 2016-04-06 | 6 April 2016 | agendas
day with its weekday | Thu 7 April 2016 | 2016-04-07 | 2016-04-07 | 7 April 2016 | agendas
day with another weekday | Thursday 6 April 2016 | 2016-04-06 | 2016-04-06 | that day is a Wednesday, not a | agendas
day without a year | 30 June | 2016-06-30 | 2016-06-30 | the year is not written | in use
day without a year | 1 April | 2017-04-01 | 2017-04-01 | the year is not written | in use
day without a year | 29 February | 2020-02-29 | 2020-02-29 | the year is not written | in use
day that is not there | 31/02/2016 | - | - | there is no such day in the calendar | in use
day that is not there | 13/25/2016 | - | - | there is no such day in the calendar | in use
day that is not there | 31 June 2016 | - | - | there is no such day in the calendar | in use
month and year | Mar 2026 | 2026-03-01 | 2026-03-31 | between 1 March 2026 and 31 March | inputs/README
month and year | June, 2016 | 2016-06-01 | 2016-06-30 | between 1 June 2016 and 30 June 2016 | minutes, line 57
month and year | September, 2016 | 2016-09-01 | 2016-09-30 | between 1 September 2016 and 30 | minutes, line 107
month and year | JUNE 2016 | 2016-06-01 | 2016-06-30 | between 1 June 2016 and 30 June 2016 | in use
month with a short year | Apr-16 | 2016-04-01 | 2016-04-30 | 16 is read as the year 2016 | spreadsheets
month with a short year | May '16 | 2016-05-01 | 2016-05-31 | 16 is read as the year 2016 | in use
month with a number behind | March 25 | 2025-03-01 | 2025-03-31 | 25 is read as the year 2025, not as | inputs/README
month with a number behind | April 30 | - | - | 30 may be a day or a year: write | in use
month with a small number behind | March 5 | - | - | 5 may be a day or a year: write the | in use
before an end | before the end of June 2016 | - | 2016-06-30 | by 30 June 2016 | in use
at the latest | 30 June 2016 at the latest | - | 2016-06-30 | by 30 June 2016 | in use
at the latest | by the end of June at the latest | - | 2016-06-30 | the year is not written | in use
with a doubt | perhaps July 2016 | 2016-07-01 | 2016-07-31 | “perhaps” is left out of account | in use
with a doubt | hopefully by May 2016 | - | 2016-05-31 | by 31 May 2016 | in use
two months with a slash | June/July 2016 | 2016-06-01 | 2016-07-31 | between 1 June 2016 and 31 July 2016 | in use
month alone | May | 2016-05-01 | 2016-05-31 | the year is not written | minutes, line 313
month alone | April | 2016-04-01 | 2016-04-30 | the year is not written | in use
month alone | march | 2017-03-01 | 2017-03-31 | the year is not written | in use
year | 2027 | 2027-01-01 | 2027-12-31 | between 1 January 2027 and 31 | in use
year | in 2016 | 2016-01-01 | 2016-12-31 | between 1 January 2016 and 31 | in use
financial year | 2015/16 | 2015-04-01 | 2016-03-31 | read as the financial year 2015/16 | in use
financial year | 2015-16 | 2015-04-01 | 2016-03-31 | read as the financial year 2015/16 | in use
financial year | financial year 2016/17 | 2016-04-01 | 2017-03-31 | read as the financial year 2016/17 | in use
financial year | FY 2016/17 | 2016-04-01 | 2017-03-31 | read as the financial year 2016/17 | in use
two years | 2024-2029 | 2024-01-01 | 2029-12-31 | between 1 January 2024 and 31 | inputs/README
two years | 2015-2018 | 2015-01-01 | 2018-12-31 | between 1 January 2015 and 31 | the plan's title
two years | 2015 to 2018 | 2015-01-01 | 2018-12-31 | between 1 January 2015 and 31 | in use
two months | July or August | 2016-07-01 | 2016-08-31 | the year is not written | minutes, line 95
two months | January – March 2023 | 2023-01-01 | 2023-03-31 | between 1 January 2023 and 31 March | inputs/README
two months | Jan-Mar 2023 | 2023-01-01 | 2023-03-31 | between 1 January 2023 and 31 March | in use
two dates | March 2016 and September 2016 | - | - | it names two dates | in use
two dates | July and August 2016 | 2016-07-01 | 2016-08-31 | between 1 July 2016 and 31 August 2016 | in use
two months | between May and July 2016 | 2016-05-01 | 2016-07-31 | between 1 May 2016 and 31 July 2016 | in use
two months | April to June | 2016-04-01 | 2016-06-30 | the year is not written | in use
months over the new year | Nov to Feb 2017 | 2016-11-01 | 2017-02-28 | between 1 November 2016 and 28 | in use
months over the new year | November - January | 2016-11-01 | 2017-01-31 | the year is not written | in use
two days | 3-5 May 2016 | 2016-05-03 | 2016-05-05 | between 3 May 2016 and 5 May 2016 | agendas
two days | 1 April 2015 - 31 March 2016 | 2015-04-01 | 2016-03-31 | between 1 April 2015 and 31 March | in use
two days | from 9 to 13 May 2016 | 2016-05-09 | 2016-05-13 | between 9 May 2016 and 13 May 2016 | agendas
two days the wrong way | 31 March 2017 to 1 April 2016 | - | - | the end lies before the beginning | in use
week of a month | third week of April | 2016-04-15 | 2016-04-21 | the year is not written | minutes, line 65
week of a month | the first week in May 2016 | 2016-05-01 | 2016-05-07 | days 1 to 7 of the month | in use
week of a month | last week of May | 2016-05-25 | 2016-05-31 | the year is not written | in use
week of a month | 4th week of February 2017 | 2017-02-22 | 2017-02-28 | days 22 to 28 of the month | in use
week of no month | second week of 2016 | - | - | a week of what is not one month | in use
week by its beginning | week commencing 18 April 2016 | 2016-04-18 | 2016-04-24 | between 18 April 2016 and 24 April | in use
week by its beginning | w/c 18/04/2016 | 2016-04-18 | 2016-04-24 | between 18 April 2016 and 24 April | in use
week by its end | week ending 22 April 2016 | 2016-04-16 | 2016-04-22 | between 16 April 2016 and 22 April | in use
week by its end | w/e 22/04/16 | 2016-04-16 | 2016-04-22 | 16 is read as the year 2016 | in use
end of a month | By end of Dec 2015 | - | 2015-12-31 | by 31 December 2015 | inputs/README
end of a month | end of June | 2016-06-30 | 2016-06-30 | the year is not written | in use
end of a month | end June 2016 | 2016-06-30 | 2016-06-30 | 30 June 2016 | in use
end of a month | by the end of March 2016 | - | 2016-03-31 | by 31 March 2016 | in use
end of a year | end of 2016 | 2016-12-31 | 2016-12-31 | 31 December 2016 | in use
end of a year | by end of 2015/16 | - | 2016-03-31 | read as the financial year 2015/16 | in use
end of a quarter | end of Q2 2016/17 | 2016-09-30 | 2016-09-30 | quarter 2 of the financial year | in use
part of a month | mid-May | 2016-05-11 | 2016-05-20 | the year is not written | in use
part of a month | early June 2016 | 2016-06-01 | 2016-06-10 | “early” is read as the first third | in use
part of a month | late September 2016 | 2016-09-21 | 2016-09-30 | “late” is read as the last third | in use
part of a year | early 2016 | 2016-01-01 | 2016-05-01 | “early” is read as the first third | in use
part of a year | mid 2017 | 2017-05-02 | 2017-08-30 | “mid” is read as the middle third | in use
part of a year | beginning of 2017 | 2017-01-01 | 2017-05-01 | “beginning” is read as the first | in use
quarter of a financial year | Q3 2015/16 | 2015-10-01 | 2015-12-31 | quarter 3 of the financial year | in use
quarter of a financial year | second quarter of 2015/16 | 2015-07-01 | 2015-09-30 | quarter 2 of the financial year | in use
quarter of a financial year | Quarter 4 2016-17 | 2017-01-01 | 2017-03-31 | quarter 4 of the financial year | in use
quarter that asks | Q1 2023 | - | - | are quarters of the financial year | inputs/README
quarter that asks | quarter 3 of 2016 | - | - | are quarters of the financial year | in use
quarter without a year | Q4 | - | - | a quarter without its year | in use
quarter without a year | end Q3 | - | - | a quarter without its year | inputs/README
season | summer 2016 | 2016-06-01 | 2016-08-31 | summer is read as June to August | in use
season | Autumn | 2016-09-01 | 2016-11-30 | the year is not written | in use
season | winter 2016 | 2016-12-01 | 2017-02-28 | winter is read as December to | in use
feast | Christmas 2016 | 2016-12-25 | 2016-12-25 | 25 December 2016 | in use
feast | Easter 2017 | - | - | terms and Easter fall on other days | in use
school term | spring term 2016 | - | - | terms and Easter fall on other days | in use
school term | Summer Term | - | - | terms and Easter fall on other days | in use
deadline | No later than 1st May, 2016. | - | 2016-05-01 | by 1 May 2016 | in use
deadline | by 30 June | - | 2016-06-30 | the year is not written | in use
deadline | until July 2016 | - | 2016-07-31 | by 31 July 2016 | in use
deadline | due 31/05/2016 | - | 2016-05-31 | by 31 May 2016 | in use
deadline | to be completed by August 2016 | - | 2016-08-31 | by 31 August 2016 | in use
deadline | up to 31 March 2017 | - | 2017-03-31 | by 31 March 2017 | in use
hard end | not beyond June 2016 | - | 2016-06-30 | by 30 June 2016 | requirements, R19
before a day | before Christmas 2016 | - | 2016-12-24 | by 24 December 2016 | in use
before a day | before June 2016 | - | 2016-05-31 | by 31 May 2016 | in use
before a day | prior to 1 September 2016 | - | 2016-08-31 | by 31 August 2016 | in use
about a day | around 15 May 2016 | 2016-05-15 | 2016-05-15 | “around” is left out of account | in use
about a day | approx. July 2016 | 2016-07-01 | 2016-07-31 | “approx.” is left out of account | in use
start alone | commenced 2024 | 2024-01-01 | - | no end is named | inputs/README
start alone | from September | 2016-09-01 | - | the year is not written | in use
start alone | started April 2015 | 2015-04-01 | - | no end is named | in use
after a month | after July 2016 | 2016-08-01 | - | no end is named | minutes, line 141
after a month | since March 2016 | 2016-03-01 | - | no end is named | in use
onwards | 2027 onwards | 2027-01-01 | - | no end is named | inputs/README
onwards | from May 2016 onwards | 2016-05-01 | - | no end is named | in use
onwards | April 2017+ | 2017-04-01 | - | no end is named | in use
so long from now | in two weeks | 2016-04-06 | 2016-04-20 | counted from 6 April 2016 | in use
so long from now | 3 months from now | 2016-07-06 | 2016-07-06 | counted from 6 April 2016 | in use
so long from now | within the next six months | 2016-04-06 | 2016-10-06 | counted from 6 April 2016 | in use
so long from now | 10 working days from now | 2016-04-20 | 2016-04-20 | counted from 6 April 2016 | in use
so long after a day | within three months of 1 May 2016 | 2016-05-01 | 2016-08-01 | counted from 1 May 2016 | inputs/README
so long after a day | 4-6 weeks after 21 April 2016 | 2016-05-19 | 2016-06-02 | counted from 21 April 2016 | minutes, line 65
so long after a day | two weeks after the end of June 2016 | 2016-07-14 | 2016-07-14 | counted from 30 June 2016 | in use
so long after something | 4–6 weeks after the data is complete | - | - | it counts from “the data is | minutes, line 65
so long after something | within three months of adoption | - | - | it counts from “adoption”, and | inputs/README
this or next | next month | 2016-05-01 | 2016-05-31 | counted from 6 April 2016 | in use
this or next | end of the month | 2016-04-30 | 2016-04-30 | counted from 6 April 2016 | in use
this or next | by the end of the year | 2016-12-31 | 2016-12-31 | read as the calendar year; counted | in use
this or next | end of the financial year | 2017-03-31 | 2017-03-31 | the financial year ends on 31 | in use
how often | Six monthly | - | - | it is said how often, not by when | inputs/README
how often | March (annually) | - | - | it is said how often, not by when | inputs/README
how often | quarterly | - | - | it is said how often, not by when | in use
how often | every September | - | - | it is said how often, not by when | in use
without an end | Ongoing | - | - | the work is said to go on without | inputs/README
without an end | rolling programme | - | - | the work is said to go on without | in use
still open | Tbc | - | - | it is still to be confirmed | inputs/README
still open | TBA | - | - | it is still to be announced | in use
still open | to be agreed | - | - | it is still to be agreed | in use
no day at all | ASAP | - | - | as soon as possible is no day | in use
no day at all | n/a | - | - | it is said not to apply | in use
no day at all | - | - | - | nothing is written | in use
no day at all |  | - | - | nothing is written | in use
no day at all | when funding allows | - | - | these words name no day | in use
no day at all | Completed | - | - | it says that it is done, not when | in use
several dates | Sept 2024 for SDP, end Q3 for other delivery plans | - | - | more than one date is written: say | inputs/README
several dates | 1/5/2016 (draft), 1/7/2016 (final) | - | - | more than one date is written: say | in use
"""
ROWS = [[cell.strip() for cell in line.split(" | ")] for line in FORMS.strip("\n").splitlines()]


@pytest.fixture(autouse=True)
def leaves_nothing() -> None:
    """Nothing here touches a database."""


def read(words: str, **more: object) -> FuzzyDate:
    return read_fuzzy_date(words, near=NEAR, **more)


def day(text: str) -> dt.date | None:
    return None if text == "-" else dt.date.fromisoformat(text)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1] or "nothing")
def test_a_form_is_read_as_it_is_meant(row: list[str]) -> None:
    _, words, earliest, latest, fragment, _ = row
    found = read(words)
    assert (found.earliest, found.latest) == (day(earliest), day(latest))
    assert fragment in found.read_as
    assert found.read_as.startswith("no date: ") == (found.latest is None)
    assert found.words == words


def test_there_are_forms_enough_of_shapes_enough_and_many_are_no_date() -> None:
    assert len({row[1] for row in ROWS}) >= 120
    assert len({row[0] for row in ROWS}) >= 40
    assert sum(row[3] == "-" for row in ROWS) >= 20
    assert all(row[5] for row in ROWS)


@pytest.mark.parametrize(
    ("quarters", "earliest", "latest"),
    [(QuarterYear.FINANCIAL, "2023-04-01", "2023-06-30"), (QuarterYear.CALENDAR, "2023-01-01", "2023-03-31")],
)
def test_a_quarter_is_what_the_plan_says_it_is(quarters: QuarterYear, earliest: str, latest: str) -> None:
    found = read("Q1 2023", quarters=quarters)
    assert (found.earliest, found.latest) == (day(earliest), day(latest))
    assert f"quarter 1 of the {quarters.value} year" in found.read_as
    assert read("Q1 2015/16", quarters=quarters).latest == dt.date(2015, 6, 30)


@pytest.mark.parametrize(
    "words", ["  June,\u00a02016 ", "JUNE 2016.", "june\t2016", "June\n2016", "\u200eJune 2016", "in June 2016"]
)
def test_blanks_capitals_and_marks_make_no_difference(words: str) -> None:
    assert (read(words).earliest, read(words).latest) == (dt.date(2016, 6, 1), dt.date(2016, 6, 30))


def test_the_words_are_kept_as_they_were_written() -> None:
    assert read("  3rd  Week of\u00a0April ").words == "3rd Week of April"


@pytest.mark.parametrize(
    "words", ["x" * 10_000, "1 " * 5_000, "between " * 1_000, "end of " * 40, "mid-" * 70, "1-" * 140, "week of " * 30]
)
def test_a_long_text_is_no_date_and_takes_no_time(words: str) -> None:
    begun = time.perf_counter()
    assert not read(words).has_date
    assert time.perf_counter() - begun < 1
    assert len(read(words).read_as) < LONGEST


DAYS = st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2069, 12, 31))


@given(DAYS)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_a_plain_day_is_read_as_itself_in_every_british_way(on: dt.date) -> None:
    for words in (
        british(on),
        f"{on:%d/%m/%Y}",
        f"{on:%d.%m.%Y}",
        f"{on:%d-%b-%Y}",
        on.isoformat(),
        f"{on:%A} {british(on)}",
    ):
        assert (read(words).earliest, read(words).latest, read(words).read_as) == (on, on, british(on))
    assert read(f"by {british(on)}").latest == on
    assert read(f"before {british(on)}").latest == on - dt.timedelta(days=1)


PIECES = """by end of mid early before after within from to and or - / , 1 3 31 2016 16 0 99 99999 april may q1 q4 week third
months weeks working days year financial 2015/16 christmas summer tbc ongoing monday w/c 00:00"""


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES.split()), max_size=8).map(" ".join)))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_nothing_that_is_typed_breaks_it(words: str) -> None:
    found = read(words)
    assert found.words == " ".join(words.split())
    assert found.read_as
    assert found.has_date == (found.latest is not None)
    if found.earliest and found.latest:
        assert found.earliest <= found.latest
