"""The forms by which an action leaves its plan: moved, superseded, withdrawn."""

from typing import Any

from django import forms

from actions.forms.body import BodyDecisionForm
from actions.models import Action, Move
from objectives.models import StrategicObjective
from people.forms import DateField, PlainTextField, SeveralOf
from plans.deciding import meetings_held
from plans.models import Plan, Role
from plans.verb_form import MeetingField, MinuteField, VerbForm


class ProposeMoveForm(VerbForm):
    """Where it should go on, and why."""

    form_name = "propose_move"
    draft_words = "Moving"

    to_plan = forms.ModelChoiceField(
        Plan.objects.none(), label="To which plan?", empty_label="To no plan of this system", required=False
    )
    to_outside = PlainTextField(
        label="Or to which place outside?",
        help_text="Another organisation’s plan or programme, by its name.",
        max_length=300,
        required=False,
    )
    outside_owner = PlainTextField(
        label="If outside: who owns it there?", help_text="A post and its organisation.", max_length=300, required=False
    )
    because = PlainTextField(label="Why does it belong there?", max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, request: Any, action: Action) -> None:
        super().__init__(request, action)
        others = Plan.objects.filter(status=Plan.Status.IN_FORCE).exclude(pk=action.plan_id)
        self.fields["to_plan"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        inside, outside = given.get("to_plan"), given.get("to_outside")
        if not inside and not outside and "to_plan" not in self.errors:
            self.add_error("to_plan", "Choose a plan, or name the place outside.")
        if inside and outside:
            self.add_error(
                "to_outside", "You have chosen a plan too. Choose “To no plan of this system”, or empty this box."
            )
        if outside and not given.get("outside_owner"):
            self.add_error("outside_owner", "Say who owns it there.")
        return given

    @property
    def answers(self) -> dict[str, Any]:
        names = ("to_plan", "to_outside", "outside_owner", "because")
        return {"by": self.request.user, **{name: self.cleaned_data[name] for name in names}}


class AgreeMoveForm(BodyDecisionForm):
    form_name = "agree_move"
    draft_words = "Agreeing to the move of"


class RefuseMoveForm(BodyDecisionForm):
    """The body says no; or, before it has said anything, the plan manager takes her proposal back."""

    form_name = "refuse_move"
    draft_words = "Refusing the move of"

    def __init__(self, request: Any, action: Action) -> None:
        super().__init__(request, action)
        if Role.PLAN_MANAGER in request.roles:
            self.fields["agreed_at"].required = False
            self.fields["agreed_at"].help_text = "Leave it empty where you take the proposal back yourself."

    @property
    def answers(self) -> dict[str, Any]:
        if self.cleaned_data["agreed_at"]:
            return self.decision
        return {"by": self.request.user, "because": self.cleaned_data["because"]}


class AcceptOutsideForm(VerbForm):
    form_name = "accept_move_outside"
    draft_words = "Acceptance outside of"

    because = PlainTextField(
        label="How did they say that they take it over?", help_text="In their words.", max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    shown_by = PlainTextField(
        label="What shows it?", help_text="A letter, a minute, and where it is kept.", max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip

    @property
    def answers(self) -> dict[str, Any]:
        return {"by": self.request.user, **{name: self.cleaned_data[name] for name in ("because", "shown_by")}}


class AcceptMoveForm(VerbForm):
    """A place in the receiving plan; another due date only as its body agreed."""

    draft_words = "Taking over"

    objective = forms.ModelChoiceField(StrategicObjective.objects.none(), label="Under which objective?")
    reference = PlainTextField(label="Its reference here", help_text="It stays for good.", max_length=20)
    because = PlainTextField(label="Why is it taken over?", max_length=2000, widget=forms.Textarea({"rows": 3}))
    due_on = DateField(
        label="Another due date, if a body has agreed one",
        help_text="Left empty, it keeps the date it comes with. A later date counts as an extension.",
        required=False,
    )
    agreed_at = MeetingField(label="At which meeting was that date agreed?", required=False)
    minute = MinuteField()

    def __init__(self, request: Any, move: Move) -> None:
        self.form_name = f"accept_move_{move.pk}"
        super().__init__(request, move.action)
        plan = request.plan
        self.fields["objective"].queryset = StrategicObjective.objects.filter(plan=plan)  # type: ignore[attr-defined]
        self.fields["agreed_at"].queryset = meetings_held(plan.deciding_body)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("due_on") and not given.get("agreed_at") and "agreed_at" not in self.errors:
            self.add_error(
                "agreed_at", "A due date moves when a body agrees: name the meeting, or leave the date as it is."
            )
        return given

    @property
    def answers(self) -> dict[str, Any]:
        given, meeting = self.cleaned_data, self.cleaned_data["agreed_at"]
        return {
            "by": meeting.body if meeting else self.request.user,
            **{name: given[name] for name in ("objective", "reference", "because", "due_on", "agreed_at", "minute")},
        }


class RefuseMoveInForm(VerbForm):
    draft_words = "Refusing to take over"

    because = PlainTextField(label="Why is it not taken over?", max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, request: Any, move: Move) -> None:
        self.form_name = f"refuse_move_in_{move.pk}"
        super().__init__(request, move.action)

    @property
    def answers(self) -> dict[str, Any]:
        return {"by": self.request.user, "because": self.cleaned_data["because"]}


class SupersedeForm(BodyDecisionForm):
    form_name = "supersede"
    draft_words = "Superseding"

    successors = SeveralOf(
        Action.objects.none(),
        label="Which actions take its place?",
        help_text="They are in this plan already.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one action."},
    )
    field_order = ("successors", "agreed_at", "minute", "because")

    def __init__(self, request: Any, action: Action) -> None:
        super().__init__(request, action)
        standing = Action.objects.filter(plan=action.plan).exclude(status__in=Action.GONE).exclude(pk=action.pk)
        self.fields["successors"].queryset = standing  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        return {**self.decision, "successors": list(self.cleaned_data["successors"])}


class WithdrawForm(BodyDecisionForm):
    form_name = "withdraw"
    draft_words = "Withdrawing"

    risk = PlainTextField(
        label="What is the risk of not doing it?", max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    accepted_by = PlainTextField(label="Who accepts that risk?", help_text="A post or a body.", max_length=300)
    alternative = PlainTextField(
        label="What is done instead?",
        help_text="Where nothing is, say so.",
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
    field_order = ("agreed_at", "minute", "because", "risk", "accepted_by", "alternative")

    @property
    def answers(self) -> dict[str, Any]:
        return {**self.decision, **{name: self.cleaned_data[name] for name in ("risk", "accepted_by", "alternative")}}
