"""Tests of the first screen: what a reader sees before the first scroll."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.page_addresses import PAGE_ADDRESSES, open_page
from tests.gate import mark_later_rows

pytestmark = pytest.mark.browser

COUNT_COMPLETE_HEADLINES = """() => [...document.querySelectorAll('main .teaser__title')]
    .filter(title => title.checkVisibility() && title.getBoundingClientRect().bottom <= innerHeight).length"""
COUNT_ROWS = """selector => new Set([...document.querySelectorAll(selector)]
    .filter(node => node.checkVisibility()).map(node => Math.round(node.getBoundingClientRect().top))).size"""
MEASURE_LINES = """selector => { const node = document.querySelector(selector);
    const range = document.createRange(); range.selectNodeContents(node);
    return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size }"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(locale="vi-VN")
    yield page
    page.close()


def test_first_picture_on_a_phone_comes_in_720_pixels(browser: Browser, address: str) -> None:
    """Keep phones from pictures of 960 and 1,280 pixels, which weigh far more."""
    for width, scale in ((412, 1.75), (360, 3), (412, 2.625)):
        page = browser.new_page(viewport={"width": width, "height": 800}, device_scale_factor=scale)
        page.goto(address)
        picture = page.locator(".teaser--lead img").evaluate("image => image.currentSrc")
        page.close()
        assert "-720." in picture, (width, scale)


def find_bottom(page: Page, selector: str) -> float:
    bottom: float = page.locator(selector).first.evaluate("node => node.getBoundingClientRect().bottom")
    return bottom


def find_top(page: Page, selector: str) -> float:
    top: float = page.locator(selector).first.evaluate("node => node.getBoundingClientRect().top")
    return top


def test_article_on_a_phone_begins_within_the_second_screen(page: Page, address: str) -> None:
    open_page(page, address + PAGE_ADDRESSES["lead article"], 390, 844)
    assert find_top(page, ".article .prose") <= 1.2 * 844


def test_high_cover_on_a_phone_takes_half_of_the_screen(page: Page, address: str) -> None:
    open_page(page, address + PAGE_ADDRESSES["lead article"], 360, 640)
    cover = page.locator(".article__cover img")
    cover.evaluate("image => { image.removeAttribute('srcset'); image.width = 300; image.height = 400 }")
    cover.evaluate("image => { image.style.aspectRatio = '3 / 4'; image.style.height = 'auto' }")
    assert cover.evaluate("image => image.getBoundingClientRect().height") <= 320


@pytest.mark.parametrize("width", mark_later_rows([1024, 1280, 1920], 1))
def test_menu_on_a_wide_screen_has_one_row(page: Page, address: str, width: int) -> None:
    open_page(page, address, width, 800)
    assert page.evaluate(COUNT_ROWS, ".menu__tab") == 1
    assert page.locator(".menu__tab:visible").count() >= 6
    assert page.locator(".menu").evaluate("node => node.offsetHeight") < 56


@pytest.mark.parametrize(
    ("kind", "width"),
    mark_later_rows([("front", 360), ("lead article", 390), ("front", 390), ("lead article", 360)], 2),
)
def test_name_on_a_phone_has_one_line(page: Page, address: str, kind: str, width: int) -> None:
    open_page(page, address + PAGE_ADDRESSES[kind], width, 800)
    assert page.evaluate(MEASURE_LINES, ".masthead__name") == 1
    assert page.locator(".masthead").evaluate("node => node.offsetHeight") <= 64


def test_page_without_latest_news_and_with_large_letters_keeps_its_words_whole(
    page: Page, address: str
) -> None:
    """Double the size of letters on a tablet, and give an empty list of news."""
    page.route("**/fragments/latest.html", lambda route: route.fulfill(body='<ol class="latest__list"></ol>'))
    open_page(page, address + PAGE_ADDRESSES["article without a cover"], 768, 800)
    page.locator(".latest").scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.latest').hidden")
    page.unroute("**/fragments/latest.html")
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%', 'important')")
    assert page.evaluate(MEASURE_LINES, ".masthead__name") <= 2


