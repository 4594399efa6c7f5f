"""The board paper: which reading it is made from, and the download."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.urls import reverse

from people import clock
from people.models import british
from plans.gate import PlanRequest, right
from plans.models import Mark, Opening, Plan
from plans.openings import note_opened, seen_on
from plans.pages import plan_page
from reports import handing_out
from reports.comparison import compare
from reports.document import PlanDocument, build
from reports.models import KeptDocument
from reports.papers.columns import EVERY_COLUMN, Ground, Imprint
from reports.papers.spreadsheet import plan_as_csv
from reports.papers.word import board_paper
from reports.reading import reads_frozen, reads_today
from reports.versions import keep_todays_position, opened
from reports.visible import closed_part, figures_seen, open_part, visible_to, withheld_by, withheld_from_public


@dataclass(frozen=True)
class Kind:
    """A kind of paper: how it is made and what a browser is told of it."""

    make: Callable[[PlanDocument, Imprint], bytes]
    ending: str
    media_type: str


CLOSED = "closed"  # the part of a paper that is not for publication
WORD = Kind(board_paper, "docx", handing_out.WORD)
CSV = Kind(plan_as_csv, "csv", handing_out.CSV)


@dataclass(frozen=True)
class Offer:
    """A reading of which papers can be had. ``kept`` is its version; today's position has none before the first paper."""

    plan: Plan
    kept: KeptDocument | None

    @property
    def word(self) -> str:
        return self._address("paper-word")

    @property
    def csv(self) -> str:
        return self._address("paper-csv")

    def _address(self, name: str) -> str:
        if self.kept is None:
            return reverse(f"reports:{name}", args=[self.plan.slug])
        return reverse(f"reports:version-{name}", args=[self.plan.slug, self.kept.number])


def the_version(plan: Plan, version: int) -> KeptDocument:
    """Finder for the pages of one version."""
    kept = KeptDocument.objects.lightly().editions().filter(plan=plan, number=version).first()
    if kept is None:
        raise Http404("No such version.")
    kept.plan = plan
    return kept


@right("export", methods=("GET",))
def paper_list(request: PlanRequest, plan: Plan) -> HttpResponse:
    """The papers of the reader's own reading, and of every version."""
    return _offers(request, None)


@right("export", of=the_version, methods=("GET",))
def version_paper_list(request: PlanRequest, kept: KeptDocument) -> HttpResponse:
    """The same page with one version on top."""
    _refuse_unread(request, kept)
    return _offers(request, kept.number)


@right("export", methods=("POST",))
def paper_word(request: PlanRequest, plan: Plan) -> HttpResponse:
    """The board paper of the reader's own reading."""
    return _own_reading(request, WORD)


@right("export", methods=("POST",))
def paper_csv(request: PlanRequest, plan: Plan) -> HttpResponse:
    """The reader's own reading as a table."""
    return _own_reading(request, CSV)


@right("export", of=the_version, methods=("GET",))
def version_paper_word(request: PlanRequest, kept: KeptDocument) -> HttpResponse:
    """The board paper of one version."""
    _refuse_unread(request, kept)
    return _file(request, opened(kept), kept, WORD)


@right("export", of=the_version, methods=("GET",))
def version_paper_csv(request: PlanRequest, kept: KeptDocument) -> HttpResponse:
    """One version as a table."""
    _refuse_unread(request, kept)
    return _file(request, opened(kept), kept, CSV)


def _offers(request: PlanRequest, number: int | None) -> HttpResponse:
    """``number``: the version on top; without one, what this reader reads."""
    plan = request.plan
    offers = [Offer(plan, None)] if reads_today(request.roles) else []
    kept_ones = KeptDocument.objects.editions() if reads_frozen(request) else KeptDocument.objects.versions()
    withheld = withheld_by(request)
    offers += [Offer(plan, figures_seen(kept, withheld)) for kept in kept_ones.lightly().filter(plan=plan)]
    same = _same_as_today(request) if number is None else None
    wanted = number or (same.number if same else None)
    first = next((offer for offer in offers if wanted is None or (offer.kept and offer.kept.number == wanted)), None)
    others = [offer for offer in offers if offer is not first]
    context = {
        "first": first,
        "others": others,
        "today": clock.today(),
        "number": number,
        "columns": len(EVERY_COLUMN),
        "same": same,
        "marked": len(request.marks.seen),
    }
    return plan_page(request, "reports/paper_list.html", context)


