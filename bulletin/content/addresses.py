"""Addresses that content files have: their own, their aliases, and the listings that name them."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from bulletin import urls
from bulletin.content.models import Article, Page
from bulletin.content.sections import Sections
from bulletin.text.unicode_forms import normalize_unicode


def collect_addresses(
    articles: tuple[Article, ...], pages: tuple[Page, ...], sections: Sections
) -> frozenset[str]:
    """Return the address of every page and feed made from these records (numbered listing pages left out)."""
    # Ten thousand articles have some hundred months, tags and authors: each is looked at once.
    months = {(one.date.year, one.date.month) for one in articles}
    names = (
        (urls.get_topic_address, {one.topic for one in articles if one.topic}),
        (urls.get_tag_address, {tag for one in articles for tag in one.tags}),
        (urls.get_author_address, {author for one in articles for author in one.authors}),
    )
    return frozenset(
        chain(
            list_built_in_addresses(sections.by_slug, months),
            map(urls.get_section_address, sections.by_slug),
            (address(name) for address, found in names for name in found),
            list_item_addresses((*articles, *pages)),
        )
    )


def list_built_in_addresses(sections: Iterable[str], months: Iterable[tuple[int, int]]) -> Iterable[str]:
    """Yield the addresses of the pages of every site, of its feeds and of the months of its archive."""
    feeds = (urls.SITE_FEED_STEM, *map(urls.get_section_feed_stem, sections))
    return chain(
        urls.BUILT_IN_ADDRESSES,
        (address for feed in feeds for address in urls.list_feed_addresses(feed)),
        (urls.get_month_address(*month) for month in months),
    )


def list_item_addresses(records: Iterable[Article | Page]) -> Iterable[str]:
    """Yield the address of each record and the old ones that lead on to it."""
    for record in records:
        yield record.address
        if record.aliases:
            yield from get_alias_addresses(record)


def collect_day_anchors(articles: Iterable[Article]) -> dict[str, tuple[str, frozenset[str]]]:
    """Return, for each month of the archive that ``articles`` make, its name and the anchors of its days."""
    days: dict[tuple[int, int], set[int]] = defaultdict(set)
    for article in articles:
        date = article.date
        days[date.year, date.month].add(date.day)
    return {
        urls.get_month_address(year, month): (
            f"Lưu trữ {year:04d}/{month:02d}",
            frozenset(map(urls.get_day_anchor, found)),
        )
        for (year, month), found in days.items()
    }


def normalize_source(source: str) -> str:
    """Return how ``{filename}`` links name a file: macOS writes file names with letters taken apart."""
    return normalize_unicode("NFC", source)


def get_alias_addresses(record: Article | Page) -> tuple[str, ...]:
    """Return the addresses that lead on to ``record``, each once and never its own."""
    found = dict.fromkeys(map(urls.normalize_alias, record.aliases))
    return tuple(address for address in found if address != record.address)
