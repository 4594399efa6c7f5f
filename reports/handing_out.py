"""A file made for one reader: saved and not shown, and kept by nobody on the way."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from people import clock
from reports.papers.spreadsheet import table_as_csv

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV = "text/csv; charset=utf-8"


def is_sample() -> bool:
    """Whether what is handed out is invented, and must say so."""
    return bool(settings.SAMPLE and clock.sample_offset())


def attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    """``name`` with its ending; what no system keeps in a name is taken out of it."""
    headers = {
        "Content-Disposition": content_disposition_header(True, name.replace("/", "-")) or "attachment",
        "Cache-Control": "private, no-cache",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], name: str) -> HttpResponse:
    """A table as CSV; no cell of it is run by a spreadsheet."""
    return attachment(table_as_csv(columns, rows), f"{name}.csv", CSV)
