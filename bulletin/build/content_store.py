"""The content store: parsed content files in one SQLite file.

Metadata are stored in one row for each folder of ``content/`` and are loaded together. The HTML of a body has
a row of its own and is loaded when its page is rendered. A store that is damaged or of another version reads
as empty, so all files are parsed again.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from sys import intern
from typing import NamedTuple

from msgspec import DecodeError, Struct, msgpack
from msgspec.structs import force_setattr, replace

from bulletin.content.models import Article, Page, ParsedBody, compute_body_digest
from bulletin.content.reader import ParsedFile
from bulletin.errors import UserError
from bulletin.storage.cache_database import DATABASE_ERRORS, CacheDatabase, is_database_busy, is_disk_full
from bulletin.storage.cache_file import get_decoder
from bulletin.storage.file_system import UNKNOWN_STAMP, FileStamp

_SCHEMA = """
CREATE TABLE folders (name TEXT PRIMARY KEY, seal BLOB, rows BLOB);
CREATE TABLE texts (digest TEXT PRIMARY KEY, html TEXT);
"""
_SCHEMA_VERSION = 3
"""Version of the schema. Raise it with each change of the schema."""


_BATCH = 256
"""Bodies in one transaction. Reason: another build waits no longer than for one transaction."""


_NO_IDS = frozenset[str]()
"""The anchors of most bodies. Reason: an empty set of its own takes 200 bytes."""
_NO_STAMPS: Mapping[str, FileStamp] = {}
_BUSY = "Một lần dựng khác đang dùng bộ nhớ đệm. Hãy đợi nó xong rồi chạy lại."


class StoredContent(Struct, frozen=True, gc=False, array_like=True):
    """The stored data of one content file."""

    fingerprint: bytes
    """Digest of all data of the item. Equal fingerprints mean equal items."""
    parsed_file: ParsedFile
    """The parsed file without the HTML of its body."""


class LoadedContent(NamedTuple):
    """The content of a store."""

    rows: dict[str, StoredContent]
    """Stored content by source."""
    outdated: set[str]
    """Sources of the files whose stamps differ from those at their reading."""


_StoredFolder = tuple[list[FileStamp], list[StoredContent]]
"""Stamps and content of the files of a folder. Reason for lists: the stamps are compared and forgotten."""
_ENCODER = msgpack.Encoder()


class ContentStore:
    """The store in ``file``, valid for one ``version`` of code and settings."""

    def __init__(self, file: Path, version: str) -> None:
        self._database = CacheDatabase(file, _SCHEMA, _SCHEMA_VERSION, version)
        self._pending = 0

    def load(self, stamps: Mapping[str, FileStamp] = _NO_STAMPS) -> LoadedContent:
        """Return the stored content, or nothing if the store is not valid.

        ``stamps`` are the present stamps of the files, by source.
        """
        rows: dict[str, StoredContent] = {}
        outdated: set[str] = set()
        try:
            # One folder at a time, because all of them take a third of the memory of a build.
            for name, seal, data in self._database.connect().execute("SELECT name, seal, rows FROM folders"):
                if seal != self._database.compute_seal(name, data):
                    return LoadedContent({}, set())
                for stamp, row in zip(*get_decoder(_StoredFolder).decode(data), strict=True):
                    source = row.parsed_file.source
                    _share_strings(row.parsed_file)
                    rows[source] = row
                    if stamps.get(source) != stamp or stamp == UNKNOWN_STAMP:
                        outdated.add(source)
        except DecodeError:
            return LoadedContent({}, set())
        except DATABASE_ERRORS as error:
            if is_database_busy(error):  # another build is writing, so nothing is damaged
                raise UserError(_BUSY) from error
            self._database.discard()
            return LoadedContent({}, set())
        return LoadedContent(rows, outdated)

    def load_html(self, body: ParsedBody) -> str | None:
        """Return the HTML of ``body``, or None if the store has lost it."""
        if body.html or not body.digest:
            return body.html
        try:
            query = "SELECT html FROM texts WHERE digest = ?"
            row = self._database.connect().execute(query, (body.digest,)).fetchone()
        except DATABASE_ERRORS:
            return None
        html = row[0] if row else None
        return html if isinstance(html, str) and compute_body_digest(html) == body.digest else None

    def store_html(self, parsed_file: ParsedFile) -> ParsedFile:
        """Store the HTML and return the parsed file without it. Raise UserError."""
        item = parsed_file.item
        if item is None or not item.body.html:
            return parsed_file
        row = (item.body.digest, item.body.html)

        def insert_body(connection: sqlite3.Connection) -> None:
            connection.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", row)
            self._pending += 1
            if self._pending == _BATCH:  # bodies without a row do no harm
                connection.commit()
                self._pending = 0

        self._write(insert_body)
        return _remove_html(parsed_file, item)

    def save(
        self,
        rows: Mapping[str, StoredContent],
        former: Mapping[str, StoredContent],
        stamps: Mapping[str, FileStamp] = _NO_STAMPS,
    ) -> None:
        """Store ``rows`` in place of ``former``, which ``load`` returned. Raise UserError.

        Only folders that differ are written, in one transaction. If the file was found damaged after ``load``, all
        of ``rows`` is stored. A file without a stamp in ``stamps`` counts as outdated when it is loaded.
        """
        former = {} if self._database.is_lost else former
        self._write(lambda connection: self._save(connection, rows, former, stamps))

    def _save(
        self,
        connection: sqlite3.Connection,
        rows: Mapping[str, StoredContent],
        former: Mapping[str, StoredContent],
        stamps: Mapping[str, FileStamp],
    ) -> None:
        changed = {source for source, row in rows.items() if former.get(source) is not row}
        folders: dict[str, dict[str, StoredContent]] = {
            _get_folder(source): {} for source in (*changed, *(former.keys() - rows.keys()))
        }
        for source, row in rows.items():
            if (folder := folders.get(_get_folder(source))) is not None:
                folder[source] = row
        with connection:
            if not former:
                connection.execute("DELETE FROM folders")
            for name in sorted(folders):
                connection.execute("DELETE FROM folders WHERE name = ?", (name,))
                if folders[name]:
                    folder_stamps = [stamps.get(source, UNKNOWN_STAMP) for source in folders[name]]
                    data = _ENCODER.encode((folder_stamps, list(folders[name].values())))
                    connection.execute(
                        "INSERT INTO folders VALUES (?, ?, ?)",
                        (name, self._database.compute_seal(name, data), data),
                    )
            if former:
                replaced = {source: row for source, row in former.items() if rows.get(source) is not row}
                stored = _collect_body_digests(replaced)
            else:
                stored = {row[0] for row in connection.execute("SELECT digest FROM texts")}
            unused = stored - _collect_body_digests(rows) if stored else ()
            connection.executemany("DELETE FROM texts WHERE digest = ?", [(digest,) for digest in unused])

    def close(self) -> None:
        """Close the file. Call it before processes are forked."""
        self._database.close()

    def _write(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Run ``work`` in a transaction, in a new file if the old one is damaged.

        Raise UserError.
        """
        with _translate_database_errors(self._database.file):
            self._database.write(work)


