"""Everything that ever happened to one row, as one list that can be narrowed."""

from dataclasses import dataclass

from plans.telling import ToldStep

# What the links above the list narrow it to. What a body decided is a decision, whatever the verb.
KINDS: dict[str, tuple[str, frozenset[str]]] = {
    "updates": ("updates", frozenset({"submit_update"})),
    "decisions": (
        "decisions",
        frozenset({"grant_extension", "refuse_extension", "reword", "reword_objective", "answer_ask"}),
    ),
    "dates": ("dates", frozenset({"ask_extension", "grant_extension", "refuse_extension", "correct"})),
}


@dataclass(frozen=True)
class Link:
    """One way to narrow the list; ``show`` is empty for all."""

    show: str
    words: str
    number: int


@dataclass(frozen=True)
class Timeline:
    """``steps``: what is shown, newest first; ``links``: the other ways to see it; ``show``: the one chosen."""

    steps: list[ToldStep]
    links: list[Link]
    show: str

    @classmethod
    def of(cls, steps: list[ToldStep], show: str = "") -> "Timeline":
        show = show if show in KINDS else ""
        links = [Link(name, words, _number(steps, verbs)) for name, (words, verbs) in KINDS.items()]
        chosen = [step for step in steps if step.verb in KINDS[show][1]] if show else steps
        return cls(chosen, [*(link for link in links if link.number), Link("", "all", len(steps))], show)


def _number(steps: list[ToldStep], verbs: frozenset[str]) -> int:
    return sum(step.verb in verbs for step in steps)
