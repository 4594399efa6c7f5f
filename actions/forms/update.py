"""The form of a progress update: last time beside it, one new fact where nothing changed."""

import json
from typing import Any

from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.forms.models import ModelChoiceIteratorValue
from django.http import QueryDict

from actions import prepared, vague_words
from actions.beside import Beside, beside_of
from actions.forms.on_behalf import OnBehalfForm
from actions.models import Action, ProgressUpdate
from actions.updates import Figure, HelpNeeded
from people import clock
from people.forms import DateField, PlainTextField, when_rated
from people.rating import Rating
from people.widgets import CriterionRadio
from plans import rights
from plans.models import Draft, RatingCriterion
from plans.steps import ChangedMeanwhile

YES_OR_NO = (("yes", "Yes"), ("no", "No"))
NO_NAMES = "No names of children or victims."
WAY_BACK = ("brings_back", "brings_back_by", "help_needed")
HELP = ("help_what", "help_from")


def words(rows: int) -> forms.Textarea:
    """A text box that notices words that say little, while they are typed."""
    return forms.Textarea({"rows": rows, "data-vague-words": json.dumps(vague_words.PHRASES)})


def yes_or_no(label: str, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=YES_OR_NO, widget=forms.RadioSelect, **kwargs)


class CriterionField(forms.TypedChoiceField):
    """One of the plan's sentences that stand. They are read once for a whole page, however many such questions it asks."""

    standing: list[RatingCriterion]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_value=None, widget=CriterionRadio, **kwargs)

    def of(self, standing: list[RatingCriterion]) -> None:
        self.standing = standing
        self.choices = [(ModelChoiceIteratorValue(one.pk, one), str(one)) for one in standing]
        self.coerce = self.chosen

    def chosen(self, key: str) -> RatingCriterion | None:
        return next((one for one in self.standing if str(one.pk) == key), None)


