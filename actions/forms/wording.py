"""The forms that change what an action says, mend a typing error, or name another lead."""

from typing import Any

from django import forms

from actions.forms.dates import START, DateWordsField, SaidDate
from actions.models import Action
from people.forms import PlainTextField
from plans.deciding import meetings_held
from plans.forms import PostField
from plans.models import Rhythm
from plans.verb_form import MeetingField, MinuteField, VerbForm, reason_field

WORDING = ("wording", "success_criteria", "partners")


def wording_field() -> PlainTextField:
    return PlainTextField(label="What is to be done", max_length=1000, widget=forms.Textarea({"rows": 3}))


def success_criteria_field() -> PlainTextField:
    return PlainTextField(
        label="Success criteria",
        help_text="One on each line.",
        max_length=3000,
        widget=forms.Textarea({"rows": 4}),
        required=False,
    )


def partners_field() -> PlainTextField:
    return PlainTextField(
        label="Partner organisations",
        help_text="One on each line.",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )


class WordingForm(VerbForm):
    """The three texts of an action as they stand."""

    same_texts = WORDING

    wording = wording_field()
    success_criteria = success_criteria_field()
    partners = partners_field()

    def __init__(self, request: Any, action: Action, *, initial: dict[str, Any] | None = None) -> None:
        self.action = action
        texts = {name: getattr(action, name) for name in WORDING}
        super().__init__(request, action, initial={**texts, **(initial or {})})


class RewordForm(WordingForm):
    """A change of wording or scope, as a body decided it."""

    form_name = "reword"
    draft_words = "New wording of"

    agreed_at = MeetingField(
        label="At which meeting was this decided?",
        help_text="A decision by circulation or by the chair stands in this list too.",
        error_messages={"required": "Name the meeting at which the body decided."},
    )
    minute = MinuteField()
    because = PlainTextField(
        label="Why?",
        help_text="What was the rationale behind the change?",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, request: Any, action: Action) -> None:
        super().__init__(request, action)
        self.fields["agreed_at"].queryset = meetings_held(action.plan.deciding_body)  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "by": given["agreed_at"].body,
            **{name: given[name] for name in (*WORDING, "agreed_at", "minute", "because")},
        }


class RhythmForm(VerbForm):
    """How often an action is reported on, where that is not with every round."""

    form_name = "set_rhythm"
    draft_words = "Rhythm of"

    rhythm = forms.TypedChoiceField(
        label="How often is it reported on?",
        choices=[("", "With every round"), *Rhythm.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    because = reason_field("Why?")

    def __init__(self, request: Any, action: Action) -> None:
        super().__init__(request, action, initial={"rhythm": action.rhythm})

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"by": self.request.user, "rhythm": given["rhythm"], "because": given["because"]}


class CorrectForm(WordingForm):
    """A typing error, or a date that was mistyped: the due date, or the original one where an extension was granted."""

    form_name = "correct"
    draft_words = "Correction of"

    start_on = DateWordsField(label="Start", required=False, counts=START)
    due_on = DateWordsField(label="Due date", required=False)
    original_due_on = DateWordsField(label="Original due date", required=False)
    because = PlainTextField(
        label="What was mistyped?",
        help_text="Kept with the correction, folded away in the timeline.",
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, request: Any, action: Action) -> None:
        dates = {"start_on": action.start_said, "due_on": action.due_said, "original_due_on": action.original_due_said}
        super().__init__(request, action, initial=dates)
        for name in ("start", "due", "original_due"):
            stands = SaidDate(getattr(action, f"{name}_on"), getattr(action, f"{name}_words"))
            self.fields[f"{name}_on"].of(action.plan, stands)  # type: ignore[attr-defined]
        # Until an extension is granted both dates are one, but where a file told two.
        if action.times_extended:
            del self.fields["due_on"]
        elif not action.has_two_due_dates:
            del self.fields["original_due_on"]

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        now = SaidDate(self.action.due_on, self.action.due_words)
        due, start = given.get("due_on", now), given["start_on"]
        original = given.get("original_due_on", due)
        return {
            "by": self.request.user,
            "start_on": start.day,
            "start_words": start.words,
            "due_on": due.day,
            "due_words": due.words,
            "original_due_on": original.day,
            "original_due_words": original.words,
            **{name: given[name] for name in (*WORDING, "because")},
        }


class ReassignForm(VerbForm):
    """Another lead post, and why."""

    form_name = "reassign"
    draft_words = "New lead of"

    lead_post = PostField(label="Which post leads it from now on?", empty_label="Choose a post")
    because = PlainTextField(label="Why?", max_length=2000, widget=forms.Textarea({"rows": 3}))
    agreed_at = MeetingField(
        label="At which meeting was this agreed?",
        help_text="Leave it empty where no meeting was needed.",
        required=False,
    )
    minute = MinuteField()

    def __init__(self, request: Any, action: Action) -> None:
        super().__init__(request, action)
        self.fields["agreed_at"].of(request.plan)  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        meeting = given["agreed_at"]
        return {
            "by": meeting.body if meeting else self.request.user,
            **{name: given[name] for name in ("lead_post", "because", "agreed_at", "minute")},
        }
