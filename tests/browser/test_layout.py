"""Tests of the layout below the first screen: columns, lists, lengths."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.page_addresses import PAGE_ADDRESSES, open_page
from tests.browser.prose_page import render_prose_page
from tests.gate import mark_later_rows

pytestmark = pytest.mark.browser

ARTICLES_WITH_LONG_HEADS = (
    "/2026/09/tuy-phong-la-gi-qua-mat-doan-giam-sat/",
    "/2026/04/giu-nep-sinh-hoat-chi-bo-noi-dau-song/",
    "/2026/11/tro-lai-sau-chi-bo-cua-cuon-so-ba-cot/",
    "/2024/02/trao-huy-hieu-dang-tai-nha-cho-dang-vien-cao-tuoi/",
)
"""A title of three lines with contents, two authors, a sub-section, and a square cover."""
MEASURE_RAIL = """() => {
  const boxes = [...document.querySelector('.layout__rail').children].map(node => node.getBoundingClientRect());
  const seen = boxes.map(box => Math.max(0, Math.min(box.bottom, innerHeight) - Math.max(box.top, 0)));
  return Math.round(seen.reduce((sum, height) => sum + height, 0));
}"""
MEASURE_HOLES = """() => [...document.querySelectorAll('.other-news__items')].map(list => {
  const bottoms = new Map();
  for (const item of list.children) {
    const box = item.getBoundingClientRect();
    bottoms.set(Math.round(box.left), Math.max(box.bottom, bottoms.get(Math.round(box.left)) ?? 0));
  }
  const tallest = Math.max(...[...list.children].map(item => item.getBoundingClientRect().height));
  return [Math.max(...bottoms.values()) - Math.min(...bottoms.values()), tallest];
})"""
READ_TITLE_SIZES = """() => [...new Set([...document.querySelectorAll('.teaser--row .teaser__title')]
    .map(title => getComputedStyle(title).fontSize))]"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(locale="vi-VN")
    yield page
    page.close()


def test_text_of_an_article_on_a_phone_begins_within_1_2_screens(page: Page, address: str) -> None:
    open_page(page, address + PAGE_ADDRESSES["lead article"], 390, 844)
    top = page.locator(".prose p").first.evaluate("node => node.getBoundingClientRect().top")
    assert top <= 1.2 * 844


@pytest.mark.parametrize("path", ARTICLES_WITH_LONG_HEADS)
def test_text_of_an_article_on_a_short_phone_begins_within_1_2_screens(
    page: Page, address: str, path: str
) -> None:
    """Check the articles of the sample whose heads are highest.

    Two more begin at 1.3 screens: one has a title of 177 characters, one a title of 92 with a summary of 184.
    """
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(address + path)
    top = page.locator(".prose p").first.evaluate("node => node.getBoundingClientRect().top")
    assert top <= 1.2 * 640


@pytest.mark.parametrize("width", mark_later_rows([360, 390], 1))
def test_front_page_on_a_phone_is_shorter_than_6000_pixels(page: Page, address: str, width: int) -> None:
    open_page(page, address, width, 800)
    assert page.evaluate("document.documentElement.scrollHeight") < 6000


def test_blocks_of_the_front_page_on_a_phone_show_three_articles_at_most(page: Page, address: str) -> None:
    open_page(page, address, 390, 800)
    for block in page.locator(".section-block").all():
        assert 1 <= block.locator(".teaser:visible").count() <= 3


@pytest.mark.parametrize("kind", mark_later_rows(["lead article", "section", "archive", "latest"], 3))
def test_right_column_of_a_scrolled_page_is_not_empty(page: Page, address: str, kind: str) -> None:
    """Scroll to the middle, and to the last screen of the main column."""
    open_page(page, address + PAGE_ADDRESSES[kind], 1280, 720)
    for part in (2, 1):
        page.evaluate(f"scrollTo(0, document.querySelector('.layout').offsetHeight / {part} - 720)")
        assert page.evaluate(MEASURE_RAIL) >= 300


@pytest.mark.parametrize("kind", ["lead article", "article without a cover"])
def test_other_news_on_a_wide_screen_have_no_hole_beyond_one_item(
    page: Page, address: str, kind: str
) -> None:
    open_page(page, address + PAGE_ADDRESSES[kind], 1280, 800)
    holes = page.evaluate(MEASURE_HOLES)
    assert holes
    assert all(hole <= tallest for hole, tallest in holes), holes


