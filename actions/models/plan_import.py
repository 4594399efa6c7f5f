"""A plan that came in a file: kept when it is sent, written when it is confirmed."""

from django.db import models
from django.db.models import CheckConstraint, Q

from people.models import User
from plans.models import Plan


class PlanImport(models.Model):
    """A workbook with a plan, as its plan manager sent it: nobody's history, until it is confirmed and a plan stands there.

    The cells are kept until then, and read anew each time: what could not be read may be known tomorrow. Afterwards the plan
    holds all they said, and they are taken out.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="plan_imports")
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField()
    sheets = models.JSONField(
        default=dict, blank=True, help_text="Of each sheet its rows: number, and the cells as text."
    )
    others = models.JSONField(default=list, blank=True, help_text="The names of sheets that are not read.")
    plan = models.OneToOneField(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="brought_in_by")
    brought_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-kept_at", "-pk"]
        constraints = [
            CheckConstraint(
                name="plan_import_brought_in_with_its_plan",
                condition=Q(plan__isnull=True, brought_in_at__isnull=True)
                | Q(plan__isnull=False, brought_in_at__isnull=False),
                violation_error_message="A file that was brought in has its plan and the time; no other has.",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
