"""The entries of a plan's document: one small frozen class for each thing that a page or paper can say.

Every derived fact counts from ``as_on``, the day of the reading. A field of a day is declared ``dt.date`` or ``dt.date | None``:
by that it is read back from the kept text.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from actions.fuzzy_dates import said
from actions.models import Action, DatedFact, Evidence, Extension, Verdict
from actions.models.action import days_late
from actions.models.evidence import was_taken_out
from people.models import british
from people.rating import HOLLOW, WORST_FIRST, counted_as

# Reported complete, and neither signed off nor returned.
WAITS_FOR_SIGN_OFF = (Action.Status.REPORTED_COMPLETE, Action.Status.VERIFIED)

# Characters of a reason that a row of a list shows; the action's page has all of it.
IN_SHORT = 160

UNCONFIRMED = "recorded, not yet confirmed"


def decider_said(words: str, unconfirmed: bool, disputed_by: str) -> str:
    """Who decided, and that it was recorded for them and nobody has confirmed it, or that they say it is not so."""
    if not words or not unconfirmed:
        return words
    return f"{words} (recorded, disputed by {disputed_by})" if disputed_by else f"{words} ({UNCONFIRMED})"


@dataclass(frozen=True, slots=True)
class CriterionEntry:
    """A line of the plan's key. ``retired_on`` is set where it may no longer be chosen but a rating still rests on it."""

    rating: str
    words: str
    retired_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ExtensionEntry:
    """A later due date that was asked for, and what became of it; ``outcome`` is empty while it waits."""

    key: int
    asked_on: dt.date
    asked_by: str
    from_on: dt.date | None
    to_on: dt.date
    category: str
    because: str
    outcome: str
    decided_on: dt.date | None
    decided_by: str
    decided_because: str
    unconfirmed: bool
    disputed_by: str  # who says that this is not what was decided; empty where nobody does

    @property
    def decided_by_said(self) -> str:
        return decider_said(self.decided_by, self.unconfirmed, self.disputed_by)

    @property
    def category_words(self) -> str:
        return str(Extension.Category(self.category).label)

    @property
    def days_overdue(self) -> int:
        """Days by which the date before had passed when a later one was granted."""
        if self.outcome != Extension.Outcome.GRANTED or not self.decided_on or not self.from_on:
            return 0
        return max((self.decided_on - self.from_on).days, 0)


@dataclass(frozen=True, slots=True)
class AskEntry:
    """Help asked of somebody; ``answered_on`` is empty while it is open."""

    key: int
    asked_on: dt.date
    asked_by: str
    help_needed: str
    from_whom: str
    answered_on: dt.date | None
    answer: str


@dataclass(frozen=True, slots=True)
class MilestoneEntry:
    """A step on the way; ``due_on`` is the last day that ``due_words`` allow."""

    key: int
    what: str
    due_on: dt.date | None
    due_words: str
    reached_on: dt.date | None
    shown_by: str
    dropped_on: dt.date | None
    dropped_because: str

    @property
    def due_said(self) -> str:
        return said(self.due_words, self.due_on)

    @property
    def is_open(self) -> bool:
        return self.reached_on is None and self.dropped_on is None


@dataclass(frozen=True, slots=True)
class EvidenceEntry:
    """What shows something: a file, a link, or held somewhere. ``of_update`` is the key of the update that it belongs to."""

    key: int
    of_update: int | None
    criterion: str
    kind: str
    what: str
    shows: str
    url: str
    held_where: str
    seen_by: str
    seen_on: dt.date | None
    file_name: str
    size: int | None
    added_on: dt.date
    added_by: str
    withdrawn_on: dt.date | None
    withdrawn_by: str
    withdrawn_because: str

    @property
    def kind_words(self) -> str:
        return str(Evidence.Kind(self.kind).label)

    @property
    def is_taken_out(self) -> bool:
        """Whether a redaction took the file itself out; its name then says when and why."""
        return was_taken_out(self.file_name)

    @property
    def size_words(self) -> str:
        """As a download says it: 340 kB, 2.1 MB."""
        kilobytes = (self.size or 0) / 1000
        return f"{kilobytes / 1000:.1f} MB" if kilobytes >= 1000 else f"{max(round(kilobytes), 1)} kB"


