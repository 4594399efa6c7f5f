"""Who belongs to a plan: giving and ending roles, and recording the meetings of the bodies that it names."""

import datetime as dt
from typing import Unpack

from django.db.models import Q

from people import clock
from people.models import GovernanceBody, Meeting, Membership, User, british
from plans.models import Plan, PlanRole, Role, RouteStop, Step
from plans.models.plan import PlanRoleQuerySet
from plans.steps import How, Refused, one_step, standing


def grant_role(
    plan: Plan, *, role: str, holder: User | GovernanceBody, because: str = "", **how: Unpack[How]
) -> PlanRole:
    """Give a person or a body a role from today on."""
    granted = PlanRole(
        plan=plan,
        role=role,
        person=holder if isinstance(holder, User) else None,
        body=holder if isinstance(holder, GovernanceBody) else None,
        from_on=clock.today(),
    )
    with (
        standing(holder if isinstance(holder, User) else None, field="holder"),
        one_step(granted, "grant_role", right="people", because=because, **how) as row,
    ):
        if holds(plan, role, holder):
            raise Refused(f"{holder} holds this role already.", "role")
    return row


def end_role(plan_role: PlanRole, *, because: str = "", until_on: dt.date | None = None, **how: Unpack[How]) -> Step:
    """End a role, today or on another day. The last plan manager does not step down without naming the next."""
    last_day = until_on or clock.today()
    with one_step(plan_role, "end_role", right="people", because=because, **how) as row:
        if row.until_on is not None and row.until_on < clock.today():
            raise Refused("This role has ended already.")
        if row.role == Role.PLAN_MANAGER and not managing(row.plan).exclude(pk=row.pk).exists():
            raise Refused("This is the plan’s last plan manager. Name the next one first.")
        if last_day < row.from_on:
            raise Refused(f"This role began on {british(row.from_on)}. It ends on that day or later.", "until_on")
        row.until_on = last_day
    return row.last_step


def record_meeting(
    plan: Plan,
    *,
    body: GovernanceBody,
    held_on: dt.date,
    how_held: str,
    title: str = "",
    because: str = "",
    **how: Unpack[How],
) -> Meeting:
    """Record a meeting of a body that the plan names, so that decisions can refer to it."""
    if body not in bodies_named(plan):
        raise Refused("This plan does not name that body.", "body")
    meeting = Meeting(body=body, held_on=held_on, how=how_held, title=title)
    with one_step(
        meeting, "record_meeting", for_plan=plan, because=because or f"Recorded for {plan.short_title}.", **how
    ) as row:
        if Meeting.objects.filter(body=body, held_on=held_on, how=how_held).exists():
            raise Refused(f"{row} is recorded already: choose it where a meeting is asked for.", "held_on")
    return row


def bodies_named(plan: Plan) -> list[GovernanceBody]:
    """The deciding body, the bodies on the route, and every body that holds a role on the plan today."""
    holding = PlanRole.objects.filter(plan=plan, body__isnull=False).current(clock.today()).select_related("body")
    bodies = {role.body_id: role.body for role in holding}
    for stop in RouteStop.objects.standing().filter(plan=plan).select_related("body"):
        bodies[stop.body_id] = stop.body
    if plan.deciding_body_id:
        bodies[plan.deciding_body_id] = plan.deciding_body
    return sorted((body for body in bodies.values() if body), key=lambda body: body.name)


def holds(plan: Plan, role: str, holder: User | GovernanceBody) -> bool:
    """Whether the role is this person's, or this body's, with no end in sight."""
    mine = Q(person=holder) if isinstance(holder, User) else Q(body=holder)
    return PlanRole.objects.current(clock.today()).filter(mine, plan=plan, role=role, until_on__isnull=True).exists()


def managing(plan: Plan) -> PlanRoleQuerySet:
    """The roles by which somebody still here manages the plan, with no end in sight: a person, or a body that sits."""
    somebody_sits = Q(
        body__in=Membership.objects.current(clock.today())
        .filter(person__is_active=True, until_on__isnull=True, capacity__in=Membership.SITTING)
        .values("body")
    )
    running = PlanRole.objects.current(clock.today()).filter(plan=plan, role=Role.PLAN_MANAGER, until_on__isnull=True)
    return running.filter(Q(person__is_active=True) | somebody_sits)
