"""A part of the files, for a verification that runs every hour: drawn by chance, so that no page is safe to alter."""

import random
from math import ceil, comb

from bulletin.publishing.release.file_types import FileType
from bulletin.publishing.release.manifest import FileEntry
from bulletin.publishing.release.release import Release

_ALWAYS_CHECKED = (FileType.ASSET, FileType.FRAGMENT, FileType.SITEMAP, FileType.FEED)
"""Kinds of files that a sample holds all of, with the pages that there is one of."""
_UNSERVED = (FileType.COMPRESSED, FileType.SERVER_MAP)
_PART = 100
"""One page in so many: of so small an attack the promise speaks."""


def select_files(release: Release, sample: int, dice: random.Random) -> list[FileEntry]:
    """Return the files to ask for: all, or what readers meet first, ``sample`` other pages and as many other files.

    Every page, and every file, is as likely to be drawn as any other. ``dice`` must not be foreseen: ``SystemRandom``.
    """
    files = [one for one in release.manifest.entries.values() if one.file_type not in _UNSERVED]
    if not sample:
        return files
    first: list[FileEntry] = []
    pages: list[FileEntry] = []
    others: list[FileEntry] = []
    for one in files:
        (first if _is_first(one) else pages if one.file_type is FileType.PAGE else others).append(one)
    return [
        *first,
        *dice.sample(pages, min(sample, len(pages))),
        *dice.sample(others, min(sample, len(others))),
    ]


def calculate_detection_chance(release: Release, sample: int) -> tuple[int, float]:
    """Return how many pages are one in a hundred, and how likely one of so many altered ones is drawn.

    None of them is among what readers meet first: those are always looked at. The chance is from 0 to 1.
    """
    files = [one for one in release.manifest.entries.values() if one.file_type is FileType.PAGE]
    rest = sum(not _is_first(one) for one in files)
    altered = min(ceil(len(files) / _PART), rest)
    drawn = min(sample, rest)
    return altered, 1 - comb(rest - altered, drawn) / comb(rest, drawn) if altered else 1.0


def _is_first(entry: FileEntry) -> bool:
    kind, path = entry.file_type, entry.path
    if kind is FileType.PAGE or kind is FileType.OTHER:
        return path.count("/") < 2  # /, /tin-moi/, /robots.txt
    return kind in _ALWAYS_CHECKED or (kind is FileType.SEARCH and path.endswith(".js"))
