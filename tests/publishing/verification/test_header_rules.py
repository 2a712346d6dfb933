"""Header violations of a response."""

import gc
import os
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.publishing.release.file_types import get_cache_control, get_content_type
from bulletin.publishing.verification.header_rules import HeaderViolation, check_headers
from bulletin.publishing.verification.security_headers import (
    CSP_HEADER,
    SECURITY_HEADERS,
    build_content_security_policy,
)

PAGE, STYLE, PICTURE, FEED = "a/index.html", "assets/x.0123456789.css", "images/x.jpg", "feeds/x.atom.xml"


def check_changed_headers(path: str, *, secure: bool = True, **changed: str) -> list[str]:
    """Return the violations of headers with changes, such as ``cache_control="…"``."""
    changes = {name.replace("_", "-"): value for name, value in changed.items()}
    return [
        f"{violation.message}{violation.expectation}"
        for violation in check_headers(path, create_correct_headers(path) | changes, secure=secure)
    ]


def create_correct_headers(path: str) -> dict[str, str]:
    """Return headers of a file without a violation."""
    named = {"content-type": get_content_type(path), "cache-control": get_cache_control(path)}
    return {CSP_HEADER: build_content_security_policy(path), **SECURITY_HEADERS, **named}


def describe_missing_header(name: str, value: str) -> str:
    """Return the message for a security header with a weak ``value``."""
    return f"gửi tiêu đề bảo vệ “{name}” chưa đủ chặt" if value else f"thiếu tiêu đề bảo vệ “{name}”"


@pytest.mark.parametrize("path", [PAGE, STYLE, PICTURE, FEED, "robots.txt", "files/a.pdf"])
def test_check_headers_with_correct_headers_finds_nothing(path: str) -> None:
    assert check_changed_headers(path) == []


@pytest.mark.parametrize(
    "value",
    ["", "max-age=0", "max-age=0; includeSubDomains", "includeSubDomains", "max-age=x", "max-age=86400"],
)
def test_check_headers_with_a_short_hsts_time_reports_it(value: str) -> None:
    assert check_changed_headers(PAGE, strict_transport_security=value) == [
        describe_missing_header("strict-transport-security", value)
    ]
    assert check_changed_headers(PAGE, secure=False, strict_transport_security="") == []


@pytest.mark.parametrize(
    "value", ["", "unsafe-url", "origin", "no-referrer-when-downgrade", "same-origin, unsafe-url", "x"]
)
def test_check_headers_with_a_weak_referrer_policy_reports_it(value: str) -> None:
    assert check_changed_headers(PAGE, referrer_policy=value) == [
        describe_missing_header("referrer-policy", value)
    ]


def test_check_headers_with_several_referrer_policies_uses_the_last_known() -> None:
    assert (
        check_changed_headers(PAGE, referrer_policy="no-referrer-when-downgrade, Same-Origin, of-tomorrow")
        == []
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (PAGE, ""),
        (PAGE, "public"),
        (PAGE, "public, max-age=86400"),
        (PAGE, "max-age=300, s-maxage=86400"),
        (PAGE, "max-age=300, stale-while-revalidate=86400"),
        (PAGE, "max-age=300, immutable"),
        (PICTURE, "public, max-age=31536000, immutable"),
        (STYLE, "public, max-age=300"),
        (STYLE, ""),
    ],
)
def test_check_headers_with_a_wrong_cache_time_reports_it(path: str, value: str) -> None:
    assert [message.partition(":")[0] for message in check_changed_headers(path, cache_control=value)] == [
        f"gửi Cache-Control “{value}”, lẽ ra là “{get_cache_control(path)}”"
        if value
        else f"không gửi Cache-Control, lẽ ra là “{get_cache_control(path)}”"
    ]


@pytest.mark.parametrize("value", ["no-cache", "no-store, max-age=0", "public, max-age=60", "Max-Age=300"])
def test_check_headers_with_a_shorter_cache_time_finds_nothing(value: str) -> None:
    assert check_changed_headers(PAGE, cache_control=value) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [(PAGE, "text/plain"), (PAGE, ""), (STYLE, "text/html"), (PICTURE, "text/html; charset=utf-8")],
)
def test_check_headers_with_a_wrong_content_type_reports_it(path: str, value: str) -> None:
    message = "báo kiểu nội dung là “" if value else "không báo kiểu nội dung, lẽ ra là text/html"
    assert check_changed_headers(path, content_type=value)[0].startswith(message)


def test_check_headers_of_an_error_allows_no_long_cache_time() -> None:
    def check_error_headers(**changed: str) -> list[HeaderViolation]:
        headers = create_correct_headers("404.html") | {
            name.replace("_", "-"): value for name, value in changed.items()
        }
        return list(check_headers("404.html", headers, secure=True, kept=False))

    assert not [
        one for value in ("", "no-cache", "max-age=300") for one in check_error_headers(cache_control=value)
    ]
    assert check_error_headers(cache_control="max-age=86400")
    assert check_error_headers(cache_control="public, immutable")
    assert check_error_headers(referrer_policy="")


