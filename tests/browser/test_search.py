"""Tests of the search page with the search index of the sample."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(context: BrowserContext) -> Page:
    """A tab in which all tests search."""
    return context.new_page()


def open_search(page: Page, address: str, words: str) -> None:
    page.goto(f"{address}/tim-kiem/?q={words}")
    page.wait_for_selector(".search__results li a", timeout=15000)


@pytest.mark.parametrize("words", ["giám sát Tánh Linh", "giam sat tanh linh", "GIÁM SÁT"])
def test_search_with_or_without_diacritics_finds_the_article(page: Page, address: str, words: str) -> None:
    open_search(page, address, words)
    links = [link.get_attribute("href") for link in page.locator(".search__results li a").all()]
    assert any("giam-sat-thuc-hien-ket-luan-38" in str(link) for link in links)


def test_search_with_d_finds_words_with_barred_d(page: Page, address: str) -> None:
    open_search(page, address, "dang vien")
    assert "ảng viên" in page.locator("main").inner_text()


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("\u00d0ảng viên", "Đảng viên"),
        ("T\u00e1\u00adnh\u200b Linh", "Tánh Linh"),
        ("Ta\u0301nh Linh", "Tánh Linh"),
        ("\uff34ánh \U0001d40binh", "Tánh Linh"),
    ],
)
def test_search_for_another_form_of_letters_searches_the_normal_form(
    page: Page, address: str, words: str, meant: str
) -> None:
    open_search(page, address, words)
    assert page.locator(".search input[type=search]").input_value() == meant
    assert page.locator(".search__result").count() > 0


def test_search_result_shows_title_excerpt_date_and_section(page: Page, address: str) -> None:
    open_search(page, address, "Tánh Linh")
    first = page.locator(".search__result").first
    assert first.locator(".search__title a").inner_text().strip()
    assert "Tánh Linh" in first.locator(".search__excerpt").inner_text()
    assert re.fullmatch(r"\S.* · \d{2}/\d{2}/\d{4}", first.locator(".search__facts").inner_text())


def test_search_finds_articles_of_several_years(page: Page, address: str) -> None:
    open_search(page, address, "chi bộ")
    years = {
        str(link.get_attribute("href")).split("/")[1] for link in page.locator(".search__results li a").all()
    }
    assert len(years) > 1


def test_search_without_results_says_so(page: Page, address: str) -> None:
    page.goto(f"{address}/tim-kiem/?q=zzqq")
    page.get_by_text(re.compile("Không tìm thấy bài nào với từ “zzqq”")).wait_for()


def test_search_ignores_words_outside_the_article(page: Page, address: str) -> None:
    page.goto(f'{address}/tim-kiem/?q="sao chép liên kết"')
    page.get_by_text(re.compile("Không tìm thấy bài nào")).wait_for()
