"""Filters of the action list as plain links: every choice is an address that can be kept and sent."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from people.rating import NOT_RATED, WORST_FIRST, shown
from reports.document import ActionEntry, PlanDocument

# What stands in an address for an action that nobody has rated: an empty value would read as no filter.
NONE_YET = "none"

TESTS: dict[str, tuple[str, Callable[[ActionEntry], bool]]] = {
    "late": ("late", lambda action: action.days_late > 0),
    "extended": ("extended", lambda action: action.times_extended > 0),
    "extension-asked": ("extension asked", lambda action: action.extension_asked is not None),
    "forecast-later": ("expected after the due date", lambda action: action.forecast_is_later),
    "help-asked": ("help asked", lambda action: bool(action.asks_open)),
    "lead-gone": ("nobody in the lead post", lambda action: action.lead_is != "held"),
    "no-date": ("no due date", lambda action: action.due_on is None),
}


@dataclass(frozen=True)
class Choice:
    """One link: what it says, how many it leads to, where it leads, and whether it is chosen now."""

    words: str
    number: int
    query: str
    chosen: bool
    rating: str | None = None  # for the shape beside it


@dataclass(frozen=True)
class Group:
    """Choices of one kind: rating, delay, theme, organisation."""

    words: str
    choices: list[Choice]


@dataclass(frozen=True)
class Filter:
    """What is chosen. Empty: nothing; ``every`` opens all actions without narrowing them."""

    rating: str = ""
    is_so: str = ""
    theme: str = ""
    organisation: str = ""
    every: bool = False

    @classmethod
    def of(cls, query: dict[str, str]) -> "Filter":
        """From the address; what is not known there is passed over."""
        rating, is_so = query.get("rating", ""), query.get("is", "")
        return cls(
            rating=rating if rating in (*WORST_FIRST, NONE_YET) else "",
            is_so=is_so if is_so in TESTS else "",
            theme=query.get("theme", ""),
            organisation=query.get("organisation", ""),
            every=query.get("actions") == "all",
        )

    @property
    def is_open(self) -> bool:
        return self != Filter()

    def query(self, **changes: str) -> str:
        """The address's query with ``changes``; a choice made twice is taken back."""
        chosen = {"rating": self.rating, "is": self.is_so, "theme": self.theme, "organisation": self.organisation}
        for name, value in changes.items():
            name = "is" if name == "is_so" else name
            chosen[name] = "" if chosen[name] == value else value
        kept = {name: value for name, value in chosen.items() if value}
        return f"?{urlencode(kept or {'actions': 'all'})}#actions"

    def takes(self, action: ActionEntry, theme: int) -> bool:
        return (
            (not self.rating or action.rating == (NOT_RATED if self.rating == NONE_YET else self.rating))
            and (not self.is_so or TESTS[self.is_so][1](action))
            and (not self.theme or self.theme == str(theme))
            and (not self.organisation or self.organisation == action.organisation)
        )

    def matching(self, document: PlanDocument) -> list[ActionEntry]:
        """The actions that fit every choice, in the plan's order."""
        return [action for theme in document.themes for action in theme.actions if self.takes(action, theme.number)]

    def groups(self, document: PlanDocument) -> list[Group]:
        """All choices with how many actions of the whole document each has; none that would lead to nothing."""
        actions = document.actions
        organisations = sorted({action.organisation for action in actions})
        groups = [
            Group("Rating", self._ratings(actions)),
            Group("Delay and doubt", self._tests(actions)),
            Group(
                "Theme",
                [
                    self._choice(f"{theme.number} {theme.title}", len(theme.actions), theme=str(theme.number))
                    for theme in document.themes
                ],
            ),
            Group(
                "Lead organisation",
                [
                    self._choice(name, sum(a.organisation == name for a in actions), organisation=name)
                    for name in organisations
                ],
            ),
        ]
        return [Group(group.words, [choice for choice in group.choices if choice.number]) for group in groups]

    def figures(self, document: PlanDocument) -> list[Choice]:
        """The line of figures at the top: every rating that somebody has, and what stands in the way. Each is a link."""
        actions = document.actions
        every = Choice("action" if len(actions) == 1 else "actions", len(actions), "?actions=all#actions", self.every)
        tests = [
            choice
            for choice in self._tests(actions)
            if choice.words in ("late", "extended", "extension asked", "help asked")
        ]
        return [every, *(choice for choice in self._ratings(actions) if choice.number), *tests]

    def _ratings(self, actions: list[ActionEntry]) -> list[Choice]:
        return [
            self._choice(
                shown(rating).counted, sum(action.rating == rating for action in actions), rating=rating or NONE_YET
            )
            for rating in WORST_FIRST
        ]

    def _tests(self, actions: Iterable[ActionEntry]) -> list[Choice]:
        return [self._choice(words, sum(map(test, actions)), is_so=name) for name, (words, test) in TESTS.items()]

    def _choice(self, words: str, number: int, **choice: str) -> Choice:
        ((name, value),) = choice.items()
        rating = (NOT_RATED if value == NONE_YET else value) if name == "rating" else None
        return Choice(words, number, self.query(**choice), getattr(self, name) == value, rating)
