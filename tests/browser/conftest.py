"""A real Chromium for the tests of this folder: ``page`` is an empty one on the running site."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from run import HOW_TO_GET_CHROMIUM, chromium

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


@pytest.fixture
def page(browser: Browser, live_server) -> Iterator[Page]:
    with browser.new_context(base_url=live_server.url, locale="en-GB") as context:
        yield context.new_page()
