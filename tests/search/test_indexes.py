import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from bulletin.content.models import Article
from bulletin.processes.parallel import is_process_alive
from bulletin.search import background_indexer, pagefind
from bulletin.search.indexes import SearchIndexes
from bulletin.search.pagefind import SearchError
from bulletin.storage.output_folder import OUTPUT_LIST_NAME, record_search_files
from tests.factories import create_test_article, create_test_context, shift_time
from tests.search.child_processes import list_child_processes

pytestmark = pytest.mark.slow

OLD_ARTICLE = create_test_article("cu", "Cũ.", date=shift_time(-24 * 400))
NEW_ARTICLE = create_test_article("moi", "Mới.")


class IndexedSite:
    """An output folder and its cache."""

    def __init__(self, folder: Path) -> None:
        self.output, self.cache = folder / "output", folder / "cache"
        self.names: list[str] = []

    def build(self, *articles: Article) -> SearchIndexes:
        """Install the search indexes of these articles."""
        indexes = SearchIndexes(create_test_context(articles), self.output, self.cache)
        self.names = indexes.install_all()
        record_search_files(self.output, self.names)
        return indexes

    def read_index_files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.output).as_posix(): path.read_bytes()
            for path in self.output.rglob("*")
            if path.is_file() and path.name != OUTPUT_LIST_NAME
        }

    def list_cached_indexes(self, year: int) -> list[Path]:
        return sorted(self.cache.glob(f"{year}-*"))


@pytest.fixture(scope="module")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> IndexedSite:
    """A site with articles of two years, which tests only read."""
    site = IndexedSite(tmp_path_factory.mktemp("search"))
    site.build(OLD_ARTICLE, NEW_ARTICLE)
    return site


@pytest.fixture
def site(built_site: IndexedSite, tmp_path: Path) -> IndexedSite:
    """A copy of the site that a test may change.

    It is built once more, because the copied files have other stamps.
    """
    for name in ("output", "cache"):
        shutil.copytree(getattr(built_site, name), tmp_path / name)
    copy = IndexedSite(tmp_path)
    copy.build(OLD_ARTICLE, NEW_ARTICLE)
    return copy


@pytest.fixture
def indexed_years(monkeypatch: pytest.MonkeyPatch, site: IndexedSite) -> list[int]:
    """The years of the articles that are indexed from now on."""
    years: list[int] = []

    class RecordingProcess(pagefind.PagefindProcess):
        def __init__(self, documents: Iterable[tuple[str, str]]) -> None:
            rows = list(documents)
            years.append(int(rows[0][0][:4]))
            super().__init__(rows)

    monkeypatch.setattr(background_indexer, "PagefindProcess", RecordingProcess)
    return years


def read_mtimes(site: IndexedSite) -> dict[Path, int]:
    return {
        path: path.stat().st_mtime_ns
        for path in site.output.rglob("*")
        if path.is_file() and path.name != OUTPUT_LIST_NAME
    }


def read_index_rows(site: IndexedSite, year: int) -> dict[str, dict[str, Any]]:
    """Return the index data of each page of a year, by address."""
    rows = [
        json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        for path in (site.output / f"pagefind/{year}/fragment").iterdir()
    ]
    return {row["url"]: row for row in rows}


def test_index_of_each_year_is_installed_without_unused_parts(built_site: IndexedSite) -> None:
    names = set(built_site.read_index_files())
    for year in ("2025", "2026"):
        assert {f"pagefind/{year}/pagefind.js", f"pagefind/{year}/pagefind-entry.json"} <= names
    assert not [name for name in names if "ui" in name.split("/")[2] or "highlight" in name]
    assert sorted(built_site.names) == sorted(names)


def test_index_holds_address_title_section_and_date_of_a_page(built_site: IndexedSite) -> None:
    (page,) = read_index_rows(built_site, 2026).values()
    assert page["url"] == "/2026/11/moi/"
    assert page["meta"] == {"title": "Tin moi", "section": "Cán bộ", "date": "2026-11-22"}
    assert page["content"] == "Tin moi. Mới."


