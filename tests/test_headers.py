"""Safe from the first page: what every answer carries, whatever kind of answer it is; and no script or style in any page."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from people import clock
from reports.versions import issue_to_members
from tests.a_release import propose_and_confirm
from tests.conftest import NOW, PASSWORD, Cast, make_cast
from tests.rolled_back import rolled_back

TEMPLATES = settings.BASE_DIR / "templates"


@pytest.fixture(scope="module")
def db(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), rolled_back():
        yield


@pytest.fixture(scope="module")
def cast(db: None) -> Cast:
    with clock.at(NOW):
        made = make_cast()
        issue_to_members(made.plan, label="March 2016", because="Considered.", **made.as_manager())
        return made


@pytest.fixture(autouse=True)
def leaves_nothing(db: None) -> Iterator[None]:
    cache.clear()
    with rolled_back():
        yield


@pytest.fixture
def client(cast: Cast) -> Client:
    """The plan manager's; a page that breaks is answered and not raised."""
    client = Client(raise_request_exception=False)
    client.force_login(cast.plan_manager)
    return client


# --- one of every kind of answer -----------------------------------------------------------------


def page(client: Client) -> Any:
    return client.get("/plans/the-plan/"), 200


def page_of_nobody(client: Client) -> Any:
    return Client().get("/accounts/login/"), 200


def redirect(client: Client) -> Any:
    return Client().get("/plans/the-plan/"), 302


def redirect_to_the_address_with_a_slash(client: Client) -> Any:
    return client.get("/plans"), 301


def unreadable(client: Client) -> Any:
    return client.post("/plans/new/", dict.fromkeys(map(str, range(20_001)), "x")), 400


def wrong_host(client: Client) -> Any:
    return client.get("/", headers={"host": "elsewhere.example"}), 400


def not_yours(client: Client) -> Any:
    client.logout()
    client.login(email="reader@example.org", password=PASSWORD)
    return client.get("/plans/the-plan/people/"), 403


def without_its_mark(client: Client) -> Any:
    return Client(enforce_csrf_checks=True).post("/accounts/login/", {}), 403


def not_there(client: Client) -> Any:
    return client.get("/plans/another-plan/"), 404


def wrong_method(client: Client) -> Any:
    return client.post("/plans/the-plan/"), 405


def too_often(client: Client) -> Any:
    limit = int(settings.ACCOUNT_RATE_LIMITS["login"].split("/")[0])
    return [Client().post("/accounts/login/", {}) for _ in range(limit + 1)][-1], 429


def broken(client: Client, monkeypatch: pytest.MonkeyPatch) -> Any:
    def breaks(*args: Any) -> HttpResponse:
        raise RuntimeError("on purpose")

    monkeypatch.setattr("reports.views.reading.work_of", breaks)
    return client.get("/"), 500


def static_file(client: Client) -> Any:
    found = client.get("/static/css/followthrough.css")
    list(found.streaming_content)  # read to its end, and so closed
    return found, 200


def no_such_static_file(client: Client) -> Any:
    return client.get("/static/css/nothing.css"), 404


def word_paper(client: Client) -> Any:
    return client.post("/plans/the-plan/papers/word/"), 200


def csv_of_a_version(client: Client) -> Any:
    return client.get("/plans/the-plan/versions/1/papers/csv/"), 200


def answer_to_a_script(client: Client) -> Any:
    return client.post("/drafts/", {}), 403


def public_page(client: Client, cast: Cast) -> Any:
    propose_and_confirm(cast)
    return Client().get("/public/the-plan/"), 200


def health(client: Client) -> Any:
    return Client().get("/healthz/"), 200


def administration(client: Client) -> Any:
    client.logout()
    client.login(email="administrator@example.org", password=PASSWORD)
    return client.get("/admin/"), 200


KINDS = (
    page, page_of_nobody, redirect, redirect_to_the_address_with_a_slash, unreadable, wrong_host, not_yours,
    without_its_mark, not_there, wrong_method, too_often, broken, static_file, no_such_static_file, word_paper,
    csv_of_a_version, answer_to_a_script, public_page, health, administration,
)  # fmt: skip


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def answer(request: pytest.FixtureRequest, client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Any:
    kind = request.param
    also = {broken: [monkeypatch], public_page: [cast]}
    given, expected = kind(client, *also.get(kind, []))
    assert given.status_code == expected
    return given


# --- what each carries ---------------------------------------------------------------------------


def policy(answer: Any) -> dict[str, list[str]]:
    """``{"script-src": ["'self'"], …}``."""
    directives = [directive.split() for directive in answer.headers["Content-Security-Policy"].split(";")]
    return {name: sources for name, *sources in directives}


def test_the_content_policy_is_strict(answer):
    found = policy(answer)
    assert found["default-src"] == ["'none'"]
    for name in ("script-src", "style-src", "font-src", "connect-src", "form-action"):
        assert found[name] == ["'self'"]
    assert found["img-src"] == ["'self'", "data:"]
    assert found["frame-ancestors"] == found["base-uri"] == ["'none'"]
    # Nothing else is opened: whatever is not named falls back to nothing at all.
    assert len(found) == 9


def test_no_answer_is_guessed_framed_or_told_elsewhere(answer):
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    off = answer.headers["Permissions-Policy"]
    for name in ("camera", "microphone", "geolocation", "payment", "usb"):
        assert f"{name}=()" in off


def test_no_answer_but_a_static_file_and_a_public_page_is_kept_by_anybody_between(answer, request):
    kept = answer.headers["Cache-Control"]
    if request.node.callspec.params["answer"] is static_file:
        assert "private" not in kept
    elif request.node.callspec.params["answer"] is public_page:
        assert kept == "public, no-cache"
    else:
        assert "private" in kept
        assert "no-cache" in kept
        assert "public" not in kept


# --- cookies -------------------------------------------------------------------------------------


def test_no_script_reads_a_cookie_and_no_other_site_sends_one(cast: Cast):
    client = Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "officer@example.org", "password": PASSWORD})
    cookies = client.cookies
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME} <= set(cookies)
    for cookie in cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Lax", cookie.key
    assert not cookies[settings.SESSION_COOKIE_NAME]["max-age"], "it ends with the browser"


# --- nothing inside a page -----------------------------------------------------------------------


class Inline(HTMLParser):
    """Collects what a content policy that trusts files alone would not run."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(self.get_starttag_text() or tag)
        for name, value in attrs:
            is_script = (value or "").strip().lower().startswith("javascript:")
            if name == "style" or re.fullmatch("on[a-z]+", name) or is_script:
                self.found.append(f"{tag} {name}={value}")


def test_inline_scripts_and_styles_are_found():
    planted = "<script>1</script><style></style><p style='a' onclick='b'></p><a href=' JavaScript:c'>"
    assert len(Inline(planted).found) == 5
    assert not Inline('<script src="a.js" defer></script><p class="style on=1" data-on="x">on time = money</p>').found


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_no_template_has_a_script_or_a_style_in_it(template: Path):
    assert Inline(template.read_text()).found == []


def test_every_script_and_style_is_a_file_of_ours(answer):
    """Also in the pages of the administration, of which most templates are not ours."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return
    text = answer.content.decode()
    assert Inline(text).found == []
    for source in re.findall(r"<(?:script|link|img)[^>]*\s(?:src|href)=\"([^\"]*)\"", text):
        assert source.startswith("/static/"), source
