"""Compare the pages of stock Pelican with those of the bulletin.

Reason: stock Pelican is the only peer that needs no other program.
"""

import shutil
from pathlib import Path

import pytest

from bench.corpus import write_corpus
from bench.feed_text import extract_feed_items, extract_sitemap_articles
from bench.generators.bulletin import BulletinGenerator
from bench.generators.generator import BUILD_TIME
from bench.generators.stock_pelican import StockPelicanGenerator
from bench.page_comparison import find_page_differences
from bench.shared_frame import extract_frame, list_static_files

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Output folders of the bulletin and of its peer, with the same 90 articles."""
    place = tmp_path_factory.mktemp("bench")
    write_corpus(place / "content", 90)
    ours, peer = (
        kind(place / "content", place / kind.key, place / "tools")
        for kind in (BulletinGenerator, StockPelicanGenerator)
    )
    ours.prepare({}, place / "static")
    ours.build()
    for name in list_static_files(ours.output):
        (place / "static" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ours.output / name, place / "static" / name)
    peer.prepare(extract_frame(ours.output, BUILD_TIME), place / "static")
    peer.build()
    return ours.output, peer.output


def test_pages_of_the_peer_equal_those_of_the_bulletin(outputs: tuple[Path, Path]) -> None:
    """Check that the themes in ``bench/peers/`` follow each change of the theme."""
    assert find_page_differences(*outputs) == []


DIFFERENCES = [
    ("index.html", ("Tiêu điểm", "x"), "headings"),
    ("index.html", ('"stretched"', '"x"'), "stories"),
    ("tin-moi/index.html", ("<title>", "<title>x"), "title"),
    ("tin-moi/index.html", ('/tin-000090/"', '/tin-000091/"'), "items"),
    ("luu-tru/index.html", ("Tháng 11", "Tháng 13"), "months"),
    ("luu-tru/index.html", ('aria-current="page"', ""), "menu"),
    ("luu-tru/2026/11/index.html", ("Ngày trước, ", "x"), "days"),
    ("chuyen-muc/kiem-tra-giam-sat/index.html", (">2024</a>", ">2014</a>"), "years"),
    ("tim-kiem/index.html", ("Mọi chuyên mục", "x"), "search"),
    ("so-do-trang/index.html", ('"/dinh-chinh/"', '"/x/"'), "links"),
    ("khong-co-mang/index.html", ("noindex", "x"), "robots"),
    ("404.html", ("WebSite", "x"), "structured data"),
    ("fragments/latest.html", ("(90)", "(91)"), "fragment latest.html"),
    ("fragments/offline.html", ("(90)", "(91)"), "fragment offline.html"),
    ("fragments/ads.html", ("trống", "x"), "fragment ads.html"),
    ("feeds/tat-ca.atom.xml", ("(90)", "(91)"), "feeds"),
    ("sitemap-2026-11.xml", ("tin-000090", "tin-000091"), "sitemaps"),
    ("2026/11/tin-000090/index.html", ('"headline":"', '"headline":"x'), "structured data"),
    ("2026/11/tin-000090/index.html", ('rel="author">', 'rel="author">x'), "byline: authors"),
    ("2026/11/tin-000090/index.html", ('class="prose">', 'class="prose">x'), "body"),
    ("2026/11/tin-000090/index.html", ("Tin cũ hơn", "x"), "Các tin khác"),
    ("2026/11/tin-000090/index.html", ("mailto:?", "x"), "share links"),
    ("2026/11/tin-000090/index.html", ("%C3%9D%20ki%E1%BA%BFn", "x"), "feedback"),
    ("2026/11/tin-000090/index.html", ("/vi-tri/sidebar/", "/vi-tri/x/"), "advertising places"),
    ("2026/11/tin-000090/index.html", (" async src=", " src="), "scripts"),
    ("2026/11/tin-000090/index.html", ("Tương phản cao", "x"), "display tools"),
    ("2026/11/tin-000090/index.html", ("<style>", "<style>x"), "styles"),
    ("2026/11/tin-000090/index.html", ("style-src", "x"), "security policy"),
    ("2026/11/tin-000090/index.html", ("data-worker", "data-x"), "service worker"),
    ("2026/11/tin-000090/index.html", ('"theme-color"', '"x"'), "colours of the browser"),
    ("2026/11/tin-000090/index.html", ('action="/tim-kiem/"', 'action="/x/"'), "masthead"),
    ("2026/11/tin-000090/index.html", ('class="keep"', 'class="x"'), "kept on one line"),
]
"""Files, the words replaced in them, and the element that differs then."""


def replace_words(output: Path, file: str, words: tuple[str, str]) -> None:
    """Replace words in a page of ``output``."""
    text = (output / file).read_text(encoding="utf-8")
    assert words[0] in text
    (output / file).write_text(text.replace(*words), encoding="utf-8")


def test_find_page_differences_names_pages_and_elements_alone(
    outputs: tuple[Path, Path], tmp_path: Path
) -> None:
    """Check differences, a missing page, and markup that is not compared.

    Reason: a comparison reads all pages.
    """
    ours, theirs = outputs
    changed = tmp_path / "changed"
    shutil.copytree(theirs, changed)
    for file, words, _ in DIFFERENCES:
        replace_words(changed, file, words)
    replace_words(changed, "2026/10/tin-000089/index.html", ("tags__link", "x"))
    (changed / "dinh-chinh/index.html").unlink()
    differences = find_page_differences(ours, changed)
    assert "/dinh-chinh/: no such page" in differences
    assert not [line for line in differences if "/tin-000089/" in line]
    for file, _, element in DIFFERENCES:
        page = f"/{file.removesuffix('index.html')}: " if file.endswith(("index.html", "404.html")) else ""
        assert any(line.startswith(page) and element in line for line in differences), (
            file,
            element,
            differences,
        )


def test_extract_feed_items_and_sitemap_articles_find_all_articles(outputs: tuple[Path, Path]) -> None:
    """Check that the compared lists are not empty, because empty lists are equal."""
    for output in outputs:
        assert len(extract_sitemap_articles(output)) == 90
        for kind in ("atom", "rss"):
            items = extract_feed_items((output / f"feeds/tat-ca.{kind}.xml").read_text(encoding="utf-8"))
            assert len(items) == 20
            title, address, text = items[0]
            assert title.endswith("(90)")
            assert address == "/2026/11/tin-000090/"
            assert len(text) > 500
