"""Find the published addresses that the release of a staged site would remove.

The address of an expired or withdrawn article may be removed.
So may the page of a topic, tag, author or month without an article, and that of an official document.
Any other removal stops the publish.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bulletin import urls
from bulletin.build.content_index import REMOVED_STATES, ContentIndex, IndexEntry
from bulletin.publishing.addresses.ledger import (
    REMOVAL_EMPTY,
    REMOVAL_EXPIRED,
    REMOVAL_WITHDRAWN,
    LedgerEntry,
)
from bulletin.publishing.release.file_types import FileType, get_file_type
from bulletin.publishing.release.release import Release
from bulletin.urls import is_reserved_address

_UNKNOWN = LedgerEntry()


@dataclass(frozen=True, slots=True)
class RemovedAddresses:
    """Addresses of one content file, or of none, that a publish would remove."""

    addresses: tuple[str, ...]
    """The addresses; the address of the article comes first, its aliases follow."""
    source: str = ""
    """The present content file of the article or page, or the last one; empty if unknown."""
    index_entry: IndexEntry | None = None
    """The entry of ``source`` in the content index; None if the file is gone."""
    is_unknown_here: bool = False
    """True if only the current release has the addresses, and not the ledger of this workspace."""
    has_other_address: bool = False
    """True if the present address of the article has been published as well.

    Then a return to the old slug would only remove the present address.
    """
    emptied_listings: tuple[str, ...] = ()
    """Listings that become empty with the article; the decision on the article covers them."""

    @property
    def count(self) -> int:
        """The number of addresses, those of emptied listings among them."""
        return len(self.addresses) + len(self.emptied_listings)


@dataclass(frozen=True, slots=True)
class AddressChanges:
    """The removals of a publish, and the updates of the ledger after it."""

    removals: tuple[RemovedAddresses, ...] = ()
    ledger_updates: Mapping[str, LedgerEntry] = field(default_factory=dict)
    """The new and the changed entries."""


def find_permanent_addresses(paths: Iterable[str]) -> Iterator[str]:
    """Yield the permanent addresses of the pages among ``paths``.

    Numbered listing pages, the error page and files for advertising have none.
    """
    for path in paths:
        if path.endswith(f"/{urls.INDEX_FILE_NAME}") and path[:1].isdigit() and "/trang/" not in path:
            yield f"/{path[: -len(urls.INDEX_FILE_NAME)]}"  # the fast path for articles, of which there are ten thousand
        elif path.endswith(".html") and get_file_type(path) is FileType.PAGE:
            address = urls.convert_path_to_address(path)
            if address != urls.NOT_FOUND_ADDRESS and not urls.is_listing_page_file(path):
                yield address


def compare_addresses(
    ledger: Mapping[str, LedgerEntry],
    current: Release | None,
    staged_paths: Collection[str],
    content_index: ContentIndex | None,
    withdrawn: Collection[str] = frozenset(),
) -> AddressChanges:
    """Return the changes of the addresses in ``ledger`` and in the current release.

    ``staged_paths`` are the files of the staged site, ``content_index`` is from their build.
    ``withdrawn`` are the addresses with a withdrawal notice.
    """
    entries = content_index.entries if content_index else {}
    present = set(find_permanent_addresses(staged_paths))
    removed = {address: entry for address, entry in ledger.items() if address not in present}
    gone = set(current.manifest.entries).difference(staged_paths) if current else ()
    removed |= {address: LedgerEntry() for address in find_permanent_addresses(gone) if address not in ledger}
    updates = dict(_find_ledger_updates(present.difference(withdrawn), ledger, entries))
    noticed = {
        address: ledger.get(address, _UNKNOWN)
        for address in withdrawn
        if address in ledger or address in present
    }
    newly_withdrawn = {
        address: LedgerEntry(earlier.source, REMOVAL_WITHDRAWN)
        for address, earlier in noticed.items()
        if earlier.removal_reason != REMOVAL_WITHDRAWN
    }
    updates |= newly_withdrawn  # a withdrawal notice stands at these addresses
    blocked = []
    allowed = _AllowedRemovals(entries, withdrawn, newly_withdrawn) if removed else None
    for address, entry in removed.items():
        reason = entry.removal_reason or (allowed.find_reason(address, entry.source) if allowed else "")
        if not reason:
            blocked.append(address)
        elif reason != entry.removal_reason:
            updates[address] = LedgerEntry(entry.source, reason)
    return AddressChanges(tuple(_group_by_source(sorted(blocked), ledger, current, entries)), updates)


def is_active_address(ledger: Mapping[str, LedgerEntry], address: str) -> bool:
    """Tell if ``ledger`` has an address without a removal reason."""
    entry = ledger.get(address)
    return entry is not None and not entry.removal_reason


def map_addresses_to_sources(entries: Mapping[str, IndexEntry]) -> dict[str, str]:
    """Return the content file of each address and alias in ``entries``."""
    found: dict[str, str] = {}
    for source, entry in entries.items():
        if entry.is_visible:
            found[entry.address] = source
            for alias in entry.aliases:
                found[alias] = source
    return found


def _find_ledger_updates(
    present: Collection[str], ledger: Mapping[str, LedgerEntry], entries: Mapping[str, IndexEntry]
) -> Iterator[tuple[str, LedgerEntry]]:
    """Yield the entries of present addresses that ``ledger`` lacks or has otherwise."""
    sources = map_addresses_to_sources(entries)
    for address in present:
        earlier, source = ledger.get(address, _UNKNOWN), sources.get(address, "")
        if earlier is _UNKNOWN or earlier.removal_reason or (source and source != earlier.source):
            yield address, LedgerEntry(source or earlier.source)


class _AllowedRemovals:
    """The removals that need no decision of an editor, with their reasons."""

    def __init__(
        self,
        entries: Mapping[str, IndexEntry],
        withdrawn: Collection[str],
        newly_withdrawn: Mapping[str, LedgerEntry],
    ) -> None:
        """Find the removed articles.

        ``newly_withdrawn`` are the withdrawals since the last publish.
        """
        self._withdrawn = withdrawn
        gone = {source: entry for source, entry in entries.items() if entry.state in REMOVED_STATES}
        self._sources = gone.keys()
        self._addresses = {address for entry in gone.values() for address in (entry.address, *entry.aliases)}
        self._listings = {listing for entry in gone.values() for listing in entry.listing_addresses}
        # If its file is deleted too, the listings of an article are unknown, so any listing counts.
        self._any_listing = any(
            address not in self._addresses
            and earlier.source not in entries
            and not is_reserved_address(address)
            for address, earlier in newly_withdrawn.items()
        )

    def find_reason(self, address: str, source: str) -> str:
        """Return the removal reason of the address of ``source``; empty if it must stay."""
        if address in self._withdrawn:
            return REMOVAL_WITHDRAWN
        if address in self._addresses or source in self._sources:
            return REMOVAL_EXPIRED
        listing = urls.is_article_listing(address)
        if listing and (
            self._any_listing
            or address in self._listings
            or address.startswith((urls.ARCHIVE_ADDRESS, urls.REGISTER_ADDRESS))
        ):
            return REMOVAL_EMPTY
        return ""


def _group_by_source(
    lost: list[str],
    ledger: Mapping[str, LedgerEntry],
    current: Release | None,
    entries: Mapping[str, IndexEntry],
) -> Iterator[RemovedAddresses]:
    """Group removed addresses by their content file, also if the article moved."""
    groups: dict[tuple[str, bool], list[str]] = defaultdict(list)
    finder = _MovedArticleFinder(entries, current) if lost else None
    live = set(find_permanent_addresses(current.manifest.entries)) if current and lost else set()
    articles = current.article_digests.keys() if current else set[str]()
    for address in lost:
        known = ledger.get(address)
        source = known.source if known else ""
        if finder and source not in entries:
            source = finder.find_source(address) or source
        groups[source, known is None].append(address)
    for (source, is_unknown_here), found in groups.items():
        if source:
            entry = entries.get(source)
            has_other_address = entry is not None and (
                is_active_address(ledger, entry.address) or entry.address in live
            )
            own = {entry.address} if entry and entry.address in found else articles
            yield RemovedAddresses(
                tuple(sorted(found, key=lambda address: address not in own)),
                source,
                entry,
                is_unknown_here,
                has_other_address,
            )
        else:
            yield from (RemovedAddresses((address,), is_unknown_here=is_unknown_here) for address in found)


class _MovedArticleFinder:
    """Finds the file of a moved article by its content digest."""

    def __init__(self, entries: Mapping[str, IndexEntry], current: Release | None) -> None:
        self._former_digests = current.article_digests if current else {}
        self._by_content: dict[str, list[str]] = defaultdict(list)
        self._by_title_and_date: dict[str, list[str]] = defaultdict(list)
        for source, entry in entries.items():
            if entry.address not in self._former_digests:  # else it is a copy of the article
                self._by_content[entry.content_digest].append(source)
                self._by_title_and_date[entry.content_digest[:8]].append(source)

    def find_source(self, address: str) -> str:
        """Return the only file with the content of ``address``, or its title and date."""
        digest = self._former_digests.get(address, "")
        for found in (self._by_content.get(digest, []), self._by_title_and_date.get(digest[:8], [])):
            if len(found) == 1:
                return found[0]
        return ""
