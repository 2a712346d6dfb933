import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.models import Article
from bulletin.search import indexes
from bulletin.search.indexes import SearchIndexes
from bulletin.search.shard import SearchShard
from bulletin.search.shard_index import ShardIndex, index_shard
from bulletin.storage.output_folder import OUTPUT_LIST_NAME, record_search_files
from bulletin.views.parts.ai_labels import TEASER_LABEL
from tests.factories import create_test_article, create_test_context, shift_time

pytestmark = pytest.mark.slow

OLD_ARTICLE = create_test_article("cu", "Cũ.", date=shift_time(-24 * 400))
NEW_ARTICLE = create_test_article("moi", "Mới.", ai_made=("text",))


class IndexedSite:
    """An output folder and its cache."""

    def __init__(self, folder: Path) -> None:
        self.output, self.cache = folder / "output", folder / "cache"
        self.names: list[str] = []

    def build(self, *articles: Article, documents: Sequence[OfficialDocument] = ()) -> SearchIndexes:
        """Install the search indexes of these articles and official documents."""
        context = create_test_context(articles, documents=documents)
        indexes = SearchIndexes(context, self.output, self.cache)
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
def indexed_shards(monkeypatch: pytest.MonkeyPatch, site: IndexedSite) -> list[str]:
    """The names of the shards that are indexed from now on."""
    names: list[str] = []

    def record_shard(shard: SearchShard) -> ShardIndex:
        names.append(shard.name)
        return index_shard(shard)

    monkeypatch.setattr(indexes, "index_shard", record_shard)
    monkeypatch.setattr(indexes, "map_in_processes", map)
    return names


def read_mtimes(site: IndexedSite) -> dict[Path, int]:
    return {
        path: path.stat().st_mtime_ns
        for path in site.output.rglob("*")
        if path.is_file() and path.name != OUTPUT_LIST_NAME
    }


def list_written(built: SearchIndexes) -> list[str]:
    return [name for names in built.written_files.values() for name in names]


def read_head(site: IndexedSite) -> dict[str, Any]:
    head: dict[str, Any] = json.loads((site.output / "search/summary/index.json").read_text("utf-8"))
    return head


def test_index_of_each_year_is_installed(built_site: IndexedSite) -> None:
    stems = {re.sub(r"\.[0-9a-f]{10}", "", name) for name in built_site.read_index_files()}
    assert stems == {
        "search/2025/text.json", "search/2026/text.json", "search/closed/rows-00.json",
        "search/summary/index.json", "search/summary/rows-00.json",
    }  # fmt: skip
    assert sorted(built_site.names) == sorted(built_site.read_index_files())


def test_head_names_a_file_of_each_shard_and_row(built_site: IndexedSite) -> None:
    head, files = read_head(built_site), built_site.read_index_files()
    assert [shard["label"] for shard in head["shards"]] == ["năm 2025", "năm 2026"]
    for name in [shard["text"] for shard in head["shards"]] + [
        volume["rows"][0] for volume in head["volumes"]
    ]:
        assert f"search/{name}" in files
    (row,) = json.loads(files[f"search/{head['volumes'][1]['rows'][0]}"])
    assert row == ["Tin moi", "moi", "", "Tóm tắt moi.", [], TEASER_LABEL]


def test_head_has_day_section_and_author_of_each_article(tmp_path: Path) -> None:
    site = IndexedSite(tmp_path)
    site.build(
        create_test_article("cu", date=shift_time(-24 * 400), authors=("Lê An",)),
        create_test_article("moi", section="dang-vien", authors=("Lê An", "Hà Vy")),
    )
    head = read_head(site)
    assert head["authors"] == ["Lê An", "Hà Vy"]
    assert head["author"] == [0, [0, 1]]
    assert [head["sections"][number][0] for number in head["section"]] == ["can-bo", "dang-vien"]
    assert head["sections"][head["section"][1]][2] == 0
    first = date(1970, 1, 1) + timedelta(head["days"][0])
    assert [first, first + timedelta(head["days"][1])] == [
        shift_time(-24 * 400).date(),
        shift_time(-24).date(),
    ]


