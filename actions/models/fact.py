"""The dated fact: what puts an action's delivery at risk since or from a day, and what is done about it."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from actions.fuzzy_dates import LONGEST, said
from actions.models.action import Action, OfAnAction
from people.tracking import TrackedQuerySet
from plans.models import Plan


class DatedFactQuerySet(TrackedQuerySet["DatedFact"]):
    def standing(self) -> "DatedFactQuerySet":
        """Not over."""
        return self.filter(ended_on__isnull=True)


class DatedFact(OfAnAction):
    """Funding ends, a post is lost, a body or another plan is waited on; or a day beyond which the action cannot go.

    ``day`` is when it ends, since when it is so, or the hard end itself. ``action_version`` is the version of the action whose
    step last wrote this record.
    """

    class Kind(models.TextChoices):
        FUNDING = "funding ends", "Funding ends"
        POST = "post lost", "A post is lost"
        BODY = "waiting on a body", "Waiting on a body"
        PLAN = "waiting on a plan", "Waiting on another plan"
        HARD_END = "hard end", "Cannot go beyond a day"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="dated_facts")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="dated_facts")
    action_version = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    what = models.CharField(max_length=300)
    day = models.DateField()
    day_words = models.CharField(max_length=LONGEST, blank=True)
    raised_to = models.CharField(max_length=300, blank=True)
    done_about_it = models.TextField(max_length=2000, blank=True)
    done_by = models.CharField("by whom", max_length=200, blank=True)
    until_on = models.DateField(null=True, blank=True)
    until_words = models.CharField(max_length=LONGEST, blank=True)
    fallback = models.TextField(max_length=2000, blank=True)
    noted_on = models.DateField()
    noted_words = models.CharField(max_length=300, help_text="Post that noted it, as it was called then.")
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(max_length=2000, blank=True)

    objects = DatedFactQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(OfAnAction.Meta):
        ordering = ["action", "day", "pk"]
        constraints = [
            CheckConstraint(
                name="dated_fact_is_of_a_known_kind",
                condition=Q(
                    kind__in=["funding ends", "post lost", "waiting on a body", "waiting on a plan", "hard end"]
                ),
                violation_error_message="Funding, a post, a body, a plan, or a hard end: choose one.",
            ),
            CheckConstraint(
                name="dated_fact_says_what",
                condition=~Q(what=""),
                violation_error_message="Say what it is.",
            ),
            CheckConstraint(
                name="dated_fact_says_what_is_done_about_it",
                condition=Q(kind="hard end")
                | ~Q(done_about_it="")
                & ~Q(done_by="")
                & ~Q(fallback="")
                & (~Q(until_words="") | Q(until_on__isnull=False)),
                violation_error_message="Say what is being done about it, by whom, until when, and what if that fails.",
            ),
            CheckConstraint(
                name="dated_fact_ended_says_why",
                condition=Q(ended_on__isnull=True, ended_because="") | Q(ended_on__isnull=False) & ~Q(ended_because=""),
                violation_error_message="A fact that is over says when and why.",
            ),
            UniqueConstraint(
                fields=["action"],
                condition=Q(kind="hard end", ended_on__isnull=True),
                name="dated_fact_one_hard_end",
                violation_error_message="This action has a hard end already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.what}"

    @property
    def day_said(self) -> str:
        return said(self.day_words, self.day)

    @property
    def until_said(self) -> str:
        return said(self.until_words, self.until_on)
