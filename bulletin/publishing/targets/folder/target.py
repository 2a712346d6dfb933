"""Publishes to a folder: several releases, one of them current.

- ``public/releases/20261123-073000-1a2b3c4d/``: the files of a release.
- ``public/releases/20261123-073000-1a2b3c4d.json``: the record, which readers do not find.
- ``public/current``: a link to ``releases/20261123-073000-1a2b3c4d``.

A release is written under a name with a leading dot, synced to the disk and renamed.
Then ``current`` is replaced by a rename, which is atomic: a reader meets the old site or the new site.
Unchanged files are hard links into the previous release.
So ten releases of a large site take little more space than one.

The oldest release is not removed. It becomes ``releases/.next``, and the next release is made from it.
If there is no ``.next``, it is copied from the current release while the site is being built.
Reason: a folder for each article takes long to make and longer to remove.

Each folder that a publish may write to or remove has a marker file beside it, made before the folder.
The marker file is a record that names the files in the folder (``.next.json``, ``.<id>.json``).
The next publish removes what a crash left behind.
A folder without a marker file, a link, and files that no marker file names are moved aside.
``release_markers.py`` and ``ownership.py`` have the rules.
A release whose folder is a link was moved by an administrator.
Such a release can be activated, and nothing is written into it.
"""

import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from os.path import realpath
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG

from bulletin.errors import TargetError, UserError, escape_unprintable, explain_file_error
from bulletin.publishing.release.manifest import FileEntry
from bulletin.publishing.release.release import (
    RELEASE_ID_PATTERN,
    DamagedReleaseError,
    Release,
    ReleaseOutsideTargetError,
)
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.targets.folder.file_survey import FileIdentity, FileStat, is_file_intact, stat_files
from bulletin.publishing.targets.folder.ownership import (
    FOREIGN_FILES_FOLDER,
    MOVE_RELEASES_HELP,
    OwnershipRules,
    read_mode,
)
from bulletin.publishing.targets.folder.release_markers import ReleaseMarkers, is_release_name, sync_folder
from bulletin.publishing.targets.folder.tree_writer import TreeWriter
from bulletin.publishing.workspace.lock import hold_lock_file

_NO_FILE: FileIdentity = (-1, -1)
"""An identity that no file has."""


