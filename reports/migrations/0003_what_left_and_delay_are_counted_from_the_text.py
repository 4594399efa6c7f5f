import datetime as dt
import json
from typing import Any

from django.db import migrations

GONE = ("moved", "superseded", "withdrawn")


def count(apps: Any, _editor: Any) -> None:
    """The texts themselves stay as they are, to the letter."""
    kept_ones = apps.get_model("reports", "KeptDocument")._base_manager
    for key in list(kept_ones.values_list("pk", flat=True)):
        try:
            told = json.loads(kept_ones.values_list("text", flat=True).get(pk=key))
        except ValueError:
            continue  # damaged before: check_records names it
        actions = [
            action for theme in told["themes"] for objective in theme["objectives"] for action in objective["actions"]
        ]
        here = [action for action in actions if action["status"] not in GONE]
        kept_ones.filter(pk=key).update(
            gone={action["reference"]: action["status"] for action in actions if action["status"] in GONE},
            delay={
                "late": sum(1 for action in here if _is_late(action, told["as_on"])),
                "extended": sum(1 for action in here if action["times_extended"]),
                "awaiting sign-off": sum(1 for action in here if action["status"] in ("reported complete", "verified")),
            },
        )


def _is_late(action: dict[str, Any], as_on: str) -> bool:
    """Late on the day of the text, or on the day it was done where that came first, as releases of that time said it."""
    if not action["due_on"] or action["status"] == "complete":
        return False
    until = min(day for day in (as_on, action.get("done_on")) if day)
    return dt.date.fromisoformat(until) > dt.date.fromisoformat(action["due_on"])


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_what_left_and_delay_stand_beside_a_kept_text")]

    # Going back drops the two columns.
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
