"""Recording meetings of the bodies that a plan names."""

import pytest

from people.models import GovernanceBody, Meeting
from plans.models import Plan
from tests.conftest import set_up
from tests.sending import everything, send, steps, typed

LIST = "/plans/the-plan/meetings/"
RECORD = f"{LIST}record/"


@pytest.fixture
def manager(cast, client):
    client.force_login(cast.plan_manager)
    return client


def test_a_meeting_is_recorded_and_listed(cast, manager):
    page = send(manager, RECORD, body=cast.sub_group.pk, held_on="8 March 2016", title="Extraordinary meeting")
    meeting = Meeting.objects.get(held_on="2016-03-08")
    (step,) = steps(meeting)
    assert (step.verb, step.because, step.by_person) == ("record_meeting", "Recorded for The Plan.", cast.plan_manager)
    assert (meeting.how, meeting.history.count()) == ("meeting", 1)
    words = page.content.decode()
    assert "The meeting is recorded" in words
    assert "8 March 2016" in words
    assert "Extraordinary meeting" in words


def test_a_meeting_to_come_is_listed_apart(cast, manager):
    words = send(
        manager, RECORD, body=cast.sub_group.pk, held_on="19 April 2016", how_held="circulation"
    ).content.decode()
    assert "To come" in words
    assert "by circulation" in words
    assert words.index("19 April 2016") < words.index("6 April 2016")


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"held_on": ""}, "held_on"),
        ({"held_on": "31 February 2016"}, "held_on"),
        ({"held_on": "8 March 2026"}, "held_on"),
        ({"body": ""}, "body"),
        ({"how_held": "somehow"}, "how_held"),
    ],
)
def test_what_is_wrong_is_said_at_its_question(cast, manager, answers, field):
    before = everything()
    page = send(manager, RECORD, **{"body": cast.sub_group.pk, "held_on": "8 March 2016", **answers})
    assert list(page.context["form"].errors) == [field]
    assert everything() == before


def test_a_body_that_the_plan_does_not_name_is_not_offered(cast, manager):
    board = set_up(GovernanceBody(name="Health Board", kind="board"), cast.administrator)
    before = everything()
    page = send(manager, RECORD, body=board.pk, held_on="8 March 2016")
    assert list(page.context["form"].errors) == ["body"]
    assert everything() == before


def test_the_same_meeting_is_not_recorded_twice(cast, manager):
    before = everything()
    page = send(manager, RECORD, body=cast.sub_group.pk, held_on="6 April 2016")
    assert "CSE Sub-Group, 6 April 2016 is recorded already" in page.content.decode()
    assert everything() == before


def test_a_second_click_is_harmless(cast, manager):
    sent = typed(manager, RECORD, body=cast.sub_group.pk, held_on="8 March 2016")
    manager.post(RECORD, sent)
    before = everything()
    assert manager.post(RECORD, sent).status_code == 302
    assert everything() == before


def test_a_plan_that_names_no_body_says_what_to_do(cast, manager):
    send(manager, "/plans/new/", title="A Draft Plan", short_title="Draft")
    assert Plan.objects.filter(slug="draft").exists()
    for page in ("/plans/draft/meetings/", "/plans/draft/meetings/record/"):
        assert "This plan names no body yet." in manager.get(page).content.decode()


def test_meetings_are_the_plan_managers_alone_and_looking_changes_nothing(cast, client):
    before = everything()
    for who, status in (("plan_manager", 200), ("officer", 403), ("scrutiny_officer", 403), ("outsider", 404)):
        client.force_login(getattr(cast, who))
        for page in (LIST, RECORD):
            assert client.get(page).status_code == status
    assert everything() == before
