import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from bulletin.build.content_store import ContentStore, StoredContent
from bulletin.content.models import ParsedBody, compute_body_digest
from bulletin.content.reader import ParsedFile
from bulletin.errors import UserError
from bulletin.processes.parallel import map_in_processes
from bulletin.storage.cache_database import CacheDatabase
from bulletin.storage.file_system import UNKNOWN_STAMP, FileStamp
from tests.factories import create_test_article
from tests.publishing.file_damage import FILE_DAMAGES, FileDamage, get_canary_folder

STAMP = (10, 20, 30)


def create_parsed_file(source: str, html: str) -> ParsedFile:
    body = ParsedBody(html, "", digest=compute_body_digest(html))
    return ParsedFile(source, replace(create_test_article(source), source=source, body=body), ())


def create_stored_content(store: ContentStore, name: str, html: str = "") -> StoredContent:
    return StoredContent(b"mark", store.store_html(create_parsed_file(name, html or f"<p>{name}</p>")))


def get_body(content: StoredContent) -> ParsedBody:
    assert content.parsed_file.item is not None
    return content.parsed_file.item.body


@contextmanager
def open_database(file: Path) -> Iterator[sqlite3.Connection]:
    """Open the file as another program would; commit at the end."""
    with closing(sqlite3.connect(file)) as connection, connection:
        yield connection


