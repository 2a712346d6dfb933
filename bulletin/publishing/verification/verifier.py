"""Verify that readers find the current release at the live site.

A verification finds pages with other content (defacement, injected links) for any kind of reader.
It also finds missing files, unexpected files, wrong statuses, and missing or unexpected headers.
``reader_profiles`` creates the requests, ``comparison`` checks the responses, ``report`` has the findings.
"""

import random
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
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
"""Connections at a time, few because a small server has readers too."""
LATEST_FRAGMENT_PATH = LATEST_FRAGMENT_ADDRESS[1:]
_DIRECTIVE = '<!--#include virtual="{}/{}" -->'
"""The SSI directive that a server replaces by the fragment."""
_HTTP10_REFUSED_STATUSES = (426, 505)
"""Statuses of a server that refuses HTTP/1.0, as it may (RFC 9110, 15.5.22 and 15.6.6)."""
_BUSY_STATUSES = (429, 502, 503, 504)
"""Statuses of an overloaded server. nginx sends 503 for ``limit_req`` and ``limit_conn``."""
_CANONICAL = re.compile(rb'<link rel="canonical" href="(https?)://([^/"]+)')
_EXTRA_BYTES = 65536
"""Bytes that are read beyond the size of the file, to show inserted links."""
FULLY_CHECKED_FILES = 5
"""Files, besides the front page, that get each profile with each referrer."""
_FULLY_CHECKED_ADDRESSES = 4
"""Unpublished addresses that get all typical requests. The others get four requests."""
_Problems = list[ContentDifference | HeaderProblem]
_Problem = ContentDifference | HeaderProblem
_ResponseProblems = Iterator[str | HeaderViolation]


def verify_site(
    client: SiteClient,
    target: Target,
    release: Release,
    files: Sequence[FileEntry],
    report_progress: Callable[[int], None],
    *,
    frames: Sequence[str] = DEFAULT_FRAME_SOURCES,
) -> VerificationReport:
    """Return the report on ``files`` of a release.

    Args:
        client: The client of the live site.
        target: The target of the release.
        release: The current release.
        files: The files to request.
        report_progress: Receives the number of checked files.
        frames: Hosts whose videos pages may embed.

    Raises:
        UserError: The server cannot be reached.

    """
    with tempfile.TemporaryDirectory(prefix="bulletin-") as folder:
        rng = random.SystemRandom()
        verification = _Verification(client, target, release, Path(folder), rng=rng, frames=tuple(frames))
        verification.check_connection()
        found: _Problems = [*verification.find_unexpected_files(), *verification.unreadable_files]
        found += check_stored_files(target, release, Path(folder, "stored"), rng)
        paired = {
            "index.html",
            *(entry.path for entry in rng.sample(files, min(FULLY_CHECKED_FILES, len(files)))),
        }
        addresses = list(generate_unpublished_addresses(release.manifest.entries.keys(), rng))
        with ThreadPoolExecutor(MAX_CONNECTIONS) as pool:
            for done, findings in enumerate(
                pool.map(partial(verification.check_file, paired=paired), files), 1
            ):
                found += findings
                report_progress(done)
            for findings in pool.map(
                verification.check_unpublished_address, addresses, range(len(addresses), 0, -1)
            ):
                found += findings
        found += verification.find_skipped()
    return VerificationReport.from_findings(found, target.headers_help)