HARMLESS_HEADERS = {
    "server": "nginx",
    "via": "1.1 varnish",
    "age": "12",
    "x-cache": "HIT",
    "cf-ray": "8f",
    "x-amz-request-id": "A",
    "alt-svc": 'h3=":443"; ma=86400',
    "expires": "0",
    "upgrade": "h2",
    "x-xss-protection": "0",
    "cross-origin-resource-policy": "same-origin",
    "x-powered-by": "CDN",
}
UNEXPECTED_HEADERS = (
    "refresh", "link", "set-cookie", "x-robots-tag", "content-location", "access-control-allow-credentials", "x-ua-compatible",
    "clear-site-data", "document-policy", "origin-trial", "public-key-pins", "timing-allow-origin", "critical-ch",
    "www-authenticate", "content-security-policy-report-only", "location", "\x1b]8",
)  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS_HEADERS)
def test_check_headers_with_headers_of_a_cdn_finds_nothing(name: str) -> None:
    assert (
        list(check_headers(PAGE, {**create_correct_headers(PAGE), name: HARMLESS_HEADERS[name]}, secure=True))
        == []
    )


@pytest.mark.parametrize("name", UNEXPECTED_HEADERS)
def test_check_headers_with_an_unexpected_header_reports_its_value(name: str) -> None:
    (violation,) = check_headers(
        PAGE, {**create_correct_headers(PAGE), name: "a\x1b[2J\u202e" + "b" * 500}, secure=True
    )
    assert violation.message.isprintable()
    assert violation.message.startswith("gửi tiêu đề lạ “")
    assert violation.value.startswith("a\\x1b[2J\\u202ebb")
    assert len(violation.value) < 140


def test_check_headers_of_a_compressed_file_requires_vary() -> None:
    headers = {**create_correct_headers(PAGE), "content-encoding": "br"}
    assert [violation.message for violation in check_headers(PAGE, headers, secure=True)] == [
        "nén tệp mà không gửi “Vary: Accept-Encoding”"
    ]
    assert list(check_headers(PAGE, {**headers, "vary": "Origin, accept-encoding"}, secure=True)) == []


def test_check_headers_with_an_equivalent_content_type_finds_nothing() -> None:
    assert check_changed_headers("theme.js", content_type="application/javascript") == []
    assert check_changed_headers(FEED, content_type="text/xml; charset=UTF-8") == []
    assert check_changed_headers(PAGE, content_type="text/html") == []


def test_check_headers_with_a_wrong_charset_reports_it() -> None:
    assert check_changed_headers(PAGE, content_type="text/html; charset=ISO-8859-1") == [
        "báo bảng mã là “ISO-8859-1”, lẽ ra là utf-8"
    ]


def test_check_headers_with_two_content_types_reports_them() -> None:
    assert check_changed_headers(PAGE, content_type="text/html; charset=utf-8, text/plain")


@given(
    st.dictionaries(
        st.sampled_from(
            (CSP_HEADER, *SECURITY_HEADERS, "content-type", "cache-control", "alt-svc", "refresh", "vary")
        ),
        st.text(alphabet="abc=-;,:()*'\" \t0189\x1b\x9b/", max_size=40),
    )
)
@settings(max_examples=int(os.environ.get("BULLETIN_PLAYS", "50")))
def test_check_headers_with_any_values_yields_printable_messages(headers: dict[str, str]) -> None:
    for violation in check_headers(PAGE, create_correct_headers(PAGE) | headers, secure=True):
        assert f"{violation.message}{violation.expectation}{violation.value}".isprintable()


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("alt-svc", "=a"),
        ("alt-svc", "="),
        (CSP_HEADER, "a;"),
        (CSP_HEADER, "a 'self',"),
        ("permissions-policy", "a=(),"),
        ("content-type", "charset "),
        ("cache-control", "max-age "),
        ("cache-control", "max-age=1"),
        ("referrer-policy", "origin,"),
        ("strict-transport-security", "max-age "),
    ],
)
def test_check_headers_with_a_long_value_takes_linear_time(name: str, unit: str) -> None:
    """Compare a header with another one that is 32 times as long.

    Linear time is about 32 times as long, quadratic time 1,024 times.
    Steps of a regular expression cannot be counted, so that processor time is measured.
    The garbage collector is off, because it may search all objects of the test process.
    """

    def measure_time(length: int) -> float:
        headers = {**create_correct_headers(PAGE), name: unit * length}
        started_at = time.process_time()
        list(check_headers(PAGE, headers, secure=True))
        return time.process_time() - started_at

    def measure_best_time(length: int) -> float:
        # Each length is another one, because results are cached by value.
        return min(measure_time(length + number) for number in range(3))

    gc.collect()
    gc.disable()
    try:
        assert measure_best_time(16000) < 0.005 + 180 * measure_best_time(500)
    finally:
        gc.enable()