def read_row_ids(file: Path) -> dict[str, int]:
    """Return the ids of the rows of all folders."""
    with open_database(file) as connection:
        return dict(connection.execute("SELECT name, rowid FROM folders"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of a store with three content files in two folders."""
    file = tmp_path / "cache/content.sqlite"
    store = ContentStore(file, "1")
    names = ("articles/a.md", "articles/b.md", "articles/2026/c.md")
    store.save({name: create_stored_content(store, name) for name in names}, {}, dict.fromkeys(names, STAMP))
    store.close()
    return file


def test_load_returns_saved_content_without_its_html(file: Path) -> None:
    store = ContentStore(file, "1")
    rows = store.load().rows
    assert set(rows) == {"articles/a.md", "articles/b.md", "articles/2026/c.md"}
    content = rows["articles/a.md"]
    assert (content.fingerprint, get_body(content).html) == (b"mark", "")
    assert store.load_html(get_body(content)) == "<p>articles/a.md</p>"


@pytest.mark.parametrize(
    ("stamps", "outdated"),
    [
        ({}, {"articles/a.md", "articles/b.md", "articles/2026/c.md"}),
        ({"articles/a.md": STAMP}, {"articles/b.md", "articles/2026/c.md"}),
        ({"articles/a.md": (10, 20, 31), "articles/b.md": UNKNOWN_STAMP}, {"articles/a.md", "articles/b.md"}),
    ],
)
def test_load_names_files_with_another_stamp(
    file: Path, stamps: dict[str, FileStamp], outdated: set[str]
) -> None:
    found = ContentStore(file, "1").load(
        {"articles/2026/c.md": STAMP, **stamps} if len(stamps) > 1 else stamps
    )
    assert found.outdated == outdated


def test_file_that_was_saved_without_a_stamp_is_outdated(file: Path) -> None:
    store = ContentStore(file, "1")
    former = store.load().rows
    store.save({"articles/a.md": former["articles/a.md"]}, former, {})
    assert store.load({"articles/a.md": UNKNOWN_STAMP}).outdated == {"articles/a.md"}
    assert store.load({"articles/a.md": STAMP}).outdated == {"articles/a.md"}


def test_load_of_another_version_returns_nothing(file: Path) -> None:
    assert ContentStore(file, "2").load().rows == {}


@pytest.mark.parametrize("keep", [0, 1, 100, 3000])
def test_truncated_store_is_empty_and_can_be_saved_again(file: Path, keep: int) -> None:
    file.write_bytes(file.read_bytes()[:keep])
    store = ContentStore(file, "1")
    assert store.load().rows == {}
    store.save({"articles/c.md": create_stored_content(store, "articles/c.md")}, {})
    assert set(ContentStore(file, "1").load().rows) == {"articles/c.md"}


def test_store_damaged_in_any_page_can_be_saved_again(tmp_path: Path) -> None:
    file = tmp_path / "content.sqlite"
    store = ContentStore(file, "1")
    names = [f"articles/{number}.md" for number in range(60)]
    store.save({name: create_stored_content(store, name, f"<p>{name}</p>" * 200) for name in names}, {})
    store.close()
    intact, page = file.read_bytes(), 4096
    for start in range(page, len(intact), page):
        file.write_bytes(intact[:start] + b"\xff" * page + intact[start + page :])
        store = ContentStore(file, "1")
        former = store.load().rows
        rows = {name: former.get(name) or create_stored_content(store, name) for name in names[1:]}
        rows["articles/moi.md"] = create_stored_content(store, "articles/moi.md")
        store.save(rows, former)
        store.close()
        assert set(ContentStore(file, "1").load().rows) in (set(rows), set()), start


def test_load_of_altered_rows_returns_nothing(file: Path) -> None:
    store = ContentStore(file, "1")
    with open_database(file) as connection:
        connection.execute("UPDATE folders SET rows = x'80'")
    assert store.load().rows == {}


def test_load_html_of_an_altered_or_deleted_body_returns_none(file: Path) -> None:
    store = ContentStore(file, "1")
    body = get_body(store.load().rows["articles/a.md"])
    with open_database(file) as connection:
        connection.execute("UPDATE texts SET html = '<p>khác</p>' WHERE digest = ?", (body.digest,))
    assert store.load_html(body) is None
    with open_database(file) as connection:
        connection.execute("DELETE FROM texts")
    assert store.load_html(body) is None


def test_save_deletes_bodies_without_a_content_file(file: Path) -> None:
    store = ContentStore(file, "1")
    former = store.load().rows
    rows = {name: content for name, content in former.items() if name != "articles/a.md"}
    store.save(rows, former)
    with open_database(file) as connection:
        assert connection.execute("SELECT count(*) FROM texts").fetchone() == (2,)
    assert ContentStore(file, "1").load().rows.keys() == rows.keys()


def test_save_writes_only_the_row_of_the_changed_folder(file: Path) -> None:
    store = ContentStore(file, "1")
    former = store.load().rows
    row_ids = read_row_ids(file)
    store.save(
        {**former, "articles/2026/c.md": create_stored_content(store, "articles/2026/c.md", "<p>mới</p>")},
        former,
    )
    assert read_row_ids(file)["articles"] == row_ids["articles"]  # a row that is written again has a new id
    content = ContentStore(file, "1").load().rows["articles/2026/c.md"]
    assert store.load_html(get_body(content)) == "<p>mới</p>"


def test_save_of_another_version_deletes_all_former_bodies(file: Path) -> None:
    store = ContentStore(file, "2")
    store.save(
        {"articles/a.md": create_stored_content(store, "articles/a.md", "<p>mới</p>")}, store.load().rows
    )
    with open_database(file) as connection:
        assert connection.execute("SELECT html FROM texts").fetchall() == [("<p>mới</p>",)]


def test_load_html_in_forked_processes_opens_new_connections(file: Path) -> None:
    store = ContentStore(file, "1")
    bodies = [get_body(content) for content in store.load().rows.values()]
    assert (
        list(map_in_processes(store.load_html, bodies * 5, 2))
        == [store.load_html(body) for body in bodies] * 5
    )


def test_save_to_a_full_disk_raises_user_error_and_keeps_the_rows(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = ContentStore(file, "1")
    former = store.load().rows
    connect = CacheDatabase.connect

    def connect_to_full_disk(database: CacheDatabase) -> sqlite3.Connection:
        connection = connect(database)
        connection.execute("PRAGMA max_page_count = 1")
        return connection

    monkeypatch.setattr(CacheDatabase, "connect", connect_to_full_disk)
    with pytest.raises(UserError, match="đĩa đã đầy"):
        store.save(
            {"articles/a.md": create_stored_content(store, "articles/a.md", "<p>" + "dài " * 9999)}, former
        )
    store.close()
    monkeypatch.undo()
    assert ContentStore(file, "1").load().rows.keys() == former.keys()


def test_store_with_any_altered_byte_of_its_header_can_be_saved_again(file: Path) -> None:
    """Reason: SQLite opens a file with some of these bytes for reading only."""
    intact = file.read_bytes()
    for offset in range(0, 108):
        for mask in (0xFF, 0x03):
            data = bytearray(intact)
            data[offset] ^= mask
            file.write_bytes(data)
            store = ContentStore(file, "1")
            former = store.load().rows
            rows = {**former, "articles/moi.md": create_stored_content(store, "articles/moi.md")}
            store.save(rows, former)
            store.close()
            assert "articles/moi.md" in ContentStore(file, "1").load().rows, offset
            file.unlink()


def test_load_of_a_row_under_another_folder_name_returns_nothing(file: Path) -> None:
    store = ContentStore(file, "1")
    with open_database(file) as connection:
        connection.execute("UPDATE folders SET name = 'articles/2025' WHERE name = 'articles/2026'")
    assert store.load().rows == {}


@pytest.mark.parametrize("value", ["NULL", "7", "x'ff'", "CAST(x'ff' AS TEXT)"])
@pytest.mark.parametrize("column", ["rows", "seal", "name"])
def test_load_of_values_of_other_types_returns_nothing(file: Path, column: str, value: str) -> None:
    store = ContentStore(file, "1")
    bodies = [get_body(content) for content in store.load().rows.values()]
    with open_database(file) as connection:
        connection.execute(f"UPDATE folders SET {column} = {value} WHERE name = 'articles/2026'")  # noqa: S608  # values of this test
        connection.execute(f"UPDATE texts SET html = {value}")  # noqa: S608  # values of this test
    assert store.load().rows == {}
    assert [store.load_html(body) for body in bodies] == [None] * 3


@pytest.mark.parametrize("ending", ["", "-journal", "-wal", "-shm"])
@pytest.mark.parametrize("damage", FILE_DAMAGES[-7:], ids=lambda damage: damage.__name__)
def test_save_replaces_whatever_stands_in_place_of_the_database_files(
    tmp_path: Path, file: Path, ending: str, damage: FileDamage
) -> None:
    (tmp_path / "content").mkdir()
    path = file.with_name(file.name + ending)
    path.touch()
    damage(path, random.Random(1), [])  # noqa: S311  # damage, no secret
    canary_files = {canary: canary.read_bytes() for canary in get_canary_folder(file).iterdir()}
    store = ContentStore(file, "1")
    former = store.load().rows
    store.save({"articles/moi.md": create_stored_content(store, "articles/moi.md")}, former)
    store.close()
    assert set(ContentStore(file, "1").load().rows) == {"articles/moi.md"}
    assert {canary: canary.read_bytes() for canary in get_canary_folder(file).iterdir()} == canary_files
