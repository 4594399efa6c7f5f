"""Playing the sample through the real verbs, each at its own date."""

import datetime as dt
import io
from contextlib import suppress
from functools import singledispatch
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.mail import get_connection
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse

from actions import (
    asks,
    evidence,
    evidence_store,
    extensions,
    facts,
    leaving,
    milestones,
    prepared,
    reminders,
    sign_off,
    updates,
    wording,
)
from actions.at_the_table import re_rate, return_update
from actions.evidence_files import inspect
from actions.fuzzy_dates import QuarterYear, read_fuzzy_date
from actions.marking import text_beside
from actions.models import Action, Ask, Milestone, ProgressUpdate
from actions.returns import say_no_return
from actions.structure import add_action
from objectives.models import StrategicObjective, Workstream
from objectives.structure import add_objective, add_workstream, end_workstream
from people import clock
from people.accounts import account_without_password
from people.models import GovernanceBody, Meeting, Membership, Organisation, Post, User
from people.tracking import Tracked
from plans import drafts, marks
from plans.confirming import confirm
from plans.leavers import duties_of, hand_on
from plans.mailing import note_bounce
from plans.models import Mark, Plan, PlanRole, RatingCriterion, Release, Role, Round, SentMail, Step
from plans.people_of_plan import end_role, grant_role, record_meeting
from plans.posts import end_post
from plans.rounds import RoundDates, open_round, set_route
from plans.steps import How, one_step
from plans.structure import (
    add_criterion,
    add_theme,
    create_plan,
    edit_plan,
    put_in_force,
    retire_criterion,
    set_rules,
)
from reports.models import Redaction
from reports.public import confirm_public, make_public
from reports.redaction import ask_redaction, redact
from reports.sample import people, shapes
from reports.sample.plan import DELIVERY_PLAN, LATER_CRITERIA
from reports.sample.receiving_plan import RECEIVING_PLAN
from reports.sample.story import EVENTS
from reports.versions import (
    consider,
    freeze_again,
    issue_to_members,
    opened,
    put_before_body,
    version_before_body,
)

LONDON = ZoneInfo("Europe/London")
SET_UP = "2015-09-01 09:00"
STANDS_AT = "2016-04-06 09:00"
SEATED_ON = dt.date(2015, 5, 20)

T = TypeVar("T", bound=Tracked)


def load() -> None:
    """Fill an empty database: all of it, or nothing. Afterwards the sample's clock runs on from ``STANDS_AT``."""
    plans = [(plan.created, plan) for plan in (DELIVERY_PLAN, RECEIVING_PLAN)]
    happenings = [*plans, *((event.when, event) for event in EVENTS)]
    with transaction.atomic():
        with clock.at(moment(SET_UP)):
            sample = set_up()
        for when, what in sorted(happenings, key=lambda happening: happening[0]):
            with clock.at(moment(when)):
                play(what, sample)
        clock.start_sample_clock(moment(STANDS_AT))


def moment(when: str) -> dt.datetime:
    """``2016-03-08 10:40`` as London says it."""
    return dt.datetime.fromisoformat(when).replace(tzinfo=LONDON)


def day(date: str) -> dt.date | None:
    """``2016-03-08``; nothing where nothing was said."""
    return dt.date.fromisoformat(date) if date else None


def lines(words: tuple[str, ...]) -> str:
    return "\n".join(words)


# --- who there is ------------------------------------------------------------------------------


class Sample:
    """The rows that the story names, by the names it gives them."""

    def __init__(self, administrator: User) -> None:
        self.accounts = {people.ADMINISTRATOR.account: administrator}
        self.organisations: dict[str, Organisation] = {}
        self.posts: dict[str, Post] = {}
        self.bodies: dict[str, GovernanceBody] = {}
        self.meetings: dict[str, Meeting] = {}  # by the day they were held
        self.criteria: dict[str, RatingCriterion] = {}
        self.administers: How = {"by": administrator, "recorded_by": administrator}

    @property
    def manager(self) -> User:
        return self.accounts["plan.manager"]

    @property
    def manages(self) -> How:
        """The circumstances of what the plan manager does herself."""
        return {"by": self.manager, "recorded_by": self.manager}

    def decided(self, on: str, minute: str = "") -> How:
        """Decided by the body that met on the day ``on``, recorded by the plan manager; else by herself."""
        if not on:
            return self.manages
        meeting = self.meetings[on]
        return {"by": meeting.body, "recorded_by": self.manager, "agreed_at": meeting, "minute": minute}

    def reported(self, action: Action, received: str) -> How:
        """By the holder of the lead post, or by the plan manager for that post as ``received``."""
        if received:
            return {"by": action.lead_post, "recorded_by": self.manager, "received_by": received}
        holder = action.lead_post.holder
        assert holder is not None, f"Nobody holds the lead post of {action.reference}."
        return {"by": holder, "recorded_by": holder}

    def new(self, row: T, verb: str = "administer") -> T:
        """A row that the administrator sets up."""
        with one_step(row, verb, because="Set up for the partnership.", **self.administers) as made:
            pass
        return made


