"""A person leaves: every post and duty is handed on in one step, or nothing is."""

import datetime as dt

import pytest

from people.models import AccountChange, GovernanceBody, Membership, Post
from plans import leavers
from plans.leavers import hand_on
from plans.models import PlanRole, Step
from plans.people_of_plan import end_role, grant_role
from plans.steps import Refused, one_step
from tests.conftest import a_person, set_up
from tests.sending import everything, send, typed


@pytest.fixture
def manager(cast, client):
    client.force_login(cast.plan_manager)
    return client


@pytest.fixture
def sub_group_role(cast):
    """The officer sits on a body that the plan names, too."""
    grant_role(cast.plan, role="reader", holder=cast.sub_group, because="Agreed.", **cast.as_manager())
    return set_up(
        Membership(body=cast.sub_group, person=cast.officer, capacity="member", from_on=dt.date(2015, 5, 1)),
        cast.administrator,
    )


def leaving(person) -> str:
    return f"/plans/the-plan/people/{person.pk}/leaving/"


def choices(cast, seat=None) -> dict[str, object]:
    """The officer's post and role go to the colleague."""
    role = PlanRole.objects.get(plan=cast.plan, person=cast.officer)
    answers = {
        f"post_{cast.lead.pk}": cast.colleague.pk,
        f"role_{role.pk}": "",
        "because": "Moved to another authority.",
    }
    return {**answers, **({f"seat_{seat.pk}": cast.chief_officer.pk} if seat else {})}


def test_the_first_page_asks_who_takes_over_each_thing_held(cast, manager, sub_group_role):
    questions = [field.label for field in manager.get(leaving(cast.officer)).context["form"] if not field.is_hidden]
    assert questions == [
        "Last day",
        "Why?",
        "Who takes over Early Help Manager, The Council?",
        "Who becomes officer of The Plan?",
        "Who becomes member of CSE Sub-Group?",
    ]


def test_the_second_page_says_what_will_happen_and_nothing_has_happened_yet(cast, manager, sub_group_role):
    before = everything()
    words = send(manager, leaving(cast.officer), **choices(cast, sub_group_role)).content.decode()
    assert "Officer is leaving: what will happen" in words
    for line in (
        "Early Help Manager, The Council",
        "leads 1 action",
        "Officer of The Plan",
        "the role ends",
        "Member, CSE Sub-Group",
    ):
        assert line in words
    assert everything() == before


def test_going_back_to_change_an_answer_keeps_the_others(cast, manager):
    sent = typed(manager, leaving(cast.officer), **choices(cast))
    page = manager.post(leaving(cast.officer), {**sent, "change": "yes"})
    assert page.context["form"]["because"].value() == "Moved to another authority."
    assert str(page.context["form"][f"post_{cast.lead.pk}"].value()) == str(cast.colleague.pk)


def test_everything_is_handed_on_and_the_account_is_closed(cast, manager, client, sub_group_role):
    page = send(manager, leaving(cast.officer), **choices(cast, sub_group_role), confirm="yes")
    assert "Officer has left, and nothing they held is lost." in page.content.decode()
    for row in (cast.officer, cast.lead, sub_group_role):
        row.refresh_from_db()
    assert cast.lead.holder == cast.colleague
    assert (cast.officer.is_active, cast.officer.ended_on) == (False, dt.date(2016, 4, 6))
    assert PlanRole.objects.get(plan=cast.plan, person=cast.officer).until_on == dt.date(2016, 4, 6)
    assert sub_group_role.until_on == dt.date(2016, 4, 6)
    assert Membership.objects.get(body=cast.sub_group, person=cast.chief_officer).capacity == "member"
    told = Step.objects.filter(because="Moved to another authority.").order_by("pk")
    assert [step.verb for step in told] == ["hand_on", "take_seat", "end_membership", "end_role"]
    assert {step.by_person for step in told} == {cast.plan_manager}
    client.force_login(cast.officer)
    assert client.get("/plans/the-plan/people/").status_code == 302


