"""The plan manager records an update: for the action's lead as it reached her, or in her own name."""

import pytest

from actions.models import Action
from plans.models import Step

PAGE = "1.4.3/update"


@pytest.fixture
def green(cast):
    return {"criterion": cast.green.pk, "rationale": "Every milestone was met by 4 April.", "work_has_begun": "yes"}


def test_for_the_lead_it_is_the_leads_update_and_hers_to_record(cast, desk, green):
    desk(cast.plan_manager).send(PAGE, **green, whose="lead", received_by="phone")
    step = Step.objects.get(verb="submit_update")
    assert (step.by_post, step.by_person, step.by_words) == (cast.lead, None, "Early Help Manager")
    assert (step.recorded_by, step.received_by, step.role) == (cast.plan_manager, "phone", "plan manager")
    assert Action.objects.get(pk=cast.action.pk).latest_update.by_words == "Early Help Manager"


def test_in_her_own_name_it_is_hers(cast, desk, green):
    desk(cast.plan_manager).send(PAGE, **green, whose="mine")
    step = Step.objects.get(verb="submit_update")
    assert (step.by_person, step.recorded_by, step.received_by) == (cast.plan_manager, cast.plan_manager, "form")


def test_whose_it_is_and_how_it_came_are_asked(cast, desk, green, errors, everything):
    before = everything()
    manager = desk(cast.plan_manager)
    assert set(errors(manager.send(PAGE, **green))) == {"whose", "received_by"}
    assert errors(manager.send(PAGE, **green, whose="lead")) == {"received_by": "Say how it reached you."}
    assert everything() == before


def test_only_the_plan_manager_is_asked(cast, desk):
    assert "whose" not in desk(cast.officer).read(PAGE).context["form"].fields
    assert "whose" in desk(cast.plan_manager).read(PAGE).context["form"].fields


def test_nothing_is_recorded_for_a_post_that_nobody_holds(cast, desk, green, hold):
    hold(cast.lead, None)
    manager = desk(cast.plan_manager)
    assert "whose" not in manager.read(PAGE).context["form"].fields
    manager.send(PAGE, **green)
    assert Step.objects.get(verb="submit_update").by_person == cast.plan_manager


def test_the_page_tells_who_recorded_it_and_how_it_came(cast, desk, green):
    page = desk(cast.plan_manager).send(PAGE, **green, whose="lead", received_by="mail").content.decode()
    assert "Early Help Manager" in page
    assert "recorded by Plan manager" in page
    assert "received by mail" in page
