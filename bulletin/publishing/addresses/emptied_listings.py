"""Attach emptied listings to the removed articles that emptied them.

Reason: the editor then decides once, on the article.
The articles of a listing are read from its pages in the current release.
If the current release has no such page, the editor decides on the listing itself.
"""

import re
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from bulletin import urls
from bulletin.build.content_index import IndexEntry
from bulletin.content.site_lists.withdrawals import LISTING_WITHDRAWAL_HEADING
from bulletin.publishing.addresses.ledger import REMOVAL_EMPTY, LedgerEntry
from bulletin.publishing.addresses.removals import AddressChanges, RemovedAddresses, map_addresses_to_sources
from bulletin.publishing.inspection.page_links import SiteOrigin, extract_links
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.targets.base import Target
from bulletin.urls import convert_address_to_path, convert_path_to_address

_ARTICLE_LINK = re.compile(rf'href="(?:[^"]*/)?({urls.ARTICLE_PATTERN})["#?]')
"""A link to an article, also in a release from a time when the site had another host or path."""
_LISTING_FOLDERS = tuple(prefix.lstrip("/") for prefix in urls.ARTICLE_LISTING_PREFIXES)


def is_removed_listing(path: str, current: Release, notices: Collection[str]) -> bool:
    """Tell if ``path`` is a page of a removed topic, tag, author or month.

    A listing is removed if ``current`` lacks it or has only a withdrawal notice for it.
    """
    listing = urls.get_listing_address(convert_path_to_address(path))
    is_present = convert_address_to_path(listing) in current.manifest.entries and listing not in notices
    return urls.is_article_listing(listing) and listing != urls.ARCHIVE_ADDRESS and not is_present


def find_empty_listings(pages: Mapping[str, str], gone: Collection[str]) -> set[str]:
    """Return the addresses of the listing pages whose listing has no article left.

    ``pages`` has the texts of listing pages by path.
    Articles at an address in ``gone`` do not count.
    One page with an article, or with a withdrawal notice, keeps all pages of its listing.
    """
    has_articles: dict[str, bool] = defaultdict(bool)
    for path, text in pages.items():
        if f">{LISTING_WITHDRAWAL_HEADING}</h1>" in text:
            has_articles[urls.get_listing_address(convert_path_to_address(path))] = True
            continue
        links = (f"/{unquote(unescape(link))}" for link in _ARTICLE_LINK.findall(text))
        has_articles[urls.get_listing_address(convert_path_to_address(path))] |= any(
            link not in gone for link in links
        )
    return {
        address
        for address in map(convert_path_to_address, pages)
        if not has_articles[urls.get_listing_address(address)]
    }


class CurrentListings:
    """The listings of the current release of ``target``.

    ``siteurl`` is the address of the site.
    """

    def __init__(self, target: Target, current: Release, siteurl: str) -> None:
        self.release = current
        self._target, self._origin = target, SiteOrigin.from_siteurl(siteurl)

    def read_articles(self, listings: Collection[str]) -> Mapping[str, set[str]]:
        """Return the addresses of the articles in each of ``listings``.

        A listing without a page in the current release is left out.
        Raise UserError or OSError.
        """
        files = {
            path: listing
            for path in self.release.manifest.entries
            if path.startswith(_LISTING_FOLDERS)
            and (listing := urls.get_listing_address(convert_path_to_address(path))) in listings
        }
        articles: dict[str, set[str]] = defaultdict(set)
        with tempfile.TemporaryDirectory(prefix="bulletin-") as name:
            folder = Path(name)
            try:
                self._target.download(self.release, files, folder)
            except DamagedReleaseError:
                return {}
            for path, listing in files.items():
                page = extract_links(path, (folder / path).read_text("utf-8", "replace"), self._origin)
                articles[listing] |= self.release.article_digests.keys() & {
                    f"/{linked}/" for linked, *_ in page.links
                }
        return articles


def resolve_emptied_listings(
    changes: AddressChanges,
    ledger: Mapping[str, LedgerEntry],
    entries: Mapping[str, IndexEntry],
    current_listings: CurrentListings,
) -> AddressChanges:
    """Return ``changes`` with a decision on each emptied listing.

    The decision depends on the articles that the listing has in the current release:

    1. If a name was changed in one of them, report the listing itself.
    2. Otherwise, if one of them would be removed, attach the listing to that article.
    3. Otherwise let the listing be removed, because its articles are hidden, redirected, expired or withdrawn.

    ``entries`` are from the content index.
    Raise UserError or OSError if the current release cannot be read.
    """
    blocked = {address: removal for removal in changes.removals for address in removal.addresses}
    allowed = {
        address
        for address, entry in changes.ledger_updates.items()
        if entry.removal_reason == REMOVAL_EMPTY
        and not address.startswith((urls.ARCHIVE_ADDRESS, urls.REGISTER_ADDRESS))
    }
    listings = [address for address in (*blocked, *allowed) if urls.is_article_listing(address)]
    if not listings:
        return changes
    detector = _RenameDetector(blocked, ledger, current_listings.release, entries)
    updates, by_article = dict(changes.ledger_updates), defaultdict[str, list[str]](list)
    for listing, articles in current_listings.read_articles(listings).items():
        if not articles:
            continue
        updates.pop(listing, None)
        if any(detector.has_left(address, listing) for address in articles):
            blocked.setdefault(listing, RemovedAddresses((listing,), is_unknown_here=listing not in ledger))
            continue
        blocked.pop(listing, None)
        if removed := [address for address in blocked if address in articles]:
            by_article[removed[0]].append(listing)
        else:
            updates[listing] = LedgerEntry("", REMOVAL_EMPTY)
    return AddressChanges(
        tuple(_attach_emptied_listings(dict.fromkeys(blocked.values()), by_article)), updates
    )


def _attach_emptied_listings(
    removals: Iterable[RemovedAddresses], by_article: Mapping[str, Collection[str]]
) -> Iterator[RemovedAddresses]:
    for removal in removals:
        emptied = (listing for address in removal.addresses for listing in by_article.get(address, ()))
        yield replace(removal, emptied_listings=tuple(sorted(emptied)))


class _RenameDetector:
    """Finds articles that left a listing because a name in them was changed."""

    def __init__(
        self,
        blocked: Mapping[str, RemovedAddresses],
        ledger: Mapping[str, LedgerEntry],
        current: Release,
        entries: Mapping[str, IndexEntry],
    ) -> None:
        self._blocked, self._ledger, self._current, self._entries = dict(blocked), ledger, current, entries
        self._sources = map_addresses_to_sources(entries)

    def has_left(self, address: str, listing: str) -> bool:
        """Tell if the article at ``address`` left ``listing`` because a name was changed.

        A live article left the listing, because the listing is empty.
        Any other article left the listing if its file no longer names it.
        """
        entry = self._find_entry(address)
        if entry is None or entry.state == "withdrawn":
            return False
        return entry.state == "live" or listing not in entry.listing_addresses

    def _find_entry(self, address: str) -> IndexEntry | None:
        """Return the present entry of the article that was at ``address``, or None."""
        source = self._ledger.get(address, LedgerEntry()).source
        if source in self._entries:
            return self._entries[source]
        if address in self._blocked:
            return self._blocked[address].index_entry  # found by its content digest
        entry = self._entries.get(self._sources.get(address, ""))
        if entry is None or entry.address == address or entry.address not in self._current.article_digests:
            return entry
        same = entry.content_digest[:8] == self._current.article_digests[address][:8]
        return entry if same else None  # else the address redirects to another article