@pytest.mark.parametrize("width", [390, 1280])
def test_titles_of_rows_with_and_without_a_picture_have_one_size(
    page: Page, address: str, width: int
) -> None:
    open_page(page, address + PAGE_ADDRESSES["section"], width, 800)
    assert page.locator(".teaser--row.teaser--bare").count() > 0
    assert page.locator(".teaser--row:not(.teaser--bare)").count() > 0
    assert len(page.evaluate(READ_TITLE_SIZES)) == 1


def test_archive_opens_its_newest_year_and_folds_the_others(page: Page, address: str) -> None:
    open_page(page, address + PAGE_ADDRESSES["archive"], 390, 844)
    years = page.locator(".archive-year")
    assert years.count() == 9
    assert page.locator(".archive-year[open]").count() == 1
    assert years.first.locator(".archive-year__month").count() == 12
    columns = years.first.evaluate(
        "year => new Set([...year.querySelectorAll('li')].map(cell => cell.offsetLeft)).size"
    )
    assert columns == 4
    years.nth(1).locator("summary").click()
    assert years.nth(1).locator("a").first.is_visible()


def test_archive_on_a_phone_is_shorter_than_four_screens(page: Page, address: str) -> None:
    open_page(page, address + PAGE_ADDRESSES["archive"], 390, 844)
    assert page.evaluate("document.documentElement.scrollHeight") < 4 * 844


def test_month_page_leads_from_day_to_day(page: Page, address: str) -> None:
    open_page(page, address + PAGE_ADDRESSES["month"], 390, 844)
    page.get_by_role("link", name="Ngày trước, 21/11").click()
    assert page.url.endswith("#ngay-21")
    page.get_by_role("link", name="Ngày trước, 27/10").click()
    page.wait_for_url("**/luu-tru/2026/10/#ngay-27")
    assert page.locator("#ngay-27").is_visible()


def test_section_jumps_to_a_year(page: Page, address: str) -> None:
    open_page(page, address + PAGE_ADDRESSES["section"], 390, 844)
    page.click(".years__link >> text=2024")
    assert page.locator("#nam-2024").is_visible()
    assert page.locator("#nam-2024 + .teaser time").inner_text().endswith("/2024")


def test_topic_page_is_a_timeline_whose_first_report_is_marked(page: Page, address: str) -> None:
    open_page(page, address + "/dong-su-kien/thuc-hien-ket-luan-so-38-kl-tw/", 1280, 800)
    dates = page.locator(".listing--timeline .teaser__date time").evaluate_all(
        "all => all.map(time => time.dateTime)"
    )
    assert dates == sorted(dates, reverse=True)
    assert len(dates) == page.locator(".listing--timeline .teaser").count() > 5
    assert page.locator(".teaser__mark").all_inner_texts() == ["Tin đầu tiên"]
    assert page.locator(".teaser").last.locator(".teaser__mark").count() == 1


@pytest.mark.parametrize(("width", "is_open"), [(390, False), (1280, True)])
def test_contents_of_a_long_article_are_open_beside_the_text(
    page: Page, address: str, width: int, is_open: bool
) -> None:
    open_page(page, address + PAGE_ADDRESSES["lead article"], width, 800)
    assert page.locator(".contents__link").count() == page.locator(".prose h2").count() == 3
    assert page.locator(".contents__link").first.is_visible() is is_open
    if not is_open:
        page.click(".contents__summary")
    page.click(".contents__link >> nth=1")
    page.wait_for_function(
        "Math.abs(document.querySelectorAll('.prose h2')[1].getBoundingClientRect().top) < 60"
    )


def test_column_of_numbers_keeps_a_gap_to_the_next_column(page: Page) -> None:
    table = "| Tên | Số | Ghi chú | Tỷ lệ |\n| :-- | --: | :-- | --: |\n| Xã A | 96,94 | 03 chi bộ | 12 |\n"
    page.goto("about:blank")  # the policy of another page forbids these styles
    page.set_content(render_prose_page(table))
    read = "cells => cells.map(cell => getComputedStyle(cell).paddingRight !== '0px')"
    assert page.locator(".prose tr > *").evaluate_all(read) == 2 * [True, True, True, False]
