"""The forms of an extension: asking for it, granting it, refusing it."""

from typing import Any

from django import forms

from actions.forms.decision import DecisionForm
from actions.forms.on_behalf import OnBehalfForm
from actions.models import Action, Extension
from people.forms import DateField, PlainTextField


class AskExtensionForm(OnBehalfForm):
    """To which day, for what kind of reason, and why in words."""

    form_name = "ask_extension"
    draft_words = "Extension of"
    whose_question = "Who asks?"
    own_words = "I do, in my own name"

    to_on = DateField(label="To which date?")
    category = forms.ChoiceField(
        label="What kind of reason is it?",
        choices=[choice for choice in Extension.Category.choices if choice[0] != Extension.Category.MOVE],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the kind of reason."},
    )
    because = PlainTextField(
        label="Why is more time needed?",
        help_text="The body reads this when it decides. No names of children or victims.",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    field_order = ("whose", "received_by", "to_on", "category", "because")

    def __init__(self, request: Any, action: Action) -> None:
        later = action.forecast_on and action.due_on and action.forecast_on > action.due_on
        super().__init__(request, action, initial={"to_on": action.forecast_on} if later else {})

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {**self.circumstances, **{name: given[name] for name in ("to_on", "category", "because")}}


class GrantForm(DecisionForm):
    """The date that was agreed, which may be another than the one asked for."""

    form_name = "grant_extension"
    draft_words = "Granting the extension of"

    to_on = DateField(label="The new due date")
    because = PlainTextField(label="Why was it granted?", max_length=2000, widget=forms.Textarea({"rows": 3}))
    field_order = ("decided_by", "agreed_at", "minute", "received_by", "to_on", "because")

    def __init__(self, request: Any, action: Action, asked: Extension | None) -> None:
        super().__init__(request, action, initial={"to_on": asked.to_on} if asked else {})

    @property
    def answers(self) -> dict[str, Any]:
        return {**super().answers, "to_on": self.cleaned_data["to_on"]}


class RefuseForm(DecisionForm):
    form_name = "refuse_extension"
    draft_words = "Refusing the extension of"

    because = PlainTextField(label="Why was it refused?", max_length=2000, widget=forms.Textarea({"rows": 3}))
    field_order = ("decided_by", "agreed_at", "minute", "received_by", "because")
