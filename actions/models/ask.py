"""The ask: help needed, from whom, and what became of it."""

from django.db import models
from django.db.models import CheckConstraint, Q

from actions.models.action import Action, OfAnAction
from people.tracking import TrackedQuerySet
from plans.models import Plan


class AskQuerySet(TrackedQuerySet["Ask"]):
    def open(self) -> "AskQuerySet":
        """Those that nobody has answered."""
        return self.filter(answered_on__isnull=True)


class Ask(OfAnAction):
    """Help that a Red or Amber action needs from somebody; it stays on the board's list until it is answered.

    While it is open it goes with an action that moves: the board there answers it.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="asks")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="asks")
    action_version = models.PositiveIntegerField(help_text="Version of the action whose step last wrote this.")
    asked_on = models.DateField()
    asked_words = models.CharField(max_length=300, help_text="Post that asked, as it was called then.")
    help_needed = models.TextField(max_length=2000)
    from_whom = models.CharField(max_length=200)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(max_length=2000, blank=True)

    objects = AskQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(OfAnAction.Meta):
        ordering = ["asked_on", "pk"]
        constraints = [
            CheckConstraint(
                name="ask_says_what_and_of_whom",
                condition=~Q(help_needed="") & ~Q(from_whom=""),
                violation_error_message="An ask says what help is needed and from whom.",
            ),
            CheckConstraint(
                name="ask_answered_has_an_answer",
                condition=Q(answered_on__isnull=True, answer="") | Q(answered_on__isnull=False) & ~Q(answer=""),
                violation_error_message="An answered ask has its answer and its date.",
            ),
        ]

    def __str__(self) -> str:
        return f"Help asked of {self.from_whom}"
