"""What a reader is told where a kept document or a file of evidence is not what it was."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from actions.evidence_store import FileLost
from reports.versions import DamagedDocument

log = logging.getLogger(__name__)


class DamagedPage:
    """A version whose text no longer has its digest is shown to nobody, nor a file that is not what was sent; the page says
    so, and whom to tell."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DamagedDocument):
            answer = render(request, "reports/damaged.html", {"kept": exception.kept}, status=500)
        elif isinstance(exception, FileLost):
            answer = render(request, "reports/file_lost.html", {"evidence": exception.evidence}, status=500)
        else:
            return None
        log.error("%s Run manage.py check_records and restore it from a backup.", exception, exc_info=exception)
        return answer
