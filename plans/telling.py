"""How a Step is told: in the words of the people who read it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from django.db.models import Q, QuerySet
from django.utils import timezone

from people.models import british
from people.rating import in_file
from plans.models import Plan, RatingCriterion, Step

# What was done, as the timeline begins its line.
DONE = {
    "create_plan": "Plan created",
    "edit_plan": "Plan edited",
    "put_in_force": "Put in force",
    "issue_to_members": "Issued to members",
    "make_public": "Proposed to be made public",
    "confirm_public": "Confirmed: made public",
    "refuse_public": "Not made public: refused, or taken back",
    "withdraw_from_public": "Taken off the public pages",
    "add_theme": "Theme added",
    "reword_theme": "Theme reworded",
    "remove_theme": "Theme removed",
    "add_criterion": "Rating criterion added",
    "retire_criterion": "Rating criterion retired",
    "grant_role": "Role given",
    "end_role": "Role ended",
    "take_seat": "Membership handed on",
    "end_membership": "Membership ended",
    "record_meeting": "Meeting recorded",
    "add_post": "Post added",
    "hold_post": "Post has a new holder",
    "end_post": "Post ended",
    "hand_on": "Post handed on",
    "add_objective": "Objective added",
    "reword_objective": "Reworded",
    "reassign_objective": "Reassigned",
    "renumber_objective": "Renumbered",
    "remove_objective": "Objective removed",
    "add_workstream": "Workstream added",
    "end_workstream": "Workstream ended",
    "add_action": "Added",
    "edit_action": "Edited in draft",
    "remove_action": "Removed from the draft",
    "submit_update": "Updated",
    "ask_extension": "Extension asked",
    "grant_extension": "Extension granted",
    "refuse_extension": "Extension refused",
    "answer_ask": "Ask answered",
    "add_milestone": "Milestone set",
    "reach_milestone": "Milestone reached",
    "redate_milestone": "Milestone given another date",
    "drop_milestone": "Milestone dropped",
    "add_evidence": "Evidence added",
    "withdraw_evidence": "Evidence withdrawn",
    "note_fact": "Noted",
    "change_fact": "What is done about it changed",
    "end_fact": "Noted as over",
    "report_complete": "Reported complete",
    "take_back": "Report of completion taken back",
    "verify": "Verified",
    "waive_verification": "Verification waived",
    "refuse_verification": "Returned at verification",
    "return_report": "Report of completion returned",
    "sign_off": "Signed off",
    "reopen": "Reopened",
    "assurance_check": "Checked later",
    "propose_move": "Move proposed",
    "agree_move": "Move agreed",
    "refuse_move": "Move refused, or taken back",
    "refuse_move_in": "Move refused by the receiving plan",
    "accept_move": "Moved",
    "accept_move_outside": "Moved outside",
    "take_over": "Taken over from another plan",
    "supersede": "Superseded",
    "withdraw": "Withdrawn",
    "set_rules": "Rules of the plan changed",
    "set_route": "Route and rhythm of rounds changed",
    "join_route": "Put on the route",
    "move_on_route": "Another place on the route",
    "leave_route": "Taken off the route",
    "open_round": "Round opened",
    "change_round": "Days of the round changed",
    "give_up_round": "Round given up",
    "say_no_return": "No return, and why",
    "put_before_body": "Put before the body",
    "freeze_again": "Mended entries frozen again",
    "consider": "Considered",
    "not_considered": "Not considered",
    "round_considered": "Considered by the body",
    "issue_round": "Round issued",
    "set_rhythm": "Rhythm of its own",
    "return_update": "Update returned by the body",
    "re_rate": "Rated at the table",
    "begin_closing": "Closing begun",
    "name_officer": "Named to confirm the closing",
    "replace_officer": "Another named to confirm the closing",
    "give_up_closing": "Closing given up",
    "account_for": "Accounted for",
    "confirm_closing": "Closing confirmed",
    "end_closing": "Closing done",
    "close_plan": "Closed",
    "reopen_plan": "Reopened",
    "undo_closing": "Closing undone",
    "reword": "Reworded",
    "correct": "Corrected",
    "reassign": "Given to another lead",
    "mark": "Marked: not for everyone",
    "confirm_mark": "Mark confirmed by the proper officer",
    "name_reader": "Named to read it all the same",
    "release_mark": "Released for a meeting",
    "end_grant": "Reads it no longer",
    "ask_lifting": "Lifting of the mark asked for",
    "keep_mark": "Mark kept",
    "lift_mark": "Mark lifted",
    "move_mark": "Mark followed the action to another lead",
    "ask_redaction": "Redaction asked for",
    "redact": "Words taken out of everything",
    "refuse_redaction": "Redaction refused",
    "administer": "Changed in the administration",
}

# Fields whose own name says little. Others are told by their name with spaces.
LABELS = {
    "lead_post": "Lead",
    "due_on": "Due date",
    "original_due_on": "Original due date",
    "extension_asked_to": "Asked for",
    "start_on": "Start",
    "forecast_on": "Expected finish",
    "accountable_post": "Accountable",
    "responsible_body": "Responsible body",
    "deciding_body": "Deciding body",
    "times_extended": "Extended",
    "until_on": "Until",
    "from_on": "From",
    "held_on": "Held",
    "retired_on": "Retired",
    "in_force_on": "In force since",
    "issued_version": "Issued version",
    "done_on": "Done",
    "start_words": "Start, in words",
    "due_words": "Due date, in words",
    "original_due_words": "Original due date, in words",
    "fact": "What puts it at risk",
    "shows_it": "What shows it now",
    "figure": "The figure",
    "narrative": "What has been done",
    "brings_back": "What brings it back",
    "brings_back_by": "By when",
    "help_asked": "Help asked",
    "check": "Checked",
    "superseded_by": "Superseded by",
    "risk": "Risk of not doing it",
    "signing_body": "Signs off",
    "signing_post": "Signs off",
    "waiver_because": "Verification waived because",
    "closed_on": "Closed",
    "carried_by": "Carried on by",
    "carried_words": "Carried on by",
    "confirmed_on": "Confirmed",
    "at_the_table": "At the table",
    "went_along": "Went along",
    "rhythm": "Months between reports",
    "returns_due_on": "Returns due",
    "body_on": "The body considers them",
    "paper_due_on": "Paper due",
    "agenda_out_on": "Agenda out",
    "members_meet_on": "Members meet",
    "version_number": "Version",
    "corrects": "Corrects version",
    "corrects_words": "What was wrong in it",
    "why_not": "Not considered, because",
    "may_go_to_members": "May go to members",
    "review_on": "Looked at again",
}

# Bookkeeping that the words of the step say already.
LEFT_OUT = {
    "ended_because", "corrected_from", "criterion", "colour_in_file", "times_extended", "position", "plan", "theme", "objective",
    "signed_off_at", "frozen_at",
    "because",
    "begun_because",
    "closing", "signed_off_words",
    "thing", "key", "along", "within", "reference", "ground", "marked_at", "marked_words", "confirmed_words", "lifting_because",
    "lifted_at", "lifted_words", "given_words", "mark",
}  # fmt: skip


@dataclass(frozen=True)
class ToldStep:
    """One line of a timeline: who, when, from → to, because. A rating that is None was not touched."""

    words: str
    verb: str
    version: int
    reference: str
    was_rating: str | None
    now_rating: str | None
    changes: list[tuple[str, str, str]]
    by_words: str
    at: dt.datetime
    because: str
    agreed_words: str
    recorded_words: str
    received_words: str
    minor: bool
    by_body: bool
    confirmed_words: str


# What a step is told with; read along with it.
TOLD_WITH = ("agreed_at__body", "confirmation", "dispute")


def tell(step: Step) -> ToldStep:
    """``step`` with what ``TOLD_WITH`` names at hand; asks no query then."""
    new = not step.was or all(value is None for value in step.was.values())
    was_rating, now_rating = _ratings(step)
    return ToldStep(
        words=DONE[step.verb],
        verb=step.verb,
        version=step.version,
        reference=step.reference,
        was_rating=was_rating,
        now_rating=now_rating,
        changes=[] if new and step.version == 1 else list(changes_of(step)),
        by_words=step.by_words,
        at=step.at,
        because=step.because,
        agreed_words=_agreed(step),
        recorded_words=step.recorded_words if step.recorded_words != step.by_words else "",
        received_words=step.get_received_by_display().lower() if step.received_by != Step.Received.FORM else "",
        minor=step.minor,
        by_body=step.by_body_id is not None,
        confirmed_words=_confirmed(step),
    )


class Reader(Protocol):
    """What one reader may be told of the steps of a plan."""

    @property
    def told(self) -> Q: ...

    def without_what_was(self, steps: Iterable[Step]) -> Iterable[Step]: ...


def told_to(reader: Reader | None, steps: QuerySet[Step]) -> Iterable[Step]:
    """Of ``steps`` what this reader may be told; all of it where there is nobody to keep anything from."""
    told = steps.select_related(*TOLD_WITH)
    return told if reader is None else reader.without_what_was(told.filter(reader.told))


def steps_of(kind: str, key: int, up_to: int, reader: Reader | None = None) -> list[ToldStep]:
    """Everything that happened to one row up to version ``up_to``, newest first. One query."""
    steps = Step.objects.filter(kind=kind, key=key, version__lte=up_to).order_by("-version")
    return [tell(step) for step in told_to(reader, steps)]


def steps_of_kinds(plan: Plan, *kinds: str) -> list[ToldStep]:
    """Everything that happened to a plan and the rows of these kinds in it, newest first, each with its reference. One query."""
    steps = Step.objects.filter(plan=plan, kind__in=kinds).select_related(*TOLD_WITH)
    return [
        told
        if step.kind == "plan"
        else replace(told, words=f"{told.words} – {step.reference.removeprefix('Workstream ')}")
        for step in steps
        for told in [tell(step)]
    ]


def _ratings(step: Step) -> tuple[str | None, str | None]:
    """The rating before and after, where the step argued it; the same one twice where it stays."""
    if step.verb != "submit_update":
        return None, None
    was, now = step.was["criterion"], step.now["criterion"]
    return (was["rating"] if was else in_file(step.was.get("colour_in_file") or "")), now["rating"]


def changes_of(step: Step) -> Iterable[tuple[str, str, str]]:
    """``(label, was, now)`` of every field that the step tells, in words."""
    if step.verb == "submit_update" and step.was["criterion"] != step.now["criterion"]:
        yield "Sentence", value_words(step.was["criterion"]), value_words(step.now["criterion"])
    for name, now in step.now.items():
        # What was asked for is over when it is decided; the due date beside it says how.
        decided = name == "extension_asked_to" and now is None
        if name not in LEFT_OUT and not decided:
            label = LABELS.get(name, name.replace("_", " ").capitalize())
            yield label, *_other_lines(value_words(step.was.get(name)), value_words(now))


def _other_lines(was: str, now: str) -> tuple[str, str]:
    """Of a list kept one on each line, only the lines that are not in both."""
    before, after = was.split("\n"), now.split("\n")
    if len(before) == len(after) == 1:
        return was, now
    gone = [line for line in before if line not in after]
    come = [line for line in after if line not in before]
    return "\n".join(gone), "\n".join(come)


def value_words(value: Any) -> str:
    """A value of ``was`` or ``now`` as people read it."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return str(value["words"])
    if isinstance(value, str):
        try:
            return british(dt.date.fromisoformat(value))
        except ValueError:
            return value
    return str(value)


