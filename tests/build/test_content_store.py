import random
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from bulletin.build.content_store import ContentStore, StoredContent
from bulletin.content.models import ParsedBody, compute_body_digest
from bulletin.content.reader import ParsedFile
from bulletin.errors import UserError
from bulletin.processes.parallel import map_in_processes
from tests.factories import create_test_article
from tests.publishing.file_damage import FILE_DAMAGES, get_canary_folder

STAMP = (10, 20, 30)


def create_parsed_file(source: str, html: str) -> ParsedFile:
    text = ParsedBody(html, "", digest=compute_body_digest(html))
    return ParsedFile(source, replace(create_test_article(source), source=source, body=text), ())


def create_stored_content(store: ContentStore, name: str, html: str = "") -> StoredContent:
    return StoredContent(STAMP, b"mark", store.store_html(create_parsed_file(name, html or f"<p>{name}</p>")))


@pytest.fixture
def file(tmp_path: Path):
    """Return the file of a store that holds three readings in two folders."""
    file = tmp_path / "cache/readings.sqlite"
    store = ContentStore(file, "1")
    names = ("articles/a.md", "articles/b.md", "articles/2026/c.md")
    store.save({name: create_stored_content(store, name) for name in names}, {})
    store.close()
    return file


def test_what_was_kept_is_found_again_its_html_apart(file: Any) -> None:
    store = ContentStore(file, "1")
    rows = store.load()
    assert set(rows) == {"articles/a.md", "articles/b.md", "articles/2026/c.md"}
    found = rows["articles/a.md"]
    assert (found.stamp, found.fingerprint, found.parsed_file.item.body.html) == (STAMP, b"mark", "")
    assert store.load_html(found.parsed_file.item.body) == "<p>articles/a.md</p>"


def test_another_version_reads_as_empty(file: Any) -> None:
    assert ContentStore(file, "2").load() == {}


@pytest.mark.parametrize("keep", [0, 1, 100, 3000])
def test_a_store_cut_short_reads_as_empty_and_can_be_written_again(file: Any, keep: int) -> None:
    file.write_bytes(file.read_bytes()[:keep])
    store = ContentStore(file, "1")
    assert store.load() == {}
    store.save({"articles/c.md": create_stored_content(store, "articles/c.md")}, {})
    assert set(ContentStore(file, "1").load()) == {"articles/c.md"}


def test_a_store_damaged_where_nobody_read_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "readings.sqlite"
    store = ContentStore(file, "1")
    names = [f"articles/{number}.md" for number in range(60)]
    store.save({name: create_stored_content(store, name, f"<p>{name}</p>" * 200) for name in names}, {})
    store.close()
    sound, page = file.read_bytes(), 4096
    for start in range(page, len(sound), page):
        file.write_bytes(sound[:start] + b"\xff" * page + sound[start + page :])
        store = ContentStore(file, "1")
        former = store.load()
        rows = {name: former.get(name) or create_stored_content(store, name) for name in names[1:]}
        rows["articles/moi.md"] = create_stored_content(store, "articles/moi.md")
        store.save(rows, former)
        store.close()
        assert set(ContentStore(file, "1").load()) in (set(rows), set()), start


def test_rows_that_were_altered_are_not_trusted(file: Any) -> None:
    store = ContentStore(file, "1")
    with store._database.connect() as base:  # as another program would
        base.execute("UPDATE folders SET rows = x'80'")
    assert store.load() == {}


def test_a_text_that_was_altered_or_lost_is_not_handed_out(file: Any) -> None:
    store = ContentStore(file, "1")
    found = store.load()["articles/a.md"].parsed_file.item.body
    with store._database.connect() as base:
        base.execute("UPDATE texts SET html = '<p>khác</p>' WHERE digest = ?", (found.digest,))
    assert store.load_html(found) is None
    with store._database.connect() as base:
        base.execute("DELETE FROM texts")
    assert store.load_html(found) is None


def test_texts_that_no_reading_names_are_dropped(file: Any) -> None:
    store = ContentStore(file, "1")
    former = store.load()
    rows = {name: kept for name, kept in former.items() if name != "articles/a.md"}
    store.save(rows, former)
    assert store._database.connect().execute("SELECT count(*) FROM texts").fetchone() == (2,)
    assert ContentStore(file, "1").load().keys() == rows.keys()


