"""Who may do what: one table, asked by views, templates, verbs and tests alike.

A row names a verb, what it is in words, and for each role the condition under which it may be done.
A condition looks at the person and the row concerned; it reads attributes and imports nothing from above.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from people import clock
from people.models import Membership, User
from plans.models import Plan, PlanRole, Role, RouteStop


@dataclass(frozen=True)
class Condition:
    """When a role may do a thing: in words for the page, as a question for the program."""

    words: str
    holds: Callable[[User, Any], bool]


ALWAYS = Condition("yes", lambda person, thing: True)
LEADS = Condition("what their posts lead", lambda person, thing: thing.lead_post.holder_id == person.pk)
OWN_ORGANISATION = Condition(
    "what their organisation leads",
    # Who holds the lead post acts for its organisation, wherever the account stands.
    lambda person, thing: (
        person.pk == thing.lead_post.holder_id
        or (person.organisation_id is not None and thing.lead_post.organisation_id == person.organisation_id)
    ),
)
OTHER_ORGANISATION = Condition(
    "other organisations’",
    lambda person, thing: (
        person.organisation_id is not None
        and person.organisation_id != thing.lead_post.organisation_id
        and person.pk != thing.lead_post.holder_id
    ),
)
NOT_AS_LEAD = Condition("not as lead", lambda person, thing: thing.lead_post.holder_id != person.pk)


@dataclass(frozen=True)
class Right:
    """One row of the table."""

    verb: str
    words: str
    roles: dict[Role, Condition]


# Asked of a step with those who can confirm it (plans.finding.Recorded).
RECORDED_FOR_THEM = Condition(
    "what was recorded for them", lambda person, thing: person.pk in getattr(thing, "confirmers", ())
)
CONFIRMERS = {
    **dict.fromkeys(Role, RECORDED_FOR_THEM),
    Role.PLAN_MANAGER: Condition(
        "what was recorded for them; a body’s with its minute",
        lambda person, thing: RECORDED_FOR_THEM.holds(person, thing) or getattr(thing, "is_of_a_body", False),
    ),
}

MANAGER_ALONE = {Role.PLAN_MANAGER: ALWAYS}
EVERYBODY = dict.fromkeys(Role, ALWAYS)
TODAY = dict.fromkeys(
    (Role.PLAN_MANAGER, Role.OFFICER, Role.CHIEF_OFFICER, Role.SCRUTINEER, Role.EXECUTIVE_MEMBER), ALWAYS
)
# A colleague of the lead's organisation does it too, not only the lead.
LEADS_ORGANISATION = {
    Role.PLAN_MANAGER: Condition("any, or on behalf", lambda person, thing: True),
    Role.OFFICER: OWN_ORGANISATION,
}
VERIFIERS = {
    Role.PLAN_MANAGER: OTHER_ORGANISATION,
    Role.OFFICER: OTHER_ORGANISATION,
    Role.CHIEF_OFFICER: OTHER_ORGANISATION,
    Role.SCRUTINEER: Condition("not as lead", lambda person, thing: thing.lead_post.holder_id != person.pk),
}
DECIDERS = {
    Role.PLAN_MANAGER: Condition("record it for the decider", lambda person, thing: True),
    Role.CHIEF_OFFICER: NOT_AS_LEAD,
}

CONFIRM_CLOSING = {
    Role.PLAN_MANAGER: Condition("record it for the decider", lambda person, thing: True),
    Role.CHIEF_OFFICER: Condition(
        "named for it", lambda person, thing: getattr(thing, "person_id", person.pk) == person.pk
    ),
}
# Each of the verbs asks for its own right again.
SEVERAL = dict.fromkeys(
    (Role.PLAN_MANAGER, Role.OFFICER, Role.CHIEF_OFFICER),
    Condition("what they may do to each of them", lambda person, thing: True),
)
# Whoever chairs a body of the route; each body's members read what is put before it.
CHAIRS_A_BODY = Condition(
    "who chairs a body of the route",
    lambda person, thing: (
        Membership.objects.current(clock.today())
        .filter(person=person, capacity=Membership.Capacity.CHAIR, body__on_routes__in=_standing_stops(thing))
        .exists()
    ),
)
CONSIDERERS = {**dict.fromkeys(Role, CHAIRS_A_BODY), Role.PLAN_MANAGER: ALWAYS}
# Who confirms what is exempt, and releases it to members for a meeting.
IS_PROPER_OFFICER = Condition(
    "who is proper officer of a body that the plan names",
    lambda person, thing: is_proper_officer(person, thing if isinstance(thing, Plan) else thing.plan),
)
PROPER_OFFICERS = dict.fromkeys(Role, IS_PROPER_OFFICER)
OWN_WORDS = Condition("their own organisation’s words", OWN_ORGANISATION.holds)
MARKERS = {Role.PLAN_MANAGER: ALWAYS, Role.OFFICER: OWN_WORDS, Role.CHIEF_OFFICER: ALWAYS}
# Asked of a release; of anything else nobody has proposed it yet.
NOT_THE_PROPOSER = Condition(
    "what another proposed", lambda person, thing: getattr(thing, "proposed_by_id", None) != person.pk
)
# Who asks that words are taken out does not take them out.
NOT_THE_ASKER = Condition(
    "what others asked for", lambda person, thing: getattr(thing, "asked_by_id", None) != person.pk
)
REOPENERS = {Role.PLAN_MANAGER: ALWAYS, Role.CHIEF_OFFICER: ALWAYS}


def is_proper_officer(person: User, plan: Plan) -> bool:
    """Whether ``person`` is proper officer of a body that the plan names: by a role, on its route, or as its deciding body."""
    today = clock.today()
    seats = Membership.objects.current(today).filter(person=person, capacity=Membership.Capacity.PROPER_OFFICER)
    with_a_role = PlanRole.objects.filter(plan=plan, body__isnull=False).current(today).values("body")
    named = Q(body__in=with_a_role) | Q(body__in=_standing_stops(plan).values("body")) | Q(body=plan.deciding_body_id)
    return seats.filter(named).exists()


def _standing_stops(thing: Any) -> QuerySet[RouteStop]:
    return RouteStop.objects.standing().filter(plan=thing if isinstance(thing, Plan) else thing.plan)


TABLE: tuple[Right, ...] = (
    Right("read_issued", "Read issued versions", EVERYBODY),
    Right("read_today", "Read today’s position", TODAY),
    Right("export", "Export what they can read", EVERYBODY),
    Right("prepare_update", "Prepare an update", {Role.PLAN_MANAGER: ALWAYS, Role.OFFICER: OWN_ORGANISATION}),
    Right(
        "submit_update",
        "Submit an update, with rating and forecast",
        {Role.PLAN_MANAGER: Condition("any, or on behalf", lambda person, thing: True), Role.OFFICER: LEADS},
    ),
    Right("ask_extension", "Ask for an extension", {Role.PLAN_MANAGER: ALWAYS, Role.OFFICER: OWN_ORGANISATION}),
    Right(
        "milestone", "Set milestones, say that they are reached, give them other dates, drop them", LEADS_ORGANISATION
    ),
    Right("evidence", "Add evidence, and withdraw it", LEADS_ORGANISATION),
    Right(
        "dated_fact", "Note what puts an action at risk, what is done about it, and when it is over", LEADS_ORGANISATION
    ),
    Right(
        "report_complete",
        "Report an action complete",
        {Role.PLAN_MANAGER: Condition("any, or on behalf", lambda person, thing: True), Role.OFFICER: LEADS},
    ),
    Right("take_back", "Take a report of completion back", LEADS_ORGANISATION),
    Right("several", "Do one thing to several actions at once", SEVERAL),
    Right("verify", "Verify that an action is complete", VERIFIERS),
    Right("refuse_verification", "Return a report at verification", VERIFIERS),
    Right("waive_verification", "Go on without verification, where the plan waives it", MANAGER_ALONE),
    Right("assurance_check", "Check a complete action later", VERIFIERS),
    Right("grant_extension", "Grant an extension", DECIDERS),
    Right("refuse_extension", "Refuse an extension", DECIDERS),
    Right("sign_off", "Sign an action off", DECIDERS),
    Right("return_report", "Return a report of completion", DECIDERS),
    Right("reopen", "Reopen an action", DECIDERS),
    Right("agree_move", "Agree to a move, or not", DECIDERS),
    Right("confirm", "Confirm what was recorded in their name", CONFIRMERS),
    Right(
        "dispute",
        "Say that what was recorded in their name is not what was decided",
        dict.fromkeys(Role, RECORDED_FOR_THEM),
    ),
    Right("answer_ask", "Answer an ask for help", MANAGER_ALONE),
    Right("reword", "Reword an action", MANAGER_ALONE),
    Right("correct", "Correct a typing error or a mistyped date", MANAGER_ALONE),
    Right("reassign", "Give an action to another lead", MANAGER_ALONE),
    Right("propose_move", "Propose that an action moves, and record who takes it outside", MANAGER_ALONE),
    Right("accept_move", "Accept a move into this plan, or refuse it", MANAGER_ALONE),
    Right("supersede", "Let other actions take an action’s place", MANAGER_ALONE),
    Right("withdraw", "Withdraw an action", MANAGER_ALONE),
    Right("begin_closing", "Close the plan: begin, account for its parts, close", MANAGER_ALONE),
    Right("confirm_closing", "Confirm a closing", CONFIRM_CLOSING),
    Right("reopen_plan", "Reopen a closed plan", REOPENERS),
    Right("mark", "Mark what is not for everyone, and ask for a mark to be lifted", MARKERS),
    Right("name_reader", "Name who reads a marked thing all the same, and end that", MARKERS),
    Right("confirm_mark", "Confirm that something is exempt", PROPER_OFFICERS),
    Right("release_mark", "Release a marked thing to members for one meeting", PROPER_OFFICERS),
    Right("lift_mark", "Lift a mark, or keep it", {Role.INFORMATION_GOVERNANCE: ALWAYS}),
    Right("reading_log", "Read who has opened what is marked", {Role.INFORMATION_GOVERNANCE: ALWAYS}),
    Right("rounds", "Set the route and rhythm, open rounds, put them before the body", MANAGER_ALONE),
    Right(
        "no_return",
        "Say why there is no return",
        {Role.PLAN_MANAGER: Condition("any, or on behalf", lambda person, thing: True), Role.OFFICER: LEADS},
    ),
    Right("reminders", "Send reminders of returns, and see which mails went out", MANAGER_ALONE),
    Right("consider", "Record what a body made of a round: considered, returned, rated otherwise", CONSIDERERS),
    Right("issue_to_members", "Issue to members", MANAGER_ALONE),
    Right("make_public", "Propose that the public reads an issued version", MANAGER_ALONE),
    Right(
        "confirm_public",
        "Confirm that a version is made public",
        {Role.PLAN_MANAGER: NOT_THE_PROPOSER, Role.CHIEF_OFFICER: NOT_THE_PROPOSER},
    ),
    Right(
        "refuse_public",
        "Refuse that a version is made public, or take the proposal back",
        {Role.PLAN_MANAGER: ALWAYS, Role.CHIEF_OFFICER: ALWAYS},
    ),
    Right(
        "withdraw_from_public",
        "Take a version off the public pages",
        dict.fromkeys((Role.PLAN_MANAGER, Role.CHIEF_OFFICER, Role.INFORMATION_GOVERNANCE), ALWAYS),
    ),
    Right("structure", "Build the plan: themes, objectives, workstreams, actions", MANAGER_ALONE),
    Right("criteria", "Set the rating criteria", MANAGER_ALONE),
    Right("rules", "Set who signs off, waive verification, say what a quarter is", MANAGER_ALONE),
    Right("put_in_force", "Put the plan in force", MANAGER_ALONE),
    Right("record_meeting", "Record meetings of the bodies that the plan names", MANAGER_ALONE),
    Right("people", "Give and end roles, invite, hand on a leaver’s duties", MANAGER_ALONE),
    Right("ask_redaction", "Ask that words are taken out of everything", EVERYBODY),
    Right("redact", "Take words out of everything, or refuse to", {Role.INFORMATION_GOVERNANCE: NOT_THE_ASKER}),
)
BY_VERB = {right.verb: right for right in TABLE}


def roles_of(person: User, plan: Plan) -> frozenset[Role]:
    """The roles that ``person`` holds on ``plan`` today, herself or through a seat on a body. One query.

    A body's role is held by those who sit on it; its scrutiny officer is scrutiny officer to the plan.
    Officers in attendance and the proper officer hold nothing by it.
    """
    if not person.is_active:
        return frozenset()
    held = PlanRole.objects.filter(plan=plan).held_by(person, clock.today()).values_list("role", "person_id", "seat")  # type: ignore[misc, unused-ignore]
    return frozenset(_roles(held))


def roles_and_managers(person: User, plan: Plan) -> tuple[frozenset[Role], list[str]]:
    """``roles_of``, and the names of the plan's managers, whom every page names as the people to ask. One query."""
    today = clock.today()
    managing = Q(role=Role.PLAN_MANAGER, person__is_active=True)
    rows = PlanRole.objects.filter(plan=plan).held_by(person, today, or_also=managing)
    held, managers = [], []
    for role, holder, name, seat in rows.values_list("role", "person_id", "person__name", "seat"):  # type: ignore[misc, unused-ignore]
        if holder in (None, person.pk):
            held.append((role, holder, seat))
        if role == Role.PLAN_MANAGER and name:
            managers.append(name)
    return frozenset(_roles(held)), sorted(set(managers))


