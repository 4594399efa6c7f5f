"""What belongs to a plan and its people is done whole or not at all, too: see tests/actions/test_whole_or_not_at_all.py."""

import datetime as dt

import pytest

from objectives.models import Workstream
from objectives.structure import add_workstream, end_workstream, reword_objective
from plans.confirming import confirm
from plans.invitations import invite
from plans.leavers import hand_on
from plans.models import Plan, PlanRole, Role, Step
from plans.people_of_plan import end_role, grant_role, record_meeting
from plans.posts import add_post, end_post
from plans.structure import add_criterion, add_theme, create_plan, edit_plan, put_in_force, set_rules
from reports.versions import issue_to_members, keep_todays_position
from tests.actions.life import Life
from tests.breaks_after import assert_whole_or_not_at_all
from tests.conftest import TODAY


def now(plan: Plan) -> Plan:
    return Plan.objects.get(pk=plan.pk)


def issue(cast):
    return issue_to_members(now(cast.plan), label="March 2016", because="Considered.", **cast.as_manager())


def paper(cast):
    return keep_todays_position(now(cast.plan), cast.plan_manager)


def creation(cast):
    return create_plan(slug="new-plan", title="New", short_title="New", because="Wanted.", **cast.as_manager())


def force(cast):
    draft = Plan.objects.get(slug="new-plan")
    return put_in_force(draft, because="Adopted.", **cast.as_manager())


def ready(cast):
    draft = creation(cast)
    edit_plan(draft, changes={"deciding_body": cast.sub_group}, **cast.as_manager())
    add_theme(draft, number=1, title="Prevent", **cast.as_manager())
    for rating in "RAG":
        add_criterion(draft, rating=rating, words="A sentence.", **cast.as_manager())


def invitation(cast):
    return invite(
        now(cast.plan), email="new@example.org", name="New", organisation=cast.police, role=Role.OFFICER,
        because="Joins.", **cast.as_manager(),
    )  # fmt: skip


def leaving(cast):
    """A post and a role go to a colleague."""
    role = PlanRole.objects.get(plan=cast.plan, person=cast.officer)
    return hand_on(
        cast.officer, plan=cast.plan, ended_on=TODAY, because="Moved.", posts={cast.lead: cast.reader},
        roles={role: cast.reader}, **cast.as_manager(),
    )  # fmt: skip


def role_given(cast):
    return grant_role(now(cast.plan), role=Role.READER, holder=cast.officer, because="Agreed.", **cast.as_manager())


def role_ended(cast):
    return end_role(PlanRole.objects.get(plan=cast.plan, person=cast.reader), because="Over.", **cast.as_manager())


def meeting(cast):
    return record_meeting(
        now(cast.plan), body=cast.sub_group, held_on=dt.date(2016, 3, 1), how_held="meeting", **cast.as_manager()
    )


def post(cast):
    return add_post(now(cast.plan), title="E-safety Officer", organisation=cast.council, **cast.as_manager())


def post_ended(cast):
    return end_post(cast.lead_elsewhere, plan=cast.plan, because="Cut.", **cast.as_manager())


def objective(cast):
    return reword_objective(
        cast.objective, wording="Healthy relationships are taught.", because="Clearer.", by=cast.sub_group,
        recorded_by=cast.plan_manager, agreed_at=cast.meeting,
    )  # fmt: skip


def workstream(cast):
    return add_workstream(cast.objective, name="A strand", because="Agreed.", **cast.as_manager())


def workstream_ended(cast):
    return end_workstream(Workstream.objects.get(), because="Done.", **cast.as_manager())


def rules(cast):
    changes = {
        "signing_body": None, "signing_post": cast.lead_elsewhere, "waiver_because": "Small actions only.",
        "quarters": "financial",
    }  # fmt: skip
    return set_rules(now(cast.plan), changes=changes, because="Agreed.", **cast.as_manager())


def recorded_for_the_lead(cast):
    return Life(cast).submit_update(by=cast.officer, recorded_by=cast.plan_manager, received_by="mail")


def recorded_for_the_body(cast):
    return Life(cast).withdraw(minute="")


def confirmation(cast):
    return confirm(Step.objects.get(verb="submit_update"), by=cast.officer, recorded_by=cast.officer)


def minutes_attached(cast):
    return confirm(Step.objects.get(verb="withdraw"), minute="14/16", **cast.as_manager())


@pytest.mark.parametrize(
    ("verb", "writes", "before"),
    [
        (issue, 4, ()),  # the plan with its history row, the document, the step
        (paper, 1, ()),
        (creation, 6, ()),  # the plan and its first role
        (force, 3, (ready,)),
        (invitation, 6, ()),  # the account, its address and its record; the role
        (leaving, 11, ()),  # the post; the new role; the old one; the account and its record
        (role_given, 3, ()),
        (role_ended, 3, ()),
        (meeting, 3, ()),
        (post, 3, ()),
        (post_ended, 3, ()),
        (objective, 3, ()),
        (workstream, 3, ()),
        (workstream_ended, 3, (workstream,)),
        (rules, 3, ()),
        (confirmation, 1, (recorded_for_the_lead,)),
        (minutes_attached, 1, (recorded_for_the_body,)),
    ],
)
def test_a_failure_after_any_write_leaves_nothing_behind(cast, verb, writes, before):
    for earlier in before:
        earlier(cast)
    assert_whole_or_not_at_all(lambda: verb(cast), writes)
