"""Addresses of content items, aliases, listings and feeds."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain

from bulletin import urls
from bulletin.content.models import Article, Page
from bulletin.content.site_lists.sections import Sections
from bulletin.text.letters import normalize_letters


def collect_addresses(
    articles: tuple[Article, ...], pages: tuple[Page, ...], sections: Sections
) -> frozenset[str]:
    """Return the addresses of all pages and feeds of a site.

    Numbered listing pages are left out.
    """
    # Ten thousand articles have only some hundred months, tags and authors.
    months = {(article.date.year, article.date.month) for article in articles}
    names = (
        (urls.get_topic_address, {article.topic for article in articles if article.topic}),
        (urls.get_tag_address, {tag for article in articles for tag in article.tags}),
        (urls.get_author_address, {author for article in articles for author in article.authors}),
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
    """Yield the addresses of built-in pages, feeds and month pages."""
    feeds = (urls.SITE_FEED_STEM, *map(urls.get_section_feed_stem, sections))
    return chain(
        urls.BUILT_IN_ADDRESSES,
        (address for feed in feeds for address in urls.list_feed_addresses(feed)),
        (urls.get_month_address(*month) for month in months),
    )


def list_item_addresses(items: Iterable[Article | Page]) -> Iterable[str]:
    """Yield the address and the aliases of each content item."""
    for item in items:
        yield item.address
        if item.aliases:
            yield from get_alias_addresses(item)


def collect_day_anchors(articles: Iterable[Article]) -> dict[str, tuple[str, frozenset[str]]]:
    """Return the title and the anchors of each month page, by its address."""
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
    """Return a source as ``{filename}`` links name it.

    Reason: macOS decomposes the letters of file names, and the text of an article is in the normal form.
    """
    return normalize_letters(source)


def get_alias_addresses(item: Article | Page) -> tuple[str, ...]:
    """Return the aliases of ``item`` without repeats and without its own address."""
    found = dict.fromkeys(map(urls.normalize_alias, item.aliases))
    return tuple(address for address in found if address != item.address)
