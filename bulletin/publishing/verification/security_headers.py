"""Compare security headers with those that ``deploy/`` promises for every file."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from bulletin import urls
from bulletin.content.markup.page_html.video_embeds import get_frame_sources
from bulletin.content.settings import ContentSettings

DEFAULT_FRAME_SOURCES = get_frame_sources(ContentSettings().video_hosts)
"""Hosts whose videos pages may embed by default."""
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
"""Headers of every file besides the CSP, as in nginx.conf, apache.conf and Caddyfile."""
CSP_HEADER, HSTS_HEADER = "content-security-policy", "strict-transport-security"
_STRICTER = ("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin")
"""Referrer policies that are at least as strict as the promised one."""
_REFERRERS = {*_STRICTER, "origin", "origin-when-cross-origin", "no-referrer-when-downgrade", "unsafe-url"}
_MAX_AGE = re.compile(r'max-age\s*=\s*"?(\d+)', re.IGNORECASE)
_DISABLED_FEATURE = re.compile(r"([a-z][a-z-]*)=\(\)")
_FETCH_DIRECTIVES = (
    "script",
    "style",
    "img",
    "connect",
    "worker",
    "frame",
    "font",
    "media",
    "object",
    "manifest",
)
_FORMER_SOURCES: Mapping[str, frozenset[str]] = {
    "style-src": frozenset({"'self'"}),
    "manifest-src": frozenset(),
}
"""Sources in the configurations of 0.2.0, which allow less: no rules in pages, and no manifest."""
_HARMLESS_DIRECTIVES = frozenset({"upgrade-insecure-requests", "block-all-mixed-content"})
"""Directives that allow nothing more."""
_Directives = Mapping[str, frozenset[str]]


def build_content_security_policy(path: str, frames: Sequence[str] = DEFAULT_FRAME_SOURCES) -> str:
    """Return the promised ``Content-Security-Policy`` of the file at ``path``."""
    if path.startswith(urls.FILE_PREFIX[1:]):
        return "frame-ancestors 'none'"
    shown = " ".join(frames) or "'none'"
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; "
        "media-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
        f"frame-src {shown}; frame-ancestors 'none'; base-uri 'none'"
    )


def find_weak_headers(
    path: str, headers: Mapping[str, str], *, secure: bool, frames: Sequence[str] = DEFAULT_FRAME_SOURCES
) -> Iterator[str]:
    """Yield the names of headers that are missing or weaker than promised.

    Names of ``headers`` are in lower case. ``secure`` is True for a site with HTTPS.
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
    return bool(value) and _RULES.get(name, _is_equal)(value.strip(), wanted)


def _is_equal(value: str, wanted: str) -> bool:
    """Tell if the value is the promised one, once or repeated."""
    return {part.strip().lower() for part in value.split(",")} == {wanted.lower()}


def _is_hsts_long_enough(value: str, wanted: str) -> bool:
    """Tell if ``max-age`` is long enough. The first header counts (RFC 6797, 8.1)."""
    found, least = _MAX_AGE.findall(value.partition(",")[0]), _MAX_AGE.findall(wanted)
    return bool(found) and min(map(_parse_seconds, found)) >= min(map(_parse_seconds, least))


def _parse_seconds(digits: str) -> int:
    return int(digits[:20])


def _is_referrer_policy_strict(value: str, _wanted: str) -> bool:
    """Tell if the referrer policy is strict enough. The last known policy counts."""
    known = [policy for part in value.lower().split(",") if (policy := part.strip()) in _REFERRERS]
    return bool(known) and known[-1] in _STRICTER


def _disables_features(value: str, wanted: str) -> bool:
    """Tell if all promised features are disabled, and no other feature is enabled."""
    closed = [_DISABLED_FEATURE.fullmatch(part.strip().lower()) for part in value.split(",")]
    names = {found[1] for found in closed if found}
    return all(closed) and names >= set(_DISABLED_FEATURE.findall(wanted))


def _is_csp_strict(value: str, wanted: str) -> bool:
    """Tell if each policy of the header allows no more than the promised one."""
    promised, policies = _parse_directives(wanted), [_parse_directives(part) for part in value.split(",")]
    restricting = [policy for policy in policies if not policy.keys() <= _HARMLESS_DIRECTIVES]
    return bool(restricting) and all(_is_no_wider(policy, promised) for policy in restricting)


def _is_no_wider(policy: _Directives, promised: _Directives) -> bool:
    if "default-src" not in promised:  # further directives only forbid, except for reports
        reports = any(name.startswith("report") for name in policy)
        return not reports and all(policy.get(name) == promised[name] for name in promised)
    fetched = {f"{kind}-src" for kind in _FETCH_DIRECTIVES}
    if policy.keys() - promised.keys() - _HARMLESS_DIRECTIVES - fetched:
        return False
    for name in (fetched | promised.keys()) - {"default-src"}:
        found, wanted = _get_effective_sources(policy, name), _get_effective_sources(promised, name)
        is_fewer = name == "frame-src" and found is not None and wanted is not None and found <= wanted
        if found != wanted and not is_fewer and found != _FORMER_SOURCES.get(name, wanted):
            return False
    return True


def _get_effective_sources(policy: _Directives, name: str) -> frozenset[str] | None:
    """Return the sources that a directive allows, None for all (CSP 3, 6.8)."""
    found = policy.get(name)
    if found is None and name.endswith("-src"):
        found = policy.get("default-src")
    return found


def _parse_directives(policy: str) -> _Directives:
    """Return the sources of each directive. ``'none'`` is an empty set.

    If a directive is repeated, the first one counts.
    """
    found: dict[str, frozenset[str]] = {}
    for part in policy.split(";"):
        name, *sources = part.split()[:100] or [""]
        if name:
            found.setdefault(name.lower(), frozenset({source.lower() for source in sources} - {"'none'"}))
    return found


_RULES: Mapping[str, Callable[[str, str], bool]] = {
    CSP_HEADER: _is_csp_strict,
    HSTS_HEADER: _is_hsts_long_enough,
    "referrer-policy": _is_referrer_policy_strict,
    "permissions-policy": _disables_features,
}
