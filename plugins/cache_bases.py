"""Databases of the cache: SQLite opens what is a file, and one that it cannot use is removed."""

import sqlite3
from pathlib import Path

from plugins.cache_files import is_file, make_folder, remove

DAMAGE = (sqlite3.Error, MemoryError)
"""SQLite raises these of a damaged file; the second where a length in the file is wrong."""
_BESIDE = ("", "-journal", "-wal", "-shm")
"""Endings of the files that SQLite keeps beside a database."""


def connect(file: Path, schema: str) -> sqlite3.Connection:
    """Open the database in ``file`` with the tables of ``schema``. Raise one of DAMAGE, OSError."""
    make_folder(file.parent)
    for one in _files(file):
        if not is_file(one):
            remove(one)
    base = sqlite3.connect(file, timeout=30)
    try:
        base.execute("PRAGMA synchronous = OFF")  # what a power cut garbles, the seals tell
        base.executescript(schema)
    except BaseException:
        base.close()
        raise
    return base


def discard(file: Path) -> None:
    """Remove the database in ``file``. Raise OSError."""
    for one in _files(file):
        remove(one)


def is_busy(error: BaseException) -> bool:
    """Tell whether another process holds the database."""
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_full(error: BaseException) -> bool:
    """Tell whether the disk is full."""
    return _code(error) == sqlite3.SQLITE_FULL


def _code(error: BaseException) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _files(file: Path) -> list[Path]:
    return [file.with_name(file.name + ending) for ending in _BESIDE]