def set_up() -> Sample:
    """Organisations, accounts, posts, bodies and seats, as the administrator sets them up before there is a plan."""
    sample = Sample(account(people.ADMINISTRATOR, None, administrator=True))
    sample.organisations = {name: sample.new(Organisation(name=name)) for name in people.ORGANISATIONS}
    for person in (*people.PEOPLE, *people.FURTHER_PEOPLE, *people.FORMER_PEOPLE):
        if person is not people.ADMINISTRATOR:
            sample.accounts[person.account] = account(person, sample.organisations.get(person.organisation))
    give_password(list(sample.accounts.values()))
    for post in people.POSTS:
        sample.posts[post.title] = sample.new(
            Post(
                title=post.title,
                organisation=sample.organisations[post.organisation],
                holder=sample.accounts.get(post.holder),
            ),
            "add_post",
        )
    for name, title in people.ORGANISATIONS.items():
        with one_step(
            sample.organisations[name], "administer", because="Leads it for the partnership.", **sample.administers
        ) as row:
            row.lead_post = sample.posts[title]
    sample.bodies = {name: sample.new(GovernanceBody(name=name, kind=kind)) for name, kind in people.BODIES.items()}
    for seat in people.SEATS:
        body, sitting = sample.bodies[seat.body], sample.accounts[seat.account]
        sample.new(Membership(body=body, person=sitting, capacity=seat.capacity, from_on=SEATED_ON))
    return sample


def account(person: shapes.Person, organisation: Organisation | None, **fields: Any) -> User:
    return account_without_password(
        people.address(person), person.name, organisation, by=None, because="Made for the sample.", **fields
    )


def give_password(accounts: list[User]) -> None:
    """The same one for everybody, and so worked out once: that alone takes a tenth of a second."""
    password = make_password(people.PASSWORD)
    User.objects.filter(pk__in=[person.pk for person in accounts]).update(password=password)


# --- what happened -----------------------------------------------------------------------------


def action_of(event: Any) -> Action:
    return Action.objects.select_related("lead_post__holder").get(
        plan__slug=getattr(event, "plan", shapes.CSE), reference=event.action
    )


@singledispatch
def play(event: object, sample: Sample) -> None:
    """Let ``event`` happen, by the verb that a person would use."""
    raise TypeError(f"The sample cannot play a {type(event).__name__}.")


@play.register
def _(drawn: shapes.SamplePlan, sample: Sample) -> None:
    """A plan in draft. The administrator creates the first one for the plan manager, and steps back."""
    named = {
        "slug": drawn.slug,
        "title": drawn.title,
        "short_title": drawn.short_title,
        "purpose": drawn.purpose,
        "manager_label": drawn.manager_label,
        "because": "Wanted by the partnership.",
    }
    if Plan.objects.exists():
        plan = create_plan(**named, **sample.manages)
    else:
        plan = create_plan(**named, **sample.administers)
        grant_role(plan, role=Role.PLAN_MANAGER, holder=sample.manager, **sample.administers)
        end_role(PlanRole.objects.get(person=sample.accounts["administrator"]), **sample.manages)
    edit_plan(plan, changes={"deciding_body": sample.bodies[drawn.deciding_body]}, **sample.manages)
    for role, accounts in drawn.roles:
        for name in accounts:
            grant_role(plan, role=role, holder=sample.accounts[name], **sample.manages)
    grant_role(plan, role=Role.MEMBER, holder=sample.bodies[people.COMMISSION], **sample.manages)
    for key, (rating, words) in drawn.criteria.items():
        sample.criteria[key] = add_criterion(plan, rating=rating, words=words, **sample.manages)
    for theme in drawn.themes:
        draw(theme, plan, sample)


