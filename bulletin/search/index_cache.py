"""The shelf: bundles that were made, each under its volume and key, in one sealed file.

One that was harmed, or is of another version, is none: it is made again.
"""

from collections.abc import Mapping
from pathlib import Path

from bulletin.search.shard import SearchShard
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.storage.cache_folder import create_folder, is_regular_file, remove_path
from bulletin.storage.file_system import remove_stale_temp_files

_VERSION, _SUFFIX = "bundle-3", ".bundle"
_KEPT = 4
"""Bundles of a volume that stay: the local site and the published one may differ, and what is taken back comes again."""
IndexFiles = Mapping[str, bytes]
"""Files by path from the folder of a volume."""


class IndexCache:
    """The bundles in ``folder``."""

    def __init__(self, folder: Path) -> None:
        """Remove what builds that were killed left half written."""
        self._folder = folder
        create_folder(folder)
        remove_stale_temp_files(folder, lambda name: name.endswith(_SUFFIX))

    def find_index(self, volume: SearchShard) -> IndexFiles | None:
        """Return the bundle of ``volume`` where there is one."""
        place = self._place(volume)
        found = read_cache_file(place, dict[str, bytes], _version(volume))
        if not found:
            return None
        place.touch()  # used last, forgotten last
        return found

    def store_index(self, volume: SearchShard, bundle: IndexFiles) -> None:
        """Keep the bundle of ``volume``, and forget those of it that were used long ago. Raise OSError."""
        write_cache_file(self._place(volume), bundle, _version(volume))
        found = [path for path in self._folder.glob(f"{volume.name}-*{_SUFFIX}") if is_regular_file(path)]
        found.sort(key=lambda path: (path.stat().st_mtime_ns, path.name))
        for path in found[:-_KEPT]:
            remove_path(path)

    def _place(self, volume: SearchShard) -> Path:
        return self._folder / f"{volume.name}-{volume.cache_key}{_SUFFIX}"


def _version(volume: SearchShard) -> str:
    """Return what seals the bundle of ``volume``: the file of another volume under its name is none of it."""
    return f"{_VERSION} {volume.name} {volume.cache_key}"
