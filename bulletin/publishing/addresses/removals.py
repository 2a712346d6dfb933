"""Which remembered addresses a publish would make vanish, and what became of what stood there.

What goes by itself is let go: an article that expires, and the topics, tags, authors and months
that are left without any article thereby. So is what was withdrawn. All else stops the publish.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bulletin import urls
from bulletin.build.content_index import GONE, Entry, Register
from bulletin.publishing.addresses.ledger import EMPTY, EXPIRED, WITHDRAWN, Remembered
from bulletin.publishing.release.file_types import Kind, kind_of
from bulletin.publishing.release.release import Release
from bulletin.urls import is_reserved

_UNKNOWN = Remembered()


@dataclass(frozen=True, slots=True)
class Vanishing:
    """Addresses that would lead to nothing, of one content file or of none."""

    addresses: tuple[str, ...]
    """That of the article itself first."""
    source: str = ""
    """The content file where the article or page is today; else where it was; empty where nobody knows."""
    entry: Entry | None = None
    """What the build knows of ``source``; None where the file is gone."""
    foreign: bool = False
    """Whether only the release that readers see knows these, and not this working copy."""
    settled: bool = False
    """Whether what stands there has another address that was published too, and that must not go in its turn."""
    emptied: tuple[str, ...] = ()
    """Listings that vanish as well, because no article is left in them, and stay or go with this one."""

    @property
    def count(self) -> int:
        """How many addresses that are."""
        return len(self.addresses) + len(self.emptied)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a publish would do to the addresses that are remembered."""

    vanishing: tuple[Vanishing, ...] = ()
    rows: Mapping[str, Remembered] = field(default_factory=dict)
    """What is to be remembered afterwards, of the addresses of which something else is known now."""


def addresses(paths: Iterable[str]) -> Iterator[str]:
    """Yield the addresses that a reader may keep of the pages among ``paths``, from the root of the site.

    Pages that only page on or advertise have none.
    """
    for path in paths:
        if path.endswith(f"/{urls.INDEX}") and path[:1].isdigit() and "/trang/" not in path:
            yield f"/{path[: -len(urls.INDEX)]}"  # an article: there are ten thousand of them
        elif path.endswith(".html") and kind_of(path) is Kind.PAGE:
            address = urls.address_from_path(path)
            if address != urls.NOT_FOUND and not urls.is_numbered_file(path):
                yield address


def outlook(
    ledger: Mapping[str, Remembered],
    shown: Release | None,
    published: Collection[str],
    register: Register | None,
    withdrawn: Collection[str] = frozenset(),
) -> Outlook:
    """Return what becomes of the addresses in ``ledger`` and in ``shown``, the release that readers see.

    ``published`` are the paths of the files about to be released, ``register`` what their build noted.
    """
    entries = register.entries if register else {}
    alive = set(addresses(published))
    lost = {address: one for address, one in ledger.items() if address not in alive}
    gone = set(shown.manifest.entries).difference(published) if shown else ()
    lost |= {address: Remembered() for address in addresses(gone) if address not in ledger}
    rows = dict(_news(alive.difference(withdrawn), ledger, entries))
    standing = {one: ledger.get(one, _UNKNOWN) for one in withdrawn if one in ledger or one in alive}
    taken = {one: Remembered(was.source, WITHDRAWN) for one, was in standing.items() if was.gone != WITHDRAWN}
    rows |= taken  # a notice stands there
    stopped = []
    excuses = _Excuses(entries, withdrawn, taken) if lost else None
    for address, one in lost.items():
        why = one.gone or (excuses.of(address, one.source) if excuses else "")
        if not why:
            stopped.append(address)
        elif why != one.gone:
            rows[address] = Remembered(one.source, why)
    return Outlook(tuple(_by_source(sorted(stopped), ledger, shown, entries)), rows)


def answered(ledger: Mapping[str, Remembered], address: str) -> bool:
    """Tell whether ``ledger`` has an address as one that must answer."""
    one = ledger.get(address)
    return one is not None and not one.gone


