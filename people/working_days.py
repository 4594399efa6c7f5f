"""Working days: Monday to Friday without the bank holidays of the nation in which the partnership sits."""

import datetime as dt
from functools import lru_cache

import holidays
from django.conf import settings


def is_working_day(day: dt.date) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays(settings.NATION)


def working_days_before(day: dt.date, number: int) -> dt.date:
    """The working day that leaves ``number`` working days to ``day``, ``day`` itself not counted."""
    return _counted(day, number, -1)


def working_days_after(day: dt.date, number: int) -> dt.date:
    """The ``number``-th working day after ``day``."""
    return _counted(day, number, 1)


def working_days_between(first: dt.date, last: dt.date) -> int:
    """How many working days come after ``first`` up to and with ``last``; below zero where ``last`` has passed."""
    if last < first:
        return -working_days_between(last, first)
    days = (first + dt.timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(1 for day in days if is_working_day(day))


def _counted(day: dt.date, number: int, step: int) -> dt.date:
    while number > 0:
        day += dt.timedelta(days=step)
        number -= is_working_day(day)
    return day


@lru_cache
def _bank_holidays(nation: str) -> holidays.HolidayBase:
    """Each year is worked out when a day of it is first asked for."""
    return holidays.country_holidays("GB", subdiv=nation)
