"""Stamp, walk, write and clear up files, in the same way everywhere.

A file grows under a name with a leading dot and a process id, and takes its own name when it is whole.
Readers meet the old file or the new one.
"""

import errno
import os
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path

_RACY = 2_000_000_000
"""Nanoseconds within which a file may change twice without a new time stamp (FAT counts in 2 s)."""

FileStamp = tuple[int, int, int]
"""Size in bytes, mtime and ctime in nanoseconds: equal stamps, equal file.

The last is the time of the last change of any kind, which no program can set back; another hard link is a change too.
"""
UNKNOWN_STAMP: FileStamp = (-1, -1, -1)
"""No file has this stamp."""
_FILLED = (errno.ENOTEMPTY, errno.EEXIST)
"""Codes that systems give when a folder is not empty."""


def get_stable_stamp(status: os.stat_result, now: int) -> FileStamp:
    """Return the stamp of a file that people write, of what ``stat`` said of it.

    Return UNSURE if the file changed a moment before ``now`` (nanoseconds): it may change again within
    the same tick (what git calls "racily clean").
    """
    return UNKNOWN_STAMP if status.st_mtime_ns > now - _RACY else get_stamp(status)


def get_stamp(status: os.stat_result) -> FileStamp:
    """Return the stamp of a file that we wrote ourselves, of what ``stat`` said of it."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def read_stamp(path: str) -> FileStamp | None:
    """Return the stamp of what stands at ``path`` itself, or None if it cannot be looked at."""
    try:
        return get_stamp(os.lstat(path))
    except OSError:
        return None


def walk_files(
    folder: str | os.PathLike[str],
    *,
    is_passed_over: Callable[[str], bool] | None = None,
    is_entered: Callable[[str], bool] | None = None,
) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """Yield the path from ``folder`` of each file in it and below, with its entry. Links are not followed.

    ``is_passed_over`` is asked with the name of each file and folder. ``is_entered`` is asked with the path
    of each folder: if it refuses one, the folder is yielded as files are. Raise OSError.
    """
    root, waiting = os.fspath(folder), [""]
    while waiting:
        prefix = waiting.pop()
        with os.scandir(f"{root}/{prefix}") as entries:
            for entry in entries:
                if is_passed_over is not None and is_passed_over(entry.name):
                    continue
                path = prefix + entry.name
                if entry.is_dir(follow_symlinks=False) and (is_entered is None or is_entered(path)):
                    waiting.append(f"{path}/")
                else:
                    yield path, entry


def write_file_atomically(path: Path | str, data: bytes) -> FileStamp:
    """Write ``data`` to ``path`` in one step, and make its folder. Return its stamp. Raise OSError."""
    folder, name = os.path.split(path)
    growing = f"{folder}/.{name}.{os.getpid()}"
    try:
        _write_new(growing, data)
    except FileNotFoundError:  # its folder is yet to be made
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103  # text is enough, ten thousand times
        _write_new(growing, data)
    os.replace(growing, path)  # noqa: PTH105
    return get_stamp(os.stat(path))  # noqa: PTH116  # its new name is a change too


def install_file_atomically(path: Path, make: Callable[[Path], object]) -> None:
    """Let ``make`` write a new file, then put it at ``path`` in one step. Raise OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    growing = path.with_name(f".{path.name}.{os.getpid()}")
    growing.unlink(missing_ok=True)  # a killed build may have left it; a link there is not followed
    try:
        make(growing)
    except OSError:  # a full disk gets back what was written so far
        growing.unlink(missing_ok=True)
        raise
    growing.replace(path)


def remove_empty_folders(folder: Path, root: Path) -> list[Path]:
    """Remove ``folder`` and those above it, below ``root``, as far as they are empty. Return them. Raise OSError."""
    removed: list[Path] = []
    while folder != root:
        try:
            folder.rmdir()
        except FileNotFoundError:
            pass
        except OSError as error:
            if error.errno in _FILLED:
                break
            raise
        removed.append(folder)
        folder = folder.parent
    return removed


def _write_new(path: str, data: bytes) -> None:
    """Write ``data`` to a new file: what a killed build left at ``path`` goes, and a link there is not followed."""
    try:
        made = _open_new(path)
    except FileExistsError:
        os.unlink(path)  # noqa: PTH108
        made = _open_new(path)
    with made as stream:
        try:
            rest = memoryview(data)
            while rest:  # the system may take less than it is given
                rest = rest[stream.write(rest) :]
        except OSError:  # a full disk gets back what was written so far
            os.unlink(path)  # noqa: PTH108
            raise


def _open_new(path: str) -> FileIO:
    return open(path, "xb", buffering=0)  # noqa: PTH123  # the caller closes it
