"""What was decided elsewhere and is recorded here: by whom, at which meeting, under which minute."""

from typing import Any

from django import forms

from actions.models import Action
from people.models import User
from plans.deciding import meetings_held
from plans.models import Role, Step
from plans.rights import NOT_AS_LEAD, roles_of
from plans.verb_form import MeetingField, MinuteField, VerbForm

BODY = "body"


class DecisionForm(VerbForm):
    """A decision on dates. The plan manager says who decided; a chief officer decides herself and is not asked."""

    decided_by = forms.ChoiceField(label="Who decided?", widget=forms.RadioSelect)
    agreed_at = MeetingField(
        label="If the body decided: at which meeting?",
        help_text="A decision by circulation or by the chair stands in this list too.",
        error_messages={"required": "Name the meeting at which the body decided."},
    )
    minute = MinuteField()
    received_by = forms.ChoiceField(
        label="If a chief officer decided: how did it reach you?",
        choices=Step.Received.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how the decision reached you."},
    )

    def __init__(self, request: Any, action: Action, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(request, action, initial=initial)
        self.action = action
        if Role.PLAN_MANAGER not in request.roles:
            for name in ("decided_by", "agreed_at", "minute", "received_by"):
                del self.fields[name]
            return
        self.chief_officers = _chief_officers(action)
        choices = [(BODY, str(action.plan.deciding_body)), *((str(one.pk), str(one)) for one in self.chief_officers)]
        decided_by: Any = self.fields["decided_by"]
        decided_by.choices = choices
        self.fields["agreed_at"].queryset = meetings_held(action.plan.deciding_body)  # type: ignore[attr-defined]
        self._ask_only_what_applies()

    def _ask_only_what_applies(self) -> None:
        """A body decides at a meeting; a chief officer's decision arrives some way or other."""
        if not self.chief_officers:
            self.fields["agreed_at"].label = "At which meeting?"
            del self.fields["decided_by"], self.fields["received_by"]
            return
        by_body = self.data.get("decided_by", BODY) == BODY
        self.fields["agreed_at"].required = by_body
        self.fields["received_by"].required = self.is_bound and not by_body

    @property
    def answers(self) -> dict[str, Any]:
        """For the verb."""
        given = self.cleaned_data
        because = {"because": given["because"]}
        if "agreed_at" not in self.fields:
            return {"by": self.request.user, **because}
        if given.get("decided_by", BODY) == BODY:
            return {
                "by": given["agreed_at"].body,
                "agreed_at": given["agreed_at"],
                "minute": given["minute"],
                **because,
            }
        decider = next(one for one in self.chief_officers if str(one.pk) == given["decided_by"])
        return {"by": decider, "received_by": given["received_by"], **because}


def _chief_officers(action: Action) -> list[User]:
    """Chief officers of the plan who do not lead the action."""
    holders = User.objects.here().filter(plan_roles__plan=action.plan, plan_roles__role=Role.CHIEF_OFFICER).distinct()
    return [
        one for one in holders if NOT_AS_LEAD.holds(one, action) and Role.CHIEF_OFFICER in roles_of(one, action.plan)
    ]
