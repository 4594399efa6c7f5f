"""The drawing of a trend: ``{% trend_chart trend %}``, columns of one scale, each colour with its shape, letter and number.

Sizes are presentation attributes in units of the drawing; the content policy allows no inline style.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template

from people.rating import SHOWN, WORST_FIRST, Shown
from reports.trend import Stand, Trend

register = template.Library()

WIDTH, HEIGHT = 92, 140
_TOP, _BASE = 10, 132
# Two labels closer than this would run into each other.
_LINE = 16
# So that one of two hundred is seen at all, as in the bar; the number stands beside it.
_THINNEST = 2.0


@dataclass(frozen=True)
class Piece:
    """One colour of a column: where it begins and how high it is, and where its label stands."""

    shown: Shown
    number: int
    y: str
    height: str
    label_y: str
    shape_y: str


@dataclass(frozen=True)
class Column:
    """One version."""

    stand: Stand
    pieces: list[Piece]


@register.inclusion_tag("reports/_trend_chart.html")
def trend_chart(trend: Trend) -> dict[str, Any]:
    """Columns of the latest versions; the tallest plan fills the height, so that a plan that grew is seen to."""
    most = max((stand.actions for stand in trend.drawn), default=0)
    columns = [Column(stand, _pieces(stand.counts, most)) for stand in trend.drawn]
    return {"trend": trend, "columns": columns, "width": WIDTH, "height": HEIGHT, "base": _BASE}


@register.simple_tag
def rating_word(rating: str) -> str:
    """As a heading of a column says it: Red, Not yet rated."""
    word = SHOWN[rating].word
    return word[0].upper() + word[1:]


@register.filter
def of_rating(counts: Mapping[str, int], rating: str) -> int:
    return counts.get(rating, 0)


def _pieces(counts: Mapping[str, int], most: int) -> list[Piece]:
    """From the base upwards, worst first: what is off track stands on the ground, where its growth is seen."""
    there = [(SHOWN[rating], counts[rating]) for rating in WORST_FIRST if counts.get(rating)]
    heights = [max((_BASE - _TOP) * number / most, _THINNEST) for _, number in there]
    tops, y = [], float(_BASE)
    for height in heights:
        y -= height
        tops.append(y)
    labels = _apart([top + height / 2 for top, height in zip(tops, heights, strict=True)])
    return [
        Piece(shown, number, f"{top:.1f}", f"{max(height - 1, 1):.1f}", f"{label + 5:.1f}", f"{label - 6:.1f}")
        for (shown, number), top, height, label in zip(there, tops, heights, labels, strict=True)
    ]


def _apart(middles: list[float]) -> list[float]:
    """The same heights from the base upwards, moved until none covers another and none leaves the drawing."""
    placed: list[float] = []
    for middle in middles:
        placed.append(min(middle, placed[-1] - _LINE) if placed else min(middle, _BASE - _LINE / 2))
    limit = float(_TOP - 2)
    for n in reversed(range(len(placed))):
        placed[n] = max(placed[n], limit)
        limit = placed[n] + _LINE
    return placed