@dataclass(frozen=True, slots=True)
class FactEntry:
    """What puts delivery at risk since or from a day, and what is done about it; or a hard end."""

    key: int
    kind: str
    what: str
    day: dt.date
    day_words: str
    raised_to: str
    done_about_it: str
    done_by: str
    until_on: dt.date | None
    until_words: str
    fallback: str
    noted_on: dt.date
    noted_by: str
    ended_on: dt.date | None
    ended_because: str

    @property
    def kind_words(self) -> str:
        return str(DatedFact.Kind(self.kind).label)

    @property
    def when_words(self) -> str:
        """The day with the word that its kind asks for, "since 4 January 2016"; words as they were said."""
        if self.day_words:
            return f"– {self.day_words}"
        word = {DatedFact.Kind.FUNDING: "on", DatedFact.Kind.HARD_END: "not beyond"}.get(
            DatedFact.Kind(self.kind), "since"
        )
        return f"{word} {british(self.day)}"

    @property
    def until_said(self) -> str:
        return said(self.until_words, self.until_on)


@dataclass(frozen=True, slots=True)
class SignOffEntry:
    """One report of completion and what became of it; ``outcome`` is empty while it waits."""

    key: int
    reported_on: dt.date
    reported_by: str
    reported_because: str
    done_on: dt.date
    verified_on: dt.date | None
    verified_by: str
    verified_because: str
    waived_because: str
    outcome: str
    decided_on: dt.date | None
    decided_by: str
    decided_because: str
    reopened_on: dt.date | None
    reopened_by: str
    reopened_because: str
    unconfirmed: bool
    disputed_by: str  # who says that this is not what was decided; empty where nobody does

    @property
    def decided_by_said(self) -> str:
        return decider_said(self.decided_by, self.unconfirmed, self.disputed_by)


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """A look at a complete action, later."""

    key: int
    checked_on: dt.date
    checked_by: str
    finding: str


@dataclass(frozen=True, slots=True)
class MoveEntry:
    """A proposal that the action goes on elsewhere; ``became`` names the action that it is now, where that is a plan's."""

    key: int
    to_plan: str
    to_plan_slug: str
    to_outside: str
    outside_owner: str
    proposed_on: dt.date
    proposed_by: str
    proposed_because: str
    agreed_on: dt.date | None
    agreed_by: str
    agreed_because: str
    outcome: str
    decided_on: dt.date | None
    decided_by: str
    decided_because: str
    accepted_evidence: str
    became: str
    became_slug: str
    unconfirmed: bool
    disputed_by: str  # who says that this is not what was decided; empty where nobody does

    @property
    def agreed_by_said(self) -> str:
        return decider_said(self.agreed_by, self.unconfirmed, self.disputed_by)

    @property
    def destination(self) -> str:
        return self.to_plan or f"{self.to_outside} ({self.outside_owner})"


@dataclass(frozen=True, slots=True)
class WithdrawalEntry:
    """A decision not to do it; ``reopened_on`` where that was taken back."""

    key: int
    withdrawn_on: dt.date
    withdrawn_by: str
    because: str
    risk: str
    accepted_by: str
    alternative: str
    reopened_on: dt.date | None
    reopened_by: str
    reopened_because: str


@dataclass(frozen=True, slots=True)
class NamedAction:
    """Another action of the plan that this one is bound to: what took its place, or what it took the place of."""

    key: int  # of the record that binds the two
    reference: str
    slug: str
    wording: str


@dataclass(frozen=True, slots=True)
class VerdictEntry:
    """What a body made of an update: returned it, or rated otherwise; what its lead had chosen stands beside."""

    key: int
    of_update: int
    kind: str
    rating: str
    criterion: str
    leads_rating: str
    leads_criterion: str
    because: str
    decided_on: dt.date
    decided_by: str

    @property
    def is_rating(self) -> bool:
        return self.kind == Verdict.Kind.RE_RATED


