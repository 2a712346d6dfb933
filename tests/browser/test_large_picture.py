"""Tests of pictures that readers enlarge: by mouse, by keyboard, without a script."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

ARTICLE = "/2026/04/giu-nep-sinh-hoat-chi-bo-noi-dau-song/"
"""Article with a cover, a picture and a gallery of three."""


@pytest.fixture(scope="module")
def article(context: BrowserContext, address: str) -> Iterator[Page]:
    page = context.new_page()
    page.goto(address + ARTICLE, wait_until="networkidle")
    yield page
    page.close()


def test_picture_opens_over_the_page_and_gives_the_focus_back(article: Page) -> None:
    links, dialog = article.locator(".large-picture"), article.get_by_role("dialog", name="Ảnh lớn")
    links.nth(2).focus()
    article.keyboard.press("Enter")
    assert dialog.is_visible()
    assert dialog.get_by_role("status").inner_text() == "Bến lúc ghe về. (3/5)"
    result = Axe().run(article.main_frame)  # a frame evaluates as a page does
    assert result.violations_count == 0, result.generate_report()
    box, size = dialog.locator("img").bounding_box(), article.viewport_size
    assert box is not None
    assert size is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size["width"]
    article.keyboard.press("ArrowRight")
    assert "Đèn biển" in dialog.get_by_role("status").inner_text()
    for _ in range(4):
        article.keyboard.press("ArrowLeft")
    assert "(5/5)" in dialog.get_by_role("status").inner_text()
    article.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert links.nth(4).evaluate("link => link === document.activeElement")


def test_picture_closes_by_its_button_and_beside_the_picture(article: Page) -> None:
    dialog = article.get_by_role("dialog")
    for close in (
        lambda: dialog.get_by_role("button", name="Đóng").click(),
        lambda: article.mouse.click(2, 2),
    ):
        article.locator(".large-picture").first.click()
        assert dialog.is_visible()
        close()
        assert not dialog.is_visible()


def test_back_closes_the_picture_and_stays_in_the_article(article: Page) -> None:
    dialog, lengths = article.get_by_role("dialog"), set()
    for _ in range(2):
        article.locator(".large-picture").first.click()
        article.evaluate("history.back()")
        dialog.wait_for(state="hidden")
        assert article.url.endswith(ARTICLE)
        lengths.add(article.evaluate("history.length"))
    assert len(lengths) == 1
    assert article.evaluate("history.state") is None


def test_picture_without_a_script_is_a_link_to_the_largest_file(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + ARTICLE)
    with page.expect_navigation():
        page.locator(".gallery .large-picture").first.click()
    assert page.url.endswith(".jpg")
    assert page.locator("img").is_visible()
    context.close()
