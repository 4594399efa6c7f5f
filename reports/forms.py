"""The forms of the reports: a round's, from its route to the version that members read."""

import datetime as dt
from typing import Any

from django import forms

from actions.models import Action, Evidence
from actions.returns import Return
from people import clock
from people.forms import DateField, PlainTextField, SeveralOf
from people.models import GovernanceBody
from people.widgets import CriterionRadio
from plans.deciding import meetings_held
from plans.models import NoReturn, Plan, RatingCriterion, Release, Rhythm, Role, Round
from plans.rounds import WORDS, Correction, RoundDates, planned_backwards, route_of, vars_of
from plans.verb_form import MeetingField, MinuteField, VerbForm, reason_field
from reports.models import KeptDocument, Redaction
from reports.redaction.files import FileFound
from reports.redaction.survey import SharedFound

PLACES = 4  # bodies on a route: more than that many nobody waits for


def _stop(label: str, none: str = "No further one") -> forms.ModelChoiceField:
    return forms.ModelChoiceField(GovernanceBody.objects.all(), label=label, empty_label=none, required=False)


class RouteForm(VerbForm):
    """Which bodies consider a round before members read it, in which order, and how often there is one."""

    form_name = "set_route"
    draft_words = "Route and rhythm"

    body_1 = _stop("Which body considers a round first?", "No body")
    body_2 = _stop("Which body after it?")
    body_3 = _stop("Which body third?")
    body_4 = _stop("Which body last?")
    rhythm = forms.TypedChoiceField(
        label="How often is a round opened?",
        choices=[("", "Nobody has said yet"), *Rhythm.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    agreed_at = MeetingField(
        label="At which meeting was this agreed?",
        help_text="Left empty, it is your own decision, and told so.",
        required=False,
    )
    minute = MinuteField()
    because = reason_field("Why?", "Kept with the change: who wanted it, and what for.")

    def __init__(self, request: Any, plan: Plan) -> None:
        standing = route_of(plan)
        shown = {f"body_{number}": body.pk for number, body in enumerate(standing, start=1)}
        super().__init__(request, plan, initial={**shown, "rhythm": plan.rhythm})
        self.fields["agreed_at"].of(plan)  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        chosen = [given[f"body_{number}"] for number in range(1, PLACES + 1)]
        meeting = given["agreed_at"]
        return {
            "by": meeting.body if meeting else self.request.user,
            "agreed_at": meeting,
            "minute": given["minute"] if meeting else "",
            "bodies": [body for body in chosen if body is not None],
            "rhythm": given["rhythm"],
            "because": given["because"],
        }


class _DaysForm(VerbForm):
    """The days of a round. Given the day on which members meet, the others are worked out backwards on request."""

    members_meet_on = DateField(
        label="When do members meet?",
        help_text="The other days are worked out backwards from it; bank holidays are left out. Each can be changed.",
        required=False,
    )
    agenda_out_on = DateField(label="Agenda out", required=False)
    paper_due_on = DateField(label="Paper due", required=False)
    body_on = DateField(label="The body considers them", required=False)
    returns_due_on = DateField(
        label="Returns due", error_messages={"required": "Say by when returns are due, or have the days worked out."}
    )

    @property
    def sent(self) -> bool:
        """Working the days out is no sending: the form comes back with them, to be looked at."""
        if self.request.method == "POST" and "work_out" in self.request.POST:
            day = self._members_meet_on()
            if day is not None:
                self._work_out(day)
                return False
        return super().sent

    def _members_meet_on(self) -> dt.date | None:
        field: Any = self.fields["members_meet_on"]
        field.required = True
        try:
            day: dt.date = field.clean(self.data.get("members_meet_on", ""))
        except forms.ValidationError:
            return None  # the form says so beside the box
        finally:
            field.required = "work_out" in self.data
        return day

    def _work_out(self, day: dt.date) -> None:
        typed = {name: self.data.get(name, "") for name in self.fields if name not in ("version_seen", "form_token")}
        self.initial = {**self.initial, **typed, **vars_of(planned_backwards(day))}
        self.is_bound, self.data, self.worked_out = False, {}, True

    worked_out = False

    @property
    def dates(self) -> RoundDates:
        return RoundDates(**{name: self.cleaned_data[name] for name in WORDS})


class _CorrectingForm(VerbForm):
    """Does the version that comes of it put an issued one right? Both questions are left out where none is issued."""

    corrects = forms.TypedChoiceField(
        label="Does it correct a version that members were given?",
        help_text="The earlier version stays as it is; it then says by which one it is corrected.",
        coerce=int,
        empty_value=None,
        required=False,
    )
    corrects_words = PlainTextField(
        label="If so: what was wrong in it?",
        help_text="Printed on both versions. No names of children or victims.",
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        required=False,
    )

    def offer_versions(self, plan: Plan) -> None:
        issued = KeptDocument.objects.versions().filter(plan=plan).values_list("number", "label")
        if issued:
            self.fields["corrects"].choices = [  # type: ignore[attr-defined]
                ("", "No"),
                *((number, f"It corrects version {number}, {label}") for number, label in issued),
            ]
        else:
            self.ask_no_correction()

    def ask_no_correction(self) -> None:
        del self.fields["corrects"], self.fields["corrects_words"]

    @property
    def correction(self) -> Correction | None:
        version, wrong = self.cleaned_data.get("corrects"), self.cleaned_data.get("corrects_words", "")
        return Correction(version, wrong) if version or wrong else None


class OpenRoundForm(_DaysForm, _CorrectingForm):
    form_name = "open_round"
    draft_words = "A new round"

    label = PlainTextField(
        label="What is this round called?",
        help_text="Its version gets this name, for example: April 2016.",
        max_length=100,
    )
    because = reason_field("Why is it opened now?", "For example: for the commission’s meeting of 6 April.", rows=2)

    field_order = ["label", "members_meet_on", *reversed(WORDS), "corrects", "corrects_words", "because"]

    def __init__(self, request: Any, plan: Plan) -> None:
        super().__init__(request, Round(plan=plan))
        self.offer_versions(plan)

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        said = {"label": given["label"], "dates": self.dates, "because": given["because"]}
        return {"by": self.request.user, **said, "corrects": self.correction}


class ChangeRoundForm(_DaysForm):
    form_name = "change_round"
    draft_words = "Days of"

    because = reason_field("Why do the days change?", rows=2)

    def __init__(self, request: Any, round_: Round) -> None:
        super().__init__(request, round_, initial={name: getattr(round_, name) for name in WORDS})

    @property
    def answers(self) -> dict[str, Any]:
        return {"by": self.request.user, "dates": self.dates, "because": self.cleaned_data["because"]}


class _ReasonForm(VerbForm):
    """A gesture that asks for nothing but the reason."""

    @property
    def answers(self) -> dict[str, Any]:
        return {"by": self.request.user, "because": self.cleaned_data["because"]}


class GiveUpRoundForm(_ReasonForm):
    form_name = "give_up_round"
    draft_words = "Giving up"

    because = reason_field("Why do members not read this round?")


class PutBeforeBodyForm(_ReasonForm):
    form_name = "put_before_body"
    draft_words = "Putting before its body:"

    because = reason_field("What should the body know of it?", "Kept with the version.", rows=2)


class NoReturnForm(VerbForm):
    """Why a post sends no return, or not for all its actions."""

    form_name = "say_no_return"
    draft_words = "No return:"

    kind = forms.ChoiceField(label="What is it?", choices=NoReturn.Kind.choices, widget=forms.RadioSelect)
    because = reason_field("Why?", "Members read how often there was none, and why.")

    def __init__(self, request: Any, said: NoReturn, owed: Return) -> None:
        super().__init__(request, said)
        self.owed = owed
        if Role.PLAN_MANAGER not in request.roles:
            self.fields["kind"].choices = [(NoReturn.Kind.NOTHING.value, NoReturn.Kind.NOTHING.label)]  # type: ignore[attr-defined]
            self.initial["kind"] = NoReturn.Kind.NOTHING

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"by": self.request.user, "kind": given["kind"], "because": given["because"]}


class _AtTheTableForm(VerbForm):
    """What a body decided at its table: the meeting, the minute, why."""

    agreed_at = MeetingField(
        label="At which meeting?", help_text="A decision by circulation or by the chair stands in this list too."
    )
    minute = MinuteField()
    because = reason_field("Why?", "The lead and members read this.")

    def __init__(self, request: Any, thing: Any, body: GovernanceBody | None) -> None:
        super().__init__(request, thing)
        self.fields["agreed_at"].queryset = meetings_held(body)  # type: ignore[attr-defined]

    @property
    def decision(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"by": given["agreed_at"].body, **{name: given[name] for name in ("agreed_at", "minute", "because")}}

    @property
    def answers(self) -> dict[str, Any]:
        return self.decision


class ReturnEntryForm(_AtTheTableForm):
    form_name = "return_update"
    draft_words = "Return of the entry"


class ReRateForm(_AtTheTableForm):
    """Another criterion than the lead's."""

    form_name = "re_rate"
    draft_words = "Rating at the table of"

    criterion = forms.ModelChoiceField(
        RatingCriterion.objects.none(),
        label="Which sentence does the body hold to be true?",
        widget=CriterionRadio,
        empty_label=None,
    )
    field_order = ["criterion"]

    def __init__(self, request: Any, action: Action, body: GovernanceBody | None) -> None:
        super().__init__(request, action, body)
        self.fields["criterion"].queryset = action.plan.criteria.standing()  # type: ignore[attr-defined]
        self.fields["criterion"].widget.last_time = action.criterion_id

    @property
    def answers(self) -> dict[str, Any]:
        return {**self.decision, "criterion": self.cleaned_data["criterion"]}


class ConsiderForm(_AtTheTableForm):
    form_name = "consider"
    draft_words = "Considered:"

    because = reason_field("What did the body say of it as a whole?", "Members read this beside the version.")

    def __init__(self, request: Any, round_: Round, body: GovernanceBody | None) -> None:
        super().__init__(request, round_, body)
        self.body = body

    @property
    def answers(self) -> dict[str, Any]:
        return {**self.decision, "body": self.body}


class NotConsideredForm(_ReasonForm):
    form_name = "not_considered"
    draft_words = "Not considered:"

    because = reason_field("Why did the body not consider it?", "Members read this beside the version.")

    def __init__(self, request: Any, round_: Round, body: GovernanceBody | None) -> None:
        super().__init__(request, round_)
        self.body = body

    @property
    def answers(self) -> dict[str, Any]:
        return {**super().answers, "body": self.body}


class FreezeAgainForm(_ReasonForm):
    """Mended entries, taken into the version that is before the body."""

    form_name = "freeze_again"
    draft_words = "Mended entries of"

    actions = SeveralOf(
        Action.objects.none(),
        label="Which mended entries are taken in?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the entries that are mended."},
    )
    because = reason_field("Why now?", rows=2)

    def __init__(self, request: Any, round_: Round, mended: list[Action]) -> None:
        super().__init__(request, round_)
        self.fields["actions"].queryset = Action.objects.filter(pk__in=[one.pk for one in mended])  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        return {**super().answers, "actions": list(self.cleaned_data["actions"])}


