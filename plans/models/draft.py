"""What somebody has typed and not sent."""

from django.db import models
from django.db.models import UniqueConstraint

from people.models import User


class Draft(models.Model):
    """A form half filled: nobody's history, kept until it is sent or thrown away."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    form = models.CharField(max_length=60)
    about = models.CharField(max_length=60, help_text="Kind and key of the row that the form is about: action:12.")
    words = models.CharField(max_length=200, help_text="What it is called in My work: Update of 1.4.3.")
    path = models.CharField(max_length=300, help_text="Where the form stands.")
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["person", "form", "about"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.form} of {self.person}"
