"""What every form shares: text that can be kept, dates as people write them, messages that say what to do."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import ModelChoiceIteratorValue
from django.template import Context, Template

from people.forms import DateField, HouseForm, PlainTextField, when_rated
from people.widgets import CriterionRadio

CRITERIA = [
    SimpleNamespace(pk=1, rating="G", words="Every milestone met so far, with evidence."),
    SimpleNamespace(pk=2, rating="A", words="At risk; what brings it back is agreed."),
    SimpleNamespace(pk=3, rating="R", words="A milestone is missed & there is no way back."),
]


class Example(HouseForm):
    seen = forms.IntegerField(widget=forms.HiddenInput)
    title = PlainTextField(max_length=20)
    why = PlainTextField(
        label="Why this rating?", max_length=50, widget=forms.Textarea, help_text="One fact is enough."
    )
    on = DateField(label="When?", required=False)


class Choosing(HouseForm):
    criterion = forms.ChoiceField(
        label="Which sentence is true today?",
        widget=CriterionRadio,
        choices=[(ModelChoiceIteratorValue(one.pk, one), one.words) for one in CRITERIA],
    )
    back = PlainTextField(label="What brings it back?", max_length=50, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["criterion"].widget.last_time = 2
        self.helper.layout = when_rated("back", ratings="R A", legend="For Red and Amber")


def drawn(form):
    return Template("{% load look %}{% house_form form %}").render(Context({"form": form}))


# --- text ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\ufffe", "\uffff", "\ud800"])
def test_a_control_character_is_refused_with_its_place(character):
    with pytest.raises(ValidationError) as refusal:
        PlainTextField(max_length=50, widget=forms.Textarea).clean(f"the first three words{character} and more")
    assert f"U+{ord(character):04X}" in refusal.value.messages[0]
    assert "after “the first three words”" in refusal.value.messages[0]


def test_a_refused_control_character_is_gone_from_the_box_and_nothing_else_is():
    form = Example({"seen": "1", "title": "Early help", "why": "So\x00me\tgood\r\nprogress ☺"})
    assert not form.is_valid()
    assert form["why"].value() == "So\tgood\r\nprogress ☺".replace("So", "Some")
    assert "\x00" not in drawn(form)


def test_text_in_any_script_with_an_emoji_is_kept():
    assert PlainTextField(max_length=50).clean("Zażółć 子ども 🙂 العربية") == "Zażółć 子ども 🙂 العربية"


def test_line_endings_become_one_kind():
    field = PlainTextField(max_length=50, widget=forms.Textarea)
    assert field.clean("one\r\ntwo\rthree\u2028four\nfive") == "one\ntwo\nthree\nfour\nfive"


def test_a_box_of_one_line_keeps_one_line():
    assert PlainTextField(max_length=50).clean("one\r\ntwo") == "one two"


def test_too_long_a_text_is_told_how_long_it_is_and_still_stands_there():
    typed = "x" * 100_000
    form = Example({"seen": "1", "title": "t", "why": typed})
    assert "100,000 characters long and the limit is 50: take out 99,950" in form.errors["why"][0]
    assert typed in drawn(form)


def test_no_box_cuts_off_what_is_pasted():
    assert "maxlength" not in drawn(Example())


# --- dates -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "31 May 2016", "31 may 2016", "31st May 2016", "31st of May, 2016", "31/05/2016", "31.5.2016", "31-5-2016",
        "31 5 2016", "2016-05-31", "  31  May  2016 ", "31/5/16", "31/05/16", "31.5.16", "31 May 16",
    ],
)  # fmt: skip
def test_a_date_is_read_as_people_write_it(written):
    assert DateField().clean(written) == dt.date(2016, 5, 31)


@pytest.mark.parametrize(("month", "number"), [("Sept", 9), ("sep", 9), ("Jan", 1), ("December", 12)])
def test_a_month_may_be_short(month, number):
    assert DateField().clean(f"1 {month} 2016") == dt.date(2016, number, 1)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("soon", "“soon” cannot be read as a date. Write it like 31 May 2016."),
        ("July or August", "cannot be read as a date"),
        ("31 June 2016", "There is no 31 June 2016 in the calendar"),
        ("31 May 116", "the year of “31 May 116” with four figures"),
        ("31 May 6", "the year of “31 May 6” with four figures"),
        ("5/31/16", "There is no 5/31/16 in the calendar. Look at day and month."),
        ("31 Mai 2016", "“Mai” is not a month"),
        ("1 Ma 2016", "cannot be read as a date"),
        ("31/13/2016", "There is no 31/13/2016 in the calendar"),
        ("1 May 0216", "Look at the year"),
        ("x" * 100_000, "cannot be read as a date"),
    ],
)
def test_what_is_no_date_is_told_what_is_wrong(written, said):
    with pytest.raises(ValidationError) as refusal:
        DateField().clean(written)
    assert said in refusal.value.messages[0]
    assert len(refusal.value.messages[0]) < 200


def test_a_date_stands_in_the_box_as_it_is_said():
    html = drawn(Example(initial={"on": dt.date(2016, 5, 3)}))
    assert 'value="3 May 2016"' in html
    assert "For example, 31 May 2016 or 31/5/16: the day first" in html


# --- the form ------------------------------------------------------------------------------------------


def test_an_empty_answer_is_named():
    form = Example({})
    assert form.errors["title"] == ["“Title” needs an answer."]
    assert form.errors["why"] == ["“Why this rating?” needs an answer."]


def test_each_box_is_tied_to_its_question_its_hint_and_its_error():
    html = drawn(Example({"seen": "1"}))
    box = re.search(r"<textarea[^>]*>", html).group()
    assert 'aria-describedby="id_why_helptext id_why_error"' in box
    assert 'aria-invalid="true"' in box
    assert all(f'id="{name}"' in html for name in ("id_why_helptext", "id_why_error"))
    assert '<span class="visually-hidden">Error:</span>' in html


def test_only_what_may_stay_empty_says_so():
    html = drawn(Example())
    assert html.count("(optional)") == 1
    assert "required" not in html


def test_a_hidden_field_is_sent_although_a_layout_forgets_it():
    form = Example(initial={"seen": 3})
    form.helper.layout = when_rated("why", ratings="R", legend="For Red")
    assert 'type="hidden" name="seen" value="3"' in drawn(form)


def test_the_summary_leads_to_each_box_and_to_the_first_of_several():
    form = Choosing({})
    form.add_error(None, "Somebody changed this action meanwhile.")
    form.add_error("back", "Say what brings it back.")
    html = Template("{% load look %}{% error_summary form %}").render(Context({"form": form}))
    assert re.findall(r'href="(#\w+)"', html) == ["#id_criterion_0", "#id_back"]
    assert "Somebody changed this action meanwhile." in html
    assert 'role="alert"' in html


def test_the_summary_says_nothing_where_nothing_is_wrong():
    assert Template("{% load look %}{% error_summary form %}").render(Context({"form": Example()})).strip() == ""
    assert Template("{% load look %}{% error_summary form %}").render(Context()).strip() == ""


# --- choosing a criterion ----------------------------------------------------------------------------------


def test_r01_each_criterion_stands_with_its_rating_and_nothing_is_chosen_beforehand():
    form = Choosing()
    form.helper.layout = None
    html = drawn(form)
    assert re.findall(r'class="rag rag-(\w+)"', html) == ["green", "amber", "red"]
    assert "A milestone is missed &amp; there is no way back." in html
    assert "checked" not in html
    assert re.findall(r'data-rating="(\w)"', html) == ["G", "A", "R"]


def test_r01_last_times_criterion_is_only_noted():
    form = Choosing()
    form.helper.layout = None
    assert re.search(
        r"At risk; what brings it back is agreed\.\s*<span class=\"last-time\">\(last time\)</span>", drawn(form)
    )


def test_r01_a_chosen_criterion_stays_chosen_when_the_form_comes_back():
    form = Choosing({"criterion": "3", "back": "x" * 60})
    form.helper.layout = None
    assert not form.is_valid()
    assert re.search(r'<input[^>]*value="3"[^>]*checked', drawn(form))


def test_questions_for_some_ratings_say_for_which():
    html = drawn(Choosing())
    assert 'data-when-rated="R A"' in html
    assert "For Red and Amber" in html
