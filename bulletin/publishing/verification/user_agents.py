"""Client profiles of browsers and search engines, and the referrers of readers.

The versions are those of 2026. They need no update, because attackers compare names and not versions.
"""

from collections.abc import Mapping
from typing import NamedTuple

BROWSER_ENCODINGS = "gzip, deflate, br, zstd"
_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
_PIXEL = "Mozilla/5.0 (Linux; Android 10; K)"


class ClientProfile(NamedTuple):
    """A browser, phone or search engine with its headers."""

    name: str
    """Vietnamese, such as ``điện thoại Android``."""
    user_agent: str
    """The header ``User-Agent``."""
    referrer_names: tuple[str, ...] = ("",)
    """The usual referrers, as keys of ``REFERRERS``."""
    accept_encoding: str = BROWSER_ENCODINGS
    accept_language: str = "vi-VN,vi;q=0.9,en-US;q=0.6,en;q=0.5"
    extra_headers: Mapping[str, str] = {}
    """Further headers."""


_BRANDS = '"Chromium";v="142", "Google Chrome";v="142", "Not_A Brand";v="99"'
_MOBILE_HEADERS = {"Sec-CH-UA": _BRANDS, "Sec-CH-UA-Mobile": "?1", "Sec-CH-UA-Platform": '"Android"'}
_DESKTOP_HEADERS = {"Sec-CH-UA": _BRANDS, "Sec-CH-UA-Mobile": "?0", "Sec-CH-UA-Platform": '"Windows"'}


def _create_crawler(name: str, agent: str, **more: str) -> ClientProfile:
    return ClientProfile(
        name, agent, accept_encoding="gzip, deflate, br", accept_language="", extra_headers=more
    )


