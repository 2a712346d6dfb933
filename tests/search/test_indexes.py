import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bulletin.search import background_indexer, pagefind
from bulletin.search.indexes import SearchIndexes
from bulletin.search.pagefind import SearchError
from bulletin.storage.output_folder import OUTPUT_LIST_NAME, record_search_files
from tests.factories import create_test_article, create_test_context, shift_time

pytestmark = pytest.mark.slow

OLD = create_test_article("cu", "Cũ.", date=shift_time(-24 * 400))
NEW = create_test_article("moi", "Mới.")


class IndexedSite:
    """An output and its cache."""

    def __init__(self, folder) -> None:
        self.output, self.cache = folder / "output", folder / "cache"
        self.names: list[str] = []

    def build(self, *articles) -> SearchIndexes:
        """Write the bundles of these articles."""
        bundles = SearchIndexes(create_test_context(articles), self.output, self.cache)
        self.names = bundles.install_all()
        record_search_files(self.output, self.names)
        return bundles

    def read_index_files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.output).as_posix(): path.read_bytes()
            for path in self.output.rglob("*")
            if path.is_file() and path.name != OUTPUT_LIST_NAME
        }

    def list_cached_indexes(self, year: int) -> list:
        return sorted(self.cache.glob(f"{year}-*"))


@pytest.fixture(scope="module")
def built_site(tmp_path_factory: pytest.TempPathFactory):
    """Return a site of two years; nobody writes to it."""
    site = IndexedSite(tmp_path_factory.mktemp("search"))
    site.build(OLD, NEW)
    return site


@pytest.fixture
def site(built_site: Any, tmp_path: Path):
    """Return a copy of that site to change: a copy has other stamps, so it is built once more."""
    for name in ("output", "cache"):
        shutil.copytree(getattr(built_site, name), tmp_path / name)
    copy = IndexedSite(tmp_path)
    copy.build(OLD, NEW)
    return copy


@pytest.fixture
def indexed_years(monkeypatch: pytest.MonkeyPatch, site: Any):
    """Return the years whose articles are indexed from now on."""
    found = []

    class Noted(pagefind.PagefindProcess):
        def __init__(self, documents) -> None:
            rows = list(documents)
            found.append(int(rows[0][0][:4]))
            super().__init__(rows)

    monkeypatch.setattr(background_indexer, "PagefindProcess", Noted)
    return found


def read_mtimes(site) -> dict:
    return {
        path: path.stat().st_mtime_ns
        for path in site.output.rglob("*")
        if path.is_file() and path.name != OUTPUT_LIST_NAME
    }


def read_index_rows(site, year: int) -> dict[str, dict]:
    """Return what the bundle of ``year`` knows of each page, by address."""
    rows = [
        json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        for path in (site.output / f"pagefind/{year}/fragment").iterdir()
    ]
    return {row["url"]: row for row in rows}


def test_each_year_has_a_bundle_without_the_parts_nobody_uses(built_site: Any) -> None:
    names = set(built_site.read_index_files())
    for year in ("2025", "2026"):
        assert {f"pagefind/{year}/pagefind.js", f"pagefind/{year}/pagefind-entry.json"} <= names
    assert not [name for name in names if "ui" in name.split("/")[2] or "highlight" in name]
    assert sorted(built_site.names) == sorted(names)


def test_a_page_is_known_by_its_address_title_section_and_date(built_site: Any) -> None:
    (page,) = read_index_rows(built_site, 2026).values()
    assert page["url"] == "/2026/11/moi/"
    assert page["meta"] == {"title": "Tin moi", "section": "Cán bộ", "date": "2026-11-22"}
    assert page["content"] == "Tin moi. Mới."


