"""A folder on another machine as the place to publish to, laid out as the one of a folder here.

::

    releases/20261123-073000-1a2b3c4d/       the whole site
    releases/20261123-073000-1a2b3c4d.json   its record, outside what is served
    current -> releases/20261123-073000-1a2b3c4d

What changed is sent with rsync into a folder of its own, with the release before at hand to take
unchanged parts from, and stays there where the line is cut: the next publish sends the rest. The
server then looks at the digests of what arrived and makes the release of it and of hard links to
the one before; no file that a release has is ever written to.
"""

import gzip
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from publishing.errors import PublishError, UncertainError
from publishing.manifest import Entry
from publishing.outgoing import Outgoing
from publishing.release import ID, DamagedReleaseError, Release
from publishing.targets.ssh import scripts
from publishing.targets.ssh.address import Address
from publishing.targets.ssh.connection import Connection
from publishing.targets.ssh.lock import held_there
from publishing.targets.ssh.parcel import Parcel
from publishing.targets.ssh.refusal import FullError, LostError
from publishing.targets.target import Say

_OURS = re.compile(rf"\.?{ID}(?:\.json)?|\.next-{ID}|\.copying|\.release")
"""Names of what a publish makes in releases/, besides what arrived."""
_ARRIVED = ".incoming"


