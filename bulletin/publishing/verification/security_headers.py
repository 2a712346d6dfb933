"""Headers that protect readers: what deploy/ promises for every file, and whether an answer is as strict."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from bulletin import urls
from bulletin.content.markup.video_embeds import get_frame_sources
from bulletin.content.settings import ContentSettings

DEFAULT_FRAME_SOURCES = get_frame_sources(ContentSettings().video_hosts)
"""Hosts of films that pages may show, unless the site names others."""
SECURITY_HEADERS = {
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), usb=()"
    ),
    "cross-origin-opener-policy": "same-origin",
}
"""What every file comes with, as nginx.conf, apache.conf and Caddyfile say, besides the policy of its content."""
CSP_HEADER, HSTS_HEADER = "content-security-policy", "strict-transport-security"
_WASM = (urls.SEARCH_ADDRESS[1:], urls.SEARCH_INDEX_PREFIX[1:])
"""Folders whose scripts run WebAssembly."""
_STRICTER = ("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin")
"""Referrer policies that tell other hosts no more than the promised one does."""
_REFERRERS = {*_STRICTER, "origin", "origin-when-cross-origin", "no-referrer-when-downgrade", "unsafe-url"}
_MAX_AGE = re.compile(r'max-age\s*=\s*"?(\d+)', re.IGNORECASE)
_CLOSED = re.compile(r"([a-z][a-z-]*)=\(\)")
_FETCHED = ("script", "style", "img", "connect", "worker", "frame", "font", "media", "object", "manifest")
_HARMLESS = frozenset({"upgrade-insecure-requests", "block-all-mixed-content"})
"""Directives that allow nothing."""
_Directives = Mapping[str, frozenset[str]]


def build_content_security_policy(path: str, frames: Sequence[str] = DEFAULT_FRAME_SOURCES) -> str:
    """Return the Content-Security-Policy that is promised for the file at ``path``."""
    if path.startswith(urls.FILE_PREFIX[1:]):
        return "frame-ancestors 'none'"
    wasm = " 'wasm-unsafe-eval'" if path.startswith(_WASM) else ""
    shown = " ".join(frames) or "'none'"
    return (
        f"default-src 'none'; script-src 'self'{wasm}; style-src 'self'; img-src 'self'; connect-src 'self'; "
        f"worker-src 'self'; form-action 'self'; frame-src {shown}; frame-ancestors 'none'; base-uri 'none'"
    )


def find_weak_headers(
    path: str, headers: Mapping[str, str], *, secure: bool, frames: Sequence[str] = DEFAULT_FRAME_SOURCES
) -> Iterator[str]:
    """Yield the names of headers that are missing or protect less than is promised for ``path``.

    Names of ``headers`` are in lower case. ``secure`` tells that the site is one of HTTPS.
    """
    promised = {CSP_HEADER: build_content_security_policy(path, tuple(frames)), **SECURITY_HEADERS}
    for name, wanted in promised.items():
        value = headers.get(name, "")
        if value == wanted or (name == HSTS_HEADER and not secure and not value):
            continue
        if not _is_strict(name, value, wanted):
            yield name


@lru_cache(maxsize=1024)
def _is_strict(name: str, value: str, wanted: str) -> bool:
    return bool(value) and _RULES.get(name, _is_same)(value.strip(), wanted)


def _is_same(value: str, wanted: str) -> bool:
    """Tell whether the value, also when it came twice, is the promised one."""
    return {one.strip().lower() for one in value.split(",")} == {wanted.lower()}


def _is_long(value: str, wanted: str) -> bool:
    """Tell whether a browser keeps to HTTPS as long as promised: the first header counts (RFC 6797, 8.1)."""
    found, least = _MAX_AGE.findall(value.partition(",")[0]), _MAX_AGE.findall(wanted)
    return bool(found) and min(map(_seconds, found)) >= min(map(_seconds, least))


def _seconds(digits: str) -> int:
    return int(digits[:20])


def _hides_pages(value: str, _wanted: str) -> bool:
    """Tell whether other hosts learn no more than the name of this one: the last policy that is known counts."""
    known = [one for part in value.lower().split(",") if (one := part.strip()) in _REFERRERS]
    return bool(known) and known[-1] in _STRICTER


def _closes(value: str, wanted: str) -> bool:
    """Tell whether all promised features are switched off, and no other one is opened."""
    closed = [_CLOSED.fullmatch(one.strip().lower()) for one in value.split(",")]
    names = {found[1] for found in closed if found}
    return all(closed) and names >= set(_CLOSED.findall(wanted))


def _restricts(value: str, wanted: str) -> bool:
    """Tell whether each policy of the header allows just what the promised one does, or fewer frames."""
    promised, policies = _directives(wanted), [_directives(one) for one in value.split(",")]
    real = [one for one in policies if not one.keys() <= _HARMLESS]
    return bool(real) and all(_is_no_wider(one, promised) for one in real)


def _is_no_wider(policy: _Directives, promised: _Directives) -> bool:
    if "default-src" not in promised:  # all that is added takes something away, but for reports
        reports = any(name.startswith("report") for name in policy)
        return not reports and all(policy.get(name) == promised[name] for name in promised)
    fetched = {f"{one}-src" for one in _FETCHED}
    if policy.keys() - promised.keys() - _HARMLESS - fetched:
        return False
    for name in (fetched | promised.keys()) - {"default-src"}:
        found, wanted = _effective(policy, name), _effective(promised, name)
        is_fewer = name == "frame-src" and found is not None and wanted is not None and found <= wanted
        if found != wanted and not is_fewer:
            return False
    return True


def _effective(policy: _Directives, name: str) -> frozenset[str] | None:
    """Return the sources that a directive allows; None if it allows all (CSP 3, 6.8)."""
    found = policy.get(name)
    if found is None and name.endswith("-src"):
        found = policy.get("default-src")
    return found


def _directives(policy: str) -> _Directives:
    """Return the sources of each directive: the first of a name counts. ``'none'`` is an empty set."""
    found: dict[str, frozenset[str]] = {}
    for part in policy.split(";"):
        name, *sources = part.split()[:100] or [""]
        if name:
            found.setdefault(name.lower(), frozenset({one.lower() for one in sources} - {"'none'"}))
    return found


_RULES: Mapping[str, Callable[[str, str], bool]] = {
    CSP_HEADER: _restricts,
    HSTS_HEADER: _is_long,
    "referrer-policy": _hides_pages,
    "permissions-policy": _closes,
}
