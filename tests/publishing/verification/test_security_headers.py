"""Stricter values of security headers pass, weaker values do not."""

import pytest

from bulletin.publishing.verification.security_headers import (
    CSP_HEADER,
    SECURITY_HEADERS,
    build_content_security_policy,
    find_weak_headers,
)

PAGE = "a/index.html"
OWN = build_content_security_policy(PAGE)


def find_weak_headers_with(name: str, value: str, path: str = PAGE) -> list[str]:
    """Return the weak headers if one header has this value."""
    return list(
        find_weak_headers(
            path,
            {CSP_HEADER: build_content_security_policy(path), **SECURITY_HEADERS, name: value},
            secure=True,
        )
    )


STRICTER = (
    (CSP_HEADER, f"{OWN}; upgrade-insecure-requests"),
    (CSP_HEADER, f"{OWN}, upgrade-insecure-requests"),
    (CSP_HEADER, f"{OWN}, {OWN}"),
    (CSP_HEADER, OWN.replace("https://player.vimeo.com ", "")),
    (CSP_HEADER, OWN.upper().replace("HTTPS", "https")),
    (CSP_HEADER, f"{OWN}; object-src 'none'"),
    (CSP_HEADER, OWN.replace("style-src 'self' 'unsafe-inline'", "style-src 'self'")),
    (CSP_HEADER, OWN.replace("manifest-src 'self'; ", "")),
    ("strict-transport-security", "max-age=63072000; includeSubDomains; preload"),
    ("referrer-policy", "no-referrer"),
    ("referrer-policy", "unsafe-url, same-origin"),
    ("x-frame-options", "deny"),
    ("permissions-policy", SECURITY_HEADERS["permissions-policy"] + ", fullscreen=()"),
)
WEAKER = (
    (CSP_HEADER, "default-src 'self'"),
    (CSP_HEADER, "default-src 'none'"),
    (CSP_HEADER, OWN.replace("'none'; script", "'self'; script")),
    (CSP_HEADER, OWN.replace("img-src 'self'", "img-src 'self' data:")),
    (CSP_HEADER, f"script-src *; {OWN}"),
    (CSP_HEADER, f"{OWN}; sandbox"),
    (CSP_HEADER, f"{OWN}; script-src-attr 'unsafe-inline'"),
    (CSP_HEADER, f"{OWN}; font-src *"),
    (CSP_HEADER, OWN.replace("style-src 'self'", "style-src *")),
    (CSP_HEADER, OWN.replace("style-src 'self' 'unsafe-inline'", "style-src 'none'")),
    (CSP_HEADER, OWN.replace("manifest-src 'self'", "manifest-src *")),
    (CSP_HEADER, f"{OWN}; report-to x"),
    (CSP_HEADER, OWN.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")),
    (CSP_HEADER, "upgrade-insecure-requests"),
    (CSP_HEADER, "frame-ancestors 'none'"),
    (CSP_HEADER, OWN.replace("frame-src ", "frame-src * ")),
    ("strict-transport-security", "max-age=31535999"),
    ("strict-transport-security", "max-age=0, max-age=31536000"),
    ("strict-transport-security", "max-age=31536000; max-age=0"),
    ("x-frame-options", "DENY, ALLOWALL"),
    ("x-frame-options", "ALLOW-FROM https://ca-cuoc.example"),
    ("x-content-type-options", "nosniff, x"),
    ("permissions-policy", SECURITY_HEADERS["permissions-policy"] + ", camera=*"),
    ("permissions-policy", SECURITY_HEADERS["permissions-policy"] + ", fullscreen=*"),
    ("permissions-policy", "camera=()"),
    ("permissions-policy", SECURITY_HEADERS["permissions-policy"].replace("usb=()", "usb 'none'")),
    ("cross-origin-opener-policy", "same-origin-allow-popups"),
)


@pytest.mark.parametrize(("name", "value"), STRICTER)
def test_find_weak_headers_with_a_stricter_value_finds_nothing(name: str, value: str) -> None:
    assert find_weak_headers_with(name, value) == []


@pytest.mark.parametrize(("name", "value"), WEAKER)
def test_find_weak_headers_with_a_weaker_value_names_the_header(name: str, value: str) -> None:
    assert find_weak_headers_with(name, value) == [name]


@pytest.mark.parametrize("name", [CSP_HEADER, *SECURITY_HEADERS])
def test_find_weak_headers_with_an_empty_value_names_the_header(name: str) -> None:
    assert find_weak_headers_with(name, "") == [name]
    assert find_weak_headers_with(name, "  ") == [name]


def test_find_weak_headers_of_an_attachment_expects_another_policy() -> None:
    assert find_weak_headers_with(CSP_HEADER, "frame-ancestors *", "files/a.pdf") == [CSP_HEADER]
    assert find_weak_headers_with(CSP_HEADER, "frame-ancestors 'none'; script-src *", "files/a.pdf") == []
    assert find_weak_headers_with(CSP_HEADER, OWN, "files/a.pdf") == []


def test_find_weak_headers_allows_the_configured_frame_hosts() -> None:
    frames = ("https://phim.example.vn",)
    headers = {CSP_HEADER: build_content_security_policy(PAGE, frames), **SECURITY_HEADERS}
    assert list(find_weak_headers(PAGE, headers, secure=True, frames=frames)) == []
    assert list(find_weak_headers(PAGE, headers, secure=True)) == [CSP_HEADER]
