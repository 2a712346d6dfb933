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

from bulletin.errors import UserError, escape_unprintable, explain_file_error
from bulletin.publishing.release.manifest import FileEntry
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.targets.base import Target
from bulletin.publishing.verification.comparison import (
    FILE_MISSING_MESSAGE,
    ResponseChecker,
    has_entry_digest,
)
from bulletin.publishing.verification.header_rules import HeaderViolation
from bulletin.publishing.verification.http_client import Request, Response, SiteClient
from bulletin.publishing.verification.reader_profiles import (
    PLAIN_READER_REQUEST,
    ReaderRequest,
    RequestSampler,
    remove_zstd,
)
from bulletin.publishing.verification.report import ContentDifference, HeaderProblem, VerificationReport
from bulletin.publishing.verification.security_headers import DEFAULT_FRAME_SOURCES
from bulletin.publishing.verification.stored_files import check_stored_files
from bulletin.publishing.verification.unpublished_addresses import generate_unpublished_addresses
from bulletin.publishing.verification.wait_limit import WaitLimit
from bulletin.urls import LATEST_FRAGMENT_ADDRESS, UrlBuilder, convert_path_to_address

MAX_CONNECTIONS = 4
"""At a time: a small server has other readers, too."""
LATEST_FRAGMENT_PATH = LATEST_FRAGMENT_ADDRESS[1:]
_DIRECTIVE = '<!--#include virtual="{}/{}" -->'
"""What a server with SSI replaces by the fragment."""
_HTTP10_REFUSED_STATUSES = (426, 505)
"""Statuses of a server that does not speak HTTP/1.0 any more, as it may (RFC 9110, 15.5.22 and 15.6.6)."""
_BUSY = (429, 502, 503, 504)
"""Statuses of a server that refuses for now: nginx answers 503 where ``limit_req`` or ``limit_conn`` is reached."""
_CANONICAL = re.compile(rb'<link rel="canonical" href="(https?)://([^/"]+)')
_EXTRA_BYTES = 65536
"""Bytes that are read beyond the length of the file: enough to tell what was put in."""
_FULLY_CHECKED_PAGES = 5
"""Pages, besides the front page, that readers of every kind ask for from every place."""
_CATCH_ALL = 4
"""Addresses that never were at which all kinds of readers ask; at the others four."""
_Problems = list[ContentDifference | HeaderProblem]
_Problem = ContentDifference | HeaderProblem


def verify_site(
    live: SiteClient,
    target: Target,
    release: Release,
    files: Sequence[FileEntry],
    tell: Callable[[int], None],
    *,
    frames: Sequence[str] = DEFAULT_FRAME_SOURCES,
) -> VerificationReport:
    """Return what is wrong at ``live`` with ``files`` of ``release``; ``tell`` hears how many are done.

    ``frames`` are the hosts that pages may show films of, as in a Content-Security-Policy.
    Raise UserError where the server cannot be reached at all.
    """
    with tempfile.TemporaryDirectory(prefix="bulletin-") as folder:
        dice = random.SystemRandom()
        check = _Verification(live, target, release, Path(folder), dice=dice, frames=tuple(frames))
        check.reach()
        found: _Problems = [*check.strangers(), *check.lost]
        found += check_stored_files(target, release, Path(folder, "stored"), dice)
        paired = {
            "index.html",
            *(one.path for one in dice.sample(files, min(_FULLY_CHECKED_PAGES, len(files)))),
        }
        addresses = list(generate_unpublished_addresses(release.manifest.entries.keys(), dice))
        with ThreadPoolExecutor(MAX_CONNECTIONS) as pool:
            for done, findings in enumerate(pool.map(partial(check.file, paired=paired), files), 1):
                found += findings
                tell(done)
            for findings in pool.map(check.absent, addresses, range(len(addresses), 0, -1)):
                found += findings
        found += check.given_up()
    return VerificationReport.from_findings(found, target.headers_help)


