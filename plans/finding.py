"""Finding what an address names in a plan, for the gate."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import models
from django.http import Http404

from people.models import Post, User
from plans.confirming import deciders_to_ask
from plans.leavers import duties_of
from plans.models import Mark, MarkGrant, Plan, PlanRole, RatingCriterion, Step, Theme
from plans.people_of_plan import bodies_named
from plans.posts import named_for
from plans.telling import TOLD_WITH

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class InPlan(Generic[M]):
    """A row that belongs to no plan itself, found on the page of one."""

    plan: Plan
    row: M


def the_theme(plan: Plan, number: int) -> Theme:
    return _of(plan, Theme.objects.filter(plan=plan, number=number))


def the_criterion(plan: Plan, key: int) -> RatingCriterion:
    return _of(plan, RatingCriterion.objects.filter(plan=plan, pk=key))


def the_mark(plan: Plan, key: int) -> Mark:
    return _of(plan, Mark.objects.filter(plan=plan, pk=key).select_related("lead_post__organisation"))


def the_grant(plan: Plan, key: int) -> MarkGrant:
    found = _of(
        plan,
        MarkGrant.objects.filter(plan=plan, pk=key).select_related(
            "mark__lead_post", "organisation", "person", "meeting__body"
        ),
    )
    found.mark.plan = plan
    return found


def the_role(plan: Plan, key: int) -> PlanRole:
    return _of(plan, PlanRole.objects.filter(plan=plan, pk=key).select_related("person", "body"))


@dataclass(frozen=True)
class Recorded:
    """A step that was recorded for another, with the keys of those who can confirm it."""

    plan: Plan
    step: Step
    confirmers: frozenset[int]

    @property
    def is_of_a_body(self) -> bool:
        return self.step.by_body_id is not None


def the_step(plan: Plan, step: int) -> Recorded:
    found = _of(
        plan, Step.objects.filter(plan=plan, pk=step).select_related("by_post__holder", "by_holder", *TOLD_WITH)
    )
    return Recorded(plan, found, frozenset(person.pk for person in deciders_to_ask(found)))


def the_post(plan: Plan, key: int) -> InPlan[Post]:
    """Any post: posts are shared by all plans."""
    return InPlan(plan, _one(Post.objects.filter(pk=key).select_related("organisation", "holder")))


def the_person(plan: Plan, person: int) -> InPlan[User]:
    """Somebody who has to do with this plan, here or gone: by a role, a seat on a body that it names, or a post that it names."""
    found = _one(User.objects.filter(pk=person).select_related("organisation"))
    held = duties_of(found)
    by_seat = {seat.body for seat in held.seats} & set(bodies_named(plan))
    by_post = {post.pk for post in held.posts} & named_for(plan).keys()
    if not (by_seat or by_post or PlanRole.objects.filter(plan=plan, person=found).exists()):
        raise Http404("Nobody of this plan.")
    return InPlan(plan, found)


def _of(plan: Plan, rows: models.QuerySet[M]) -> M:
    """The row, with the plan that the gate has read: asking it for its plan costs no query."""
    found = _one(rows)
    found.plan = plan  # type: ignore[attr-defined]
    return found


def _one(rows: models.QuerySet[M]) -> M:
    found = rows.first()
    if found is None:
        raise Http404("No such row in this plan.")
    return found
