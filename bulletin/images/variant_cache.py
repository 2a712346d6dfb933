"""Cache of encoded image variants, and their links in the output folder."""

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
"""Stamp and SHA-256 of a stored file."""


def store_variant(folder: Path, key: str, data: bytes) -> CachedVariant:
    """Write ``data`` into the cache in ``folder`` and return its record.

    Pass the record to ``VariantCache.record_variant``. Raise OSError.
    Reason: a worker process can store its results without the cache object.
    """
    return replace_cache_file(_get_variant_file(folder, key), data), hashlib.sha256(data).hexdigest()


class VariantCache:
    """Encoded variants by key below one folder of the cache.

    A missing, truncated or overwritten file counts as not stored.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._digests = StampCache(folder / "ledger.msgpack", str, str, _VERSION)

    def has_variant(self, key: str) -> bool:
        """Tell if the file of ``key`` is stored and unchanged."""
        row = self._digests.entries.get(key)
        path = _get_variant_file(self.folder, key)
        if row is None or self._is_behind_link(path.parent) or not is_regular_file(path):
            return False
        stamp = get_stamp(path.stat())
        if row[0] != stamp:  # a new hard link, a moved cache, or a changed file
            if stamp[0] != row[0][0] or hashlib.sha256(read_bytes_if_file(path) or b"").hexdigest() != row[1]:
                return False
            self.record_variant(key, (stamp, row[1]))
        return True

    def _is_behind_link(self, folder: Path) -> bool:
        """Tell if ``folder`` or a folder above it in the cache is a link.

        The link is removed when the next file is stored.
        """
        return folder.is_symlink() or self.folder.is_symlink() or self.folder.parent.is_symlink()

    def get_file(self, key: str) -> Path:
        """Return the file of a variant, which need not exist."""
        return _get_variant_file(self.folder, key)

    def record_variant(self, key: str, record: CachedVariant) -> None:
        """Remember a record that ``store_variant`` returned."""
        self._digests.put(key, *record)

    def link_into_output(self, key: str, output: Path, name: str) -> bool:
        """Link the file of ``key`` into the output. Return False if it is there already.

        The file is copied if the file system has no hard links. Raise UserError, OSError.
        """
        source, target = _get_variant_file(self.folder, key), output / name
        if _is_installed(source, target):
            return False
        refuse_linked_path(str(output), name)
        install_file_atomically(target, partial(_link_or_copy, source))
        if (row := self._digests.entries.get(key)) is not None:
            self.record_variant(
                key, (get_stamp(source.stat()), row[1])
            )  # otherwise the new link would count as a change
        return True

    def save(self) -> None:
        """Write new records to disk. Raise OSError."""
        self._digests.save()
        remove_path(self.folder / "ledger.json")  # file of version 0.1


def _link_or_copy(source: Path, path: Path) -> None:
    """Make ``path`` a hard link to ``source``, or a copy. Raise OSError."""
    try:
        os.link(source, path)
    except OSError:
        shutil.copy2(source, path)


def _get_variant_file(folder: Path, key: str) -> Path:
    return folder / key[:2] / key


def _is_installed(source: Path, target: Path) -> bool:
    """Tell if ``target`` is a hard link to ``source`` or the copy of it."""
    try:
        target_status = target.lstat()
    except OSError:
        return False
    source_status = source.stat()
    is_linked = (target_status.st_dev, target_status.st_ino) == (source_status.st_dev, source_status.st_ino)
    return is_linked or (target_status.st_size, target_status.st_mtime_ns) == (
        source_status.st_size,
        source_status.st_mtime_ns,
    )
