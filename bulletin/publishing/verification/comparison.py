"""One answer of a server, held against the file that it should be."""

import hashlib
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote, unquote, urljoin, urlsplit

from bulletin.content.withdrawals import LISTING_WITHDRAWAL_HEADING, WITHDRAWAL_HEADING
from bulletin.errors import escape_unprintable
from bulletin.publishing.release.file_types import FileType
from bulletin.publishing.release.manifest import FileEntry
from bulletin.publishing.verification.header_rules import (
    HeaderViolation,
    check_headers,
    check_security_headers,
    find_unexpected_headers,
)
from bulletin.publishing.verification.http_client import Response
from bulletin.urls import convert_path_to_address

FILE_MISSING_MESSAGE = "Tệp này thiếu trong bản đã phát hành, hoặc không đọc được ở đó"
REDIRECT_STATUSES = (300, 301, 302, 303, 307, 308)
_NOT_FOUND_STATUSES = (400, 403, 404, 405, 410)
"""Statuses that say that there is nothing."""
_ALTERED_MESSAGE = "Nội dung khác bản đã xuất bản"
_HOSTS = re.compile(
    rb"(?:href|src|srcset|action|content|data|poster|formaction)\s*=\s*[\"']?\s*(?:\d+;\s*url=\s*)?(?:https?:)?//([^/\"'\s>:?#]+)",
    re.IGNORECASE,
)
_REFRESH = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')
_NOTICES = tuple(f">{heading}</h1>".encode() for heading in (WITHDRAWAL_HEADING, LISTING_WITHDRAWAL_HEADING))
"""What stands where an article, or a listing, was taken down."""
_ACTIVE = re.compile(
    rb"<(?:a|area|audio|base|button|embed|form|frame|iframe|img|input|link|meta|object|script|style|svg|video)[\s>/]"
    rb"|[\s/\"']on[a-z]+\s*=",
    re.IGNORECASE,
)
"""Elements and handlers that no plain page for an error of a server has."""
_MAX_ERROR_PAGE_SIZE = 4096
"""Bytes of a server's own page for an error, at most."""
_MAX_QUOTED_LENGTH = 200
"""Characters of what a server sent, in a sentence."""
FragmentSubstitution = tuple[bytes, bytes]
"""What a server with SSI fills in, and the directive that it replaces."""


