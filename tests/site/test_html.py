"""Tests of the HTML of all pages of the sample."""

import unicodedata
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import html5lib
import pytest
from bs4 import BeautifulSoup

from tests.sample_site import SAMPLE_URL, list_pages

pytestmark = pytest.mark.slow


def test_pages_parse_strictly(sample: Path) -> None:
    for path in list_pages(sample):
        text = path.read_text(encoding="utf-8")
        parser = html5lib.HTMLParser(strict=True)
        try:
            parser.parseFragment(text) if "fragments" in path.parts else parser.parse(text)
        except html5lib.html5parser.ParseError as error:
            pytest.fail(f"{path.relative_to(sample)}: {error} {parser.errors[-1:]}")


def test_pages_have_one_main_heading_a_title_and_a_language(
    sample: Path, parsed_pages: dict[Path, BeautifulSoup]
) -> None:
    for path, page in parsed_pages.items():
        if "fragments" in path.parts:
            continue
        name = str(path.relative_to(sample))
        assert page.html is not None, name
        assert page.html["lang"] == "vi", name
        assert len(page.find_all("h1")) == 1, name
        assert page.title is not None, name
        assert page.title.get_text(strip=True), name


def test_pages_wait_for_an_element_that_they_have_and_not_for_their_main_part(
    sample: Path, parsed_pages: dict[Path, BeautifulSoup]
) -> None:
    """Reason: Chromium paints when the element begins, not when it ends."""
    count = 0
    for path, page in parsed_pages.items():
        for link in page.find_all("link", rel="expect"):
            found = page.find(id=str(link["href"]).removeprefix("#"))
            assert found is not None, path.relative_to(sample)
            assert found.name != "main", path.relative_to(sample)
            count += 1
    assert count > 100


def test_titles_of_pages_for_search_engines_are_distinct(
    sample: Path, parsed_pages: dict[Path, BeautifulSoup]
) -> None:
    """Reason: a section, a topic and a tag of the sample have one name."""
    titles: dict[str, list[str]] = {}
    for path, page in parsed_pages.items():
        name = str(path.relative_to(sample))
        canonical = page.find("link", rel="canonical")
        if page.title is None or canonical is None or page.find(content="noindex"):
            continue
        if str(canonical["href"]) == f"{SAMPLE_URL}/{name.removesuffix('index.html')}":
            titles.setdefault(page.title.get_text(), []).append(name)
    assert len(titles) > 100
    assert {title: paths for title, paths in titles.items() if len(paths) > 1} == {}


def test_headings_skip_no_level(sample: Path, parsed_pages: dict[Path, BeautifulSoup]) -> None:
    for path, page in parsed_pages.items():
        if "fragments" in path.parts:
            continue
        levels = [int(heading.name[1]) for heading in page.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
        for above, below in pairwise(levels):
            assert below <= above + 1, f"{path.relative_to(sample)}: h{above} is followed by h{below}"


def test_pages_have_no_inline_scripts_or_styles_and_no_third_parties(
    sample: Path, parsed_pages: dict[Path, BeautifulSoup]
) -> None:
    for path, page in parsed_pages.items():
        name = str(path.relative_to(sample))
        for script in page.find_all("script"):
            assert script.get("src") or script.get("type") == "application/ld+json", name
        policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})
        for style in page.find_all("style"):
            source = b64encode(sha256(style.get_text().encode()).digest()).decode()
            assert policy is not None, name
            assert f"'sha256-{source}'" in str(policy["content"]), name
        for tag in page.find_all(True):
            assert not [key for key in tag.attrs if key.startswith("on") or key == "style"], f"{name}: {tag}"
        for tag in page.find_all(["script", "img", "source", "iframe"]):
            assert not str(tag.get("src", "")).startswith(("http", "//")), f"{name}: {tag}"
        for tag in page.find_all("link", rel="stylesheet"):
            assert str(tag["href"]).startswith("/assets/"), name


def test_ids_are_unique(sample: Path, parsed_pages: dict[Path, BeautifulSoup]) -> None:
    for path, page in parsed_pages.items():
        ids = [tag["id"] for tag in page.find_all(id=True)]
        assert len(ids) == len(set(ids)), (
            f"{path.relative_to(sample)}: {sorted(i for i in ids if ids.count(i) > 1)}"
        )


def test_pages_are_in_unicode_nfc(sample: Path) -> None:
    for path in list_pages(sample):
        text = path.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), path.relative_to(sample)
