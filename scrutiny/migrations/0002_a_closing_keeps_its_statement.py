from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scrutiny", "0001_closing_a_plan")]

    operations = [
        migrations.AddField(
            model,
            "statement",
            models.TextField(blank=True, help_text="What was accounted for, as it was when the plan closed."),
        )
        for model in ("closing", "historicalclosing")
    ]
