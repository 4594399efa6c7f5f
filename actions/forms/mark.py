"""The form by which an action, or something of it, is marked as not for everyone."""

from typing import Any

from django import forms

from actions import marking
from actions.models import Action, Evidence, ProgressUpdate
from people.forms import DateField, PlainTextField, SeveralOf
from people.models import Organisation, british
from plans.marks import Marked, marks_whole_actions
from plans.models import PARAGRAPHS, Mark
from plans.verb_form import VerbForm, reason_field

T = Mark.Thing


class MarkForm(VerbForm):
    """What is marked, how, why, and who reads it all the same."""

    draft_words = "Mark on"

    what = forms.ChoiceField(
        label="What is not for everyone?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say what is not for everyone."},
    )
    text = PlainTextField(
        label="If it is a text of its own: write it here",
        help_text="It stands beside the action, for those who may read it. Never mark a part of a text: write that part here.",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
    )
    kind = forms.ChoiceField(
        label="How is it marked?",
        choices=[
            (Mark.Kind.RESTRICTED, "Restricted: for the partners who are named, and those who decide"),
            (Mark.Kind.EXEMPT, "Exempt: by Schedule 12A; the proper officer confirms it"),
            (Mark.Kind.CONFIDENTIAL, "Confidential: the law or a government department says that it must be withheld"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it is marked."},
    )
    because = reason_field(
        "Why?",
        "Of what is exempt: why the public interest in withholding it outweighs that in publishing it. Of what is confidential: "
        "its ground.",
    )
    may_go_to_members = forms.BooleanField(
        label="If it is restricted: it may go to members of the commission", required=False
    )
    organisations = SeveralOf(
        Organisation.objects.none(),
        label="Which other organisations read it?",
        help_text="The lead’s own always does.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    paragraphs = forms.MultipleChoiceField(
        label="If it is exempt: by which paragraphs of Schedule 12A?",
        choices=list(PARAGRAPHS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    review_on = DateField(label="If it is exempt: when is that looked at again?", required=False)

    def __init__(self, request: Any, action: Action) -> None:
        self.form_name = f"mark_{action.pk}"
        self.action, self.roles = action, request.roles
        super().__init__(request, Mark(plan=action.plan))
        self.fields["what"].choices = self._choices()  # type: ignore[attr-defined]
        others = Organisation.objects.exclude(pk=action.lead_post.organisation_id)
        self.fields["organisations"].queryset = others  # type: ignore[attr-defined]

    def called(self) -> str:
        return f"{self.draft_words} {self.action.reference}"

    def _choices(self) -> list[tuple[str, str]]:
        """What there is to mark. What is marked stands there too: a second click finds what the first one did."""
        last = self.action.latest_update
        found = [(T.ACTION, self.action.pk, "The whole action")] if marks_whole_actions(self.roles) else []
        if last is not None:
            found.append((T.UPDATE, last.pk, f"Its latest update, of {british(last.submitted_at.date())}"))
        for one in Evidence.objects.standing().filter(action=self.action):
            found.append((T.EVIDENCE, one.pk, f"Evidence: {one.what}"))
        marked = set(Mark.objects.standing().filter(within=self.action.pk).values_list("thing", "key"))
        return [
            *(
                (f"{thing} {key}", f"{words} (marked already)" if (thing, key) in marked else words)
                for thing, key, words in found
            ),
            (f"{T.TEXT} {self.action.pk}", "A text of its own, not for publication"),
        ]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("text") and not given.get("what", "").startswith(T.TEXT):
            self.add_error(
                "text", "You say above that something else is marked. Choose the text there, or empty this box."
            )
        return given

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "marked": self._marked(*given["what"].split(" ")),
            "by": self.request.user,
            "organisations": list(given["organisations"]),
            **{name: given[name] for name in ("kind", "because", "paragraphs", "review_on", "may_go_to_members")},
        }

    def _marked(self, thing: str, key: str) -> Marked:
        if thing == T.UPDATE:
            return marking.of_update(ProgressUpdate.objects.get(pk=key, action=self.action))
        if thing == T.EVIDENCE:
            return marking.of_evidence(Evidence.objects.get(pk=key, action=self.action))
        if thing == T.TEXT:
            return marking.text_beside(self.action, self.cleaned_data["text"])
        return marking.of_action(self.action)
