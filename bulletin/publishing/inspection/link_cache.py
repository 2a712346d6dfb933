"""Remembers what files of the site say, so that an inspection reads only those that changed.

What is damaged, or of another version, is forgotten: then everything is read again.
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
_LAYOUT = 2
"""Raise it with any change of the schema."""

LinkTarget = tuple[str, bool, str]
"""Where links lead: path from the root of the site, whether it ends in a slash, fragment."""
InboundLinkCounts = dict[LinkTarget, int]
"""How often each place of the site is led to."""


class _State(Struct, frozen=True):
    """What is known of all files together."""

    listed: bytes
    """Digest of the list of files that are known, each with its own digest."""
    counts: InboundLinkCounts | None


_ENCODER = msgpack.Encoder()
_STATES, _FACTS = msgpack.Decoder(_State), msgpack.Decoder(PageLinks)


class LinkCacheDamagedError(Exception):
    """What was remembered is not what was written."""


class LinkCache:
    """The facts in ``file`` of a site at ``origin``."""

    def __init__(self, file: Path, origin: SiteOrigin) -> None:
        rules = (
            fingerprint_folder(Path(__file__).parent, "page_links.py"),
            fingerprint_folder(Path(__file__).parent, "page_parser.py"),
        )
        self._base = CacheDatabase(file, _SCHEMA, _LAYOUT, repr((origin, rules, "facts-3")))
        self._known: dict[str, str] = {}

    def load(self) -> tuple[dict[str, str], InboundLinkCounts | None]:
        """Return the digests of the files that are known, by path, and how often each place is led to.

        The counts are there only where nothing was wrong with the site.
        """
        try:
            with closing(self._base):
                base = self._base.connect()
                row = base.execute("SELECT seal, data FROM state").fetchone()
                if row and row[0] == self._base.compute_seal("", row[1]):
                    state = _STATES.decode(row[1])
                    rows = base.execute("SELECT path, digest FROM facts ORDER BY path").fetchall()
                    # The links of a file that is not listed would count for ever.
                    if state.listed == _listed(rows):
                        self._known = dict(rows)
                        return self._known, state.counts
        except (*DATABASE_ERRORS, DecodeError) as error:
            logger.debug("%s is damaged: %s", self._base.file, error)
        self.clear()
        return {}, None

    def read_links(self, paths: Iterable[str] | None = None) -> Iterator[tuple[str, PageLinks]]:
        """Yield what is known of ``paths``, or of all files. Raise DamagedError."""
        try:
            with closing(self._base):
                base = self._base.connect()
                query = "SELECT path, seal, data FROM facts"
                chosen: list[tuple[str, ...]] = [()]
                if paths is not None:
                    query, chosen = f"{query} WHERE path = ?", [(path,) for path in paths]
                missing = (
                    set(self._known) if paths is None else self._known.keys() & {one for (one,) in chosen}
                )
                for path, seal, data in (row for one in chosen for row in base.execute(query, one)):
                    if seal != self._base.compute_seal(path, data):
                        raise LinkCacheDamagedError
                    missing.discard(path)
                    yield path, _FACTS.decode(data)
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
        """Keep ``fresh`` facts, with the ``digests`` of their files, and drop those that are ``gone``: all of it or none.

        Where the file cannot be written to, everything is forgotten: it only saves work. Raise OSError.
        """
        rows = []
        for path, facts in fresh.items():
            data = _ENCODER.encode(facts)
            rows.append((path, digests[path], self._base.compute_seal(path, data), data))
        state = _ENCODER.encode(_State(_listed(sorted(digests.items())), counts))
        try:
            with closing(self._base), self._base.connect() as base:
                base.executemany("DELETE FROM facts WHERE path = ?", [(path,) for path in gone])
                base.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)", rows)
                base.execute("DELETE FROM state")
                base.execute("INSERT INTO state VALUES (?, ?)", (self._base.compute_seal("", state), state))
        except DATABASE_ERRORS:
            self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._known = {}
        self._base.discard()


def _listed(rows: Sequence[tuple[str, str]]) -> bytes:
    """Return the digest of the list of files that are known, each with its own digest."""
    return hashlib.sha256(repr(rows).encode()).digest()
