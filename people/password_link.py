"""The link by which a person sets a password: it works once, for seven days, and a GET does not use it up."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from people.addresses import NotConfirmed, is_confirmed
from people.models import User


def password_link(person: User, site: str) -> str:
    """The whole address; ``site`` is where the product answers, such as ``https://plans.example.org``."""
    key = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
    return site.rstrip("/") + path


def mail_password_link(person: User, site: str, template: str, **words: str) -> None:
    """Mail the link. ``template`` names a pair, ``<template>_subject.txt`` and ``<template>_message.txt``.

    Raises NotConfirmed where the address was changed and its owner has not confirmed it.
    """
    if not is_confirmed(person):
        raise NotConfirmed(person)
    words = {"name": person.name, "link": password_link(person, site), "site": site, **words}
    subject = render_to_string(f"{template}_subject.txt", words).strip()
    send_mail(subject, render_to_string(f"{template}_message.txt", words), None, [person.email])
