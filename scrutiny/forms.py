"""The forms of closing a plan: one for each gesture."""

from collections.abc import Callable
from typing import Any

from django import forms

from objectives.models import StrategicObjective
from people.forms import PlainTextField, SeveralOf
from people.models import User
from plans.models import Plan, Role, Step
from plans.rights import people_holding, roles_by_plan
from plans.verb_form import VerbForm, reason_field
from scrutiny.finding import Accounting
from scrutiny.models import Account, Closing, NamedOfficer
from scrutiny.statement import Part, digest_of


class _ReasonForm(VerbForm):
    """A gesture that asks for nothing but the reason."""

    @property
    def answers(self) -> dict[str, Any]:
        return {"by": self.request.user, "because": self.cleaned_data["because"]}


class BeginClosingForm(VerbForm):
    form_name = "begin_closing"
    draft_words = "Closing"

    officers = SeveralOf(
        User.objects.none(),
        label="Which chief officers confirm the closing?",
        help_text="Each of them confirms that nothing is lost; without all of them the plan stays open.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Name at least one chief officer."},
    )
    because = reason_field("Why is the plan closed?", "What ends it, and who wants that.")

    def __init__(self, request: Any, plan: Plan) -> None:
        super().__init__(request, Closing(plan=plan))
        holders = people_holding(plan, Role.CHIEF_OFFICER)
        self.fields["officers"].queryset = holders  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"by": self.request.user, "officers": list(given["officers"]), "because": given["because"]}


class GiveUpClosingForm(_ReasonForm):
    form_name = "give_up_closing"
    draft_words = "Giving the closing up"

    because = reason_field("Why does the plan stay in force?")


class AccountForm(VerbForm):
    """Who carries a part on, or why it ends."""

    draft_words = "Account of"

    carried_by = forms.ModelChoiceField(
        StrategicObjective.objects.none(),
        label="Which objective of which plan carries it on?",
        empty_label="None of this system",
        required=False,
    )
    carried_words = PlainTextField(
        label="Or who else carries it on?",
        help_text="A named plan, body or post: outside, or a plan here of which you are no part.",
        max_length=300,
        required=False,
    )
    because = reason_field("Why there; or, where nothing carries it on, why does it end?")

    def __init__(self, request: Any, part: Accounting) -> None:
        self.form_name = f"account_{part.thing._meta.model_name}_{part.thing.pk}"
        of = {"objective": part.thing} if isinstance(part.thing, StrategicObjective) else {"workstream": part.thing}
        stands = Account.objects.filter(closing=part.closing, **of).first()
        names = ("carried_by", "carried_words", "because")
        initial = {name: getattr(stands, name) for name in names} if stands else {}
        super().__init__(request, stands or Account(plan=part.plan, closing=part.closing, **of), initial=initial)
        # Of plans that are not theirs people read nothing, here neither: then the plan and who owns it there are typed.
        own = [plan for plan in roles_by_plan(request.user) if plan != part.plan.pk]
        others = StrategicObjective.objects.filter(plan__in=own, plan__status=Plan.Status.IN_FORCE)
        self.fields["carried_by"].queryset = others.select_related("plan")  # type: ignore[attr-defined]
        self.fields["carried_by"].label_from_instance = (  # type: ignore[attr-defined]
            lambda one: f"{one.plan.short_title}: {one.reference} {one.wording[:90]}"
        )

    @property
    def answers(self) -> dict[str, Any]:
        names = ("carried_by", "carried_words", "because")
        return {"by": self.request.user, **{name: self.cleaned_data[name] for name in names}}


class ReplaceOfficerForm(VerbForm):
    draft_words = "Naming another for"

    person = forms.ModelChoiceField(
        User.objects.none(), label="Which chief officer confirms instead?", empty_label="Choose a chief officer"
    )
    because = reason_field("Why?")

    def __init__(self, request: Any, officer: NamedOfficer) -> None:
        self.form_name = f"replace_officer_{officer.pk}"
        super().__init__(request, officer)
        named = NamedOfficer.objects.filter(closing=officer.closing_id).values("person")
        others = people_holding(officer.plan, Role.CHIEF_OFFICER).exclude(pk__in=named)
        self.fields["person"].queryset = others  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        return {"by": self.request.user, **{name: self.cleaned_data[name] for name in ("person", "because")}}


class ConfirmClosingForm(VerbForm):
    """A chief officer confirms; the plan manager records it for them, and says how it reached her."""

    draft_words = "Confirmation of"

    list_seen = forms.CharField(widget=forms.HiddenInput)
    received_by = forms.ChoiceField(
        label="How did the confirmation reach you?",
        choices=Step.Received.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how it reached you."},
    )
    because = reason_field("What convinces you that nothing is lost?")

    def __init__(self, request: Any, officer: NamedOfficer, parts: list[Part]) -> None:
        self.form_name = f"confirm_closing_{officer.pk}"
        super().__init__(request, officer)
        self.officer, self.parts = officer, parts
        self.initial["list_seen"] = digest_of(parts)  # a draft kept the one of another day
        if officer.person_id == request.user.pk:
            del self.fields["received_by"]
        else:
            self.fields["because"].label = "What convinced them that nothing is lost?"

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        received = {"received_by": given["received_by"]} if "received_by" in self.fields else {}
        names = ("because", "list_seen")
        return {"by": self.officer.person, **{name: given[name] for name in names}, **received}

    def done(self, verb: Callable[..., Any], *args: Any, **words: Any) -> Any:
        """A form that comes back shows the list of now, and is sent again with that."""
        outcome = super().done(verb, *args, **words)
        if outcome is None:
            self._set("list_seen", digest_of(self.parts))
        return outcome


class ClosePlanForm(_ReasonForm):
    form_name = "close_plan"
    draft_words = "Closing"

    because = reason_field("What do you want to be read with it?", "The last word on this plan.")


class ReopenPlanForm(_ReasonForm):
    form_name = "reopen_plan"
    draft_words = "Reopening the plan"

    because = reason_field("Why is it reopened?")
