"""Remembers what files of the site say, so that an inspection reads only those that changed.

What is damaged, or of another version, is forgotten: then everything is read again.
"""

import hashlib
import logging
import marshal
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from plugins.cache_bases import DAMAGE, connect, discard
from plugins.engine.version import files
from publishing.facts import Facts, Origin

log = logging.getLogger(__name__)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (path TEXT PRIMARY KEY, digest TEXT, seal BLOB, data BLOB) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (version TEXT, seal BLOB, data BLOB);
"""
_SEAL = 16
"""Bytes."""

Place = tuple[str, bool, str]
"""Where links lead: path from the root of the site, whether it ends in a slash, fragment."""
Counts = dict[Place, int]
"""How often each place of the site is led to."""


class DamagedError(Exception):
    """What was remembered is not what was written."""


class FactsStore:
    """The facts in ``file`` of a site at ``origin``."""

    def __init__(self, file: Path, origin: Origin) -> None:
        self._file = file
        rules = files(Path(__file__).parent, "facts.py"), files(Path(__file__).parent, "page.py")
        self._version = hashlib.sha256(repr((tuple(origin), rules, "facts-2")).encode()).hexdigest()
        self._known: dict[str, str] = {}

    def load(self) -> tuple[dict[str, str], Counts | None]:
        """Return the digests of the files that are known, by path, and how often each place is led to.

        The counts are there only where nothing was wrong with the site.
        """
        try:
            with closing(self._connect()) as base:
                state = base.execute("SELECT version, seal, data FROM state").fetchone()
                if state and state[0] == self._version and state[1] == _sealed(state[2]):
                    listed, counts = marshal.loads(state[2])  # noqa: S302  # our own, sealed
                    rows = base.execute("SELECT path, digest FROM facts ORDER BY path").fetchall()
                    if listed == _listed(rows):  # the links of a file that is not listed would count for ever
                        self._known = dict(rows)
                        return self._known, counts
        except DAMAGE as error:
            log.debug("%s is damaged: %s", self._file, error)
        self.forget()
        return {}, None

    def facts(self, paths: Iterable[str] | None = None) -> Iterator[tuple[str, Facts]]:
        """Yield what is known of ``paths``, or of all files. Raise DamagedError."""
        try:
            with closing(self._connect()) as base:
                query = "SELECT path, seal, data FROM facts"
                chosen: list[tuple[str, ...]] = [()]
                if paths is not None:
                    query, chosen = f"{query} WHERE path = ?", [(path,) for path in paths]
                missing = (
                    set(self._known) if paths is None else self._known.keys() & {one for (one,) in chosen}
                )
                for path, seal, data in (row for one in chosen for row in base.execute(query, one)):
                    if seal != _sealed(data, path):
                        raise DamagedError
                    missing.discard(path)
                    yield path, Facts(*marshal.loads(data))  # noqa: S302  # our own, sealed
                if missing:
                    raise DamagedError
        except DAMAGE as error:
            raise DamagedError from error

    def save(
        self,
        fresh: Mapping[str, Facts],
        digests: Mapping[str, str],
        gone: Iterable[str],
        counts: Counts | None,
    ) -> None:
        """Keep ``fresh`` facts, with the ``digests`` of their files, and drop those that are ``gone``: all of it or none.

        Where the file cannot be written to, everything is forgotten: it only saves work. Raise OSError.
        """
        rows = []
        for path, facts in fresh.items():
            data = marshal.dumps(tuple(facts))
            rows.append((path, digests[path], _sealed(data, path), data))
        state = marshal.dumps((_listed(sorted(digests.items())), counts))
        try:
            with closing(self._connect()) as base, base:
                base.executemany("DELETE FROM facts WHERE path = ?", [(path,) for path in gone])
                base.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)", rows)
                base.execute("DELETE FROM state")
                base.execute("INSERT INTO state VALUES (?, ?, ?)", (self._version, _sealed(state), state))
        except DAMAGE:
            self.forget()

    def forget(self) -> None:
        """Forget everything."""
        self._known = {}
        discard(self._file)

    def _connect(self) -> sqlite3.Connection:
        return connect(self._file, _SCHEMA)


def _listed(rows: Sequence[tuple[str, str]]) -> bytes:
    """Return the seal of the list of files that are known, each with its digest."""
    return _sealed(repr(rows).encode())


def _sealed(data: object, path: object = "") -> bytes:
    """Return the seal of ``data`` at ``path``; a damaged file may hold anything in its place."""
    made = hashlib.blake2b(repr(path).encode(), digest_size=_SEAL)
    made.update(data if isinstance(data, bytes) else b"")
    return made.digest()
