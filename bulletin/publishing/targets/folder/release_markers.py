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

from bulletin.errors import printable
from bulletin.publishing.release.manifest import Entry
from bulletin.publishing.release.release import ID, DamagedReleaseError, Release
from bulletin.publishing.targets.folder.file_survey import InodeMark, list_marks
from bulletin.publishing.targets.folder.ownership import Ownership, read_mode

_FOLDERS = re.compile(rf"\.?{ID}")
"""Names that the folder of a release, or of one that grows, can have."""
_MARKS = re.compile(rf"(?:\.?{ID}(?:\.old)?|\.next)\.json")
"""Names that a record, or another mark, can have."""
_OPENING = '{"id": "'
"""How each record begins; one that a crash cut off may be empty."""


class Marks:
    """The records and other marks in ``shelf``, the folder of the releases; ``own`` keeps what is not ours."""

    def __init__(self, shelf: Path, own: Ownership) -> None:
        self._shelf, self._own = shelf, own
        self._told: set[str] = set()
        """Releases on disks that are away, of which the publisher was told."""
        self.next = shelf / ".next"
        """What lies ready for the next release to grow from."""

    def all(self) -> list[str]:
        """Return the ids of the whole releases, oldest first."""
        if not self._shelf.is_dir():
            return []
        with os.scandir(self._shelf) as items:
            files = {item.name for item in items if item.is_file(follow_symlinks=False)}
        names = (name.removesuffix(".json") for name in files if name.endswith(".json"))
        return sorted(name for name in names if re.fullmatch(ID, name) and (self._shelf / name).is_dir())

    def path(self, name: str) -> Path:
        """Return where the record of the release ``name`` is, or the mark of the folder ``.name``."""
        return self._shelf / f"{name}.json"

    def read(self, name: str) -> Release:
        """Return a record or mark. Raise DamagedReleaseError where it is none, FileNotFoundError where none stands.

        One of another release is none: it would lead to that one's folder.
        """
        file = self.path(name)
        if not S_ISREG(file.lstat().st_mode):  # a pipe would be read for ever
            raise DamagedReleaseError(str(file))
        release = Release.read(file.read_text(encoding="utf-8", errors="replace"))
        if name != ".next" and release.id != name.removeprefix(".").removesuffix(".old"):
            raise DamagedReleaseError(f"{file}: {release.id}")
        return release

    def sealed(self, name: str) -> int:
        """Return when the release was finished: its record is written last (nanoseconds)."""
        return self.path(name).stat().st_mtime_ns

    def is_moved(self, name: str) -> bool:
        """Tell whether an administrator put a link in the place of a release."""
        return (self._shelf / name).is_symlink()

    def is_away(self, name: str) -> bool:
        """Tell whether a release was moved to a disk that is not there now."""
        return self.is_moved(name) and not (self._shelf / name).is_dir() and self._find(name) is not None

    def write(self, release: Release) -> None:
        """Write which files the folder of ``release`` is to have, before one of them is there."""
        with self._free(f".{release.id}").open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(release.written())
            stream.flush()
            os.fsync(stream.fileno())

    def open_amending(self, name: str) -> None:
        """Let the record of a release that is amended be the mark of what it had: cut off, it is no release."""
        self.path(name).replace(self._free(f".{name}.old"))
        sync(self._shelf)

    def seal(self, name: str) -> None:
        """Let the mark of a release become its record, which makes it whole, in one step."""
        mark = self.path(f".{name}")
        os.utime(mark)  # later than each file: so it is seen whether one was written over
        mark.replace(self.path(name))
        sync(self._shelf)
        self.path(f".{name}.old").unlink(missing_ok=True)

    def mark_next(self, name: str) -> None:
        """Let the mark of ``next`` be the record of the release that it is to be copied from."""
        mark = self._free(".next")
        try:
            os.link(self.path(name), mark)
        except OSError:  # a disk without hard links
            shutil.copy2(self.path(name), mark)  # with its time, by which files are known to be untouched

    def unmark_next(self) -> None:
        """Remove the mark of ``next``, which is no more."""
        self._free(".next")

    def remove_next(self) -> None:
        """Remove ``next`` and its mark."""
        self.sort_out_next(keep_altered=False)  # for they may hold what was withdrawn
        if self.next.exists():
            shutil.rmtree(self.next)
            self.unmark_next()

    def list_next(self) -> dict[str, InodeMark]:
        """Return the marks of what is in ``next``, by path; nothing where it is no folder."""
        return list_marks(str(self.next)) if S_ISDIR(read_mode(self.next) or 0) else {}

    def sort_out_next(self, *, keep_altered: bool = True) -> dict[str, InodeMark]:
        """Move aside what others laid in ``next``, or all of it where it has no mark; return the inodes of what is left."""
        inodes: dict[str, InodeMark] = {}
        mode, mark = read_mode(self.next), self._find(".next")
        if mode is None:
            if mark:
                self.unmark_next()
        elif mark is None and S_ISDIR(mode):
            self._own.remove_tree(self.next, self._list_shared())
        elif mark is None or not S_ISDIR(mode):
            self._own.move_aside(self.next, "next")
        else:
            files = mark.manifest.entries
            inodes = self._own.sort_out(
                self.next, files, files, self.sealed(".next"), keep_altered=keep_altered
            )
        if mark is None:
            self._own.move_aside(self.path(".next"), "next.json")
        return inodes

    def forget(self, name: str) -> None:
        """Let a release be none any more: a leftover, or what the next one grows from. Of a moved one only the link goes."""
        folder = self._shelf / name
        if self.is_moved(name):
            self._own.say(
                f"Bản {name} đã được chuyển tới {printable(str(folder.readlink()))}: thôi giữ bản này, chỉ bỏ liên kết; "
                "thư mục ở đó còn nguyên, hãy tự xóa nếu không cần."
            )
            self.path(name).unlink()
            folder.unlink()
        elif read_mode(self.next) is not None:
            self.path(name).replace(self._free(f".{name}"))
        else:
            self.path(name).replace(self._free(".next"))
            folder.rename(self.next)

    def tidy(self, shown: str | None) -> None:
        """Remove what a crash left half made and what was forgotten, but what is ``shown``; move aside what is not ours."""
        if not self._shelf.is_dir():
            return
        whole = set(self.all())
        present = {item.name for item in self._shelf.iterdir()}
        away = {name for name in present - whole if _FOLDERS.fullmatch(name) and self.is_away(name)}
        for name in sorted(away - self._told):
            self._told.add(name)
            self._own.say(
                f"Bản {name} dẫn tới {printable(str((self._shelf / name).readlink()))}, hiện không có ở đó "
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
        """Remove the folder of a release that is none, or let it be ``next``; move aside one without a mark."""
        folder, release = self._shelf / name, name.removeprefix(".")
        files, ready = self._known_files(release), self._find(".next")
        was_forgotten = ready is not None and ready.id == release and read_mode(self.next) is None
        if not S_ISDIR(read_mode(folder) or 0) or not (files or was_forgotten):
            self._own.move_aside(folder, release)
        elif was_forgotten:
            folder.rename(self.next)  # as it was cut off
        else:
            self._own.remove_tree(folder, files)

    def _tidy_mark(self, name: str) -> None:
        """Remove a mark of what is no more; move aside a file that only has its name."""
        file = self._shelf / name
        if self._is_ours(file):
            file.unlink()
        else:
            self._own.move_aside(file, name.removeprefix("."))

    def _known_files(self, release: str) -> Mapping[str, Entry]:
        """Return the files that a publish put into the folder of a release that is none: its marks name them."""
        marks = [self._find(name) for name in (f".{release}", f".{release}.old", ".next")]
        files: dict[str, Entry] = {}
        if any(marks[:2]):  # else it is no folder that grew
            for mark in filter(None, marks):
                files |= mark.manifest.entries
        return files

    def _list_shared(self) -> set[str]:
        """Return the files in ``next`` that a release has too, as hard links: they are lost by no removal.

        Reason: 0.1.0 wrote no mark beside ``next``.
        """
        found = self.list_next()
        shared = {inode for name in self.all() for inode, _ in list_marks(f"{self._shelf}/{name}").values()}
        return {path for path, (inode, _) in found.items() if inode in shared}

    def _find(self, name: str) -> Release | None:
        """Return what a mark says, or None where there is none that a publish wrote."""
        try:
            return self.read(name)
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
        mark = self.path(name)
        if read_mode(mark) is not None:
            self._tidy_mark(mark.name)
        return mark


def is_of_release(name: str) -> bool:
    """Tell whether a publish may have made what has that name among the releases."""
    return bool(_FOLDERS.fullmatch(name) or _MARKS.fullmatch(name))


def sync(path: Path) -> None:
    """Wait until the disk has what was changed in the folder ``path``."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
