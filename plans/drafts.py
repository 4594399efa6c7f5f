"""Nothing typed is lost: form tokens, drafts, and what happens when a form arrives without its session.

Every form of a verb carries a token that names, signed, the person, the form and the row it is about. By it a form that
arrives after its session has ended, or with a stale CSRF mark, is kept as that person's draft and stands in the form again
as soon as the same person signs in. The token's random part makes a second click find the first one's Step.

A page may hold several forms that are sent together, each with its own token and its names behind a prefix of its own
(``a12-rationale``): they are told apart here, so that whatever holds for one form holds for each of them.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
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
from people.forms import one_kind_of_line_ending
from people.models import User
from plans.models import Draft

SALT = "followthrough.form"
# A form left open longer than this is no longer trusted to say whose it is.
TOKEN_LIVES = 14 * 24 * 3600
TOKEN = "form_token"
NOT_TYPED = ("csrfmiddlewaretoken", TOKEN, "as_shown", "save_draft", "discard_draft", "take_over", "submit")


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


@dataclass(frozen=True)
class Part:
    """One of the forms that were sent together: whose and which it is, and what was typed in it, by its own names."""

    prefix: str  # empty where the page holds one form
    token: FormToken
    typed: QueryDict
    is_untouched: bool  # sent as the page had shown it


def parts(sent: QueryDict) -> list[Part]:
    """The forms in what was sent whose tokens are ours. What stands outside of every prefix belongs to each of them."""
    prefixes = {name.removesuffix(TOKEN).rstrip("-") for name in sent if name == TOKEN or name.endswith(f"-{TOKEN}")}
    shared, own = QueryDict(mutable=True), {prefix: QueryDict(mutable=True) for prefix in prefixes}
    for name in sent:
        prefix, dash, question = name.partition("-")
        if dash and prefix in prefixes:
            own[prefix].setlist(question, sent.getlist(name))
        else:
            shared.setlist(name, sent.getlist(name))
    found = []
    for prefix, typed in own.items():
        token = read_token(sent.get(f"{prefix}-{TOKEN}" if prefix else TOKEN, ""))
        if token is not None:
            untouched = typed.get("as_shown") == as_shown(dict(typed.lists()))
            for name in shared:
                typed.setlistdefault(name, shared.getlist(name))
            found.append(Part(prefix, token, typed, untouched))
    return found


def parts_of(person: User, sent: QueryDict) -> list[Part]:
    """Those that are this person's own."""
    return [part for part in parts(sent) if part.token.person == person.pk]


def keep_touched(found: Iterable[Part]) -> list[Draft]:
    """Keep each form in which something was typed: what nobody touched is no draft, and takes the place of none."""
    return [keep(part.token, part.typed) for part in found if not part.is_untouched]


def as_shown(answers: Mapping[str, list[str]]) -> str:
    """By this a form of several is known to come back as it was shown; empty boxes and line endings do not count."""
    said = {
        name: [text for text in (one_kind_of_line_ending(one).strip() for one in given) if text]
        for name, given in answers.items()
        if name not in (*NOT_TYPED, "version_seen")
    }
    return _figures(sorted((name, given) for name, given in said.items() if given))


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
    return _figures(sorted((name, typed.getlist(name)) for name in typed if name not in (*NOT_TYPED, "version_seen")))


def _figures(answers: list[tuple[str, list[str]]]) -> str:
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
    kept = keep_touched(parts_of(request.user, request.POST)) if request.method == "POST" else []  # type: ignore[arg-type]
    kept = kept or list(Draft.objects.filter(person=request.user.pk, path=request.path))
    request.kept_words = [  # type: ignore[attr-defined]
        text for draft in kept for texts in draft.fields.values() for text in texts if " " in text.strip()
    ]
    request.kept_tokens = [  # type: ignore[attr-defined]
        (f"{number}-{TOKEN}", FormToken(draft.person_id, draft.form, draft.about, draft.path, draft.words, "").signed())
        for number, draft in enumerate(kept)
    ]


def set_aside(request: HttpRequest) -> HttpResponse | None:
    """Answer to *save and come back* and to *throw the draft away*; None where a form was sent for good.

    The gate asks this before any view, so that no such button can carry out a verb. On a page of several forms the button
    says which it means: that one's draft is thrown away, or to that one the page comes back.
    """
    wanted = {"save_draft", "discard_draft"} & request.POST.keys()
    mine = parts_of(request.user, request.POST) if wanted else []  # type: ignore[arg-type]
    if not mine:
        return None
    if "discard_draft" in wanted:
        meant = request.POST["discard_draft"]
        # From a page that is refused there is nothing to go back to.
        refused = meant == "refused"
        thrown = [part for part in mine if refused or part.prefix in ("", meant)]
        for part in thrown:
            discard(request.user, part.token.form, part.token.about)  # type: ignore[arg-type]
        keep_touched(part for part in mine if part not in thrown)
        messages.success(request, "The draft is thrown away. Nothing else has changed.")
        return redirect("reports:my-work" if refused else f"{_path_of(request, mine)}{_place(mine, meant)}")
    keep_touched(mine)
    place = _place(mine, request.POST["save_draft"])
    where = "It stands here again whenever you come back" if place else "You find it in My work"
    messages.success(request, f"Saved. {where}; nobody else has been told anything yet.")
    return redirect(f"{request.path}{place}" if place else "reports:my-work")


def _path_of(request: HttpRequest, found: list[Part]) -> str:
    """The page of what was sent: a form alone on its page says where it stands."""
    return found[0].token.path if not found[0].prefix else request.path


def _place(found: list[Part], meant: str) -> str:
    return f"#{meant}" if meant and any(part.prefix == meant for part in found) else ""


def without_session(request: HttpRequest) -> HttpResponse:
    """Sign-in for a form whose session has ended; what was typed waits behind it."""
    found = parts(request.POST)
    back = _page_before(request)
    if found:
        keep_touched(found)
        back = _path_of(request, found)
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
    found = parts(request.POST)
    if not found:
        return render(request, "csrf.html", status=403)
    if not request.user.is_authenticated:
        return without_session(request)
    keep_touched(found)
    if any(part.token.person != request.user.pk for part in found):
        return render(request, "csrf.html", {"kept_for_another": True}, status=403)
    messages.warning(request, "Your sign-in was renewed meanwhile. What you typed is kept: check it and send it again.")
    return redirect(_path_of(request, found))
