import os
from pathlib import Path

import pytest
from msgspec import Struct

from bulletin.storage.cache_file import StampCache, read_cache_file, write_cache_file
from bulletin.storage.file_system import UNKNOWN_STAMP, FileStamp

STAMP: FileStamp = (10, 20, 30)


class Row(Struct, frozen=True, array_like=True):
    """A row of a cache."""

    name: str
    count: int


class LongerRow(Struct, frozen=True, array_like=True):
    """A row with a field more."""

    name: str
    count: int
    more: bytes


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a cache file of version 1 with one row."""
    file = tmp_path / "cache/rows"
    write_cache_file(file, {"a": Row("một", 1)}, "1")
    return file


def test_read_cache_file_returns_the_typed_value_that_was_written(file: Path) -> None:
    assert read_cache_file(file, dict[str, Row], "1") == {"a": Row("một", 1)}


def test_read_cache_file_of_another_version_is_absent(file: Path) -> None:
    assert read_cache_file(file, dict[str, Row], "2") is None


def test_read_cache_file_of_another_type_is_absent(file: Path) -> None:
    assert read_cache_file(file, dict[str, LongerRow], "1") is None
    assert read_cache_file(file, list[Row], "1") is None


def test_read_cache_file_with_any_other_byte_is_absent(file: Path) -> None:
    sound = file.read_bytes()
    for place in range(len(sound)):
        data = bytearray(sound)
        data[place] ^= 1
        file.write_bytes(data)
        assert read_cache_file(file, dict[str, Row], "1") is None
    for length in range(len(sound)):
        file.write_bytes(sound[:length])
        assert read_cache_file(file, dict[str, Row], "1") is None


def test_read_cache_file_under_a_version_that_runs_into_the_body_is_absent(tmp_path: Path) -> None:
    write_cache_file(tmp_path / "x", "b", "a")
    assert read_cache_file(tmp_path / "x", str, "a") == "b"
    assert read_cache_file(tmp_path / "x", str, "a\0") is None


def test_stamp_cache_returns_a_value_while_the_stamp_is_the_same(tmp_path: Path) -> None:
    cache = StampCache(tmp_path / "x", str, Row, "1")
    cache.put("a", STAMP, Row("một", 1))
    cache.save()
    again = StampCache(tmp_path / "x", str, Row, "1")
    assert again.get("a", STAMP) == Row("một", 1)
    assert again.get("a", (10, 20, 31)) is None
    assert again.get("b", STAMP) is None


def test_stamp_cache_never_returns_a_value_of_an_unsure_stamp(tmp_path: Path) -> None:
    cache = StampCache(tmp_path / "x", str, str, "1")
    cache.put("a", UNKNOWN_STAMP, "một")
    assert cache.get("a", UNKNOWN_STAMP) is None


def test_stamp_cache_keeps_paths_that_are_no_utf8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff"
    cache = StampCache(tmp_path / "x", bytes, str, "1")
    cache.put(path, STAMP, "một")
    cache.save()
    assert StampCache(tmp_path / "x", bytes, str, "1").get(path, STAMP) == "một"


def test_stamp_cache_saves_only_what_is_kept_and_only_if_something_changed(tmp_path: Path) -> None:
    cache = StampCache(tmp_path / "x", str, str, "1")
    cache.save()
    assert not (tmp_path / "x").exists()
    cache.put("a", STAMP, "một")
    cache.put("b", STAMP, "hai")
    cache.save("a".__eq__)
    assert set(StampCache(tmp_path / "x", str, str, "1").entries) == {"a"}
