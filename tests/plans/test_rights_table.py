"""The table of rights, typed out again: who may do what, to which action, by which role. Nothing here is asked of the table.

The same answers through every page stand in tests/test_every_url.py; here are the rights themselves, as verbs ask them.
"""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied

from actions.extensions import ask_extension, grant_extension
from actions.models import Action
from people import clock
from people.models import Membership, User
from plans.models import Role
from plans.people_of_plan import end_role, grant_role
from plans.posts import hold_post
from plans.rights import (
    TABLE,
    may,
    may_create_plan,
    may_see,
    might,
    role_for,
    roles_and_managers,
    roles_by_plan,
    roles_of,
)
from plans.steps import one_step
from plans.structure import create_plan
from tests.conftest import NOW, Cast, a_person, make_cast, set_up
from tests.put_back import made_once
from tests.rolled_back import rolled_back

PEOPLE = (
    "plan_manager", "officer", "colleague", "officer_elsewhere", "chief_officer", "scrutineer", "member",
    "scrutiny_officer", "executive_member", "reader", "information_governance", "outsider",
)  # fmt: skip

# officer leads 1.4.3, colleague leads nothing in the same organisation, officer elsewhere leads 1.4.10, the outsider manages
# another plan. Y: may. The columns are those of PEOPLE.
#                   1.4.3            1.4.10
#                   MOCECSMSERIO     MOCECSMSERIO
MAY = """
read_issued         YYYYYYYYYYY-     YYYYYYYYYYY-
read_today          YYYYYY--Y---     YYYYYY--Y---
export              YYYYYYYYYYY-     YYYYYYYYYYY-
prepare_update      YYY---------     Y--Y--------
submit_update       YY----------     Y--Y--------
ask_extension       YYY---------     Y--Y--------
milestone           YYY---------     Y--Y--------
evidence            YYY---------     Y--Y--------
dated_fact          YYY---------     Y--Y--------
report_complete     YY----------     Y--Y--------
take_back           YYY---------     Y--Y--------
several             YYYYY-------     YYYYY-------
verify              ---Y-Y------     YYY-YY------
refuse_verification ---Y-Y------     YYY-YY------
waive_verification  Y-----------     Y-----------
assurance_check     ---Y-Y------     YYY-YY------
grant_extension     Y---Y-------     Y---Y-------
refuse_extension    Y---Y-------     Y---Y-------
sign_off            Y---Y-------     Y---Y-------
return_report       Y---Y-------     Y---Y-------
reopen              Y---Y-------     Y---Y-------
agree_move          Y---Y-------     Y---Y-------
confirm             ------------     ------------
dispute             ------------     ------------
answer_ask          Y-----------     Y-----------
reword              Y-----------     Y-----------
correct             Y-----------     Y-----------
reassign            Y-----------     Y-----------
propose_move        Y-----------     Y-----------
accept_move         Y-----------     Y-----------
supersede           Y-----------     Y-----------
withdraw            Y-----------     Y-----------
begin_closing       Y-----------     Y-----------
confirm_closing     Y---Y-------     Y---Y-------
reopen_plan         Y---Y-------     Y---Y-------
mark                YYY-Y-------     Y--YY-------
name_reader         YYY-Y-------     Y--YY-------
confirm_mark        ------------     ------------
release_mark        ------------     ------------
lift_mark           ----------Y-     ----------Y-
reading_log         ----------Y-     ----------Y-
rounds              Y-----------     Y-----------
no_return           YY----------     Y--Y--------
reminders           Y-----------     Y-----------
consider            Y-----------     Y-----------
issue_to_members    Y-----------     Y-----------
make_public         Y-----------     Y-----------
confirm_public      Y---Y-------     Y---Y-------
refuse_public       Y---Y-------     Y---Y-------
withdraw_from_public Y---Y-----Y-     Y---Y-----Y-
structure           Y-----------     Y-----------
criteria            Y-----------     Y-----------
rules               Y-----------     Y-----------
put_in_force        Y-----------     Y-----------
record_meeting      Y-----------     Y-----------
people              Y-----------     Y-----------
ask_redaction       YYYYYYYYYYY-     YYYYYYYYYYY-
redact              ----------Y-     ----------Y-
"""
ANSWERS = {verb: (own, elsewhere) for verb, own, elsewhere in (line.split() for line in MAY.strip().splitlines())}

