from typing import Any

import pytest

from bulletin.archive import search_shards
from tests.factories import ARCHIVE_TIME, create_archive, create_test_article


def create_dated_article(year: int, month: int):
    return create_test_article(
        f"tin-{year}-{month}", date=ARCHIVE_TIME.replace(year=year, month=month, day=1)
    )


def split_dates(*dates: tuple[int, int]) -> dict[str, list[int]]:
    """Return, by volume, the months of the articles in it."""
    found = search_shards.split_into_shards(create_archive([create_dated_article(*date) for date in dates]))
    return {name: [one.date.month for one in items] for name, items in found.items()}


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch):
    """Let a year of three articles be large."""
    monkeypatch.setattr(search_shards, "YEAR_SPLIT_THRESHOLD", 2)


def test_a_year_is_a_volume() -> None:
    assert split_dates((2024, 3), (2026, 9), (2026, 2)) == {"2026": [2, 9], "2024": [3]}
    assert split_dates() == {}


def test_the_second_half_of_the_newest_year_stands_apart_where_it_is_large(large: Any) -> None:
    found = split_dates((2025, 1), (2025, 8), (2025, 9), (2026, 6), (2026, 7), (2026, 11))
    assert found == {"2026b": [7, 11], "2026": [6], "2025": [1, 8, 9]}


def test_a_year_is_whole_once_it_is_over(large: Any) -> None:
    assert split_dates((2025, 1), (2025, 8), (2025, 9), (2026, 1)) == {"2026": [1], "2025": [1, 8, 9]}


def test_a_half_without_articles_is_no_volume(large: Any) -> None:
    assert list(split_dates((2026, 7), (2026, 8), (2026, 9))) == ["2026b"]
    assert list(split_dates((2026, 1), (2026, 2), (2026, 3))) == ["2026"]


def test_people_are_told_of_years_and_halves() -> None:
    assert (search_shards.format_shard_label("2025"), search_shards.format_shard_label("2026b")) == (
        "năm 2025",
        "nửa sau năm 2026",
    )
