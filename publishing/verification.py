"""Hold the site as readers find it against the release that it should be.

What is looked for: pages that say something else than what was published (defacement, injected
links), files that are missing or there though they should not be, wrong statuses, missing headers.
What it is told in stands in findings.py.
"""

import hashlib
import posixpath
import random
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from plugins.composer.urls import address_of
from plugins.mistakes import why
from plugins.records.withdrawals import HEADING, LISTING_HEADING
from publishing.errors import PublishError
from publishing.findings import Finding, Found, Weakness
from publishing.headers import Fault, faults
from publishing.kinds import Kind, kind_of
from publishing.live import Answer, Live
from publishing.manifest import Entry
from publishing.release import DamagedReleaseError, Release
from publishing.targets.target import Target

CONNECTIONS = 4
"""At a time: a small server has other readers, too."""
FRAGMENT = "fragments/latest.html"
_DIRECTIVE = '<!--#include virtual="{}/{}" -->'
"""What a server with SSI replaces by the fragment."""
_ALWAYS = (Kind.ASSET, Kind.FRAGMENT, Kind.SITEMAP, Kind.FEED)
"""Kinds of files that a sample holds all of, with the pages that there is one of."""
_HOSTS = re.compile(
    rb"(?:href|src|action|content)\s*=\s*[\"']?\s*(?:https?:)?//([^/\"'\s>:?#]+)", re.IGNORECASE
)
_REFRESH = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')
_ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
_NOTICES = tuple(f">{heading}</h1>".encode() for heading in (HEADING, LISTING_HEADING))
"""What stands where an article, or a listing, was taken down."""
ABSENT = (
    "/khong-co-trang-nay-kiem-tra/",
    "/.bulletin.json",
    "/.nginx/gone.map",
    "/.releases/current",
    "/.git/config",
    "/releases/",
    "/publishconf.py",
)
"""Addresses at which nothing may be found."""
_LOST = "Tệp này thiếu trong bản đã phát hành, hoặc không đọc được ở đó"


def chosen(release: Release, sample: int, dice: random.Random) -> list[Entry]:
    """Return the files to ask for: all of them, or what readers meet first and ``sample`` others by chance."""
    files = [
        one for one in release.manifest.entries.values() if one.kind not in (Kind.COMPRESSED, Kind.SERVER)
    ]
    if not sample:
        return files
    first = [
        one for one in files if one.kind in _ALWAYS or one.path.count("/") < 2
    ]  # /, /tin-moi/, /robots.txt
    known = {one.path for one in first}
    rest = [one for one in files if one.path not in known]
    return first + dice.sample(rest, min(sample, len(rest)))


def verify(
    live: Live,
    target: Target,
    release: Release,
    files: Sequence[Entry],
    tell: Callable[[int], None],
) -> Found:
    """Return what is wrong at ``live`` with ``files`` of ``release``; ``tell`` hears how many are done.

    Raise PublishError where the server does not answer at all.
    """
    with tempfile.TemporaryDirectory(prefix="bulletin-") as folder:
        check = _Verification(live, target, release, Path(folder))
        found: list[Finding | Weakness] = [*check.absent(), *check.strangers(), *check.lost]
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            for done, findings in enumerate(pool.map(check.file, files), 1):
                found += findings
                tell(done)
    return Found.of(found, target.headers_remedy)


