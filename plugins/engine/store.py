"""What was read before: a reading for each content file, in one SQLite file.

Metadata stands together and is loaded at once; a text's HTML stands apart and is fetched when its
page is printed. A store that is damaged, cut short or of another version reads as empty: then all
is read anew.
"""

import hashlib
import pickle
import sqlite3
from dataclasses import replace
from pathlib import Path

from plugins.ledger import Stamp
from plugins.records.desk import Reading
from plugins.records.record import Text, text_digest

Rows = dict[str, tuple[Stamp, Reading]]
"""By source: the stamp of the file, and what came of it (its HTML left out)."""


class ReadingStore:
    """The store in ``file``; ``version`` is what readings depend on besides their files."""

    def __init__(self, file: Path, version: str) -> None:
        self._file, self._version = file, version
        self._fresh: dict[str, str] = {}
        self._base: sqlite3.Connection | None = None

    def load(self) -> Rows:
        """Return what was read before; nothing where it cannot be trusted."""
        try:
            found = self._connect().execute("SELECT version, seal, rows FROM readings").fetchone()
        except sqlite3.DatabaseError:
            self._start_anew()
            return {}
        if found is None or found[0] != self._version or hashlib.sha256(found[2]).hexdigest() != found[1]:
            return {}
        rows: Rows = pickle.loads(found[2])  # noqa: S301  # our own cache, sealed
        return rows

    def html(self, text: Text) -> str | None:
        """Return the HTML of ``text``, or None where it is not to be had any more."""
        if text.html or not text.digest:
            return text.html
        if text.digest in self._fresh:
            return self._fresh[text.digest]
        try:
            found = (
                self._connect().execute("SELECT html FROM texts WHERE digest = ?", (text.digest,)).fetchone()
            )
        except sqlite3.DatabaseError:
            return None
        if found is None or text_digest(found[0]) != text.digest:
            return None
        return str(found[0])

    def slim(self, reading: Reading) -> Reading:
        """Return ``reading`` without its HTML, which the store keeps until ``save``."""
        record = reading.record
        if record is None or not record.text.html:
            return reading
        self._fresh[record.text.digest] = record.text.html
        return replace(reading, record=replace(record, text=replace(record.text, html="")))

    def save(self, rows: Rows) -> None:
        """Keep ``rows``, and of the texts those that they name. Either all of it is kept, or the old."""
        data = pickle.dumps(rows, protocol=5)
        seal = hashlib.sha256(data).hexdigest()
        try:
            self._write(data, seal, rows)
        except sqlite3.DatabaseError:
            self._start_anew()
            self._write(data, seal, rows)

    def close(self) -> None:
        """Let go of the file: before processes are forked, and at the end."""
        if self._base is not None:
            self._base.close()
            self._base = None

    def _write(self, data: bytes, seal: str, rows: Rows) -> None:
        base = self._connect()
        with base:
            base.execute("DELETE FROM readings")
            base.execute("INSERT INTO readings VALUES (?, ?, ?)", (self._version, seal, data))
            base.executemany("INSERT OR REPLACE INTO texts VALUES (?, ?)", self._fresh.items())
            named = {reading.record.text.digest for _, reading in rows.values() if reading.record}
            stored = {row[0] for row in base.execute("SELECT digest FROM texts")}
            base.executemany("DELETE FROM texts WHERE digest = ?", [(one,) for one in stored - named])

    def _connect(self) -> sqlite3.Connection:
        if self._base is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(self._file, timeout=30)
            self._base.executescript(
                "CREATE TABLE IF NOT EXISTS readings (version TEXT, seal TEXT, rows BLOB);"
                "CREATE TABLE IF NOT EXISTS texts (digest TEXT PRIMARY KEY, html TEXT) WITHOUT ROWID;"
            )
        return self._base

    def _start_anew(self) -> None:
        self.close()
        self._file.unlink(missing_ok=True)
