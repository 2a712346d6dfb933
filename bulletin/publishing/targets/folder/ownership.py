"""Rules by which a publish tells its own files in a folder from foreign files.

A publish writes to and removes only folders that have a marker file beside them.
The marker file is a record of the release and is written before the folder is made.
All other files in the way are moved to ``tep-la/`` in the target, and the publisher gets a message.
Readers do not find files in ``tep-la/``.
No link is followed. The link itself is moved.
"""

import errno
import os
import shutil
from collections.abc import Callable, Collection, Container, Mapping, Sequence
from os.path import realpath
from pathlib import Path
from shlex import quote
from stat import S_ISDIR, S_ISFIFO, S_ISREG, S_ISSOCK

from bulletin.errors import UserError, escape_unprintable
from bulletin.publishing.release.manifest import FileEntry
from bulletin.publishing.targets.folder.file_survey import (
    FileIdentity,
    FileStat,
    get_file_identity,
    is_file_intact,
    is_stat_unmodified,
)
from bulletin.storage.file_system import remove_empty_folders, walk_files
from bulletin.storage.foreign_files import describe_file_type, find_mount_points

MOVE_RELEASES_HELP = (
    "Nếu muốn để các bản ở ổ đĩa khác, hãy dời cả thư mục chứa nó (releases cùng current) sang đó rồi ghi đường dẫn mới vào "
    "PUBLISH_TO trong publishconf.py; nếu không, hãy đổi tên nó rồi chạy lại."
)
FOREIGN_FILES_FOLDER = "tep-la"
"""Folder in a target for foreign files. Readers do not find it, because it stands beside ``current``."""
_MAX_NAMED_PATHS = 3
"""Number of paths that a message names."""
_MAX_KEPT_CHANGES = 100
"""Number of altered files up to which the altered files are kept.

Reason: more of them mean that the target is a copy that lost the modification times.
"""


