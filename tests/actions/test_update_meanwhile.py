"""Somebody was quicker: the form comes back with what was typed, and above it what was done since."""

import pytest

from actions.models import Action, ProgressUpdate
from actions.wording import correct, reword
from tests.actions.life import Life

PAGE = "1.4.3/update"


@pytest.fixture
def typed(cast, desk, updated):
    """What the officer had typed when the plan manager recorded another update."""
    updated()
    typed = desk(cast.officer).typed(
        PAGE, criterion=cast.green.pk, rationale="All sixteen schools have joined.", narrative="We met them all."
    )
    updated(
        rationale="Fifteen schools have joined.",
        narrative="One was not met.",
        by=cast.lead,
        recorded_by=cast.plan_manager,
        received_by="phone",
    )
    return typed


def test_what_was_done_meanwhile_stands_above_what_was_typed(cast, desk, typed, errors, everything):
    before = everything()
    page = desk(cast.officer).post(PAGE, typed)
    assert "Somebody changed this meanwhile" in errors(page)["__all__"]
    words = page.content.decode()
    assert "What was done meanwhile" in words
    assert "Fifteen schools have joined." in words
    assert "recorded by Plan manager" in words
    assert everything() == before


def test_both_texts_stand_side_by_side(cast, desk, typed):
    pairs = desk(cast.officer).post(PAGE, typed).context["form"].side_by_side()
    assert [(pair.label, pair.theirs, pair.yours) for pair in pairs] == [
        ("Why this rating?", "Fifteen schools have joined.", "All sixteen schools have joined."),
        ("What has been done since last time?", "One was not met.", "We met them all."),
    ]


def test_nothing_typed_is_lost_and_sending_again_is_deliberate(cast, desk, typed):
    officer = desk(cast.officer)
    form = officer.post(PAGE, typed).context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False, "")}
    assert (again["rationale"], again["narrative"]) == ("All sixteen schools have joined.", "We met them all.")
    officer.post(PAGE, again)
    assert list(ProgressUpdate.objects.order_by("action_version").values_list("rationale", flat=True)) == [
        "The strategy is drafted and was checked.",
        "Fifteen schools have joined.",
        "All sixteen schools have joined.",
    ]


def test_words_kept_from_last_time_are_typed_out_when_last_time_became_another(cast, desk, updated):
    updated()
    officer = desk(cast.officer)
    typed = officer.typed(PAGE, criterion=cast.green.pk, same_words="on", shows_it="88 referrals in March.")
    updated(rationale="Fifteen schools have joined.")
    form = officer.post(PAGE, typed).context["form"]
    assert form["rationale"].value() == "The strategy is drafted and was checked."
    assert not form["same_words"].value()
    assert [pair.yours for pair in form.side_by_side()] == ["The strategy is drafted and was checked."]


def test_a_figure_carried_over_is_still_told_from_one_that_was_typed(cast, desk, updated):
    from actions.updates import Figure

    updated(figure=Figure("Schools reached", "11", "14", "School returns"))
    officer = desk(cast.officer)
    typed = officer.typed(PAGE, criterion=cast.green.pk, rationale="All sixteen schools have joined.")
    updated(rationale="Fifteen joined.", figure=Figure("Schools reached", "14", "15", "School returns"))
    errors = officer.post(PAGE, typed).context["form"].errors
    assert list(errors) == ["__all__"]


def test_a_change_of_wording_meanwhile_is_told_too(cast, desk):
    officer = desk(cast.officer)
    typed = officer.typed(PAGE, criterion=cast.green.pk, rationale="Met.", work_has_begun="yes")
    reword(
        Action.objects.get(pk=cast.action.pk),
        wording="Publish and use one early help strategy.",
        success_criteria="",
        partners="",
        because="Publishing alone helps nobody.",
        by=cast.sub_group,
        agreed_at=cast.meeting,
        recorded_by=cast.plan_manager,
    )
    page = officer.post(PAGE, typed)
    assert "Publish and use one early help strategy." in page.content.decode()
    assert page.context["form"].side_by_side() == []


def test_a_correction_meanwhile_shows_both_texts_to_the_one_who_rewords(cast, desk):
    manager = desk(cast.plan_manager)
    typed = manager.typed("1.4.3/reword", wording="Publish a strategy.", agreed_at=cast.meeting.pk, because="Plainer.")
    action = Action.objects.get(pk=cast.action.pk)
    correct(
        action,
        because="A letter was missing.",
        wording="Publish one Early Help strategy.",
        success_criteria=action.success_criteria,
        partners="",
        start_on=action.start_on,
        original_due_on=action.original_due_on,
        due_on=action.due_on,
        **cast.as_manager(),
    )
    form = manager.post("1.4.3/reword", typed).context["form"]
    assert [(pair.theirs, pair.yours) for pair in form.side_by_side()] == [
        ("Publish one Early Help strategy.", "Publish a strategy.")
    ]


REPORT = "1.4.3/report-complete"


@pytest.fixture
def refused(cast, desk):
    """A report of completion that was refused for want of evidence; what was typed is kept."""
    desk(cast.officer).post(REPORT, desk(cast.officer).typed(REPORT, done_on="6 April 2016", because="All of it."))


def test_what_the_writer_did_in_between_is_no_change_by_somebody(cast, desk, refused, everything):
    Life(cast).show_everything()
    officer = desk(cast.officer)
    again = officer.typed(REPORT)
    assert again["because"] == "All of it."
    officer.post(REPORT, again)
    assert Action.objects.get(pk=cast.action.pk).status == "reported complete"


def test_what_somebody_else_did_in_between_is_told_when_a_kept_form_is_sent(cast, desk, refused, errors):
    life = Life(cast)
    life.show_everything()
    life.correct()
    officer = desk(cast.officer)
    page = officer.post(REPORT, officer.typed(REPORT))
    assert "Somebody changed this meanwhile" in errors(page)["__all__"]
