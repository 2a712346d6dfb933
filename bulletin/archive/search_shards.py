"""Volumes: the pieces in which the archive is indexed for the search, so that news change a small one.

A volume is a year. The newest, where it holds much, is in two until it is over: what is indexed again
for a new article is half as long, and readers load one piece more and not twice as many.
"""

from collections import defaultdict

from bulletin.archive.archive import Archive
from bulletin.content.models import Article

YEAR_SPLIT_THRESHOLD = 400
"""Articles of the newest year above which its second half is a volume of its own: Pagefind takes a second for so many."""
_JUNE = 6


def split_into_shards(archive: Archive) -> dict[str, tuple[Article, ...]]:
    """Return the articles that anybody may find by the names of their volumes, the newest volume first.

    Names are ``2025``, ``2026`` and, for what came after June of the newest year, ``2026b``. In a volume the oldest
    comes first.
    """
    newest = max((year for year, _ in archive.months), default=0)
    count = sum(len(shelf.articles) for (year, _), shelf in archive.months.items() if year == newest)
    found: dict[str, list[Article]] = defaultdict(list)
    for (year, month), shelf in archive.months.items():
        apart = year == newest and count > YEAR_SPLIT_THRESHOLD and month > _JUNE
        found[f"{year}b" if apart else str(year)] += shelf.articles
    return {name: tuple(found[name]) for name in reversed(found)}


def format_shard_label(name: str) -> str:
    """Return what people call a volume: ``năm 2025``, ``nửa sau năm 2026``."""
    return f"nửa sau năm {name[:-1]}" if name.endswith("b") else f"năm {name}"
