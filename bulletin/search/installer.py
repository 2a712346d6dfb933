"""Install search indexes into the output folder, without touching unchanged files."""

import os
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

from msgspec import Struct

from bulletin.search.shard import IndexPart
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
from bulletin.urls import SEARCH_FOLDER

_VERSION = "placed-4"
_FOLDER = SEARCH_FOLDER.strip("/")


class InstalledFiles(Struct, frozen=True, gc=False):
    """The index of one part as it was installed."""

    key: str = ""
    files: Mapping[str, tuple[bytes, FileStamp]] = {}
    """Digest and stamp of each file, by path from the folder of the part."""


_NOT_INSTALLED = InstalledFiles()


class IndexInstaller:
    """Installs indexes in ``output/search/<part>/`` and records them in a file."""

    def __init__(self, output: Path, state_file: Path) -> None:
        """Read the record of the previous build."""
        self._folder, self._state_file = output / _FOLDER, state_file
        self._former = read_cache_file(state_file, dict[str, InstalledFiles], _VERSION) or {}
        self._own_files = {name for name in read_output_list(output) if name.startswith(f"{_FOLDER}/")}
        self._own_files.update(
            self._get_name(part, name) for part, installed in self._former.items() for name in installed.files
        )
        self._rows: dict[str, InstalledFiles] = {}
        self.removed_files: list[str] = []
        """Removed files, from the output folder."""

    def is_installed(self, part: IndexPart) -> bool:
        """Tell if the index of ``part`` is in the output folder, unchanged."""
        former = self._former.get(part.name, _NOT_INSTALLED)
        stamps = _read_stamps(self._get_folder(part))
        if former.key != part.cache_key or any(
            stamps.get(name) != stamp for name, (_, stamp) in former.files.items()
        ):
            return False
        self._rows[part.name] = former
        return True

    def install(self, part: IndexPart, index: Mapping[str, bytes]) -> list[str]:
        """Write the files of an index and return those that were written.

        Foreign files stay.
        """
        folder, written = self._get_folder(part), []
        former = self._former.get(part.name, _NOT_INSTALLED).files
        stamps, installed = _read_stamps(folder), {}
        for name in index:
            refuse_linked_path(str(self._folder.parent), self._get_name(part.name, name))
        record_pending_search_files(self._folder.parent, (self._get_name(part.name, name) for name in index))
        for name in sorted(stamps.keys() - index.keys()):
            self._remove(self._get_name(part.name, name))
        for name, data in sorted(index.items()):
            digest, stamp = _compute_digest(data), stamps.get(name)
            if stamp is None or not (
                former.get(name) == (digest, stamp) or _has_digest(folder / name, digest)
            ):
                stamp = write_file_atomically(folder / name, data)
                written.append(self._get_name(part.name, name))
            installed[name] = digest, stamp
        self._rows[part.name] = InstalledFiles(part.cache_key, installed)
        return written

    def list_files(self, part: IndexPart) -> list[str]:
        """Return the installed files of ``part``, from its folder."""
        return sorted(self._rows[part.name].files)

    def remove_unused(self) -> list[str]:
        """Remove the indexes of other parts; return all installed files."""
        for unused in sorted({name.split("/")[1] for name in self._own_files} - self._rows.keys()):
            for name in sorted(_read_stamps(self._folder / unused)):
                self._remove(self._get_name(unused, name))
            for folder, _, _ in os.walk(self._folder / unused, topdown=False):
                remove_empty_folders(Path(folder), self._folder)
        remove_empty_folders(self._folder, self._folder.parent)
        if self._rows != self._former:
            write_cache_file(self._state_file, self._rows, _VERSION)
        return [
            self._get_name(part, name) for part, installed in self._rows.items() for name in installed.files
        ]

    def _remove(self, name: str) -> None:
        """Remove a file of the output folder if an earlier build wrote it."""
        if name in self._own_files:
            refuse_linked_path(str(self._folder.parent), name)
            (self._folder.parent / name).unlink()
            self.removed_files.append(name)

    def _get_folder(self, part: IndexPart) -> Path:
        return self._folder / part.name

    def _get_name(self, part: str, name: str) -> str:
        return f"{_FOLDER}/{part}/{name}"


def _read_stamps(folder: Path) -> dict[str, FileStamp]:
    """Return the stamps of all files below ``folder``, by path from it."""
    try:
        return {path: get_stamp(entry.stat(follow_symlinks=False)) for path, entry in walk_files(folder)}
    except (FileNotFoundError, NotADirectoryError):
        return {}


def _has_digest(path: Path, digest: bytes) -> bool:
    return not path.is_symlink() and _compute_digest(path.read_bytes()) == digest


def _compute_digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()
