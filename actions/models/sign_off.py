"""The sign-off: reported complete, verified, signed off, by three people; and checks after that."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from actions.models.action import Action, OfAnAction
from people.models import GovernanceBody, Meeting, User
from people.tracking import TrackedQuerySet
from plans.models import Plan


class SignOffQuerySet(TrackedQuerySet["SignOff"]):
    def open(self) -> "SignOffQuerySet":
        """Reported, and neither signed off nor given back."""
        return self.filter(outcome="")


class SignOff(OfAnAction):
    """One report that an action is complete, and what became of it.

    ``…_version`` are the versions of the action whose steps wrote each part. ``…_by`` are the people: the reporter, the
    verifier and the signer are three; where a body signs there is no one person, and ``decided_by`` is empty.
    """

    class Outcome(models.TextChoices):
        SIGNED_OFF = "signed off", "Signed off"
        RETURNED = "returned", "Returned"
        TAKEN_BACK = "taken back", "Taken back"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="sign_offs")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="sign_offs")
    reported_version = models.PositiveIntegerField()
    reported_on = models.DateField()
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reported_words = models.CharField(max_length=300)
    reported_because = models.TextField(max_length=5000)
    done_on = models.DateField()
    verified_version = models.PositiveIntegerField(null=True, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verified_words = models.CharField(max_length=300, blank=True)
    verified_because = models.TextField(max_length=5000, blank=True)
    waived_because = models.TextField(max_length=2000, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    decided_version = models.PositiveIntegerField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_words = models.CharField(max_length=300, blank=True)
    decided_body = models.ForeignKey(
        GovernanceBody, null=True, blank=True, on_delete=models.PROTECT, related_name="signed_off"
    )
    decided_at = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="signed_off")
    decided_because = models.TextField(max_length=5000, blank=True)
    reopened_version = models.PositiveIntegerField(null=True, blank=True)
    reopened_on = models.DateField(null=True, blank=True)
    reopened_words = models.CharField(max_length=300, blank=True)
    reopened_because = models.TextField(max_length=5000, blank=True)

    objects = SignOffQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(OfAnAction.Meta):
        ordering = ["action", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["action"],
                condition=Q(outcome=""),
                name="sign_off_open_once_for_an_action",
                violation_error_message="This action is reported complete already.",
            ),
            CheckConstraint(
                name="sign_off_reported_says_why",
                condition=~Q(reported_because=""),
                violation_error_message="Say what was done.",
            ),
            CheckConstraint(
                name="sign_off_verified_or_waived_whole",
                condition=Q(
                    verified_version__isnull=True,
                    verified_on__isnull=True,
                    verified_by__isnull=True,
                    verified_words="",
                    verified_because="",
                    waived_because="",
                )
                | Q(verified_version__isnull=False, verified_on__isnull=False, waived_because="")
                & Q(verified_by__isnull=False)
                & ~Q(verified_words="")
                & ~Q(verified_because="")
                | Q(verified_version__isnull=False, verified_on__isnull=False, verified_because="")
                & Q(verified_by__isnull=True)
                & ~Q(verified_words="")
                & ~Q(waived_because=""),
                violation_error_message="A report is verified by somebody who says what was seen, or that is waived.",
            ),
            CheckConstraint(
                name="sign_off_decided_whole",
                condition=Q(
                    outcome="",
                    decided_version__isnull=True,
                    decided_on__isnull=True,
                    decided_by__isnull=True,
                    decided_words="",
                    decided_body__isnull=True,
                    decided_at__isnull=True,
                    decided_because="",
                )
                | Q(outcome__in=["signed off", "returned", "taken back"])
                & Q(decided_version__isnull=False, decided_on__isnull=False)
                & ~Q(decided_words="")
                & ~Q(decided_because=""),
                violation_error_message="What became of a report has its date, who decided and why.",
            ),
            CheckConstraint(
                name="sign_off_comes_after_verification",
                condition=~Q(outcome="signed off") | Q(verified_version__isnull=False),
                violation_error_message="Nothing is signed off that was neither verified nor waived.",
            ),
            CheckConstraint(
                name="sign_off_decided_by_person_or_body",
                condition=~Q(outcome="signed off")
                | Q(decided_by__isnull=False, decided_body__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=True, decided_body__isnull=False, decided_at__isnull=False),
                violation_error_message="A person signs off, or a body at one of its meetings.",
            ),
            CheckConstraint(
                name="sign_off_by_three_people",
                condition=(Q(verified_by__isnull=True) | ~Q(verified_by=F("reported_by")))
                & (
                    ~Q(outcome="signed off")
                    | Q(decided_by__isnull=True)
                    | ~Q(decided_by=F("reported_by")) & (Q(verified_by__isnull=True) | ~Q(decided_by=F("verified_by")))
                ),
                violation_error_message="Who reports, who verifies and who signs off are three people.",
            ),
            CheckConstraint(
                name="sign_off_reopened_whole",
                condition=Q(
                    reopened_version__isnull=True, reopened_on__isnull=True, reopened_words="", reopened_because=""
                )
                | Q(outcome="signed off", reopened_version__isnull=False, reopened_on__isnull=False)
                & ~Q(reopened_words="")
                & ~Q(reopened_because=""),
                violation_error_message="Only what was signed off is reopened, on a day, by somebody, for a reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"Reported complete on {self.reported_on}"


class AssuranceCheck(OfAnAction):
    """Somebody of another organisation, or the scrutineer, looked at a complete action later: when, and what was found."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="assurance_checks")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="assurance_checks")
    action_version = models.PositiveIntegerField()
    checked_on = models.DateField()
    checked_words = models.CharField(max_length=300)
    finding = models.TextField(max_length=5000)

    class Meta(OfAnAction.Meta):
        ordering = ["action", "checked_on", "pk"]
        constraints = [
            CheckConstraint(
                name="assurance_check_says_what_was_found",
                condition=~Q(finding=""),
                violation_error_message="A check says what was found.",
            ),
        ]

    def __str__(self) -> str:
        return f"Check of {self.checked_on}"
