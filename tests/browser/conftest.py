"""A real Chromium on the running site.

``visitor()`` opens a page of nobody, ``signed_in(person)`` one whose session stands already; both with cookies of their own.
Each test that uses them runs twice: with JavaScript and without. The site runs in this process.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from people import clock
from people.models import User
from run import HOW_TO_GET_CHROMIUM, chromium
from tests.conftest import NOW, Cast, make_cast

# Playwright keeps an event loop in this thread, and Django would take every query for one made inside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 900}
# Nothing here takes long; what does not come is not coming.
PATIENCE = 10_000


@pytest.hookimpl(tryfirst=True)  # before pytest chooses by marker
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip(HOW_TO_GET_CHROMIUM)
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=program, args=FLAGS) as started:
        yield started


@pytest.fixture(scope="session")
def site(django_db_setup: None) -> Iterator[str]:
    """The address of the running site. pytest-django's own ``live_server`` would empty the database after each test, also
    where many tests read the same rows."""
    server = LiveServer("localhost")
    yield server.url
    server.stop()


@pytest.fixture
def cast(transactional_db: None, settings: Any) -> Cast:
    """The cast of every test; the site's clock runs on from the morning at which the tests' own stands."""
    settings.SAMPLE = True
    made = make_cast()
    clock.start_sample_clock(NOW)
    return made


Open = Callable[..., Page]


@pytest.fixture(params=[True, False], ids=["javascript", "no javascript"])
def javascript(request: pytest.FixtureRequest) -> bool:
    """Every journey ends well with scripts and without."""
    return bool(request.param)


@pytest.fixture
def visitor(browser: Browser, site: str, javascript: bool) -> Iterator[Open]:
    cache.clear()  # sign-in counts its attempts there
    with ExitStack() as contexts:
        yield lambda: contexts.enter_context(new_context(browser, site, javascript=javascript)).new_page()


@pytest.fixture
def signed_in(visitor: Open) -> Open:
    def open_as(person: User) -> Page:
        page = visitor()
        page.context.add_cookies([session_of(person)])
        return page

    return open_as


def new_context(browser: Browser, site: str, *, javascript: bool = True) -> Any:
    context = browser.new_context(
        base_url=site, locale="en-GB", viewport=WIDE, java_script_enabled=javascript, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    return context


def session_of(person: User) -> dict[str, str]:
    """The cookie of a new session of this person."""
    client = Client()
    client.force_login(person)
    name = django_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "domain": "localhost", "path": "/"}
