"""Remembers what files of the site say, so that an inspection reads only those that changed.

What is damaged, or of another version, is forgotten: then everything is read again.
"""

import hashlib
import marshal
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from plugins.engine.version import files
from publishing.facts import Facts, Origin

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
        self._version = hashlib.sha256(repr((tuple(origin), rules, "facts-1")).encode()).hexdigest()

        self._recalled: tuple[dict[str, str], Counts | None] | None = None

    def recall(self) -> None:
        """Read now what ``load`` is to return, and not when it is asked for."""
        self._recalled = self.load()

    def load(self) -> tuple[dict[str, str], Counts | None]:
        """Return the digests of the files that are known, by path, and how often each place is led to.

        The counts are there only where nothing was wrong with the site.
        """
        if recalled := self._recalled:
            self._recalled = None
            return recalled
        try:
            with closing(self._connect()) as base:
                state = base.execute("SELECT version, seal, data FROM state").fetchone()
                if state is None or state[0] != self._version or state[1] != _sealed(state[2]):
                    return {}, None
                counts: Counts | None = marshal.loads(state[2])  # noqa: S302  # our own, sealed
                return dict(base.execute("SELECT path, digest FROM facts")), counts
        except sqlite3.DatabaseError:
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
                for path, seal, data in (row for one in chosen for row in base.execute(query, one)):
                    if seal != _sealed(data):
                        raise DamagedError
                    yield path, Facts(*marshal.loads(data))  # noqa: S302  # our own, sealed
        except sqlite3.DatabaseError as error:
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
            rows.append((path, digests[path], _sealed(data), data))
        state = marshal.dumps(counts)
        try:
            with closing(self._connect()) as base, base:
                base.executemany("DELETE FROM facts WHERE path = ?", [(path,) for path in gone])
                base.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)", rows)
                base.execute("DELETE FROM state")
                base.execute("INSERT INTO state VALUES (?, ?, ?)", (self._version, _sealed(state), state))
        except sqlite3.DatabaseError:
            self.forget()

    def forget(self) -> None:
        """Forget everything."""
        self._file.unlink(missing_ok=True)

    def _connect(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        base = sqlite3.connect(self._file, timeout=30)
        base.execute("PRAGMA synchronous = OFF")  # what a power cut garbles, the seals tell
        base.executescript(_SCHEMA)
        return base


def _sealed(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_SEAL).digest()
