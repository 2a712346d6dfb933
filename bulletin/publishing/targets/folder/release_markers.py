"""Marker files beside the folders of releases: the files that a publish wrote.

- ``releases/<id>.json``: the record of a complete release.
- ``releases/.<id>.json``: the files that an incomplete or amended release is to have.
- ``releases/.<id>.old.json``: the files that an amended release had.
- ``releases/.next.json``: the files of the folder ``.next``, from which the next release is made.

Each marker file is written before the folder or the change that it describes.
So our own files are known after a crash, and all other files are foreign files.
"""

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from bulletin.errors import escape_unprintable
from bulletin.publishing.release.manifest import FileEntry
from bulletin.publishing.release.release import RELEASE_ID_PATTERN, DamagedReleaseError, Release
from bulletin.publishing.targets.folder.file_survey import FileIdentity, list_file_identities
from bulletin.publishing.targets.folder.ownership import OwnershipRules, read_mode

_FOLDERS = re.compile(rf"\.?{RELEASE_ID_PATTERN}")
"""Names of the folders of complete and unfinished releases."""
_MARKER_FILES = re.compile(rf"(?:\.?{RELEASE_ID_PATTERN}(?:\.old)?|\.next)\.json")
"""Names of records and other marker files."""
_RECORD_START = '{"id": "'
"""The first characters of each record. A record may be empty after a crash."""


