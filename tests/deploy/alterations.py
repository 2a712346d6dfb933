"""What an altering server does, as attackers of public sites do: a table of modes for test_verify_altered_responses.py.

Each mode has a page of its own, so that one verification meets all of them.
"""

from collections.abc import Callable

from tests.deploy.altering_proxy import (
    AWAY,
    SPAM,
    Asked,
    Mode,
    Reply,
    add,
    append,
    drop,
    inject,
    lead_away,
    put,
    replace,
    says,
)

_ROBOT = "bot|externalhit|slurp|spider"
TO_WHOM: dict[str, Callable[[Asked], bool]] = {
    **{
        f"agent-{number}": says("user-agent", pattern)
        for number, pattern in enumerate(
            (
                "Googlebot", r"Googlebot/2\.1; \+http\S+\)$", "Nexus 5X.*Googlebot", "bingbot", "coccocbot",
                "facebookexternalhit",
                "Yandex", "Baiduspider", "Applebot", "Slurp", "coc_coc_browser", "Mobile", "iPhone", "Android", "SamsungBrowser",
                "FBAN", "FB_IAB", "Zalo", "Windows NT", "Firefox", "Macintosh", "Edg/", "iPad", "Opera Mini", "UCBrowser",
                "TelegramBot", "AdsBot-Google", "GPTBot", r"^Mozilla/5\.0",
            )
        )
    },
    **{
        f"referer-{number}": says("referer", pattern)
        for number, pattern in enumerate(
            (r"google\.com/", r"google\.", r"bing\.", "coccoc", "facebook", "zalo", "yahoo", "duckduckgo", "^https?://(?!127)",
             "127")
        )
    },
    "everybody-but-verify": lambda asked: not asked.says("user-agent", "bulletin-verify"),
    "no-robot": lambda asked: not asked.says("user-agent", _ROBOT),
    "typed-address": lambda asked: not asked.headers.get("referer"),
    "phone-from-google": lambda asked: asked.says("user-agent", "Mobile") and asked.says("referer", r"google\."),
    "iphone-from-google": lambda asked: asked.says("user-agent", "iPhone") and asked.says("referer", r"google\."),
    "phone-from-facebook": lambda asked: asked.says("user-agent", "Android") and asked.says("referer", "facebook"),
    "desktop-from-bing": lambda asked: asked.says("user-agent", "Windows") and asked.says("referer", "bing"),
    "navigates": says("sec-fetch-mode", "navigate"),
    "script-of-a-page": says("sec-fetch-site", "same-origin"),
    "reloads": says("cache-control", "no-cache"),
    "android-app": says("referer", "^android-app:"),
    "in-app": says("x-requested-with", "zing|facebook"),
    "client-hint": says("sec-ch-ua-mobile", r"\?1"),
    "from": says("from", "googlebot"),
    "vietnamese": says("accept-language", "^vi"),
    "english": says("accept-language", "^en"),
    "no-language": lambda asked: not asked.headers.get("accept-language"),
    "takes-brotli": says("accept-encoding", "br"),
    "takes-zstd": says("accept-encoding", "zstd"),
    "takes-gzip-alone": says("accept-encoding", "^gzip$"),
    "as-browsers-compress": says("accept-encoding", "gzip, deflate, br"),
    "takes-deflate": says("accept-encoding", "deflate"),
    "uncompressed": says("accept-encoding", "^(identity)?$"),
    "query": lambda asked: bool(asked.query),
    "utm": lambda asked: "utm_source=" in asked.query,
    "fbclid": lambda asked: "fbclid=" in asked.query,
    "query-search": lambda asked: asked.query.startswith("s="),
    "query-post": lambda asked: "p=" in asked.query,
    "cookie": says("cookie", "."),
    "old-http": lambda asked: asked.version == "HTTP/1.0",
    "second-time": lambda asked: asked.number == 1,
    "from-the-second-on": lambda asked: asked.number > 0,
    "one-in-seven": lambda asked: asked.number % 7 == 3,
    "first-time": lambda asked: asked.number == 0,
}  # fmt: skip
"""Who gets an altered page."""


def _found(reply: Reply) -> None:
    reply.status, reply.body = 200, SPAM


def _partial(reply: Reply) -> None:
    append(reply)
    reply.status, size = 206, len(reply.body)
    reply.set("Content-Range", f"bytes 0-{size - 1}/{size}")


def _unchanged(reply: Reply) -> None:
    reply.status, reply.body = 304, b""


