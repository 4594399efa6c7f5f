"""Mails of the house: each is recorded before it goes, sent once, and keeps what became of it.

    record(letter)   inside a transaction, under the lock of what it is about
    post(mail)       once that is committed: hands it to the mail server, and notes what came of it

Should the program end between the two, the row stays without an outcome: not known whether it was sent, and not sent again.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from email.utils import make_msgid, parseaddr
from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q

from people import clock
from people.models import User
from people.tracking import written
from plans.models import MailKind, MailsOff, Plan, Reminder, SentMail

# Longer than what a mail server says in full is of no use to anybody.
LONGEST_ANSWER = 500


@dataclass(frozen=True)
class Letter:
    """A mail as it is to be written. ``plan`` is the one that it is about, ``by`` who set it off; None: a timer."""

    person: User
    kind: MailKind
    subject: str
    body: str
    plan: Plan | None = None
    by: User | None = None


def why_not_to(people: Iterable[User], kind: MailKind) -> dict[int, str]:
    """``{person's key: why}`` of those to whom no mail of this kind goes. Two queries."""
    people = list(people)
    confirmed = set(
        EmailAddress.objects.filter(user__in=people, verified=True, email=F("user__email")).values_list(
            "user", flat=True
        )
    )
    off = set(MailsOff.objects.filter(person__in=people, kind=kind).values_list("person", flat=True))
    found: dict[int, str] = {}
    for person in people:
        if not person.is_active:
            found[person.pk] = "has left"
        elif person.pk not in confirmed:
            found[person.pk] = "has no address that they confirmed"
        elif person.pk in off:
            found[person.pk] = "has switched these mails off"
    return found


def choose_mails(person: User, wanted: Iterable[str]) -> None:
    """The kinds that ``person`` wants; the others are off from now on."""
    off = set(MailKind.values) - set(wanted)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=person.pk)
        MailsOff.objects.filter(person=person).exclude(kind__in=off).delete()
        standing = set(MailsOff.objects.filter(person=person).values_list("kind", flat=True))
        MailsOff.objects.bulk_create([MailsOff(person=person, kind=kind) for kind in sorted(off - standing)])


def record(letter: Letter, reminders: Iterable[Reminder] = ()) -> SentMail:
    """Keep the mail, and of what it reminds, before it goes."""
    mail = SentMail(
        person=letter.person,
        address=letter.person.email,
        kind=letter.kind,
        plan=letter.plan,
        subject=" ".join(letter.subject.split())[:300],
        body=letter.body.strip(),
        message_id=make_msgid(domain=parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]),
        at=clock.now(),
        by=letter.by,
    )
    with written():
        mail.save()
        for reminder in reminders:
            reminder.mail = mail
            reminder.save()
    return mail


def post(mail: SentMail, connection: BaseEmailBackend | None = None) -> SentMail:
    """Hand the mail to the mail server, and note what it said. A mail that it refused reminded nobody."""
    mail.outcome, mail.server_said = _handed_over(mail, connection or get_connection())
    mail.outcome_at = clock.now() if mail.outcome else None
    with transaction.atomic(), written():
        mail.save(update_fields=["outcome", "outcome_at", "server_said"])
        if mail.is_refused:
            for reminder in mail.reminders.all():
                reminder.counts = False
                reminder.save(update_fields=["counts"])
    return mail


def _handed_over(mail: SentMail, connection: BaseEmailBackend) -> tuple[str, str]:
    """``(outcome, what the server said)``; no outcome where the server had begun to take it and then fell silent."""
    message = EmailMessage(
        mail.subject,
        mail.body,
        None,
        [mail.address],
        connection=connection,
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    try:
        connection.open()
    except OSError as problem:
        return SentMail.Outcome.REFUSED, _said(problem)
    try:
        message.send()
    except (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError, ValueError) as problem:
        return SentMail.Outcome.REFUSED, _said(problem)
    except OSError as problem:
        return "", _said(problem)
    finally:
        connection.close()
    return SentMail.Outcome.SENT, ""


def note_bounce(mail: SentMail, words: str) -> bool:
    """Note that a mail came back, and why. False where that was noted before: the first word stands."""
    with transaction.atomic():
        fresh = SentMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
        if fresh.bounced_at is not None or fresh.is_refused:
            return False
        fresh.bounced_at, fresh.bounce_words = clock.now(), plain(words) or "No reason was given."
        with written():
            fresh.save(update_fields=["bounced_at", "bounce_words"])
    return True


def came_back_since(moment: dt.datetime, plans: Iterable[int]) -> dict[int, int]:
    """``{plan's key: how many mails about it came back}`` of the plans with these keys. One query."""
    found: Counter[int] = Counter()
    rows = (
        SentMail.objects.came_back()
        .filter(bounced_at__gte=moment)
        .filter(Q(plan__in=plans) | Q(reminders__plan__in=plans))
    )
    for _, own, reminding in rows.values_list("pk", "plan", "reminders__plan").distinct():
        found.update({plan for plan in (own, reminding) if plan is not None})
    return {plan: found[plan] for plan in plans if plan in found}


def _said(problem: Exception) -> str:
    """What a mail server said, without the marks of the program."""
    if isinstance(problem, SMTPRecipientsRefused):
        answers = [f"{code} {answer.decode(errors='replace')}" for code, answer in problem.recipients.values()]
        return plain("; ".join(answers))
    if isinstance(problem, SMTPResponseException):
        error = problem.smtp_error
        words = error.decode(errors="replace") if isinstance(error, bytes) else str(error)
        return plain(f"{problem.smtp_code} {words}")
    return plain(str(problem)) or type(problem).__name__


def plain(words: str) -> str:
    """Words of a mail server as one line that both databases keep."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:LONGEST_ANSWER]
