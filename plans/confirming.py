"""Recorded for another, not yet confirmed: who may confirm a step, and doing so."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q

from people import clock
from people.models import Membership, User
from people.tracking import written
from plans.models import Confirmation, Plan, Role, Step
from plans.rights import may_see, roles_of
from plans.steps import Refused, words_for

# What was recorded for a person, for whoever holds a post, or for a body without naming its minute.
FOR_A_PERSON = Q(by_person__isnull=False) & ~Q(by_person=F("recorded_by"))
FOR_A_POST = Q(by_post__isnull=False) & (Q(by_post__holder__isnull=True) | ~Q(by_post__holder=F("recorded_by")))
FOR_A_BODY = Q(by_body__isnull=False, minute="")


def unconfirmed() -> Any:
    """Steps of plans in force that were recorded for another and that nobody has confirmed."""
    drafted = Q(plan__status=Plan.Status.DRAFT)
    return Step.objects.filter(
        FOR_A_PERSON | FOR_A_POST | FOR_A_BODY, confirmation__isnull=True, plan__isnull=False
    ).exclude(drafted)


def waiting_for(person: User) -> list[Step]:
    """The steps that ``person`` can confirm: recorded in her name, for a post she holds, for a body she chairs."""
    chaired = Membership.objects.current(clock.today()).filter(person=person, capacity=Membership.Capacity.CHAIR)
    mine = Q(by_person=person) | Q(by_post__holder=person) | Q(by_body__in=chaired.values("body"))
    found = unconfirmed().filter(mine).exclude(recorded_by=person).select_related("plan", "agreed_at__body")
    plans: dict[int, bool] = {}
    return [step for step in found if _sees(person, step.plan, plans)]


def _sees(person: User, plan: Plan | None, plans: dict[int, bool]) -> bool:
    assert plan is not None
    if plan.pk not in plans:
        plans[plan.pk] = may_see(plan, roles_of(person, plan))
    return plans[plan.pk]


def is_waiting(step: Step) -> bool:
    """Whether ``step`` reads "recorded, not yet confirmed"."""
    return unconfirmed().filter(key=step.key, kind=step.kind, version=step.version).exists()


def may_confirm(person: User, step: Step) -> bool:
    """The decider herself, the holder of the post, the chair of the body."""
    if person.pk == step.recorded_by_id or not person.is_active:
        return False
    if step.by_person_id:
        return step.by_person_id == person.pk
    if step.by_post is not None:
        return step.by_post.holder_id == person.pk
    seats = Membership.objects.current(clock.today()).filter(person=person, body=step.by_body)
    return seats.filter(capacity=Membership.Capacity.CHAIR).exists()


def confirm(step: Step, *, by: User, minute: str = "") -> Confirmation:
    """The decider confirms; or a plan manager attaches the minute in which a body's decision stands."""
    with transaction.atomic():
        plan = Plan.objects.select_for_update(no_key=True).get(pk=step.plan_id)
        fresh = Step.objects.select_related("by_post").get(pk=step.pk)
        roles = roles_of(by, plan)
        attaches = bool(minute.strip()) and fresh.by_body_id is not None and Role.PLAN_MANAGER in roles
        if not may_see(plan, roles) or not (attaches or may_confirm(by, fresh)):
            raise PermissionDenied("Only who decided confirms it, or the plan manager with the minute.")
        if not is_waiting(fresh):
            raise Refused("This does not wait for anybody’s confirmation.")
        confirmation = Confirmation(
            step=fresh, plan=plan, at=clock.now(), by=by, by_words=words_for(by), minute=minute.strip()
        )
        with written():
            confirmation.save()
    return confirmation
