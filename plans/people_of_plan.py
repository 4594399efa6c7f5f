"""Who belongs to a plan: giving and ending roles, inviting, recording meetings, handing on a leaver's duties."""

import datetime as dt
from typing import Unpack

from allauth.account.models import EmailAddress
from django.db import transaction

from people import clock
from people.models import GovernanceBody, Meeting, Membership, Organisation, Post, User
from plans.models import Plan, PlanRole, Role, Step
from plans.models.plan import PlanRoleQuerySet
from plans.rights import roles_by_plan
from plans.steps import Decider, How, Refused, one_step


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
    with one_step(granted, "grant_role", right="people", because=because, **how) as row:
        if isinstance(holder, User) and not holder.is_active:
            raise Refused("This person has left and can hold no role.", "person")
    return row


def end_role(plan_role: PlanRole, *, because: str = "", until_on: dt.date | None = None, **how: Unpack[How]) -> Step:
    """End a role, today or on another day. The last plan manager does not step down without naming the next."""
    last_day = until_on or clock.today()
    with one_step(plan_role, "end_role", right="people", because=because, **how) as row:
        if row.until_on is not None and row.until_on < clock.today():
            raise Refused("This role has ended already.")
        if row.role == Role.PLAN_MANAGER and not _another_manager(row):
            raise Refused("This is the plan’s last plan manager. Name the next one first.")
        row.until_on = max(last_day, row.from_on)
    return row.last_step


def invite(
    plan: Plan, *, email: str, name: str, organisation: Organisation | None, role: str, because: str = "", **how: Unpack[How]
) -> tuple[User, bool]:
    """Give somebody a role by e-mail address; who has no account yet gets one without a password.

    Returns the person and whether the account is new (and so needs the link that sets a password).
    """
    with transaction.atomic():
        person = User.objects.filter(email__iexact=email.strip()).first()
        is_new = person is None
        if person is None:
            person = User.objects.create_user(email.strip(), name.strip(), organisation=organisation)
            EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        grant_role(plan, role=role, holder=person, because=because, **how)
    return person, is_new


def record_meeting(
    plan: Plan, *, body: GovernanceBody, held_on: dt.date, how_held: str, title: str = "", because: str = "", **how: Unpack[How]
) -> Meeting:
    """Record a meeting of a body that the plan names, so that decisions can refer to it."""
    if body not in bodies_named(plan):
        raise Refused("This plan does not name that body.", "body")
    meeting = Meeting(body=body, held_on=held_on, how=how_held, title=title)
    with one_step(
        meeting, "record_meeting", for_plan=plan, because=because or f"Recorded for {plan.short_title}.", **how
    ) as row:
        pass
    return row


def bodies_named(plan: Plan) -> list[GovernanceBody]:
    """The deciding body, and every body that holds a role on the plan today."""
    holding = PlanRole.objects.filter(plan=plan, body__isnull=False).current(clock.today()).select_related("body")
    bodies = {role.body_id: role.body for role in holding}
    if plan.deciding_body_id:
        bodies[plan.deciding_body_id] = plan.deciding_body
    return sorted((body for body in bodies.values() if body), key=lambda body: body.name)


def hand_on(
    leaver: User,
    *,
    plan: Plan,
    ended_on: dt.date,
    because: str,
    posts: dict[Post, User | None],
    roles: dict[PlanRole, User | None],
    by: Decider,
    recorded_by: User,
) -> None:
    """Record that a person leaves, with every post and duty handed on, in one transaction.

    ``posts`` and ``roles`` name the successor of each (None: nobody yet, and so *lead gone*). Refused while a post or an open
    role of the leaver is not named, or where a plan would be left without a plan manager.
    """
    how: How = {"by": by, "recorded_by": recorded_by}
    with transaction.atomic():
        _refuse_unnamed(leaver, posts, roles)
        _refuse_foreign_roles(recorded_by, roles)
        for post, successor in posts.items():
            with one_step(post, "hand_on", right="people", for_plan=plan, because=because, **how) as row:
                row.holder = successor
        for plan_role, successor in roles.items():
            if successor is not None and not _open_roles(successor).filter(plan=plan_role.plan, role=plan_role.role).exists():
                grant_role(plan_role.plan, role=plan_role.role, holder=successor, because=because, **how)
            end_role(plan_role, because=because, until_on=ended_on, **how)
        for membership in Membership.objects.current(clock.today()).filter(person=leaver):
            with one_step(membership, "end_membership", right="people", for_plan=plan, because=because, **how) as seat:
                seat.until_on = max(ended_on, seat.from_on)
        leaver.ended_on, leaver.ended_because, leaver.is_active = ended_on, because.strip()[:300], False
        leaver.full_clean(exclude=["password"])
        leaver.save(update_fields=["ended_on", "ended_because", "is_active"])


def _open_roles(person: User) -> PlanRoleQuerySet:
    return PlanRole.objects.current(clock.today()).filter(person=person)


def _refuse_unnamed(leaver: User, posts: dict[Post, User | None], roles: dict[PlanRole, User | None]) -> None:
    forgotten = [str(post) for post in Post.objects.filter(holder=leaver) if post not in posts]
    forgotten += [str(role) for role in _open_roles(leaver) if role not in roles]
    if forgotten:
        raise Refused(f"Say who takes over: {'; '.join(forgotten)}.")


def _refuse_foreign_roles(recorded_by: User, roles: dict[PlanRole, User | None]) -> None:
    """A plan manager ends roles on her own plans; the others are for their own plan managers to end first."""
    managed = roles_by_plan(recorded_by)
    foreign = {role.plan.short_title for role in roles if Role.PLAN_MANAGER not in managed.get(role.plan_id, ())}
    if foreign:
        raise Refused(f"Ask the plan manager of {' and of '.join(sorted(foreign))} to end this person’s role there first.")


def _another_manager(plan_role: PlanRole) -> bool:
    managers = PlanRole.objects.current(clock.today()).filter(plan=plan_role.plan, role=Role.PLAN_MANAGER)
    return managers.filter(until_on__isnull=True).exclude(pk=plan_role.pk).exists()