class _Verification:
    def __init__(
        self,
        live: SiteClient,
        target: Target,
        release: Release,
        folder: Path,
        *,
        dice: random.Random,
        frames: tuple[str, ...],
    ) -> None:
        self._live, self._target, self._release, self._folder = live, target, release, folder
        self._fetching = threading.Lock()
        self._readers = RequestSampler(live.url, dice)
        self._patience = WaitLimit()
        self._page = release.manifest.entries.get("404.html")
        self.lost: list[ContentDifference] = []
        """Files without which nothing can be compared."""
        fragment = (
            self._of_release(LATEST_FRAGMENT_PATH)
            if LATEST_FRAGMENT_PATH in release.manifest.entries
            else b""
        )
        if fragment is None:
            self.lost.append(ContentDifference(f"/{LATEST_FRAGMENT_PATH}", f"{FILE_MISSING_MESSAGE}."))
        self._fragment = fragment or b""
        directive = _DIRECTIVE.format(UrlBuilder(live.url).base_path, LATEST_FRAGMENT_PATH).encode()
        scheme, host = self._canonical()
        self._compare = ResponseChecker(
            live.url,
            host=host,
            of_release=self._of_release,
            fragment=(self._fragment, directive),
            # A site whose pages name HTTPS promises its headers also where it is asked behind a proxy.
            secure=live.is_secure or scheme == b"https",
            frames=frames,
        )

    def reach(self) -> None:
        """Raise UserError where no connection can be made: then there is nothing to compare."""
        self._live.check_connection()

    def file(self, entry: FileEntry, paired: Iterable[str] = ()) -> _Problems:
        """Return what is wrong with one file, however a reader asks for it.

        ``paired`` are the paths for which readers of every kind ask from every place.
        """
        address, limit = convert_path_to_address(entry.path), entry.size + len(self._fragment) + _EXTRA_BYTES
        found: dict[str | HeaderViolation, tuple[str, str | HeaderViolation]] = {}
        try:
            plain = self._ask(address, PLAIN_READER_REQUEST, limit)
            first = list(self._compare.check_file(entry, plain, "GET", None))
            _note(found, "", first)
            if not _is_different(found):
                whole = plain if plain.status == 200 else None
                for form, asking in self._readers.create_requests(
                    entry, plain, is_paired=entry.path in paired
                ):
                    answer = self._ask(form or address, asking, limit)
                    if asking.request.is_http10 and answer.status in _HTTP10_REFUSED_STATUSES:
                        continue
                    if form:
                        faults = self._compare.check_alternate_address(entry, form, answer, self._page)
                    else:
                        faults = self._compare.check_file(entry, answer, asking.request.method, whole)
                    _note(found, asking.description, faults)
                    if whole is not None and not form:
                        _note(found, asking.description, _unconditional(asking, answer, whole))
                    if _is_different(found):  # one reader is enough: the next page waits
                        break
        except UserError as error:
            return [
                *_create_problems(address, found),
                ContentDifference(address, str(error), is_unchecked=True),
            ]
        except _GivenUpError:
            self._patience.record_skip()
        return list(_create_problems(address, found))

    def absent(self, address: str, left: int) -> _Problems:
        """Return what is wrong at an address that leads to nothing; the last of them, with few ``left``, are asked by all."""
        found: dict[str | HeaderViolation, tuple[str, str | HeaderViolation]] = {}
        limit = (self._page.size if self._page else 0) + _EXTRA_BYTES
        some = (
            self._readers.create_typical_requests()
            if left <= _CATCH_ALL
            else self._readers.create_doorway_requests()
        )
        try:
            for asking in (PLAIN_READER_REQUEST, *some):
                answer = self._ask(address, asking, limit)
                _note(
                    found, asking.description, self._compare.check_missing_page(address, answer, self._page)
                )
                if _is_different(found):
                    break
        except UserError as error:
            return [
                *_create_problems(address, found),
                ContentDifference(address, str(error), is_unchecked=True),
            ]
        except _GivenUpError:
            self._patience.record_skip()
        return list(_create_problems(address, found))

    def given_up(self) -> Iterator[ContentDifference]:
        """Yield that the server kept us waiting until we stopped, if it did."""
        if self._patience.skip_count:
            what = (
                f"Máy chủ nhiều lần không trả lời hoặc trả lời quá chậm, nên đã thôi hỏi: còn {self._patience.skip_count} địa chỉ "
                "chưa xem hết. Hãy báo người quản trị máy chủ, rồi chạy lại."
            )
            yield ContentDifference("/", what, is_unchecked=True)

    def strangers(self) -> Iterator[ContentDifference]:
        """Yield what stands in the place of the release and was never published, though nothing leads to it."""
        try:
            strange = self._target.unexpected_files(self._release)
        except (OSError, UserError) as error:
            reason = f"{explain_file_error(error)}." if isinstance(error, OSError) else str(error)
            what = f"Chưa xem được có tệp lạ ở {self._target.name} hay không: {reason}"
            yield ContentDifference("/", what, is_unchecked=True)
            return
        for path in strange:
            what = (
                f"Tệp lạ ở {self._target.name}, không có trong bản đã phát hành. Hãy báo người quản trị máy chủ "
                "xem ai đặt tệp này, rồi xóa nó."
            )
            yield ContentDifference(escape_unprintable(convert_path_to_address(path), 500), what)

    def _ask(self, address: str, asking: ReaderRequest, limit: int) -> Response:
        """Return an answer. Raise UserError where there is none, _GivenUpError where it is no use to ask."""
        if self._patience.is_reached:
            raise _GivenUpError
        begun = time.monotonic()
        try:
            answer = self._answer(address, asking.request, limit)
        except UserError:
            self._patience.record_failure(time.monotonic() - begun)
            raise
        self._patience.record_response(time.monotonic() - begun, len(answer.body))
        return answer

    def _answer(self, address: str, request: Request, limit: int) -> Response:
        answer = self._live.fetch(address, request, limit)
        if "zstd" in answer.headers.get("content-encoding", ""):
            answer = self._live.fetch(address, remove_zstd(request), limit)
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
        found = _CANONICAL.search(page) if entry and has_entry_digest(entry, page) else None
        return (found[1], found[2]) if found else (b"", b"")

    def _of_release(self, path: str) -> bytes | None:
        """Return a file as it was published; None where the release has it no more, or does not give it."""
        try:
            with self._fetching:  # threads may want the same file
                self._target.download(self._release, [path], self._folder)
                return (self._folder / path).read_bytes()
        except (OSError, UserError, DamagedReleaseError):
            return None


