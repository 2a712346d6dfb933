"""Headers that protect readers: stricter values pass, weaker ones never do."""

import pytest

from bulletin.publishing.verification.security_headers import POLICY, PROTECTION, content_policy, weak

PAGE = "a/index.html"
OWN = content_policy(PAGE)


def weak_with(name: str, value: str, path: str = PAGE) -> list[str]:
    """Return which headers of a file are weak when one of them has this value."""
    return list(weak(path, {POLICY: content_policy(path), **PROTECTION, name: value}, secure=True))


STRICTER = (
    (POLICY, f"{OWN}; upgrade-insecure-requests"),
    (POLICY, f"{OWN}, upgrade-insecure-requests"),
    (POLICY, f"{OWN}, {OWN}"),
    (POLICY, OWN.replace("https://player.vimeo.com ", "")),
    (POLICY, OWN.upper().replace("HTTPS", "https")),
    (POLICY, f"{OWN}; object-src 'none'"),
    ("strict-transport-security", "max-age=63072000; includeSubDomains; preload"),
    ("referrer-policy", "no-referrer"),
    ("referrer-policy", "unsafe-url, same-origin"),
    ("x-frame-options", "deny"),
    ("permissions-policy", PROTECTION["permissions-policy"] + ", fullscreen=()"),
)
WEAKER = (
    (POLICY, "default-src 'self'"),
    (POLICY, "default-src 'none'"),
    (POLICY, OWN.replace("'none'; script", "'self'; script")),
    (POLICY, OWN.replace("img-src 'self'", "img-src 'self' data:")),
    (POLICY, f"script-src *; {OWN}"),
    (POLICY, f"{OWN}; sandbox"),
    (POLICY, f"{OWN}; script-src-attr 'unsafe-inline'"),
    (POLICY, f"{OWN}; font-src *"),
    (POLICY, f"{OWN}; report-to x"),
    (POLICY, OWN.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")),
    (POLICY, "upgrade-insecure-requests"),
    (POLICY, "frame-ancestors 'none'"),
    (POLICY, OWN.replace("frame-src ", "frame-src * ")),
    ("strict-transport-security", "max-age=31535999"),
    ("strict-transport-security", "max-age=0, max-age=31536000"),
    ("strict-transport-security", "max-age=31536000; max-age=0"),
    ("x-frame-options", "DENY, ALLOWALL"),
    ("x-frame-options", "ALLOW-FROM https://ca-cuoc.example"),
    ("x-content-type-options", "nosniff, x"),
    ("permissions-policy", PROTECTION["permissions-policy"] + ", camera=*"),
    ("permissions-policy", PROTECTION["permissions-policy"] + ", fullscreen=*"),
    ("permissions-policy", "camera=()"),
    ("permissions-policy", PROTECTION["permissions-policy"].replace("usb=()", "usb 'none'")),
    ("cross-origin-opener-policy", "same-origin-allow-popups"),
)


@pytest.mark.parametrize(("name", "value"), STRICTER)
def test_a_stricter_value_passes(name: str, value: str) -> None:
    assert weak_with(name, value) == []


@pytest.mark.parametrize(("name", "value"), WEAKER)
def test_a_weaker_value_never_passes(name: str, value: str) -> None:
    assert weak_with(name, value) == [name]


@pytest.mark.parametrize("name", [POLICY, *PROTECTION])
def test_a_header_that_is_taken_away_or_empty_is_weak(name: str) -> None:
    assert weak_with(name, "") == [name]
    assert weak_with(name, "  ") == [name]


def test_attachments_have_a_policy_of_their_own() -> None:
    assert weak_with(POLICY, "frame-ancestors *", "files/a.pdf") == [POLICY]
    assert weak_with(POLICY, "frame-ancestors 'none'; script-src *", "files/a.pdf") == []
    assert weak_with(POLICY, OWN, "files/a.pdf") == []


def test_pages_may_show_films_of_the_hosts_that_the_site_names() -> None:
    frames = ("https://phim.example.vn",)
    headers = {POLICY: content_policy(PAGE, frames), **PROTECTION}
    assert list(weak(PAGE, headers, secure=True, frames=frames)) == []
    assert list(weak(PAGE, headers, secure=True)) == [POLICY]
