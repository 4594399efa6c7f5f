"""Handing out a file of evidence: through the rights of the reading that holds it, as an attachment, drawn by nobody."""

from typing import Any

from django.http import FileResponse, Http404

from actions.evidence_store import opened
from actions.models import Evidence
from plans.gate import PlanRequest
from plans.models import Mark, Opening
from plans.openings import note_opened
from plans.pages import plan_page
from reports.reading import Reading, reading_page

# Whatever is in the file, and whatever a browser makes of it: nothing in it runs, loads or is guessed at.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "private, no-store",
}


def of_this(evidence: int) -> dict[str, Any]:
    return {"evidence__pk": evidence}


@reading_page(only=of_this)
def evidence_file(request: PlanRequest, reading: Reading, evidence: int) -> Any:
    """The file, if this reading names it and nobody has withdrawn it, or taken it out, since."""
    named = any(one.key == evidence for action in reading.document.actions for one in action.evidence)
    found = Evidence.objects.standing().filter(plan=reading.plan, pk=evidence, kind=Evidence.Kind.FILE).first()
    if not named or found is None:
        raise Http404("No such file in this reading.")
    if found.is_taken_out:
        return plan_page(request, "reports/file_taken_out.html", {"evidence": found}, status=410)
    note_opened(request, [mark for mark in request.marks.seen if _is_on(mark, found)], Opening.Through.FILE)
    return FileResponse(
        opened(found), as_attachment=True, filename=found.file_name, content_type=found.media_type, headers=HEADERS
    )


def _is_on(mark: Mark, evidence: Evidence) -> bool:
    """Whether the mark lies on this file, on its update, or on the whole of its action."""
    on = {
        Mark.Thing.ACTION: evidence.action_id,
        Mark.Thing.UPDATE: evidence.update_id,
        Mark.Thing.EVIDENCE: evidence.pk,
    }
    return on.get(Mark.Thing(mark.thing)) == mark.key
