"""Typed values in files of the cache, each with a version and a checksum.

A damaged or edited file counts as missing, and so does a file of another version.
Its content is then computed again, and the output is the same.
"""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from msgspec import DecodeError, msgpack

from bulletin.storage.cache_folder import clear_path_for_file, read_bytes_if_file
from bulletin.storage.file_system import UNKNOWN_STAMP, FileStamp, write_file_atomically

_SEAL_SIZE = 32
"""Bytes of a checksum."""
ValueT = TypeVar("ValueT")
KeyT = TypeVar("KeyT", str, bytes)


def read_cache_file(path: Path, kind: type[ValueT], version: str) -> ValueT | None:
    """Return the value in a cache file, or None if there is no valid one.

    A file is valid if ``write_cache_file`` wrote it with the same version and type.
    """
    data = memoryview(read_bytes_if_file(path) or b"")
    seal, body = data[:_SEAL_SIZE], data[_SEAL_SIZE:]
    if seal != _compute_seal(version, body):
        return None
    try:
        value: ValueT = get_decoder(cast("Any", kind)).decode(body)
    except DecodeError:  # same version, but another type
        return None
    return value


def write_cache_file(path: Path, value: object, version: str) -> None:
    """Write ``value`` to a cache file. Raise OSError."""
    body = _ENCODER.encode(value)
    replace_cache_file(path, _compute_seal(version, body) + body)


def replace_cache_file(path: Path, data: bytes) -> FileStamp:
    """Write ``data`` to a file of the cache and return its stamp. Raise OSError.

    A link, pipe or folder at ``path`` is removed first.
    """
    clear_path_for_file(path)
    return write_file_atomically(path, data)


class StampCache(Generic[KeyT, ValueT]):
    """Values by key in one cache file. A value is valid while its stamp is equal."""

    def __init__(self, file: Path, keys: type[KeyT], values: type[ValueT], version: str) -> None:
        self._file, self._version = file, version
        row_type: Any = dict[keys, tuple[FileStamp, values]]  # type: ignore[valid-type]  # the types are known at runtime only
        self.entries: dict[KeyT, tuple[FileStamp, ValueT]] = read_cache_file(file, row_type, version) or {}
        """Stamps and values by key."""
        self._is_changed = False

    def get(self, key: KeyT, stamp: FileStamp) -> ValueT | None:
        """Return the value of ``key`` if it was stored with this ``stamp``, else None."""
        row = self.entries.get(key)
        return row[1] if row is not None and row[0] == stamp != UNKNOWN_STAMP else None

    def put(self, key: KeyT, stamp: FileStamp, value: ValueT) -> None:
        """Store the ``value`` of a file with this ``stamp``."""
        self.entries[key] = stamp, value
        self._is_changed = True

    def replace_all(self, rows: Mapping[KeyT, tuple[FileStamp, ValueT]]) -> None:
        """Replace all entries by ``rows``, also on disk. Raise OSError."""
        self.entries, self._is_changed = dict(rows), True
        self.save()

    def save(self, is_kept: Callable[[KeyT], bool] | None = None) -> None:
        """Write the entries to disk if they changed. Raise OSError.

        Args:
            is_kept: drops the keys for which it returns False.

        """
        if self._is_changed:
            if is_kept is not None:
                self.entries = {key: row for key, row in self.entries.items() if is_kept(key)}
            write_cache_file(self._file, self.entries, self._version)
            self._is_changed = False


_ENCODER = msgpack.Encoder()


@cache
def get_decoder(kind: Any) -> "msgpack.Decoder[Any]":
    """Return the decoder of a type, cached.

    Reason: making the decoder of a large type takes a millisecond.
    """
    return msgpack.Decoder(kind)


def _compute_seal(version: str, body: bytes | memoryview) -> bytes:
    seal = hashlib.sha256(f"{version}\0".encode())
    seal.update(body)
    return seal.digest()
