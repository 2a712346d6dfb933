"""Tests of an audio player: requests, policy, size, accessibility, print."""

import io
import wave
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request

from bulletin.publishing.verification.security_headers import build_content_security_policy
from tests.browser.prose_page import ADDRESS, ONE_WIDTH, answer_with_prose

pytestmark = pytest.mark.browser

TEXT = (
    "Mời bạn đọc nghe.\n\n"
    '<audio autoplay loop src="/files/loi-phat-bieu.wav">Lời phát biểu khai mạc</audio>'
    "\n\nHội nghị diễn ra trong một ngày."
)
POLICY = build_content_security_policy("/")
"""The policy of the server, for a page with its styles in it."""


def create_silence() -> bytes:
    """Return a WAV file of one second."""
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes([128]) * 8000)
    return data.getvalue()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Browser context that gets a page with audio, under the policy of the server."""
    context, silence = browser.new_context(), create_silence()
    answer_with_prose(context, TEXT, POLICY)
    context.route(f"{ADDRESS}files/*", lambda route: route.fulfill(body=silence, content_type="audio/wav"))
    yield context
    context.close()


@ONE_WIDTH
def test_audio_is_requested_and_plays_only_when_the_reader_starts_it(page: Page) -> None:
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request) if "/files/" in request.url else None)
    page.goto(ADDRESS, wait_until="networkidle")
    page.wait_for_timeout(300)
    assert requests == []
    page.locator("audio").evaluate(
        "audio => audio.play().then(() => new Promise(resolve => audio.addEventListener('ended', resolve)))"
    )
    assert {request.url for request in requests} == {f"{ADDRESS}files/loi-phat-bieu.wav"}


def test_audio_is_as_wide_as_the_text_and_fits_the_page(page: Page) -> None:
    page.goto(ADDRESS)
    player, paragraph = page.locator("audio").bounding_box(), page.locator("p").first.bounding_box()
    assert player is not None
    assert paragraph is not None
    assert player["width"] == pytest.approx(paragraph["width"], abs=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@ONE_WIDTH
def test_audio_has_no_violation_of_axe(page: Page) -> None:
    page.goto(ADDRESS)
    result = Axe().run(page.main_frame)  # a frame evaluates as a page does
    assert result.violations_count == 0, result.generate_report()


@ONE_WIDTH
def test_audio_in_print_is_not_shown(page: Page) -> None:
    page.goto(ADDRESS)
    page.emulate_media(media="print")
    assert not page.locator("audio").is_visible()
