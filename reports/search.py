"""Search over what one person may read: of each plan today's position, or the version that members read.

Nothing but the reader's own documents is looked into, after ``visible_to``: a word that she may not read is not there to be
found. Help asked for stands in the documents like everything else. No database is asked for a word, so that both find the same.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from people.models import User
from plans.models import Mark, Plan
from reports.document import PlanDocument, build
from reports.entries import ActionEntry
from reports.folding import folded, holds, spans_of
from reports.models import KeptDocument
from reports.my_work import plans_of
from reports.reading import reads_today
from reports.versions import DamagedDocument, opened
from reports.visible import visible_to, withheld_from

log = logging.getLogger(__name__)

SHORTEST, LONGEST = 2, 200
# Characters of a passage: enough to see what the found word is about.
_BEFORE, _AFTER = 90, 170
# So many passages of one thing are shown; its page has the rest.
_PASSAGES = 3
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f]")

Marked = list[tuple[bool, str]]


@dataclass(frozen=True)
class Wanted:
    """What was typed, and the words that must all be found."""

    typed: str
    words: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> "Wanted":
        typed = " ".join(_UNSEEN.sub(" ", typed).split())
        return cls(typed, tuple(dict.fromkeys(folded(typed).split())) if len(typed) <= LONGEST else ())

    @property
    def whole(self) -> str:
        return folded(self.typed)

    @property
    def is_too_long(self) -> bool:
        return len(self.typed) > LONGEST

    @property
    def is_too_short(self) -> bool:
        """A letter stands in everything."""
        return bool(self.typed) and not self.is_too_long and len("".join(self.words)) < SHORTEST

    @property
    def can_be_found(self) -> bool:
        return bool(self.words) and not self.is_too_short


@dataclass(frozen=True)
class Passage:
    """A text with what it is: "Why this rating", "Milestone"."""

    label: str
    text: str


@dataclass(frozen=True)
class Hit:
    """One action, objective or theme in which every word was found. The lower the rank, the earlier it stands."""

    plan: Plan
    rank: int
    reference: str
    wording: str
    address: str
    words: tuple[str, ...]
    passages: tuple[Passage, ...]
    action: ActionEntry | None = None

    @property
    def title(self) -> Marked:
        return [*marked(self.reference, self.words), (False, " "), *marked(self.wording, self.words)]

    @property
    def found_in(self) -> list[tuple[str, Marked]]:
        """The passages in which a word was found, cut to what stands around it."""
        found = [one for one in self.passages if spans_of(self.words, one.text)]
        return [(one.label, marked(around(one.text, self.words), self.words)) for one in found[:_PASSAGES]]


@dataclass(frozen=True)
class Read:
    """A plan as this person reads it; no document where the kept one is damaged."""

    plan: Plan
    document: PlanDocument | None
    seen: tuple[Mark, ...] = ()  # the marks that this person sees through

    @property
    def words(self) -> str:
        document = self.document
        if document is None or document.number is None:
            return "today’s position"
        return f"version {document.number}, {document.label}"


@dataclass(frozen=True)
class Found:
    """All hits, those of the plan with the best one first. ``damaged``: plans of which nothing could be looked into."""

    hits: list[Hit]
    reads: list[Read]

    @property
    def damaged(self) -> list[Plan]:
        return [read.plan for read in self.reads if read.document is None]

    @property
    def by_plan(self) -> list[tuple[Plan, int]]:
        """``[(plan, how many were found in it)]``."""
        return [(plan, sum(1 for _ in hits)) for plan, hits in groupby(self.hits, key=lambda hit: hit.plan)]

    def seen_in(self, hits: Iterable[Hit]) -> list[Mark]:
        """The marks through which the words of these hits are read."""
        keys = {hit.action.key for hit in hits if hit.action is not None}
        return [mark for read in self.reads for mark in read.seen if mark.within in keys]

    def reading_of(self, plan: Plan) -> str:
        return next(read.words for read in self.reads if read.plan == plan)


def search(person: User, wanted: Wanted) -> Found:
    """Everything in which each of the words stands. Four queries for each plan read as of today, three for all others."""
    reads = list(readings_of(person))
    of_plans = [list(_hits(read.plan, read.document, wanted)) for read in reads if read.document]
    there = sorted((hits for hits in of_plans if hits), key=lambda hits: min(hit.rank for hit in hits))
    # Sorting keeps the plan's own order among equals.
    return Found([hit for hits in there for hit in sorted(hits, key=lambda hit: hit.rank)], reads)


def readings_of(person: User) -> Iterator[Read]:
    """What ``person`` reads of each plan, already filtered; nothing of a plan of which she may read nothing yet."""
    plans = plans_of(person)
    versions = [plan.pk for plan, roles in plans if not reads_today(roles)]
    kept_of = {kept.plan_id: kept for kept in KeptDocument.objects.read_now().lightly().filter(plan__in=versions)}
    for plan, roles in plans:
        if reads_today(roles):
            withheld = withheld_from(person, plan, roles)
            yield Read(plan, visible_to(build(plan), roles, withheld), withheld.marks.seen)
        elif kept := kept_of.get(plan.pk):
            try:
                withheld = withheld_from(person, plan, roles)
                yield Read(plan, visible_to(opened(kept), roles, withheld), withheld.marks.seen)
            except DamagedDocument as damaged:
                log.error("%s Run manage.py check_records and restore it from a backup.", damaged)
                yield Read(plan, None)


# --- in one document ---------------------------------------------------------------------------

EXACT, IN_THE_WORDING, IN_THE_REST = 0, 1, 2


def _hits(plan: Plan, document: PlanDocument, wanted: Wanted) -> Iterator[Hit]:
    """In the plan's order: each theme, its objectives, their actions."""
    for theme in document.themes:
        outcome = [Passage("Outcome", theme.outcome)]
        yield from _hit(plan, wanted, ("theme", theme.number), f"Theme {theme.number}", theme.title, outcome)
        for objective in theme.objectives:
            about = [
                Passage("Accountable", objective.accountable),
                *(Passage("Workstream", f"{one.name} {one.lead}".strip()) for one in objective.workstreams),
            ]
            named = ("objective", objective.slug)
            yield from _hit(plan, wanted, named, objective.reference, objective.wording, about)
            for action in objective.actions:
                named = ("action", action.slug)
                passages = passages_of(action)
                yield from _hit(plan, wanted, named, action.reference, action.wording, passages, action)


