"""A person's e-mail address, by which they sign in: one that somebody else typed counts only once its owner confirmed it."""

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from people import clock
from people.models import User


class NotConfirmed(Exception):
    """The person's address was changed, and nobody has followed the link that went there."""

    def __init__(self, person: User) -> None:
        super().__init__(
            f"{person} has not yet confirmed the address {person.email}; nothing else is sent to it before."
        )


def is_confirmed(person: User) -> bool:
    return EmailAddress.objects.filter(user=person, email=person.email, verified=True).exists()


def start_again_with(person: User) -> None:
    """The person's address as it is now, not yet confirmed, in the place of every address they had.

    A new row: a link that confirms the old one confirms nothing any more.
    """
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=person.email, primary=True)


def mail_confirmation_link(person: User, site: str) -> None:
    """Mail the link that confirms the person's address; ``site`` is where the product answers."""
    address = EmailAddress.objects.get(user=person, email=person.email)
    path = reverse("account_confirm_email", args=[EmailConfirmationHMAC.create(address).key])
    _mail("account/email/email_confirmation", person.email, activate_url=site.rstrip("/") + path)


def tell_old_address(person: User, was: str, *, by: User, site: str) -> None:
    """Tell whoever reads the old address that it no longer counts, who did that, and whom to ask."""
    others = User.objects.here().filter(is_staff=True).exclude(pk__in=[by.pk, person.pk])
    _mail(
        "people/mail/address_changed", was,
        person=person, by=by, at=clock.now(), others=others, contact=site.rstrip("/") + reverse("people:contact"),
    )  # fmt: skip


def end_sessions(person: User) -> None:
    """Sign the person out everywhere, also where a code was asked for and not yet typed."""
    halfway = user_pk_to_url_str(person)
    for session in Session.objects.iterator():
        held = session.get_decoded()
        if held.get(SESSION_KEY) == str(person.pk) or (held.get(LOGIN_SESSION_KEY) or {}).get("user_pk") == halfway:
            session.delete()


def _mail(template: str, to: str, **words: object) -> None:
    subject = render_to_string(f"{template}_subject.txt", words).strip()
    send_mail(subject, render_to_string(f"{template}_message.txt", words).strip(), None, [to])