def homes(entries: Mapping[str, Entry]) -> dict[str, str]:
    """Return the content file behind each address of ``entries`` that answers or leads on."""
    found: dict[str, str] = {}
    for source, entry in entries.items():
        if entry.shown:
            found[entry.address] = source
            for alias in entry.aliases:
                found[alias] = source
    return found


def _news(
    alive: Collection[str], ledger: Mapping[str, Remembered], entries: Mapping[str, Entry]
) -> Iterator[tuple[str, Remembered]]:
    """Yield what ``ledger`` does not say yet of the addresses that answer."""
    known = homes(entries)
    for address in alive:
        before, source = ledger.get(address, _UNKNOWN), known.get(address, "")
        if before is _UNKNOWN or before.gone or (source and source != before.source):
            yield address, Remembered(source or before.source)


class _Excuses:
    """What may go, and why."""

    def __init__(
        self, entries: Mapping[str, Entry], withdrawn: Collection[str], taken: Mapping[str, Remembered]
    ) -> None:
        """Look up what is gone; ``taken`` was withdrawn since the last publish."""
        self._withdrawn = withdrawn
        gone = {source: one for source, one in entries.items() if one.state in GONE}
        self._sources = gone.keys()
        self._addresses = {address for one in gone.values() for address in (one.address, *one.aliases)}
        self._shelves = {shelf for one in gone.values() for shelf in one.shelves}
        # Where the file went as well, nobody knows what listed the article: it may have been any listing.
        self._emptied = any(
            address not in self._addresses and was.source not in entries and not is_reserved(address)
            for address, was in taken.items()
        )

    def of(self, address: str, source: str) -> str:
        """Return why ``address``, where ``source`` stood, may go; empty where it may not."""
        if address in self._withdrawn:
            return WITHDRAWN
        if address in self._addresses or source in self._sources:
            return EXPIRED
        listing = urls.is_article_listing(address)
        if listing and (self._emptied or address in self._shelves or address.startswith(urls.ARCHIVE)):
            return EMPTY
        return ""


def _by_source(
    lost: list[str], ledger: Mapping[str, Remembered], shown: Release | None, entries: Mapping[str, Entry]
) -> Iterator[Vanishing]:
    """Yield ``lost`` by what they belong to: an article that moved is recognised."""
    groups: dict[tuple[str, bool], list[str]] = defaultdict(list)
    said = _Said(entries, shown) if lost else None
    live = set(addresses(shown.manifest.entries)) if shown and lost else set()
    articles = shown.articles.keys() if shown else set[str]()
    for address in lost:
        one = ledger.get(address)
        source = one.source if one else ""
        if said and source not in entries:
            source = said.where(address) or source
        groups[source, one is None].append(address)
    for (source, foreign), found in groups.items():
        if source:
            entry = entries.get(source)
            settled = entry is not None and (answered(ledger, entry.address) or entry.address in live)
            own = {entry.address} if entry and entry.address in found else articles
            yield Vanishing(
                tuple(sorted(found, key=lambda one: one not in own)), source, entry, foreign, settled
            )
        else:
            yield from (Vanishing((address,), foreign=foreign) for address in found)


class _Said:
    """Finds an article again by what it said in the release that readers see."""

    def __init__(self, entries: Mapping[str, Entry], shown: Release | None) -> None:
        self._former = shown.articles if shown else {}
        self._whole: dict[str, list[str]] = defaultdict(list)
        self._heads: dict[str, list[str]] = defaultdict(list)
        for source, one in entries.items():
            if one.address not in self._former:  # else it is another one that says the same
                self._whole[one.says].append(source)
                self._heads[one.says[:8]].append(source)

    def where(self, address: str) -> str:
        """Return the file of the one article that says what stood at ``address``; else of the one of its title and date."""
        says = self._former.get(address, "")
        for found in (self._whole.get(says, []), self._heads.get(says[:8], [])):
            if len(found) == 1:
                return found[0]
        return ""
