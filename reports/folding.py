"""Words as they are looked for: without case, accents and the kind of a quotation mark, alike on every database.

Folding goes letter by letter, so that what was found in a folded text can be marked in the text itself.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_ALIKE = str.maketrans({"‘": "'", "’": "'", "‛": "'", "“": '"', "”": '"', "„": '"', **dict.fromkeys("‐‒–—―−", "-")})


def folded(text: str) -> str:
    """``text`` in small letters, without accents: what was "Žlutý – kůň" reads "zluty - kun"."""
    return text.lower() if text.isascii() else _BEYOND_ASCII.sub(_letter, text).lower()


def _letter(found: re.Match[str]) -> str:
    return _folded_letter(found.group())


@lru_cache(maxsize=4096)
def _folded_letter(letter: str) -> str:
    """Nothing for an accent by itself and for what is not seen; two letters for one that is written so: ß is ss."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    seen = (one for one in apart if not unicodedata.combining(one) and unicodedata.category(one) != "Cf")
    return "".join(seen).translate(_ALIKE)


def place_of(word: str, text: str, start: int = 0) -> int:
    """Where in the folded ``text`` a word begins with the folded ``word``, from ``start`` on; -1 where none does."""
    at = text.find(word, start)
    while at > 0 and word[0].isalnum() and text[at - 1].isalnum():
        at = text.find(word, at + 1)
    return at


def holds(words: Iterable[str], text: str) -> bool:
    """Whether every one of these folded words stands in the folded ``text``."""
    return all(place_of(word, text) >= 0 for word in words)


def spans_of(words: Iterable[str], text: str) -> list[tuple[int, int]]:
    """From where to where in ``text`` any of these folded words stands; in order, apart from each other."""
    letters = [folded(letter) for letter in text]
    as_folded = "".join(letters)
    letter_at = [n for n, letter in enumerate(letters) for _ in letter]
    found: list[tuple[int, int]] = []
    for word in words:
        at = place_of(word, as_folded)
        while at >= 0:
            last = at + len(word)
            end = letter_at[last - 1] + 1
            while end < len(letters) and not letters[end]:  # an accent belongs to the letter before it
                end += 1
            found.append((letter_at[at], end))
            at = place_of(word, as_folded, last)
    return list(_joined(sorted(found)))


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last: tuple[int, int] | None = None
    for start, end in spans:
        if last and start <= last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last:
            yield last
        last = (start, end)
    if last:
        yield last
