"""A real browser looks at the built sample, served on loopback."""

import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bulletin.cli.preview_server import create_server

Prepare = Callable[[str, Page], None]
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def address(sample: Path) -> Iterator[str]:
    """The address of the sample on a free port of this machine."""
    found = create_server(sample, "127.0.0.1", 0)
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{found.server_address[1]}"
    found.shutdown()
    thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a screen."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visit of a reader in Vietnam, on a phone unless the test says otherwise."""
    visit = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN")
    yield visit
    visit.close()


def open_all(
    context: BrowserContext, addresses: Mapping[str, str], prepare: Prepare | None = None
) -> dict[str, Page]:
    """Open a page for each address at once, and wait until each has asked for all that it needs.

    ``prepare`` is told of each page before it is opened. Reason: a page is quiet only after half a
    second without a request, and the pages wait together.
    """
    pages: dict[str, Page] = {}
    for name, address in addresses.items():
        pages[name] = context.new_page()
        if prepare:
            prepare(name, pages[name])
        pages[name].goto(address, wait_until="commit")
    for page in pages.values():
        page.wait_for_load_state("networkidle")
    return pages
