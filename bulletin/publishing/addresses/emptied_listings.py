"""Which listings vanish only because the articles in them do: what becomes of those decides for them.

What was in them is read from their pages in the release that readers see. Where that has no such
page any more, a listing stays a decision of its own.
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
from bulletin.content.withdrawals import LISTING_WITHDRAWAL_HEADING
from bulletin.publishing.addresses.ledger import REMOVAL_EMPTY, LedgerEntry
from bulletin.publishing.addresses.removals import AddressChanges, RemovedAddresses, map_addresses_to_sources
from bulletin.publishing.inspection.page_links import SiteOrigin, extract_links
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.targets.base import Target
from bulletin.urls import convert_address_to_path, convert_path_to_address

_ARTICLE = re.compile(r'href="(?:[^"]*/)?([0-9]{4}/[0-9]{2}/[^/"]+/)["#?]')
"""A link to an article, also from a release of when the site had another host or path."""
_FOLDERS = tuple(one.lstrip("/") for one in urls.ARTICLE_LISTING_PREFIXES)


def is_removed_listing(path: str, shown: Release, notices: Collection[str]) -> bool:
    """Tell whether ``path`` is a page of a topic, tag, author or month that ``shown`` does not have, or only a notice of."""
    front = urls.get_listing_address(convert_path_to_address(path))
    standing = convert_address_to_path(front) in shown.manifest.entries and front not in notices
    return urls.is_article_listing(front) and front != urls.ARCHIVE_ADDRESS and not standing


def find_empty_listings(pages: Mapping[str, str], gone: Collection[str]) -> set[str]:
    """Return the addresses of ``pages`` (texts of listings, by path) of which the listing has no article left.

    An article at an address in ``gone`` is none. A listing has several pages; one with an article keeps them all, and so
    does a notice in the place of one.
    """
    has_articles: dict[str, bool] = defaultdict(bool)
    for path, text in pages.items():
        if f">{LISTING_WITHDRAWAL_HEADING}</h1>" in text:
            has_articles[urls.get_listing_address(convert_path_to_address(path))] = True
            continue
        links = (f"/{unquote(unescape(link))}" for link in _ARTICLE.findall(text))
        has_articles[urls.get_listing_address(convert_path_to_address(path))] |= any(
            link not in gone for link in links
        )
    return {
        one for one in map(convert_path_to_address, pages) if not has_articles[urls.get_listing_address(one)]
    }


class CurrentListings:
    """The listings of ``release``, the release that readers of ``target`` see; the site hangs at ``siteurl``."""

    def __init__(self, target: Target, shown: Release, siteurl: str) -> None:
        self.release = shown
        self._target, self._origin = target, SiteOrigin.from_siteurl(siteurl)

    def read_articles(self, fronts: Collection[str]) -> Mapping[str, set[str]]:
        """Return the articles in the listings at ``fronts``, each by its address. Raise UserError or OSError.

        A listing of which nobody knows is left out.
        """
        files = {
            path: front
            for path in self.release.manifest.entries
            if path.startswith(_FOLDERS)
            and (front := urls.get_listing_address(convert_path_to_address(path))) in fronts
        }
        found: dict[str, set[str]] = defaultdict(set)
        with tempfile.TemporaryDirectory(prefix="bulletin-") as name:
            folder = Path(name)
            try:
                self._target.download(self.release, files, folder)
            except DamagedReleaseError:
                return {}
            for path, front in files.items():
                facts = extract_links(path, (folder / path).read_text("utf-8", "replace"), self._origin)
                found[front] |= self.release.article_digests.keys() & {f"/{aim}/" for aim, *_ in facts.links}
        return found


def resolve_emptied_listings(
    coming: AddressChanges,
    ledger: Mapping[str, LedgerEntry],
    entries: Mapping[str, IndexEntry],
    listings: CurrentListings,
) -> AddressChanges:
    """Return ``coming`` with what becomes of each listing that vanishes, by the articles that readers find in it.

    It is told with an article of it that vanishes as well. It is let go where every article is hidden, leads on to
    another one, or goes unguarded. Where one is still among the news, or bears the name no more, somebody changed
    the name: the listing is a decision of its own. ``entries`` are those of the register.
    Raise UserError or OSError where what readers see cannot be read.
    """
    stopped = {address: one for one in coming.removals for address in one.addresses}
    excused = {
        one
        for one, was in coming.ledger_updates.items()
        if was.removal_reason == REMOVAL_EMPTY and not one.startswith(urls.ARCHIVE_ADDRESS)
    }
    fronts = [address for address in (*stopped, *excused) if urls.is_article_listing(address)]
    if not fronts:
        return coming
    changed = _RenameDetector(stopped, ledger, listings.release, entries)
    rows, with_it = dict(coming.ledger_updates), defaultdict[str, list[str]](list)
    for front, articles in listings.read_articles(fronts).items():
        if not articles:
            continue
        rows.pop(front, None)
        if any(changed.by(address, front) for address in articles):
            stopped.setdefault(front, RemovedAddresses((front,), is_unknown_here=front not in ledger))
            continue
        stopped.pop(front, None)
        if lost := [address for address in stopped if address in articles]:
            with_it[lost[0]].append(front)
        else:
            rows[front] = LedgerEntry("", REMOVAL_EMPTY)
    return AddressChanges(tuple(_attach_emptied_listings(dict.fromkeys(stopped.values()), with_it)), rows)


def _attach_emptied_listings(
    left: Iterable[RemovedAddresses], with_it: Mapping[str, Collection[str]]
) -> Iterator[RemovedAddresses]:
    for one in left:
        emptied = (front for address in one.addresses for front in with_it.get(address, ()))
        yield replace(one, emptied_listings=tuple(sorted(emptied)))


class _RenameDetector:
    """Tells whether a name was changed in an article, so that a listing lost it."""

    def __init__(
        self,
        stopped: Mapping[str, RemovedAddresses],
        ledger: Mapping[str, LedgerEntry],
        shown: Release,
        entries: Mapping[str, IndexEntry],
    ) -> None:
        self._stopped, self._ledger, self._shown, self._entries = dict(stopped), ledger, shown, entries
        self._homes = map_addresses_to_sources(entries)

    def by(self, address: str, front: str) -> bool:
        """Tell whether what was at ``address``, in the listing at ``front``, is or would be listed elsewhere."""
        entry = self._entry(address)
        if entry is None or entry.state == "withdrawn":
            return False
        return entry.state == "live" or front not in entry.listing_addresses

    def _entry(self, address: str) -> IndexEntry | None:
        """Return the article that was at ``address``, as it is now; None where there is none."""
        before = self._ledger.get(address, LedgerEntry()).source
        if before in self._entries:
            return self._entries[before]
        if address in self._stopped:
            return self._stopped[address].index_entry  # found by what it says
        entry = self._entries.get(self._homes.get(address, ""))
        if entry is None or entry.address == address or entry.address not in self._shown.article_digests:
            return entry
        same = entry.content_digest[:8] == self._shown.article_digests[address][:8]
        return entry if same else None  # else the address leads on to another article
