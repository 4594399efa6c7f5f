"""Objectives: added, reworded, reassigned, renumbered and removed, freely in draft and with a reason in force."""

import datetime as dt

import pytest

from objectives.models import StrategicObjective
from objectives.structure import reword_objective
from people.models import Meeting, Post
from plans.steps import Refused
from plans.structure import add_theme, create_plan
from tests.conftest import set_up
from tests.sending import everything, send, shown_by, steps, typed

ADD = "/plans/the-plan/themes/1/objectives/add/"
OWN = "/plans/the-plan/objectives/1.4/"
NEW = {"reference": "1.5", "wording": "Perpetrators are identified early.", "because": "Agreed in March."}


@pytest.fixture
def manager(cast, client):
    client.force_login(cast.plan_manager)
    return client


@pytest.fixture
def draft(cast, manager):
    """A draft of the plan manager's own with objective 1.1."""
    plan = create_plan(slug="draft", title="A Draft Plan", short_title="Draft", because="", **cast.as_manager())
    add_theme(plan, number=1, title="Prevent", **cast.as_manager())
    send(manager, "/plans/draft/themes/1/objectives/add/", reference="1.1", wording="Everybody knows the signs.")
    return plan


# --- adding ------------------------------------------------------------------------------------


def test_an_objective_is_added_and_stands_in_the_structure(cast, manager):
    page = send(manager, ADD, **NEW, accountable_post=cast.lead.pk, responsible_body=cast.sub_group.pk)
    objective = StrategicObjective.objects.get(plan=cast.plan, reference="1.5")
    (step,) = steps(objective)
    assert (step.verb, step.because, step.by_person) == ("add_objective", "Agreed in March.", cast.plan_manager)
    assert (objective.accountable_post, objective.responsible_body) == (cast.lead, cast.sub_group)
    assert objective.history.count() == 1
    assert page.redirect_chain[-1][0] == "/plans/the-plan/structure/#objective-1.5"
    assert "1.5 Perpetrators are identified early." in page.content.decode()


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"reference": "1.4"}, "reference", "1.4 is taken in this plan. A used reference is never given again."),
        ({"reference": "1.4)"}, "reference", "would have the same address as 1.4"),
        ({"reference": "?"}, "reference", "A reference is made of letters, figures"),
        ({"reference": ""}, "reference", "“Reference” needs an answer."),
        ({"wording": ""}, "wording", "“Wording” needs an answer."),
        ({"wording": "x" * 100_000}, "wording", "This is 100,000 characters long and the limit is 1,000"),
        ({"because": ""}, "because", "“Why?” needs an answer."),
    ],
)
def test_what_is_wrong_is_said_at_its_question_and_nothing_typed_is_lost(cast, manager, answers, field, words):
    before = everything()
    page = send(manager, ADD, **{**NEW, **answers})
    assert list(page.context["form"].errors) == [field]
    assert words in page.content.decode()
    assert page.context["form"]["wording"].value() == answers.get("wording", NEW["wording"])
    assert everything() == before


def test_a_post_that_is_lost_is_not_made_accountable(cast, manager):
    lost = set_up(Post(title="E-safety Officer", organisation=cast.council), cast.administrator)
    send(manager, f"/plans/the-plan/people/posts/{lost.pk}/end/", because="Funding ended.")
    before = everything()
    page = send(manager, ADD, **NEW, accountable_post=lost.pk)
    assert list(page.context["form"].errors) == ["accountable_post"]
    assert everything() == before


def test_a_second_click_is_harmless(cast, manager):
    sent = typed(manager, ADD, **NEW)
    manager.post(ADD, sent)
    before = everything()
    assert manager.post(ADD, sent).status_code == 302
    assert everything() == before


# --- rewording ---------------------------------------------------------------------------------


def test_r08_a_change_of_wording_needs_reason_body_and_date_of_an_objective(cast, manager):
    before = everything()
    page = send(manager, f"{OWN}reword/", wording="Healthy relationships are taught.")
    assert set(page.context["form"].errors) == {"agreed_at", "because"}
    assert everything() == before
    with pytest.raises(Refused, match="decided by a body"):
        reword_objective(cast.objective, wording="Taught.", because="Clearer.", **cast.as_manager())
    with pytest.raises(Refused, match="Name the meeting"):
        reword_objective(
            cast.objective, wording="Taught.", because="Clearer.", by=cast.sub_group, recorded_by=cast.plan_manager
        )
    with pytest.raises(Refused, match="Say why"):
        reword_objective(
            cast.objective, wording="Taught.", by=cast.sub_group, agreed_at=cast.meeting, recorded_by=cast.plan_manager
        )
    assert everything() == before


def test_a_reworded_objective_keeps_old_and_new_why_who_and_the_meeting(cast, manager):
    page = send(
        manager, f"{OWN}reword/", wording="Healthy relationships are taught.", agreed_at=cast.meeting.pk, minute="14/15",
        because="Understanding cannot be shown.",
    )  # fmt: skip
    cast.objective.refresh_from_db()
    step = steps(cast.objective)[0]
    assert cast.objective.wording == "Healthy relationships are taught."
    assert (step.by_body, step.agreed_at, step.minute) == (cast.sub_group, cast.meeting, "14/15")
    assert (step.because, step.recorded_by) == ("Understanding cannot be shown.", cast.plan_manager)
    assert step.was == {"wording": "Healthy relationships are understood."}
    assert cast.objective.history.count() == 2
    assert "Objective 1.4 is reworded." in page.content.decode()


