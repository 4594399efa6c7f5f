"""How accounts are made and changed: by these functions alone, each of which keeps who did it, when and why.

A person is no tracked row, because the sign-in library saves passwords and sign-ins as it likes. What an account says of its
person and what it opens (``people.models.KEPT_OF_AN_ACCOUNT``) is nevertheless nobody's to change in silence.
"""

import datetime as dt
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from people import clock
from people.addresses import end_sessions, mail_confirmation_link, start_again_with, tell_old_address
from people.models import AccountChange, Organisation, User, british
from people.tracking import written

What = AccountChange.What


@transaction.atomic
def account_without_password(
    email: str,
    name: str,
    organisation: Organisation | None = None,
    *,
    by: User | None,
    because: str,
    administrator: bool = False,
    invited: bool = False,
) -> User:
    """An account whose e-mail address counts as verified: whoever reads its mail sets the password.

    ``by`` is nobody where the first account of an installation is made at the server.
    """
    person = User.objects.create_user(email, name, organisation=organisation, is_staff=administrator)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    told = {field: _told(person, field) for field in ("email", "name", "organisation", "is_staff")}
    _keep(person, What.INVITED if invited else What.MADE, by=by, because=because, was={}, now=told)
    return person


@transaction.atomic
def change_account(
    person: User, *, by: User, because: str, site: str = "", seen: int | None = None, **changes: Any
) -> User:
    """Change name, e-mail, organisation or is_staff, or close the account (``ended_on``); returns the person as they are then.

    ``seen`` is ``latest_change`` as the form showed it. A new ``email`` needs ``site``, where the product answers: the old
    address is told, every session ends, and the new address counts once the link that is mailed to it was followed.
    Raises ValidationError, with a sentence, for what cannot be, and PermissionDenied where ``by`` is no administrator.
    """
    if "email" in changes and not site:
        raise TypeError("A new address needs the site: a link is mailed there.")
    leaving = "ended_on" in changes
    row = _locked(person, with_administrators=leaving or changes.get("is_staff") is False)
    _refuse_change(row, by=by, leaving=leaving, seen=seen, changes=changes)
    if leaving:
        changes |= {"ended_because": because.strip(), "is_active": False}
    different = {field for field, value in changes.items() if getattr(row, field) != value}
    was = {field: _told(row, field) for field in different & AccountChange.LABELS.keys()}
    if not different:
        return row
    for field in different:
        setattr(row, field, changes[field])
    row.full_clean(exclude=["password"])
    row.save(update_fields=sorted(different))
    now = {field: _told(row, field) for field in was}
    _keep(row, What.LEFT if leaving else What.CHANGED, by=by, because=because, was=was, now=now)
    if "email" in different:
        start_again_with(row)
        end_sessions(row)
        # Inside the transaction: where the old address cannot be told, the address does not change.
        tell_old_address(row, was["email"], by=by, site=site)
        mail_confirmation_link(row, site)
    return row


def keep_own_choice(person: User, was: str) -> None:
    """Somebody made another of their own confirmed addresses the main one: that is kept too. The library tells the old one."""
    if person.email != was:
        because = "Chosen by the person, on the page of their own addresses."
        _keep(person, What.CHANGED, by=person, because=because, was={"email": was}, now={"email": person.email})


def latest_change(person: User) -> int | None:
    """What a form that changes an account carries, so that it notices another change meanwhile."""
    return AccountChange.objects.filter(person=person).values_list("pk", flat=True).first() if person.pk else None


def _locked(person: User, *, with_administrators: bool) -> User:
    """The person's row as it is now. With every administrator's, two do not dismiss each other at the same time."""
    wanted = Q(pk=person.pk)
    if with_administrators:
        wanted |= Q(is_staff=True, is_active=True)
    rows = User.objects.select_for_update(no_key=True, of=("self",)).filter(wanted).order_by("pk")
    return next(row for row in rows if row.pk == person.pk)


def _refuse_change(row: User, *, by: User, leaving: bool, seen: int | None, changes: dict[str, Any]) -> None:
    unknown = changes.keys() - AccountChange.LABELS.keys()
    if unknown:
        raise TypeError(f"{', '.join(sorted(unknown))} is not changed here.")
    # Who may record that somebody leaves depends on plans: plans.leavers asks that.
    if not leaving and not (by.is_active and by.is_staff):
        raise PermissionDenied("Administrators alone change accounts.")
    if not row.is_active:
        raise ValidationError(f"{row} has left, and stays as they left.")
    if seen is not None and seen != latest_change(row):
        raise ValidationError("Somebody changed this account meanwhile. Look at its history, then change it again.")
    if changes.get("email", row.email) != row.email and by.pk == row.pk:
        raise ValidationError("Change your own address on the page of your own addresses: there it is confirmed first.")
    dismissed = row.is_staff and (leaving or changes.get("is_staff") is False)
    if dismissed and not User.objects.here().filter(is_staff=True).exclude(pk=row.pk).exists():
        raise ValidationError("This is the last administrator. Make somebody else one first.")


def _told(person: User, field: str) -> Any:
    """A field's value as the record keeps it: readable for ever, also where the organisation is renamed."""
    value = getattr(person, field)
    if isinstance(value, dt.date):
        return british(value)
    return value if isinstance(value, (str, bool)) or value is None else str(value)


def _keep(person: User, what: What, *, by: User | None, because: str, was: dict[str, Any], now: dict[str, Any]) -> None:
    change = AccountChange(
        person=person, what=what, at=clock.now(), by=by, because=because.strip(), was=was, now=now
    )  # fmt: skip
    change.full_clean()
    with written():
        change.save()