class SshTarget:
    """The releases in a folder of another machine; ``cache`` is a folder for records that were read before."""

    precompressed = True
    headers_remedy = "Hãy xem deploy/nginx.conf."

    def __init__(self, address: Address, cache: Path) -> None:
        self.name = str(address)
        self._connection = Connection(address)
        self._cache = cache / sha256(self.name.encode()).hexdigest()[:16]
        self._token = ""
        self._say: Say = print
        self._seen: _Shelf | None = None

    @contextmanager
    def locked(self, holder: str, moment: datetime, say: Say) -> Iterator[None]:
        """Hold the server; it frees itself when the process or the line ends, however it ends."""
        try:
            with held_there(self._connection, holder, moment, say) as self._token:
                self._say = say
                yield
        finally:
            self._token, self._seen = "", None
            self._connection.close()

    def current(self) -> str | None:
        """Return the id of the release that readers see, or None before the first."""
        shelf = self._look()
        return shelf.shown if shelf.shown in shelf.whole else None

    def all(self) -> list[str]:
        """Return the ids of the whole releases, oldest first."""
        return self._look().whole

    def read(self, name: str) -> Release:
        """Return the record of a release; only what differs from records read before crosses the line."""
        record, there = self._record(name), self._look().records.get(f"{name}.json")
        if not record.exists() or sha256(record.read_bytes()).hexdigest() != there:
            self._cache.mkdir(parents=True, exist_ok=True)
            self._connection.rsync(
                ["--checksum", "--fuzzy"],
                lambda server: (f"{server}releases/{name}.json", f"{self._cache}/"),
                (scripts.SEND,),
            )
        return Release.read(record.read_text(encoding="utf-8", errors="replace"))

    def untouched(self, release: Release) -> bool:
        """Tell whether nobody wrote into the release since (by size and time, not by content)."""
        found = self._connection.run(scripts.SURVEY, release.id, "digest").decode().split()
        return found[:1] == [_digest(release.manifest.entries)]

    def prepare(self) -> None:
        """Let a copy of the current release, in hard links, lie ready to grow the next one from."""
        if current := self.current():
            self._write(scripts.PREPARE, current)

    def make(self, outgoing: Outgoing, release: Release, before: Release | None) -> None:
        """Send what changed and let the server make a whole release of it."""
        known: Mapping[str, Entry] = {}
        basis, foreign = "", set[str]()
        if before is not None:
            basis, known = before.id, before.manifest.entries
            if not self.untouched(before):
                known, foreign = self._sound(before)
        entries = release.manifest.entries
        gone = (foreign | before.manifest.entries.keys() if before else foreign) - {
            path for path, entry in entries.items() if known.get(path) == entry
        }
        changed = [entry for path, entry in entries.items() if known.get(path) != entry]
        self._send(outgoing, Parcel(release, changed, sorted(gone)), basis)
        self._write(scripts.SETTLE, release.id, basis, _digest(entries))
        self._cache.mkdir(parents=True, exist_ok=True)
        self._record(release.id).write_bytes(release.written().encode())

    def switch(self, name: str) -> None:
        """Show the release of that id to readers, in one step on the server."""
        try:
            self._write(scripts.SWITCH, name)
        except LostError as error:
            raise UncertainError(
                f"Mất kết nối với {self.name} đúng lúc đổi sang bản {name}: bạn đọc đang xem bản ấy hoặc bản trước, "
                "bản nào cũng trọn vẹn. Hãy kiểm tra đường mạng, xem bằng ./inv releases rồi chạy lại nếu cần."
            ) from error

    def forget(self, names: Iterable[str]) -> None:
        """Take releases away."""
        gone = list(names)
        if gone:
            self._write(scripts.FORGET, *gone)
        for name in gone:
            self._record(name).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Take away what a crash left half made, but for what arrived: that need not be sent again."""
        shelf = self._look()
        kept = {*shelf.whole, *(f"{name}.json" for name in shelf.whole), shelf.shown, f".next-{shelf.shown}"}
        self._remove(name for name in shelf.names if _OURS.fullmatch(name) and name not in kept)

    def purge(self) -> None:
        """Remove also what arrived and what lies ready: it may hold what was withdrawn."""
        self.tidy()
        self._remove(name for name in self._look().names if name.startswith((_ARRIVED, ".next-")))

    def fetch(self, release: Release, paths: Iterable[str], folder: Path) -> None:
        """Bring files of a release to ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        wanted = list(paths)
        self._connection.rsync(
            ["--checksum", "--from0", "--files-from=-", "--ignore-missing-args"],
            lambda server: (f"{server}releases/{release.id}/", f"{folder}/"),
            (scripts.SEND,),
            text="\0".join(wanted).encode(),
        )
        if missing := [path for path in wanted if not (folder / path).is_file()]:
            raise DamagedReleaseError(missing[0])

    def amend(self, outgoing: Outgoing, amended: Release) -> None:
        """Replace files of a release that nobody reads. Cut off, it has no record and is no release any more."""
        before, entries = self.read(amended.id).manifest.entries, amended.manifest.entries
        changed = [entry for path, entry in entries.items() if before.get(path) != entry]
        gone = sorted({*(before.keys() - entries.keys()), *(entry.path for entry in changed)})
        self._send(outgoing, Parcel(amended, changed, gone), amended.id)
        self._write(scripts.SETTLE, amended.id, "amend", _digest(entries))

    def strangers(self, release: Release) -> Iterable[str]:
        """Return the files in the folder of a release that are none of its own."""
        return self._sound(release)[1]

    def _send(self, outgoing: Outgoing, parcel: Parcel, basis: str) -> None:
        try:
            parcel.send(self._connection, outgoing, basis, self._token, self._say)
        except FullError:
            with suppress(PublishError):  # the first error is the one to tell
                self._remove([_ARRIVED])  # a full disk harms all that the server does
            raise

    def _sound(self, before: Release) -> tuple[dict[str, Entry], set[str]]:
        """Return the files of a release that nobody touched since, and paths there that are none of its own."""
        rows = gzip.decompress(self._connection.run(scripts.SURVEY, before.id, "all")).decode(
            "utf-8", "surrogateescape"
        )
        sizes = {path: size for size, _, path in (line.partition(" ./") for line in rows.splitlines())}
        known = before.manifest.entries
        sound = {path: entry for path, entry in known.items() if sizes.get(path) == str(entry.size)}
        return sound, sizes.keys() - known.keys()

    def _record(self, name: str) -> Path:
        return self._cache / f"{name}.json"

    def _look(self) -> "_Shelf":
        """Look at the server; who holds it need look but once, until it changes something."""
        if not self._token or self._seen is None:
            rows = self._connection.run(scripts.LOOK).decode("utf-8", "replace").splitlines()
            shown, *others = rows or [""]
            end = others.index("") if "" in others else 0
            digests = (row.split(maxsplit=1) for row in others[:end])
            records = {name: digest for digest, name in digests}
            self._seen = _Shelf(shown.rpartition("/")[2], records, frozenset(others[end + 1 :]))
        return self._seen

    def _remove(self, names: Iterable[str]) -> None:
        if gone := sorted(names):
            self._write(scripts.REMOVE, *gone)

    def _write(self, script: str, *arguments: str) -> None:
        self._seen = None
        self._connection.run(script, self._token, *arguments)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What there is in releases/."""

    shown: str
    """The name that ``current`` points at; empty where there is none."""
    records: Mapping[str, str]
    """The SHA-256 of the records of releases, by the names of their files."""
    listed: frozenset[str]
    """What is there, folders with a slash."""

    @property
    def names(self) -> list[str]:
        return [name.rstrip("/") for name in self.listed]

    @property
    def whole(self) -> list[str]:
        """The releases that have a record, oldest first."""
        found = (name.rstrip("/") for name in self.listed if name.endswith("/"))
        return sorted(name for name in found if re.fullmatch(ID, name) and f"{name}.json" in self.listed)


def _digest(entries: Mapping[str, Entry]) -> str:
    """Return the digest over sizes and paths, as the scripts on the server make it."""
    lines = sorted(f"{entry.size} ./{entry.path}\n".encode() for entry in entries.values())
    return sha256(b"".join(lines)).hexdigest()
