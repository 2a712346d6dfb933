"""Alterations of an altering proxy, as attackers of public sites make them.

test_verify_altered_responses.py has one page for each alteration, so that one verification finds all.
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


def _match_client(agent: str, referrer: str) -> Callable[[ProxyRequest], bool]:
    return lambda request: request.has_header("user-agent", agent) and request.has_header("referer", referrer)


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
    "all-but-verify": lambda request: not request.has_header("user-agent", "bulletin-verify"),
    "no-robot": lambda request: not request.has_header("user-agent", _ROBOT),
    "typed-address": lambda request: not request.headers.get("referer"),
    "phone-from-google": _match_client("Mobile", r"google\."),
    "iphone-from-google": _match_client("iPhone", r"google\."),
    "phone-from-facebook": _match_client("Android", "facebook"),
    "desktop-from-bing": _match_client("Windows", "bing"),
    "navigates": match_header("sec-fetch-mode", "navigate"),
    "script-of-a-page": match_header("sec-fetch-site", "same-origin"),
    "reloads": match_header("cache-control", "no-cache"),
    "android-app": match_header("referer", "^android-app:"),
    "in-app": match_header("x-requested-with", "zing|facebook"),
    "client-hint": match_header("sec-ch-ua-mobile", r"\?1"),
    "from": match_header("from", "googlebot"),
    "vietnamese": match_header("accept-language", "^vi"),
    "english": match_header("accept-language", "^en"),
    "no-language": lambda request: not request.headers.get("accept-language"),
    "takes-brotli": match_header("accept-encoding", "br"),
    "takes-zstd": match_header("accept-encoding", "zstd"),
    "takes-gzip-alone": match_header("accept-encoding", "^gzip$"),
    "as-browsers-compress": match_header("accept-encoding", "gzip, deflate, br"),
    "takes-deflate": match_header("accept-encoding", "deflate"),
    "uncompressed": match_header("accept-encoding", "^(identity)?$"),
    "query": lambda request: bool(request.query),
    "utm": lambda request: "utm_source=" in request.query,
    "fbclid": lambda request: "fbclid=" in request.query,
    "query-search": lambda request: request.query.startswith("s="),
    "query-post": lambda request: "p=" in request.query,
    "cookie": match_header("cookie", "."),
    "old-http": lambda request: request.version == "HTTP/1.0",
    "second-time": lambda request: request.number == 1,
    "from-the-second-on": lambda request: request.number > 0,
    "one-in-seven": lambda request: request.number % 7 == 3,
    "first-time": lambda request: request.number == 0,
}  # fmt: skip
"""Conditions on the requests that get an altered page."""


def _send_doorway(response: ProxyResponse) -> None:
    response.status, response.body = 200, SPAM_LINK


def _send_partial_response(response: ProxyResponse) -> None:
    append_link(response)
    response.status, size = 206, len(response.body)
    response.set_header("Content-Range", f"bytes 0-{size - 1}/{size}")


def _send_not_modified(response: ProxyResponse) -> None:
    response.status, response.body = 304, b""


def _remove_vary(response: ProxyResponse) -> None:
    response.headers = [header for header in response.headers if header[0].lower() != "vary"]


def _alter_head(change: Callable[[ProxyResponse], None]) -> Alteration:
    return Alteration(change, lambda request: request.method == "HEAD")


_PHONE_SEARCH: Callable[[ProxyRequest], bool] = READER_CONDITIONS["phone-from-google"]
BODY_ALTERATIONS: dict[str, Alteration] = {
    "redirect-phones": Alteration(redirect_to_spam, match_header("user-agent", "Mobile")),
    "redirect-from-search": Alteration(redirect_to_spam, match_header("referer", "google|bing|coccoc")),
    "redirect-phones-from-search": Alteration(redirect_to_spam, _PHONE_SEARCH),
    "inside": Alteration(inject_link),
    "after-the-end": Alteration(append_link),
    "all-else": Alteration(lambda response: setattr(response, "body", SPAM_LINK)),
    "status-203": Alteration(lambda response: setattr(response, "status", 203)),
    "status-403": Alteration(
        lambda response: setattr(response, "status", 403), match_header("user-agent", "Googlebot")
    ),
    "status-410": Alteration(
        lambda response: setattr(response, "status", 410), match_header("user-agent", "Googlebot")
    ),
    "head-length": Alteration(
        replace_header("Content-Length", "999"), lambda request: request.method == "HEAD"
    ),
    "part": Alteration(_send_partial_response, match_header("range", ".")),
    "conditional": Alteration(append_link, match_header("if-none-match", ".")),
    "conditional-by-time": Alteration(append_link, match_header("if-modified-since", ".")),
    "never-fresh": Alteration(_send_not_modified, match_header("if-modified-since", ".")),
    "head-refresh": _alter_head(add_header("Refresh", f"0; url={SPAM_ADDRESS}")),
    "head-redirect": _alter_head(redirect_to_spam),
    "vary": Alteration(
        _remove_vary, lambda request: request.has_header("accept-encoding", "gzip|br"), is_plain=False
    ),
}
"""Alterations of body, status or length."""
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
    "kept-as-immutable": (replace_header("Cache-Control", "public, max-age=300, immutable"), "Cache-Control"),
    "kept-stale": (
        replace_header("Cache-Control", "max-age=60, stale-while-revalidate=604800"),
        "Cache-Control",
    ),
    "kept-by-carriers": (replace_header("Cache-Control", "max-age=60, s-maxage=604800"), "Cache-Control"),
}
"""Added, weakened or removed headers, each with a word of the expected message."""
ALTERED_FILES = {
    "robots.txt": "robots.txt",
    "sitemap.xml": "sitemap.xml",
    "feed": "feeds/moi.atom.xml",
    "fragment": "fragments/latest.html",
    "script": "assets/theme.0123456789.js",
    "style": "assets/theme.0123456789.css",
    "search-head": "search/summary/index.json",
    "search-part": "search/closed/words-00.0123456789.json",
    "picture": "images/anh-0123456789-800.webp",
    "attachment": "files/van-ban.pdf",
    "not-found": "404.html",
}
"""Files of each type, altered for all readers."""
DOORWAY_ALTERATIONS: dict[str, Alteration] = {
    "/ca-do-bong-da/": Alteration(_send_doorway),
    "/slot-game.html": Alteration(_send_doorway),
    "/wp-login.php": Alteration(_send_doorway),
    "/nha-cai/": Alteration(_send_doorway, match_header("user-agent", "bot")),
    "/casino/": Alteration(redirect_to_spam, match_header("referer", "google")),
    "/khuyen-mai": Alteration(redirect_to_spam),
}
"""Doorways at addresses that attackers use."""
NOT_FOUND_ALTERATIONS: dict[str, Alteration] = {
    "soft-404": Alteration(_send_doorway, lambda request: request.path != "/"),
    "soft-404-for-googlebot": Alteration(_send_doorway, match_header("user-agent", "Googlebot")),
    "404-altered": Alteration(append_link),
    "404-altered-for-phones-from-search": Alteration(append_link, _PHONE_SEARCH),
    "404-leads-away": Alteration(redirect_to_spam, match_header("referer", "google")),
    "404-refresh": Alteration(
        add_header("Refresh", f"0; url={SPAM_ADDRESS}"), match_header("user-agent", "Googlebot")
    ),
    "404-kept": Alteration(replace_header("Cache-Control", "public, max-age=31536000")),
    "404-unprotected": Alteration(remove_header(_CSP)),
}
"""Altered responses at unpublished addresses."""
