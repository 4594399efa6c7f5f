"""The rows of rounds and returns: the route, the round, why somebody sent no return, and what each body made of it."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse

from people.models import GovernanceBody, Meeting, Post
from people.tracking import Tracked, TrackedQuerySet
from plans.models.plan import Plan


class RouteStopQuerySet(TrackedQuerySet["RouteStop"]):
    def standing(self) -> "RouteStopQuerySet":
        """Those on the route today, in their order."""
        return self.filter(until_on__isnull=True).order_by("position")


class RouteStop(Tracked):
    """A body that considers a round before members read it, in its place on the plan's route."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="route")
    body = models.ForeignKey(GovernanceBody, on_delete=models.PROTECT, related_name="on_routes")
    position = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = RouteStopQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(Tracked.Meta):
        ordering = ["plan", "position", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["plan", "body"],
                condition=Q(until_on__isnull=True),
                name="route_stop_once_for_a_body",
                violation_error_message="That body is on the route already.",
            ),
            CheckConstraint(
                name="route_stop_ends_after_it_began",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                violation_error_message="A stop leaves the route after it came onto it.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.body)

    def kept_under(self) -> models.Model:
        return self.plan

    def step_reference(self) -> str:
        return f"Route: {self.body}"[:200]


class RoundQuerySet(TrackedQuerySet["Round"]):
    def running(self) -> "RoundQuerySet":
        """Opened, and neither issued nor given up."""
        return self.filter(ended_on__isnull=True)

    def collecting(self) -> "RoundQuerySet":
        """Those for which returns are still sent."""
        return self.filter(status=Round.Status.COLLECTING)


class Round(Tracked):
    """A reporting round: returns are collected, the plan's document is frozen as a version, bodies consider it, members
    read it.

    ``version`` is the number of that document. The dates are planned; what happened when stands in steps and considerations.
    """

    class Status(models.TextChoices):
        COLLECTING = "collecting", "Collecting returns"
        BEFORE_THE_BODY = "before the body", "Before the body"
        AGREED = "agreed", "Considered by the whole route"
        ISSUED = "issued", "Issued to members"
        GIVEN_UP = "given up", "Given up"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=100, help_text="Its name, and later the version's: April 2016.")
    status = models.CharField(max_length=20, choices=Status, default=Status.COLLECTING)
    opened_on = models.DateField()
    returns_due_on = models.DateField("returns due")
    body_on = models.DateField("the body considers them", null=True, blank=True)
    paper_due_on = models.DateField("paper due", null=True, blank=True)
    agenda_out_on = models.DateField("agenda out", null=True, blank=True)
    members_meet_on = models.DateField("members meet", null=True, blank=True)
    version_number = models.PositiveIntegerField(null=True, blank=True)
    edition = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Of that version: the first is what was frozen, later ones have mended entries.",
    )
    frozen_at = models.DateTimeField(null=True, blank=True)
    # Who owed what when it was frozen: {key of a post: keys of actions}. Worked out until then.
    asked = models.JSONField(default=dict, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    corrects = models.PositiveIntegerField(
        null=True, blank=True, help_text="The number of the issued version that this round puts right."
    )
    corrects_words = models.TextField("what was wrong in it", max_length=2000, blank=True)

    objects = RoundQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    untold_fields = ("asked",)

    class Meta(Tracked.Meta):
        ordering = ["plan", "-number"]
        constraints = [
            UniqueConstraint(fields=["plan", "number"], name="round_number_once_in_a_plan"),
            UniqueConstraint(
                fields=["plan"],
                condition=Q(ended_on__isnull=True),
                name="round_runs_once_in_a_plan",
                violation_error_message="A round of this plan is running already.",
            ),
            UniqueConstraint(
                fields=["plan", "version_number"],
                condition=Q(version_number__isnull=False),
                name="round_version_once_in_a_plan",
            ),
            CheckConstraint(
                name="round_returns_are_due_after_it_opens",
                condition=Q(returns_due_on__gte=F("opened_on")),
                violation_error_message="Returns are due on the day the round opens, or later.",
            ),
            CheckConstraint(
                name="round_frozen_whole",
                condition=Q(status__in=["collecting", "given up"], version_number__isnull=True)
                & Q(edition__isnull=True, frozen_at__isnull=True)
                | Q(status__in=["before the body", "agreed", "issued", "given up"], version_number__isnull=False)
                & Q(version_number__gte=1, edition__isnull=False, edition__gte=1, frozen_at__isnull=False),
                violation_error_message="A round that was put before its body has its version and the moment.",
            ),
            CheckConstraint(
                name="round_ended_whole",
                condition=Q(status__in=["issued", "given up"], ended_on__isnull=False)
                | Q(status__in=["collecting", "before the body", "agreed"], ended_on__isnull=True),
                violation_error_message="A round that is over has the day.",
            ),
            CheckConstraint(
                name="round_corrects_whole",
                condition=Q(corrects__isnull=True, corrects_words="")
                | Q(corrects__isnull=False, corrects__gte=1) & ~Q(corrects_words=""),
                violation_error_message="A correction names the version and says what was wrong in it.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} round"

    def kept_under(self) -> models.Model:
        return self.plan

    def step_reference(self) -> str:
        return f"Round {self.number}, {self.label}"[:200]

    def get_absolute_url(self) -> str:
        return reverse("reports:round", args=[self.plan.slug, self.number])

    @property
    def is_collecting(self) -> bool:
        return self.status == self.Status.COLLECTING

    @property
    def is_running(self) -> bool:
        return self.ended_on is None


class NoReturn(Tracked):
    """Why a post sent no return in a round, or not for all its actions."""

    class Kind(models.TextChoices):
        NOTHING = "nothing", "Nothing to report"
        HELD = "held", "Held"
        MISSED = "missed", "Missed"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="no_returns")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="no_returns")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="no_returns")
    kind = models.CharField("what is said", max_length=10, choices=Kind)
    because = models.TextField(max_length=2000)
    said_on = models.DateField()
    said_words = models.CharField(max_length=300, help_text="Who said it, as they were called then.")

    class Meta(Tracked.Meta):
        ordering = ["round", "pk"]
        verbose_name = "return that was not sent"
        verbose_name_plural = "returns that were not sent"
        constraints = [
            UniqueConstraint(fields=["round", "post"], name="no_return_once_of_a_post"),
            CheckConstraint(
                name="no_return_says_why", condition=~Q(because=""), violation_error_message="It says why."
            ),
            CheckConstraint(
                name="no_return_is_of_a_known_kind",
                condition=Q(kind__in=["nothing", "held", "missed"]),
                violation_error_message="Nothing to report, held, or missed.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.post}"

    def kept_under(self) -> models.Model:
        return self.plan

    def step_reference(self) -> str:
        return f"Return of {self.post.title}, {self.round.label}"[:200]

    @property
    def lead_post(self) -> Post:
        """Of whom rights ask."""
        return self.post


class Consideration(Tracked):
    """What a body of the route made of a round: considered at a meeting of its, or not considered, because …"""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="considerations")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="considerations")
    body = models.ForeignKey(GovernanceBody, on_delete=models.PROTECT, related_name="considerations")
    edition = models.PositiveSmallIntegerField(help_text="Of the version that lay before it.")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="considerations")
    why_not = models.TextField("not considered, because", max_length=2000, blank=True)
    said_on = models.DateField()

    class Meta(Tracked.Meta):
        ordering = ["round", "pk"]
        constraints = [
            UniqueConstraint(fields=["round", "body"], name="consideration_once_by_a_body"),
            CheckConstraint(
                name="consideration_at_a_meeting_or_says_why_not",
                condition=Q(meeting__isnull=False, why_not="") | Q(meeting__isnull=True) & ~Q(why_not=""),
                violation_error_message="A body considers at a meeting, or it is said why it did not.",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    def kept_under(self) -> models.Model:
        return self.plan

    def step_reference(self) -> str:
        return f"Round {self.round.number} before the {self.body}"[:200]

    @property
    def words(self) -> str:
        """As a reader is told it: who, how and when, or why not."""
        if self.meeting is None:
            return f"not considered by the {self.body}, because: {self.why_not}"
        return f"considered by the {self.meeting}"
