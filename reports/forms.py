"""The forms of the reports."""

from typing import Any

from django import forms

from people.forms import PlainTextField
from plans.verb_form import VerbForm


class IssueForm(VerbForm):
    """Issue to members: what this version is called, and why now."""

    form_name = "reports.issue"
    draft_words = "Issue to members:"

    label = PlainTextField(
        label="What is this version called?",
        max_length=100,
        help_text="Members see this name, for example: March 2016.",
    )
    because = PlainTextField(
        label="Why is it issued now?",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="For example: considered by the Sub-Group on 15 March, for the commission’s meeting of 6 April.",
    )

    @property
    def answers(self) -> dict[str, Any]:
        """For the verb."""
        return {"by": self.request.user, **{name: self.cleaned_data[name] for name in ("label", "because")}}
