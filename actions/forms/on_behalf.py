"""What the plan manager records for an action's lead: whose words these are, and how they reached her."""

from typing import Any

from django import forms

from actions.models import Action
from people.models import User
from plans.models import Role, Step
from plans.verb_form import VerbForm


class OnBehalfForm(VerbForm):
    """A verb of the lead, which the plan manager may also record for the lead's post. Others are not asked."""

    whose = forms.ChoiceField(widget=forms.RadioSelect)
    received_by = forms.ChoiceField(
        label="If you record it: how did it reach you?",
        choices=Step.Received.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it reached you."},
    )

    whose_question: str
    own_words: str

    def __init__(self, request: Any, action: Action, **how: Any) -> None:
        super().__init__(request, action, **how)
        self.action = action
        if not self._records_for_others(request.user, request.roles):
            del self.fields["whose"], self.fields["received_by"]
            return
        whose = self.fields["whose"]
        whose.label = self.whose_question
        whose.choices = [("lead", f"{action.lead_post}: I record it"), ("mine", self.own_words)]  # type: ignore[attr-defined]
        self.fields["received_by"].required = self.said("whose") != "mine"

    def _records_for_others(self, person: User, roles: frozenset[Role]) -> bool:
        """Not where she leads the action herself, nor for a post that nobody holds."""
        return Role.PLAN_MANAGER in roles and self.action.lead_post.holder_id not in (None, person.pk)

    @property
    def circumstances(self) -> dict[str, Any]:
        """Who says it, and how it was received: for the verb."""
        if self.cleaned_data.get("whose") != "lead":
            return {"by": self.request.user}
        return {"by": self.action.lead_post, "received_by": self.cleaned_data["received_by"]}
