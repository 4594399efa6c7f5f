"""A person leaves: every post and duty is handed on in one transaction, or nothing is."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Unpack

from django.db import transaction
from django.db.models import Q

from people import clock
from people.accounts import change_account
from people.models import Membership, Post, User
from plans.models import Plan, PlanRole, Role
from plans.people_of_plan import bodies_named, end_role, grant_role, holds, managing
from plans.posts import refuse_named_elsewhere
from plans.rights import roles_by_plan
from plans.steps import How, Refused, one_step, together


@dataclass(frozen=True)
class Duties:
    """All that a person holds: posts, roles on plans, seats on bodies."""

    posts: list[Post]
    roles: list[PlanRole]
    seats: list[Membership]

    def __bool__(self) -> bool:
        return bool(self.posts or self.roles or self.seats)


def duties_of(person: User) -> Duties:
    """Three queries. Roles and seats that begin later are among them."""
    return Duties(
        posts=list(Post.objects.filter(holder=person).select_related("organisation").order_by("pk")),
        roles=list(_open(PlanRole.objects.all(), person).select_related("plan").order_by("plan_id", "pk")),
        seats=list(_open(Membership.objects.all(), person).select_related("body").order_by("body_id", "pk")),
    )


def hand_on(
    leaver: User,
    *,
    plan: Plan,
    ended_on: dt.date,
    because: str,
    posts: dict[Post, User | None],
    roles: dict[PlanRole, User | None],
    seats: dict[Membership, User | None] | None = None,
    **how: Unpack[How],
) -> User:
    """Record that a person leaves, with every post and duty handed on, in one transaction.

    ``posts``, ``roles`` and ``seats`` name the successor of each (None: nobody yet, and so *lead gone*). Refused while a post
    or an open role of the leaver is not named, or where a plan would be left without a plan manager.
    """
    successors = [*posts.values(), *roles.values(), *(seats or {}).values()]
    with transaction.atomic():
        leaver = _as_they_are_now(leaver, successors)
        managed = _managed_plans(leaver)
        with together(*managed, how=how) as circumstances:
            held = duties_of(leaver)
            _refuse_leaving(leaver, ended_on, because, how["recorded_by"])
            _refuse_unnamed(held, posts, roles)
            _refuse_foreign_roles(how["recorded_by"], leaver)
            for post in held.posts:
                _hand_on_post(post, leaver, posts[post], plan, because, circumstances())
            for seat in held.seats:
                _hand_on_seat(seat, (seats or {}).get(seat), plan, ended_on, because, circumstances)
            for role in held.roles:
                _hand_on_role(role, roles[role], ended_on, because, circumstances)
            leaver = change_account(leaver, by=how["recorded_by"], because=because, ended_on=ended_on)
            for left in managed:
                if not managing(left).exists():
                    raise Refused(f"{left} would be left without a plan manager. Name the next one.")
    return leaver


def _as_they_are_now(leaver: User, successors: list[User | None]) -> User:
    """The leaver's row as it is now; neither it nor a successor's changes until all is handed on.

    Administrators are locked with them, since the account that is closed may be the last one's. People, posts, plans: in
    this order, as everywhere (plans.steps.standing).
    """
    keys = {leaver.pk, *(successor.pk for successor in successors if successor is not None)}
    wanted = Q(pk__in=keys) | Q(is_staff=True, is_active=True)
    people = {one.pk: one for one in User.objects.select_for_update(no_key=True).filter(wanted).order_by("pk")}
    for key in keys - {leaver.pk}:
        if not people[key].is_active:
            raise Refused(f"{people[key]} has left too. Choose somebody else.")
    list(Post.objects.select_for_update(no_key=True).filter(holder=leaver).order_by("pk"))
    return people[leaver.pk]


def _managed_plans(leaver: User) -> list[Plan]:
    """The plans that the leaver manages, by a role or by a seat: locked, so that no other manager of theirs leaves."""
    managed = [key for key, own in roles_by_plan(leaver).items() if Role.PLAN_MANAGER in own]
    return list(Plan.objects.filter(pk__in=managed).order_by("pk"))


def _hand_on_post(post: Post, leaver: User, successor: User | None, plan: Plan, because: str, how: How) -> None:
    with one_step(post, "hand_on", right="people", for_plan=plan, because=because, **how) as row:
        if row.holder_id != leaver.pk:
            raise Refused(f"{row} was given to another holder meanwhile. Look at the list again.")
        refuse_named_elsewhere(row, how["recorded_by"])
        row.holder = successor


def _hand_on_role(role: PlanRole, successor: User | None, ended_on: dt.date, because: str, how: Any) -> None:
    if successor is not None and not holds(role.plan, role.role, successor):
        grant_role(role.plan, role=role.role, holder=successor, because=because, **how())
    end_role(role, because=because, until_on=max(ended_on, role.from_on), **how())


def _hand_on_seat(
    seat: Membership, successor: User | None, plan: Plan, ended_on: dt.date, because: str, how: Any
) -> None:
    if successor is not None:
        if seat.body not in bodies_named(plan):
            raise Refused(f"{plan} does not name {seat.body}: an administrator gives seats on it.")
        taken = Membership(body=seat.body, person=successor, capacity=seat.capacity, from_on=clock.today())
        if not _open(Membership.objects.filter(body=seat.body, capacity=seat.capacity), successor).exists():
            with one_step(taken, "take_seat", right="people", for_plan=plan, because=because, **how()):
                pass
    with one_step(seat, "end_membership", right="people", for_plan=plan, because=because, **how()) as row:
        row.until_on = max(ended_on, row.from_on)


def _open(rows: Any, person: User) -> Any:
    """Those of a person's roles or seats that have not ended."""
    return rows.filter(person=person).filter(Q(until_on__isnull=True) | Q(until_on__gte=clock.today()))


