"""Every kind of page fits every screen, is accessible, holds still, and can be read without JavaScript."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext

from tests.browser.kinds import KINDS

pytestmark = pytest.mark.browser

WIDTHS = {"narrow phone": 320, "phone": 390, "tablet": 768, "desktop": 1280}
SHIFTS = """() => new Promise(resolve => {
  let sum = 0;
  new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
  }).observe({type: 'layout-shift', buffered: true});
  setTimeout(() => resolve(sum), 400);
})"""
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')]
    .filter(node => node.getBoundingClientRect().right > width + 1 && getComputedStyle(node).position !== 'fixed')
    .filter(node => !node.closest('.table-scroll, [data-scroll], table, pre'))
    .map(node => node.outerHTML.slice(0, 120));
}"""


def first(sample: Path, pattern: str) -> str:
    """Return the address of the first page below a folder, for kinds whose names are the sample's own."""
    found = sorted(path for path in sample.glob(pattern))
    return f"/{found[0].parent.relative_to(sample).as_posix()}/"


@pytest.fixture
def kinds(sample: Path) -> dict[str, str]:
    return {
        **KINDS,
        "topic": first(sample, "dong-su-kien/*/index.html"),
        "tag": first(sample, "chu-de/*/index.html"),
        "author": first(sample, "tac-gia/*/index.html"),
    }


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_no_page_scrolls_sideways(browser: Browser, address: str, kinds: dict[str, str], width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for kind, path in kinds.items():
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (
            f"{kind}: {page.evaluate(OVERFLOW)}"
        )
    page.close()


def test_text_at_200_percent_fits_a_phone(browser: Browser, address: str, kinds: dict[str, str]) -> None:
    page = browser.new_page(viewport={"width": 640, "height": 800})
    for kind, path in kinds.items():
        page.goto(address + path)
        page.add_style_tag(content="html { font-size: 200% !important }")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, (
            f"{kind}: {page.evaluate(OVERFLOW)}"
        )
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_no_violation(
    browser: Browser, address: str, kinds: dict[str, str], scheme: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    for kind, path in kinds.items():
        page.goto(address + path, wait_until="networkidle")
        result = Axe().run(page)
        assert result.violations_count == 0, f"{kind}: {result.generate_report()}"
    page.close()


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
    page = context.new_page()
    errors: list[str] = []
    page.on(
        "console",
        lambda message: errors.append(message.text) if message.type in ("error", "warning") else None,
    )
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "request", lambda request: errors.append(request.url) if not request.url.startswith(address) else None
    )
    page.on(
        "response",
        lambda answer: errors.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None,
    )
    for kind, path in kinds.items():
        page.goto(address + path, wait_until="networkidle")
        assert errors == [], kind


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
    page.goto(address + KINDS["lead article"])
    assert page.get_by_role("link", name=re.compile("tin mới", re.IGNORECASE)).first.is_visible()
    page.goto(address + KINDS["search"])
    assert page.locator(f"main a[href='{KINDS['archive']}']").first.is_visible()
    visit.close()


def test_links_and_buttons_are_large_enough_for_a_thumb(
    context: BrowserContext, address: str, kinds: dict[str, str]
) -> None:
    page = context.new_page()
    for kind, path in kinds.items():
        page.goto(address + path)
        small = page.evaluate("""() => [...document.querySelectorAll('nav a, button, summary, input')]
            .filter(node => node.checkVisibility({visibilityProperty: true}))
            .map(node => [node.getBoundingClientRect(), node.outerHTML.slice(0, 100)])
            .filter(([box]) => box.width > 2 && box.height < 43.5)
            .map(([box, html]) => `${box.height} ${html}`)""")
        assert small == [], kind
