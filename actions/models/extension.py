"""The extension: a later due date, asked by an officer, granted or refused by a body."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from actions.models.action import Action, OfAnAction
from people.models import GovernanceBody, Meeting
from people.tracking import TrackedQuerySet
from plans.models import Plan


class ExtensionQuerySet(TrackedQuerySet["Extension"]):
    def open(self) -> "ExtensionQuerySet":
        """Asked, and not yet decided."""
        return self.filter(outcome="")

    def granted(self) -> "ExtensionQuerySet":
        return self.filter(outcome=Extension.Outcome.GRANTED)


class Extension(OfAnAction):
    """One request for a later due date, with its category and words, and what a body decided.

    It lapses where the action is reported complete or leaves the plan before anybody decides.
    """

    class Category(models.TextChoices):
        CAPACITY = "capacity", "Capacity or staffing"
        FUNDING = "funding", "Funding"
        ANOTHER_BODY = "another body", "Waiting on another body"
        INFORMATION = "information", "Waiting on data or information"
        SCOPE = "scope", "The work turned out larger or other"
        CONSULTATION = "consultation", "Consultation or engagement takes longer"
        OTHER = "other", "Another reason"
        # Given by accepting a move with a later date, never chosen in a form.
        MOVE = "move", "Set anew by the plan that took it over"

    class Outcome(models.TextChoices):
        GRANTED = "granted", "Granted"
        REFUSED = "refused", "Refused"
        LAPSED = "lapsed", "Lapsed"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="extensions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="extensions")
    asked_version = models.PositiveIntegerField(help_text="Version of the action that this request made.")
    asked_on = models.DateField()
    asked_words = models.CharField(max_length=300, help_text="Post that asked, as it was called then.")
    from_on = models.DateField("due date then", null=True, blank=True)
    to_on = models.DateField("asked to")
    category = models.CharField(max_length=20, choices=Category)
    because = models.TextField(max_length=2000)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    decided_version = models.PositiveIntegerField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_words = models.CharField(max_length=300, blank=True, help_text="Body or post that decided.")
    decided_body = models.ForeignKey(
        GovernanceBody, null=True, blank=True, on_delete=models.PROTECT, related_name="extensions_decided"
    )
    decided_at = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="extensions")
    decided_because = models.TextField(max_length=2000, blank=True)

    objects = ExtensionQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(OfAnAction.Meta):
        ordering = ["asked_on", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["action"],
                condition=Q(outcome=""),
                name="extension_open_once_for_an_action",
                violation_error_message="An extension is already asked for this action.",
            ),
            CheckConstraint(
                name="extension_is_later",
                condition=Q(from_on__isnull=True) | Q(to_on__gt=F("from_on")),
                violation_error_message="An extension goes to a later date than the due date now.",
            ),
            CheckConstraint(
                name="extension_says_why",
                condition=~Q(because=""),
                violation_error_message="An extension says why.",
            ),
            CheckConstraint(
                name="extension_decided_whole",
                condition=Q(
                    outcome="",
                    decided_on__isnull=True,
                    decided_version__isnull=True,
                    decided_words="",
                    decided_because="",
                    decided_body__isnull=True,
                    decided_at__isnull=True,
                )
                | Q(
                    outcome__in=["granted", "refused", "lapsed"],
                    decided_on__isnull=False,
                    decided_version__isnull=False,
                )
                & ~Q(decided_words="")
                & ~Q(decided_because=""),
                violation_error_message="A decided extension has its date, who decided and why.",
            ),
            CheckConstraint(
                name="extension_decided_at_a_meeting_of_the_body",
                condition=Q(decided_body__isnull=True, decided_at__isnull=True)
                | Q(decided_body__isnull=False, decided_at__isnull=False),
                violation_error_message="A body decides at a meeting, by circulation or by its chair: name which.",
            ),
        ]

    def __str__(self) -> str:
        return f"Extension to {self.to_on}"
