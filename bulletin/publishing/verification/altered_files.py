"""Files that a verification found altered: the next publish puts them there again.

A file of the same size with its time set back looks untouched, and would be linked into each release to come.
"""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from msgspec import Struct

from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.release.release import Release
from bulletin.publishing.workspace import Workspace
from bulletin.storage.cache_file import read_cache_file, write_cache_file
from bulletin.storage.cache_folder import remove_path
from bulletin.urls import convert_path_to_address

_CACHE_VERSION = "altered-2"


class _Altered(Struct, frozen=True):
    """Files of a release that were found altered."""

    release: str
    paths: list[str]


def get_altered_files_path(site: Workspace) -> Path:
    """Return where the cache remembers what was found altered."""
    return site.cache / "publishing" / "altered"


def record_altered_files(note: Path, release: Release, addresses: Collection[str], *, is_whole: bool) -> None:
    """Remember in ``note`` which files of ``release`` are altered: those at ``addresses``. Raise OSError.

    What was noted before of the same release stays, unless all files were looked at (``is_whole``).
    """
    former = set() if is_whole else _read(note, release)
    paths = {path for path in release.manifest.entries if convert_path_to_address(path) in addresses}
    if paths | former:
        write_cache_file(note, _Altered(release.id, sorted(paths | former)), _CACHE_VERSION)
    else:
        remove_path(note)


def exclude_altered_files(note: Path, release: Release) -> Release:
    """Return ``release`` without the files that ``note`` says are altered, so that they are published again."""
    paths = _read(note, release)
    kept = {path: entry for path, entry in release.manifest.entries.items() if path not in paths}
    return replace(release, manifest=Manifest(kept)) if paths else release


def _read(note: Path, release: Release) -> set[str]:
    known = read_cache_file(note, _Altered, _CACHE_VERSION)
    return set(known.paths) if known and known.release == release.id else set()
