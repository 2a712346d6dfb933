"""What a server says along with a file: how it is protected, what it is, and how long it may be kept."""

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
"""Types that browsers and readers of feeds treat alike."""
_AGES = re.compile(
    r'\b(?:max-age|s-maxage|stale-while-revalidate|stale-if-error)\s*=\s*"?(\d{1,20})', re.IGNORECASE
)
"""How long browsers and a CDN may show a copy, also an old one (RFC 9111, 5.2.2; RFC 5861)."""
_KNOWN = {CSP_HEADER, *SECURITY_HEADERS, *"content-type cache-control content-encoding".split()}
"""Headers that are compared with what is promised."""
_HARMLESS_HEADERS = frozenset(
    "accept-ranges age allow cache-status connection content-digest content-length content-md5 content-range date digest "
    "eagleid etag expires keep-alive last-modified mime-version p3p pragma priority proxy-connection repr-digest retry-after "
    "server server-timing status surrogate-key trailer transfer-encoding upgrade vary via warning".split()
)
"""Headers of transport, caches and logs: no browser or search engine changes what it shows for them."""
_CDN_HEADER_PREFIXES = ("x-", "cf-", "cdn-", "akamai-", "fastly-", "eo-", "ohc-", "ali-")
"""How names begin that carriers (CDN, object store) make up for themselves."""
_EFFECTIVE_HEADERS = frozenset(
    "x-robots-tag x-ua-compatible x-xss-protection x-sourcemap x-dns-prefetch-control x-pingback x-sendfile "
    "x-permitted-cross-domain-policies x-content-security-policy x-content-security-policy-report-only "
    "x-webkit-csp x-download-options x-frame-options x-content-type-options x-accel-redirect "
    "x-accel-expires x-amz-website-redirect-location".split()
)
"""Names of that form that browsers, search engines or proxies do obey."""
_ALLOWED_VALUES = {
    "cross-origin-resource-policy": ("same-origin", "same-site"),
    "origin-agent-cluster": ("?1",),
    "x-dns-prefetch-control": ("off",),
    "x-download-options": ("noopen",),
    "x-permitted-cross-domain-policies": ("none",),
    "x-xss-protection": ("0", "1; mode=block"),
}
"""Headers that are not promised and harm no reader if they have one of these values."""
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
"""What the most likely ones do."""
_EXAMPLE = 120
"""Characters that are shown of a value."""


class HeaderViolation(NamedTuple):
    """What a server does wrong, in words that any number of files can have in common."""

    message: str
    """A Vietnamese clause whose subject is the server: ``thiếu tiêu đề bảo vệ “referrer-policy”``."""
    expectation: str = ""
    """What it should do, and why: a clause that begins with a comma."""
    noun: str = "tệp"
    """What may have the fault."""
    value: str = ""
    """An example of what the server sends, as it can be printed."""
    is_foreign: bool = False
    """True for a header that deploy/ does not promise: an intruder may have set it."""

    @property
    def category(self) -> "HeaderViolation":
        """The fault without its example."""
        return self._replace(value="")


def check_headers(
    path: str,
    headers: Mapping[str, str],
    *,
    secure: bool,
    kept: bool = True,
    frames: Sequence[str] = DEFAULT_FRAME_SOURCES,
) -> Iterator[HeaderViolation]:
    """Yield what is wrong with the headers of a file.

    Names of ``headers`` are in lower case; ``secure`` tells that it came over HTTPS. ``kept`` is False for what
    came with the status of an error: it may come without a time, and be kept no longer than a page.
    ``frames`` are the hosts that pages may show films of.
    """
    yield from check_security_headers(path, headers, secure=secure, frames=frames)
    yield from find_unexpected_headers(headers)
    yield from _type(path, headers.get("content-type", ""))
    coded, varies = headers.get("content-encoding", ""), headers.get("vary", "").lower()
    if coded and "accept-encoding" not in varies and varies.strip() != "*":
        what = "nén tệp mà không gửi “Vary: Accept-Encoding”"
        yield HeaderViolation(what, ": máy chủ trung gian có thể đưa bản nén cho bạn đọc không mở được")
    yield from _keeping(path, headers.get("cache-control", ""), is_error=not kept)