def _roles(held: Iterable[tuple[str, int | None, str | None]]) -> Iterable[Role]:
    for role, person_id, seat in held:
        if person_id is not None or seat in Membership.SITTING:
            yield Role(role)
        elif seat == Membership.Capacity.SCRUTINY_OFFICER:
            yield Role.SCRUTINY_OFFICER


def people_holding(plan: Plan, *roles: Role) -> QuerySet[User]:
    """Those who hold one of these roles on ``plan`` today, themselves or through a seat on a body."""
    today = clock.today()
    held = PlanRole.objects.filter(plan=plan, role__in=roles).current(today)
    seats = Membership.objects.current(today).filter(body__in=held.values("body"), capacity__in=Membership.SITTING)
    return User.objects.here().filter(Q(pk__in=held.values("person")) | Q(pk__in=seats.values("person")))


def people_who_might(plan: Plan, verb: str) -> QuerySet[User]:
    """Those who hold today a role by which ``verb`` is done at all."""
    return people_holding(plan, *BY_VERB[verb].roles)


def roles_by_plan(person: User) -> dict[int, frozenset[Role]]:
    """``{plan's key: roles}`` for every plan on which ``person`` holds one today. One query."""
    if not person.is_active:
        return {}
    held: dict[int, set[Role]] = {}
    rows = PlanRole.objects.held_by(person, clock.today()).values_list("plan_id", "role", "person_id", "seat")  # type: ignore[misc, unused-ignore]
    for plan, role, person_id, seat in rows:
        held.setdefault(plan, set()).update(_roles([(role, person_id, seat)]))
    return {plan: frozenset(roles) for plan, roles in held.items() if roles}


