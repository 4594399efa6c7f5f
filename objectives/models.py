"""Strategic objectives (1.1–1.7) and the workstreams under them."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.urls import reverse

from people.models import GovernanceBody, Post
from people.tracking import Tracked
from plans.models import Plan, Theme
from plans.references import REFERENCE


class StrategicObjective(Tracked):
    """What a theme sets out to achieve, with the post that answers for it.

    Its reference, once the plan is in force, never changes and is never given again.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="objectives")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="objectives")
    reference = models.CharField(max_length=20, validators=[REFERENCE])
    slug = models.CharField(max_length=40, editable=False)
    wording = models.TextField(max_length=1000)
    accountable_post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="accountable_for"
    )
    responsible_body = models.ForeignKey(
        GovernanceBody, null=True, blank=True, on_delete=models.PROTECT, related_name="responsible_for"
    )
    position = models.PositiveIntegerField(default=0)

    untold_fields = ("slug",)

    class Meta(Tracked.Meta):
        ordering = ["theme__position", "position", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["plan", "reference"],
                name="objective_reference_once_in_a_plan",
                violation_error_message="This reference is taken. A used reference is never given again.",
            ),
            UniqueConstraint(
                fields=["plan", "slug"],
                name="objective_address_once_in_a_plan",
                violation_error_message="Another reference of this plan reads the same in an address. Choose another.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.wording}"

    def kept_under(self) -> models.Model:
        return self.plan

    def step_reference(self) -> str:
        return f"Objective {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("reports:objective", args=[self.plan.slug, self.slug])


class Workstream(Tracked):
    """A strand of work under an objective that must not be lost when the plan closes."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="workstreams")
    objective = models.ForeignKey(StrategicObjective, on_delete=models.PROTECT, related_name="workstreams")
    name = models.CharField(max_length=200)
    lead_post = models.ForeignKey(Post, null=True, blank=True, on_delete=models.PROTECT, related_name="workstreams")
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["objective", "pk"]
        constraints = [
            UniqueConstraint(fields=["objective", "name"], name="workstream_once_in_an_objective"),
            CheckConstraint(
                name="workstream_ended_has_a_reason",
                condition=Q(ended_on__isnull=True, ended_because="") | Q(ended_on__isnull=False) & ~Q(ended_because=""),
                violation_error_message="An ended workstream has a date and a reason.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def kept_under(self) -> models.Model:
        return self.plan

    def step_reference(self) -> str:
        return f"Workstream {self.name}"
