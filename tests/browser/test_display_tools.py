"""Tests of text size and contrast, which readers choose for all pages."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.page_addresses import PAGE_ADDRESSES
from tests.browser.test_pages import FIND_OVERFLOWING, OBSERVE_SHIFTS
from tests.theme.test_styles import compute_contrast

pytestmark = pytest.mark.browser

READ_COLOURS = """() => {
  const [body, link] = [document.body, document.querySelector('.teaser__section a')].map(node => getComputedStyle(node));
  const write = text => '#' + text.match(/\\d+/g).slice(0, 3).map(part => Number(part).toString(16).padStart(2, '0')).join('');
  return [body.backgroundColor, body.color, link.color].map(write);
}"""
FONT_SIZE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"


TELL_WHEN_SET = """new MutationObserver((_, observer) => { observer.disconnect(); fetch('/da-dat'); })
    .observe(document, {subtree: true, attributes: true, attributeFilter: ['data-contrast']})"""


class LineHandler(SimpleHTTPRequestHandler):
    """Sends assets for the cache, and pages as a slow line does.

    Assets come once, as from the servers of ``deploy/``. Pages come each time, and in two pieces: the body follows when
    the script has set size and contrast.
    """

    is_set = threading.Event()

    def do_GET(self) -> None:
        if self.path != "/da-dat":
            super().do_GET()
            return
        self.is_set.set()
        self.send_response(204)
        self.end_headers()

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:  # type: ignore[override]
        data = source.read()
        end_of_head = data.find(b"<body") if self.path.endswith("/") else 0
        if end_of_head:
            self.is_set.clear()
            outputfile.write(data[:end_of_head])
            outputfile.flush()
            assert self.is_set.wait(10), "the script waits for the page"
        outputfile.write(data[end_of_head:])

    def end_headers(self) -> None:
        is_asset = "/assets/" in self.path
        self.send_header("Cache-Control", "public, max-age=31536000, immutable" if is_asset else "no-store")
        super().end_headers()

    def log_message(self, *_words: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def address(sample: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(LineHandler, directory=str(sample)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()


@pytest.fixture
def reader(browser: Browser) -> Iterator[BrowserContext]:
    """Browser of a reader who has chosen nothing yet, on a desktop."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN")
    context.add_init_script(OBSERVE_SHIFTS)
    context.add_init_script(TELL_WHEN_SET)
    yield context
    context.close()


def test_chosen_size_holds_for_every_page_without_a_shift(reader: BrowserContext, address: str) -> None:
    page = reader.new_page()
    page.goto(address, wait_until="networkidle")
    before = page.evaluate(FONT_SIZE)
    larger = page.locator(".masthead").get_by_role("button", name="A+, chữ to hơn")
    for _ in range(3):
        larger.click()
    assert larger.get_attribute("aria-disabled") == "true"
    assert larger.evaluate("node => node === document.activeElement")
    assert page.evaluate(FONT_SIZE) == pytest.approx(1.5 * before, rel=0.01)
    for kind in ("front", "section", "lead article", "page"):
        page.goto(address + PAGE_ADDRESSES[kind], wait_until="networkidle")
        assert page.evaluate(FONT_SIZE) == pytest.approx(1.5 * before, rel=0.01), kind
        assert page.evaluate("window.layoutShift") == 0, kind
        for width in (360, 768, 1024, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, page.evaluate(
                FIND_OVERFLOWING
            )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_high_contrast_holds_for_every_page(reader: BrowserContext, address: str, scheme: str) -> None:
    page = reader.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(address, wait_until="networkidle")
    page.locator(".menu__summary").click()
    button = page.locator(".menu").get_by_role("button", name="Tương phản cao")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    page.goto(address + PAGE_ADDRESSES["section"], wait_until="networkidle")
    paper, ink, link = page.evaluate(READ_COLOURS)
    assert compute_contrast(paper, ink) > 18
    assert compute_contrast(paper, link) > 7
    page.locator(".menu__summary").click()
    button.click()
    assert page.evaluate(READ_COLOURS)[0] != paper


def test_contrast_of_the_system_is_the_choice_of_a_reader_who_made_none(
    reader: BrowserContext, address: str
) -> None:
    page = reader.new_page()
    page.emulate_media(contrast="more")
    page.goto(address, wait_until="networkidle")
    assert page.evaluate(READ_COLOURS)[:2] == ["#ffffff", "#000000"]
