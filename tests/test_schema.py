"""Impossible rows are refused by the database itself, also where no form and no verb has looked at them.

One name, one promise, one place in docs/constraints.md, at least one impossible row here.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction

from actions.marking import text_beside
from actions.models import (
    Action,
    Ask,
    AssuranceCheck,
    DatedFact,
    Evidence,
    Extension,
    Milestone,
    Move,
    PlanImport,
    ProgressUpdate,
    SignOff,
    Succession,
    Verdict,
    Withdrawal,
)
from actions.returns import say_no_return
from actions.updates import HelpNeeded
from objectives.models import StrategicObjective, Workstream
from objectives.structure import add_workstream
from people.models import AccountChange, GovernanceBody, Meeting, Membership, Organisation, Post, User
from people.tracking import Tracked, written
from plans.marks import mark, name_reader
from plans.models import (
    Confirmation,
    Consideration,
    Dispute,
    Draft,
    MailsOff,
    Mark,
    MarkGrant,
    NoReturn,
    Opening,
    Plan,
    PlanRole,
    RatingCriterion,
    Release,
    Reminder,
    Round,
    RouteStop,
    SentMail,
    Step,
    Theme,
)
from reports.models import EarlierDigest, KeptDocument, Looked, Redaction
from reports.redaction import ask_redaction
from scrutiny.closing import account_for, begin_closing
from scrutiny.models import Account, Closing, NamedOfficer
from tests.a_release import propose_and_confirm
from tests.a_round import ARound
from tests.actions.life import Life
from tests.conftest import NOW, Cast, make_cast
from tests.put_back import made_once
from tests.rolled_back import rolled_back

OURS = ("people", "plans", "objectives", "actions", "scrutiny", "reports")
PAGE = settings.BASE_DIR / "docs" / "constraints.md"
HISTORY = "_history_version_once"

BEFORE, DAY, AFTER = dt.date(2016, 2, 1), dt.date(2016, 3, 1), dt.date(2016, 4, 1)
# A redaction that was done.
TAKEN_OUT: dict[str, Any] = {
    "words": "", "outcome": "done", "decided_on": DAY, "decided_by": lambda cast: cast.information_governance,
    "decided_words": "Information governance", "decided_because": "So.", "places": 1, "files": 0,
}  # fmt: skip
FROZEN: dict[str, Any] = {"version_number": 9, "edition": 1, "frozen_at": NOW}


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), rolled_back():
        yield


@pytest.fixture(scope="module")
def cast(db):
    return made_once(make_cast)


@pytest.fixture(autouse=True)
def leaves_nothing(cast):
    with rolled_back():
        yield


def a_mark(cast: Cast) -> Mark:
    """A text of its own beside an action, marked once."""
    if found := Mark.objects.filter(plan=cast.plan, thing="text").first():
        return found
    beside = text_beside(cast.action, "Not for everyone.")
    step = mark(beside, kind="restricted", because="Partners alone.", **cast.as_manager())
    return Mark.objects.get(pk=step.key)


def legal_row(model: type[models.Model], cast: Cast) -> models.Model:
    """A row that the database takes; each impossible one differs from it in what its constraint forbids."""
    plan, manager = cast.plan, cast.plan_manager
    made: dict[type[models.Model], Callable[[], models.Model]] = {
        User: lambda: User(email="somebody@example.org", name="Somebody", joined_at=NOW),
        AccountChange: lambda: AccountChange(
            person=manager, what="changed", at=NOW, by=cast.administrator, because="She married."
        ),
        Organisation: lambda: Organisation(name="An organisation"),
        Post: lambda: Post(title="A post", organisation=cast.council),
        GovernanceBody: lambda: GovernanceBody(name="A body", kind="board"),
        Membership: lambda: Membership(body=cast.sub_group, person=manager, capacity="member", from_on=DAY),
        Meeting: lambda: Meeting(body=cast.sub_group, held_on=DAY),
        Draft: lambda: Draft(person=manager, form="a form", about="action:1", words="", path="/", saved_at=NOW),
        Plan: lambda: Plan(slug="a-plan", title="A plan", short_title="A plan"),
        Theme: lambda: Theme(plan=plan, number=9, title="A theme"),
        RatingCriterion: lambda: RatingCriterion(plan=plan, rating="G", words="A sentence."),
        PlanRole: lambda: PlanRole(plan=plan, role="reader", person=cast.outsider, from_on=DAY),
        Step: lambda: Step(
            plan=plan, kind="action", key=999, reference="1.4.9", version=1, verb="add_action", at=NOW,
            by_person=manager, by_words="Plan manager", recorded_by=manager, recorded_words="Plan manager",
        ),
        StrategicObjective: lambda: StrategicObjective(
            plan=plan, theme=cast.theme, reference="1.9", slug="1.9", wording="An objective."
        ),
        Workstream: lambda: Workstream(plan=plan, objective=cast.objective, name="A strand"),
        Action: lambda: Action(
            plan=plan, objective=cast.objective, reference="1.4.9", slug="1.4.9", wording="An action.", lead_post=cast.lead
        ),
        ProgressUpdate: lambda: ProgressUpdate(
            plan=plan, action=cast.action, action_version=99, submitted_at=NOW, by_words="A post", criterion=cast.green,
            rating="G", rationale="Because it is so.",
        ),
        Extension: lambda: Extension(
            plan=plan, action=cast.action, asked_version=99, asked_on=DAY, asked_words="A post", from_on=DAY, to_on=AFTER,
            category="capacity", because="The post is vacant.",
        ),
        Ask: lambda: Ask(
            plan=plan, action=cast.action, action_version=99, asked_on=DAY, asked_words="A post", help_needed="A letter",
            from_whom="The board",
        ),
        PlanImport: lambda: PlanImport(person=manager, file_name="Plan.xlsx", sha256="0" * 64, kept_at=NOW),
        Confirmation: lambda: Confirmation(
            step=Step.objects.filter(plan=plan).first(), plan=plan, at=NOW, by=manager, by_words="Plan manager"
        ),
        Dispute: lambda: Dispute(
            step=Step.objects.filter(plan=plan).first(), plan=plan, at=NOW, by=manager, by_words="Plan manager", because="No."
        ),
        Milestone: lambda: Milestone(plan=plan, action=cast.action, action_version=99, what="Pack sent", due_on=DAY),
        Evidence: lambda: Evidence(
            plan=plan, action=cast.action, action_version=99, kind="held", what="Minutes", shows="It was agreed.",
            held_where="Shared drive", added_on=DAY, added_words="A post",
        ),
        DatedFact: lambda: DatedFact(
            plan=plan, action=cast.action, action_version=99, kind="hard end", what="The school year", day=DAY, noted_on=DAY,
            noted_words="A post",
        ),
        SignOff: lambda: SignOff(
            plan=plan, action=cast.action, reported_version=99, reported_on=DAY, reported_by=cast.officer,
            reported_words="A post", reported_because="Done.", done_on=DAY,
        ),
        AssuranceCheck: lambda: AssuranceCheck(
            plan=plan, action=cast.action, action_version=99, checked_on=DAY, checked_words="A post", finding="It stands."
        ),
        Move: lambda: Move(
            plan=plan, action=cast.action, to_plan=cast.other_plan, proposed_version=99, proposed_on=DAY,
            proposed_words="Plan manager", proposed_because="It belongs there.",
        ),
        Succession: lambda: Succession(
            plan=plan, action=cast.action, successor=cast.action_elsewhere, action_version=99
        ),
        Withdrawal: lambda: Withdrawal(
            plan=plan, action=cast.action, withdrawn_version=99, withdrawn_on=DAY, withdrawn_words="A body", because="Too dear.",
            risk="Some are missed.", accepted_by="The board", alternative="The national line.",
        ),
        Closing: lambda: Closing(plan=plan, begun_on=DAY, begun_because="Three years are over."),
        NamedOfficer: lambda: NamedOfficer(
            plan=plan, closing=a_closing(cast), person=cast.chief_officer, words="Chief officer"
        ),
        Account: lambda: Account(plan=plan, closing=a_closing(cast), objective=cast.objective, because="Daily work."),
        SentMail: lambda: SentMail(
            person=manager, address="somebody@example.org", kind="reminder", plan=plan, subject="Your return", body="It is due.",
            message_id=f"<{SentMail.objects.count()}@example.org>", at=NOW,
        ),
        Reminder: lambda: Reminder(
            mail=a_mail(cast), plan=plan, round=a_round(cast), person=manager, kind="weekly", on=DAY
        ),
        MailsOff: lambda: MailsOff(person=manager, kind="reminder"),
        RouteStop: lambda: RouteStop(plan=plan, body=cast.commission, position=9, from_on=DAY),
        Release: lambda: Release(
            plan=plan, version_number=9, title="A plan", from_on=DAY, proposed_on=DAY, proposed_by=manager
        ),
        Round: lambda: Round(plan=plan, number=9, label="April", opened_on=DAY, returns_due_on=AFTER),
        NoReturn: lambda: NoReturn(
            plan=plan, round=a_round(cast), post=cast.lead_elsewhere, kind="held", because="A vacancy.", said_on=DAY,
            said_words="A post",
        ),
        Consideration: lambda: Consideration(
            plan=plan, round=a_round(cast), body=cast.sub_group, edition=1, meeting=cast.meeting, said_on=DAY
        ),
        Verdict: lambda: Verdict(
            plan=plan, action=cast.action, action_version=99, update=an_update(cast), round=a_round(cast), edition=1,
            kind="returned", because="Not shown.", decided_on=DAY, decided_words="A body", decided_body=cast.sub_group,
            decided_at=cast.meeting,
        ),
        Mark: lambda: Mark(
            plan=plan, kind="restricted", thing="action", key=cast.action.pk, within=cast.action.pk, reference="1.4.3",
            lead_post=cast.lead, ground="Partners alone.", marked_at=NOW, marked_words="Plan manager",
        ),
        MarkGrant: lambda: MarkGrant(
            plan=plan, mark=a_mark(cast), organisation=cast.police, given_on=DAY, given_words="Plan manager"
        ),
        Opening: lambda: Opening(
            plan=plan, mark=a_mark(cast), opened_by=manager, opened_words="Plan manager", opened_at=NOW, through="page"
        ),
        KeptDocument: lambda: KeptDocument(
            plan=plan, number=9, label="April", text="{}", digest="0" * 64, as_on=DAY, kept_at=NOW, kept_by=manager,
            kept_by_words="Plan manager", plan_version=9,
        ),
        Looked: lambda: Looked(person=manager, plan=plan, kept=a_kept_document(cast), at=NOW),
        Redaction: lambda: Redaction(
            plan=plan, words="A Name", kind="personal data", seen_where="1.4.3", because="It names a child.", asked_on=DAY,
            asked_by=cast.reader, asked_words="Reader",
        ),
        EarlierDigest: lambda: EarlierDigest(
            document=the_row(KeptDocument, cast), redaction=the_row(Redaction, cast), before="1" * 64, after="2" * 64
        ),
    }  # fmt: skip
    return made[model]()


def the_row(model: type[models.Model], cast: Cast) -> models.Model:
    """One row of a model for all rows of a test that belong to one."""
    if not model._base_manager.exists():
        keep_past_every_check(legal_row(model, cast))
    return model._base_manager.get()


def a_round(cast: Cast) -> Round:
    """One round for all rows of a test that belong to one."""
    found = Round.objects.filter(plan=cast.plan).first()
    if found is None:
        keep_past_every_check(Round(plan=cast.plan, number=1, label="March", opened_on=DAY, returns_due_on=DAY))
        found = Round.objects.get(plan=cast.plan)
    return found


def a_mail(cast: Cast) -> SentMail:
    """One mail for all reminders of a test."""
    if not SentMail.objects.exists():
        keep_past_every_check(legal_row(SentMail, cast))
    return SentMail.objects.get()


def a_closing(cast: Cast) -> Closing:
    """One closing for all rows of a test that belong to one."""
    found = Closing.objects.filter(plan=cast.plan).first()
    if found is None:
        keep_past_every_check(Closing(plan=cast.plan, begun_on=DAY, begun_because="Three years are over."))
        found = Closing.objects.get(plan=cast.plan)
    return found


@dataclass
class Impossible:
    """A row as the database must not take it. ``beside`` a legal one of the same kind, where only the two clash.

    ``before`` is what that one has otherwise.
    """

    name: str
    model: type[models.Model]
    changes: dict[str, Any]
    beside: bool = False
    before: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.name}-{'-'.join(self.changes) or 'twice'}"


def decided(**changes: Any) -> dict[str, Any]:
    """An extension that was granted, but for ``changes``."""
    whole = {
        "outcome": "granted", "decided_on": DAY, "decided_version": 99, "decided_words": "CSE Sub-Group",
        "decided_because": "Agreed.",
    }  # fmt: skip
    return {**whole, **changes}


def of_cast(name: str) -> Callable[[Cast], Any]:
    """A value that only the cast has."""
    return lambda cast: getattr(cast, name)


def an_update(cast: Cast) -> ProgressUpdate:
    if not ProgressUpdate.objects.exists():
        keep_past_every_check(legal_row(ProgressUpdate, cast))
    return ProgressUpdate.objects.get()


def a_kept_document(cast: Cast) -> KeptDocument:
    if not KeptDocument.objects.exists():
        keep_past_every_check(legal_row(KeptDocument, cast))
    return KeptDocument.objects.get()


def a_workstream(cast: Cast) -> Workstream:
    if not Workstream.objects.exists():
        keep_past_every_check(legal_row(Workstream, cast))
    return Workstream.objects.get()


def an_objective_elsewhere(cast: Cast) -> StrategicObjective:
    theme = cast.other_plan.themes.get()
    row = StrategicObjective(plan=cast.other_plan, theme=theme, reference="9", slug="9", wording="Theirs.")
    keep_past_every_check(row)
    return StrategicObjective.objects.get(reference="9")


VERIFIED = {
    "verified_version": 100, "verified_on": DAY, "verified_by": of_cast("officer_elsewhere"), "verified_words": "Another post",
    "verified_because": "Read it.",
}  # fmt: skip
SIGNED = {
    **VERIFIED, "outcome": "signed off", "decided_version": 101, "decided_on": DAY, "decided_by": of_cast("chief_officer"),
    "decided_words": "Chief officer", "decided_because": "Shown.",
}  # fmt: skip
AGREED = {
    "agreed_version": 100, "agreed_on": DAY, "agreed_words": "CSE Sub-Group", "agreed_body": of_cast("sub_group"),
    "agreed_at": of_cast("meeting"), "agreed_because": "Agreed.",
}  # fmt: skip
TAKEN = {
    "outcome": "accepted",
    "decided_version": 101,
    "decided_on": DAY,
    "decided_words": "Plan manager",
    "decided_because": "Ours.",
}
AT_RISK = {
    "kind": "funding ends",
    "done_about_it": "Asked.",
    "done_by": "Finance",
    "until_on": AFTER,
    "fallback": "It stops.",
}

TO_A_LEAD = {"kind": "organisation", "organisation": of_cast("council")}
CONFIRMED = {"status": "confirmed", "confirmed_on": DAY, "confirmed_by": of_cast("chief_officer")}

IMPOSSIBLE = [
    Impossible("sent_mail_is_of_a_known_kind", SentMail, {"kind": "advertisement"}),
    Impossible("sent_mail_outcome_whole", SentMail, {"outcome": "sent"}),
    Impossible("sent_mail_outcome_whole", SentMail, {"outcome_at": NOW}),
    Impossible("sent_mail_outcome_whole", SentMail, {"outcome": "refused", "outcome_at": NOW}),
    Impossible("sent_mail_outcome_whole", SentMail, {"outcome": "sent", "outcome_at": NOW, "server_said": "550"}),
    Impossible("sent_mail_outcome_whole", SentMail, {"outcome": "lost", "outcome_at": NOW}),
    Impossible("sent_mail_came_back_whole", SentMail, {"bounced_at": NOW}),
    Impossible("sent_mail_came_back_whole", SentMail, {"bounce_words": "User unknown"}),
    Impossible(
        "sent_mail_came_back_whole", SentMail,
        {"outcome": "refused", "outcome_at": NOW, "server_said": "550", "bounced_at": NOW, "bounce_words": "Unknown"},
    ),
    Impossible("reminder_once_a_day", Reminder, {"kind": "by hand"}, beside=True),
    Impossible(
        "reminder_once_of_an_organisation", Reminder, {**TO_A_LEAD, "on": AFTER}, beside=True, before=TO_A_LEAD
    ),
    Impossible("reminder_is_of_a_known_kind", Reminder, {"kind": "yearly"}),
    Impossible("reminder_is_of_a_known_kind", Reminder, {"kind": "organisation"}),
    Impossible("reminder_is_of_a_known_kind", Reminder, {"organisation": of_cast("council")}),
    Impossible("mails_off_once", MailsOff, {}, beside=True),
    Impossible("mails_off_is_of_a_known_kind", MailsOff, {"kind": "advertisement"}),
    Impossible("plan_closed_on_a_day", Plan, {"status": "closed", "in_force_on": DAY}),
    Impossible("plan_closed_on_a_day", Plan, {"closed_on": DAY}),
    Impossible("plan_signed_off_by_body_or_post", Plan, {"signing_body": of_cast("sub_group"), "signing_post": of_cast("lead")}),
    Impossible("confirmation_says_by_whom", Confirmation, {"by_words": ""}),
    Impossible("dispute_says_by_whom_and_why", Dispute, {"by_words": ""}),
    Impossible("dispute_says_by_whom_and_why", Dispute, {"because": ""}),
    Impossible("plan_import_brought_in_with_its_plan", PlanImport, {"plan": of_cast("plan")}),
    Impossible("plan_import_brought_in_with_its_plan", PlanImport, {"brought_in_at": NOW}),
    Impossible("action_colour_in_file_until_it_is_argued", Action, {"file_as_at": DAY, "colour_in_file": "B"}),
    Impossible("action_in_file_on_a_day", Action, {"colour_in_file": "G"}),
    Impossible("action_in_file_on_a_day", Action, {"words_in_file": "At the printer’s."}),
    Impossible("action_status_is_known", Action, {"status": "finished"}),
    Impossible("action_complete_is_signed_off", Action, {"status": "complete", "done_on": DAY}),
    Impossible("action_complete_is_signed_off", Action, {"status": "complete", "done_on": DAY, "signed_off_at": NOW}),
    Impossible("action_complete_is_signed_off", Action, {"signed_off_at": NOW, "signed_off_words": "A body"}),
    Impossible("action_complete_is_signed_off", Action, {"signed_off_words": "A body"}),
    Impossible("action_reported_says_when_it_was_done", Action, {"status": "reported complete"}),
    Impossible("action_reported_says_when_it_was_done", Action, {"status": "verified"}),
    Impossible("action_reported_says_when_it_was_done", Action, {"done_on": DAY}),
    Impossible("milestone_says_what", Milestone, {"what": ""}),
    Impossible("milestone_reached_is_shown", Milestone, {"reached_on": DAY}),
    Impossible("milestone_reached_is_shown", Milestone, {"shown_by": "A list."}),
    Impossible("milestone_dropped_says_why", Milestone, {"dropped_on": DAY}),
    Impossible("milestone_dropped_says_why", Milestone, {"dropped_because": "Not needed."}),
    Impossible(
        "milestone_reached_or_dropped", Milestone,
        {"reached_on": DAY, "shown_by": "A list.", "dropped_on": DAY, "dropped_because": "Not needed."},
    ),
    Impossible("evidence_says_what_and_what_it_shows", Evidence, {"what": ""}),
    Impossible("evidence_says_what_and_what_it_shows", Evidence, {"shows": ""}),
    Impossible("evidence_is_of_one_kind", Evidence, {"held_where": ""}),
    Impossible("evidence_is_of_one_kind", Evidence, {"kind": "link"}),
    Impossible("evidence_is_of_one_kind", Evidence, {"url": "https://example.org/"}),
    Impossible("evidence_is_of_one_kind", Evidence, {"kind": "file", "held_where": "", "file_name": "a.pdf", "size": 3}),
    Impossible("evidence_is_of_one_kind", Evidence, {"kind": "rumour"}),
    Impossible("evidence_seen_by_somebody_on_a_day", Evidence, {"seen_by": "A nurse"}),
    Impossible("evidence_seen_by_somebody_on_a_day", Evidence, {"seen_on": DAY}),
    Impossible("evidence_withdrawn_says_why", Evidence, {"withdrawn_on": DAY, "withdrawn_words": "A post"}),
    Impossible("evidence_withdrawn_says_why", Evidence, {"withdrawn_because": "Wrong year."}),
    Impossible("dated_fact_is_of_a_known_kind", DatedFact, {**AT_RISK, "kind": "bad weather"}),
    Impossible("dated_fact_says_what", DatedFact, {"what": ""}),
    Impossible("dated_fact_says_what_is_done_about_it", DatedFact, {**AT_RISK, "done_about_it": ""}),
    Impossible("dated_fact_says_what_is_done_about_it", DatedFact, {**AT_RISK, "done_by": ""}),
    Impossible("dated_fact_says_what_is_done_about_it", DatedFact, {**AT_RISK, "until_on": None}),
    Impossible("dated_fact_says_what_is_done_about_it", DatedFact, {**AT_RISK, "fallback": ""}),
    Impossible("dated_fact_ended_says_why", DatedFact, {"ended_on": DAY}),
    Impossible("dated_fact_ended_says_why", DatedFact, {"ended_because": "Paid for."}),
    Impossible("dated_fact_one_hard_end", DatedFact, {"what": "Another"}, beside=True),
    Impossible("sign_off_open_once_for_an_action", SignOff, {"reported_version": 98}, beside=True),
    Impossible("sign_off_reported_says_why", SignOff, {"reported_because": ""}),
    Impossible("sign_off_verified_or_waived_whole", SignOff, {**VERIFIED, "verified_because": ""}),
    Impossible("sign_off_verified_or_waived_whole", SignOff, {**VERIFIED, "verified_by": None}),
    Impossible("sign_off_verified_or_waived_whole", SignOff, {**VERIFIED, "waived_because": "Small."}),
    Impossible("sign_off_verified_or_waived_whole", SignOff, {"waived_because": "Small."}),
    Impossible("sign_off_decided_whole", SignOff, {**SIGNED, "decided_because": ""}),
    Impossible("sign_off_decided_whole", SignOff, {**SIGNED, "decided_on": None}),
    Impossible("sign_off_decided_whole", SignOff, {**SIGNED, "outcome": ""}),
    Impossible(
        "sign_off_comes_after_verification", SignOff,
        {**SIGNED, **dict.fromkeys(VERIFIED, None), "verified_words": "", "verified_because": ""},
    ),
    Impossible("sign_off_decided_by_person_or_body", SignOff, {**SIGNED, "decided_by": None}),
    Impossible(
        "sign_off_decided_by_person_or_body", SignOff,
        {**SIGNED, "decided_body": of_cast("sub_group"), "decided_at": of_cast("meeting")},
    ),
    Impossible("sign_off_by_three_people", SignOff, {**VERIFIED, "verified_by": of_cast("officer")}),
    Impossible("sign_off_by_three_people", SignOff, {**SIGNED, "decided_by": of_cast("officer")}),
    Impossible("sign_off_by_three_people", SignOff, {**SIGNED, "decided_by": of_cast("officer_elsewhere")}),
    Impossible("sign_off_reopened_whole", SignOff, {**SIGNED, "reopened_on": DAY}),
    Impossible(
        "sign_off_reopened_whole", SignOff,
        {"reopened_version": 102, "reopened_on": DAY, "reopened_words": "A body", "reopened_because": "It slid."},
    ),
    Impossible("assurance_check_says_what_was_found", AssuranceCheck, {"finding": ""}),
    Impossible("move_open_once_for_an_action", Move, {"proposed_version": 98}, beside=True),
    Impossible("move_goes_to_one_place", Move, {"to_plan": None}),
    Impossible("move_goes_to_one_place", Move, {"to_outside": "Health plan", "outside_owner": "A nurse"}),
    Impossible("move_goes_to_one_place", Move, {"to_plan": None, "to_outside": "Health plan"}),
    Impossible("move_goes_to_one_place", Move, {"to_plan": of_cast("plan")}),
    Impossible("move_proposed_says_why", Move, {"proposed_because": ""}),
    Impossible("move_agreed_whole", Move, {**AGREED, "agreed_body": None}),
    Impossible("move_agreed_whole", Move, {**AGREED, "agreed_because": ""}),
    Impossible("move_decided_whole", Move, {**AGREED, **TAKEN, "decided_on": None}),
    Impossible("move_decided_whole", Move, {**TAKEN, "outcome": ""}),
    Impossible("move_accepted_was_agreed", Move, TAKEN),
    Impossible(
        "move_accepted_outside_is_shown", Move,
        {**AGREED, **TAKEN, "to_plan": None, "to_outside": "Health plan", "outside_owner": "A nurse"},
    ),
    Impossible("move_accepted_outside_is_shown", Move, {"accepted_evidence": "A letter."}),
    Impossible("succession_once", Succession, {"action_version": 98}, beside=True),
    Impossible("succession_by_another", Succession, {"successor": of_cast("action")}),
    Impossible("withdrawal_stands_once_for_an_action", Withdrawal, {"withdrawn_version": 98}, beside=True),
    *(
        Impossible("withdrawal_states_the_risk", Withdrawal, {name: ""})
        for name in ("because", "risk", "accepted_by", "alternative")
    ),
    Impossible("withdrawal_reopened_whole", Withdrawal, {"reopened_on": DAY}),
    Impossible("route_stop_once_for_a_body", RouteStop, {"position": 8}, beside=True),
    Impossible("route_stop_ends_after_it_began", RouteStop, {"from_on": AFTER, "until_on": DAY}),
    Impossible(
        "round_number_once_in_a_plan", Round, {"label": "May", "status": "given up", "ended_on": DAY}, beside=True
    ),
    Impossible("round_runs_once_in_a_plan", Round, {"number": 10}, beside=True),
    Impossible(
        "round_version_once_in_a_plan", Round, {**FROZEN, "number": 10, "status": "issued", "ended_on": DAY},
        beside=True, before={**FROZEN, "status": "issued", "ended_on": DAY},
    ),
    Impossible("round_returns_are_due_after_it_opens", Round, {"opened_on": AFTER, "returns_due_on": DAY}),
    *(Impossible("round_frozen_whole", Round, {**FROZEN, "status": "agreed", name: None}) for name in FROZEN),
    Impossible("round_frozen_whole", Round, FROZEN),
    Impossible("round_ended_whole", Round, {**FROZEN, "status": "issued"}),
    Impossible("round_ended_whole", Round, {"ended_on": DAY}),
    Impossible("round_corrects_whole", Round, {"corrects": 1}),
    Impossible("round_corrects_whole", Round, {"corrects_words": "A wrong figure."}),
    Impossible("round_corrects_whole", Round, {"corrects": 0, "corrects_words": "A wrong figure."}),
    Impossible("release_runs_once_for_a_version", Release, {"title": "The same"}, beside=True),
    Impossible("release_from_the_day_it_is_proposed_or_later", Release, {"from_on": BEFORE}),
    Impossible("release_confirmed_whole", Release, {"status": "confirmed"}),
    Impossible("release_confirmed_whole", Release, {"status": "confirmed", "confirmed_on": DAY}),
    Impossible("release_confirmed_whole", Release, {"confirmed_by": of_cast("chief_officer")}),
    Impossible("release_confirmed_whole", Release, {"status": "whenever"}),
    Impossible("release_public_once_confirmed", Release, {**CONFIRMED, "confirmed_on": AFTER}),
    Impossible("release_confirmed_by_another", Release, {**CONFIRMED, "confirmed_by": of_cast("plan_manager")}),
    Impossible("release_ended_whole", Release, {"ended_on": DAY}),
    Impossible("release_ended_whole", Release, {"status": "refused"}),
    Impossible("release_ended_whole", Release, {**CONFIRMED, "ended_on": DAY}),
    Impossible("no_return_once_of_a_post", NoReturn, {"kind": "missed"}, beside=True),
    Impossible("no_return_says_why", NoReturn, {"because": ""}),
    Impossible("no_return_is_of_a_known_kind", NoReturn, {"kind": "late"}),
    Impossible("consideration_once_by_a_body", Consideration, {"edition": 2}, beside=True),
    Impossible("consideration_at_a_meeting_or_says_why_not", Consideration, {"meeting": None}),
    Impossible("consideration_at_a_meeting_or_says_why_not", Consideration, {"why_not": "No quorum."}),
    Impossible("verdict_once_for_a_version_of_its_action", Verdict, {"edition": 2}, beside=True),
    Impossible("verdict_says_why", Verdict, {"because": ""}),
    Impossible("verdict_rates_or_returns", Verdict, {"kind": "re-rated"}),
    Impossible("verdict_rates_or_returns", Verdict, {"criterion": of_cast("red")}),
    Impossible("mark_stands_once_on_a_thing", Mark, {"kind": "confidential"}, beside=True),
    Impossible("mark_is_of_a_known_kind", Mark, {"kind": "secret"}),
    Impossible("mark_has_a_text_where_it_is_one", Mark, {"thing": "text"}),
    Impossible("mark_has_a_text_where_it_is_one", Mark, {"text": "Words."}),
    Impossible("mark_has_a_ground", Mark, {"ground": ""}),
    *(
        Impossible("mark_exempt_by_a_paragraph_until_a_review", Mark, {"kind": "exempt", **given})
        for given in ({"paragraphs": "1"}, {"review_on": AFTER})
    ),
    Impossible(
        "mark_exempt_by_a_paragraph_until_a_review", Mark, {"confirmed_on": DAY, "confirmed_words": "Proper officer"}
    ),
    Impossible("mark_to_members_only_where_restricted", Mark, {"kind": "confidential", "may_go_to_members": True}),
    Impossible(
        "mark_confirmed_by_somebody", Mark,
        {"kind": "exempt", "paragraphs": "1", "review_on": AFTER, "confirmed_on": DAY},
    ),
    Impossible("mark_lifting_asked_with_a_reason", Mark, {"lifting_asked_on": DAY}),
    Impossible("mark_lifted_by_somebody", Mark, {"lifted_at": NOW}),
    Impossible("mark_grant_to_one", MarkGrant, {"organisation": None}),
    Impossible("mark_grant_to_one", MarkGrant, {"person": of_cast("reader")}),
    Impossible("mark_grant_once_to_an_organisation", MarkGrant, {"given_words": "Another"}, beside=True),
    Impossible(
        "mark_grant_once_to_a_person", MarkGrant, {"organisation": None, "person": of_cast("reader")}, beside=True,
        before={"organisation": None, "person": of_cast("reader")},
    ),
    Impossible(
        "mark_grant_once_for_a_meeting", MarkGrant, {"organisation": None, "meeting": of_cast("meeting")}, beside=True,
        before={"organisation": None, "meeting": of_cast("meeting")},
    ),
    Impossible("opening_says_by_whom", Opening, {"opened_words": ""}),
    Impossible("closing_open_once_for_a_plan", Closing, {"begun_because": "Again."}, beside=True),
    Impossible(
        "closing_stands_once_for_a_plan", Closing,
        {"outcome": "closed", "ended_on": DAY, "statement": "{}"}, beside=True,
        before={"outcome": "closed", "ended_on": DAY, "statement": "{}"},
    ),
    Impossible("closing_ended_whole", Closing, {"outcome": "closed", "statement": "{}"}),
    Impossible("closing_keeps_its_statement", Closing, {"outcome": "closed", "ended_on": DAY}),
    Impossible("closing_keeps_its_statement", Closing, {"statement": "{}"}),
    Impossible("closing_ended_whole", Closing, {"ended_on": DAY}),
    Impossible("closing_reopened_was_closed", Closing, {"reopened_on": DAY}),
    Impossible("closing_says_why", Closing, {"begun_because": ""}),
    Impossible("named_officer_once_in_a_closing", NamedOfficer, {"words": "Another"}, beside=True),
    Impossible("named_officer_confirmed_a_list", NamedOfficer, {"confirmed_on": DAY}),
    Impossible("named_officer_confirmed_a_list", NamedOfficer, {"confirmed_list": "0" * 64}),
    Impossible("account_of_one_thing", Account, {"objective": None}),
    Impossible("account_carried_by_one", Account, {"carried_by": an_objective_elsewhere, "carried_words": "The board"}),
    Impossible("account_carried_by_another", Account, {"carried_by": of_cast("objective")}),
    Impossible("account_says_why", Account, {"because": ""}),
    Impossible("account_once_for_an_objective", Account, {"because": "Again."}, beside=True),
    Impossible(
        "account_once_for_a_workstream", Account,
        {"objective": None, "workstream": a_workstream}, beside=True, before={"objective": None, "workstream": a_workstream},
    ),
    Impossible("evidence_of_an_update_or_a_criterion", Evidence, {"update": an_update, "criterion": "One referral route"}),
    Impossible("person_ended_has_a_reason", User, {"ended_on": DAY, "is_active": False}),
    Impossible("person_ended_has_a_reason", User, {"ended_because": "Retired."}),
    Impossible("person_ended_cannot_sign_in", User, {"ended_on": DAY, "ended_because": "Retired."}),
    Impossible("account_change_is_of_a_known_kind", AccountChange, {"what": "deleted"}),
    Impossible("account_change_says_why", AccountChange, {"because": ""}),
    Impossible("account_change_says_who", AccountChange, {"by": None}),
    Impossible("account_made_once", AccountChange, {"what": "invited"}, beside=True, before={"what": "made"}),
    Impossible("account_left_once", AccountChange, {"what": "left"}, beside=True, before={"what": "left"}),
    Impossible("post_title_once_in_an_organisation", Post, {}, beside=True),
    Impossible("post_ended_has_a_reason", Post, {"ended_on": DAY}),
    Impossible("post_ended_has_a_reason", Post, {"ended_because": "Cut."}),
    Impossible(
        "post_ended_has_no_holder", Post, {"ended_on": DAY, "ended_because": "Cut.", "holder": of_cast("officer")}
    ),
    Impossible("membership_open_once", Membership, {}, beside=True),
    Impossible("membership_ends_after_it_began", Membership, {"until_on": BEFORE}),
    Impossible("meeting_once_a_day_and_manner", Meeting, {}, beside=True),
    Impossible("looked_once_at_a_plan", Looked, {}, beside=True),
    Impossible("draft_once", Draft, {"words": "Another"}, beside=True),
    Impossible("plan_in_force_since_a_day", Plan, {"status": "in force"}),
    Impossible("plan_in_force_since_a_day", Plan, {"in_force_on": DAY}),
    Impossible("plan_in_force_since_a_day", Plan, {"status": "finished"}),
    Impossible("plan_issues_only_in_force", Plan, {"issued_version": 1}),
    Impossible("plan_issues_only_in_force", Plan, {"status": "in force", "in_force_on": DAY, "issued_version": 0}),
    Impossible("theme_number_once_in_a_plan", Theme, {"title": "Another"}, beside=True),
    Impossible("criterion_stands_once", RatingCriterion, {"position": 9}, beside=True),
    Impossible("criterion_is_red_amber_or_green", RatingCriterion, {"rating": "B"}),
    Impossible("criterion_is_red_amber_or_green", RatingCriterion, {"rating": ""}),
    Impossible("plan_role_held_by_person_or_body", PlanRole, {"person": None}),
    Impossible("plan_role_held_by_person_or_body", PlanRole, {"body": of_cast("sub_group")}),
    Impossible("plan_role_ends_after_it_began", PlanRole, {"until_on": BEFORE}),
    Impossible("plan_role_open_once_for_a_person", PlanRole, {"from_on": AFTER}, beside=True),
    Impossible(
        "plan_role_open_once_for_a_body",
        PlanRole,
        {"role": "member", "person": None, "body": of_cast("commission"), "from_on": AFTER},
    ),
    Impossible("step_once_for_a_version", Step, {"verb": "reword"}, beside=True),
    Impossible("step_decided_by_one", Step, {"by_person": None}),
    Impossible("step_decided_by_one", Step, {"by_body": of_cast("sub_group")}),
    Impossible("step_decided_by_one", Step, {"by_person": None, "by_body": of_cast("sub_group"), "by_post": of_cast("lead")}),
    Impossible("step_holder_is_of_a_post", Step, {"by_holder": of_cast("officer")}),
    Impossible("step_of_a_body_names_its_meeting", Step, {"by_person": None, "by_body": of_cast("sub_group")}),
    Impossible("objective_reference_once_in_a_plan", StrategicObjective, {"slug": "1.10"}, beside=True),
    Impossible("objective_address_once_in_a_plan", StrategicObjective, {"reference": "1.9."}, beside=True),
    Impossible("workstream_once_in_an_objective", Workstream, {}, beside=True),
    Impossible("workstream_ended_has_a_reason", Workstream, {"ended_on": DAY}),
    Impossible("workstream_ended_has_a_reason", Workstream, {"ended_because": "Done."}),
    Impossible("action_reference_once_in_a_plan", Action, {"slug": "1.4.11"}, beside=True),
    Impossible("action_address_once_in_a_plan", Action, {"reference": "1.4(9)"}, beside=True),
    Impossible("action_due_after_it_starts", Action, {"start_on": DAY, "original_due_on": AFTER, "due_on": BEFORE}),
    Impossible(
        "action_originally_due_after_it_starts", Action, {"start_on": DAY, "original_due_on": BEFORE, "due_on": AFTER}
    ),
    Impossible("action_due_dates_go_together", Action, {"due_on": DAY}),
    Impossible("action_due_dates_go_together", Action, {"original_due_on": DAY}),
    Impossible("action_rated_by_an_update", Action, {"criterion": of_cast("green")}),
    Impossible("update_once_for_a_version_of_its_action", ProgressUpdate, {"rationale": "Another."}, beside=True),
    Impossible("update_says_why", ProgressUpdate, {"rationale": ""}),
    Impossible(
        "update_red_or_amber_says_what_brings_it_back", ProgressUpdate, {"rating": "R", "criterion": of_cast("red")}
    ),
    Impossible("update_red_or_amber_says_what_brings_it_back", ProgressUpdate, {"rating": "A", "brings_back": "A visit."}),
    Impossible("update_red_or_amber_says_what_brings_it_back", ProgressUpdate, {"rating": "A", "brings_back_by": DAY}),
    Impossible("update_figure_is_whole", ProgressUpdate, {"figure_what": "referrals", "figure_to": "88"}),
    Impossible("update_figure_is_whole", ProgressUpdate, {"figure_source": "weekly return"}),
    Impossible("extension_open_once_for_an_action", Extension, {"because": "Again."}, beside=True),
    Impossible("extension_is_later", Extension, {"from_on": AFTER, "to_on": AFTER}),
    Impossible("extension_says_why", Extension, {"because": ""}),
    Impossible("extension_decided_whole", Extension, decided(decided_on=None)),
    Impossible("extension_decided_whole", Extension, decided(decided_version=None)),
    Impossible("extension_decided_whole", Extension, decided(decided_words="")),
    Impossible("extension_decided_whole", Extension, decided(decided_because="")),
    Impossible("extension_decided_whole", Extension, decided(outcome="")),
    Impossible("extension_decided_whole", Extension, decided(outcome="perhaps")),
    Impossible(
        "extension_decided_at_a_meeting_of_the_body", Extension, decided(decided_body=of_cast("sub_group"))
    ),
    Impossible("extension_decided_at_a_meeting_of_the_body", Extension, decided(decided_at=of_cast("meeting"))),
    Impossible("ask_says_what_and_of_whom", Ask, {"help_needed": ""}),
    Impossible("ask_says_what_and_of_whom", Ask, {"from_whom": ""}),
    Impossible("ask_answered_has_an_answer", Ask, {"answered_on": DAY}),
    Impossible("ask_answered_has_an_answer", Ask, {"answer": "Written."}),
    Impossible("version_edition_once_in_a_plan", KeptDocument, {"digest": "1" * 64}, beside=True),
    Impossible("kept_document_once_in_a_plan", KeptDocument, {"number": 98}, beside=True),
    Impossible("version_corrects_an_earlier_one", KeptDocument, {"corrects": 8}),
    Impossible("version_corrects_an_earlier_one", KeptDocument, {"corrects_words": "A wrong figure."}),
    Impossible("version_corrects_an_earlier_one", KeptDocument, {"corrects": 9, "corrects_words": "A wrong figure."}),
    Impossible("version_has_number_and_label", KeptDocument, {"label": ""}),
    Impossible("version_has_number_and_label", KeptDocument, {"number": None}),
    Impossible("version_has_number_and_label", KeptDocument, {"number": 0}),
    Impossible("redaction_holds_the_words_while_it_waits", Redaction, {"words": ""}),
    Impossible("redaction_holds_the_words_while_it_waits", Redaction, {**TAKEN_OUT, "words": "A Name"}),
    Impossible("redaction_says_where_and_why", Redaction, {"seen_where": ""}),
    Impossible("redaction_says_where_and_why", Redaction, {"because": ""}),
    Impossible("redaction_is_on_a_known_ground", Redaction, {"kind": "a whim"}),
    Impossible("redaction_decided_whole", Redaction, {**TAKEN_OUT, "decided_on": None}),
    Impossible("redaction_decided_whole", Redaction, {**TAKEN_OUT, "decided_because": ""}),
    Impossible("redaction_decided_whole", Redaction, {**TAKEN_OUT, "outcome": "forgotten", "places": None, "files": None}),
    Impossible("redaction_decided_whole", Redaction, {"decided_on": DAY}),
    Impossible("redaction_done_is_counted", Redaction, {**TAKEN_OUT, "places": None}),
    Impossible("redaction_done_is_counted", Redaction, {"files": 0}),
    Impossible("redaction_by_two_people", Redaction, {**TAKEN_OUT, "decided_by": lambda cast: cast.reader}),
    Impossible("earlier_digest_once_for_a_redaction", EarlierDigest, {"before": "3" * 64}, beside=True),
    Impossible("earlier_digest_is_another", EarlierDigest, {"after": "1" * 64}),
    Impossible("earlier_digest_is_another", EarlierDigest, {"before": ""}),
]  # fmt: skip


def changed(row: models.Model, changes: dict[str, Any], cast: Cast) -> models.Model:
    for name, value in changes.items():
        setattr(row, name, value(cast) if callable(value) else value)
    return row


def keep_past_every_check(row: models.Model) -> None:
    """Straight into the table: no form, no verb, no ``full_clean``, no history."""
    with written(), transaction.atomic():
        type(row)._default_manager.bulk_create([row])


def our_constraints() -> Iterator[tuple[type[models.Model], models.BaseConstraint]]:
    for model in apps.get_models():
        if model._meta.app_label in OURS:
            yield from ((model, constraint) for constraint in model._meta.constraints)


def kind_of(name: str) -> type[models.BaseConstraint]:
    return next(type(constraint) for _, constraint in our_constraints() if constraint.name == name)


@pytest.mark.parametrize("case", IMPOSSIBLE, ids=str)
def test_the_database_refuses_an_impossible_row(cast, case):
    if case.beside:
        keep_past_every_check(changed(legal_row(case.model, cast), case.before, cast))
    with pytest.raises(IntegrityError) as refusal:
        keep_past_every_check(changed(legal_row(case.model, cast), case.changes, cast))
    # SQLite names the columns of a unique constraint, not the constraint.
    if connection.vendor == "postgresql" or kind_of(case.name) is models.CheckConstraint:
        assert case.name in str(refusal.value)
    else:
        assert "UNIQUE" in str(refusal.value)


@pytest.mark.parametrize(
    "model", sorted({case.model for case in IMPOSSIBLE}, key=str), ids=lambda model: model.__name__
)
def test_the_database_takes_the_legal_row_beside_it(cast, model):
    keep_past_every_check(legal_row(model, cast))


TRACKED = [model for model in apps.get_models() if issubclass(model, Tracked)]


@pytest.mark.parametrize("model", TRACKED, ids=lambda model: model.__name__)
def test_a_version_stands_in_the_history_once(cast, model):
    add_workstream(cast.objective, name="A strand", because="Agreed.", **cast.as_manager())
    life = Life(cast)
    life.submit_update(
        criterion=cast.amber, rationale="Two of five schools answered.", brings_back="A visit to each.",
        brings_back_by=dt.date(2016, 5, 31), help_needed=HelpNeeded("A letter to heads", "The Director"),
    )  # fmt: skip
    for verb in (life.ask_extension, life.add_milestone, life.note_fact, life.propose_move, life.refuse_move):
        verb()
    life.to("complete").assurance_check()
    life.reopen()
    life.supersede()
    round_ = ARound(cast).set_route().open()
    say_no_return(round_.round, post=cast.lead_elsewhere, kind="nothing", because="Strike.", **cast.as_manager())
    round_.report(cast.action_elsewhere)
    round_.freeze().return_update(cast.action_elsewhere)
    round_.consider()
    life.of(cast.action_elsewhere).to("withdrawn")
    name_reader(a_mark(cast), reader=cast.officer_elsewhere, because="To know it.", **cast.as_manager())
    round_.issue()
    propose_and_confirm(cast, round_.round.version_number)
    closing = begin_closing(cast.plan, officers=[cast.chief_officer], because="It is time.", **cast.as_manager())
    account_for(closing, cast.objective, because="Daily work.", **cast.as_manager())
    asks = {"by": cast.reader, "recorded_by": cast.reader, "because": "It names a child."}
    ask_redaction(cast.plan, words="A Name", kind="personal data", seen_where="1.4.3", **asks)
    row = model.history.latest()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic(), written():
        row.save()


# --- the page that lists them ------------------------------------------------------------------


def names_on_the_page() -> list[str]:
    return re.findall(r"^\| `(\w+)`", PAGE.read_text(), re.MULTILINE)


def test_the_page_lists_every_constraint_of_the_models_and_no_other():
    in_models = sorted(constraint.name for _, constraint in our_constraints())
    assert sorted(names_on_the_page()) == in_models


def test_every_constraint_on_the_page_has_an_impossible_row():
    tried = {case.name for case in IMPOSSIBLE} | {f"{model._meta.db_table}{HISTORY}" for model in TRACKED}
    assert set(names_on_the_page()) == tried


def test_every_check_has_words_for_the_person_who_meets_it():
    """A check that a form can meet says what is wrong; the Step's is met by no form."""
    said_by_django = "Constraint “%(name)s” is violated."
    silent = [
        constraint.name
        for _, constraint in our_constraints()
        if isinstance(constraint, models.CheckConstraint)
        and str(constraint.violation_error_message) == said_by_django
        and not constraint.name.startswith("step_")
    ]
    assert silent == []
