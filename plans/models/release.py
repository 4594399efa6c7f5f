"""The release: that the public reads an issued version, and from which day on."""

import datetime as dt

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from people.models import User
from people.tracking import Tracked, TrackedQuerySet
from plans.models.plan import Plan


class ReleaseQuerySet(TrackedQuerySet["Release"]):
    def running(self) -> "ReleaseQuerySet":
        """Those that wait to be confirmed, or are confirmed and were not taken off again."""
        return self.filter(ended_on__isnull=True)

    def proposed(self) -> "ReleaseQuerySet":
        """Those that wait to be confirmed."""
        return self.filter(status=Release.Status.PROPOSED)

    def public(self, on: dt.date) -> "ReleaseQuerySet":
        """Those by which the public reads a version on the day ``on``."""
        return self.filter(status=Release.Status.CONFIRMED, from_on__lte=on)


class Release(Tracked):
    """That a version is made public: proposed by a plan manager, confirmed by somebody else, taken off again by one person.

    ``title`` is what the version itself calls the plan. ``names_known`` are the posts and bodies by which the version says who
    did something, as they were known when it was proposed: whoever is called otherwise there is not named to the public.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Waits to be confirmed"
        CONFIRMED = "confirmed", "Confirmed"
        REFUSED = "refused", "Refused"
        TAKEN_BACK = "taken back", "Taken back"
        WITHDRAWN = "withdrawn", "Taken off the public pages"

    untold_fields = ("title", "names_known", "proposed_by", "proposed_on", "confirmed_by", "confirmed_on")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="releases")
    version_number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    names_known = models.JSONField(default=list, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.PROPOSED)
    from_on = models.DateField(help_text="The first day on which the public reads it, once it is confirmed.")
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="releases_proposed")
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="releases_confirmed"
    )
    ended_on = models.DateField(null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()  # type: ignore[misc, unused-ignore]

    class Meta(Tracked.Meta):
        ordering = ["plan", "-version_number", "-pk"]
        constraints = [
            UniqueConstraint(
                fields=["plan", "version_number"],
                condition=Q(ended_on__isnull=True),
                name="release_runs_once_for_a_version",
                violation_error_message="That version is public already, or waits to be confirmed.",
            ),
            CheckConstraint(
                name="release_from_the_day_it_is_proposed_or_later",
                condition=Q(from_on__gte=F("proposed_on")),
                violation_error_message="A version becomes public on the day on which that is proposed, or later.",
            ),
            CheckConstraint(
                name="release_confirmed_whole",
                condition=Q(status__in=["proposed", "refused", "taken back"])
                & Q(confirmed_on__isnull=True, confirmed_by__isnull=True)
                | Q(status__in=["confirmed", "withdrawn"], confirmed_on__isnull=False, confirmed_by__isnull=False),
                violation_error_message="What is confirmed has the day and who did it; nothing else has.",
            ),
            CheckConstraint(
                name="release_public_once_confirmed",
                condition=Q(confirmed_on__isnull=True) | Q(from_on__gte=F("confirmed_on")),
                violation_error_message="Nothing is public before the day on which it was confirmed.",
            ),
            CheckConstraint(
                name="release_confirmed_by_another",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                violation_error_message="Whoever proposed it does not confirm it.",
            ),
            CheckConstraint(
                name="release_ended_whole",
                condition=Q(status__in=["proposed", "confirmed"], ended_on__isnull=True)
                | Q(status__in=["refused", "taken back", "withdrawn"], ended_on__isnull=False),
                violation_error_message="What was refused, taken back or taken off has the day; nothing else has.",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.version_number} to the public"

    def kept_under(self) -> models.Model:
        return self.plan

    @property
    def is_proposed(self) -> bool:
        return self.status == self.Status.PROPOSED

    @property
    def is_confirmed(self) -> bool:
        return self.status == self.Status.CONFIRMED