class ResponseChecker:
    """Holds answers against the release behind ``url``; ``host`` is what its pages call their own, or empty.

    ``of_release`` returns a file as it was published, or None if the release does not give it.
    """

    def __init__(
        self,
        url: str,
        *,
        host: bytes,
        of_release: Callable[[str], bytes | None],
        fragment: FragmentSubstitution,
        secure: bool,
        frames: tuple[str, ...],
    ) -> None:
        self._hosts = {urlsplit(url).netloc.encode(), host}
        self._url, self._of_release, self._fragment = url, of_release, fragment
        self._secure, self._frames = secure, frames

    def check_file(
        self, entry: FileEntry, answer: Response, method: str, plain: Response | None
    ) -> Iterator[str | HeaderViolation]:
        """Yield what is wrong with the answer for a file: sentences without a full stop, and faults of its headers.

        ``plain`` is the whole file as a reader got it before, for answers that give a part of it.
        """
        if answer.status in REDIRECT_STATUSES:
            yield from self._redirect(entry, answer)
            return
        if plain is not None and answer.status in (206, 304):
            yield from self._part(entry, answer, plain)
            return
        gone = answer.status == 410 and (
            method == "HEAD" or any(heading in answer.body for heading in _NOTICES)
        )
        own = answer.status == 404 and entry.path == "404.html"
        if answer.status != 200 and not gone and not own:
            missing = " (tệp đã mất)" if answer.status == 404 else ""
            yield f"Máy chủ trả lời {answer.status}{missing}, lẽ ra là 200"
            return
        if method != "HEAD":
            if not self.is_same_content(entry, answer.body):
                yield from self._altered(entry, answer.body)
        elif plain is not None and _length(answer) not in (None, len(plain.body), entry.size):
            yield f"Máy chủ báo độ dài {escape_unprintable(answer.headers['content-length'], 30)}, lẽ ra là {len(plain.body)}"
        yield from self._faults(entry.path, answer.headers, kept=answer.status == 200)

    def check_alternate_address(
        self, entry: FileEntry, form: str, answer: Response, page: FileEntry | None
    ) -> Iterator[str | HeaderViolation]:
        """Yield what is wrong with the answer at another form of a page's address: ``/x`` or ``/x/index.html``.

        ``page`` is the page for unknown addresses.
        """
        if answer.status in REDIRECT_STATUSES:
            if self._led(form, answer) != self._url + quote(convert_path_to_address(entry.path)):
                yield from self._redirect(entry, answer, form)
            else:
                yield from find_unexpected_headers(answer.headers, leads=True)
        elif answer.status in (200, 410):
            if not self.is_same_content(entry, answer.body):
                yield f"{next(self._altered(entry, answer.body))} (ở địa chỉ {form})"
            yield from find_unexpected_headers(answer.headers)
        else:
            yield from self.check_missing_page(form, answer, page)

    def check_missing_page(
        self, address: str, answer: Response, page: FileEntry | None
    ) -> Iterator[str | HeaderViolation]:
        """Yield what is wrong with the answer at an address that leads to nothing; ``page`` is 404.html."""
        if answer.status in REDIRECT_STATUSES:
            where = escape_unprintable(answer.location, _MAX_QUOTED_LENGTH) or "nơi không rõ"
            yield f"Máy chủ trả lời {answer.status} ở một địa chỉ không có, chuyển tới {where}, lẽ ra là 404"
            return
        if answer.status not in _NOT_FOUND_STATUSES:
            yield f"Máy chủ trả lời {answer.status} ở một địa chỉ không có, lẽ ra là 404"
            return
        if page is None or not self.is_same_content(page, answer.body):
            own = (self._of_release(page.path) if page else None) or b""
            hosts = self._strange_hosts(answer.body, own)
            if (
                hosts
                or len(answer.body) > _MAX_ERROR_PAGE_SIZE
                or (own and own in answer.body)
                or _ACTIVE.search(answer.body)
            ):
                yield f"Trang báo lỗi ở một địa chỉ không có khác 404.html đã xuất bản{hosts}"
            elif page is not None and answer.status not in (400, 405):
                yield HeaderViolation(
                    "trả trang báo lỗi của riêng nó, không phải 404.html đã xuất bản,",
                    noun="địa chỉ không có",
                )
        ours = set(self._protection("404.html", answer.headers))
        theirs = set(self._protection(address.lstrip("/"), answer.headers))
        for fault in self._faults("404.html", answer.headers, kept=False):
            if fault not in ours or fault in theirs:  # a folder may have a policy of its own
                yield fault

    def is_same_content(self, entry: FileEntry, body: bytes) -> bool:
        """Tell whether a body is the file, also with the latest news filled in (SSI)."""
        if has_entry_digest(entry, body):
            return True
        text, directive = self._fragment
        return bool(text) and has_entry_digest(entry, body.replace(text, directive))

    def _part(self, entry: FileEntry, answer: Response, plain: Response) -> Iterator[str | HeaderViolation]:
        """Yield what is wrong with a part of a file, or with the word that it did not change."""
        if answer.status == 304:
            # A browser puts these headers in the place of those that it has (RFC 9111, 3.2).
            yield from self._faults(entry.path, {**plain.headers, **answer.headers}, kept=True)
            return
        found = re.fullmatch(
            r"bytes (\d{1,18})-(\d{1,18})/(?:\d{1,18}|\*)", answer.headers.get("content-range", "")
        )
        if not found or answer.body != plain.body[int(found[1]) : int(found[2]) + 1]:
            yield "Phần được hỏi của tệp khác bản đã xuất bản"
        yield from self._faults(entry.path, answer.headers, kept=True)

    def _redirect(
        self, entry: FileEntry, answer: Response, form: str = ""
    ) -> Iterator[str | HeaderViolation]:
        """Yield what is wrong with a redirect; only a page that leads on may be answered with one."""
        page = self._of_release(entry.path) if entry.path.endswith(".html") else b""
        if page is None:
            yield FILE_MISSING_MESSAGE
        leads = _REFRESH.search((page or b"").decode("utf-8", "replace"))
        here = f"{self._url}/{posixpath.dirname(entry.path)}/"
        address = form or convert_path_to_address(entry.path)
        if not leads or self._led(address, answer) != urljoin(here, leads[1]):
            where = escape_unprintable(answer.location, _MAX_QUOTED_LENGTH) or "nơi không rõ"
            at = f" ở địa chỉ {form}" if form else ""
            yield f"Máy chủ chuyển tới {where}{at}, lẽ ra là trang này"
        yield from find_unexpected_headers(answer.headers, leads=True)
        yield from self._protection(address.lstrip("/"), answer.headers)

    def _led(self, address: str, answer: Response) -> str:
        """Return where a redirect leads, whole."""
        try:
            return urljoin(self._url + quote(address), answer.location)
        except ValueError:  # brackets that are no address
            return ""

    def _altered(self, entry: FileEntry, body: bytes) -> Iterator[str]:
        """Yield that a file says something else, and for a page which hosts it leads to and the published one does not."""
        if entry.file_type not in (FileType.PAGE, FileType.FRAGMENT):
            yield _ALTERED_MESSAGE
            return
        own = self._of_release(entry.path)
        # Readers may see the very copy that we have: then nothing in it is known to be ours.
        yield _ALTERED_MESSAGE + self._strange_hosts(
            body, own if own is not None and has_entry_digest(entry, own) else b""
        )
        if own is None:
            yield FILE_MISSING_MESSAGE

    def _strange_hosts(self, body: bytes, own: bytes) -> str:
        """Return a clause that names hosts to which a body leads and ``own`` does not; or nothing."""
        known = {*_HOSTS.findall(own), *self._hosts}
        found = sorted(set(_HOSTS.findall(body)) - known)
        names = escape_unprintable(
            ", ".join(one.decode("ascii", "replace") for one in found[:5]), _MAX_QUOTED_LENGTH
        )
        return f"; có liên kết lạ tới {names}" if found else ""

    def _faults(self, path: str, headers: Mapping[str, str], *, kept: bool) -> Iterator[HeaderViolation]:
        return check_headers(path, headers, secure=self._secure, kept=kept, frames=self._frames)

    def _protection(self, path: str, headers: Mapping[str, str]) -> Iterator[HeaderViolation]:
        return check_security_headers(unquote(path), headers, secure=self._secure, frames=self._frames)


def _length(answer: Response) -> int | None:
    """Return the length that an answer to a HEAD gives of the uncompressed file, or None."""
    length = answer.headers.get("content-length", "")
    is_plain = "content-encoding" not in answer.headers
    return int(length) if is_plain and length.isdecimal() and len(length) < 20 else None  # a number that fits


def has_entry_digest(entry: FileEntry, body: bytes) -> bool:
    """Tell whether a body has the length and the digest of the file."""
    return len(body) == entry.size and hashlib.sha256(body).hexdigest() == entry.sha256
