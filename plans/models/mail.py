"""The mails of the house: each with what became of it, who was reminded of what by it, and which mails somebody wants."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from people.models import Organisation, User
from people.tracking import TrackedQuerySet, refuse_outside_a_step
from plans.models.plan import Plan
from plans.models.round import Round


class MailKind(models.TextChoices):
    """What a person may switch off. Invitations and mails of signing in are of no kind: nobody comes in without them."""

    REMINDER = "reminder", "Reminders of returns"
    CONFIRMATION = "confirmation", "Decisions recorded in your name"


class WrittenOnce(models.Model):
    """A row that stands as it was written, but for the fields that what happens later adds to it."""

    added_later: tuple[str, ...] = ()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk and not set(kwargs.get("update_fields") or ["all"]) <= set(self.added_later):
            raise TypeError("What was mailed is written once and never changed.")
        refuse_outside_a_step(type(self), "save()")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("What was mailed is never taken back.")


class SentMailQuerySet(TrackedQuerySet["SentMail"]):
    def of(self, plan: Plan) -> "SentMailQuerySet":
        """Those that are about ``plan``, also where they are about others too."""
        reminding = Reminder.objects.filter(plan=plan)
        return self.filter(Q(plan=plan) | Q(pk__in=reminding.values("mail")))

    def came_back(self) -> "SentMailQuerySet":
        return self.filter(bounced_at__isnull=False)

    def undelivered(self) -> "SentMailQuerySet":
        """Those of which it is not known that they arrived: refused, come back, or without an outcome."""
        return self.filter(~Q(outcome=SentMail.Outcome.SENT) | Q(bounced_at__isnull=False))


class SentMail(WrittenOnce):
    """A mail to one person: recorded before it goes. What became of it, and that it came back, is added, each once.

    Without an outcome it is not known whether it was sent: the program ended between the two, or the mail server did not
    answer. Such a mail is never sent again by itself.
    """

    class Outcome(models.TextChoices):
        SENT = "sent", "Sent"
        REFUSED = "refused", "Not sent"

    added_later = ("outcome", "outcome_at", "server_said", "bounced_at", "bounce_words")

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mails")
    address = models.EmailField(help_text="The person’s address then.")
    kind = models.CharField(max_length=20, choices=MailKind)
    plan = models.ForeignKey(
        Plan,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mails",
        help_text="The one that it is about; empty where it is about several.",
    )
    subject = models.CharField(max_length=300)
    body = models.TextField()
    message_id = models.CharField(max_length=200, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mails_set_off",
        help_text="Who set it off; empty where a timer did.",
    )
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    server_said = models.TextField(blank=True, help_text="Why the mail server did not take it.")
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce_words = models.TextField(blank=True, help_text="Why it came back.")

    objects = SentMailQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(WrittenOnce.Meta):
        ordering = ["-at", "-pk"]
        constraints = [
            CheckConstraint(
                name="sent_mail_is_of_a_known_kind",
                condition=Q(kind__in=["reminder", "confirmation"]),
                violation_error_message="A mail reminds, or asks for a confirmation.",
            ),
            CheckConstraint(
                name="sent_mail_outcome_whole",
                condition=Q(outcome="", outcome_at__isnull=True)
                | Q(outcome="sent", outcome_at__isnull=False, server_said="")
                | Q(outcome="refused", outcome_at__isnull=False) & ~Q(server_said=""),
                violation_error_message="A mail was sent at a moment, or refused with what the mail server said.",
            ),
            CheckConstraint(
                name="sent_mail_came_back_whole",
                condition=Q(bounced_at__isnull=True, bounce_words="")
                | Q(bounced_at__isnull=False) & ~Q(bounce_words="") & ~Q(outcome="refused"),
                violation_error_message="A mail that was not refused comes back at a moment, with the reason.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}, to {self.person}"

    @property
    def is_refused(self) -> bool:
        return self.outcome == self.Outcome.REFUSED

    @property
    def words(self) -> str:
        """What became of it."""
        if self.bounced_at is not None:
            return "came back"
        return str(self.get_outcome_display()).lower() or "not known whether it was sent"


class ReminderQuerySet(TrackedQuerySet["Reminder"]):
    def given(self) -> "ReminderQuerySet":
        """Those that were not refused by the mail server."""
        return self.filter(counts=True)


class Reminder(WrittenOnce):
    """That a person was reminded of returns in a round, on which day, and why then. One mail may hold several.

    Where it names an organisation, its lead was told of returns of others there. One that the mail server refused counts for
    nothing, and is given again.
    """

    class Kind(models.TextChoices):
        TEN_DAYS = "10 days", "10 working days before"
        THREE_DAYS = "3 days", "3 working days before"
        ON_THE_DAY = "on the day", "on the day"
        WEEKLY = "weekly", "weekly since"
        BY_HAND = "by hand", "by the plan manager"
        ORGANISATION = "organisation", "to who leads the organisation"

    added_later = ("counts",)

    mail = models.ForeignKey(SentMail, on_delete=models.PROTECT, related_name="reminders")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reminders")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="reminders")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reminders")
    kind = models.CharField(max_length=20, choices=Kind)
    on = models.DateField()
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="reminders"
    )
    counts = models.BooleanField(default=True)

    objects = ReminderQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(WrittenOnce.Meta):
        ordering = ["-on", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["round", "person", "on"],
                condition=Q(counts=True, organisation__isnull=True),
                name="reminder_once_a_day",
            ),
            UniqueConstraint(
                fields=["round", "organisation"], condition=Q(counts=True), name="reminder_once_of_an_organisation"
            ),
            CheckConstraint(
                name="reminder_is_of_a_known_kind",
                condition=Q(
                    kind__in=["10 days", "3 days", "on the day", "weekly", "by hand"], organisation__isnull=True
                )
                | Q(kind="organisation", organisation__isnull=False),
                violation_error_message="A reminder is of a known kind, and names an organisation where its lead is told.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.round}: {self.get_kind_display()}"


class MailsOff(models.Model):
    """A kind of mail that a person does not want. A choice of theirs, and nobody's history: it is deleted when they want it."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mails_off")
    kind = models.CharField(max_length=20, choices=MailKind)

    class Meta:
        verbose_name_plural = "mails off"
        constraints = [
            UniqueConstraint(fields=["person", "kind"], name="mails_off_once"),
            CheckConstraint(
                name="mails_off_is_of_a_known_kind",
                condition=Q(kind__in=["reminder", "confirmation"]),
                violation_error_message="There is no such kind of mail.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: no {self.get_kind_display().lower()}"