def test_build_without_changes_indexes_and_writes_nothing(
    site: IndexedSite, indexed_shards: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before, names = read_mtimes(site), site.names
    site.list_cached_indexes(2026)[0].unlink()
    rebuilt = site.build(OLD_ARTICLE, NEW_ARTICLE)
    assert (indexed_shards, rebuilt.written_files, rebuilt.removed_files) == ([], {}, [])
    assert (read_mtimes(site), site.names) == (before, names)


def test_changed_article_lets_only_its_year_be_indexed(site: IndexedSite, indexed_shards: list[str]) -> None:
    before = read_mtimes(site)
    changed = site.build(OLD_ARTICLE, create_test_article("moi", "Khác."))
    assert indexed_shards == ["2026"]
    assert {path for path, mtime in read_mtimes(site).items() if before.get(path) != mtime} == {
        site.output / name for name in list_written(changed)
    }
    assert not [name for name in (*list_written(changed), *changed.removed_files) if "/2025/" in name]
    assert not [name for name in (*list_written(changed), *changed.removed_files) if "/closed/" in name]
    assert [name for name in changed.removed_files if "/2026/text." in name]


def test_incremental_indexes_equal_those_of_a_clean_build(site: IndexedSite, tmp_path: Path) -> None:
    site.build(OLD_ARTICLE, create_test_article("moi", "Khác."), create_test_article("nua", "Nữa."))
    clean = IndexedSite(tmp_path / "clean")
    clean.build(OLD_ARTICLE, create_test_article("moi", "Khác."), create_test_article("nua", "Nữa."))
    assert clean.read_index_files() == site.read_index_files()


def test_reverted_article_takes_its_index_from_the_cache(
    site: IndexedSite, indexed_shards: list[str]
) -> None:
    before = site.read_index_files()
    site.build(OLD_ARTICLE, create_test_article("moi", "Khác."))
    site.build(OLD_ARTICLE, NEW_ARTICLE)
    assert (indexed_shards, site.read_index_files()) == (["2026"], before)


def test_cache_keeps_the_last_four_indexes_of_a_year(site: IndexedSite) -> None:
    for number in range(6):
        site.build(OLD_ARTICLE, create_test_article("moi", f"Khác {number}."))
    assert (len(site.list_cached_indexes(2026)), len(site.list_cached_indexes(2025))) == (4, 1)


@pytest.mark.parametrize("damage", ["altered", "cut", "emptied", "deleted"])
def test_damaged_index_in_the_cache_is_made_again(
    site: IndexedSite, indexed_shards: list[str], damage: str
) -> None:
    before = site.read_index_files()
    shutil.rmtree(site.output)
    (index_file,) = site.list_cached_indexes(2026)
    data = index_file.read_bytes()
    if damage == "deleted":
        index_file.unlink()
    else:
        index_file.write_bytes(
            {"altered": data[:-9] + b"!" + data[-8:], "cut": data[:99], "emptied": b""}[damage]
        )
    site.build(OLD_ARTICLE, NEW_ARTICLE)
    assert (indexed_shards, site.read_index_files()) == (["2026"], before)


def test_deleted_or_altered_index_files_are_written_again(
    site: IndexedSite, indexed_shards: list[str]
) -> None:
    before = site.read_index_files()
    folder = site.output / "search/summary"
    (folder / "index.json").write_text("{}")
    (rows,) = folder.glob("rows-*")
    data = rows.read_bytes()
    rows.unlink()
    rows.symlink_to(site.cache / "ngoai")
    (site.cache / "ngoai").write_bytes(data)
    next((site.output / "search/2025").iterdir()).unlink()
    rebuilt = site.build(OLD_ARTICLE, NEW_ARTICLE)
    assert (indexed_shards, site.read_index_files()) == ([], before)
    assert not rows.is_symlink()
    assert (len(list_written(rebuilt)), rebuilt.removed_files) == (3, [])


def test_foreign_files_in_the_index_folder_stay(site: IndexedSite) -> None:
    foreign = [site.output / "search" / name for name in ("2026/index/la.txt", "2024/la.txt", "la.txt")]
    for path in foreign:
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    site.build(create_test_article("moi", "Khác."))
    assert all(path.read_text() == "x" for path in foreign)


def test_lost_state_file_lets_unchanged_index_files_be_recognised(
    site: IndexedSite, indexed_shards: list[str]
) -> None:
    before = read_mtimes(site)
    for path in site.cache.glob("*.placed"):
        path.unlink()
    rebuilt = site.build(OLD_ARTICLE, NEW_ARTICLE)
    assert (indexed_shards, list_written(rebuilt), read_mtimes(site)) == ([], [], before)


def test_index_of_a_year_without_articles_is_removed(site: IndexedSite, indexed_shards: list[str]) -> None:
    removed = [name for name in site.names if name.startswith(("search/2025/", "search/closed/"))]
    assert sorted(site.build(NEW_ARTICLE).removed_files) == sorted(removed)
    assert {name.split("/")[1] for name in site.read_index_files()} == {"2026", "summary"}
    site.build()
    assert (indexed_shards, list(site.read_index_files()), site.names) == ([], [], [])


def test_foreign_files_in_cache_and_output_are_ignored(site: IndexedSite) -> None:
    (site.cache / ".DS_Store").write_text("x")
    (site.cache / "2026-ghi-chu.bundle").mkdir()
    (site.cache / "2026-ghi-chu.txt").write_text("x")
    (site.output / "search/ghi-chu.txt").write_text("x")
    site.build(OLD_ARTICLE, create_test_article("moi", "Khác."))
    site.build()
    assert (site.output / "search/ghi-chu.txt").exists()


def test_temporary_file_of_a_killed_build_is_removed_from_the_cache(site: IndexedSite) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    stale = site.cache / f".2026-abc.bundle.{ended.pid}"
    active = site.cache / f".2026-abc.bundle.{os.getppid()}"  # a build that still runs
    for path in (stale, active):
        path.write_text("half")
    site.build(OLD_ARTICLE, NEW_ARTICLE)
    assert (stale.exists(), active.exists()) == (False, True)


def test_shards_are_indexed_in_several_processes(tmp_path: Path) -> None:
    site = IndexedSite(tmp_path)
    site.build(
        *(create_test_article(f"tin-{number}", date=shift_time(-8800 * number - 1)) for number in range(5))
    )
    assert sorted(path.name for path in (site.output / "search").iterdir()) == [
        *map(str, range(2022, 2027)), "closed", "summary",
    ]  # fmt: skip


def test_unwritable_cache_raises_os_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(OSError, match="cache"):
        IndexedSite(tmp_path).build(NEW_ARTICLE)
