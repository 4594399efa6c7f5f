"""Inviting: an account without a password, a role, and a mail with the link that sets the password."""

from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.accounts import account_without_password
from people.addresses import NotConfirmed
from people.models import Organisation, User
from people.password_link import mail_password_link
from plans.models import Plan
from plans.people_of_plan import grant_role
from plans.steps import How, Refused


def invite(
    plan: Plan,
    *,
    email: str,
    name: str,
    organisation: Organisation | None,
    role: str,
    because: str = "",
    **how: Unpack[How],
) -> tuple[User, bool]:
    """Give somebody a role by e-mail address; who has no account yet gets one without a password.

    Returns the person and whether the account is new (and so needs the link that sets a password).
    """
    with transaction.atomic():
        person = User.objects.filter(email__iexact=email.strip()).first()
        is_new = person is None
        if person is None:
            person = _new_account(email.strip(), name.strip(), organisation, how["recorded_by"], because)
        elif not person.is_active:
            raise Refused(f"The account of {person} is closed. An administrator can say why.", "email")
        grant_role(plan, role=role, holder=person, because=because, **how)
    return person, is_new


def mail_invitation(person: User, plan: Plan, site: str) -> None:
    """Mail the link that sets a password; it names the plan and says nothing of it. Can be repeated until they can sign in."""
    if not is_awaited(person):
        raise Refused(f"{person} can sign in already and needs no invitation.")
    try:
        mail_password_link(person, site, "plans/mail/invitation", plan=plan.short_title)
    except NotConfirmed as problem:
        raise Refused(f"{problem} An administrator can send the link that confirms it.") from problem


def is_awaited(person: User) -> bool:
    """Invited, has not set a password, and has not signed in by a code either."""
    return person.is_active and not person.has_usable_password() and person.last_login is None


def _new_account(email: str, name: str, organisation: Organisation | None, by: User, because: str) -> User:
    if not email.isascii():
        raise Refused("An e-mail address is written in plain letters, figures and signs: type it anew.", "email")
    try:
        return account_without_password(email, name, organisation, by=by, because=because or "Invited.", invited=True)
    except IntegrityError as error:
        raise Refused("Somebody has just invited this address. Send it again to give the role too.", "email") from error
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(" ".join(messages), field) from error
