"""Search shards: parts of the archive with a search index each.

A shard is one year. A large newest year is split into two halves.
Reason: a new article then changes a smaller index.
"""

from collections import defaultdict

from bulletin.archive.archive import Archive
from bulletin.content.models import Article

YEAR_SPLIT_THRESHOLD = 400
"""Articles of the newest year above which it is split.

Their words in the search head, which each reader loads, take 40 kB.
"""
_FIRST_HALF_END = 6


def split_into_shards(archive: Archive) -> dict[str, tuple[Article, ...]]:
    """Return the live articles by shard name, newest shard first.

    Names are ``2025``, ``2026``, and ``2026b`` for the second half of the newest year.
    The articles of a shard are in the order of their dates, oldest first.
    """
    newest_year = max((year for year, _ in archive.months), default=0)
    count = sum(
        len(article_list.articles)
        for (year, _), article_list in archive.months.items()
        if year == newest_year
    )
    shards: dict[str, list[Article]] = defaultdict(list)
    for (year, month), article_list in archive.months.items():
        is_second_half = year == newest_year and count > YEAR_SPLIT_THRESHOLD and month > _FIRST_HALF_END
        shards[f"{year}b" if is_second_half else str(year)] += article_list.articles
    return {name: tuple(shards[name]) for name in reversed(shards)}


def format_shard_label(name: str) -> str:
    """Return the Vietnamese name of a shard: ``nửa sau năm 2026``."""
    return f"nửa sau năm {name[:-1]}" if name.endswith("b") else f"năm {name}"
