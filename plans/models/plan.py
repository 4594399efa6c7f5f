"""Plan, theme, rating criterion, and who holds which role."""

import datetime as dt

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse

from people.models import GovernanceBody, Post, User
from people.rating import Rating
from people.tracking import Tracked, TrackedQuerySet


class Rhythm(models.IntegerChoices):
    """How often something is reported on, in months."""

    MONTHLY = 1, "every month"
    TWO_MONTHLY = 2, "every two months"
    QUARTERLY = 3, "every quarter"
    HALF_YEARLY = 6, "every half-year"
    YEARLY = 12, "once a year"


class Plan(Tracked):
    """A delivery plan that several agencies answer for: in draft its managers' own, in force everybody's."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_FORCE = "in force", "In force"
        CLOSED = "closed", "Closed"

    class Quarters(models.TextChoices):
        """What this plan means by Q1."""

        CALENDAR = "calendar", "of the calendar year (Q1 is January to March)"
        FINANCIAL = "financial", "of the financial year (Q1 is April to June)"

    slug = models.SlugField(max_length=60, unique=True, help_text="Its address: /plans/<this>/.")
    title = models.CharField(max_length=200)
    short_title = models.CharField(max_length=80, help_text="As people say it, for page titles and papers.")
    purpose = models.TextField(max_length=5000, blank=True)
    manager_label = models.CharField(
        max_length=60, default="Plan manager", help_text="What this partnership calls its plan manager."
    )
    deciding_body = models.ForeignKey(
        GovernanceBody,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decides_for",
        help_text="Agrees dates and wording.",
    )
    signing_body = models.ForeignKey(
        GovernanceBody,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="signs_off_for",
        help_text="Signs actions off; where neither this nor a post is named, the deciding body.",
    )
    signing_post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="signs_off_for"
    )
    waiver_because = models.TextField("verification is waived because", max_length=1000, blank=True)
    quarters = models.CharField(max_length=10, choices=Quarters, blank=True)
    rhythm = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=Rhythm, help_text="How many months lie between one round and the next."
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    in_force_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    issued_version = models.PositiveIntegerField(
        null=True, blank=True, help_text="The latest version that members read."
    )

    class Meta(Tracked.Meta):
        ordering = ["title"]
        constraints = [
            CheckConstraint(
                name="plan_in_force_since_a_day",
                condition=Q(status="draft", in_force_on__isnull=True)
                | Q(status__in=["in force", "closed"], in_force_on__isnull=False),
                violation_error_message="A plan in force has the date since when; a draft has none.",
            ),
            CheckConstraint(
                name="plan_issues_only_in_force",
                condition=Q(issued_version__isnull=True) | Q(status__in=["in force", "closed"], issued_version__gte=1),
                violation_error_message="Only a plan in force is issued to members.",
            ),
            CheckConstraint(
                name="plan_closed_on_a_day",
                condition=Q(status="closed", closed_on__isnull=False) | ~Q(status="closed") & Q(closed_on__isnull=True),
                violation_error_message="A closed plan has the date; no other has one.",
            ),
            CheckConstraint(
                name="plan_signed_off_by_body_or_post",
                condition=Q(signing_body__isnull=True) | Q(signing_post__isnull=True),
                violation_error_message="A body or a post signs off, not both.",
            ),
        ]

    def __str__(self) -> str:
        return self.short_title

    @property
    def in_force(self) -> bool:
        return self.status == self.Status.IN_FORCE

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    def get_absolute_url(self) -> str:
        return reverse("reports:dashboard", args=[self.slug])

    def calls(self, role: "Role") -> str:
        """What this partnership calls a role: its plan manager may be its Business Manager."""
        return self.manager_label if role == Role.PLAN_MANAGER else str(role.label)


class Theme(Tracked):
    """A numbered part of a plan with the outcome it stands for: 1 Prevent, 2 Protect."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="themes")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    outcome = models.TextField("outcome statement", max_length=2000, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta(Tracked.Meta):
        ordering = ["position", "number"]
        constraints = [UniqueConstraint(fields=["plan", "number"], name="theme_number_once_in_a_plan")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def kept_under(self) -> models.Model:
        return self.plan

    def step_reference(self) -> str:
        return f"Theme {self.number}"


class CriterionQuerySet(TrackedQuerySet["RatingCriterion"]):
    def standing(self) -> "CriterionQuerySet":
        """Those that may be chosen today."""
        return self.filter(retired_on__isnull=True)


class RatingCriterion(Tracked):
    """A sentence of the plan with a colour. Choosing the sentence is choosing the rating.

    One in use is never edited: it is retired, and a new one stands beside it.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="criteria")
    rating = models.CharField(max_length=1, choices=Rating)
    words = models.CharField("sentence", max_length=300)
    position = models.PositiveIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    objects = CriterionQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(Tracked.Meta):
        ordering = ["position", "pk"]
        verbose_name = "rating criterion"
        verbose_name_plural = "rating criteria"
        constraints = [
            UniqueConstraint(
                fields=["plan", "rating", "words"],
                condition=Q(retired_on__isnull=True),
                name="criterion_stands_once",
            ),
            CheckConstraint(
                name="criterion_is_red_amber_or_green",
                condition=Q(rating__in=[rating.value for rating in Rating]),
                violation_error_message="A criterion is Red, Amber or Green.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rating_display()}: {self.words}"

    def kept_under(self) -> models.Model:
        return self.plan

    def step_reference(self) -> str:
        return f"{self.get_rating_display()} criterion"


class Role(models.TextChoices):
    """What a person may be to a plan. The table of rights (plans.rights) says what each may do."""

    PLAN_MANAGER = "plan manager", "Plan manager"
    OFFICER = "officer", "Officer"
    CHIEF_OFFICER = "chief officer", "Chief officer"
    SCRUTINEER = "scrutineer", "Independent scrutineer"
    MEMBER = "member", "Member"
    SCRUTINY_OFFICER = "scrutiny officer", "Scrutiny officer"
    EXECUTIVE_MEMBER = "executive member", "Executive member"
    READER = "reader", "Reader"
    INFORMATION_GOVERNANCE = "information governance", "Information governance"


class PlanRoleQuerySet(TrackedQuerySet["PlanRole"]):
    def current(self, on: dt.date) -> "PlanRoleQuerySet":
        """Roles that run on the day ``on``."""
        return self.filter(from_on__lte=on).filter(Q(until_on__isnull=True) | Q(until_on__gte=on))

    def held_by(self, person: User, on: dt.date, *, or_also: Q | None = None) -> "PlanRoleQuerySet":
        """Current roles that ``person`` holds herself or through a seat on a body; ``or_also`` adds others' rows.

        A row through a body carries ``seat``, the capacity of that seat.
        """
        seated = Q(body__memberships__person=person, body__memberships__from_on__lte=on) & (
            Q(body__memberships__until_on__isnull=True) | Q(body__memberships__until_on__gte=on)
        )
        wanted = Q(person=person) | seated | (or_also or Q())
        return self.current(on).filter(wanted).annotate(seat=F("body__memberships__capacity"))


class PlanRole(Tracked):
    """A role on a plan, held by a person, or by a body and so by its current members."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="plan_roles")
    role = models.CharField(max_length=30, choices=Role)
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="plan_roles")
    body = models.ForeignKey(GovernanceBody, null=True, blank=True, on_delete=models.PROTECT, related_name="plan_roles")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = PlanRoleQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(Tracked.Meta):
        ordering = ["role", "from_on", "pk"]
        constraints = [
            CheckConstraint(
                name="plan_role_held_by_person_or_body",
                condition=Q(person__isnull=True) ^ Q(body__isnull=True),
                violation_error_message="A role is held by a person or by a body, not by both.",
            ),
            CheckConstraint(
                name="plan_role_ends_after_it_began",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                violation_error_message="A role ends after it began.",
            ),
            UniqueConstraint(
                fields=["plan", "role", "person"],
                condition=Q(until_on__isnull=True, person__isnull=False),
                name="plan_role_open_once_for_a_person",
            ),
            UniqueConstraint(
                fields=["plan", "role", "body"],
                condition=Q(until_on__isnull=True, body__isnull=False),
                name="plan_role_open_once_for_a_body",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person or self.body}"

    def kept_under(self) -> models.Model:
        return self.plan
