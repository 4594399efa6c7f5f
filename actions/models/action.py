"""The action: what is true of it now stands on its own row."""

import datetime as dt

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse

from actions.fuzzy_dates import LONGEST, said
from objectives.models import StrategicObjective
from people.models import Post
from people.rating import COMPLETE, Rating, in_file
from people.tracking import Tracked
from plans.models import Plan, RatingCriterion, Rhythm
from plans.references import REFERENCE


class Action(Tracked):
    """A numbered piece of work (1.4.3) with a lead post, dates and a rating.

    ``plan`` repeats the objective's so that a reference can be unique in it. ``criterion`` is the rating: the sentence
    that the latest update chose.
    """

    class Status(models.TextChoices):
        NOT_STARTED = "not started", "Not started"
        IN_PROGRESS = "in progress", "In progress"
        REPORTED_COMPLETE = "reported complete", "Reported complete"
        VERIFIED = "verified", "Verified"
        COMPLETE = "complete", "Complete"
        MOVED = "moved", "Moved"
        SUPERSEDED = "superseded", "Superseded"
        WITHDRAWN = "withdrawn", "Withdrawn"

    # Work goes on; everything else is over, or waits for somebody else.
    UNDER_WAY = (Status.NOT_STARTED, Status.IN_PROGRESS)
    # Done, says its lead; the date on which it was done stands on the row.
    DONE = (Status.REPORTED_COMPLETE, Status.VERIFIED, Status.COMPLETE)
    # No longer an action of this plan: counted apart, and not late any more.
    GONE = (Status.MOVED, Status.SUPERSEDED, Status.WITHDRAWN)

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    objective = models.ForeignKey(StrategicObjective, on_delete=models.PROTECT, related_name="actions")
    reference = models.CharField(max_length=20, validators=[REFERENCE])
    slug = models.CharField(max_length=40, editable=False)
    wording = models.TextField(max_length=1000)
    success_criteria = models.TextField(max_length=3000, blank=True, help_text="One on each line.")
    partners = models.TextField("partner organisations", max_length=1000, blank=True, help_text="One on each line.")
    lead_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="leads")
    start_on = models.DateField("start", null=True, blank=True)
    original_due_on = models.DateField("original due date", null=True, blank=True)
    due_on = models.DateField("due date", null=True, blank=True)
    # How the three dates were said, where that was not a day: "July or August". Empty beside a plain date.
    start_words = models.CharField("start, in words", max_length=LONGEST, blank=True)
    original_due_words = models.CharField("original due date, in words", max_length=LONGEST, blank=True)
    due_words = models.CharField("due date, in words", max_length=LONGEST, blank=True)
    # What members had read as the original due date before it was first corrected.
    corrected_from = models.DateField("original date corrected from", null=True, blank=True)
    extension_asked_to = models.DateField("extension asked to", null=True, blank=True)
    times_extended = models.PositiveSmallIntegerField(default=0)
    # Where the plan was brought in from a file: the day of which that tells. Slips are counted from it.
    file_as_at = models.DateField("as at, of the file", null=True, blank=True)
    colour_in_file = models.CharField(
        max_length=1, choices=Rating, blank=True, help_text="No rating: it stands until the first update argues one."
    )
    words_in_file = models.TextField("latest update in the file", max_length=5000, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.NOT_STARTED)
    criterion = models.ForeignKey(
        RatingCriterion, null=True, blank=True, on_delete=models.PROTECT, related_name="actions", verbose_name="rating"
    )
    latest_update = models.ForeignKey(
        "ProgressUpdate", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    forecast_on = models.DateField("expected finish", null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    rhythm = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=Rhythm, help_text="Where it is reported on in a rhythm of its own, in months."
    )
    signed_off_at = models.DateTimeField(null=True, blank=True)
    signed_off_words = models.CharField("signed off by", max_length=300, blank=True)
    moved_from = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="successor", editable=False
    )
    position = models.PositiveIntegerField(default=0)

    untold_fields = ("slug", "latest_update")
    always_told = ("criterion",)

    class Meta(Tracked.Meta):
        ordering = ["objective__theme__position", "objective__position", "position", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["plan", "reference"],
                name="action_reference_once_in_a_plan",
                violation_error_message="This reference is taken. A used reference is never given again.",
            ),
            UniqueConstraint(
                fields=["plan", "slug"],
                name="action_address_once_in_a_plan",
                violation_error_message="Another reference of this plan reads the same in an address. Choose another.",
            ),
            CheckConstraint(
                name="action_due_after_it_starts",
                condition=Q(start_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("start_on")),
                violation_error_message="The due date lies before the action’s start.",
            ),
            CheckConstraint(
                name="action_originally_due_after_it_starts",
                condition=Q(start_on__isnull=True)
                | Q(original_due_on__isnull=True)
                | Q(original_due_on__gte=F("start_on")),
                violation_error_message="The original due date lies before the action’s start.",
            ),
            CheckConstraint(
                name="action_due_dates_go_together",
                condition=Q(original_due_on__isnull=True, due_on__isnull=True)
                | Q(original_due_on__isnull=False, due_on__isnull=False),
                violation_error_message="An action has its original due date and the one now, or neither.",
            ),
            CheckConstraint(
                name="action_rated_by_an_update",
                condition=Q(criterion__isnull=True, latest_update__isnull=True)
                | Q(criterion__isnull=False, latest_update__isnull=False),
                violation_error_message="A rating comes with the update that argues it.",
            ),
            CheckConstraint(
                name="action_colour_in_file_until_it_is_argued",
                condition=Q(colour_in_file="") | Q(colour_in_file__in=["R", "A", "G"], criterion__isnull=True),
                violation_error_message="A colour of a file stands until an update argues a rating.",
            ),
            CheckConstraint(
                name="action_in_file_on_a_day",
                condition=Q(file_as_at__isnull=False) | Q(colour_in_file="", words_in_file=""),
                violation_error_message="What a file said has the day of which the file tells.",
            ),
            CheckConstraint(
                name="action_status_is_known",
                condition=Q(
                    status__in=[
                        "not started",
                        "in progress",
                        "reported complete",
                        "verified",
                        "complete",
                        "moved",
                        "superseded",
                        "withdrawn",
                    ]
                ),
                violation_error_message="An action has one of the eight statuses.",
            ),
            CheckConstraint(
                name="action_complete_is_signed_off",
                condition=Q(status="complete", signed_off_at__isnull=False) & ~Q(signed_off_words="")
                | ~Q(status="complete") & Q(signed_off_at__isnull=True, signed_off_words=""),
                violation_error_message="A complete action says when and by whom it was signed off; no other does.",
            ),
            CheckConstraint(
                name="action_reported_says_when_it_was_done",
                condition=Q(status__in=["reported complete", "verified", "complete"], done_on__isnull=False)
                | ~Q(status__in=["reported complete", "verified", "complete"]) & Q(done_on__isnull=True),
                violation_error_message="An action that is reported complete says when it was done; no other does.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.wording}"

    def kept_under(self) -> models.Model:
        return self.plan

    def step_reference(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("reports:action", args=[self.plan.slug, self.slug])

    @property
    def rating(self) -> str:
        """B once it is complete, else R, A, G; what a file says while nobody has argued it, or nothing."""
        if self.status == self.Status.COMPLETE:
            return COMPLETE
        return self.criterion.rating if self.criterion else in_file(self.colour_in_file)

    @property
    def has_two_due_dates(self) -> bool:
        """Whether the original due date and the one now are two: after an extension, or as a file said."""
        return self.times_extended > 0 or self.file_as_at is not None

    @property
    def success_criteria_lines(self) -> list[str]:
        return [line.strip() for line in self.success_criteria.splitlines() if line.strip()]

    @property
    def start_said(self) -> str:
        return said(self.start_words, self.start_on)

    @property
    def original_due_said(self) -> str:
        return said(self.original_due_words, self.original_due_on)

    @property
    def due_said(self) -> str:
        """When it is due now, as it was said."""
        return said(self.due_words, self.due_on)

    def days_late(self, on: dt.date) -> int:
        return days_late(self.status, self.due_on, self.done_on, on)


def days_late(status: str, due_on: dt.date | None, done_on: dt.date | None, on: dt.date) -> int:
    """Days past the due date on the day ``on``; 0 where there is no date, and once an action is complete or gone.

    What is reported complete was late until the day it was done.
    """
    if due_on is None or status == Action.Status.COMPLETE or status in Action.GONE:
        return 0
    return max((min(on, done_on or on) - due_on).days, 0)


class OfAnAction(Tracked):
    """A record of an action: kept under the lock of the plan, with the action's lead, of whom rights ask."""

    class Meta(Tracked.Meta):
        abstract = True

    plan: models.ForeignKey[Plan]
    action: models.ForeignKey[Action]

    def kept_under(self) -> models.Model:
        return self.plan

    @property
    def lead_post(self) -> Post:
        return self.action.lead_post
