"""What lists of a reading need: dates drawn quickly, and the words that were searched for, marked."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
@lru_cache(maxsize=4096)
def short_day(day: dt.date | None) -> str:
    """30 Jan 2016; nothing where there is no date. Four of them stand in every row."""
    return f"{day.day} {day:%b %Y}" if day else ""


@register.filter
def with_marks(pieces: Iterable[tuple[bool, str]]) -> SafeString:
    """The pieces of a text as one, those that were found marked, every word of it escaped."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", piece) if found else piece,) for found, piece in pieces)
    )
