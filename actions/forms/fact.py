"""The forms of a dated fact: noting it, saying anew what is done about it, saying that it is over."""

from typing import Any

from django import forms

from actions.facts import WayOut
from actions.forms.dates import SINCE, DateWordsField, SaidDate
from actions.models import Action, DatedFact
from people.forms import PlainTextField
from plans.verb_form import VerbForm


class _WayOutForm(VerbForm):
    """What is done about it, by whom, until when, and the fallback."""

    raised_to = PlainTextField(
        label="To whom was it raised?",
        help_text="A body or a post. Leave it empty where nobody was told.",
        max_length=300,
        required=False,
    )
    done_about_it = PlainTextField(
        label="What is being done about it?", max_length=2000, widget=forms.Textarea({"rows": 3}), required=False
    )
    done_by = PlainTextField(label="By whom?", help_text="A post.", max_length=200, required=False)
    until = DateWordsField(label="Until when?", required=False)
    fallback = PlainTextField(
        label="What if that fails?", max_length=2000, widget=forms.Textarea({"rows": 2}), required=False
    )

    @property
    def way_out(self) -> WayOut:
        given = self.cleaned_data
        until = given["until"]
        return WayOut(given["done_about_it"], given["done_by"], until.day, until.words, given["fallback"])


class FactForm(_WayOutForm):
    form_name = "note_fact"
    draft_words = "What puts at risk"

    kind = forms.ChoiceField(
        label="What is it?",
        choices=DatedFact.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is."},
    )
    what = PlainTextField(
        label="Which?",
        help_text="Which funding, which post, whose answer, which plan; or what sets the hard end.",
        max_length=300,
    )
    day = DateWordsField(
        label="When?",
        help_text="The day it ends, since when it is so, or the day beyond which it cannot go. Words are kept.",
        counts=SINCE,
    )
    because = PlainTextField(
        label="What does it mean for the action?", max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    field_order = ("kind", "what", "day", "because", "raised_to", "done_about_it", "done_by", "until", "fallback")

    def __init__(self, request: Any, action: Action) -> None:
        super().__init__(request, action)
        for name in ("day", "until"):
            self.fields[name].of(action.plan)  # type: ignore[attr-defined]
        self.fields["done_about_it"].help_text = "Needed, with the next three, unless it is a hard end."

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "by": self.request.user,
            **{name: given[name] for name in ("kind", "what", "raised_to", "because")},
            "day": given["day"].day,
            "day_words": given["day"].words,
            "way_out": self.way_out,
        }


class FactChangeForm(_WayOutForm):
    draft_words = "What is done about a risk of"

    because = PlainTextField(label="What has changed?", max_length=2000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, request: Any, fact: DatedFact) -> None:
        self.form_name = f"change_fact_{fact.pk}"
        stands = {name: getattr(fact, name) for name in ("raised_to", "done_about_it", "done_by", "fallback")}
        super().__init__(request, fact.action, initial={**stands, "until": fact.until_said})
        self.fields["until"].of(fact.plan, SaidDate(fact.until_on, fact.until_words))  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "by": self.request.user,
            "raised_to": given["raised_to"],
            "way_out": self.way_out,
            "because": given["because"],
        }


class FactEndForm(VerbForm):
    draft_words = "A risk that is over of"

    because = PlainTextField(label="How did it end?", max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, request: Any, fact: DatedFact) -> None:
        self.form_name = f"end_fact_{fact.pk}"
        super().__init__(request, fact.action)

    @property
    def answers(self) -> dict[str, Any]:
        return {"by": self.request.user, "because": self.cleaned_data["because"]}
