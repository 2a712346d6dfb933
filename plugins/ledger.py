"""What the cache remembers of its files, in one JSON file that cannot be half written.

A ledger that is damaged, of another version, or edited by hand reads as empty: everything is
then looked at anew, and the output is the same.
"""

import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any

_RACY = 2_000_000_000
"""Nanoseconds within which a file may change twice without a new time stamp (FAT counts in 2 s)."""

Stamp = tuple[int, int, int]
"""Size in bytes, mtime in nanoseconds, inode: equal stamps, equal file."""
UNSURE: Stamp = (-1, -1, -1)
"""No file has this stamp."""


def stamp(path: Path, *, settled: bool = False) -> Stamp:
    """Return the stamp of a file. Raise OSError.

    A ``settled`` one is for files that people write: in place of the inode it holds the time of
    the last change of any kind (ctime), which no program can set back.

    Where ``settled`` is asked for and the file changed a moment ago, return UNSURE: it may
    change again within the same tick (what git calls "racily clean").
    """
    status = path.stat()
    if not settled:
        return status.st_size, status.st_mtime_ns, status.st_ino
    if status.st_mtime_ns > time.time_ns() - _RACY:
        return UNSURE
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def read_ledger(path: Path, version: str) -> dict[str, list[Any]]:
    """Return the rows that ``write_ledger`` wrote with the same version, or none."""
    try:
        seal, _, body = path.read_bytes().partition(b"\n")
        if seal.decode() != _seal(version, body):
            return {}
        rows: dict[str, list[Any]] = json.loads(body)
    except (OSError, ValueError):
        return {}
    return rows


def write_ledger(path: Path, version: str, rows: dict[str, list[Any]]) -> None:
    """Write ``rows`` (JSON values) in place of what was there. Raise OSError."""
    body = json.dumps(rows, sort_keys=True, separators=(",", ":")).encode()
    replace(path, _seal(version, body).encode() + b"\n" + body)


def replace(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` at once: whoever reads finds the old file or the new one. Raise OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(data)
    temporary.replace(path)


def _seal(version: str, body: bytes) -> str:
    return f"{version} {hashlib.sha256(body).hexdigest()}"
