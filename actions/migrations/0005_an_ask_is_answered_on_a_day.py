from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Which step answered is what the ask names now."""

    dependencies = [("actions", "0004_answered_asks_name_the_answer")]

    operations = [
        migrations.RemoveField("ask", "answered_version"),
        migrations.RemoveField("historicalask", "answered_version"),
        migrations.AddConstraint(
            "ask",
            models.CheckConstraint(
                name="ask_answered_has_an_answer",
                condition=Q(answered_on__isnull=True, answer="") | Q(answered_on__isnull=False) & ~Q(answer=""),
                violation_error_message="An answered ask has its answer and its date.",
            ),
        ),
    ]
