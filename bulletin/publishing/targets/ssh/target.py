"""Publishes to a folder on another machine, with the layout of a folder target.

- ``releases/20261123-073000-1a2b3c4d/``: the files of a release.
- ``releases/20261123-073000-1a2b3c4d.json``: the record, which readers do not find.
- ``current``: a link to ``releases/20261123-073000-1a2b3c4d``.

rsync sends the changed files to a folder of their own, and takes unchanged parts from the previous release.
If the connection is lost, the files stay there, and the next publish sends the rest.
The server checks the digests of the files that arrived.
It makes the release of these files and of hard links to the previous release.
No file of a release is ever written to.
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

_OUR_NAMES = re.compile(
    rf"(\.?{RELEASE_ID_PATTERN}|\.next-{RELEASE_ID_PATTERN}|\.copying|\.release)(?:\.json)?"
)
"""Names that a publish gives to entries of ``releases/``, besides the uploaded files."""


class SshTarget:
    """The releases in a folder of another machine."""

    can_serve_compressed = True
    local_root = None
    headers_help = "Hãy xem deploy/nginx.conf."

    def __init__(self, address: SshAddress, cache: Path) -> None:
        """Use ``cache`` for the records that were read before."""
        self.name = str(address)
        self._connection = SshConnection(address)
        self._cache = cache / sha256(self.name.encode()).hexdigest()[:16]
        self._token = ""
        self._say: MessageCallback = print
        self._listing: _RemoteListing | None = None

    @contextmanager
    def hold_lock(self, holder: str, now: datetime, say: MessageCallback) -> Iterator[None]:
        """Hold the lock of the server until the process or the connection ends."""
        try:
            with hold_remote_lock(self._connection, holder, now, say) as self._token:
                self._say, self._listing = say, None  # other publishes may have changed the files
                yield
        finally:
            self._token, self._listing = "", None
            self._connection.close()

    def current_id(self) -> str | None:
        """Return the id of the current release, or None before the first publish."""
        listing = self._read_listing()
        return listing.current if listing.current in listing.complete else None

    def release_ids(self) -> list[str]:
        """Return the ids of the complete releases, oldest first."""
        return self._read_listing().complete

    def read_release(self, name: str) -> Release:
        """Return the record of a release. Only differences from cached records are sent."""
        file, digest = self._get_record_file(name), self._read_listing().records.get(f"{name}.json")
        if sha256(read_bytes_if_file(file) or b"").hexdigest() != digest:
            clear_path_for_file(file)
            self._connection.run_rsync(
                ["--checksum", "--fuzzy"],
                lambda server: (f"{server}releases/{name}.json", f"{self._cache}/"),
                (remote_scripts.SEND_FILES_SCRIPT,),
            )
        return Release.from_json((read_bytes_if_file(file) or b"").decode(errors="replace"))

    def is_unmodified(self, release: Release) -> bool:
        """Tell if the release is unmodified, by names, sizes and times."""
        survey = self._connection.run_script(remote_scripts.LIST_FILES_SCRIPT, release.id, "digest").decode()
        return _has_digest(survey, release)

    def prepare(self) -> None:
        """Make ``releases/.next-ID``, a copy of the current release in hard links."""
        if (current := self.current_id()) and current not in self._read_listing().linked:
            self._write(remote_scripts.PREPARE_SCRIPT, current)

    def upload(self, site: StagedSite, release: Release, previous: Release | None) -> None:
        """Send the changed files, and make the release on the server."""
        basis = previous if previous and previous.id not in self._read_listing().linked else None
        entries, known = release.manifest.entries, basis.manifest.entries if basis else {}
        changed = _list_changed(entries, known)
        survey = self._announce(changed, basis.id if basis else "")
        if basis and not _has_digest(survey, basis):
            known = self._list_files(basis)[0]
            changed = _list_changed(entries, known)
            self._announce(changed)
        same = {path for path, entry in entries.items() if known.get(path) == entry}
        removed = basis.manifest.entries.keys() - same if basis else set[str]()
        upload = ReleaseUpload(release, changed, sorted(removed))
        self._send(site, upload, previous.id if previous else "", link=basis is not None)
        self._write(
            remote_scripts.FINISH_RELEASE_SCRIPT,
            release.id,
            basis.id if basis else "",
            compute_listing_digest(entries),
        )
        replace_cache_file(self._get_record_file(release.id), release.to_json().encode())

    def activate(self, name: str) -> None:
        """Make a release the current release, in one step on the server."""
        try:
            self._write(remote_scripts.ACTIVATE_RELEASE_SCRIPT, name)
        except ConnectionLostError as error:
            raise UnknownOutcomeError(
                f"Mất kết nối với {self.name} đúng lúc đổi sang bản {name}: bạn đọc đang xem bản ấy hoặc bản trước, "
                "bản nào cũng trọn vẹn. Hãy kiểm tra đường mạng, xem bằng ./inv releases rồi chạy lại nếu cần."
            ) from error

    def delete(self, names: Iterable[str]) -> None:
        """Delete releases and their cached records."""
        deleted = list(names)
        if deleted:
            self._write(remote_scripts.DELETE_RELEASES_SCRIPT, *deleted)
        for name in deleted:
            self._get_record_file(name).unlink(missing_ok=True)

    def clean_up(self) -> None:
        """Remove the incomplete work of an interrupted publish.

        The uploaded files stay, so that they need not be sent again.
        """
        listing = self._read_listing()
        kept = {*listing.complete, listing.current, f".next-{listing.current}"}
        found = (_OUR_NAMES.fullmatch(name) for name in listing.types)
        self._remove({match[1] for match in found if match} - kept)

    def purge_unreferenced(self) -> None:
        """Remove the uploaded files and ``.next-ID``, which may hold a withdrawn article."""
        self.clean_up()
        names = self._read_listing().types
        self._remove({name.removesuffix(".json") for name in names if name.startswith(".next-")})
        if any(name.startswith(".incoming") for name in names):
            self._announce([])
        self._write(remote_scripts.DELETE_UPLOAD_SCRIPT)

    def download(self, release: Release, paths: Iterable[str], folder: Path) -> None:
        """Bring files of a release to ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        wanted = list(paths)
        with suppress(RemotePathMissingError):  # reported below
            self._connection.run_rsync(
                ["--checksum", "--from0", "--files-from=-", "--ignore-missing-args"],
                lambda server: (f"{server}releases/{release.id}/", f"{folder}/"),
                (remote_scripts.SEND_FILES_SCRIPT,),
                text="\0".join(wanted).encode(),
            )
        if missing := [path for path in wanted if not (folder / path).is_file()]:
            raise DamagedReleaseError(missing[0])

    def rewrite(self, site: StagedSite, amended: Release) -> None:
        """Replace files of a release that is not the current release.

        If the method is interrupted, the release has no record and counts as incomplete.
        Raise ReleaseOutsideTargetError if an administrator moved the release elsewhere.
        """
        if place := self._read_listing().linked.get(amended.id):
            raise ReleaseOutsideTargetError(amended.id, place)
        old, entries = self.read_release(amended.id).manifest.entries, amended.manifest.entries
        changed = _list_changed(entries, old)
        removed = sorted({*(old.keys() - entries.keys()), *(entry.path for entry in changed)})
        self._announce(changed)
        self._send(site, ReleaseUpload(amended, changed, removed), amended.id)
        self._write(
            remote_scripts.FINISH_RELEASE_SCRIPT, amended.id, "amend", compute_listing_digest(entries)
        )

    def unexpected_files(self, release: Release) -> Iterable[str]:
        """Return the files in the folder of a release that its manifest does not name."""
        return self._list_files(release)[1]

    def _announce(self, changed: Iterable[FileEntry], basis: str = "") -> str:
        """Announce the files to send, and return a digest of ``basis``.

        Foreign files among the uploaded files are moved aside.
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

    def _send(self, site: StagedSite, upload: ReleaseUpload, basis: str, *, link: bool = True) -> None:
        try:
            upload.send(self._connection, site, basis, self._token, self._say, link=link)
        except RemoteDiskFullError:
            with suppress(UserError):  # the first error is raised
                self._write(remote_scripts.DELETE_UPLOAD_SCRIPT)  # a full disk harms the whole server
            raise

    def _list_files(self, release: Release) -> tuple[dict[str, FileEntry], set[str]]:
        """Return the unmodified files of a release, and the paths of unexpected files."""
        rows = gzip.decompress(
            self._connection.run_script(remote_scripts.LIST_FILES_SCRIPT, release.id, "all")
        )
        fields = (row.partition(" ") for row in rows.decode("utf-8", "surrogateescape").split("\0")[:-1])
        sizes = {path: size for size, _, path in fields}
        known = release.manifest.entries
        unmodified = {path: entry for path, entry in known.items() if sizes.get(path) == str(entry.size)}
        return unmodified, sizes.keys() - known.keys()

    def _get_record_file(self, name: str) -> Path:
        return self._cache / f"{name}.json"

    def _read_listing(self) -> "_RemoteListing":
        """Return the entries of ``releases/``.

        While this process holds the lock, they are read again only after a write.
        """
        if not self._token or self._listing is None:
            fields = (
                self._connection.run_script(remote_scripts.LIST_RELEASES_SCRIPT)
                .decode("utf-8", "surrogateescape")
                .split("\0")
            )
            current, *others = fields[:-1] or [""]
            separator = others.index("") if "" in others else 0
            digests = (row.split("  ./", 1) for row in others[:separator])
            records = {name: digest for digest, name in digests}
            rows = [row.partition("/") for row in others[separator + 1 :]]
            types = {head[3:]: head[:2] for head, _, _ in rows}
            linked = {head[3:]: destination for head, _, destination in rows if head.startswith("ld ")}
            self._listing = _RemoteListing(current, records, types, linked)
        return self._listing

    def _remove(self, names: Iterable[str]) -> None:
        if removed := sorted(names):
            self._write(remote_scripts.REMOVE_LEFTOVERS_SCRIPT, *removed)

    def _write(self, script: str, *arguments: str, text: bytes = b"") -> Mapping[str, Sequence[str]]:
        """Run a script that writes, report its actions, and return its output."""
        self._listing = None
        printed = self._connection.run_script(
            script, self._token, *arguments, text=text, receive_output=self._report_actions
        )
        return {name: fields for name, *fields in parse_script_output(printed)}

    def _report_actions(self, printed: bytes) -> None:
        for report in parse_script_output(printed):
            if sentence := describe_script_action(report):
                self._say(f"{self.name}: {sentence}")


@dataclass(frozen=True, slots=True)
class _RemoteListing:
    """The entries of ``releases/``."""

    current: str
    """The name that ``current`` points at, or an empty text."""
    records: Mapping[str, str]
    """The SHA-256 of the records, by file names."""
    types: Mapping[str, str]
    """The types of the entries and of their link targets, in the letters of ``find``."""
    linked: Mapping[str, str]
    """Links to folders, with their targets: releases that an administrator moved elsewhere."""

    @property
    def complete(self) -> list[str]:
        """The ids of the releases that have a record, oldest first."""
        return sorted(
            name
            for name, file_type in self.types.items()
            if file_type in ("dd", "ld")
            and re.fullmatch(RELEASE_ID_PATTERN, name)
            and self.types.get(f"{name}.json") == "ff"
        )


def _list_changed(entries: Mapping[str, FileEntry], known: Mapping[str, FileEntry]) -> list[FileEntry]:
    return [entry for path, entry in entries.items() if known.get(path) != entry]


def _has_digest(survey: str, release: Release) -> bool:
    """Tell if the ``survey`` of the server has the digest of ``release``."""
    return survey.split()[:1] == [compute_listing_digest(release.manifest.entries)]


def compute_listing_digest(entries: Mapping[str, FileEntry]) -> str:
    """Return the digest of sizes and paths, as the scripts on the server compute it."""
    lines = sorted(f"{entry.size} {entry.path}\0".encode() for entry in entries.values())
    return sha256(b"".join(lines)).hexdigest()
