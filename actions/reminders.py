"""Reminders of returns: when they fall due, to whom, and sending them, each once.

They fall due 10 and 3 working days before returns are due, on the day, and every week after it while the round collects. Once,
on the working day after the second weekly one, the lead of the organisation is told. A run that was missed is made good by the
next: a reminder is owed until the person had one on its day or since. Whoever is reminded gets one mail for all of it.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from actions.models import Action
from actions.returns import Return, not_in
from people import clock
from people.models import Organisation, User, british
from people.working_days import working_days_after, working_days_before
from plans import rights
from plans.mailing import Letter, post, record, why_not_to
from plans.models import MailKind, Plan, Reminder, Round, SentMail
from plans.steps import lock_plans

A_WEEK = dt.timedelta(days=7)
WEEKLY_ONES_BEFORE_THE_LEAD = 2


@dataclass(frozen=True)
class Mark:
    """A day on which reminders of a round fall due, and which these are."""

    on: dt.date
    kind: Reminder.Kind


def mark_of(round_: Round, today: dt.date) -> Mark | None:
    """The last of a round's marks that has come; those before it was opened are none."""
    due_on = round_.returns_due_on
    marks = [
        Mark(working_days_before(due_on, 10), Reminder.Kind.TEN_DAYS),
        Mark(working_days_before(due_on, 3), Reminder.Kind.THREE_DAYS),
        Mark(due_on, Reminder.Kind.ON_THE_DAY),
    ]
    weeks = (today - due_on) // A_WEEK
    if weeks > 0:
        marks.append(Mark(due_on + weeks * A_WEEK, Reminder.Kind.WEEKLY))
    come = [mark for mark in marks if round_.opened_on <= mark.on <= today]
    return come[-1] if come else None


def lead_is_told_on(round_: Round) -> dt.date:
    """From which day on the lead of an organisation is told what has not come."""
    return working_days_after(round_.returns_due_on + WEEKLY_ONES_BEFORE_THE_LEAD * A_WEEK, 1)


@dataclass(frozen=True)
class Occasion:
    """Why somebody is written to about one round; with ``organisation`` as its lead, about the returns of others."""

    round: Round
    kind: Reminder.Kind
    returns: list[Return]
    organisation: Organisation | None = None
    link: str = ""  # path of a page that this person can open

    @property
    def missing(self) -> list[Action]:
        return [action for one in self.returns for action in one.missing]

    @property
    def references(self) -> str:
        return ", ".join(action.reference for action in self.missing)

    @property
    def due_words(self) -> str:
        day, today = self.round.returns_due_on, clock.today()
        if day == today:
            return f"due today, {british(day)}"
        return f"due on {british(day)}" if day > today else f"were due on {british(day)}"

    @property
    def words(self) -> str:
        """For who runs the command, and for the plan manager."""
        return f"{self.round} of {self.round.plan.short_title}, {self.kind.label} ({self.references})"

    def reminder(self, person: User) -> Reminder:
        return Reminder(
            plan=self.round.plan,
            round=self.round,
            person=person,
            kind=self.kind,
            on=clock.today(),
            organisation=self.organisation,
        )


@dataclass
class ToWrite:
    """One person, and all that one mail tells them."""

    person: User
    occasions: list[Occasion] = field(default_factory=list)

    @property
    def words(self) -> str:
        return "; ".join(one.words for one in self.occasions)

    @property
    def references(self) -> str:
        return ", ".join(one.references for one in self.occasions)


@dataclass(frozen=True)
class NotWritten:
    """Who should be reminded, and why no mail goes there."""

    whom: str
    round: Round
    why: str

    @property
    def words(self) -> str:
        return f"{self.whom}, {self.round} of {self.round.plan.short_title}: {self.why}"


@dataclass
class Planned:
    """Who is written to, by their keys, and who is not."""

    to_write: dict[int, ToWrite] = field(default_factory=dict)
    nobody: list[NotWritten] = field(default_factory=list)


