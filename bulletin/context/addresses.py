"""Which addresses an edition has a page at, and which places those pages have.

Both are asked for one at a time: a build that prints three pages gathers nothing about ten thousand.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from bulletin import urls
from bulletin.archive.archive import Archive
from bulletin.archive.article_list import ArticleList
from bulletin.content.addresses import collect_day_anchors, list_built_in_addresses, list_item_addresses


class PublishedAddresses:
    """The address of every page made from an archive, numbered and hidden ones among them."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def __contains__(self, address: str) -> bool:
        """Tell whether there is a page at ``address``: a link to any other loses its address."""
        if address in self._built_in_addresses or address in self._lists_by_address:
            return True
        front, number = urls.parse_listing_page(address)
        if number and front in self._lists_by_address:
            return number <= self._lists_by_address[front].full_page_count
        return address in self._records

    def __iter__(self) -> Iterator[str]:
        """Yield all of them."""
        numbered = (
            urls.get_listing_page_address(address, number)
            for address, shelf in self._lists_by_address.items()
            for number in range(1, shelf.full_page_count + 1)
        )
        return chain(self._built_in_addresses, self._lists_by_address, numbered, self._records)

    @cached_property
    def _built_in_addresses(self) -> frozenset[str]:
        return frozenset(list_built_in_addresses(self._archive.sections, self._archive.months))

    @cached_property
    def _lists_by_address(self) -> dict[str, ArticleList]:
        """Shelves by the address of the front of their listing."""
        archive = self._archive
        found = zip(
            urls.TAXONOMIES, (archive.sections, archive.topics, archive.tags, archive.authors), strict=True
        )
        return {
            taxonomy.get_address(slug): shelf
            for taxonomy, shelves in found
            for slug, shelf in shelves.items()
        }

    @cached_property
    def _records(self) -> frozenset[str]:
        return frozenset(list_item_addresses(self._archive.content_items))


class PageAnchors:
    """The places in pages that links may name: headings of texts, days of the archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def get_anchors(self, address: str) -> frozenset[str]:
        """Return the places in the page at ``address``."""
        return self._by_address.get(address, frozenset())

    @cached_property
    def _by_address(self) -> dict[str, frozenset[str]]:
        days = {
            month: found
            for month, (_, found) in collect_day_anchors(self._archive.all_articles.articles).items()
        }
        return days | {
            record.address: record.body.anchors
            for record in self._archive.content_items
            if record.body.anchors
        }