def _hit(
    plan: Plan,
    wanted: Wanted,
    named: tuple[str, object],
    reference: str,
    wording: str,
    passages: list[Passage],
    action: ActionEntry | None = None,
) -> Iterator[Hit]:
    texts = [reference, wording, *(one.text for one in passages)]
    if not holds(wanted.words, folded("\n".join(texts))):
        return
    if folded(reference) == wanted.whole:
        rank = EXACT
    else:
        rank = IN_THE_WORDING if holds(wanted.words, folded(f"{reference}\n{wording}")) else IN_THE_REST
    page, part = named
    address = reverse(f"reports:{page}", args=[plan.slug, part])
    yield Hit(plan, rank, reference, wording, address, wanted.words, tuple(passages), action)


def passages_of(action: ActionEntry) -> list[Passage]:
    """Everything that the action's page says of it in words, in the order of the page."""
    update = action.update
    told = [
        ("Why this rating", update.rationale),
        ("What shows it now", update.shows_it),
        ("The figure", f"{update.figure_what} {update.figure_source}" if update.figure_what else ""),
        ("What brings it back", update.brings_back),
    ] if update else []  # fmt: skip
    for ask in action.asks:
        told += [("Help asked", f"{ask.help_needed} Of {ask.from_whom}"), ("Answer", ask.answer)]
    for fact in action.facts:
        told.append(("What puts it at risk", f"{fact.what} {fact.done_about_it}"))
    told += [("Milestone", milestone.what) for milestone in action.milestones]
    told += [("Success criterion", line) for line in action.success_criteria]
    for evidence in action.evidence:
        # Of what was withdrawn the page shows no more than its name.
        shows = "" if evidence.withdrawn_on else f" {evidence.file_name} {evidence.held_where} {evidence.shows}"
        told.append(("Evidence", f"{evidence.what}{shows}"))
    told += [
        ("What has been done", update.narrative if update else ""),
        ("Lead", f"{action.lead}, {action.organisation}"),
        ("Partners", ", ".join(action.partners)),
    ]
    return [Passage(label, text) for label, text in told if text]


# --- as it is shown ----------------------------------------------------------------------------


def marked(text: str, words: Iterable[str]) -> Marked:
    """``[(found, piece of the text)]``; the pieces together are the text."""
    pieces, done = [], 0
    for start, end in spans_of(words, text):
        pieces += [(False, text[done:start]), (True, text[start:end])]
        done = end
    return [(found, piece) for found, piece in [*pieces, (False, text[done:])] if piece]


def around(text: str, words: Iterable[str]) -> str:
    """What stands around the first word found, on one line, cut between words."""
    text = " ".join(text.split())
    spans = spans_of(words, text)
    first = spans[0][0] if spans else 0
    start, end = max(first - _BEFORE, 0), min(first + _AFTER, len(text))
    if start:
        start = max(text.rfind(" ", 0, start + 1) + 1, start - _BEFORE)
    if end < len(text):
        end = min(text.find(" ", end) % (len(text) + 1), end + _BEFORE)
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
