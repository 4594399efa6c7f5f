"""The portfolio: every plan that one person may read, a line each, in the same number of queries however many there are.

Who reads today's position is told of today, counted from the actions' own rows; who reads versions of the latest one, by what
was counted beside its text. No document is built or parsed, but where something is withheld from this reader.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db.models import Count, Max
from django.utils import timezone

from actions.models import Action
from actions.models.action import days_late
from people import clock
from people.models import User
from people.rating import COMPLETE, WORST_FIRST, counted_as, in_file
from plans.models import Plan, PlanRole, Role, Step
from reports.document import build
from reports.entries import AWAITING_SIGN_OFF, EXTENDED, LATE, WAITS_FOR_SIGN_OFF, counts_of, delay_of
from reports.filters import Choice, Group
from reports.models import KeptDocument
from reports.my_work import plans_of, roles_in_words
from reports.reading import reads_today
from reports.visible import figures_seen, open_part, withheld_from

# A list that is seen as a whole needs no filter.
A_HANDFUL = 6
# What is worked on stands first, what is over last.
ORDER = (Plan.Status.IN_FORCE, Plan.Status.DRAFT, Plan.Status.CLOSED)


@dataclass
class Line:
    """One plan as this reader reads it. ``counts`` is None where there is nothing to read yet."""

    plan: Plan
    roles: frozenset[Role]
    issued: KeptDocument | None = None
    counts: dict[str, int] | None = None
    delay: dict[str, int] = field(default_factory=dict)
    changed_on: dt.date | None = None
    managers: list[str] = field(default_factory=list)

    @property
    def is_today(self) -> bool:
        return reads_today(self.roles)

    @property
    def as_on(self) -> dt.date | None:
        """The day of what is read."""
        return clock.today() if self.is_today else self.issued.as_on if self.issued else None

    @property
    def reading(self) -> str:
        """What is read, in words."""
        if self.is_today:
            return "Today’s position"
        return f"Version {self.issued.number}, {self.issued.label}" if self.issued else "Nothing is issued yet"

    @property
    def role_words(self) -> str:
        return roles_in_words(self.plan, self.roles)

    @property
    def actions(self) -> int:
        return sum((self.counts or {}).values())

    @property
    def complete(self) -> int:
        return (self.counts or {}).get(COMPLETE, 0)

    @property
    def late(self) -> int:
        return self.delay.get(LATE, 0)

    @property
    def extended(self) -> int:
        return self.delay.get(EXTENDED, 0)

    @property
    def awaiting_sign_off(self) -> int:
        return self.delay.get(AWAITING_SIGN_OFF, 0)


def portfolio_of(person: User) -> list[Line]:
    """The plans that ``person`` may read, in force first and then by title. Six queries."""
    lines = {plan.pk: Line(plan, roles) for plan, roles in plans_of(person)}
    _add_versions(lines, person)
    _add_today(lines, person)
    _add_managers(lines)
    return sorted(lines.values(), key=lambda line: ORDER.index(line.plan.status))


def _add_versions(lines: dict[int, Line], person: User) -> None:
    """The version that members read; its figures for those who read no more than that."""
    for kept in KeptDocument.objects.read_now().lightly().filter(plan__in=lines):
        line = lines[kept.plan_id]
        line.issued = kept
        if not line.is_today:
            figures_seen(kept, withheld_from(person, line.plan, line.roles))
            line.counts, line.delay = kept.counts, kept.delay


def _add_today(lines: dict[int, Line], person: User) -> None:
    """Figures of today and the day of the last change, for those who read today's position."""
    read = [plan for plan, line in lines.items() if line.is_today]
    counts: dict[int, Counter[str]] = {plan: Counter() for plan in read}
    delays: dict[int, Counter[str]] = {plan: Counter() for plan in read}
    today = clock.today()
    alike = ("plan_id", "status", "criterion__rating", "colour_in_file", "due_on", "done_on", "times_extended")
    rows = Action.objects.filter(plan__in=read).exclude(status__in=Action.GONE).order_by().values_list(*alike)
    for plan, status, rating, colour, due_on, done_on, times_extended, number in rows.annotate(Count("pk")):
        is_complete = status == Action.Status.COMPLETE
        counts[plan][COMPLETE if is_complete else rating or counted_as(in_file(colour))] += number
        delays[plan][LATE] += number if days_late(status, due_on, done_on, today) else 0
        delays[plan][EXTENDED] += number if times_extended else 0
        delays[plan][AWAITING_SIGN_OFF] += number if status in WAITS_FOR_SIGN_OFF else 0
    for plan in read:
        lines[plan].counts = {rating: counts[plan][rating] for rating in WORST_FIRST if counts[plan][rating]}
        lines[plan].delay = dict(delays[plan])
        if withheld := withheld_from(person, lines[plan].plan, lines[plan].roles):
            actions = open_part(build(lines[plan].plan), withheld).actions
            lines[plan].counts, lines[plan].delay = counts_of(actions), delay_of(actions)
    changed = Step.objects.filter(plan__in=read).order_by().values_list("plan").annotate(Max("at"))
    for changed_plan, at in changed:
        lines[changed_plan].changed_on = timezone.localtime(at).date()


