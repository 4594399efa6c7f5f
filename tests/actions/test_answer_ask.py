"""Answering an ask: what was done about the help that was needed."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from actions.asks import answer_ask
from actions.models import Action, Ask
from actions.updates import HelpNeeded
from plans.models import Step
from plans.steps import Refused

ANSWER = "The chair writes to the trust by Friday."


@pytest.fixture
def ask(cast, updated, off_track) -> Ask:
    updated(**off_track, help_needed=HelpNeeded("A decision on the shared form", "The board"))
    return Ask.objects.get(action=cast.action)


@pytest.fixture
def page(ask) -> str:
    return f"/plans/the-plan/asks/{ask.pk}/answer/"


def test_answering_leaves_one_step_and_one_history_row_saying_who_and_what(cast, desk, ask, page):
    before = Action.objects.get(pk=cast.action.pk)
    desk(cast.plan_manager).send(page, answer=ANSWER)
    ask.refresh_from_db()
    assert (ask.answer, ask.answered_on) == (ANSWER, dt.date(2016, 4, 6))
    action = Action.objects.get(pk=cast.action.pk)
    assert action.version == before.version + 1 == ask.action_version
    step = Step.objects.get(verb="answer_ask")
    assert (step.key, step.by_person, step.because) == (action.pk, cast.plan_manager, ANSWER)
    assert action.history.get(version=action.version).history_user == cast.plan_manager
    assert [copy.version for copy in ask.history.all()] == [2, 1]


def test_what_a_body_answered_at_its_meeting_is_the_bodys(cast, desk, ask, page):
    desk(cast.plan_manager).send(page, answer=ANSWER, agreed_at=cast.meeting.pk, minute="3/16")
    step = Step.objects.get(verb="answer_ask")
    assert (step.by_body, step.agreed_at, step.minute) == (cast.sub_group, cast.meeting, "3/16")


def test_the_page_says_what_was_done_and_shows_the_answer(cast, desk, ask, page, said):
    answered = desk(cast.plan_manager).send(page, answer=ANSWER)
    assert answered.redirect_chain[-1][0] == "/plans/the-plan/actions/1.4.3/"
    assert said(answered).startswith("Ask of 1.4.3 answered.")
    assert ANSWER in answered.content.decode()
    assert "Answered" in desk(cast.plan_manager).read(page).content.decode()


def test_an_answer_says_something(cast, desk, ask, page, errors, everything):
    before = everything()
    assert set(errors(desk(cast.plan_manager).send(page, answer="  "))) == {"answer"}
    with pytest.raises(Refused):
        answer_ask(ask, answer=" ", **cast.as_manager())
    assert everything() == before


def test_an_ask_is_answered_once(cast, desk, ask, page, errors, everything):
    manager = desk(cast.plan_manager)
    typed = manager.typed(page, answer=ANSWER)
    answer_ask(ask, answer="Another answer.", **cast.as_manager())
    before = everything()
    typed["version_seen"] = Action.objects.get(pk=cast.action.pk).version
    assert errors(manager.post(page, typed))["__all__"] == "This ask is already answered."
    assert everything() == before


def test_reading_the_form_changes_nothing(cast, desk, page, everything):
    before = everything()
    desk(cast.plan_manager).read(page)
    assert everything() == before


@pytest.mark.parametrize("role", ["officer", "officer_elsewhere", "chief_officer", "scrutineer", "member", "reader"])
def test_the_wrong_person_is_refused(cast, desk, ask, page, everything, role):
    person = getattr(cast, role)
    before = everything()
    assert desk(person).read(page).status_code == 403
    assert desk(person).post(page, {"answer": "Mine."}).status_code == 403
    with pytest.raises(PermissionDenied):
        answer_ask(ask, answer="Mine.", by=person, recorded_by=person)
    assert everything() == before


def test_an_ask_of_another_plan_and_one_that_is_not_there_answer_404(cast, desk, ask, page):
    assert desk(cast.outsider).read(page).status_code == 404
    assert desk(cast.outsider).read(f"/plans/another-plan/asks/{ask.pk}/answer/").status_code == 404
    assert desk(cast.plan_manager).read("/plans/the-plan/asks/999999/answer/").status_code == 404


def test_a_second_click_is_harmless(cast, desk, page):
    manager = desk(cast.plan_manager)
    typed = manager.typed(page, answer=ANSWER)
    first, second = manager.post(page, typed), manager.post(page, typed)
    assert first.redirect_chain == second.redirect_chain
    assert Step.objects.filter(verb="answer_ask").count() == 1
