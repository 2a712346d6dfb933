"""Deferred deletion of objects that no page refers to any more.

Unreferenced objects are noted, deleted after the grace period, and listed for the CDN.
"""

import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from bulletin.publishing.release.release import Release
from bulletin.publishing.targets.s3.bucket import Bucket, ObjectNotFoundError, ProgressBatch
from bulletin.publishing.targets.s3.cdn_invalidation import InvalidationList
from bulletin.publishing.targets.s3.inventory import BucketInventory
from bulletin.publishing.targets.s3.keys import KeyLayout
from bulletin.publishing.targets.s3.lock import ObjectLock
from bulletin.publishing.targets.s3.release_records import ReleaseRecords


class PendingDeletions:
    """Paths to delete, with the times since which no page refers to them."""

    def __init__(self, since: dict[str, datetime]) -> None:
        self.unreferenced_since = since

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """Parse the output of ``to_json``. Damaged text yields no pending deletions.

        Reason: the next publish notes all unreferenced objects again.
        """
        try:
            return cls({str(path): datetime.fromisoformat(when) for path, when in json.loads(text).items()})
        except (ValueError, TypeError, AttributeError):
            return cls({})

    def to_json(self) -> bytes:
        """Return the pending deletions as JSON, one path a line."""
        table = {path: when.isoformat() for path, when in sorted(self.unreferenced_since.items())}
        return json.dumps(table, ensure_ascii=False, indent=0).encode()

    def without_paths(self, paths: Iterable[str]) -> "PendingDeletions":
        """Return the pending deletions without ``paths``."""
        removed = set(paths)
        return PendingDeletions(
            {path: when for path, when in self.unreferenced_since.items() if path not in removed}
        )

    def with_paths(self, paths: Iterable[str], now: datetime) -> "PendingDeletions":
        """Return the pending deletions of ``paths``. New paths count from ``now`` on."""
        return PendingDeletions({path: self.unreferenced_since.get(path, now) for path in paths})

    def due_paths(self, now: datetime, grace: timedelta) -> list[str]:
        """Return the paths that are unreferenced for at least ``grace``."""
        return [path for path, when in self.unreferenced_since.items() if now - when >= grace]


class DeferredDeletion:
    """Deletes unreferenced objects of one site.

    The caller of a method that takes an inventory holds ``lock``.
    """

    def __init__(
        self,
        bucket: Bucket,
        layout: KeyLayout,
        lock: ObjectLock,
        batch: ProgressBatch,
        invalidation: InvalidationList,
    ) -> None:
        self._bucket, self._layout, self._lock = bucket, layout, lock
        self._batch, self._invalidation = batch, invalidation

    def read_pending(self) -> PendingDeletions:
        """Return the pending deletions that are noted in the bucket."""
        try:
            return PendingDeletions.from_json(self._bucket.get(self._layout.pending_deletions_key)[0])
        except ObjectNotFoundError:
            return PendingDeletions({})

    def cancel(self, paths: Iterable[str]) -> None:
        """Cancel the deletion of paths that become part of the site again."""
        pending = self.read_pending()
        self._write_pending(pending, pending.without_paths(paths))

    def schedule(
        self, inventory: BucketInventory, current: Release, records: ReleaseRecords, grace: timedelta
    ) -> None:
        """Note unreferenced objects, and delete objects that were noted ``grace`` ago.

        Objects that neither a record nor a pending deletion names are foreign and stay.
        """
        before = self.read_pending()
        extra = inventory.live_objects.keys() - current.manifest.entries.keys()
        if not extra and not before.unreferenced_since:
            return
        releases, _ = records.read_all()
        ours = {path for release in releases for path in release.manifest.entries}
        ours |= before.unreferenced_since.keys()
        pending = before.with_paths(extra & ours, self._bucket.server_time)
        due = pending.due_paths(self._bucket.server_time, grace)
        self._delete(inventory, due)
        self._write_pending(before, pending.without_paths(due))

    def delete_now(self, inventory: BucketInventory, kept_etags: Collection[str]) -> None:
        """Delete the noted objects at once, except those with one of ``kept_etags``."""
        before = self.read_pending()
        live = inventory.live_objects
        deleted = [
            path for path in before.unreferenced_since if path in live and live[path].etag not in kept_etags
        ]
        self._delete(inventory, deleted)
        self._write_pending(before, before.without_paths(deleted))

    def report_invalidation(self) -> None:
        """Add noted addresses to the list for the CDN, and tell the publisher.

        They may be those of an interrupted publish.
        """
        if not self._invalidation.has_pending:
            return
        count, file = self._invalidation.merge_pending(), self._invalidation.file
        shown_path = file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file
        self._batch.say(f"CDN cần lấy lại {count} địa chỉ, ghi trong {shown_path}")

    def _write_pending(self, before: PendingDeletions, after: PendingDeletions) -> None:
        if after.unreferenced_since != before.unreferenced_since:
            self._lock.require_ownership()
            self._bucket.put(self._layout.pending_deletions_key, after.to_json())

    def _delete(self, inventory: BucketInventory, paths: Collection[str]) -> None:
        def delete(path: str) -> None:
            self._bucket.delete(self._layout.live_key(path))
            del inventory.live_objects[path]

        if paths:
            self._lock.require_ownership()
            self._invalidation.add_pending(paths)
        self._batch.run("Gỡ tệp cũ", delete, paths)
        self.report_invalidation()