def test_build_without_changes_indexes_and_writes_nothing(
    site: IndexedSite, indexed_years: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, names = read_mtimes(site), site.names
    site.list_cached_indexes(2026)[0].unlink()
    rebuilt = site.build(OLD_ARTICLE, NEW_ARTICLE)
    assert (indexed_years, rebuilt.written_files, rebuilt.removed_files) == ([], {}, [])
    assert (read_mtimes(site), site.names) == (before, names)


def test_changed_article_lets_only_its_year_be_indexed(site: IndexedSite, indexed_years: list[int]) -> None:
    before = read_mtimes(site)
    changed = site.build(OLD_ARTICLE, create_test_article("moi", "Khác."))
    assert indexed_years == [2026]
    assert {path for path, mtime in read_mtimes(site).items() if before.get(path) != mtime} == {
        site.output / name for name in changed.written_files["2026"]
    }
    assert not [name for name in (*changed.written_files["2026"], *changed.removed_files) if "/2025/" in name]
    assert "pagefind/2026/pagefind.js" not in changed.written_files["2026"]
    assert [name for name in changed.removed_files if "/fragment/" in name]


def test_incremental_indexes_equal_those_of_a_clean_build(site: IndexedSite, tmp_path: Path) -> None:
    site.build(OLD_ARTICLE, create_test_article("moi", "Khác."), create_test_article("nua", "Nữa."))
    clean = IndexedSite(tmp_path / "clean")
    clean.build(OLD_ARTICLE, create_test_article("moi", "Khác."), create_test_article("nua", "Nữa."))
    assert clean.read_index_files() == site.read_index_files()


def test_reverted_article_takes_its_index_from_the_cache(site: IndexedSite, indexed_years: list[int]) -> None:
    before = site.read_index_files()
    site.build(OLD_ARTICLE, create_test_article("moi", "Khác."))
    site.build(OLD_ARTICLE, NEW_ARTICLE)
    assert (indexed_years, site.read_index_files()) == ([2026], before)


def test_cache_keeps_the_last_four_indexes_of_a_year(site: IndexedSite) -> None:
    for number in range(6):
        site.build(OLD_ARTICLE, create_test_article("moi", f"Khác {number}."))
    assert (len(site.list_cached_indexes(2026)), len(site.list_cached_indexes(2025))) == (4, 1)


@pytest.mark.parametrize("damage", ["altered", "cut", "emptied", "deleted"])
def test_damaged_index_in_the_cache_is_made_again(
    site: IndexedSite, indexed_years: list[int], damage: str
) -> None:
    before = site.read_index_files()
    shutil.rmtree(site.output)
    (index_file,) = site.list_cached_indexes(2026)
    data = index_file.read_bytes()
    if damage == "deleted":
        index_file.unlink()
    else:
        index_file.write_bytes(
            {"altered": data[:-9] + b"!" + data[-8:], "cut": data[:999], "emptied": b""}[damage]
        )
    site.build(OLD_ARTICLE, NEW_ARTICLE)
    assert (indexed_years, site.read_index_files()) == ([2026], before)


def test_deleted_or_altered_index_files_are_written_again(
    site: IndexedSite, indexed_years: list[int]
) -> None:
    before = site.read_index_files()
    folder = site.output / "pagefind/2026"
    (folder / "pagefind-entry.json").write_text("{}")
    next((folder / "fragment").iterdir()).unlink()
    wasm = folder / "wasm.unknown.pagefind"
    data = wasm.read_bytes()
    wasm.unlink()
    wasm.symlink_to(site.cache / "ngoai")
    (site.cache / "ngoai").write_bytes(data)
    rebuilt = site.build(OLD_ARTICLE, NEW_ARTICLE)
    assert (indexed_years, site.read_index_files()) == ([], before)
    assert not wasm.is_symlink()
    assert (len(rebuilt.written_files["2026"]), rebuilt.removed_files) == (3, [])


def test_foreign_files_in_the_index_folder_stay(site: IndexedSite) -> None:
    foreign = [site.output / "pagefind" / name for name in ("2026/index/la.txt", "2024/la.txt", "la.txt")]
    for path in foreign:
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    site.build(create_test_article("moi", "Khác."))
    assert all(path.read_text() == "x" for path in foreign)


def test_lost_state_file_lets_unchanged_index_files_be_recognised(
    site: IndexedSite, indexed_years: list[int]
) -> None:
    before = read_mtimes(site)
    for path in site.cache.glob("*.placed"):
        path.unlink()
    rebuilt = site.build(OLD_ARTICLE, NEW_ARTICLE)
    assert (indexed_years, rebuilt.written_files["2026"], read_mtimes(site)) == ([], [], before)


def test_index_of_a_year_without_articles_is_removed(site: IndexedSite, indexed_years: list[int]) -> None:
    removed = [name for name in site.names if "/2025/" in name]
    assert sorted(site.build(NEW_ARTICLE).removed_files) == sorted(removed)
    assert {name.split("/")[1] for name in site.read_index_files()} == {"2026"}
    site.build()
    assert (indexed_years, list(site.read_index_files()), site.names) == ([], [], [])


def test_foreign_files_in_cache_and_output_are_ignored(site: IndexedSite) -> None:
    (site.cache / ".DS_Store").write_text("x")
    (site.cache / "2026-ghi-chu.bundle").mkdir()
    (site.cache / "2026-ghi-chu.txt").write_text("x")
    (site.output / "pagefind/ghi-chu.txt").write_text("x")
    site.build(OLD_ARTICLE, create_test_article("moi", "Khác."))
    site.build()
    assert (site.output / "pagefind/ghi-chu.txt").exists()


def test_temporary_file_of_a_killed_build_is_removed_from_the_cache(site: IndexedSite) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    stale = site.cache / f".2026-abc.bundle.{ended.pid}"
    active = site.cache / f".2026-abc.bundle.{os.getppid()}"  # a build that still runs
    for path in (stale, active):
        path.write_text("half")
    site.build(OLD_ARTICLE, NEW_ARTICLE)
    assert (stale.exists(), active.exists()) == (False, True)


def test_discarded_search_indexes_kill_their_processes(site: IndexedSite) -> None:
    before, former_processes = site.read_index_files(), list_child_processes(os.getpid())
    indexes = SearchIndexes(
        create_test_context([OLD_ARTICLE, create_test_article("moi", "Khác.")]), site.output, site.cache
    )
    (process_id,) = list_child_processes(os.getpid()) - former_processes
    del indexes
    assert not is_process_alive(process_id)
    assert site.read_index_files() == before
    assert not list(site.cache.glob(".*"))


def test_indexes_of_more_years_than_processes_are_all_made(tmp_path: Path) -> None:
    site = IndexedSite(tmp_path)
    site.build(
        *(create_test_article(f"tin-{number}", date=shift_time(-8800 * number - 1)) for number in range(5))
    )
    assert sorted(path.name for path in (site.output / "pagefind").iterdir()) == [
        str(year) for year in range(2022, 2027)
    ]


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("#!/bin/sh\necho 'out of memory' >&2\nexit 1\n", r"năm 2026: out of memory"),
        ("#!/bin/sh\nexit 3\n", r"năm 2026: Pagefind dừng giữa chừng \(mã 3\)"),
        ("#!/bin/sh\ncat >/dev/null\n", r"năm 2026: Pagefind không trả lời"),
    ],
)
def test_failing_pagefind_raises_search_error_with_its_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, message: str
) -> None:
    path = tmp_path / "pagefind"
    path.write_text(program)
    path.chmod(0o755)
    monkeypatch.setattr(pagefind, "get_executable", lambda: path)
    monkeypatch.setattr(background_indexer, "PAGEFIND_TIMEOUT", 0.5)
    with pytest.raises(SearchError, match=message):
        IndexedSite(tmp_path).build(NEW_ARTICLE)


def test_error_response_of_pagefind_raises_search_error_with_its_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagefind, "PAGEFIND_LANGUAGE", 7)
    with pytest.raises(SearchError, match=r"năm 2026: .+"):
        IndexedSite(tmp_path).build(NEW_ARTICLE)


def test_unwritable_cache_raises_os_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(OSError, match="cache"):
        IndexedSite(tmp_path).build(NEW_ARTICLE)
