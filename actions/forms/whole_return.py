"""The form of a whole return: the update of each action that it asks for, sent together from one page."""

from dataclasses import dataclass
from functools import cached_property

from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.urls import reverse

from actions.beside import Beside, beside_of
from actions.forms.update import UpdateForm
from actions.models import Action, ProgressUpdate
from actions.returns import Return
from actions.updates import submit_update
from people import clock
from people.forms import FormsTogether
from plans import drafts
from plans.drafts import Part
from plans.gate import PlanRequest
from plans.models import Draft

# Of the plan manager: asked once for the whole page, and an answer in each of its forms.
ASKED_ONCE = ("whose", "received_by")


class UpdateInReturn(UpdateForm):
    """The update of one action among others: the same questions, the same draft, more tightly set."""

    asked_of_the_manager = ()
    figure_boxes = (("figure_what", "figure_from", "figure_to", "figure_source"),)
    boxes_css = "figure-line"

    def _layout(self) -> Layout:
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 2  # they grow with what is typed
        return super()._layout()

    def add_prefix(self, field_name: str) -> str:
        return field_name if field_name in ASKED_ONCE else super().add_prefix(field_name)

    def stands_at(self) -> str:
        """A draft is gone on with on the action's own page too, also when the round is over."""
        return reverse("actions:action-update", args=[self.action.plan.slug, self.action.slug])

    @property
    def is_begun(self) -> bool:
        """Whether there is anything that the page did not bring itself: last time’s figure, say."""
        if self.typed is None:
            return self.draft is not None or self.taken is not None
        return any(name not in ASKED_ONCE and not self[name].is_hidden for name in self.changed_data)

    @cached_property
    def is_ready(self) -> bool:
        """Whether each answer of the draft is in order and nobody was quicker: so it would be submitted."""
        if self.draft is None or str(self.initial["version_seen"]) != str(self.action.version):
            return False
        typed = QueryDict(mutable=True)
        for name, texts in self.draft.fields.items():
            typed.setlist(name, texts)
        typed["version_seen"], typed["form_token"] = str(self.action.version), self.initial["form_token"]
        return type(self)(self.request, self.action, beside=self.beside, prefix=self.prefix, typed=typed).is_valid()

    @cached_property
    def as_shown(self) -> str:
        """By this the form is known again where it comes back untouched; what is new to its reader never counts as that."""
        if self.typed is not None or self.taken is not None:
            return ""
        asked = [field for field in self if field.name not in (*ASKED_ONCE, "version_seen", "form_token")]
        return drafts.as_shown({field.name: _as_sent(field) for field in asked})

    def keep(self) -> None:
        """Keep what was typed as the writer’s draft."""
        self._keep_what_was_typed()


def _as_sent(field: forms.BoundField) -> list[str]:
    """What a browser sends of a question as it stands."""
    widget, value = field.field.widget, field.value()
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    shown = widget.format_value(value)
    return [str(one) for one in shown] if isinstance(shown, list) else [str(shown or "")]


@dataclass
class Row:
    """One action of the return, its form, and the update that has come in; without a form once nothing more is typed."""

    action: Action
    form: UpdateInReturn | None
    came_in: ProgressUpdate | None
    submitted: UpdateInReturn | None = None

    @property
    def anchor(self) -> str:
        return f"a{self.action.pk}"

    @property
    def days_late(self) -> int:
        return self.action.days_late(clock.today())

    @property
    def state(self) -> str:
        """Where it stands, in a word or two."""
        form = self.form
        if form is None:
            return "sent"
        if form.errors:
            return "stopped"
        if form.is_ready:
            return "ready"
        if form.is_begun:
            return "begun"
        return "prepared" if form.beside.prepared else "not begun"


