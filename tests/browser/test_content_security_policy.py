"""Under the Content-Security-Policy of deploy/nginx.conf every kind of page works and nothing is refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import open_all
from tests.browser.page_addresses import PAGE_ADDRESSES
from tests.deploy.conftest import publish_compressed
from tests.deploy.nginx_server import NginxServer, run_nginx

pytestmark = [pytest.mark.browser, pytest.mark.servers]

ARTICLE = PAGE_ADDRESSES["lead article"]


@pytest.fixture(scope="module")
def public(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("policy")
    publish_compressed(sample, folder / "public", folder / "cache")
    return folder / "public"


@pytest.fixture(scope="module", params=["ssi", "script"])
def nginx(
    request: pytest.FixtureRequest, public: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NginxServer]:
    """The server, with SSI and without."""
    with run_nginx(public, tmp_path_factory.mktemp("nginx") / "own", ssi=request.param == "ssi") as server:
        yield server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    visit = browser.new_context(ignore_https_errors=True, locale="vi-VN")
    yield visit.new_page()
    visit.close()


def collect_complaints(page: Page) -> list[str]:
    """Return a list that fills with what the console, scripts and the network complain of."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("requestfailed", lambda request: found.append(f"{request.url}: {request.failure}"))
    return found


def test_no_page_breaks_a_rule(browser: Browser, nginx: NginxServer) -> None:
    found: dict[str, list[str]] = {}
    visit = browser.new_context(ignore_https_errors=True, locale="vi-VN")
    addresses = {kind: nginx.url + path for kind, path in PAGE_ADDRESSES.items()}
    open_all(visit, addresses, lambda kind, page: found.update({kind: collect_complaints(page)}))
    visit.close()
    # The page for unknown addresses comes with status 404, which the console notes.
    found["not found"] = [one for one in found["not found"] if "status of 404" not in one]
    assert found == {kind: [] for kind in PAGE_ADDRESSES}


def test_latest_news_stand_beside_an_article(page: Page, nginx: NginxServer) -> None:
    found = collect_complaints(page)
    page.goto(nginx.url + ARTICLE, wait_until="networkidle")
    assert page.locator(".latest .latest__list .latest__link").count() > 3
    assert found == []


def test_the_search_finds(page: Page, nginx: NginxServer) -> None:
    found = collect_complaints(page)
    page.goto(f"{nginx.url}/tim-kiem/?q=giám sát")
    page.wait_for_selector(".search__results li a", timeout=15000)
    assert found == []


def test_a_script_in_a_page_would_not_run(page: Page, nginx: NginxServer) -> None:
    """The complaints above are heard: this one is."""
    found = collect_complaints(page)
    page.goto(nginx.url + "/")
    page.evaluate(
        "() => { const one = document.createElement('script'); one.textContent = 'window.ran = 1'; document.body.append(one) }"
    )
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in one for one in found)
