"""The cache of the parts of the search index, each in one file with a checksum.

A damaged file or one of another version counts as missing.
"""

from pathlib import Path
from typing import TypeVar

from bulletin.search.shard import IndexPart
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.storage.cache_folder import create_folder, is_regular_file, remove_path
from bulletin.storage.file_system import remove_stale_temp_files

_VERSION, _SUFFIX = "bundle-4", ".bundle"
_MAX_INDEXES = 4
"""Indexes of one part that stay.

Reason: the local site and the published one may differ, and an edit may be reverted.
"""
IndexT = TypeVar("IndexT")


class IndexCache:
    """The cached indexes in ``folder``."""

    def __init__(self, folder: Path) -> None:
        """Remove the temporary files of killed builds."""
        self._folder = folder
        create_folder(folder)
        remove_stale_temp_files(folder, lambda name: name.endswith(_SUFFIX))

    def find_index(self, part: IndexPart, kind: type[IndexT]) -> IndexT | None:
        """Return the cached index of ``part``, or None."""
        path = self._get_path(part)
        index = read_cache_file(path, kind, _get_version(part))
        if index is not None:
            path.touch()  # the files used longest ago are removed first
        return index

    def store_index(self, part: IndexPart, index: object) -> None:
        """Store the index of ``part`` and remove its oldest ones. Raise OSError."""
        write_cache_file(self._get_path(part), index, _get_version(part))
        paths = [path for path in self._folder.glob(f"{part.name}-*{_SUFFIX}") if is_regular_file(path)]
        paths.sort(key=lambda path: (path.stat().st_mtime_ns, path.name))
        for path in paths[:-_MAX_INDEXES]:
            remove_path(path)

    def _get_path(self, part: IndexPart) -> Path:
        return self._folder / f"{part.name}-{part.cache_key}{_SUFFIX}"


def _get_version(part: IndexPart) -> str:
    """Return the cache version, which holds the part and its key.

    Reason: a file that was renamed to the name of another part is not valid.
    """
    return f"{_VERSION} {part.name} {part.cache_key}"
