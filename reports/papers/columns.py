"""What every paper says of an action, declared once: the name a template uses, the heading of a table, and the value.

How a value is written is the renderer's: a spreadsheet sorts by 2016-04-14, a person reads 14 April 2016.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from people.models import british
from people.rating import shown
from reports.document import PlanDocument
from reports.entries import (
    ActionEntry,
    AskEntry,
    ExtensionEntry,
    FactEntry,
    MilestoneEntry,
    ObjectiveEntry,
    ThemeEntry,
)

# Several lines where there are several extensions or asks: the n-th line of each column belongs to the n-th of them.
Line = str | dt.date | None
Value = Line | int | tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """Why something in a closed part is not for publication, and the text of its own where that is what is marked."""

    words: str
    text: str
    action: int  # key of the action under which it lies


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a paper says of its own making: the digest of the kept document, when that was kept, whether all is a sample.

    ``grounds`` are those of a closed part; any other paper is an open one.
    """

    digest: str
    kept_at: dt.datetime
    sample: bool
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """An action with everything above it."""

    document: PlanDocument
    imprint: Imprint
    theme: ThemeEntry
    objective: ObjectiveEntry
    action: ActionEntry


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    heading: str
    value: Callable[[Row], Value]


def rows_of(document: PlanDocument, imprint: Imprint) -> Iterator[Row]:
    """Every action once, in the plan's order."""
    for theme in document.themes:
        for objective in theme.objectives:
            for action in objective.actions:
                yield Row(document, imprint, theme, objective, action)


def reading_words(document: PlanDocument, imprint: Imprint) -> str:
    """Which reading a paper holds. A sample says so in the same breath."""
    words = (
        f"version {document.number}, {document.label}"
        if document.number
        else "today’s position, not yet issued to members"
    )
    if imprint.grounds:
        words = f"closed part, not for publication, of {words}"
    return f"Sample: {words}" if imprint.sample else words[0].upper() + words[1:]


def whole_reading_words(document: PlanDocument, imprint: Imprint) -> str:
    """The same, and what the version puts right, where it does."""
    words = reading_words(document, imprint)
    if document.corrects is None:
        return words
    return f"{words}. This version corrects version {document.corrects}: {document.corrects_words}"


# Control characters, halves of a surrogate pair, and the two that XML refuses.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """``text`` with U+FFFD, the mark for a lost character, for each that would make a file unreadable."""
    return _UNPRINTABLE.sub("\ufffd", text)


def rating_words(action: ActionEntry) -> str:
    """Its rating; of what has left the plan, how it left: it is no red any more that anybody counts."""
    return action.status.capitalize() if action.is_gone else shown(action.rating).word


# --- the columns -------------------------------------------------------------------------------


def _extensions(name: str, heading: str, decided: str, outcome: str) -> tuple[Column, ...]:
    """The columns of those extensions that came to ``outcome``."""

    def column(fact: str, words: str, of: Callable[[ExtensionEntry], Line]) -> Column:
        return Column(
            f"{name}_{fact}",
            f"{heading}: {words}",
            # Most actions have none, and there are two dozen of these columns.
            lambda row: (
                tuple([of(one) for one in row.action.extensions if one.outcome == outcome])
                if row.action.extensions
                else None
            ),
        )

    asked = (
        column("from", "from", lambda one: one.from_on),
        column("to", "to", lambda one: one.to_on),
        column("category", "category", lambda one: one.category_words),
        column("because", "why", lambda one: one.because),
        column("asked_by", "asked by", lambda one: one.asked_by),
        column("asked_on", "asked on", lambda one: one.asked_on),
    )
    if not decided:
        return asked
    return (
        *asked,
        column("decided_by", f"{decided} by", lambda one: one.decided_by_said),
        column("decided_on", f"{decided} on", lambda one: one.decided_on),
        column("decided_because", f"{decided} because", lambda one: one.decided_because),
    )