class UpdateForm(OnBehalfForm):
    """One update. The lead submits it; a colleague of the lead's organisation prepares it."""

    form_name = prepared.FORM
    draft_words = "Update of"
    whose_question = "Whose update is this?"
    own_words = "Mine, in my own name"
    same_texts = ("rationale", "shows_it", "brings_back", "narrative")

    criterion = CriterionField(
        label="Which sentence is true today?",
        help_text="Choosing the sentence is choosing the rating.",
        error_messages={
            "required": "Choose the sentence that is true today.",
            "invalid_choice": "That sentence may no longer be chosen in this plan. Choose another.",
        },
    )
    same_words = forms.BooleanField(label="Last time’s words are still true: keep them as the reason", required=False)
    rationale = PlainTextField(
        label="Why this rating?",
        max_length=ProgressUpdate.LONGEST,
        widget=words(4),
        error_messages={"required": "Say why: every rating gives its reason."},
    )
    shows_it = PlainTextField(
        label="What shows it now?",
        max_length=ProgressUpdate.LONGEST,
        widget=words(3),
        required=False,
        error_messages={"required": "Add one new fact: what shows it now?"},
    )
    brings_back = PlainTextField(
        label="What brings it back?",
        max_length=ProgressUpdate.LONGEST,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Red and Amber also say what brings the action back."},
    )
    brings_back_by = DateField(
        label="By when?", error_messages={"required": "Red and Amber also say by when the action is brought back."}
    )
    help_needed = yes_or_no(
        "Is help needed?", error_messages={"required": "Red and Amber also say whether help is needed."}
    )
    help_what = PlainTextField(
        label="If so, what help?",
        help_text="It goes on the board’s list and stays there until it is answered.",
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        required=False,
        error_messages={"required": "Say what help is needed."},
    )
    help_from = PlainTextField(
        label="From whom?",
        help_text="A body, a post or an organisation.",
        max_length=200,
        required=False,
        error_messages={"required": "Say who could give that help."},
    )
    figure_what = PlainTextField(label="What it counts", max_length=200, required=False)
    figure_from = PlainTextField(label="From", max_length=60, required=False)
    figure_to = PlainTextField(label="To", max_length=60, required=False)
    figure_source = PlainTextField(label="Source", max_length=200, required=False)
    narrative = PlainTextField(
        label="What has been done since last time?",
        help_text=NO_NAMES,
        max_length=ProgressUpdate.LONGEST,
        widget=words(4),
        required=False,
    )
    work_has_begun = yes_or_no("Has work begun?", error_messages={"required": "Say whether work has begun."})
    forecast_on = DateField(label="When do you now expect to finish?", required=False)
    taken_over = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        request: Any,
        action: Action,
        *,
        beside: Beside | None = None,
        prefix: str | None = None,
        typed: QueryDict | None = None,
    ) -> None:
        self.action = action
        self.beside = beside or beside_of(request.user, [action], request.roles)[action.pk]
        self.may_submit = rights.may(request.user, "submit_update", action, request.roles)
        taken = request.GET.getlist("take_over")
        self.taken = next((one for one in self.beside.prepared if str(one.pk) in taken), None)
        sent = typed if prefix is not None else request.POST
        self.last = _update_shown(action, sent.get("version_seen", "") if sent else "")
        self.last_figure = self._last_figure()
        self.figure: Figure | None = None
        super().__init__(request, action, initial=self._prefilled(), prefix=prefix, typed=typed)
        self.helper.layout = self._layout()
        criterion: Any = self.fields["criterion"]
        criterion.of(self.beside.criteria)
        criterion.widget.last_time = action.criterion_id
        self._leave_out_what_is_not_asked()
        if self.is_bound:
            self._ask_only_what_applies()

    def _last_figure(self) -> ProgressUpdate | None:
        """The latest update up to the last one shown that gave a figure."""
        if self.last is None:
            return None
        if self.last == self.action.latest_update:
            return self.beside.last_figure
        if self.last.figure_what:
            return self.last
        earlier = ProgressUpdate.objects.filter(action=self.action, action_version__lt=self.last.action_version)
        return earlier.exclude(figure_what="").first()

    def _begun(self) -> Draft | None:
        return self.beside.draft

    def _others_stepped_in(self, after: int, until: int) -> bool:
        return self.beside.others_stepped_last > after

    # --- what stands in the form at first --------------------------------------------------------

    def _prefilled(self) -> dict[str, Any]:
        """Nothing is typed twice: the figure goes on from last time's, way back and finish stand as they were said.

        A day that has passed is asked anew.
        """
        figure, last, today = self.last_figure, self.last, clock.today()
        prefilled: dict[str, Any] = {}
        if figure is not None:
            prefilled = {
                "figure_what": figure.figure_what,
                "figure_from": figure.figure_to,
                "figure_source": figure.figure_source,
            }
        if last is not None:
            prefilled["brings_back"] = last.brings_back
            prefilled |= {
                name: day
                for name, day in (("brings_back_by", last.brings_back_by), ("forecast_on", last.forecast_on))
                if day and day >= today
            }
        return prefilled

    def _drafted(self) -> dict[str, Any]:
        """A colleague's draft, where it is taken over, before one's own."""
        self.draft = self.taken or self.draft
        drafted = super()._drafted()
        return {**drafted, "taken_over": self.taken.pk} if self.taken else drafted

    def _leave_out_what_is_not_asked(self) -> None:
        if self.last is None:
            del self.fields["same_words"]
            self.fields["narrative"].label = "What has been done so far?"
            self.fields["rationale"].help_text = NO_NAMES
            self.fields["shows_it"].help_text = "One fact that somebody else could check."
        else:
            self.fields["rationale"].help_text = f"If something has changed, or the words no longer fit. {NO_NAMES}"
            self.fields["shows_it"].help_text = "Where last time’s words are still true, one new fact is enough."
        if self.action.status != Action.Status.NOT_STARTED:
            del self.fields["work_has_begun"]

    # Asked before all else, of the plan manager alone.
    asked_of_the_manager: tuple[str, ...] = ("whose", "received_by")
    figure_boxes: tuple[tuple[str, ...], ...] = (("figure_what", "figure_source"), ("figure_from", "figure_to"))
    boxes_css = "side-by-side"

    def _layout(self) -> Layout:
        return Layout(
            *(name for name in self.asked_of_the_manager if name in self.fields),
            "criterion",
            *(["same_words"] if self.last else []),
            "rationale",
            "shows_it",
            when_rated(*WAY_BACK, *HELP, ratings="R A", legend="For Red and Amber"),
            Fieldset(
                "The figure that moved",
                HTML(
                    '<p class="hint">If a figure shows it, say from what to what. If none does, leave “To” empty.</p>'
                ),
                *(Div(*boxes, css_class=self.boxes_css) for boxes in self.figure_boxes),
            ),
            "narrative",
            *(["work_has_begun"] if self.action.status == Action.Status.NOT_STARTED else []),
            "forecast_on",
        )

    # --- what was sent -----------------------------------------------------------------------------

    def _ask_only_what_applies(self) -> None:
        """Which questions need an answer depends on the rating that was chosen."""
        criterion: Any = self.fields["criterion"]
        chosen = criterion.chosen(self.said("criterion"))
        off_track = chosen is not None and chosen.rating != Rating.GREEN
        keeps_words = bool(self.last and self.said("same_words"))
        for name in WAY_BACK:
            self.fields[name].required = off_track
        for name in HELP:
            self.fields[name].required = off_track and self.said("help_needed") == "yes"
        self.fields["rationale"].required = not keeps_words
        self.fields["shows_it"].required = keeps_words

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        self._keep_last_words(answers)
        self._ask_for_the_whole_figure(answers)
        criterion = answers.get("criterion")
        if criterion is not None and criterion.rating == Rating.GREEN:
            self._refuse_a_way_back_of_green(answers)
        return answers

    def _keep_last_words(self, answers: dict[str, Any]) -> None:
        if self.last is None or not answers.get("same_words") or "rationale" not in answers:
            return
        if answers["rationale"].split() not in ([], self.last.rationale.split()):
            self.add_error(
                "rationale", "You keep last time’s words and have typed others. Untick the box, or empty this one."
            )
        else:
            answers["rationale"] = self.last.rationale

    def _ask_for_the_whole_figure(self, answers: dict[str, Any]) -> None:
        """Half a figure shows nothing; what was only carried over from last time is no answer yet."""
        last = self.last_figure
        carried = (last.figure_what, last.figure_to, last.figure_source) if last else ("", "", "")
        typed = tuple(answers.get(name) for name in ("figure_what", "figure_from", "figure_source"))
        if None in typed or answers.get("figure_to") is None:
            return
        if answers["figure_to"] or typed not in (carried, ("", "", "")):
            self.figure = Figure(typed[0] or "", typed[1] or "", answers["figure_to"], typed[2] or "")
            for name, missing in (
                ("figure_what", "Say what the figure counts, or leave all four boxes empty."),
                ("figure_to", "Give the figure as it is now, or leave all four boxes empty."),
                ("figure_source", "Say where the figure comes from, or leave all four boxes empty."),
            ):
                if not answers[name]:
                    self.add_error(name, missing)

    def _refuse_a_way_back_of_green(self, answers: dict[str, Any]) -> None:
        """Green has no way back; what was carried over from last time goes without a word, what was typed does not."""
        if answers.get("help_needed") == "yes":
            self.add_error("help_needed", "Help is asked for with Amber or Red. Choose one of them, or answer “No”.")
        if answers.get("brings_back", "").split() not in ([], (self.last.brings_back if self.last else "").split()):
            self.add_error("brings_back", "Green needs no way back. Choose Amber or Red, or empty this box.")

    @property
    def answers(self) -> dict[str, Any]:
        """For the verb."""
        given = self.cleaned_data
        off_track = given["criterion"].rating != Rating.GREEN
        asks = off_track and given["help_needed"] == "yes"
        return {
            **self.circumstances,
            "criterion": given["criterion"],
            "rationale": given["rationale"],
            "shows_it": given["shows_it"],
            "figure": self.figure,
            "narrative": given["narrative"],
            "forecast_on": given["forecast_on"],
            "brings_back": given["brings_back"] if off_track else "",
            "brings_back_by": given["brings_back_by"] if off_track else None,
            "help_needed": HelpNeeded(given["help_what"], given["help_from"]) if asks else None,
            "work_has_begun": given.get("work_has_begun") == "yes",
        }

    @property
    def vague(self) -> str:
        """Words of the writer's that say little, where no figure stands beside them."""
        given = self.cleaned_data
        return "" if self.figure else vague_words.found_in(given["rationale"], given["shows_it"], given["narrative"])

    @property
    def sent(self) -> bool:
        """A colleague prepares; only whoever may submit sends for good."""
        return self.may_submit and super().sent

    def done(self, *args: Any, **words: Any) -> Any:
        step = super().done(*args, **words)
        if step is not None:
            taken = self.cleaned_data["taken_over"]
            Draft.objects.filter(pk__in=[one.pk for one in self.beside.prepared if one.pk == taken]).delete()
        return step

    # --- drafts ----------------------------------------------------------------------------------------

    @property
    def prepared_texts(self) -> list[tuple[Draft, list[tuple[str, str]]]]:
        """What each colleague has written so far, question by question; not what stands in this form already."""
        return [
            (one, [(str(self.fields[name].label), text) for name in self.same_texts if (text := _text(one, name))])
            for one in self.beside.prepared
            if not self._stands_here(one)
        ]

    def _stands_here(self, prepared: Draft) -> bool:
        """Whether it was taken over, and its writer has not gone on with it since."""
        taken_over = str(self["taken_over"].value() or "") == str(prepared.pk)
        return taken_over and (self.draft is None or self.draft.saved_at >= prepared.saved_at)

    # --- somebody was quicker ----------------------------------------------------------------------------

    def _show_meanwhile(self, change: ChangedMeanwhile) -> None:
        """Last time's words are other words now: those that the writer kept stand in the box."""
        super()._show_meanwhile(change)
        if self.last is not None and self.said("same_words") and not self.said("rationale").strip():
            self._set("rationale", self.last.rationale)
        self._set("same_words", "")

    def touched(self, name: str, changed: set[str]) -> bool:
        """Another update was submitted, and this question was answered in both."""
        if self.meanwhile is None or all(step.verb != "submit_update" for step in self.meanwhile.steps):
            return False
        return bool(self.said(name).strip() and self.texts_now(self.meanwhile.thing)[name])

    def texts_now(self, thing: Any) -> dict[str, str]:
        return {name: getattr(thing.latest_update, name, "") for name in self.same_texts}


def _update_shown(action: Action, version_seen: str) -> ProgressUpdate | None:
    """The latest update that the form showed: by it what was carried over is told from what was typed."""
    last, seen = action.latest_update, _number(version_seen)
    if last is None or seen is None or last.action_version <= seen:
        return last
    return action.updates.filter(action_version__lte=seen).select_related("criterion").first()


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _text(draft: Draft, name: str) -> str:
    return str((draft.fields.get(name) or [""])[-1]).strip()
