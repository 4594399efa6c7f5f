"""Pages that everybody may read, signed in or not, and the page of one's own addresses."""

from typing import Any

from allauth.account.views import EmailView
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.accounts import keep_own_choice
from people.models import User


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "people/accessibility.html", {"own_words": settings.ACCESSIBILITY_TEXT})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "people/privacy.html", {"own_words": settings.PRIVACY_TEXT})


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    return render(request, "people/contact.html", {"own_words": settings.CONTACT_TEXT})


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answers "ok" where the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


class OwnAddresses(EmailView):
    """The sign-in library's page; another main address leaves its record, like any change of an account."""

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        was = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=request.user.pk)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        keep_own_choice(User.objects.get(pk=was.pk), was.email)
        return answer
