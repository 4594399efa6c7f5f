"""A form sent a second time: the same answers are one step, other answers are told so and nothing typed is lost."""

import pytest

from actions.models import ProgressUpdate
from tests.sending import typed

PAGE = "/plans/the-plan/actions/1.4.3/update/"


@pytest.fixture
def officer(cast, client):
    client.force_login(cast.officer)
    return client


def answers(cast, client, **words):
    given = {"criterion": cast.green.pk, "rationale": "Referrals rose from 61 to 88.", "work_has_begun": "yes"}
    return typed(client, PAGE, **{**given, **words})


def test_the_same_answers_twice_are_one_update(cast, officer):
    sent = answers(cast, officer)
    assert officer.post(PAGE, sent).status_code == 302
    assert officer.post(PAGE, sent).status_code == 302
    assert ProgressUpdate.objects.count() == 1


def test_other_answers_in_a_form_gone_back_to_are_not_called_done(cast, officer):
    sent = answers(cast, officer)
    officer.post(PAGE, sent)
    back = officer.post(PAGE, {**sent, "rationale": "No: they fell."})
    page = back.content.decode()
    assert back.status_code == 200
    assert "sent before, at 9.00, with other answers" in page
    assert "No: they fell." in page
    assert ProgressUpdate.objects.count() == 1


def test_a_token_of_another_action_is_not_taken(cast, officer):
    cast.action_elsewhere.refresh_from_db()
    elsewhere = answers(cast, officer)
    officer.force_login(cast.officer_elsewhere)
    answer = officer.post("/plans/the-plan/actions/1.4.10/update/", elsewhere)
    assert answer.status_code == 200
    assert ProgressUpdate.objects.count() == 0
