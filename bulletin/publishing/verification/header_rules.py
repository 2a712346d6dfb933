"""Check the headers of a response: protection, media type and cache time."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bulletin.errors import escape_unprintable
from bulletin.publishing.release.file_types import get_cache_control, get_content_type, is_immutable
from bulletin.publishing.verification.security_headers import (
    CSP_HEADER,
    DEFAULT_FRAME_SOURCES,
    SECURITY_HEADERS,
    find_weak_headers,
)

_EQUIVALENT_TYPES = {
    "application/javascript": "text/javascript",
    "text/xml": "application/xml",
    "application/atom+xml": "application/xml",
    "application/rss+xml": "application/xml",
}
"""Media types that browsers and feed readers treat as equal."""
_AGES = re.compile(
    r'\b(?:max-age|s-maxage|stale-while-revalidate|stale-if-error)\s*=\s*"?(\d{1,20})', re.IGNORECASE
)
"""Seconds for which caches may use a copy, also a stale one (RFC 9111, 5.2.2; RFC 5861)."""
_CHECKED_HEADERS = {CSP_HEADER, *SECURITY_HEADERS, *"content-type cache-control content-encoding".split()}
"""Headers that have their own check."""
_HARMLESS_HEADERS = frozenset(
    "accept-ranges age allow cache-status connection content-digest content-length content-md5 content-range date digest "
    "eagleid etag expires keep-alive last-modified mime-version p3p pragma priority proxy-connection repr-digest retry-after "
    "server server-timing status surrogate-key trailer transfer-encoding upgrade vary via warning".split()
)
"""Headers of transport, caches and logs, which change nothing for readers or search engines."""
_CDN_HEADER_PREFIXES = ("x-", "cf-", "cdn-", "akamai-", "fastly-", "eo-", "ohc-", "ali-")
"""Prefixes of header names that CDNs and object stores make up."""
_EFFECTIVE_HEADERS = frozenset(
    "x-robots-tag x-ua-compatible x-xss-protection x-sourcemap x-dns-prefetch-control x-pingback x-sendfile "
    "x-permitted-cross-domain-policies x-content-security-policy x-content-security-policy-report-only "
    "x-webkit-csp x-download-options x-frame-options x-content-type-options x-accel-redirect "
    "x-accel-expires x-amz-website-redirect-location".split()
)
"""Headers with such a prefix that browsers, search engines or proxies obey."""
_ALLOWED_VALUES = {
    "cross-origin-resource-policy": ("same-origin", "same-site"),
    "origin-agent-cluster": ("?1",),
    "x-dns-prefetch-control": ("off",),
    "x-download-options": ("noopen",),
    "x-permitted-cross-domain-policies": ("none",),
    "x-xss-protection": ("0", "1; mode=block"),
}
"""Harmless values of headers that ``deploy/`` does not promise."""
_HARM_BY_HEADER = {
    "refresh": "đưa bạn đọc sang trang khác",
    "location": "đưa bạn đọc sang trang khác",
    "alt-svc": "đưa bạn đọc sang máy chủ khác",
    "link": "nói với máy tìm kiếm trang gốc ở nơi khác, hoặc nạp thêm tệp",
    "content-location": "nói trang gốc ở nơi khác",
    "x-robots-tag": "giấu trang khỏi máy tìm kiếm",
    "set-cookie": "đánh dấu từng bạn đọc",
    "content-disposition": "biến trang thành tệp tải về",
    "clear-site-data": "xóa dữ liệu ở máy bạn đọc",
    "nel": "gửi địa chỉ bạn đọc mở cho nơi khác",
    "report-to": "gửi địa chỉ bạn đọc mở cho nơi khác",
    "reporting-endpoints": "gửi địa chỉ bạn đọc mở cho nơi khác",
}
"""Effects of the most likely unexpected headers."""
_MAX_EXAMPLE_LENGTH = 120
"""Characters of a value in a message."""


class HeaderViolation(NamedTuple):
    """A fault of the server settings, in words that fit any number of files."""

    message: str
    """A Vietnamese clause whose subject is the server: ``thiếu tiêu đề bảo vệ “referrer-policy”``."""
    expectation: str = ""
    """The expected setting with its reason, a clause that begins with a comma or a colon."""
    noun: str = "tệp"
    """The noun to count: files or addresses."""
    value: str = ""
    """A printable example of the header value."""
    is_foreign: bool = False
    """True for a header that ``deploy/`` does not promise. An intruder may have set it."""

    @property
    def category(self) -> "HeaderViolation":
        """The violation without its example."""
        return self._replace(value="")


def check_headers(
    path: str,
    headers: Mapping[str, str],
    *,
    secure: bool,
    kept: bool = True,
    frames: Sequence[str] = DEFAULT_FRAME_SOURCES,
) -> Iterator[HeaderViolation]:
    """Yield the header violations of a response.

    Args:
        path: The path of the file.
        headers: Header values by lower-case name.
        secure: True if the site promises the headers of HTTPS.
        kept: False for an error response, which needs no ``Cache-Control`` and has a short cache time.
        frames: Hosts whose videos pages may embed.

    """
    yield from check_security_headers(path, headers, secure=secure, frames=frames)
    yield from find_unexpected_headers(headers)
    yield from _check_content_type(path, headers.get("content-type", ""))
    coded, varies = headers.get("content-encoding", ""), headers.get("vary", "").lower()
    if coded and "accept-encoding" not in varies and varies.strip() != "*":
        message = "nén tệp mà không gửi “Vary: Accept-Encoding”"
        yield HeaderViolation(message, ": máy chủ trung gian có thể đưa bản nén cho bạn đọc không mở được")
    yield from _check_cache_control(path, headers.get("cache-control", ""), is_error=not kept)


def check_security_headers(
    path: str, headers: Mapping[str, str], *, secure: bool, frames: Sequence[str] = DEFAULT_FRAME_SOURCES
) -> Iterator[HeaderViolation]:
    """Yield a violation for each missing or weak security header."""
    for name in find_weak_headers(path, headers, secure=secure, frames=frames):
        value = headers.get(name)
        message = f"gửi tiêu đề bảo vệ “{name}” chưa đủ chặt" if value else f"thiếu tiêu đề bảo vệ “{name}”"
        yield HeaderViolation(
            message, noun="địa chỉ", value=escape_unprintable(value or "", _MAX_EXAMPLE_LENGTH)
        )


def find_unexpected_headers(
    headers: Mapping[str, str], *, is_redirect: bool = False
) -> Iterator[HeaderViolation]:
    """Yield the headers that ``deploy/`` does not promise and that clients obey.

    ``is_redirect`` is True for a redirect, which has a ``Location``.
    """
    for name, value in headers.items():
        if name in _CHECKED_HEADERS or (is_redirect and name == "location") or not _is_obeyed(name, value):
            continue
        does = _HARM_BY_HEADER.get(name, "trình duyệt hoặc máy tìm kiếm làm theo")
        message = f"gửi tiêu đề lạ “{escape_unprintable(name, _MAX_EXAMPLE_LENGTH)}” ({does})"
        rather = ", lẽ ra không có; nếu không ai ở cơ quan đặt ra thì coi như trang bị sửa"
        yield HeaderViolation(
            message, rather, "địa chỉ", escape_unprintable(value, _MAX_EXAMPLE_LENGTH), is_foreign=True
        )


def _is_obeyed(name: str, value: str) -> bool:
    if name == "alt-svc":
        # The same server at another port has no host there.
        return re.search(r'="?[^":;,=]+:\d', value) is not None
    if value.strip().lower() in _ALLOWED_VALUES.get(name, ()):
        return False
    return name in _EFFECTIVE_HEADERS or not (
        name in _HARMLESS_HEADERS or name.startswith(_CDN_HEADER_PREFIXES)
    )


def _check_content_type(path: str, value: str) -> Iterator[HeaderViolation]:
    wanted, _, _ = get_content_type(path).partition(";")
    found, _, rest = value.partition(";")
    found, charset = found.strip().lower(), re.search(r'charset\s*=\s*"?([\w-]+)', rest, re.IGNORECASE)
    if (
        _EQUIVALENT_TYPES.get(found, found) != _EQUIVALENT_TYPES.get(wanted, wanted) or "," in rest
    ):  # a comma means several values, of which the last one counts
        shown = escape_unprintable(found if "," not in rest else value, _MAX_EXAMPLE_LENGTH)
        yield HeaderViolation(
            f"báo kiểu nội dung là “{shown}”" if shown else "không báo kiểu nội dung", f", lẽ ra là {wanted}"
        )
    elif charset and charset[1].lower() != "utf-8":
        yield HeaderViolation(f"báo bảng mã là “{charset[1][:_MAX_EXAMPLE_LENGTH]}”", ", lẽ ra là utf-8")


def _check_cache_control(path: str, value: str, *, is_error: bool) -> Iterator[HeaderViolation]:
    """Yield a violation if the cache time is too long or too short."""
    wanted = "no-cache" if is_error else get_cache_control(path)
    message = (
        f"gửi Cache-Control “{escape_unprintable(value, _MAX_EXAMPLE_LENGTH)}”"
        if value
        else "không gửi Cache-Control"
    )
    directives = {part.strip().lower() for part in value.split(",")}
    if is_immutable(path) and not is_error:
        if "immutable" not in directives:
            yield HeaderViolation(
                message, f", lẽ ra là “{wanted}”: bạn đọc phải tải lại tệp không bao giờ đổi"
            )
        return
    if is_error and not value:
        return
    never = directives & {"no-cache", "no-store"}
    ages = [int(seconds) for seconds in _AGES.findall(value)]
    most = int(_AGES.findall(get_cache_control("" if is_error else path))[0])
    if "immutable" in directives or not (never or ages) or (not never and max(ages) > most):
        yield HeaderViolation(
            message, f", lẽ ra là “{wanted}”: bạn đọc có thể còn thấy bản cũ sau khi xuất bản"
        )
