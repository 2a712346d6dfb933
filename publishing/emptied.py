"""Which listings vanish only because the articles in them do: what becomes of those decides for them.

What was in them is read from their pages in the release that readers see. Where that has no such
page any more, a listing stays a decision of its own.
"""

import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from plugins.composer.urls import address_of
from plugins.engine.register import Entry
from plugins.records.addresses import listing
from publishing.address_ledger import EMPTY, Remembered
from publishing.facts import Origin, read_facts
from publishing.release import DamagedReleaseError, Release
from publishing.targets.target import Target
from publishing.vanishing import LISTINGS, Outlook, Vanishing, homes

_FOLDERS = tuple(one.lstrip("/") for one in LISTINGS)


class Listings:
    """The listings of ``shown``, the release that readers of ``target`` see; the site hangs at ``siteurl``."""

    def __init__(self, target: Target, shown: Release, siteurl: str) -> None:
        self.shown = shown
        self._target, self._origin = target, Origin.of(siteurl)

    def articles(self, fronts: Collection[str]) -> Mapping[str, set[str]]:
        """Return the articles in the listings at ``fronts``, each by its address. Raise PublishError or OSError.

        A listing of which nobody knows is left out.
        """
        files = {
            path: front
            for path in self.shown.manifest.entries
            if path.startswith(_FOLDERS) and (front := listing(address_of(path))) in fronts
        }
        found: dict[str, set[str]] = defaultdict(set)
        with tempfile.TemporaryDirectory(prefix="bulletin-") as name:
            folder = Path(name)
            try:
                self._target.fetch(self.shown, files, folder)
            except DamagedReleaseError:
                return {}
            for path, front in files.items():
                facts = read_facts(path, (folder / path).read_text("utf-8", "replace"), self._origin)
                found[front] |= self.shown.articles.keys() & {f"/{aim}/" for aim, *_ in facts.aims}
        return found


def settled(
    coming: Outlook, ledger: Mapping[str, Remembered], entries: Mapping[str, Entry], listings: Listings
) -> Outlook:
    """Return ``coming``, in which a listing is told with an article of it that vanishes as well, or is let go.

    It is let go where every article in it is hidden, leads on to another one, or goes unguarded. Where one of
    them is still listed elsewhere, somebody changed the name: the listing stays as it is. ``entries`` are those
    of the register. Raise PublishError or OSError where what readers see cannot be read.
    """
    stopped = {address: one for one in coming.vanishing for address in one.addresses}
    fronts = [address for address in stopped if address.startswith(LISTINGS)]
    if not fronts:
        return coming
    listed = _Listed(stopped, ledger, listings.shown, entries)
    rows, with_it = dict(coming.rows), defaultdict[str, list[str]](list)
    for front, articles in listings.articles(fronts).items():
        if articles and not any(map(listed.still, articles)):
            del stopped[front]
            if lost := [address for address in stopped if address in articles]:
                with_it[lost[0]].append(front)
            else:
                rows[front] = Remembered("", EMPTY)
    left = (one for one in coming.vanishing if one.addresses[0] in stopped)
    return Outlook(tuple(_told_with(left, with_it)), rows)


def _told_with(left: Iterator[Vanishing], with_it: Mapping[str, Collection[str]]) -> Iterator[Vanishing]:
    for one in left:
        emptied = (front for address in one.addresses for front in with_it.get(address, ()))
        yield replace(one, emptied=tuple(sorted(emptied)))


class _Listed:
    """Tells of articles that readers find whether they will be listed."""

    def __init__(
        self,
        stopped: Mapping[str, Vanishing],
        ledger: Mapping[str, Remembered],
        shown: Release,
        entries: Mapping[str, Entry],
    ) -> None:
        self._stopped, self._ledger, self._shown, self._entries = stopped, ledger, shown, entries
        self._homes = homes(entries)

    def still(self, address: str) -> bool:
        """Tell whether the article that was at ``address`` will be, there or elsewhere."""
        before = self._ledger.get(address, Remembered()).source
        if before in self._entries:
            return self._entries[before].state == "live"
        if address in self._stopped:
            entry = self._stopped[address].entry  # found by what it says
            return entry is not None and entry.state == "live"
        entry = self._entries.get(self._homes.get(address, ""))
        if entry is None or entry.state != "live":
            return False
        return entry.address == address or entry.says[:8] == self._shown.articles[address][:8]
