"""Results that are loaded later: by a second press, and after a publish."""

import json
import re
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.serving import serving

pytestmark = pytest.mark.browser

_DIGEST = re.compile(r"(?<=\.)[0-9a-f]{10}(?=\.json)")
NEWEST_FIRST = f"/tim-kiem/?q={quote('Đảng')}&xep=moi"
"""A search with 23 results."""
LOAD_MORE = "document.querySelector('.search__more button').click()"
SEARCH_TEXTS = "document.querySelector('.search__further button:last-of-type').click()"
SCROLL = "dispatchEvent(new Event('scroll'))"


class _Handler(SimpleHTTPRequestHandler):
    """Lets browsers keep the head of the index for five minutes, as ``deploy/`` does."""

    def end_headers(self) -> None:
        is_head = self.path == "/search/summary/index.json"
        self.send_header("Cache-Control", "max-age=300" if is_head else "no-store")
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # the base class's name
        """Print no access log."""


@pytest.fixture
def site(sample: Path, tmp_path: Path) -> Path:
    """Files of a release that a test replaces, with two rows in each file of rows.

    The first page then has five results, because it takes no more than four files.
    """
    site = Path(shutil.copytree(sample, tmp_path / "site"))
    head = site / "search/summary/index.json"
    index = json.loads(head.read_text("utf-8"))
    for number, volume in enumerate((*index["volumes"], index["documents"])):
        rows = [
            row for name in volume["rows"] for row in json.loads((site / "search" / name).read_text("utf-8"))
        ]
        for name in volume["rows"]:
            (site / "search" / name).unlink()
        volume["rows"] = [f"{number}/rows-{at}.0123456789.json" for at in range(0, len(rows), 2)]
        (site / f"search/{number}").mkdir()
        for at, name in enumerate(volume["rows"]):
            (site / "search" / name).write_text(json.dumps(rows[2 * at : 2 * at + 2]), "utf-8")
    index["rowsPerFile"] = 2
    head.write_text(json.dumps(index), "utf-8")
    return site


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    """A tab of a new reader of the site."""
    with serving(partial(_Handler, directory=str(site))) as address:
        context = browser.new_context(base_url=address, locale="vi-VN")
        yield context.new_page()
        context.close()


def open_address(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator(".search__results")).to_have_attribute("aria-busy", "false")


def publish_again(site: Path) -> None:
    """Give all parts of the search index other digests, as a publish can do."""
    for file in site.glob("search/**/*.json"):
        text = _DIGEST.sub(lambda found: found[0][::-1], file.read_text("utf-8"))
        file.unlink()
        file.with_name(_DIGEST.sub(lambda found: found[0][::-1], file.name)).write_text(text, "utf-8")


def list_addresses(page: Page) -> list[str]:
    return [
        str(link.get_attribute("href")) for link in page.locator(".search__result .search__title a").all()
    ]


def test_search_after_a_publish_answers_with_the_new_index(page: Page, site: Path) -> None:
    with page.expect_response("**/search/summary/index.json"):  # the page asks for it before its script runs
        open_address(page, "/tim-kiem/")
    publish_again(site)
    page.locator(".search input[type=search]").fill("giám sát")
    page.locator(".search input[type=search]").press("Enter")
    expect(page.locator(".search__status")).to_contain_text("bài có “giám sát”")
    assert list_addresses(page)


def test_search_after_a_publish_does_not_use_the_head_that_the_browser_kept(page: Page, site: Path) -> None:
    open_address(page, NEWEST_FIRST)
    before = list_addresses(page)
    publish_again(site)
    page.goto("about:blank")
    open_address(page, NEWEST_FIRST)
    expect(page.locator(".search__status")).to_contain_text("bài có “Đảng”")
    assert list_addresses(page) == before


def test_more_results_after_a_publish_follow_those_that_were_shown(page: Page, site: Path) -> None:
    open_address(page, NEWEST_FIRST)
    publish_again(site)
    for count in (10, 20, 23):
        page.evaluate(LOAD_MORE)
        expect(page.locator(".search__result")).to_have_count(count)
    assert len(set(list_addresses(page))) == 23


def test_search_in_texts_after_a_publish_answers_with_the_new_index(page: Page, site: Path) -> None:
    """Begin the load on scroll at the same time, which fails too."""
    open_address(page, NEWEST_FIRST)
    publish_again(site)
    page.evaluate(f"{SCROLL}; {SEARCH_TEXTS}")
    expect(page.locator(".search__status")).to_contain_text("kể cả toàn văn", timeout=20_000)


def test_search_with_a_part_that_is_missing_for_good_says_so(page: Page, site: Path) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    for file in site.glob("search/**/rows-*.json"):
        file.unlink()
    open_address(page, NEWEST_FIRST)
    expect(page.locator(".search__status")).to_contain_text("Không tải được dữ liệu tìm kiếm")
    assert (
        sum("/rows-" in request for request in requests) == 14
    )  # four files of articles and three of documents, and once more


@pytest.mark.parametrize("actions", [(LOAD_MORE, LOAD_MORE), (SCROLL, LOAD_MORE)], ids=["press", "scroll"])
def test_more_results_pressed_twice_repeat_and_skip_none(page: Page, actions: tuple[str, ...]) -> None:
    open_address(page, NEWEST_FIRST)
    assert len(list_addresses(page)) == 5
    page.evaluate(";".join(actions))
    for count in (10, 20, 23):
        expect(page.locator(".search__result")).to_have_count(count)
        page.evaluate(LOAD_MORE)
    shown = list_addresses(page)
    assert len(shown) == len(set(shown))


def test_back_brings_the_results_and_the_place_again(page: Page) -> None:
    open_address(page, NEWEST_FIRST)
    page.evaluate(SEARCH_TEXTS)
    expect(page.locator(".search__status")).to_contain_text("kể cả toàn văn")
    link = page.locator(".search__result a").nth(17)
    while not link.count():
        page.evaluate(LOAD_MORE)
        page.wait_for_load_state("networkidle")
    link.click()
    page.wait_for_url(re.compile(r"/20\d\d/"))
    page.go_back()
    expect(link).to_be_in_viewport()
    expect(page.locator(".search__status")).to_contain_text("kể cả toàn văn")


def test_steps_of_the_arrow_keys_in_one_filter_are_one_step_back(page: Page) -> None:
    open_address(page, NEWEST_FIRST)
    page.evaluate("document.querySelector('.search__filters').open = true")
    years = page.get_by_label("Năm")
    for expected in ("2026", "2025"):
        years.press("ArrowDown")
        expect(years).to_have_value(expected)
        page.wait_for_url(f"**nam={expected}**")
    page.go_back()
    page.wait_for_url(f"**{NEWEST_FIRST}")
    expect(years).to_have_value("")
