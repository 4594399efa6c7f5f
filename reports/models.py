"""Documents that were kept: the versions that members read, what papers were made from, and what somebody has read last."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, Subquery, UniqueConstraint

from people.models import User
from people.tracking import TrackedQuerySet
from plans.models import Plan, Round

LONGEST_LABEL = 100


class KeptDocumentQuerySet(TrackedQuerySet["KeptDocument"]):
    def editions(self) -> "KeptDocumentQuerySet":
        """The latest edition of each version, issued or not, latest first."""
        of_it = {"plan": OuterRef("plan"), "number": OuterRef("number")}
        later = KeptDocument.objects.filter(**of_it, edition__gt=OuterRef("edition"))
        rounds = Round.objects.filter(plan=OuterRef("plan"), version_number=OuterRef("number"))
        issued = ~Exists(rounds.exclude(status=Round.Status.ISSUED))
        found = self.filter(~Exists(later), number__isnull=False).annotate(
            issued=issued, round_ended_on=Subquery(rounds.values("ended_on")[:1])
        )
        return found.order_by("-number")

    def versions(self) -> "KeptDocumentQuerySet":
        """Those issued to members, latest first: not what lies before a body, nor what was given up."""
        return self.editions().filter(Q(("issued", True)))

    def read_now(self) -> "KeptDocumentQuerySet":
        """Of each plan the one that members read."""
        return self.editions().filter(number=F("plan__issued_version"))

    def lightly(self) -> "KeptDocumentQuerySet":
        """Without the text: for lists, trends and the line that says what is being read."""
        return self.defer("text")


class KeptDocument(models.Model):
    """A PlanDocument as canonical JSON text with its SHA-256. Never changed after.

    With a ``number`` it is a version: put before the bodies of the route, then issued to members. Without, it is what a paper
    of that day's position was made from. Where entries are mended or decided on, an ``edition`` more of it is kept.
    What can be counted stands beside the text, so that lists and trends parse none: ``counts`` by rating, ``ratings`` by
    reference, ``gone`` (the status, by reference, of what had left the plan) and ``delay`` (how many late, extended, awaiting
    sign-off).
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="kept_documents")
    number = models.PositiveIntegerField(null=True, blank=True)
    edition = models.PositiveSmallIntegerField(
        default=1, help_text="Of a version: later ones have mended entries, or those on which a body decided."
    )
    label = models.CharField(max_length=LONGEST_LABEL, blank=True)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    ratings = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    gone = models.JSONField(default=dict)
    delay = models.JSONField(default=dict)
    as_on = models.DateField()
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="kept_documents")
    kept_by_words = models.CharField(max_length=300)
    corrects = models.PositiveIntegerField(
        null=True, blank=True, help_text="The number of the version that this one puts right."
    )
    corrects_words = models.TextField("what was wrong in it", max_length=2000, blank=True)
    # Of the plan's row: the Step of that version says who issued it and why.
    plan_version = models.PositiveIntegerField()

    objects = KeptDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-kept_at", "-pk"]
        base_manager_name = "objects"
        constraints = [
            UniqueConstraint(fields=["plan", "number", "edition"], name="version_edition_once_in_a_plan"),
            UniqueConstraint(fields=["plan", "digest"], name="kept_document_once_in_a_plan"),
            CheckConstraint(
                name="version_has_number_and_label",
                # Without "is not null" an unknown number would count as no objection.
                condition=Q(number__isnull=True, label="") | Q(number__isnull=False, number__gte=1) & ~Q(label=""),
                violation_error_message="A version has its number and its label.",
            ),
            CheckConstraint(
                name="version_corrects_an_earlier_one",
                condition=Q(corrects__isnull=True, corrects_words="")
                | Q(corrects__isnull=False, number__isnull=False, corrects__gte=1, corrects__lt=F("number"))
                & ~Q(corrects_words=""),
                violation_error_message="A correction names an earlier version and says what was wrong in it.",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}, {self.label}" if self.number else f"Position of {self.as_on}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A kept document is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("A kept document is never deleted.")

    @property
    def is_issued(self) -> bool:
        """Of what ``editions`` finds: whether members read it."""
        return bool(getattr(self, "issued", False))

    @property
    def issued_on(self) -> dt.date:
        """The day on which its round was issued; of a version of no round, the day on which it stood."""
        return getattr(self, "round_ended_on", None) or self.as_on

    @property
    def short_digest(self) -> str:
        """The first twelve figures: enough to tell two papers apart by eye."""
        return self.digest[:12]


class Looked(models.Model):
    """What a person says she has read of a plan: *since I last looked* begins there. Nobody's history; the later word counts.

    ``kept`` is the version that she read, or today's position as she read it.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="looked")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="looked")
    kept = models.ForeignKey(KeptDocument, on_delete=models.PROTECT, related_name="looked")
    at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["person", "plan"], name="looked_once_at_a_plan")]

    def __str__(self) -> str:
        return f"{self.person} has read {self.kept}"
