"""The forms of evidence: adding it, and withdrawing it."""

import hashlib
from typing import Any

from django import forms

from actions.evidence import Source
from actions.evidence_files import LARGEST, FitFile, UnfitFile, inspect
from actions.models import Action, Evidence
from people.forms import DateField, PlainTextField
from people.models import british
from plans import drafts
from plans.verb_form import VerbForm

OF_THE_ACTION = "action"


class EvidenceForm(VerbForm):
    """A file, a link, or something held: what it is, what it shows, and who else has seen it."""

    form_name = "add_evidence"
    draft_words = "Evidence for"

    of = forms.ChoiceField(
        label="What is it evidence for?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say what it is evidence for."},
    )
    what = PlainTextField(
        label="What is it?", help_text="Such as “Minutes of the panel, 3 March 2016”.", max_length=300
    )
    shows = PlainTextField(
        label="What does it show?", help_text="No names of children or victims.", max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Where is it?",
        choices=[
            (Evidence.Kind.FILE, "In a file that I add here"),
            (Evidence.Kind.LINK, "At an address that others can open"),
            (Evidence.Kind.HELD, "Held by us; others can ask to see it"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say where it is."},
    )
    file = forms.FileField(
        label="If it is a file",
        help_text=f"pdf, docx, xlsx, pptx, png, jpg, csv or txt, up to {LARGEST // 1024**2} MB, without macros.",
        required=False,
    )
    url = PlainTextField(
        label="If it is at an address", help_text="https://example.org/report", max_length=1000, required=False
    )
    held_where = PlainTextField(
        label="If it is held: where?",
        help_text="The file, the cabinet, the system, and whom to ask.",
        max_length=300,
        required=False,
    )
    seen_by = PlainTextField(
        label="Who of another organisation has seen it?",
        help_text="A post and its organisation. Leave it empty where nobody has.",
        max_length=300,
        required=False,
    )
    seen_on = DateField(label="When did they see it?", required=False)

    fit: FitFile | None = None

    def __init__(self, request: Any, action: Action) -> None:
        wanted = request.GET.get("for", OF_THE_ACTION)
        super().__init__(request, action, initial={"of": wanted})
        self.action = action
        self.fields["of"].choices = self._choices()  # type: ignore[attr-defined]

    def _choices(self) -> list[tuple[str, str]]:
        last = self.action.latest_update
        of_update = [(f"update {last.pk}", f"The update of {british(last.submitted_at.date())}")] if last else []
        return [
            *((f"criterion {line}", f"Success criterion: {line}") for line in self.action.success_criteria_lines),
            (OF_THE_ACTION, "The action as a whole"),
            *of_update,
        ]

    def clean_form_token(self) -> str:
        """The same answers with another file are another sending."""
        token = super().clean_form_token()
        sent = self.files.get("file")
        if sent is None:
            return token
        typed = self.request.POST.copy()
        typed["file"] = hashlib.file_digest(sent, "sha256").hexdigest()
        sent.seek(0)
        return f"{token.partition(':')[0]}:{drafts.digest(typed)}"

    def clean_file(self) -> Any:
        sent = self.cleaned_data["file"]
        if sent is not None and self.data.get("kind") == Evidence.Kind.FILE:
            try:
                self.fit = inspect(sent.file, sent.name)
            except UnfitFile as reason:
                raise forms.ValidationError(str(reason)) from reason
        return sent

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        kind = given.get("kind")
        for of_kind, name, missing in (
            (Evidence.Kind.FILE, "file", "Choose the file."),
            (Evidence.Kind.LINK, "url", "Give the address."),
            (Evidence.Kind.HELD, "held_where", "Say where it is held."),
        ):
            if kind == of_kind and not given.get(name) and name not in self.errors:
                self.add_error(name, missing)
            if kind and kind != of_kind and given.get(name):
                self.add_error(name, "You say above that it is somewhere else. Choose this there, or empty this box.")
        return given

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        of, _, which = given["of"].partition(" ")
        last = self.action.latest_update
        return {
            "by": self.request.user,
            "source": Source(self.fit, given["url"], given["held_where"]),
            "what": given["what"],
            "shows": given["shows"],
            "criterion": which if of == "criterion" else "",
            "update": last if of == "update" else None,
            "seen_by": given["seen_by"],
            "seen_on": given["seen_on"],
        }


class EvidenceWithdrawForm(VerbForm):
    draft_words = "Withdrawing evidence of"

    because = PlainTextField(label="Why does it no longer count?", max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, request: Any, evidence: Evidence) -> None:
        self.form_name = f"withdraw_evidence_{evidence.pk}"
        super().__init__(request, evidence.action)

    @property
    def answers(self) -> dict[str, Any]:
        return {"by": self.request.user, "because": self.cleaned_data["because"]}
