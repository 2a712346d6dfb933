"""A part of the files, for a verification that runs every hour: drawn by chance, so that no page is safe to alter."""

import random
from math import ceil, comb

from bulletin.publishing.release.file_types import Kind
from bulletin.publishing.release.manifest import Entry
from bulletin.publishing.release.release import Release

_ALWAYS = (Kind.ASSET, Kind.FRAGMENT, Kind.SITEMAP, Kind.FEED)
"""Kinds of files that a sample holds all of, with the pages that there is one of."""
_UNSERVED = (Kind.COMPRESSED, Kind.SERVER)
_PART = 100
"""One page in so many: of so small an attack the promise speaks."""


def chosen(release: Release, sample: int, dice: random.Random) -> list[Entry]:
    """Return the files to ask for: all, or what readers meet first, ``sample`` other pages and as many other files.

    Every page, and every file, is as likely to be drawn as any other. ``dice`` must not be foreseen: ``SystemRandom``.
    """
    files = [one for one in release.manifest.entries.values() if one.kind not in _UNSERVED]
    if not sample:
        return files
    first: list[Entry] = []
    pages: list[Entry] = []
    others: list[Entry] = []
    for one in files:
        (first if _is_first(one) else pages if one.kind is Kind.PAGE else others).append(one)
    return [
        *first,
        *dice.sample(pages, min(sample, len(pages))),
        *dice.sample(others, min(sample, len(others))),
    ]


def chance(release: Release, sample: int) -> tuple[int, float]:
    """Return how many pages are one in a hundred, and how likely one of so many altered ones is drawn.

    None of them is among what readers meet first: those are always looked at. The chance is from 0 to 1.
    """
    files = [one for one in release.manifest.entries.values() if one.kind is Kind.PAGE]
    rest = sum(not _is_first(one) for one in files)
    altered = min(ceil(len(files) / _PART), rest)
    drawn = min(sample, rest)
    return altered, 1 - comb(rest - altered, drawn) / comb(rest, drawn) if altered else 1.0


def _is_first(entry: Entry) -> bool:
    kind, path = entry.kind, entry.path
    if kind is Kind.PAGE or kind is Kind.OTHER:
        return path.count("/") < 2  # /, /tin-moi/, /robots.txt
    return kind in _ALWAYS or (kind is Kind.SEARCH and path.endswith(".js"))
