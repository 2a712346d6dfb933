"""Encoded pictures, kept by the key of what they were made from, and their way into the output."""

import hashlib
import os
import shutil
from functools import partial
from pathlib import Path

from bulletin.storage.cache_file import StampCache, replace_cache_file
from bulletin.storage.cache_folder import is_regular_file, read_bytes_if_file, remove_path
from bulletin.storage.file_system import FileStamp, get_stamp, install_file_atomically
from bulletin.storage.foreign_files import refuse_linked_path

_VERSION = "store-3"
CachedVariant = tuple[FileStamp, str]
"""Stamp and sha-256 of a kept file."""


def store_variant(folder: Path, key: str, data: bytes) -> CachedVariant:
    """Write ``data`` into the store in ``folder``; ``VariantCache.record_variant`` makes it known. Raise OSError.

    Apart from Store, so that a worker process can keep what it encodes.
    """
    return replace_cache_file(_get_variant_file(folder, key), data), hashlib.sha256(data).hexdigest()


class VariantCache:
    """Files by key below one folder of the cache.

    A file that is missing, cut short or written over does not count as kept.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._digests = StampCache(folder / "ledger.msgpack", str, str, _VERSION)

    def has_variant(self, key: str) -> bool:
        """Tell whether the file of ``key`` is there, whole and unchanged."""
        row = self._digests.entries.get(key)
        path = _get_variant_file(self.folder, key)
        if row is None or self._is_linked(path.parent) or not is_regular_file(path):
            return False
        now = get_stamp(path.stat())
        if row[0] != now:  # linked elsewhere, moved with the cache, or tampered with
            if now[0] != row[0][0] or hashlib.sha256(read_bytes_if_file(path) or b"").hexdigest() != row[1]:
                return False
            self.record_variant(key, (now, row[1]))
        return True

    def _is_linked(self, folder: Path) -> bool:
        """Tell whether a link stands in the place of ``folder``: it goes, with what lies behind it, once a file is kept."""
        return folder.is_symlink() or self.folder.is_symlink() or self.folder.parent.is_symlink()

    def record_variant(self, key: str, record: CachedVariant) -> None:
        """Remember what ``store_variant`` returned."""
        self._digests.put(key, *record)

    def link_into_output(self, key: str, output: Path, name: str) -> bool:
        """Make ``name`` below ``output`` the file of ``key``, untouched where it is already; return whether it was written.

        A hard link where the file system has them, else a copy. Raise UserError, OSError.
        """
        source, target = _get_variant_file(self.folder, key), output / name
        if _same(source, target):
            return False
        refuse_linked_path(str(output), name)
        install_file_atomically(target, partial(_link_or_copy, source))
        if (row := self._digests.entries.get(key)) is not None:
            self.record_variant(
                key, (get_stamp(source.stat()), row[1])
            )  # else the new link would count as a change
        return True

    def save(self) -> None:
        """Write what is new to disk. Raise OSError."""
        self._digests.save()
        remove_path(self.folder / "ledger.json")  # of version 0.1


def _link_or_copy(source: Path, path: Path) -> None:
    """Make ``path`` a hard link to ``source``, or a copy on another file system or one without links. Raise OSError."""
    try:
        os.link(source, path)
    except OSError:
        shutil.copy2(source, path)


def _get_variant_file(folder: Path, key: str) -> Path:
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
