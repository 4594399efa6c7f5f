"""Keeping what is being typed."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone

from people import clock
from plans import drafts


def draft_save(request: HttpRequest) -> HttpResponse:
    """Keep what is half filled, one form or several of a page, as drafts of the person signed in: ``{"saved_at": "9.02"}``.

    A form's signed token says whose it is. Somebody signed out gets no page here: the script that sends this asks nobody,
    and says "not saved".
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    mine = drafts.parts_of(request.user, request.POST) if request.user.is_authenticated else []
    if not mine:
        return JsonResponse({"problem": "Not saved: this form is not yours, or you are signed out."}, status=403)
    drafts.keep_touched(mine)
    saved_at = timezone.localtime(clock.now())
    return JsonResponse({"saved_at": f"{saved_at.hour}.{saved_at:%M}"})
