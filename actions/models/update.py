"""The progress update: a rating with the case for it."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from actions.models.action import Action, OfAnAction
from people.rating import Rating
from plans.models import Plan, RatingCriterion, Round


class ProgressUpdate(OfAnAction):
    """What a lead said of an action on a day: criterion, why, the figure that moved, when it will finish.

    ``action_version`` is the version of the action that this update made: by it the update finds its Step.
    ``rating`` repeats the criterion's colour, so that the database itself asks Red and Amber what brings it back.
    """

    LONGEST = 5000

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="updates")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="updates")
    action_version = models.PositiveIntegerField()
    round = models.ForeignKey(
        Round,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="updates",
        help_text="In which it was sent.",
    )
    submitted_at = models.DateTimeField()
    by_words = models.CharField(max_length=300)
    criterion = models.ForeignKey(RatingCriterion, on_delete=models.PROTECT, related_name="updates")
    rating = models.CharField(max_length=1, choices=Rating)
    rationale = models.TextField("why this rating?", max_length=LONGEST)
    shows_it = models.TextField("what shows it now?", max_length=LONGEST, blank=True)
    figure_what = models.CharField("figure", max_length=200, blank=True)
    figure_from = models.CharField("from", max_length=60, blank=True)
    figure_to = models.CharField("to", max_length=60, blank=True)
    figure_source = models.CharField("source", max_length=200, blank=True)
    narrative = models.TextField("what has been done?", max_length=LONGEST, blank=True)
    forecast_on = models.DateField("expected finish", null=True, blank=True)
    brings_back = models.TextField("what brings it back?", max_length=LONGEST, blank=True)
    brings_back_by = models.DateField("by when?", null=True, blank=True)

    class Meta(OfAnAction.Meta):
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            UniqueConstraint(fields=["action", "action_version"], name="update_once_for_a_version_of_its_action"),
            CheckConstraint(
                name="update_says_why",
                condition=~Q(rationale=""),
                violation_error_message="Every rating says why.",
            ),
            CheckConstraint(
                name="update_red_or_amber_says_what_brings_it_back",
                condition=Q(rating="G") | ~Q(brings_back="") & Q(brings_back_by__isnull=False),
                violation_error_message="Red and Amber say what brings the action back, and by when.",
            ),
            CheckConstraint(
                name="update_figure_is_whole",
                condition=Q(figure_what="", figure_from="", figure_to="", figure_source="")
                | ~Q(figure_what="") & ~Q(figure_to="") & ~Q(figure_source=""),
                violation_error_message="A figure says what it counts, what it is now, and its source.",
            ),
        ]

    def __str__(self) -> str:
        return f"Update of {self.action_id} ({self.get_rating_display()})"
