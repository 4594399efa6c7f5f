"""How people sign in: by password or by a code by e-mail. Nobody signs up; people are invited."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.http import HttpRequest

# What lets whoever reads it in.
OPENS_AN_ACCOUNT = ("account/email/login_code", "account/email/password_reset_key")


class ClosedSignUp(DefaultAccountAdapter):
    """allauth's adapter with the door to sign-up shut, and no key sent to an address that nobody has confirmed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Who asks for a code or a link at an address that is not confirmed gets the link that confirms it."""
        if template_prefix in OPENS_AN_ACCOUNT:
            address = EmailAddress.objects.filter(email__iexact=email).order_by("-verified").first()
            if address is not None and not address.verified:
                address.send_confirmation()
                return
        super().send_mail(template_prefix, email, context)
