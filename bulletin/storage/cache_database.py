"""SQLite files in the cache, with a checksum for each row."""

import hashlib
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

from bulletin.storage.cache_folder import create_folder, is_regular_file, remove_path

DATABASE_ERRORS = (sqlite3.Error, MemoryError)
"""Errors that SQLite raises for a damaged file; MemoryError if a length in the file is wrong."""
_SUFFIXES = ("", "-journal", "-wal", "-shm")
"""Suffixes of the database and of the files that SQLite keeps beside it."""


class CacheDatabase:
    """Tables in an SQLite file of the cache. A damaged file is replaced.

    Args:
        file: a file of the cache, which need not exist.
        schema: statements that create the tables.
        layout: number of the schema. Tables of another number are dropped.
        version: state of code and settings that the rows depend on. It is part of each seal.

    """

    def __init__(self, file: Path, schema: str, layout: int, version: str) -> None:
        self.file = file
        self._schema, self._schema_version = schema, layout
        self._seal_start = hashlib.sha256(f"{version}\0".encode())
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self.is_lost = False
        """True after ``write`` replaced a damaged file, so that the rows of the old file are gone."""

    def connect(self) -> sqlite3.Connection:
        """Return the connection of this process. Open the connection if there is none.

        Raises:
            OSError: the file cannot be opened.
            sqlite3.Error, MemoryError: see ``DATABASE_ERRORS``.

        Reason: SQLite forbids the use of one connection on both sides of a fork.

        """
        if self._connection is None or self._process != os.getpid():
            self._connection, self._process = self._open(), os.getpid()
        return self._connection

    def close(self) -> None:
        """Close the connection. Call it at the end and before the process forks."""
        if self._connection is not None and self._process == os.getpid():
            self._connection.close()
        self._connection = None

    def discard(self) -> None:
        """Remove the file. Raise OSError."""
        self.close()
        remove_cache_database(self.file)

    def write(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Call ``work`` with the connection. Retry in a new file if the file is damaged.

        Raise OSError or one of ``DATABASE_ERRORS``.
        """
        try:
            work(self.connect())
        except DATABASE_ERRORS as error:
            if is_database_busy(error) or is_disk_full(error):
                raise
            self.is_lost = True
            self.discard()
            work(self.connect())

    def compute_seal(self, name: object, data: object) -> bytes:
        """Return the checksum of a row.

        Reason: SQLite reads a damaged file without an error if only the values are damaged.
        """
        seal = self._seal_start.copy()
        seal.update(repr(name).encode())
        if isinstance(data, bytes):
            seal.update(data)
        return seal.digest()

    def _open(self) -> sqlite3.Connection:
        create_folder(self.file.parent)
        for path in _list_files(self.file):
            if not is_regular_file(path):
                remove_path(path)
        connection = sqlite3.connect(self.file, timeout=30)
        try:
            connection.execute("PRAGMA synchronous = OFF")  # the seals detect what a power cut damaged
            if _read_schema_version(connection) != self._schema_version:
                self._create_tables(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _create_tables(self, connection: sqlite3.Connection) -> None:
        """Create the tables unless another process has just created them."""
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            if _read_schema_version(connection) == self._schema_version:
                return
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).fetchall():
                connection.execute(f'DROP TABLE "{name}"')
            for statement in self._schema.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {self._schema_version}")


def remove_cache_database(file: Path) -> None:
    """Remove the database in ``file`` and the files beside it. Raise OSError."""
    for path in _list_files(file):
        remove_path(path)


def is_database_busy(error: BaseException) -> bool:
    """Tell if another process holds a lock on the database."""
    return _get_error_code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_disk_full(error: BaseException) -> bool:
    """Tell if SQLite failed because the disk is full."""
    return _get_error_code(error) == sqlite3.SQLITE_FULL


def _read_schema_version(connection: sqlite3.Connection) -> int:
    number: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return number


def _get_error_code(error: BaseException) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _list_files(file: Path) -> list[Path]:
    return [file.with_name(file.name + suffix) for suffix in _SUFFIXES]
