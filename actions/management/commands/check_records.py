"""Compare rows, history rows and steps."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from actions.record_check import RecordCheck, one_moment


class Command(BaseCommand):
    help = (
        "Compare every row with its history and its steps, one line for each disagreement, saying what to do. "
        "Changes nothing; ends with 1 where something disagrees."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        with one_moment():
            check = RecordCheck()
            for finding in check.findings():
                self.stdout.write(finding)
                found += 1
        compared = f"{check.rows:,} rows, {check.history:,} history rows, {check.steps:,} steps"
        if found:
            raise CommandError(f"{compared}: {found:,} {'finding' if found == 1 else 'findings'}, named above.")
        self.stdout.write(f"{compared}: all agree")
