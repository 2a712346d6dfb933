from datetime import datetime
from pathlib import Path

from bulletin.build.content_index import ContentIndex, IndexEntry, update_content_index
from bulletin.content.library import Library
from bulletin.content.site_lists.sections import Sections
from tests.factories import ARCHIVE_TIME, create_page, create_test_article, shift_time

FINGERPRINTS = {"articles/a/tin.md": b"1" * 8, "articles/b/tin.md": b"2" * 8, "pages/gioi-thieu.md": b"3" * 8}


def create_library(title: str = "Một", **changes: object) -> Library:
    first = create_test_article("mot", title=title, source="articles/a/tin.md", **changes)
    second = create_test_article("hai", source="articles/b/tin.md")
    return Library((first, second), (create_page(),), Sections(()))


def update(
    folder: Path, library: Library, now: datetime = ARCHIVE_TIME, **fingerprints: bytes
) -> dict[str, IndexEntry]:
    """Save the index of ``library``, and return its entries by source."""
    changed = {f"articles/{name}/tin.md": digest for name, digest in fingerprints.items()}
    update_content_index(folder / "index", library, now, FINGERPRINTS | changed, {})
    index = ContentIndex.read(folder / "index")
    assert index is not None
    return dict(index.entries)


def test_index_has_all_items_with_state_address_and_content_digest(tmp_path: Path) -> None:
    entries = update(tmp_path, create_library(date=shift_time(2)))
    assert list(entries) == ["articles/a/tin.md", "articles/b/tin.md", "pages/gioi-thieu.md"]
    assert [entry.state for entry in entries.values()] == ["scheduled", "live", "live"]
    assert entries["pages/gioi-thieu.md"].address == "/gioi-thieu/"
    assert len({entry.content_digest for entry in entries.values()}) == 3


def test_changed_item_changes_its_entry(tmp_path: Path) -> None:
    before = update(tmp_path, create_library("Một"))
    after = update(tmp_path, create_library("Hai"), a=b"x" * 8)
    changed = [source for source, entry in after.items() if before[source] != entry]
    assert changed == ["articles/a/tin.md"]


def test_entries_of_a_folder_with_equal_fingerprints_are_not_made_again(tmp_path: Path) -> None:
    before = update(tmp_path, create_library("Một"))
    assert update(tmp_path, create_library("Hai"), b=b"x" * 8) == before


def test_article_whose_time_comes_is_live_without_a_change_of_its_file(tmp_path: Path) -> None:
    library = create_library(date=shift_time(2))
    assert update(tmp_path, library)["articles/a/tin.md"].state == "scheduled"
    assert update(tmp_path, library, shift_time(3))["articles/a/tin.md"].state == "live"


def test_deleted_folder_leaves_the_index(tmp_path: Path) -> None:
    library = create_library()
    update(tmp_path, library)
    entries = update(tmp_path, library._replace(articles=library.articles[:1]))
    assert list(entries) == ["articles/a/tin.md", "pages/gioi-thieu.md"]


def test_unchanged_index_is_not_written_again(tmp_path: Path) -> None:
    update(tmp_path, create_library())
    before = (tmp_path / "index").stat()
    update(tmp_path, create_library())
    assert (tmp_path / "index").stat().st_ino == before.st_ino
    assert (tmp_path / "index").stat().st_mtime_ns == before.st_mtime_ns


def test_index_of_a_check_equals_the_saved_one_without_content_digests(tmp_path: Path) -> None:
    library = create_library(aliases=("/cu/",), status="hidden", tags=("Tin",))
    saved = update(tmp_path, library)
    checked = ContentIndex.from_library(library, ARCHIVE_TIME).entries
    assert checked.keys() == saved.keys()
    for source, entry in checked.items():
        assert entry.content_digest == ""
        assert (entry.state, entry.address, entry.aliases, entry.address_line, entry.listing_addresses) == (
            saved[source].state, saved[source].address, saved[source].aliases, saved[source].address_line,
            saved[source].listing_addresses,
        )  # fmt: skip
