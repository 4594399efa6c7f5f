"""Django's admin as this product uses it: organisations, bodies and accounts; records are read there and never changed."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

administration = admin.site
administration.site_header = "Followthrough administration"
administration.site_title = "Followthrough administration"
administration.index_title = "Organisations, bodies and accounts"
# One door: our own sign-in, with its limits.
administration.login = secure_admin_login(administration.login)  # type: ignore[method-assign]

# Rights come from roles on plans, not from groups; an address is changed with the account it belongs to.
administration.unregister(Group)
administration.unregister(EmailAddress)


def change_password(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    return redirect("account_change_password")


def sign_out(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    return redirect("account_logout")


# Password and sign-out have one page each, and it is not here.
administration.password_change = change_password  # type: ignore[method-assign,assignment]
administration.logout = sign_out  # type: ignore[method-assign,assignment]