def draw(drawn: shapes.SampleTheme, plan: Plan, sample: Sample) -> None:
    """A theme with its objectives, workstreams and actions."""
    how = sample.manages
    theme = add_theme(plan, number=drawn.number, title=drawn.title, outcome=drawn.outcome, **how)
    for objective in drawn.objectives:
        added = add_objective(
            theme,
            reference=objective.reference,
            wording=objective.wording,
            accountable_post=sample.posts[objective.accountable],
            responsible_body=sample.bodies[objective.responsible_body],
            **how,
        )
        for name in objective.workstreams:
            add_workstream(added, name=name, **how)
        for action in objective.actions:
            add_action(
                added,
                reference=action.reference,
                wording=action.wording,
                lead_post=sample.posts[action.lead],
                success_criteria=lines(action.success_criteria),
                partners=lines(action.partners),
                start_on=day(action.start),
                due_on=day(action.due),
                **how,
            )


@play.register
def _(event: shapes.MeetingHeld, sample: Sample) -> None:
    body, held_on = sample.bodies[event.body], dt.date.fromisoformat(event.held_on)
    if event.plan:
        plan = Plan.objects.get(slug=event.plan)
        meeting = record_meeting(plan, body=body, held_on=held_on, how_held=event.how, **sample.manages)
    else:
        meeting = sample.new(Meeting(body=body, held_on=held_on, how=event.how))
    sample.meetings[event.held_on] = meeting


@play.register
def _(event: shapes.PutInForce, sample: Sample) -> None:
    plan = Plan.objects.get(slug=event.plan)
    put_in_force(plan, because=event.because, **sample.decided(event.decided_at, event.minute))


@play.register
def _(event: shapes.Update, sample: Sample) -> None:
    action = action_of(event)
    updates.submit_update(
        action,
        criterion=sample.criteria[event.criterion],
        rationale=event.because,
        shows_it=event.shows_it,
        figure=event.figure,
        narrative=event.narrative,
        forecast_on=day(event.forecast),
        brings_back=event.brings_back,
        brings_back_by=day(event.brings_back_by),
        help_needed=event.help_needed,
        work_has_begun=event.work_has_begun,
        **sample.reported(action, event.received),
    )


@play.register
def _(event: shapes.Prepared, sample: Sample) -> None:
    action, person = action_of(event), sample.accounts[event.account]
    seen = {"criterion": str(sample.criteria[event.criterion].pk), "version_seen": str(action.version)}
    typed = QueryDict(mutable=True)
    typed.update({**event.answers, **seen})
    page = reverse("actions:action-update", args=[shapes.CSE, action.slug])
    drafts.keep(
        drafts.new_token(person, prepared.FORM, drafts.about(action), page, f"Update of {action.reference}"), typed
    )


@play.register
def _(event: shapes.ExtensionAsked, sample: Sample) -> None:
    action, to_on = action_of(event), dt.date.fromisoformat(event.to)
    how = sample.reported(action, event.received)
    extensions.ask_extension(action, to_on=to_on, category=event.category, because=event.because, **how)


@play.register
def _(event: shapes.ExtensionGranted, sample: Sample) -> None:
    chief_officer = sample.accounts["chief.officer"]
    how: How = {"by": chief_officer, "recorded_by": chief_officer}
    if event.decided_at:
        how = sample.decided(event.decided_at, event.minute)
    extensions.grant_extension(action_of(event), because=event.because, to_on=day(event.to), **how)


@play.register
def _(event: shapes.ExtensionRefused, sample: Sample) -> None:
    how = sample.decided(event.decided_at, event.minute)
    extensions.refuse_extension(action_of(event), because=event.because, **how)


@play.register
def _(event: shapes.AskAnswered, sample: Sample) -> None:
    ask = Ask.objects.open().get(action=action_of(event))
    asks.answer_ask(ask, answer=event.answer, **sample.decided(event.decided_at, event.minute))


@play.register
def _(event: shapes.Reworded, sample: Sample) -> None:
    action = action_of(event)
    wording.reword(
        action,
        wording=event.wording,
        success_criteria=lines(event.success_criteria) or action.success_criteria,
        partners=action.partners,
        because=event.because,
        **sample.decided(event.decided_at, event.minute),
    )


@play.register
def _(event: shapes.Corrected, sample: Sample) -> None:
    action = action_of(event)
    wording.correct(
        action,
        because=event.because,
        wording=event.wording or action.wording,
        success_criteria=action.success_criteria,
        partners=action.partners,
        start_on=action.start_on,
        original_due_on=day(event.due) or action.original_due_on,
        due_on=day(event.due) or action.due_on,
        **sample.manages,
    )