def check_security_headers(
    path: str, headers: Mapping[str, str], *, secure: bool, frames: Sequence[str] = DEFAULT_FRAME_SOURCES
) -> Iterator[HeaderViolation]:
    """Yield which headers do not protect the readers of a file as deploy/ promises."""
    for name in find_weak_headers(path, headers, secure=secure, frames=frames):
        value = headers.get(name)
        what = f"gửi tiêu đề bảo vệ “{name}” chưa đủ chặt" if value else f"thiếu tiêu đề bảo vệ “{name}”"
        yield HeaderViolation(what, noun="địa chỉ", value=escape_unprintable(value or "", _EXAMPLE))


def find_unexpected_headers(headers: Mapping[str, str], *, leads: bool = False) -> Iterator[HeaderViolation]:
    """Yield the headers that deploy/ does not promise and that browsers or search engines obey.

    ``leads`` tells that the answer is a redirect: it has a Location.
    """
    for name, value in headers.items():
        if name in _KNOWN or (leads and name == "location") or not _is_obeyed(name, value):
            continue
        does = _HARM_BY_HEADER.get(name, "trình duyệt hoặc máy tìm kiếm làm theo")
        what = f"gửi tiêu đề lạ “{escape_unprintable(name, _EXAMPLE)}” ({does})"
        rather = ", lẽ ra không có; nếu không ai ở cơ quan đặt ra thì coi như trang bị sửa"
        yield HeaderViolation(what, rather, "địa chỉ", escape_unprintable(value, _EXAMPLE), is_foreign=True)


def _is_obeyed(name: str, value: str) -> bool:
    if name == "alt-svc":
        return (
            re.search(r'="?[^":;,=]+:\d', value) is not None
        )  # the same server at another port has no host there
    if value.strip().lower() in _ALLOWED_VALUES.get(name, ()):
        return False
    return name in _EFFECTIVE_HEADERS or not (
        name in _HARMLESS_HEADERS or name.startswith(_CDN_HEADER_PREFIXES)
    )


def _type(path: str, value: str) -> Iterator[HeaderViolation]:
    wanted, _, _ = get_content_type(path).partition(";")
    found, _, rest = value.partition(";")
    found, charset = found.strip().lower(), re.search(r'charset\s*=\s*"?([\w-]+)', rest, re.IGNORECASE)
    if (
        _EQUIVALENT_TYPES.get(found, found) != _EQUIVALENT_TYPES.get(wanted, wanted) or "," in rest
    ):  # of several, the last counts
        shown = escape_unprintable(found if "," not in rest else value, _EXAMPLE)
        yield HeaderViolation(
            f"báo kiểu nội dung là “{shown}”" if shown else "không báo kiểu nội dung", f", lẽ ra là {wanted}"
        )
    elif charset and charset[1].lower() != "utf-8":
        yield HeaderViolation(f"báo bảng mã là “{charset[1][:_EXAMPLE]}”", ", lẽ ra là utf-8")


def _keeping(path: str, value: str, *, is_error: bool) -> Iterator[HeaderViolation]:
    """Yield that a copy may be kept longer than the file stays the same, or not as long as it does."""
    wanted = "no-cache" if is_error else get_cache_control(path)
    what = (
        f"gửi Cache-Control “{escape_unprintable(value, _EXAMPLE)}”" if value else "không gửi Cache-Control"
    )
    directives = {part.strip().lower() for part in value.split(",")}
    if is_immutable(path) and not is_error:
        if "immutable" not in directives:
            yield HeaderViolation(what, f", lẽ ra là “{wanted}”: bạn đọc phải tải lại tệp không bao giờ đổi")
        return
    if is_error and not value:
        return
    never = directives & {"no-cache", "no-store"}
    ages = [int(seconds) for seconds in _AGES.findall(value)]
    most = int(_AGES.findall(get_cache_control("" if is_error else path))[0])
    if "immutable" in directives or not (never or ages) or (not never and max(ages) > most):
        yield HeaderViolation(what, f", lẽ ra là “{wanted}”: bạn đọc có thể còn thấy bản cũ sau khi xuất bản")
