from django.db import migrations, models


class Migration(migrations.Migration):
    """An ask that goes with its action is written by more than two steps."""

    dependencies = [("actions", "0002_an_actions_whole_life")]

    operations = [
        migrations.RemoveConstraint("ask", "ask_answered_has_an_answer"),
        *(
            operation
            for model in ("ask", "historicalask")
            for operation in (
                migrations.RenameField(model, "asked_version", "action_version"),
                migrations.AlterField(
                    model,
                    "action_version",
                    models.PositiveIntegerField(help_text="Version of the action whose step last wrote this."),
                ),
            )
        ),
    ]
