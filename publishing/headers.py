"""What a server says along with a file: how it is protected, what it is, and how long it may be kept."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

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


class Fault(NamedTuple):
    """What a server does wrong, in words that any number of files can have in common."""

    what: str
    """A Vietnamese clause whose subject is the server: ``thiếu tiêu đề bảo vệ “referrer-policy”``."""
    rather: str = ""
    """What it should do, and why: a clause that begins with a comma."""
    noun: str = "tệp"
    """What may have the fault."""


def faults(path: str, headers: Mapping[str, str], *, secure: bool, kept: bool = True) -> Iterator[Fault]:
    """Yield what is wrong with the headers of a file.

    Names of ``headers`` are in lower case; ``secure`` tells that it came over HTTPS. ``kept`` is False for what
    came with the status of an error: how long that is kept is the server's to say.
    """
    if kind_of(path) is Kind.PAGE:
        yield from _protection(headers, secure=secure)
    yield from _type(path, headers.get("content-type", ""))
    if kept:
        yield from _keeping(path, headers.get("cache-control", ""))


def _protection(headers: Mapping[str, str], *, secure: bool) -> Iterator[Fault]:
    protects = {name: words in headers.get(name, "").lower() for name, words in _WORDS.items()}
    protects["referrer-policy"] = _policy(headers.get("referrer-policy", ""))
    if secure:
        seconds = _MAX_AGE.search(headers.get("strict-transport-security", ""))
        protects["strict-transport-security"] = bool(seconds and int(seconds[1]))
    for name in (one for one, enough in protects.items() if not enough):
        weak = headers.get(name)
        what = f"gửi tiêu đề bảo vệ “{name}” chưa đủ chặt" if weak else f"thiếu tiêu đề bảo vệ “{name}”"
        yield Fault(what, noun="trang")


def _policy(value: str) -> bool:
    """Tell whether a Referrer-Policy protects readers: of several, the last that a browser knows counts."""
    known = [one for part in value.lower().split(",") if (one := part.strip()) in _ALL_POLICIES]
    return bool(known) and known[-1] in _REFERRERS


def _type(path: str, value: str) -> Iterator[Fault]:
    wanted, _, encoded = content_type(path).partition(";")
    found, _, rest = value.partition(";")
    found, charset = found.strip().lower(), re.search(r'charset\s*=\s*"?([\w-]+)', rest, re.IGNORECASE)
    if _SAME.get(found, found) != _SAME.get(wanted, wanted):
        yield Fault(
            f"báo kiểu nội dung là “{found}”" if found else "không báo kiểu nội dung", f", lẽ ra là {wanted}"
        )
    elif encoded and charset and charset[1].lower() != "utf-8":
        yield Fault(f"báo bảng mã là “{charset[1]}”", ", lẽ ra là utf-8")


def _keeping(path: str, value: str) -> Iterator[Fault]:
    """Yield that a copy may be kept longer than the file stays the same, or not as long as it does."""
    wanted = cache_control(path)
    what = f"gửi Cache-Control “{value}”" if value else "không gửi Cache-Control"
    directives = {part.strip().lower() for part in value.split(",")}
    if immutable(path):
        if "immutable" not in directives:
            yield Fault(what, f", lẽ ra là “{wanted}”: bạn đọc phải tải lại tệp không bao giờ đổi")
        return
    never = directives & {"no-cache", "no-store"}
    ages = [int(seconds) for seconds in _MAX_AGE.findall(value)]  # also s-maxage: what a CDN keeps
    most = int(_MAX_AGE.findall(wanted)[0])
    if "immutable" in directives or not (never or ages) or (not never and max(ages) > most):
        yield Fault(what, f", lẽ ra là “{wanted}”: bạn đọc có thể còn thấy bản cũ sau khi xuất bản")
