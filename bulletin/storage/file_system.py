"""File stamps, folder walks, atomic writes and removal of leftovers.

A file is written under a temporary name with a leading dot and the process id.
The file is then renamed, so readers see either the old file or the new one.
"""

import errno
import os
from collections.abc import Callable, Iterator, Sequence
from io import FileIO
from pathlib import Path

from bulletin.errors import TEMP_FILE_PATTERN
from bulletin.processes.parallel import is_process_alive

TIMESTAMP_RESOLUTION = 2_000_000_000
"""Nanoseconds within which two changes may leave the same time stamp (2 s on FAT)."""

FileStamp = tuple[int, int, int]
"""Size in bytes, mtime and ctime in nanoseconds. Equal stamps mean an equal file.

No program can set ctime back. A new hard link changes ctime too.
"""
UNKNOWN_STAMP: FileStamp = (-1, -1, -1)
"""A stamp that equals the stamp of no file."""
_KEPT_FOLDER_CODES = (errno.ENOTEMPTY, errno.EEXIST, errno.EBUSY, errno.ENOTDIR, errno.ELOOP)
"""Error codes for a folder that holds something, is a mount point, or is a link."""


def get_stable_stamp(status: os.stat_result, now: int) -> FileStamp:
    """Return the stamp of a file of an editor, or UNKNOWN_STAMP if it is recent.

    Args:
        status: result of ``stat``.
        now: current time in nanoseconds.

    Reason: a recent file may change again within the same tick (what git calls "racily clean").

    """
    return UNKNOWN_STAMP if status.st_mtime_ns > now - TIMESTAMP_RESOLUTION else get_stamp(status)


def get_stamp(status: os.stat_result) -> FileStamp:
    """Return the stamp of a file that only the bulletin writes, from its ``stat``."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns


def read_stamp(path: str) -> FileStamp | None:
    """Return the stamp of ``path`` itself, or None if ``lstat`` fails."""
    try:
        return get_stamp(os.lstat(path))
    except OSError:
        return None


def find_in_folders(folders: Sequence[Path], name: str) -> Path:
    """Return the file ``name`` of the last folder that has it.

    If no folder has it, return its place in the first one.
    """
    return next(
        (folder / name for folder in reversed(folders) if (folder / name).is_file()), folders[0] / name
    )


def walk_files(
    folder: str | os.PathLike[str],
    *,
    is_skipped: Callable[[str], bool] | None = None,
    is_entered: Callable[[str], bool] | None = None,
) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """Yield each file below ``folder``: path from ``folder`` and directory entry.

    Links are yielded and not followed.

    Args:
        folder: the folder to walk.
        is_skipped: called with the name of each file and folder.
        is_entered: called with the path of each folder. A folder that is not entered is yielded.

    Raises:
        OSError: a folder cannot be read.

    """
    root, pending = os.fspath(folder), [""]
    while pending:
        prefix = pending.pop()
        with os.scandir(f"{root}/{prefix}") as entries:
            for entry in entries:
                if is_skipped is not None and is_skipped(entry.name):
                    continue
                path = prefix + entry.name
                if entry.is_dir(follow_symlinks=False) and (is_entered is None or is_entered(path)):
                    pending.append(f"{path}/")
                else:
                    yield path, entry


def write_file_atomically(path: Path | str, data: bytes) -> FileStamp:
    """Write ``data`` to ``path`` and return its stamp. Raise OSError.

    The folder of ``path`` is created.
    """
    folder, name = os.path.split(path)
    temporary = f"{folder}/.{name}.{os.getpid()}"
    try:
        _write_new_file(temporary, data)
    except FileNotFoundError:  # the folder does not exist yet
        _make_folder(folder)
        _write_new_file(temporary, data)
    os.replace(temporary, path)  # noqa: PTH105
    return get_stamp(os.stat(path))  # noqa: PTH116  # the rename changed ctime


def install_file_atomically(path: Path, make: Callable[[Path], object]) -> None:
    """Call ``make`` with a temporary path, then rename the file. Raise OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.unlink(missing_ok=True)  # left by a killed build; a link is not followed
    try:
        make(temporary)
    except OSError as error:  # give the space back if the disk is full
        temporary.unlink(missing_ok=True)
        add_file_name(error, str(temporary))
        raise
    temporary.replace(path)


def remove_empty_folders(folder: Path, root: Path) -> list[Path]:
    """Remove ``folder`` and its parents below ``root`` while they are empty.

    Return the removed folders. Raise OSError.
    """
    removed: list[Path] = []
    while folder != root:
        try:
            folder.rmdir()
        except FileNotFoundError:
            pass
        except OSError as error:
            if error.errno in _KEPT_FOLDER_CODES or _has_entries(folder):
                break
            raise
        removed.append(folder)
        folder = folder.parent
    return removed


def _has_entries(folder: Path) -> bool:
    """Tell if a folder holds something.

    Reason: some file systems refuse to remove it with EPERM or EACCES.
    """
    try:
        return any(folder.iterdir())
    except OSError:
        return False


def remove_stale_temp_files(folder: Path, is_ours: Callable[[str], bool]) -> None:
    """Remove temporary files that ended processes left in ``folder`` and below.

    Call it before this process writes: in a container a process id may repeat.

    Args:
        folder: the folder to clean.
        is_ours: called with the path, from ``folder``, that the file would have got.
            Files of other programs stay.

    """
    for directory, _, names in os.walk(folder):
        for name in names:
            found = TEMP_FILE_PATTERN.search(name)
            if found is None:
                continue
            path = Path(directory, name)
            is_stale = int(found[3]) == os.getpid() or not is_process_alive(found[3])
            if is_stale and is_ours(path.with_name(found[2]).relative_to(folder).as_posix()):
                path.unlink(missing_ok=True)


def _write_new_file(path: str, data: bytes) -> None:
    """Write ``data`` to a new file in place of a leftover of a killed build.

    A link at ``path`` is removed and not followed.
    """
    try:
        file = _open_new_file(path)
    except FileExistsError:
        os.unlink(path)  # noqa: PTH108
        file = _open_new_file(path)
    with file as stream:
        try:
            rest = memoryview(data)
            while rest:  # the system may write fewer bytes than requested
                rest = rest[stream.write(rest) :]
        except OSError as error:  # give the space back if the disk is full
            os.unlink(path)  # noqa: PTH108
            add_file_name(error, path)
            raise


def read_chunks(path: str | os.PathLike[str]) -> Iterator[bytes]:
    """Yield the bytes of a file, a mebibyte at a time.

    Reason: attachments may be larger than the memory.
    """
    with open(path, "rb", buffering=0) as stream:  # noqa: PTH123  # a Path is slower, ten thousand times
        while chunk := stream.read(1 << 20):
            yield chunk


def add_file_name(error: OSError, path: str) -> None:
    """Let an error of a write name its file.

    Reason: the system names a file only if it cannot be opened. Without a name, the user does not know which disk is full.
    """
    if error.filename is None:
        error.filename = path


def _make_folder(folder: str) -> None:
    """Make a folder, and its parents if they are missing.

    Reason: a build makes ten thousand folders, most of them in a parent that exists.
    """
    try:
        os.mkdir(folder)  # noqa: PTH102  # a string is faster than a Path
    except (FileExistsError, FileNotFoundError):
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103


def _open_new_file(path: str) -> FileIO:
    return open(path, "xb", buffering=0)  # noqa: PTH123  # the caller closes it
