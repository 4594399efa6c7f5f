from typing import Any

from django.db import migrations


def name_who_held_the_post(apps: Any, _editor: Any) -> None:
    """The history of the post knows who held it when the step was taken."""
    rows = apps.get_model("plans", "Step")._base_manager
    history = apps.get_model("people", "HistoricalPost")._base_manager
    for step in rows.filter(by_post__isnull=False).iterator():
        then = history.filter(id=step.by_post_id, history_date__lte=step.at).order_by("-history_date", "-history_id")
        holder = then.values_list("holder_id", flat=True).first()
        rows.filter(pk=step.pk).update(by_holder=holder)


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0003_a_step_names_who_held_the_post"),
        ("people", "0001_people_posts_and_bodies"),
    ]

    operations = [migrations.RunPython(name_who_held_the_post, migrations.RunPython.noop)]
