"""Kinds of readers: none is missing, none betrays who asks, and the ways differ."""

import random

from bulletin.publishing.verification.reader_profiles import (
    MULTI_PARAMETER_QUERIES,
    PLAIN_READER_REQUEST,
    ReaderRequest,
    RequestSampler,
    remove_zstd,
)
from bulletin.publishing.verification.unpublished_addresses import (
    PRIVATE_ADDRESSES,
    generate_unpublished_addresses,
)
from bulletin.publishing.verification.user_agents import CLIENT_PROFILES, REFERRERS
from tests.sample_site import ROOT

READERS = RequestSampler("https://bantin.example.vn", random.SystemRandom())
ALL = [
    PLAIN_READER_REQUEST,
    *READERS.create_typical_requests(),
    *READERS.create_variations("a/index.html"),
    *READERS.create_all_combinations(),
    *READERS.create_doorway_requests(),
    READERS.create_random_request(),
]


def get_user_agents(askings: list[ReaderRequest]) -> set[str]:
    return {one.request.headers["User-Agent"] for one in askings}


def test_no_request_tells_that_it_is_a_verification() -> None:
    for one in ALL:
        said = " ".join((*one.request.headers.values(), one.request.query)).lower()
        assert not [word for word in ("verify", "bulletin", "python", "urllib") if word in said]


def test_every_device_asks_as_it_is_usual_and_those_from_search_pages_say_so() -> None:
    natural = READERS.create_typical_requests()
    assert get_user_agents(natural) == {one.user_agent for one in CLIENT_PROFILES}
    referers = " ".join(one.request.headers.get("Referer", "") for one in natural)
    for host in ("google", "bing", "coccoc", "facebook", "zalo", "yahoo"):
        assert host in referers


def test_every_device_comes_from_every_place_where_pages_are_asked_for_in_pairs() -> None:
    assert len({one.description for one in READERS.create_all_combinations()}) == len(CLIENT_PROFILES) * len(
        REFERRERS
    )


def test_readers_differ_in_compression_query_cookie_and_language() -> None:
    unusual = READERS.create_variations("a/index.html")
    assert {one.request.query for one in unusual} > {"", *MULTI_PARAMETER_QUERIES}
    assert any("Cookie" in one.request.headers for one in unusual)
    assert {one.request.headers["Accept-Encoding"] for one in unusual} >= {"gzip", "br", "deflate"}


def test_ways_have_names_that_tell_them_apart() -> None:
    ways = [
        one.description
        for one in (*READERS.create_typical_requests(), *READERS.create_variations("a/index.html"))
    ]
    assert len(set(ways)) > 0.9 * len(ways)
    assert all(way.startswith("khi hỏi như ") and way.isprintable() for way in ways)


def test_a_reader_without_zstd_is_the_same_reader() -> None:
    request = READERS.create_typical_requests()[0].request
    other = remove_zstd(request)
    assert other.headers == {**request.headers, "Accept-Encoding": "gzip, deflate, br"}


def test_addresses_that_never_were_are_others_each_time_and_none_of_the_site() -> None:
    paths = ["index.html", "casino/index.html", "wp-login.php", "2026/11/a/index.html"]
    first, second = (list(generate_unpublished_addresses(paths, random.SystemRandom())) for _ in range(2))
    assert set(PRIVATE_ADDRESSES) <= set(first)
    assert "/casino/" not in first
    assert "/wp-login.php" not in first
    assert any(one.startswith("/2026/11/a/") for one in first)
    assert len(set(first) - set(second)) > 5


def test_guides_say_as_how_many_kinds_of_readers_it_asks() -> None:
    for name, words in {
        "README.md": "as {} kinds of readers",
        "docs/maintaining.md": "as {} kinds of readers",
        "docs/huong-dan-bien-tap.md": "như {} kiểu bạn đọc",
    }.items():
        assert words.format(len(CLIENT_PROFILES)) in (ROOT / name).read_text(encoding="utf-8")