def _refuse_leaving(leaver: User, ended_on: dt.date, because: str, recorded_by: User) -> None:
    if not leaver.is_active:
        raise Refused(f"{leaver} has left already.")
    if ended_on > clock.today():
        raise Refused(
            "That day is still to come. Record it on the last day: the account is closed at once.", "ended_on"
        )
    if leaver == recorded_by and ended_on < clock.today():
        raise Refused("You are still here, so your last day is today.", "ended_on")
    if not because.strip():
        raise Refused("Say why. The reason is kept with every change.", "because")
    if len(because.strip()) > 300:
        raise Refused("Say it in at most 300 characters.", "because")
    if leaver.is_staff and not recorded_by.is_staff:
        raise Refused(f"{leaver} is an administrator: only another administrator can record that they leave.")
    if leaver.is_staff and not User.objects.here().filter(is_staff=True).exclude(pk=leaver.pk).exists():
        raise Refused(f"{leaver} is the last administrator. Make somebody else one first.")


def _refuse_unnamed(held: Duties, posts: dict[Post, User | None], roles: dict[PlanRole, User | None]) -> None:
    forgotten = [str(post) for post in held.posts if post not in posts]
    forgotten += [str(role) for role in held.roles if role not in roles]
    if forgotten:
        raise Refused(f"Say who takes over: {'; '.join(forgotten)}.")


def _refuse_foreign_roles(recorded_by: User, leaver: User) -> None:
    """A plan manager shows out those who are on her own plans alone, by a role of their own or by a seat."""
    managed = roles_by_plan(recorded_by)
    foreign = [plan for plan in roles_by_plan(leaver) if Role.PLAN_MANAGER not in managed.get(plan, ())]
    if foreign and not recorded_by.is_staff:
        raise Refused(
            f"{leaver} also has a part in a plan that you do not manage. Its plan manager ends that first, "
            "or an administrator records that they leave."
        )


def foreign_plans(recorded_by: User, roles: list[PlanRole]) -> list[str]:
    """Plans that ``recorded_by`` does not manage: she ends roles on her own; the others are for their own plan managers."""
    managed = roles_by_plan(recorded_by)
    return sorted({role.plan.short_title for role in roles if Role.PLAN_MANAGER not in managed.get(role.plan_id, ())})
