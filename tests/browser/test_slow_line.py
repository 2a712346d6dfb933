"""Pages that a slow line delivers in pieces do not move while they arrive."""

import time
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.page_addresses import PAGE_ADDRESSES
from tests.serving import serving

pytestmark = pytest.mark.browser

PIECE = 1_000
"""Bytes that arrive at once. Reason: a teaser has 600 to 900."""
PAUSE = 0.02
"""Seconds between two pieces, so that the browser can paint."""
SHORT_ADDRESSES = {
    "short article": "/2020/10/thay-doi-so-dien-thoai-tiep-nhan-bao-cao/",
    "topic": "/dong-su-kien/can-bo-ve-xa/",
    "author": "/tac-gia/minh-dang/",
}
"""Pages of few articles, whose end stands on the first screen."""
KINDS = ("front", "lead article", "section", "archive", "month", "documents", "document", "page")
ADDRESSES = SHORT_ADDRESSES | {kind: PAGE_ADDRESSES[kind] for kind in KINDS}
OBSERVE_SHIFTS = """window.movedElements = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) {
    for (const {node} of entry.sources) window.movedElements.push(node?.className || node?.nodeName || '?');
  }
}).observe({type: 'layout-shift', buffered: true})"""


class SlowHandler(BaseHTTPRequestHandler):
    """Sends the main part of a page in pieces, and all other files at once."""

    protocol_version = "HTTP/1.1"

    def __init__(self, folder: Path, *args: object) -> None:
        self._folder = folder
        super().__init__(*args)  # type: ignore[arg-type]  # what the server hands over

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        file = self._folder / f"{path.lstrip('/')}{'index.html' if path.endswith('/') else ''}"
        body = file.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", guess_type(file.name)[0] or "application/octet-stream")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        start = body.find(b"<main")
        if start < 0:
            self.wfile.write(body)
            return
        self.wfile.write(body[:start])
        for place in range(start, len(body), PIECE):
            time.sleep(PAUSE)
            self.wfile.write(body[place : place + PIECE])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name of the library
        """Keep the report of the tests free of requests."""


@pytest.fixture(scope="module")
def slow_address(sample: Path) -> Iterator[str]:
    with serving(partial(SlowHandler, sample)) as address:
        yield address


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)])
def test_pages_that_arrive_in_pieces_do_not_move(
    browser: Browser, slow_address: str, width: int, height: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
    context.add_init_script(OBSERVE_SHIFTS)
    page = context.new_page()
    moved: dict[str, list[str]] = {}
    for kind, path in ADDRESSES.items():
        page.goto(slow_address + path, wait_until="load")
        page.wait_for_timeout(100)
        moved[kind] = page.evaluate("window.movedElements")
    context.close()
    assert {kind: names for kind, names in moved.items() if names} == {}


def test_pages_are_painted_before_their_last_piece_arrives(browser: Browser, slow_address: str) -> None:
    """Check pages that are much longer than the first screen."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    for kind in ("front", "lead article", "section"):
        page.goto(slow_address + PAGE_ADDRESSES[kind], wait_until="load")
        painted, complete = page.evaluate(
            """[performance.getEntriesByName('first-contentful-paint')[0].startTime,
                performance.getEntriesByType('navigation')[0].domContentLoadedEventStart]"""
        )
        assert painted < complete, kind
    page.close()
