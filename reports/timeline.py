"""Everything that ever happened to one row, as one list that can be narrowed."""

import datetime as dt
from dataclasses import dataclass

from actions.models import Verdict
from plans.models import Plan, Round
from plans.telling import ToldStep
from reports.entries import ActionEntry
from reports.models import KeptDocument
from reports.on_the_route import OfRound, OnTheRoute

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


def placed(steps: list[ToldStep], plan: Plan, route: OnTheRoute, action: ActionEntry) -> list[ToldStep]:
    """The same steps of ``action``; each update with where it stands on the route. One query, where anything is issued."""
    issued = _issued(plan)
    mended = _mended_in(action)
    return [
        PlacedStep(**vars(step), place=_place(step.at, issued, route, mended)) if step.verb == "submit_update" else step
        for step in steps
    ]


def _issued(plan: Plan) -> list[Issued]:
    """Every version of the plan, the first one first."""
    if plan.issued_version is None:
        return []
    versions = KeptDocument.objects.versions().filter(plan=plan).order_by("number")
    return list(versions.values_list("kept_at", "number", "label"))


def _mended_in(action: ActionEntry) -> frozenset[int | None]:
    """The versions into which a mended update of this action may have been taken. No query where none was ever returned."""
    if all(verdict.is_rating for verdict in action.verdicts):
        return frozenset()
    returned = Verdict.objects.filter(action=action.key, kind=Verdict.Kind.RETURNED)
    return frozenset(returned.values_list("round__version_number", flat=True))


def _place(at: dt.datetime, issued: list[Issued], route: OnTheRoute, mended: frozenset[int | None]) -> str:
    """Issued, considered, before its bodies, or waiting for a round; of what was cleared also by whom and how."""
    for kept_at, number, label in issued:
        of_it = route.round_of(number)
        frozen_at = of_it.frozen_at if of_it and of_it.frozen_at and number not in mended else kept_at
        if at <= frozen_at:
            cleared = "".join(f"; {words}" for words in (of_it.considered if of_it else ()))
            return f"issued to members in version {number}, {label}{cleared}"
    running = next((one for one in route.rounds if one.ended_on is None), None)
    return f"in no version that members read yet: {_waits(at, running)}"


def _waits(at: dt.datetime, running: OfRound | None) -> str:
    if running is None:
        return "no round is open"
    if running.frozen_at is None or at > running.frozen_at:
        return f"it goes into {running.words}" if running.frozen_at is None else "it goes into the next round"
    before = f"it lies before its bodies as version {running.version}, {running.label}"
    so_far = "".join(f"; {words}" for words in running.considered)
    return f"{before}{so_far}" if running.status == Round.Status.BEFORE_THE_BODY else f"not issued yet{so_far}"
