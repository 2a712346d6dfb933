"""Files of the cache: one that cannot be read counts as absent, and what stands in its place is removed.

In the place of a file there may be a folder, a pipe, or a link. A pipe is never waited for. Of a link
only the link itself is removed, and never the file that it leads to.
"""

import os
import shutil
from itertools import takewhile
from os.path import lexists
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from bulletin.storage.cache_names import is_cache_folder

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
"""Without O_NONBLOCK the system waits until another process writes into a pipe."""


def read_bytes_if_file(path: Path) -> bytes | None:
    """Return the bytes of the file at ``path``, or None if there is no file that can be read."""
    try:
        with open(os.open(path, _FLAGS), "rb", buffering=0) as stream:  # noqa: PTH123  # a descriptor
            return stream.readall() if S_ISREG(os.fstat(stream.fileno()).st_mode) else None
    except OSError:
        return None


def is_regular_file(path: Path) -> bool:
    """Tell whether ``path`` is a file itself, and no link to one."""
    try:
        return S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def has_only_files_and_folders(folder: Path) -> bool:
    """Tell whether there are files and folders alone in ``folder``: no link, no pipe."""
    return not folder.is_symlink() and all(
        is_regular_file(one) or (one.is_dir() and not one.is_symlink()) for one in folder.rglob("*")
    )


def clear_path_for_file(path: Path) -> None:
    """Make the folder of ``path``, and remove what stands at ``path`` if it is no file. Raise OSError."""
    create_folder(path.parent)
    if not is_regular_file(path):
        remove_path(path)


def remove_path(path: Path) -> None:
    """Remove what stands at ``path``, if there is something. Raise OSError.

    What others laid in the place of a file was told before (``refuse_foreign_cache``).
    """
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return
    if S_ISDIR(mode):
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def create_folder(folder: Path) -> None:
    """Make ``folder`` and those above it. Raise OSError.

    A file or a link in the place of a folder of the cache is removed: files behind a link may be of other people.
    """
    ours = list(takewhile(lambda one: is_cache_folder(one.name), (folder, *folder.parents)))
    for one in reversed(ours):
        if one.is_symlink() or (lexists(one) and not one.is_dir()):
            one.unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
