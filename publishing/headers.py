"""What a server says along with a file: how it is protected, what it is, and how long it may be kept."""

import re
from collections.abc import Iterator, Mapping

from publishing.kinds import Kind, cache_control, content_type, immutable, kind_of

_WORDS = {"x-content-type-options": "nosniff", "content-security-policy": "default-src"}
"""Headers that every page must have, each with words that must be in it."""
_REFERRERS = {
    "no-referrer",
    "origin",
    "origin-when-cross-origin",
    "same-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
}
"""Policies that do not tell other hosts which page was read (Referrer Policy, 3)."""
_ALL_POLICIES = _REFERRERS | {"no-referrer-when-downgrade", "unsafe-url"}
_SAME = {
    "application/javascript": "text/javascript",
    "text/xml": "application/xml",
    "application/atom+xml": "application/xml",
    "application/rss+xml": "application/xml",
}
"""Types that browsers and readers of feeds treat alike."""
_MAX_AGE = re.compile(r'(?:\bmax-age|\bs-maxage)\s*=\s*"?(\d+)', re.IGNORECASE)


def faults(path: str, headers: Mapping[str, str], *, secure: bool, kept: bool = True) -> Iterator[str]:
    """Yield what is wrong with the headers of a file, without a full stop.

    Names of ``headers`` are in lower case; ``secure`` tells that it came over HTTPS. ``kept`` is False for what
    came with the status of an error: how long that is kept is the server's to say.
    """
    if kind_of(path) is Kind.PAGE:
        yield from _protection(headers, secure=secure)
    yield from _type(path, headers.get("content-type", ""))
    if kept:
        yield from _keeping(path, headers.get("cache-control", ""))


def _protection(headers: Mapping[str, str], *, secure: bool) -> Iterator[str]:
    for name, words in _WORDS.items():
        if words not in headers.get(name, "").lower():
            yield f"Thiếu tiêu đề bảo vệ “{name}”"
    if not _policy(headers.get("referrer-policy", "")):
        yield "Thiếu tiêu đề bảo vệ “referrer-policy”"
    seconds = _MAX_AGE.search(headers.get("strict-transport-security", ""))
    if secure and not (seconds and int(seconds[1])):
        yield "Thiếu tiêu đề bảo vệ “strict-transport-security”"


def _policy(value: str) -> bool:
    """Tell whether a Referrer-Policy protects readers: of several, the last that a browser knows counts."""
    known = [one for part in value.lower().split(",") if (one := part.strip()) in _ALL_POLICIES]
    return bool(known) and known[-1] in _REFERRERS


def _type(path: str, value: str) -> Iterator[str]:
    wanted, _, encoded = content_type(path).partition(";")
    found, _, rest = value.partition(";")
    found, charset = found.strip().lower(), re.search(r'charset\s*=\s*"?([\w-]+)', rest, re.IGNORECASE)
    if _SAME.get(found, found) != _SAME.get(wanted, wanted):
        yield f"Kiểu nội dung là “{found}”, lẽ ra là {wanted}"
    elif encoded and charset and charset[1].lower() != "utf-8":
        yield f"Bảng mã là “{charset[1]}”, lẽ ra là utf-8"


def _keeping(path: str, value: str) -> Iterator[str]:
    """Yield that a copy may be kept longer than the file stays the same, or not as long as it does."""
    wanted = cache_control(path)
    directives = {part.strip().lower() for part in value.split(",")}
    if immutable(path):
        if "immutable" not in directives:
            yield f"Cache-Control là “{value}”, lẽ ra là “{wanted}”: bạn đọc phải tải lại tệp không bao giờ đổi"
        return
    never = directives & {"no-cache", "no-store"}
    ages = [int(seconds) for seconds in _MAX_AGE.findall(value)]  # also s-maxage: what a CDN keeps
    most = int(_MAX_AGE.findall(wanted)[0])
    if "immutable" in directives or not (never or ages) or (not never and max(ages) > most):
        yield f"Cache-Control là “{value}”, lẽ ra là “{wanted}”: bạn đọc có thể còn thấy bản cũ sau khi xuất bản"
