"""Refuse links, pipes, mounts and folders of other programs at our paths.

A link below one of our folders would lead a write or a removal outside.
So each folder of a path is checked with ``lstat`` before a write.
"""

import os
from collections.abc import Collection
from pathlib import Path
from stat import S_ISBLK, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISLNK, S_ISREG, S_ISSOCK

from bulletin.errors import TEMP_FILE_PATTERN, UserError, escape_unprintable
from bulletin.storage.cache_folder import CACHE_FOLDERS, is_cache_path

_TYPE_NAMES = (
    (S_ISLNK, "liên kết tượng trưng"),
    (S_ISDIR, "thư mục"),
    (S_ISFIFO, "ống dẫn (FIFO)"),
    (S_ISSOCK, "ổ cắm (socket)"),
    (S_ISCHR, "tệp thiết bị"),
    (S_ISBLK, "tệp thiết bị"),
    (S_ISREG, "tệp"),
)
_UNCHECKED_FOLDERS = frozenset({"audit", "bench", "compressed", "derivatives", "pip-tools"})
"""Folders of the cache with thousands of files. The code that writes there checks each file itself."""
_FREE_NAME_PREFIXES = ("audit/", "bench/", "pip-tools/", "publishing/")
"""Folders of the cache with unknown names of files and folders."""
_MOUNTS = Path("/proc/self/mountinfo")
_real_folders: set[str] = set()
"""Folders that this process has checked."""


def describe_file_type(mode: int) -> str:
    """Return the Vietnamese noun for a file type: ``liên kết tượng trưng``."""
    return next(noun for has_type, noun in _TYPE_NAMES if has_type(mode))


def refuse_linked_path(root: str, name: str) -> None:
    """Raise UserError if a folder of ``name`` is a link, or ``name`` is a folder.

    ``name`` is a path from ``root`` and need not exist. ``root`` may be reached through a link.
    A link or pipe at ``name`` itself is allowed, because the write replaces it.
    """
    for end in _find_slashes(name):
        folder = f"{root}/{name[:end]}"
        if folder in _real_folders:
            continue
        mode = _read_mode(folder)
        if mode is None:
            return
        if not S_ISDIR(mode):
            raise _create_path_error(folder, mode, "thư mục")
        _real_folders.add(folder)
    mode = _read_mode(f"{root}/{name}")
    if mode is not None and S_ISDIR(mode):
        raise _create_path_error(f"{root}/{name}", mode, "tệp")


def refuse_foreign_cache(cache: Path) -> None:
    """Raise UserError if the cache holds links to folders or files of other programs.

    Checked are links in place of cache folders, and folders with files in place of cache files.
    ``cache`` itself may be a link to a cache on another disk.
    Links in place of cache files are removed, because the files are made again.
    """
    _refuse_foreign_root(cache, CACHE_FOLDERS)
    if cache.is_dir():
        _clear_links(cache, "")


def is_cache_file(path: str) -> bool:
    """Tell if the bulletin writes ``path``, or its temporary form, in the cache."""
    return is_cache_path(TEMP_FILE_PATTERN.sub(r"\1\2", path))


def _refuse_folder_with_files(folder: Path) -> None:
    """Raise UserError if ``folder``, in the place of one of our files, holds a file."""
    if any(names for _, _, names in os.walk(folder)):
        raise _create_path_error(str(folder), folder.lstat().st_mode, "tệp")


def refuse_foreign_output(output: Path, marks: tuple[str, ...]) -> None:
    """Raise UserError if ``output`` may belong to another program.

    ``marks`` are the files by which a build recognises its output.
    Refused are a link to a folder with files but no mark, and a mark that is no regular file.
    """
    _real_folders.clear()  # one process may run several builds
    if not any((output / mark).exists() for mark in marks):
        _refuse_foreign_root(output, frozenset())
    for mark in marks:
        refuse_linked_path(str(output), mark)


def _refuse_foreign_root(folder: Path, own_names: Collection[str]) -> None:
    if not folder.is_symlink():
        return
    if not folder.is_dir():
        remedy = "Hãy xóa liên kết ấy, hoặc tạo thư mục ở đó, rồi chạy lại."
        raise UserError(
            f"{folder} là liên kết tới {escape_unprintable(str(folder.readlink()))}, không phải thư mục. {remedy}"
        )
    if foreign := sorted({item.name for item in folder.iterdir()} - {*own_names, "lost+found"}):
        raise UserError(
            f"{folder} là liên kết tới {escape_unprintable(str(folder.readlink()))}, nơi có tệp của việc khác "
            f"(như {escape_unprintable(foreign[0])}). "
            "Hãy xóa liên kết ấy, hoặc dẫn nó tới một thư mục trống, rồi chạy lại."
        )


def _clear_links(cache: Path, prefix: str) -> None:
    """Remove links in the place of cache files below ``prefix``. Raise UserError."""
    with os.scandir(cache / prefix) as items:
        for item in items:
            path = prefix + item.name
            if item.is_symlink():
                if Path(item.path).is_dir():  # ``item.is_dir`` fails for a link to itself
                    raise _create_path_error(item.path, os.lstat(item.path).st_mode, "thư mục")
                if is_cache_file(path):
                    Path(item.path).unlink()
            elif item.is_dir() and is_cache_file(path) and not path.startswith(_FREE_NAME_PREFIXES):
                _refuse_folder_with_files(Path(item.path))
            elif (
                item.is_dir()
                and item.name not in _UNCHECKED_FOLDERS
                and not item.name.endswith((".git", ".tree"))
            ):
                _clear_links(cache, f"{path}/")


def find_mount_points(folder: Path) -> list[Path]:
    """Return the mount points at and below ``folder``.

    The list is empty if the system has no ``/proc``.
    Bind mounts of the same disk count, although ``st_dev`` does not show them.
    Source: proc(5), /proc/pid/mountinfo.
    """
    root, found = Path(os.path.realpath(folder)), []
    try:
        rows = _MOUNTS.read_bytes().splitlines()
    except FileNotFoundError:  # not Linux
        return []
    for row in rows:
        mount = row.split(b" ")[4]
        if b"\\" in mount:  # the kernel writes a space as \040
            mount = mount.decode("unicode_escape").encode("latin-1")
        path = Path(os.fsdecode(mount))
        if path.is_relative_to(root):
            found.append(path)
    return found


def _find_slashes(name: str) -> list[int]:
    return [index for index, char in enumerate(name) if char == "/"]


def _read_mode(path: str) -> int | None:
    try:
        return os.lstat(path).st_mode
    except FileNotFoundError:
        return None


def _create_path_error(path: str, mode: int, wanted: str) -> UserError:
    return UserError(
        f"{escape_unprintable(path)} là {describe_file_type(mode)}, đứng ở chỗ của một {wanted} mà lệnh này ghi. "
        "Hãy dời nó đi nơi khác rồi chạy lại."
    )
