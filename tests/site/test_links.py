"""Tests of the internal links of the sample."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from bulletin.publishing.inspection.inspector import inspect_output
from bulletin.publishing.inspection.page_links import SiteOrigin
from bulletin.publishing.release.staged_site import StagedSite
from tests.sample_site import SAMPLE_URL

pytestmark = pytest.mark.slow


def test_internal_links_and_fragments_resolve(sample: Path) -> None:
    assert [
        str(finding)
        for finding in inspect_output(StagedSite.from_folder(sample), SiteOrigin.from_siteurl(SAMPLE_URL))
    ] == []


def test_pages_can_be_reached_from_the_front_page(
    sample: Path, parsed_pages: dict[Path, BeautifulSoup]
) -> None:
    visited, waiting = set(), ["/"]
    while waiting:
        address = waiting.pop().split("#")[0].split("?")[0]
        path = get_page_file(sample, address)
        if address in visited or not address.startswith("/") or path.suffix != ".html":
            continue
        visited.add(address)
        page = parsed_pages[path]
        waiting += [str(link["href"]) for link in page.find_all("a", href=True)]
    expected = {f"/{path.relative_to(sample).as_posix()}".removesuffix("index.html") for path in parsed_pages}
    unreached = {address for address in expected - visited if not address.startswith(("/fragments/", "/404"))}
    # Only hidden articles and redirects of aliases have no link to them.
    for address in unreached:
        text = get_page_file(sample, address).read_text(encoding="utf-8")
        assert "noindex" in text or "http-equiv" in text, address
    assert unreached


def get_page_file(sample: Path, address: str) -> Path:
    return sample / (address.lstrip("/") + ("index.html" if address.endswith("/") else ""))
