"""What was recorded for somebody is what they decided, or it is not: the confirmation, and the dispute."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q

from people.models import User
from people.tracking import PastQuerySet, refuse_outside_a_step
from plans.models.plan import Plan
from plans.models.step import Step


class Confirmation(models.Model):
    """Says of one step that the decider confirms it, or that the minutes were attached. Written once.

    Until then a step that was recorded for another reads "recorded, not yet confirmed".
    """

    step = models.OneToOneField(Step, on_delete=models.PROTECT, related_name="confirmation")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="confirmations")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="confirmations")
    by_words = models.CharField(max_length=300)
    minute = models.CharField(max_length=100, blank=True, help_text="The minute that was attached; empty: by word.")

    objects = PastQuerySet["Confirmation"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["-at", "-pk"]
        constraints = [
            CheckConstraint(
                name="confirmation_says_by_whom",
                condition=~Q(by_words=""),
                violation_error_message="A confirmation says by whom.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step}: confirmed by {self.by_words}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A confirmation is written once and never changed.")
        refuse_outside_a_step(type(self), "save()")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A confirmation is never taken back.")


class Dispute(models.Model):
    """Says of one step that the decider did not decide that, and why they say so. Written once, beside the step.

    Until they confirm it after all, the step reads "recorded, disputed by …"; the plan managers put it right by a new decision.
    """

    step = models.OneToOneField(Step, on_delete=models.PROTECT, related_name="dispute")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="disputes")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="disputes")
    by_words = models.CharField(max_length=300)
    because = models.TextField(max_length=2000)

    objects = PastQuerySet["Dispute"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["-at", "-pk"]
        constraints = [
            CheckConstraint(
                name="dispute_says_by_whom_and_why",
                condition=~Q(by_words="") & ~Q(because=""),
                violation_error_message="A dispute says by whom, and what was decided instead.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step}: disputed by {self.by_words}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A dispute is written once and never changed.")
        refuse_outside_a_step(type(self), "save()")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A dispute is never taken back; what it is about can be confirmed after all.")
