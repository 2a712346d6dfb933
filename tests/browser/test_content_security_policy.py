"""Under the Content-Security-Policy of deploy/nginx.conf every kind of page works and nothing is refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import open_all
from tests.browser.page_addresses import KINDS
from tests.deploy.conftest import put_compressed
from tests.deploy.nginx_server import Nginx, serving

pytestmark = [pytest.mark.browser, pytest.mark.servers]

ARTICLE = KINDS["lead article"]


@pytest.fixture(scope="module")
def public(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("policy")
    put_compressed(sample, folder / "public", folder / "cache")
    return folder / "public"


@pytest.fixture(scope="module", params=["ssi", "script"])
def nginx(
    request: pytest.FixtureRequest, public: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nginx]:
    """The server, with SSI and without."""
    with serving(public, tmp_path_factory.mktemp("nginx") / "own", ssi=request.param == "ssi") as server:
        yield server


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    visit = browser.new_context(ignore_https_errors=True, locale="vi-VN")
    yield visit.new_page()
    visit.close()


def complaints(page: Page) -> list[str]:
    """Return a list that fills with what the console, scripts and the network complain of."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("requestfailed", lambda request: found.append(f"{request.url}: {request.failure}"))
    return found


def test_no_page_breaks_a_rule(browser: Browser, nginx: Nginx) -> None:
    found: dict[str, list[str]] = {}
    visit = browser.new_context(ignore_https_errors=True, locale="vi-VN")
    addresses = {kind: nginx.url + path for kind, path in KINDS.items()}
    open_all(visit, addresses, lambda kind, page: found.update({kind: complaints(page)}))
    visit.close()
    # The page for unknown addresses comes with status 404, which the console notes.
    found["not found"] = [one for one in found["not found"] if "status of 404" not in one]
    assert found == {kind: [] for kind in KINDS}


def test_latest_news_stand_beside_an_article(page: Page, nginx: Nginx) -> None:
    found = complaints(page)
    page.goto(nginx.url + ARTICLE, wait_until="networkidle")
    assert page.locator(".latest .latest__list .latest__link").count() > 3
    assert found == []


def test_the_search_finds(page: Page, nginx: Nginx) -> None:
    found = complaints(page)
    page.goto(f"{nginx.url}/tim-kiem/?q=giám sát")
    page.wait_for_selector(".search__results li a", timeout=15000)
    assert found == []


def test_a_script_in_a_page_would_not_run(page: Page, nginx: Nginx) -> None:
    """The complaints above are heard: this one is."""
    found = complaints(page)
    page.goto(nginx.url + "/")
    page.evaluate(
        "() => { const one = document.createElement('script'); one.textContent = 'window.ran = 1'; document.body.append(one) }"
    )
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in one for one in found)
