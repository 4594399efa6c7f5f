"""How an action leaves its plan without being complete: moved, superseded, withdrawn."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from actions.models.action import Action, OfAnAction
from people.models import GovernanceBody, Meeting
from people.tracking import TrackedQuerySet
from plans.models import Plan


class MoveQuerySet(TrackedQuerySet["Move"]):
    def open(self) -> "MoveQuerySet":
        """Proposed, perhaps agreed, neither accepted nor refused."""
        return self.filter(outcome="")


class Move(OfAnAction):
    """One proposal that an action goes on elsewhere: proposed, agreed by a body, accepted where it goes.

    It goes to another plan (``to_plan``), whose plan manager accepts it and gives it a place; or outside the system
    (``to_outside``), where somebody named owns it and accepts in words. ``…_version`` are versions of the action.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"
        TAKEN_BACK = "taken back", "Taken back"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="moves")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="moves")
    to_plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.PROTECT, related_name="moves_in")
    to_outside = models.CharField(max_length=300, blank=True)
    outside_owner = models.CharField(max_length=300, blank=True)
    proposed_version = models.PositiveIntegerField()
    proposed_on = models.DateField()
    proposed_words = models.CharField(max_length=300)
    proposed_because = models.TextField(max_length=2000)
    agreed_version = models.PositiveIntegerField(null=True, blank=True)
    agreed_on = models.DateField(null=True, blank=True)
    agreed_words = models.CharField(max_length=300, blank=True)
    agreed_body = models.ForeignKey(
        GovernanceBody, null=True, blank=True, on_delete=models.PROTECT, related_name="moves_agreed"
    )
    agreed_at = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="moves_agreed")
    agreed_because = models.TextField(max_length=2000, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    decided_version = models.PositiveIntegerField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_words = models.CharField(max_length=300, blank=True)
    decided_because = models.TextField(max_length=2000, blank=True)
    accepted_evidence = models.TextField(max_length=2000, blank=True)

    objects = MoveQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(OfAnAction.Meta):
        ordering = ["action", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["action"],
                condition=Q(outcome=""),
                name="move_open_once_for_an_action",
                violation_error_message="A move of this action is open already.",
            ),
            CheckConstraint(
                name="move_goes_to_one_place",
                condition=Q(to_plan__isnull=False, to_outside="", outside_owner="") & ~Q(to_plan=F("plan"))
                | Q(to_plan__isnull=True) & ~Q(to_outside="") & ~Q(outside_owner=""),
                violation_error_message="A move goes to another plan, or outside to somebody named.",
            ),
            CheckConstraint(
                name="move_proposed_says_why",
                condition=~Q(proposed_because=""),
                violation_error_message="A proposed move says why.",
            ),
            CheckConstraint(
                name="move_agreed_whole",
                condition=Q(
                    agreed_version__isnull=True,
                    agreed_on__isnull=True,
                    agreed_words="",
                    agreed_body__isnull=True,
                    agreed_at__isnull=True,
                    agreed_because="",
                )
                | Q(
                    agreed_version__isnull=False,
                    agreed_on__isnull=False,
                    agreed_body__isnull=False,
                    agreed_at__isnull=False,
                )
                & ~Q(agreed_words="")
                & ~Q(agreed_because=""),
                violation_error_message="A move is agreed by a body, at one of its meetings, for a reason.",
            ),
            CheckConstraint(
                name="move_decided_whole",
                condition=Q(
                    outcome="",
                    decided_version__isnull=True,
                    decided_on__isnull=True,
                    decided_words="",
                    decided_because="",
                )
                | Q(
                    outcome__in=["accepted", "refused", "taken back"],
                    decided_version__isnull=False,
                    decided_on__isnull=False,
                )
                & ~Q(decided_words="")
                & ~Q(decided_because=""),
                violation_error_message="What became of a move has its date, who decided and why.",
            ),
            CheckConstraint(
                name="move_accepted_was_agreed",
                condition=~Q(outcome="accepted") | Q(agreed_version__isnull=False),
                violation_error_message="A move is agreed before it is accepted.",
            ),
            CheckConstraint(
                name="move_accepted_outside_is_shown",
                condition=Q(accepted_evidence="") & (~Q(outcome="accepted") | Q(to_plan__isnull=False))
                | Q(outcome="accepted", to_plan__isnull=True) & ~Q(accepted_evidence=""),
                violation_error_message="An acceptance outside the system says what shows it.",
            ),
        ]

    def __str__(self) -> str:
        return f"Move to {self.destination}"

    @property
    def destination(self) -> str:
        return self.to_plan.short_title if self.to_plan else f"{self.to_outside} ({self.outside_owner})"


class Succession(OfAnAction):
    """An action was superseded by another of the same plan. One may be by several, several by one."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="successions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="superseded_by")
    successor = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="supersedes")
    action_version = models.PositiveIntegerField()

    class Meta(OfAnAction.Meta):
        ordering = ["action", "pk"]
        constraints = [
            UniqueConstraint(fields=["action", "successor"], name="succession_once"),
            CheckConstraint(
                name="succession_by_another",
                condition=~Q(action=F("successor")),
                violation_error_message="An action is superseded by another.",
            ),
        ]

    def __str__(self) -> str:
        return f"Superseded by {self.successor_id}"


class Withdrawal(OfAnAction):
    """The decision not to do an action: why, the risk of not doing it, who accepts that, and the alternative."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="withdrawals")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="withdrawals")
    withdrawn_version = models.PositiveIntegerField()
    withdrawn_on = models.DateField()
    withdrawn_words = models.CharField(max_length=300)
    because = models.TextField(max_length=2000)
    risk = models.TextField(max_length=2000)
    accepted_by = models.CharField("who accepts the risk", max_length=300)
    alternative = models.TextField(max_length=2000)
    reopened_version = models.PositiveIntegerField(null=True, blank=True)
    reopened_on = models.DateField(null=True, blank=True)
    reopened_words = models.CharField(max_length=300, blank=True)
    reopened_because = models.TextField(max_length=5000, blank=True)

    class Meta(OfAnAction.Meta):
        ordering = ["action", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["action"],
                condition=Q(reopened_version__isnull=True),
                name="withdrawal_stands_once_for_an_action",
                violation_error_message="This action is withdrawn already.",
            ),
            CheckConstraint(
                name="withdrawal_states_the_risk",
                condition=~Q(because="") & ~Q(risk="") & ~Q(accepted_by="") & ~Q(alternative=""),
                violation_error_message="A withdrawal says why, what the risk is, who accepts it, and the alternative.",
            ),
            CheckConstraint(
                name="withdrawal_reopened_whole",
                condition=Q(
                    reopened_version__isnull=True, reopened_on__isnull=True, reopened_words="", reopened_because=""
                )
                | Q(reopened_version__isnull=False, reopened_on__isnull=False)
                & ~Q(reopened_words="")
                & ~Q(reopened_because=""),
                violation_error_message="A reopened action says when, by whom and why.",
            ),
        ]

    def __str__(self) -> str:
        return f"Withdrawn on {self.withdrawn_on}"
