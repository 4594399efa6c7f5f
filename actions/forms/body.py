"""What the plan's deciding body decided, as the plan manager or a chief officer records it."""

from typing import Any

from django import forms

from actions.models import Action
from people.forms import PlainTextField
from plans.deciding import meetings_held
from plans.verb_form import MeetingField, MinuteField, VerbForm


class BodyDecisionForm(VerbForm):
    """The meeting, the minute, and why."""

    agreed_at = MeetingField(
        label="At which meeting was this decided?",
        help_text="A decision by circulation or by the chair stands in this list too.",
        error_messages={"required": "Name the meeting at which the body decided."},
    )
    minute = MinuteField()
    because = PlainTextField(label="Why?", max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, request: Any, action: Action, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(request, action, initial=initial)
        self.action = action
        self.fields["agreed_at"].queryset = meetings_held(action.plan.deciding_body)  # type: ignore[attr-defined]

    @property
    def decision(self) -> dict[str, Any]:
        """By whom, where and why: for the verb."""
        given = self.cleaned_data
        return {"by": given["agreed_at"].body, **{name: given[name] for name in ("agreed_at", "minute", "because")}}

    @property
    def answers(self) -> dict[str, Any]:
        return self.decision
