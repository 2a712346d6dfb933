"""Keep typed values in files of the cache, sealed and versioned.

A file that is damaged, of another version, or edited by hand counts as absent: what it held is
then made again, and the output is the same.
"""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from msgspec import DecodeError, msgpack

from bulletin.storage.cache_folder import clear_path_for_file, read_bytes_if_file
from bulletin.storage.file_system import UNKNOWN_STAMP, FileStamp, write_file_atomically

_SEAL = 32
"""Bytes of a seal."""
ValueT = TypeVar("ValueT")
KeyT = TypeVar("KeyT", str, bytes)


def read_cache_file(path: Path, kind: type[ValueT], version: str) -> ValueT | None:
    """Return the value of type ``kind`` that ``write_cache_file`` wrote with the same version, or None."""
    data = memoryview(read_bytes_if_file(path) or b"")
    seal, body = data[:_SEAL], data[_SEAL:]
    if seal != _seal(version, body):
        return None
    try:
        found: ValueT = get_decoder(cast("Any", kind)).decode(body)
    except DecodeError:  # the version is the same, but the type is another one
        return None
    return found


def write_cache_file(path: Path, value: object, version: str) -> None:
    """Write ``value`` in place of what stands at ``path``. Raise OSError."""
    body = _ENCODER.encode(value)
    replace_cache_file(path, _seal(version, body) + body)


def replace_cache_file(path: Path, data: bytes) -> FileStamp:
    """Write ``data`` to a file of the cache, in place of whatever stands there. Return its stamp. Raise OSError."""
    clear_path_for_file(path)
    return write_file_atomically(path, data)


class StampCache(Generic[KeyT, ValueT]):
    """Values by key in one cache file. Each holds as long as the stamp of its own file stays the same."""

    def __init__(self, file: Path, keys: type[KeyT], values: type[ValueT], version: str) -> None:
        self._file, self._version = file, version
        kind: Any = dict[keys, tuple[FileStamp, values]]  # type: ignore[valid-type]  # known when it runs
        self.entries: dict[KeyT, tuple[FileStamp, ValueT]] = read_cache_file(file, kind, version) or {}
        """Stamps and values by key."""
        self._is_changed = False

    def get(self, key: KeyT, stamp: FileStamp) -> ValueT | None:
        """Return the value of ``key`` if it was put there with this ``stamp``, else None."""
        row = self.entries.get(key)
        return row[1] if row is not None and row[0] == stamp != UNKNOWN_STAMP else None

    def put(self, key: KeyT, stamp: FileStamp, value: ValueT) -> None:
        """Remember the ``value`` of a file with this ``stamp``."""
        self.entries[key] = stamp, value
        self._is_changed = True

    def replace_all(self, rows: Mapping[KeyT, tuple[FileStamp, ValueT]]) -> None:
        """Remember ``rows`` in place of all that was remembered, also on disk. Raise OSError."""
        self.entries, self._is_changed = dict(rows), True
        self.save()

    def save(self, is_kept: Callable[[KeyT], bool] | None = None) -> None:
        """Write what is new to disk, without the keys that ``is_kept`` refuses. Raise OSError."""
        if self._is_changed:
            if is_kept is not None:
                self.entries = {key: row for key, row in self.entries.items() if is_kept(key)}
            write_cache_file(self._file, self.entries, self._version)
            self._is_changed = False


_ENCODER = msgpack.Encoder()


@cache
def get_decoder(kind: Any) -> "msgpack.Decoder[Any]":
    """Return the decoder of a type, made when it is first asked for: that takes a millisecond of a large type."""
    return msgpack.Decoder(kind)


def _seal(version: str, body: bytes | memoryview) -> bytes:
    made = hashlib.sha256(f"{version}\0".encode())
    made.update(body)
    return made.digest()