class _GivenUpError(Exception):
    """The server is not asked any more."""


def _unconditional(
    asking: ReaderRequest, answer: Response, whole: Response
) -> Iterator[str | HeaderViolation]:
    """Yield that a server does not tell apart readers who have the file and those who have another."""
    headers = asking.request.headers
    if "If-Modified-Since" in headers and answer.status == 304:
        yield "Máy chủ trả lời 304 (tệp chưa đổi) cho bạn đọc có bản khác của tệp"
    has_it = headers.get("If-None-Match") == whole.headers.get("etag") == answer.headers.get("etag", "")
    if has_it and answer.status == 200:
        yield HeaderViolation(
            "gửi lại cả tệp (200) cho bạn đọc đã có đúng bản ấy (If-None-Match)", ", lẽ ra là 304"
        )


def _note(
    found: dict[str | HeaderViolation, tuple[str, str | HeaderViolation]],
    way: str,
    faults: Iterable[str | HeaderViolation],
) -> None:
    """Add ``faults`` to what was ``found``: of each kind the first, with the way in which it was asked for."""
    for fault in faults:
        found.setdefault(fault if isinstance(fault, str) else fault.category, (way, fault))


def _is_different(found: Iterable[str | HeaderViolation]) -> bool:
    return any(isinstance(one, str) for one in found)


def _create_problems(
    address: str, found: dict[str | HeaderViolation, tuple[str, str | HeaderViolation]]
) -> Iterator[_Problem]:
    for way, fault in found.values():
        if isinstance(fault, HeaderViolation):
            yield HeaderProblem(fault, address, way)
        else:
            yield ContentDifference(address, f"{fault} ({way})." if way else f"{fault}.")
