"""The addresses of all pages of a site, and the anchors in these pages.

Reason: a build that renders three pages asks for a few addresses, so nothing is collected in advance.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from bulletin import urls
from bulletin.archive.archive import Archive
from bulletin.archive.article_list import ArticleList
from bulletin.content.addresses import collect_day_anchors, list_built_in_addresses, list_item_addresses


class PublishedAddresses:
    """The address of every page, with numbered listing pages and hidden articles."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def __contains__(self, address: str) -> bool:
        """Tell if there is a page at ``address``. A link to another address is removed."""
        if address in self._built_in_addresses or address in self._lists_by_address:
            return True
        first_page, number = urls.parse_listing_page(address)
        if number and first_page in self._lists_by_address:
            return number <= self._lists_by_address[first_page].full_page_count
        return address in self._item_addresses

    def __iter__(self) -> Iterator[str]:
        """Yield all addresses."""
        numbered = (
            urls.get_listing_page_address(address, number)
            for address, article_list in self._lists_by_address.items()
            for number in range(1, article_list.full_page_count + 1)
        )
        return chain(self._built_in_addresses, self._lists_by_address, numbered, self._item_addresses)

    @cached_property
    def _built_in_addresses(self) -> frozenset[str]:
        return frozenset(list_built_in_addresses(self._archive.sections, self._archive.months))

    @cached_property
    def _lists_by_address(self) -> dict[str, ArticleList]:
        """Article lists by the address of their listing."""
        archive = self._archive
        taxonomy_lists = zip(
            urls.TAXONOMIES, (archive.sections, archive.topics, archive.tags, archive.authors), strict=True
        )
        return {
            taxonomy.get_address(slug): article_list
            for taxonomy, article_lists in taxonomy_lists
            for slug, article_list in article_lists.items()
        } | {
            urls.get_document_address(slug): document.articles
            for slug, document in archive.register.documents.items()
        }

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
