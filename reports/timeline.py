"""Everything that ever happened to one row, as one list that can be narrowed."""

import datetime as dt
from dataclasses import dataclass

from plans.models import Plan
from plans.telling import ToldStep
from reports.models import KeptDocument

# What the links above the list narrow it to. What a body decided is a decision too, whatever the verb.
KINDS: dict[str, tuple[str, frozenset[str]]] = {
    "updates": ("updates", frozenset({"submit_update"})),
    "decisions": (
        "decisions",
        frozenset({"grant_extension", "refuse_extension", "reword", "reword_objective", "answer_ask"}),
    ),
    "dates": ("dates", frozenset({"ask_extension", "grant_extension", "refuse_extension", "correct"})),
}


# When a version was issued, its number and its label.
Issued = tuple[dt.datetime, int | None, str]


@dataclass(frozen=True)
class PlacedStep(ToldStep):
    """A line of a timeline that says whether members have read what it tells."""

    place: str


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
        chosen = {name: [step for step in steps if _is_of(name, step)] for name in KINDS}
        links = [Link(name, words, len(chosen[name])) for name, (words, _) in KINDS.items() if chosen[name]]
        return cls(chosen[show] if show else steps, [*links, Link("", "all", len(steps))], show)


def _is_of(name: str, step: ToldStep) -> bool:
    return step.verb in KINDS[name][1] or (name == "decisions" and step.by_body)


def placed(steps: list[ToldStep], plan: Plan) -> list[ToldStep]:
    """The same steps; each update with the version by which members first read it. One query, where anything is issued."""
    issued = _issued(plan)
    return [
        PlacedStep(**vars(step), place=_place(step.at, issued)) if step.verb == "submit_update" else step
        for step in steps
    ]


def _issued(plan: Plan) -> list[Issued]:
    """Every version of the plan, the first one first."""
    if plan.issued_version is None:
        return []
    versions = KeptDocument.objects.versions().filter(plan=plan).order_by("number")
    return list(versions.values_list("kept_at", "number", "label"))


def _place(at: dt.datetime, issued: list[Issued]) -> str:
    first = next(((number, label) for kept_at, number, label in issued if at <= kept_at), None)
    return f"issued to members in version {first[0]}, {first[1]}" if first else "in no version that members read yet"
