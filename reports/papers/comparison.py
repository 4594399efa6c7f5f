"""What changed between two readings as a Word paper: the same differences in the same order as on the page."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import timezone
from markupsafe import Markup

from people.models import british
from people.rating import shown
from plans.telling import ToldStep
from reports.changes import Change, Kind, Marked, by_kind
from reports.document import PlanDocument
from reports.papers.house_template import make_comparison_template
from reports.papers.word import SAMPLE_WORDS, Told, key_of, mark_of, set_in, set_whole


@dataclass(frozen=True)
class Side:
    """One of the two readings: what it is called, its document, and the digest under which that is kept."""

    words: str
    document: PlanDocument
    digest: str


def comparison_paper(
    before: Side, after: Side, changes: Sequence[Change], *, narrowed: str, sample: bool, made_at: dt.datetime
) -> bytes:
    """The paper as a .docx file. ``narrowed`` says what was left out, in words; empty where nothing was."""
    title = f"{after.document.short_title}: what changed"
    told = words_of(before, after, changes, narrowed, sample)
    return set_in(io.BytesIO(_template()), told, title=title, subject=told["reading"], made_at=made_at)


@lru_cache
def _template() -> bytes:
    return make_comparison_template()


def words_of(before: Side, after: Side, changes: Sequence[Change], narrowed: str, sample: bool) -> Told:
    """Everything the template may set, by name."""
    groups = by_kind(changes)
    counted = ", ".join(f"{kind.label.lower()} {len(of_kind):,}" for kind, of_kind in groups)
    number = "1 difference" if len(changes) == 1 else f"{len(changes):,} differences"
    return {
        "title": after.document.title,
        "short_title": after.document.short_title,
        "reading": f"From {before.words} to {after.words}",
        "sample": SAMPLE_WORDS if sample else "",
        "before": _side(before),
        "after": _side(after),
        "counts": f"{number}: {counted}." if changes else "Nothing changed between the two.",
        "narrowed": narrowed,
        "key": key_of(after.document),
        "groups": [{"heading": kind.heading, "changes": [_change(one) for one in of_kind]} for kind, of_kind in groups],
    }


def _side(side: Side) -> Told:
    return {"words": side.words, "as_at": british(side.document.as_on), "digest": side.digest}


def _change(change: Change) -> Told:
    # Elsewhere the two columns say it.
    pieces = change.marked if change.kind is Kind.REWORDED else Marked([(False, change.was)], [(False, change.now)])
    return {
        "reference": change.place.reference,
        "words": "" if change.now == change.place.words else change.place.words,
        "lead": change.place.lead,
        "what": "" if change.kind is Kind.RERATED else change.what,
        "was": _marked(pieces.was, "Gone"),
        "now": _marked(pieces.now, "Come"),
        "was_mark": _mark(change.was_rating),
        "now_mark": _mark(change.now_rating),
        "note": change.note,
        "steps": [_step(step) for step in change.steps],
        "nobody": "" if change.steps or change.came_by_itself else "No reason is on record for this.",
    }


def _mark(rating: str | None) -> Markup | str:
    return "" if rating is None else mark_of(shown(rating))


def _marked(pieces: Sequence[tuple[bool, str]], style: str) -> Markup:
    """The pieces of a text as runs of a paragraph, those that differ in a style of their own."""
    run = Markup('<w:r>{}<w:t xml:space="preserve">{}</w:t></w:r>')
    look = Markup('<w:rPr><w:rStyle w:val="{}"/></w:rPr>').format(style)
    runs = [run.format(look if differs else "", set_whole(words)) for differs, words in pieces if words]
    return Markup('<w:r><w:t xml:space="preserve"> </w:t></w:r>').join(runs)


def _step(step: ToldStep) -> dict[str, Any]:
    """Who, when, because, at which meeting, as every page says it."""
    said = (
        step.by_words,
        british(timezone.localtime(step.at).date()),
        step.because and f"because: {step.because}",
        step.agreed_words and f"agreed at {step.agreed_words}",
        step.recorded_words and f"recorded by {step.recorded_words}",
        step.received_words and f"received {step.received_words}",
    )
    return {
        "who": " · ".join(filter(None, said)),
        "unconfirmed": f" · {step.confirmed_words}" if step.confirmed_words else "",
    }
