"""The cast: the same people in every test, on one small plan.

Every test's clock stands at 6 April 2016, 9.00 unless it says otherwise.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress

from actions.models import Action
from actions.structure import add_action
from objectives.models import StrategicObjective
from objectives.structure import add_objective
from people import clock
from people.models import GovernanceBody, Meeting, Membership, Organisation, Post, User
from people.tracking import Tracked
from plans.models import Plan, RatingCriterion, Role, Theme
from plans.people_of_plan import grant_role
from plans.steps import one_step
from plans.structure import add_criterion, add_theme, create_plan, edit_plan, put_in_force
from tests.put_back import made_once

LONDON = ZoneInfo("Europe/London")
TODAY = dt.date(2016, 4, 6)
NOW = dt.datetime(2016, 4, 6, 9, 0, tzinfo=LONDON)
PASSWORD = "a password for tests"


@pytest.fixture(autouse=True)
def the_clock_stands() -> Iterator[None]:
    with clock.at(NOW):
        yield


@dataclass
class Cast:
    """Everybody, the plan they work on, and a plan that is not theirs."""

    administrator: User
    plan_manager: User
    officer: User
    colleague: User  # an officer of the same organisation, who leads nothing
    officer_elsewhere: User  # leads the second action, in another organisation
    chief_officer: User
    scrutineer: User
    member: User
    scrutiny_officer: User
    executive_member: User
    reader: User
    information_governance: User
    outsider: User
    council: Organisation
    police: Organisation
    lead: Post
    lead_elsewhere: Post
    sub_group: GovernanceBody
    commission: GovernanceBody
    meeting: Meeting
    plan: Plan
    theme: Theme
    objective: StrategicObjective
    action: Action
    action_elsewhere: Action
    red: RatingCriterion
    amber: RatingCriterion
    green: RatingCriterion
    other_plan: Plan

    def as_manager(self) -> dict[str, User]:
        """The circumstances of what the plan manager does herself."""
        return {"by": self.plan_manager, "recorded_by": self.plan_manager}


def a_person(name: str, organisation: Organisation | None = None, **fields: object) -> User:
    person = User.objects.create_user(
        f"{name.replace(' ', '.')}@example.org", name.capitalize(), PASSWORD, organisation=organisation, **fields
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def set_up(thing: Tracked, administrator: User) -> Tracked:
    """Save a row that belongs to no plan, as an administrator would."""
    with one_step(thing, "administer", by=administrator, recorded_by=administrator, because="Set up.") as row:
        pass
    return row


@pytest.fixture
def cast(db: None) -> Cast:
    return made_once(make_cast)


def make_cast() -> Cast:
    """The cast without a fixture, for tests that need their own transactions."""
    with clock.at(dt.datetime(2015, 12, 1, 9, 0, tzinfo=LONDON)):
        return _make_cast()


def _make_cast() -> Cast:
    administrator = a_person("administrator", is_staff=True, is_superuser=True)

    def new(thing: Tracked) -> Tracked:
        return set_up(thing, administrator)

    council = new(Organisation(name="The Council"))
    police = new(Organisation(name="The Police"))
    people = {
        name: a_person(name.replace("_", " "), police if name in ("officer_elsewhere",) else council)
        for name in (
            "plan_manager", "officer", "colleague", "officer_elsewhere", "chief_officer", "scrutineer", "member",
            "scrutiny_officer", "executive_member", "reader", "information_governance", "outsider",
        )
    }  # fmt: skip
    lead = new(Post(title="Early Help Manager", organisation=council, holder=people["officer"]))
    lead_elsewhere = new(
        Post(title="Detective Superintendent", organisation=police, holder=people["officer_elsewhere"])
    )
    sub_group = new(GovernanceBody(name="CSE Sub-Group", kind="sub-group"))
    commission = new(GovernanceBody(name="Improving Lives Select Commission", kind="select commission"))
    for person, capacity in ((people["member"], "member"), (people["scrutiny_officer"], "scrutiny officer")):
        new(Membership(body=commission, person=person, capacity=capacity, from_on=dt.date(2015, 5, 20)))
    meeting = new(Meeting(body=sub_group, held_on=TODAY))

    how = {"by": people["plan_manager"], "recorded_by": people["plan_manager"]}
    as_founder = {"by": administrator, "recorded_by": administrator}
    plan = create_plan(
        slug="the-plan", title="The Delivery Plan 2015–2018", short_title="The Plan", because="Agreed.", **as_founder
    )
    grant_role(plan, role=Role.PLAN_MANAGER, holder=people["plan_manager"], **as_founder)
    for name, role in (
        ("officer", Role.OFFICER), ("colleague", Role.OFFICER), ("officer_elsewhere", Role.OFFICER),
        ("chief_officer", Role.CHIEF_OFFICER), ("scrutineer", Role.SCRUTINEER),
        ("executive_member", Role.EXECUTIVE_MEMBER), ("reader", Role.READER),
        ("information_governance", Role.INFORMATION_GOVERNANCE),
    ):  # fmt: skip
        grant_role(plan, role=role, holder=people[name], **how)
    grant_role(plan, role=Role.MEMBER, holder=commission, **how)
    edit_plan(plan, changes={"deciding_body": sub_group}, **how)
    theme = add_theme(plan, number=1, title="Prevent", outcome="Children are safe.", **how)
    red = add_criterion(plan, rating="R", words="A milestone is missed and there is no agreed way back.", **how)
    amber = add_criterion(plan, rating="A", words="At risk; what brings it back is agreed and dated.", **how)
    green = add_criterion(plan, rating="G", words="Every milestone met so far, with evidence.", **how)
    objective = add_objective(
        theme, reference="1.4", wording="Healthy relationships are understood.", accountable_post=lead, **how
    )
    action = add_action(
        objective, reference="1.4.3", wording="Publish one early help strategy.", lead_post=lead,
        success_criteria="One referral route\nStrategy agreed", start_on=dt.date(2015, 12, 1), due_on=dt.date(2016, 1, 30), **how,
    )  # fmt: skip
    action_elsewhere = add_action(
        objective, reference="1.4.10", wording="Share intelligence each week.", lead_post=lead_elsewhere,
        start_on=dt.date(2015, 12, 1), due_on=dt.date(2016, 9, 30), **how,
    )  # fmt: skip
    put_in_force(plan, because="Adopted by the board.", **how)
    outsider = {"by": people["outsider"], "recorded_by": people["outsider"]}
    other_plan = create_plan(
        slug="another-plan", title="Another Plan", short_title="Another Plan", because="Agreed.", **as_founder
    )
    grant_role(other_plan, role=Role.PLAN_MANAGER, holder=people["outsider"], **as_founder)
    edit_plan(other_plan, changes={"deciding_body": sub_group}, **outsider)
    add_theme(other_plan, number=1, title="Another theme", **outsider)
    for rating in "RAG":
        add_criterion(other_plan, rating=rating, words="Another sentence.", **outsider)
    put_in_force(other_plan, because="Adopted.", **outsider)
    # Rows as they stand now, not as they were handed back at their making.
    for row in (plan, theme, objective, action, action_elsewhere, other_plan):
        row.refresh_from_db()
    return Cast(
        administrator=administrator, **people, council=council, police=police, lead=lead, lead_elsewhere=lead_elsewhere,
        sub_group=sub_group, commission=commission, meeting=meeting, plan=plan, theme=theme, objective=objective,
        action=action, action_elsewhere=action_elsewhere, red=red, amber=amber, green=green, other_plan=other_plan,
    )  # fmt: skip
