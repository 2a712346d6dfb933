"""Publishes to an object store: uploads contents, then copies them to their paths."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bulletin.errors import UserError
from bulletin.publishing.error_context import report_errors_after_activation
from bulletin.publishing.release.manifest import FileEntry
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.targets.s3.bucket import Bucket, BucketError, ObjectNotFoundError, ProgressBatch
from bulletin.publishing.targets.s3.cdn_invalidation import InvalidationList
from bulletin.publishing.targets.s3.deletion import DeferredDeletion
from bulletin.publishing.targets.s3.inventory import BucketInventory
from bulletin.publishing.targets.s3.keys import (
    HEADERS_VERSION,
    UPLOAD_EXPIRY,
    KeyLayout,
    get_object_headers,
    get_upload_order,
)
from bulletin.publishing.targets.s3.lock import ObjectLock
from bulletin.publishing.targets.s3.release_records import ReleaseRecords
from bulletin.publishing.targets.s3.settings import S3Settings


class S3Target:
    """The releases in a bucket, or below a prefix of the bucket."""

    local_root = None
    can_serve_compressed = False  # a store sends files as they are, and the CDN compresses them
    headers_help = "Hãy xem mục “Object store” trong docs/maintaining.md."

    def __init__(self, bucket: str, prefix: str, settings: S3Settings, cache: Path) -> None:
        """Use ``cache`` for records and for the list of addresses for the CDN."""
        self.name = f"s3://{bucket}/{prefix}".rstrip("/")
        self._bucket = Bucket(bucket, settings, self.name)
        self._layout = KeyLayout(prefix)
        self._lock = ObjectLock(self._bucket, self._layout.lock_key, self.name)
        target_id = hashlib.sha256(f"{settings.endpoint_url} {self.name}".encode()).hexdigest()[:16]
        self._records = ReleaseRecords(self._bucket, self._layout, cache / f"s3-{target_id}")
        self._invalidation = InvalidationList(cache / f"cdn-{target_id}.txt")
        self._batch = ProgressBatch(self._bucket)
        self._deletion = DeferredDeletion(
            self._bucket, self._layout, self._lock, self._batch, self._invalidation
        )
        self._grace = timedelta(hours=settings.grace_hours)
        self._cached_inventory: BucketInventory | None = None

    @contextmanager
    def hold_lock(self, holder: str, now: datetime, say: MessageCallback) -> Iterator[None]:
        """Hold the object lock (see ``lock.py``)."""
        with self._lock.hold(holder, now, say):
            self._cached_inventory, self._batch.say = None, say
            self._bucket.before_write = self._require_lock
            try:
                yield
            finally:
                self._cached_inventory = None
                self._bucket.before_write = lambda _: None  # the lock object is deleted last

    def current_id(self) -> str | None:
        """Return the id of the current release, or None before the first publish."""
        name = self._read_current().get("release")
        return str(name) if name in self.release_ids() else None

    def release_ids(self) -> list[str]:
        """Return the ids of the releases that have a record, oldest first."""
        return self._records.refresh()

    def read_release(self, name: str) -> Release:
        """Return the record of a release."""
        return self._records.read(name)

    def is_unmodified(self, release: Release) -> bool:
        """Tell if readers find all files of the current release, with the present headers.

        Other releases count as unmodified, because ``activate`` checks that all contents exist.
        """
        current = self._read_current()
        if current.get("release") != release.id:
            return True
        inventory, entries = self._read_inventory(), release.manifest.entries.values()
        return current.get("headers") == HEADERS_VERSION and all(
            inventory.is_live(entry) for entry in entries
        )

    def prepare(self) -> None:
        """List the objects of the store."""
        self._read_inventory()

    def upload(self, site: StagedSite, release: Release, previous: Release | None) -> None:
        """Upload the contents that the store lacks, and then the record."""
        del previous  # the inventory says which contents the store has
        entries = release.manifest.entries
        if not self.release_ids():
            self._refuse_foreign_objects(entries)
        self._send(site, entries.values())
        self._lock.require_ownership()
        self._records.write(release)

    def activate(self, name: str) -> None:
        """Copy the changed files to the paths of the site.

        ``get_upload_order`` has the order of the files. Then note the release as the current release.
        An interrupted activation leaves new files beside old files. All of them are readable.
        The next activation copies the rest.
        """
        release, inventory = self.read_release(name), self._read_inventory()
        entries = release.manifest.entries
        missing = [path for path, entry in entries.items() if not inventory.has_content(entry)]
        if missing:
            raise UserError(
                f"Bản {name} ở {self.name} thiếu {len(missing)} tệp ({missing[0]}, …) nên không dùng được; "
                "trang đang chạy vẫn giữ nguyên. Hãy chọn bản khác: ./inv releases"
            )
        has_new_headers = self._read_current().get("headers") != HEADERS_VERSION
        positions = {
            path: get_upload_order(path, new=path not in inventory.live_objects)
            for path, entry in entries.items()
            if has_new_headers or not inventory.is_live(entry)
        }
        self._deletion.cancel(entries)
        if changed := [path for path in positions if path in inventory.live_objects]:
            self._invalidation.add_pending(changed)
        done: list[str] = []

        def copy(path: str) -> None:
            self._copy_live(entries[path])
            done.append(path)

        try:
            for _, paths in groupby(sorted(positions, key=positions.__getitem__), key=positions.__getitem__):
                self._lock.require_ownership()
                self._batch.run("Đưa lên trang", copy, list(paths))
            self._lock.require_ownership()
            self._bucket.put(
                self._layout.current_key, json.dumps({"release": name, "headers": HEADERS_VERSION}).encode()
            )
        except BucketError as error:
            if not positions:
                raise
            raise UserError(
                f"Chưa xuất bản xong: {self.name}: {error.reason}. {_describe_progress(len(done), len(positions))}; "
                "trang nào cũng đọc được. Hãy chạy lại lệnh để làm nốt."
            ) from error
        with report_errors_after_activation(name, "chưa ghi được những địa chỉ mà CDN cần lấy lại"):
            self._deletion.report_invalidation()
        if done and not inventory.is_live(entries[done[0]]):
            self._batch.say(
                f"{self.name}: tệp chép trong kho mang ETag khác tệp gốc (có lẽ kho mã hóa kiểu SSE-KMS), nên không biết được "
                "tệp nào đã đúng: lần xuất bản nào cũng phải chép lại cả trang. Hãy nhờ người quản trị kho đổi sang SSE-S3, "
                "cách làm ở docs/maintaining.md."
            )
        with report_errors_after_activation(name, "chưa dọn được những gì không trang nào dẫn tới nữa"):
            self._deletion.schedule(inventory, release, self._records, self._grace)

    def delete(self, names: Iterable[str]) -> None:
        """Delete records, and the contents that only these records name."""
        names = list(names)
        deleted, _ = self._records.read_all(names)
        if names:
            self._lock.require_ownership()
        for name in names:
            self._records.remove(name)
        self._delete_contents(
            {entry.sha256 for release in deleted for entry in release.manifest.entries.values()}
        )

    def clean_up(self) -> None:
        """Delete objects after the grace period.

        Contents of interrupted publishes are deleted after ``UPLOAD_EXPIRY``.
        """
        self._deletion.report_invalidation()
        inventory = self._read_inventory()
        releases, _ = self._records.read_all()
        current = self._read_current().get("release")
        for release in releases:
            if release.id == current and all(
                inventory.is_live(entry) for entry in release.manifest.entries.values()
            ):
                self._deletion.schedule(inventory, release, self._records, self._grace)
        now = self._bucket.server_time
        self._delete_contents(
            {
                sha
                for sha, info in inventory.content_objects.items()
                if now - info.last_modified > UPLOAD_EXPIRY
            }
        )

    def purge_unreferenced(self) -> None:
        """Delete all unreferenced objects at once, without the grace period."""
        inventory = self._read_inventory()
        named, is_complete = self._read_named_digests()
        if is_complete:
            self._delete_contents(set(inventory.content_objects))
        else:
            self._batch.say(
                f"Ở {self.name} có bản không đọc được hồ sơ, nên chưa xóa hẳn được gì khỏi kho (bạn đọc không xem được những "
                "thứ ấy). Xem đó là bản nào: ./inv releases"
            )
        contents = inventory.content_objects
        self._deletion.delete_now(inventory, {contents[sha].etag for sha in named & contents.keys()})

    def download(self, release: Release, paths: Iterable[str], folder: Path) -> None:
        """Copy files of a release to ``folder``, and compare each with its digest."""
        entries = release.manifest.entries

        def download(path: str) -> None:
            try:
                content, _ = self._bucket.get(self._layout.content_key(entries[path].sha256))
            except ObjectNotFoundError as error:
                raise DamagedReleaseError(path) from error
            if hashlib.sha256(content).hexdigest() != entries[path].sha256:
                raise DamagedReleaseError(path)
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

        self._batch.run("Tải về", download, list(paths))

    def rewrite(self, site: StagedSite, amended: Release) -> None:
        """Upload new contents, write the record again, and delete unused contents."""
        old = self.read_release(amended.id).manifest.entries
        entries = amended.manifest.entries
        self._send(site, [entry for path, entry in entries.items() if old.get(path) != entry])
        self._lock.require_ownership()
        self._records.write(amended)
        self._delete_contents({entry.sha256 for entry in old.values()})

    def unexpected_files(self, release: Release) -> Iterable[str]:
        """Return the live objects that neither the release nor a pending deletion names."""
        # The console of a store may make an object with a slash at its end, as a folder.
        found = {path for path in self._read_inventory().live_objects if not path.endswith("/")}
        pending = self._deletion.read_pending().unreferenced_since
        return found - release.manifest.entries.keys() - pending.keys() - {""}

    def _require_lock(self, address: str) -> None:
        """Raise UserError if the lock may have expired. Ignore writes of the lock object."""
        if not unquote(urlsplit(address).path).endswith(f"/{self._layout.lock_key}"):
            self._lock.require_unexpired()

    def _read_inventory(self) -> BucketInventory:
        if self._cached_inventory is None:
            self._cached_inventory = BucketInventory.from_bucket(self._bucket, self._layout)
        return self._cached_inventory

    def _read_current(self) -> Mapping[str, object]:
        """Return the id of the current release and the version of its headers, if any."""
        try:
            table = json.loads(self._bucket.get(self._layout.current_key)[0])
        except (ObjectNotFoundError, ValueError):
            return {}
        return table if isinstance(table, dict) else {}

    def _send(self, site: StagedSite, entries: Iterable[FileEntry]) -> None:
        inventory = self._read_inventory()
        needed = {entry.sha256: entry for entry in entries if not inventory.has_content(entry)}

        def send(entry: FileEntry) -> None:
            key = self._layout.content_key(entry.sha256)
            inventory.content_objects[entry.sha256] = self._bucket.upload_file(
                key, site.get_file_path(entry.path), entry.sha256
            )

        self._batch.run("Gửi lên kho", send, needed.values())

    def _copy_live(self, entry: FileEntry) -> None:
        inventory, layout = self._read_inventory(), self._layout
        content = inventory.content_objects[entry.sha256]
        origin, key = layout.content_key(entry.sha256), layout.live_key(entry.path)
        inventory.live_objects[entry.path] = self._bucket.copy(
            content, origin, key, get_object_headers(entry.path), entry.sha256
        )

    def _refuse_foreign_objects(self, entries: Mapping[str, FileEntry]) -> None:
        """Raise UserError if the first publish would overwrite foreign objects."""
        foreign = sorted(entries.keys() & self._read_inventory().live_objects.keys())
        if foreign:
            raise UserError(
                f"Ở {self.name} đã có {len(foreign)} tệp không do lệnh publish đặt ({foreign[0]}, …), nên không ghi đè. "
                "Hãy dời chúng đi, hoặc chọn một thư mục khác trong PUBLISH_TO: s3://kho/thu-muc."
            )

    def _delete_contents(self, digests: set[str]) -> None:
        """Delete contents that no release names. Delete nothing if a record is unreadable."""
        inventory = self._read_inventory()
        if not digests & inventory.content_objects.keys():
            return
        named, is_complete = self._read_named_digests()
        if not is_complete:
            return
        unused = sorted(digests & inventory.content_objects.keys() - named)
        if unused:
            self._lock.require_ownership()

        def delete(sha256: str) -> None:
            self._bucket.delete(self._layout.content_key(sha256))
            del inventory.content_objects[sha256]

        self._batch.run("Dọn kho", delete, unused)

    def _read_named_digests(self) -> tuple[set[str], bool]:
        """Return the digests that releases name, and True if all records were readable."""
        releases, is_complete = self._records.read_all()
        digests = {entry.sha256 for release in releases for entry in release.manifest.entries.values()}
        return digests, is_complete


def _describe_progress(done: int, total: int) -> str:
    """Describe the progress of an interrupted activation.

    The store may also have finished requests that it did not answer.
    """
    if done == total:
        return "Mọi tệp đã lên trang, chỉ chưa ghi lại được rằng đây là bản đang chạy"
    if not done:
        return f"Kho chưa xác nhận tệp nào trong {total} tệp cần thay"
    return f"Kho đã xác nhận {done} trong {total} tệp cần thay, các tệp còn lại có thể vẫn như cũ"
