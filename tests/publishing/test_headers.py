"""Headers of files, and what is wrong with them."""

import pytest

from publishing.headers import faults
from publishing.kinds import cache_control, content_type

PAGE, STYLE, PICTURE, FEED = "a/index.html", "assets/x.0123456789.css", "images/x.jpg", "feeds/x.atom.xml"
GOOD = {
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "strict-transport-security": "max-age=31536000; includeSubDomains",
}


def found(path: str, *, secure: bool = True, **changed: str) -> list[str]:
    """Return what is wrong with a file whose headers are right but for those ``changed``: ``cache_control="…"``."""
    right = {**GOOD, "content-type": content_type(path), "cache-control": cache_control(path)}
    wrong = {name.replace("_", "-"): value for name, value in changed.items()}
    return [f"{one.what}{one.rather}" for one in faults(path, right | wrong, secure=secure)]


def lacking(name: str, value: str) -> str:
    """Return what is said of a header with a ``value`` that does not protect."""
    return f"gửi tiêu đề bảo vệ “{name}” chưa đủ chặt" if value else f"thiếu tiêu đề bảo vệ “{name}”"


@pytest.mark.parametrize("path", [PAGE, STYLE, PICTURE, FEED, "robots.txt", "files/a.pdf"])
def test_what_the_program_itself_says_of_a_file_is_right(path: str) -> None:
    assert found(path) == []


@pytest.mark.parametrize(
    "value", ["", "max-age=0", "max-age=0; includeSubDomains", "includeSubDomains", "max-age=x"]
)
def test_transport_security_must_last(value: str) -> None:
    assert found(PAGE, strict_transport_security=value) == [lacking("strict-transport-security", value)]
    assert found(PAGE, secure=False, strict_transport_security=value) == []


@pytest.mark.parametrize(
    "value", ["", "unsafe-url", "no-referrer-when-downgrade", "same-origin, unsafe-url", "x"]
)
def test_a_referrer_policy_must_protect(value: str) -> None:
    assert found(PAGE, referrer_policy=value) == [lacking("referrer-policy", value)]


def test_of_several_policies_the_last_known_counts() -> None:
    assert found(PAGE, referrer_policy="no-referrer-when-downgrade, Same-Origin, of-tomorrow") == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (PAGE, ""),
        (PAGE, "public"),
        (PAGE, "public, max-age=86400"),
        (PAGE, "max-age=300, s-maxage=86400"),
        (PAGE, "max-age=300, immutable"),
        (PICTURE, "public, max-age=31536000, immutable"),
        (STYLE, "public, max-age=300"),
        (STYLE, ""),
    ],
)
def test_a_file_must_be_kept_as_long_as_it_stays_the_same_and_no_longer(path: str, value: str) -> None:
    assert [one.partition(":")[0] for one in found(path, cache_control=value)] == [
        f"gửi Cache-Control “{value}”, lẽ ra là “{cache_control(path)}”"
        if value
        else f"không gửi Cache-Control, lẽ ra là “{cache_control(path)}”"
    ]


@pytest.mark.parametrize("value", ["no-cache", "no-store, max-age=0", "public, max-age=60", "Max-Age=300"])
def test_a_page_may_be_kept_for_less(value: str) -> None:
    assert found(PAGE, cache_control=value) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [(PAGE, "text/plain"), (PAGE, ""), (STYLE, "text/html"), (PICTURE, "text/html; charset=utf-8")],
)
def test_a_type_must_be_that_of_the_file(path: str, value: str) -> None:
    said = "báo kiểu nội dung là “" if value else "không báo kiểu nội dung, lẽ ra là text/html"
    assert found(path, content_type=value)[0].startswith(said)


def test_an_error_is_kept_as_long_as_the_server_likes() -> None:
    right = {**GOOD, "content-type": content_type("404.html")}
    assert not list(faults("404.html", right, secure=True, kept=False))
    assert list(faults("404.html", {**right, "referrer-policy": ""}, secure=True, kept=False))


def test_types_that_mean_the_same_are_right() -> None:
    assert found("theme.js", content_type="application/javascript") == []
    assert found(FEED, content_type="text/xml; charset=UTF-8") == []
    assert found(PAGE, content_type="text/html") == []


def test_vietnamese_needs_its_character_set() -> None:
    assert found(PAGE, content_type="text/html; charset=ISO-8859-1") == [
        "báo bảng mã là “ISO-8859-1”, lẽ ra là utf-8"
    ]
