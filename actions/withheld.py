"""What lies under the marks of a plan, for one reader: with an update its asks, its evidence and what a body made of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from actions.models import Ask, Evidence, ProgressUpdate, Verdict
from plans.models import Mark, Step
from plans.withheld import NOTHING, Marks

# What an update says that the next update repeats as what was before.
REPEATED = frozenset({"criterion", "forecast_on", "brings_back", "brings_back_by", "colour_in_file"})


@dataclass(frozen=True)
class Withheld:
    """Keys of what this reader may not read, and ``(action, version)`` of the steps that tell it.

    ``since``: of each action with a withheld update the version from which on its steps keep silent about what was before.
    """

    marks: Marks = NOTHING
    actions: frozenset[int] = frozenset()
    updates: frozenset[int] = frozenset()
    evidence: frozenset[int] = frozenset()
    asks: frozenset[int] = frozenset()
    steps: frozenset[tuple[int, int]] = frozenset()
    since: tuple[tuple[int, int], ...] = ()
    tells_marks: bool = True  # whether the reader is told of marks at all: who set which, and why

    def __bool__(self) -> bool:
        return bool(self.marks.withheld)

    def number_under(self, action: int) -> int:
        """How many things under this action are withheld."""
        return sum(1 for mark in self.marks.withheld if mark.within == action)

    def hides(self, action: int, version: int) -> bool:
        """Whether the step of this action's version is not told."""
        return action in self.actions or (action, version) in self.steps

    @property
    def told(self) -> Q:
        """Of steps those that this reader may be told."""
        hidden = Q(kind="action", key__in=self.actions)
        for key, version in self.steps:
            hidden |= Q(kind="action", key=key, version=version)
        if not self.tells_marks:
            hidden |= Q(kind__in=("mark", "markgrant"))
        elif self.marks.withheld:
            hidden |= Q(kind="markgrant") | Q(kind="mark", key__in=[mark.pk for mark in self.marks.withheld])
        return ~hidden

    def without_what_was(self, steps: Iterable[Step]) -> Iterable[Step]:
        """The steps; those after a withheld update say nothing of what stood before."""
        since = dict(self.since)
        for step in steps:
            if step.kind == "action" and step.version > since.get(step.key, step.version):
                step.was = {name: None if name in REPEATED else value for name, value in step.was.items()}
            yield step


OPEN = Withheld()


def withheld_from(marks: Marks, *, tells_marks: bool = True) -> Withheld:
    """What ``marks`` withhold, with all that lies under it. No query where that is nothing; five where an update is."""
    actions, updates, evidence = (
        marks.keys(thing) for thing in (Mark.Thing.ACTION, Mark.Thing.UPDATE, Mark.Thing.EVIDENCE)
    )
    if not marks.withheld:
        return Withheld(marks, tells_marks=tells_marks)
    hidden: set[tuple[int, int]] = set()
    asks: set[int] = set()
    of_updates: dict[int, int] = {}
    if updates:
        made = list(ProgressUpdate.objects.filter(pk__in=updates).values_list("action_id", "action_version"))
        for action, version in made:
            of_updates[action] = min(version, of_updates.get(action, version))
        hidden.update(made)
        hidden.update(Verdict.objects.filter(update__in=updates).values_list("action_id", "action_version"))
        evidence |= frozenset(Evidence.objects.filter(update__in=updates).values_list("pk", flat=True))
        asked = Q()
        for action, version in made:
            asked |= Q(action_id=action, action_version=version)
        asks.update(Ask.history.filter(asked).values_list("id", flat=True))
        hidden.update(Ask.history.filter(id__in=asks).values_list("action_id", "action_version"))
    if evidence:
        hidden.update(Evidence.history.filter(id__in=evidence).values_list("action_id", "action_version"))
    return Withheld(
        marks,
        actions,
        updates,
        evidence,
        frozenset(asks),
        frozenset(hidden),
        tuple(of_updates.items()),
        tells_marks,
    )
