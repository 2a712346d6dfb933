"""What an altering server does, as attackers of public sites do: a table of modes for test_verify_altered_responses.py.

Each mode has a page of its own, so that one verification meets all of them.
"""

from collections.abc import Callable

from tests.deploy.altering_proxy import (
    SPAM_ADDRESS,
    SPAM_LINK,
    Alteration,
    ProxyRequest,
    ProxyResponse,
    add_header,
    append_link,
    inject_link,
    match_header,
    redirect_to_spam,
    remove_header,
    replace_header,
    replace_in_headers,
)

_ROBOT = "bot|externalhit|slurp|spider"
READER_CONDITIONS: dict[str, Callable[[ProxyRequest], bool]] = {
    **{
        f"agent-{number}": match_header("user-agent", pattern)
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
        f"referer-{number}": match_header("referer", pattern)
        for number, pattern in enumerate(
            (r"google\.com/", r"google\.", r"bing\.", "coccoc", "facebook", "zalo", "yahoo", "duckduckgo", "^https?://(?!127)",
             "127")
        )
    },
    "everybody-but-verify": lambda asked: not asked.has_header("user-agent", "bulletin-verify"),
    "no-robot": lambda asked: not asked.has_header("user-agent", _ROBOT),
    "typed-address": lambda asked: not asked.headers.get("referer"),
    "phone-from-google": lambda asked: asked.has_header("user-agent", "Mobile") and asked.has_header("referer", r"google\."),
    "iphone-from-google": lambda asked: asked.has_header("user-agent", "iPhone") and asked.has_header("referer", r"google\."),
    "phone-from-facebook": lambda asked: asked.has_header("user-agent", "Android") and asked.has_header("referer", "facebook"),
    "desktop-from-bing": lambda asked: asked.has_header("user-agent", "Windows") and asked.has_header("referer", "bing"),
    "navigates": match_header("sec-fetch-mode", "navigate"),
    "script-of-a-page": match_header("sec-fetch-site", "same-origin"),
    "reloads": match_header("cache-control", "no-cache"),
    "android-app": match_header("referer", "^android-app:"),
    "in-app": match_header("x-requested-with", "zing|facebook"),
    "client-hint": match_header("sec-ch-ua-mobile", r"\?1"),
    "from": match_header("from", "googlebot"),
    "vietnamese": match_header("accept-language", "^vi"),
    "english": match_header("accept-language", "^en"),
    "no-language": lambda asked: not asked.headers.get("accept-language"),
    "takes-brotli": match_header("accept-encoding", "br"),
    "takes-zstd": match_header("accept-encoding", "zstd"),
    "takes-gzip-alone": match_header("accept-encoding", "^gzip$"),
    "as-browsers-compress": match_header("accept-encoding", "gzip, deflate, br"),
    "takes-deflate": match_header("accept-encoding", "deflate"),
    "uncompressed": match_header("accept-encoding", "^(identity)?$"),
    "query": lambda asked: bool(asked.query),
    "utm": lambda asked: "utm_source=" in asked.query,
    "fbclid": lambda asked: "fbclid=" in asked.query,
    "query-search": lambda asked: asked.query.startswith("s="),
    "query-post": lambda asked: "p=" in asked.query,
    "cookie": match_header("cookie", "."),
    "old-http": lambda asked: asked.version == "HTTP/1.0",
    "second-time": lambda asked: asked.number == 1,
    "from-the-second-on": lambda asked: asked.number > 0,
    "one-in-seven": lambda asked: asked.number % 7 == 3,
    "first-time": lambda asked: asked.number == 0,
}  # fmt: skip
"""Who gets an altered page."""


def _found(reply: ProxyResponse) -> None:
    reply.status, reply.body = 200, SPAM_LINK


def _partial(reply: ProxyResponse) -> None:
    append_link(reply)
    reply.status, size = 206, len(reply.body)
    reply.set_header("Content-Range", f"bytes 0-{size - 1}/{size}")


def _unchanged(reply: ProxyResponse) -> None:
    reply.status, reply.body = 304, b""


def _compressed_without_vary(reply: ProxyResponse) -> None:
    reply.headers = [one for one in reply.headers if one[0].lower() != "vary"]


def _of_head(change: Callable[[ProxyResponse], None]) -> Alteration:
    return Alteration(change, lambda asked: asked.method == "HEAD")


