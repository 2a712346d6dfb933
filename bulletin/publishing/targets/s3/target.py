"""Releases in an object store: content first, out of sight, then copied to where readers ask for it."""

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
from bulletin.publishing.targets.s3.bucket import Bucket, BucketError, ObjectNotFoundError
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
from bulletin.publishing.targets.s3.progress_batch import ProgressBatch
from bulletin.publishing.targets.s3.release_records import ReleaseRecords
from bulletin.publishing.targets.s3.settings import S3Settings


class S3Target:
    """A bucket, or what lies in it below a prefix; ``cache`` is a folder for what saves asking the store twice."""

    local_root = None
    can_serve_compressed = False  # a store sends what it has; the CDN before it compresses
    headers_help = "Hãy xem mục “Object store” trong docs/maintaining.md."

    def __init__(self, bucket: str, prefix: str, settings: S3Settings, cache: Path) -> None:
        self.name = f"s3://{bucket}/{prefix}".rstrip("/")
        self._store = Bucket(bucket, settings, self.name)
        self._layout = KeyLayout(prefix)
        self._lock = ObjectLock(self._store, self._layout.lock_key, self.name)
        own = hashlib.sha256(f"{settings.endpoint_url} {self.name}".encode()).hexdigest()[:16]
        self._records = ReleaseRecords(self._store, self._layout, cache / f"s3-{own}")
        self._invalidation = InvalidationList(cache / f"cdn-{own}.txt")
        self._work = ProgressBatch(self._store)
        self._departures = DeferredDeletion(
            self._store, self._layout, self._lock, self._work, self._invalidation
        )
        self._grace = timedelta(hours=settings.grace_hours)
        self._known: BucketInventory | None = None

    @contextmanager
    def hold_lock(self, holder: str, moment: datetime, say: MessageCallback) -> Iterator[None]:
        """Hold the lock object; see lock.py for what it can promise."""
        with self._lock.hold(holder, moment, say):
            self._known, self._work.say = None, say
            self._store.before_write = self._guard
            try:
                yield
            finally:
                self._known = None
                self._store.before_write = lambda _: None  # the lock itself goes last

    def current_id(self) -> str | None:
        """Return the id of the release that was shown last, or None."""
        name = self._current_pointer().get("release")
        return str(name) if name in self.release_ids() else None

    def release_ids(self) -> list[str]:
        """Return the ids of the releases that have a record, oldest first."""
        return self._records.refresh()

    def read_release(self, name: str) -> Release:
        """Return the record of a release."""
        return self._records.read(name)

    def is_unmodified(self, release: Release) -> bool:
        """Tell whether readers get every file of the current release as it is to be, with the headers of today.

        The files of another one lie under their digests; ``activate`` looks whether all are there.
        """
        pointer = self._current_pointer()
        if pointer.get("release") != release.id:
            return True
        stock, entries = self._inventory(), release.manifest.entries.values()
        return pointer.get("headers") == HEADERS_VERSION and all(stock.is_live(entry) for entry in entries)

    def prepare(self) -> None:
        """Ask the store what lies there."""
        self._inventory()

    def upload(self, outgoing: StagedSite, release: Release, before: Release | None) -> None:
        """Send what the store has not got, then the record."""
        del before  # the store says itself what it has
        entries = release.manifest.entries
        if not self.release_ids():
            self._refuse_strangers(entries)
        self._send(outgoing, entries.values())
        self._lock.require_ownership()
        self._records.write(release)

    def activate(self, name: str) -> None:
        """Copy what differs to where readers ask for it, in the order of ``get_upload_order``; then note that this release is shown.

        Cut off, it leaves new files beside old ones, all of them readable; the next one does the rest.
        """
        release, stock = self.read_release(name), self._inventory()
        entries = release.manifest.entries
        missing = [path for path, entry in entries.items() if not stock.has_content(entry)]
        if missing:
            raise UserError(
                f"Bản {name} ở {self.name} thiếu {len(missing)} tệp ({missing[0]}, …) nên không dùng được; "
                "trang đang chạy vẫn giữ nguyên. Hãy chọn bản khác: ./inv releases"
            )
        anew = self._current_pointer().get("headers") != HEADERS_VERSION
        turns = {
            path: get_upload_order(path, new=path not in stock.live_objects)
            for path, entry in entries.items()
            if anew or not stock.is_live(entry)
        }
        self._departures.cancel(entries)
        if changed := [path for path in turns if path in stock.live_objects]:
            self._invalidation.add_pending(changed)
        done: list[str] = []

        def show(path: str) -> None:
            self._copy_live(entries[path])
            done.append(path)

        try:
            for _, paths in groupby(sorted(turns, key=turns.__getitem__), key=turns.__getitem__):
                self._lock.require_ownership()
                self._work.run("Đưa lên trang", show, list(paths))
            self._lock.require_ownership()
            self._store.put(
                self._layout.current_key, json.dumps({"release": name, "headers": HEADERS_VERSION}).encode()
            )
        except BucketError as error:
            if not turns:
                raise
            raise UserError(
                f"Chưa xuất bản xong: {self.name}: {error.reason}. {_progress(len(done), len(turns))}; trang nào cũng đọc được. "
                "Hãy chạy lại lệnh để làm nốt."
            ) from error
        with report_errors_after_activation(name, "chưa ghi được những địa chỉ mà CDN cần lấy lại"):
            self._departures.report_invalidation()
        if done and not stock.is_live(entries[done[0]]):
            self._work.say(
                f"{self.name}: tệp chép trong kho mang ETag khác tệp gốc (có lẽ kho mã hóa kiểu SSE-KMS), nên không biết được "
                "tệp nào đã đúng: lần xuất bản nào cũng phải chép lại cả trang. Hãy nhờ người quản trị kho đổi sang SSE-S3, "
                "cách làm ở docs/maintaining.md."
            )
        with report_errors_after_activation(name, "chưa dọn được những gì không trang nào dẫn tới nữa"):
            self._departures.schedule(stock, release, self._records, self._grace)

    def delete(self, names: Iterable[str]) -> None:
        """Take records away, and the content that only they named."""
        names = list(names)
        gone, _ = self._records.read_all(names)
        if names:
            self._lock.require_ownership()
        for name in names:
            self._records.remove(name)
        self._delete_contents(
            {entry.sha256 for release in gone for entry in release.manifest.entries.values()}
        )

    def clean_up(self) -> None:
        """Take away what no page names for as long as the grace is, and content that waits for no publish any more."""
        self._departures.report_invalidation()
        stock = self._inventory()
        releases, _ = self._records.read_all()
        shown = self._current_pointer().get("release")
        for release in releases:
            if release.id == shown and all(
                stock.is_live(entry) for entry in release.manifest.entries.values()
            ):
                self._departures.schedule(stock, release, self._records, self._grace)
        now = self._store.server_time
        self._delete_contents(
            {sha for sha, thing in stock.content_objects.items() if now - thing.last_modified > UPLOAD_EXPIRY}
        )

    def purge_unreferenced(self) -> None:
        """Delete at once whatever no release holds, also what readers may still find for the length of the grace."""
        stock = self._inventory()
        named, whole = self._named()
        if whole:
            self._delete_contents(set(stock.content_objects))
        else:
            self._work.say(
                f"Ở {self.name} có bản không đọc được hồ sơ, nên chưa xóa hẳn được gì khỏi kho (bạn đọc không xem được những "
                "thứ ấy). Xem đó là bản nào: ./inv releases"
            )
        held = {stock.content_objects[sha].etag for sha in named & stock.content_objects.keys()}
        self._departures.delete_now(stock, held)

    def download(self, release: Release, paths: Iterable[str], folder: Path) -> None:
        """Bring files of a release to ``folder``, each compared with its digest."""
        entries = release.manifest.entries

        def bring(path: str) -> None:
            try:
                held, _ = self._store.get(self._layout.content_key(entries[path].sha256))
            except ObjectNotFoundError as error:
                raise DamagedReleaseError(path) from error
            if hashlib.sha256(held).hexdigest() != entries[path].sha256:
                raise DamagedReleaseError(path)
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(held)

        self._work.run("Tải về", bring, list(paths))

    def rewrite(self, outgoing: StagedSite, amended: Release) -> None:
        """Send what is new in the release, write its record again, drop what only the old record named."""
        before = self.read_release(amended.id).manifest.entries
        entries = amended.manifest.entries
        self._send(outgoing, [entry for path, entry in entries.items() if before.get(path) != entry])
        self._lock.require_ownership()
        self._records.write(amended)
        self._delete_contents({entry.sha256 for entry in before.values()})

    def unexpected_files(self, release: Release) -> Iterable[str]:
        """Return what readers find and no release put there; what is on its way out stays for the length of the grace."""
        there = {
            path for path in self._inventory().live_objects if not path.endswith("/")
        }  # a console's "folder" is no file
        return (
            there
            - release.manifest.entries.keys()
            - self._departures.read_pending().unreferenced_since.keys()
            - {""}
        )

    def _guard(self, address: str) -> None:
        """Let nobody write who may have lost the lock; the lock itself is another matter."""
        if not unquote(urlsplit(address).path).endswith(f"/{self._layout.lock_key}"):
            self._lock.require_unexpired()

    def _inventory(self) -> BucketInventory:
        if self._known is None:
            self._known = BucketInventory.from_bucket(self._store, self._layout)
        return self._known

    def _current_pointer(self) -> Mapping[str, object]:
        """Return which release was shown last, with which headers; nothing before the first."""
        try:
            table = json.loads(self._store.get(self._layout.current_key)[0])
        except (ObjectNotFoundError, ValueError):
            return {}
        return table if isinstance(table, dict) else {}

    def _send(self, outgoing: StagedSite, entries: Iterable[FileEntry]) -> None:
        stock = self._inventory()
        needed = {entry.sha256: entry for entry in entries if not stock.has_content(entry)}

        def send(entry: FileEntry) -> None:
            key = self._layout.content_key(entry.sha256)
            stock.content_objects[entry.sha256] = self._store.upload_file(
                key, outgoing.get_file_path(entry.path), entry.sha256
            )

        self._work.run("Gửi lên kho", send, needed.values())

    def _copy_live(self, entry: FileEntry) -> None:
        stock, layout = self._inventory(), self._layout
        kept = stock.content_objects[entry.sha256]
        origin, key = layout.content_key(entry.sha256), layout.live_key(entry.path)
        stock.live_objects[entry.path] = self._store.copy(
            kept, origin, key, get_object_headers(entry.path), entry.sha256
        )

    def _refuse_strangers(self, entries: Mapping[str, FileEntry]) -> None:
        """Raise UserError where the first publish would write over what somebody else put there."""
        theirs = sorted(entries.keys() & self._inventory().live_objects.keys())
        if theirs:
            raise UserError(
                f"Ở {self.name} đã có {len(theirs)} tệp không do lệnh publish đặt ({theirs[0]}, …), nên không ghi đè. "
                "Hãy dời chúng đi, hoặc chọn một thư mục khác trong PUBLISH_TO: s3://kho/thu-muc."
            )

    def _delete_contents(self, digests: set[str]) -> None:
        """Delete contents, but for those that a release names; none while a record cannot tell what it names."""
        stock = self._inventory()
        if not digests & stock.content_objects.keys():
            return
        named, whole = self._named()
        if not whole:
            return
        gone = sorted(digests & stock.content_objects.keys() - named)
        if gone:
            self._lock.require_ownership()

        def delete(sha256: str) -> None:
            self._store.delete(self._layout.content_key(sha256))
            del stock.content_objects[sha256]

        self._work.run("Dọn kho", delete, gone)

    def _named(self) -> tuple[set[str], bool]:
        """Return the digests that releases name, and whether every release could be asked."""
        releases, whole = self._records.read_all()
        return {entry.sha256 for release in releases for entry in release.manifest.entries.values()}, whole


def _progress(done: int, of: int) -> str:
    """Say how far a switch came. What was under way when the store failed may have been done all the same."""
    if done == of:
        return "Mọi tệp đã lên trang, chỉ chưa ghi lại được rằng đây là bản đang chạy"
    if not done:
        return f"Kho chưa xác nhận tệp nào trong {of} tệp cần thay"
    return f"Kho đã xác nhận {done} trong {of} tệp cần thay, các tệp còn lại có thể vẫn như cũ"
