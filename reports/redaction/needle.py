"""The words that are to go, found however they were typed, and what stands in their place.

Case, what stands between two words (spaces of any kind, the end of a line, a comma, a full stop, a dash, the dot or the
underscore of an address or a file's name), kinds of apostrophe and hyphen, invisible characters, full-width letters and the two
ways of writing an accent make no difference. Parts of words do, and the order of the words.
"""

import datetime as dt
import re
import unicodedata

from people.models import british

# Fewer would take out half the plan.
FEWEST_LETTERS = 3

# Characters that nobody sees. Those of the first kind stand within a word, those of the second part two words as well.
_WITHIN = "\u00ad\u034f\u200c\u200d\ufe00-\ufe0f"
_UNSEEN = "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_APOSTROPHES = "'\u2018\u2019\u201a\u201b\u02bc\u02b9\u2032\u0060\u00b4\uff07"
_HYPHENS = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
# What parts two words: spaces, what a list or an address has in their place, and how an address or a page writes those.
_PARTING = rf"\s.,/_+\-{_UNSEEN}\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_WRITTEN = r"%2[0B-F]|%5F|%0[9AD]|%C2%A0|&nbsp;|&\#160;|&\#xA0;"
# A text is somebody else's, so none may hold the search up: what is taken is not given back (``*+``), nothing of a gap begins
# a letter, and a gap has few spaces that are written out, as their figures and letters may begin the words that are sought.
_JOIN = f"[{_WITHIN}{_UNSEEN}]*+"
_GAP = (
    f"[{_WITHIN}]*+(?:[{_PARTING}]|{_WRITTEN})[{_PARTING}{_WITHIN}]*+(?:(?:{_WRITTEN})[{_PARTING}{_WITHIN}]*+){{0,8}}+"
)
_GAPS = re.compile(f"({_GAP})", re.IGNORECASE)
_NOBODY_SEES = re.compile(f"[{_WITHIN}{_UNSEEN}]")
_FULL_WIDTH = 0xFEE0
# A letter or a figure, with what may hang on it; the underscore of a file's name is no part of a word.
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W_])", r"(?![^\W_]|[\u0300-\u036f])"


class Needle:
    """Finds the words in a text and takes them out."""

    def __init__(self, words: str) -> None:
        self.words = " ".join(unicodedata.normalize("NFC", words).split())
        self._pattern = re.compile(_pattern_of(self.words), re.IGNORECASE)

    @property
    def is_too_short(self) -> bool:
        return sum(one.isalnum() for one in self.words) < FEWEST_LETTERS

    def times_in(self, text: str) -> int:
        return sum(1 for _ in self._pattern.finditer(text))

    def stands_in(self, text: str) -> bool:
        return self._pattern.search(text) is not None

    def replaced(self, text: str, instead: str) -> str:
        return self._pattern.sub(lambda _: instead, text)

    def around(self, text: str, most: int = 40) -> list[tuple[str, str, str]]:
        """``[(before, the words, after)]`` of each place, with so many characters on either side."""
        found = []
        for hit in self._pattern.finditer(text):
            start, end = hit.span()
            before, after = text[max(0, start - most) : start], text[end : end + most]
            found.append(
                (
                    f"…{before}" if start > most else before,
                    hit.group(),
                    f"{after}…" if len(text) - end > most else after,
                )
            )
        return found


def _pattern_of(words: str) -> str:
    pieces = _pieces(words)
    known = [one for one in pieces if one]
    if not known:
        return re.escape(words)
    start = _NO_LETTER_BEFORE if known[0][0].isalnum() else ""
    end = _NO_LETTER_AFTER if known[-1][-1].isalnum() else ""
    return start + _GAP.join(_JOIN.join(map(_letter, one)) for one in known) + end


def _pieces(words: str) -> list[str]:
    """What stands between the spaces, with no sign beside a space: ``Dr. Smith`` is found where ``Dr Smith`` is."""
    pieces = [""]
    for one in _GAPS.split(words):
        if any(map(str.isspace, one)):
            pieces.append("")
        else:
            pieces[-1] += _NOBODY_SEES.sub("", one)
    return pieces


def _letter(one: str) -> str:
    if one in _APOSTROPHES:
        return f"(?:[{_APOSTROPHES}]|%27)"
    if one in _HYPHENS:
        return f"[{_HYPHENS}]"
    written = {one, unicodedata.normalize("NFD", one), one.casefold(), one.upper()}
    if one.isascii() and one.isalnum():
        written.add(chr(ord(one) + _FULL_WIDTH))
    elif (plain := unicodedata.normalize("NFKC", one)).isascii() and len(plain) == 1:
        written.add(plain)
    return "(?:" + "|".join(re.escape(way) for way in sorted(written, key=lambda way: (-len(way), way))) + ")"


class Removal:
    """Taking one needle out: the marker that reads in its place, shorter where a column has no room for it."""

    # Of a text whose column has no limit of its own: what it may not outgrow, so that it reads alike wherever it is repeated.
    ROOM = (1000, 2000, 3000, 5000)

    def __init__(self, needle: Needle, kind: str, on: dt.date) -> None:
        self.needle = needle
        self.day, self.kind = british(on), kind

    def markers(self, number: int = 1) -> tuple[str, ...]:
        """The longest first. A ``number`` tells apart what must stand once in its table."""
        of_it = f" {number}" if number > 1 else ""
        return (
            f"[removed {self.day}, {self.kind}{of_it}]",
            f"[removed {self.day}{of_it}]",
            f"[removed{of_it}]",
            f"[…{of_it}]",
        )

    @property
    def file_marker(self) -> str:
        """What stands in place of a file's name."""
        return f"[file removed {self.day}, {self.kind}]"

    def out_of(self, text: str, most: int | None = None, number: int = 1) -> str:
        """``text`` without the words, in at most ``most`` characters where its column has a limit."""
        if not self.needle.stands_in(text):
            return text
        room = min((one for one in (most, *self.ROOM) if one is not None and one >= len(text)), default=None)
        tried = [self.needle.replaced(text, marker) for marker in self.markers(number)]
        return next((one for one in tried if room is None or len(one) <= room), tried[-1])

    def out_of_address(self, text: str) -> str:
        """The same in an address, which holds neither brackets nor spaces."""
        return self.needle.replaced(text, "removed")

    @property
    def leaves_the_words(self) -> bool:
        """Whether what is put in their place would have the words in it again."""
        return any(self.needle.stands_in(marker) for marker in (*self.markers(), self.file_marker, "removed"))
