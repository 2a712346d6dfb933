"""Tests that values with markup appear as plain text.

They check pages, structured data, feeds, sitemaps and search documents.
"""

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import html5lib
import pytest

from bulletin.search.document import create_search_document
from tests.factories import SmallSite, create_test_article, create_test_context
from tests.images.photo_factory import draw_image, encode_image

pytestmark = pytest.mark.slow

HOSTILE = (
    'Họp " onerror=\'x\' ><img src=x onerror=alert(1) ""></title x></script x><script x>alert(1)</script x>]]>--><!--'
    "{{ 7*7 }}&ltb&gt%00"
)
"""Tags and entities in forms that browsers read and that the check of fields leaves alone."""
ATOM = "{http://www.w3.org/2005/Atom}"
HTML = "{http://www.w3.org/1999/xhtml}"


def quote_yaml(text: str) -> str:
    """Return ``text`` in single quotes of YAML (YAML 1.2, 7.3.2)."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Output folder of a site in which every value is hostile."""
    site = SmallSite(tmp_path_factory.mktemp("hostile"))
    value = quote_yaml(HOSTILE)
    site.write_file("sections.yml", f"- {{name: {value}, slug: can-bo, description: {value}}}\n")
    site.write_file("images/a.png", encode_image(draw_image(40, 30), "PNG"))
    site.write_file("files/a.pdf", "%PDF-1.7")
    site.write_article(
        "tin",
        f"![{HOSTILE}](/images/a.png)\n\n`{HOSTILE}`\n\nThân bài.".replace("<script", "< script").replace("]]", ""),
        category="can-bo", title=value, summary=value, author=f"[{value}]", tags=f"[{value}]", topic=value, cover="images/a.png",
        cover_alt=value, cover_caption=value, source=f"{{name: {value}, url: 'https://a.vn/?a=%22&b=<c>'}}",
        attachments=f"[{{file: files/a.pdf, title: {value}}}]", corrections=f"[{{date: 2026-11-21, text: {value}}}]",
        modified="2026-11-22 08:00",
    )  # fmt: skip
    site.write_article("khac", category="can-bo", tags=f"[{value}]", topic=value)
    result = site.build()
    assert result.returncode == 0, result.stdout + result.stderr
    return site.output


def parse_pages(output: Path) -> Iterator[tuple[str, ET.Element]]:
    for file in sorted(output.rglob("*.html")):
        yield (
            file.relative_to(output).as_posix(),
            html5lib.parse(file.read_text("utf-8"), treebuilder="etree"),
        )


def test_pages_have_no_elements_or_attributes_from_values(output: Path) -> None:
    count = 0
    for name, tree in parse_pages(output):
        count += 1
        for node in tree.iter():
            if not isinstance(node.tag, str):
                continue
            if node.tag == f"{HTML}script":
                assert node.get("src") or node.get("type") == "application/ld+json", name
            assert not any(key.startswith("on") for key in node.attrib), name
            assert node.get("src") != "x", name
    assert count > 10


def test_structured_data_and_links_have_the_unchanged_value(output: Path) -> None:
    tree = dict(parse_pages(output))["2026/11/tin/index.html"]
    data = [
        json.loads(node.text or "")
        for node in tree.iter(f"{HTML}script")
        if node.get("type") == "application/ld+json"
    ]
    assert data[0]["headline"].startswith(HOSTILE[:40])
    metas = {
        node.get("property") or node.get("name"): node.get("content") or ""
        for node in tree.iter(f"{HTML}meta")
    }
    assert metas["og:title"].startswith(HOSTILE)
    links = [node.get("href") or "" for node in tree.iter(f"{HTML}a")]
    (mail,) = [href for href in links if href.startswith("mailto:?")]
    assert parse_qs(urlsplit(mail).query)["subject"] == [HOSTILE]


@pytest.mark.parametrize("name", ["feeds/tat-ca.atom.xml", "feeds/can-bo.atom.xml", "feeds/tat-ca.rss.xml"])
def test_feeds_have_the_unchanged_value(output: Path, name: str) -> None:
    tree = ET.fromstring((output / name).read_bytes())
    titles = [node.text for node in (*tree.iter(f"{ATOM}title"), *tree.iter("title"))]
    assert HOSTILE in titles


def test_sitemaps_are_well_formed(output: Path) -> None:
    files = sorted(output.glob("sitemap*.xml"))
    assert len(files) > 2
    for file in files:
        ET.fromstring(file.read_bytes())


def test_search_document_has_the_unchanged_value() -> None:
    article = create_test_article("tin", title=HOSTILE, summary=HOSTILE)
    document = create_search_document(article, create_test_context([article]), [])
    assert (document.title, document.summary) == (HOSTILE, HOSTILE)


def test_title_with_template_syntax_is_not_rendered(output: Path) -> None:
    tree = dict(parse_pages(output))["2026/11/tin/index.html"]
    assert [node.text for node in tree.iter(f"{HTML}h1")] == [HOSTILE]
