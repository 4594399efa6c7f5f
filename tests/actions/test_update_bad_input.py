"""Whatever is typed or pasted: a clear message by the field, nothing stored, nothing typed lost."""

import pytest
from django.test import Client

from actions.models import Action, ProgressUpdate
from plans.models import Draft
from plans.structure import add_criterion, retire_criterion

PAGE = "1.4.3/update"
URL = "/plans/the-plan/actions/1.4.3/update/"


@pytest.fixture
def green(cast):
    return {"criterion": cast.green.pk, "rationale": "Every milestone was met by 4 April.", "work_has_begun": "yes"}


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"criterion": ""}, "criterion", "Choose the sentence that is true today."),
        ({"criterion": "999999"}, "criterion", "may no longer be chosen"),
        ({"criterion": "9" * 40}, "criterion", "may no longer be chosen"),
        ({"criterion": "green"}, "criterion", "may no longer be chosen"),
        ({"forecast_on": "5 April 2016"}, "forecast_on", "5 April 2016 has passed"),
        ({"forecast_on": "31 February 2016"}, "forecast_on", "no 31 February 2016 in the calendar"),
        ({"forecast_on": "after July"}, "forecast_on", "cannot be read as a date"),
        ({"rationale": "x" * 100_000}, "rationale", "100,000 characters long and the limit is 5,000"),
        ({"narrative": "x" * 100_000}, "narrative", "100,000 characters long"),
        ({"figure_what": "x" * 100_000}, "figure_what", "100,000 characters long"),
        ({"rationale": "Met\x00 on Monday."}, "rationale", "control character (U+0000)"),
        ({"shows_it": "A bell \x07 rang."}, "shows_it", "control character (U+0007)"),
        ({"help_from": "\x1b[31mThe board"}, "help_from", "control character (U+001B)"),
    ],
)
def test_the_message_stands_by_the_field_and_nothing_is_stored(
    cast, desk, green, errors, everything, wrong, field, message
):
    before = everything()
    page = desk(cast.officer).send(PAGE, **{**green, "narrative": "Two workshops were held.", **wrong})
    assert message in errors(page)[field]
    assert f'href="#id_{field}' in page.content.decode(), "the summary leads to the field"
    assert everything() == before


def test_what_was_typed_stands_in_the_form_again(cast, desk, green):
    typed = {**green, "narrative": "Two workshops.", "figure_what": "Schools", "forecast_on": "31/2/2016"}
    form = desk(cast.officer).send(PAGE, **typed).context["form"]
    for name, value in typed.items():
        assert str(form[name].value()) == str(value)


def test_a_long_text_is_refused_whole_and_kept_whole(cast, desk, green):
    text = "word " * 20_000
    form = desk(cast.officer).send(PAGE, **{**green, "narrative": text}).context["form"]
    assert form["narrative"].value() == text


def test_a_control_character_is_taken_out_of_the_box_so_that_sending_again_is_enough(cast, desk, green):
    officer = desk(cast.officer)
    form = officer.send(PAGE, **{**green, "rationale": "Met\x00 on Monday."}).context["form"]
    assert form["rationale"].value() == "Met on Monday."


def test_an_emoji_is_kept(cast, desk, green):
    desk(cast.officer).send(PAGE, **{**green, "rationale": "All 16 schools 🎉 have joined."})
    assert ProgressUpdate.objects.get().rationale == "All 16 schools 🎉 have joined."


def test_a_criterion_of_another_plan_cannot_be_chosen(cast, desk, green, errors):
    theirs = cast.other_plan.criteria.get(rating="G")
    page = desk(cast.officer).send(PAGE, **{**green, "criterion": theirs.pk})
    assert "may no longer be chosen in this plan" in errors(page)["criterion"]


def test_a_criterion_retired_meanwhile_cannot_be_chosen(cast, desk, green, errors):
    officer = desk(cast.officer)
    typed = officer.typed(PAGE, **green)
    add_criterion(
        cast.plan, rating="G", words="On time, and somebody checked.", because="Plainer.", **cast.as_manager()
    )
    retire_criterion(cast.green, because="Replaced.", **cast.as_manager())
    page = officer.post(PAGE, typed)
    assert "Choose another." in errors(page)["criterion"]
    assert page.context["form"]["rationale"].value() == green["rationale"]


@pytest.mark.parametrize("token", ["", "forged", "x" * 100_000])
def test_a_form_without_its_token_is_shown_again(cast, desk, green, everything, token):
    before = everything()
    page = desk(cast.officer).send(PAGE, **green, form_token=token)
    assert page.status_code == 200
    assert page.context["form"]["rationale"].value() == green["rationale"]
    assert everything() == before


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
def test_a_version_that_never_was_is_no_way_in(cast, desk, green, version):
    page = desk(cast.officer).send(PAGE, **green, version_seen=version)
    assert page.status_code == 200
    assert not ProgressUpdate.objects.exists()


def test_the_token_of_another_persons_form_is_no_way_in(cast, desk, green, everything):
    typed = desk(cast.plan_manager).typed(PAGE, **green, whose="mine")
    before = everything()
    assert desk(cast.officer).post(PAGE, typed).status_code == 200
    assert everything() == before


# --- a session that ended while typing -----------------------------------------------------------------


def test_a_session_that_ended_leads_to_sign_in_and_back_to_the_form_filled_again(cast, desk, green):
    officer = desk(cast.officer)
    typed = officer.typed(PAGE, **green, narrative="Two workshops.")
    answer = Client().post(URL, typed)
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={URL.replace('/', '%2F')}")
    assert not ProgressUpdate.objects.exists()
    again = desk(cast.officer).read(PAGE)
    assert again.context["form"]["rationale"].value() == "Every milestone was met by 4 April."
    assert again.context["form"]["narrative"].value() == "Two workshops."
    assert "What you typed stands below." in again.content.decode()


def test_what_was_typed_is_shown_to_nobody_else(cast, desk, green):
    typed = desk(cast.officer).typed(PAGE, **green)
    Client().post(URL, typed)
    for person in (cast.plan_manager, cast.officer_elsewhere):
        assert "Every milestone was met" not in desk(person).read(PAGE).content.decode()


def test_a_control_character_in_what_was_typed_is_no_reason_to_lose_it(cast, desk, green):
    typed = desk(cast.officer).typed(PAGE, **{**green, "rationale": "Met\x00 on Monday."})
    assert Client().post(URL, typed).status_code == 302
    assert "on Monday." in Draft.objects.get().fields["rationale"][0]
    assert "on Monday." in desk(cast.officer).read(PAGE).context["form"]["rationale"].value()


def test_the_draft_is_gone_once_the_update_is_submitted(cast, desk, green):
    officer = desk(cast.officer)
    officer.send(PAGE, **green, save_draft="yes")
    assert Draft.objects.count() == 1
    officer.post(PAGE, officer.typed(PAGE))
    assert Action.objects.get(pk=cast.action.pk).latest_update is not None
    assert not Draft.objects.exists()
