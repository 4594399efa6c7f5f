"""Deletes the files of evidence that no row names: what was uploaded and then not sent."""

from typing import Any

from django.core.management.base import BaseCommand

from actions.evidence_store import sweep


class Command(BaseCommand):
    """A file is kept a moment before its row: those of the last hour stay, so it may be run at any time."""

    help = "Delete files of evidence that no row names and that are older than an hour."

    def handle(self, *args: Any, **options: Any) -> None:
        strays = sweep()
        for name in strays:
            self.stdout.write(name)
        self.stdout.write(f"{len(strays)} deleted." if strays else "Nothing to sweep: every file has its row.")
