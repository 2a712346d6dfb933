"""The cache of search indexes, each in one file with a checksum.

A damaged file or one of another version counts as missing.
"""

from collections.abc import Mapping
from pathlib import Path

from bulletin.search.shard import SearchShard
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.storage.cache_folder import create_folder, is_regular_file, remove_path
from bulletin.storage.file_system import remove_stale_temp_files

_VERSION, _SUFFIX = "bundle-3", ".bundle"
_MAX_INDEXES = 4
"""Indexes of one shard that stay.

Reason: the local site and the published one may differ, and an edit may be reverted.
"""
IndexFiles = Mapping[str, bytes]
"""Files of an index by path from the folder of its shard."""


class IndexCache:
    """The cached indexes in ``folder``."""

    def __init__(self, folder: Path) -> None:
        """Remove the temporary files of killed builds."""
        self._folder = folder
        create_folder(folder)
        remove_stale_temp_files(folder, lambda name: name.endswith(_SUFFIX))

    def find_index(self, shard: SearchShard) -> IndexFiles | None:
        """Return the cached index of ``shard``, or None."""
        path = self._get_path(shard)
        index = read_cache_file(path, dict[str, bytes], _get_version(shard))
        if not index:
            return None
        path.touch()  # the files used longest ago are removed first
        return index

    def store_index(self, shard: SearchShard, index: IndexFiles) -> None:
        """Store the index of ``shard`` and remove its oldest ones. Raise OSError."""
        write_cache_file(self._get_path(shard), index, _get_version(shard))
        paths = [path for path in self._folder.glob(f"{shard.name}-*{_SUFFIX}") if is_regular_file(path)]
        paths.sort(key=lambda path: (path.stat().st_mtime_ns, path.name))
        for path in paths[:-_MAX_INDEXES]:
            remove_path(path)

    def _get_path(self, shard: SearchShard) -> Path:
        return self._folder / f"{shard.name}-{shard.cache_key}{_SUFFIX}"


def _get_version(shard: SearchShard) -> str:
    """Return the cache version, which holds the shard and its key.

    Reason: a file that was renamed to the name of another shard is not valid.
    """
    return f"{_VERSION} {shard.name} {shard.cache_key}"
