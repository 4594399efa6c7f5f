"""A form shows what stood when it was opened. What is chosen in it counts only if it stands when the form arrives: under the
locks, people who have left, posts that have ended and sentences that were retired are read again.
"""

import datetime as dt

import pytest

from actions.structure import add_action, edit_action
from actions.updates import submit_update
from actions.wording import reassign
from objectives.structure import add_objective, reassign_objective
from people.models import Post
from plans.leavers import hand_on
from plans.models import PlanRole, RatingCriterion
from plans.people_of_plan import end_role, grant_role
from plans.posts import add_post, end_post, hold_post
from plans.steps import Refused
from plans.structure import add_criterion, put_in_force, retire_criterion
from tests.conftest import TODAY, Cast
from tests.sending import everything


@pytest.fixture
def gone(cast: Cast):
    """The colleague as a form opened before she left still has her."""
    seen = cast.colleague
    roles = dict.fromkeys(PlanRole.objects.filter(person=seen))
    hand_on(type(seen).objects.get(pk=seen.pk), plan=cast.plan, ended_on=TODAY, because="Moved.", posts={}, roles=roles,
            **cast.as_manager())  # fmt: skip
    assert seen.is_active
    return seen


@pytest.fixture
def lost(cast: Cast):
    """A post as a form opened before it ended still has it."""
    seen = add_post(cast.plan, title="E-safety Officer", organisation=cast.council, **cast.as_manager())
    end_post(Post.objects.get(pk=seen.pk), plan=cast.plan, because="Cut.", **cast.as_manager())
    assert seen.ended_on is None
    return seen


def refuses(refusal: str, field: str | None, verb, *args, **answers) -> None:
    before = everything()
    with pytest.raises(Refused, match=refusal) as refused:
        verb(*args, **answers)
    assert refused.value.field == field
    assert everything() == before


def test_who_left_meanwhile_is_given_no_role_and_no_post(cast: Cast, gone) -> None:
    how = {"because": "Agreed.", **cast.as_manager()}
    refuses("has left", "holder", grant_role, cast.plan, role="reader", holder=gone, **how)
    refuses("has left", "holder", hold_post, cast.lead, plan=cast.plan, holder=gone, **how)
    refuses("has left", "holder", add_post, cast.plan, title="New", organisation=cast.council, holder=gone, **how)


def test_who_left_meanwhile_takes_nothing_over(cast: Cast, gone) -> None:
    role = PlanRole.objects.get(plan=cast.plan, person=cast.officer)
    refuses(
        "has left too", None, hand_on, cast.officer, plan=cast.plan, ended_on=TODAY, because="Moved.",
        posts={cast.lead: gone}, roles={role: None}, **cast.as_manager(),
    )  # fmt: skip


def test_a_post_that_ended_meanwhile_leads_and_answers_for_nothing(cast: Cast, lost) -> None:
    how = {"because": "Agreed.", **cast.as_manager()}
    new = {"wording": "New.", **how}
    refuses("has ended", "lead_post", reassign, cast.action, lead_post=lost, **how)
    refuses("has ended", "lead_post", add_action, cast.objective, reference="1.4.11", lead_post=lost, **new)
    field, named = "accountable_post", {"accountable_post": lost}
    refuses("has ended", field, reassign_objective, cast.objective, responsible_body=None, **named, **how)
    refuses("has ended", field, add_objective, cast.theme, reference="1.9", **named, **new)


def test_a_draft_is_not_edited_to_a_post_that_ended(cast: Cast, lost) -> None:
    names = ("wording", "success_criteria", "partners", "start_on", "due_on")
    changes = {name: getattr(cast.action, name) for name in names}
    refuses(
        "has ended", "lead_post", edit_action, cast.action, reference="1.4.3", changes={**changes, "lead_post": lost},
        **cast.as_manager(),
    )  # fmt: skip


def test_a_sentence_that_was_retired_meanwhile_rates_nothing(cast: Cast) -> None:
    seen = cast.green
    add_criterion(cast.plan, rating="G", words="Met, with evidence seen.", because="Agreed.", **cast.as_manager())
    retire_criterion(RatingCriterion.objects.get(pk=seen.pk), because="Too weak.", **cast.as_manager())
    assert seen.retired_on is None
    refuses(
        "may no longer be chosen", "criterion", submit_update, cast.action, criterion=seen, rationale="Signed.",
        by=cast.officer, recorded_by=cast.officer,
    )  # fmt: skip


def test_a_post_that_another_plan_names_is_not_handed_on_by_this_ones_manager(cast: Cast) -> None:
    """Decision 15: not even when its holder leaves."""
    theirs = {"by": cast.outsider, "recorded_by": cast.outsider}
    theme = cast.other_plan.themes.get()
    objective = add_objective(theme, reference="1.1", wording="Another.", because="Agreed.", **theirs)
    add_action(objective, reference="1.1.1", wording="Theirs.", lead_post=cast.lead, because="Agreed.", **theirs)
    role = PlanRole.objects.get(plan=cast.plan, person=cast.officer)
    refuses(
        "A plan that you do not manage names this post too", None, hand_on, cast.officer, plan=cast.plan, ended_on=TODAY,
        because="Moved.", posts={cast.lead: cast.colleague}, roles={role: None}, **cast.as_manager(),
    )  # fmt: skip


# --- who can have decided ---------------------------------------------------------------------------


def test_a_body_decides_nothing_without_a_meeting_of_its_own(cast: Cast) -> None:
    refusal, manager = "Name the meeting", {"because": "Agreed.", "recorded_by": cast.plan_manager}
    sentence = {"rating": "G", "words": "Another sentence.", **manager}
    refuses(refusal, "agreed_at", add_criterion, cast.plan, by=cast.sub_group, **sentence)
    refuses(refusal, "agreed_at", add_criterion, cast.plan, by=cast.commission, agreed_at=cast.meeting, **sentence)
    refuses(refusal, "agreed_at", put_in_force, cast.plan, by=cast.sub_group, **manager)


def test_a_person_without_a_part_in_the_plan_decides_nothing_in_it(cast: Cast) -> None:
    refuses(
        "has no part in this plan", "decided_by", reassign, cast.action, lead_post=cast.lead_elsewhere, because="Agreed.",
        by=cast.outsider, recorded_by=cast.plan_manager,
    )  # fmt: skip


def test_a_minute_too_long_for_its_column_is_refused_on_both_databases(cast: Cast) -> None:
    refuses(
        "at most 100 characters", "minute", reassign, cast.action, lead_post=cast.lead_elsewhere, because="Agreed.",
        by=cast.sub_group, recorded_by=cast.plan_manager, agreed_at=cast.meeting, minute="1" * 150,
    )  # fmt: skip


def test_a_role_does_not_end_before_it_began(cast: Cast) -> None:
    role = PlanRole.objects.get(plan=cast.plan, person=cast.officer)
    refuses(
        "This role began on 1 December 2015", "until_on", end_role, role, because="Ended.",
        until_on=dt.date(2015, 1, 1), **cast.as_manager(),
    )  # fmt: skip
