"""The form that answers an ask."""

from typing import Any

from django import forms

from actions.models import Ask
from people.forms import PlainTextField
from plans.verb_form import MeetingField, MinuteField, VerbForm


class AnswerForm(VerbForm):
    """What was answered to one ask, and at which meeting where it was at one."""

    draft_words = "Answer to the ask of"

    answer = PlainTextField(
        label="What was answered?",
        help_text="Who will do what, by when; or why the help cannot be given.",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    agreed_at = MeetingField(
        label="At which meeting?", help_text="Leave it empty where you answer it yourself.", required=False
    )
    minute = MinuteField()

    def __init__(self, request: Any, ask: Ask) -> None:
        # It is the action's version that moves on; an action may have several asks, each with its own draft.
        self.form_name = f"answer_ask_{ask.pk}"
        super().__init__(request, ask.action)
        self.fields["agreed_at"].of(request.plan)  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        meeting = self.cleaned_data["agreed_at"]
        return {
            "by": meeting.body if meeting else self.request.user,
            "agreed_at": meeting,
            "minute": self.cleaned_data["minute"],
            "answer": self.cleaned_data["answer"],
        }
