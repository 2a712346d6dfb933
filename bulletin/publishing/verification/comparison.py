"""Compare one response of a server with the published file."""

import hashlib
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote, unquote, urljoin, urlsplit

from bulletin.content.site_lists.withdrawals import LISTING_WITHDRAWAL_HEADING, WITHDRAWAL_HEADING
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
from bulletin.views.parts.sharing import FACEBOOK_SHARER

FILE_MISSING_MESSAGE = "Tệp này thiếu trong bản đã phát hành, hoặc không đọc được ở đó"
REDIRECT_STATUSES = (300, 301, 302, 303, 307, 308)
_NOT_FOUND_STATUSES = (400, 403, 404, 405, 410)
"""Statuses of a response without a file."""
_ALTERED_MESSAGE = "Nội dung khác bản đã xuất bản"
_HOSTS = re.compile(
    rb"(?:href|src|srcset|action|content|data|poster|formaction)\s*=\s*[\"']?\s*(?:\d+;\s*url=\s*)?(?:https?:)?//([^/\"'\s>:?#]+)",
    re.IGNORECASE,
)
_REFRESH = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')
_NOTICES = tuple(f">{heading}</h1>".encode() for heading in (WITHDRAWAL_HEADING, LISTING_WITHDRAWAL_HEADING))
"""Headings of withdrawal notices."""
_ACTIVE_CONTENT = re.compile(
    rb"<(?:a|area|audio|base|button|embed|form|frame|iframe|img|input|link|meta|object|script|style|svg|video)[\s>/]"
    rb"|[\s/\"']on[a-z]+\s*=",
    re.IGNORECASE,
)
"""Elements and handlers that no plain error page of a server has."""
_MAX_ERROR_PAGE_SIZE = 4096
"""Bytes of an error page of a server, at most."""
_MAX_QUOTED_LENGTH = 200
"""Characters of a quotation in a message."""
FragmentSubstitution = tuple[bytes, bytes]
"""The fragment that a server includes, and the SSI directive that it replaces."""


