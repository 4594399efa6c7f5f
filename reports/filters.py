"""Filters of the action list as plain links: every choice is an address that can be kept and sent."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from people.rating import NOT_RATED, ORDER, WORST_FIRST, counted_as, shown
from reports.document import PlanDocument
from reports.entries import WAITS_FOR_SIGN_OFF, ActionEntry, slips_since

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
    "awaiting-sign-off": ("awaiting sign-off", lambda action: action.status in WAITS_FOR_SIGN_OFF),
    "milestone-missed": ("milestone missed", lambda action: bool(action.milestones_missed)),
    "at-risk": ("a dated risk noted", lambda action: bool(action.facts_standing)),
    "move-proposed": ("move proposed", lambda action: action.move_open is not None),
    "moved": ("moved", lambda action: action.status == "moved"),
    "superseded": ("superseded", lambda action: action.status == "superseded"),
    "withdrawn": ("withdrawn", lambda action: action.status == "withdrawn"),
}

# What has left the plan is counted apart, and listed only where it is asked for.
GONE = ("moved", "superseded", "withdrawn")

RATINGS = [(rating or NONE_YET, shown(rating).counted) for rating in WORST_FIRST]
# Those of the tests that stand in the line of figures at the top.
IN_THE_WAY = ("late", "extended", "extension-asked", "help-asked", "awaiting-sign-off")


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
            action.is_gone == (self.is_so in GONE)
            and (
                not self.rating or counted_as(action.rating) == (NOT_RATED if self.rating == NONE_YET else self.rating)
            )
            and (not self.is_so or TESTS[self.is_so][1](action))
            and (not self.theme or self.theme == str(theme))
            and (not self.organisation or self.organisation == action.organisation)
        )

    @property
    def words(self) -> str:
        """What the list below is of: "Red, late"; all actions where nothing narrows them."""
        rating = dict(RATINGS).get(self.rating, "")
        is_so = TESTS[self.is_so][0] if self.is_so else ""
        theme = f"theme {self.theme}" if self.theme else ""
        chosen = ", ".join(word for word in (rating, is_so, theme, self.organisation) if word)
        return chosen[:1].upper() + chosen[1:] if chosen else "All actions"

    def matching(self, document: PlanDocument) -> list[ActionEntry]:
        """The actions that fit every choice, worst first and then the latest first; all of them in the plan's order."""
        fitting = [action for theme in document.themes for action in theme.actions if self.takes(action, theme.number)]
        if self == Filter(every=True):
            return fitting
        return sorted(fitting, key=lambda action: (ORDER.index(action.rating), -action.days_late))

    def groups(self, document: PlanDocument) -> list[Group]:
        """Everything that can be chosen besides what is: no link leads to an empty list, what is chosen can be taken back."""
        groups = [
            Group(words, [self._choice(document, name, value, said) for value, said in values])
            for words, name, values in (
                ("Rating", "rating", RATINGS),
                ("Delay and doubt", "is_so", [(name, said) for name, (said, _) in TESTS.items()]),
                ("Theme", "theme", [(str(theme.number), f"{theme.number} {theme.title}") for theme in document.themes]),
                ("Lead organisation", "organisation", [(name, name) for name in _organisations(document)]),
            )
        ]
        return [Group(group.words, [one for one in group.choices if one.number or one.chosen]) for group in groups]

    def figures(self, document: PlanDocument) -> list[Choice]:
        """The line of figures at the top: every rating that somebody has, and what stands in the way.

        They are of the whole plan, whatever is chosen, and so each link starts afresh.
        """
        number = sum(1 for action in document.actions if not action.is_gone)
        every = Choice("action" if number == 1 else "actions", number, Filter().query(), self == Filter(every=True))
        ratings = [self._figure(document, "rating", value, said) for value, said in RATINGS]
        in_the_way = [self._figure(document, "is_so", name, TESTS[name][0]) for name in IN_THE_WAY]
        gone = [self._figure(document, "is_so", name, name) for name in GONE]
        there = (figure for figure in (*ratings, *gone) if figure.number)
        # Where a plan was brought in from a file, nobody knows that none was extended: the page says since when it is counted.
        known = [
            one for one in in_the_way if one.number or one.words != "extended" or not slips_since(document.actions)
        ]
        return [every, *there, *known]

    def _figure(self, document: PlanDocument, name: str, value: str, words: str) -> Choice:
        alone = Filter()._choice(document, name, value, words)
        return replace(alone, chosen=getattr(self, name) == value)

    def _choice(self, document: PlanDocument, name: str, value: str, words: str) -> Choice:
        """``value`` chosen besides what is, with how many actions the link leads to; of what is chosen, how many show."""
        number = len(replace(self, **{name: value}).matching(document))  # type: ignore[arg-type]
        rating = (NOT_RATED if value == NONE_YET else value) if name == "rating" else None
        return Choice(words, number, self.query(**{name: value}), getattr(self, name) == value, rating)


def _organisations(document: PlanDocument) -> list[str]:
    return sorted({action.organisation for action in document.actions})