@play.register
def _(event: shapes.Reassigned, sample: Sample) -> None:
    lead, how = sample.posts[event.lead], sample.decided(event.decided_at, event.minute)
    wording.reassign(action_of(event), lead_post=lead, because=event.because, **how)


@play.register
def _(event: shapes.PersonLeft, sample: Sample) -> None:
    leaver = sample.accounts[event.account]
    duties = duties_of(leaver)
    hand_on(
        leaver,
        plan=Plan.objects.get(slug=shapes.CSE),
        ended_on=clock.today(),
        because=event.because,
        posts=dict.fromkeys(duties.posts),
        roles=dict.fromkeys(duties.roles),
        **sample.manages,
    )


@play.register
def _(event: shapes.PostEnded, sample: Sample) -> None:
    plan = Plan.objects.get(slug=shapes.CSE)
    end_post(sample.posts[event.title], plan=plan, because=event.because, **sample.manages)


@play.register
def _(event: shapes.WorkstreamEnded, sample: Sample) -> None:
    workstream = Workstream.objects.get(plan__slug=shapes.CSE, name=event.name)
    end_workstream(workstream, because=event.because, **sample.manages)


@play.register
def _(event: shapes.CriterionReplaced, sample: Sample) -> None:
    plan, how = Plan.objects.get(slug=shapes.CSE), sample.decided(event.decided_at)
    for key in event.added:
        rating, words = LATER_CRITERIA[key]
        sample.criteria[key] = add_criterion(plan, rating=rating, words=words, because=event.because, **how)
    retire_criterion(sample.criteria[event.retired], because=event.because, **how)


# --- rounds ----------------------------------------------------------------------------------------


def running() -> Round:
    """The round that runs in the delivery plan."""
    return Round.objects.running().select_related("plan").get(plan__slug=shapes.CSE)


@play.register
def _(event: shapes.RouteSet, sample: Sample) -> None:
    bodies = [sample.bodies[name] for name in event.bodies]
    how = sample.decided(event.decided_at, event.minute)
    set_route(Plan.objects.get(slug=shapes.CSE), bodies=bodies, rhythm=event.rhythm, because=event.because, **how)


@play.register
def _(event: shapes.RoundOpened, sample: Sample) -> None:
    dates = RoundDates(
        returns_due_on=dt.date.fromisoformat(event.returns_due),
        body_on=day(event.body),
        paper_due_on=day(event.paper_due),
        agenda_out_on=day(event.agenda_out),
        members_meet_on=day(event.members_meet),
    )
    plan = Plan.objects.get(slug=shapes.CSE)
    open_round(plan, label=event.label, dates=dates, because=event.because, **sample.manages)


@play.register
def _(event: shapes.NoReturnSaid, sample: Sample) -> None:
    post = sample.posts[event.post]
    post.refresh_from_db()
    own: How = {"by": post.holder, "recorded_by": post.holder} if post.holder else sample.manages
    how = own if event.kind == "nothing" else sample.manages
    say_no_return(running(), post=post, kind=event.kind, because=event.because, **how)


@play.register
def _(event: shapes.PutBeforeBody, sample: Sample) -> None:
    put_before_body(running(), because=event.because, **sample.manages)


def before_the_body(event: Any) -> tuple[Action, Round, ProgressUpdate]:
    """The action of ``event``, and its update in the version that lies before the body."""
    action, round_ = action_of(event), running()
    entry = opened(version_before_body(round_)).action(action.slug)
    assert entry is not None
    assert entry.update is not None
    return action, round_, ProgressUpdate.objects.select_related("criterion").get(pk=entry.update.key)


@play.register
def _(event: shapes.EntryReturned, sample: Sample) -> None:
    action, round_, update = before_the_body(event)
    how = sample.decided(event.decided_at, event.minute)
    return_update(action, round_=round_, update=update, because=event.because, **how)


@play.register
def _(event: shapes.RatedAtTheTable, sample: Sample) -> None:
    action, round_, update = before_the_body(event)
    criterion, how = sample.criteria[event.criterion], sample.decided(event.decided_at, event.minute)
    re_rate(action, round_=round_, update=update, criterion=criterion, because=event.because, **how)


@play.register
def _(event: shapes.MendedTakenIn, sample: Sample) -> None:
    actions = list(Action.objects.filter(plan__slug=shapes.CSE, reference__in=event.actions))
    freeze_again(running(), actions=actions, because=event.because, **sample.manages)


