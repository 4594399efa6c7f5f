"""What long tables of a reading need to be drawn quickly."""

import datetime as dt
from functools import lru_cache

from django import template

register = template.Library()


@register.filter
@lru_cache(maxsize=4096)
def short_day(day: dt.date | None) -> str:
    """30 Jan 2016; nothing where there is no date. Four of them stand in every row."""
    return f"{day.day} {day:%b %Y}" if day else ""
