"""How pages go: noted when no page names them any more, deleted after the grace, and told to the CDN."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from pathlib import Path

from bulletin.publishing.release.release import Release
from bulletin.publishing.targets.s3.bucket import MissingError, Store
from bulletin.publishing.targets.s3.cdn_invalidation import Invalidation
from bulletin.publishing.targets.s3.inventory import Stock
from bulletin.publishing.targets.s3.keys import Layout
from bulletin.publishing.targets.s3.lock import Lock
from bulletin.publishing.targets.s3.pending_deletions import Leaving
from bulletin.publishing.targets.s3.progress_batch import Work
from bulletin.publishing.targets.s3.release_records import Records


class Departures:
    """What leaves one site; whoever calls a method that takes the stock holds ``lock``."""

    def __init__(
        self, store: Store, layout: Layout, lock: Lock, work: Work, invalidation: Invalidation
    ) -> None:
        self._store, self._layout, self._lock = store, layout, lock
        self._work, self._invalidation = work, invalidation

    def read(self) -> Leaving:
        """Return what is noted."""
        try:
            return Leaving.read(self._store.get(self._layout.leaving)[0])
        except MissingError:
            return Leaving({})

    def call_back(self, paths: Iterable[str]) -> None:
        """Take paths off the note that are about to be shown again, lest the next publish delete them."""
        leaving = self.read()
        self._note(leaving, leaving.without(paths))

    def let_go(self, stock: Stock, seen: Release, records: Records, grace: timedelta) -> None:
        """Note what readers find and the release that they see does not hold; delete what was noted ``grace`` ago.

        What no record names, nor the note, no publish put there: it is left alone.
        """
        before = self.read()
        extra = stock.live.keys() - seen.manifest.entries.keys()
        if not extra and not before.since:
            return
        releases, _ = records.readable()
        ours = {path for one in releases for path in one.manifest.entries} | before.since.keys()
        leaving = before.joined(extra & ours, self._store.now)
        due = leaving.due(self._store.now, grace)
        self._delete(stock, due)
        self._note(before, leaving.without(due))

    def expel(self, stock: Stock, held: Collection[str]) -> None:
        """Delete at once what is noted, but for what has an ETag that is ``held``."""
        before = self.read()
        gone = [path for path in before.since if path in stock.live and stock.live[path].etag not in held]
        self._delete(stock, gone)
        self._note(before, before.without(gone))

    def tell(self) -> None:
        """Add to the list of the CDN what is due, also from a publish that was cut off before it could."""
        if not self._invalidation.begun:
            return
        count, file = self._invalidation.finish(), self._invalidation.file
        here = file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file
        self._work.say(f"CDN cần lấy lại {count} địa chỉ, ghi trong {here}")

    def _note(self, before: Leaving, after: Leaving) -> None:
        if after.since != before.since:
            self._lock.confirm()
            self._store.put(self._layout.leaving, after.written())

    def _delete(self, stock: Stock, paths: Collection[str]) -> None:
        def delete(path: str) -> None:
            self._store.delete(self._layout.live(path))
            del stock.live[path]

        if paths:
            self._lock.confirm()
            self._invalidation.begin(paths)
        self._work.each("Gỡ tệp cũ", delete, paths)
        self.tell()
