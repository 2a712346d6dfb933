"""Files and folders of the cache: their names, reading and removal.

An unreadable file counts as missing. A link, pipe or folder in its place is removed.
Only the link itself is removed, never its target. No read waits for a pipe.
"""

import os
import re
import shutil
from itertools import takewhile
from os.path import lexists
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from bulletin.text.late_patterns import compile_late

_DIGEST = "[0-9a-f]{64}"
_IMAGE_FILES = rf"(?:facts|derivatives/ledger)\.(?:msgpack|json)|derivatives/[0-9a-f]{{2}}/{_DIGEST}"
"""Files of the image cache. Version 0.1 wrote the ``.json``."""
_FILES = {
    "ads": _IMAGE_FILES,
    "audit": ".*",
    "bench": ".*",
    "compressed": rf"ledger|{_DIGEST}\.(?:gz|br)",
    "engine": r"[0-9a-f]{24}\.[a-z.-]+(?:-journal|-wal|-shm)?",
    "external-links": None,
    "files.documents": None,
    "files.kinds": None,
    "pictures": _IMAGE_FILES,
    "pip-tools": ".*",
    "publishing": ".*",
    "share-cards": rf"ledger\.msgpack|[0-9a-f]{{2}}/{_DIGEST}",
    "site-icons": None,
    "search": r"[^/]+\.(?:bundle|placed)",
    "templates": "[0-9a-f]{24}-[0-9a-f]{40}",
}
"""File names by folder of the cache; None if the name is that of a file."""
CACHE_FOLDERS = frozenset(_FILES)
"""Names of all entries of the cache folder."""
_CACHE_FILES = compile_late(
    "|".join(re.escape(name) if files is None else f"{name}/(?:{files})" for name, files in _FILES.items())
)
_FOLDERS = compile_late(
    "|".join(map(re.escape, CACHE_FOLDERS))
    + r"|derivatives|records|s3-.*|[0-9a-f]{2}|[0-9a-f]{16}(\.git|\.tree)?"
)
_READ_FLAGS = (
    os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
)
"""Flags for reading. Without O_NONBLOCK, opening a pipe would wait for a writer."""


def read_bytes_if_file(path: Path) -> bytes | None:
    """Return the bytes of the file at ``path``, or None if it cannot be read."""
    try:
        with open(os.open(path, _READ_FLAGS), "rb", buffering=0) as stream:  # noqa: PTH123  # a descriptor
            return stream.readall() if S_ISREG(os.fstat(stream.fileno()).st_mode) else None
    except OSError:
        return None


def is_regular_file(path: Path) -> bool:
    """Tell if ``path`` itself is a file and not a link to one."""
    try:
        return S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def has_only_files_and_folders(folder: Path) -> bool:
    """Tell if ``folder`` and all below are files and folders, no links or pipes."""
    return not folder.is_symlink() and all(
        is_regular_file(path) or (path.is_dir() and not path.is_symlink()) for path in folder.rglob("*")
    )


def clear_path_for_file(path: Path) -> None:
    """Create the folder of ``path`` and remove all but a file there. Raise OSError."""
    create_folder(path.parent)
    if not is_regular_file(path):
        remove_path(path)


def remove_path(path: Path) -> None:
    """Remove a file, link or folder at ``path`` if there is one. Raise OSError.

    ``refuse_foreign_cache`` has refused files of other programs before.
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
    """Create ``folder`` and its parents. Raise OSError.

    A file or a link in the place of a cache folder is removed.
    Reason: a link could lead to files of other people.
    """
    cache_folders = list(takewhile(lambda parent: is_cache_folder(parent.name), (folder, *folder.parents)))
    for path in reversed(cache_folders):
        if path.is_symlink() or (lexists(path) and not path.is_dir()):
            path.unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)


def is_cache_path(path: str) -> bool:
    """Tell if the bulletin writes a file at ``path``, a path from the cache folder."""
    return bool(_CACHE_FILES.fullmatch(path))


def is_cache_folder(name: str) -> bool:
    """Tell if the bulletin creates folders named ``name`` in its cache."""
    return bool(_FOLDERS.fullmatch(name))
