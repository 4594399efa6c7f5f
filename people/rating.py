"""The rating, once: letters to store, words and colours to show, and the facts that stand beside it.

Papers take their colours from here, pages from ``static/css/followthrough.css``; a test compares the two.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import models

from people.models import british


class Rating(models.TextChoices):
    """What a criterion can say. Blue is shown for complete and is never stored."""

    RED = "R", "Red"
    AMBER = "A", "Amber"
    GREEN = "G", "Green"


# Shown, never stored: an action that is complete, one that nobody has rated, one of which only a file says a colour, and one
# whose rating is not for this reader.
COMPLETE = "B"
NOT_RATED = ""
IN_FILE = "F"
WITHHELD = "W"


@dataclass(frozen=True)
class Shown:
    """How one rating looks, on page and paper alike. Colours are ``#rrggbb``."""

    value: str
    letter: str
    word: str
    counted: str  # the word after a number: "4 red, 2 not yet rated"
    name: str  # of its colour in the stylesheet, and of its classes
    fill: str
    ink: str
    edge: str = ""  # of what is hollow: it has a line around it and no colour inside
    hue: str = ""  # the name of the colour that the line has, where it is a rating's


_WHITE, _INK, _GREY = "#ffffff", "#0b0c0c", "#5b6670"
_NOT_ARGUED = "in the file, not yet argued"

# Worst first: the order of every list, bar and key. Every action counts as one of these.
SHOWN: dict[str, Shown] = {
    shown.value: shown
    for shown in (
        Shown(Rating.RED.value, "R", "Red", "red", "red", "#b3001b", _WHITE),
        Shown(Rating.AMBER.value, "A", "Amber", "amber", "amber", "#ffbf47", _INK),
        Shown(NOT_RATED, "", "not yet rated", "not yet rated", "grey", _WHITE, _GREY, _GREY),
        Shown(IN_FILE, "", _NOT_ARGUED, _NOT_ARGUED, "hollow", _WHITE, _INK, _GREY),
        Shown(WITHHELD, "", "withheld", "withheld", "grey", _WHITE, _GREY, _GREY),
        Shown(Rating.GREEN.value, "G", "Green", "green", "green", "#00703c", _WHITE),
        Shown(COMPLETE, "B", "Complete", "complete", "blue", "#1d4f91", _WHITE),
    )
}
WORST_FIRST: tuple[str, ...] = tuple(SHOWN)

# A colour that an import brought: no rating until somebody argues it. All of them count as IN_FILE.
HOLLOW: dict[str, Shown] = {
    f"{IN_FILE}{solid.value}": Shown(
        f"{IN_FILE}{solid.value}",
        solid.letter,
        f"{solid.word} {_NOT_ARGUED}",
        _NOT_ARGUED,
        "hollow",
        _WHITE,
        _INK,
        solid.fill,
        solid.name,
    )
    for solid in (SHOWN[rating.value] for rating in Rating)
}
# The order of a list of actions: of those that count alike, the worse colour first.
ORDER: tuple[str, ...] = tuple(
    one for value in WORST_FIRST for one in ((*HOLLOW, value) if value == IN_FILE else (value,))
)


def shown(value: str | None) -> Shown:
    """How ``value`` looks; nothing at all is *not yet rated*."""
    return HOLLOW.get(value or NOT_RATED) or SHOWN[value or NOT_RATED]


def in_file(colour: str) -> str:
    """The rating of an action of which only a file says ``colour``; without one it is *not yet rated*."""
    return f"{IN_FILE}{colour}" if colour else NOT_RATED


def counted_as(value: str) -> str:
    """As which of ``WORST_FIRST`` an action of that rating counts."""
    return IN_FILE if value in HOLLOW else value


def late_words(days: int) -> str:
    """Days past the due date in words; empty when there are none."""
    return f"late {_counted(days, 'day')}" if days > 0 else ""


def extended_words(times: int) -> str:
    """How often a due date was moved by agreement; empty when never."""
    if times < 1:
        return ""
    return f"extended {('once', 'twice')[times - 1] if times < 3 else f'{times} times'}"


def slips_words(since: dt.date | None) -> str:
    """From when slips are counted, where that is not from the beginning: what was extended before a file, nobody knows."""
    return f"slips counted from {british(since)}" if since else ""


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
