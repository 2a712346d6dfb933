"""Every kind of page fits every screen, is accessible, holds still, and can be read without JavaScript."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import open_all
from tests.browser.page_addresses import PAGE_ADDRESSES

pytestmark = pytest.mark.browser

WIDTHS = {"narrow phone": 320, "phone": 390, "tablet": 768, "desktop": 1280}
SHIFTS = """() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => resolve(sum), 400);
})"""
SMALL = """() => [...document.querySelectorAll('nav a, button, summary, input')]
    .filter(node => node.checkVisibility({visibilityProperty: true}))
    .map(node => [node.getBoundingClientRect(), node.outerHTML.slice(0, 100)])
    .filter(([box]) => box.width > 2 && box.height < 43.5)
    .map(([box, html]) => `${box.height} ${html}`)"""
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')]
    .filter(node => node.getBoundingClientRect().right > width + 1 && getComputedStyle(node).position !== 'fixed')
    .filter(node => !node.closest('.table-scroll, [data-scroll], table, pre'))
    .map(node => node.outerHTML.slice(0, 120));
}"""


def find_first_address(sample: Path, pattern: str) -> str:
    """Return the address of the first page below a folder, for kinds whose names are the sample's own."""
    found = sorted(path for path in sample.glob(pattern))
    return f"/{found[0].parent.relative_to(sample).as_posix()}/"


@pytest.fixture
def kinds(sample: Path) -> dict[str, str]:
    return {
        **PAGE_ADDRESSES,
        "topic": find_first_address(sample, "dong-su-kien/*/index.html"),
        "tag": find_first_address(sample, "chu-de/*/index.html"),
        "author": find_first_address(sample, "tac-gia/*/index.html"),
    }


def test_every_page_fits_every_screen(browser: Browser, address: str, kinds: dict[str, str]) -> None:
    """Also with text at 200 percent, and with links and buttons large enough for a thumb."""
    page = browser.new_page()
    for kind, path in kinds.items():
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(address + path)
        assert page.evaluate(SMALL) == [], kind
        for width in WIDTHS.values():
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (
                f"{kind}, {width}: {page.evaluate(OVERFLOW)}"
            )
        page.set_viewport_size({"width": 640, "height": 800})
        page.add_style_tag(content="html { font-size: 200% !important }")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, (
            f"{kind}, large text: {page.evaluate(OVERFLOW)}"
        )
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Browser, address: str, kinds: dict[str, str], scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    for kind, page in open_all(context, {kind: address + path for kind, path in kinds.items()}).items():
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            result = Axe().run(page)
            assert result.violations_count == 0, f"{kind}, {width}: {result.generate_report()}"
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_shifts_while_pictures_ads_and_latest_news_load(
    browser: Browser, address: str, kinds: dict[str, str], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.route(
        re.compile(r"\.(webp|jpg|png)$|/fragments/"),
        lambda route: (page.wait_for_timeout(50), route.continue_()),
    )
    for kind, path in kinds.items():
        page.goto(address + path, wait_until="networkidle")
        assert page.evaluate(SHIFTS) == 0, kind
    page.close()


def test_no_page_logs_an_error_or_asks_another_host(
    context: BrowserContext, address: str, kinds: dict[str, str]
) -> None:
    errors: list[str] = []

    def listen(kind: str, page: Page) -> None:
        def note(what: object) -> None:
            errors.append(f"{kind}: {what}")

        page.on("console", lambda said: note(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", note)
        page.on("request", lambda asked: None if asked.url.startswith(address) else note(asked.url))
        page.on("response", lambda got: note(f"{got.status} {got.url}") if got.status >= 400 else None)

    open_all(context, {kind: address + path for kind, path in kinds.items()}, listen)
    assert errors == []


def test_every_page_can_be_read_without_javascript(
    browser: Browser, address: str, kinds: dict[str, str]
) -> None:
    visit = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = visit.new_page()
    for kind, path in kinds.items():
        page.goto(address + path)
        assert page.locator("h1").first.is_visible(), kind
        assert page.locator("main").inner_text().strip(), kind
        for dead in page.locator("button:visible").all():
            pytest.fail(f"{kind}: a button that does nothing without script: {dead.inner_text()}")
    page.goto(address + PAGE_ADDRESSES["lead article"])
    assert page.get_by_role("link", name=re.compile("tin mới", re.IGNORECASE)).first.is_visible()
    page.goto(address + PAGE_ADDRESSES["search"])
    assert page.locator(f"main a[href='{PAGE_ADDRESSES['archive']}']").first.is_visible()
    visit.close()
