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
from bulletin.publishing.release.manifest import FileEntry
from bulletin.publishing.release.release import (
    RELEASE_ID_PATTERN,
    DamagedReleaseError,
    Release,
    ReleaseOutsideTargetError,
)
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.targets.ssh import remote_scripts
from bulletin.publishing.targets.ssh.address import SshAddress
from bulletin.publishing.targets.ssh.connection import SshConnection
from bulletin.publishing.targets.ssh.errors import (
    ConnectionLostError,
    RemoteDiskFullError,
    RemotePathMissingError,
)
from bulletin.publishing.targets.ssh.lock import hold_remote_lock
from bulletin.publishing.targets.ssh.ownership import (
    describe_script_action,
    find_unannounced_paths,
    parse_script_output,
)
from bulletin.publishing.targets.ssh.upload import ReleaseUpload
from bulletin.storage.cache_file import replace_cache_file
from bulletin.storage.cache_folder import clear_path_for_file, read_bytes_if_file

_OURS = re.compile(rf"(\.?{RELEASE_ID_PATTERN}|\.next-{RELEASE_ID_PATTERN}|\.copying|\.release)(?:\.json)?")
"""Names of what a publish makes in releases/, besides what arrived."""


class SshTarget:
    """The releases in a folder of another machine; ``cache`` is a folder for records that were read before."""

    can_serve_compressed = True
    local_root = None
    headers_help = "Hãy xem deploy/nginx.conf."

    def __init__(self, address: SshAddress, cache: Path) -> None:
        self.name = str(address)
        self._connection = SshConnection(address)
        self._cache = cache / sha256(self.name.encode()).hexdigest()[:16]
        self._token = ""
        self._say: MessageCallback = print
        self._seen: _RemoteListing | None = None

    @contextmanager
    def hold_lock(self, holder: str, moment: datetime, say: MessageCallback) -> Iterator[None]:
        """Hold the server; it frees itself when the process or the line ends, however it ends."""
        try:
            with hold_remote_lock(self._connection, holder, moment, say) as self._token:
                self._say, self._seen = say, None  # others may have been here since
                yield
        finally:
            self._token, self._seen = "", None
            self._connection.close()

    def current_id(self) -> str | None:
        """Return the id of the release that readers see, or None before the first."""
        shelf = self._read_listing()
        return shelf.shown if shelf.shown in shelf.whole else None

    def release_ids(self) -> list[str]:
        """Return the ids of the whole releases, oldest first."""
        return self._read_listing().whole

    def read_release(self, name: str) -> Release:
        """Return the record of a release; only what differs from records read before crosses the line."""
        record, there = self._record(name), self._read_listing().records.get(f"{name}.json")
        if sha256(read_bytes_if_file(record) or b"").hexdigest() != there:
            clear_path_for_file(record)
            self._connection.run_rsync(
                ["--checksum", "--fuzzy"],
                lambda server: (f"{server}releases/{name}.json", f"{self._cache}/"),
                (remote_scripts.SEND_FILES_SCRIPT,),
            )
        return Release.from_json((read_bytes_if_file(record) or b"").decode(errors="replace"))

    def is_unmodified(self, release: Release) -> bool:
        """Tell whether nobody wrote into the release since (by size and time, not by content)."""
        found = self._connection.run_script(remote_scripts.LIST_FILES_SCRIPT, release.id, "digest").decode()
        return _is_digest(found, release)

    def prepare(self) -> None:
        """Let a copy of the current release, in hard links, lie ready to grow the next one from."""
        if (current := self.current_id()) and current not in self._read_listing().linked:
            self._write(remote_scripts.PREPARE_SCRIPT, current)

    def upload(self, outgoing: StagedSite, release: Release, before: Release | None) -> None:
        """Send what changed and let the server make a whole release of it."""
        basis = before if before and before.id not in self._read_listing().linked else None
        entries, known = release.manifest.entries, basis.manifest.entries if basis else {}
        changed = _changed(entries, known)
        surveyed = self._announce(changed, basis.id if basis else "")
        if basis and not _is_digest(surveyed, basis):
            known = self._sound(basis)[0]
            changed = _changed(entries, known)
            self._announce(changed)
        same = {path for path, entry in entries.items() if known.get(path) == entry}
        gone = basis.manifest.entries.keys() - same if basis else set[str]()
        parcel = ReleaseUpload(release, changed, sorted(gone))
        self._send(outgoing, parcel, before.id if before else "", link=basis is not None)
        self._write(
            remote_scripts.FINISH_RELEASE_SCRIPT, release.id, basis.id if basis else "", _digest(entries)
        )
        replace_cache_file(self._record(release.id), release.to_json().encode())

    def activate(self, name: str) -> None:
        """Show the release of that id to readers, in one step on the server."""
        try:
            self._write(remote_scripts.ACTIVATE_RELEASE_SCRIPT, name)
        except ConnectionLostError as error:
            raise UnknownOutcomeError(
                f"Mất kết nối với {self.name} đúng lúc đổi sang bản {name}: bạn đọc đang xem bản ấy hoặc bản trước, "
                "bản nào cũng trọn vẹn. Hãy kiểm tra đường mạng, xem bằng ./inv releases rồi chạy lại nếu cần."
            ) from error

    def delete(self, names: Iterable[str]) -> None:
        """Take releases away."""
        gone = list(names)
        if gone:
            self._write(remote_scripts.DELETE_RELEASES_SCRIPT, *gone)
        for name in gone:
            self._record(name).unlink(missing_ok=True)

    def clean_up(self) -> None:
        """Take away what a crash left half made, but for what arrived: that need not be sent again."""
        shelf = self._read_listing()
        kept = {*shelf.whole, shelf.shown, f".next-{shelf.shown}"}
        found = (_OURS.fullmatch(name) for name in shelf.kinds)
        self._remove({match[1] for match in found if match} - kept)

    def purge_unreferenced(self) -> None:
        """Remove also what arrived and what lies ready: it may hold what was withdrawn."""
        self.clean_up()
        kinds = self._read_listing().kinds
        self._remove({name.removesuffix(".json") for name in kinds if name.startswith(".next-")})
        if any(name.startswith(".incoming") for name in kinds):
            self._announce([])
        self._write(remote_scripts.DELETE_UPLOAD_SCRIPT)

    def download(self, release: Release, paths: Iterable[str], folder: Path) -> None:
        """Bring files of a release to ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        wanted = list(paths)
        with suppress(RemotePathMissingError):  # told below
            self._connection.run_rsync(
                ["--checksum", "--from0", "--files-from=-", "--ignore-missing-args"],
                lambda server: (f"{server}releases/{release.id}/", f"{folder}/"),
                (remote_scripts.SEND_FILES_SCRIPT,),
                text="\0".join(wanted).encode(),
            )
        if missing := [path for path in wanted if not (folder / path).is_file()]:
            raise DamagedReleaseError(missing[0])

    def rewrite(self, outgoing: StagedSite, amended: Release) -> None:
        """Replace files of a release that nobody reads. Cut off, it has no record and is no release any more.

        Raise ForeignReleaseError for one that an administrator moved elsewhere: nothing is written there.
        """
        if place := self._read_listing().linked.get(amended.id):
            raise ReleaseOutsideTargetError(amended.id, place)
        before, entries = self.read_release(amended.id).manifest.entries, amended.manifest.entries
        changed = _changed(entries, before)
        gone = sorted({*(before.keys() - entries.keys()), *(entry.path for entry in changed)})
        self._announce(changed)
        self._send(outgoing, ReleaseUpload(amended, changed, gone), amended.id)
        self._write(remote_scripts.FINISH_RELEASE_SCRIPT, amended.id, "amend", _digest(entries))

    def unexpected_files(self, release: Release) -> Iterable[str]:
        """Return the files in the folder of a release that are none of its own."""
        return self._sound(release)[1]

    def _announce(self, changed: Iterable[FileEntry], basis: str = "") -> str:
        """Note on the server what is about to be sent, and move aside what no publish sent there before.

        Return a digest of the release ``basis``.
        """
        paths = "".join(f"\0{entry.path}" for entry in changed)
        found = self._write(
            remote_scripts.ANNOUNCE_UPLOAD_SCRIPT, basis, text=gzip.compress(f"{paths}\0".encode())
        )
        if foreign := find_unannounced_paths(found.get("arrived", ()), found.get("announced", ())):
            self._write(
                remote_scripts.MOVE_FOREIGN_FILES_SCRIPT,
                ".incoming",
                text="\0".join(foreign).encode("utf-8", "surrogateescape"),
            )
        return " ".join(found.get("survey", ()))

    def _send(self, outgoing: StagedSite, parcel: ReleaseUpload, basis: str, *, link: bool = True) -> None:
        try:
            parcel.send(self._connection, outgoing, basis, self._token, self._say, link=link)
        except RemoteDiskFullError:
            with suppress(UserError):  # the first error is the one to tell
                self._write(remote_scripts.DELETE_UPLOAD_SCRIPT)  # a full disk harms all that the server does
            raise

    def _sound(self, before: Release) -> tuple[dict[str, FileEntry], set[str]]:
        """Return the files of a release that nobody touched since, and paths there that are none of its own."""
        rows = gzip.decompress(
            self._connection.run_script(remote_scripts.LIST_FILES_SCRIPT, before.id, "all")
        )
        fields = (row.partition(" ") for row in rows.decode("utf-8", "surrogateescape").split("\0")[:-1])
        sizes = {path: size for size, _, path in fields}
        known = before.manifest.entries
        sound = {path: entry for path, entry in known.items() if sizes.get(path) == str(entry.size)}
        return sound, sizes.keys() - known.keys()

    def _record(self, name: str) -> Path:
        return self._cache / f"{name}.json"

    def _read_listing(self) -> "_RemoteListing":
        """Look at the server; who holds it need look but once, until it changes something."""
        if not self._token or self._seen is None:
            fields = (
                self._connection.run_script(remote_scripts.LIST_RELEASES_SCRIPT)
                .decode("utf-8", "surrogateescape")
                .split("\0")
            )
            shown, *others = fields[:-1] or [""]
            end = others.index("") if "" in others else 0
            digests = (row.split("  ./", 1) for row in others[:end])
            records = {name: digest for digest, name in digests}
            rows = [row.partition("/") for row in others[end + 1 :]]
            kinds = {head[3:]: head[:2] for head, _, _ in rows}
            linked = {head[3:]: end for head, _, end in rows if head.startswith("ld ")}
            self._seen = _RemoteListing(shown, records, kinds, linked)
        return self._seen

    def _remove(self, names: Iterable[str]) -> None:
        if gone := sorted(names):
            self._write(remote_scripts.REMOVE_LEFTOVERS_SCRIPT, *gone)

    def _write(self, script: str, *arguments: str, text: bytes = b"") -> Mapping[str, Sequence[str]]:
        """Run a script that writes; tell what it moved aside, and return what else it prints."""
        self._seen = None
        printed = self._connection.run_script(
            script, self._token, *arguments, text=text, hear=self._report_script_output
        )
        return {what: fields for what, *fields in parse_script_output(printed)}

    def _report_script_output(self, printed: bytes) -> None:
        for word in parse_script_output(printed):
            if sentence := describe_script_action(word):
                self._say(f"{self.name}: {sentence}")


@dataclass(frozen=True, slots=True)
class _RemoteListing:
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
            if kind in ("dd", "ld")
            and re.fullmatch(RELEASE_ID_PATTERN, name)
            and self.kinds.get(f"{name}.json") == "ff"
        )


def _changed(entries: Mapping[str, FileEntry], known: Mapping[str, FileEntry]) -> list[FileEntry]:
    return [entry for path, entry in entries.items() if known.get(path) != entry]


def _is_digest(surveyed: str, release: Release) -> bool:
    """Tell whether the server ``surveyed`` a release as its record has it."""
    return surveyed.split()[:1] == [_digest(release.manifest.entries)]


def _digest(entries: Mapping[str, FileEntry]) -> str:
    """Return the digest over sizes and paths, as the scripts on the server make it."""
    lines = sorted(f"{entry.size} {entry.path}\0".encode() for entry in entries.values())
    return sha256(b"".join(lines)).hexdigest()