def test_lead_headline_on_a_laptop_ends_above_the_fold(page: Page, address: str) -> None:
    open_page(page, address, 1280, 720)
    assert find_bottom(page, ".teaser--lead .teaser__title") < 400
    assert find_bottom(page, ".teaser--lead .teaser__summary") < 500


def test_small_phone_shows_two_complete_headlines(page: Page, address: str) -> None:
    open_page(page, address, 360, 640)
    assert page.evaluate(COUNT_COMPLETE_HEADLINES) >= 2


@pytest.mark.parametrize(
    ("kind", "width"),
    mark_later_rows(
        [
            *(("front", 390), ("lead article", 1280), ("section", 390)),
            *(("front", 1280), ("lead article", 390), ("section", 1280)),
        ],
        3,
    ),
)
def test_leaderboard_stands_after_the_lead(page: Page, address: str, kind: str, width: int) -> None:
    open_page(page, address + PAGE_ADDRESSES[kind], width, 800)
    lead = {"front": ".teaser--lead", "lead article": ".prose", "section": ".teaser"}[kind]
    assert find_top(page, ".ad--leaderboard") >= find_bottom(page, lead)


@pytest.mark.parametrize(("width", "is_field"), mark_later_rows([(390, False), (768, True), (1280, True)], 2))
def test_masthead_has_a_search_field_or_an_icon(page: Page, address: str, width: int, is_field: bool) -> None:
    open_page(page, address, width, 800)
    assert page.locator(".masthead__input").is_visible() is is_field
    assert page.locator(".masthead__find").is_visible() is not is_field


def test_search_field_of_the_masthead_opens_the_search_page_with_its_words(page: Page, address: str) -> None:
    open_page(page, address, 1280, 800)
    page.fill(".masthead__input", "kết nạp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=*")
    assert page.locator("main input[type=search]").input_value() == "kết nạp"


def test_masthead_without_javascript_links_to_the_search_page(browser: Browser, address: str) -> None:
    """Reason: the search needs a script, and its page leads on to the archive."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(address)
    assert not page.locator(".masthead__search").is_visible()
    assert page.locator(".masthead__find").is_visible()
    context.close()


@pytest.mark.parametrize(
    ("now", "day"),
    [("2026-11-22T16:59:00Z", "Chủ nhật, 22/11/2026"), ("2026-11-22T17:01:00Z", "Thứ Hai, 23/11/2026")],
)
def test_masthead_shows_the_day_of_vietnam(browser: Browser, address: str, now: str, day: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, timezone_id="America/New_York")
    page = context.new_page()
    page.clock.set_fixed_time(now)
    page.goto(address)
    assert page.locator(".masthead__today").inner_text() == day
    context.close()


@pytest.mark.parametrize(
    ("now", "shown"), [("2026-11-22T10:00:00+07:00", "06:30"), ("2026-11-23T00:10:00+07:00", "22/11/2026")]
)
def test_news_of_today_show_their_hour_also_in_late_lists(
    browser: Browser, address: str, now: str, shown: str
) -> None:
    """Check a page from the history too.

    The front page prints its list, and an article fetches it.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.clock.set_fixed_time("2026-11-22T09:00:00+07:00")
    for kind in ("front", "lead article"):
        page.goto(address + PAGE_ADDRESSES[kind], wait_until="networkidle")
        date = page.locator(".latest__date").first
        assert date.inner_text() == "06:30"
        assert page.locator(".latest__date").nth(1).inner_text() != "07:00"
        page.clock.set_fixed_time(now)
        page.evaluate("window.dispatchEvent(new Event('pageshow'))")
        assert date.inner_text() == shown
        page.clock.set_fixed_time("2026-11-22T09:00:00+07:00")
    context.close()
