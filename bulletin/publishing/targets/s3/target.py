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
from bulletin.publishing.error_context import seen
from bulletin.publishing.release.manifest import Entry
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.targets.base import Say
from bulletin.publishing.targets.s3.bucket import MissingError, Store, StoreError
from bulletin.publishing.targets.s3.cdn_invalidation import Invalidation
from bulletin.publishing.targets.s3.deletion import Departures
from bulletin.publishing.targets.s3.inventory import Stock
from bulletin.publishing.targets.s3.keys import ABANDONED, HEADERS, Layout, headers, turn
from bulletin.publishing.targets.s3.lock import Lock
from bulletin.publishing.targets.s3.progress_batch import Work
from bulletin.publishing.targets.s3.release_records import Records
from bulletin.publishing.targets.s3.settings import StoreSettings


class S3Target:
    """A bucket, or what lies in it below a prefix; ``cache`` is a folder for what saves asking the store twice."""

    local_root = None
    precompressed = False  # a store sends what it has; the CDN before it compresses
    headers_remedy = "Hãy xem mục “Object store” trong docs/maintaining.md."

    def __init__(self, bucket: str, prefix: str, settings: StoreSettings, cache: Path) -> None:
        self.name = f"s3://{bucket}/{prefix}".rstrip("/")
        self._store = Store(bucket, settings, self.name)
        self._layout = Layout(prefix)
        self._lock = Lock(self._store, self._layout.lock, self.name)
        own = hashlib.sha256(f"{settings.endpoint_url} {self.name}".encode()).hexdigest()[:16]
        self._records = Records(self._store, self._layout, cache / f"s3-{own}")
        self._invalidation = Invalidation(cache / f"cdn-{own}.txt")
        self._work = Work(self._store)
        self._departures = Departures(self._store, self._layout, self._lock, self._work, self._invalidation)
        self._grace = timedelta(hours=settings.grace_hours)
        self._known: Stock | None = None

    @contextmanager
    def locked(self, holder: str, moment: datetime, say: Say) -> Iterator[None]:
        """Hold the lock object; see lock.py for what it can promise."""
        with self._lock.held(holder, moment, say):
            self._known, self._work.say = None, say
            self._store.guard = self._guard
            try:
                yield
            finally:
                self._known = None
                self._store.guard = lambda _: None  # the lock itself goes last

    def current(self) -> str | None:
        """Return the id of the release that was shown last, or None."""
        name = self._pointer().get("release")
        return str(name) if name in self.all() else None

    def all(self) -> list[str]:
        """Return the ids of the releases that have a record, oldest first."""
        return self._records.look()

    def read(self, name: str) -> Release:
        """Return the record of a release."""
        return self._records.read(name)

    def untouched(self, release: Release) -> bool:
        """Tell whether readers get every file of the current release as it is to be, with the headers of today.

        The files of another one lie under their digests; ``switch`` looks whether all are there.
        """
        pointer = self._pointer()
        if pointer.get("release") != release.id:
            return True
        stock, entries = self._stock(), release.manifest.entries.values()
        return pointer.get("headers") == HEADERS and all(stock.shows(entry) for entry in entries)

    def prepare(self) -> None:
        """Ask the store what lies there."""
        self._stock()

    def make(self, outgoing: Outgoing, release: Release, before: Release | None) -> None:
        """Send what the store has not got, then the record."""
        del before  # the store says itself what it has
        entries = release.manifest.entries
        if not self.all():
            self._refuse_strangers(entries)
        self._send(outgoing, entries.values())
        self._lock.confirm()
        self._records.write(release)

    def switch(self, name: str) -> None:
        """Copy what differs to where readers ask for it, in the order of ``turn``; then note that this release is shown.

        Cut off, it leaves new files beside old ones, all of them readable; the next one does the rest.
        """
        release, stock = self.read(name), self._stock()
        entries = release.manifest.entries
        missing = [path for path, entry in entries.items() if not stock.has(entry)]
        if missing:
            raise UserError(
                f"Bản {name} ở {self.name} thiếu {len(missing)} tệp ({missing[0]}, …) nên không dùng được; "
                "trang đang chạy vẫn giữ nguyên. Hãy chọn bản khác: ./inv releases"
            )
        anew = self._pointer().get("headers") != HEADERS
        turns = {
            path: turn(path, new=path not in stock.live)
            for path, entry in entries.items()
            if anew or not stock.shows(entry)
        }
        self._departures.call_back(entries)
        if changed := [path for path in turns if path in stock.live]:
            self._invalidation.begin(changed)
        done: list[str] = []

        def show(path: str) -> None:
            self._show(entries[path])
            done.append(path)

        try:
            for _, paths in groupby(sorted(turns, key=turns.__getitem__), key=turns.__getitem__):
                self._lock.confirm()
                self._work.each("Đưa lên trang", show, list(paths))
            self._lock.confirm()
            self._store.put(self._layout.pointer, json.dumps({"release": name, "headers": HEADERS}).encode())
        except StoreError as error:
            if not turns:
                raise
            raise UserError(
                f"Chưa xuất bản xong: {self.name}: {error.reason}. {_progress(len(done), len(turns))}; trang nào cũng đọc được. "
                "Hãy chạy lại lệnh để làm nốt."
            ) from error
        with seen(name, "chưa ghi được những địa chỉ mà CDN cần lấy lại"):
            self._departures.tell()
        if done and not stock.shows(entries[done[0]]):
            self._work.say(
                f"{self.name}: tệp chép trong kho mang ETag khác tệp gốc (có lẽ kho mã hóa kiểu SSE-KMS), nên không biết được "
                "tệp nào đã đúng: lần xuất bản nào cũng phải chép lại cả trang. Hãy nhờ người quản trị kho đổi sang SSE-S3, "
                "cách làm ở docs/maintaining.md."
            )
        with seen(name, "chưa dọn được những gì không trang nào dẫn tới nữa"):
            self._departures.let_go(stock, release, self._records, self._grace)

    def forget(self, names: Iterable[str]) -> None:
        """Take records away, and the content that only they named."""
        names = list(names)
        gone, _ = self._records.readable(names)
        if names:
            self._lock.confirm()
        for name in names:
            self._records.remove(name)
        self._drop({entry.sha256 for release in gone for entry in release.manifest.entries.values()})

    def tidy(self) -> None:
        """Take away what no page names for as long as the grace is, and content that waits for no publish any more."""
        self._departures.tell()
        stock = self._stock()
        releases, _ = self._records.readable()
        shown = self._pointer().get("release")
        for release in releases:
            if release.id == shown and all(stock.shows(entry) for entry in release.manifest.entries.values()):
                self._departures.let_go(stock, release, self._records, self._grace)
        now = self._store.now
        self._drop({sha for sha, thing in stock.contents.items() if now - thing.changed > ABANDONED})

    def purge(self) -> None:
        """Delete at once whatever no release holds, also what readers may still find for the length of the grace."""
        stock = self._stock()
        named, whole = self._named()
        if whole:
            self._drop(set(stock.contents))
        else:
            self._work.say(
                f"Ở {self.name} có bản không đọc được hồ sơ, nên chưa xóa hẳn được gì khỏi kho (bạn đọc không xem được những "
                "thứ ấy). Xem đó là bản nào: ./inv releases"
            )
        held = {stock.contents[sha].etag for sha in named & stock.contents.keys()}
        self._departures.expel(stock, held)

    def fetch(self, release: Release, paths: Iterable[str], folder: Path) -> None:
        """Bring files of a release to ``folder``, each compared with its digest."""
        entries = release.manifest.entries

        def bring(path: str) -> None:
            try:
                held, _ = self._store.get(self._layout.content(entries[path].sha256))
            except MissingError as error:
                raise DamagedReleaseError(path) from error
            if hashlib.sha256(held).hexdigest() != entries[path].sha256:
                raise DamagedReleaseError(path)
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(held)

        self._work.each("Tải về", bring, list(paths))

    def amend(self, outgoing: Outgoing, amended: Release) -> None:
        """Send what is new in the release, write its record again, drop what only the old record named."""
        before = self.read(amended.id).manifest.entries
        entries = amended.manifest.entries
        self._send(outgoing, [entry for path, entry in entries.items() if before.get(path) != entry])
        self._lock.confirm()
        self._records.write(amended)
        self._drop({entry.sha256 for entry in before.values()})

    def strangers(self, release: Release) -> Iterable[str]:
        """Return what readers find and no release put there; what is on its way out stays for the length of the grace."""
        there = {
            path for path in self._stock().live if not path.endswith("/")
        }  # a console's "folder" is no file
        return there - release.manifest.entries.keys() - self._departures.read().since.keys() - {""}

    def _guard(self, address: str) -> None:
        """Let nobody write who may have lost the lock; the lock itself is another matter."""
        if not unquote(urlsplit(address).path).endswith(f"/{self._layout.lock}"):
            self._lock.check()

    def _stock(self) -> Stock:
        if self._known is None:
            self._known = Stock.of(self._store, self._layout)
        return self._known

    def _pointer(self) -> Mapping[str, object]:
        """Return which release was shown last, with which headers; nothing before the first."""
        try:
            table = json.loads(self._store.get(self._layout.pointer)[0])
        except (MissingError, ValueError):
            return {}
        return table if isinstance(table, dict) else {}

    def _send(self, outgoing: Outgoing, entries: Iterable[Entry]) -> None:
        stock = self._stock()
        needed = {entry.sha256: entry for entry in entries if not stock.has(entry)}

        def send(entry: Entry) -> None:
            key = self._layout.content(entry.sha256)
            stock.contents[entry.sha256] = self._store.upload(key, outgoing.file(entry.path), entry.sha256)

        self._work.each("Gửi lên kho", send, needed.values())

    def _show(self, entry: Entry) -> None:
        stock, layout = self._stock(), self._layout
        kept = stock.contents[entry.sha256]
        origin, key = layout.content(entry.sha256), layout.live(entry.path)
        stock.live[entry.path] = self._store.copy(kept, origin, key, headers(entry.path), entry.sha256)

    def _refuse_strangers(self, entries: Mapping[str, Entry]) -> None:
        """Raise UserError where the first publish would write over what somebody else put there."""
        theirs = sorted(entries.keys() & self._stock().live.keys())
        if theirs:
            raise UserError(
                f"Ở {self.name} đã có {len(theirs)} tệp không do lệnh publish đặt ({theirs[0]}, …), nên không ghi đè. "
                "Hãy dời chúng đi, hoặc chọn một thư mục khác trong PUBLISH_TO: s3://kho/thu-muc."
            )

    def _drop(self, digests: set[str]) -> None:
        """Delete contents, but for those that a release names; none while a record cannot tell what it names."""
        stock = self._stock()
        if not digests & stock.contents.keys():
            return
        named, whole = self._named()
        if not whole:
            return
        gone = sorted(digests & stock.contents.keys() - named)
        if gone:
            self._lock.confirm()

        def delete(sha256: str) -> None:
            self._store.delete(self._layout.content(sha256))
            del stock.contents[sha256]

        self._work.each("Dọn kho", delete, gone)

    def _named(self) -> tuple[set[str], bool]:
        """Return the digests that releases name, and whether every release could be asked."""
        releases, whole = self._records.readable()
        return {entry.sha256 for release in releases for entry in release.manifest.entries.values()}, whole


def _progress(done: int, of: int) -> str:
    """Say how far a switch came. What was under way when the store failed may have been done all the same."""
    if done == of:
        return "Mọi tệp đã lên trang, chỉ chưa ghi lại được rằng đây là bản đang chạy"
    if not done:
        return f"Kho chưa xác nhận tệp nào trong {of} tệp cần thay"
    return f"Kho đã xác nhận {done} trong {of} tệp cần thay, các tệp còn lại có thể vẫn như cũ"
