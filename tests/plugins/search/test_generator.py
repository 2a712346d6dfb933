import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from bulletin.plugins.search.generator import SearchError, install_index, run_pagefind
from tests.plugins.stock_site import StockSite

pytestmark = pytest.mark.slow


def create_site(folder: Path, settings: str = "") -> StockSite:
    """Return a site with articles in each state and in two languages, and a page."""
    site = StockSite(folder, ["search"], settings)
    site.write_article("a", "Cats and **fish**.", category="Animals")
    site.write_article("b", "Draft.", status="draft")
    site.write_article("c", "Hidden.", status="hidden")
    site.write_article("vi", "Mèo và cá.", slug="article-a", lang="vi", title="Bài <i>dịch</i>")
    site.write_file("content/pages/p.md", "title: Page\n\nAbout.\n")
    return site


def read_fragments(site: StockSite, language: str = "*") -> dict[str, dict[str, Any]]:
    """Return the records of the search index by address."""
    found = {}
    for file in (site.output / "pagefind/fragment").glob(f"{language}_*.pf_fragment"):
        record = json.loads(gzip.decompress(file.read_bytes()).partition(b"{")[2].join((b"{", b"")))
        found[record["url"]] = record
    return found


def test_published_articles_translations_and_pages_are_indexed_alone(tmp_path: Path) -> None:
    site = create_site(tmp_path)
    site.build()
    assert read_fragments(site).keys() == {"/article-a.html", "/article-a-vi.html", "/pages/page.html"}
    assert all((site.output / address.lstrip("/")).is_file() for address in read_fragments(site))
    assert read_fragments(site, "vi").keys() == {"/article-a-vi.html"}


def test_record_has_title_text_category_and_date_and_no_word_of_the_theme(tmp_path: Path) -> None:
    site = create_site(tmp_path)
    site.build()
    record = read_fragments(site)["/article-a.html"]
    assert record["meta"] == {"title": "Article a", "category": "Animals", "date": "2026-11-20"}
    assert record["content"] == "Article a. Cats and fish."
    assert read_fragments(site)["/article-a-vi.html"]["meta"]["title"] == "Bài dịch"


def test_folder_addresses_are_indexed_without_a_file_name(tmp_path: Path) -> None:
    site = create_site(
        tmp_path,
        'ARTICLE_SAVE_AS = ARTICLE_LANG_SAVE_AS = "{lang}/{slug}/index.html"\n'
        'ARTICLE_URL = ARTICLE_LANG_URL = "{lang}/{slug}/"',
    )
    site.build()
    assert {"/en/article-a/", "/vi/article-a/"} <= read_fragments(site).keys()


def test_index_of_a_removed_article_is_removed_and_other_files_stay(tmp_path: Path) -> None:
    site = create_site(tmp_path)
    site.build()
    site.write_file("output/pagefind/own.css", "")
    (site.content / "vi.md").unlink()
    site.build()
    assert read_fragments(site).keys() == {"/article-a.html", "/pages/page.html"}
    assert not list((site.output / "pagefind/index").glob("vi_*"))
    assert (site.output / "pagefind/own.css").is_file()
    assert (site.output / "pagefind/pagefind-ui.js").is_file()


def test_site_without_articles_is_built(tmp_path: Path) -> None:
    site = StockSite(tmp_path, ["search"])
    assert site.run_pelican().returncode == 0
    assert not list((site.output / "pagefind").rglob("*.pf_fragment"))


def test_run_pagefind_that_fails_raises_its_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SearchError, match=r"Không lập được chỉ mục tìm kiếm: \S"):
        run_pagefind(tmp_path / "missing", tmp_path / "file/index")


def test_install_index_keeps_unknown_files_and_replaces_the_index(tmp_path: Path) -> None:
    for name in ("new/a.js", "new/index/en_1.pf_index", "old/index/en_0.pf_index", "old/own.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    install_index(tmp_path / "new", tmp_path / "old")
    files = {file.relative_to(tmp_path / "old").as_posix() for file in (tmp_path / "old").rglob("*.*")}
    assert files == {"a.js", "index/en_1.pf_index", "own.css"}
