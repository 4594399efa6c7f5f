"""What the sample is written in. Moments and days stand as ``2016-03-08 10:40`` and ``2016-03-08``, in London time."""

from dataclasses import dataclass

from actions.facts import WayOut
from actions.updates import Figure, HelpNeeded

CSE = "cse-delivery-plan"
IMPROVEMENT = "cyps-improvement-plan"


# --- people ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in as ``account``@example.org; the name is the post."""

    account: str
    name: str
    organisation: str
    comes_to: str  # what this person uses the product for


@dataclass(frozen=True)
class LeadPost:
    """A post that leads actions; an empty ``holder`` is a post that nobody holds."""

    title: str
    organisation: str
    holder: str = ""


@dataclass(frozen=True)
class Seat:
    """A person's seat on a body."""

    body: str
    account: str
    capacity: str


# --- a plan ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SampleAction:
    reference: str
    wording: str
    lead: str
    start: str
    due: str
    success_criteria: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()


@dataclass(frozen=True)
class SampleObjective:
    reference: str
    wording: str
    accountable: str
    responsible_body: str
    actions: tuple[SampleAction, ...]
    workstreams: tuple[str, ...] = ()


@dataclass(frozen=True)
class SampleTheme:
    number: int
    title: str
    outcome: str
    objectives: tuple[SampleObjective, ...]


@dataclass(frozen=True)
class SamplePlan:
    """A plan as it stood on the day it came into force. ``criteria``: key in the story → colour and sentence."""

    slug: str
    title: str
    short_title: str
    purpose: str
    manager_label: str
    deciding_body: str
    created: str
    criteria: dict[str, tuple[str, str]]
    roles: tuple[tuple[str, tuple[str, ...]], ...]  # role → accounts
    themes: tuple[SampleTheme, ...]


# --- what happened -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Event:
    """Something that happened at a moment. ``decided_at`` below is the day of the meeting that decided."""

    when: str


@dataclass(frozen=True)
class MeetingHeld(Event):
    """A meeting, recorded by the plan manager; by the administrator where the plan does not name the body."""

    body: str
    held_on: str
    how: str = "meeting"
    plan: str = CSE


@dataclass(frozen=True)
class PutInForce(Event):
    because: str
    decided_at: str
    minute: str = ""
    plan: str = CSE


@dataclass(frozen=True)
class Update(Event):
    """By the holder of the lead post; where ``received`` says how it came in, by the plan manager for that post."""

    action: str
    criterion: str
    because: str
    shows_it: str = ""
    figure: Figure | None = None
    narrative: str = ""
    forecast: str = ""
    brings_back: str = ""
    brings_back_by: str = ""
    help_needed: HelpNeeded | None = None
    work_has_begun: bool = True
    received: str = ""
    plan: str = CSE


@dataclass(frozen=True)
class Prepared(Event):
    """An update that a colleague of the lead's organisation has begun, for the lead to read and submit."""

    action: str
    account: str
    criterion: str
    answers: dict[str, str]


@dataclass(frozen=True)
class ExtensionAsked(Event):
    """By the holder of the lead post, or by the plan manager for it (``received``)."""

    action: str
    to: str
    category: str
    because: str
    received: str = ""


@dataclass(frozen=True)
class ExtensionGranted(Event):
    """By the body that met on ``decided_at``; without it by the chief officer. ``to``: another date than asked for."""

    action: str
    because: str
    decided_at: str = ""
    minute: str = ""
    to: str = ""


@dataclass(frozen=True)
class ExtensionRefused(Event):
    action: str
    because: str
    decided_at: str
    minute: str = ""


@dataclass(frozen=True)
class AskAnswered(Event):
    """The open ask of an action is answered: by the body that met on ``decided_at``, else by the plan manager."""

    action: str
    answer: str
    decided_at: str = ""
    minute: str = ""


@dataclass(frozen=True)
class Reworded(Event):
    """Without new success criteria the old ones stay."""

    action: str
    wording: str
    because: str
    decided_at: str
    minute: str = ""
    success_criteria: tuple[str, ...] = ()


@dataclass(frozen=True)
class Corrected(Event):
    """A typing error or a mistyped due date is mended; what is empty stays."""

    action: str
    because: str
    wording: str = ""
    due: str = ""


@dataclass(frozen=True)
class Reassigned(Event):
    action: str
    lead: str
    because: str
    decided_at: str
    minute: str = ""


@dataclass(frozen=True)
class PersonLeft(Event):
    """Nobody takes over the posts of ``account``: their leads are gone until somebody is found."""

    account: str
    because: str


@dataclass(frozen=True)
class PostEnded(Event):
    title: str
    because: str


@dataclass(frozen=True)
class WorkstreamEnded(Event):
    name: str
    because: str


@dataclass(frozen=True)
class CriterionReplaced(Event):
    retired: str
    added: tuple[str, ...]
    because: str
    decided_at: str


@dataclass(frozen=True)
class RouteSet(Event):
    bodies: tuple[str, ...]
    rhythm: int
    because: str
    decided_at: str
    minute: str = ""


@dataclass(frozen=True)
class RoundOpened(Event):
    label: str
    returns_due: str
    body: str
    members_meet: str
    because: str
    paper_due: str = ""
    agenda_out: str = ""


