"""Keep rows of the cache in an SQLite file, each with a seal; a file that cannot be used is made again."""

import hashlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from bulletin.storage.cache_folder import create_folder, is_regular_file, remove_path

DATABASE_ERRORS = (sqlite3.Error, MemoryError)
"""SQLite raises these of a damaged file; the second if a length in the file is wrong."""
_BESIDE = ("", "-journal", "-wal", "-shm")
"""Endings of the files that SQLite keeps beside a database."""


class CacheDatabase:
    """The database in ``file`` with the tables of ``schema``.

    Args:
        file: a file of the cache, which need not exist.
        schema: statements that make the tables.
        layout: number of the schema. The tables of another number are dropped.
        version: what the rows depend on besides their own sources. A seal of another version is no seal.

    """

    def __init__(self, file: Path, schema: str, layout: int, version: str) -> None:
        self.file = file
        self._schema, self._layout = schema, layout
        self._sealing = hashlib.sha256(f"{version}\0".encode())
        self._base: sqlite3.Connection | None = None
        self._process = 0
        self.is_lost = False
        """Whether the file was damaged, and what it held is gone."""

    def connect(self) -> sqlite3.Connection:
        """Return the connection of this process, opened if there is none. Raise one of DAMAGE, OSError.

        Reason: SQLite forbids that a connection is used across a fork.
        """
        if self._base is None or self._process != os.getpid():
            self._base, self._process = self._open(), os.getpid()
        return self._base

    def close(self) -> None:
        """Close the connection: before processes are forked, and at the end."""
        if self._base is not None and self._process == os.getpid():
            self._base.close()
        self._base = None

    def discard(self) -> None:
        """Remove the file. Raise OSError."""
        self.close()
        remove_cache_database(self.file)

    def write(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Do ``work``; if the file turns out to be damaged, do it again in a new one. Raise one of DAMAGE, OSError."""
        try:
            work(self.connect())
        except DATABASE_ERRORS as error:
            if is_database_busy(error) or is_disk_full(error):
                raise
            self.is_lost = True
            self.discard()
            work(self.connect())

    def compute_seal(self, name: object, data: object) -> bytes:
        """Return the seal of the row ``name`` that holds ``data``; a damaged file may hold anything in their place."""
        made = self._sealing.copy()
        made.update(repr(name).encode())
        if isinstance(data, bytes):
            made.update(data)
        return made.digest()

    def _open(self) -> sqlite3.Connection:
        create_folder(self.file.parent)
        for one in _files(self.file):
            if not is_regular_file(one):
                remove_path(one)
        base = sqlite3.connect(self.file, timeout=30)
        try:
            base.execute("PRAGMA synchronous = OFF")  # what a power cut garbles, the seals tell
            if _layout(base) != self._layout:
                self._lay_out(base)
        except BaseException:
            base.close()
            raise
        return base

    def _lay_out(self, base: sqlite3.Connection) -> None:
        """Make the tables, unless another process made them before this one got the lock."""
        with base:
            base.execute("BEGIN IMMEDIATE")
            if _layout(base) == self._layout:
                return
            for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                base.execute(f'DROP TABLE "{name}"')
            for statement in self._schema.split(";"):
                base.execute(statement)
            base.execute(f"PRAGMA user_version = {self._layout}")


def remove_cache_database(file: Path) -> None:
    """Remove the database in ``file``. Raise OSError."""
    for one in _files(file):
        remove_path(one)


def is_database_busy(error: BaseException) -> bool:
    """Tell whether another process holds the database."""
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_disk_full(error: BaseException) -> bool:
    """Tell whether the disk is full."""
    return _code(error) == sqlite3.SQLITE_FULL


def _layout(base: sqlite3.Connection) -> int:
    number: int = base.execute("PRAGMA user_version").fetchone()[0]
    return number


def _code(error: BaseException) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _files(file: Path) -> list[Path]:
    return [file.with_name(file.name + ending) for ending in _BESIDE]
