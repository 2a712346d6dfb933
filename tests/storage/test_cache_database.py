import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bulletin.storage.cache_database import CacheDatabase

SCHEMA = "CREATE TABLE rows (name TEXT); CREATE TABLE more (name TEXT);"


def test_connect_drops_tables_of_another_layout(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    with closing(sqlite3.connect(file)) as old, old:  # layout 0, as in version 0.1
        old.execute("CREATE TABLE rows (name TEXT, version TEXT)")
        old.execute("INSERT INTO rows VALUES ('a', '1')")
        old.execute("CREATE TABLE former (name TEXT)")
    for layout, expected in ((2, []), (2, [("b",)]), (3, [])):
        with closing(CacheDatabase(file, SCHEMA, layout, "1")) as database, database.connect() as connection:
            assert connection.execute("SELECT * FROM rows").fetchall() == expected
            assert connection.execute("SELECT * FROM more").fetchall() == []
            with pytest.raises(sqlite3.OperationalError, match="no such table"):
                connection.execute("SELECT * FROM former")
            connection.execute("DELETE FROM rows")
            connection.execute("INSERT INTO rows VALUES ('b')")


def test_compute_seal_depends_on_version_name_and_data(tmp_path: Path) -> None:
    first, second = (CacheDatabase(tmp_path / "x", SCHEMA, 1, version) for version in "12")
    seals = {
        first.compute_seal("a", b"x"),
        first.compute_seal("b", b"x"),
        first.compute_seal("a", b"y"),
        second.compute_seal("a", b"x"),
    }
    assert len(seals) == 4
    assert first.compute_seal("a", b"x") in seals


def test_write_damaged_file_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    file.write_bytes(b"no database" * 1000)
    with closing(CacheDatabase(file, SCHEMA, 1, "1")) as database:
        database.write(
            lambda connection: connection.execute("INSERT INTO rows VALUES ('a')").connection.commit()
        )
        assert database.is_lost
        assert database.connect().execute("SELECT * FROM rows").fetchall() == [("a",)]
