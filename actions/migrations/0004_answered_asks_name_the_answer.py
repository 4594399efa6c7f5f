from typing import Any

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def name_the_answer(apps: Any, _editor: Any) -> None:
    for name in ("Ask", "HistoricalAsk"):
        answered = apps.get_model("actions", name)._base_manager.filter(answered_version__isnull=False)
        answered.update(action_version=F("answered_version"))


def name_both_again(apps: Any, _editor: Any) -> None:
    """Which step asked stands in the first history row."""
    history = apps.get_model("actions", "HistoricalAsk")
    for name, key in (("Ask", "pk"), ("HistoricalAsk", "id")):
        first = history._base_manager.filter(id=OuterRef(key), version=1).values("action_version")[:1]
        rows = apps.get_model("actions", name)._base_manager.filter(answered_on__isnull=False)
        rows.update(answered_version=F("action_version"))
        rows.update(action_version=Subquery(first))


class Migration(migrations.Migration):
    dependencies = [("actions", "0003_an_ask_names_the_step_that_last_wrote_it")]

    operations = [migrations.RunPython(name_the_answer, name_both_again)]