_PHONE_SEARCH: Callable[[ProxyRequest], bool] = READER_CONDITIONS["phone-from-google"]
BODY_ALTERATIONS: dict[str, Alteration] = {
    "redirect-phones": Alteration(redirect_to_spam, match_header("user-agent", "Mobile")),
    "redirect-from-search": Alteration(redirect_to_spam, match_header("referer", "google|bing|coccoc")),
    "redirect-phones-from-search": Alteration(redirect_to_spam, _PHONE_SEARCH),
    "inside": Alteration(inject_link),
    "behind-the-end": Alteration(append_link),
    "all-else": Alteration(lambda reply: setattr(reply, "body", SPAM_LINK)),
    "status-203": Alteration(lambda reply: setattr(reply, "status", 203)),
    "status-403": Alteration(
        lambda reply: setattr(reply, "status", 403), match_header("user-agent", "Googlebot")
    ),
    "status-410": Alteration(
        lambda reply: setattr(reply, "status", 410), match_header("user-agent", "Googlebot")
    ),
    "head-length": Alteration(replace_header("Content-Length", "999"), lambda asked: asked.method == "HEAD"),
    "part": Alteration(_partial, match_header("range", ".")),
    "conditional": Alteration(append_link, match_header("if-none-match", ".")),
    "conditional-by-time": Alteration(append_link, match_header("if-modified-since", ".")),
    "never-fresh": Alteration(_unchanged, match_header("if-modified-since", ".")),
    "head-refresh": _of_head(add_header("Refresh", f"0; url={SPAM_ADDRESS}")),
    "head-redirect": _of_head(redirect_to_spam),
    "vary": Alteration(
        _compressed_without_vary, lambda asked: asked.has_header("accept-encoding", "gzip|br"), is_plain=False
    ),
}
"""What an altered answer is like."""
_CSP = "Content-Security-Policy"
HEADER_ALTERATIONS: dict[str, tuple[Callable[[ProxyResponse], None], str]] = {
    "refresh": (add_header("Refresh", f"0; url={SPAM_ADDRESS}"), "refresh"),
    "link-canonical": (add_header("Link", f'<{SPAM_ADDRESS}>; rel="canonical"'), "link"),
    "link-style": (add_header("Link", f"<{SPAM_ADDRESS}x.css>; rel=stylesheet"), "link"),
    "link-preload": (add_header("Link", f"<{SPAM_ADDRESS}x.js>; rel=preload; as=script"), "link"),
    "robots": (add_header("X-Robots-Tag", "noindex"), "x-robots-tag"),
    "cookie": (add_header("Set-Cookie", "seen=1; Path=/"), "set-cookie"),
    "policy-default": (replace_header(_CSP, "default-src * 'unsafe-inline'"), _CSP.lower()),
    "policy-inline": (
        replace_in_headers("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
        _CSP.lower(),
    ),
    "policy-host": (
        replace_in_headers("script-src 'self'", "script-src 'self' https://ca-cuoc.example"),
        _CSP.lower(),
    ),
    "policy-elements": (
        replace_in_headers("base-uri 'none'", "base-uri 'none'; script-src-elem *"),
        _CSP.lower(),
    ),
    "policy-frames": (replace_in_headers("frame-src ", "frame-src https: "), _CSP.lower()),
    "policy-framed": (replace_in_headers("frame-ancestors 'none'", "frame-ancestors *"), _CSP.lower()),
    "policy-form": (replace_in_headers("form-action 'self'; ", ""), _CSP.lower()),
    "policy-base": (replace_in_headers("; base-uri 'none'", ""), _CSP.lower()),
    "policy-reports": (
        replace_in_headers("base-uri 'none'", f"base-uri 'none'; report-uri {SPAM_ADDRESS}"),
        _CSP.lower(),
    ),
    "policy-gone": (remove_header(_CSP), _CSP.lower()),
    "policy-second": (add_header(_CSP, "default-src *"), _CSP.lower()),
    "policy-report-only": (
        add_header(f"{_CSP}-Report-Only", f"default-src *; report-uri {SPAM_ADDRESS}"),
        "report-only",
    ),
    "framed": (remove_header("X-Frame-Options"), "x-frame-options"),
    "framed-by-all": (replace_header("X-Frame-Options", "ALLOWALL"), "x-frame-options"),
    "framed-by-us": (replace_header("X-Frame-Options", "SAMEORIGIN"), "x-frame-options"),
    "plain-http": (remove_header("Strict-Transport-Security"), "strict-transport-security"),
    "plain-http-soon": (
        replace_header("Strict-Transport-Security", "max-age=0"),
        "strict-transport-security",
    ),
    "sniff": (remove_header("X-Content-Type-Options"), "x-content-type-options"),
    "referrer": (replace_header("Referrer-Policy", "unsafe-url"), "referrer-policy"),
    "referrer-gone": (remove_header("Referrer-Policy"), "referrer-policy"),
    "permissions": (remove_header("Permissions-Policy"), "permissions-policy"),
    "permissions-open": (replace_in_headers("camera=()", "camera=*"), "permissions-policy"),
    "permissions-more": (replace_in_headers("usb=()", "usb=(), fullscreen=*"), "permissions-policy"),
    "opener": (remove_header("Cross-Origin-Opener-Policy"), "cross-origin-opener-policy"),
    "opener-open": (
        replace_header("Cross-Origin-Opener-Policy", "unsafe-none"),
        "cross-origin-opener-policy",
    ),
    "shared": (add_header("Access-Control-Allow-Origin", "*"), "access-control-allow-origin"),
    "location": (add_header("Content-Location", SPAM_ADDRESS), "content-location"),
    "download": (add_header("Content-Disposition", "attachment; filename=tin.exe"), "content-disposition"),
    "source-map": (add_header("SourceMap", f"{SPAM_ADDRESS}x.map"), "sourcemap"),
    "old-source-map": (add_header("X-SourceMap", f"{SPAM_ADDRESS}x.map"), "x-sourcemap"),
    "clear": (add_header("Clear-Site-Data", '"*"'), "clear-site-data"),
    "worker": (add_header("Service-Worker-Allowed", "/"), "service-worker-allowed"),
    "nel": (add_header("NEL", '{"report_to":"x","max_age":1}'), "nel"),
    "report-to": (add_header("Report-To", f'{{"endpoints":[{{"url":"{SPAM_ADDRESS}"}}]}}'), "report-to"),
    "reporting": (add_header("Reporting-Endpoints", f'default="{SPAM_ADDRESS}"'), "reporting-endpoints"),
    "other-host": (add_header("Alt-Svc", 'h3="ca-cuoc.example:443"'), "alt-svc"),
    "speculation": (add_header("Speculation-Rules", f'"{SPAM_ADDRESS}rules.json"'), "speculation-rules"),
    "language": (add_header("Content-Language", "zh"), "content-language"),
    "hints": (add_header("Accept-CH", "Sec-CH-UA-Model"), "accept-ch"),
    "type": (replace_header("Content-Type", "text/plain; charset=utf-8"), "text/plain"),
    "type-twice": (add_header("Content-Type", "text/plain"), "text/html; charset=utf-8, text/plain"),
    "charset": (replace_header("Content-Type", "text/html; charset=windows-1258"), "windows-1258"),
    "kept-long": (replace_header("Cache-Control", "public, max-age=86400"), "Cache-Control"),
    "kept-for-ever": (replace_header("Cache-Control", "public, max-age=300, immutable"), "Cache-Control"),
    "kept-stale": (
        replace_header("Cache-Control", "max-age=60, stale-while-revalidate=604800"),
        "Cache-Control",
    ),
    "kept-by-carriers": (replace_header("Cache-Control", "max-age=60, s-maxage=604800"), "Cache-Control"),
}
"""Headers that are added, weakened or taken away, each with a word of what is told."""
ALTERED_FILES = {
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
DOORWAY_ALTERATIONS: dict[str, Alteration] = {
    "/ca-do-bong-da/": Alteration(_found),
    "/slot-game.html": Alteration(_found),
    "/wp-login.php": Alteration(_found),
    "/nha-cai/": Alteration(_found, match_header("user-agent", "bot")),
    "/casino/": Alteration(redirect_to_spam, match_header("referer", "google")),
    "/khuyen-mai": Alteration(redirect_to_spam),
}
"""What comes at addresses that attackers like."""
NOT_FOUND_ALTERATIONS: dict[str, Alteration] = {
    "soft-404": Alteration(_found, lambda asked: asked.path != "/"),
    "soft-404-for-googlebot": Alteration(_found, match_header("user-agent", "Googlebot")),
    "404-altered": Alteration(append_link),
    "404-altered-for-phones-from-search": Alteration(append_link, _PHONE_SEARCH),
    "404-leads-away": Alteration(redirect_to_spam, match_header("referer", "google")),
    "404-refresh": Alteration(
        add_header("Refresh", f"0; url={SPAM_ADDRESS}"), match_header("user-agent", "Googlebot")
    ),
    "404-kept": Alteration(replace_header("Cache-Control", "public, max-age=31536000")),
    "404-unprotected": Alteration(remove_header(_CSP)),
}
"""What comes at addresses that never were."""
