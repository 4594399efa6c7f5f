"""Building a plan: freely in draft, with a reason once it is in force."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Unpack

from django.db import transaction
from django.db.models import ProtectedError

from people import clock
from people.forms import can_be_seen
from plans.models import Plan, PlanRole, RatingCriterion, Role, Step, Theme
from plans.steps import FOUNDING, How, Refused, one_step

# What stands in an address where a plan's own name would: /plans/new/ is a page, /plans/csv/ a file.
NOT_A_PLAN = ("new", "csv")

# Why something is no longer in a draft, where nobody says it better.
REMOVED = "Taken out of the draft."


def create_plan(
    *,
    slug: str,
    title: str,
    short_title: str,
    purpose: str = "",
    manager_label: str = "",
    because: str,
    **how: Unpack[How],
) -> Plan:
    """Start a plan in draft. Who records it becomes its plan manager."""
    plan = Plan(
        slug=slug,
        title=title,
        short_title=short_title,
        purpose=purpose,
        manager_label=manager_label or Role.PLAN_MANAGER.label,
    )
    founder = how["recorded_by"]
    with transaction.atomic():
        with one_step(plan, "create_plan", because=because, **how) as row:
            if slug in NOT_A_PLAN:
                raise Refused("Choose another address, of letters and figures.", "slug")
            if Plan.objects.filter(slug=slug).exists():
                raise Refused(f"Another plan has the address {slug}. Choose another.", "slug")
        first = PlanRole(plan=row, role=Role.PLAN_MANAGER, person=founder, from_on=clock.today())
        with one_step(
            first, "grant_role", right=FOUNDING, by=founder, recorded_by=founder, because="Created the plan."
        ):
            pass
    return row


def edit_plan(plan: Plan, *, because: str = "", changes: dict[str, object], **how: Unpack[How]) -> Step:
    """Change what the plan is called, what it is for, or which body decides for it."""
    return _change(plan, "edit_plan", changes, because, how)


def set_rules(plan: Plan, *, because: str = "", changes: dict[str, object], **how: Unpack[How]) -> Step:
    """Say who signs actions off, whether verification is waived and why, and what a quarter is."""
    with one_step(plan, "set_rules", right="rules", because=because, **how) as row:
        if changes["signing_body"] is not None and changes["signing_post"] is not None:
            raise Refused("A body or a post signs off: choose one.", "signing_post")
        _set(row, changes)
        if row.waiver_because and not can_be_seen(row.waiver_because):
            raise Refused(
                "Say why this plan waives verification: the reason is shown wherever it matters.", "waiver_because"
            )
    return row.last_step


def put_in_force(plan: Plan, *, because: str, **how: Unpack[How]) -> Step:
    """From now on members may read it, references stay for good, and every change says why."""
    with one_step(plan, "put_in_force", because=because, **how) as row:
        if not row.is_draft:
            raise Refused("This plan is in force already.")
        if missing := missing_for_force(row):
            raise Refused(f"Before the plan can be in force: {'; '.join(missing)}.")
        row.status, row.in_force_on = Plan.Status.IN_FORCE, clock.today()
    return row.last_step


def missing_for_force(plan: Plan) -> list[str]:
    """What a draft still lacks, each as a thing to do."""
    ratings = set(plan.criteria.standing().values_list("rating", flat=True))
    return [
        words
        for words, there in (
            ("add a theme", plan.themes.exists()),
            ("name the body that decides on dates and wording", plan.deciding_body_id is not None),
            ("give each of Red, Amber and Green at least one criterion", ratings == {"R", "A", "G"}),
        )
        if not there
    ]


def add_theme(
    plan: Plan, *, number: int, title: str, outcome: str = "", because: str = "", **how: Unpack[How]
) -> Theme:
    """Add a numbered theme after those that stand."""
    theme = Theme(plan=plan, number=number, title=title, outcome=outcome, position=_next_position(plan.themes))
    with one_step(theme, "add_theme", right="structure", because=because, **how) as row:
        if row.plan.themes.filter(number=number).exists():
            raise Refused(f"Theme {number} is there already. A number is given once.", "number")
    return row


def reword_theme(theme: Theme, *, title: str, outcome: str, because: str = "", **how: Unpack[How]) -> Step:
    """Change a theme's title or outcome statement; its number stays."""
    return _change(theme, "reword_theme", {"title": title, "outcome": outcome}, because, how)


def remove_theme(theme: Theme, *, because: str = "", **how: Unpack[How]) -> Step:
    """Take an empty theme out of a draft."""
    with (
        only_if_empty("Remove its objectives first: a theme is removed when it is empty."),
        one_step(theme, "remove_theme", right="structure", removes=True, because=because or REMOVED, **how) as row,
    ):
        refuse_in_force(row.plan)
    return row.last_step


def add_criterion(plan: Plan, *, rating: str, words: str, because: str = "", **how: Unpack[How]) -> RatingCriterion:
    """Let a sentence stand for a colour in this plan."""
    criterion = RatingCriterion(plan=plan, rating=rating, words=words, position=_next_position(plan.criteria))
    with one_step(criterion, "add_criterion", right="criteria", because=because, **how) as row:
        if row.plan.criteria.standing().filter(rating=rating, words=words).exists():
            raise Refused(f"This sentence stands for {row.get_rating_display()} already.", "words")
    return row


def retire_criterion(criterion: RatingCriterion, *, because: str = "", **how: Unpack[How]) -> Step:
    """Let a sentence no longer be chosen. Ratings that chose it keep it, and it stays in their history."""
    with one_step(criterion, "retire_criterion", right="criteria", because=because, **how) as row:
        if row.retired_on is not None:
            raise Refused("This criterion is retired already.")
        others = row.plan.criteria.standing().filter(rating=row.rating).exclude(pk=row.pk)
        if row.plan.in_force and not others.exists():
            raise Refused(f"Add another {row.get_rating_display()} criterion first: a plan in force needs one of each.")
        row.retired_on = clock.today()
    return row.last_step


def refuse_in_force(plan: Plan) -> None:
    """Nothing is taken out of a plan in force."""
    if not plan.is_draft:
        raise Refused("Nothing is removed from a plan in force: its references stay for good.")


@contextmanager
def only_if_empty(words: str) -> Iterator[None]:
    """Nothing is removed while something stands under it, whichever room that belongs to."""
    try:
        with transaction.atomic():
            yield
    except ProtectedError as error:
        raise Refused(words) from error


def _change(thing: Plan | Theme, verb: str, changes: dict[str, object], because: str, how: How) -> Step:
    with one_step(thing, verb, right="structure", because=because, **how) as row:
        _set(row, changes)
    return row.last_step


def _set(row: Plan | Theme, changes: dict[str, object]) -> None:
    if all(getattr(row, name) == value for name, value in changes.items()):
        raise Refused("Nothing is different.")
    for name, value in changes.items():
        setattr(row, name, value)


def _next_position(siblings: object) -> int:
    last = siblings.order_by("-position").values_list("position", flat=True).first()  # type: ignore[attr-defined]
    return (last or 0) + 1
