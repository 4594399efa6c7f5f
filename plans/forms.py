"""The forms of the plan, its people, posts and meetings: one for each gesture."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import slugify

from people import clock
from people.forms import DateField, HouseForm, PlainTextField
from people.models import GovernanceBody, Meeting, Organisation, Post, User
from people.rating import Rating
from plans.finding import Recorded
from plans.gate import PersonRequest, PlanRequest
from plans.leavers import Duties
from plans.models import MailKind, MailsOff, Plan, Role
from plans.people_of_plan import bodies_named
from plans.verb_form import VerbForm


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class PersonField(forms.ModelChoiceField):
    """Somebody who is here, told apart from a namesake by the organisation."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.here().select_related("organisation"), **kwargs)

    def label_from_instance(self, person: Any) -> str:
        return f"{person.name}, {person.organisation}" if person.organisation else person.name


class PersonOrNobodyField(PersonField):
    """Somebody, or nobody yet: the empty choice is an answer like any other."""

    def clean(self, value: Any) -> Any:
        return None if value in self.empty_values else super().clean(value)


class PostField(forms.ModelChoiceField):
    """A post that stands, with its organisation."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Post.objects.filter(ended_on__isnull=True).select_related("organisation"), **kwargs)

    def or_still(self, post: Post | None) -> None:
        """Let ``post`` be chosen too, though it is lost: what names it may go on naming it."""
        stands = Q(ended_on__isnull=True) | Q(pk=post.pk if post else None)
        self.queryset = Post.objects.filter(stands).select_related("organisation")

    def label_from_instance(self, post: Any) -> str:
        return f"{post.title}, {post.organisation}{' (post lost)' if post.ended_on else ''}"


class GestureForm(VerbForm):
    """A form whose questions are named as the verb names its words."""

    @property
    def role_words(self) -> str:
        """The role that was chosen, inside a sentence."""
        return self.request.plan.calls(Role(self.cleaned_data["role"])).lower()  # type: ignore[attr-defined]

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered, by name, ready to hand to the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version_seen", "form_token")}

    @property
    def reason(self) -> str:
        """Why, where the form asked."""
        return str(self.cleaned_data.get("because", ""))


class StructureForm(GestureForm):
    """Builds the plan: in draft freely, in force with a reason."""

    request: PlanRequest

    because = PlainTextField(
        label="Why?",
        help_text="Kept with the change.",
        max_length=2000,
        widget=lines(3),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        because = self.fields.pop("because")
        if not self.request.plan.is_draft:
            self.fields["because"] = because


class PlanForm(GestureForm):
    """What a plan is called and what it is for."""

    form_name = "create_plan"
    draft_words = "Create a plan"

    title = PlainTextField(
        label="Title",
        help_text="In full, as it stands on the cover: Neighbourhood Safety Delivery Plan 2015–2018",
        max_length=200,
    )
    short_title = PlainTextField(label="Short title", help_text="As people say it: Safety Plan", max_length=80)
    purpose = PlainTextField(label="What is it for?", required=False, max_length=5000, widget=lines(4))
    manager_label = PlainTextField(
        label="What do you call its plan manager?",
        help_text="The word that stands on the pages, such as Business Manager. Left empty: Plan manager.",
        required=False,
        max_length=60,
    )
    slug = PlainTextField(
        label="Address",
        help_text="The part of the web address that names the plan; it never changes. Left empty: made from the short title.",
        required=False,
        max_length=60,
    )

    def clean_slug(self) -> str:
        given = self.cleaned_data["slug"]
        slug = slugify(given or self.cleaned_data.get("short_title", ""))[:60].strip("-")
        if given and slug != given:
            raise forms.ValidationError(
                f"An address is made of small letters, figures and hyphens, such as {slug or 'safety-plan'}."
            )
        if "short_title" in self.cleaned_data and not slug:
            raise forms.ValidationError("Choose another address, of letters and figures.")
        return slug


class PlanEditForm(StructureForm):
    """What a plan is called, what it is for, and which body decides."""

    form_name = "edit_plan"
    draft_words = "Edit the plan"
    same_texts = ("title", "short_title", "purpose", "manager_label")

    title = PlainTextField(label="Title", max_length=200)
    short_title = PlainTextField(
        label="Short title", help_text="As people say it, for page titles and papers.", max_length=80
    )
    purpose = PlainTextField(label="What is it for?", required=False, max_length=5000, widget=lines(4))
    manager_label = PlainTextField(label="What do you call its plan manager?", max_length=60)
    deciding_body = forms.ModelChoiceField(
        GovernanceBody.objects.all(),
        label="Which body decides on dates and wording?",
        help_text="An administrator adds bodies.",
        empty_label="None yet",
        required=False,
    )

    @property
    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.answers.items() if name != "because"}


class PutInForceForm(GestureForm):
    form_name = "put_in_force"
    draft_words = "Put in force"

    because = PlainTextField(
        label="Why now?",
        help_text="Who adopted the plan, and when: Adopted by the board on 1 December 2015.",
        max_length=2000,
        widget=lines(3),
    )


class ThemeAddForm(StructureForm):
    form_name = "add_theme"
    draft_words = "Add a theme"

    number = forms.IntegerField(
        label="Number", help_text="As the plan numbers it. It stays.", min_value=0, max_value=999
    )
    title = PlainTextField(label="Title", max_length=120)
    outcome = PlainTextField(
        label="Outcome statement",
        help_text="What will be true when this theme has done its work.",
        required=False,
        max_length=2000,
        widget=lines(3),
    )


class ThemeRewordForm(StructureForm):
    form_name = "reword_theme"
    draft_words = "Reword a theme"
    same_texts = ("title", "outcome")

    title = PlainTextField(label="Title", max_length=120)
    outcome = PlainTextField(label="Outcome statement", required=False, max_length=2000, widget=lines(3))


class RemovalForm(GestureForm):
    """Taking a part out of a draft asks for nothing but the click."""

    form_name = "remove"
    draft_words = "Remove from the draft"


class CriterionAddForm(StructureForm):
    form_name = "add_criterion"
    draft_words = "Add a rating criterion"

    rating = forms.ChoiceField(
        label="Which rating does the sentence stand for?", choices=Rating.choices, widget=forms.RadioSelect
    )
    words = PlainTextField(
        label="The sentence",
        help_text="A whole sentence that is true or not: Every milestone met so far, with evidence.",
        max_length=300,
        widget=lines(2),
    )


class CriterionRetireForm(StructureForm):
    form_name = "retire_criterion"
    draft_words = "Retire a rating criterion"


class RoleForm(StructureForm):
    """A role for somebody who has an account."""

    form_name = "grant_role"
    draft_words = "Give a role"

    holder = PersonField(label="Who?", empty_label="Choose a person")
    role = forms.ChoiceField(label="Role", choices=Role.choices, widget=forms.RadioSelect)


class BodyRoleForm(StructureForm):
    """A role for a body, and so for whoever sits on it."""

    form_name = "grant_role_to_body"
    draft_words = "Give a role to a body"

    holder = forms.ModelChoiceField(GovernanceBody.objects.all(), label="Which body?", empty_label="Choose a body")
    role = forms.ChoiceField(label="Role", choices=Role.choices, widget=forms.RadioSelect)


class InvitationForm(StructureForm):
    form_name = "invite"
    draft_words = "Invite somebody"

    email = forms.EmailField(label="E-mail address", help_text="The link goes there.", max_length=254)
    name = PlainTextField(label="Name", max_length=200)
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label="Organisation",
        help_text="An administrator adds organisations.",
        empty_label="None of these",
        required=False,
    )
    role = forms.ChoiceField(label="Role", choices=Role.choices, widget=forms.RadioSelect)


class RoleEndForm(StructureForm):
    form_name = "end_role"
    draft_words = "End a role"

    until_on = DateField(label="Last day", help_text="The role is held to the end of this day.")


class PostAddForm(GestureForm):
    form_name = "add_post"
    draft_words = "Add a post"

    title = PlainTextField(
        label="Title of the post", help_text="The job, not the person: Early Help Manager.", max_length=200
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label="Organisation",
        help_text="An administrator adds organisations.",
        empty_label="Choose an organisation",
    )
    holder = PersonOrNobodyField(label="Who holds it?", empty_label="Nobody yet")


class PostHolderForm(GestureForm):
    form_name = "hold_post"
    draft_words = "Holder of a post"

    holder = PersonOrNobodyField(label="Who holds it from now on?", empty_label="Nobody: lead gone")
    because = PlainTextField(label="Why?", help_text="Kept with the change.", max_length=2000, widget=lines(2))


class PostEndForm(GestureForm):
    form_name = "end_post"
    draft_words = "End a post"

    ended_on = DateField(label="When did it end?")
    because = PlainTextField(
        label="Why did it end?",
        help_text="Such as: Funding ended; the work passes to the schools team.",
        max_length=300,
        widget=lines(2),
    )


class MeetingForm(GestureForm):
    """A meeting that was held, or is planned."""

    draft_words = "Record a meeting"

    # Two years ahead is as far as anybody plans; further is a slip of the keyboard.
    FURTHEST = dt.timedelta(days=2 * 366)

    body = forms.ModelChoiceField(GovernanceBody.objects.none(), label="Which body?", empty_label="Choose a body")
    held_on = DateField(label="When?", help_text="For example, 8 March 2016. A day to come is a planned meeting.")
    how_held = forms.ChoiceField(
        label="How did it decide?", choices=Meeting.How.choices, widget=forms.RadioSelect, initial=Meeting.How.MEETING
    )
    title = PlainTextField(
        label="Title", help_text="Where the date alone would not say which.", required=False, max_length=200
    )

    def __init__(self, request: Any, thing: Meeting) -> None:
        # A meeting names no plan of its own, so its draft is told apart by this.
        self.form_name = f"record_meeting_{request.plan.pk}"
        super().__init__(request, thing)
        named = bodies_named(request.plan)
        self.fields["body"].queryset = GovernanceBody.objects.filter(pk__in=[body.pk for body in named])  # type: ignore[attr-defined]

    def clean_held_on(self) -> dt.date:
        held_on: dt.date = self.cleaned_data["held_on"]
        if held_on > clock.today() + self.FURTHEST:
            raise forms.ValidationError("That is more than two years ahead. Look at the year.")
        return held_on


class LeavingForm(GestureForm):
    """All that a leaver holds, each with the choice of a successor, and when and why."""

    form_name = "hand_on"
    draft_words = "Hand on what somebody holds"

    ended_on = DateField(
        label="Last day", help_text="Today or earlier: the account is closed as soon as this is recorded."
    )
    because = PlainTextField(
        label="Why?",
        help_text="Kept with every post and duty: Moved to another authority.",
        max_length=300,
        widget=lines(2),
    )

    def __init__(self, request: Any, leaver: User, duties: Duties, seats_to_give: list[GovernanceBody]) -> None:
        self.leaver, self.duties = leaver, duties
        # A person is no tracked row: the verb looks at what they hold under each row's own lock.
        super().__init__(request, leaver, initial={"ended_on": clock.today()})  # type: ignore[arg-type]
        people = User.objects.here().exclude(pk=leaver.pk)
        asked = [
            *((f"post_{post.pk}", f"Who takes over {post}, {post.organisation}?") for post in duties.posts),
            *(
                (f"role_{role.pk}", f"Who becomes {role.get_role_display().lower()} of {role.plan}?")
                for role in duties.roles
            ),
            *(
                (f"seat_{seat.pk}", f"Who becomes {seat.get_capacity_display().lower()} of {seat.body}?")
                for seat in duties.seats
                if seat.body in seats_to_give
            ),
        ]
        for name, question in asked:
            self.fields[name] = _successor(question, people)
            if self.draft is not None and name in self.draft.fields:
                self.initial[name] = self.draft.fields[name][-1]

    def called(self) -> str:
        return f"{self.draft_words}: {self.leaver}"

    @property
    def answers(self) -> dict[str, Any]:
        return {
            "ended_on": self.cleaned_data["ended_on"],
            "because": self.cleaned_data["because"],
            "posts": self._named("post", self.duties.posts),
            "roles": self._named("role", self.duties.roles),
            "seats": self._named("seat", self.duties.seats),
        }

    def _named(self, kind: str, held: Iterable[Any]) -> dict[Any, User | None]:
        """Who takes over what. A thing that came to the leaver after the page was opened was not asked about, and is left out."""
        names = {row: f"{kind}_{row.pk}" for row in held}
        return {
            row: self.cleaned_data[name] for row, name in names.items() if name in self.fields and name in self.data
        }

    def lines(self, named_for: dict[int, list[str]]) -> list["HandoverLine"]:
        """What will happen to each thing held, asked about or not, in the order of the questions."""
        answers = self.answers
        return [
            *(
                HandoverLine(f"{post}, {post.organisation}", successor, "lead gone", named_for.get(post.pk, []))
                for post, successor in answers["posts"].items()
            ),
            *(
                HandoverLine(f"{role.get_role_display()} of {role.plan}", successor, "the role ends")
                for role, successor in answers["roles"].items()
            ),
            *(
                HandoverLine(
                    f"{seat.get_capacity_display()}, {seat.body}", answers["seats"].get(seat), "the membership ends"
                )
                for seat in self.duties.seats
            ),
        ]

    def left_open(self) -> str:
        """Which posts nobody holds now."""
        gone = [str(post) for post, successor in self.answers["posts"].items() if successor is None]
        return f"Lead gone: {'; '.join(gone)}." if gone else ""


@dataclass(frozen=True)
class HandoverLine:
    """One thing that a leaver holds, who takes it, and what it means where nobody does."""

    what: str
    successor: User | None
    otherwise: str
    named_for: list[str] = field(default_factory=list)


def _successor(question: str, people: QuerySet[User]) -> PersonOrNobodyField:
    successor = PersonOrNobodyField(label=question, empty_label="Nobody yet")
    successor.queryset = people.select_related("organisation")
    return successor


class RulesForm(StructureForm):
    """Who signs actions off, whether verification is waived, and what a quarter is."""

    form_name = "set_rules"
    draft_words = "Rules of the plan"
    same_texts = ("waiver_because",)

    signing_body = forms.ModelChoiceField(
        GovernanceBody.objects.all(),
        label="Which body signs actions off?",
        help_text="Where neither a body nor a post is named, the body that decides on dates and wording.",
        empty_label="The deciding body",
        required=False,
    )
    signing_post = PostField(
        label="Or which post signs actions off?",
        help_text="Its holder signs; what they lead, report or verify themselves they cannot sign.",
        empty_label="No post: a body signs",
        required=False,
    )
    waiver_because = PlainTextField(
        label="If verification is waived: why?",
        help_text="Left empty, somebody of another organisation looks before anything is signed off. What you write here "
        "is shown wherever it matters.",
        required=False,
        max_length=1000,
        widget=lines(3),
    )
    quarters = forms.ChoiceField(
        label="What does Q1 mean in this plan?",
        choices=[("", "Nobody has said yet"), *Plan.Quarters.choices],
        required=False,
    )

    @property
    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.answers.items() if name != "because"}


class ConfirmForm(VerbForm):
    """Yes, that is what was decided; or the minute in which it stands."""

    form_name = "confirm"
    draft_words = "Confirmation of"

    minute = PlainTextField(
        label="In which minute does it stand?", help_text="Its reference, such as 14/16.", max_length=100
    )

    def __init__(self, request: Any, recorded: Recorded) -> None:
        super().__init__(request, recorded.step)  # type: ignore[arg-type]
        if request.user.pk in recorded.confirmers:
            self.fields["minute"].required = False
            self.fields["minute"].help_text = "Where it stands in one. You may leave it empty."

    @property
    def answers(self) -> dict[str, Any]:
        return {"by": self.request.user, "minute": self.cleaned_data["minute"]}


class MyMailsForm(HouseForm):
    """Which mails somebody wants: all, until they say otherwise."""

    wanted = forms.MultipleChoiceField(
        label="Which mails do you want?",
        choices=[
            (
                MailKind.REMINDER,
                "Reminders of returns, before they are due and after, also of the organisation that your post leads",
            ),
            (
                MailKind.CONFIRMATION,
                "Decisions recorded in your name: a link for each, by which you confirm it",
            ),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, request: PersonRequest) -> None:
        off = MailsOff.objects.filter(person=request.user).values_list("kind", flat=True)
        standing = [kind for kind in MailKind.values if kind not in set(off)]
        super().__init__(request.POST if request.method == "POST" else None, initial={"wanted": standing})


class DisputeForm(VerbForm):
    """No, that is not what was decided; and what was."""

    form_name = "dispute"
    draft_words = "Dispute of"

    because = PlainTextField(
        label="What was decided instead?",
        help_text="Or that nothing was. Everybody who reads the decision reads that you dispute it; the plan managers read why.",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )

    @property
    def answers(self) -> dict[str, Any]:
        return {"by": self.request.user, "because": self.cleaned_data["because"]}