def left(person) -> list[tuple]:
    """Who recorded that a person leaves, why, and the last day, as it is kept with the account."""
    kept = AccountChange.objects.filter(person=person, what="left")
    return [(one.by, one.because, one.now["ended_on"]) for one in kept]


def test_that_they_left_is_kept_with_their_account(cast, manager):
    send(manager, leaving(cast.officer), **choices(cast), confirm="yes")
    assert left(cast.officer) == [(cast.plan_manager, "Moved to another authority.", "6 April 2016")]


def test_it_is_kept_of_somebody_who_held_nothing_too(cast):
    newcomer = a_person("newcomer")
    before = Step.objects.count()
    hand_on(
        newcomer,
        plan=cast.plan,
        ended_on=dt.date(2016, 4, 6),
        because="Never came.",
        posts={},
        roles={},
        **cast.as_manager(),
    )
    newcomer.refresh_from_db()
    assert (newcomer.is_active, newcomer.ended_because) == (False, "Never came.")
    assert left(newcomer) == [(cast.plan_manager, "Never came.", "6 April 2016")]
    assert Step.objects.count() == before


def test_a_failure_in_the_middle_leaves_nothing_handed_on(cast, manager, sub_group_role, monkeypatch):
    def breaks_at_the_role(thing, verb, **how):
        if verb == "end_role":
            raise ConnectionError("the database went away")
        return one_step(thing, verb, **how)

    monkeypatch.setattr("plans.people_of_plan.one_step", breaks_at_the_role)
    before = everything()
    with pytest.raises(ConnectionError):
        send(manager, leaving(cast.officer), **choices(cast, sub_group_role), confirm="yes")
    for row in (cast.officer, cast.lead):
        row.refresh_from_db()
    assert cast.officer.is_active
    assert cast.lead.holder == cast.officer
    assert everything() == before


def test_a_post_that_nobody_takes_is_told_as_lead_gone(cast, manager):
    answers = {**choices(cast), f"post_{cast.lead.pk}": ""}
    words = send(manager, leaving(cast.officer), **answers).content.decode()
    assert "nobody yet: <strong>lead gone</strong>" in words
    page = send(manager, leaving(cast.officer), **answers, confirm="yes").content.decode()
    assert "Lead gone: Early Help Manager." in page


def test_when_and_why_are_asked_for(cast, manager):
    before = everything()
    for answers, words in (
        ({"because": ""}, "“Why?” needs an answer."),
        ({"ended_on": ""}, "“Last day” needs an answer."),
        ({"ended_on": "7 April 2016"}, "That day is still to come."),
    ):
        page = send(manager, leaving(cast.officer), **{**choices(cast), **answers}, confirm="yes")
        assert words in page.content.decode()
    assert everything() == before


def test_what_came_to_them_meanwhile_is_not_forgotten(cast, manager):
    sent = typed(manager, leaving(cast.officer), **choices(cast))
    late = set_up(Post(title="E-safety Officer", organisation=cast.council, holder=cast.officer), cast.administrator)
    with pytest.raises(Refused, match="Say who takes over: E-safety Officer"):
        hand_on(
            cast.officer, plan=cast.plan, ended_on=dt.date(2016, 4, 6), because="Left.", posts={cast.lead: None},
            roles=dict.fromkeys(PlanRole.objects.filter(person=cast.officer)), **cast.as_manager(),
        )  # fmt: skip
    page = manager.post(leaving(cast.officer), {**sent, "confirm": "yes"})
    assert "Say who takes over: E-safety Officer." in page.content.decode()
    assert f"post_{late.pk}" in page.context["form"].fields
    late.refresh_from_db()
    assert late.holder == cast.officer


def test_a_second_click_lands_on_the_same_page(cast, manager):
    sent = {**typed(manager, leaving(cast.officer), **choices(cast)), "confirm": "yes"}
    manager.post(leaving(cast.officer), sent)
    before = everything()
    answer = manager.post(leaving(cast.officer), sent)
    assert (answer.status_code, answer.url) == (302, "/plans/the-plan/people/")
    assert everything() == before


