"""Who: organisations, people, posts, the bodies that govern, and their meetings."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from people import clock
from people.tracking import LeavesNoHistory, PastQuerySet, Tracked, TrackedQuerySet, refuse_outside_a_step


class Organisation(Tracked):
    """An agency of the partnership: the council, the police, a trust, a charity."""

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(
        max_length=60, blank=True, help_text="As people say it; empty where the name is short."
    )
    lead_post = models.ForeignKey(
        "Post", null=True, blank=True, on_delete=models.PROTECT, related_name="leads_for", help_text="Leads it for us."
    )

    class Meta(Tracked.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.short_name or self.name


# What an account says of its person and what it opens: changed by people/accounts.py alone, which keeps who and why.
# The rest (the password, the last sign-in) is the sign-in library's, and is nobody's decision.
KEPT_OF_AN_ACCOUNT = (
    "email", "name", "organisation", "organisation_id", "is_staff", "is_superuser", "is_active", "ended_on", "ended_because",
)  # fmt: skip


class PeopleQuerySet(models.QuerySet["User"]):
    """Reads like any queryset; what is kept of an account is not written in bulk, and nobody is deleted."""

    def update(self, **kwargs: Any) -> int:
        self._refuse_kept(kwargs, "update()")
        return super().update(**kwargs)

    def bulk_create(self, *args: Any, **kwargs: Any) -> Any:
        refuse_outside_a_step(self.model, "bulk_create()")
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, objs: Any, fields: Any, *args: Any, **kwargs: Any) -> int:
        self._refuse_kept(fields, "bulk_update()")
        return super().bulk_update(objs, fields, *args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise NeverDeleted

    def _raw_delete(self, using: str | None) -> int:
        raise NeverDeleted

    def _refuse_kept(self, fields: Any, what: str) -> None:
        if not set(KEPT_OF_AN_ACCOUNT).isdisjoint(fields):
            refuse_outside_a_step(self.model, what)


class NeverDeleted(TypeError):
    """Somebody tried to delete a person."""

    def __init__(self) -> None:
        super().__init__("People are ended, never deleted: what they did stays theirs. Nothing was changed.")


class People(BaseUserManager.from_queryset(PeopleQuerySet)):  # type: ignore[misc]
    """Makes accounts; there is no sign-up."""

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> "User":
        person = self.model(email=self.normalize_email(email).lower(), name=name, joined_at=clock.now(), **fields)
        person.set_password(password)
        person.full_clean(exclude=["password"])
        person.save(using=self._db)
        return person

    def create_superuser(self, *args: Any, **kwargs: Any) -> "User":
        """Django's own command for it asks nobody why; ``manage.py first_person`` makes the first administrator."""
        raise LeavesNoHistory(self.model, "createsuperuser")

    def here(self) -> models.QuerySet["User"]:
        """Those who have not left."""
        return self.filter(is_active=True)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Ended when they leave, never deleted."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField("administrator", default=False)
    joined_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        base_manager_name = "objects"
        ordering = ["name"]
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            CheckConstraint(
                name="person_ended_has_a_reason",
                condition=Q(ended_on__isnull=True, ended_because="") | Q(ended_on__isnull=False) & ~Q(ended_because=""),
                violation_error_message="A person who has left has a date and a reason; one who has not has neither.",
            ),
            CheckConstraint(
                name="person_ended_cannot_sign_in",
                condition=Q(ended_on__isnull=True) | Q(is_active=False),
                violation_error_message="A person who has left cannot sign in.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise NeverDeleted


class AccountChange(models.Model):
    """What was done to a person's account: by whom, when and why. Written once, by people/accounts.py.

    ``by`` is empty where nobody was signed in: the first account of an installation, made at the server.
    """

    class What(models.TextChoices):
        MADE = "made", "Made"
        INVITED = "invited", "Invited"
        CHANGED = "changed", "Changed"
        LEFT = "left", "Left"

    # How ``was`` and ``now`` are called on the page.
    LABELS = {
        "email": "E-mail address",
        "name": "Name",
        "organisation": "Organisation",
        "is_staff": "Administrator",
        "ended_on": "Last day",
    }

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="account_changes")
    what = models.CharField(max_length=10, choices=What)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="changed_accounts")
    because = models.TextField()
    was = models.JSONField(default=dict, blank=True)
    now = models.JSONField(default=dict)

    objects = PastQuerySet["AccountChange"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["-at", "-pk"]
        constraints = [
            CheckConstraint(
                name="account_change_is_of_a_known_kind",
                condition=Q(what__in=["made", "invited", "changed", "left"]),
                violation_error_message="An account is made, invited, changed or left.",
            ),
            CheckConstraint(
                name="account_change_says_why",
                condition=~Q(because=""),
                violation_error_message="Say why. The reason is kept with the account.",
            ),
            CheckConstraint(
                name="account_change_says_who",
                condition=Q(by__isnull=False) | Q(what="made"),
                violation_error_message="Somebody changes an account; only the first is made by nobody.",
            ),
            UniqueConstraint(fields=["person"], condition=Q(what__in=["made", "invited"]), name="account_made_once"),
            UniqueConstraint(fields=["person"], condition=Q(what="left"), name="account_left_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_what_display().lower()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("What was done to an account is written once and never changed.")
        refuse_outside_a_step(type(self), "save()")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("What was done to an account is never taken back.")

    def told(self) -> list[tuple[str, str, str]]:
        """``(what, from, to)`` in words, for the page that shows it."""
        return [
            (label, _in_words(self.was.get(name)), _in_words(self.now.get(name)))
            for name, label in self.LABELS.items()
            if name in self.was or name in self.now
        ]


class Post(Tracked):
    """A job that holds duties whoever does it: lead of an action, accountable officer of an objective.

    *Lead gone* is a post without a holder; *post lost* is a post that has ended.
    """

    title = models.CharField(max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    holder = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta(Tracked.Meta):
        ordering = ["title"]
        constraints = [
            UniqueConstraint(fields=["title", "organisation"], name="post_title_once_in_an_organisation"),
            CheckConstraint(
                name="post_ended_has_a_reason",
                condition=Q(ended_on__isnull=True, ended_because="") | Q(ended_on__isnull=False) & ~Q(ended_because=""),
                violation_error_message="An ended post has a date and a reason.",
            ),
            CheckConstraint(
                name="post_ended_has_no_holder",
                condition=Q(ended_on__isnull=True) | Q(holder__isnull=True),
                violation_error_message="Nobody holds a post that has ended.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class GovernanceBody(Tracked):
    """A board, sub-group or commission that considers, decides or scrutinises."""

    class Kind(models.TextChoices):
        BOARD = "board", "Board"
        EXECUTIVE = "executive", "Executive"
        SUB_GROUP = "sub-group", "Sub-group"
        SELECT_COMMISSION = "select commission", "Select commission"
        CABINET = "cabinet", "Cabinet"

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=30, choices=Kind)

    class Meta(Tracked.Meta):
        ordering = ["name"]
        verbose_name = "governance body"
        verbose_name_plural = "governance bodies"

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(TrackedQuerySet["Membership"]):
    def current(self, on: dt.date) -> "MembershipQuerySet":
        """Memberships that run on the day ``on``."""
        return self.filter(from_on__lte=on).filter(Q(until_on__isnull=True) | Q(until_on__gte=on))


class Membership(Tracked):
    """A person's seat on a body, with its dates."""

    class Capacity(models.TextChoices):
        CHAIR = "chair", "Chair"
        MEMBER = "member", "Member"
        CO_OPTED = "co-opted", "Co-opted member"
        IN_ATTENDANCE = "officer in attendance", "Officer in attendance"
        SCRUTINY_OFFICER = "scrutiny officer", "Scrutiny officer"
        PROPER_OFFICER = "proper officer", "Proper officer"

    # Those who speak and vote as the body; a role that a plan gives the body is theirs.
    SITTING = (Capacity.CHAIR, Capacity.MEMBER, Capacity.CO_OPTED)

    body = models.ForeignKey(GovernanceBody, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    capacity = models.CharField(max_length=30, choices=Capacity)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(Tracked.Meta):
        ordering = ["body", "person", "from_on"]
        constraints = [
            UniqueConstraint(
                fields=["body", "person", "capacity"],
                condition=Q(until_on__isnull=True),
                name="membership_open_once",
                violation_error_message="This person has this seat already.",
            ),
            CheckConstraint(
                name="membership_ends_after_it_began",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                violation_error_message="A membership ends after it began.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_capacity_display().lower()} of {self.body}"

    def kept_under(self) -> models.Model:
        return self.body


class Meeting(Tracked):
    """An occasion on which a body decided: at a meeting, by circulation, or by its chair."""

    class How(models.TextChoices):
        MEETING = "meeting", "At a meeting"
        CIRCULATION = "circulation", "By circulation"
        CHAIR = "chair", "By chair’s action"

    body = models.ForeignKey(GovernanceBody, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    title = models.CharField(max_length=200, blank=True)
    how = models.CharField(max_length=20, choices=How, default=How.MEETING)

    class Meta(Tracked.Meta):
        ordering = ["-held_on", "body"]
        constraints = [UniqueConstraint(fields=["body", "held_on", "how"], name="meeting_once_a_day_and_manner")]

    def __str__(self) -> str:
        words = f"{self.body}, {british(self.held_on)}"
        return words if self.how == self.How.MEETING else f"{words} ({self.get_how_display().lower()})"

    def kept_under(self) -> models.Model:
        return self.body


class SampleClock(models.Model):
    """One row, in the sample alone: the sample's clock stood at ``stood_at`` when real time was ``started_at``."""

    stood_at = models.DateTimeField()
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"The sample's clock stood at {self.stood_at}"


def british(day: dt.date) -> str:
    """14 April 2016."""
    return f"{day.day} {day:%B %Y}"


def _in_words(value: Any) -> str:
    """A value of a record as a reader is told it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value or "nothing")
