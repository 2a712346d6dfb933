"""Kinds of readers: who asks for a file, from where, and how.

Reason: gambling links on Vietnamese public sites are mostly shown to some of them alone: to search engines,
to phones, to readers who come from a search page. The others, the editors among them, see the page as it was.
"""

import random
from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

from urllib3.util import SKIP_HEADER

from bulletin.publishing.release.file_types import Kind
from bulletin.publishing.release.manifest import Entry
from bulletin.publishing.verification.http_client import Answer, Request
from bulletin.publishing.verification.user_agents import (
    BROWSERS,
    DESKTOPS,
    DEVICES,
    ORIGINS,
    PHONES,
    ROBOTS,
    Device,
)

_NAVIGATES = {
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-User": "?1",
    "Upgrade-Insecure-Requests": "1",
}
"""What browsers send when their reader opens a page."""
_RESOURCES = {".js": "script", ".mjs": "script", ".css": "style", ".html": "iframe", ".json": "empty"}
"""For what a page of the site asks for files, by their endings: Sec-Fetch-Dest."""
_SELDOM = (Kind.PICTURE, Kind.ATTACHMENT, Kind.ADVERTISEMENT, Kind.SEARCH)
"""Kinds of files that a few readers ask for, drawn for each file: there are many of them."""
QUERIES = (
    "utm_source=facebook&utm_medium=social&utm_campaign=tin&fbclid=IwY2xjawN&gclid=Cj0KCQ&zarsrc=30&ref=share",
    "s=tin&p=123&id=7&q=tin&page=2&cat=1&amp=1&lang=vi&m=1&action=view",
)
"""Queries that links of social networks and searches of attackers have, many names in one."""
SINGLE = tuple(
    "p=123 page_id=2 s=casino q=casino cat=3 id=5 page=2 fbclid=IwAR0x gclid=Cj0K utm_source=zalo utm_source=google amp amp=1 "
    "lang=vi feed=rss2 author=1 preview=true m=1 ref=fb action=view".split()
)
"""Queries with one name."""
_COOKIES = "_ga=GA1.2.1876543210.1763900000; _fbp=fb.1.1763900000000.123456789; PHPSESSID=q1w2e3r4t5; visited=1; lang=vi"
_NAMED = ("Cookie", "Accept-Language", "Referer", "Range", "If-None-Match", "If-Modified-Since")
"""Headers that are named where a reader sends them besides the usual ones."""
_NAMES = "abcdefghijklmnopqrstuvwxyz0123456789"


class Asking(NamedTuple):
    """One way in which a file is asked for."""

    way: str
    """In Vietnamese: ``khi hỏi như Googlebot``; empty for the plainest way."""
    request: Request


PLAINEST = Asking(
    "", Request({"User-Agent": DEVICES[0].agent, "Accept": "*/*", "Accept-Encoding": "identity"})
)
"""Uncompressed, so that it tells the bytes of the file."""