@play.register
def _(event: shapes.ConsideredByBody, sample: Sample) -> None:
    how = sample.decided(event.decided_at, event.minute)
    consider(running(), body=sample.meetings[event.decided_at].body, because=event.because, **how)


@play.register
def _(event: shapes.Issued, sample: Sample) -> None:
    issue_to_members(Plan.objects.get(slug=shapes.CSE), because=event.because, **sample.manages)


@play.register
def _(event: shapes.PublicProposed, sample: Sample) -> None:
    plan, from_on = Plan.objects.get(slug=shapes.CSE), dt.date.fromisoformat(event.from_on)
    make_public(plan, version=event.version, from_on=from_on, because=event.because, **sample.manages)


@play.register
def _(event: shapes.PublicConfirmed, sample: Sample) -> None:
    release = Release.objects.running().get(plan__slug=shapes.CSE, version_number=event.version)
    confirm_public(release, because=event.because, **as_themselves("chief.officer", sample))


# --- an action's whole life ----------------------------------------------------------------------


def said_date(words: str) -> tuple[dt.date | None, str]:
    """The last day that ``words`` allow, and the words where they are no plain day."""
    with suppress(ValueError):
        return dt.date.fromisoformat(words), ""
    return read_fuzzy_date(words, near=clock.today(), quarters=QuarterYear.FINANCIAL).latest, words


def milestone_of(event: Any) -> Milestone:
    return Milestone.objects.select_related("action__lead_post__holder", "action__plan").get(
        action__plan__slug=shapes.CSE, action__reference=event.action, what=event.what
    )


def as_themselves(account: str, sample: Sample) -> How:
    person = sample.accounts[account]
    return {"by": person, "recorded_by": person}


@play.register
def _(event: shapes.MilestoneSet, sample: Sample) -> None:
    action = action_of(event)
    due_on, due_words = said_date(event.due)
    how = sample.reported(action, "")
    milestones.add_milestone(action, what=event.what, due_on=due_on, due_words=due_words, because=event.because, **how)


@play.register
def _(event: shapes.MilestoneReached, sample: Sample) -> None:
    milestone = milestone_of(event)
    reached_on = dt.date.fromisoformat(event.reached)
    how = sample.reported(milestone.action, "")
    milestones.reach_milestone(milestone, reached_on=reached_on, because=event.because, **how)


@play.register
def _(event: shapes.MilestoneRedated, sample: Sample) -> None:
    milestone = milestone_of(event)
    due_on, due_words = said_date(event.due)
    how = sample.reported(milestone.action, "")
    milestones.redate_milestone(milestone, due_on=due_on, due_words=due_words, because=event.because, **how)


@play.register
def _(event: shapes.EvidenceAdded, sample: Sample) -> None:
    action = action_of(event)
    fit = None
    if event.file:
        content = io.BytesIO(event.text.encode())
        fit = inspect(content, event.file)
        evidence_store.keep(fit, content)
    evidence.add_evidence(
        action,
        source=evidence.Source(fit, event.url, event.held),
        what=event.what,
        shows=event.shows,
        criterion=event.criterion,
        seen_by=event.seen_by,
        seen_on=day(event.seen_on),
        **sample.reported(action, ""),
    )


@play.register
def _(event: shapes.RiskNoted, sample: Sample) -> None:
    action = action_of(event)
    when, words = said_date(event.day)
    facts.note_fact(
        action,
        kind=event.kind,
        what=event.what,
        day=when,
        day_words=words,
        raised_to=event.raised_to,
        way_out=event.way_out,
        because=event.because,
        **sample.reported(action, ""),
    )


@play.register
def _(event: shapes.ReportedComplete, sample: Sample) -> None:
    action = action_of(event)
    done_on = dt.date.fromisoformat(event.done)
    sign_off.report_complete(action, done_on=done_on, because=event.because, **sample.reported(action, ""))


@play.register
def _(event: shapes.Verified, sample: Sample) -> None:
    looked_on = dt.date.fromisoformat(event.looked)
    sign_off.verify(action_of(event), looked_on=looked_on, because=event.because, **as_themselves(event.by, sample))


@play.register
def _(event: shapes.ReportReturned, sample: Sample) -> None:
    sign_off.refuse_verification(action_of(event), because=event.because, **as_themselves(event.by, sample))


@play.register
def _(event: shapes.SignedOff, sample: Sample) -> None:
    sign_off.sign_off(action_of(event), because=event.because, **sample.decided(event.decided_at, event.minute))


