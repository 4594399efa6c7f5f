"""Marks: what is not for everyone, why, and who reads it all the same."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse

from people.models import Meeting, Organisation, Post, User
from people.tracking import Tracked, TrackedQuerySet
from plans.models.plan import Plan

# Of Schedule 12A to the Local Government Act 1972, Part 1: what may be kept from the public, in a few words of ours.
PARAGRAPHS = {
    "1": "1 – about an individual",
    "2": "2 – likely to reveal who an individual is",
    "3": "3 – financial or business affairs of a person or of the authority",
    "4": "4 – consultations or negotiations on labour relations",
    "5": "5 – legal professional privilege",
    "6a": "6(a) – a notice that the authority proposes to give",
    "6b": "6(b) – an order or direction that the authority proposes to make",
    "7": "7 – preventing, investigating or prosecuting crime",
}


class MarkQuerySet(TrackedQuerySet["Mark"]):
    def standing(self) -> "MarkQuerySet":
        """Those that have not been lifted."""
        return self.filter(lifted_at__isnull=True)


class Mark(Tracked):
    """Says of a thing, or of a separate text beside it, that it is not for everyone: restricted, exempt or confidential.

    ``thing`` and ``key`` name the row, as a Step does; ``within`` is the key of the action under which it lies. A mark acts at
    once, on what was issued before too. Of what is withheld readers learn the number and nothing else.
    """

    class Kind(models.TextChoices):
        RESTRICTED = "restricted", "Restricted"
        EXEMPT = "exempt", "Exempt"
        CONFIDENTIAL = "confidential", "Confidential"

    class Thing(models.TextChoices):
        ACTION = "action", "The whole action"
        UPDATE = "progressupdate", "An update"
        EVIDENCE = "evidence", "A piece of evidence"
        TEXT = "text", "A text of its own, not for publication"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=20, choices=Kind)
    thing = models.CharField("what is marked", max_length=20, choices=Thing)
    key = models.BigIntegerField()
    within = models.BigIntegerField(help_text="Key of the action under which it lies.")
    reference = models.CharField(max_length=40, help_text="Of that action.")
    lead_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="marks", help_text="Whose words they are: the lead’s organisation."
    )
    along = models.JSONField(
        default=list, blank=True, help_text="Of an update: keys of the asks that were made with it."
    )
    text = models.TextField("text that is not for publication", max_length=5000, blank=True)
    ground = models.TextField(max_length=2000, help_text="Why; of what is exempt why the public interest asks for it.")
    paragraphs = models.CharField("paragraphs of Schedule 12A", max_length=40, blank=True)
    may_go_to_members = models.BooleanField("may go to members", default=False)
    review_on = models.DateField(null=True, blank=True)
    marked_at = models.DateTimeField()
    marked_words = models.CharField("marked by", max_length=300)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_words = models.CharField("confirmed by", max_length=300, blank=True)
    lifting_asked_on = models.DateField(null=True, blank=True)
    lifting_because = models.TextField("why it should be lifted", max_length=2000, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_words = models.CharField("lifted by", max_length=300, blank=True)

    objects = MarkQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(Tracked.Meta):
        ordering = ["plan", "-marked_at", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["plan", "thing", "key"],
                condition=Q(lifted_at__isnull=True) & ~Q(thing="text"),
                name="mark_stands_once_on_a_thing",
                violation_error_message="This is marked already. Lift that mark first.",
            ),
            CheckConstraint(
                name="mark_is_of_a_known_kind",
                condition=Q(kind__in=["restricted", "exempt", "confidential"]),
                violation_error_message="Restricted, exempt or confidential.",
            ),
            CheckConstraint(
                name="mark_has_a_text_where_it_is_one",
                condition=Q(thing="text") & ~Q(text="") | ~Q(thing="text") & Q(text=""),
                violation_error_message="A text of its own is written; what is marked otherwise has none.",
            ),
            CheckConstraint(name="mark_has_a_ground", condition=~Q(ground=""), violation_error_message="Say why."),
            CheckConstraint(
                name="mark_exempt_by_a_paragraph_until_a_review",
                condition=Q(kind="exempt", review_on__isnull=False) & ~Q(paragraphs="")
                | ~Q(kind="exempt") & Q(review_on__isnull=True, paragraphs="", confirmed_on__isnull=True),
                violation_error_message="What is exempt names its paragraphs and a day of review; nothing else has them.",
            ),
            CheckConstraint(
                name="mark_to_members_only_where_restricted",
                condition=Q(may_go_to_members=False) | Q(kind="restricted"),
                violation_error_message="Only what is restricted may go to members without being released.",
            ),
            CheckConstraint(
                name="mark_confirmed_by_somebody",
                condition=Q(confirmed_on__isnull=True, confirmed_words="")
                | Q(confirmed_on__isnull=False) & ~Q(confirmed_words=""),
                violation_error_message="What is confirmed says by whom.",
            ),
            CheckConstraint(
                name="mark_lifting_asked_with_a_reason",
                condition=Q(lifting_asked_on__isnull=True, lifting_because="")
                | Q(lifting_asked_on__isnull=False) & ~Q(lifting_because=""),
                violation_error_message="Who asks for a mark to be lifted says why.",
            ),
            CheckConstraint(
                name="mark_lifted_by_somebody",
                condition=Q(lifted_at__isnull=True, lifted_words="") | Q(lifted_at__isnull=False) & ~Q(lifted_words=""),
                violation_error_message="What is lifted says by whom.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.what}"

    def kept_under(self) -> models.Model:
        return self.plan

    def step_reference(self) -> str:
        return f"Mark on {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("reports:mark", args=[self.plan.slug, self.pk])

    @property
    def what(self) -> str:
        """What is marked, for those who may read it."""
        words = {
            self.Thing.ACTION: "action {}",
            self.Thing.UPDATE: "an update of {}",
            self.Thing.EVIDENCE: "evidence of {}",
            self.Thing.TEXT: "a text beside {}",
        }
        return words[self.Thing(self.thing)].format(self.reference)

    @property
    def is_standing(self) -> bool:
        return self.lifted_at is None

    @property
    def waits_for_the_proper_officer(self) -> bool:
        return self.kind == self.Kind.EXEMPT and self.confirmed_on is None and self.is_standing

    @property
    def paragraph_words(self) -> list[str]:
        return [PARAGRAPHS[one] for one in self.paragraphs.split(",") if one]


class MarkGrant(Tracked):
    """Somebody who reads a marked thing all the same: an organisation that is named, a person, or the members at one meeting."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="mark_grants")
    mark = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="grants")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="mark_grants"
    )
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="mark_grants")
    meeting = models.ForeignKey(
        Meeting,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mark_grants",
        help_text="Those who sit on its body read it up to the end of that day.",
    )
    given_on = models.DateField()
    given_words = models.CharField(max_length=300)
    ended_on = models.DateField(null=True, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["mark", "pk"]
        constraints = [
            CheckConstraint(
                name="mark_grant_to_one",
                condition=Q(organisation__isnull=False, person__isnull=True, meeting__isnull=True)
                | Q(organisation__isnull=True, person__isnull=False, meeting__isnull=True)
                | Q(organisation__isnull=True, person__isnull=True, meeting__isnull=False),
                violation_error_message="An organisation, a person or a meeting: one of them.",
            ),
            UniqueConstraint(
                fields=["mark", "organisation"],
                condition=Q(ended_on__isnull=True, organisation__isnull=False),
                name="mark_grant_once_to_an_organisation",
            ),
            UniqueConstraint(
                fields=["mark", "person"],
                condition=Q(ended_on__isnull=True, person__isnull=False),
                name="mark_grant_once_to_a_person",
            ),
            UniqueConstraint(
                fields=["mark", "meeting"],
                condition=Q(ended_on__isnull=True, meeting__isnull=False),
                name="mark_grant_once_for_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to} for {self.mark}"

    def kept_under(self) -> models.Model:
        return self.plan

    def step_reference(self) -> str:
        return f"Reader of {self.mark.what}"[:200]

    @property
    def lead_post(self) -> Post:
        """Of whom rights ask."""
        return self.mark.lead_post

    @property
    def to(self) -> Organisation | User | Meeting:
        found = self.organisation or self.person or self.meeting
        assert found is not None  # a constraint says so
        return found


class Opening(models.Model):
    """Somebody opened a marked thing. Written when the page is drawn or the file handed out; never changed.

    It is about reading and not about the record, so it has neither step nor history.
    """

    class Through(models.TextChoices):
        PAGE = "page", "on its page"
        FILE = "file", "as a file"
        PAPER = "paper", "in a paper or table"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="openings")
    mark = models.ForeignKey(Mark, on_delete=models.PROTECT, related_name="openings")
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="openings")
    opened_words = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    through = models.CharField(max_length=10, choices=Through)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["plan", "opened_at"], name="opening_by_plan_and_time")]
        constraints = [
            CheckConstraint(
                name="opening_says_by_whom",
                condition=~Q(opened_words=""),
                violation_error_message="It says who opened it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mark} opened by {self.opened_words}"
