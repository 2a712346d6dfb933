"""Reader requests: combinations of client profile, referrer, headers and query.

Reason: attackers show gambling links mostly to search engines, phones and readers from a search page.
Other readers, editors among them, see the published page.
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
"""Headers of browsers for a page that the reader opens."""
_RESOURCES = {".js": "script", ".mjs": "script", ".css": "style", ".html": "iframe", ".json": "empty"}
"""The header ``Sec-Fetch-Dest`` of a file that a page needs, by ending."""
_SAMPLED_FILE_TYPES = (FileType.IMAGE, FileType.ATTACHMENT, FileType.ADVERTISEMENT, FileType.SEARCH)
"""Types with many files, each of which gets a few random requests only."""
MULTI_PARAMETER_QUERIES = (
    "utm_source=facebook&utm_medium=social&utm_campaign=tin&fbclid=IwY2xjawN&gclid=Cj0KCQ&zarsrc=30&ref=share",
    "s=tin&p=123&id=7&q=tin&page=2&cat=1&amp=1&lang=vi&m=1&action=view",
)
"""Queries of social networks and attackers with many parameters each."""
SINGLE_PARAMETER_QUERIES = tuple(
    "p=123 page_id=2 s=casino q=casino cat=3 id=5 page=2 fbclid=IwAR0x gclid=Cj0K utm_source=zalo utm_source=google amp amp=1 "
    "lang=vi feed=rss2 author=1 preview=true m=1 ref=fb action=view".split()
)
"""Queries with one parameter each."""
_COOKIES = "_ga=GA1.2.1876543210.1763900000; _fbp=fb.1.1763900000000.123456789; PHPSESSID=q1w2e3r4t5; visited=1; lang=vi"
_DESCRIBED_HEADERS = ("Cookie", "Accept-Language", "Referer", "Range", "If-None-Match", "If-Modified-Since")
"""Headers that the description of a request names if they are unusual."""
_NAMES = "abcdefghijklmnopqrstuvwxyz0123456789"


class ReaderRequest(NamedTuple):
    """A request with its description for messages."""

    description: str
    """Vietnamese, such as ``khi hỏi như Googlebot``; empty for the plain request."""
    request: Request


PLAIN_READER_REQUEST = ReaderRequest(
    "", Request({"User-Agent": CLIENT_PROFILES[0].user_agent, "Accept": "*/*", "Accept-Encoding": "identity"})
)
"""A request without compression, so that the body has the bytes of the file."""


class RequestSampler:
    """Creates the requests for each file, some of them random."""

    def __init__(self, home: str, rng: random.Random) -> None:
        """Use the site URL ``home`` as the referrer of requests from the site."""
        self._rng, self._home = rng, f"{home}/"

    def create_requests(
        self, entry: FileEntry, plain: Response, *, is_paired: bool
    ) -> Iterator[tuple[str, ReaderRequest]]:
        """Yield pairs of address and request for a file.

        The address is empty for the normal address of the file.

        Args:
            entry: The file.
            plain: The response to the plain request.
            is_paired: True to combine each profile with each referrer.

        """
        if entry.file_type in _SAMPLED_FILE_TYPES and not entry.path.endswith((".js", ".css")):
            usual = self.sample_requests()
        else:
            usual = [*self.create_typical_requests(), *self.create_variations(entry.path)]
        if is_paired:
            usual += [*self.create_all_combinations(), *self.create_query_requests()]
        for reader_request in [*usual, self.create_random_request()]:
            yield "", reader_request
        yield "", self.create_request_with_headers(self.choose_profile(), "chỉ hỏi tiêu đề (HEAD)", "HEAD")
        if plain.status == 200 and plain.body:
            start = self._rng.randrange(len(plain.body))
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
                for reader_request in self.sample_requests()[:2]:
                    yield form, reader_request

    def create_typical_requests(self) -> list[ReaderRequest]:
        """Return a request of each profile from each of its usual referrers."""
        return [
            self.create_request(profile, referrer_name)
            for profile in CLIENT_PROFILES
            for referrer_name in profile.referrer_names
        ]

    def create_all_combinations(self) -> list[ReaderRequest]:
        """Return a request of each profile from each referrer."""
        return [
            self.create_request(profile, referrer_name)
            for profile, referrer_name in product(CLIENT_PROFILES, REFERRERS)
        ]

    def create_variations(self, path: str) -> list[ReaderRequest]:
        """Return requests that vary in compression, query, cookies or language.

        Some requests come from a page of the site that needs the file at ``path``.
        """
        requests = [
            self.create_request(self.choose_profile(), encodings=encoding)
            for encoding in ("gzip", "br", "deflate", "")
        ]
        queries = [
            *MULTI_PARAMETER_QUERIES,
            self._rng.choice(SINGLE_PARAMETER_QUERIES),
            f"{self.create_random_name()}={self.create_random_name()}",
        ]
        requests += [self.create_request(self.choose_profile(), query=query) for query in queries]
        returning = {
            "Cookie": _COOKIES,
            "Cache-Control": "no-cache",
            "Pragma": "no-cache",
            "DNT": "1",
            "Save-Data": "on",
        }
        requests.append(self.create_request(self.choose_profile(), more=returning))
        requests.append(
            self.create_request(self.choose_profile(), more={"Accept-Language": "en-US,en;q=0.9"})
        )
        needed = {
            "Accept": "*/*",
            "Referer": self._home,
            "Sec-Fetch-Dest": _RESOURCES.get(path[path.rfind(".") :], "empty"),
            "Sec-Fetch-Mode": "no-cors",
            "Sec-Fetch-Site": "same-origin",
        }
        requests.append(self.create_request(CLIENT_PROFILES[0], more=needed))
        followed = {"Referer": self._home, "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
        requests += [
            self.create_request(profile, more=followed) for profile in (CLIENT_PROFILES[0], PHONE_PROFILES[0])
        ]
        return requests

    def create_doorway_requests(self) -> list[ReaderRequest]:
        """Return requests for doorways: Googlebot, a phone from Google, a random one."""
        phones = [profile for profile in PHONE_PROFILES if "Google" in profile.referrer_names]
        robots = [profile for profile in CRAWLER_PROFILES if "Googlebot" in profile.name]
        return [
            self.create_request(self._rng.choice(robots)),
            self.create_request(self._rng.choice(phones), "Google"),
            self.create_random_request(),
        ]

    def create_query_requests(self) -> list[ReaderRequest]:
        """Return a request with each of the single-parameter queries."""
        return [self.create_request(self.choose_profile(), query=query) for query in SINGLE_PARAMETER_QUERIES]

    def sample_requests(self) -> list[ReaderRequest]:
        """Return random requests of a search engine, a phone and a desktop."""
        chosen = [self._rng.choice(group) for group in (CRAWLER_PROFILES, PHONE_PROFILES, DESKTOP_PROFILES)]
        return [self.create_request(profile, self._rng.choice(profile.referrer_names)) for profile in chosen]

    def create_random_request(self) -> ReaderRequest:
        """Return a request with random profile, referrer, compression and query."""
        encoding = self._rng.choice((BROWSER_ENCODINGS, "gzip, deflate, br", "gzip", "identity"))
        query = self._rng.choice(
            ("", "", *MULTI_PARAMETER_QUERIES, f"{self.create_random_name()}={self.create_random_name()}")
        )
        return self.create_request(
            self.choose_profile(),
            self._rng.choice(tuple(REFERRERS)),
            encoding,
            query,
            {"Cookie": _COOKIES} if self._rng.random() < 0.3 else {},  # three in ten readers return
        )

    def choose_profile(self) -> ClientProfile:
        """Return a random client profile."""
        return self._rng.choice(CLIENT_PROFILES)

    def create_random_name(self) -> str:
        """Return a random word, which an attacker cannot foresee."""
        return "".join(self._rng.choices(_NAMES, k=self._rng.randint(6, 14)))

    def create_request_with_headers(
        self, profile: ClientProfile, description: str, method: str = "GET", is_old: bool = False, **more: str
    ) -> ReaderRequest:
        """Return an uncompressed request with more headers, such as ``if_none_match="…"``."""
        headers = {name.replace("_", "-").title(): value for name, value in more.items()}
        as_usual = self.create_request(profile, encodings="identity", more=headers)
        request = as_usual.request
        return ReaderRequest(
            f"{as_usual.description}, {description}", Request(request.headers, request.query, method, is_old)
        )

    def create_request(
        self,
        profile: ClientProfile,
        referrer_name: str = "",
        encodings: str | None = None,
        query: str = "",
        more: Mapping[str, str] = {},
    ) -> ReaderRequest:
        """Return the request of a client profile from one of ``REFERRERS``."""
        headers = {
            "User-Agent": profile.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
            "Accept-Encoding": profile.accept_encoding if encodings is None else encodings or SKIP_HEADER,
            "Accept-Language": profile.accept_language,
            "Referer": REFERRERS[referrer_name],
            **(_NAVIGATION_HEADERS if profile.accept_language else {}),
            "Sec-Fetch-Site": ("cross-site" if referrer_name else "none") if profile.accept_language else "",
            **profile.extra_headers,
            **more,
        }
        words = [f"khi hỏi như {profile.name}"]
        if referrer_name:
            words.append(f"đến từ {referrer_name}")
        if encodings is not None:
            words.append(f"nhận nén “{encodings}”" if encodings else "không nói nhận nén")
        if query:
            words.append(f"với “?{query}”" if len(query) < 40 else f"với “?{query[:30]}…”")  # one line
        words += [f"với {name} “{more[name][:30]}”" for name in _DESCRIBED_HEADERS if name in more]
        return ReaderRequest(
            ", ".join(words), Request({name: value for name, value in headers.items() if value}, query)
        )


def remove_zstd(request: Request) -> Request:
    """Return the request without zstd, which this client cannot decompress."""
    headers: dict[str, str] = dict(request.headers)
    kept = [encoding for encoding in headers["Accept-Encoding"].split(", ") if encoding != "zstd"]
    return Request(
        {**headers, "Accept-Encoding": ", ".join(kept)}, request.query, request.method, request.is_http10
    )