class AskRedactionForm(VerbForm):
    """What is to go, where it stands, and why."""

    form_name = "ask_redaction"
    draft_words = "Something to be taken out"
    particulars_belong = ("words",)

    words = PlainTextField(
        label="Which words are to go?",
        help_text="As they stand there, a name whole; “Smith, Jane” is asked for beside “Jane Smith”. Information governance "
        "alone sees them, until it has decided.",
        max_length=Redaction.LONGEST_WORDS,
    )
    kind = forms.ChoiceField(
        label="On which ground?",
        choices=Redaction.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the ground: it is printed where the words stood."},
    )
    seen_where = PlainTextField(
        label="Where did you see them?",
        help_text="An action’s reference, a page, a paper. Without the words themselves: this stays on record.",
        max_length=300,
    )
    because = reason_field("Why may they not stand?", "Without the words themselves: this stays on record.")

    def __init__(self, request: Any, plan: Plan, seen_where: str) -> None:
        super().__init__(request, Redaction(plan=plan), initial={"seen_where": seen_where})

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "by": self.request.user,
            **{name: given[name] for name in ("words", "kind", "seen_where", "because")},
        }


class RedactForm(_ReasonForm):
    """What goes besides the words in the plan itself: rows that belong to no plan, and whole files."""

    form_name = "redact"
    draft_words = "Taking out:"

    shared = forms.MultipleChoiceField(
        label="What belongs to no plan, and is taken along?",
        help_text="Other plans name these too.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    evidence = SeveralOf(
        Evidence.objects.none(),
        label="Which files are deleted?",
        help_text="The whole file, for good. What it was evidence of stays, with its digest.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    because = reason_field("Why are they taken out?", "Kept for ever, so without the words themselves.")

    def __init__(self, request: Any, redaction: Redaction, shared: list[SharedFound], files: list[FileFound]) -> None:
        super().__init__(request, redaction)
        self.fields["shared"].choices = [(one.kind, f"{one.words}: {one.times}") for one in shared]  # type: ignore[attr-defined]
        found = {one.evidence.pk: one for one in files}
        chosen: Any = self.fields["evidence"]
        chosen.queryset = Evidence.objects.filter(pk__in=found)
        chosen.label_from_instance = lambda evidence: found[evidence.pk].words
        if not shared:
            del self.fields["shared"]
        if not files:
            del self.fields["evidence"]

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        files = [one.pk for one in given.get("evidence", ())]
        return {**super().answers, "shared": given.get("shared", ()), "files": files}


class RefuseRedactionForm(_ReasonForm):
    form_name = "refuse_redaction"
    draft_words = "Refusing:"

    because = reason_field("Why do they stay?", "Who asked reads this. Without the words themselves.")


class IssueForm(_CorrectingForm):
    """Issue to members: why now; and where no round has said so, what this version is called and what it corrects."""

    form_name = "reports.issue"
    draft_words = "Issue to members:"

    label = PlainTextField(
        label="What is this version called?",
        max_length=100,
        help_text="Members see this name, for example: March 2016.",
    )
    because = PlainTextField(
        label="Why is it issued now?",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="For example: considered by the Sub-Group on 15 March, for the commission’s meeting of 6 April.",
    )

    field_order = ["label", "corrects", "corrects_words", "because"]

    def __init__(self, request: Any, plan: Plan, running: Round | None) -> None:
        super().__init__(request, plan)
        if running is not None:
            del self.fields["label"]
            self.ask_no_correction()
        else:
            self.offer_versions(plan)

    @property
    def answers(self) -> dict[str, Any]:
        """For the verb."""
        given = self.cleaned_data
        said = {"label": given.get("label", ""), "because": given["because"]}
        return {"by": self.request.user, **said, "corrects": self.correction}


class MakePublicForm(VerbForm):
    """From which day on the public reads a version."""

    form_name = "make_public"
    draft_words = "Making a version public"

    from_on = DateField(
        label="From which day on?", help_text="Today, or a later day. Nothing is public before it is confirmed."
    )
    because = reason_field(
        "Why is it made public?", "For example: with the agenda of the commission’s meeting of 6 April."
    )

    def __init__(self, request: Any, plan: Plan, version: int) -> None:
        super().__init__(request, Release(plan=plan, version_number=version), initial={"from_on": clock.today()})
        self.number = version

    @property
    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "by": self.request.user, "version": self.number, "from_on": given["from_on"], "because": given["because"],
        }  # fmt: skip


class ConfirmPublicForm(_ReasonForm):
    form_name = "confirm_public"
    draft_words = "Confirming:"

    because = reason_field("What did you look at before you confirm it?", "Kept with the version.", rows=2)


class RefusePublicForm(_ReasonForm):
    form_name = "refuse_public"
    draft_words = "Not making public:"

    because = reason_field("Why is it not made public?")


class WithdrawFromPublicForm(_ReasonForm):
    form_name = "withdraw_from_public"
    draft_words = "Taking off the public pages:"

    because = reason_field(
        "Why is it taken off?", "Kept with the version; the public does not read it. Repeat no personal details here."
    )