Planning = Callable[[Iterable[Round]], Planned]


def due_now(rounds: Iterable[Round]) -> Planned:
    """Whom the timer reminds today."""
    return _planned(rounds, by_hand=False)


def by_hand(rounds: Iterable[Round]) -> Planned:
    """Whom the plan manager's button reminds: everybody from whom something is missing, once a day."""
    return _planned(rounds, by_hand=True)


def collecting(plan: Plan | None = None) -> list[Round]:
    """The rounds for which returns are sent now, of plans in force."""
    found = Round.objects.collecting().filter(plan__status=Plan.Status.IN_FORCE).select_related("plan")
    return list(found.filter(plan=plan) if plan is not None else found)


def last_reminders(round_: Round) -> dict[int, Reminder]:
    """``{person's key: the last reminder of a return of their own in this round}``, refused ones too. One query."""
    found = Reminder.objects.filter(round=round_, organisation=None).select_related("mail")
    return {one.person_id: one for one in found.order_by("on", "pk")}


# --- sending -----------------------------------------------------------------------------------------


@dataclass
class Run:
    """What one run did."""

    mails: list[tuple[ToWrite, SentMail]] = field(default_factory=list)
    nobody: list[NotWritten] = field(default_factory=list)

    @property
    def sent(self) -> list[SentMail]:
        return [mail for _, mail in self.mails if mail.outcome == SentMail.Outcome.SENT]

    @property
    def failed(self) -> list[SentMail]:
        return [mail for _, mail in self.mails if mail.outcome != SentMail.Outcome.SENT]


def send_due(*, site: str, plan: Plan | None = None, connection: BaseEmailBackend | None = None) -> Run:
    """Send what falls due today, of one plan or of all. ``site`` is where the product answers: https://plans.example.org."""
    return _send(due_now, collecting(plan), site=site, connection=connection)


def send_by_hand(round_: Round, *, by: User, site: str) -> Run:
    """Remind everybody from whom something is missing in a round, because its plan manager says so."""
    if not rights.may(by, "reminders", round_):
        raise PermissionDenied("The plan manager sends reminders.")
    return _send(by_hand, [one for one in collecting(round_.plan) if one.pk == round_.pk], site=site, by=by)


def _send(
    planning: Planning,
    rounds: list[Round],
    *,
    site: str,
    by: User | None = None,
    connection: BaseEmailBackend | None = None,
) -> Run:
    """One mail after the other: what became of each is recorded before the next, and one that fails stops no other."""
    planned = planning(rounds)
    run = Run(nobody=planned.nobody)
    for one in planned.to_write.values():
        kept = _record(planning, one, site=site, by=by)
        if kept is not None:
            to_write, mail = kept
            run.mails.append((to_write, post(mail, connection or get_connection())))
    return run


def _record(planning: Planning, earlier: ToWrite, *, site: str, by: User | None) -> tuple[ToWrite, SentMail] | None:
    """Look again under the lock of the plans whether it is still owed, and record it; None where it is not any more."""
    with transaction.atomic():
        lock_plans(*(one.round.plan for one in earlier.occasions))
        rounds = Round.objects.filter(pk__in={one.round.pk for one in earlier.occasions}).collecting()
        fresh = planning(rounds.select_related("plan")).to_write.get(earlier.person.pk)
        if fresh is None:
            return None
        return fresh, record(_letter(fresh, site, by), [one.reminder(fresh.person) for one in fresh.occasions])


def _letter(to_write: ToWrite, site: str, by: User | None) -> Letter:
    """The mail: references and links, never the plan's words."""
    site = site.rstrip("/")
    occasions = to_write.occasions
    plans = {one.round.plan for one in occasions}
    told = {
        "name": to_write.person.name,
        "own": [one for one in occasions if one.organisation is None],
        "of_organisations": [one for one in occasions if one.organisation is not None],
        "site": site,
        "which_mails": reverse("plans:my-mails"),
        "first": occasions[0],
        "number": len(occasions),
    }
    return Letter(
        person=to_write.person,
        kind=MailKind.REMINDER,
        subject=render_to_string("actions/mail/reminder_subject.txt", told),
        body=render_to_string("actions/mail/reminder_message.txt", told),
        plan=plans.pop() if len(plans) == 1 else None,
        by=by,
    )