@dataclass(frozen=True, slots=True)
class UpdateEntry:
    """The latest update: the case for the rating."""

    key: int
    submitted_at: dt.datetime
    by: str
    rationale: str
    shows_it: str
    figure_what: str
    figure_from: str
    figure_to: str
    figure_source: str
    narrative: str
    forecast_on: dt.date | None
    brings_back: str
    brings_back_by: dt.date | None


@dataclass(frozen=True, slots=True)
class ActionEntry:
    """One action as it stands. ``version`` is its row's: steps up to it belong to this reading."""

    key: int
    version: int
    reference: str
    slug: str
    wording: str
    success_criteria: tuple[str, ...]
    partners: tuple[str, ...]
    lead: str
    organisation: str
    lead_is: str  # held, gone (nobody holds the post), lost (the post has ended)
    start_on: dt.date | None
    start_words: str
    original_due_on: dt.date | None
    original_due_words: str
    due_on: dt.date | None
    due_words: str
    corrected_from: dt.date | None  # what members had read as the original date before it was corrected
    times_extended: int
    file_as_at: dt.date | None  # where it was brought in from a file: the day from which slips are counted
    words_in_file: str
    status: str
    done_on: dt.date | None
    signed_off_on: dt.date | None
    signed_off_by: str
    came_from: str  # the action of another plan that this one carries on: "CSE Delivery Plan 1.4.3"
    came_from_plan: str  # slugs of that plan and action
    came_from_slug: str
    rating: str
    criterion: str
    update: UpdateEntry | None
    extensions: tuple[ExtensionEntry, ...]
    asks: tuple[AskEntry, ...]
    milestones: tuple[MilestoneEntry, ...]
    evidence: tuple[EvidenceEntry, ...]
    facts: tuple[FactEntry, ...]
    sign_offs: tuple[SignOffEntry, ...]
    checks: tuple[CheckEntry, ...]
    moves: tuple[MoveEntry, ...]
    withdrawals: tuple[WithdrawalEntry, ...]
    verdicts: tuple[VerdictEntry, ...]
    superseded_by: tuple[NamedAction, ...]
    supersedes: tuple[NamedAction, ...]
    as_on: dt.date = field(metadata={"derived": True})
    withheld: int = field(default=0, metadata={"derived": True})  # things under it that this reader may not read

    @property
    def is_gone(self) -> bool:
        """Moved, superseded or withdrawn: no longer an action of this plan."""
        return self.status in Action.GONE

    @property
    def is_complete(self) -> bool:
        return self.status == Action.Status.COMPLETE

    @property
    def is_over(self) -> bool:
        return self.is_gone or self.is_complete

    @property
    def is_in_file(self) -> bool:
        """Of its rating only a file says a colour: nobody has argued it."""
        return self.rating in HOLLOW

    @property
    def days_late(self) -> int:
        """Days past the due date now, on ``as_on``; 0 where it is not late, has no date, or is over."""
        return days_late(self.status, self.due_on, self.done_on, self.as_on)

    @property
    def days_done_late(self) -> int:
        """Days from the due date to the day it was done; 0 where it was done in time or is not."""
        return max((self.done_on - self.due_on).days, 0) if self.done_on and self.due_on else 0

    @property
    def start_said(self) -> str:
        return said(self.start_words, self.start_on)

    @property
    def original_due_said(self) -> str:
        return said(self.original_due_words, self.original_due_on)

    @property
    def due_said(self) -> str:
        return said(self.due_words, self.due_on)

    @property
    def milestones_missed(self) -> tuple[MilestoneEntry, ...]:
        """Those whose last day has passed on ``as_on`` and that are neither reached nor dropped."""
        if self.is_over:
            return ()
        return tuple(one for one in self.milestones if one.is_open and one.due_on and one.due_on < self.as_on)

    @property
    def evidence_standing(self) -> tuple[EvidenceEntry, ...]:
        return tuple(one for one in self.evidence if one.withdrawn_on is None)

    @property
    def facts_standing(self) -> tuple[FactEntry, ...]:
        """What puts it at risk still; nothing does where the work is over. Reopened, it stands again."""
        if self.is_over:
            return ()
        return tuple(one for one in self.facts if one.ended_on is None)

    @property
    def move_open(self) -> MoveEntry | None:
        return next((move for move in self.moves if not move.outcome), None)

    @property
    def moved_to(self) -> MoveEntry | None:
        """The move by which it left."""
        return next((move for move in self.moves if move.outcome == "accepted"), None)

    @property
    def signed_off_said(self) -> str:
        """Who signed it off, and whether they have confirmed that."""
        report = self.report
        return (
            decider_said(self.signed_off_by, report.unconfirmed, report.disputed_by) if report else self.signed_off_by
        )

    @property
    def report(self) -> SignOffEntry | None:
        """The report of completion that waits, or by which it is complete."""
        standing = [one for one in self.sign_offs if one.outcome in ("", "signed off") and one.reopened_on is None]
        return standing[-1] if standing else None

    @property
    def days_slipped(self) -> int:
        """Days that agreed extensions, or a plan before it was brought in, have moved the due date behind the original one."""
        return (self.due_on - self.original_due_on).days if self.due_on and self.original_due_on else 0

    @property
    def days_behind_original(self) -> int:
        """Days past the original due date: on ``as_on``, or on the day it was done; 0 once it is gone."""
        if self.original_due_on is None or self.is_gone:
            return 0
        return max((min(self.as_on, self.done_on or self.as_on) - self.original_due_on).days, 0)

    @property
    def why_in_short(self) -> str:
        """The beginning of the case for the rating, for a row of a list."""
        why = " ".join(self.update.rationale.split()) if self.update else ""
        return why if len(why) <= IN_SHORT else f"{why[:IN_SHORT].rsplit(' ', 1)[0]} …"

    @property
    def forecast_on(self) -> dt.date | None:
        return self.update.forecast_on if self.update else None

    @property
    def forecast_is_later(self) -> bool:
        """The lead expects to finish after the due date."""
        return bool(self.forecast_on and self.due_on and self.forecast_on > self.due_on)

    @property
    def rated_at_the_table(self) -> VerdictEntry | None:
        """The verdict by which a body's rating counts, and not its lead's."""
        key = self.update.key if self.update else None
        return next((one for one in reversed(self.verdicts) if one.is_rating and one.of_update == key), None)

    @property
    def returned(self) -> VerdictEntry | None:
        """The return that has not been mended: no update came after it."""
        last = self.verdicts[-1] if self.verdicts else None
        mended = last is not None and self.update is not None and self.update.key > last.of_update
        return last if last is not None and not last.is_rating and not mended else None

    @property
    def extension_asked(self) -> ExtensionEntry | None:
        return next((extension for extension in self.extensions if not extension.outcome), None)

    @property
    def extensions_granted(self) -> tuple[ExtensionEntry, ...]:
        return tuple(extension for extension in self.extensions if extension.outcome == "granted")

    @property
    def asks_open(self) -> tuple[AskEntry, ...]:
        """Help that is still asked for; what is over asks for none, though nobody answered."""
        return () if self.is_over else tuple(ask for ask in self.asks if ask.answered_on is None)

    @property
    def no_longer_shown(self) -> tuple[str, ...]:
        """What was reported complete and is shown by nothing any more, since its evidence was withdrawn.

        What came from another plan is shown by evidence there, of which this entry knows nothing.
        """
        if self.done_on is None or self.came_from:
            return ()
        standing = self.evidence_standing
        if not standing:
            return self.success_criteria or ("that it is done",)
        shown = {one.criterion for one in standing}
        return tuple(words for words in self.success_criteria if words not in shown)