def _asks(name: str, heading: str, *, open_ones: bool) -> tuple[Column, ...]:
    """The columns of the asks that are still open, or of those that were answered."""

    def column(fact: str, words: str, of: Callable[[AskEntry], Line]) -> Column:
        return Column(
            f"{name}_{fact}",
            f"{heading}: {words}",
            lambda row: (
                tuple(
                    [
                        of(one)
                        for one in (row.action.asks_open if open_ones else row.action.asks)
                        if (one.answered_on is None) == open_ones
                    ]
                )
                if row.action.asks
                else None
            ),
        )

    asked = (
        column("needed", "what is needed", lambda one: one.help_needed),
        column("from_whom", "from whom", lambda one: one.from_whom),
        column("asked_by", "asked by", lambda one: one.asked_by),
        column("asked_on", "asked on", lambda one: one.asked_on),
    )
    if open_ones:
        return asked
    return (
        *asked,
        column("answer", "answer", lambda one: one.answer),
        column("answered_on", "answered on", lambda one: one.answered_on),
    )


def _update(name: str, heading: str, fact: str) -> Column:
    """A column of the latest update; empty while there is none."""
    return Column(name, heading, lambda row: getattr(row.action.update, fact) if row.action.update else "")


def _updated_on(row: Row) -> dt.date | None:
    update = row.action.update
    return update.submitted_at.astimezone(timezone.get_default_timezone()).date() if update else None


def _dated(days: Callable[[ActionEntry], int]) -> Callable[[Row], Value]:
    """A number of days; nothing where the action has no date to count from."""
    return lambda row: days(row.action) if row.action.due_on else None


def _days_slipped(action: ActionEntry) -> Value:
    """None where there is no date to count from, or nothing is known from before a file."""
    if action.due_on is None:
        return None
    return action.days_slipped or (None if action.file_as_at else 0)


def where_it_went(action: ActionEntry) -> str:
    """Of what is no longer an action of this plan: where to, in words."""
    if action.moved_to is not None:
        return f"{action.moved_to.destination} {action.moved_to.became}".strip()
    if action.superseded_by:
        return f"superseded by {', '.join(one.reference for one in action.superseded_by)}"
    standing = [one for one in action.withdrawals if one.reopened_on is None]
    if standing:
        one = standing[-1]
        return f"withdrawn; risk: {one.risk} Accepted by {one.accepted_by}. Instead: {one.alternative}"
    return ""


def milestone_words(one: MilestoneEntry) -> str:
    if one.reached_on is not None:
        return f"{one.what}: reached {british(one.reached_on)}"
    if one.dropped_on is not None:
        return f"{one.what}: dropped, {one.dropped_because}"
    return f"{one.what}: due {one.due_said}"


def fact_words(one: FactEntry) -> str:
    about_it = (
        f": {one.done_about_it} ({one.done_by}, until {one.until_said}); else {one.fallback}"
        if one.done_about_it
        else ""
    )
    return f"{one.kind_words} {one.when_words}, {one.what}{about_it}"


LEAD_NOW = {"held": "in post", "gone": "nobody in post", "lost": "post ended"}

OF_OBJECTIVE = (
    Column("theme_number", "Theme number", lambda row: row.theme.number),
    Column("theme", "Theme", lambda row: row.theme.title),
    Column("objective_reference", "Objective ref", lambda row: row.objective.reference),
    Column("objective", "Strategic objective", lambda row: row.objective.wording),
    Column("accountable_post", "Accountable post", lambda row: row.objective.accountable),
    Column("responsible_body", "Responsible body", lambda row: row.objective.responsible_body),
)

