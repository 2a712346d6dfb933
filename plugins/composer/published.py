"""Which addresses an edition has a page at: a link to any other loses its address."""

from plugins.archive.archive import Archive
from plugins.composer import urls
from plugins.records.addresses import addresses, day_anchors, old_addresses


def published(archive: Archive) -> frozenset[str]:
    """Return the address of every page made from ``archive``, numbered and hidden ones among them."""
    listed = addresses(archive.everything.items, archive.pages, archive.section_tree)
    own = (address for record in archive.records for address in (record.address, *old_addresses(record)))
    shelves = (
        (urls.section, archive.sections),
        (urls.topic, archive.topics),
        (urls.tag, archive.tags),
        (urls.author, archive.authors),
    )
    numbered = (
        urls.numbered(address(slug), number)
        for address, found in shelves
        for slug, shelf in found.items()
        for number in range(1, shelf.full_pages + 1)
    )
    return listed.union(own, numbered)


def anchors(archive: Archive) -> dict[str, frozenset[str]]:
    """Return the places in the pages of ``archive`` that a link may name, by address."""
    days = {address: found for address, (_, found) in day_anchors(archive.everything.items).items()}
    return days | {record.address: record.text.ids for record in archive.records}
