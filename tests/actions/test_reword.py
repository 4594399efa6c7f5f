"""Rewording an action: a change of what it says or covers, as a body decided it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from actions.models import Action
from actions.wording import reword
from people.models import Meeting
from plans.models import Step
from plans.people_of_plan import record_meeting
from plans.steps import Refused
from tests.conftest import TODAY

PAGE = "1.4.3/reword"
WORDING = "Publish and use one early help strategy."


@pytest.fixture
def decided(cast):
    return {
        "wording": WORDING,
        "agreed_at": cast.meeting.pk,
        "minute": "7/15",
        "because": "Publishing alone helps nobody.",
    }


def by_command(cast, **words):
    return reword(
        Action.objects.get(pk=cast.action.pk),
        **{
            "wording": WORDING,
            "success_criteria": "One referral route",
            "partners": "",
            "because": "Publishing alone helps nobody.",
            "by": cast.sub_group,
            "agreed_at": cast.meeting,
            "recorded_by": cast.plan_manager,
            **words,
        },
    )


def test_rewording_leaves_one_step_and_one_history_row_saying_who_and_why(cast, desk, decided):
    desk(cast.plan_manager).send(PAGE, **decided)
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.wording, action.version) == (WORDING, cast.action.version + 1)
    assert action.success_criteria == cast.action.success_criteria, "what was not touched stays"
    step = Step.objects.get(verb="reword")
    assert (step.by_body, step.recorded_by, step.minor) == (cast.sub_group, cast.plan_manager, False)
    assert (step.was["wording"], step.now["wording"]) == ("Publish one early help strategy.", WORDING)
    assert action.history.get(version=action.version).history_change_reason == "Publishing alone helps nobody."


def test_r08_a_change_of_wording_needs_reason_body_and_date(cast, desk, decided, errors, everything):
    manager = desk(cast.plan_manager)
    before = everything()
    assert set(errors(manager.send(PAGE, wording=WORDING))) == {"agreed_at", "because"}
    for missing, field in (
        ({"because": " "}, "because"),
        ({"by": cast.plan_manager, "agreed_at": None}, "agreed_at"),
        ({"agreed_at": None}, "agreed_at"),
    ):
        with pytest.raises(Refused) as refused:
            by_command(cast, **missing)
        assert refused.value.field == field
    assert everything() == before
    manager.send(PAGE, **decided)
    step = Step.objects.get(verb="reword")
    assert (step.because, step.by_words) == ("Publishing alone helps nobody.", "CSE Sub-Group")
    assert (step.agreed_at.held_on, step.minute) == (TODAY, "7/15")


def test_the_page_says_what_was_done_and_shows_both_wordings(cast, desk, decided, said):
    page = desk(cast.plan_manager).send(PAGE, **decided)
    assert said(page).startswith("1.4.3 reworded.")
    words = page.content.decode()
    assert WORDING in words
    assert "CSE Sub-Group, 6 April 2016, minute 7/15" in words


def test_a_typing_error_is_pointed_to_its_own_page_and_back(cast, desk):
    manager = desk(cast.plan_manager)
    assert 'href="/plans/the-plan/actions/1.4.3/correct/"' in manager.read(PAGE).content.decode()
    assert 'href="/plans/the-plan/actions/1.4.3/reword/"' in manager.read("1.4.3/correct").content.decode()


def test_only_held_meetings_of_the_deciding_body_can_be_named(cast, desk):
    how = {"how_held": "meeting", **cast.as_manager()}
    record_meeting(cast.plan, body=cast.sub_group, held_on=dt.date(2016, 4, 20), **how)
    elsewhere = record_meeting(cast.plan, body=cast.commission, held_on=dt.date(2016, 3, 1), **how)
    with pytest.raises(Refused, match="the CSE Sub-Group decides"):
        by_command(cast, by=cast.commission, agreed_at=elsewhere)
    offered = desk(cast.plan_manager).read(PAGE).context["form"].fields["agreed_at"].queryset
    assert list(offered) == [Meeting.objects.get(pk=cast.meeting.pk)]


def test_nothing_different_is_no_rewording(cast, desk, decided, errors, everything):
    before = everything()
    page = desk(cast.plan_manager).send(PAGE, **{**decided, "wording": cast.action.wording})
    assert errors(page) == {"wording": "Nothing in the wording is different."}
    assert everything() == before


def test_reading_the_form_changes_nothing(cast, desk, everything):
    before = everything()
    desk(cast.plan_manager).read(PAGE)
    assert everything() == before


@pytest.mark.parametrize("role", ["officer", "officer_elsewhere", "chief_officer", "scrutineer", "member", "reader"])
def test_the_wrong_person_is_refused(cast, desk, everything, role):
    person = getattr(cast, role)
    before = everything()
    assert desk(person).read(PAGE).status_code == 403
    assert desk(person).post(PAGE, {"wording": WORDING}).status_code == 403
    with pytest.raises(PermissionDenied):
        by_command(cast, recorded_by=person)
    assert everything() == before


def test_a_plan_that_is_not_theirs_answers_404(cast, desk):
    assert desk(cast.outsider).read(PAGE).status_code == 404


def test_a_draft_is_edited_instead(cast, desk, back_to_draft, decided, errors):
    manager = desk(cast.plan_manager)
    typed = manager.typed(PAGE, **decided)
    back_to_draft(cast.plan)
    assert "freely instead" in manager.read(PAGE).content.decode()
    assert "still a draft" in errors(manager.post(PAGE, typed))["__all__"]


def test_a_second_click_is_harmless(cast, desk, decided):
    manager = desk(cast.plan_manager)
    typed = manager.typed(PAGE, **decided)
    first, second = manager.post(PAGE, typed), manager.post(PAGE, typed)
    assert first.redirect_chain == second.redirect_chain
    assert Step.objects.filter(verb="reword").count() == 1
