"""Asking for an extension: a later date, the kind of reason, and why. The due date stays until it is decided."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from actions.extensions import ask_extension
from actions.models import Action, Extension
from plans.models import Step
from plans.steps import Refused

PAGE = "1.4.3/extension"
ASKED = {"to_on": "31 May 2016", "category": "another body", "because": "One partner decides on 19 April."}


def by_command(cast, **words):
    return ask_extension(
        Action.objects.get(pk=cast.action.pk),
        **{
            "to_on": dt.date(2016, 5, 31),
            "category": "capacity",
            "because": "Two posts are vacant.",
            "by": cast.officer,
            "recorded_by": cast.officer,
            **words,
        },
    )


def test_r19_asking_leaves_one_step_and_one_history_row_and_moves_no_date(cast, desk):
    desk(cast.officer).send(PAGE, **ASKED)
    action = Action.objects.get(pk=cast.action.pk)
    assert (action.version, action.due_on) == (cast.action.version + 1, dt.date(2016, 1, 30))
    step = Step.objects.get(verb="ask_extension")
    assert (step.key, step.version, step.by_words) == (action.pk, action.version, "Early Help Manager")
    assert step.because == "One partner decides on 19 April."
    assert action.history.get(version=action.version).history_user == cast.officer
    extension = Extension.objects.get()
    assert (extension.from_on, extension.to_on) == (dt.date(2016, 1, 30), dt.date(2016, 5, 31))
    assert extension.history.get().history_user == cast.officer


def test_r16_an_extension_has_its_category_and_words(cast, desk, errors, everything):
    officer = desk(cast.officer)
    before = everything()
    page = officer.send(PAGE, to_on="31 May 2016")
    assert errors(page) == {
        "category": "Choose the kind of reason.",
        "because": "“Why is more time needed?” needs an answer.",
    }
    with pytest.raises(Refused) as refused:
        by_command(cast, category="because we like it")
    assert refused.value.field == "category"
    with pytest.raises(Refused, match="Say why"):
        by_command(cast, because=" ")
    assert everything() == before
    officer.send(PAGE, **ASKED)
    extension = Extension.objects.get()
    assert (extension.get_category_display(), extension.because) == (
        "Waiting on another body",
        "One partner decides on 19 April.",
    )


def test_the_page_says_who_decides_and_shows_what_was_asked(cast, desk, said):
    page = desk(cast.officer).send(PAGE, **ASKED)
    assert said(page) == (
        "Extension of 1.4.3 asked. The CSE Sub-Group or a chief officer grants or refuses it; until then the due date "
        "stays 30 January 2016."
    )
    for words in ("extension asked", "31 May 2016", "One partner decides on 19 April."):
        assert words in page.content.decode()


def test_the_finish_expected_last_time_stands_in_the_form(cast, desk, updated):
    updated(forecast_on=dt.date(2016, 5, 20))
    assert desk(cast.officer).typed(PAGE)["to_on"] == "20 May 2016"


@pytest.mark.parametrize("to_on", ["30 January 2016", "15 January 2016", "30 November 2015"])
def test_an_extension_goes_to_a_later_date(cast, desk, errors, everything, to_on):
    before = everything()
    page = desk(cast.officer).send(PAGE, **{**ASKED, "to_on": to_on})
    assert errors(page) == {"to_on": "An extension goes to a later date than the due date now, 30 January 2016."}
    assert everything() == before


def test_one_is_decided_before_another_is_asked(cast, desk, errors, everything):
    officer = desk(cast.officer)
    typed = officer.typed(PAGE, **ASKED)
    by_command(cast)
    assert "was asked for on 6 April 2016" in officer.read(PAGE).content.decode()
    before = everything()
    again = {**typed, "version_seen": cast.action.version + 1}
    assert "already asked" in errors(officer.post(PAGE, again))["__all__"]
    assert everything() == before


def test_an_action_without_a_due_date_has_none_to_extend(cast, everything, no_due_date):
    no_due_date(cast.action)
    before = everything()
    with pytest.raises(Refused, match="no due date to extend"):
        by_command(cast)
    assert everything() == before


def test_a_colleague_of_the_leads_organisation_may_ask(cast, desk):
    desk(cast.colleague).send(PAGE, **ASKED)
    assert Step.objects.get(verb="ask_extension").by_person == cast.colleague


def test_the_plan_manager_records_what_the_lead_asked(cast, desk, errors):
    manager = desk(cast.plan_manager)
    assert set(errors(manager.send(PAGE, **ASKED))) == {"whose", "received_by"}
    manager.send(PAGE, **ASKED, whose="lead", received_by="mail")
    step = Step.objects.get(verb="ask_extension")
    assert (step.by_post, step.recorded_by, step.received_by) == (cast.lead, cast.plan_manager, "mail")
    assert Extension.objects.get().asked_words == "Early Help Manager"


def test_reading_the_form_changes_nothing(cast, desk, everything):
    before = everything()
    desk(cast.officer).read(PAGE)
    assert everything() == before


@pytest.mark.parametrize("role", ["officer_elsewhere", "chief_officer", "scrutineer", "member", "reader"])
def test_the_wrong_person_is_refused(cast, desk, everything, role):
    person = getattr(cast, role)
    before = everything()
    assert desk(person).read(PAGE).status_code == 403
    assert desk(person).post(PAGE, ASKED).status_code == 403
    with pytest.raises(PermissionDenied):
        by_command(cast, by=person, recorded_by=person)
    assert everything() == before


def test_a_plan_that_is_not_theirs_answers_404(cast, desk):
    assert desk(cast.outsider).read(PAGE).status_code == 404


def test_a_draft_has_nothing_to_extend(cast, back_to_draft):
    back_to_draft(cast.plan)
    with pytest.raises(Refused, match="still a draft"):
        by_command(cast, by=cast.plan_manager, recorded_by=cast.plan_manager)


def test_a_second_click_is_harmless(cast, desk, said):
    officer = desk(cast.officer)
    typed = officer.typed(PAGE, **ASKED)
    first, second = officer.post(PAGE, typed), officer.post(PAGE, typed)
    assert first.redirect_chain == second.redirect_chain
    assert Extension.objects.count() == 1
