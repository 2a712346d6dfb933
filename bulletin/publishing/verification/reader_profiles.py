"""Kinds of readers: who asks for a file, from where, and how.

Reason: gambling links on Vietnamese public sites are mostly shown to some of them alone: to search engines,
to phones, to readers who come from a search page. The others, the editors among them, see the page as it was.
"""

import random
from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

from urllib3.util import SKIP_HEADER

from bulletin.publishing.release.file_types import FileType
from bulletin.publishing.release.manifest import FileEntry
from bulletin.publishing.verification.http_client import Request, Response
from bulletin.publishing.verification.user_agents import (
    BROWSER_ENCODINGS,
    CLIENT_PROFILES,
    CRAWLER_PROFILES,
    DESKTOP_PROFILES,
    PHONE_PROFILES,
    REFERRERS,
    ClientProfile,
)

_NAVIGATION_HEADERS = {
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-User": "?1",
    "Upgrade-Insecure-Requests": "1",
}
"""What browsers send when their reader opens a page."""
_RESOURCES = {".js": "script", ".mjs": "script", ".css": "style", ".html": "iframe", ".json": "empty"}
"""For what a page of the site asks for files, by their endings: Sec-Fetch-Dest."""
_SAMPLED_FILE_TYPES = (FileType.IMAGE, FileType.ATTACHMENT, FileType.ADVERTISEMENT, FileType.SEARCH)
"""Kinds of files that a few readers ask for, drawn for each file: there are many of them."""
MULTI_PARAMETER_QUERIES = (
    "utm_source=facebook&utm_medium=social&utm_campaign=tin&fbclid=IwY2xjawN&gclid=Cj0KCQ&zarsrc=30&ref=share",
    "s=tin&p=123&id=7&q=tin&page=2&cat=1&amp=1&lang=vi&m=1&action=view",
)
"""Queries that links of social networks and searches of attackers have, many names in one."""
SINGLE_PARAMETER_QUERIES = tuple(
    "p=123 page_id=2 s=casino q=casino cat=3 id=5 page=2 fbclid=IwAR0x gclid=Cj0K utm_source=zalo utm_source=google amp amp=1 "
    "lang=vi feed=rss2 author=1 preview=true m=1 ref=fb action=view".split()
)
"""Queries with one name."""
_COOKIES = "_ga=GA1.2.1876543210.1763900000; _fbp=fb.1.1763900000000.123456789; PHPSESSID=q1w2e3r4t5; visited=1; lang=vi"
_DESCRIBED_HEADERS = ("Cookie", "Accept-Language", "Referer", "Range", "If-None-Match", "If-Modified-Since")
"""Headers that are named where a reader sends them besides the usual ones."""
_NAMES = "abcdefghijklmnopqrstuvwxyz0123456789"


class ReaderRequest(NamedTuple):
    """One way in which a file is asked for."""

    description: str
    """In Vietnamese: ``khi hỏi như Googlebot``; empty for the plainest way."""
    request: Request


PLAIN_READER_REQUEST = ReaderRequest(
    "", Request({"User-Agent": CLIENT_PROFILES[0].user_agent, "Accept": "*/*", "Accept-Encoding": "identity"})
)
"""Uncompressed, so that it tells the bytes of the file."""


