"""The form of a verb: the version it shows, its token, its draft, and what happens when somebody was quicker."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import QueryDict

from people import particulars
from people.forms import HouseForm, PlainTextField
from people.models import Meeting
from people.tracking import Tracked
from plans import drafts
from plans.confirming import mail_link
from plans.gate import PersonRequest
from plans.models import Draft, Plan, Step
from plans.people_of_plan import bodies_named
from plans.steps import AlreadyDone, ChangedMeanwhile, Refused, SentBefore

# The box that sends a text all the same, though it looks like a person's particulars.
ALL_THE_SAME = "all_the_same"


@dataclass(frozen=True)
class SideBySide:
    """One text that two people changed at once."""

    label: str
    theirs: str
    yours: str


class VerbForm(HouseForm):
    """One gesture. Made from a request and the row it is about; ``done`` carries out one verb and forgets the draft.

    ``form_name`` names the form in drafts; ``draft_words`` with the row's reference is what My work calls such a draft.
    ``same_texts`` are the questions whose answers somebody else may have changed meanwhile: both are then shown side by side.

    Where a page holds several forms each has a ``prefix`` and is handed what was ``typed`` in it, by its own names, or nothing.
    """

    form_name: str
    draft_words = ""
    same_texts: tuple[str, ...] = ()
    # Questions that are asked so that such words are named.
    particulars_belong: tuple[str, ...] = ()

    version_seen = forms.IntegerField(widget=forms.HiddenInput)
    form_token = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        request: PersonRequest,
        thing: Tracked,
        *,
        initial: dict[str, Any] | None = None,
        prefix: str | None = None,
        typed: QueryDict | None = None,
    ) -> None:
        self.request, self.thing, self.prefix = request, thing, prefix
        self.typed = request.POST if prefix is None and request.method == "POST" else typed
        self.meanwhile: ChangedMeanwhile | None = None
        self.warns = False
        self.draft = self._begun() if self.typed is None else None
        super().__init__(
            self._by_prefixed_names(),
            request.FILES if self.typed is not None else None,
            prefix=prefix,
            initial={
                **(initial or {}),
                "version_seen": getattr(thing, "version", 0),
                **self._drafted(),
                "form_token": self._new_token(),
            },
        )

    def _by_prefixed_names(self) -> QueryDict | None:
        if self.typed is None or self.prefix is None:
            return self.typed
        sent = QueryDict(mutable=True)
        for name, texts in self.typed.lists():
            sent.setlist(self.add_prefix(name), texts)
        return sent

    def said(self, name: str) -> str:
        """What was typed at this question, as it was typed; empty where nothing was."""
        return str(self.data.get(self.add_prefix(name), ""))

    def _begun(self) -> Draft | None:
        return drafts.find(self.request.user, self.form_name, self.thing)

    def _drafted(self) -> dict[str, Any]:
        """The draft's answers; a draft also remembers which version its writer had seen."""
        if self.draft is None:
            return {}
        given = dict(self.draft.fields)
        if self._only_own_steps_since(given.get("version_seen", [""])[-1:]):
            given.pop("version_seen", None)
        many = {name for name, field in self.base_fields.items() if isinstance(field, forms.MultipleChoiceField)}
        return {
            name: (said if name in many else (said[-1] if said else ""))
            for name, said in given.items()
            if name in self.base_fields
        }

    def _only_own_steps_since(self, seen: list[str]) -> bool:
        """Whether all that happened to the row since the draft was kept is the writer's own: evidence added in between, say."""
        version = getattr(self.thing, "version", 0)
        if not seen or not seen[0].isdecimal() or int(seen[0]) >= version or self.thing.pk is None:
            return False
        return not self._others_stepped_in(int(seen[0]), version)

    def _others_stepped_in(self, after: int, until: int) -> bool:
        since = Step.objects.filter(
            kind=self.thing._meta.model_name, key=self.thing.pk, version__gt=after, version__lte=until
        )
        return since.exclude(recorded_by=self.request.user).exists()

    def clean_form_token(self) -> str:
        token = drafts.read_token(self.cleaned_data["form_token"])
        mine = token is not None and token.person == self.request.user.pk
        if token is None or not mine or (token.form, token.about) != (self.form_name, drafts.about(self.thing)):
            self._renew_token()
            raise forms.ValidationError(
                "This page had been open too long. What you typed is still here: send it again."
            )
        return f"{token.once}:{drafts.digest(self.typed or QueryDict())}"

    @property
    def sent(self) -> bool:
        """Whether it was sent with every answer in order."""
        if self.typed is None:
            return False
        self._warn_of_particulars()
        if not self.is_valid():
            self._keep_what_was_typed()
        return not self.errors

    @property
    def _sends_all_the_same(self) -> bool:
        return self.typed is not None and ALL_THE_SAME in self.typed

    def _warn_of_particulars(self) -> None:
        """Where a text looks like a person's particulars the form comes back, once: ticked, or without them, it goes."""
        if not self.is_bound or self._sends_all_the_same:
            return
        self.is_valid()
        for name, field in self.fields.items():
            if isinstance(field, PlainTextField) and name not in self.particulars_belong:
                said = self.cleaned_data.get(name)
                if isinstance(said, str) and (found := particulars.found_in(said)):
                    self.warns = True
                    self.add_error(name, _looks_so(found))
        for name in self.files if self.warns else ():
            if name in self.fields and not self.has_error(name):
                self.add_error(name, "Choose the file again: it does not come back with the form.")

    def done(self, verb: Callable[..., Any], *args: Any, **words: Any) -> Any:
        """Carry out ``verb(*args, **words)`` for the person signed in.

        Returns what the verb returns (a sending repeated returns the first one's Step), or None: then the form says why.
        """
        once = self.cleaned_data["form_token"]
        words = {"recorded_by": self.request.user, **words}
        try:
            outcome = verb(*args, **words, version_seen=self.cleaned_data["version_seen"], form_token=once)
            self._ask_to_confirm(outcome)
        except AlreadyDone as twice:
            outcome = twice.step
        except SentBefore as before:
            self._keep_what_was_typed()
            self.add_error(None, before.message)
            self._set("version_seen", getattr(self.thing, "version", 0))
            self._renew_token()
            return None
        except ChangedMeanwhile as change:
            self._keep_what_was_typed()
            self._show_meanwhile(change)
            return None
        except Refused as refusal:
            self._keep_what_was_typed()
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)
            return None
        except IntegrityError:
            # Two first sendings met where there was no row to lock yet.
            outcome = Step.objects.filter(form_token=once).first()
            if outcome is None:
                raise
        drafts.discard(self.request.user, self.form_name, drafts.about(self.thing))
        return outcome

    def _keep_what_was_typed(self) -> None:
        """A form that comes back may be left as it is: what was typed stands in it again the next time."""
        if self.warns or self._sends_all_the_same:
            self._offer_to_send_all_the_same()
        token = drafts.read_token(self.typed.get("form_token", "")) if self.typed is not None else None
        if self.typed is not None and token is not None and token.person == self.request.user.pk:
            drafts.keep(token, self.typed)

    def _offer_to_send_all_the_same(self) -> None:
        if ALL_THE_SAME in self.fields:
            return
        self.fields[ALL_THE_SAME] = forms.BooleanField(
            label="The particulars must stand here: send it all the same", required=False
        )
        if self.helper.layout is not None:
            self.helper.layout.fields.append(ALL_THE_SAME)

    def _ask_to_confirm(self, outcome: Any) -> None:
        """What was recorded for another is confirmed by them: they get one link by mail for each step."""
        steps = [one for one in (outcome if isinstance(outcome, list) else [outcome]) if isinstance(one, Step)]
        site = self.request.build_absolute_uri("/").rstrip("/")
        sent = [mail_link(step, site) for step in steps]
        if not all(sent):
            messages.warning(
                self.request,
                "The mail that asks for a confirmation could not be sent. What was recorded stands; it waits in My work of "
                "whoever decided.",
            )

    def _show_meanwhile(self, change: ChangedMeanwhile) -> None:
        self.meanwhile = change
        self.add_error(None, change.message)
        self._set("version_seen", change.thing.version)
        self._renew_token()

    def _renew_token(self) -> None:
        self._set("form_token", self._new_token())

    def called(self) -> str:
        """What a draft of this form is called in My work."""
        return f"{self.draft_words} {self.thing.step_reference() if self.thing.pk else ''}".strip()

    def _new_token(self) -> str:
        about = drafts.about(self.thing)
        return drafts.new_token(self.request.user, self.form_name, about, self.stands_at(), self.called()).signed()

    def stands_at(self) -> str:
        """The page to which My work leads from a draft of this form."""
        return self.request.path

    def _set(self, name: str, value: Any) -> None:
        """Change what a hidden field sends next time."""
        shown: Any = self.typed.copy() if self.typed is not None and self.data is self.typed else self.data
        shown[self.add_prefix(name)] = str(value)
        self.data = shown

    def side_by_side(self) -> list[SideBySide]:
        """Where somebody changed the same text meanwhile: theirs as it stands, yours as typed."""
        if self.meanwhile is None:
            return []
        changed = {name for step in self.meanwhile.steps for name in step.now}
        theirs = self.texts_now(self.meanwhile.thing)
        return [
            SideBySide(str(self.fields[name].label or name), theirs[name], self.said(name))
            for name in self.same_texts
            if self.touched(name, changed) and theirs[name].split() != self.said(name).split()
        ]

    def touched(self, name: str, changed: set[str]) -> bool:
        """Whether a step that changed these fields of the row changed the answer to question ``name``."""
        return name in changed

    def texts_now(self, thing: Any) -> dict[str, str]:
        """What stands on the row now, for each of ``same_texts``."""
        return {name: str(getattr(thing, name)) for name in self.same_texts}


def _looks_so(found: list[tuple[str, str]]) -> str:
    told = "; ".join(f"“{said[:60]}” looks like {what}" for what, said in found[:3])
    return (
        f"This looks like a person’s particulars: {told}. Take it out unless it must stand here; if it must, say so at the end "
        "of the form."
    )


class MeetingField(forms.ModelChoiceField):
    """A meeting of a body that the plan names, newest first."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Meeting.objects.none(), empty_label="Choose a meeting", **kwargs)

    def of(self, plan: Plan) -> None:
        self.queryset = Meeting.objects.filter(body__in=bodies_named(plan)).select_related("body")


class MinuteField(PlainTextField):
    """The reference of the minute in which a decision stands."""

    def __init__(self) -> None:
        super().__init__(label="Minute", help_text="Its reference, such as 14/16.", max_length=100, required=False)


def reason_field(
    label: str, help_text: str = "", *, rows: int = 3, most: int = 2000, required: bool = True
) -> PlainTextField:
    """The question why, with room for so many characters as its record keeps."""
    return PlainTextField(
        label=label, help_text=help_text, max_length=most, widget=forms.Textarea({"rows": rows}), required=required
    )
