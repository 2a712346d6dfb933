"""Tests of the words of a query: its numbers and years. One opened page answers all of them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(context: BrowserContext, address: str) -> Iterator[Page]:
    """The search page, with the functions of its script."""
    page = context.new_page()
    page.goto(f"{address}/tim-kiem/")
    yield page
    page.close()


@pytest.mark.parametrize(
    ("query", "needed"),
    [
        ("tết năm 2024", ["tết", "2024"]),
        ("tet nam 2024", ["tet", "2024"]),
        ("hội thi trong năm 2023", ["hội", "thi", "2023"]),
        ("đảng viên từ năm 2019", ["đảng", "viên", "2019"]),
        ("Hàm Thuận Nam 2019", ["hàm", "thuận", "nam", "2019"]),
        ("năm 20245", ["năm", "20245"]),
        ("tháng 11 năm 2019", ["11/2019"]),
        ('"năm 2019"', ["năm", "2019"]),
    ],
)
def test_word_before_a_year_is_not_needed(page: Page, query: str, needed: list[str]) -> None:
    script = "(query) => parseQuery(query, false).words.filter((word) => !word.isOptional).map(({ raw }) => raw)"
    assert page.evaluate(script, query) == needed
