"""Pages that everybody may read, signed in or not."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


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
