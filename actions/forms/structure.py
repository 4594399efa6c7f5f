"""The forms that build the actions of a plan."""

from typing import Any

from actions.forms.dates import START, DateWordsField, SaidDate
from actions.forms.wording import partners_field, success_criteria_field, wording_field
from actions.models import Action
from actions.structure import DRAFTED
from people.forms import PlainTextField
from plans.forms import PostField, StructureForm
from plans.verb_form import VerbForm


class ActionFieldsForm(VerbForm):
    """Everything that an action is when it is planned."""

    reference = PlainTextField(label="Reference", max_length=20)
    wording = wording_field()
    success_criteria = success_criteria_field()
    lead_post = PostField(
        label="Lead",
        help_text="A post, so that the action keeps its lead when a person leaves.",
        empty_label="Choose a post",
    )
    partners = partners_field()
    start_on = DateWordsField(label="Start", required=False, counts=START)
    original_due_on = DateWordsField(label="Original due date", required=False)
    due_on = DateWordsField(label="Due date", required=False)

    def __init__(self, request: Any, action: Action, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(request, action, initial=initial)
        for name in ("start", "original_due", "due"):
            stands = SaidDate(getattr(action, f"{name}_on"), getattr(action, f"{name}_words"))
            self.fields[f"{name}_on"].of(action.plan, stands)  # type: ignore[attr-defined]
        if not action.has_two_due_dates:
            del self.fields["original_due_on"]

    @property
    def dates(self) -> dict[str, Any]:
        """Start and due dates as days, with the words in which they were said."""
        asked = [name for name in ("start", "original_due", "due") if f"{name}_on" in self.fields]
        said = {name: self.cleaned_data[f"{name}_on"] for name in asked}
        return {
            **{f"{name}_on": date.day for name, date in said.items()},
            **{f"{name}_words": date.words for name, date in said.items()},
        }


class ActionAddForm(StructureForm, ActionFieldsForm):
    form_name = "add_action"
    draft_words = "New action"

    @property
    def answers(self) -> dict[str, Any]:
        return {"by": self.request.user, **super().answers, **self.dates}

    def __init__(self, request: Any, action: Action) -> None:
        super().__init__(request, action)
        self.fields["reference"].help_text = f"As people will say it: {action.objective.reference}.3, for example. " + (
            "It stays for good." if request.plan.in_force else "It stays for good once the plan is in force."
        )


class ActionEditForm(ActionFieldsForm):
    form_name = "edit_action"
    draft_words = "Editing"
    same_texts = ("wording", "success_criteria", "partners")

    def __init__(self, request: Any, action: Action) -> None:
        stands = {name: getattr(action, name) for name in ("reference", *DRAFTED)}
        stands |= {
            "start_on": action.start_said,
            "original_due_on": action.original_due_said,
            "due_on": action.due_said,
        }
        super().__init__(request, action, initial=stands)
        self.fields["lead_post"].or_still(action.lead_post)  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        """For the verb: the reference, and what else may be edited in a draft by the field's name."""
        changes = {name: self.cleaned_data[name] for name in DRAFTED if name in self.fields} | self.dates
        return {"by": self.request.user, "reference": self.cleaned_data["reference"], "changes": changes}


class ActionRemoveForm(VerbForm):
    """Taking an action out of a draft asks for nothing but the click."""

    form_name = "remove_action"
    draft_words = "Removing"
