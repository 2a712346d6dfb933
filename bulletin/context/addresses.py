"""The addresses of all pages of a site, and the anchors in these pages.

Reason: a build that renders three pages asks for a few addresses, so nothing is collected in advance.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from bulletin import urls
from bulletin.archive.archive import Archive
from bulletin.archive.article_list import count_full_pages
from bulletin.archive.document_register import list_register_addresses
from bulletin.content.addresses import collect_day_anchors, list_built_in_addresses, list_item_addresses


class PublishedAddresses:
    """The address of every page, with numbered listing pages and hidden articles."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def __contains__(self, address: str) -> bool:
        """Tell if there is a page at ``address``. A link to another address is removed."""
        if address in self._built_in_addresses or address in self._counts_by_address:
            return True
        first_page, number = urls.parse_listing_page(address)
        if number and first_page in self._counts_by_address:
            return number <= count_full_pages(self._counts_by_address[first_page])
        return address in self._item_addresses

    def __iter__(self) -> Iterator[str]:
        """Yield all addresses."""
        numbered = (
            urls.get_listing_page_address(address, number)
            for address, count in self._counts_by_address.items()
            for number in range(1, count_full_pages(count) + 1)
        )
        return chain(self._built_in_addresses, self._counts_by_address, numbered, self._item_addresses)

    @cached_property
    def _built_in_addresses(self) -> frozenset[str]:
        return frozenset(list_built_in_addresses(self._archive.sections, self._archive.months))

    @cached_property
    def _counts_by_address(self) -> dict[str, int]:
        """Numbers of items of each listing, by its address."""
        archive = self._archive
        taxonomy_lists = zip(
            urls.TAXONOMIES, (archive.sections, archive.topics, archive.tags, archive.authors), strict=True
        )
        return {
            taxonomy.get_address(slug): len(article_list.articles)
            for taxonomy, article_lists in taxonomy_lists
            for slug, article_list in article_lists.items()
        } | dict(list_register_addresses(archive.register))

    @cached_property
    def _item_addresses(self) -> frozenset[str]:
        return frozenset(list_item_addresses(self._archive.content_items))


class PageAnchors:
    """The anchors that links may name: headings of texts and days of the archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def get_anchors(self, address: str) -> frozenset[str]:
        """Return the anchors of the page at ``address``."""
        return self._by_address.get(address, frozenset())

    @cached_property
    def _by_address(self) -> dict[str, frozenset[str]]:
        day_anchors = {
            month: anchors
            for month, (_, anchors) in collect_day_anchors(self._archive.all_articles.articles).items()
        }
        return day_anchors | {
            item.address: item.body.anchors for item in self._archive.content_items if item.body.anchors
        }
