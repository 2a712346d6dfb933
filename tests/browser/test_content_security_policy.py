"""Tests of pages under the Content-Security-Policy of deploy/nginx.conf."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.conftest import open_all
from tests.browser.page_addresses import PAGE_ADDRESSES
from tests.deploy.conftest import publish_compressed
from tools.nginx_server import NginxServer, run_nginx

pytestmark = [pytest.mark.browser, pytest.mark.servers]

ARTICLE = PAGE_ADDRESSES["lead article"]
KINDS_WITH_SCRIPTS = ["front", "lead article", "section", "documents", "search", "offline", "not found"]
"""Kinds of page at the gate. Others have the scripts and styles of these."""


@pytest.fixture(scope="module")
def public(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("policy")
    publish_compressed(sample, folder / "public", folder / "cache")
    return folder / "public"


@pytest.fixture(scope="module")
def nginx(public: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NginxServer]:
    with run_nginx(public, tmp_path_factory.mktemp("nginx") / "own") as server:
        yield server


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Browser context that accepts the certificates of the servers."""
    context = browser.new_context(ignore_https_errors=True, locale="vi-VN")
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    yield page
    page.close()


def collect_errors(page: Page) -> list[str]:
    """Return a list that fills with errors of the console, scripts and the network."""
    errors: list[str] = []

    def note_message(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            errors.append(message.text)

    page.on("console", note_message)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("requestfailed", lambda request: errors.append(f"{request.url}: {request.failure}"))
    return errors


def test_pages_under_the_policy_have_no_errors(context: BrowserContext, nginx: NginxServer) -> None:
    errors: dict[str, list[str]] = {}
    kinds = [*PAGE_ADDRESSES] if "BULLETIN_PLAYS" in os.environ else KINDS_WITH_SCRIPTS
    addresses = {kind: nginx.url + PAGE_ADDRESSES[kind] for kind in kinds}
    pages = open_all(context, addresses, lambda kind, page: errors.update({kind: collect_errors(page)}))
    for page in pages.values():
        page.close()
    # The console reports the status 404 of the error page.
    errors["not found"] = [error for error in errors["not found"] if "status of 404" not in error]
    assert errors == {kind: [] for kind in addresses}


def test_article_under_the_policy_shows_the_latest_news(page: Page, nginx: NginxServer) -> None:
    errors = collect_errors(page)
    page.goto(nginx.url + ARTICLE, wait_until="networkidle")
    assert page.locator(".latest .latest__list .latest__link").count() > 3
    assert errors == []


def test_search_under_the_policy_finds_articles(page: Page, nginx: NginxServer) -> None:
    errors = collect_errors(page)
    page.goto(f"{nginx.url}/tim-kiem/?q=giám sát")
    page.wait_for_selector(".search__results li a", timeout=15000)
    assert errors == []


def test_inline_script_under_the_policy_does_not_run(page: Page, nginx: NginxServer) -> None:
    """Check also that ``collect_errors`` receives violations of the policy."""
    errors = collect_errors(page)
    page.goto(nginx.url + "/")
    page.evaluate(
        "() => { const node = document.createElement('script'); node.textContent = 'window.ran = 1'; document.body.append(node) }"
    )
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in error for error in errors)
