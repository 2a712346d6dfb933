"""Tests of pages: screen sizes, accessibility, layout shifts, no JavaScript."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, Route

from tests.browser.conftest import open_all
from tests.browser.page_addresses import PAGE_ADDRESSES, select_templates
from tools.audit.budgets import read_budgets

pytestmark = pytest.mark.browser

WIDTHS = {"narrow phone": 320, "phone": 390, "tablet": 768, "desktop": 1280}
PHONE, DESKTOP = WIDTHS["phone"], WIDTHS["desktop"]
ON_A_PHONE = pytest.mark.parametrize("open_pages", [PHONE], indirect=True)
OBSERVE_SHIFTS = """window.layoutShift = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.layoutShift += entry.value;
}).observe({type: 'layout-shift', buffered: true})"""
FIND_SMALL_CONTROLS = """() => [...document.querySelectorAll('nav a, button, summary, input')]
    .filter(node => node.checkVisibility({visibilityProperty: true}))
    .map(node => [node.getBoundingClientRect(), node.outerHTML.slice(0, 100)])
    .filter(([box]) => box.width > 2 && box.height < 43.5)
    .map(([box, html]) => `${box.height} ${html}`)"""
ASKED_RULES = {"label-content-name-mismatch": {"enabled": True}, "target-size": {"enabled": True}}
"""Rules of WCAG 2.2 AA that axe runs on request alone."""
FIND_OVERFLOWING = """() => {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')]
    .filter(node => node.getBoundingClientRect().right > width + 1 && getComputedStyle(node).position !== 'fixed')
    .filter(node => !node.closest('.table-scroll, [data-scroll], table, pre'))
    .map(node => node.outerHTML.slice(0, 120));
}"""


def find_first_address(sample: Path, pattern: str) -> str:
    """Return the address of the first page that matches a pattern of paths."""
    paths = sorted(sample.glob(pattern))
    return f"/{paths[0].parent.relative_to(sample).as_posix()}/"


@dataclass
class OpenPages:
    """The pages of all kinds in tabs of one context."""

    pages: dict[str, Page] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    """Errors of the console, scripts and answers, and requests to other hosts."""
    requests: Counter[str] = field(default_factory=Counter)
    """The number of requests of each page."""
    shifts: dict[str, float] = field(default_factory=dict)
    """The layout shift of each page while it was loaded."""


@pytest.fixture(scope="module")
def kinds(sample: Path) -> dict[str, str]:
    return {
        **PAGE_ADDRESSES,
        "search with results": f"{PAGE_ADDRESSES['search']}?q=chi%20b%E1%BB%99",
        "topic": find_first_address(sample, "dong-su-kien/*/index.html"),
        "tag": find_first_address(sample, "chu-de/*/index.html"),
        "author": find_first_address(sample, "tac-gia/*/index.html"),
    }


@pytest.fixture(scope="module", params=[PHONE, DESKTOP])
def open_pages(
    request: pytest.FixtureRequest, browser: Browser, address: str, kinds: dict[str, str]
) -> Iterator[OpenPages]:
    """Pages of all kinds on a phone, and of three kinds on a desktop.

    With ``BULLETIN_PLAYS``, there are all kinds on both. Images, ads and the latest news are late.
    Reason: to open them takes seven seconds of processor time, and several tests look at them.
    """
    if request.param != PHONE and "BULLETIN_PLAYS" not in os.environ:
        kinds = {kind: kinds[kind] for kind in ("front", "lead article", "section")}
    context = browser.new_context(viewport={"width": request.param, "height": 844}, locale="vi-VN")
    context.add_init_script(OBSERVE_SHIFTS)
    opened = OpenPages()

    def delay(route: Route) -> None:
        context.pages[0].wait_for_timeout(50)
        route.continue_()

    def listen(kind: str, page: Page) -> None:
        def note(error: object) -> None:
            opened.errors.append(f"{kind}: {error}")

        page.on("console", lambda log: note(log.text) if log.type in ("error", "warning") else None)
        page.on("pageerror", note)

        def count(asked: Request) -> None:
            opened.requests[kind] += 1
            if not asked.url.startswith(address):
                note(asked.url)

        page.on("request", count)
        page.on(
            "response", lambda answer: note(f"{answer.status} {answer.url}") if answer.status >= 400 else None
        )

    context.route(re.compile(r"\.(webp|jpg|png)$|/fragments/"), delay)
    opened.pages = open_all(context, {kind: address + path for kind, path in kinds.items()}, listen)
    opened.shifts = {kind: page.evaluate("window.layoutShift") for kind, page in opened.pages.items()}
    yield opened
    context.close()


def test_pages_do_not_shift_while_images_ads_and_latest_news_load(open_pages: OpenPages) -> None:
    assert open_pages.shifts == dict.fromkeys(open_pages.pages, 0)


def test_pages_log_no_error_and_request_no_other_host(open_pages: OpenPages) -> None:
    assert open_pages.errors == []


def test_pages_keep_the_budget_of_requests(open_pages: OpenPages) -> None:
    assert min(open_pages.requests.values()) > 3
    assert max(open_pages.requests.values()) <= read_budgets().pages["requests"], open_pages.requests


@ON_A_PHONE
def test_pages_have_no_violation_of_axe(open_pages: OpenPages) -> None:
    check_accessibility(select_templates(open_pages.pages), {})


@ON_A_PHONE
def test_pages_in_dark_colours_have_enough_contrast(open_pages: OpenPages) -> None:
    pages = select_templates(open_pages.pages)
    if "BULLETIN_PLAYS" not in os.environ:
        pages = {
            kind: pages[kind] for kind in ("front", "lead article", "document", "search with results", "page")
        }
    for page in pages.values():
        page.emulate_media(color_scheme="dark")
    check_accessibility(pages, {"runOnly": ["color-contrast"]})
    for page in pages.values():
        page.emulate_media(color_scheme="light")


@pytest.mark.parametrize("open_pages", [DESKTOP], indirect=True)
def test_wide_pages_have_no_violation_of_axe(open_pages: OpenPages) -> None:
    """Leave out the rule of contrast. Reason: a colour does not depend on the width."""
    check_accessibility(open_pages.pages, {"rules": {"color-contrast": {"enabled": False}}})


@ON_A_PHONE
def test_pages_fit_every_screen(open_pages: OpenPages) -> None:
    """Check also text at 200 percent, and links and buttons large enough for a thumb."""
    for kind, page in open_pages.pages.items():
        assert page.evaluate(FIND_SMALL_CONTROLS) == [], kind
        for width in WIDTHS.values():
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (
                f"{kind}, {width}: {page.evaluate(FIND_OVERFLOWING)}"
            )
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%', 'important')")
        for width in (PHONE, 640):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (
                f"{kind}, large text, {width}: {page.evaluate(FIND_OVERFLOWING)}"
            )
        page.evaluate("document.documentElement.style.removeProperty('font-size')")
        page.set_viewport_size({"width": PHONE, "height": 844})


def check_accessibility(pages: Mapping[str, Page], options: Mapping[str, Any]) -> None:
    """Assert that axe finds no violation in any page.

    Rules of best practice run too, and those that axe leaves out unless they are asked for.
    axe describes all elements with a violation, and one element of each rule that a page keeps.
    Reason: to describe all of them takes a fifth of the processor time.
    """
    for kind, page in pages.items():
        asked = {} if "runOnly" in options else {"rules": ASKED_RULES | options.get("rules", {})}
        result = Axe().run(page, options={**options, **asked, "resultTypes": ["violations"]})
        assert result.violations_count == 0, f"{kind}: {result.generate_report()}"
        assert result.response["passes"], f"{kind}: no rule ran"


def test_pages_can_be_read_without_javascript(browser: Browser, address: str, kinds: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    for kind, path in select_templates(kinds).items():
        page.goto(address + path)
        assert page.locator("h1").first.is_visible(), kind
        assert page.locator("main").inner_text().strip(), kind
        for button in page.locator("button:visible").all():
            pytest.fail(f"{kind}: a button that does nothing without JavaScript: {button.inner_text()}")
    page.goto(address + PAGE_ADDRESSES["lead article"])
    assert page.get_by_role("link", name=re.compile("tin mới", re.IGNORECASE)).first.is_visible()
    page.goto(address + PAGE_ADDRESSES["search"])
    assert page.locator(f"main a[href='{PAGE_ADDRESSES['archive']}']").first.is_visible()
    context.close()
