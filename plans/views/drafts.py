"""Keeping what is being typed."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils import timezone

from plans import drafts


def draft_save(request: HttpRequest) -> HttpResponse:
    """Keep a form half filled as the draft of the person signed in: ``{"saved_at": "9.02"}``.

    The form's signed token says whose it is. Somebody signed out gets no page here: the script that sends this asks nobody,
    and says "not saved".
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    token = drafts.read_token(request.POST.get("form_token", ""))
    if token is None or not request.user.is_authenticated or token.person != request.user.pk:
        return JsonResponse({"problem": "Not saved: this form is not yours, or you are signed out."}, status=403)
    saved_at = timezone.localtime(drafts.keep(token, request.POST).saved_at)
    return JsonResponse({"saved_at": f"{saved_at.hour}.{saved_at:%M}"})