def _add_managers(lines: dict[int, Line]) -> None:
    """Whom every page of the plan names as the people to ask."""
    held = PlanRole.objects.current(clock.today()).filter(
        plan__in=lines, role=Role.PLAN_MANAGER, person__is_active=True
    )  # type: ignore[misc, unused-ignore]
    for plan, name in held.order_by("person__name").values_list("plan_id", "person__name").distinct():
        lines[plan].managers.append(name)


# --- filters as plain links --------------------------------------------------------------------

TESTS: dict[str, tuple[str, Callable[[Line], bool]]] = {
    "late": ("actions late", lambda line: line.late > 0),
    "awaiting-sign-off": ("actions awaiting sign-off", lambda line: line.awaiting_sign_off > 0),
    "nothing-issued": ("nothing issued yet", lambda line: line.issued is None),
}
STATUSES = {status.value.replace(" ", "-"): (status.label, status.value) for status in ORDER}


@dataclass(frozen=True)
class Narrowed:
    """Which plans are listed; empty lists all."""

    status: str = ""
    has: str = ""

    @classmethod
    def of(cls, query: dict[str, str]) -> "Narrowed":
        """From the address; what is not known there is passed over."""
        status, has = query.get("status", ""), query.get("with", "")
        return cls(status if status in STATUSES else "", has if has in TESTS else "")

    def takes(self, line: Line) -> bool:
        return (not self.status or STATUSES[self.status][1] == line.plan.status) and (
            not self.has or TESTS[self.has][1](line)
        )

    @property
    def query(self) -> str:
        chosen = {"status": self.status, "with": self.has}
        kept = urlencode({name: value for name, value in chosen.items() if value})
        return f"?{kept}" if kept else ""

    def groups(self, lines: Iterable[Line]) -> list[Group]:
        """What can be chosen besides what is: no link leads to an empty list, what is chosen can be taken back."""
        there = list(lines)
        groups = (
            ("Status", "status", [(slug, words) for slug, (words, _) in STATUSES.items()]),
            ("With", "has", [(slug, words) for slug, (words, _) in TESTS.items()]),
        )
        offered = [
            Group(words, [self._choice(there, name, *value) for value in values]) for words, name, values in groups
        ]
        return [Group(group.words, [one for one in group.choices if one.number or one.chosen]) for group in offered]

    def _choice(self, lines: list[Line], name: str, value: str, words: str) -> Choice:
        chosen = getattr(self, name) == value
        then = replace(self, **{name: "" if chosen else value})
        here = replace(self, **{name: value})
        return Choice(words, sum(1 for line in lines if here.takes(line)), then.query or "?", chosen)


# --- as a table to take away -------------------------------------------------------------------

COLUMNS = (
    "Plan", "Status", "Your role", "What you read", "As it stood on", "Red", "Amber", "Not yet rated",
    "In the file, not yet argued", "Withheld", "Green", "Complete",
    "Actions", "Late", "Extended", "Awaiting sign-off", "Last changed", "Latest version", "As the version stood on",
    "Plan manager",
)  # fmt: skip


def cells_of(line: Line) -> tuple[str, ...]:
    """One line for a spreadsheet: days as it sorts them, no figures where there is nothing to read."""
    told = line.counts is not None
    figures = [(line.counts or {}).get(rating, 0) for rating in WORST_FIRST]
    figures += [line.actions, line.late, line.extended, line.awaiting_sign_off]
    days = [line.changed_on, line.issued.as_on if line.issued else None]
    return (
        line.plan.title,
        line.plan.get_status_display(),
        line.role_words,
        line.reading,
        _day(line.as_on),
        *(str(figure) if told else "" for figure in figures),
        _day(days[0]),
        f"{line.issued.number}, {line.issued.label}" if line.issued else "",
        _day(days[1]),
        ", ".join(line.managers),
    )


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
