"""The forms of what becomes of a mark: a reason, and where it takes more who reads it or for which meeting."""

from typing import Any, ClassVar

from django import forms

from people import clock
from people.models import Organisation, User
from plans.models import Mark, MarkGrant, PlanRole
from plans.verb_form import MeetingField, VerbForm, reason_field
from plans.withheld import READS


class MarkReasonForm(VerbForm):
    """What becomes of a mark, with the reason."""

    DRAFTS: ClassVar[dict[str, str]] = {
        "confirm_mark": "Confirming:",
        "end_grant": "Ending:",
        "ask_lifting": "Asking to lift:",
        "lift_mark": "Lifting:",
        "keep_mark": "Keeping:",
    }

    def __init__(self, request: Any, thing: Mark | MarkGrant, verb: str, question: str) -> None:
        self.form_name, self.draft_words = verb, self.DRAFTS[verb]
        super().__init__(request, thing)
        self.fields["because"] = reason_field(question, "Kept with the change.")

    @property
    def answers(self) -> dict[str, Any]:
        return {"by": self.request.user, "because": self.cleaned_data["because"]}


class NameReaderForm(VerbForm):
    """Which organisation, or which person, reads a marked thing all the same."""

    form_name = "name_reader"
    draft_words = "Reader of a marked thing:"

    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label="Which organisation?", empty_label="None", required=False
    )
    person = forms.ModelChoiceField(
        User.objects.none(),
        label="Or which person?",
        help_text="The scrutineer or an executive member, say: they read what is exempt or confidential only where named.",
        empty_label="Nobody",
        required=False,
    )
    because = reason_field("Why do they need to read it?", "Kept with the change.")

    def __init__(self, request: Any, mark: Mark) -> None:
        super().__init__(request, mark)
        named = [role for role, rule in READS[mark.kind].items() if rule in ("own", "granted")]
        holding = PlanRole.objects.filter(plan=mark.plan, role__in=named).current(clock.today())
        self.fields["person"].queryset = User.objects.here().filter(pk__in=holding.values("person"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [given[name] for name in ("organisation", "person") if given.get(name)]
        if len(chosen) != 1:
            self.add_error("organisation", "Choose an organisation or a person: one of them.")
        else:
            given["reader"] = chosen[0]
        return given

    @property
    def answers(self) -> dict[str, Any]:
        return {"by": self.request.user, "reader": self.cleaned_data["reader"], "because": self.cleaned_data["because"]}


class ReleaseForm(VerbForm):
    """For which meeting a marked thing is released to those who sit there."""

    form_name = "release_mark"
    draft_words = "Release of a marked thing:"

    meeting = MeetingField(label="For which meeting?", help_text="One that is still to come, or today.")
    because = reason_field("Why do they need to read it?", "Kept with the change.")

    def __init__(self, request: Any, mark: Mark) -> None:
        super().__init__(request, mark)
        field = self.fields["meeting"]
        field.of(mark.plan)  # type: ignore[attr-defined]
        field.queryset = field.queryset.filter(held_on__gte=clock.today()).order_by("held_on")  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        return {"by": self.request.user, **{name: self.cleaned_data[name] for name in ("meeting", "because")}}
