"""What a file says of a plan, once its cells are read: rows that can be written, and what is to be said of single cells."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from actions.forms.dates import SaidDate
from people.models import GovernanceBody, Post
from people.rating import ORDER, in_file
from plans.models import Plan


@dataclass(frozen=True)
class At:
    """Something to say of one cell: ``where`` is as Excel names it, "Actions!F12"."""

    where: str
    words: str


@dataclass(frozen=True)
class PlanTold:
    title: str
    short_title: str
    slug: str
    purpose: str
    manager_label: str
    as_at: dt.date
    quarters: str


@dataclass(frozen=True)
class CriterionTold:
    rating: str
    words: str


@dataclass(frozen=True)
class ThemeTold:
    number: int
    title: str
    outcome: str


@dataclass(frozen=True)
class ObjectiveTold:
    reference: str
    theme: int
    wording: str
    accountable_post: Post | None
    responsible_body: GovernanceBody | None


@dataclass(frozen=True)
class WorkstreamTold:
    objective: str
    name: str
    lead_post: Post | None


@dataclass(frozen=True)
class ActionTold:
    """One action; ``colour`` is R, A, G or nothing, ``words`` the latest update in the file."""

    reference: str
    objective: str
    wording: str
    success_criteria: str
    partners: str
    lead_post: Post
    start: SaidDate
    original_due: SaidDate
    due: SaidDate
    colour: str
    words: str

    @property
    def rating(self) -> str:
        """As it will be shown: hollow."""
        return in_file(self.colour)


@dataclass
class Understood:
    """All that a file says. It can be written where ``troubles`` are none; ``notes`` say what was read in which way."""

    plan: PlanTold | None = None
    criteria: list[CriterionTold] = field(default_factory=list)
    themes: list[ThemeTold] = field(default_factory=list)
    objectives: list[ObjectiveTold] = field(default_factory=list)
    workstreams: list[WorkstreamTold] = field(default_factory=list)
    actions: list[ActionTold] = field(default_factory=list)
    troubles: list[At] = field(default_factory=list)
    notes: list[At] = field(default_factory=list)

    @property
    def posts(self) -> set[Post]:
        """Every post that is named."""
        named = (
            *(action.lead_post for action in self.actions),
            *(objective.accountable_post for objective in self.objectives),
            *(workstream.lead_post for workstream in self.workstreams),
        )
        return {post for post in named if post is not None}

    @property
    def colours(self) -> list[tuple[str, int]]:
        """``(rating, how many)`` of the actions as they will be shown, worst first."""
        found = Counter(action.rating for action in self.actions)
        return [(rating, found[rating]) for rating in ORDER if found[rating]]

    def by_theme(self) -> list[tuple[ThemeTold, list[tuple[ObjectiveTold, list[ActionTold]]]]]:
        """Themes with their objectives and actions, for a page."""
        return [
            (theme, [(one, self.actions_of(one)) for one in self.objectives if one.theme == theme.number])
            for theme in self.themes
        ]

    def actions_of(self, objective: ObjectiveTold) -> list[ActionTold]:
        return [action for action in self.actions if action.objective == objective.reference]


@dataclass(frozen=True)
class Known:
    """What a file can name: posts that stand, bodies, and the addresses that plans have."""

    posts: tuple[Post, ...]
    bodies: tuple[GovernanceBody, ...]
    addresses: frozenset[str]


def known_now() -> Known:
    """Three queries."""
    return Known(
        tuple(
            Post.objects.filter(ended_on__isnull=True).select_related("organisation").order_by("organisation", "title")
        ),
        tuple(GovernanceBody.objects.all()),
        frozenset(Plan.objects.values_list("slug", flat=True)),
    )