def may_see(plan: Plan, roles: frozenset[Role]) -> bool:
    """Whether the plan exists for holders of these roles: a draft does for its managers alone."""
    return Role.PLAN_MANAGER in roles or (bool(roles) and not plan.is_draft)


def role_for(person: User, verb: str, thing: Any, roles: frozenset[Role]) -> Role | None:
    """The first role in the table's order by which ``person`` may do ``verb`` to ``thing``; None where none allows it."""
    for role, condition in BY_VERB[verb].roles.items():
        if role in roles and condition.holds(person, thing):
            return role
    return None


def may(person: User, verb: str, thing: Any, roles: frozenset[Role] | None = None) -> bool:
    """Whether ``person`` may do ``verb`` to ``thing`` (a plan, or a row with a ``plan``).

    Pages give the ``roles`` that the gate has read; verbs leave them out and so ask the database.
    """
    plan = thing if isinstance(thing, Plan) else thing.plan
    if roles is None:
        roles = roles_of(person, plan)
    return may_see(plan, roles) and role_for(person, verb, thing, roles) is not None


def might(verb: str, roles: frozenset[Role]) -> bool:
    """Whether any of these roles does ``verb`` at all: asked before looking whether the row is there."""
    return any(role in roles for role in BY_VERB[verb].roles)


def may_create_plan(person: User) -> bool:
    """Any plan manager, or an administrator, creates a plan and so becomes its plan manager."""
    return person.is_active and (
        person.is_staff or any(Role.PLAN_MANAGER in roles for roles in roles_by_plan(person).values())
    )