def test_only_the_folder_that_changed_is_written(file: Any) -> None:
    store = ContentStore(file, "1")
    former = store.load()
    said: list[str] = []
    store._database.connect().set_trace_callback(said.append)
    store.save(
        {**former, "articles/2026/c.md": create_stored_content(store, "articles/2026/c.md", "<p>mới</p>")},
        former,
    )
    assert [one for one in said if one.startswith("INSERT INTO folders")] != []
    assert not any("'articles'" in one for one in said)
    found = ContentStore(file, "1").load()["articles/2026/c.md"]
    assert store.load_html(found.parsed_file.item.body) == "<p>mới</p>"


def test_texts_of_another_version_are_dropped_with_its_rows(file: Any) -> None:
    store = ContentStore(file, "2")
    store.save({"articles/a.md": create_stored_content(store, "articles/a.md", "<p>mới</p>")}, store.load())
    assert store._database.connect().execute("SELECT html FROM texts").fetchall() == [("<p>mới</p>",)]


def test_a_forked_process_does_not_use_the_connection_of_its_parent(file: Any) -> None:
    store = ContentStore(file, "1")
    texts = [found.parsed_file.item.body for found in store.load().values()]
    assert (
        list(map_in_processes(store.load_html, texts * 5, 2)) == [store.load_html(text) for text in texts] * 5
    )


def test_a_store_that_cannot_be_written_is_told_in_words(file: Any) -> None:
    store = ContentStore(file, "1")
    former = store.load()
    store._database.connect().execute("PRAGMA max_page_count = 1")
    with pytest.raises(UserError, match="đĩa đã đầy"):
        store.save(
            {"articles/a.md": create_stored_content(store, "articles/a.md", "<p>" + "dài " * 9999)}, former
        )
    store.close()
    assert ContentStore(file, "1").load().keys() == former.keys()


def test_any_byte_of_the_head_may_be_another(file: Any) -> None:
    """SQLite takes some of them for a file that may only be read."""
    sound = file.read_bytes()
    for place in range(0, 108):
        for mask in (0xFF, 0x03):
            data = bytearray(sound)
            data[place] ^= mask
            file.write_bytes(data)
            store = ContentStore(file, "1")
            former = store.load()
            rows = {**former, "articles/moi.md": create_stored_content(store, "articles/moi.md")}
            store.save(rows, former)
            store.close()
            assert "articles/moi.md" in ContentStore(file, "1").load(), place
            file.unlink()


def test_a_row_under_the_name_of_another_folder_is_not_trusted(file: Any) -> None:
    store = ContentStore(file, "1")
    with store._database.connect() as base:
        base.execute("UPDATE folders SET name = 'articles/2025' WHERE name = 'articles/2026'")
    assert store.load() == {}


@pytest.mark.parametrize("value", ["NULL", "7", "x'ff'", "CAST(x'ff' AS TEXT)"])
@pytest.mark.parametrize("column", ["rows", "seal", "name"])
def test_values_of_another_kind_are_not_trusted(file: Any, column: str, value: str) -> None:
    store = ContentStore(file, "1")
    texts = [found.parsed_file.item.body for found in store.load().values()]
    with store._database.connect() as base:
        base.execute(f"UPDATE folders SET {column} = {value} WHERE name = 'articles/2026'")  # noqa: S608  # ours
        base.execute(f"UPDATE texts SET html = {value}")  # noqa: S608  # ours
    assert store.load() == {}
    assert [store.load_html(text) for text in texts] == [None] * 3


@pytest.mark.parametrize("ending", ["", "-journal", "-wal", "-shm"])
@pytest.mark.parametrize("damage", FILE_DAMAGES[-7:], ids=lambda damage: damage.__name__)
def test_what_is_no_file_is_removed_and_nothing_behind_a_link(
    tmp_path: Path, file: Any, ending: str, damage: Any
) -> None:
    (tmp_path / "content").mkdir()
    place = file.with_name(file.name + ending)
    place.touch()
    damage(place, random.Random(1), [])  # noqa: S311  # damage, no secret
    others = {one: one.read_bytes() for one in get_canary_folder(file).iterdir()}
    store = ContentStore(file, "1")
    former = store.load()
    store.save({"articles/moi.md": create_stored_content(store, "articles/moi.md")}, former)
    store.close()
    assert set(ContentStore(file, "1").load()) == {"articles/moi.md"}
    assert {one: one.read_bytes() for one in get_canary_folder(file).iterdir()} == others
