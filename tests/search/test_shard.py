from typing import Any

import pytest

from bulletin.archive import search_shards
from bulletin.search.shard import create_shards
from tests.factories import create_test_article, create_test_context, shift_time

OLD = {"date": shift_time(-24 * 400)}


def get_cache_keys(edition) -> dict[str, str]:
    return {volume.name: volume.cache_key for volume in create_shards(edition)}


def test_volumes_begin_with_the_newest_and_articles_with_the_oldest() -> None:
    made = create_shards(
        create_test_context(
            [
                create_test_article("a"),
                create_test_article("b", date=shift_time(-48)),
                create_test_article("cu", **OLD),
            ]
        )
    )
    assert [(volume.name, [one.slug for one in volume.articles]) for volume in made] == [
        ("2026", ["b", "a"]),
        ("2025", ["cu"]),
    ]


@pytest.mark.parametrize(
    "changes",
    [{"status": "hidden"}, {"status": "draft"}, {"date": shift_time(1)}, {"expires": shift_time(-1)}],
)
def test_what_nobody_is_to_find_is_of_no_volume(changes: Any) -> None:
    made = create_shards(create_test_context([create_test_article("a"), create_test_article("b", **changes)]))
    assert [one.slug for volume in made for one in volume.articles] == ["a"]


def test_documents_come_under_their_files() -> None:
    (volume,) = create_shards(create_test_context([create_test_article("a")]))
    ((file, html),) = volume.render_documents()
    assert (file, "Tin a" in html) == ("2026/11/a/index.html", True)


def test_the_key_changes_with_an_article_of_that_volume_alone() -> None:
    before = get_cache_keys(create_test_context([create_test_article("a"), create_test_article("cu", **OLD)]))
    after = get_cache_keys(
        create_test_context(
            [create_test_article("a"), create_test_article("b"), create_test_article("cu", **OLD)]
        )
    )
    assert before["2025"] == after["2025"]
    assert before["2026"] != after["2026"]


def test_a_new_article_leaves_the_first_half_of_a_large_year_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_shards, "YEAR_SPLIT_THRESHOLD", 2)
    spring, autumn = (
        create_test_article("xuan", date=shift_time(-24 * 300)),
        create_test_article("thu", date=shift_time(-48)),
    )
    before = get_cache_keys(create_test_context([spring, autumn, create_test_article("a")]))
    after = get_cache_keys(
        create_test_context([spring, autumn, create_test_article("a"), create_test_article("b")])
    )
    assert list(before) == list(after) == ["2026b", "2026"]
    assert before["2026"] == after["2026"]
    assert before["2026b"] != after["2026b"]


def test_no_text_is_read_for_a_key() -> None:
    edition = create_test_context([create_test_article("a")])
    object.__setattr__(edition, "load_html", None)
    assert get_cache_keys(edition) == get_cache_keys(create_test_context([create_test_article("a")]))


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Khác"},
        {"lede": "Khác"},
        {"section": "dan-van"},
        {"slug": "khac"},
        {"date": shift_time(-72)},
    ],
)
def test_the_key_tells_what_is_found(changes: Any) -> None:
    assert get_cache_keys(create_test_context([create_test_article("a")])) != get_cache_keys(
        create_test_context([create_test_article("a", **changes)])
    )