@play.register
def _(event: shapes.Checked, sample: Sample) -> None:
    how = as_themselves(event.by, sample)
    sign_off.assurance_check(action_of(event), checked_on=clock.today(), because=event.because, **how)


@play.register
def _(event: shapes.RedactionAsked, sample: Sample) -> None:
    ask_redaction(
        Plan.objects.get(slug=shapes.CSE),
        words=event.words,
        kind=Redaction.Kind.PERSONAL,
        seen_where=event.seen_where,
        because=event.because,
        **as_themselves(event.by, sample),
    )


@play.register
def _(event: shapes.Redacted, sample: Sample) -> None:
    asked = Redaction.objects.open().latest("pk")
    redact(asked, because=event.because, **as_themselves("information.governance", sample))


@play.register
def _(event: shapes.MoveProposed, sample: Sample) -> None:
    to_plan = None if event.outside else Plan.objects.get(slug=shapes.IMPROVEMENT)
    leaving.propose_move(
        action_of(event),
        to_plan=to_plan,
        to_outside=event.outside,
        outside_owner=event.owner,
        because=event.because,
        **sample.manages,
    )


@play.register
def _(event: shapes.MoveAgreed, sample: Sample) -> None:
    leaving.agree_move(action_of(event), because=event.because, **sample.decided(event.decided_at, event.minute))


@play.register
def _(event: shapes.MoveAccepted, sample: Sample) -> None:
    move = leaving.open_move(action_of(event))
    assert move is not None
    objective = StrategicObjective.objects.get(plan__slug=shapes.IMPROVEMENT, reference=event.objective)
    leaving.accept_move(move, objective=objective, reference=event.reference, because=event.because, **sample.manages)


@play.register
def _(event: shapes.RemindersSent, sample: Sample) -> None:
    """Kept as sent, and handed to no mail server: nobody in the sample has a letter box."""
    nowhere = get_connection("django.core.mail.backends.dummy.EmailBackend")
    reminders.send_due(site=settings.SITE_ADDRESS, connection=nowhere)


@play.register
def _(event: shapes.MailCameBack, sample: Sample) -> None:
    note_bounce(SentMail.objects.filter(person=sample.accounts[event.to])[0], event.because)


@play.register
def _(event: shapes.Superseded, sample: Sample) -> None:
    successors = list(Action.objects.filter(plan__slug=shapes.CSE, reference__in=event.successors))
    how = sample.decided(event.decided_at, event.minute)
    leaving.supersede(action_of(event), successors=successors, because=event.because, **how)


@play.register
def _(event: shapes.Withdrawn, sample: Sample) -> None:
    leaving.withdraw(
        action_of(event),
        risk=event.risk,
        accepted_by=event.accepted_by,
        alternative=event.alternative,
        because=event.because,
        **sample.decided(event.decided_at, event.minute),
    )


@play.register
def _(event: shapes.RulesSet, sample: Sample) -> None:
    rules: dict[str, object] = {
        "signing_body": sample.bodies.get(event.signing_body),
        "signing_post": None,
        "waiver_because": "",
        "quarters": event.quarters,
    }
    plan = Plan.objects.get(slug=event.plan)
    set_rules(plan, changes=rules, because=event.because, **sample.decided(event.decided_at))


@play.register
def _(event: shapes.Confirmed, sample: Sample) -> None:
    action = action_of(event)
    step = Step.objects.filter(kind="action", key=action.pk, verb=event.verb).first()
    assert step is not None
    confirm(step, **as_themselves(event.by, sample))


@play.register
def _(event: shapes.MarkedText, sample: Sample) -> None:
    action = action_of(event)
    holder = action.lead_post.holder
    assert holder is not None
    marks.mark(
        text_beside(action, event.text),
        kind=event.kind,
        because=event.because,
        organisations=[sample.organisations[name] for name in event.organisations],
        paragraphs=list(event.paragraphs),
        review_on=day(event.review_on),
        by=holder,
        recorded_by=holder,
    )


@play.register
def _(event: shapes.MarkConfirmed, sample: Sample) -> None:
    marks.confirm_mark(mark_of(event), because=event.because, **as_themselves("proper.officer", sample))


@play.register
def _(event: shapes.LiftingAsked, sample: Sample) -> None:
    marks.ask_lifting(mark_of(event), because=event.because, **sample.manages)


def mark_of(event: Any) -> Mark:
    return Mark.objects.standing().get(within=action_of(event).pk)