class Readers:
    """Draws for each file the readers who ask for it; ``home`` is the address of the site."""

    def __init__(self, home: str, dice: random.Random) -> None:
        self._dice, self._own = dice, f"{home}/"

    def of(self, entry: Entry, plain: Answer, *, is_paired: bool) -> Iterator[tuple[str, Asking]]:
        """Yield how a file is asked for: at which other form of its address, or empty; and by which reader.

        ``plain`` is what the plainest of them got before. ``is_paired`` has every kind ask from every place.
        """
        if entry.kind in _SELDOM and not entry.path.endswith((".js", ".css")):
            usual = self.few()
        else:
            usual = [*self.natural(), *self.unusual(entry.path)]
        if is_paired:
            usual += [*self.paired(), *self.searching()]
        for asking in [*usual, self.by_chance()]:
            yield "", asking
        yield "", self.changed(self.any_device(), "chỉ hỏi tiêu đề (HEAD)", "HEAD")
        if plain.status == 200 and plain.body:
            start = self._dice.randrange(len(plain.body))
            yield "", self.changed(self.any_device(), "hỏi một phần tệp", range=f"bytes={start}-")
        if entry.kind not in _SELDOM:
            etag = plain.headers.get("etag", "")
            if etag.isprintable() and etag.isascii() and etag:
                yield "", self.changed(self.any_device(), "đã có tệp này", if_none_match=etag)
            yield (
                "",
                self.changed(
                    self.any_device(),
                    "có bản khác của tệp này",
                    if_none_match=f'"{self.name()}"',
                    if_modified_since="Mon, 01 Jan 1990 00:00:00 GMT",
                ),
            )
            yield "", self.changed(self.any_device(), "bằng HTTP/1.0", is_old=True)
        if entry.kind is Kind.PAGE and entry.path.endswith("/index.html"):
            folder = f"/{entry.path.removesuffix('/index.html')}"
            for form in (folder, f"{folder}/index.html"):
                for asking in self.few()[:2]:
                    yield form, asking

    def natural(self) -> list[Asking]:
        """Return every device, coming from each of the places that its readers mostly come from."""
        return [self.asking(one, origin) for one in DEVICES for origin in one.origins]

    def paired(self) -> list[Asking]:
        """Return every device coming from every place, likely or not."""
        return [self.asking(one, origin) for one, origin in product(DEVICES, ORIGINS)]

    def unusual(self, path: str) -> list[Asking]:
        """Return readers who differ from the usual ones in one thing each: compression, query, cookie, language.

        One of them is a page of the site that needs the file at ``path``.
        """
        found = [self.asking(self.any_device(), encodings=coding) for coding in ("gzip", "br", "deflate", "")]
        queries = [*QUERIES, self._dice.choice(SINGLE), f"{self.name()}={self.name()}"]
        found += [self.asking(self.any_device(), query=query) for query in queries]
        again = {
            "Cookie": _COOKIES,
            "Cache-Control": "no-cache",
            "Pragma": "no-cache",
            "DNT": "1",
            "Save-Data": "on",
        }
        found.append(self.asking(self.any_device(), more=again))
        found.append(self.asking(self.any_device(), more={"Accept-Language": "en-US,en;q=0.9"}))
        needed = {
            "Accept": "*/*",
            "Referer": self._own,
            "Sec-Fetch-Dest": _RESOURCES.get(path[path.rfind(".") :], "empty"),
            "Sec-Fetch-Mode": "no-cors",
            "Sec-Fetch-Site": "same-origin",
        }
        found.append(self.asking(DEVICES[0], more=needed))
        followed = {"Referer": self._own, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
        found += [self.asking(one, more=followed) for one in (DEVICES[0], PHONES[0])]
        return found

    def lured(self) -> list[Asking]:
        """Return those for whom doorways are made: Googlebot, a phone from Google, and a reader drawn by chance."""
        phones = [one for one in PHONES if "Google" in one.origins]
        robots = [one for one in ROBOTS if "Googlebot" in one.name]
        return [
            self.asking(self._dice.choice(robots)),
            self.asking(self._dice.choice(phones), "Google"),
            self.by_chance(),
        ]

    def searching(self) -> list[Asking]:
        """Return readers with each of the queries that have one name."""
        return [self.asking(self.any_device(), query=one) for one in SINGLE]

    def few(self) -> list[Asking]:
        """Return a search engine, a phone and a desktop from a search page or another site, drawn by chance."""
        found = [self._dice.choice(some) for some in (ROBOTS, PHONES, DESKTOPS)]
        return [self.asking(one, self._dice.choice(one.origins)) for one in found]

    def by_chance(self) -> Asking:
        """Return a reader with everything drawn by chance."""
        coding = self._dice.choice((BROWSERS, "gzip, deflate, br", "gzip", "identity"))
        query = self._dice.choice(("", "", *QUERIES, f"{self.name()}={self.name()}"))
        return self.asking(
            self.any_device(),
            self._dice.choice(tuple(ORIGINS)),
            coding,
            query,
            {"Cookie": _COOKIES} if self._dice.random() < 0.3 else {},  # three in ten come back
        )

    def any_device(self) -> Device:
        """Return a device drawn by chance."""
        return self._dice.choice(DEVICES)

    def name(self) -> str:
        """Return a word that no address has and no attacker can foresee."""
        return "".join(self._dice.choices(_NAMES, k=self._dice.randint(6, 14)))

    def changed(
        self, device: Device, way: str, method: str = "GET", is_old: bool = False, **more: str
    ) -> Asking:
        """Return a request of ``device`` for the file as it is, with further headers: ``if_none_match="…"``."""
        headers = {name.replace("_", "-").title(): value for name, value in more.items()}
        as_usual = self.asking(device, encodings="identity", more=headers)
        request = as_usual.request
        return Asking(f"{as_usual.way}, {way}", Request(request.headers, request.query, method, is_old))

    def asking(
        self,
        device: Device,
        origin: str = "",
        encodings: str | None = None,
        query: str = "",
        more: Mapping[str, str] = {},
    ) -> Asking:
        """Return the request of a reader with this device who comes from one of ORIGINS, and what it is called."""
        headers = {
            "User-Agent": device.agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
            "Accept-Encoding": device.encodings if encodings is None else encodings or SKIP_HEADER,
            "Accept-Language": device.language,
            "Referer": ORIGINS[origin],
            **(_NAVIGATES if device.language else {}),
            "Sec-Fetch-Site": ("cross-site" if origin else "none") if device.language else "",
            **device.more,
            **more,
        }
        words = [f"khi hỏi như {device.name}"]
        if origin:
            words.append(f"đến từ {origin}")
        if encodings is not None:
            words.append(f"nhận nén “{encodings}”" if encodings else "không nói nhận nén")
        if query:
            words.append(f"với “?{query}”" if len(query) < 40 else f"với “?{query[:30]}…”")  # one line
        words += [f"với {name} “{more[name][:30]}”" for name in _NAMED if name in more]
        return Asking(
            ", ".join(words), Request({name: value for name, value in headers.items() if value}, query)
        )


def without_zstd(request: Request) -> Request:
    """Return the request of the same reader who does not unpack zstd: neither can we."""
    headers: dict[str, str] = dict(request.headers)
    kept = [one for one in headers["Accept-Encoding"].split(", ") if one != "zstd"]
    return Request(
        {**headers, "Accept-Encoding": ", ".join(kept)}, request.query, request.method, request.is_old
    )