def test_nothing_changed_indexes_nothing_reads_nothing_and_touches_nothing(
    site: Any, indexed_years: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, names = read_mtimes(site), site.names
    site.list_cached_indexes(2026)[0].unlink()
    again = site.build(OLD, NEW)
    assert (indexed_years, again.written_files, again.removed_files) == ([], {}, [])
    assert (read_mtimes(site), site.names) == (before, names)


def test_only_a_year_whose_articles_changed_is_indexed_again(site: Any, indexed_years: Any) -> None:
    before = read_mtimes(site)
    changed = site.build(OLD, create_test_article("moi", "Khác."))
    assert indexed_years == [2026]
    assert {path for path, mark in read_mtimes(site).items() if before.get(path) != mark} == {
        site.output / name for name in changed.written_files["2026"]
    }
    assert not [name for name in (*changed.written_files["2026"], *changed.removed_files) if "/2025/" in name]
    assert "pagefind/2026/pagefind.js" not in changed.written_files["2026"]
    assert [name for name in changed.removed_files if "/fragment/" in name]


def test_the_output_is_that_of_a_clean_build(site: Any, tmp_path: Path) -> None:
    site.build(OLD, create_test_article("moi", "Khác."), create_test_article("nua", "Nữa."))
    clean = IndexedSite(tmp_path / "clean")
    clean.build(OLD, create_test_article("moi", "Khác."), create_test_article("nua", "Nữa."))
    assert clean.read_index_files() == site.read_index_files()


def test_what_is_taken_back_comes_from_the_cache(site: Any, indexed_years: Any) -> None:
    before = site.read_index_files()
    site.build(OLD, create_test_article("moi", "Khác."))
    site.build(OLD, NEW)
    assert (indexed_years, site.read_index_files()) == ([2026], before)


def test_the_last_bundles_of_a_year_stay_in_the_cache(site: Any) -> None:
    for number in range(6):
        site.build(OLD, create_test_article("moi", f"Khác {number}."))
    assert (len(site.list_cached_indexes(2026)), len(site.list_cached_indexes(2025))) == (4, 1)


@pytest.mark.parametrize("harm", ["altered", "cut", "emptied", "deleted"])
def test_a_bundle_that_was_harmed_in_the_cache_is_made_again(
    site: Any, indexed_years: Any, harm: str
) -> None:
    before = site.read_index_files()
    shutil.rmtree(site.output)
    (kept,) = site.list_cached_indexes(2026)
    data = kept.read_bytes()
    if harm == "deleted":
        kept.unlink()
    else:
        kept.write_bytes({"altered": data[:-9] + b"!" + data[-8:], "cut": data[:999], "emptied": b""}[harm])
    site.build(OLD, NEW)
    assert (indexed_years, site.read_index_files()) == ([2026], before)


def test_outputs_that_were_deleted_or_altered_by_hand_are_put_right(site: Any, indexed_years: Any) -> None:
    before = site.read_index_files()
    folder = site.output / "pagefind/2026"
    (folder / "pagefind-entry.json").write_text("{}")
    next((folder / "fragment").iterdir()).unlink()
    wasm = folder / "wasm.unknown.pagefind"
    data = wasm.read_bytes()
    wasm.unlink()
    wasm.symlink_to(site.cache / "ngoai")
    (site.cache / "ngoai").write_bytes(data)
    put_right = site.build(OLD, NEW)
    assert (indexed_years, site.read_index_files()) == ([], before)
    assert not wasm.is_symlink()
    assert (len(put_right.written_files["2026"]), put_right.removed_files) == (3, [])


def test_what_somebody_else_put_there_stays(site: Any) -> None:
    foreign = [site.output / "pagefind" / name for name in ("2026/index/la.txt", "2024/la.txt", "la.txt")]
    for path in foreign:
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    site.build(create_test_article("moi", "Khác."))
    assert all(path.read_text() == "x" for path in foreign)


def test_an_output_without_its_ledger_is_recognised_by_what_it_holds(site: Any, indexed_years: Any) -> None:
    before = read_mtimes(site)
    for path in site.cache.glob("*.placed"):
        path.unlink()
    again = site.build(OLD, NEW)
    assert (indexed_years, again.written_files["2026"], read_mtimes(site)) == ([], [], before)


def test_the_bundle_of_a_year_without_articles_is_removed(site: Any, indexed_years: Any) -> None:
    gone = [name for name in site.names if "/2025/" in name]
    assert sorted(site.build(NEW).removed_files) == sorted(gone)
    assert {name.split("/")[1] for name in site.read_index_files()} == {"2026"}
    site.build()
    assert (indexed_years, list(site.read_index_files()), site.names) == ([], [], [])


def test_a_foreign_file_is_no_trouble(site: Any) -> None:
    (site.cache / ".DS_Store").write_text("x")
    (site.cache / "2026-ghi-chu.bundle").mkdir()
    (site.cache / "2026-ghi-chu.txt").write_text("x")
    (site.output / "pagefind/ghi-chu.txt").write_text("x")
    site.build(OLD, create_test_article("moi", "Khác."))
    site.build()
    assert (site.output / "pagefind/ghi-chu.txt").exists()


def test_what_a_killed_build_left_in_the_cache_is_removed(site: Any) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = site.cache / f".2026-abc.bundle.{ended.pid}"
    other = site.cache / f".2026-abc.bundle.{os.getppid()}"  # of a build that runs
    for path in (left, other):
        path.write_text("half")
    site.build(OLD, NEW)
    assert (left.exists(), other.exists()) == (False, True)


def test_a_build_that_fails_in_between_ends_what_it_began(site: Any) -> None:
    before = site.read_index_files()
    bundles = SearchIndexes(
        create_test_context([OLD, create_test_article("moi", "Khác.")]), site.output, site.cache
    )
    (running,) = bundles._indexer._running
    process = running._process
    del bundles
    assert process.returncode is not None
    assert site.read_index_files() == before
    assert not list(site.cache.glob(".*"))


def test_more_years_than_are_made_at_once_all_come(tmp_path: Path) -> None:
    site = IndexedSite(tmp_path)
    site.build(
        *(create_test_article(f"tin-{number}", date=shift_time(-8800 * number - 1)) for number in range(5))
    )
    assert sorted(path.name for path in (site.output / "pagefind").iterdir()) == [
        str(year) for year in range(2022, 2027)
    ]


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("#!/bin/sh\necho 'out of memory' >&2\nexit 1\n", r"năm 2026: out of memory"),
        ("#!/bin/sh\nexit 3\n", r"năm 2026: Pagefind dừng giữa chừng \(mã 3\)"),
        ("#!/bin/sh\ncat >/dev/null\n", r"năm 2026: Pagefind không trả lời"),
    ],
)
def test_a_pagefind_that_fails_is_an_error_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, said: str
) -> None:
    path = tmp_path / "pagefind"
    path.write_text(program)
    path.chmod(0o755)
    monkeypatch.setattr(pagefind, "get_executable", lambda: path)
    monkeypatch.setattr(background_indexer, "PAGEFIND_TIMEOUT", 0.5)
    with pytest.raises(SearchError, match=said):
        IndexedSite(tmp_path).build(NEW)


def test_what_pagefind_cannot_index_is_an_error_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagefind, "PAGEFIND_LANGUAGE", 7)
    with pytest.raises(SearchError, match=r"năm 2026: .+"):
        IndexedSite(tmp_path).build(NEW)


def test_a_cache_that_cannot_be_written_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(OSError, match="cache"):
        IndexedSite(tmp_path).build(NEW)
