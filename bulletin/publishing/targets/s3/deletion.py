"""How pages go: noted when no page names them any more, deleted after the grace, and told to the CDN."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from pathlib import Path

from bulletin.publishing.release.release import Release
from bulletin.publishing.targets.s3.bucket import Bucket, ObjectNotFoundError
from bulletin.publishing.targets.s3.cdn_invalidation import InvalidationList
from bulletin.publishing.targets.s3.inventory import BucketInventory
from bulletin.publishing.targets.s3.keys import KeyLayout
from bulletin.publishing.targets.s3.lock import ObjectLock
from bulletin.publishing.targets.s3.pending_deletions import PendingDeletions
from bulletin.publishing.targets.s3.progress_batch import ProgressBatch
from bulletin.publishing.targets.s3.release_records import ReleaseRecords


class DeferredDeletion:
    """What leaves one site; whoever calls a method that takes the stock holds ``lock``."""

    def __init__(
        self,
        store: Bucket,
        layout: KeyLayout,
        lock: ObjectLock,
        work: ProgressBatch,
        invalidation: InvalidationList,
    ) -> None:
        self._store, self._layout, self._lock = store, layout, lock
        self._work, self._invalidation = work, invalidation

    def read_pending(self) -> PendingDeletions:
        """Return what is noted."""
        try:
            return PendingDeletions.from_json(self._store.get(self._layout.pending_deletions_key)[0])
        except ObjectNotFoundError:
            return PendingDeletions({})

    def cancel(self, paths: Iterable[str]) -> None:
        """Take paths off the note that are about to be shown again, lest the next publish delete them."""
        leaving = self.read_pending()
        self._note(leaving, leaving.without_paths(paths))

    def schedule(
        self, stock: BucketInventory, seen: Release, records: ReleaseRecords, grace: timedelta
    ) -> None:
        """Note what readers find and the release that they see does not hold; delete what was noted ``grace`` ago.

        What no record names, nor the note, no publish put there: it is left alone.
        """
        before = self.read_pending()
        extra = stock.live_objects.keys() - seen.manifest.entries.keys()
        if not extra and not before.unreferenced_since:
            return
        releases, _ = records.read_all()
        ours = {path for one in releases for path in one.manifest.entries} | before.unreferenced_since.keys()
        leaving = before.with_paths(extra & ours, self._store.server_time)
        due = leaving.due_paths(self._store.server_time, grace)
        self._delete(stock, due)
        self._note(before, leaving.without_paths(due))

    def delete_now(self, stock: BucketInventory, held: Collection[str]) -> None:
        """Delete at once what is noted, but for what has an ETag that is ``held``."""
        before = self.read_pending()
        gone = [
            path
            for path in before.unreferenced_since
            if path in stock.live_objects and stock.live_objects[path].etag not in held
        ]
        self._delete(stock, gone)
        self._note(before, before.without_paths(gone))

    def report_invalidation(self) -> None:
        """Add to the list of the CDN what is due, also from a publish that was cut off before it could."""
        if not self._invalidation.has_pending:
            return
        count, file = self._invalidation.merge_pending(), self._invalidation.file
        here = file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file
        self._work.say(f"CDN cần lấy lại {count} địa chỉ, ghi trong {here}")

    def _note(self, before: PendingDeletions, after: PendingDeletions) -> None:
        if after.unreferenced_since != before.unreferenced_since:
            self._lock.require_ownership()
            self._store.put(self._layout.pending_deletions_key, after.to_json())

    def _delete(self, stock: BucketInventory, paths: Collection[str]) -> None:
        def delete(path: str) -> None:
            self._store.delete(self._layout.live_key(path))
            del stock.live_objects[path]

        if paths:
            self._lock.require_ownership()
            self._invalidation.add_pending(paths)
        self._work.run("Gỡ tệp cũ", delete, paths)
        self.report_invalidation()