REFERRERS = {
    "": "",
    "Google": "https://www.google.com/",
    "Google Việt Nam": "https://www.google.com.vn/search?q=tin+tuc",
    "ứng dụng Google": "android-app://com.google.android.googlequicksearchbox/",
    "Bing": "https://www.bing.com/search?q=tin",
    "Cốc Cốc": "https://coccoc.com/search?query=tin",
    "Facebook": "https://l.facebook.com/",
    "Facebook trên điện thoại": "https://m.facebook.com/",
    "Zalo": "https://chat.zalo.me/",
    "Yahoo": "https://search.yahoo.com/",
    "DuckDuckGo": "https://duckduckgo.com/",
    "TikTok": "https://www.tiktok.com/",
    "YouTube": "https://www.youtube.com/",
}
"""The header ``Referer`` by name of the referring site; empty for a typed address."""
CLIENT_PROFILES = (
    ClientProfile(
        "máy tính Windows (Chrome)",
        f"{_WINDOWS} {_CHROME} Safari/537.36",
        ("", "Google", "Facebook", "Zalo"),
        extra_headers=_DESKTOP_HEADERS,
    ),
    ClientProfile(
        "máy tính Windows (Edge)",
        f"{_WINDOWS} {_CHROME} Safari/537.36 Edg/142.0.0.0",
        ("Bing",),
        extra_headers=_DESKTOP_HEADERS,
    ),
    ClientProfile(
        "máy tính Windows (Cốc Cốc)",
        f"{_WINDOWS} AppleWebKit/537.36 (KHTML, like Gecko) coc_coc_browser/138.0.0 Chrome/132.0.0.0 Safari/537.36",
        ("Cốc Cốc",),
        extra_headers=_DESKTOP_HEADERS,
    ),
    ClientProfile(
        "máy tính (Firefox)",
        "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
        ("DuckDuckGo",),
    ),
    ClientProfile(
        "máy Mac (Safari)",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Version/18.6 Safari/605.1.15",
        ("Yahoo",),
        "gzip, deflate, br",
    ),
    ClientProfile(
        "điện thoại Android (Chrome)",
        f"{_PIXEL} {_CHROME} Mobile Safari/537.36",
        ("", "Google", "ứng dụng Google", "Facebook trên điện thoại"),
        extra_headers=_MOBILE_HEADERS,
    ),
    ClientProfile(
        "điện thoại Samsung",
        "Mozilla/5.0 (Linux; Android 15; SM-A556E) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 "
        "Chrome/130.0.0.0 Mobile Safari/537.36",
        ("Cốc Cốc", "Google Việt Nam"),
        extra_headers=_MOBILE_HEADERS,
    ),
    ClientProfile(
        "iPhone (Safari)",
        f"{_IPHONE} Version/18.6 Mobile/15E148 Safari/604.1",
        ("", "Google"),
        "gzip, deflate, br",
    ),
    ClientProfile(
        "iPad (Safari)",
        "Mozilla/5.0 (iPad; CPU OS 17_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.7 "
        "Mobile/15E148 Safari/604.1",
        ("Facebook",),
        "gzip, deflate, br",
    ),
    ClientProfile(
        "điện thoại cũ (Opera Mini, UC Browser)",
        "Opera/9.80 (Android; Opera Mini/76.0/191.308; UCBrowser; U; vi) Presto/2.12.423 Version/12.16",
        ("Google",),
        "gzip, deflate",
    ),
    ClientProfile(
        "iPhone mở từ ứng dụng Facebook",
        f"{_IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/530.0.0.40.71;FBDV/iPhone15,2;FBSV/18.6;FBLC/vi_VN]",
        ("Facebook trên điện thoại",),
        "gzip, deflate, br",
    ),
    ClientProfile(
        "điện thoại Android mở từ ứng dụng Facebook",
        f"Mozilla/5.0 (Linux; Android 14; SM-A155F; wv) {_CHROME} Mobile Safari/537.36 "
        "[FB_IAB/FB4A;FBAV/530.0.0.48.74;]",
        ("Facebook",),
        extra_headers={**_MOBILE_HEADERS, "X-Requested-With": "com.facebook.katana"},
    ),
    ClientProfile(
        "điện thoại Android mở từ Zalo",
        f"Mozilla/5.0 (Linux; Android 14; CPH2591; wv) {_CHROME} Mobile Safari/537.36 Zalo android/13100632 ZaloTheme/light",
        ("Zalo",),
        extra_headers={**_MOBILE_HEADERS, "X-Requested-With": "com.zing.zalo"},
    ),
    _create_crawler(
        "Googlebot",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; "
        "+http://www.google.com/bot.html) Chrome/142.0.0.0 Safari/537.36",
        From="googlebot(at)googlebot.com",
    ),
    _create_crawler(
        "Googlebot bản cũ",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        From="googlebot(at)googlebot.com",
    ),
    _create_crawler(
        "Googlebot cho điện thoại",
        "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/142.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        From="googlebot(at)googlebot.com",
    ),
    _create_crawler(
        "Bingbot",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0; "
        "+http://www.bing.com/bingbot.htm) Chrome/142.0.0.0 Safari/537.36",
    ),
    _create_crawler(
        "máy tìm kiếm Cốc Cốc",
        "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
    ),
    _create_crawler(
        "máy xem trước liên kết (Facebook, Zalo, Telegram)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php) Facebot Twitterbot/1.0 "
        "TelegramBot WhatsApp/2.23 Zalo/1.0",
    ),
    _create_crawler(
        "máy tìm kiếm khác (Yandex, Yahoo, Baidu, Apple, DuckDuckGo)",
        "Mozilla/5.0 (compatible; YandexBot/3.0; Yahoo! Slurp; Baiduspider/2.0; Applebot/0.1; DuckDuckBot/1.1; "
        "PetalBot; AhrefsBot/7.0; SemrushBot/7; GPTBot/1.2; AdsBot-Google; Mediapartners-Google; Google-InspectionTool/1.0)",
    ),
)
CRAWLER_PROFILES = tuple(profile for profile in CLIENT_PROFILES if not profile.accept_language)
PHONE_PROFILES = tuple(
    profile for profile in CLIENT_PROFILES if profile.accept_language and "Mobile" in profile.user_agent
)
DESKTOP_PROFILES = tuple(
    profile for profile in CLIENT_PROFILES if profile.accept_language and "Mobile" not in profile.user_agent
)
