"""The rating, once: letters to store, words and colours to show, and the facts that stand beside it.

Papers take their colours from here, pages from ``static/css/followthrough.css``; a test compares the two.
"""

from dataclasses import dataclass

from django.db import models


class Rating(models.TextChoices):
    """What a criterion can say. Blue is shown for complete and is never stored."""

    RED = "R", "Red"
    AMBER = "A", "Amber"
    GREEN = "G", "Green"


# Shown, never stored: an action that is complete, and one that nobody has rated.
COMPLETE = "B"
NOT_RATED = ""


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


_WHITE, _INK, _GREY = "#ffffff", "#0b0c0c", "#5b6670"

# Worst first: the order of every list, bar and key.
SHOWN: dict[str, Shown] = {
    shown.value: shown
    for shown in (
        Shown(Rating.RED.value, "R", "Red", "red", "red", "#b3001b", _WHITE),
        Shown(Rating.AMBER.value, "A", "Amber", "amber", "amber", "#ffbf47", _INK),
        Shown(NOT_RATED, "", "not yet rated", "not yet rated", "grey", _WHITE, _GREY),
        Shown(Rating.GREEN.value, "G", "Green", "green", "green", "#00703c", _WHITE),
        Shown(COMPLETE, "B", "Complete", "complete", "blue", "#1d4f91", _WHITE),
    )
}
WORST_FIRST: tuple[str, ...] = tuple(SHOWN)


def shown(value: str | None) -> Shown:
    """How ``value`` looks; nothing at all is *not yet rated*."""
    return SHOWN[value or NOT_RATED]


def late_words(days: int) -> str:
    """Days past the due date in words; empty when there are none."""
    return f"late {_counted(days, 'day')}" if days > 0 else ""


def extended_words(times: int) -> str:
    """How often a due date was moved by agreement; empty when never."""
    if times < 1:
        return ""
    return f"extended {('once', 'twice')[times - 1] if times < 3 else f'{times} times'}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