# As the page "Who can see what" prints it: plan manager, officer, chief officer, scrutineer, member, scrutiny officer,
# executive member, reader, information governance.
IN_WORDS = {
    "read_issued": "yes | yes | yes | yes | yes | yes | yes | yes | yes",
    "read_today": "yes | yes | yes | yes | | | yes | |",
    "export": "yes | yes | yes | yes | yes | yes | yes | yes | yes",
    "prepare_update": "yes | what their organisation leads | | | | | | |",
    "submit_update": "any, or on behalf | what their posts lead | | | | | | |",
    "ask_extension": "yes | what their organisation leads | | | | | | |",
    "milestone": "any, or on behalf | what their organisation leads | | | | | | |",
    "evidence": "any, or on behalf | what their organisation leads | | | | | | |",
    "dated_fact": "any, or on behalf | what their organisation leads | | | | | | |",
    "report_complete": "any, or on behalf | what their posts lead | | | | | | |",
    "take_back": "any, or on behalf | what their organisation leads | | | | | | |",
    "several": " | ".join(["what they may do to each of them"] * 3 + [""] * 6),
    "verify": "other organisations’ | other organisations’ | other organisations’ | not as lead | | | | |",
    "refuse_verification": "other organisations’ | other organisations’ | other organisations’ | not as lead | | | | |",
    "waive_verification": "yes | | | | | | | |",
    "assurance_check": "other organisations’ | other organisations’ | other organisations’ | not as lead | | | | |",
    "grant_extension": "record it for the decider | | not as lead | | | | | |",
    "refuse_extension": "record it for the decider | | not as lead | | | | | |",
    "sign_off": "record it for the decider | | not as lead | | | | | |",
    "return_report": "record it for the decider | | not as lead | | | | | |",
    "reopen": "record it for the decider | | not as lead | | | | | |",
    "agree_move": "record it for the decider | | not as lead | | | | | |",
    "confirm": " | ".join(
        ["what was recorded for them; a body’s with its minute", *["what was recorded for them"] * 8]
    ),
    "dispute": " | ".join(["what was recorded for them"] * 9),
    **dict.fromkeys(
        (
            "answer_ask", "reword", "correct", "reassign", "propose_move", "accept_move", "supersede", "withdraw",
            "begin_closing",
        ),
        "yes | | | | | | | |",
    ),
    "confirm_closing": "record it for the decider | | named for it | | | | | |",
    "reopen_plan": "yes | | yes | | | | | |",
    "mark": "yes | their own organisation’s words | yes | | | | | |",
    "name_reader": "yes | their own organisation’s words | yes | | | | | |",
    "confirm_mark": " | ".join(["who is proper officer of a body that the plan names"] * 9),
    "release_mark": " | ".join(["who is proper officer of a body that the plan names"] * 9),
    "lift_mark": " | | | | | | | | yes",
    "reading_log": " | | | | | | | | yes",
    "rounds": "yes | | | | | | | |",
    "no_return": "any, or on behalf | what their posts lead | | | | | | |",
    "reminders": "yes | | | | | | | |",
    "consider": " | ".join(["yes", *["who chairs a body of the route"] * 8]),
    **dict.fromkeys(("issue_to_members", "make_public"), "yes | | | | | | | |"),
    "confirm_public": "what another proposed | | what another proposed | | | | | |",
    "refuse_public": "yes | | yes | | | | | |",
    "withdraw_from_public": "yes | | yes | | | | | | yes",
    **dict.fromkeys(
        (
            "structure", "criteria", "rules", "put_in_force", "record_meeting", "people",
        ),
        "yes | | | | | | | |",
    ),
    "ask_redaction": "yes | yes | yes | yes | yes | yes | yes | yes | yes",
    "redact": " | | | | | | | | what others asked for",
}  # fmt: skip


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), rolled_back():
        yield


