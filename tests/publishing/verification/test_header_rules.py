"""Headers of files, and what is wrong with them."""

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
    """Return what is wrong with a file whose headers are right but for those ``changed``: ``cache_control="…"``."""
    wrong = {name.replace("_", "-"): value for name, value in changed.items()}
    return [
        f"{one.message}{one.expectation}"
        for one in check_headers(path, create_correct_headers(path) | wrong, secure=secure)
    ]


def create_correct_headers(path: str) -> dict[str, str]:
    """Return the headers that a file comes with."""
    named = {"content-type": get_content_type(path), "cache-control": get_cache_control(path)}
    return {CSP_HEADER: build_content_security_policy(path), **SECURITY_HEADERS, **named}


def describe_missing_header(name: str, value: str) -> str:
    """Return what is said of a header with a ``value`` that does not protect."""
    return f"gửi tiêu đề bảo vệ “{name}” chưa đủ chặt" if value else f"thiếu tiêu đề bảo vệ “{name}”"


@pytest.mark.parametrize("path", [PAGE, STYLE, PICTURE, FEED, "robots.txt", "files/a.pdf"])
def test_what_the_program_itself_says_of_a_file_is_right(path: str) -> None:
    assert check_changed_headers(path) == []


@pytest.mark.parametrize(
    "value",
    ["", "max-age=0", "max-age=0; includeSubDomains", "includeSubDomains", "max-age=x", "max-age=86400"],
)
def test_transport_security_must_last(value: str) -> None:
    assert check_changed_headers(PAGE, strict_transport_security=value) == [
        describe_missing_header("strict-transport-security", value)
    ]
    assert check_changed_headers(PAGE, secure=False, strict_transport_security="") == []


@pytest.mark.parametrize(
    "value", ["", "unsafe-url", "origin", "no-referrer-when-downgrade", "same-origin, unsafe-url", "x"]
)
def test_a_referrer_policy_must_protect(value: str) -> None:
    assert check_changed_headers(PAGE, referrer_policy=value) == [
        describe_missing_header("referrer-policy", value)
    ]


def test_of_several_policies_the_last_known_counts() -> None:
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
def test_a_file_must_be_kept_as_long_as_it_stays_the_same_and_no_longer(path: str, value: str) -> None:
    assert [one.partition(":")[0] for one in check_changed_headers(path, cache_control=value)] == [
        f"gửi Cache-Control “{value}”, lẽ ra là “{get_cache_control(path)}”"
        if value
        else f"không gửi Cache-Control, lẽ ra là “{get_cache_control(path)}”"
    ]


@pytest.mark.parametrize("value", ["no-cache", "no-store, max-age=0", "public, max-age=60", "Max-Age=300"])
def test_a_page_may_be_kept_for_less(value: str) -> None:
    assert check_changed_headers(PAGE, cache_control=value) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [(PAGE, "text/plain"), (PAGE, ""), (STYLE, "text/html"), (PICTURE, "text/html; charset=utf-8")],
)
def test_a_type_must_be_that_of_the_file(path: str, value: str) -> None:
    said = "báo kiểu nội dung là “" if value else "không báo kiểu nội dung, lẽ ra là text/html"
    assert check_changed_headers(path, content_type=value)[0].startswith(said)


def test_an_error_is_kept_no_longer_than_a_page() -> None:
    def of_error(**changed: str) -> list[HeaderViolation]:
        headers = create_correct_headers("404.html") | {
            name.replace("_", "-"): value for name, value in changed.items()
        }
        return list(check_headers("404.html", headers, secure=True, kept=False))

    assert not [one for value in ("", "no-cache", "max-age=300") for one in of_error(cache_control=value)]
    assert of_error(cache_control="max-age=86400")
    assert of_error(cache_control="public, immutable")
    assert of_error(referrer_policy="")


INERT = {
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
OBEYED = (
    "refresh", "link", "set-cookie", "x-robots-tag", "content-location", "access-control-allow-credentials", "x-ua-compatible",
    "clear-site-data", "document-policy", "origin-trial", "public-key-pins", "timing-allow-origin", "critical-ch",
    "www-authenticate", "content-security-policy-report-only", "location", "\x1b]8",
)  # fmt: skip


@pytest.mark.parametrize("name", INERT)
def test_headers_of_carriers_are_no_faults(name: str) -> None:
    assert list(check_headers(PAGE, {**create_correct_headers(PAGE), name: INERT[name]}, secure=True)) == []


@pytest.mark.parametrize("name", OBEYED)
def test_a_header_that_browsers_obey_and_nobody_promised_is_told_with_its_value(name: str) -> None:
    (fault,) = check_headers(
        PAGE, {**create_correct_headers(PAGE), name: "a\x1b[2J\u202e" + "b" * 500}, secure=True
    )
    assert fault.message.isprintable()
    assert fault.message.startswith("gửi tiêu đề lạ “")
    assert fault.value.startswith("a\\x1b[2J\\u202ebb")
    assert len(fault.value) < 140


def test_a_compressed_file_tells_that_it_varies() -> None:
    headers = {**create_correct_headers(PAGE), "content-encoding": "br"}
    assert [one.message for one in check_headers(PAGE, headers, secure=True)] == [
        "nén tệp mà không gửi “Vary: Accept-Encoding”"
    ]
    assert list(check_headers(PAGE, {**headers, "vary": "Origin, accept-encoding"}, secure=True)) == []


def test_types_that_mean_the_same_are_right() -> None:
    assert check_changed_headers("theme.js", content_type="application/javascript") == []
    assert check_changed_headers(FEED, content_type="text/xml; charset=UTF-8") == []
    assert check_changed_headers(PAGE, content_type="text/html") == []


def test_vietnamese_needs_its_character_set() -> None:
    assert check_changed_headers(PAGE, content_type="text/html; charset=ISO-8859-1") == [
        "báo bảng mã là “ISO-8859-1”, lẽ ra là utf-8"
    ]


def test_of_two_types_neither_is_right() -> None:
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
def test_whatever_a_server_sends_is_judged_in_one_line(headers: dict[str, str]) -> None:
    for one in check_headers(PAGE, create_correct_headers(PAGE) | headers, secure=True):
        assert f"{one.message}{one.expectation}{one.value}".isprintable()


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
def test_a_long_header_costs_no_more_than_its_length(name: str, unit: str) -> None:
    def cost(length: int) -> float:
        headers = {**create_correct_headers(PAGE), name: unit * length}
        begun = time.process_time()
        list(check_headers(PAGE, headers, secure=True))
        return time.process_time() - begun

    assert cost(16000) < 0.02 + 20 * cost(2000)  # the square of the length were 64 times as much
