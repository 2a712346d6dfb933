"""Kinds of readers: what browsers, in-app browsers and search engines send when they ask for a page.

Reason: gambling links on Vietnamese public sites are mostly shown to some of them alone: to search engines,
to phones, to readers who come from a search page. The others, the editors among them, see the page as it was.
"""

import random
from collections.abc import Mapping
from itertools import product
from typing import NamedTuple

from urllib3.util import SKIP_HEADER

from publishing.live import Request

_BROWSERS = "gzip, deflate, br, zstd"
_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
_PIXEL = "Mozilla/5.0 (Linux; Android 10; K)"


class Device(NamedTuple):
    """What a reader holds in the hand."""

    name: str
    """In Vietnamese: ``điện thoại Android``."""
    agent: str
    """The header User-Agent."""
    origins: tuple[str, ...] = ("",)
    """Names of the places that its readers mostly come from."""
    encodings: str = _BROWSERS
    language: str = "vi-VN,vi;q=0.9,en-US;q=0.6,en;q=0.5"
    more: Mapping[str, str] = {}
    """Headers that it sends besides."""


_MOBILE = {"Sec-CH-UA-Mobile": "?1", "Sec-CH-UA-Platform": '"Android"'}
_DESKTOP = {"Sec-CH-UA-Mobile": "?0", "Sec-CH-UA-Platform": '"Windows"'}


def _robot(name: str, agent: str, **more: str) -> Device:
    return Device(name, agent, encodings="gzip, deflate, br", language="", more=more)


ORIGINS = {
    "": "",
    "Google": "https://www.google.com/",
    "Google Việt Nam": "https://www.google.com.vn/",
    "Bing": "https://www.bing.com/",
    "Cốc Cốc": "https://coccoc.com/search?query=tin",
    "Facebook": "https://l.facebook.com/",
    "Facebook trên điện thoại": "https://m.facebook.com/",
    "Zalo": "https://chat.zalo.me/",
    "Yahoo": "https://search.yahoo.com/",
    "DuckDuckGo": "https://duckduckgo.com/",
    "TikTok": "https://www.tiktok.com/",
    "YouTube": "https://www.youtube.com/",
}
"""Pages that readers come from, with the header Referer; no name is for those who typed the address."""
DEVICES = (
    Device(
        "máy tính Windows (Chrome)",
        f"{_WINDOWS} {_CHROME} Safari/537.36",
        ("", "Google", "Facebook", "Zalo"),
        more=_DESKTOP,
    ),
    Device(
        "máy tính Windows (Edge)",
        f"{_WINDOWS} {_CHROME} Safari/537.36 Edg/142.0.0.0",
        ("Bing",),
        more=_DESKTOP,
    ),
    Device(
        "máy tính Windows (Cốc Cốc)",
        f"{_WINDOWS} AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/138.0.0 Chrome/132.0.0.0 Safari/537.36",
        ("Cốc Cốc",),
        more=_DESKTOP,
    ),
    Device(
        "máy tính (Firefox)",
        "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        ("DuckDuckGo",),
    ),
    Device(
        "máy Mac (Safari)",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/18.6 Safari/605.1.15",
        ("Yahoo",),
        "gzip, deflate, br",
    ),
    Device(
        "điện thoại Android (Chrome)",
        f"{_PIXEL} {_CHROME} Mobile Safari/537.36",
        ("", "Google", "Facebook trên điện thoại"),
        more=_MOBILE,
    ),
    Device(
        "điện thoại Samsung",
        "Mozilla/5.0 (Linux; Android 15; SM-A556E) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 "
        "Chrome/130.0.0.0 Mobile Safari/537.36",
        ("Cốc Cốc", "Google Việt Nam"),
        more=_MOBILE,
    ),
    Device(
        "iPhone (Safari)",
        f"{_IPHONE} Version/18.6 Mobile/15E148 Safari/604.1",
        ("", "Google"),
        "gzip, deflate, br",
    ),
    Device(
        "iPhone mở từ ứng dụng Facebook",
        f"{_IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/530.0.0.40.71;FBDV/iPhone15,2;FBSV/18.6;FBLC/vi_VN]",
        ("Facebook trên điện thoại",),
        "gzip, deflate, br",
    ),
    Device(
        "điện thoại Android mở từ ứng dụng Facebook",
        f"Mozilla/5.0 (Linux; Android 14; SM-A155F; wv) {_CHROME} Mobile Safari/537.36 "
        "[FB_IAB/FB4A;FBAV/530.0.0.48.74;]",
        ("Facebook",),
        more={**_MOBILE, "X-Requested-With": "com.facebook.katana"},
    ),
    Device(
        "điện thoại Android mở từ Zalo",
        f"Mozilla/5.0 (Linux; Android 14; CPH2591; wv) {_CHROME} Mobile Safari/537.36 Zalo android/13100632 ZaloTheme/light",
        ("Zalo",),
        more={**_MOBILE, "X-Requested-With": "com.zing.zalo"},
    ),
    _robot(
        "Googlebot",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; "
        "+http://www.google.com/bot.html) Chrome/142.0.0.0 Safari/537.36",
        From="googlebot(at)googlebot.com",
    ),
    _robot(
        "Googlebot bản cũ",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        From="googlebot(at)googlebot.com",
    ),
    _robot(
        "Googlebot cho điện thoại",
        "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/142.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        From="googlebot(at)googlebot.com",
    ),
    _robot(
        "Bingbot",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; "
        "+http://www.bing.com/bingbot.htm) Chrome/142.0.0.0 Safari/537.36",
    ),
    _robot(
        "máy tìm kiếm Cốc Cốc",
        "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
    ),
    _robot(
        "máy xem trước liên kết của Facebook",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    ),
    _robot(
        "máy tìm kiếm khác (Yandex, Yahoo, Baidu, Apple, DuckDuckGo)",
        "Mozilla/5.0 (compatible; YandexBot/3.0; Yahoo! Slurp; Baiduspider/2.0; Applebot/0.1; DuckDuckBot/1.1; AhrefsBot/7.0)",
    ),
)
QUERIES = (
    "utm_source=facebook&utm_medium=social&utm_campaign=tin&fbclid=IwY2xjawN&gclid=Cj0KCQ&zarsrc=30&ref=share",
    "s=tin&p=123&id=7&q=tin&page=2&cat=1&amp=1&lang=vi&m=1&action=view",
)
"""Queries that links of social networks and searches of attackers have, many names in one."""
_COOKIES = "_ga=GA1.2.1876543210.1763900000; _fbp=fb.1.1763900000000.123456789; PHPSESSID=q1w2e3r4t5; visited=1; lang=vi"
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
_ROBOTS = tuple(one for one in DEVICES if not one.language)
_PHONES = tuple(one for one in DEVICES if one.language and "Mobile" in one.agent)
_DESKTOPS = tuple(one for one in DEVICES if one.language and "Mobile" not in one.agent)


