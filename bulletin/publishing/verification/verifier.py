"""Hold the site as readers find it against the release that it should be.

What is looked for: pages that say something else than what was published (defacement, injected links), to any kind
of reader; files that are missing or there though they should not be; wrong statuses; headers that are missing or
that nobody promised. What it is told in stands in report.py, who asks in reader_profiles.py, how an answer is judged in
comparison.py.
"""

import random
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from bulletin.errors import UserError, printable, why
from bulletin.publishing.release.manifest import Entry
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.targets.base import Target
from bulletin.publishing.verification.comparison import LOST, Comparison, is_file
from bulletin.publishing.verification.header_rules import Fault
from bulletin.publishing.verification.http_client import Answer, Live, Request
from bulletin.publishing.verification.reader_profiles import PLAINEST, Asking, Readers, without_zstd
from bulletin.publishing.verification.report import Finding, Found, Weakness
from bulletin.publishing.verification.security_headers import FRAMES
from bulletin.publishing.verification.stored_files import stored
from bulletin.publishing.verification.unpublished_addresses import never_published
from bulletin.publishing.verification.wait_limit import Patience
from bulletin.urls import LATEST_FRAGMENT, Urls, address_from_path

CONNECTIONS = 4
"""At a time: a small server has other readers, too."""
FRAGMENT = LATEST_FRAGMENT[1:]
_DIRECTIVE = '<!--#include virtual="{}/{}" -->'
"""What a server with SSI replaces by the fragment."""
_NEWER_ALONE = (426, 505)
"""Statuses of a server that does not speak HTTP/1.0 any more, as it may (RFC 9110, 15.5.22 and 15.6.6)."""
_BUSY = (429, 502, 503, 504)
"""Statuses of a server that refuses for now: nginx answers 503 where ``limit_req`` or ``limit_conn`` is reached."""
_CANONICAL = re.compile(rb'<link rel="canonical" href="(https?)://([^/"]+)')
_SLACK = 65536
"""Bytes that are read beyond the length of the file: enough to tell what was put in."""
_PAIRED = 5
"""Pages, besides the front page, that readers of every kind ask for from every place."""
_CATCH_ALL = 4
"""Addresses that never were at which all kinds of readers ask; at the others four."""
_Found = list[Finding | Weakness]
_What = Finding | Weakness


def verify(
    live: Live,
    target: Target,
    release: Release,
    files: Sequence[Entry],
    tell: Callable[[int], None],
    *,
    frames: Sequence[str] = FRAMES,
) -> Found:
    """Return what is wrong at ``live`` with ``files`` of ``release``; ``tell`` hears how many are done.

    ``frames`` are the hosts that pages may show films of, as in a Content-Security-Policy.
    Raise UserError where the server cannot be reached at all.
    """
    with tempfile.TemporaryDirectory(prefix="bulletin-") as folder:
        dice = random.SystemRandom()
        check = _Verification(live, target, release, Path(folder), dice=dice, frames=tuple(frames))
        check.reach()
        found: _Found = [*check.strangers(), *check.lost]
        found += stored(target, release, Path(folder, "stored"), dice)
        paired = {"index.html", *(one.path for one in dice.sample(files, min(_PAIRED, len(files))))}
        addresses = list(never_published(release.manifest.entries.keys(), dice))
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            for done, findings in enumerate(pool.map(partial(check.file, paired=paired), files), 1):
                found += findings
                tell(done)
            for findings in pool.map(check.absent, addresses, range(len(addresses), 0, -1)):
                found += findings
        found += check.given_up()
    return Found.of(found, target.headers_remedy)


