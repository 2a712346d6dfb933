"""Keep the links of files, so that an inspection reads only changed files.

A damaged cache file, or one of another version, is cleared. Then all files are read again.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from msgspec import DecodeError, Struct, msgpack

from bulletin.build.fingerprints import fingerprint_folder
from bulletin.publishing.inspection.page_links import PageLinks, SiteOrigin
from bulletin.storage.cache_database import DATABASE_ERRORS, CacheDatabase

logger = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE facts (path TEXT PRIMARY KEY, digest TEXT, seal BLOB, data BLOB) WITHOUT ROWID;
CREATE TABLE state (seal BLOB, data BLOB);
"""
_SCHEMA_VERSION = 2
"""Version of the schema; every change of the schema increases it."""

LinkTarget = tuple[str, bool, str]
"""An internal link target: path from the root of the site, if it ends in a slash, fragment."""
InboundLinkCounts = dict[LinkTarget, int]
"""The number of links to each internal link target."""


class _State(Struct, frozen=True):
    """The state of the whole cache."""

    listed: bytes
    """Digest of the list of all known files with their digests."""
    counts: InboundLinkCounts | None


_ENCODER = msgpack.Encoder()
_STATE_DECODER, _LINKS_DECODER = msgpack.Decoder(_State), msgpack.Decoder(PageLinks)


class LinkCacheDamagedError(Exception):
    """The content of the cache is not what was written."""


class LinkCache:
    """The links of the files of a site, in one SQLite file."""

    def __init__(self, file: Path, origin: SiteOrigin) -> None:
        rules = (
            fingerprint_folder(Path(__file__).parent, "page_links.py"),
            fingerprint_folder(Path(__file__).parent, "page_parser.py"),
        )
        self._database = CacheDatabase(file, _SCHEMA, _SCHEMA_VERSION, repr((origin, rules, "facts-4")))
        self._known: dict[str, str] = {}

    def load(self) -> tuple[dict[str, str], InboundLinkCounts | None]:
        """Return the digests of the known files by path, and the counts of inbound links.

        The counts are None if the last inspection found problems.
        """
        try:
            with closing(self._database):
                connection = self._database.connect()
                row = connection.execute("SELECT seal, data FROM state").fetchone()
                if row and row[0] == self._database.compute_seal("", row[1]):
                    state = _STATE_DECODER.decode(row[1])
                    rows = connection.execute("SELECT path, digest FROM facts ORDER BY path").fetchall()
                    # Otherwise the links of a file that is not listed would always be counted.
                    if state.listed == _digest_list(rows):
                        self._known = dict(rows)
                        return self._known, state.counts
        except (*DATABASE_ERRORS, DecodeError) as error:
            logger.debug("%s is damaged: %s", self._database.file, error)
        self.clear()
        return {}, None

    def read_links(self, paths: Iterable[str] | None = None) -> Iterator[tuple[str, PageLinks]]:
        """Yield the links of ``paths``, or of all files. Raise LinkCacheDamagedError."""
        try:
            with closing(self._database):
                connection = self._database.connect()
                query = "SELECT path, seal, data FROM facts"
                parameter_sets: list[tuple[str, ...]] = [()]
                if paths is not None:
                    query, parameter_sets = f"{query} WHERE path = ?", [(path,) for path in paths]
                missing = (
                    set(self._known)
                    if paths is None
                    else self._known.keys() & {path for (path,) in parameter_sets}
                )
                for path, seal, data in (
                    row for parameters in parameter_sets for row in connection.execute(query, parameters)
                ):
                    if seal != self._database.compute_seal(path, data):
                        raise LinkCacheDamagedError
                    missing.discard(path)
                    yield path, _LINKS_DECODER.decode(data)
                if missing:
                    raise LinkCacheDamagedError
        except (*DATABASE_ERRORS, DecodeError) as error:
            raise LinkCacheDamagedError from error

    def save(
        self,
        fresh: Mapping[str, PageLinks],
        digests: Mapping[str, str],
        gone: Iterable[str],
        counts: InboundLinkCounts | None,
    ) -> None:
        """Save the links of changed files and delete those of ``gone`` files.

        Both are done in one transaction.
        If the file cannot be written, the cache is cleared. Raise OSError if that fails.
        """
        rows = []
        for path, page in fresh.items():
            data = _ENCODER.encode(page)
            rows.append((path, digests[path], self._database.compute_seal(path, data), data))
        state = _ENCODER.encode(_State(_digest_list(sorted(digests.items())), counts))
        try:
            with closing(self._database), self._database.connect() as connection:
                connection.executemany("DELETE FROM facts WHERE path = ?", [(path,) for path in gone])
                connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)", rows)
                connection.execute("DELETE FROM state")
                connection.execute(
                    "INSERT INTO state VALUES (?, ?)", (self._database.compute_seal("", state), state)
                )
        except DATABASE_ERRORS:
            self.clear()

    def clear(self) -> None:
        """Delete the whole cache."""
        self._known = {}
        self._database.discard()


def _digest_list(rows: Sequence[tuple[str, str]]) -> bytes:
    """Return the digest of the list of all known files with their digests."""
    return hashlib.sha256(repr(rows).encode()).digest()
