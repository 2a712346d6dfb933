"""Every link of the sample leads somewhere."""

from pathlib import Path

import pytest

from bulletin.publishing.inspection.inspector import inspect_output
from bulletin.publishing.inspection.page_links import SiteOrigin
from bulletin.publishing.release.staged_site import StagedSite
from tests.sample_site import SAMPLE_URL, list_pages

pytestmark = pytest.mark.slow


def test_every_internal_link_and_fragment_resolves(sample: Path) -> None:
    assert [
        str(finding)
        for finding in inspect_output(StagedSite.from_folder(sample), SiteOrigin.from_siteurl(SAMPLE_URL))
    ] == []


def test_every_page_but_notices_can_be_reached_from_the_front_page(sample: Path) -> None:
    from bs4 import BeautifulSoup  # noqa: PLC0415  # used by this fact alone

    seen, waiting = set(), ["/"]
    while waiting:
        address = waiting.pop().split("#")[0].split("?")[0]
        path = _file(sample, address)
        if address in seen or not address.startswith("/") or path.suffix != ".html":
            continue
        seen.add(address)
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        waiting += [str(link["href"]) for link in page.find_all("a", href=True)]
    expected = {
        f"/{path.relative_to(sample).as_posix()}".removesuffix("index.html") for path in list_pages(sample)
    }
    lonely = {one for one in expected - seen if not one.startswith(("/fragments/", "/404"))}
    texts = {one: _file(sample, one).read_text(encoding="utf-8") for one in lonely}
    # hidden articles and old addresses that lead on, they alone stand apart
    assert [one for one, text in texts.items() if "noindex" not in text and "http-equiv" not in text] == []
    assert lonely


def _file(sample: Path, address: str) -> Path:
    return sample / (address.lstrip("/") + ("index.html" if address.endswith("/") else ""))
