"""A colleague of the lead's organisation prepares an update; the lead takes it over and submits it."""

import pytest

from actions.models import ProgressUpdate
from plans.models import Draft, Step
from plans.people_of_plan import grant_role

PAGE = "1.4.3/update"


@pytest.fixture
def prepared(cast, desk):
    """What the colleague has saved for the lead."""
    desk(cast.colleague).send(PAGE, criterion=cast.green.pk, rationale="Every school has joined.", work_has_begun="yes")
    return Draft.objects.get(person=cast.colleague)


def test_a_colleague_saves_for_the_lead_and_submits_nothing(cast, desk, said, everything):
    colleague = desk(cast.colleague)
    shown = colleague.read(PAGE).content.decode()
    assert "Save for the lead to submit" in shown
    assert "Submit this update" not in shown
    before = everything()
    page = colleague.send(PAGE, rationale="Every school has joined.")
    assert "Saved for the lead to submit: Early Help Manager finds it" in said(page)
    after = everything()
    assert after == before
    assert Draft.objects.get().person == cast.colleague


def test_sent_without_the_button_it_is_kept_all_the_same(cast, desk):
    desk(cast.colleague).send(PAGE, criterion=cast.green.pk, rationale="Every school has joined.", work_has_begun="yes")
    assert Draft.objects.get().fields["rationale"] == ["Every school has joined."]
    assert not ProgressUpdate.objects.exists()


def test_the_colleague_finds_it_again_and_can_throw_it_away(cast, desk, prepared):
    colleague = desk(cast.colleague)
    page = colleague.read(PAGE)
    assert page.context["form"]["rationale"].value() == "Every school has joined."
    assert "Throw the draft away" in page.content.decode()
    colleague.send(PAGE, discard_draft="yes")
    assert not Draft.objects.exists()


def test_the_lead_sees_whose_it_is_and_when_it_was_saved(cast, desk, prepared):
    page = desk(cast.officer).read(PAGE)
    words = page.content.decode()
    assert "Colleague prepared an update of this action</strong> on 6 April 2016, 9.00." in words
    assert "Every school has joined." in words
    assert page.context["form"]["rationale"].value() is None, "nothing is filled in before it is taken over"


def test_the_lead_takes_it_over_and_submits_it(cast, desk, prepared):
    officer = desk(cast.officer)
    taking = f"/plans/the-plan/actions/1.4.3/update/?take_over={prepared.pk}"
    page = officer.read(taking)
    assert "This is what Colleague prepared on 6 April 2016, 9.00." in page.content.decode()
    typed = officer.typed(taking)
    assert (typed["rationale"], typed["criterion"]) == ("Every school has joined.", str(cast.green.pk))
    assert Draft.objects.filter(pk=prepared.pk).exists(), "reading takes nothing away"
    officer.post(PAGE, {**typed, "rationale": "Every school has joined, the last on 4 April."})
    step = Step.objects.get(verb="submit_update")
    assert (step.by_person, step.because) == (cast.officer, "Every school has joined, the last on 4 April.")
    assert not Draft.objects.exists()


def test_an_update_submitted_without_it_leaves_it_to_the_colleague(cast, desk, prepared):
    desk(cast.officer).send(PAGE, criterion=cast.green.pk, rationale="My own words.", work_has_begun="yes")
    assert Draft.objects.get() == prepared


def test_the_leads_own_draft_stays_until_it_is_sent(cast, desk, prepared):
    officer = desk(cast.officer)
    officer.send(PAGE, rationale="Begun by me.", save_draft="yes")
    page = officer.read(PAGE)
    assert page.context["form"]["rationale"].value() == "Begun by me."
    assert "what you began yourself gives way to it" in page.content.decode()


@pytest.mark.parametrize("role", ["plan_manager", "officer_elsewhere", "chief_officer"])
def test_nobody_else_sees_it(cast, desk, prepared, role):
    person = getattr(cast, role)
    words = desk(person).read(f"/plans/the-plan/actions/1.4.3/update/?take_over={prepared.pk}").content.decode()
    assert "Every school has joined." not in words
    assert "prepared an update" not in words


def test_an_officer_of_the_organisation_sees_what_the_lead_has_begun(cast, desk):
    """Two people of one office do not write the same update twice."""
    desk(cast.officer).send(PAGE, rationale="Begun by the lead.", save_draft="yes")
    assert "Begun by the lead." in desk(cast.colleague).read(PAGE).content.decode()
    grant_role(cast.plan, role="officer", holder=cast.reader, because="Helps out.", **cast.as_manager())
    assert "Begun by the lead." in desk(cast.reader).read(PAGE).content.decode()


def test_a_stranger_to_the_draft_cannot_take_it_over_by_its_number(cast, desk, prepared):
    desk(cast.plan_manager).send(
        PAGE,
        criterion=cast.green.pk,
        rationale="Mine.",
        whose="mine",
        work_has_begun="yes",
        taken_over=prepared.pk,
    )
    assert Draft.objects.filter(pk=prepared.pk).exists()