class RequestSampler:
    """Draws for each file the readers who ask for it; ``home`` is the address of the site."""

    def __init__(self, home: str, dice: random.Random) -> None:
        self._dice, self._own = dice, f"{home}/"

    def create_requests(
        self, entry: FileEntry, plain: Response, *, is_paired: bool
    ) -> Iterator[tuple[str, ReaderRequest]]:
        """Yield how a file is asked for: at which other form of its address, or empty; and by which reader.

        ``plain`` is what the plainest of them got before. ``is_paired`` has every kind ask from every place.
        """
        if entry.file_type in _SAMPLED_FILE_TYPES and not entry.path.endswith((".js", ".css")):
            usual = self.sample_requests()
        else:
            usual = [*self.create_typical_requests(), *self.create_variations(entry.path)]
        if is_paired:
            usual += [*self.create_all_combinations(), *self.create_query_requests()]
        for asking in [*usual, self.create_random_request()]:
            yield "", asking
        yield "", self.create_request_with_headers(self.choose_profile(), "chỉ hỏi tiêu đề (HEAD)", "HEAD")
        if plain.status == 200 and plain.body:
            start = self._dice.randrange(len(plain.body))
            yield (
                "",
                self.create_request_with_headers(
                    self.choose_profile(), "hỏi một phần tệp", range=f"bytes={start}-"
                ),
            )
        if entry.file_type not in _SAMPLED_FILE_TYPES:
            etag = plain.headers.get("etag", "")
            if etag.isprintable() and etag.isascii() and etag:
                yield (
                    "",
                    self.create_request_with_headers(
                        self.choose_profile(), "đã có tệp này", if_none_match=etag
                    ),
                )
            yield (
                "",
                self.create_request_with_headers(
                    self.choose_profile(),
                    "có bản khác của tệp này",
                    if_none_match=f'"{self.create_random_name()}"',
                    if_modified_since="Mon, 01 Jan 1990 00:00:00 GMT",
                ),
            )
            yield "", self.create_request_with_headers(self.choose_profile(), "bằng HTTP/1.0", is_old=True)
        if entry.file_type is FileType.PAGE and entry.path.endswith("/index.html"):
            folder = f"/{entry.path.removesuffix('/index.html')}"
            for form in (folder, f"{folder}/index.html"):
                for asking in self.sample_requests()[:2]:
                    yield form, asking

    def create_typical_requests(self) -> list[ReaderRequest]:
        """Return every device, coming from each of the places that its readers mostly come from."""
        return [self.create_request(one, origin) for one in CLIENT_PROFILES for origin in one.referrer_names]

    def create_all_combinations(self) -> list[ReaderRequest]:
        """Return every device coming from every place, likely or not."""
        return [self.create_request(one, origin) for one, origin in product(CLIENT_PROFILES, REFERRERS)]

    def create_variations(self, path: str) -> list[ReaderRequest]:
        """Return readers who differ from the usual ones in one thing each: compression, query, cookie, language.

        One of them is a page of the site that needs the file at ``path``.
        """
        found = [
            self.create_request(self.choose_profile(), encodings=coding)
            for coding in ("gzip", "br", "deflate", "")
        ]
        queries = [
            *MULTI_PARAMETER_QUERIES,
            self._dice.choice(SINGLE_PARAMETER_QUERIES),
            f"{self.create_random_name()}={self.create_random_name()}",
        ]
        found += [self.create_request(self.choose_profile(), query=query) for query in queries]
        again = {
            "Cookie": _COOKIES,
            "Cache-Control": "no-cache",
            "Pragma": "no-cache",
            "DNT": "1",
            "Save-Data": "on",
        }
        found.append(self.create_request(self.choose_profile(), more=again))
        found.append(self.create_request(self.choose_profile(), more={"Accept-Language": "en-US,en;q=0.9"}))
        needed = {
            "Accept": "*/*",
            "Referer": self._own,
            "Sec-Fetch-Dest": _RESOURCES.get(path[path.rfind(".") :], "empty"),
            "Sec-Fetch-Mode": "no-cors",
            "Sec-Fetch-Site": "same-origin",
        }
        found.append(self.create_request(CLIENT_PROFILES[0], more=needed))
        followed = {"Referer": self._own, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
        found += [self.create_request(one, more=followed) for one in (CLIENT_PROFILES[0], PHONE_PROFILES[0])]
        return found

    def create_doorway_requests(self) -> list[ReaderRequest]:
        """Return those for whom doorways are made: Googlebot, a phone from Google, and a reader drawn by chance."""
        phones = [one for one in PHONE_PROFILES if "Google" in one.referrer_names]
        robots = [one for one in CRAWLER_PROFILES if "Googlebot" in one.name]
        return [
            self.create_request(self._dice.choice(robots)),
            self.create_request(self._dice.choice(phones), "Google"),
            self.create_random_request(),
        ]

    def create_query_requests(self) -> list[ReaderRequest]:
        """Return readers with each of the queries that have one name."""
        return [self.create_request(self.choose_profile(), query=one) for one in SINGLE_PARAMETER_QUERIES]

    def sample_requests(self) -> list[ReaderRequest]:
        """Return a search engine, a phone and a desktop from a search page or another site, drawn by chance."""
        found = [self._dice.choice(some) for some in (CRAWLER_PROFILES, PHONE_PROFILES, DESKTOP_PROFILES)]
        return [self.create_request(one, self._dice.choice(one.referrer_names)) for one in found]

    def create_random_request(self) -> ReaderRequest:
        """Return a reader with everything drawn by chance."""
        coding = self._dice.choice((BROWSER_ENCODINGS, "gzip, deflate, br", "gzip", "identity"))
        query = self._dice.choice(
            ("", "", *MULTI_PARAMETER_QUERIES, f"{self.create_random_name()}={self.create_random_name()}")
        )
        return self.create_request(
            self.choose_profile(),
            self._dice.choice(tuple(REFERRERS)),
            coding,
            query,
            {"Cookie": _COOKIES} if self._dice.random() < 0.3 else {},  # three in ten come back
        )

    def choose_profile(self) -> ClientProfile:
        """Return a device drawn by chance."""
        return self._dice.choice(CLIENT_PROFILES)

    def create_random_name(self) -> str:
        """Return a word that no address has and no attacker can foresee."""
        return "".join(self._dice.choices(_NAMES, k=self._dice.randint(6, 14)))

    def create_request_with_headers(
        self, device: ClientProfile, way: str, method: str = "GET", is_old: bool = False, **more: str
    ) -> ReaderRequest:
        """Return a request of ``device`` for the file as it is, with further headers: ``if_none_match="…"``."""
        headers = {name.replace("_", "-").title(): value for name, value in more.items()}
        as_usual = self.create_request(device, encodings="identity", more=headers)
        request = as_usual.request
        return ReaderRequest(
            f"{as_usual.description}, {way}", Request(request.headers, request.query, method, is_old)
        )

    def create_request(
        self,
        device: ClientProfile,
        origin: str = "",
        encodings: str | None = None,
        query: str = "",
        more: Mapping[str, str] = {},
    ) -> ReaderRequest:
        """Return the request of a reader with this device who comes from one of ORIGINS, and what it is called."""
        headers = {
            "User-Agent": device.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
            "Accept-Encoding": device.accept_encoding if encodings is None else encodings or SKIP_HEADER,
            "Accept-Language": device.accept_language,
            "Referer": REFERRERS[origin],
            **(_NAVIGATION_HEADERS if device.accept_language else {}),
            "Sec-Fetch-Site": ("cross-site" if origin else "none") if device.accept_language else "",
            **device.extra_headers,
            **more,
        }
        words = [f"khi hỏi như {device.name}"]
        if origin:
            words.append(f"đến từ {origin}")
        if encodings is not None:
            words.append(f"nhận nén “{encodings}”" if encodings else "không nói nhận nén")
        if query:
            words.append(f"với “?{query}”" if len(query) < 40 else f"với “?{query[:30]}…”")  # one line
        words += [f"với {name} “{more[name][:30]}”" for name in _DESCRIBED_HEADERS if name in more]
        return ReaderRequest(
            ", ".join(words), Request({name: value for name, value in headers.items() if value}, query)
        )


def remove_zstd(request: Request) -> Request:
    """Return the request of the same reader who does not unpack zstd: neither can we."""
    headers: dict[str, str] = dict(request.headers)
    kept = [one for one in headers["Accept-Encoding"].split(", ") if one != "zstd"]
    return Request(
        {**headers, "Accept-Encoding": ", ".join(kept)}, request.query, request.method, request.is_http10
    )
