import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bulletin.storage.cache_database import CacheDatabase

SCHEMA = "CREATE TABLE rows (name TEXT); CREATE TABLE more (name TEXT);"


def test_tables_of_another_layout_are_dropped(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    with closing(sqlite3.connect(file)) as old, old:  # as version 0.1 left it: layout 0
        old.execute("CREATE TABLE rows (name TEXT, version TEXT)")
        old.execute("INSERT INTO rows VALUES ('a', '1')")
        old.execute("CREATE TABLE former (name TEXT)")
    for layout, kept in ((2, []), (2, [("b",)]), (3, [])):
        with closing(CacheDatabase(file, SCHEMA, layout, "1")) as base, base.connect() as connection:
            assert connection.execute("SELECT * FROM rows").fetchall() == kept
            assert connection.execute("SELECT * FROM more").fetchall() == []
            with pytest.raises(sqlite3.OperationalError, match="no such table"):
                connection.execute("SELECT * FROM former")
            connection.execute("DELETE FROM rows")
            connection.execute("INSERT INTO rows VALUES ('b')")


def test_a_seal_is_of_one_version_one_name_and_one_content(tmp_path: Path) -> None:
    one, other = (CacheDatabase(tmp_path / "x", SCHEMA, 1, version) for version in "12")
    seals = {
        one.compute_seal("a", b"x"),
        one.compute_seal("b", b"x"),
        one.compute_seal("a", b"y"),
        other.compute_seal("a", b"x"),
    }
    assert len(seals) == 4
    assert one.compute_seal("a", b"x") in seals


def test_write_to_a_damaged_file_is_done_again_in_a_new_one(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    file.write_bytes(b"no database" * 1000)
    with closing(CacheDatabase(file, SCHEMA, 1, "1")) as base:
        base.write(lambda connection: connection.execute("INSERT INTO rows VALUES ('a')").connection.commit())
        assert base.is_lost
        assert base.connect().execute("SELECT * FROM rows").fetchall() == [("a",)]
