"""The list by which a plan is closed, its sums, and the closure statement that keeps both as they were on the day."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import astuple, dataclass, replace

OBJECTIVE, WORKSTREAM, ACTION, MILESTONE = KINDS = ("objective", "workstream", "action", "milestone")

SCHEMA = 1  # of a kept statement; later kinds of part come in with the next


@dataclass(frozen=True)
class Part:
    """One thing that must be accounted for before its plan closes. ``where`` groups it in the closure statement."""

    kind: str
    key: int
    reference: str
    words: str
    is_accounted: bool
    where: str  # "complete", "moved to CYPS Improvement Plan", "ends"; of what is not accounted for: what it is now
    how: str  # the particulars: who, when, as what
    slug: str  # in the address of its page, or of the page of what it stands under

    def reworded(self, anew: Callable[[str], str]) -> "Part":
        """The same with its words as ``anew`` has them; by the rest it is found."""
        return replace(self, words=anew(self.words), where=anew(self.where), how=anew(self.how))


@dataclass(frozen=True)
class Sums:
    """One kind of part: how many the plan ever held, how many of them are accounted for, and where each went."""

    kind: str
    number_in: int
    parts: list[Part]

    @property
    def words(self) -> str:
        return f"{self.kind}s"

    @property
    def accounted(self) -> int:
        return sum(1 for part in self.parts if part.is_accounted)

    @property
    def places(self) -> list[tuple[str, int]]:
        """``[(where, how many)]``, the most first."""
        return Counter(part.where for part in self.parts).most_common()

    @property
    def number_out(self) -> int:
        return sum(number for _, number in self.places)


@dataclass(frozen=True)
class Statement:
    """What was accounted for when a plan closed. The plans that it names may change their names since; it does not."""

    title: str
    short_title: str
    parts: list[Part]
    number_in: dict[str, int]

    @property
    def digest(self) -> str:
        return digest_of(self.parts)

    @property
    def sums(self) -> list[Sums]:
        return sums_of(self.parts, self.number_in)

    def reworded(self, anew: Callable[[str], str]) -> "Statement":
        """The same with every word in it as ``anew`` has it."""
        parts = [part.reworded(anew) for part in self.parts]
        return replace(self, title=anew(self.title), short_title=anew(self.short_title), parts=parts)

    def to_text(self) -> str:
        """As it is kept: one JSON text, the same for the same statement."""
        told = {
            "schema": SCHEMA,
            "title": self.title,
            "short_title": self.short_title,
            "parts": [astuple(part) for part in self.parts],
            "number_in": self.number_in,
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> "Statement":
        """Raises ``ValueError``, ``KeyError`` or ``TypeError`` where the text is no statement."""
        told = json.loads(text)
        if told["schema"] != SCHEMA:
            raise ValueError(f"A statement of schema {told['schema']} is not known here.")
        parts = [Part(*part) for part in told["parts"]]
        return cls(told["title"], told["short_title"], parts, told["number_in"])


def sums_of(parts: list[Part], number_in: dict[str, int]) -> list[Sums]:
    """What came into the closing against where it went, for each kind that there is."""
    found = [Sums(kind, number_in.get(kind, 0), [part for part in parts if part.kind == kind]) for kind in KINDS]
    return [one for one in found if one.number_in or one.parts]


def digest_of(parts: list[Part]) -> str:
    """By which a confirmation says what exactly was confirmed."""
    return hashlib.sha256(repr([astuple(part) for part in parts]).encode()).hexdigest()
