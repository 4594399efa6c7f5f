"""Workstreams: strands of work that must not be lost."""

import pytest

from objectives.models import Workstream
from tests.sending import everything, send, steps, typed

ADD = "/plans/the-plan/objectives/1.4/workstreams/add/"
NEW = {"name": "Communications", "because": "Agreed in March."}


@pytest.fixture
def manager(cast, client):
    client.force_login(cast.plan_manager)
    return client


@pytest.fixture
def workstream(cast, manager):
    send(manager, ADD, **NEW, lead_post=cast.lead.pk)
    return Workstream.objects.get()


def test_a_workstream_is_added_with_its_reason(cast, workstream):
    (step,) = steps(workstream)
    assert (step.verb, step.because, workstream.history.count()) == ("add_workstream", "Agreed in March.", 1)
    assert (workstream.objective, workstream.lead_post) == (cast.objective, cast.lead)


def test_a_name_stands_once_under_an_objective(workstream, manager):
    before = everything()
    page = send(manager, ADD, **NEW)
    assert "Objective 1.4 has a workstream of this name." in page.content.decode()
    assert everything() == before


def test_it_ends_with_a_reason_and_stays_on_the_objective(cast, workstream, manager):
    address = f"/plans/the-plan/workstreams/{workstream.pk}/end/"
    before = everything()
    assert "“Why does it end?” needs an answer." in send(manager, address).content.decode()
    assert everything() == before
    page = send(manager, address, because="Taken over by the schools team.").content.decode()
    workstream.refresh_from_db()
    assert workstream.ended_on.isoformat() == "2016-04-06"
    assert workstream.history.count() == 2
    assert "Communications" in page
    assert "(ended 6 April 2016: Taken over by the schools team.)" in page
    before = everything()
    assert "This workstream has ended already." in send(manager, address, because="Again.").content.decode()
    assert everything() == before


def test_a_second_click_is_harmless(cast, manager):
    sent = typed(manager, ADD, **NEW)
    manager.post(ADD, sent)
    before = everything()
    assert manager.post(ADD, sent).status_code == 302
    assert everything() == before


def test_a_workstream_of_another_plan_is_not_found(cast, workstream, client):
    client.force_login(cast.outsider)
    assert client.get(f"/plans/another-plan/workstreams/{workstream.pk}/end/").status_code == 404
    assert client.get(f"/plans/the-plan/workstreams/{workstream.pk}/end/").status_code == 404
