"""Starting a plan."""

import pytest

from plans.models import Plan, PlanRole
from plans.steps import Refused
from plans.structure import create_plan
from tests.sending import everything, send, steps, typed

ADDRESS = "/plans/new/"
PLAN = {"title": "Neighbourhood Safety Plan 2016–2019", "short_title": "Safety Plan"}


@pytest.mark.parametrize("who", ["plan_manager", "administrator"])
def test_a_plan_begins_as_a_draft_with_its_founder_as_plan_manager(cast, client, who):
    founder = getattr(cast, who)
    client.force_login(founder)
    page = send(client, ADDRESS, **PLAN)
    plan = Plan.objects.get(slug="safety-plan")
    assert plan.status == Plan.Status.DRAFT
    assert plan.manager_label == "Plan manager"
    assert PlanRole.objects.get(plan=plan).person == founder
    (step,) = steps(plan)
    assert (step.verb, step.by_person, plan.history.count()) == ("create_plan", founder, 1)
    assert page.redirect_chain[-1][0] == "/plans/safety-plan/structure/"
    assert "Safety Plan is there, as a draft that only you see." in page.content.decode()


def test_a_command_gives_no_plan_an_address_that_is_a_page(cast):
    before = everything()
    with pytest.raises(Refused, match="Choose another address"):
        create_plan(slug="new", title="New", short_title="New", because="Agreed.", **cast.as_manager())
    assert everything() == before


def test_looking_at_the_page_changes_nothing(cast, client):
    client.force_login(cast.plan_manager)
    before = everything()
    assert client.get(ADDRESS).status_code == 200
    assert everything() == before


@pytest.mark.parametrize("who", ["officer", "chief_officer", "member", "reader"])
def test_somebody_who_manages_no_plan_is_refused(cast, client, who):
    client.force_login(getattr(cast, who))
    before = everything()
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, PLAN).status_code == 403
    assert everything() == before


def test_a_second_click_makes_no_second_plan(cast, client):
    client.force_login(cast.plan_manager)
    sent = typed(client, ADDRESS, **PLAN)
    client.post(ADDRESS, sent)
    before = everything()
    assert client.post(ADDRESS, sent).headers["Location"] == "/plans/safety-plan/structure/"
    assert everything() == before
    client.post(ADDRESS, {**sent, "slug": "another-address"})
    assert everything() == before


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"slug": "the-plan"}, "Another plan has the address the-plan."),
        ({"slug": "The Plan"}, "small letters, figures and hyphens, such as the-plan"),
        ({"slug": "new"}, "Choose another address"),
        ({"short_title": "!"}, "Choose another address"),
        ({"title": ""}, "“Title” needs an answer."),
        ({"title": "x" * 201}, "the limit is 200"),
        ({"title": "a\x00b"}, "invisible control character"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_question(cast, client, answers, words):
    client.force_login(cast.plan_manager)
    before = everything()
    page = send(client, ADDRESS, **{**PLAN, **answers}).content.decode()
    assert words in page
    assert "Safety Plan" in page or "short_title" in answers
    assert everything() == before


def test_a_draft_is_there_for_its_plan_managers_alone(cast, client):
    client.force_login(cast.plan_manager)
    send(client, ADDRESS, **PLAN)
    assert client.get("/plans/safety-plan/people/").status_code == 200
    for other in (cast.officer, cast.outsider, cast.administrator):
        client.force_login(other)
        for page in ("", "structure/", "people/", "criteria/", "meetings/", "who-can-see-what/", "edit/"):
            assert client.get(f"/plans/safety-plan/{page}").status_code == 404