class _Verification:
    def __init__(
        self,
        live: Live,
        target: Target,
        release: Release,
        folder: Path,
        *,
        dice: random.Random,
        frames: tuple[str, ...],
    ) -> None:
        self._live, self._target, self._release, self._folder = live, target, release, folder
        self._fetching = threading.Lock()
        self._readers = Readers(live.url, dice)
        self._patience = Patience()
        self._page = release.manifest.entries.get("404.html")
        self.lost: list[Finding] = []
        """Files without which nothing can be compared."""
        fragment = self._of_release(FRAGMENT) if FRAGMENT in release.manifest.entries else b""
        if fragment is None:
            self.lost.append(Finding(f"/{FRAGMENT}", f"{LOST}."))
        self._fragment = fragment or b""
        directive = _DIRECTIVE.format(Urls(live.url).base, FRAGMENT).encode()
        scheme, host = self._canonical()
        self._compare = Comparison(
            live.url,
            host=host,
            of_release=self._of_release,
            fragment=(self._fragment, directive),
            # A site whose pages name HTTPS promises its headers also where it is asked behind a proxy.
            secure=live.secure or scheme == b"https",
            frames=frames,
        )

    def reach(self) -> None:
        """Raise UserError where no connection can be made: then there is nothing to compare."""
        self._live.reach()

    def file(self, entry: Entry, paired: Iterable[str] = ()) -> _Found:
        """Return what is wrong with one file, however a reader asks for it.

        ``paired`` are the paths for which readers of every kind ask from every place.
        """
        address, limit = address_from_path(entry.path), entry.size + len(self._fragment) + _SLACK
        found: dict[str | Fault, tuple[str, str | Fault]] = {}
        try:
            plain = self._ask(address, PLAINEST, limit)
            first = list(self._compare.file(entry, plain, "GET", None))
            _note(found, "", first)
            if not _is_different(found):
                whole = plain if plain.status == 200 else None
                for form, asking in self._readers.of(entry, plain, is_paired=entry.path in paired):
                    answer = self._ask(form or address, asking, limit)
                    if asking.request.is_old and answer.status in _NEWER_ALONE:
                        continue
                    if form:
                        faults = self._compare.form(entry, form, answer, self._page)
                    else:
                        faults = self._compare.file(entry, answer, asking.request.method, whole)
                    _note(found, asking.way, faults)
                    if whole is not None and not form:
                        _note(found, asking.way, _unconditional(asking, answer, whole))
                    if _is_different(found):  # one reader is enough: the next page waits
                        break
        except UserError as error:
            return [*_told(address, found), Finding(address, str(error), unseen=True)]
        except _GivenUpError:
            self._patience.skip()
        return list(_told(address, found))

    def absent(self, address: str, left: int) -> _Found:
        """Return what is wrong at an address that leads to nothing; the last of them, with few ``left``, are asked by all."""
        found: dict[str | Fault, tuple[str, str | Fault]] = {}
        limit = (self._page.size if self._page else 0) + _SLACK
        some = self._readers.natural() if left <= _CATCH_ALL else self._readers.lured()
        try:
            for asking in (PLAINEST, *some):
                answer = self._ask(address, asking, limit)
                _note(found, asking.way, self._compare.nothing(address, answer, self._page))
                if _is_different(found):
                    break
        except UserError as error:
            return [*_told(address, found), Finding(address, str(error), unseen=True)]
        except _GivenUpError:
            self._patience.skip()
        return list(_told(address, found))

    def given_up(self) -> Iterator[Finding]:
        """Yield that the server kept us waiting until we stopped, if it did."""
        if self._patience.skipped:
            what = (
                f"Máy chủ nhiều lần không trả lời hoặc trả lời quá chậm, nên đã thôi hỏi: còn {self._patience.skipped} địa chỉ "
                "chưa xem hết. Hãy báo người quản trị máy chủ, rồi chạy lại."
            )
            yield Finding("/", what, unseen=True)

    def strangers(self) -> Iterator[Finding]:
        """Yield what stands in the place of the release and was never published, though nothing leads to it."""
        try:
            strange = self._target.strangers(self._release)
        except (OSError, UserError) as error:
            reason = f"{why(error)}." if isinstance(error, OSError) else str(error)
            what = f"Chưa xem được có tệp lạ ở {self._target.name} hay không: {reason}"
            yield Finding("/", what, unseen=True)
            return
        for path in strange:
            what = (
                f"Tệp lạ ở {self._target.name}, không có trong bản đã phát hành. Hãy báo người quản trị máy chủ "
                "xem ai đặt tệp này, rồi xóa nó."
            )
            yield Finding(printable(address_from_path(path), 500), what)

    def _ask(self, address: str, asking: Asking, limit: int) -> Answer:
        """Return an answer. Raise UserError where there is none, _GivenUpError where it is no use to ask."""
        if self._patience.is_over:
            raise _GivenUpError
        begun = time.monotonic()
        try:
            answer = self._answer(address, asking.request, limit)
        except UserError:
            self._patience.failed(time.monotonic() - begun)
            raise
        self._patience.answered(time.monotonic() - begun, len(answer.body))
        return answer

    def _answer(self, address: str, request: Request, limit: int) -> Answer:
        answer = self._live.ask(address, request, limit)
        if "zstd" in answer.headers.get("content-encoding", ""):
            answer = self._live.ask(address, without_zstd(request), limit)
        if answer.status in _BUSY:
            raise UserError(
                "Máy chủ, hoặc nơi phân phối trước nó, đang quá tải hay không cho một máy hỏi nhiều như vậy "
                f"({answer.status}). Hãy xem máy chủ, đề nghị người quản trị bỏ giới hạn ấy cho máy này, rồi chạy lại."
            )
        return answer

    def _canonical(self) -> tuple[bytes, bytes]:
        """Return the scheme and the host that the front page calls its own; empty if it was altered or tells none."""
        entry = self._release.manifest.entries.get("index.html")
        page = (entry and self._of_release("index.html")) or b""
        found = _CANONICAL.search(page) if entry and is_file(entry, page) else None
        return (found[1], found[2]) if found else (b"", b"")

    def _of_release(self, path: str) -> bytes | None:
        """Return a file as it was published; None where the release has it no more, or does not give it."""
        try:
            with self._fetching:  # threads may want the same file
                self._target.fetch(self._release, [path], self._folder)
                return (self._folder / path).read_bytes()
        except (OSError, UserError, DamagedReleaseError):
            return None