def _remove_html(parsed_file: ParsedFile, item: Article | Page) -> ParsedFile:
    """Return ``parsed_file`` without the HTML of its item."""
    first_paragraph = "" if isinstance(item, Article) else item.body.first_paragraph
    slim = replace(
        parsed_file, item=replace(item, body=replace(item.body, html="", first_paragraph=first_paragraph))
    )
    _share_strings(slim)
    return slim


def _share_strings(parsed_file: ParsedFile) -> None:
    """Share equal strings: those within an item, and names that many articles have.

    Call it only for an item that no other object refers to yet.
    Reason: half a kilobyte of memory for each article.
    """
    item = parsed_file.item
    if item is None:
        return
    force_setattr(item, "source", parsed_file.source)
    if not item.body.anchors:
        force_setattr(item.body, "anchors", _NO_IDS)
    if isinstance(item, Article):
        if item.lede == item.summary:
            force_setattr(item, "lede", item.summary)
        force_setattr(item, "section", intern(item.section))
        force_setattr(item, "topic", intern(item.topic))
        if item.tags:
            force_setattr(item, "tags", tuple(map(intern, item.tags)))
        if item.authors:
            force_setattr(item, "authors", tuple(map(intern, item.authors)))


def _get_folder(source: str) -> str:
    return source.rpartition("/")[0]


def _collect_body_digests(rows: Mapping[str, StoredContent]) -> set[str]:
    return {row.parsed_file.item.body.digest for row in rows.values() if row.parsed_file.item}


@contextmanager
def _translate_database_errors(file: Path) -> Iterator[None]:
    """Turn write errors of SQLite into messages for an editor."""
    try:
        yield
    except DATABASE_ERRORS as error:
        if is_database_busy(error):
            raise UserError(_BUSY) from error
        problem = "đĩa đã đầy; hãy giải phóng chỗ trống"
        if not is_disk_full(error):
            problem = "ổ đĩa từ chối; hãy kiểm tra quyền ghi và chỗ trống của ổ đĩa"
        raise UserError(f"Không ghi được bộ nhớ đệm {file}: {problem} rồi chạy lại.") from error
