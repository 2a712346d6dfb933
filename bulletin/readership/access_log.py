"""Page views in the access log of a web server.

nginx and Apache write the combined format, also with the name of the site before it; Caddy writes JSON.
Logs may be packed with gzip.
A view counts as published numbers of readers do: no program, and one reader's reload is no second view.

Sources: https://httpd.apache.org/docs/2.4/logs.html#combined and https://caddyserver.com/docs/logging
"""

import gzip
import re
import secrets
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec
from crawleruseragents import is_crawler

from bulletin.clock import VIETNAM_TZ, read_build_time
from bulletin.errors import UserError
from bulletin.urls import INDEX_FILE_NAME

REPEAT_TIME = timedelta(minutes=30)
"""Time in which a reader who opens a page again is no second view."""
_LOG_YEARS = timedelta(days=3653)
"""Age of the oldest lines of a log. Older ones, and those of days to come, are of a clock that was wrong."""
_GZIP_START = b"\x1f\x8b"
_COMBINED_LINE = re.compile(
    r"(?:[^\s,]+ (?=[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]+ ))?(?P<reader>\S+) \S+ .*?\[(?P<time>[^\]]{20,30})\] "
    r'"(?P<method>[A-Z]+) (?P<target>[^" ]*)[^"]*" (?P<status>\d{3}) \S+'
    r'(?: "(?:[^"\\]|\\.)*" "(?P<agent>(?:[^"\\]|\\.)*)")?'
)
_TIME = re.compile(r"(\d\d)/(\w{3})/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SEEN_STATUSES = ("200", "304")


class LoggedView(NamedTuple):
    """A page that a reader opened."""

    address: str
    """Address from the root of the site: ``/2026/11/ten-bai/``."""
    time: datetime
    """Local time."""
    reader: bytes
    """A number of the reader on that day. It is random, so no address can be computed from it."""


@dataclass(slots=True)
class LogCounts:
    """Numbers of the lines that are no page views."""

    lines: int = 0
    unreadable: int = 0
    robots: int = 0
    """Page views of programs."""
    without_browser: int = 0
    """Page views of lines in the common format, which do not tell readers from programs."""
    wrong_clock: int = 0
    """Lines of days to come, or from years before the log."""


class _Request(NamedTuple):
    reader: str
    time: datetime
    method: str
    target: str
    status: str
    agent: str | None
    """None if the format of the line has no room for it."""


class _CaddyRequest(msgspec.Struct):
    method: str
    uri: str
    remote_ip: str
    headers: Mapping[str, list[str]] = {}


class _CaddyLine(msgspec.Struct):
    ts: float
    status: int
    request: _CaddyRequest


@dataclass(slots=True)
class AccessLog:
    """The access logs of a site."""

    files: tuple[Path, ...]
    base_path: str = ""
    """Path of the site on its host, without a slash at its end."""
    now: datetime = field(default_factory=read_build_time)
    counts: LogCounts = field(default_factory=LogCounts)

    def read_page_views(self) -> Iterator[LoggedView]:
        """Yield the page views of all files, and count the other lines.

        Raises:
            OSError: A file cannot be read.
            UserError: A packed file is not whole.
        """
        salt = secrets.token_bytes(16)
        last_views: dict[tuple[bytes, str], datetime] = {}
        for request in self._read_requests():
            address = self._find_address(request)
            if not address:
                continue
            if request.agent is None:
                self.counts.without_browser += 1
                continue
            if not request.agent.strip("-") or _is_robot(request.agent):
                self.counts.robots += 1
                continue
            reader = _compute_reader(request, salt)
            last = last_views.get((reader, address))
            last_views[reader, address] = request.time
            if last is None or abs(request.time - last) >= REPEAT_TIME:
                yield LoggedView(address, request.time, reader)

    def _read_requests(self) -> Iterator[_Request]:
        for line in _read_lines(self.files):
            self.counts.lines += 1
            request = _parse_json(line) if line.startswith("{") else _parse_combined(line)
            if not request:
                self.counts.unreadable += 1
            elif not -_LOG_YEARS < request.time - self.now < timedelta(days=1):
                self.counts.wrong_clock += 1
            else:
                yield request

    def _find_address(self, request: _Request) -> str:
        """Return the address of the page that a reader saw, or an empty text.

        Requests of the offline reader for later are no views. They bear ``?luu``.
        """
        if request.method != "GET" or request.status not in _SEEN_STATUSES:
            return ""
        try:
            parts = urlsplit(request.target)
        except ValueError:  # robots try anything
            return ""
        path = unquote(parts.path).removesuffix(INDEX_FILE_NAME)
        if not path.endswith("/") or not path.startswith(f"{self.base_path}/"):
            return ""
        return (
            ""
            if "luu" in parse_qs(parts.query, keep_blank_values=True)
            else path.removeprefix(self.base_path)
        )


def _read_lines(files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        try:
            with _open_log(file) as lines:
                yield from (line for line in lines if not line.isspace())
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise UserError(
                f"{file}: tệp nén hỏng hoặc chưa chép hết. Hãy chép lại tệp này, hoặc bỏ nó khỏi lệnh."
            ) from error


def _open_log(file: Path) -> IO[str]:
    """Open a log, packed or not. Its first bytes tell, because names are often wrong."""
    with file.open("rb") as start:
        is_packed = start.read(len(_GZIP_START)) == _GZIP_START
    if is_packed:
        return gzip.open(file, "rt", encoding="utf-8", errors="replace")
    return file.open(encoding="utf-8", errors="replace")


def _parse_combined(line: str) -> _Request | None:
    found = _COMBINED_LINE.match(line)
    time = _parse_time(found["time"]) if found else None
    if not found or not time:
        return None
    return _Request(found["reader"], time, found["method"], found["target"], found["status"], found["agent"])


@lru_cache(maxsize=1024)  # many lines bear one second
def _parse_time(text: str) -> datetime | None:
    """Return ``30/Nov/2026:07:48:05 +0700`` as local time, or None.

    Reason: ``strptime`` reads names of months in the language of the machine.
    """
    found = _TIME.fullmatch(text)
    if not found or found[2] not in _MONTHS:
        return None
    day, _, year, hour, minute, second, sign, *zone = found.groups()
    offset = timedelta(hours=int(zone[0]), minutes=int(zone[1])) * (-1 if sign == "-" else 1)
    try:
        return datetime(
            int(year),
            _MONTHS.index(found[2]) + 1,
            int(day),
            int(hour),
            int(minute),
            int(second),
            tzinfo=timezone(offset),
        ).astimezone(VIETNAM_TZ)
    except ValueError:
        return None


def _parse_json(line: str) -> _Request | None:
    try:
        entry = msgspec.json.decode(line, type=_CaddyLine)
        time = datetime.fromtimestamp(entry.ts, VIETNAM_TZ)
    except (msgspec.DecodeError, ValueError, OverflowError, OSError):
        return None
    request = entry.request
    agent = next((values for name, values in request.headers.items() if name.lower() == "user-agent"), [])
    return _Request(request.remote_ip, time, request.method, request.uri, str(entry.status), " ".join(agent))


@lru_cache(maxsize=16384)
def _is_robot(agent: str) -> bool:
    """Tell if a program names itself as one. The list is that of crawler-user-agents."""
    return bool(is_crawler(agent))


def _compute_reader(request: _Request, salt: bytes) -> bytes:
    text = f"{request.time:%Y-%m-%d} {request.reader} {request.agent}"
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=8, key=salt).digest()
