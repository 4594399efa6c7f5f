"""The forms by which a plan comes in from a spreadsheet: sending the file, and confirming what was understood."""

from typing import Any

from django import forms

from actions.evidence_files import UnfitFile
from actions.plan_file import LARGEST, OpenedFile, open_plan_file
from people.forms import HouseForm
from plans.models import Plan
from plans.verb_form import VerbForm


class PlanFileForm(HouseForm):
    """A workbook. Nothing is changed by sending it, so it carries no token; what is wrong with it is said at once."""

    file = forms.FileField(
        label="The template, filled in",
        help_text=f"An Excel workbook (.xlsx) up to {LARGEST // 1024**2} MB, without macros or password.",
        error_messages={
            "required": "Choose the file.",
            "missing": "Choose the file.",
            "empty": "This file is empty. Open it on your computer to see that it was saved, and send it again.",
        },
    )

    opened: OpenedFile | None = None

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        try:
            self.opened = open_plan_file(sent.file, sent.name)
        except UnfitFile as reason:
            raise forms.ValidationError(str(reason)) from reason
        return sent


class PlanImportForm(VerbForm):
    """Yes, that is the plan: write it."""

    form_name = "bring_in_plan"
    draft_words = "Bring a plan in"

    def __init__(self, request: Any) -> None:
        super().__init__(request, Plan())

    def _keep_what_was_typed(self) -> None:
        """Nothing was typed: the file itself is what is kept."""
