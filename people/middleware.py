"""Headers that neither Django nor django-csp sends, and a page for a wrong method."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Get = Callable[[HttpRequest], HttpResponse]


def permissions_policy(get_response: Get) -> Get:
    """Switch off what no page uses, and let a signed-in page be kept only by the reader's own browser."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
        )
        # A static file comes with its own answer to how long it may be kept.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return middleware


def wrong_method_page(get_response: Get) -> Get:
    """A refusal of the method (405) is a page like any other; Django's own is empty."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == 405 and not response.content:
            page = render(request, "405.html", status=405)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    return middleware
