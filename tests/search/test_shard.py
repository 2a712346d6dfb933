from typing import Any

import pytest

from bulletin.archive import search_shards
from bulletin.context.site_context import SiteContext
from bulletin.search.shard import create_shards
from tests.factories import create_test_article, create_test_context, shift_time

OLD = {"date": shift_time(-24 * 400)}


def get_cache_keys(context: SiteContext) -> dict[str, str]:
    return {shard.name: shard.cache_key for shard in create_shards(context)}


def test_create_shards_returns_the_newest_shard_and_the_oldest_article_first() -> None:
    shards = create_shards(
        create_test_context(
            [
                create_test_article("a"),
                create_test_article("b", date=shift_time(-48)),
                create_test_article("cu", **OLD),
            ]
        )
    )
    assert [(shard.name, [article.slug for article in shard.articles]) for shard in shards] == [
        ("2026", ["b", "a"]),
        ("2025", ["cu"]),
    ]


@pytest.mark.parametrize(
    "changes",
    [{"status": "hidden"}, {"status": "draft"}, {"date": shift_time(1)}, {"expires": shift_time(-1)}],
)
def test_create_shards_leaves_out_articles_that_are_not_live(changes: dict[str, Any]) -> None:
    shards = create_shards(
        create_test_context([create_test_article("a"), create_test_article("b", **changes)])
    )
    assert [article.slug for shard in shards for article in shard.articles] == ["a"]


def test_cache_key_changes_only_for_the_shard_of_a_new_article() -> None:
    former_keys = get_cache_keys(
        create_test_context([create_test_article("a"), create_test_article("cu", **OLD)])
    )
    present_keys = get_cache_keys(
        create_test_context(
            [create_test_article("a"), create_test_article("b"), create_test_article("cu", **OLD)]
        )
    )
    assert former_keys["2025"] == present_keys["2025"]
    assert former_keys["2026"] != present_keys["2026"]


def test_cache_key_of_the_first_half_of_a_large_year_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_shards, "YEAR_SPLIT_THRESHOLD", 2)
    spring, autumn = (
        create_test_article("xuan", date=shift_time(-24 * 300)),
        create_test_article("thu", date=shift_time(-48)),
    )
    former_keys = get_cache_keys(create_test_context([spring, autumn, create_test_article("a")]))
    present_keys = get_cache_keys(
        create_test_context([spring, autumn, create_test_article("a"), create_test_article("b")])
    )
    assert list(former_keys) == list(present_keys) == ["2026b", "2026"]
    assert former_keys["2026"] == present_keys["2026"]
    assert former_keys["2026b"] != present_keys["2026b"]


def test_create_shards_loads_no_html() -> None:
    context = create_test_context([create_test_article("a")])
    object.__setattr__(context, "load_html", None)
    assert get_cache_keys(context) == get_cache_keys(create_test_context([create_test_article("a")]))


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Khác"},
        {"summary": "Khác"},
        {"tags": ("Khác",)},
        {"section": "dan-van"},
        {"slug": "khac"},
        {"date": shift_time(-72)},
    ],
)
def test_cache_key_changes_with_each_part_of_the_document(changes: dict[str, Any]) -> None:
    assert get_cache_keys(create_test_context([create_test_article("a")])) != get_cache_keys(
        create_test_context([create_test_article("a", **changes)])
    )