@dataclass(frozen=True, slots=True)
class WorkstreamEntry:
    name: str
    lead: str
    ended_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ObjectiveEntry:
    """A strategic objective with its actions, in the plan's order."""

    key: int
    version: int
    reference: str
    slug: str
    wording: str
    accountable: str
    responsible_body: str
    workstreams: tuple[WorkstreamEntry, ...]
    actions: tuple[ActionEntry, ...]
    # Under it, and not for this reader: actions that are not among its ``actions``, and what is missing in those that are.
    withheld: int = field(default=0, metadata={"derived": True})

    @property
    def late(self) -> int:
        return sum(1 for action in self.actions if action.days_late)

    @property
    def extended(self) -> int:
        return sum(1 for action in self.actions if action.times_extended and not action.is_gone)

    @property
    def slips_since(self) -> dt.date | None:
        return slips_since(self.actions)

    @property
    def here(self) -> tuple[ActionEntry, ...]:
        """The actions that have not left the plan."""
        return tuple(action for action in self.actions if not action.is_gone)

    @property
    def gone(self) -> dict[str, int]:
        return gone_of(self.actions)

    @property
    def counts(self) -> dict[str, int]:
        return counts_of(self.actions)


@dataclass(frozen=True, slots=True)
class ThemeEntry:
    key: int
    version: int
    number: int
    title: str
    outcome: str
    objectives: tuple[ObjectiveEntry, ...]

    @property
    def withheld(self) -> int:
        return sum(objective.withheld for objective in self.objectives)

    @property
    def actions(self) -> tuple[ActionEntry, ...]:
        return tuple(action for objective in self.objectives for action in objective.actions)

    @property
    def here(self) -> tuple[ActionEntry, ...]:
        """The actions that have not left the plan."""
        return tuple(action for action in self.actions if not action.is_gone)

    @property
    def gone(self) -> dict[str, int]:
        return gone_of(self.actions)

    @property
    def counts(self) -> dict[str, int]:
        return counts_of(self.actions)