def _confirmed(step: Step) -> str:
    """Of what was recorded for another: whether the decider has confirmed it, or says that it is not so."""
    confirmation = getattr(step, "confirmation", None)
    if confirmation is not None:
        how = f"minute {confirmation.minute} attached" if confirmation.minute else "confirmed"
        return f"{how} by {confirmation.by_words}, {british(timezone.localtime(confirmation.at).date())}"
    for_another = step.by_person_id not in (None, step.recorded_by_id) or (
        step.by_post_id is not None and step.by_holder_id != step.recorded_by_id
    )
    waits = for_another or (step.by_body_id is not None and not step.minute)
    if not waits or not step.plan_id:
        return ""
    dispute = getattr(step, "dispute", None)
    if dispute is None:
        return "recorded, not yet confirmed"
    return f"recorded, disputed by {dispute.by_words}, {british(timezone.localtime(dispute.at).date())}"


def _agreed(step: Step) -> str:
    if step.agreed_at is None:
        return ""
    return f"{step.agreed_at}, minute {step.minute}" if step.minute else str(step.agreed_at)


def criteria_told(plan: Plan) -> list[ToldStep]:
    """Every change to a plan's rating criteria, each with the sentence that was added or retired. Two queries."""
    sentences = {criterion.pk: str(criterion) for criterion in RatingCriterion.objects.filter(plan=plan)}
    steps = Step.objects.filter(plan=plan, kind="ratingcriterion").select_related(*TOLD_WITH)
    return [
        replace(told, words=f"{told.words} – {sentences[step.key]}", changes=[])
        for step in steps
        for told in [tell(step)]
    ]
