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
    """A row with one more field."""

    name: str
    count: int
    more: bytes


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a cache file of version 1 with one row."""
    file = tmp_path / "cache/rows"
    write_cache_file(file, {"a": Row("một", 1)}, "1")
    return file


def test_read_cache_file_returns_written_value(file: Path) -> None:
    assert read_cache_file(file, dict[str, Row], "1") == {"a": Row("một", 1)}


def test_read_cache_file_of_other_version_returns_none(file: Path) -> None:
    assert read_cache_file(file, dict[str, Row], "2") is None


def test_read_cache_file_of_other_type_returns_none(file: Path) -> None:
    assert read_cache_file(file, dict[str, LongerRow], "1") is None
    assert read_cache_file(file, list[Row], "1") is None


def test_read_cache_file_with_one_changed_byte_returns_none(file: Path) -> None:
    original = file.read_bytes()
    for index in range(len(original)):
        data = bytearray(original)
        data[index] ^= 1
        file.write_bytes(data)
        assert read_cache_file(file, dict[str, Row], "1") is None
    for length in range(len(original)):
        file.write_bytes(original[:length])
        assert read_cache_file(file, dict[str, Row], "1") is None


def test_read_cache_file_with_null_byte_in_version_returns_none(tmp_path: Path) -> None:
    write_cache_file(tmp_path / "x", "b", "a")
    assert read_cache_file(tmp_path / "x", str, "a") == "b"
    assert read_cache_file(tmp_path / "x", str, "a\0") is None


def test_stamp_cache_get_returns_value_if_stamp_is_equal(tmp_path: Path) -> None:
    cache = StampCache(tmp_path / "x", str, Row, "1")
    cache.put("a", STAMP, Row("một", 1))
    cache.save()
    again = StampCache(tmp_path / "x", str, Row, "1")
    assert again.get("a", STAMP) == Row("một", 1)
    assert again.get("a", (10, 20, 31)) is None
    assert again.get("b", STAMP) is None


def test_stamp_cache_get_unknown_stamp_returns_none(tmp_path: Path) -> None:
    cache = StampCache(tmp_path / "x", str, str, "1")
    cache.put("a", UNKNOWN_STAMP, "một")
    assert cache.get("a", UNKNOWN_STAMP) is None


def test_stamp_cache_keeps_paths_that_are_not_utf8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff"
    cache = StampCache(tmp_path / "x", bytes, str, "1")
    cache.put(path, STAMP, "một")
    cache.save()
    assert StampCache(tmp_path / "x", bytes, str, "1").get(path, STAMP) == "một"


def test_stamp_cache_save_writes_kept_keys_if_something_changed(tmp_path: Path) -> None:
    cache = StampCache(tmp_path / "x", str, str, "1")
    cache.save()
    assert not (tmp_path / "x").exists()
    cache.put("a", STAMP, "một")
    cache.put("b", STAMP, "hai")
    cache.save("a".__eq__)
    assert set(StampCache(tmp_path / "x", str, str, "1").entries) == {"a"}
