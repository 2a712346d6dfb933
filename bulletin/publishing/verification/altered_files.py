"""Altered files of the current release, which the next publish uploads again.

Reason: an altered file with its old size and time looks unchanged, so the next release would link it.
"""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from msgspec import Struct

from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.release import Release
from bulletin.publishing.workspace.folders import Workspace
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.storage.cache_folder import read_bytes_if_file, remove_path
from bulletin.urls import convert_path_to_address

_CACHE_VERSION = "altered-2"


class _AlteredFiles(Struct, frozen=True):
    """Altered files of one release."""

    release: str
    paths: list[str]


def get_altered_files_path(site: Workspace) -> Path:
    """Return the path of the cache file for altered files."""
    return site.cache / "publishing" / "altered"


def record_altered_files(note: Path, release: Release, addresses: Collection[str], *, is_whole: bool) -> None:
    """Save the altered files of ``release`` in the cache file ``note``. Raise OSError.

    Args:
        note: The cache file.
        release: The current release.
        addresses: The addresses at which readers get altered files.
        is_whole: True if all files of the release were checked.
            Altered files that an earlier verification found are then forgotten. Otherwise they stay.

    """
    older_paths = set() if is_whole else _read_altered_paths(note, release)
    paths = {path for path in release.manifest.entries if convert_path_to_address(path) in addresses}
    if paths | older_paths:
        write_cache_file(note, _AlteredFiles(release.id, sorted(paths | older_paths)), _CACHE_VERSION)
    else:
        remove_path(note)


def exclude_altered_files(note: Path, release: Release) -> Release:
    """Return ``release`` without its altered files.

    A publish uploads the files that the result lacks.
    """
    paths = _read_altered_paths(note, release)
    intact = {path: entry for path, entry in release.manifest.entries.items() if path not in paths}
    return replace(release, manifest=Manifest(intact)) if paths else release


def _read_altered_paths(note: Path, release: Release) -> set[str]:
    """Return the altered files of ``release``, or all of them.

    All files count as altered if the note exists and cannot be read.
    Reason: a damaged note, or one of another version, must not leave an altered file to readers.
    """
    known = read_cache_file(note, _AlteredFiles, _CACHE_VERSION)
    if known is None and read_bytes_if_file(note) is not None:
        return set(release.manifest.entries)
    return set(known.paths) if known and known.release == release.id else set()
