"""The forms of sign-off: reporting complete, verifying, signing, and what undoes each."""

from functools import partial
from typing import Any

from django import forms

from actions.deciders import signer_of
from actions.forms.on_behalf import OnBehalfForm
from actions.models import Action, SignOff
from people import clock
from people.forms import DateField
from people.models import GovernanceBody, Post
from plans.deciding import meetings_held
from plans.models import Step
from plans.verb_form import MeetingField, MinuteField, VerbForm, reason_field

why = partial(reason_field, rows=4, most=5000)


class ReportCompleteForm(OnBehalfForm):
    """When it was done, and what was done."""

    form_name = "report_complete"
    draft_words = "Report of completion of"
    whose_question = "Who reports it?"
    own_words = "I do, in my own name"

    done_on = DateField(label="On which day was it done?")
    because = why(
        "What was done, and what has it changed?",
        "Whoever verifies and signs reads this. No names of children or victims.",
    )
    field_order = ("whose", "received_by", "done_on", "because")

    @property
    def answers(self) -> dict[str, Any]:
        return {**self.circumstances, **{name: self.cleaned_data[name] for name in ("done_on", "because")}}


class TakeBackForm(OnBehalfForm):
    form_name = "take_back"
    draft_words = "Taking back the report of"
    whose_question = "Who takes it back?"
    own_words = "I do: I reported it"

    because = why("Why is it not complete?", rows=3)
    field_order = ("whose", "received_by", "because")

    @property
    def answers(self) -> dict[str, Any]:
        return {**self.circumstances, "because": self.cleaned_data["because"]}


class _OwnWordsForm(VerbForm):
    """What somebody does in their own name, with the reason."""

    def __init__(self, request: Any, action: Action, *, initial: dict[str, Any] | None = None) -> None:
        self.action = action
        super().__init__(request, action, initial=initial)

    @property
    def answers(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in self.fields if name not in ("version_seen", "form_token")}
        return {"by": self.request.user, **given}


class VerifyForm(_OwnWordsForm):
    form_name = "verify"
    draft_words = "Verification of"

    looked_on = DateField(label="On which day did you look?")
    because = why("What did you look at, and what did you see?", "What you read, where you were, whom you asked.")

    def __init__(self, request: Any, action: Action) -> None:
        super().__init__(request, action, initial={"looked_on": clock.today()})


class RefuseVerificationForm(_OwnWordsForm):
    form_name = "refuse_verification"
    draft_words = "Returning the report of"

    because = why("What is missing?", "The lead reads this, and so does everybody who reads today’s position.", rows=3)


class WaiveVerificationForm(_OwnWordsForm):
    form_name = "waive_verification"
    draft_words = "Waiving verification of"

    because = why("Why for this action?", "It stands beside the plan’s own reason.", rows=3)


class CheckForm(_OwnWordsForm):
    form_name = "assurance_check"
    draft_words = "Check of"

    checked_on = DateField(label="On which day did you look?")
    because = why("What did you find?", "Is what was signed off still so?")

    def __init__(self, request: Any, action: Action) -> None:
        super().__init__(request, action, initial={"checked_on": clock.today()})


class SigningForm(VerbForm):
    """A decision of the body or the post that the plan names for signing off."""

    agreed_at = MeetingField(
        label="At which meeting was this decided?",
        help_text="A decision by circulation or by the chair stands in this list too.",
        error_messages={"required": "Name the meeting at which the body decided."},
    )
    minute = MinuteField()
    received_by = forms.ChoiceField(
        label="How did the decision reach you?",
        choices=Step.Received.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how the decision reached you."},
    )
    because = why("Why?", rows=3)

    def __init__(self, request: Any, action: Action) -> None:
        super().__init__(request, action)
        self.action, self.signer = action, signer_of(action.plan)
        if isinstance(self.signer, GovernanceBody):
            held, report = meetings_held(self.signer), SignOff.objects.filter(action=action).open().first()
            # No body decides on a report before the work was done.
            self.fields["agreed_at"].queryset = held.filter(held_on__gte=report.done_on) if report else held  # type: ignore[attr-defined]
            del self.fields["received_by"]
            return
        del self.fields["agreed_at"], self.fields["minute"]
        if self._signs_herself:
            del self.fields["received_by"]

    @property
    def _signs_herself(self) -> bool:
        return isinstance(self.signer, Post) and self.signer.holder_id == self.request.user.pk

    @property
    def answers(self) -> dict[str, Any]:
        given, because = self.cleaned_data, {"because": self.cleaned_data["because"]}
        if isinstance(self.signer, GovernanceBody):
            return {"by": self.signer, "agreed_at": given["agreed_at"], "minute": given["minute"], **because}
        if self._signs_herself:
            return {"by": self.request.user, **because}
        return {"by": self.signer, "received_by": given["received_by"], **because}


class SignOffForm(SigningForm):
    form_name = "sign_off"
    draft_words = "Sign-off of"

    because = why("Why is it signed off?", "What convinced the decider. Members ask for this.", rows=3)


class ReturnReportForm(SigningForm):
    form_name = "return_report"
    draft_words = "Returning the report of"

    because = why("What is missing?", "The lead reads this, and so does everybody who reads today’s position.", rows=3)


class ReopenForm(SigningForm):
    form_name = "reopen"
    draft_words = "Reopening"

    because = why("Why does it go on?", rows=3)
