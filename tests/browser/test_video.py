"""Tests of an embedded video: requests to its host, size, accessibility, print."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

from bulletin.content.markup.page_html.video_embeds import get_frame_sources
from bulletin.content.settings import ContentSettings
from tests.browser.prose_page import ADDRESS, ONE_WIDTH, answer_with_prose

pytestmark = pytest.mark.browser

TEXT = (
    "Mời bạn đọc xem phim.\n\n"
    '<iframe src="https://www.youtube.com/embed/aaaaaaaaaaa?si=x" title="Lễ hội Nghinh Ông ở cửa biển Phan Thiết"></iframe>'
    "\n\nLễ hội có từ lâu đời."
)
POLICY = f"default-src 'self'; style-src 'unsafe-inline'; frame-src {' '.join(get_frame_sources(ContentSettings().video_hosts))}"


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Browser context that gets a page with a video, under the policy of the server.

    A route answers for the host of the video.
    """
    context = browser.new_context()
    answer_with_prose(context, TEXT, POLICY)
    context.route("https://www.youtube-nocookie.com/**", answer_for_video_host)
    yield context
    context.close()


def answer_for_video_host(route: Route) -> None:
    route.fulfill(body="<script>document.title = 'plays'</script><p>phim</p>", content_type="text/html")


@ONE_WIDTH
def test_video_requests_its_host_only_after_a_click(page: Page) -> None:
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request) if "youtube" in request.url else None)
    page.goto(ADDRESS, wait_until="networkidle")
    page.mouse.wheel(0, 2000)
    page.wait_for_timeout(300)
    assert requests == []
    page.locator("summary").click()
    page.frame_locator("iframe").get_by_text("phim").wait_for()
    assert [request.url for request in requests] == ["https://www.youtube-nocookie.com/embed/aaaaaaaaaaa"]
    # YouTube plays only for pages that send their origin, which is all of the address that it gets.
    assert requests[0].header_value("referer") == ADDRESS


def test_video_has_its_aspect_ratio_and_fits_the_page(page: Page) -> None:
    page.goto(ADDRESS)
    closed = page.locator("summary").bounding_box()
    page.locator("summary").click()
    opened = page.locator("iframe").bounding_box()
    assert closed is not None
    assert opened is not None
    assert opened["width"] / opened["height"] == pytest.approx(16 / 9, rel=0.01)
    assert closed["height"] >= 0.99 * closed["width"] * 9 / 16
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@ONE_WIDTH
def test_video_has_no_violation_of_axe(page: Page) -> None:
    page.goto(ADDRESS)
    for _ in ("closed", "open"):
        result = Axe().run(page.main_frame)  # a frame evaluates as a page does
        assert result.violations_count == 0, result.generate_report()
        page.locator("summary").press("Enter")


@ONE_WIDTH
def test_video_in_print_shows_its_address(page: Page) -> None:
    page.goto(ADDRESS)
    page.emulate_media(media="print")
    assert not page.locator("details").is_visible()
    assert page.get_by_text("https://www.youtube.com/watch?v=aaaaaaaaaaa").is_visible()
