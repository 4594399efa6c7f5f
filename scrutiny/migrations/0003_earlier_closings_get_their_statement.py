from typing import Any

from django.db import migrations


def draw_what_was_not_kept(apps: Any, _editor: Any) -> None:
    """Until now a statement was drawn anew each time it was asked for: it is drawn once more, as today's rows have it."""
    from scrutiny.closing import statement_of
    from scrutiny.models import Closing

    model = apps.get_model("scrutiny", "Closing")
    history = apps.get_model("scrutiny", "HistoricalClosing")
    for key in model._base_manager.filter(outcome="closed").values_list("pk", flat=True):
        closing = Closing.objects.select_related("plan").get(pk=key)
        text = statement_of(closing).to_text()
        model._base_manager.filter(pk=key).update(statement=text)
        history._base_manager.filter(id=key, outcome="closed").update(statement=text)


class Migration(migrations.Migration):
    dependencies = [
        ("scrutiny", "0002_a_closing_keeps_its_statement"),
        # It draws by today's models, which must all be there.
        ("plans", "0005_rounds_and_the_route"),
        ("actions", "0008_a_plan_that_came_in_a_file"),
    ]

    operations = [migrations.RunPython(draw_what_was_not_kept, migrations.RunPython.noop)]