class _Verification:
    def __init__(self, live: Live, target: Target, release: Release, folder: Path) -> None:
        self._live, self._target, self._release, self._folder = live, target, release, folder
        self._base = urlsplit(live.url).path.rstrip("/")
        self.lost: list[Finding] = []
        """Files without which nothing can be compared."""
        fragment = self._of_release(FRAGMENT) if FRAGMENT in release.manifest.entries else b""
        if fragment is None:
            self.lost.append(Finding(f"/{FRAGMENT}", f"{_LOST}."))
        self._fragment = fragment or b""
        self._directive = _DIRECTIVE.format(self._base, FRAGMENT).encode()

    def file(self, entry: Entry) -> list[Finding | Weakness]:
        """Return what is wrong with one file, however a reader asks for it."""
        address = address_of(entry.path)
        found: dict[str | Fault, str] = {}
        for way, asking in self._ways(entry):
            try:
                answer = self._live.ask(address, asking)
            except PublishError as error:
                return [Finding(address, str(error), unseen=True)]
            for what in self._faults(entry, answer):
                found.setdefault(what, way)
        return [
            Weakness(what, address, way)
            if isinstance(what, Fault)
            else Finding(address, f"{what} ({way})." if way else f"{what}.")
            for what, way in found.items()
        ]

    def _ways(self, entry: Entry) -> Iterator[tuple[str, dict[str, str]]]:
        """Yield how the file is asked for, for people and as headers."""
        yield "", {}
        for ending, encoding in (("gz", "gzip"), ("br", "br")):
            if f"{entry.path}.{ending}" in self._release.manifest.entries:
                yield f"khi hỏi bản nén {encoding}", {"Accept-Encoding": encoding}
        if entry.kind is Kind.PAGE and entry.path.count("/") < 2:
            # Injected links are often shown to search engines alone.
            yield "khi hỏi như máy tìm kiếm", {"User-Agent": _ROBOT, "Referer": "https://www.google.com/"}

    def absent(self) -> Iterator[Finding]:
        """Yield addresses at which something is found and should not be."""
        for address in ABSENT:
            answer = self._live.ask(address)
            if answer.status not in (400, 403, 404, 405, 410):
                what = f"Máy chủ trả lời {answer.status} ở một địa chỉ không có, lẽ ra là 404."
                yield Finding(address, what)

    def strangers(self) -> Iterator[Finding]:
        """Yield what stands in the place of the release and was never published, though nothing leads to it."""
        try:
            strange = self._target.strangers(self._release)
        except (OSError, PublishError) as error:
            reason = f"{why(error)}." if isinstance(error, OSError) else str(error)
            what = f"Chưa xem được có tệp lạ ở {self._target.name} hay không: {reason}"
            yield Finding("/", what, unseen=True)
            return
        for path in strange:
            what = (
                f"Tệp lạ ở {self._target.name}, không có trong bản đã phát hành. Hãy báo người quản trị máy chủ "
                "xem ai đặt tệp này, rồi xóa nó."
            )
            yield Finding(_legible(address_of(path)), what)

    def _faults(self, entry: Entry, answer: Answer) -> Iterator[str | Fault]:
        """Yield what is wrong with an answer: sentences without a full stop, and faults of its headers."""
        if answer.status in (301, 302, 303, 307, 308):
            yield from self._redirect(entry, answer)
            return
        gone = answer.status == 410 and any(heading in answer.body for heading in _NOTICES)
        own = answer.status == 404 and entry.path == "404.html"
        if answer.status != 200 and not gone and not own:
            missing = " (tệp đã mất)" if answer.status == 404 else ""
            yield f"Máy chủ trả lời {answer.status}{missing}, lẽ ra là 200"
            return
        if not self._same(entry, answer.body):
            yield from self._altered(entry, answer.body)
        whole = answer.status == 200
        yield from faults(entry.path, answer.headers, secure=self._live.secure, kept=whole)

    def _same(self, entry: Entry, body: bytes) -> bool:
        if _is(entry, body):
            return True
        # The server may have filled in the latest news (SSI): taken out again, it must be the page.
        return bool(self._fragment) and _is(entry, body.replace(self._fragment, self._directive))

    def _redirect(self, entry: Entry, answer: Answer) -> Iterator[str]:
        """Yield what is wrong with a redirect; only a page that leads on may be answered with one."""
        page = self._of_release(entry.path) if entry.path.endswith(".html") else b""
        if page is None:
            yield _LOST
        leads = _REFRESH.search((page or b"").decode("utf-8", "replace"))
        here = f"{self._live.url}/{posixpath.dirname(entry.path)}/"
        if not leads or urljoin(here, answer.location) != urljoin(here, leads[1]):
            yield f"Máy chủ chuyển tới {answer.location or 'nơi không rõ'}, lẽ ra là trang này"

    def _altered(self, entry: Entry, body: bytes) -> Iterator[str]:
        """Yield that a file says something else, and for a page which hosts it leads to and the published one does not."""
        what = "Nội dung khác bản đã xuất bản"
        if kind_of(entry.path) not in (Kind.PAGE, Kind.FRAGMENT):
            yield what
            return
        own = self._of_release(entry.path)
        if own is None:
            yield _LOST
        # Readers may see the very copy that we have: then nothing in it is known to be ours.
        known = set(_HOSTS.findall(own)) if own is not None and _is(entry, own) else set()
        known.add(urlsplit(self._live.url).netloc.encode())
        strange = sorted(set(_HOSTS.findall(body)) - known)
        names = ", ".join(one.decode("ascii", "replace") for one in strange[:5])
        yield f"{what}; có liên kết lạ tới {names}" if strange else what

    def _of_release(self, path: str) -> bytes | None:
        """Return a file as it was published; None where the release has it no more, or does not give it."""
        try:
            self._target.fetch(self._release, [path], self._folder)
            return (self._folder / path).read_bytes()
        except (OSError, PublishError, DamagedReleaseError):
            return None


def _legible(path: str) -> str:
    """Return a path as it can be printed: a stranger may have chosen it to play tricks on a terminal."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in path)


def _is(entry: Entry, body: bytes) -> bool:
    return len(body) == entry.size and hashlib.sha256(body).hexdigest() == entry.sha256
