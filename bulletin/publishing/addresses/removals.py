"""Which remembered addresses a publish would make vanish, and what became of what stood there.

What goes by itself is let go: an article that expires, and the topics, tags, authors and months
that are left without any article thereby. So is what was withdrawn. All else stops the publish.
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
    """Addresses that would lead to nothing, of one content file or of none."""

    addresses: tuple[str, ...]
    """That of the article itself first."""
    source: str = ""
    """The content file where the article or page is today; else where it was; empty where nobody knows."""
    index_entry: IndexEntry | None = None
    """What the build knows of ``source``; None where the file is gone."""
    is_unknown_here: bool = False
    """Whether only the release that readers see knows these, and not this working copy."""
    has_other_address: bool = False
    """Whether what stands there has another address that was published too, and that must not go in its turn."""
    emptied_listings: tuple[str, ...] = ()
    """Listings that vanish as well, because no article is left in them, and stay or go with this one."""

    @property
    def count(self) -> int:
        """How many addresses that are."""
        return len(self.addresses) + len(self.emptied_listings)


@dataclass(frozen=True, slots=True)
class AddressChanges:
    """What a publish would do to the addresses that are remembered."""

    removals: tuple[RemovedAddresses, ...] = ()
    ledger_updates: Mapping[str, LedgerEntry] = field(default_factory=dict)
    """What is to be remembered afterwards, of the addresses of which something else is known now."""


def find_permanent_addresses(paths: Iterable[str]) -> Iterator[str]:
    """Yield the addresses that a reader may keep of the pages among ``paths``, from the root of the site.

    Pages that only page on or advertise have none.
    """
    for path in paths:
        if path.endswith(f"/{urls.INDEX_FILE_NAME}") and path[:1].isdigit() and "/trang/" not in path:
            yield f"/{path[: -len(urls.INDEX_FILE_NAME)]}"  # an article: there are ten thousand of them
        elif path.endswith(".html") and get_file_type(path) is FileType.PAGE:
            address = urls.convert_path_to_address(path)
            if address != urls.NOT_FOUND_ADDRESS and not urls.is_listing_page_file(path):
                yield address


def compare_addresses(
    ledger: Mapping[str, LedgerEntry],
    shown: Release | None,
    published: Collection[str],
    register: ContentIndex | None,
    withdrawn: Collection[str] = frozenset(),
) -> AddressChanges:
    """Return what becomes of the addresses in ``ledger`` and in ``shown``, the release that readers see.

    ``published`` are the paths of the files about to be released, ``register`` what their build noted.
    """
    entries = register.entries if register else {}
    alive = set(find_permanent_addresses(published))
    lost = {address: one for address, one in ledger.items() if address not in alive}
    gone = set(shown.manifest.entries).difference(published) if shown else ()
    lost |= {address: LedgerEntry() for address in find_permanent_addresses(gone) if address not in ledger}
    rows = dict(_find_ledger_updates(alive.difference(withdrawn), ledger, entries))
    standing = {one: ledger.get(one, _UNKNOWN) for one in withdrawn if one in ledger or one in alive}
    taken = {
        one: LedgerEntry(was.source, REMOVAL_WITHDRAWN)
        for one, was in standing.items()
        if was.removal_reason != REMOVAL_WITHDRAWN
    }
    rows |= taken  # a notice stands there
    stopped = []
    excuses = _AllowedRemovals(entries, withdrawn, taken) if lost else None
    for address, one in lost.items():
        why = one.removal_reason or (excuses.of(address, one.source) if excuses else "")
        if not why:
            stopped.append(address)
        elif why != one.removal_reason:
            rows[address] = LedgerEntry(one.source, why)
    return AddressChanges(tuple(_by_source(sorted(stopped), ledger, shown, entries)), rows)


def is_active_address(ledger: Mapping[str, LedgerEntry], address: str) -> bool:
    """Tell whether ``ledger`` has an address as one that must answer."""
    one = ledger.get(address)
    return one is not None and not one.removal_reason


def map_addresses_to_sources(entries: Mapping[str, IndexEntry]) -> dict[str, str]:
    """Return the content file behind each address of ``entries`` that answers or leads on."""
    found: dict[str, str] = {}
    for source, entry in entries.items():
        if entry.is_visible:
            found[entry.address] = source
            for alias in entry.aliases:
                found[alias] = source
    return found


def _find_ledger_updates(
    alive: Collection[str], ledger: Mapping[str, LedgerEntry], entries: Mapping[str, IndexEntry]
) -> Iterator[tuple[str, LedgerEntry]]:
    """Yield what ``ledger`` does not say yet of the addresses that answer."""
    known = map_addresses_to_sources(entries)
    for address in alive:
        before, source = ledger.get(address, _UNKNOWN), known.get(address, "")
        if before is _UNKNOWN or before.removal_reason or (source and source != before.source):
            yield address, LedgerEntry(source or before.source)


class _AllowedRemovals:
    """What may go, and why."""

    def __init__(
        self, entries: Mapping[str, IndexEntry], withdrawn: Collection[str], taken: Mapping[str, LedgerEntry]
    ) -> None:
        """Look up what is gone; ``taken`` was withdrawn since the last publish."""
        self._withdrawn = withdrawn
        gone = {source: one for source, one in entries.items() if one.state in REMOVED_STATES}
        self._sources = gone.keys()
        self._addresses = {address for one in gone.values() for address in (one.address, *one.aliases)}
        self._shelves = {shelf for one in gone.values() for shelf in one.listing_addresses}
        # Where the file went as well, nobody knows what listed the article: it may have been any listing.
        self._emptied = any(
            address not in self._addresses and was.source not in entries and not is_reserved_address(address)
            for address, was in taken.items()
        )

    def of(self, address: str, source: str) -> str:
        """Return why ``address``, where ``source`` stood, may go; empty where it may not."""
        if address in self._withdrawn:
            return REMOVAL_WITHDRAWN
        if address in self._addresses or source in self._sources:
            return REMOVAL_EXPIRED
        listing = urls.is_article_listing(address)
        if listing and (
            self._emptied or address in self._shelves or address.startswith(urls.ARCHIVE_ADDRESS)
        ):
            return REMOVAL_EMPTY
        return ""


def _by_source(
    lost: list[str],
    ledger: Mapping[str, LedgerEntry],
    shown: Release | None,
    entries: Mapping[str, IndexEntry],
) -> Iterator[RemovedAddresses]:
    """Yield ``lost`` by what they belong to: an article that moved is recognised."""
    groups: dict[tuple[str, bool], list[str]] = defaultdict(list)
    said = _MovedArticleFinder(entries, shown) if lost else None
    live = set(find_permanent_addresses(shown.manifest.entries)) if shown and lost else set()
    articles = shown.article_digests.keys() if shown else set[str]()
    for address in lost:
        one = ledger.get(address)
        source = one.source if one else ""
        if said and source not in entries:
            source = said.where(address) or source
        groups[source, one is None].append(address)
    for (source, foreign), found in groups.items():
        if source:
            entry = entries.get(source)
            settled = entry is not None and (
                is_active_address(ledger, entry.address) or entry.address in live
            )
            own = {entry.address} if entry and entry.address in found else articles
            yield RemovedAddresses(
                tuple(sorted(found, key=lambda one: one not in own)), source, entry, foreign, settled
            )
        else:
            yield from (RemovedAddresses((address,), is_unknown_here=foreign) for address in found)


class _MovedArticleFinder:
    """Finds an article again by what it said in the release that readers see."""

    def __init__(self, entries: Mapping[str, IndexEntry], shown: Release | None) -> None:
        self._former = shown.article_digests if shown else {}
        self._whole: dict[str, list[str]] = defaultdict(list)
        self._heads: dict[str, list[str]] = defaultdict(list)
        for source, one in entries.items():
            if one.address not in self._former:  # else it is another one that says the same
                self._whole[one.content_digest].append(source)
                self._heads[one.content_digest[:8]].append(source)

    def where(self, address: str) -> str:
        """Return the file of the one article that says what stood at ``address``; else of the one of its title and date."""
        says = self._former.get(address, "")
        for found in (self._whole.get(says, []), self._heads.get(says[:8], [])):
            if len(found) == 1:
                return found[0]
        return ""