class ResponseChecker:
    """Compares responses with the files of one release.

    Args:
        url: The site URL.
        host: The host of the canonical links, or empty.
        of_release: Returns a file as published, or None if it cannot be read.
        fragment: The fragment of the latest news and its SSI directive.
        secure: True if the site promises the headers of HTTPS.
        frames: Hosts whose videos pages may embed.

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
        self, entry: FileEntry, response: Response, method: str, plain: Response | None
    ) -> Iterator[str | HeaderViolation]:
        """Yield differences, as sentences without a full stop, and header violations.

        ``plain`` is an earlier response with the whole file, to compare partial responses with.
        """
        if response.status in REDIRECT_STATUSES:
            yield from self._check_redirect(entry, response)
            return
        if plain is not None and response.status in (206, 304):
            yield from self._check_partial_response(entry, response, plain)
            return
        is_notice = response.status == 410 and (
            method == "HEAD" or any(heading in response.body for heading in _NOTICES)
        )
        is_error_page = response.status == 404 and entry.path == "404.html"
        if response.status != 200 and not is_notice and not is_error_page:
            missing = " (tệp đã mất)" if response.status == 404 else ""
            yield f"Máy chủ trả lời {response.status}{missing}, lẽ ra là 200"
            return
        if method != "HEAD":
            if not self.is_same_content(entry, response.body):
                yield from self._describe_altered_file(entry, response.body)
        elif plain is not None and _get_content_length(response) not in (None, len(plain.body), entry.size):
            yield f"Máy chủ báo độ dài {escape_unprintable(response.headers['content-length'], 30)}, lẽ ra là {len(plain.body)}"
        yield from self._check_headers(entry.path, response.headers, kept=response.status == 200)

    def check_alternate_address(
        self, entry: FileEntry, form: str, response: Response, page: FileEntry | None
    ) -> Iterator[str | HeaderViolation]:
        """Yield the problems of a response at ``/x`` or ``/x/index.html``.

        ``page`` is the entry of 404.html.
        """
        if response.status in REDIRECT_STATUSES:
            if self._resolve_redirect(form, response) != self._url + quote(
                convert_path_to_address(entry.path)
            ):
                yield from self._check_redirect(entry, response, form)
            else:
                yield from find_unexpected_headers(response.headers, is_redirect=True)
        elif response.status in (200, 410):
            if not self.is_same_content(entry, response.body):
                yield f"{next(self._describe_altered_file(entry, response.body))} (ở địa chỉ {form})"
            yield from find_unexpected_headers(response.headers)
        else:
            yield from self.check_missing_page(form, response, page)

    def check_missing_page(
        self, address: str, response: Response, page: FileEntry | None
    ) -> Iterator[str | HeaderViolation]:
        """Yield the problems of a response at an unpublished address.

        ``page`` is the entry of 404.html.
        """
        if response.status in REDIRECT_STATUSES:
            where = escape_unprintable(response.location, _MAX_QUOTED_LENGTH) or "nơi không rõ"
            yield f"Máy chủ trả lời {response.status} ở một địa chỉ không có, chuyển tới {where}, lẽ ra là 404"
            return
        if response.status not in _NOT_FOUND_STATUSES:
            yield f"Máy chủ trả lời {response.status} ở một địa chỉ không có, lẽ ra là 404"
            return
        if page is None or not self.is_same_content(page, response.body):
            published = (self._of_release(page.path) if page else None) or b""
            hosts = self._describe_unknown_hosts(response.body, published)
            if (
                hosts
                or len(response.body) > _MAX_ERROR_PAGE_SIZE
                or (published and published in response.body)
                or _ACTIVE_CONTENT.search(response.body)
            ):
                yield f"Trang báo lỗi ở một địa chỉ không có khác 404.html đã xuất bản{hosts}"
            elif page is not None and response.status not in (400, 405):
                yield HeaderViolation(
                    "trả trang báo lỗi của riêng nó, không phải 404.html đã xuất bản,",
                    noun="địa chỉ không có",
                )
        of_error_page = set(self._check_security_headers("404.html", response.headers))
        of_address = set(self._check_security_headers(address.lstrip("/"), response.headers))
        for violation in self._check_headers("404.html", response.headers, kept=False):
            if violation not in of_error_page or violation in of_address:  # a folder may have its own policy
                yield violation

    def is_same_content(self, entry: FileEntry, body: bytes) -> bool:
        """Tell if a body is the file, with or without the included latest news (SSI)."""
        if has_entry_digest(entry, body):
            return True
        latest_news, directive = self._fragment
        return bool(latest_news) and has_entry_digest(entry, body.replace(latest_news, directive))

    def _check_partial_response(
        self, entry: FileEntry, response: Response, plain: Response
    ) -> Iterator[str | HeaderViolation]:
        """Yield the problems of a response with status 206 or 304."""
        if response.status == 304:
            # A browser replaces its stored headers by these (RFC 9111, 3.2).
            yield from self._check_headers(entry.path, {**plain.headers, **response.headers}, kept=True)
            return
        found = re.fullmatch(
            r"bytes (\d{1,18})-(\d{1,18})/(?:\d{1,18}|\*)", response.headers.get("content-range", "")
        )
        if not found or response.body != plain.body[int(found[1]) : int(found[2]) + 1]:
            yield "Phần được hỏi của tệp khác bản đã xuất bản"
        yield from self._check_headers(entry.path, response.headers, kept=True)

    def _check_redirect(
        self, entry: FileEntry, response: Response, form: str = ""
    ) -> Iterator[str | HeaderViolation]:
        """Yield the problems of a redirect, which only a redirect page may send."""
        page = self._of_release(entry.path) if entry.path.endswith(".html") else b""
        if page is None:
            yield FILE_MISSING_MESSAGE
        refresh = _REFRESH.search((page or b"").decode("utf-8", "replace"))
        here = f"{self._url}/{posixpath.dirname(entry.path)}/"
        address = form or convert_path_to_address(entry.path)
        if not refresh or self._resolve_redirect(address, response) != urljoin(here, refresh[1]):
            where = escape_unprintable(response.location, _MAX_QUOTED_LENGTH) or "nơi không rõ"
            at = f" ở địa chỉ {form}" if form else ""
            yield f"Máy chủ chuyển tới {where}{at}, lẽ ra là trang này"
        yield from find_unexpected_headers(response.headers, is_redirect=True)
        yield from self._check_security_headers(address.lstrip("/"), response.headers)

    def _resolve_redirect(self, address: str, response: Response) -> str:
        """Return the absolute target of a redirect, empty if it is invalid."""
        try:
            return urljoin(self._url + quote(address), response.location)
        except ValueError:  # invalid brackets
            return ""

    def _describe_altered_file(self, entry: FileEntry, body: bytes) -> Iterator[str]:
        """Yield the message for an altered file, for a page with the unknown hosts."""
        if entry.file_type not in (FileType.PAGE, FileType.FRAGMENT):
            yield _ALTERED_MESSAGE
            return
        published = self._of_release(entry.path)
        # If the copy in the target is altered too, all hosts count as unknown.
        yield _ALTERED_MESSAGE + self._describe_unknown_hosts(
            body, published if published is not None and has_entry_digest(entry, published) else b""
        )
        if published is None:
            yield FILE_MISSING_MESSAGE

    def _describe_unknown_hosts(self, body: bytes, published: bytes) -> str:
        """Return a clause with the unknown hosts of ``body``, or empty.

        The hosts of ``published`` are known. The link that shares an article on Facebook is the site's own.
        """
        known = {*_HOSTS.findall(published), *self._hosts}
        found = sorted(set(_HOSTS.findall(body.replace(FACEBOOK_SHARER.encode(), b""))) - known)
        names = escape_unprintable(
            ", ".join(host.decode("ascii", "replace") for host in found[:5]), _MAX_QUOTED_LENGTH
        )
        return f"; có liên kết lạ tới {names}" if found else ""

    def _check_headers(
        self, path: str, headers: Mapping[str, str], *, kept: bool
    ) -> Iterator[HeaderViolation]:
        return check_headers(path, headers, secure=self._secure, kept=kept, frames=self._frames)

    def _check_security_headers(self, path: str, headers: Mapping[str, str]) -> Iterator[HeaderViolation]:
        return check_security_headers(unquote(path), headers, secure=self._secure, frames=self._frames)


def _get_content_length(response: Response) -> int | None:
    """Return the length of the file from a HEAD response, None if compressed."""
    length = response.headers.get("content-length", "")
    is_plain = "content-encoding" not in response.headers
    return int(length) if is_plain and length.isdecimal() and len(length) < 20 else None  # fits 64 bits


def has_entry_digest(entry: FileEntry, body: bytes) -> bool:
    """Tell if a body has the size and the digest of the file."""
    return len(body) == entry.size and hashlib.sha256(body).hexdigest() == entry.sha256