class ReleaseMarkers:
    """The records and other marker files in the folder of the releases."""

    def __init__(self, folder: Path, ownership: OwnershipRules) -> None:
        self._folder, self._ownership = folder, ownership
        self._reported: set[str] = set()
        """Releases on missing disks that a message has named."""
        self.next_folder = folder / ".next"
        """The folder from which the next release is made."""

    def release_ids(self) -> list[str]:
        """Return the ids of the complete releases, oldest first."""
        if not self._folder.is_dir():
            return []
        with os.scandir(self._folder) as items:
            files = {item.name for item in items if item.is_file(follow_symlinks=False)}
        names = (name.removesuffix(".json") for name in files if name.endswith(".json"))
        return sorted(
            name
            for name in names
            if re.fullmatch(RELEASE_ID_PATTERN, name) and (self._folder / name).is_dir()
        )

    def get_path(self, name: str) -> Path:
        """Return the path of the marker file of the folder ``name``."""
        return self._folder / f"{name}.json"

    def read_marker(self, name: str) -> Release:
        """Return the release that a marker file describes.

        Raises:
            FileNotFoundError: There is no such file.
            DamagedReleaseError: The file is no record, or the record of another release.

        """
        file = self.get_path(name)
        if not S_ISREG(file.lstat().st_mode):  # reading a pipe would never end
            raise DamagedReleaseError(str(file))
        release = Release.from_json(file.read_text(encoding="utf-8", errors="replace"))
        if name != ".next" and release.id != name.removeprefix(".").removesuffix(".old"):
            raise DamagedReleaseError(f"{file}: {release.id}")
        return release

    def read_completion_time(self, name: str) -> int:
        """Return the time (nanoseconds) of the record, which is written last."""
        return self.get_path(name).stat().st_mtime_ns

    def is_moved(self, name: str) -> bool:
        """Tell if an administrator put a link in the place of a release."""
        return (self._folder / name).is_symlink()

    def is_unavailable(self, name: str) -> bool:
        """Tell if a release was moved to a disk that is missing now."""
        return (
            self.is_moved(name) and not (self._folder / name).is_dir() and self._find_marker(name) is not None
        )

    def write_marker(self, release: Release) -> None:
        """Write the marker file of ``release``, before any of its files is written."""
        with self._clear_place(f".{release.id}").open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(release.to_json())
            stream.flush()
            os.fsync(stream.fileno())

    def start_rewrite(self, name: str) -> None:
        """Turn the record of a release into the marker file of its old files.

        If the rewrite is interrupted, the release has no record and counts as incomplete.
        """
        self.get_path(name).replace(self._clear_place(f".{name}.old"))
        sync_folder(self._folder)

    def complete_release(self, name: str) -> None:
        """Turn the marker file of a release into its record, in one step."""
        marker = self.get_path(f".{name}")
        os.utime(marker)  # later than each file, so that a modified file is noticed
        marker.replace(self.get_path(name))
        sync_folder(self._folder)
        self.get_path(f".{name}.old").unlink(missing_ok=True)

    def write_next_marker(self, name: str) -> None:
        """Write the marker file of ``next_folder``: the record of the release ``name``."""
        marker = self._clear_place(".next")
        try:
            os.link(self.get_path(name), marker)
        except OSError:  # a disk without hard links
            shutil.copy2(self.get_path(name), marker)  # with its time, which shows if a file was modified

    def remove_next_marker(self) -> None:
        """Remove the marker file of ``next_folder``, which is gone."""
        self._clear_place(".next")

    def remove_next_folder(self) -> None:
        """Remove ``next_folder`` and its marker file."""
        self.move_foreign_files_from_next(keep_altered=False)  # they may hold a withdrawn article
        if self.next_folder.exists():
            shutil.rmtree(self.next_folder)
            self.remove_next_marker()

    def list_next_files(self) -> dict[str, FileIdentity]:
        """Return the identities of the files in ``next_folder``, by path."""
        is_folder = S_ISDIR(read_mode(self.next_folder) or 0)
        return list_file_identities(str(self.next_folder)) if is_folder else {}

    def move_foreign_files_from_next(self, *, keep_altered: bool = True) -> dict[str, FileIdentity]:
        """Move foreign files in ``next_folder`` aside, and return the files that are left.

        Without a marker file, all files count as foreign except those that a release shares.
        """
        identities: dict[str, FileIdentity] = {}
        mode, marker = read_mode(self.next_folder), self._find_marker(".next")
        if mode is None:
            if marker:
                self.remove_next_marker()
        elif marker is None and S_ISDIR(mode):
            self._ownership.remove_tree(self.next_folder, self._list_shared())
        elif marker is None or not S_ISDIR(mode):
            self._ownership.move_foreign_path(self.next_folder, "next")
        else:
            files = marker.manifest.entries
            identities = self._ownership.move_foreign_files(
                self.next_folder, files, files, self.read_completion_time(".next"), keep_altered=keep_altered
            )
        if marker is None:
            self._ownership.move_foreign_path(self.get_path(".next"), "next.json")
        return identities

    def delete(self, name: str) -> None:
        """Delete a release. Its folder becomes ``next_folder`` if there is none yet.

        Of a release that was moved elsewhere, only the link is removed.
        """
        folder = self._folder / name
        if self.is_moved(name):
            self._ownership.say(
                f"Bản {name} đã được chuyển tới {escape_unprintable(str(folder.readlink()))}: thôi giữ bản này, chỉ bỏ liên kết; "
                "thư mục ở đó còn nguyên, hãy tự xóa nếu không cần."
            )
            self.get_path(name).unlink()
            folder.unlink()
        elif read_mode(self.next_folder) is not None:
            self.get_path(name).replace(self._clear_place(f".{name}"))
        else:
            self.get_path(name).replace(self._clear_place(".next"))
            folder.rename(self.next_folder)

    def clean_up(self, current: str | None) -> None:
        """Remove incomplete and deleted releases, and move foreign files aside.

        The release ``current`` stays.
        """
        if not self._folder.is_dir():
            return
        complete = set(self.release_ids())
        present = {item.name for item in self._folder.iterdir()}
        missing = {
            name for name in present - complete if _FOLDERS.fullmatch(name) and self.is_unavailable(name)
        }
        for name in sorted(missing - self._reported):
            self._reported.add(name)
            self._ownership.say(
                f"Bản {name} dẫn tới {escape_unprintable(str((self._folder / name).readlink()))}, hiện không có ở đó "
                "(ổ đĩa chưa gắn?): giữ nguyên, nhưng chưa quay lại được bản này."
            )
        kept = {
            *complete,
            *missing,
            *(f"{name}.json" for name in complete | missing),
            current,
            f"{current}.json",
            ".next.json",
        }
        names = sorted(present - kept)
        for name in names:
            if _FOLDERS.fullmatch(name):
                self._clean_up_folder(name)
        for name in names:
            if _MARKER_FILES.fullmatch(name):
                self._clean_up_marker(name)

    def _clean_up_folder(self, name: str) -> None:
        """Remove the folder of an incomplete release, or make it ``next_folder``.

        A folder without a marker file is moved aside.
        """
        folder, release = self._folder / name, name.removeprefix(".")
        files, next_marker = self._read_known_files(release), self._find_marker(".next")
        was_deleted = (
            next_marker is not None and next_marker.id == release and read_mode(self.next_folder) is None
        )
        if not S_ISDIR(read_mode(folder) or 0) or not (files or was_deleted):
            self._ownership.move_foreign_path(folder, release)
        elif was_deleted:
            folder.rename(self.next_folder)  # the deletion was interrupted here
        else:
            self._ownership.remove_tree(folder, files)

    def _clean_up_marker(self, name: str) -> None:
        """Remove a marker file, or move aside a foreign file that has its name."""
        file = self._folder / name
        if self._is_ours(file):
            file.unlink()
        else:
            self._ownership.move_foreign_path(file, name.removeprefix("."))

    def _read_known_files(self, release: str) -> Mapping[str, FileEntry]:
        """Return the files that the marker files of an incomplete release name."""
        markers = [self._find_marker(name) for name in (f".{release}", f".{release}.old", ".next")]
        files: dict[str, FileEntry] = {}
        if any(markers[:2]):  # otherwise no publish began this release
            for marker in filter(None, markers):
                files |= marker.manifest.entries
        return files

    def _list_shared(self) -> set[str]:
        """Return the files in ``next_folder`` that are hard links to files of a release.

        Removing such a file loses nothing.
        Reason: version 0.1.0 wrote no marker file beside ``next_folder``.
        """
        found = self.list_next_files()
        shared = {
            inode
            for name in self.release_ids()
            for inode, _ in list_file_identities(f"{self._folder}/{name}").values()
        }
        return {path for path, (inode, _) in found.items() if inode in shared}

    def _find_marker(self, name: str) -> Release | None:
        """Return the release that a marker file describes, or None without a sound file."""
        try:
            return self.read_marker(name)
        except (FileNotFoundError, DamagedReleaseError):
            return None

    def _is_ours(self, file: Path) -> bool:
        """Tell if a publish wrote a marker file, or began to write it."""
        if not S_ISREG(read_mode(file) or 0):
            return False
        with file.open(encoding="utf-8", errors="replace") as stream:
            return stream.read(len(_RECORD_START)) in ("", _RECORD_START)

    def _clear_place(self, name: str) -> Path:
        """Remove or move aside an old marker file, and return its path."""
        marker = self.get_path(name)
        if read_mode(marker) is not None:
            self._clean_up_marker(marker.name)
        return marker


def is_release_name(name: str) -> bool:
    """Tell if a publish may have given that name to an entry of ``releases/``."""
    return bool(_FOLDERS.fullmatch(name) or _MARKER_FILES.fullmatch(name))


def sync_folder(path: Path) -> None:
    """Wait until the changes of the folder ``path`` are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
