"""Select a random sample of the files for a verification.

Reason: an hourly verification cannot request all files, and no page may be safe to alter.
"""

import random
from math import ceil, comb

from bulletin.publishing.release.file_types import FileType
from bulletin.publishing.release.manifest import FileEntry
from bulletin.publishing.release.release import Release

_ALWAYS_CHECKED_TYPES = (FileType.ASSET, FileType.FRAGMENT, FileType.SITEMAP, FileType.FEED)
"""Types of which a sample has every file, besides the pages of the first levels."""
_UNSERVED_TYPES = (FileType.COMPRESSED, FileType.SERVER_MAP)
_PAGES_PER_ALTERED_PAGE = 100
"""The detection chance is calculated for one altered page in so many."""


def select_files(release: Release, sample: int, rng: random.Random) -> list[FileEntry]:
    """Return the files to request.

    A sample has the files that are always checked, random pages and random other files.

    Args:
        release: The current release.
        sample: Number of random pages, and of random other files; 0 selects all files.
        rng: A random source that attackers cannot foresee, such as ``SystemRandom``.

    """
    files = [entry for entry in release.manifest.entries.values() if entry.file_type not in _UNSERVED_TYPES]
    if not sample:
        return files
    always: list[FileEntry] = []
    pages: list[FileEntry] = []
    others: list[FileEntry] = []
    for entry in files:
        (
            always if _is_always_checked(entry) else pages if entry.file_type is FileType.PAGE else others
        ).append(entry)
    return [
        *always,
        *rng.sample(pages, min(sample, len(pages))),
        *rng.sample(others, min(sample, len(others))),
    ]


def calculate_detection_chance(release: Release, sample: int) -> tuple[int, float]:
    """Return one percent of the pages, and the chance to detect so many altered ones.

    The chance is from 0 to 1. Altered pages are assumed to be outside the files that are always checked.
    """
    files = [entry for entry in release.manifest.entries.values() if entry.file_type is FileType.PAGE]
    rest = sum(not _is_always_checked(entry) for entry in files)
    altered = min(ceil(len(files) / _PAGES_PER_ALTERED_PAGE), rest)
    drawn = min(sample, rest)
    return altered, 1 - comb(rest - altered, drawn) / comb(rest, drawn) if altered else 1.0


def _is_always_checked(entry: FileEntry) -> bool:
    file_type, path = entry.file_type, entry.path
    if file_type is FileType.PAGE or file_type is FileType.OTHER:
        return path.count("/") < 2  # /, /tin-moi/, /robots.txt
    return file_type in _ALWAYS_CHECKED_TYPES or (file_type is FileType.SEARCH and path.endswith(".js"))
