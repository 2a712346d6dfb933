"""Tell what a publish put into a folder from what others laid there, and move the latter aside.

A publish writes into, grows from and removes only folders that have a mark beside them: the record of
the release, which is written before the folder is made. All else that stands in the way is moved to
``tep-la/`` in the target, where no reader finds it, and the publisher is told. Nothing is followed:
a link is moved, not what it leads to.
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
"""Folder in a target for what others laid in it; beside ``current``, so no reader finds it."""
_MAX_NAMED_PATHS = 3
"""So many paths are named to the publisher."""
_MAX_KEPT_CHANGES = 100
"""Files written over, up to which they are kept: more are a copy of the releases that lost its times."""


class OwnershipRules:
    """The rules of ownership in ``folder``: a target, or the working copy; ``shown`` is how people call it, if they do."""

    def __init__(self, folder: Path, shown: str, say: Callable[[str], None]) -> None:
        self._folder, self.say = folder, say
        self._prefix = f"{shown.rstrip('/')}/" if shown else ""

    def require_folder(self, name: str, remedy: str = "Hãy đổi tên nó rồi chạy lại.") -> None:
        """Raise UserError, with a ``remedy``, if ``name`` below the folder is a link or no folder."""
        mode = read_mode(self._folder / name)
        if mode is not None and not S_ISDIR(mode):
            raise UserError(
                f"{self._prefix}{name} là {describe_file_type(mode)}, không phải thư mục do trang này tạo, nên chưa ghi gì. {remedy}"
            )

    def require_no_mounts(self, name: str, is_ours: Callable[[str], bool]) -> None:
        """Raise UserError if another disk is mounted below ``name`` in the target.

        One that is mounted at ``name`` itself is let be where it is empty, or holds something that ``is_ours`` by its name.
        """
        folder = self._folder / name
        for place in find_mount_points(folder):
            held = {item.name for item in folder.iterdir()} - {"lost+found"}
            if str(place) != realpath(folder) or (held and not any(map(is_ours, held))):
                shown = escape_unprintable(str(place))
                raise UserError(
                    f"Có ổ đĩa khác gắn ở {shown}, nên chưa ghi gì: lệnh này có thể xóa tệp của ổ đĩa ấy. "
                    f"Hãy tháo nó ra (sudo umount {quote(shown)}) rồi chạy lại."
                )

    def move_foreign_path(self, path: Path, name: str) -> None:
        """Move what stands at ``path``, and is not ours, to ``name`` in the folder for it; tell the publisher."""
        mode = read_mode(path)
        if mode is None:
            return
        if S_ISDIR(mode) and not any(path.iterdir()):
            path.rmdir()
            return
        kept = self._put_aside(path, name)
        self.say(
            f"{escape_unprintable(f'{self._prefix}{path.relative_to(self._folder)}')} là {describe_file_type(mode)} không do trang này tạo; "
            f"đã chuyển vào {self._prefix}{kept}. Hãy xem rồi xóa nếu không cần."
        )

    def move_foreign_files(
        self,
        folder: Path,
        files: Container[str],
        entries: Mapping[str, FileEntry] = {},
        sealed: int = 0,
        *,
        keep_altered: bool = True,
    ) -> dict[str, FileIdentity]:
        """Move aside what is in ``folder`` and is none of ``files``, which are ours; tell the publisher.

        Return the marks of what is left, by path.

        Those of ``entries`` count as foreign too if they were written over since ``sealed`` (nanoseconds); without
        ``keep_altered`` they are told alone, for they may hold what was withdrawn.
        """
        name, shown = folder.name.removeprefix("."), f"{self._prefix}{folder.relative_to(self._folder)}"
        foreign, altered, inodes = [], [], {}
        for path, status in _walk(str(folder), files):
            if path not in files or not S_ISREG(status.st_mode):
                foreign.append(path)
            elif (entry := entries.get(path)) and not is_stat_unmodified(
                entry, status.st_size, status.st_mtime_ns, sealed
            ):
                altered.append(path)
            else:
                inodes[path] = get_file_identity(status)
        self._keep(folder, name, foreign, f"tệp lạ trong {shown}")
        rewritten = f"tệp đã bị sửa sau khi xuất bản trong {shown}"
        if keep_altered and len(altered) <= _MAX_KEPT_CHANGES:
            self._keep(folder, name, altered, rewritten)
        elif altered:
            self.say(f"Có {len(altered)} {rewritten} ({_name_some(altered)}); bản sửa không được giữ lại.")
        return inodes

    def report_altered_files(
        self, known: Mapping[str, FileEntry], seen: Mapping[str, FileStat], sealed: int
    ) -> None:
        """Tell which files of the current release others altered, added or took away: the next one has them right."""
        if not known or not seen:
            return
        altered = {
            path
            for path, one in known.items()
            if path not in seen or not is_file_intact(seen[path], one, sealed)
        }
        if wrong := sorted(altered | (seen.keys() - known.keys())):
            self.say(
                f"Có {len(wrong)} tệp của bản đang chạy bị sửa, thêm hoặc mất sau khi xuất bản ({_name_some(wrong)}); "
                "bản mới không giữ những chỗ ấy. Nếu không ai ở cơ quan làm việc này, hãy báo người quản trị máy chủ ngay."
            )

    def remove_tree(self, folder: Path, files: Container[str]) -> None:
        """Remove ``folder``, which we made of ``files``; move aside what others laid in it."""
        self.move_foreign_files(folder, files)
        shutil.rmtree(folder)

    def _keep(self, folder: Path, name: str, paths: list[str], what: str) -> None:
        if not paths:
            return
        for path in paths:
            kept = self._put_aside(folder / path, f"{name}/{path}")
            remove_empty_folders((folder / path).parent, folder)
        self.say(
            f"Có {len(paths)} {what} ({_name_some(paths)}); "
            f"đã chuyển vào {self._prefix}{Path(*Path(kept).parts[:2])}/. Hãy xem rồi xóa nếu không cần."
        )

    def _put_aside(self, path: Path, name: str) -> str:
        """Move ``path`` into the folder for it; return its new place, seen from the target."""
        self.require_folder(FOREIGN_FILES_FOLDER)
        first, _, rest = name.partition("/")
        base = Path(FOREIGN_FILES_FOLDER, first)
        if not rest:
            number = 1
            while read_mode(self._folder / base) is not None:
                base = Path(FOREIGN_FILES_FOLDER, f"{first}-{(number := number + 1)}")
            target = base
        else:
            target = self._free(base, rest)
        place = self._folder / target
        place.parent.mkdir(parents=True, exist_ok=True)
        _move(path, place)
        return str(target)

    def _free(self, base: Path, rest: str) -> Path:
        """Return a place below ``base`` for ``rest`` at which nothing stands, and above which no link does."""
        number = 1
        while True:
            target = (base if number == 1 else base.with_name(f"{base.name}-{number}")) / rest
            above = [self._folder / one for one in target.parents if len(one.parts) > 1]
            modes = [mode for one in above if (mode := read_mode(one)) is not None]
            if read_mode(self._folder / target) is None and all(map(S_ISDIR, modes)):
                return target
            number += 1


def read_mode(path: Path) -> int | None:
    """Return the ``st_mode`` of what stands at ``path``, of a link its own; None where nothing stands."""
    try:
        return path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:  # a folder above leads in a circle
            return None
        raise


def _name_some(paths: Sequence[str]) -> str:
    """Return the first few of ``paths`` as a list for people."""
    more = "…" if len(paths) > _MAX_NAMED_PATHS else ""
    return ", ".join(map(escape_unprintable, paths[:_MAX_NAMED_PATHS])) + more


def _move(path: Path, place: Path) -> None:
    """Move what stands at ``path`` itself, also to another disk. Raise OSError."""
    mode = path.lstat().st_mode
    try:
        path.rename(place)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        if S_ISFIFO(mode) or S_ISSOCK(mode):
            os.mknod(place, mode)  # it holds nothing, and cannot be copied
            path.unlink()
        else:
            shutil.move(path, place)


def _walk(folder: str, files: Container[str]) -> list[tuple[str, os.stat_result]]:
    """Return what is in ``folder`` and below and is no folder, or is one where one of ``files`` should be."""
    places = files if isinstance(files, Collection) else ()
    found = walk_files(folder, is_entered=lambda path: path not in places)
    return [(path, entry.stat(follow_symlinks=False)) for path, entry in found]
