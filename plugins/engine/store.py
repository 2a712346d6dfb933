"""What was read before: a reading for each content file, in one SQLite file.

Metadata stand together, a folder of content/ in a row, and are loaded at once; a text's HTML
stands apart and is fetched when its page is printed. A store that is damaged, cut short or of
another version reads as empty: then all is read anew.
"""

import hashlib
import os
import pickle
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from sys import intern
from typing import NamedTuple

from plugins.cache_bases import DAMAGE, connect, discard, is_busy, is_full
from plugins.circles import unsearched
from plugins.ledger import Stamp
from plugins.mistakes import UserError
from plugins.records.desk import Reading
from plugins.records.record import Article, Page, Text, text_digest

_SCHEMA = """
CREATE TABLE IF NOT EXISTS folders (name TEXT PRIMARY KEY, version TEXT, seal BLOB, rows BLOB);
CREATE TABLE IF NOT EXISTS texts (digest TEXT PRIMARY KEY, html TEXT);
"""


_BATCH = 256
"""Texts that are written at once: another build waits no longer than for these."""


_NO_IDS = frozenset[str]()
"""Of most texts: an empty set of its own takes 200 bytes."""
_BUSY = "Một lần dựng khác đang dùng bộ nhớ đệm. Hãy đợi nó xong rồi chạy lại."


class Row(NamedTuple):
    """What is kept of a file."""

    stamp: Stamp
    """Of the file when it was read."""
    mark: bytes
    """Digest of all that its record says: equal marks, equal records."""
    reading: Reading
    """The HTML of its text left out."""


class ReadingStore:
    """The store in ``file``; ``version`` is what readings depend on besides their files."""

    def __init__(self, file: Path, version: str) -> None:
        self._file, self._version = file, version
        self._base: sqlite3.Connection | None = None
        self._process = 0
        self._waiting = 0
        self._lost = False
        """Whether the file was damaged, and what it held is gone."""

    def load(self) -> dict[str, Row]:
        """Return what was read before, by source; nothing where it cannot be trusted."""
        try:
            found = self._connect().execute("SELECT name, version, seal, rows FROM folders").fetchall()
        except DAMAGE as error:
            if is_busy(error):  # another build is writing: nothing is damaged
                raise UserError(_BUSY) from error
            self._start_anew()
            return {}
        rows: dict[str, Row] = {}
        with unsearched():
            for name, version, seal, data in found:
                if version != self._version or seal != _seal(name, data):
                    return {}
                rows.update(pickle.loads(data))  # noqa: S301  # our own cache, sealed
        return rows

    def html(self, text: Text) -> str | None:
        """Return the HTML of ``text``, or None where it is not to be had any more."""
        if text.html or not text.digest:
            return text.html
        try:
            found = (
                self._connect().execute("SELECT html FROM texts WHERE digest = ?", (text.digest,)).fetchone()
            )
        except DAMAGE:
            return None
        html = found[0] if found else None
        return html if isinstance(html, str) and text_digest(html) == text.digest else None

    def slim(self, reading: Reading) -> Reading:
        """Keep the HTML of ``reading`` and return the reading without it. Raise UserError."""
        record = reading.record
        if record is None or not record.text.html:
            return reading
        row = (record.text.digest, record.text.html)

        def keep(base: sqlite3.Connection) -> None:
            base.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", row)
            self._waiting += 1
            if self._waiting == _BATCH:  # texts that no row names do no harm
                base.commit()
                self._waiting = 0

        self._written(keep)
        return reading._replace(record=_slim(record))

    def save(self, rows: Mapping[str, Row], former: Mapping[str, Row]) -> None:
        """Keep ``rows`` in place of ``former``, which ``load`` returned; only folders that differ are written.

        Either all of it is kept, or the old. Where the file was found damaged since, all of ``rows`` is kept. Raise UserError.
        """
        self._written(lambda base: self._save(base, rows, {} if self._lost else former))

    def _save(self, base: sqlite3.Connection, rows: Mapping[str, Row], former: Mapping[str, Row]) -> None:
        fresh = {source for source, row in rows.items() if former.get(source) is not row}
        folders: dict[str, dict[str, Row]] = {
            _folder(source): {} for source in (*fresh, *(former.keys() - rows.keys()))
        }
        for source, row in rows.items():
            if (folder := folders.get(_folder(source))) is not None:
                folder[source] = row
        with base:
            if not former:
                base.execute("DELETE FROM folders")
            for name in sorted(folders):
                base.execute("DELETE FROM folders WHERE name = ?", (name,))
                if folders[name]:
                    data = pickle.dumps(folders[name], protocol=5)
                    values = (name, self._version, _seal(name, data), data)
                    base.execute("INSERT INTO folders VALUES (?, ?, ?, ?)", values)
            if former:
                replaced = {source: row for source, row in former.items() if rows.get(source) is not row}
                held = _texts(replaced)
            else:
                held = {row[0] for row in base.execute("SELECT digest FROM texts")}
            lost = held - _texts(rows) if held else ()
            base.executemany("DELETE FROM texts WHERE digest = ?", [(one,) for one in lost])

    def close(self) -> None:
        """Let go of the file: before processes are forked, and at the end."""
        if self._base is not None and self._process == os.getpid():
            self._base.close()
        self._base = None

    def _connect(self) -> sqlite3.Connection:
        if self._base is None or self._process != os.getpid():  # a connection must not be used across a fork
            self._base, self._process = connect(self._file, _SCHEMA), os.getpid()
        return self._base

    def _written(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Do ``work``; where the file turns out to be damaged, in one that is made anew. Raise UserError."""
        with _told(self._file):
            try:
                work(self._connect())
            except DAMAGE as error:
                if is_busy(error) or is_full(error):
                    raise
                self._start_anew()
                work(self._connect())

    def _start_anew(self) -> None:
        self._lost = True
        self.close()
        discard(self._file)


def _slim(record: Article | Page) -> Article | Page:
    """Return ``record`` without its HTML; the names that many articles share are one object each."""
    if not isinstance(record, Article):
        return record._replace(text=record.text._replace(html=""))
    return record._replace(
        text=record.text._replace(html="", plain="", ids=record.text.ids or _NO_IDS),
        section=intern(record.section),
        tags=tuple(map(intern, record.tags)),
        authors=tuple(map(intern, record.authors)),
        topic=intern(record.topic),
    )


def _seal(name: object, data: object) -> bytes:
    """Return the digest of a row; a damaged file may hold anything in its place."""
    return hashlib.sha256(repr(name).encode() + (data if isinstance(data, bytes) else b"")).digest()


def _folder(source: str) -> str:
    return source.rpartition("/")[0]


def _texts(rows: Mapping[str, Row]) -> set[str]:
    return {row.reading.record.text.digest for row in rows.values() if row.reading.record}


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Turn what SQLite says when it cannot write into words for an editor."""
    try:
        yield
    except DAMAGE as error:
        if is_busy(error):
            raise UserError(_BUSY) from error
        what = "đĩa đã đầy; hãy giải phóng chỗ trống"
        if not is_full(error):
            what = "ổ đĩa từ chối; hãy kiểm tra quyền ghi và chỗ trống của ổ đĩa"
        raise UserError(f"Không ghi được bộ nhớ đệm {file}: {what} rồi chạy lại.") from error
