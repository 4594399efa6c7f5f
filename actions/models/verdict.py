"""What a body made of an update at its table."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from actions.models.action import Action, OfAnAction
from actions.models.update import ProgressUpdate
from people.models import GovernanceBody, Meeting
from plans.models import Plan, RatingCriterion, Round


class Verdict(OfAnAction):
    """A body returned an update with a comment, or rated the action otherwise: its rating counts, the lead's stands beside it.

    ``edition`` is the one of the version that lay before the body; the next one counts what was said here.
    """

    class Kind(models.TextChoices):
        RETURNED = "returned", "Returned"
        RE_RATED = "re-rated", "Rated at the table"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="verdicts")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="verdicts")
    action_version = models.PositiveIntegerField()
    update = models.ForeignKey(ProgressUpdate, on_delete=models.PROTECT, related_name="verdicts")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="verdicts")
    edition = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    criterion = models.ForeignKey(
        RatingCriterion, null=True, blank=True, on_delete=models.PROTECT, related_name="verdicts"
    )
    because = models.TextField(max_length=2000)
    decided_on = models.DateField()
    decided_words = models.CharField(max_length=300)
    decided_body = models.ForeignKey(GovernanceBody, on_delete=models.PROTECT, related_name="verdicts")
    decided_at = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="verdicts")

    class Meta(OfAnAction.Meta):
        ordering = ["action", "action_version"]
        constraints = [
            UniqueConstraint(fields=["action", "action_version"], name="verdict_once_for_a_version_of_its_action"),
            CheckConstraint(
                name="verdict_says_why", condition=~Q(because=""), violation_error_message="A body says why."
            ),
            CheckConstraint(
                name="verdict_rates_or_returns",
                condition=Q(kind="returned", criterion__isnull=True) | Q(kind="re-rated", criterion__isnull=False),
                violation_error_message="Who rates at the table chooses a criterion; who returns an entry does not.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by the {self.decided_words}"