class FolderTarget:
    """The releases in one folder of this machine."""

    can_serve_compressed = True
    headers_help = "Hãy xem deploy/nginx.conf."

    def __init__(self, folder: Path, shown_name: str = "") -> None:
        """Manage the releases in ``folder``, which messages call ``shown_name``."""
        self.folder = folder
        self.releases_folder = folder / "releases"
        self.current_link = folder / "current"
        self._shown_name = shown_name or folder.name
        self._set_message_callback(print)
        self._is_foreign_reported = False
        """True if a message named the moved files since the lock was taken."""
        self._current_stats: tuple[Path, dict[str, FileStat]] | None = None
        """The folder of the current release, and the metadata of its files, as ``prepare`` read them."""
        self._next_identities: dict[str, FileIdentity] | None = None
        """The identities of the files in ``releases/.next``, as ``prepare`` read them."""

    @property
    def local_root(self) -> Path:
        """The link to the folder that readers see."""
        return self.current_link

    @property
    def name(self) -> str:
        """The name of the current link in messages."""
        return f"{self._shown_name.rstrip('/')}/current"

    def _create_folder(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)  # another publish may make it at the same time
            folder.chmod(0o755)  # the web server needs it, even if the umask forbids it
        except OSError as error:
            remedy = "nếu viết nhầm, hãy sửa PUBLISH_TO trong publishconf.py"
            raise TargetError(
                self._shown_name, f"không tạo được thư mục này ({explain_file_error(error)}); {remedy}"
            ) from error

    @contextmanager
    def hold_lock(self, holder: str, now: datetime, say: MessageCallback) -> Iterator[None]:
        """Hold the lock file of the folder. The system frees it when the process ends."""
        self._set_message_callback(say)
        self._refuse_foreign()
        self._is_foreign_reported = False
        for folder in (self.folder, self.releases_folder):
            if not folder.exists():
                self._create_folder(folder)
        with hold_lock_file(self.folder / ".lock", holder, now, say):
            self._current_stats = self._next_identities = None  # other publishes may have changed the files
            yield

    def _set_message_callback(self, say: MessageCallback) -> None:
        """Make ``say`` the receiver of messages about foreign files."""
        self._ownership = OwnershipRules(self.folder, self._shown_name, say)
        self._markers = ReleaseMarkers(self.releases_folder, self._ownership)

    def _refuse_foreign(self) -> None:
        """Raise UserError if a link or a mount would lead a publish out of the folder."""
        leads_elsewhere = (
            self.folder.is_symlink() and self.folder.is_dir() and not self.releases_folder.exists()
        )
        foreign = next(self.folder.iterdir(), None) if leads_elsewhere else None
        if foreign:
            raise UserError(
                f"{self._shown_name} là liên kết tới {escape_unprintable(str(self.folder.readlink()))}, nơi có tệp của việc khác "
                f"(như {escape_unprintable(foreign.name)}), nên chưa ghi gì. Hãy dẫn nó tới một thư mục trống, "
                "hoặc sửa PUBLISH_TO trong publishconf.py."
            )
        self._ownership.require_folder(self.releases_folder.name, MOVE_RELEASES_HELP)
        self._ownership.require_folder(FOREIGN_FILES_FOLDER)
        self._ownership.require_no_mounts(self.releases_folder.name, is_release_name)
        self._refuse_other_link()

    def _refuse_other_link(self) -> None:
        """Raise UserError if ``current`` is no link that a publish made."""
        mode = read_mode(self.current_link)
        if mode is None:
            return
        if not S_ISLNK(mode):
            raise UserError(
                f"{self.current_link} không phải liên kết do lệnh publish tạo. Hãy đổi tên nó rồi chạy lại."
            )
        destination = self.current_link.readlink()
        is_release = realpath(self.folder / destination.parent) == realpath(self.releases_folder)
        if not is_release or not re.fullmatch(RELEASE_ID_PATTERN, destination.name):
            raise UserError(
                f"{self.current_link} là liên kết tới {escape_unprintable(str(destination))}, không phải bản nào "
                "do lệnh publish tạo. Hãy đổi tên nó rồi chạy lại."
            )
        if self._markers.is_unavailable(destination.name):
            place = escape_unprintable(str((self.releases_folder / destination.name).readlink()))
            raise UserError(
                f"Bản đang chạy {destination.name} nằm ở {place}, hiện không có ở đó (ổ đĩa chưa gắn?), nên chưa ghi gì. "
                f"Hãy gắn ổ đĩa ấy rồi chạy lại; nếu đã bỏ nó, hãy xóa liên kết {self.current_link}."
            )

    def current_id(self) -> str | None:
        """Return the id of the current release, or None before the first publish."""
        if not self.current_link.is_symlink():
            return None
        name = self.current_link.readlink().name
        return name if name in self.release_ids() else None

    def release_ids(self) -> list[str]:
        """Return the ids of the complete releases, oldest first."""
        return self._markers.release_ids()

    def read_release(self, name: str) -> Release:
        """Return the record of a release."""
        return self._markers.read_marker(name)

    def is_unmodified(self, release: Release) -> bool:
        """Tell if the release is unmodified, by names, sizes and times."""
        completed_at = self._markers.read_completion_time(release.id)
        stats = self._read_file_stats(self.releases_folder / release.id)
        return stats.keys() == release.manifest.entries.keys() and all(
            is_file_intact(stats[path], entry, completed_at)
            for path, entry in release.manifest.entries.items()
        )

    def prepare(self) -> None:
        """Make ``releases/.next`` of hard links to the current release, if it is missing.

        Remember the files of both folders for ``upload``.
        """
        self.clean_up()
        identities = self._markers.move_foreign_files_from_next()
        current, next_folder = self.current_id(), self._markers.next_folder
        if not current or self._markers.is_moved(current):
            return
        stats = stat_files(f"{self.releases_folder}/{current}")
        if not next_folder.exists():
            try:
                files = self.read_release(current).manifest.entries
                completed_at = self._markers.read_completion_time(current)
            except DamagedReleaseError:  # the next release is copied as a whole
                return
            self._markers.write_next_marker(current)
            next_folder.mkdir()
            next_folder.chmod(0o755)
            writer = TreeWriter(next_folder)
            for path, stat in stats.items():
                if path in files and is_file_intact(stat, files[path], completed_at):
                    writer.link_file(f"{self.releases_folder}/{current}/{path}", path)
            identities = self._markers.list_next_files()
        self._current_stats, self._next_identities = (self.releases_folder / current, stats), identities

    def upload(self, site: StagedSite, release: Release, previous: Release | None) -> None:
        """Write the release. Unchanged files become hard links to the previous release."""
        folder = self.releases_folder / f".{release.id}"
        next_identities, self._next_identities = self._next_identities, None
        # Foreign files may have come while the site was being built.
        is_unchanged = next_identities is not None and self._markers.list_next_files() == next_identities
        if next_identities is None or not is_unchanged:
            next_identities = self._markers.move_foreign_files_from_next()
        self._markers.write_marker(release)
        if S_ISDIR(read_mode(self._markers.next_folder) or 0):
            self._markers.next_folder.rename(folder)
        else:
            folder.mkdir()
        folder.chmod(0o755)
        old_folder = self.releases_folder / (previous.id if previous else "")
        completed_at, stats = 0, dict[str, FileStat]()
        if previous and not self._markers.is_moved(previous.id):
            completed_at = self._markers.read_completion_time(previous.id)
            stats = self._read_file_stats(old_folder)
        known = previous.manifest.entries if previous else {}
        self._ownership.report_altered_files(known, stats, completed_at)
        writer = TreeWriter(folder)
        # Before other files are written, because a file may become a folder.
        writer.remove_files(next_identities.keys() - release.manifest.entries.keys())
        copied: list[FileEntry] = []
        for path, entry in release.manifest.entries.items():
            stat = stats.get(path)
            is_linked = (
                known.get(path) == entry
                and stat is not None
                and is_file_intact(stat, entry, completed_at)
                and (
                    next_identities.get(path, _NO_FILE)[0] == stat.inode
                    or writer.link_file(f"{old_folder}/{path}", path)
                )
            )
            if not is_linked:
                copied.append(entry)
        writer.copy_files(site, copied)
        os.sync()  # one call for all new folders, because fsync takes one at a time
        folder.rename(self.releases_folder / release.id)
        self._markers.complete_release(release.id)
        self._markers.remove_next_marker()

    def activate(self, name: str) -> None:
        """Make a release the current release, in one atomic step."""
        self._refuse_other_link()
        new_link = self.folder / ".current"
        if new_link.is_symlink() and new_link.readlink().parent.name == self.releases_folder.name:
            new_link.unlink()  # a crash left it
        self._ownership.move_foreign_path(new_link, "current")
        new_link.symlink_to(Path("releases") / name)
        new_link.replace(self.current_link)
        sync_folder(self.folder)

    def delete(self, names: Iterable[str]) -> None:
        """Delete releases.

        Of a release that was moved elsewhere, only the link is removed.
        """
        for name in names:
            self._markers.delete(name)
        self.clean_up()

    def clean_up(self) -> None:
        """Remove incomplete and deleted releases.

        The current release and foreign files stay.
        One deleted release is kept as ``releases/.next``.
        """
        self._markers.clean_up(self.current_link.readlink().name if self.current_link.is_symlink() else None)

    def purge_unreferenced(self) -> None:
        """Remove ``releases/.next``, which may hold a withdrawn article."""
        self.clean_up()
        self._current_stats = self._next_identities = None
        self._markers.remove_next_folder()
        foreign = self.folder / FOREIGN_FILES_FOLDER
        if not self._is_foreign_reported and S_ISDIR(read_mode(foreign) or 0) and any(foreign.iterdir()):
            self._is_foreign_reported = True
            self._ownership.say(
                f"{self._shown_name.rstrip('/')}/{FOREIGN_FILES_FOLDER} giữ tệp lạ đã chuyển vào, "
                "có thể có bản chép của bài đã gỡ. Hãy xem rồi xóa."
            )

    def download(self, release: Release, paths: Iterable[str], folder: Path) -> None:
        """Copy files of a release to ``folder``."""
        root = self.releases_folder / release.id
        real = {root}
        for path in paths:
            source = root / path
            above = [parent for parent in source.parents[: path.count("/")] if parent not in real]
            is_reached = all(S_ISDIR(read_mode(parent) or 0) for parent in above)
            if not is_reached or not S_ISREG(read_mode(source) or 0):
                raise DamagedReleaseError(str(source))
            real.update(above)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / path)

    def rewrite(self, site: StagedSite, amended: Release) -> None:
        """Replace files of a release one by one.

        If the method is interrupted, the release has no record and counts as incomplete.
        Raise ReleaseOutsideTargetError if the release was moved elsewhere.
        """
        folder = self.releases_folder / amended.id
        if self._markers.is_moved(amended.id):
            raise ReleaseOutsideTargetError(amended.id, str(folder.readlink()))
        old = self.read_release(amended.id).manifest.entries
        changed = {path: entry for path, entry in old.items() if amended.manifest.entries.get(path) != entry}
        self._ownership.move_foreign_files(
            folder, old, changed, self._markers.read_completion_time(amended.id), keep_altered=False
        )
        writer = TreeWriter(folder)
        self._markers.write_marker(amended)
        self._markers.start_rewrite(amended.id)
        for path, entry in amended.manifest.entries.items():
            if old.get(path) != entry:
                writer.copy_file(site.get_file_path(path), entry)
        writer.remove_files(old.keys() - amended.manifest.entries.keys())
        os.sync()
        self._markers.complete_release(amended.id)

    def unexpected_files(self, release: Release) -> Iterable[str]:
        """Return the files in the folder of a release that its manifest does not name."""
        return stat_files(f"{self.releases_folder}/{release.id}").keys() - release.manifest.entries.keys()

    def _read_file_stats(self, folder: Path) -> dict[str, FileStat]:
        """Return the metadata of the files in ``folder``.

        Metadata that ``prepare`` read are used once, because files may change afterwards.
        """
        stats, self._current_stats = self._current_stats, None
        return stats[1] if stats and stats[0] == folder else stat_files(str(folder))