def test_a_meeting_to_come_decided_nothing(cast, manager):
    later = set_up(Meeting(body=cast.sub_group, held_on=dt.date(2016, 4, 19)), cast.administrator)
    before = everything()
    page = send(manager, f"{OWN}reword/", wording="Taught.", agreed_at=later.pk, because="Clearer.")
    assert "agreed_at" in page.context["form"].errors
    assert everything() == before


def test_a_body_that_does_not_decide_for_the_plan_changes_no_wording(cast, manager):
    """The commission that scrutinises it, say: neither offered, nor taken by the verb."""
    elsewhere = set_up(Meeting(body=cast.commission, held_on=dt.date(2016, 3, 1)), cast.administrator)
    before = everything()
    page = send(manager, f"{OWN}reword/", wording="Taught.", agreed_at=elsewhere.pk, because="Clearer.")
    assert "agreed_at" in page.context["form"].errors
    with pytest.raises(Refused, match="the CSE Sub-Group decides on dates and wording"):
        reword_objective(
            cast.objective, wording="Taught.", because="Clearer.", by=cast.commission, recorded_by=cast.plan_manager,
            agreed_at=elsewhere,
        )  # fmt: skip
    assert everything() == before


def test_in_draft_the_wording_changes_freely(cast, manager, draft):
    form = manager.get("/plans/draft/objectives/1.1/reword/").context["form"]
    assert {"agreed_at", "minute", "because"}.isdisjoint(form.fields)
    send(manager, "/plans/draft/objectives/1.1/reword/", wording="Everybody knows what to look for.")
    assert draft.objectives.get().wording == "Everybody knows what to look for."


def test_somebody_was_quicker_and_both_wordings_stand_side_by_side(cast, manager):
    mine = typed(manager, f"{OWN}reword/", wording="Mine.", agreed_at=cast.meeting.pk, because="First.")
    send(manager, f"{OWN}reword/", wording="Hers.", agreed_at=cast.meeting.pk, because="She was quicker.")
    before = everything()
    page = manager.post(f"{OWN}reword/", mine)
    words = page.content.decode()
    assert "Somebody changed this meanwhile." in words
    assert "Hers." in words
    assert "Mine." in words
    assert "She was quicker." in words
    assert everything() == before
    manager.post(f"{OWN}reword/", shown_by(page.context["form"]))
    cast.objective.refresh_from_db()
    assert cast.objective.wording == "Mine."


# --- reassigning, renumbering, removing --------------------------------------------------------


def test_another_post_answers_for_it(cast, manager):
    send(
        manager,
        f"{OWN}reassign/",
        accountable_post=cast.lead_elsewhere.pk,
        responsible_body=cast.sub_group.pk,
        because="Agreed.",
    )
    cast.objective.refresh_from_db()
    assert (cast.objective.accountable_post, cast.objective.responsible_body) == (cast.lead_elsewhere, cast.sub_group)
    assert (steps(cast.objective)[0].verb, cast.objective.history.count()) == ("reassign_objective", 2)


def test_a_lost_post_that_answers_for_it_may_stay_while_the_body_changes(cast, manager):
    send(manager, f"/plans/the-plan/people/posts/{cast.lead.pk}/end/", because="Funding ended.")
    page = manager.get(f"{OWN}reassign/").content.decode()
    assert "Early Help Manager, The Council (post lost)" in page
    send(manager, f"{OWN}reassign/", responsible_body=cast.sub_group.pk, because="Agreed.")
    cast.objective.refresh_from_db()
    assert (cast.objective.accountable_post, cast.objective.responsible_body) == (cast.lead, cast.sub_group)


def test_a_reference_changes_in_draft_and_never_in_force(cast, manager, draft):
    send(manager, "/plans/draft/objectives/1.1/renumber/", reference="1.2")
    objective = draft.objectives.get()
    assert (objective.reference, objective.slug) == ("1.2", "1.2")
    before = everything()
    page = send(manager, f"{OWN}renumber/", reference="1.9")
    assert "A reference never changes once the plan is in force." in page.content.decode()
    assert everything() == before


def test_an_empty_objective_is_removed_from_a_draft(cast, manager, draft):
    objective = draft.objectives.get()
    page = send(manager, "/plans/draft/objectives/1.1/remove/")
    assert "Objective 1.1 is removed from the draft." in page.content.decode()
    assert not draft.objectives.exists()
    assert StrategicObjective.history.filter(id=objective.pk).count() == 2


def test_an_objective_with_workstreams_or_in_force_is_not_removed(cast, manager, draft):
    send(manager, "/plans/draft/objectives/1.1/workstreams/add/", name="Communications")
    before = everything()
    page = send(manager, "/plans/draft/objectives/1.1/remove/")
    assert "Remove its actions and workstreams first" in page.content.decode()
    page = send(manager, f"{OWN}remove/")
    assert "Nothing is removed from a plan in force" in page.content.decode()
    assert everything() == before


@pytest.mark.parametrize("page", ["reword/", "reassign/", "renumber/", "remove/", "workstreams/add/"])
def test_it_is_the_plan_managers_alone_and_looking_changes_nothing(cast, client, page):
    before = everything()
    for who, status in (("plan_manager", 200), ("officer", 403), ("chief_officer", 403), ("outsider", 404)):
        client.force_login(getattr(cast, who))
        assert client.get(f"{OWN}{page}").status_code == status
    assert everything() == before
