"""Nothing typed is lost: form tokens, drafts, and what happens when a form arrives without its session.

Every form of a verb carries a token that names, signed, the person, the form and the row it is about. By it a form that
arrives after its session has ended, or with a stale CSRF mark, is kept as that person's draft and stands in the form again
as soon as the same person signs in. The token's random part makes a second click find the first one's Step.
"""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core import signing
from django.db import models
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from people import clock
from people.models import User
from plans.models import Draft

SALT = "followthrough.form"
# A form left open longer than this is no longer trusted to say whose it is.
TOKEN_LIVES = 14 * 24 * 3600
NOT_TYPED = ("csrfmiddlewaretoken", "form_token", "save_draft", "discard_draft")


@dataclass(frozen=True)
class FormToken:
    """Whose form this is, which, about what, and a random part used once."""

    person: int
    form: str
    about: str
    path: str
    words: str
    once: str

    def signed(self) -> str:
        return signing.dumps(asdict(self), salt=SALT)


def new_token(person: User, form: str, about: str, path: str, words: str) -> FormToken:
    """``words`` are what the draft is called in My work: "Update of 1.4.3"."""
    return FormToken(person.pk, form, about, path, words[:200], secrets.token_urlsafe(16))


def read_token(text: str) -> FormToken | None:
    """The token behind a form's hidden field; None where it was not ours, or is too old."""
    try:
        return FormToken(**signing.loads(text, salt=SALT, max_age=TOKEN_LIVES))
    except (signing.BadSignature, TypeError):
        return None


def about(thing: models.Model) -> str:
    """``action:12``; for what is not there yet, also where it would stand: ``theme:new plan=3``."""
    if thing.pk:
        return f"{thing._meta.model_name}:{thing.pk}"
    columns = [
        (field.name, getattr(thing, field.attname)) for field in thing._meta.concrete_fields if field.is_relation
    ]
    return " ".join([f"{thing._meta.model_name}:new", *(f"{name}={key}" for name, key in columns if key)])[:60]


def keep(token: FormToken, typed: QueryDict) -> Draft:
    """Keep what was typed as the draft of the token's person; the last keeping stands."""
    fields: dict[str, Any] = {
        # PostgreSQL keeps no NUL in JSON, and nobody meant to type one.
        name.replace("\0", ""): [text.replace("\0", "") for text in typed.getlist(name)]
        for name in typed
        if name not in NOT_TYPED
    }
    draft, _ = Draft.objects.update_or_create(
        person_id=token.person,
        form=token.form,
        about=token.about,
        defaults={"fields": fields, "path": token.path, "words": token.words, "saved_at": clock.now()},
    )
    return draft


def digest(typed: QueryDict) -> str:
    """Sixteen figures by which the same answers sent twice are known from others."""
    answers = sorted((name, typed.getlist(name)) for name in typed if name not in (*NOT_TYPED, "version_seen"))
    return hashlib.sha256(json.dumps(answers).encode()).hexdigest()[:16]


def find(person: User, form: str, thing: models.Model) -> Draft | None:
    return Draft.objects.filter(person=person, form=form, about=about(thing)).first()


def discard(person: User, form: str, thing_words: str) -> None:
    Draft.objects.filter(person=person, form=form, about=thing_words).delete()


def keep_refused(request: HttpRequest) -> None:
    """Where a page is refused: keep what was typed for it, and let the refusal show it, so that it can be copied.

    A right can end while its holder types. ``request.kept_words`` are the typed texts; nothing but the person's own words is
    ever among them.
    """
    token = read_token(request.POST.get("form_token", ""))
    if request.method == "POST" and token is not None and token.person == request.user.pk:
        draft: Draft | None = keep(token, request.POST)
    else:
        draft = Draft.objects.filter(person=request.user.pk, path=request.path).first()
    if draft is None:
        return
    request.kept_words = [  # type: ignore[attr-defined]
        text for texts in draft.fields.values() for text in texts if " " in text.strip()
    ]
    request.kept_token = FormToken(  # type: ignore[attr-defined]
        draft.person_id, draft.form, draft.about, draft.path, draft.words, ""
    ).signed()


def set_aside(request: HttpRequest) -> HttpResponse | None:
    """Answer to *save and come back* and to *throw the draft away*; None where a form was sent for good.

    The gate asks this before any view, so that no such button can carry out a verb.
    """
    wanted = {"save_draft", "discard_draft"} & request.POST.keys()
    token = read_token(request.POST.get("form_token", "")) if wanted else None
    if token is None or token.person != request.user.pk:
        return None
    if "discard_draft" in wanted:
        discard(request.user, token.form, token.about)
        messages.success(request, "The draft is thrown away. Nothing else has changed.")
        # From a page that is refused there is nothing to go back to.
        return redirect("reports:my-work" if request.POST["discard_draft"] == "refused" else token.path)
    keep(token, request.POST)
    messages.success(request, "Saved. You find it in My work; nobody else has been told anything yet.")
    return redirect("reports:my-work")


def without_session(request: HttpRequest) -> HttpResponse:
    """Sign-in for a form whose session has ended; what was typed waits behind it."""
    token = read_token(request.POST.get("form_token", ""))
    back = _page_before(request)
    if token is not None:
        keep(token, request.POST)
        back = token.path
        messages.warning(
            request, "You had been signed out. What you typed is kept: sign in, and it stands in the form again."
        )
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")


def _page_before(request: HttpRequest) -> str:
    """The page whose button was pressed: a download's own address, say, cannot be asked for again by following a link."""
    before = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure()):
        return urlsplit(before).path
    return "/"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose CSRF mark is used up (signed in again in another window, say): keep it and show it again."""
    token = read_token(request.POST.get("form_token", ""))
    if token is None:
        return render(request, "csrf.html", status=403)
    if not request.user.is_authenticated:
        return without_session(request)
    keep(token, request.POST)
    if request.user.pk != token.person:
        return render(request, "csrf.html", {"kept_for_another": True}, status=403)
    messages.warning(request, "Your sign-in was renewed meanwhile. What you typed is kept: check it and send it again.")
    return redirect(token.path)
