"""The form of one gesture for several actions: what is shared stands on top, what is each action's own beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from actions import extensions, leaving, sign_off, wording
from actions.deciders import signer_of
from actions.lifecycle import may_be_done
from actions.models import Action, Extension
from actions.several import Row, RowRefused, do_to_several
from people.forms import DateField, PlainTextField
from people.models import GovernanceBody, Post
from plans.deciding import meetings_held
from plans.forms import PostField
from plans.models import Plan, Step
from plans.rights import may
from plans.steps import ChangedMeanwhile, Refused
from plans.verb_form import MeetingField, MinuteField, VerbForm, reason_field

Fields = dict[str, forms.Field]


def meeting_of(body: GovernanceBody | None, label: str) -> Fields:
    held = MeetingField(label=label, error_messages={"required": "Name the meeting at which the body decided."})
    held.queryset = meetings_held(body)
    return {"agreed_at": held, "minute": MinuteField()}


@dataclass(frozen=True)
class Gesture:
    """What can be done to several at once: its words, the verb, the right, and the questions shared and of each row."""

    name: str
    words: str
    send: str
    verb: Callable[..., Step]
    turn: str  # its row in the table from status to status
    shared: Callable[[Plan], Fields]
    own: Callable[[Plan, Action], Fields]


def _plans_but(plan: Plan) -> forms.ModelChoiceField:
    others = Plan.objects.filter(status=Plan.Status.IN_FORCE).exclude(pk=plan.pk)
    return forms.ModelChoiceField(
        others, label="To which plan?", empty_label="To no plan of this system", required=False
    )


def _asked_to(action: Action) -> Any:
    return action.extension_asked_to


GESTURES: dict[str, Gesture] = {
    one.name: one
    for one in (
        Gesture(
            "ask-extension", "Ask for extensions", "Ask for these extensions", extensions.ask_extension, "ask_extension",
            lambda plan: {
                "category": forms.ChoiceField(
                    label="What kind of reason is it?",
                    choices=[one for one in Extension.Category.choices if one[0] != Extension.Category.MOVE],
                    widget=forms.RadioSelect,
                ),
                "because": reason_field("Why is more time needed?"),
            },
            lambda plan, action: {
                "to_on": DateField(label="To which date?", required=False, initial=action.forecast_on),
            },
        ),
        Gesture(
            "grant-extension", "Grant extensions", "Grant these extensions", extensions.grant_extension, "grant_extension",
            lambda plan: {
                **meeting_of(plan.deciding_body, "At which meeting were they granted?"),
                "because": reason_field("Why were they granted?"),
            },
            lambda plan, action: {"to_on": DateField(label="The new due date", required=False, initial=_asked_to(action))},
        ),
        Gesture(
            "lead", "Give to another lead", "Give them to this lead", wording.reassign, "reassign",
            lambda plan: {
                "lead_post": PostField(label="Which post leads them from now on?", empty_label="Choose a post"),
                "because": reason_field("Why?"),
            },
            lambda plan, action: {},
        ),
        Gesture(
            "report-complete", "Report complete", "Report them complete", sign_off.report_complete, "report_complete",
            lambda plan: {"because": reason_field("What was done?")},
            lambda plan, action: {"done_on": DateField(label="On which day was it done?", required=False)},
        ),
        Gesture(
            "sign-off", "Sign off", "Sign these actions off", sign_off.sign_off, "sign_off",
            lambda plan: _signing(plan),
            lambda plan, action: {"because": reason_field("Why is it signed off?", required=False)},
        ),
        Gesture(
            "move", "Propose moves", "Propose these moves", leaving.propose_move, "propose_move",
            lambda plan: {"because": reason_field("Why do they belong there?")},
            lambda plan, action: {
                "to_plan": _plans_but(plan),
                "to_outside": PlainTextField(label="Or to which place outside?", max_length=300, required=False),
                "outside_owner": PlainTextField(label="If outside: who owns it there?", max_length=300, required=False),
            },
        ),
    )
}  # fmt: skip


def _signing(plan: Plan) -> Fields:
    """A body signs at a meeting; a post tells whoever records it, or signs itself."""
    signer = signer_of(plan)
    if isinstance(signer, Post):
        return {
            "received_by": forms.ChoiceField(
                label="How did the decisions reach you?",
                choices=Step.Received.choices,
                widget=forms.RadioSelect,
                error_messages={"required": "Say how they reached you."},
            )
        }
    return meeting_of(signer, "At which meeting were they signed off?")


class SeveralForm(VerbForm):
    """Every action to which the gesture may be done, each with a tick and its own questions."""

    draft_words = "Several at once"

    def __init__(self, request: Any, gesture: Gesture) -> None:
        self.form_name, self.gesture = f"several_{gesture.name}", gesture
        super().__init__(request, request.plan)
        ticked = {name for name in request.POST if name.startswith("tick_")}
        self.actions = [
            action
            for action in Action.objects.filter(plan=request.plan).select_related("plan", "lead_post", "objective")
            # What was ticked stays in the list, whatever has become of it: the verb says so, and nothing is left out quietly.
            if f"tick_{action.pk}" in ticked or self._is_offered(action)
        ]
        self.shared = gesture.shared(request.plan)
        if self._signs_herself:
            del self.shared["received_by"]
        self.fields.update(self.shared)
        self.own: dict[int, Fields] = {}
        for action in self.actions:
            self._add(action)

    def _is_offered(self, action: Action) -> bool:
        turn, request = self.gesture.turn, self.request
        return bool(
            may_be_done(action, turn)
            and may(request.user, turn, action, request.roles)  # type: ignore[attr-defined]
            and (turn != "grant_extension" or action.extension_asked_to)
        )

    @property
    def _signs_herself(self) -> bool:
        signer = signer_of(self.request.plan)  # type: ignore[attr-defined]
        return "received_by" in self.shared and isinstance(signer, Post) and signer.holder_id == self.request.user.pk

    def _show_meanwhile(self, change: ChangedMeanwhile) -> None:
        """Each row has a version of its own; the plan's is no question here."""
        seen = self.data.get("version_seen")
        super()._show_meanwhile(change)
        self._set("version_seen", seen)
        self._set(f"version_{change.thing.pk}", change.thing.version)

    def _add(self, action: Action) -> None:
        self.fields[f"tick_{action.pk}"] = forms.BooleanField(
            label=f"{action.reference} {action.wording}", required=False, initial=False
        )
        seen = forms.IntegerField(widget=forms.HiddenInput, initial=action.version)
        self.fields[f"version_{action.pk}"] = seen
        self.own[action.pk] = self.gesture.own(self.request.plan, action)  # type: ignore[attr-defined]
        for name, field in self.own[action.pk].items():
            self.fields[f"{name}_{action.pk}"] = field

    @property
    def head(self) -> list[forms.BoundField]:
        """The questions that are asked once, and what is hidden."""
        return [self[name] for name in ("version_seen", "form_token", *self.shared)]

    @property
    def rows(self) -> list[tuple[Action, forms.BoundField, list[forms.BoundField]]]:
        """``(action, its tick, its own questions)``; the version that it showed is hidden among them."""
        return [
            (
                action,
                self[f"tick_{action.pk}"],
                [self[f"version_{action.pk}"], *(self[f"{name}_{action.pk}"] for name in self.own[action.pk])],
            )
            for action in self.actions
        ]

    def _drafted(self) -> dict[str, Any]:
        """Also the answers of the rows, whose questions depend on the plan."""
        if self.draft is None:
            return {}
        return {name: given[-1] if given else "" for name, given in self.draft.fields.items()}

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        ticked = [action for action in self.actions if given.get(f"tick_{action.pk}")]
        if not ticked:
            self.add_error(None, "Tick at least one action.")
        for action in ticked:
            for name in ("to_on", "done_on", "because"):
                asked = f"{name}_{action.pk}"
                if name in self.own[action.pk] and not given.get(asked) and asked not in self.errors:
                    self.add_error(asked, f"{action.reference}: “{self.own[action.pk][name].label}” needs an answer.")
        return given

    @property
    def ticked(self) -> list[Row]:
        given = self.cleaned_data
        return [
            Row(
                action,
                given[f"version_{action.pk}"],
                {name: given[f"{name}_{action.pk}"] for name in self.own[action.pk]},
            )
            for action in self.actions
            if given[f"tick_{action.pk}"]
        ]

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        shared = {name: given[name] for name in self.shared if name not in ("agreed_at", "minute", "received_by")}
        decided: dict[str, Any] = {"by": self.request.user}
        if meeting := given.get("agreed_at"):
            decided = {"by": meeting.body, "agreed_at": meeting, "minute": given["minute"]}
        elif "received_by" in self.shared:
            decided = {"by": signer_of(self.request.plan), "received_by": given["received_by"]}  # type: ignore[attr-defined]
        return {"verb": self.gesture.verb, "rows": self.ticked, "shared": shared, **decided}

    def do(self) -> list[Step] | None:
        """Carry it out for all that are ticked. None: then the form says why, at the row that stopped it."""
        words = self.answers
        verb, rows = words.pop("verb"), words.pop("rows")

        def carry_out(**how: Any) -> list[Step]:
            try:
                return do_to_several(self.request.plan, verb=verb, rows=rows, **{**words, **how})  # type: ignore[attr-defined]
            except RowRefused as refusal:
                own = f"{refusal.field}_{refusal.row.action.pk}"
                field = own if own in self.fields else refusal.field
                raise Refused(
                    refusal.message, field if field in self.fields else f"tick_{refusal.row.action.pk}"
                ) from refusal

        steps: list[Step] | Step | None = self.done(carry_out, by=words.pop("by"))
        return [steps] if isinstance(steps, Step) else steps
