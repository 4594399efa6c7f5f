from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("scrutiny", "0003_earlier_closings_get_their_statement")]

    operations = [
        migrations.AddConstraint(
            "closing",
            models.CheckConstraint(
                name="closing_keeps_its_statement",
                condition=Q(outcome="closed") & ~Q(statement="") | ~Q(outcome="closed") & Q(statement=""),
                violation_error_message="A plan is closed with its statement.",
            ),
        ),
    ]
