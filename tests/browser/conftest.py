import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from reports import demonstration
from tests import workers

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        message = "No Chromium or Chrome was found: the browser tests did not run. Install one to run them."
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    # Playwright's loop stays in this thread, and Django would take every later query for one from async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def programme(transactional_db: None) -> None:
    """The South East Seven programme and its accounts, as the demonstration loads them."""
    call_command("import_programme", str(Path("demo/se7").resolve()), verbosity=0)
    demonstration.create_accounts()


@pytest.fixture
def worker(programme: None, tmp_path: Path) -> Iterator[None]:
    with workers.running(tmp_path / "renditions"):
        yield


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    with open_context(browser, live_server) as context:
        yield context.new_page()


@pytest.fixture
def page_without_scripts(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    with open_context(browser, live_server, java_script_enabled=False) as context:
        yield context.new_page()


def open_context(browser: Browser, live_server: LiveServer, **options: bool) -> BrowserContext:
    context = browser.new_context(base_url=live_server.url, accept_downloads=True, **options)
    context.set_default_timeout(15_000)
    return context