def _same_as_today(request: PlanRequest) -> KeptDocument | None:
    """The version that members read, where today's position says nothing else: its paper can be sent to somebody."""
    plan = request.plan
    if not reads_today(request.roles) or plan.issued_version is None:
        return None
    kept = the_version(plan, plan.issued_version)
    before, now = (visible_to(one, request.roles, withheld_by(request)) for one in (opened(kept), build(plan)))
    return None if compare(before, now) else kept


def _refuse_unread(request: PlanRequest, kept: KeptDocument) -> None:
    """What lies before a body is there for its members, and for who reads today's position."""
    if not kept.is_issued and not reads_frozen(request):
        raise Http404("No such version.")


def _own_reading(request: PlanRequest, kind: Kind) -> HttpResponse:
    """Today's position is kept when a paper is made of it, so that the paper's digest can be checked later."""
    plan = request.plan
    if reads_today(request.roles):
        document, kept = keep_todays_position(plan, request.user)
        return _file(request, document, kept, kind)
    kept = the_version(plan, plan.issued_version or 0)
    return _file(request, opened(kept), kept, kind)


def _file(request: PlanRequest, document: PlanDocument, kept: KeptDocument, kind: Kind) -> HttpResponse:
    """The file, to be saved and not shown: the open part, in which nothing is that is marked; or the closed part."""
    grounds: tuple[Ground, ...] = ()
    mine = visible_to(document, request.roles, withheld_by(request))
    marked = withheld_from_public(request.plan)
    if request.GET.get("part") == CLOSED:
        part = closed_part(mine, marked)
        grounds = grounds_of(request, part)
        if not grounds:
            raise Http404("Nothing that is marked is for this reader.")
        note_opened(request, seen_on(request, (action.key for action in part.actions)), Opening.Through.PAPER)
    else:
        part = open_part(document, marked)
    content = kind.make(part, Imprint(kept.digest, kept.kept_at, handing_out.is_sample(), grounds))
    name = file_name(document, kind.ending, "closed part " if grounds else "")
    return handing_out.attachment(content, name, kind.media_type)


def grounds_of(request: PlanRequest, part: PlanDocument) -> tuple[Ground, ...]:
    """Why what stands in this closed part is not for publication, mark by mark."""
    there = {action.key for action in part.actions}
    return tuple(
        Ground(ground_words(mark), mark.text, mark.within) for mark in request.marks.seen if mark.within in there
    )


def ground_words(mark: Mark) -> str:
    """Exempt, paragraph 1 – about an individual; an update of 1.4.3, because …"""
    kind = str(mark.get_kind_display())
    if mark.paragraphs:
        kind = f"{kind} by Schedule 12A, {'; '.join(mark.paragraph_words)}"
    waits = " (not yet confirmed by the proper officer)" if mark.waits_for_the_proper_officer else ""
    return f"{kind}{waits}: {mark.what}, because {mark.ground}"


def file_name(document: PlanDocument, ending: str, part: str = "") -> str:
    """CSE-Delivery-Plan-version-2-March-2016.docx: letters, figures and dashes that every system keeps."""
    reading = (
        f"version {document.number} {document.label}" if document.number else f"position {british(document.as_on)}"
    )
    return file_name_of(document, f"{part}{reading}", ending)


def file_name_of(plan: Plan | PlanDocument, words: str, ending: str) -> str:
    """The same of any paper of a plan."""
    name = f"{_dashed(plan.short_title) or plan.slug}-{_dashed(words)}"
    return f"{name[:120].rstrip('-')}.{ending}"


def _dashed(text: str) -> str:
    letters = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.sub("[^A-Za-z0-9]+", "-", "".join(letters)).strip("-")
