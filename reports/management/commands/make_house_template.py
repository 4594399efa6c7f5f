"""Writes the house template of the board paper anew, with the look that we gave it."""

from typing import Any

from django.core.management.base import BaseCommand

from reports.papers.house_template import HOUSE_TEMPLATE, make_house_template


class Command(BaseCommand):
    help = "Write reports/papers/house_template.docx anew. What was changed in it with Word is lost."

    def handle(self, *args: Any, **options: Any) -> None:
        HOUSE_TEMPLATE.write_bytes(make_house_template())
        self.stdout.write(f"Written: {HOUSE_TEMPLATE}")
