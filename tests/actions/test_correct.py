"""Correcting a typing error or a mistyped date: minor, kept, folded away."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from actions.evidence import criteria_not_shown
from actions.extensions import ask_extension, grant_extension
from actions.models import Action, Extension
from actions.record_check import RecordCheck
from actions.wording import correct
from plans.models import Step
from plans.steps import Refused
from tests.actions.life import Life

PAGE = "1.4.3/correct"


def by_command(cast, **words):
    action = Action.objects.get(pk=cast.action.pk)
    standing = {
        name: getattr(action, name)
        for name in ("wording", "success_criteria", "partners", "start_on", "original_due_on", "due_on")
    }
    return correct(action, **{**standing, "because": "A letter was missing.", **cast.as_manager(), **words})


@pytest.fixture
def extended(cast):
    """An action whose due date was moved by agreement."""
    ask = {"to_on": dt.date(2016, 5, 31), "category": "capacity", "because": "Two posts are vacant."}
    ask_extension(Action.objects.get(pk=cast.action.pk), **ask, by=cast.officer, recorded_by=cast.officer)
    grant_extension(
        Action.objects.get(pk=cast.action.pk), because="Fine.", by=cast.chief_officer, recorded_by=cast.chief_officer
    )


def test_a_correction_leaves_one_step_and_one_history_row_saying_who_and_why(cast, desk):
    desk(cast.plan_manager).send(PAGE, wording="Publish one Early Help strategy.", because="Early Help has capitals.")
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.wording, action.version) == ("Publish one Early Help strategy.", cast.action.version + 1)
    step = Step.objects.get(verb="correct")
    assert (step.by_person, step.because, step.agreed_at) == (cast.plan_manager, "Early Help has capitals.", None)
    assert set(step.now) - {"criterion"} == {"wording"}
    assert action.history.get(version=action.version).history_user == cast.plan_manager


def test_r08_a_typing_correction_is_minor_kept_and_folded_away(cast, desk, said):
    page = desk(cast.plan_manager).send(PAGE, wording="Publish one Early Help strategy.", because="Capitals.")
    assert Step.objects.get(verb="correct").minor
    assert said(page).startswith("1.4.3 corrected.")
    timeline = page.content.decode().partition("Everything that happened")[2]
    folded = timeline[timeline.index("<details") : timeline.index("</details>")]
    assert "Corrected" in folded
    assert "Publish one early help strategy." in folded


def test_r08_a_mistyped_date_is_a_correction_not_a_slip(cast, desk):
    desk(cast.plan_manager).send(PAGE, due_on="30 June 2016", because="June was meant.")
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.due_on, action.original_due_on) == (dt.date(2016, 6, 30), dt.date(2016, 6, 30))
    assert action.times_extended == 0
    assert not Extension.objects.exists()
    assert Step.objects.get(verb="correct").minor


def test_an_agreed_date_is_not_corrected_away(cast, desk, extended, everything):
    manager = desk(cast.plan_manager)
    page = manager.read(PAGE)
    assert "due_on" not in page.context["form"].fields
    assert "was agreed as an extension" in page.content.decode()
    before = everything()
    with pytest.raises(Refused, match="agreed as an extension") as refused:
        by_command(cast, due_on=dt.date(2016, 7, 31))
    assert refused.value.field == "due_on"
    assert everything() == before
    manager.send(PAGE, original_due_on="31 January 2016", because="The 31st was meant.")
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.original_due_on, action.due_on) == (dt.date(2016, 1, 31), dt.date(2016, 5, 31))


@pytest.mark.parametrize("original", ["31 May 2016", "1 June 2016", ""])
def test_the_original_date_of_an_extended_action_lies_before_the_date_now(cast, desk, extended, errors, original):
    page = desk(cast.plan_manager).send(PAGE, original_due_on=original, because="Mistyped.")
    assert set(errors(page)) == {"original_due_on"}


def test_while_an_extension_is_asked_the_date_waits(cast, desk, errors, everything):
    ask_extension(
        Action.objects.get(pk=cast.action.pk),
        to_on=dt.date(2016, 5, 31),
        category="capacity",
        because="Two posts are vacant.",
        by=cast.officer,
        recorded_by=cast.officer,
    )
    before = everything()
    page = desk(cast.plan_manager).send(PAGE, due_on="30 June 2016", because="June was meant.")
    assert "waits for its decision" in errors(page)["due_on"]
    assert everything() == before


def test_a_due_date_before_the_start_is_refused_by_its_field(cast, desk, errors, everything):
    before = everything()
    page = desk(cast.plan_manager).send(PAGE, due_on="30 November 2015", because="Mistyped.")
    assert errors(page) == {"due_on": "The due date lies before the start, 1 December 2015."}
    assert everything() == before


def test_what_was_mistyped_is_asked_for(cast, desk, errors, everything):
    before = everything()
    page = desk(cast.plan_manager).send(PAGE, wording="Publish one Early Help strategy.")
    assert errors(page) == {"because": "“What was mistyped?” needs an answer."}
    with pytest.raises(Refused, match="Say why"):
        by_command(cast, wording="Publish it.", because="")
    assert everything() == before


def test_nothing_different_is_no_correction(cast, desk, errors):
    assert errors(desk(cast.plan_manager).send(PAGE, because="Looked.")) == {"wording": "Nothing is different."}


def test_reading_the_form_changes_nothing(cast, desk, everything):
    before = everything()
    desk(cast.plan_manager).read(PAGE)
    assert everything() == before


@pytest.mark.parametrize("role", ["officer", "officer_elsewhere", "chief_officer", "scrutineer", "member", "reader"])
def test_the_wrong_person_is_refused(cast, desk, everything, role):
    person = getattr(cast, role)
    before = everything()
    assert desk(person).read(PAGE).status_code == 403
    assert desk(person).post(PAGE, {"wording": "Mine."}).status_code == 403
    with pytest.raises(PermissionDenied):
        by_command(cast, wording="Mine.", by=person, recorded_by=person)
    assert everything() == before


def test_a_plan_that_is_not_theirs_answers_404(cast, desk):
    assert desk(cast.outsider).read(PAGE).status_code == 404


def test_a_draft_is_edited_instead(cast, back_to_draft):
    back_to_draft(cast.plan)
    with pytest.raises(Refused, match="still a draft"):
        by_command(cast, wording="Publish it.")


def test_a_second_click_is_harmless(cast, desk):
    manager = desk(cast.plan_manager)
    typed = manager.typed(PAGE, wording="Publish one Early Help strategy.", because="Capitals.")
    first, second = manager.post(PAGE, typed), manager.post(PAGE, typed)
    assert first.redirect_chain == second.redirect_chain
    assert Step.objects.filter(verb="correct").count() == 1


# --- what a reader of this code tried ---------------------------------------------------------------------


def test_since_it_was_reported_only_letters_are_corrected(cast, everything):
    life = Life(cast).to("verified")
    before = everything()
    for words in ({"wording": "Something else entirely."}, {"success_criteria": "Nothing"}):
        with pytest.raises(Refused, match="more than a typing error"):
            life.correct(**words)
    assert everything() == before
    life.correct(wording="Publish one early-help strategy.")
    assert life.action.wording == "Publish one early-help strategy."


def test_evidence_goes_on_showing_a_criterion_of_which_a_letter_is_mended(cast):
    life = Life(cast).to("reported complete")
    life.correct(success_criteria="One referral route\nStrategy agreed.")
    assert criteria_not_shown(life.action) == []
    shown = life.action.evidence.values_list("criterion", flat=True)
    assert sorted(shown) == ["One referral route", "Strategy agreed."]
    assert list(RecordCheck().findings()) == []


@pytest.mark.parametrize("status", ["reported complete", "verified", "complete", "superseded", "withdrawn"])
def test_how_late_an_action_was_when_it_was_done_is_not_corrected_away(cast, status, everything):
    life = Life(cast).to(status)
    before = everything()
    for day in (
        {"due_on": dt.date(2017, 2, 28), "original_due_on": dt.date(2017, 2, 28)},
        {"start_on": dt.date(2014, 1, 1)},
    ):
        with pytest.raises(Refused, match="how late it was is told by its dates"):
            life.correct(**day)
    assert everything() == before
    life.correct()


def test_dates_corrected_after_a_move_are_no_fault_of_the_records(cast):
    life = Life(cast).to("moved")
    day = {"due_on": dt.date(2016, 2, 29), "original_due_on": dt.date(2016, 2, 29)}
    with pytest.raises(Refused, match="its dates are corrected where it went"):
        life.correct(**day)
    life.of(life.action.successor).correct(**day)
    assert list(RecordCheck().findings()) == []