@pytest.fixture(scope="module")
def cast(db) -> Cast:
    return made_once(make_cast)


@pytest.fixture(autouse=True)
def leaves_nothing(cast) -> Iterator[None]:
    with rolled_back():
        yield


# --- the table ---------------------------------------------------------------------------------


def test_the_table_has_these_rows_and_no_other():
    assert [right.verb for right in TABLE] == list(ANSWERS) == list(IN_WORDS)


@pytest.mark.parametrize("verb", ANSWERS)
def test_each_person_may_do_what_the_table_says_and_nothing_else(cast, verb):
    for action, answers in zip((cast.action, cast.action_elsewhere), ANSWERS[verb], strict=True):
        found = "".join("Y" if may(getattr(cast, name), verb, action) else "-" for name in PEOPLE)
        assert found == answers, f"{verb} of {action.reference}"


@pytest.mark.parametrize("right", TABLE, ids=lambda right: right.verb)
def test_the_page_says_each_condition_in_words(right):
    cells = [right.roles[role].words if role in right.roles else "" for role in Role]
    assert cells == [cell.strip() for cell in IN_WORDS[right.verb].split("|")]
    assert right.words


def test_a_role_that_never_does_a_thing_is_refused_before_anybody_looks_for_the_row():
    assert might("submit_update", frozenset({Role.OFFICER}))
    assert not might("submit_update", frozenset({Role.MEMBER, Role.READER}))
    assert not might("read_issued", frozenset())


# --- its conditions ----------------------------------------------------------------------------


def test_whoever_holds_the_lead_post_leads_and_whoever_held_it_does_not(cast):
    assert may(cast.officer, "submit_update", cast.action)
    hold_post(cast.lead, plan=cast.plan, holder=cast.colleague, because="Handed over.", **cast.as_manager())
    action = Action.objects.get(pk=cast.action.pk)
    assert may(cast.colleague, "submit_update", action)
    assert not may(cast.officer, "submit_update", action)
    assert may(cast.officer, "prepare_update", action)


def test_a_post_without_a_holder_is_led_by_nobody_and_prepared_by_its_organisation(cast):
    hold_post(cast.lead, plan=cast.plan, holder=None, because="Left.", **cast.as_manager())
    action = Action.objects.get(pk=cast.action.pk)
    assert not may(cast.officer, "submit_update", action)
    assert may(cast.officer, "prepare_update", action)


def test_somebody_without_an_organisation_belongs_to_none(cast):
    for number in (1, 2):
        person = a_person(f"person {number}")
        grant_role(cast.plan, role=Role.OFFICER, holder=person, because="Needed.", **cast.as_manager())
        assert not may(person, "prepare_update", cast.action)


def test_a_chief_officer_does_not_decide_on_what_they_lead(cast):
    how = {"by": cast.officer, "recorded_by": cast.officer}
    ask_extension(
        Action.objects.get(pk=cast.action.pk), to_on=dt.date(2016, 6, 30), category="capacity", because="Vacant.", **how
    )
    grant_role(cast.plan, role=Role.CHIEF_OFFICER, holder=cast.officer, because="Acting up.", **cast.as_manager())
    action = Action.objects.get(pk=cast.action.pk)
    assert not may(cast.officer, "grant_extension", action)
    with pytest.raises(PermissionDenied):
        grant_extension(action, because="So.", **how)
    assert may(cast.officer, "grant_extension", cast.action_elsewhere)


def test_a_step_names_the_role_by_which_it_was_allowed(cast):
    both = frozenset({Role.OFFICER, Role.PLAN_MANAGER})
    assert role_for(cast.officer, "submit_update", cast.action, both) == Role.PLAN_MANAGER
    assert role_for(cast.officer, "submit_update", cast.action, frozenset({Role.OFFICER})) == Role.OFFICER
    assert role_for(cast.officer, "reword", cast.action, frozenset({Role.OFFICER})) is None


