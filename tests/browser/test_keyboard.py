"""Tests of what readers without a mouse or with a screen reader meet."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.page_addresses import PAGE_ADDRESSES

pytestmark = pytest.mark.browser

IS_FOCUS_COVERED = """() => {
  const node = document.activeElement, box = node.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 10));
  return Boolean(top) && top !== node && !node.contains(top) && !top.contains(node);
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(locale="vi-VN", viewport={"width": 390, "height": 844})
    yield page
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_menu_that_the_focus_leaves_closes_and_covers_no_stop(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(address, wait_until="networkidle")
    page.focus(".menu__summary")
    page.keyboard.press("Enter")
    assert page.locator(".menu__panel").is_visible()
    inside = True
    for _ in range(40):
        page.keyboard.press("Tab")
        inside = page.evaluate("document.querySelector('.menu__all').contains(document.activeElement)")
        assert page.evaluate(IS_FOCUS_COVERED) is False
        assert page.locator(".menu__panel").is_visible() is inside
    assert inside is False


def test_menu_without_javascript_pushes_the_page_down(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address)
    page.click(".menu__summary")
    panel, main = page.locator(".menu__panel").bounding_box(), page.locator("main").bounding_box()
    assert panel
    assert main
    assert panel["y"] + panel["height"] <= main["y"] + 1
    context.close()


def test_table_wider_than_the_page_is_scrolled_with_the_keyboard(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"{address}/lien-he/", wait_until="networkidle")
    table = page.locator(".table-scroll")
    assert table.evaluate("node => node.scrollWidth > node.clientWidth")
    table.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.table-scroll').scrollLeft > 0")
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function("!document.querySelector('.table-scroll').hasAttribute('tabindex')")
    page.set_viewport_size({"width": 320, "height": 800})
    page.wait_for_function("document.querySelector('.table-scroll').tabIndex === 0")


@pytest.mark.parametrize(
    ("kind", "marks"),
    [
        ("section", {"/chuyen-muc/to-chuc-xay-dung-dang/": "page"}),
        ("sub-section", {"/chuyen-muc/to-chuc-xay-dung-dang/": "true", "/chuyen-muc/dang-vien/": "page"}),
        ("lead article", {"/chuyen-muc/kiem-tra-giam-sat/": "true"}),
        ("latest", {"/tin-moi/": "page"}),
        ("archive", {"/luu-tru/": "page"}),
        ("month", {"/luu-tru/": "true"}),
        ("front", {}),
    ],
)
def test_menu_says_where_the_reader_is(page: Page, address: str, kind: str, marks: dict[str, str]) -> None:
    page.goto(address + PAGE_ADDRESSES[kind])
    found = page.locator(".menu [aria-current]").evaluate_all(
        "all => all.map(link => [link.pathname, link.getAttribute('aria-current')])"
    )
    assert dict(found) == marks


def test_alternative_text_of_an_advertisement_says_what_is_advertised(page: Page, address: str) -> None:
    page.goto(address, wait_until="networkidle")
    texts = page.locator(".ad img").evaluate_all("all => all.map(image => image.alt)")
    assert "Quảng cáo: HTX Thanh long Đồi Nắng: trái ruột trắng, ruột đỏ từ vườn VietGAP" in texts
    assert len(texts) == len(set(texts)) == 4


def test_no_number_stands_in_a_flexible_box_of_its_own(page: Page, address: str) -> None:
    """Reason: a flexible box makes a column of the number, without its blank."""
    for kind in ("front", "lead article", "archive", "site map", "corrections", "documents", "document"):
        page.goto(address + PAGE_ADDRESSES[kind])
        boxes = page.locator(".keep").evaluate_all(
            "all => all.filter(node => /flex|grid/.test(getComputedStyle(node.parentNode).display))"
            ".map(node => node.parentNode.outerHTML)"
        )
        assert boxes == [], kind


def test_number_in_a_link_is_underlined_as_its_words_are(page: Page, address: str) -> None:
    page.goto(address + PAGE_ADDRESSES["lead article"])
    number = '<span class="keep">số 38</span>'
    stressed = f'<em><span class="keep-sign">{number}</span></em>'
    page.locator(".prose").evaluate(
        "(prose, links) => { prose.innerHTML += links; }",
        f'<p><a href="/">Theo <strong>{number}</strong></a>, <a href="/">{stressed}</a>.</p>',
    )
    lines = page.locator(".prose a .keep").evaluate_all(
        "all => all.map(node => [node, node.closest('a')].map(one => getComputedStyle(one).textDecorationLine))"
    )
    assert len(lines) > 3
    assert {line for pair in lines for line in pair} == {"underline"}


def test_comma_behind_a_link_never_begins_a_line(page: Page, address: str) -> None:
    """Try many widths, so that each link with a number once ends a line."""
    page.goto(address + PAGE_ADDRESSES["lead article"])
    signs = page.locator(".prose .keep-sign")
    assert signs.count() > 1
    for width in range(320, 900, 20):
        page.set_viewport_size({"width": width, "height": 800})
        places = signs.evaluate_all(
            """all => all.map(sign => {
              const range = document.createRange();
              range.setStart(sign.parentNode.nextSibling, 0);
              range.setEnd(sign.parentNode.nextSibling, 1);
              return [range.getBoundingClientRect(), sign.querySelector('.keep').getBoundingClientRect()];
            }).filter(([comma, number]) => comma.top > number.bottom - 5).length"""
        )
        assert places == 0, width


def test_number_in_a_title_stands_below_or_behind_its_words(page: Page, address: str) -> None:
    """Reason: in a flexible box, the element of a number would be a column."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address)
        title = page.locator(".topic-card__title a", has=page.locator(".keep"))
        assert title.count() == 1
        rows = title.evaluate(
            "link => link.getBoundingClientRect().height / parseFloat(getComputedStyle(link).lineHeight)"
        )
        assert rows < 3.2


def test_numbers_of_documents_do_not_break_across_lines(page: Page, address: str) -> None:
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address + PAGE_ADDRESSES["lead article"])
        heights = page.locator(".prose .keep").evaluate_all(
            "all => all.map(node => node.offsetHeight / parseFloat(getComputedStyle(node).lineHeight))"
        )
        assert len(heights) > 5
        assert max(heights) < 1.5