class Readers:
    """Draws for each file the readers who ask for it; ``home`` is the address of the site."""

    def __init__(self, home: str, dice: random.Random) -> None:
        self._dice, self._own = dice, f"{home}/"

    def natural(self) -> list[Asking]:
        """Return every device, coming from each of the places that its readers mostly come from."""
        return [self.asking(one, origin) for one in DEVICES for origin in one.origins]

    def paired(self) -> list[Asking]:
        """Return every device coming from every place, likely or not."""
        return [self.asking(one, origin) for one, origin in product(DEVICES, ORIGINS)]

    def unusual(self) -> list[Asking]:
        """Return readers who differ from the usual ones in one thing each: compression, query, cookie, language."""
        found = [self.asking(self.any_device(), encodings=coding) for coding in ("gzip", "br", "deflate", "")]
        queries = [*QUERIES, f"{self.name()}={self.name()}"]
        found += [self.asking(self.any_device(), query=query) for query in queries]
        found.append(self.asking(self.any_device(), more={"Cookie": _COOKIES}))
        found.append(self.asking(self.any_device(), more={"Accept-Language": "en-US,en;q=0.9"}))
        found.append(self.asking(DEVICES[0], more={"Referer": self._own, "Sec-Fetch-Site": "same-origin"}))
        return found

    def lured(self) -> list[Asking]:
        """Return those for whom doorways are made: Googlebot, a phone from Google, and a reader drawn by chance."""
        phones = [one for one in _PHONES if "Google" in one.origins]
        robots = [one for one in _ROBOTS if "Googlebot" in one.name]
        return [
            self.asking(self._dice.choice(robots)),
            self.asking(self._dice.choice(phones), "Google"),
            self.by_chance(),
        ]

    def few(self) -> list[Asking]:
        """Return a search engine, a phone and a desktop from a search page or another site, drawn by chance."""
        found = [self._dice.choice(some) for some in (_ROBOTS, _PHONES, _DESKTOPS)]
        return [self.asking(one, self._dice.choice(one.origins)) for one in found]

    def by_chance(self) -> Asking:
        """Return a reader with everything drawn by chance."""
        coding = self._dice.choice((_BROWSERS, "gzip, deflate, br", "gzip", "identity"))
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
            "Upgrade-Insecure-Requests": "1",
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
        words += [f"với {name} “{value[:30]}”" for name, value in more.items() if name != "Sec-Fetch-Site"]
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
