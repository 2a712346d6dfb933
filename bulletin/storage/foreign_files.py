"""Refuse what others laid where the bulletin writes: links, pipes, mounts and folders in the way.

A link below a folder of ours would lead a write or a removal to files outside it. So each path that is
written is looked at with ``lstat``, folder by folder, and is refused in words when it is no file of ours.
"""

import os
from collections.abc import Collection
from pathlib import Path
from stat import S_ISBLK, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISLNK, S_ISREG, S_ISSOCK

from bulletin.errors import TEMP_FILE_PATTERN, UserError, escape_unprintable
from bulletin.storage.cache_names import CACHE_FOLDERS, is_cache_path

_KINDS = (
    (S_ISLNK, "liên kết tượng trưng"),
    (S_ISDIR, "thư mục"),
    (S_ISFIFO, "ống dẫn (FIFO)"),
    (S_ISSOCK, "ổ cắm (socket)"),
    (S_ISCHR, "tệp thiết bị"),
    (S_ISBLK, "tệp thiết bị"),
    (S_ISREG, "tệp"),
)
_NOT_OPENED = frozenset({"bench", "compressed", "derivatives", "pip-tools"})
"""Folders of the cache with thousands of files, whose writers look at what they write."""
_MANY = ("bench/", "pip-tools/", "publishing/")
"""Folders of the cache whose files and folders have many names."""
_MOUNTS = Path("/proc/self/mountinfo")
_real_folders: set[str] = set()
"""Folders that were looked at by this process."""


def describe_file_type(mode: int) -> str:
    """Return the Vietnamese noun for the kind of a file, of its ``st_mode``: ``liên kết tượng trưng``."""
    return next(noun for is_kind, noun in _KINDS if is_kind(mode))


def refuse_linked_path(root: str, name: str) -> None:
    """Raise UserError if ``name`` below ``root`` is reached through a link, or is a folder.

    The folders of ``name`` and the file need not exist. ``root`` itself may be reached through a link.
    A link or a pipe at ``name`` itself is replaced by the file, so it is let be.
    """
    for end in _ends(name):
        folder = f"{root}/{name[:end]}"
        if folder in _real_folders:
            continue
        mode = _mode(folder)
        if mode is None:
            return
        if not S_ISDIR(mode):
            raise _create_path_error(folder, mode, "thư mục")
        _real_folders.add(folder)
    mode = _mode(f"{root}/{name}")
    if mode is not None and S_ISDIR(mode):
        raise _create_path_error(f"{root}/{name}", mode, "tệp")


def refuse_foreign_cache(cache: Path) -> None:
    """Raise UserError if a folder of the cache is a link, or ``cache`` is one to a folder of other files.

    Raise it too if a folder that holds files stands in the place of a file of the cache. ``cache`` may be a link to
    another disk. A link in place of a file in it goes: the file is made again.
    """
    _refuse_foreign_root(cache, CACHE_FOLDERS)
    if cache.is_dir():
        _clear_links(cache, "")


def is_cache_file(path: str) -> bool:
    """Tell whether the bulletin makes a file at ``path``, from the cache, or a growing one that becomes it."""
    return is_cache_path(TEMP_FILE_PATTERN.sub(r"\1\2", path))


def _refuse_filled(folder: Path) -> None:
    """Raise UserError if ``folder``, which stands in the place of a file of ours, holds a file."""
    if any(names for _, _, names in os.walk(folder)):
        raise _create_path_error(str(folder), folder.lstat().st_mode, "tệp")


def refuse_foreign_output(output: Path, marks: tuple[str, ...]) -> None:
    """Raise UserError if ``output`` is a link to a folder that has files, and none of those called ``marks``.

    Raise it too if one of those, by which a build knows its files, is no regular file.
    """
    _real_folders.clear()  # one process may make several builds
    if not any((output / mark).exists() for mark in marks):
        _refuse_foreign_root(output, frozenset())
    for mark in marks:
        refuse_linked_path(str(output), mark)


def _refuse_foreign_root(folder: Path, ours: Collection[str]) -> None:
    if not folder.is_symlink():
        return
    if not folder.is_dir():
        remedy = "Hãy xóa liên kết ấy, hoặc tạo thư mục ở đó, rồi chạy lại."
        raise UserError(
            f"{folder} là liên kết tới {escape_unprintable(str(folder.readlink()))}, không phải thư mục. {remedy}"
        )
    if strange := sorted({item.name for item in folder.iterdir()} - {*ours, "lost+found"}):
        raise UserError(
            f"{folder} là liên kết tới {escape_unprintable(str(folder.readlink()))}, nơi có tệp của việc khác "
            f"(như {escape_unprintable(strange[0])}). "
            "Hãy xóa liên kết ấy, hoặc dẫn nó tới một thư mục trống, rồi chạy lại."
        )


def _clear_links(cache: Path, prefix: str) -> None:
    """Remove links in the place of files of the cache, below its folder ``prefix``. Raise UserError."""
    with os.scandir(cache / prefix) as items:
        for item in items:
            path = prefix + item.name
            if item.is_symlink():
                if Path(item.path).is_dir():  # of a link to itself ``item`` would not say
                    raise _create_path_error(item.path, os.lstat(item.path).st_mode, "thư mục")
                if is_cache_file(path):
                    Path(item.path).unlink()
            elif item.is_dir() and is_cache_file(path) and not path.startswith(_MANY):
                _refuse_filled(Path(item.path))
            elif item.is_dir() and item.name not in _NOT_OPENED and not item.name.endswith((".git", ".tree")):
                _clear_links(cache, f"{path}/")


def find_mount_points(folder: Path) -> list[Path]:
    """Return the places at and below ``folder`` where another disk is mounted; none where the system cannot tell.

    Bind mounts of the same disk count, which ``st_dev`` does not show (proc(5), /proc/pid/mountinfo).
    """
    root, found = Path(os.path.realpath(folder)), []
    try:
        rows = _MOUNTS.read_bytes().splitlines()
    except FileNotFoundError:  # not Linux
        return []
    for row in rows:
        place = row.split(b" ")[4]
        if b"\\" in place:  # the kernel writes a blank as \040
            place = place.decode("unicode_escape").encode("latin-1")
        mounted = Path(os.fsdecode(place))
        if mounted.is_relative_to(root):
            found.append(mounted)
    return found


def _ends(name: str) -> list[int]:
    return [at for at, sign in enumerate(name) if sign == "/"]


def _mode(path: str) -> int | None:
    try:
        return os.lstat(path).st_mode
    except FileNotFoundError:
        return None


def _create_path_error(path: str, mode: int, wanted: str) -> UserError:
    return UserError(
        f"{escape_unprintable(path)} là {describe_file_type(mode)}, đứng ở chỗ của một {wanted} mà lệnh này ghi. "
        "Hãy dời nó đi nơi khác rồi chạy lại."
    )