def counts_of(actions: tuple[ActionEntry, ...] | list[ActionEntry]) -> dict[str, int]:
    """``{rating: how many}``, worst first, without the ratings that nobody has. Every action counts once.

    What has moved, was superseded or is withdrawn is no longer an action of the plan: ``gone_of`` counts it apart.
    """
    found = Counter(counted_as(action.rating) for action in actions if not action.is_gone)
    return {rating: found[rating] for rating in WORST_FIRST if found[rating]}


def slips_since(actions: tuple[ActionEntry, ...] | list[ActionEntry]) -> dt.date | None:
    """The day from which the slips of all of them are known: the latest that a file was of; None where no file was."""
    return max((action.file_as_at for action in actions if action.file_as_at and not action.is_gone), default=None)


def gone_of(actions: tuple[ActionEntry, ...] | list[ActionEntry]) -> dict[str, int]:
    """``{status: how many}`` of what left the plan: moved, superseded, withdrawn."""
    found = Counter(action.status for action in actions if action.is_gone)
    return {status.value: found[status] for status in Action.GONE if found[status]}


LATE, EXTENDED, AWAITING_SIGN_OFF = "late", "extended", "awaiting sign-off"


def delay_of(actions: tuple[ActionEntry, ...] | list[ActionEntry]) -> dict[str, int]:
    """``{late, extended, awaiting sign-off: how many}`` of the actions that have not left the plan."""
    here = [action for action in actions if not action.is_gone]
    return {
        LATE: sum(1 for action in here if action.days_late),
        EXTENDED: sum(1 for action in here if action.times_extended),
        AWAITING_SIGN_OFF: sum(1 for action in here if action.status in WAITS_FOR_SIGN_OFF),
    }


@dataclass(frozen=True)
class CriterionShown:
    """One success criterion with the evidence against it. An empty ``words`` stands for the action as a whole."""

    words: str
    evidence: list[EvidenceEntry]

    @property
    def is_shown(self) -> bool:
        return any(one.withdrawn_on is None for one in self.evidence)


def criteria_and_evidence(action: ActionEntry) -> list[CriterionShown]:
    """Every success criterion with its evidence, then what is of the whole action, of an update, or of earlier wording."""
    rest = [one for one in action.evidence if one.criterion not in action.success_criteria]
    by_criterion = [
        CriterionShown(words, [one for one in action.evidence if one.criterion == words])
        for words in action.success_criteria
    ]
    return [*by_criterion, CriterionShown("", rest)] if rest else by_criterion
