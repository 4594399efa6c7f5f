"""The milestone: a step on the way of an action, with its date as people say it."""

from django.db import models
from django.db.models import CheckConstraint, Q

from actions.fuzzy_dates import LONGEST, said
from actions.models.action import Action, OfAnAction
from people.tracking import TrackedQuerySet
from plans.models import Plan


class MilestoneQuerySet(TrackedQuerySet["Milestone"]):
    def open(self) -> "MilestoneQuerySet":
        """Neither reached nor dropped."""
        return self.filter(reached_on__isnull=True, dropped_on__isnull=True)


class Milestone(OfAnAction):
    """A step on the way: what is to be there, and when. Reached with what shows it, or dropped with the reason.

    ``due_on`` is the last day that ``due_words`` allow; words that name no day leave it empty, and it is never missed.
    ``action_version`` is the version of the action whose step last wrote this record.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="milestones")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="milestones")
    action_version = models.PositiveIntegerField()
    what = models.CharField(max_length=500)
    due_on = models.DateField(null=True, blank=True)
    due_words = models.CharField(max_length=LONGEST, blank=True)
    reached_on = models.DateField(null=True, blank=True)
    shown_by = models.TextField(max_length=2000, blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    dropped_because = models.TextField(max_length=2000, blank=True)

    objects = MilestoneQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(OfAnAction.Meta):
        ordering = ["action", "due_on", "pk"]
        constraints = [
            CheckConstraint(
                name="milestone_says_what",
                condition=~Q(what=""),
                violation_error_message="A milestone says what is to be there.",
            ),
            CheckConstraint(
                name="milestone_reached_is_shown",
                condition=Q(reached_on__isnull=True, shown_by="") | Q(reached_on__isnull=False) & ~Q(shown_by=""),
                violation_error_message="A milestone that is reached says what shows it.",
            ),
            CheckConstraint(
                name="milestone_dropped_says_why",
                condition=Q(dropped_on__isnull=True, dropped_because="")
                | Q(dropped_on__isnull=False) & ~Q(dropped_because=""),
                violation_error_message="A milestone that is dropped says why.",
            ),
            CheckConstraint(
                name="milestone_reached_or_dropped",
                condition=Q(reached_on__isnull=True) | Q(dropped_on__isnull=True),
                violation_error_message="A milestone is reached or dropped, not both.",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def due_said(self) -> str:
        """When it is due, as it was said."""
        return said(self.due_words, self.due_on)
