"""The forms of a milestone: setting it, reaching it, giving it another date, dropping it."""

from typing import Any

from django import forms

from actions.forms.dates import DateWordsField
from actions.models import Action, Milestone
from people import clock
from people.forms import DateField, PlainTextField
from plans.verb_form import VerbForm


class MilestoneAddForm(VerbForm):
    """What is to be there, when, and why that is a milestone."""

    form_name = "add_milestone"
    draft_words = "Milestone of"

    what = PlainTextField(
        label="What is to be there?",
        help_text="Something that somebody else can see: “Pack sent to every school”.",
        max_length=500,
    )
    due = DateWordsField(label="When?")
    because = PlainTextField(
        label="Why is it a milestone?",
        help_text="What depends on it, or who asked for it.",
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, request: Any, action: Action) -> None:
        super().__init__(request, action)
        self.fields["due"].of(action.plan)  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "by": self.request.user,
            "what": given["what"],
            "due_on": given["due"].day,
            "due_words": given["due"].words,
            "because": given["because"],
        }


class _OfAMilestone(VerbForm):
    """It is the action's version that moves on; an action may have several milestones, each with its own draft."""

    verb: str

    def __init__(self, request: Any, milestone: Milestone, *, initial: dict[str, Any] | None = None) -> None:
        self.form_name = f"{self.verb}_{milestone.pk}"
        super().__init__(request, milestone.action, initial=initial)


class MilestoneReachForm(_OfAMilestone):
    verb = "reach_milestone"
    draft_words = "Milestone reached of"

    reached_on = DateField(label="Since when is it there?")
    because = PlainTextField(
        label="What shows it?", help_text="A fact that somebody else could check.", max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip

    def __init__(self, request: Any, milestone: Milestone) -> None:
        super().__init__(request, milestone, initial={"reached_on": clock.today()})

    @property
    def answers(self) -> dict[str, Any]:
        return {"by": self.request.user, **{name: self.cleaned_data[name] for name in ("reached_on", "because")}}


class MilestoneRedateForm(_OfAMilestone):
    verb = "redate_milestone"
    draft_words = "Another date for a milestone of"

    due = DateWordsField(label="When will it be there?")
    because = PlainTextField(label="Why another date?", max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, request: Any, milestone: Milestone) -> None:
        super().__init__(request, milestone, initial={"due": milestone.due_said})
        self.fields["due"].of(milestone.plan)  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        due = self.cleaned_data["due"]
        return {
            "by": self.request.user,
            "due_on": due.day,
            "due_words": due.words,
            "because": self.cleaned_data["because"],
        }


class MilestoneDropForm(_OfAMilestone):
    verb = "drop_milestone"
    draft_words = "Dropping a milestone of"

    because = PlainTextField(label="Why is it no longer needed?", max_length=2000, widget=forms.Textarea({"rows": 3}))

    @property
    def answers(self) -> dict[str, Any]:
        return {"by": self.request.user, "because": self.cleaned_data["because"]}