class _Verification:
    def __init__(
        self,
        client: SiteClient,
        target: Target,
        release: Release,
        folder: Path,
        *,
        rng: random.Random,
        frames: tuple[str, ...],
    ) -> None:
        self._client, self._target, self._release, self._folder = client, target, release, folder
        self._download_lock = threading.Lock()
        self._requests = RequestSampler(client.url, rng)
        self._wait_limit = WaitLimit()
        self._error_page = release.manifest.entries.get("404.html")
        self.unreadable_files: list[ContentDifference] = []
        """Files of the release that cannot be read, so that pages cannot be compared."""
        fragment = (
            self._read_published_file(LATEST_FRAGMENT_PATH)
            if LATEST_FRAGMENT_PATH in release.manifest.entries
            else b""
        )
        if fragment is None:
            self.unreadable_files.append(
                ContentDifference(f"/{LATEST_FRAGMENT_PATH}", f"{FILE_MISSING_MESSAGE}.")
            )
        self._fragment = fragment or b""
        directive = _DIRECTIVE.format(UrlBuilder(client.url).base_path, LATEST_FRAGMENT_PATH).encode()
        scheme, host = self._find_canonical_host()
        self._checker = ResponseChecker(
            client.url,
            host=host,
            of_release=self._read_published_file,
            fragment=(self._fragment, directive),
            # A site with canonical links to HTTPS promises these headers, also behind a proxy.
            secure=client.is_secure or scheme == b"https",
            frames=frames,
        )

    def check_connection(self) -> None:
        """Raise UserError if no connection can be made."""
        self._client.check_connection()

    def check_file(self, entry: FileEntry, paired: Iterable[str] = ()) -> _Problems:
        """Return the problems of one file with all reader requests.

        The files at the ``paired`` paths get each profile with each referrer.
        """
        return self._collect_problems(
            convert_path_to_address(entry.path), self._check_responses(entry, is_paired=entry.path in paired)
        )

    def _check_responses(
        self, entry: FileEntry, *, is_paired: bool
    ) -> Iterator[tuple[str, _ResponseProblems]]:
        """Yield the description of each reader request, and the problems of its response."""
        address, limit = convert_path_to_address(entry.path), entry.size + len(self._fragment) + _EXTRA_BYTES
        plain = self._fetch(address, PLAIN_READER_REQUEST, limit)
        yield "", self._checker.check_file(entry, plain, "GET", None)
        whole_file = plain if plain.status == 200 else None
        for form, reader_request in self._requests.create_requests(entry, plain, is_paired=is_paired):
            response = self._fetch(form or address, reader_request, limit)
            if reader_request.request.is_http10 and response.status in _HTTP10_REFUSED_STATUSES:
                continue
            if form:
                problems = self._checker.check_alternate_address(entry, form, response, self._error_page)
            else:
                problems = self._checker.check_file(
                    entry, response, reader_request.request.method, whole_file
                )
            if whole_file is not None and not form:
                problems = chain(problems, _check_conditional_response(reader_request, response, whole_file))
            yield reader_request.description, problems

    def check_unpublished_address(self, address: str, left: int) -> _Problems:
        """Return the problems of an unpublished address.

        The last addresses, with few ``left``, get all typical requests.
        """
        limit = (self._error_page.size if self._error_page else 0) + _EXTRA_BYTES
        reader_requests = (
            self._requests.create_typical_requests()
            if left <= _FULLY_CHECKED_ADDRESSES
            else self._requests.create_doorway_requests()
        )
        responses = (
            (reader_request.description, self._fetch(address, reader_request, limit))
            for reader_request in (PLAIN_READER_REQUEST, *reader_requests)
        )
        return self._collect_problems(
            address,
            (
                (description, self._checker.check_missing_page(address, response, self._error_page))
                for description, response in responses
            ),
        )

    def _collect_problems(self, address: str, checks: Iterable[tuple[str, _ResponseProblems]]) -> _Problems:
        """Return the problems of an address, up to the first difference of its content."""
        found: dict[str | HeaderViolation, tuple[str, str | HeaderViolation]] = {}
        unchecked: list[ContentDifference] = []
        try:
            for description, problems in checks:
                _add_problems(found, description, problems)
                if _is_different(found):
                    break
        except UserError as error:
            unchecked = [ContentDifference(address, str(error), is_unchecked=True)]
        except _WaitLimitError:
            self._wait_limit.record_skip()
        return [*_create_problems(address, found), *unchecked]

    def find_skipped(self) -> Iterator[ContentDifference]:
        """Yield a finding if the wait limit was reached."""
        if self._wait_limit.skip_count:
            message = (
                "Máy chủ nhiều lần không trả lời hoặc trả lời quá chậm, nên đã thôi hỏi: "
                f"còn {self._wait_limit.skip_count} địa chỉ chưa xem hết. Hãy báo người quản trị máy chủ, rồi chạy lại."
            )
            yield ContentDifference("/", message, is_unchecked=True)

    def find_unexpected_files(self) -> Iterator[ContentDifference]:
        """Yield the unexpected files in the target."""
        try:
            unexpected = self._target.unexpected_files(self._release)
        except (OSError, UserError) as error:
            reason = f"{explain_file_error(error)}." if isinstance(error, OSError) else str(error)
            message = f"Chưa xem được có tệp lạ ở {self._target.name} hay không: {reason}"
            yield ContentDifference("/", message, is_unchecked=True)
            return
        for path in unexpected:
            message = (
                f"Tệp lạ ở {self._target.name}, không có trong bản đã phát hành. Hãy báo người quản trị máy chủ "
                "xem ai đặt tệp này, rồi xóa nó."
            )
            yield ContentDifference(escape_unprintable(convert_path_to_address(path), 500), message)

    def _fetch(self, address: str, reader_request: ReaderRequest, limit: int) -> Response:
        """Return a response. Raise UserError without one, _WaitLimitError after the limit."""
        if self._wait_limit.is_reached:
            raise _WaitLimitError
        started_at = time.monotonic()
        try:
            response = self._fetch_unlimited(address, reader_request.request, limit)
        except UserError:
            self._wait_limit.record_failure(time.monotonic() - started_at)
            raise
        self._wait_limit.record_response(time.monotonic() - started_at, len(response.body))
        return response

    def _fetch_unlimited(self, address: str, request: Request, limit: int) -> Response:
        response = self._client.fetch(address, request, limit)
        if "zstd" in response.headers.get("content-encoding", ""):
            response = self._client.fetch(address, remove_zstd(request), limit)
        if response.status in _BUSY_STATUSES:
            raise UserError(
                "Máy chủ, hoặc nơi phân phối trước nó, đang quá tải hay không cho một máy hỏi nhiều như vậy "
                f"({response.status}). Hãy xem máy chủ, đề nghị người quản trị bỏ giới hạn ấy cho máy này, rồi chạy lại."
            )
        return response

    def _find_canonical_host(self) -> tuple[bytes, bytes]:
        """Return scheme and host of the canonical link of the front page.

        Both are empty if the stored front page was altered or has no such link.
        """
        entry = self._release.manifest.entries.get("index.html")
        page = (entry and self._read_published_file("index.html")) or b""
        found = _CANONICAL.search(page) if entry and has_entry_digest(entry, page) else None
        return (found[1], found[2]) if found else (b"", b"")

    def _read_published_file(self, path: str) -> bytes | None:
        """Return a file as published, None if it is missing or cannot be read."""
        try:
            with self._download_lock:  # threads may need the same file
                self._target.download(self._release, [path], self._folder)
                return (self._folder / path).read_bytes()
        except (OSError, UserError, DamagedReleaseError):
            return None


