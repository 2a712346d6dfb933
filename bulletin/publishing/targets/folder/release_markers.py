"""The marks beside the folders of releases: which files a publish put there, so that it may remove them.

::

    releases/<id>.json           the record of a whole release
    releases/.<id>.json          of one that grows, or is amended: which files it is to have
    releases/.<id>.old.json      of one that is amended: which files it had
    releases/.next.json          of the folder ``.next``, which the next release grows from

Each is written before the folder, or the change, that it names. So after a crash all that is ours is known, and
what no mark names was laid there by others.
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
"""Names that the folder of a release, or of one that grows, can have."""
_MARKS = re.compile(rf"(?:\.?{RELEASE_ID_PATTERN}(?:\.old)?|\.next)\.json")
"""Names that a record, or another mark, can have."""
_OPENING = '{"id": "'
"""How each record begins; one that a crash cut off may be empty."""


class ReleaseMarkers:
    """The records and other marks in ``shelf``, the folder of the releases; ``own`` keeps what is not ours."""

    def __init__(self, shelf: Path, own: OwnershipRules) -> None:
        self._shelf, self._own = shelf, own
        self._told: set[str] = set()
        """Releases on disks that are away, of which the publisher was told."""
        self.next_folder = shelf / ".next"
        """What lies ready for the next release to grow from."""

    def release_ids(self) -> list[str]:
        """Return the ids of the whole releases, oldest first."""
        if not self._shelf.is_dir():
            return []
        with os.scandir(self._shelf) as items:
            files = {item.name for item in items if item.is_file(follow_symlinks=False)}
        names = (name.removesuffix(".json") for name in files if name.endswith(".json"))
        return sorted(
            name for name in names if re.fullmatch(RELEASE_ID_PATTERN, name) and (self._shelf / name).is_dir()
        )

    def get_path(self, name: str) -> Path:
        """Return where the record of the release ``name`` is, or the mark of the folder ``.name``."""
        return self._shelf / f"{name}.json"

    def read_marker(self, name: str) -> Release:
        """Return a record or mark. Raise DamagedReleaseError where it is none, FileNotFoundError where none stands.

        One of another release is none: it would lead to that one's folder.
        """
        file = self.get_path(name)
        if not S_ISREG(file.lstat().st_mode):  # a pipe would be read for ever
            raise DamagedReleaseError(str(file))
        release = Release.from_json(file.read_text(encoding="utf-8", errors="replace"))
        if name != ".next" and release.id != name.removeprefix(".").removesuffix(".old"):
            raise DamagedReleaseError(f"{file}: {release.id}")
        return release

    def read_completion_time(self, name: str) -> int:
        """Return when the release was finished: its record is written last (nanoseconds)."""
        return self.get_path(name).stat().st_mtime_ns

    def is_moved(self, name: str) -> bool:
        """Tell whether an administrator put a link in the place of a release."""
        return (self._shelf / name).is_symlink()

    def is_unavailable(self, name: str) -> bool:
        """Tell whether a release was moved to a disk that is not there now."""
        return self.is_moved(name) and not (self._shelf / name).is_dir() and self._find(name) is not None

    def write_marker(self, release: Release) -> None:
        """Write which files the folder of ``release`` is to have, before one of them is there."""
        with self._free(f".{release.id}").open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(release.to_json())
            stream.flush()
            os.fsync(stream.fileno())

    def start_rewrite(self, name: str) -> None:
        """Let the record of a release that is amended be the mark of what it had: cut off, it is no release."""
        self.get_path(name).replace(self._free(f".{name}.old"))
        sync_folder(self._shelf)

    def complete_release(self, name: str) -> None:
        """Let the mark of a release become its record, which makes it whole, in one step."""
        mark = self.get_path(f".{name}")
        os.utime(mark)  # later than each file: so it is seen whether one was written over
        mark.replace(self.get_path(name))
        sync_folder(self._shelf)
        self.get_path(f".{name}.old").unlink(missing_ok=True)

    def write_next_marker(self, name: str) -> None:
        """Let the mark of ``next_folder`` be the record of the release that it is to be copied from."""
        mark = self._free(".next")
        try:
            os.link(self.get_path(name), mark)
        except OSError:  # a disk without hard links
            shutil.copy2(self.get_path(name), mark)  # with its time, by which files are known to be untouched

    def remove_next_marker(self) -> None:
        """Remove the mark of ``next_folder``, which is no more."""
        self._free(".next")

    def remove_next_folder(self) -> None:
        """Remove ``next_folder`` and its mark."""
        self.move_foreign_files_from_next(keep_altered=False)  # for they may hold what was withdrawn
        if self.next_folder.exists():
            shutil.rmtree(self.next_folder)
            self.remove_next_marker()

    def list_next_files(self) -> dict[str, FileIdentity]:
        """Return the marks of what is in ``next_folder``, by path; nothing where it is no folder."""
        return (
            list_file_identities(str(self.next_folder)) if S_ISDIR(read_mode(self.next_folder) or 0) else {}
        )

    def move_foreign_files_from_next(self, *, keep_altered: bool = True) -> dict[str, FileIdentity]:
        """Move aside what others laid in ``next_folder``, or all of it where it has no mark; return the inodes of what is left."""
        inodes: dict[str, FileIdentity] = {}
        mode, mark = read_mode(self.next_folder), self._find(".next")
        if mode is None:
            if mark:
                self.remove_next_marker()
        elif mark is None and S_ISDIR(mode):
            self._own.remove_tree(self.next_folder, self._list_shared())
        elif mark is None or not S_ISDIR(mode):
            self._own.move_foreign_path(self.next_folder, "next")
        else:
            files = mark.manifest.entries
            inodes = self._own.move_foreign_files(
                self.next_folder, files, files, self.read_completion_time(".next"), keep_altered=keep_altered
            )
        if mark is None:
            self._own.move_foreign_path(self.get_path(".next"), "next.json")
        return inodes

    def delete(self, name: str) -> None:
        """Let a release be none any more: a leftover, or what the next one grows from. Of a moved one only the link goes."""
        folder = self._shelf / name
        if self.is_moved(name):
            self._own.say(
                f"Bản {name} đã được chuyển tới {escape_unprintable(str(folder.readlink()))}: thôi giữ bản này, chỉ bỏ liên kết; "
                "thư mục ở đó còn nguyên, hãy tự xóa nếu không cần."
            )
            self.get_path(name).unlink()
            folder.unlink()
        elif read_mode(self.next_folder) is not None:
            self.get_path(name).replace(self._free(f".{name}"))
        else:
            self.get_path(name).replace(self._free(".next"))
            folder.rename(self.next_folder)

    def clean_up(self, shown: str | None) -> None:
        """Remove what a crash left half made and what was forgotten, but what is ``shown``; move aside what is not ours."""
        if not self._shelf.is_dir():
            return
        whole = set(self.release_ids())
        present = {item.name for item in self._shelf.iterdir()}
        away = {name for name in present - whole if _FOLDERS.fullmatch(name) and self.is_unavailable(name)}
        for name in sorted(away - self._told):
            self._told.add(name)
            self._own.say(
                f"Bản {name} dẫn tới {escape_unprintable(str((self._shelf / name).readlink()))}, hiện không có ở đó "
                "(ổ đĩa chưa gắn?): giữ nguyên, nhưng chưa quay lại được bản này."
            )
        kept = {
            *whole,
            *away,
            *(f"{name}.json" for name in whole | away),
            shown,
            f"{shown}.json",
            ".next.json",
        }
        names = sorted(present - kept)
        for name in names:
            if _FOLDERS.fullmatch(name):
                self._tidy_folder(name)
        for name in names:
            if _MARKS.fullmatch(name):
                self._tidy_mark(name)

    def _tidy_folder(self, name: str) -> None:
        """Remove the folder of a release that is none, or let it be ``next_folder``; move aside one without a mark."""
        folder, release = self._shelf / name, name.removeprefix(".")
        files, ready = self._known_files(release), self._find(".next")
        was_forgotten = ready is not None and ready.id == release and read_mode(self.next_folder) is None
        if not S_ISDIR(read_mode(folder) or 0) or not (files or was_forgotten):
            self._own.move_foreign_path(folder, release)
        elif was_forgotten:
            folder.rename(self.next_folder)  # as it was cut off
        else:
            self._own.remove_tree(folder, files)

    def _tidy_mark(self, name: str) -> None:
        """Remove a mark of what is no more; move aside a file that only has its name."""
        file = self._shelf / name
        if self._is_ours(file):
            file.unlink()
        else:
            self._own.move_foreign_path(file, name.removeprefix("."))

    def _known_files(self, release: str) -> Mapping[str, FileEntry]:
        """Return the files that a publish put into the folder of a release that is none: its marks name them."""
        marks = [self._find(name) for name in (f".{release}", f".{release}.old", ".next")]
        files: dict[str, FileEntry] = {}
        if any(marks[:2]):  # else it is no folder that grew
            for mark in filter(None, marks):
                files |= mark.manifest.entries
        return files

    def _list_shared(self) -> set[str]:
        """Return the files in ``next_folder`` that a release has too, as hard links: they are lost by no removal.

        Reason: 0.1.0 wrote no mark beside ``next_folder``.
        """
        found = self.list_next_files()
        shared = {
            inode
            for name in self.release_ids()
            for inode, _ in list_file_identities(f"{self._shelf}/{name}").values()
        }
        return {path for path, (inode, _) in found.items() if inode in shared}

    def _find(self, name: str) -> Release | None:
        """Return what a mark says, or None where there is none that a publish wrote."""
        try:
            return self.read_marker(name)
        except (FileNotFoundError, DamagedReleaseError):
            return None

    def _is_ours(self, file: Path) -> bool:
        """Tell whether a publish wrote a mark, or began to."""
        if not S_ISREG(read_mode(file) or 0):
            return False
        with file.open(encoding="utf-8", errors="replace") as stream:
            return stream.read(len(_OPENING)) in ("", _OPENING)

    def _free(self, name: str) -> Path:
        """Return the place of a mark, at which nothing stands any more."""
        mark = self.get_path(name)
        if read_mode(mark) is not None:
            self._tidy_mark(mark.name)
        return mark


def is_release_name(name: str) -> bool:
    """Tell whether a publish may have made what has that name among the releases."""
    return bool(_FOLDERS.fullmatch(name) or _MARKS.fullmatch(name))


def sync_folder(path: Path) -> None:
    """Wait until the disk has what was changed in the folder ``path``."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
