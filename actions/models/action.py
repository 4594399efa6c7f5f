"""The action: what is true of it now stands on its own row."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse

from objectives.models import StrategicObjective
from people.models import Post
from people.tracking import Tracked
from plans.models import Plan, RatingCriterion
from plans.references import REFERENCE


class Action(Tracked):
    """A numbered piece of work (1.4.3) with a lead post, dates and a rating.

    ``plan`` repeats the objective's so that a reference can be unique in it. ``criterion`` is the rating: the sentence
    that the latest update chose.
    """

    class Status(models.TextChoices):
        NOT_STARTED = "not started", "Not started"
        IN_PROGRESS = "in progress", "In progress"

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
    # What members had read as the original due date before it was first corrected.
    corrected_from = models.DateField("original date corrected from", null=True, blank=True)
    extension_asked_to = models.DateField("extension asked to", null=True, blank=True)
    times_extended = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=20, choices=Status, default=Status.NOT_STARTED)
    criterion = models.ForeignKey(
        RatingCriterion, null=True, blank=True, on_delete=models.PROTECT, related_name="actions", verbose_name="rating"
    )
    latest_update = models.ForeignKey(
        "ProgressUpdate", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    forecast_on = models.DateField("expected finish", null=True, blank=True)
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
        """R, A, G, or nothing while nobody has rated it."""
        return self.criterion.rating if self.criterion else ""