@dataclass(frozen=True)
class NoReturnSaid(Event):
    """Of the round that is open; by the holder of the post where there was nothing, else by the plan manager."""

    post: str
    kind: str
    because: str


@dataclass(frozen=True)
class PutBeforeBody(Event):
    because: str


@dataclass(frozen=True)
class EntryReturned(Event):
    action: str
    because: str
    decided_at: str
    minute: str = ""


@dataclass(frozen=True)
class RatedAtTheTable(Event):
    action: str
    criterion: str
    because: str
    decided_at: str
    minute: str = ""


@dataclass(frozen=True)
class MendedTakenIn(Event):
    actions: tuple[str, ...]
    because: str


@dataclass(frozen=True)
class ConsideredByBody(Event):
    because: str
    decided_at: str
    minute: str = ""


@dataclass(frozen=True)
class Issued(Event):
    """The round that was considered, to members."""

    because: str


@dataclass(frozen=True)
class RemindersSent(Event):
    """By the timer, which goes off each morning at ten; a day on which none falls due is not told."""


@dataclass(frozen=True)
class MailCameBack(Event):
    """The last mail to the account named."""

    to: str
    because: str


@dataclass(frozen=True)
class PublicProposed(Event):
    """By the business manager: the public is to read a version."""

    version: int
    from_on: str
    because: str


@dataclass(frozen=True)
class PublicConfirmed(Event):
    """By the chief officer."""

    version: int
    because: str


# --- an action's whole life ----------------------------------------------------------------------


@dataclass(frozen=True)
class MilestoneSet(Event):
    """By the holder of the lead post. ``due`` as people say it."""

    action: str
    what: str
    due: str
    because: str


@dataclass(frozen=True)
class MilestoneReached(Event):
    action: str
    what: str
    reached: str
    because: str


@dataclass(frozen=True)
class MilestoneRedated(Event):
    action: str
    what: str
    due: str
    because: str


@dataclass(frozen=True)
class EvidenceAdded(Event):
    """For a success criterion by its words, or for the action as a whole. One of ``file``, ``url`` and ``held`` says where."""

    action: str
    what: str
    shows: str
    criterion: str = ""
    held: str = ""
    url: str = ""
    file: str = ""  # name of a text file
    text: str = ""  # and what stands in it
    seen_by: str = ""
    seen_on: str = ""


@dataclass(frozen=True)
class RiskNoted(Event):
    action: str
    kind: str
    what: str
    day: str
    because: str
    way_out: WayOut | None = None
    raised_to: str = ""


@dataclass(frozen=True)
class ReportedComplete(Event):
    action: str
    done: str
    because: str


@dataclass(frozen=True)
class Verified(Event):
    """By the account named, of another organisation than the lead's."""

    action: str
    by: str
    looked: str
    because: str


@dataclass(frozen=True)
class ReportReturned(Event):
    action: str
    by: str
    because: str


@dataclass(frozen=True)
class SignedOff(Event):
    action: str
    because: str
    decided_at: str
    minute: str = ""


@dataclass(frozen=True)
class Checked(Event):
    action: str
    by: str
    because: str


@dataclass(frozen=True)
class RedactionAsked(Event):
    """By somebody who reads the plan."""

    words: str
    seen_where: str
    by: str
    because: str


@dataclass(frozen=True)
class Redacted(Event):
    """What was asked for last is done, by information governance."""

    because: str


@dataclass(frozen=True)
class MoveProposed(Event):
    """To the improvement plan, or outside to ``owner``."""

    action: str
    because: str
    outside: str = ""
    owner: str = ""


@dataclass(frozen=True)
class MoveAgreed(Event):
    action: str
    because: str
    decided_at: str
    minute: str = ""


@dataclass(frozen=True)
class MoveAccepted(Event):
    """Into the improvement plan, by its plan manager."""

    action: str
    objective: str
    reference: str
    because: str


@dataclass(frozen=True)
class Superseded(Event):
    action: str
    successors: tuple[str, ...]
    because: str
    decided_at: str
    minute: str = ""


@dataclass(frozen=True)
class Withdrawn(Event):
    action: str
    because: str
    risk: str
    accepted_by: str
    alternative: str
    decided_at: str
    minute: str = ""


@dataclass(frozen=True)
class RulesSet(Event):
    """What the plan says of sign-off; the deciding body signs where no other is named."""

    because: str
    decided_at: str
    signing_body: str = ""
    quarters: str = ""
    plan: str = CSE


@dataclass(frozen=True)
class Confirmed(Event):
    """The chair of the body, or the person, confirms what was recorded for them of an action by ``verb``."""

    action: str
    verb: str
    by: str


@dataclass(frozen=True)
class MarkedText(Event):
    """A text of its own beside an action that is not for publication, by the holder of the lead post."""

    action: str
    kind: str
    text: str
    because: str
    organisations: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    review_on: str = ""
    plan: str = CSE


@dataclass(frozen=True)
class MarkConfirmed(Event):
    """By the proper officer."""

    action: str
    because: str
    plan: str = CSE


@dataclass(frozen=True)
class LiftingAsked(Event):
    """By the plan manager; information governance decides."""

    action: str
    because: str
    plan: str = CSE
