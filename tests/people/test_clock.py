"""The business clock: real time in use, its own in the sample, any time in a test."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people import clock
from people.context import every_page
from people.models import SampleClock
from tests.conftest import LONDON, NOW

REAL = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)
STANDS_AT = dt.datetime(2016, 4, 6, 9, 0, tzinfo=LONDON)


@pytest.fixture
def runs():
    """Take back the clock that stands in every test."""
    was = clock._set_to.set(None)
    yield
    clock._set_to.reset(was)


@pytest.fixture
def in_the_sample(settings, monkeypatch, db):
    settings.SAMPLE = True
    monkeypatch.setattr(clock, "_sample_offset", None)
    monkeypatch.setattr(clock, "_no_clock_until", 0.0)


def test_outside_the_sample_it_is_real_time(runs):
    with time_machine.travel(REAL, tick=False):
        assert clock.now() == REAL


def test_today_is_the_date_in_london(runs):
    with time_machine.travel(REAL, tick=False):  # half past eleven in the evening there
        assert clock.today() == dt.date(2026, 7, 1)
    with time_machine.travel(REAL + dt.timedelta(minutes=30), tick=False):  # midnight
        assert clock.today() == dt.date(2026, 7, 2)


def test_it_can_be_set_for_a_while_and_blocks_may_stand_inside_each_other():
    assert clock.now() == NOW
    with clock.at(REAL):
        assert clock.now() == REAL
        with clock.at(STANDS_AT):
            assert clock.today() == dt.date(2016, 4, 6)
        assert clock.now() == REAL
    assert clock.now() == NOW


def test_it_is_set_back_after_a_failure_too():
    with pytest.raises(ZeroDivisionError), clock.at(REAL):
        raise ZeroDivisionError
    assert clock.now() == NOW


def test_the_samples_clock_stands_where_it_was_set_and_runs_on_from_there(runs, in_the_sample):
    with time_machine.travel(REAL, tick=False) as time:
        clock.start_sample_clock(STANDS_AT)
        assert clock.now() == STANDS_AT
        time.shift(dt.timedelta(days=2, hours=1))
        assert clock.now() == STANDS_AT + dt.timedelta(days=2, hours=1)
        assert clock.today() == dt.date(2016, 4, 8)


def test_a_second_start_of_the_program_finds_the_samples_clock_running(runs, in_the_sample, monkeypatch):
    with time_machine.travel(REAL, tick=False):
        clock.start_sample_clock(STANDS_AT)
        clock.start_sample_clock(STANDS_AT)
    assert SampleClock.objects.count() == 1
    monkeypatch.setattr(clock, "_sample_offset", None)
    with time_machine.travel(REAL + dt.timedelta(days=1), tick=False):
        assert clock.now() == STANDS_AT + dt.timedelta(days=1)


def test_a_sample_that_is_not_loaded_keeps_real_time(runs, in_the_sample):
    with time_machine.travel(REAL, tick=False):
        assert clock.now() == REAL


def test_outside_the_sample_no_clock_is_started_and_none_is_believed(runs, settings, monkeypatch, db):
    settings.SAMPLE = False
    monkeypatch.setattr(clock, "_sample_offset", None)
    with pytest.raises(RuntimeError, match="Only the sample has a clock of its own"):
        clock.start_sample_clock(STANDS_AT)
    SampleClock.objects.create(stood_at=STANDS_AT, started_at=REAL)
    with time_machine.travel(REAL, tick=False):
        assert clock.now() == REAL
    assert every_page(None)["sample_clock"] is None


def test_every_page_of_the_sample_says_where_its_clock_stands(runs, in_the_sample, client):
    with time_machine.travel(REAL, tick=False):
        clock.start_sample_clock(STANDS_AT)
        page = client.get("/contact/").content.decode()
    assert "This is a sample. Its clock stands at 6 April 2016, 9.00." in page


def test_where_no_sample_was_loaded_its_clock_is_not_looked_for_at_every_date(runs, in_the_sample):
    with CaptureQueriesContext(connection) as asked:
        days = {clock.today() for _ in range(20)}
    assert len(asked) == 1
    assert days == {timezone.localtime().date()}
    clock.start_sample_clock(STANDS_AT)
    assert clock.today() == dt.date(2016, 4, 6)
