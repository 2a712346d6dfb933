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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from bulletin.errors import UnknownOutcomeError, UserError
from bulletin.publishing.release.manifest import Entry
from bulletin.publishing.release.release import ID, DamagedReleaseError, ForeignReleaseError, Release
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.targets.base import Say
from bulletin.publishing.targets.ssh import remote_scripts
from bulletin.publishing.targets.ssh.address import Address
from bulletin.publishing.targets.ssh.connection import Connection
from bulletin.publishing.targets.ssh.errors import FullError, LostError, MissingError
from bulletin.publishing.targets.ssh.lock import held_there
from bulletin.publishing.targets.ssh.ownership import told, unannounced, words
from bulletin.publishing.targets.ssh.upload import Parcel
from bulletin.storage.cache_file import replace_cached
from bulletin.storage.cache_folder import make_way, read_file

_OURS = re.compile(rf"(\.?{ID}|\.next-{ID}|\.copying|\.release)(?:\.json)?")
"""Names of what a publish makes in releases/, besides what arrived."""


class SshTarget:
    """The releases in a folder of another machine; ``cache`` is a folder for records that were read before."""

    precompressed = True
    local_root = None
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
                self._say, self._seen = say, None  # others may have been here since
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
        if sha256(read_file(record) or b"").hexdigest() != there:
            make_way(record)
            self._connection.rsync(
                ["--checksum", "--fuzzy"],
                lambda server: (f"{server}releases/{name}.json", f"{self._cache}/"),
                (remote_scripts.SEND,),
            )
        return Release.read((read_file(record) or b"").decode(errors="replace"))

    def untouched(self, release: Release) -> bool:
        """Tell whether nobody wrote into the release since (by size and time, not by content)."""
        found = self._connection.run(remote_scripts.SURVEY, release.id, "digest").decode()
        return _is_digest(found, release)

    def prepare(self) -> None:
        """Let a copy of the current release, in hard links, lie ready to grow the next one from."""
        if (current := self.current()) and current not in self._look().linked:
            self._write(remote_scripts.PREPARE, current)

    def make(self, outgoing: Outgoing, release: Release, before: Release | None) -> None:
        """Send what changed and let the server make a whole release of it."""
        basis = before if before and before.id not in self._look().linked else None
        entries, known = release.manifest.entries, basis.manifest.entries if basis else {}
        changed = _changed(entries, known)
        surveyed = self._announce(changed, basis.id if basis else "")
        if basis and not _is_digest(surveyed, basis):
            known = self._sound(basis)[0]
            changed = _changed(entries, known)
            self._announce(changed)
        same = {path for path, entry in entries.items() if known.get(path) == entry}
        gone = basis.manifest.entries.keys() - same if basis else set[str]()
        parcel = Parcel(release, changed, sorted(gone))
        self._send(outgoing, parcel, before.id if before else "", link=basis is not None)
        self._write(remote_scripts.SETTLE, release.id, basis.id if basis else "", _digest(entries))
        replace_cached(self._record(release.id), release.written().encode())

    def switch(self, name: str) -> None:
        """Show the release of that id to readers, in one step on the server."""
        try:
            self._write(remote_scripts.SWITCH, name)
        except LostError as error:
            raise UnknownOutcomeError(
                f"Mất kết nối với {self.name} đúng lúc đổi sang bản {name}: bạn đọc đang xem bản ấy hoặc bản trước, "
                "bản nào cũng trọn vẹn. Hãy kiểm tra đường mạng, xem bằng ./inv releases rồi chạy lại nếu cần."
            ) from error

    def forget(self, names: Iterable[str]) -> None:
        """Take releases away."""
        gone = list(names)
        if gone:
            self._write(remote_scripts.FORGET, *gone)
        for name in gone:
            self._record(name).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Take away what a crash left half made, but for what arrived: that need not be sent again."""
        shelf = self._look()
        kept = {*shelf.whole, shelf.shown, f".next-{shelf.shown}"}
        found = (_OURS.fullmatch(name) for name in shelf.kinds)
        self._remove({match[1] for match in found if match} - kept)

    def purge(self) -> None:
        """Remove also what arrived and what lies ready: it may hold what was withdrawn."""
        self.tidy()
        kinds = self._look().kinds
        self._remove({name.removesuffix(".json") for name in kinds if name.startswith(".next-")})
        if any(name.startswith(".incoming") for name in kinds):
            self._announce([])
        self._write(remote_scripts.DROP)

    def fetch(self, release: Release, paths: Iterable[str], folder: Path) -> None:
        """Bring files of a release to ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        wanted = list(paths)
        with suppress(MissingError):  # told below
            self._connection.rsync(
                ["--checksum", "--from0", "--files-from=-", "--ignore-missing-args"],
                lambda server: (f"{server}releases/{release.id}/", f"{folder}/"),
                (remote_scripts.SEND,),
                text="\0".join(wanted).encode(),
            )
        if missing := [path for path in wanted if not (folder / path).is_file()]:
            raise DamagedReleaseError(missing[0])

    def amend(self, outgoing: Outgoing, amended: Release) -> None:
        """Replace files of a release that nobody reads. Cut off, it has no record and is no release any more.

        Raise ForeignReleaseError for one that an administrator moved elsewhere: nothing is written there.
        """
        if place := self._look().linked.get(amended.id):
            raise ForeignReleaseError(amended.id, place)
        before, entries = self.read(amended.id).manifest.entries, amended.manifest.entries
        changed = _changed(entries, before)
        gone = sorted({*(before.keys() - entries.keys()), *(entry.path for entry in changed)})
        self._announce(changed)
        self._send(outgoing, Parcel(amended, changed, gone), amended.id)
        self._write(remote_scripts.SETTLE, amended.id, "amend", _digest(entries))

    def strangers(self, release: Release) -> Iterable[str]:
        """Return the files in the folder of a release that are none of its own."""
        return self._sound(release)[1]

    def _announce(self, changed: Iterable[Entry], basis: str = "") -> str:
        """Note on the server what is about to be sent, and move aside what no publish sent there before.

        Return a digest of the release ``basis``.
        """
        paths = "".join(f"\0{entry.path}" for entry in changed)
        found = self._write(remote_scripts.ANNOUNCE, basis, text=gzip.compress(f"{paths}\0".encode()))
        if foreign := unannounced(found.get("arrived", ()), found.get("announced", ())):
            self._write(
                remote_scripts.MOVE, ".incoming", text="\0".join(foreign).encode("utf-8", "surrogateescape")
            )
        return " ".join(found.get("survey", ()))

    def _send(self, outgoing: Outgoing, parcel: Parcel, basis: str, *, link: bool = True) -> None:
        try:
            parcel.send(self._connection, outgoing, basis, self._token, self._say, link=link)
        except FullError:
            with suppress(UserError):  # the first error is the one to tell
                self._write(remote_scripts.DROP)  # a full disk harms all that the server does
            raise

    def _sound(self, before: Release) -> tuple[dict[str, Entry], set[str]]:
        """Return the files of a release that nobody touched since, and paths there that are none of its own."""
        rows = gzip.decompress(self._connection.run(remote_scripts.SURVEY, before.id, "all"))
        fields = (row.partition(" ") for row in rows.decode("utf-8", "surrogateescape").split("\0")[:-1])
        sizes = {path: size for size, _, path in fields}
        known = before.manifest.entries
        sound = {path: entry for path, entry in known.items() if sizes.get(path) == str(entry.size)}
        return sound, sizes.keys() - known.keys()

    def _record(self, name: str) -> Path:
        return self._cache / f"{name}.json"

    def _look(self) -> "_Shelf":
        """Look at the server; who holds it need look but once, until it changes something."""
        if not self._token or self._seen is None:
            fields = self._connection.run(remote_scripts.LOOK).decode("utf-8", "surrogateescape").split("\0")
            shown, *others = fields[:-1] or [""]
            end = others.index("") if "" in others else 0
            digests = (row.split("  ./", 1) for row in others[:end])
            records = {name: digest for digest, name in digests}
            rows = [row.partition("/") for row in others[end + 1 :]]
            kinds = {head[3:]: head[:2] for head, _, _ in rows}
            linked = {head[3:]: end for head, _, end in rows if head.startswith("ld ")}
            self._seen = _Shelf(shown, records, kinds, linked)
        return self._seen

    def _remove(self, names: Iterable[str]) -> None:
        if gone := sorted(names):
            self._write(remote_scripts.REMOVE, *gone)

    def _write(self, script: str, *arguments: str, text: bytes = b"") -> Mapping[str, Sequence[str]]:
        """Run a script that writes; tell what it moved aside, and return what else it prints."""
        self._seen = None
        printed = self._connection.run(script, self._token, *arguments, text=text, hear=self._hear)
        return {what: fields for what, *fields in words(printed)}

    def _hear(self, printed: bytes) -> None:
        for word in words(printed):
            if sentence := told(word):
                self._say(f"{self.name}: {sentence}")


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What there is in releases/."""

    shown: str
    """The name that ``current`` points at; empty where there is none."""
    records: Mapping[str, str]
    """The SHA-256 of the records of releases, by the names of their files."""
    kinds: Mapping[str, str]
    """What is there by name: its type, and that of what a link leads to, in the letters of ``find``."""
    linked: Mapping[str, str]
    """Links to a folder, with what they say: releases that an administrator moved elsewhere."""

    @property
    def whole(self) -> list[str]:
        """The releases that have a record, oldest first."""
        return sorted(
            name
            for name, kind in self.kinds.items()
            if kind in ("dd", "ld") and re.fullmatch(ID, name) and self.kinds.get(f"{name}.json") == "ff"
        )


def _changed(entries: Mapping[str, Entry], known: Mapping[str, Entry]) -> list[Entry]:
    return [entry for path, entry in entries.items() if known.get(path) != entry]


def _is_digest(surveyed: str, release: Release) -> bool:
    """Tell whether the server ``surveyed`` a release as its record has it."""
    return surveyed.split()[:1] == [_digest(release.manifest.entries)]


def _digest(entries: Mapping[str, Entry]) -> str:
    """Return the digest over sizes and paths, as the scripts on the server make it."""
    lines = sorted(f"{entry.size} {entry.path}\0".encode() for entry in entries.values())
    return sha256(b"".join(lines)).hexdigest()
