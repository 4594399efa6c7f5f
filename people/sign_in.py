"""How people sign in: by password or by a code by e-mail. Nobody signs up; people are invited."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignUp(DefaultAccountAdapter):
    """allauth's adapter with the door to sign-up shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
