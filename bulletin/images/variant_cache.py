"""Encoded pictures, kept by the key of what they were made from, and their way into the output."""

import hashlib
import os
import shutil
from functools import partial
from pathlib import Path

from bulletin.storage.cache_file import StampCache, replace_cached
from bulletin.storage.cache_folder import is_file, read_file, remove
from bulletin.storage.file_system import Stamp, place_atomically, unaltered
from bulletin.storage.foreign_files import refuse_detour

_VERSION = "store-3"
Record = tuple[Stamp, str]
"""Stamp and sha-256 of a kept file."""


def keep(folder: Path, key: str, data: bytes) -> Record:
    """Write ``data`` into the store in ``folder``; ``Store.note`` makes it known. Raise OSError.

    Apart from Store, so that a worker process can keep what it encodes.
    """
    return replace_cached(_place(folder, key), data), hashlib.sha256(data).hexdigest()


class Store:
    """Files by key below one folder of the cache.

    A file that is missing, cut short or written over does not count as kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._digests = StampCache(folder / "ledger.msgpack", str, str, _VERSION)

    def holds(self, key: str) -> bool:
        """Tell whether the file of ``key`` is there, whole and unchanged."""
        row = self._digests.rows.get(key)
        path = _place(self.folder, key)
        if row is None or self._is_linked(path.parent) or not is_file(path):
            return False
        now = unaltered(path.stat())
        if row[0] != now:  # linked elsewhere, moved with the cache, or tampered with
            if now[0] != row[0][0] or hashlib.sha256(read_file(path) or b"").hexdigest() != row[1]:
                return False
            self.note(key, (now, row[1]))
        return True

    def _is_linked(self, folder: Path) -> bool:
        """Tell whether a link stands in the place of ``folder``: it goes, with what lies behind it, once a file is kept."""
        return folder.is_symlink() or self.folder.is_symlink() or self.folder.parent.is_symlink()

    def note(self, key: str, record: Record) -> None:
        """Remember what ``keep`` returned."""
        self._digests.put(key, *record)

    def place(self, key: str, output: Path, name: str) -> bool:
        """Make ``name`` below ``output`` the file of ``key``, untouched where it is already; return whether it was written.

        A hard link where the file system has them, else a copy. Raise UserError, OSError.
        """
        source, target = _place(self.folder, key), output / name
        if _same(source, target):
            return False
        refuse_detour(str(output), name)
        place_atomically(target, partial(_link_or_copy, source))
        if (row := self._digests.rows.get(key)) is not None:
            self.note(key, (unaltered(source.stat()), row[1]))  # else the new link would count as a change
        return True

    def save(self) -> None:
        """Write what is new to disk. Raise OSError."""
        self._digests.save()
        remove(self.folder / "ledger.json")  # of version 0.1


def _link_or_copy(source: Path, path: Path) -> None:
    """Make ``path`` a hard link to ``source``, or a copy on another file system or one without links. Raise OSError."""
    try:
        os.link(source, path)
    except OSError:
        shutil.copy2(source, path)


def _place(folder: Path, key: str) -> Path:
    return folder / key[:2] / key


def _same(source: Path, target: Path) -> bool:
    """Tell whether ``target`` is ``source`` or the copy of it that ``place`` made."""
    try:
        there = target.lstat()
    except OSError:
        return False
    here = source.stat()
    linked = (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino)
    return linked or (there.st_size, there.st_mtime_ns) == (here.st_size, here.st_mtime_ns)