def test_the_last_plan_manager_leaves_only_with_a_successor(cast, manager):
    founder = PlanRole.objects.get(plan=cast.plan, person=cast.administrator)
    end_role(founder, because="Set up.", until_on=dt.date(2016, 4, 5), **cast.as_manager())
    mine = PlanRole.objects.get(plan=cast.plan, person=cast.plan_manager)
    before = everything()
    page = send(manager, leaving(cast.plan_manager), because="Retires.", confirm="yes")
    assert "This is the plan’s last plan manager." in page.content.decode()
    assert everything() == before
    send(
        manager, leaving(cast.plan_manager), because="Retires.", confirm="yes", **{f"role_{mine.pk}": cast.colleague.pk}
    )
    assert PlanRole.objects.get(plan=cast.plan, person=cast.colleague, role="plan manager").until_on is None


def test_a_role_on_a_plan_of_others_is_for_its_own_plan_manager_to_end_first(cast, manager):
    outsider = {"by": cast.outsider, "recorded_by": cast.outsider}
    grant_role(cast.other_plan, role="reader", holder=cast.officer, because="Agreed.", **outsider)
    words = manager.get(leaving(cast.officer)).content.decode()
    assert "also holds a role on Another Plan" in words
    assert "See what will happen" not in words
    before = everything()
    roles = dict.fromkeys(PlanRole.objects.filter(person=cast.officer))
    with pytest.raises(Refused, match="also has a part in a plan that you do not manage"):
        hand_on(
            cast.officer, plan=cast.plan, ended_on=dt.date(2016, 4, 6), because="Left.", posts={cast.lead: None}, roles=roles,
            **cast.as_manager(),
        )  # fmt: skip
    assert everything() == before


def test_a_seat_on_a_body_that_the_plan_does_not_name_ends_and_is_given_to_nobody(cast, manager):
    board = set_up(GovernanceBody(name="Health Board", kind="board"), cast.administrator)
    seat = set_up(
        Membership(body=board, person=cast.officer, capacity="member", from_on=dt.date(2015, 1, 1)), cast.administrator
    )
    assert f"seat_{seat.pk}" not in manager.get(leaving(cast.officer)).context["form"].fields
    with pytest.raises(Refused, match="an administrator gives seats on it"):
        hand_on(
            cast.officer, plan=cast.plan, ended_on=dt.date(2016, 4, 6), because="Left.", posts={cast.lead: None},
            roles=dict.fromkeys(PlanRole.objects.filter(person=cast.officer)), seats={seat: cast.colleague}, **cast.as_manager(),
        )  # fmt: skip
    send(manager, leaving(cast.officer), **choices(cast), confirm="yes")
    seat.refresh_from_db()
    assert seat.until_on == dt.date(2016, 4, 6)


def test_an_administrator_is_not_shown_out_by_a_plan_manager(cast, manager):
    before = everything()
    page = send(manager, leaving(cast.administrator), because="Wanted.", confirm="yes")
    assert "only another administrator can record that they leave" in page.content.decode()
    assert everything() == before


def test_only_people_of_the_plan_have_this_page_and_only_its_plan_manager_opens_it(cast, manager, client):
    assert manager.get(leaving(cast.outsider)).status_code == 404
    for other, status in ((cast.officer, 403), (cast.member, 403), (cast.outsider, 404)):
        client.force_login(other)
        assert client.get(leaving(cast.reader)).status_code == status


def test_looking_changes_nothing(cast, manager):
    before = everything()
    assert manager.get(leaving(cast.officer)).status_code == 200
    assert everything() == before


def test_duties_are_all_that_a_person_holds(cast, sub_group_role):
    held = leavers.duties_of(cast.officer)
    assert (held.posts, held.seats, len(held.roles)) == ([cast.lead], [sub_group_role], 1)
    assert not leavers.duties_of(a_person("newcomer"))


def test_whoever_left_has_a_page_that_says_so(cast, manager):
    send(manager, leaving(cast.officer), **choices(cast), confirm="yes")
    words = manager.get(leaving(cast.officer)).content.decode()
    assert "Officer left on 6 April 2016: Moved to another authority." in words
    assert "See what will happen" not in words
