"""The Step: what people read about every change."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from people.models import GovernanceBody, Meeting, Post, User
from people.tracking import PastQuerySet, refuse_outside_a_step
from plans.models.plan import Plan


class Step(models.Model):
    """One deliberate, reasoned, signed change of one tracked row: who, when, from → to, because.

    ``(kind, key, version)`` joins it one to one with the history row that proves it. Written once, by plans.steps.
    """

    class Received(models.TextChoices):
        FORM = "form", "In the form"
        MAIL = "mail", "By mail"
        PHONE = "phone", "By phone"
        MEETING = "meeting", "At a meeting"

    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=40, help_text="Name of the model that changed.")
    key = models.BigIntegerField(help_text="Primary key of the row that changed.")
    reference = models.CharField(max_length=200)
    version = models.PositiveIntegerField()
    verb = models.CharField(max_length=40)
    at = models.DateTimeField()
    by_person = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="steps")
    by_post = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="steps")
    by_holder = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="Who held the post that decided, then."
    )
    by_body = models.ForeignKey(GovernanceBody, null=True, on_delete=models.PROTECT, related_name="steps")
    by_words = models.CharField(max_length=300, help_text="Post or body as it was called then.")
    role = models.CharField(max_length=30, blank=True, help_text="The role by which the recorder might do it then.")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recorded_steps")
    recorded_words = models.CharField(max_length=300)
    received_by = models.CharField(max_length=10, choices=Received, default=Received.FORM)
    because = models.TextField(blank=True)
    agreed_at = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="steps")
    minute = models.CharField(max_length=100, blank=True)
    minor = models.BooleanField(default=False)
    was = models.JSONField(default=dict)
    now = models.JSONField(default=dict)
    form_token = models.CharField(max_length=40, null=True, unique=True)  # noqa: DJ001 - empty means "no form", and null is not unique

    objects = PastQuerySet["Step"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["plan", "at"], name="step_by_plan_and_time")]
        constraints = [
            UniqueConstraint(fields=["kind", "key", "version"], name="step_once_for_a_version"),
            CheckConstraint(
                name="step_decided_by_one",
                condition=Q(by_person__isnull=False, by_post__isnull=True, by_body__isnull=True)
                | Q(by_person__isnull=True, by_post__isnull=False, by_body__isnull=True)
                | Q(by_person__isnull=True, by_post__isnull=True, by_body__isnull=False),
            ),
            CheckConstraint(
                name="step_holder_is_of_a_post",
                condition=Q(by_holder__isnull=True) | Q(by_post__isnull=False),
            ),
            CheckConstraint(
                name="step_of_a_body_names_its_meeting",
                condition=Q(by_body__isnull=True) | Q(agreed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.verb} ({self.version})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A step is written once and never changed.")
        refuse_outside_a_step(type(self), "save()")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A step is never taken back.")

    def step_reference(self) -> str:
        """What a reader calls the row that changed."""
        return self.reference
