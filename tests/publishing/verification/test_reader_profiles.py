"""Reader requests cover all profiles and do not reveal the verification."""

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

SAMPLER = RequestSampler("https://bantin.example.vn", random.SystemRandom())
ALL_REQUESTS = [
    PLAIN_READER_REQUEST,
    *SAMPLER.create_typical_requests(),
    *SAMPLER.create_variations("a/index.html"),
    *SAMPLER.create_all_combinations(),
    *SAMPLER.create_doorway_requests(),
    SAMPLER.create_random_request(),
]


def get_user_agents(requests: list[ReaderRequest]) -> set[str]:
    return {item.request.headers["User-Agent"] for item in requests}


def test_requests_do_not_reveal_a_verification() -> None:
    for item in ALL_REQUESTS:
        text = " ".join((*item.request.headers.values(), item.request.query)).lower()
        assert not [word for word in ("verify", "bulletin", "python", "urllib") if word in text]


def test_create_typical_requests_covers_all_profiles_and_search_referrers() -> None:
    typical = SAMPLER.create_typical_requests()
    assert get_user_agents(typical) == {item.user_agent for item in CLIENT_PROFILES}
    referers = " ".join(item.request.headers.get("Referer", "") for item in typical)
    for host in ("google", "bing", "coccoc", "facebook", "zalo", "yahoo"):
        assert host in referers


def test_create_all_combinations_has_each_profile_with_each_referrer() -> None:
    assert len({item.description for item in SAMPLER.create_all_combinations()}) == len(
        CLIENT_PROFILES
    ) * len(REFERRERS)


def test_create_variations_covers_compression_query_and_cookies() -> None:
    unusual = SAMPLER.create_variations("a/index.html")
    assert {item.request.query for item in unusual} > {"", *MULTI_PARAMETER_QUERIES}
    assert any("Cookie" in item.request.headers for item in unusual)
    assert {item.request.headers["Accept-Encoding"] for item in unusual} >= {"gzip", "br", "deflate"}


def test_descriptions_of_requests_differ() -> None:
    descriptions = [
        item.description
        for item in (*SAMPLER.create_typical_requests(), *SAMPLER.create_variations("a/index.html"))
    ]
    assert len(set(descriptions)) > 0.9 * len(descriptions)
    assert all(
        description.startswith("khi hỏi như ") and description.isprintable() for description in descriptions
    )


def test_remove_zstd_changes_only_accept_encoding() -> None:
    request = SAMPLER.create_typical_requests()[0].request
    changed = remove_zstd(request)
    assert changed.headers == {**request.headers, "Accept-Encoding": "gzip, deflate, br"}


def test_generate_unpublished_addresses_varies_and_avoids_the_site() -> None:
    paths = ["index.html", "casino/index.html", "wp-login.php", "2026/11/a/index.html"]
    first, second = (list(generate_unpublished_addresses(paths, random.SystemRandom())) for _ in range(2))
    assert set(PRIVATE_ADDRESSES) <= set(first)
    assert "/casino/" not in first
    assert "/wp-login.php" not in first
    assert any(item.startswith("/2026/11/a/") for item in first)
    assert len(set(first) - set(second)) > 5


def test_guides_name_the_number_of_client_profiles() -> None:
    for name, words in {
        "README.md": "as {} kinds of readers",
        "docs/maintaining.md": "as {} kinds of readers",
        "docs/huong-dan-bien-tap.md": "như {} kiểu bạn đọc",
    }.items():
        assert words.format(len(CLIENT_PROFILES)) in (ROOT / name).read_text(encoding="utf-8")
