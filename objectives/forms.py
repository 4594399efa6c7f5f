"""The forms of objectives and workstreams: one for each gesture."""

from typing import Any

from django import forms

from objectives.models import StrategicObjective
from people.forms import PlainTextField
from people.models import GovernanceBody
from plans.deciding import meetings_held
from plans.forms import GestureForm, PostField, StructureForm, lines
from plans.references import REFERENCE
from plans.verb_form import MeetingField, MinuteField

WHICH_BODY = "Which body is responsible?"
WHO_ANSWERS = "Which post answers for it?"


class ReferenceField(PlainTextField):
    """A reference as the plan prints it, such as 1.4."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label="Reference", max_length=20, validators=[REFERENCE], **kwargs)


class ObjectiveAddForm(StructureForm):
    form_name = "add_objective"
    draft_words = "Add an objective"

    reference = ReferenceField(
        help_text="As the plan numbers it, such as 1.4. Once the plan is in force it never changes."
    )
    wording = PlainTextField(label="Wording", help_text="In full, as it was agreed.", max_length=1000, widget=lines(3))
    accountable_post = PostField(label=WHO_ANSWERS, empty_label="None yet", required=False)
    responsible_body = forms.ModelChoiceField(
        GovernanceBody.objects.all(), label=WHICH_BODY, empty_label="None yet", required=False
    )


class ObjectiveRewordForm(StructureForm):
    """In force also the meeting at which a body decided it."""

    form_name = "reword_objective"
    draft_words = "Reword an objective"
    same_texts = ("wording",)

    wording = PlainTextField(
        label="Wording", help_text="In full, as it stands from now on.", max_length=1000, widget=lines(4)
    )
    agreed_at = MeetingField(label="At which meeting was it decided?")
    minute = MinuteField()

    def __init__(self, request: Any, objective: StrategicObjective) -> None:
        super().__init__(request, objective, initial={"wording": objective.wording})
        self.fields["agreed_at"].queryset = meetings_held(objective.plan.deciding_body)  # type: ignore[attr-defined]
        if not objective.plan.in_force:
            del self.fields["agreed_at"], self.fields["minute"]

    def decided(self) -> dict[str, Any]:
        """Who decided: in force the body whose meeting it was, in draft the person signed in."""
        meeting = self.cleaned_data.get("agreed_at")
        return {"by": meeting.body if meeting else self.request.user}


class ObjectiveReassignForm(StructureForm):
    form_name = "reassign_objective"
    draft_words = "Reassign an objective"

    accountable_post = PostField(label=WHO_ANSWERS, empty_label="None yet", required=False)
    responsible_body = forms.ModelChoiceField(
        GovernanceBody.objects.all(), label=WHICH_BODY, empty_label="None yet", required=False
    )

    def __init__(self, request: Any, objective: StrategicObjective) -> None:
        shown = {"accountable_post": objective.accountable_post_id, "responsible_body": objective.responsible_body_id}
        super().__init__(request, objective, initial=shown)
        self.fields["accountable_post"].or_still(objective.accountable_post)  # type: ignore[attr-defined]


class ObjectiveRenumberForm(GestureForm):
    form_name = "renumber_objective"
    draft_words = "Renumber an objective"

    reference = ReferenceField(help_text="As the plan numbers it, such as 1.4.")


class WorkstreamAddForm(StructureForm):
    form_name = "add_workstream"
    draft_words = "Add a workstream"

    name = PlainTextField(
        label="Name", help_text="A strand of work that must not be lost when the plan closes.", max_length=200
    )
    lead_post = PostField(label="Which post leads it?", empty_label="None yet", required=False)


class WorkstreamEndForm(GestureForm):
    form_name = "end_workstream"
    draft_words = "End a workstream"

    because = PlainTextField(
        label="Why does it end?", help_text="Kept with the workstream.", max_length=300, widget=lines(2)
    )