class _GivenUpError(Exception):
    """The server is not asked any more."""


def _unconditional(asking: Asking, answer: Answer, whole: Answer) -> Iterator[str | Fault]:
    """Yield that a server does not tell apart readers who have the file and those who have another."""
    headers = asking.request.headers
    if "If-Modified-Since" in headers and answer.status == 304:
        yield "Máy chủ trả lời 304 (tệp chưa đổi) cho bạn đọc có bản khác của tệp"
    has_it = headers.get("If-None-Match") == whole.headers.get("etag") == answer.headers.get("etag", "")
    if has_it and answer.status == 200:
        yield Fault("gửi lại cả tệp (200) cho bạn đọc đã có đúng bản ấy (If-None-Match)", ", lẽ ra là 304")


def _note(found: dict[str | Fault, tuple[str, str | Fault]], way: str, faults: Iterable[str | Fault]) -> None:
    """Add ``faults`` to what was ``found``: of each kind the first, with the way in which it was asked for."""
    for fault in faults:
        found.setdefault(fault if isinstance(fault, str) else fault.kind, (way, fault))


def _is_different(found: Iterable[str | Fault]) -> bool:
    return any(isinstance(one, str) for one in found)


def _told(address: str, found: dict[str | Fault, tuple[str, str | Fault]]) -> Iterator[_What]:
    for way, fault in found.values():
        if isinstance(fault, Fault):
            yield Weakness(fault, address, way)
        else:
            yield Finding(address, f"{fault} ({way})." if way else f"{fault}.")
