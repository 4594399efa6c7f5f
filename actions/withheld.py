"""What lies under the marks of a plan, for one reader: with an update its asks, its evidence and what a body made of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from actions.models import Action, Ask, Evidence, ProgressUpdate, Verdict
from plans.models import Mark, Step
from plans.withheld import NOTHING, Marks

# What an update says that the next update repeats as what was before.
REPEATED = frozenset({"criterion", "forecast_on", "brings_back", "brings_back_by", "colour_in_file"})


@dataclass(frozen=True)
class Withheld:
    """What the marks of a plan keep from one reader, with all that lies under each."""

    marks: Marks = NOTHING
    tells_marks: bool = True  # whether the reader is told of marks at all: who set which, and why

    def __bool__(self) -> bool:
        return bool(self.marks.withheld)

    @cached_property
    def actions(self) -> frozenset[int]:
        return self.marks.keys(Mark.Thing.ACTION)

    @cached_property
    def names(self) -> frozenset[str]:
        """The withheld actions as addresses name them. One query, none where no action is withheld."""
        if not self.actions:
            return frozenset()
        return frozenset(Action.objects.filter(pk__in=self.actions).values_list("slug", flat=True))

    @cached_property
    def updates(self) -> frozenset[int]:
        return self.marks.keys(Mark.Thing.UPDATE)

    @cached_property
    def evidence(self) -> frozenset[int]:
        """Keys of what is marked itself; what belongs to a withheld update knows that update."""
        return self.marks.keys(Mark.Thing.EVIDENCE)

    @cached_property
    def asks(self) -> frozenset[int]:
        return frozenset(ask for mark in self.marks.withheld for ask in mark.along)

    def number_under(self, action: int) -> int:
        """How many things under this action are withheld."""
        return sum(1 for mark in self.marks.withheld if mark.within == action)

    # --- of steps --------------------------------------------------------------------------------------

    @cached_property
    def steps(self) -> frozenset[tuple[int, int]]:
        """``(action, version)`` of the steps that tell what is withheld. At most four queries, none where nothing is."""
        hidden = set(self._of_updates)
        if self.updates:
            hidden.update(Verdict.objects.filter(update__in=self.updates).values_list("action_id", "action_version"))
        if self.asks:
            hidden.update(Ask.history.filter(id__in=self.asks).values_list("action_id", "action_version"))
        if self.updates or self.evidence:
            of_it = Q(id__in=self.evidence) | Q(update_id__in=self.updates)
            hidden.update(Evidence.history.filter(of_it).values_list("action_id", "action_version"))
        return frozenset(hidden)

    @cached_property
    def _of_updates(self) -> tuple[tuple[int, int], ...]:
        if not self.updates:
            return ()
        return tuple(ProgressUpdate.objects.filter(pk__in=self.updates).values_list("action_id", "action_version"))

    def hides(self, action: int, version: int) -> bool:
        """Whether the step of this action's version is not told."""
        return action in self.actions or (action, version) in self.steps

    @cached_property
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
        since: dict[int, int] = {}
        for action, version in self._of_updates:
            since[action] = min(version, since.get(action, version))
        for step in steps:
            if step.kind == "action" and step.version > since.get(step.key, step.version):
                step.was = {name: None if name in REPEATED else value for name, value in step.was.items()}
            yield step


def hides_step(marks: Marks, step: Step) -> bool:
    """Whether ``step`` tells what the marks withhold: it made a withheld update, or what belongs to one."""
    return step.kind == "action" and Withheld(marks).hides(step.key, step.version)


OPEN = Withheld()
