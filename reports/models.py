"""Documents that were kept, what was taken out of them, and what somebody has read last."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, Subquery, UniqueConstraint

from people.models import User
from people.tracking import PastQuerySet, Tracked, TrackedQuerySet, refuse_outside_a_step
from plans.models import Plan, Round

LONGEST_LABEL = 100


class KeptDocumentQuerySet(PastQuerySet["KeptDocument"]):
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
    """A PlanDocument as canonical JSON text with its SHA-256. Never changed after, save by redaction (``earlier_digests``).

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


# --- taken out ------------------------------------------------------------------------------------------


class RedactionQuerySet(TrackedQuerySet["Redaction"]):
    def open(self) -> "RedactionQuerySet":
        """Asked for, and neither done nor refused."""
        return self.filter(outcome="")


class Redaction(Tracked):
    """Words that somebody asked to have taken out of everything of a plan; information governance does it, or refuses.

    The words stand here while they wait and nowhere afterwards: not on the row, not in its history. That it happened, when, by
    whom and why stays.
    """

    class Kind(models.TextChoices):
        """Why the words may not stand; it is printed where they stood."""

        PERSONAL = "personal data", "Personal data: a name, an address, a date of birth, a number"
        RECOGNISABLE = "somebody could be recognised", "Somebody could be recognised by it"
        CONFIDENCE = "given in confidence", "It was given in confidence"
        MISTAKE = "not of this plan", "It was typed here by mistake and has nothing to do with this plan"

    class Outcome(models.TextChoices):
        DONE = "done", "Taken out"
        REFUSED = "refused", "Refused"

    LONGEST_WORDS = 300

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="redactions")
    words = models.CharField(max_length=LONGEST_WORDS, blank=True)
    kind = models.CharField("ground", max_length=40, choices=Kind)
    seen_where = models.CharField("where they were seen", max_length=300)
    because = models.TextField(max_length=2000)
    asked_on = models.DateField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="redactions_asked")
    asked_words = models.CharField(max_length=300, help_text="Who asked, as they were called then.")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="redactions_decided"
    )
    decided_words = models.CharField(max_length=300, blank=True)
    decided_because = models.TextField(max_length=2000, blank=True)
    places = models.PositiveIntegerField("places in which they stood", null=True, blank=True)
    files = models.PositiveIntegerField("files taken out", null=True, blank=True)

    # A step would keep them for ever.
    untold_fields = ("words",)

    objects = RedactionQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(Tracked.Meta):
        ordering = ["-asked_on", "-pk"]
        constraints = [
            CheckConstraint(
                name="redaction_holds_the_words_while_it_waits",
                condition=Q(outcome="") & ~Q(words="") | ~Q(outcome="") & Q(words=""),
                violation_error_message="The words stand there while they wait, and not afterwards.",
            ),
            CheckConstraint(
                name="redaction_says_where_and_why",
                condition=~Q(seen_where="") & ~Q(because="") & ~Q(asked_words=""),
                violation_error_message="Say where the words were seen, and why they may not stand.",
            ),
            CheckConstraint(
                name="redaction_is_on_a_known_ground",
                condition=Q(
                    kind__in=[
                        "personal data",
                        "somebody could be recognised",
                        "given in confidence",
                        "not of this plan",
                    ]
                ),
                violation_error_message="Choose the ground.",
            ),
            CheckConstraint(
                name="redaction_decided_whole",
                condition=Q(
                    outcome="", decided_on__isnull=True, decided_by__isnull=True, decided_words="", decided_because=""
                )
                | Q(outcome__in=["done", "refused"], decided_on__isnull=False, decided_by__isnull=False)
                & ~Q(decided_words="")
                & ~Q(decided_because=""),
                violation_error_message="What became of it has its date, who decided and why.",
            ),
            CheckConstraint(
                name="redaction_done_is_counted",
                condition=Q(outcome="done", places__isnull=False, files__isnull=False)
                | ~Q(outcome="done") & Q(places__isnull=True, files__isnull=True),
                violation_error_message="What was taken out is counted; nothing else is.",
            ),
            CheckConstraint(
                name="redaction_by_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                violation_error_message="Who asks and who does it are two people.",
            ),
        ]

    def __str__(self) -> str:
        return f"Redaction asked for on {self.asked_on}"

    def kept_under(self) -> models.Model:
        return self.plan

    def step_reference(self) -> str:
        return f"Redaction {self.pk}"

    @property
    def waits(self) -> bool:
        return not self.outcome


class EarlierDigest(models.Model):
    """What the digest of a kept document was before a redaction, and what it became. Written once, by the redaction."""

    document = models.ForeignKey(KeptDocument, on_delete=models.PROTECT, related_name="earlier_digests")
    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, related_name="earlier_digests")
    before = models.CharField(max_length=64)
    after = models.CharField(max_length=64)

    objects = PastQuerySet["EarlierDigest"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["document", "pk"]
        constraints = [
            UniqueConstraint(fields=["document", "redaction"], name="earlier_digest_once_for_a_redaction"),
            CheckConstraint(
                name="earlier_digest_is_another",
                condition=~Q(before=F("after")) & ~Q(before="") & ~Q(after=""),
                violation_error_message="A text in which something was taken out has another digest.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.before[:12]} before {self.redaction}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("An earlier digest is written once and never changed.")
        refuse_outside_a_step(type(self), "save()")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("An earlier digest is never taken back.")

    @property
    def short_digest(self) -> str:
        return self.before[:12]
