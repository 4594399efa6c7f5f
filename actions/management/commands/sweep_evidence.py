"""Deletes the files of evidence that no row names: what was uploaded and then not sent."""

from typing import Any

from django.core.management.base import BaseCommand

from actions.evidence_store import sweep


class Command(BaseCommand):
    """Run it at night: a file is kept a moment before its row, and one that is being added now must not be swept."""

    help = "Delete files of evidence that no row names. Run it at night."

    def handle(self, *args: Any, **options: Any) -> None:
        strays = sweep()
        for name in strays:
            self.stdout.write(name)
        self.stdout.write(f"{len(strays)} deleted." if strays else "Nothing to sweep: every file has its row.")
