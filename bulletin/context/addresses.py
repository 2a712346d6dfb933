"""Which addresses an edition has a page at, and which places those pages have.

Both are asked for one at a time: a build that prints three pages gathers nothing about ten thousand.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from bulletin import urls
from bulletin.archive.archive import Archive
from bulletin.archive.article_list import Shelf
from bulletin.content.addresses import day_anchors, record_addresses, system_addresses


class Published:
    """The address of every page made from an archive, numbered and hidden ones among them."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def __contains__(self, address: str) -> bool:
        """Tell whether there is a page at ``address``: a link to any other loses its address."""
        if address in self._house or address in self._shelves:
            return True
        front, number = urls.parse_listing_page(address)
        if number and front in self._shelves:
            return number <= self._shelves[front].full_pages
        return address in self._records

    def __iter__(self) -> Iterator[str]:
        """Yield all of them."""
        numbered = (
            urls.listing_page(address, number)
            for address, shelf in self._shelves.items()
            for number in range(1, shelf.full_pages + 1)
        )
        return chain(self._house, self._shelves, numbered, self._records)

    @cached_property
    def _house(self) -> frozenset[str]:
        return frozenset(system_addresses(self._archive.sections, self._archive.months))

    @cached_property
    def _shelves(self) -> dict[str, Shelf]:
        """Shelves by the address of the front of their listing."""
        archive = self._archive
        found = zip(
            urls.TAXONOMIES, (archive.sections, archive.topics, archive.tags, archive.authors), strict=True
        )
        return {
            taxonomy.address_of(slug): shelf for taxonomy, shelves in found for slug, shelf in shelves.items()
        }

    @cached_property
    def _records(self) -> frozenset[str]:
        return frozenset(record_addresses(self._archive.records))


class Places:
    """The places in pages that links may name: headings of texts, days of the archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def at(self, address: str) -> frozenset[str]:
        """Return the places in the page at ``address``."""
        return self._by_address.get(address, frozenset())

    @cached_property
    def _by_address(self) -> dict[str, frozenset[str]]:
        days = {month: found for month, (_, found) in day_anchors(self._archive.everything.items).items()}
        return days | {record.address: record.text.ids for record in self._archive.records if record.text.ids}
