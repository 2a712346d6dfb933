"""A folder as the place to publish to: releases beside each other, one of them current.

::

    public/releases/20261123-073000-1a2b3c4d/       the whole site
    public/releases/20261123-073000-1a2b3c4d.json   its record, outside what is served
    public/current -> releases/20261123-073000-1a2b3c4d

A release grows under a name with a leading dot, is made safe on the disk and renamed; then
``current`` is replaced by a rename, which is atomic: a reader meets the old site or the new
one. Unchanged files are hard links into the release before, so ten releases of a large
site take little more room than one.

A folder for each article is dear to make and dearer to remove. So the oldest release is not
removed but becomes ``releases/.next``, from which the next one grows by what differs; where there
is none yet, it is copied from the current release while the site is being built.

Each folder that a publish may write into or remove has a mark beside it, made before it: a record
that names the files in it (``.next.json``, ``.<id>.json``). What a crash leaves behind goes with the
next publish; a folder without a mark, a link, and files that no mark names are moved aside
(``release_markers.py``, ``ownership.py``). A release whose folder is a link was moved by an administrator: it can be shown,
and nothing is written into it.
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
from bulletin.publishing.workspace_lock import hold_lock_file

_NONE: FileIdentity = (-1, -1)
"""No file has this mark."""


class FolderTarget:
    """The releases in one folder of this machine."""

    can_serve_compressed = True
    headers_help = "Hãy xem deploy/nginx.conf."

    def __init__(self, folder: Path, shown: str = "") -> None:
        """``shown`` is how the site's settings name the folder."""
        self.folder = folder
        self.releases_folder = folder / "releases"
        self.current_link = folder / "current"
        self._shown = shown or folder.name
        self._set_message_callback(print)
        self._told_aside = False
        """Whether the publisher was told of what was moved aside, since the folder is held."""
        self._seen: tuple[Path, dict[str, FileStat]] | None = None
        """A release, and what was found in it while the site was being built."""
        self._ready: dict[str, FileIdentity] | None = None
        """Likewise, of what lies ready for the next release: marks by paths."""

    @property
    def local_root(self) -> Path:
        """The folder that readers see, on this machine."""
        return self.current_link

    @property
    def name(self) -> str:
        """Where the site lies that readers see."""
        return f"{self._shown.rstrip('/')}/current"

    def _make(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)  # another publish may have made it just now
            folder.chmod(0o755)  # the web server passes through, whatever the editor's umask
        except OSError as error:
            remedy = "nếu viết nhầm, hãy sửa PUBLISH_TO trong publishconf.py"
            raise TargetError(
                self._shown, f"không tạo được thư mục này ({explain_file_error(error)}); {remedy}"
            ) from error

    @contextmanager
    def hold_lock(self, holder: str, moment: datetime, say: MessageCallback) -> Iterator[None]:
        """Hold the folder; the system frees it when the process ends, however it ends."""
        self._set_message_callback(say)
        self._refuse_foreign()
        self._told_aside = False
        for folder in (self.folder, self.releases_folder):
            if not folder.exists():
                self._make(folder)
        with hold_lock_file(self.folder / ".lock", holder, moment, say):
            self._seen = self._ready = None  # others may have been here since
            yield

    def _set_message_callback(self, say: MessageCallback) -> None:
        """Let ``say`` be told what others laid in the folder."""
        self._own = OwnershipRules(self.folder, self._shown, say)
        self._marks = ReleaseMarkers(self.releases_folder, self._own)

    def _refuse_foreign(self) -> None:
        """Raise UserError where what stands in the folder would lead a publish out of it."""
        leads_elsewhere = (
            self.folder.is_symlink() and self.folder.is_dir() and not self.releases_folder.exists()
        )
        strange = next(self.folder.iterdir(), None) if leads_elsewhere else None
        if strange:
            raise UserError(
                f"{self._shown} là liên kết tới {escape_unprintable(str(self.folder.readlink()))}, nơi có tệp của việc khác "
                f"(như {escape_unprintable(strange.name)}), nên chưa ghi gì. Hãy dẫn nó tới một thư mục trống, "
                "hoặc sửa PUBLISH_TO trong publishconf.py."
            )
        self._own.require_folder(self.releases_folder.name, MOVE_RELEASES_HELP)
        self._own.require_folder(FOREIGN_FILES_FOLDER)
        self._own.require_no_mounts(self.releases_folder.name, is_release_name)
        self._refuse_other_link()

    def _refuse_other_link(self) -> None:
        """Raise UserError where ``current_id`` is none that a publish made."""
        mode = read_mode(self.current_link)
        if mode is None:
            return
        if not S_ISLNK(mode):
            raise UserError(
                f"{self.current_link} không phải liên kết do lệnh publish tạo. Hãy đổi tên nó rồi chạy lại."
            )
        leads = self.current_link.readlink()
        here = realpath(self.folder / leads.parent) == realpath(self.releases_folder)
        if not here or not re.fullmatch(RELEASE_ID_PATTERN, leads.name):
            raise UserError(
                f"{self.current_link} là liên kết tới {escape_unprintable(str(leads))}, không phải bản nào do lệnh publish tạo. "
                "Hãy đổi tên nó rồi chạy lại."
            )
        if self._marks.is_unavailable(leads.name):
            place = escape_unprintable(str((self.releases_folder / leads.name).readlink()))
            raise UserError(
                f"Bản đang chạy {leads.name} nằm ở {place}, hiện không có ở đó (ổ đĩa chưa gắn?), nên chưa ghi gì. "
                f"Hãy gắn ổ đĩa ấy rồi chạy lại; nếu đã bỏ nó, hãy xóa liên kết {self.current_link}."
            )

    def current_id(self) -> str | None:
        """Return the id of the release that readers see, or None before the first."""
        if not self.current_link.is_symlink():
            return None
        name = self.current_link.readlink().name
        return name if name in self.release_ids() else None

    def release_ids(self) -> list[str]:
        """Return the ids of the whole releases, oldest first."""
        return self._marks.release_ids()

    def read_release(self, name: str) -> Release:
        """Return the record of a release."""
        return self._marks.read_marker(name)

    def is_unmodified(self, release: Release) -> bool:
        """Tell whether nobody wrote into the release since (by names, size and time, not by content)."""
        sealed, seen = (
            self._marks.read_completion_time(release.id),
            self._look(self.releases_folder / release.id),
        )
        return seen.keys() == release.manifest.entries.keys() and all(
            is_file_intact(seen[path], entry, sealed) for path, entry in release.manifest.entries.items()
        )

    def prepare(self) -> None:
        """Let a copy of the current release, in hard links, lie ready to grow the next one from; look at both."""
        self.clean_up()
        inodes = self._marks.move_foreign_files_from_next()
        current, ready = self.current_id(), self._marks.next_folder
        if not current or self._marks.is_moved(current):
            return
        seen = stat_files(f"{self.releases_folder}/{current}")
        if not ready.exists():
            try:
                files, sealed = (
                    self.read_release(current).manifest.entries,
                    self._marks.read_completion_time(current),
                )
            except DamagedReleaseError:  # the next one is copied as a whole
                return
            self._marks.write_next_marker(current)
            ready.mkdir()
            ready.chmod(0o755)
            growth = TreeWriter(ready)
            for path, one in seen.items():
                if path in files and is_file_intact(one, files[path], sealed):
                    growth.link_file(f"{self.releases_folder}/{current}/{path}", path)
            inodes = self._marks.list_next_files()
        self._seen, self._ready = (self.releases_folder / current, seen), inodes

    def upload(self, outgoing: StagedSite, release: Release, before: Release | None) -> None:
        """Let the release grow from a former one: what did not change is a hard link."""
        growing = self.releases_folder / f".{release.id}"
        ready, self._ready = self._ready, None
        is_same = ready is not None and self._marks.list_next_files() == ready  # the build took its time
        there = ready if ready is not None and is_same else self._marks.move_foreign_files_from_next()
        self._marks.write_marker(release)
        if S_ISDIR(read_mode(self._marks.next_folder) or 0):
            self._marks.next_folder.rename(growing)
        else:
            growing.mkdir()
        growing.chmod(0o755)
        old = self.releases_folder / (before.id if before else "")
        grows = before is not None and not self._marks.is_moved(before.id)
        sealed, seen = (
            (self._marks.read_completion_time(before.id), self._look(old)) if before and grows else (0, {})
        )
        known = before.manifest.entries if before else {}
        self._own.report_altered_files(known, seen, sealed)
        growth = TreeWriter(growing)
        growth.remove_files(
            there.keys() - release.manifest.entries.keys()
        )  # first: a file may become a folder
        for path, entry in release.manifest.entries.items():
            one = seen.get(path)
            is_there = (
                known.get(path) == entry
                and one is not None
                and is_file_intact(one, entry, sealed)
                and (there.get(path, _NONE)[0] == one.inode or growth.link_file(f"{old}/{path}", path))
            )
            if not is_there:
                growth.copy_file(outgoing.get_file_path(path), entry)
        os.sync()  # one call for all: a release has a new folder for each page, and fsync takes one at a time
        growing.rename(self.releases_folder / release.id)
        self._marks.complete_release(release.id)
        self._marks.remove_next_marker()

    def activate(self, name: str) -> None:
        """Make the release of that id the one that readers see, in one atomic step."""
        self._refuse_other_link()
        fresh = self.folder / ".current"
        if fresh.is_symlink() and fresh.readlink().parent.name == self.releases_folder.name:
            fresh.unlink()  # a crash left it
        self._own.move_foreign_path(fresh, "current")
        fresh.symlink_to(Path("releases") / name)
        fresh.replace(self.current_link)
        sync_folder(self.folder)

    def delete(self, names: Iterable[str]) -> None:
        """Take releases away: without its record a release is a leftover. Of one that was moved, only the link goes."""
        for name in names:
            self._marks.delete(name)
        self.clean_up()

    def clean_up(self) -> None:
        """Take away what a crash left half made and what was forgotten; never what is current or somebody else's.

        One of them is kept, for the next release to grow from.
        """
        self._marks.clean_up(self.current_link.readlink().name if self.current_link.is_symlink() else None)

    def purge_unreferenced(self) -> None:
        """Remove what lies ready for the next release: it may hold what was withdrawn."""
        self.clean_up()
        self._seen = self._ready = None
        self._marks.remove_next_folder()
        aside = self.folder / FOREIGN_FILES_FOLDER
        if not self._told_aside and S_ISDIR(read_mode(aside) or 0) and any(aside.iterdir()):
            self._told_aside = True
            self._own.say(
                f"{self._shown.rstrip('/')}/{FOREIGN_FILES_FOLDER} giữ tệp lạ đã chuyển vào, có thể có bản chép của bài đã gỡ. "
                "Hãy xem rồi xóa."
            )

    def download(self, release: Release, paths: Iterable[str], folder: Path) -> None:
        """Copy files of a release to ``folder``."""
        root, real = self.releases_folder / release.id, {self.releases_folder / release.id}
        for path in paths:
            source = root / path
            above = [one for one in source.parents[: path.count("/")] if one not in real]
            if not all(S_ISDIR(read_mode(one) or 0) for one in above) or not S_ISREG(read_mode(source) or 0):
                raise DamagedReleaseError(str(source))
            real.update(above)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / path)

    def rewrite(self, outgoing: StagedSite, amended: Release) -> None:
        """Replace files one by one: nobody reads this release. Cut off, it has no record and is no release any more.

        Raise ForeignReleaseError where the release was moved elsewhere: nothing is written there.
        """
        folder = self.releases_folder / amended.id
        if self._marks.is_moved(amended.id):
            raise ReleaseOutsideTargetError(amended.id, str(folder.readlink()))
        before = self.read_release(amended.id).manifest.entries
        changed = {path: one for path, one in before.items() if amended.manifest.entries.get(path) != one}
        self._own.move_foreign_files(
            folder, before, changed, self._marks.read_completion_time(amended.id), keep_altered=False
        )
        growth = TreeWriter(folder)
        self._marks.write_marker(amended)
        self._marks.start_rewrite(amended.id)
        for path, entry in amended.manifest.entries.items():
            if before.get(path) != entry:
                growth.copy_file(outgoing.get_file_path(path), entry)
        growth.remove_files(before.keys() - amended.manifest.entries.keys())
        os.sync()
        self._marks.complete_release(amended.id)

    def unexpected_files(self, release: Release) -> Iterable[str]:
        """Return the files in the folder of a release that are none of its own."""
        return stat_files(f"{self.releases_folder}/{release.id}").keys() - release.manifest.entries.keys()

    def _look(self, folder: Path) -> dict[str, FileStat]:
        """Return what is in ``folder``. What was seen before is used once: files may change afterwards."""
        seen, self._seen = self._seen, None
        return seen[1] if seen and seen[0] == folder else stat_files(str(folder))