def _compressed_without_vary(reply: Reply) -> None:
    reply.headers = [one for one in reply.headers if one[0].lower() != "vary"]


def _of_head(change: Callable[[Reply], None]) -> Mode:
    return Mode(change, lambda asked: asked.method == "HEAD")


_PHONE_SEARCH: Callable[[Asked], bool] = TO_WHOM["phone-from-google"]
WHAT: dict[str, Mode] = {
    "redirect-phones": Mode(lead_away, says("user-agent", "Mobile")),
    "redirect-from-search": Mode(lead_away, says("referer", "google|bing|coccoc")),
    "redirect-phones-from-search": Mode(lead_away, _PHONE_SEARCH),
    "inside": Mode(inject),
    "behind-the-end": Mode(append),
    "all-else": Mode(lambda reply: setattr(reply, "body", SPAM)),
    "status-203": Mode(lambda reply: setattr(reply, "status", 203)),
    "status-403": Mode(lambda reply: setattr(reply, "status", 403), says("user-agent", "Googlebot")),
    "status-410": Mode(lambda reply: setattr(reply, "status", 410), says("user-agent", "Googlebot")),
    "head-length": Mode(put("Content-Length", "999"), lambda asked: asked.method == "HEAD"),
    "part": Mode(_partial, says("range", ".")),
    "conditional": Mode(append, says("if-none-match", ".")),
    "conditional-by-time": Mode(append, says("if-modified-since", ".")),
    "never-fresh": Mode(_unchanged, says("if-modified-since", ".")),
    "head-refresh": _of_head(add("Refresh", f"0; url={AWAY}")),
    "head-redirect": _of_head(lead_away),
    "vary": Mode(
        _compressed_without_vary, lambda asked: asked.says("accept-encoding", "gzip|br"), is_plain=False
    ),
}
"""What an altered answer is like."""
_CSP = "Content-Security-Policy"
HEADERS: dict[str, tuple[Callable[[Reply], None], str]] = {
    "refresh": (add("Refresh", f"0; url={AWAY}"), "refresh"),
    "link-canonical": (add("Link", f'<{AWAY}>; rel="canonical"'), "link"),
    "link-style": (add("Link", f"<{AWAY}x.css>; rel=stylesheet"), "link"),
    "link-preload": (add("Link", f"<{AWAY}x.js>; rel=preload; as=script"), "link"),
    "robots": (add("X-Robots-Tag", "noindex"), "x-robots-tag"),
    "cookie": (add("Set-Cookie", "seen=1; Path=/"), "set-cookie"),
    "policy-default": (put(_CSP, "default-src * 'unsafe-inline'"), _CSP.lower()),
    "policy-inline": (replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"), _CSP.lower()),
    "policy-host": (replace("script-src 'self'", "script-src 'self' https://ca-cuoc.example"), _CSP.lower()),
    "policy-elements": (replace("base-uri 'none'", "base-uri 'none'; script-src-elem *"), _CSP.lower()),
    "policy-frames": (replace("frame-src ", "frame-src https: "), _CSP.lower()),
    "policy-framed": (replace("frame-ancestors 'none'", "frame-ancestors *"), _CSP.lower()),
    "policy-form": (replace("form-action 'self'; ", ""), _CSP.lower()),
    "policy-base": (replace("; base-uri 'none'", ""), _CSP.lower()),
    "policy-reports": (replace("base-uri 'none'", f"base-uri 'none'; report-uri {AWAY}"), _CSP.lower()),
    "policy-gone": (drop(_CSP), _CSP.lower()),
    "policy-second": (add(_CSP, "default-src *"), _CSP.lower()),
    "policy-report-only": (add(f"{_CSP}-Report-Only", f"default-src *; report-uri {AWAY}"), "report-only"),
    "framed": (drop("X-Frame-Options"), "x-frame-options"),
    "framed-by-all": (put("X-Frame-Options", "ALLOWALL"), "x-frame-options"),
    "framed-by-us": (put("X-Frame-Options", "SAMEORIGIN"), "x-frame-options"),
    "plain-http": (drop("Strict-Transport-Security"), "strict-transport-security"),
    "plain-http-soon": (put("Strict-Transport-Security", "max-age=0"), "strict-transport-security"),
    "sniff": (drop("X-Content-Type-Options"), "x-content-type-options"),
    "referrer": (put("Referrer-Policy", "unsafe-url"), "referrer-policy"),
    "referrer-gone": (drop("Referrer-Policy"), "referrer-policy"),
    "permissions": (drop("Permissions-Policy"), "permissions-policy"),
    "permissions-open": (replace("camera=()", "camera=*"), "permissions-policy"),
    "permissions-more": (replace("usb=()", "usb=(), fullscreen=*"), "permissions-policy"),
    "opener": (drop("Cross-Origin-Opener-Policy"), "cross-origin-opener-policy"),
    "opener-open": (put("Cross-Origin-Opener-Policy", "unsafe-none"), "cross-origin-opener-policy"),
    "shared": (add("Access-Control-Allow-Origin", "*"), "access-control-allow-origin"),
    "location": (add("Content-Location", AWAY), "content-location"),
    "download": (add("Content-Disposition", "attachment; filename=tin.exe"), "content-disposition"),
    "source-map": (add("SourceMap", f"{AWAY}x.map"), "sourcemap"),
    "old-source-map": (add("X-SourceMap", f"{AWAY}x.map"), "x-sourcemap"),
    "clear": (add("Clear-Site-Data", '"*"'), "clear-site-data"),
    "worker": (add("Service-Worker-Allowed", "/"), "service-worker-allowed"),
    "nel": (add("NEL", '{"report_to":"x","max_age":1}'), "nel"),
    "report-to": (add("Report-To", f'{{"endpoints":[{{"url":"{AWAY}"}}]}}'), "report-to"),
    "reporting": (add("Reporting-Endpoints", f'default="{AWAY}"'), "reporting-endpoints"),
    "other-host": (add("Alt-Svc", 'h3="ca-cuoc.example:443"'), "alt-svc"),
    "speculation": (add("Speculation-Rules", f'"{AWAY}rules.json"'), "speculation-rules"),
    "language": (add("Content-Language", "zh"), "content-language"),
    "hints": (add("Accept-CH", "Sec-CH-UA-Model"), "accept-ch"),
    "type": (put("Content-Type", "text/plain; charset=utf-8"), "text/plain"),
    "type-twice": (add("Content-Type", "text/plain"), "text/html; charset=utf-8, text/plain"),
    "charset": (put("Content-Type", "text/html; charset=windows-1258"), "windows-1258"),
    "kept-long": (put("Cache-Control", "public, max-age=86400"), "Cache-Control"),
    "kept-for-ever": (put("Cache-Control", "public, max-age=300, immutable"), "Cache-Control"),
    "kept-stale": (put("Cache-Control", "max-age=60, stale-while-revalidate=604800"), "Cache-Control"),
    "kept-by-carriers": (put("Cache-Control", "max-age=60, s-maxage=604800"), "Cache-Control"),
}
"""Headers that are added, weakened or taken away, each with a word of what is told."""
FILES = {
    "robots.txt": "robots.txt",
    "sitemap.xml": "sitemap.xml",
    "feed": "feeds/moi.atom.xml",
    "fragment": "fragments/latest.html",
    "script": "assets/theme.0123456789.js",
    "style": "assets/theme.0123456789.css",
    "search-script": "pagefind/pagefind.js",
    "search-part": "pagefind/vi_0123456.pf_meta",
    "picture": "images/anh-0123456789-800.webp",
    "attachment": "files/van-ban.pdf",
    "not-found": "404.html",
}
"""Files of each kind, altered for everybody."""
DOORWAYS: dict[str, Mode] = {
    "/ca-do-bong-da/": Mode(_found),
    "/slot-game.html": Mode(_found),
    "/wp-login.php": Mode(_found),
    "/nha-cai/": Mode(_found, says("user-agent", "bot")),
    "/casino/": Mode(lead_away, says("referer", "google")),
    "/khuyen-mai": Mode(lead_away),
}
"""What comes at addresses that attackers like."""
NOWHERE: dict[str, Mode] = {
    "soft-404": Mode(_found, lambda asked: asked.path != "/"),
    "soft-404-for-googlebot": Mode(_found, says("user-agent", "Googlebot")),
    "404-altered": Mode(append),
    "404-altered-for-phones-from-search": Mode(append, _PHONE_SEARCH),
    "404-leads-away": Mode(lead_away, says("referer", "google")),
    "404-refresh": Mode(add("Refresh", f"0; url={AWAY}"), says("user-agent", "Googlebot")),
    "404-kept": Mode(put("Cache-Control", "public, max-age=31536000")),
    "404-unprotected": Mode(drop(_CSP)),
}
"""What comes at addresses that never were."""
