"""What the cache remembers of its files, in one file that cannot be half written.

A ledger that is damaged, of another version, or edited by hand reads as empty: everything is
then looked at anew, and the output is the same.
"""

import hashlib
import marshal
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.cache_files import make_way, read_file

_RACY = 2_000_000_000
"""Nanoseconds within which a file may change twice without a new time stamp (FAT counts in 2 s)."""
_SEAL = 32
"""Bytes of a seal."""

Stamp = tuple[int, int, int]
"""Size in bytes, mtime and ctime in nanoseconds: equal stamps, equal file.

The last is the time of the last change of any kind, which no program can set back; another hard link is a change too.
"""
UNSURE: Stamp = (-1, -1, -1)
"""No file has this stamp."""


def settled(status: os.stat_result, now: int) -> Stamp:
    """Return the stamp of a file that people write, of what ``stat`` said of it.

    Where the file changed a moment before ``now`` (nanoseconds), return UNSURE: it may change again within
    the same tick (what git calls "racily clean").
    """
    return UNSURE if status.st_mtime_ns > now - _RACY else unaltered(status)


def unaltered(status: os.stat_result) -> Stamp:
    """Return the stamp of a file that we wrote ourselves, of what ``stat`` said of it."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def read_ledger(path: Path, version: str) -> dict[str, Any]:
    """Return the rows that ``write_ledger`` wrote with the same version, or none."""
    data = read_file(path) or b""
    seal, body = data[:_SEAL], data[_SEAL:]
    if seal != _seal(version, body):
        return {}
    rows: dict[str, Any] = marshal.loads(body)  # noqa: S302  # our own, sealed, written by this Python
    return rows


def write_ledger(path: Path, version: str, rows: Mapping[str, Any]) -> None:
    """Write ``rows`` (plain values and bytes) in place of what was there. Raise OSError."""
    body = marshal.dumps(dict(rows))
    replace_cached(path, _seal(version, body) + body)


def replace_cached(path: Path, data: bytes) -> Stamp:
    """Write ``data`` to a file of the cache, in place of whatever stands there. Return its stamp. Raise OSError."""
    make_way(path)
    return replace(path, data)


def replace(path: Path | str, data: bytes) -> Stamp:
    """Write ``data`` to ``path`` at once: whoever reads finds the old file or the new one. Return its stamp.

    Raise OSError.
    """
    folder, name = os.path.split(path)
    temporary = f"{folder}/.{name}.{os.getpid()}"
    try:
        _written(temporary, data)
    except FileNotFoundError:  # its folder is yet to be made
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103  # text is enough, ten thousand times
        _written(temporary, data)
    os.replace(temporary, path)  # noqa: PTH105
    return unaltered(os.stat(path))  # noqa: PTH116  # its new name is a change too


def _written(path: str, data: bytes) -> None:
    """Write ``data`` to a new file: what a killed build left at ``path`` goes, and a link there is not followed."""
    try:
        made = open(path, "xb", buffering=0)  # noqa: PTH123, SIM115  # closed below
    except FileExistsError:
        os.unlink(path)  # noqa: PTH108
        made = open(path, "xb", buffering=0)  # noqa: PTH123, SIM115  # likewise
    with made as stream:
        try:
            rest = memoryview(data)
            while rest:  # the system may take less than it is given
                rest = rest[stream.write(rest) :]
        except OSError:  # a full disk gets back what was written so far
            os.unlink(path)  # noqa: PTH108
            raise


def _seal(version: str, body: bytes) -> bytes:
    made = hashlib.sha256(f"{version} {sys.version}".encode())
    made.update(body)
    return made.digest()