class _WaitLimitError(Exception):
    """The wait limit is reached, so that no request is sent."""


def _check_conditional_response(
    reader_request: ReaderRequest, response: Response, whole_file: Response
) -> Iterator[str | HeaderViolation]:
    """Yield the problems of the response to a conditional request."""
    headers = reader_request.request.headers
    if "If-Modified-Since" in headers and response.status == 304:
        yield "Máy chủ trả lời 304 (tệp chưa đổi) cho bạn đọc có bản khác của tệp"
    has_it = (
        headers.get("If-None-Match") == whole_file.headers.get("etag") == response.headers.get("etag", "")
    )
    if has_it and response.status == 200:
        yield HeaderViolation(
            "gửi lại cả tệp (200) cho bạn đọc đã có đúng bản ấy (If-None-Match)", ", lẽ ra là 304"
        )


def _add_problems(
    found: dict[str | HeaderViolation, tuple[str, str | HeaderViolation]],
    description: str,
    problems: Iterable[str | HeaderViolation],
) -> None:
    """Add problems to ``found``, the first of each kind with its request."""
    for problem in problems:
        found.setdefault(problem if isinstance(problem, str) else problem.category, (description, problem))


def _is_different(found: Iterable[str | HeaderViolation]) -> bool:
    return any(isinstance(problem, str) for problem in found)


def _create_problems(
    address: str, found: dict[str | HeaderViolation, tuple[str, str | HeaderViolation]]
) -> Iterator[_Problem]:
    for description, problem in found.values():
        if isinstance(problem, HeaderViolation):
            yield HeaderProblem(problem, address, description)
        else:
            yield ContentDifference(address, f"{problem} ({description})." if description else f"{problem}.")
