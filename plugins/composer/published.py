"""Which addresses an edition has a page at, and which places those pages have.

Both are asked for one at a time: a build that prints three pages gathers nothing about ten thousand.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import chain

from plugins.archive.archive import Archive
from plugins.archive.shelf import Shelf
from plugins.composer import urls
from plugins.records.addresses import HOUSE, day_anchors, old_addresses

_NUMBERED = re.compile(r"(/.+/)trang/([1-9][0-9]*)/")


class Published:
    """The address of every page made from an archive, numbered and hidden ones among them."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def __contains__(self, address: str) -> bool:
        """Tell whether there is a page at ``address``: a link to any other loses its address."""
        if address in self._house or address in self._shelves:
            return True
        found = _NUMBERED.fullmatch(address)
        if found and found[1] in self._shelves:
            return int(found[2]) <= self._shelves[found[1]].full_pages
        return address in self._records

    def __iter__(self) -> Iterator[str]:
        """Yield all of them."""
        numbered = (
            urls.numbered(address, number)
            for address, shelf in self._shelves.items()
            for number in range(1, shelf.full_pages + 1)
        )
        return chain(self._house, self._shelves, numbered, self._records)

    @cached_property
    def _house(self) -> frozenset[str]:
        archive = self._archive
        feeds = (urls.SITE_FEED, *map(urls.section_feed, archive.sections))
        return frozenset(
            (
                *HOUSE,
                *(f"{feed}.{kind}.xml" for feed in feeds for kind in ("atom", "rss")),
                *(urls.month(*month) for month in archive.months),
            )
        )

    @cached_property
    def _shelves(self) -> dict[str, Shelf]:
        """Shelves by the address of the front of their listing."""
        archive = self._archive
        kinds = (
            (urls.section, archive.sections),
            (urls.topic, archive.topics),
            (urls.tag, archive.tags),
            (urls.author, archive.authors),
        )
        return {address(slug): shelf for address, found in kinds for slug, shelf in found.items()}

    @cached_property
    def _records(self) -> frozenset[str]:
        records = self._archive.records
        olds = (old for record in records if record.aliases for old in old_addresses(record))
        return frozenset((*(record.address for record in records), *olds))


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
