"""Evidence: what shows that something was done. Never replaced, only withdrawn with a reason."""

from django.db import models
from django.db.models import CheckConstraint, Q

from actions.models.action import Action, OfAnAction
from actions.models.update import ProgressUpdate
from people.tracking import TrackedQuerySet
from plans.models import Plan

# The name of a file that was taken out begins so, and ends with a bracket, as no name of a file that may be sent does.
TAKEN_OUT = "[file removed "


def was_taken_out(file_name: str) -> bool:
    """Whether a redaction took the file itself out; its name then says when and why."""
    return file_name.startswith(TAKEN_OUT) and file_name.endswith("]")


class EvidenceQuerySet(TrackedQuerySet["Evidence"]):
    def standing(self) -> "EvidenceQuerySet":
        """Not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)

    def with_file(self) -> "EvidenceQuerySet":
        """Whose file is kept, and was not taken out by a redaction."""
        return self.filter(kind=Evidence.Kind.FILE).exclude(file_name__startswith=TAKEN_OUT, file_name__endswith="]")


class Evidence(OfAnAction):
    """A file, a link, or something held by the lead: for the action as a whole, one update, or one success criterion.

    ``criterion`` is the line of the success criteria that it shows, as it read then. ``action_version`` is the version of the
    action whose step last wrote this record. A file is kept under its content's SHA-256.
    """

    class Kind(models.TextChoices):
        FILE = "file", "A file"
        LINK = "link", "A link"
        HELD = "held", "Held by us"

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="evidence")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="evidence")
    action_version = models.PositiveIntegerField()
    update = models.ForeignKey(ProgressUpdate, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    criterion = models.TextField("success criterion", max_length=3000, blank=True)
    kind = models.CharField(max_length=10, choices=Kind)
    what = models.CharField(max_length=300)
    shows = models.TextField(max_length=2000)
    url = models.CharField("address", max_length=1000, blank=True)
    held_where = models.CharField(max_length=300, blank=True)
    seen_by = models.CharField(max_length=300, blank=True)
    seen_on = models.DateField(null=True, blank=True)
    file_name = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    added_on = models.DateField()
    added_words = models.CharField(max_length=300, help_text="Post that added it, as it was called then.")
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_words = models.CharField(max_length=300, blank=True)
    withdrawn_because = models.TextField(max_length=2000, blank=True)

    objects = EvidenceQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(OfAnAction.Meta):
        ordering = ["action", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            CheckConstraint(
                name="evidence_says_what_and_what_it_shows",
                condition=~Q(what="") & ~Q(shows=""),
                violation_error_message="Evidence says what it is and what it shows.",
            ),
            CheckConstraint(
                name="evidence_is_of_one_kind",
                condition=Q(kind="file", url="", held_where="", size__isnull=False)
                & ~Q(file_name="")
                & ~Q(media_type="")
                & ~Q(sha256="")
                | Q(kind="link", held_where="", file_name="", media_type="", sha256="", size__isnull=True) & ~Q(url="")
                | Q(kind="held", url="", file_name="", media_type="", sha256="", size__isnull=True) & ~Q(held_where=""),
                violation_error_message="Evidence is a file, a link, or held somewhere: one of the three, and whole.",
            ),
            CheckConstraint(
                name="evidence_of_an_update_or_a_criterion",
                condition=Q(update__isnull=True) | Q(criterion=""),
                violation_error_message="Evidence is of an update or of a success criterion, not of both.",
            ),
            CheckConstraint(
                name="evidence_seen_by_somebody_on_a_day",
                condition=Q(seen_by="", seen_on__isnull=True) | ~Q(seen_by="") & Q(seen_on__isnull=False),
                violation_error_message="Who has seen it goes with the day.",
            ),
            CheckConstraint(
                name="evidence_withdrawn_says_why",
                condition=Q(withdrawn_on__isnull=True, withdrawn_words="", withdrawn_because="")
                | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_words="") & ~Q(withdrawn_because=""),
                violation_error_message="Evidence that is withdrawn says when, by whom and why.",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_taken_out(self) -> bool:
        return was_taken_out(self.file_name)