# --- who holds a role --------------------------------------------------------------------------


def test_a_bodys_role_is_held_by_those_who_sit_on_it_and_by_its_scrutiny_officer(cast):
    held_by = {
        "chair": {Role.MEMBER}, "member": {Role.MEMBER}, "co-opted": {Role.MEMBER},
        "scrutiny officer": {Role.SCRUTINY_OFFICER}, "officer in attendance": set(), "proper officer": set(),
    }  # fmt: skip
    assert set(held_by) == set(Membership.Capacity.values)
    for capacity, roles in held_by.items():
        person = a_person(f"the {capacity}")
        seat = Membership(body=cast.commission, person=person, capacity=capacity, from_on=dt.date(2016, 1, 1))
        set_up(seat, cast.administrator)
        assert roles_of(person, cast.plan) == roles, capacity
        assert roles_by_plan(person) == ({cast.plan.pk: frozenset(roles)} if roles else {})
        assert roles_and_managers(person, cast.plan)[0] == roles


def test_a_role_and_a_seat_count_on_their_days_and_on_no_other(cast):
    seat = Membership.objects.get(person=cast.member)
    with one_step(
        seat, "administer", by=cast.administrator, recorded_by=cast.administrator, because="Stood down."
    ) as row:
        row.until_on = dt.date(2016, 4, 6)
    assert roles_of(cast.member, cast.plan) == {Role.MEMBER}
    with clock.at(NOW + dt.timedelta(days=1)):
        assert roles_of(cast.member, cast.plan) == frozenset()
    with clock.at(dt.datetime(2015, 5, 19, 12, tzinfo=dt.UTC)):
        assert roles_of(cast.member, cast.plan) == frozenset()


def test_a_role_that_has_ended_is_held_to_the_end_of_its_last_day(cast):
    end_role(cast.plan.plan_roles.get(person=cast.reader), because="Moved on.", **cast.as_manager())
    assert roles_of(cast.reader, cast.plan) == {Role.READER}
    with clock.at(NOW + dt.timedelta(days=1)):
        assert roles_of(cast.reader, cast.plan) == frozenset()


def test_whoever_has_left_may_nothing(cast):
    left = User.objects.get(pk=cast.officer.pk)
    left.is_active = False
    assert roles_of(left, cast.plan) == frozenset()
    assert roles_by_plan(left) == {}
    assert not may(left, "submit_update", cast.action)
    assert not may_create_plan(left)


def test_roles_on_one_plan_are_none_on_another(cast):
    assert roles_of(cast.plan_manager, cast.other_plan) == frozenset()
    assert not may(cast.plan_manager, "structure", cast.other_plan)
    assert roles_of(cast.outsider, cast.other_plan) == {Role.PLAN_MANAGER}


def test_a_draft_exists_for_its_plan_managers_alone(cast):
    draft = create_plan(slug="a-draft", title="A draft", short_title="A draft", because="Begun.", **cast.as_manager())
    grant_role(draft, role=Role.OFFICER, holder=cast.officer, because="Later.", **cast.as_manager())
    assert not may_see(draft, roles_of(cast.officer, draft))
    assert not may(cast.officer, "read_today", draft)
    assert may(cast.plan_manager, "structure", draft)


def test_a_plan_is_created_by_a_plan_manager_or_an_administrator(cast):
    may_create = {name for name in (*PEOPLE, "administrator") if may_create_plan(getattr(cast, name))}
    assert may_create == {"plan_manager", "outsider", "administrator"}


def test_an_administrator_without_a_role_reads_no_plan_and_changes_none(cast):
    administrator = a_person("another administrator", is_staff=True, is_superuser=True)
    assert roles_of(administrator, cast.plan) == frozenset()
    assert not any(may(administrator, verb, cast.action) for verb in ANSWERS)
