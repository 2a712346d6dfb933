"""Fixtures for tests in a real browser, with the sample served on this machine."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bulletin.cli.preview_server import serve_folder
from tools.audit.programs import CHROMIUM_OPTIONS

Prepare = Callable[[str, Page], None]
CHROMIUM = "/usr/bin/chromium-headless-shell"


@pytest.fixture(scope="session")
def address(sample: Path) -> Iterator[str]:
    """Address of a server with the sample on a free port of this machine."""
    with serve_folder(sample) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of Debian without a window.

    Reason: a page takes a third less processor time than in the package with a window.
    """
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Browser context of a reader in Vietnam on a phone, for all tests of a module.

    Reason: a new context takes a fifth of a second of processor time.
    """
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="vi-VN")
    yield context
    context.close()


@pytest.fixture(params=[320, 1280])
def page(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Tab for the page, as wide as a narrow phone and as a desktop."""
    page = context.new_page()
    page.set_viewport_size({"width": request.param, "height": 800})
    yield page
    page.close()


def open_all(
    context: BrowserContext, addresses: Mapping[str, str], prepare: Prepare | None = None
) -> dict[str, Page]:
    """Open a page for each address, and wait until all pages are loaded.

    ``prepare`` is called with each page before the page opens.
    Reason: a page counts as loaded after half a second without a request, and pages wait together.
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


def submit_search(page: Page, words: str) -> None:
    """Search for other words on an open search page, as a reader does.

    Reason: to open the page again takes two thirds of the processor time of a search.
    """
    page.get_by_role("searchbox").evaluate(
        "(field, words) => { field.value = words; field.form.requestSubmit(); }", words
    )
