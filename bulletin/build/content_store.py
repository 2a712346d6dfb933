"""What was read before: a reading for each content file, in one SQLite file.

Metadata stand together, a folder of content/ in a row, and are loaded at once; a text's HTML
stands apart and is fetched when its page is printed. A store that is damaged, cut short or of
another version reads as empty: then all is read anew.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from sys import intern

from msgspec import DecodeError, Struct, msgpack
from msgspec.structs import force_setattr, replace

from bulletin.content.models import Article, Page, ParsedBody, compute_body_digest
from bulletin.content.reader import ParsedFile
from bulletin.errors import UserError
from bulletin.storage.cache_database import DATABASE_ERRORS, CacheDatabase, is_database_busy, is_disk_full
from bulletin.storage.cache_file import get_decoder
from bulletin.storage.file_system import FileStamp

_SCHEMA = """
CREATE TABLE folders (name TEXT PRIMARY KEY, seal BLOB, rows BLOB);
CREATE TABLE texts (digest TEXT PRIMARY KEY, html TEXT);
"""
_LAYOUT = 2
"""Raise it with any change of the schema."""


_BATCH = 256
"""Texts that are written at once: another build waits no longer than for these."""


_NO_IDS = frozenset[str]()
"""Of most texts: an empty set of its own takes 200 bytes."""
_BUSY = "Một lần dựng khác đang dùng bộ nhớ đệm. Hãy đợi nó xong rồi chạy lại."


class StoredContent(Struct, frozen=True, gc=False, array_like=True):
    """What is kept of a file."""

    stamp: FileStamp
    """Of the file when it was read."""
    fingerprint: bytes
    """Digest of all that its record says: equal marks, equal records."""
    parsed_file: ParsedFile
    """The HTML of its text left out."""


_ENCODER = msgpack.Encoder()


class ContentStore:
    """The store in ``file``; ``version`` is what readings depend on besides their files."""

    def __init__(self, file: Path, version: str) -> None:
        self._base = CacheDatabase(file, _SCHEMA, _LAYOUT, version)
        self._waiting = 0

    def load(self) -> dict[str, StoredContent]:
        """Return what was read before, by source; nothing where it cannot be trusted."""
        try:
            found = self._base.connect().execute("SELECT name, seal, rows FROM folders").fetchall()
        except DATABASE_ERRORS as error:
            if is_database_busy(error):  # another build is writing: nothing is damaged
                raise UserError(_BUSY) from error
            self._base.discard()
            return {}
        rows: dict[str, StoredContent] = {}
        for name, seal, data in found:
            if seal != self._base.compute_seal(name, data):
                return {}
            try:
                decoded = get_decoder(list[StoredContent]).decode(data)
            except DecodeError:
                return {}
            for row in decoded:
                _share(row.parsed_file)
                rows[row.parsed_file.source] = row
        return rows

    def load_html(self, text: ParsedBody) -> str | None:
        """Return the HTML of ``text``, or None where it is not to be had any more."""
        if text.html or not text.digest:
            return text.html
        try:
            query = "SELECT html FROM texts WHERE digest = ?"
            found = self._base.connect().execute(query, (text.digest,)).fetchone()
        except DATABASE_ERRORS:
            return None
        html = found[0] if found else None
        return html if isinstance(html, str) and compute_body_digest(html) == text.digest else None

    def store_html(self, reading: ParsedFile) -> ParsedFile:
        """Keep the HTML of ``reading`` and return the reading without it. Raise UserError."""
        record = reading.item
        if record is None or not record.body.html:
            return reading
        row = (record.body.digest, record.body.html)

        def keep(base: sqlite3.Connection) -> None:
            base.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", row)
            self._waiting += 1
            if self._waiting == _BATCH:  # texts that no row names do no harm
                base.commit()
                self._waiting = 0

        self._write(keep)
        return _slim(reading, record)

    def save(self, rows: Mapping[str, StoredContent], former: Mapping[str, StoredContent]) -> None:
        """Keep ``rows`` in place of ``former``, which ``load`` returned; only folders that differ are written.

        Either all of it is kept, or the old. Where the file was found damaged since, all of ``rows`` is kept. Raise UserError.
        """
        self._write(lambda base: self._save(base, rows, {} if self._base.is_lost else former))

    def _save(
        self, base: sqlite3.Connection, rows: Mapping[str, StoredContent], former: Mapping[str, StoredContent]
    ) -> None:
        fresh = {source for source, row in rows.items() if former.get(source) is not row}
        folders: dict[str, dict[str, StoredContent]] = {
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
                    data = _ENCODER.encode(list(folders[name].values()))
                    base.execute(
                        "INSERT INTO folders VALUES (?, ?, ?)",
                        (name, self._base.compute_seal(name, data), data),
                    )
            if former:
                replaced = {source: row for source, row in former.items() if rows.get(source) is not row}
                held = _texts(replaced)
            else:
                held = {row[0] for row in base.execute("SELECT digest FROM texts")}
            lost = held - _texts(rows) if held else ()
            base.executemany("DELETE FROM texts WHERE digest = ?", [(one,) for one in lost])

    def close(self) -> None:
        """Let go of the file: before processes are forked, and at the end."""
        self._base.close()

    def _write(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Do ``work``; if the file turns out to be damaged, in a new one. Raise UserError."""
        with _translate_database_errors(self._base.file):
            self._base.write(work)


def _slim(reading: ParsedFile, record: Article | Page) -> ParsedFile:
    """Return ``reading`` of ``record`` without its HTML."""
    plain = "" if isinstance(record, Article) else record.body.first_paragraph
    slim = replace(reading, item=replace(record, body=replace(record.body, html="", first_paragraph=plain)))
    _share(slim)
    return slim


def _share(reading: ParsedFile) -> None:
    """Let equal strings be one object: those that a reading says twice, and names that many articles have.

    Only for a reading that nothing else holds yet. Reason: half a kilobyte of memory an article.
    """
    record = reading.item
    if record is None:
        return
    force_setattr(record, "source", reading.source)
    if not record.body.anchors:
        force_setattr(record.body, "anchors", _NO_IDS)
    if isinstance(record, Article):
        if record.lede == record.summary:
            force_setattr(record, "lede", record.summary)
        force_setattr(record, "section", intern(record.section))
        force_setattr(record, "topic", intern(record.topic))
        if record.tags:
            force_setattr(record, "tags", tuple(map(intern, record.tags)))
        if record.authors:
            force_setattr(record, "authors", tuple(map(intern, record.authors)))


def _folder(source: str) -> str:
    return source.rpartition("/")[0]


def _texts(rows: Mapping[str, StoredContent]) -> set[str]:
    return {row.parsed_file.item.body.digest for row in rows.values() if row.parsed_file.item}


@contextmanager
def _translate_database_errors(file: Path) -> Iterator[None]:
    """Turn what SQLite says when it cannot write into words for an editor."""
    try:
        yield
    except DATABASE_ERRORS as error:
        if is_database_busy(error):
            raise UserError(_BUSY) from error
        what = "đĩa đã đầy; hãy giải phóng chỗ trống"
        if not is_disk_full(error):
            what = "ổ đĩa từ chối; hãy kiểm tra quyền ghi và chỗ trống của ổ đĩa"
        raise UserError(f"Không ghi được bộ nhớ đệm {file}: {what} rồi chạy lại.") from error
