"""Bundles in the output: what is there as it was placed last time is neither read nor written."""

import os
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from bulletin.search.index_cache import IndexFiles
from bulletin.search.shard import SearchShard
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.storage.file_system import (
    FileStamp,
    get_stamp,
    remove_empty_folders,
    walk_files,
    write_file_atomically,
)
from bulletin.storage.foreign_files import refuse_linked_path
from bulletin.storage.output_folder import read_output_list, record_pending_search_files

_VERSION = "placed-3"
_FOLDER = "pagefind"


class InstalledFiles(Struct, frozen=True, gc=False):
    """The bundle of a volume, as it was placed."""

    key: str = ""
    files: Mapping[str, tuple[bytes, FileStamp]] = {}
    """By path from the folder of the volume: the digest of a file and its stamp."""


_NOTHING = InstalledFiles()


class IndexInstaller:
    """Places bundles in ``output/pagefind/<volume>/``; ``ledger`` remembers."""

    def __init__(self, output: Path, ledger: Path) -> None:
        """Read what was placed last time."""
        self._folder, self._ledger = output / _FOLDER, ledger
        self._former = read_cache_file(ledger, dict[str, InstalledFiles], _VERSION) or {}
        self._ours = {name for name in read_output_list(output) if name.startswith(f"{_FOLDER}/")}
        self._ours.update(
            self._named(volume, name) for volume, placed in self._former.items() for name in placed.files
        )
        self._rows: dict[str, InstalledFiles] = {}
        self.removed_files: list[str] = []
        """Files that are no more, from the output folder."""

    def is_installed(self, volume: SearchShard) -> bool:
        """Tell whether the bundle of ``volume`` is there, as it was placed."""
        former = self._former.get(volume.name, _NOTHING)
        found = _stamps(self._of(volume))
        if former.key != volume.cache_key or any(
            found.get(name) != mark for name, (_, mark) in former.files.items()
        ):
            return False
        self._rows[volume.name] = former
        return True

    def install(self, volume: SearchShard, bundle: IndexFiles) -> list[str]:
        """Let the output hold ``bundle``; return the files that were written. What others put there stays."""
        folder, written = self._of(volume), []
        former = self._former.get(volume.name, _NOTHING).files
        found, placed = _stamps(folder), {}
        for name in bundle:
            refuse_linked_path(str(self._folder.parent), self._named(volume.name, name))
        record_pending_search_files(self._folder.parent, (self._named(volume.name, name) for name in bundle))
        for name in sorted(found.keys() - bundle.keys()):
            self._remove(self._named(volume.name, name))
        for name, data in sorted(bundle.items()):
            digest, mark = _digest(data), found.get(name)
            if mark is None or not (former.get(name) == (digest, mark) or _holds(folder / name, digest)):
                mark = write_file_atomically(folder / name, data)
                written.append(self._named(volume.name, name))
            placed[name] = digest, mark
        self._rows[volume.name] = InstalledFiles(volume.cache_key, placed)
        return written

    def remove_unused(self) -> list[str]:
        """Remove the bundles of volumes that were not asked about; return all files that lie there now."""
        for gone in sorted({name.split("/")[1] for name in self._ours} - self._rows.keys()):
            for name in sorted(_stamps(self._folder / gone)):
                self._remove(self._named(gone, name))
            for folder, _, _ in os.walk(self._folder / gone, topdown=False):
                remove_empty_folders(Path(folder), self._folder)
        remove_empty_folders(self._folder, self._folder.parent)
        if self._rows != self._former:
            write_cache_file(self._ledger, self._rows, _VERSION)
        return [self._named(volume, name) for volume, placed in self._rows.items() for name in placed.files]

    def _remove(self, name: str) -> None:
        """Remove a file, from the output folder, that an earlier build wrote; somebody else's stays."""
        if name in self._ours:
            refuse_linked_path(str(self._folder.parent), name)
            (self._folder.parent / name).unlink()
            self.removed_files.append(name)

    def _of(self, volume: SearchShard) -> Path:
        return self._folder / volume.name

    def _named(self, volume: str, name: str) -> str:
        return f"{_FOLDER}/{volume}/{name}"


def _stamps(folder: Path) -> dict[str, FileStamp]:
    """Return the stamps of all files below ``folder``, by path from there."""
    try:
        return {path: get_stamp(entry.stat(follow_symlinks=False)) for path, entry in walk_files(folder)}
    except (FileNotFoundError, NotADirectoryError):
        return {}


def _holds(path: Path, digest: bytes) -> bool:
    return not path.is_symlink() and _digest(path.read_bytes()) == digest


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