class OwnershipRules:
    """The rules of ownership in ``folder``, a target or the workspace.

    ``shown_name`` is the name of the folder in messages. It may be empty.
    """

    def __init__(self, folder: Path, shown_name: str, say: Callable[[str], None]) -> None:
        self._folder, self.say = folder, say
        self._prefix = f"{shown_name.rstrip('/')}/" if shown_name else ""

    def require_folder(self, name: str, remedy: str = "Hãy đổi tên nó rồi chạy lại.") -> None:
        """Raise UserError if ``name`` exists below the folder and is no real folder."""
        mode = read_mode(self._folder / name)
        if mode is not None and not S_ISDIR(mode):
            raise UserError(
                f"{self._prefix}{name} là {describe_file_type(mode)}, không phải thư mục do trang này tạo, "
                f"nên chưa ghi gì. {remedy}"
            )

    def require_no_mounts(self, name: str, is_ours: Callable[[str], bool]) -> None:
        """Raise UserError if another disk is mounted below ``name`` in the target.

        A disk that is mounted at ``name`` itself is accepted if it is empty.
        It is also accepted if it holds a file whose name ``is_ours`` accepts.
        """
        folder = self._folder / name
        for place in find_mount_points(folder):
            names = {item.name for item in folder.iterdir()} - {"lost+found"}
            if str(place) != realpath(folder) or (names and not any(map(is_ours, names))):
                shown = escape_unprintable(str(place))
                raise UserError(
                    f"Có ổ đĩa khác gắn ở {shown}, nên chưa ghi gì: lệnh này có thể xóa tệp của ổ đĩa ấy. "
                    f"Hãy tháo nó ra (sudo umount {quote(shown)}) rồi chạy lại."
                )

    def move_foreign_path(self, path: Path, name: str) -> None:
        """Move the foreign file at ``path`` to ``name`` in the folder for foreign files.

        Tell the publisher. An empty folder at ``path`` is removed without a message.
        """
        mode = read_mode(path)
        if mode is None:
            return
        if S_ISDIR(mode) and not any(path.iterdir()):
            path.rmdir()
            return
        new_place = self._move_aside(path, name)
        old_place = escape_unprintable(f"{self._prefix}{path.relative_to(self._folder)}")
        self.say(
            f"{old_place} là {describe_file_type(mode)} không do trang này tạo; "
            f"đã chuyển vào {self._prefix}{new_place}. Hãy xem rồi xóa nếu không cần."
        )

    def move_foreign_files(
        self,
        folder: Path,
        files: Container[str],
        entries: Mapping[str, FileEntry] = {},
        completed_at: int = 0,
        *,
        keep_altered: bool = True,
    ) -> dict[str, FileIdentity]:
        """Move foreign files in ``folder`` aside and tell the publisher.

        Args:
            folder: A folder below the target.
            files: Paths of our own files in the folder.
            entries: Our own files that count as foreign if they are altered.
            completed_at: The time (nanoseconds) since which a modified file counts as altered.
            keep_altered: If False, altered files are named in a message and not moved aside.
                Reason: they may hold a withdrawn article.

        Returns:
            The identities of the files that are left, by path.

        """
        name, shown = folder.name.removeprefix("."), f"{self._prefix}{folder.relative_to(self._folder)}"
        foreign, altered, identities = [], [], {}
        for path, status in _walk(str(folder), files):
            if path not in files or not S_ISREG(status.st_mode):
                foreign.append(path)
            elif (entry := entries.get(path)) and not is_stat_unmodified(
                entry, status.st_size, status.st_mtime_ns, completed_at
            ):
                altered.append(path)
            else:
                identities[path] = get_file_identity(status)
        self._move_files_aside(folder, name, foreign, f"tệp lạ trong {shown}")
        altered_noun = f"tệp đã bị sửa sau khi xuất bản trong {shown}"
        if keep_altered and len(altered) <= _MAX_KEPT_CHANGES:
            self._move_files_aside(folder, name, altered, altered_noun)
        elif altered:
            self.say(f"Có {len(altered)} {altered_noun} ({_name_some(altered)}); bản sửa không được giữ lại.")
        return identities

    def report_altered_files(
        self, known: Mapping[str, FileEntry], found: Mapping[str, FileStat], completed_at: int
    ) -> None:
        """Name files of the current release that were altered, added or removed.

        The next release has the files as they should be.
        """
        if not known or not found:
            return
        altered = {
            path
            for path, entry in known.items()
            if path not in found or not is_file_intact(found[path], entry, completed_at)
        }
        if wrong := sorted(altered | (found.keys() - known.keys())):
            self.say(
                f"Có {len(wrong)} tệp của bản đang chạy bị sửa, thêm hoặc mất sau khi xuất bản ({_name_some(wrong)}); "
                "bản mới không giữ những chỗ ấy. Nếu không ai ở cơ quan làm việc này, hãy báo người quản trị máy chủ ngay."
            )

    def remove_tree(self, folder: Path, files: Container[str]) -> None:
        """Remove ``folder`` with its ``files``, and move foreign files in it aside."""
        self.move_foreign_files(folder, files)
        shutil.rmtree(folder)

    def _move_files_aside(self, folder: Path, name: str, paths: list[str], noun: str) -> None:
        if not paths:
            return
        for path in paths:
            new_place = self._move_aside(folder / path, f"{name}/{path}")
            remove_empty_folders((folder / path).parent, folder)
        self.say(
            f"Có {len(paths)} {noun} ({_name_some(paths)}); "
            f"đã chuyển vào {self._prefix}{Path(*Path(new_place).parts[:2])}/. Hãy xem rồi xóa nếu không cần."
        )

    def _move_aside(self, path: Path, name: str) -> str:
        """Move ``path`` to the folder for foreign files, and return its new path.

        The new path is relative to the target.
        """
        self.require_folder(FOREIGN_FILES_FOLDER)
        first, _, rest = name.partition("/")
        base = Path(FOREIGN_FILES_FOLDER, first)
        if not rest:
            number = 1
            while read_mode(self._folder / base) is not None:
                base = Path(FOREIGN_FILES_FOLDER, f"{first}-{(number := number + 1)}")
            target = base
        else:
            target = self._find_free_place(base, rest)
        place = self._folder / target
        place.parent.mkdir(parents=True, exist_ok=True)
        _move(path, place)
        return str(target)

    def _find_free_place(self, base: Path, rest: str) -> Path:
        """Return a free path for ``rest`` below ``base`` that leads through no link."""
        number = 1
        while True:
            target = (base if number == 1 else base.with_name(f"{base.name}-{number}")) / rest
            above = [self._folder / parent for parent in target.parents if len(parent.parts) > 1]
            modes = [mode for folder in above if (mode := read_mode(folder)) is not None]
            if read_mode(self._folder / target) is None and all(map(S_ISDIR, modes)):
                return target
            number += 1


def read_mode(path: Path) -> int | None:
    """Return the ``st_mode`` at ``path``, of a link its own, or None if it is missing."""
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:  # a folder above leads in a circle
            return None
        raise


def _name_some(paths: Sequence[str]) -> str:
    """Return the first few of ``paths`` as a list for a message."""
    more = "…" if len(paths) > _MAX_NAMED_PATHS else ""
    return ", ".join(map(escape_unprintable, paths[:_MAX_NAMED_PATHS])) + more


def _move(path: Path, place: Path) -> None:
    """Move the file, link or folder at ``path``, also to another disk."""
    mode = path.lstat().st_mode
    try:
        path.rename(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        if S_ISFIFO(mode) or S_ISSOCK(mode):
            os.mknod(place, mode)  # a pipe or socket has no content, and cannot be copied
            path.unlink()
        else:
            shutil.move(path, place)


def _walk(folder: str, files: Container[str]) -> list[tuple[str, os.stat_result]]:
    """Return all files below ``folder``, and folders in the place of one of ``files``."""
    places = files if isinstance(files, Collection) else ()
    found = walk_files(folder, is_entered=lambda path: path not in places)
    return [(path, entry.stat(follow_symlinks=False)) for path, entry in found]