OF_ACTION = (
    Column("reference", "Ref", lambda row: row.action.reference),
    Column("wording", "Action", lambda row: row.action.wording),
    Column("success_criteria", "Success criteria", lambda row: row.action.success_criteria),
    Column("lead_post", "Lead post", lambda row: row.action.lead),
    Column("lead_now", "Lead now", lambda row: LEAD_NOW[row.action.lead_is]),
    Column("lead_organisation", "Lead organisation", lambda row: row.action.organisation),
    Column("partners", "Partner organisations", lambda row: row.action.partners),
    Column("status", "Status", lambda row: row.action.status.capitalize()),
    Column("where_it_went", "Where it went", lambda row: where_it_went(row.action)),
    Column("rating", "Rating", lambda row: rating_words(row.action)),
    Column("start", "Start", lambda row: row.action.start_on),
    Column("original_date", "Original date", lambda row: row.action.original_due_on),
    Column("original_words", "Original date as it was said", lambda row: row.action.original_due_words),
    Column("corrected_from", "Original date corrected from", lambda row: row.action.corrected_from),
    Column("due_now", "Due now", lambda row: row.action.due_on),
    Column("due_words", "Due now as it was said", lambda row: row.action.due_words),
    Column("done_on", "Done on", lambda row: row.action.done_on),
    Column("signed_off_by", "Signed off by", lambda row: row.action.signed_off_said),
    Column(
        "signed_off_on",
        "Signed off on",
        lambda row: row.action.report.decided_on if row.action.is_complete and row.action.report else None,
    ),
    Column("days_slipped", "Days of slip", lambda row: _days_slipped(row.action)),
    Column("days_late", "Days late", _dated(lambda action: action.days_late)),
    Column("days_behind", "Days past the original date", _dated(lambda action: action.days_behind_original)),
    Column("slips_since", "Slips counted from", lambda row: row.action.file_as_at),
    # After an import nobody knows how often the date had moved before: not never, and so no 0.
    Column(
        "times_extended",
        "Times extended",
        lambda row: row.action.times_extended or (None if row.action.file_as_at else 0),
    ),
    *_extensions("extended", "Extended", "agreed", "granted"),
    *_extensions("extension_asked", "Extension asked, not decided", "", ""),
    *_extensions("extension_refused", "Extension refused", "refused", "refused"),
    Column("expected_finish", "Expected finish", lambda row: row.action.forecast_on),
    Column("expected_late", "Expected later than due", lambda row: "yes" if row.action.forecast_is_later else ""),
    Column("criterion", "Criterion met", lambda row: row.action.criterion),
    Column("words_in_file", "Latest update in the file", lambda row: row.action.words_in_file),
    _update("rationale", "Why this rating?", "rationale"),
    _update("shows_it", "What shows it now?", "shows_it"),
    _update("figure", "Figure", "figure_what"),
    _update("figure_from", "Figure: from", "figure_from"),
    _update("figure_to", "Figure: to", "figure_to"),
    _update("figure_source", "Figure: source", "figure_source"),
    _update("narrative", "What has been done?", "narrative"),
    _update("brings_back", "What brings it back?", "brings_back"),
    _update("brings_back_by", "Brought back by", "brings_back_by"),
    *_asks("help", "Help asked, open", open_ones=True),
    *_asks("help_answered", "Help asked, answered", open_ones=False),
    Column(
        "milestones", "Milestones", lambda row: tuple(milestone_words(one) for one in row.action.milestones) or None
    ),
    Column("evidence", "Evidence", lambda row: tuple(one.what for one in row.action.evidence_standing) or None),
    Column(
        "at_risk",
        "What puts it at risk",
        lambda row: tuple(fact_words(one) for one in row.action.facts_standing) or None,
    ),
    _update("updated_by", "Updated by", "by"),
    Column("updated_on", "Updated on", _updated_on),
)

OF_READING = (
    Column("plan", "Plan", lambda row: row.document.title),
    Column("reading", "Reading", lambda row: whole_reading_words(row.document, row.imprint)),
    Column("version", "Version", lambda row: row.document.number),
    Column("label", "Version label", lambda row: row.document.label),
    Column("as_at", "As at", lambda row: row.document.as_on),
    Column("digest", "Digest (SHA-256)", lambda row: row.imprint.digest),
)

EVERY_COLUMN = OF_OBJECTIVE + OF_ACTION + OF_READING


def _grounds(row: Row) -> Value:
    return tuple(ground.words for ground in row.imprint.grounds if ground.action == row.action.key)


def _texts(row: Row) -> Value:
    return tuple(ground.text for ground in row.imprint.grounds if ground.action == row.action.key and ground.text)


# Of a closed part alone.
OF_A_CLOSED_PART = (
    Column("grounds", "Not for publication, because", _grounds),
    Column("closed_texts", "Text that is not for publication", _texts),
)