# --- who is owed a reminder --------------------------------------------------------------------------


def _planned(rounds: Iterable[Round], *, by_hand: bool) -> Planned:
    planned = Planned()
    wanted: list[tuple[User, Occasion]] = []
    for round_ in rounds:
        missing = not_in(round_)
        given = list(Reminder.objects.given().filter(round=round_))
        wanted += _to_holders(round_, missing, given, planned, by_hand=by_hand)
        if not by_hand and clock.today() >= lead_is_told_on(round_):
            wanted += _to_leads(round_, missing, given, planned)
    why_not = why_not_to({person for person, _ in wanted}, MailKind.REMINDER)
    for person, occasion in wanted:
        if person.pk in why_not:
            planned.nobody.append(NotWritten(person.name, occasion.round, why_not[person.pk]))
        else:
            planned.to_write.setdefault(person.pk, ToWrite(person)).occasions.append(occasion)
    return planned


def _to_holders(
    round_: Round, missing: list[Return], given: list[Reminder], planned: Planned, *, by_hand: bool
) -> list[tuple[User, Occasion]]:
    """Those who hold the posts from which something is missing, each once."""
    mark = Mark(clock.today(), Reminder.Kind.BY_HAND) if by_hand else mark_of(round_, clock.today())
    if mark is None:
        return []
    reminded = {one.person_id for one in given if one.organisation_id is None and one.on >= mark.on}
    readers = _readers(round_.plan) if missing else set()
    link = reverse("reports:my-return", args=[round_.plan.slug])
    found: dict[int, tuple[User, Occasion]] = {}
    for one in missing:
        holder = one.post.holder
        if holder is None:
            planned.nobody.append(NotWritten(str(one.post), round_, "lead gone, nobody holds this post"))
        elif holder.is_active and holder.pk not in readers:
            planned.nobody.append(NotWritten(str(one.post), round_, "has no role on this plan, and could not open it"))
        elif holder.pk not in reminded:
            _, occasion = found.setdefault(holder.pk, (holder, Occasion(round_, mark.kind, [], link=link)))
            occasion.returns.append(one)
        elif by_hand:
            planned.nobody.append(NotWritten(str(one.post), round_, "was reminded today already"))
    return list(found.values())


def _to_leads(
    round_: Round, missing: list[Return], given: list[Reminder], planned: Planned
) -> list[tuple[User, Occasion]]:
    """Who leads an organisation for the partnership, of whose posts something is missing for weeks: once in a round."""
    told = {one.organisation_id for one in given}
    owing = {one.post.organisation_id for one in missing} - told
    readers = _readers(round_.plan) if owing else set()
    found = []
    for organisation in Organisation.objects.filter(pk__in=owing).select_related("lead_post__holder"):
        lead = organisation.lead_post.holder if organisation.lead_post else None
        returns = [one for one in missing if one.post.organisation_id == organisation.pk]
        if lead is None:
            why = "lead gone, nobody holds the post that leads it" if organisation.lead_post else "no post leads it"
            planned.nobody.append(NotWritten(str(organisation), round_, why))
        elif others := [one for one in returns if one.post.holder_id != lead.pk]:
            link = round_.get_absolute_url() if lead.pk in readers else ""
            found.append((lead, Occasion(round_, Reminder.Kind.ORGANISATION, others, organisation, link)))
    return found


def _readers(plan: Plan) -> set[int]:
    """Those who can open the pages of a round. One query."""
    return set(rights.people_who_might(plan, "read_today").values_list("pk", flat=True))
