"""Building a plan's actions: freely in draft, with a reason once it is in force."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from actions.models import Action
from actions.structure import DRAFTED, add_action, edit_action, remove_action
from plans.models import Step
from plans.steps import Refused

ADD, EDIT, REMOVE = "/plans/the-plan/objectives/1.4/actions/new/", "1.4.3/edit", "1.4.3/remove"


@pytest.fixture
def new(cast):
    return {
        "reference": "1.4.11",
        "wording": "Train every reception worker.",
        "lead_post": cast.lead.pk,
        "start_on": "1 May 2016",
        "due_on": "31 July 2016",
        "because": "Agreed by the board.",
    }


@pytest.fixture
def draft(cast, back_to_draft):
    back_to_draft(cast.plan)


# --- adding ----------------------------------------------------------------------------------------------


def test_an_action_is_added_with_one_step_and_one_history_row(cast, desk, new, said):
    page = desk(cast.plan_manager).send(ADD, **new)
    action = Action.objects.get(plan=cast.plan, reference="1.4.11")
    assert (action.due_on, action.original_due_on) == (dt.date(2016, 7, 31), dt.date(2016, 7, 31))
    assert (action.lead_post, action.slug, action.version) == (cast.lead, "1.4.11", 1)
    step = Step.objects.get(kind="action", key=action.pk)
    assert (step.verb, step.by_person, step.because) == ("add_action", cast.plan_manager, "Agreed by the board.")
    assert action.history.get().history_user == cast.plan_manager
    assert page.redirect_chain[-1][0] == "/plans/the-plan/actions/1.4.11/"
    assert said(page).startswith("Action 1.4.11 added to objective 1.4.")
    assert "Train every reception worker." in page.content.decode()


def test_in_draft_no_reason_is_asked(cast, desk, new, draft):
    del new["because"]
    desk(cast.plan_manager).send(ADD, **new)
    assert Action.objects.filter(plan=cast.plan, reference="1.4.11").exists()


def test_in_force_the_reason_is_asked_for(cast, desk, new, errors, everything):
    before = everything()
    assert set(errors(desk(cast.plan_manager).send(ADD, **{**new, "because": ""}))) == {"because"}
    assert everything() == before


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"reference": "1.4.3"}, "reference", "1.4.3 is taken in this plan. A used reference is never given again."),
        ({"reference": "1.4.3)"}, "reference", "would have the same address as 1.4.3"),
        ({"reference": "?"}, "reference", "A reference is made of letters"),
        ({"reference": "1" * 21}, "reference", "the limit is 20"),
        ({"wording": ""}, "wording", "needs an answer"),
        ({"lead_post": ""}, "lead_post", "needs an answer"),
        ({"due_on": "30 April 2016"}, "due_on", "The due date lies before the start, 1 May 2016."),
        ({"due_on": "31 April 2016"}, "due_on", "in the calendar"),
    ],
)
def test_what_is_wrong_is_said_by_the_field(cast, desk, new, errors, everything, wrong, field, message):
    before = everything()
    assert message in errors(desk(cast.plan_manager).send(ADD, **{**new, **wrong}))[field]
    assert everything() == before


# --- editing and removing in draft ---------------------------------------------------------------------------


def test_in_draft_everything_may_be_edited_the_reference_too(cast, desk, draft, said):
    page = desk(cast.plan_manager).send(EDIT, reference="1.4.4", wording="Publish it.", due_on="31 May 2016")
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.reference, action.slug, action.wording) == ("1.4.4", "1.4.4", "Publish it.")
    assert (action.due_on, action.original_due_on) == (dt.date(2016, 5, 31), dt.date(2016, 5, 31))
    assert Step.objects.get(verb="edit_action").by_person == cast.plan_manager
    assert action.history.filter(version=action.version).count() == 1
    assert said(page).startswith("Action 1.4.4 edited.")


def test_an_edit_that_changes_nothing_is_none(cast, desk, draft, errors):
    assert errors(desk(cast.plan_manager).send(EDIT))["__all__"] == "Nothing is different."


def test_in_draft_an_action_may_be_removed_and_its_reference_given_again(cast, desk, draft, new, said):
    manager = desk(cast.plan_manager)
    page = manager.send(REMOVE)
    assert not Action.objects.filter(pk=cast.action.pk).exists()
    assert said(page).startswith("Action 1.4.3 removed from the draft.")
    step = Step.objects.get(verb="remove_action")
    assert (step.key, step.reference) == (cast.action.pk, "1.4.3")
    last = Action.history.filter(id=cast.action.pk).latest("version")
    assert (last.history_type, last.version, last.history_user) == ("-", step.version, cast.plan_manager)
    manager.send(ADD, **{**new, "reference": "1.4.3"})
    assert Action.objects.filter(plan=cast.plan, reference="1.4.3").exists()


def test_in_force_nothing_is_edited_or_removed(cast, desk, errors, everything, draft_again):
    manager = desk(cast.plan_manager)
    with draft_again(cast.plan):
        typed = {page: manager.typed(page) for page in (EDIT, REMOVE)}
    before = everything()
    for page in (EDIT, REMOVE):
        assert "This plan is in force" in manager.read(page).content.decode()
    assert "in force" in errors(manager.post(EDIT, {**typed[EDIT], "wording": "Publish it."}))["__all__"]
    assert "in force" in errors(manager.post(REMOVE, typed[REMOVE]))["__all__"]
    changes = {name: getattr(cast.action, name) for name in DRAFTED}
    with pytest.raises(Refused, match="in force"):
        edit_action(cast.action, reference="1.4.4", changes=changes, **cast.as_manager())
    with pytest.raises(Refused, match="in force"):
        remove_action(cast.action, **cast.as_manager())
    assert everything() == before


def test_reading_the_forms_changes_nothing(cast, desk, draft, everything):
    before = everything()
    for page in (ADD, EDIT, REMOVE):
        desk(cast.plan_manager).read(page)
    assert everything() == before


@pytest.mark.parametrize("role", ["officer", "chief_officer", "scrutineer", "member", "reader"])
def test_the_wrong_person_is_refused(cast, desk, everything, role):
    person = getattr(cast, role)
    before = everything()
    for page in (ADD, EDIT, REMOVE):
        assert desk(person).read(page).status_code == 403
        assert desk(person).post(page, {"wording": "Mine."}).status_code == 403
    with pytest.raises(PermissionDenied):
        add_action(
            cast.objective,
            reference="9",
            wording="Mine.",
            lead_post=cast.lead,
            because="Mine.",
            by=person,
            recorded_by=person,
        )
    assert everything() == before


def test_a_draft_is_there_for_its_manager_alone(cast, desk, draft):
    for person in (cast.officer, cast.chief_officer, cast.outsider):
        for page in (ADD, EDIT, REMOVE):
            assert desk(person).read(page).status_code == 404


def test_unknown_references_answer_404(cast, desk):
    manager = desk(cast.plan_manager)
    assert manager.read("/plans/the-plan/objectives/9.9/actions/new/").status_code == 404
    assert manager.read("9.9.9/edit").status_code == 404
    assert manager.read("9.9.9/remove").status_code == 404


def test_a_second_click_is_harmless(cast, desk, new):
    manager = desk(cast.plan_manager)
    typed = manager.typed(ADD, **new)
    first, second = manager.post(ADD, typed), manager.post(ADD, typed)
    assert first.redirect_chain == second.redirect_chain
    assert Action.objects.filter(plan=cast.plan, reference="1.4.11").count() == 1


def test_a_second_click_on_remove_is_told_that_the_first_did_it(cast, desk, draft, said):
    manager = desk(cast.plan_manager)
    typed = manager.typed(REMOVE)
    manager.post(REMOVE, typed)
    assert "done already, by your first click" in said(manager.post(REMOVE, typed))
    assert Step.objects.filter(verb="remove_action").count() == 1