class WholeReturn(FormsTogether):
    """Every action that is asked for, in the plan’s order. Each is saved and submitted by itself, in one sending."""

    def __init__(self, request: PlanRequest, returns: list[Return]) -> None:
        self.request = request
        actions = sorted((action for one in returns for action in one.actions), key=_in_the_plan)
        self.beside = beside_of(request.user, actions, request.roles)
        came_in = {key: update for one in returns for key, update in one.updates.items()}
        sent = drafts.parts_of(request.user, request.POST) if request.method == "POST" else []
        self.parts = {part.token.about: part for part in sent if part.token.form == UpdateInReturn.form_name}
        self.rows = [self._row(action, came_in.get(action.pk)) for action in actions]

    def _row(self, action: Action, came_in: ProgressUpdate | None) -> Row:
        """What is in has no form any more, unless something new is typed or was begun."""
        part, beside = self.parts.get(drafts.about(action)), self.beside[action.pk]
        form = self._form(action, beside)
        # A page left open shows an older draft than there is now: that one is not sent in the newer one’s place.
        newer = beside.draft is not None and part is not None and part.is_untouched
        if part is not None and not (newer and part.typed["as_shown"] != form.as_shown):
            form = self._form(action, beside, part)
        return Row(action, form if form.is_begun or came_in is None else None, came_in)

    def _form(self, action: Action, beside: Beside, part: Part | None = None) -> UpdateInReturn:
        typed = part.typed if part is not None else None
        return UpdateInReturn(self.request, action, beside=beside, prefix=f"a{action.pk}", typed=typed)

    # --- on the page -------------------------------------------------------------------------------

    @property
    def named(self) -> list[tuple[str, str, forms.BaseForm]]:
        return [(row.action.reference, row.anchor, row.form) for row in self.rows if row.form is not None]

    @property
    def open_rows(self) -> list[Row]:
        return [row for row in self.rows if row.form is not None]

    @property
    def missing(self) -> list[Row]:
        return [row for row in self.rows if row.came_in is None and row.submitted is None]

    @property
    def asked_once(self) -> list[forms.BoundField]:
        """The plan manager’s questions: whose words these are, and how they came."""
        shown = [row.form for row in self.open_rows if row.form is not None and "whose" in row.form.fields]
        filled = next((form for form in shown if form.typed is not None or form.draft is not None), None)
        return [(filled or shown[0])[name] for name in ASKED_ONCE] if shown else []

    @property
    def may_submit(self) -> bool:
        return any(row.form.may_submit for row in self.open_rows if row.form is not None)

    # --- what was sent -----------------------------------------------------------------------------

    def keep(self) -> list[Draft]:
        """Keep as drafts what was typed."""
        return drafts.keep_touched(self.parts[about] for about in self._here)

    def keep_strays(self) -> list[Draft]:
        """The same for actions that are no longer in this return: somebody else leads them now, say."""
        return drafts.keep_touched(part for about, part in self.parts.items() if about not in self._here)

    @property
    def _here(self) -> list[str]:
        return [about for row in self.rows if (about := drafts.about(row.action)) in self.parts]

    def taking_over(self, draft: str) -> str:
        """Where the page goes on once a colleague’s draft is taken over."""
        for row in self.rows:
            if any(str(one.pk) == draft for one in self.beside[row.action.pk].prepared):
                return f"{self.request.path}?take_over={draft}#{row.anchor}"
        return self.request.path

    def submit(self) -> None:
        """Submit each update whose answers are complete. The others keep what was typed, and say what is missing."""
        for row in self.rows:
            if row.form is None or row.form.typed is None:
                continue
            if not row.form.is_begun:
                self._leave(row)
            elif row.form.may_submit:
                self._submit(row, row.form)
            else:
                row.form.keep()

    def _submit(self, row: Row, form: UpdateInReturn) -> None:
        try:
            if form.sent and form.done(submit_update, row.action, **form.answers):
                row.submitted = form
                row.action, row.form = _as_it_stands(row.action), None
        except PermissionDenied:
            form.keep()
            form.add_error(None, "This action is no longer yours to report on. What you typed is kept.")

    def _leave(self, row: Row) -> None:
        """Everything typed was taken out again: so nothing is begun."""
        beside = self.beside[row.action.pk]
        if beside.draft is not None and not self.parts[drafts.about(row.action)].is_untouched:
            beside.draft.delete()
            beside.draft = None
        row.form = self._form(row.action, beside) if row.came_in is None else None


def _in_the_plan(action: Action) -> tuple[int, int, int, int]:
    return action.objective.theme.position, action.objective.position, action.position, action.pk


def _as_it_stands(action: Action) -> Action:
    """The action once it is reported on, with what the page prints of it."""
    related = ("lead_post__organisation", "lead_post__holder", "criterion", "latest_update__criterion", "objective")
    fresh = Action.objects.select_related(*related).get(pk=action.pk)
    fresh.plan = action.plan
    return fresh
