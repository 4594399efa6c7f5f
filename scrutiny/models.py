"""Closing a plan: who confirms it, and what carries on each part that does not end with its actions."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from objectives.models import StrategicObjective, Workstream
from people.models import User
from people.tracking import Tracked, TrackedQuerySet
from plans.models import Plan


class ClosingQuerySet(TrackedQuerySet["Closing"]):
    def open(self) -> "ClosingQuerySet":
        """Begun, and neither done nor given up."""
        return self.filter(outcome="")


class Closing(Tracked):
    """One closing of a plan, from its beginning to the day it was closed, or given up; and reopened, where it was."""

    class Outcome(models.TextChoices):
        CLOSED = "closed", "Closed"
        GIVEN_UP = "given up", "Given up"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="closings")
    begun_on = models.DateField()
    begun_because = models.TextField(max_length=2000)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    reopened_on = models.DateField(null=True, blank=True)
    statement = models.TextField(blank=True, help_text="What was accounted for, as it was when the plan closed.")

    untold_fields = ("statement",)

    objects = ClosingQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(Tracked.Meta):
        ordering = ["plan", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["plan"],
                condition=Q(outcome=""),
                name="closing_open_once_for_a_plan",
                violation_error_message="This plan is being closed already.",
            ),
            UniqueConstraint(
                fields=["plan"],
                condition=Q(outcome="closed", reopened_on__isnull=True),
                name="closing_stands_once_for_a_plan",
                violation_error_message="This plan is closed already.",
            ),
            CheckConstraint(
                name="closing_ended_whole",
                condition=Q(outcome="", ended_on__isnull=True)
                | Q(outcome__in=["closed", "given up"], ended_on__isnull=False),
                violation_error_message="A closing that is over has its date.",
            ),
            CheckConstraint(
                name="closing_reopened_was_closed",
                condition=Q(reopened_on__isnull=True) | Q(outcome="closed"),
                violation_error_message="Only a closed plan is reopened.",
            ),
            CheckConstraint(
                name="closing_keeps_its_statement",
                condition=Q(outcome="closed") & ~Q(statement="") | ~Q(outcome="closed") & Q(statement=""),
                violation_error_message="A plan is closed with its statement.",
            ),
            CheckConstraint(
                name="closing_says_why", condition=~Q(begun_because=""), violation_error_message="A closing says why."
            ),
        ]

    def __str__(self) -> str:
        return f"Closing of {self.plan}"

    def kept_under(self) -> models.Model:
        return self.plan

    def step_reference(self) -> str:
        return "Closing"


class NamedOfficer(Tracked):
    """A chief officer named when closing began, who confirms it. ``confirmed_list`` is the digest of what was accounted for."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="named_officers")
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="officers")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="named_to_confirm")
    words = models.CharField(max_length=300, help_text="The post, as it was called then.")
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_list = models.CharField(max_length=64, blank=True)

    untold_fields = ("confirmed_list",)

    class Meta(Tracked.Meta):
        ordering = ["closing", "pk"]
        constraints = [
            UniqueConstraint(fields=["closing", "person"], name="named_officer_once_in_a_closing"),
            CheckConstraint(
                name="named_officer_confirmed_a_list",
                condition=Q(confirmed_on__isnull=True, confirmed_list="")
                | Q(confirmed_on__isnull=False) & ~Q(confirmed_list=""),
                violation_error_message="A confirmation is of what was accounted for on that day.",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def kept_under(self) -> models.Model:
        return self.plan

    def step_reference(self) -> str:
        return f"Closing: {self.words}"[:200]


class Account(Tracked):
    """What becomes of an objective or a workstream when its plan closes: carried on by somebody, or why it ends."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="accounts")
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="accounts")
    objective = models.ForeignKey(
        StrategicObjective, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts"
    )
    workstream = models.ForeignKey(Workstream, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts")
    carried_by = models.ForeignKey(
        StrategicObjective, null=True, blank=True, on_delete=models.PROTECT, related_name="carries_on"
    )
    carried_words = models.CharField("carried on by", max_length=300, blank=True)
    because = models.TextField(max_length=2000)

    class Meta(Tracked.Meta):
        ordering = ["closing", "pk"]
        constraints = [
            CheckConstraint(
                name="account_of_one_thing",
                condition=Q(objective__isnull=False) ^ Q(workstream__isnull=False),
                violation_error_message="An account is of an objective or of a workstream.",
            ),
            CheckConstraint(
                name="account_carried_by_one",
                condition=Q(carried_by__isnull=True) | Q(carried_words=""),
                violation_error_message="It is carried on by an objective, or by somebody named in words.",
            ),
            CheckConstraint(
                name="account_carried_by_another",
                condition=Q(carried_by__isnull=True) | Q(objective__isnull=True) | ~Q(carried_by=F("objective")),
                violation_error_message="An objective is carried on by another.",
            ),
            CheckConstraint(
                name="account_says_why", condition=~Q(because=""), violation_error_message="An account says why."
            ),
            UniqueConstraint(
                fields=["closing", "objective"],
                condition=Q(objective__isnull=False),
                name="account_once_for_an_objective",
            ),
            UniqueConstraint(
                fields=["closing", "workstream"],
                condition=Q(workstream__isnull=False),
                name="account_once_for_a_workstream",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.objective or self.workstream}: {self.where}"

    def kept_under(self) -> models.Model:
        return self.plan

    def step_reference(self) -> str:
        thing = self.objective or self.workstream
        return f"Closing: {thing.step_reference() if thing else ''}"[:200]

    @property
    def where(self) -> str:
        """Where it goes, in words."""
        if self.carried_by is not None:
            return f"{self.carried_by.plan.short_title}, objective {self.carried_by.reference}"
        return self.carried_words or "ends"
