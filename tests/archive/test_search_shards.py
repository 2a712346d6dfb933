import pytest

from bulletin.archive import search_shards
from bulletin.content.models import Article
from tests.factories import ARCHIVE_TIME, create_archive, create_test_article


def create_dated_article(year: int, month: int) -> Article:
    return create_test_article(
        f"tin-{year}-{month}", date=ARCHIVE_TIME.replace(year=year, month=month, day=1)
    )


def split_dates(*dates: tuple[int, int]) -> dict[str, list[int]]:
    """Return the months of the articles of each shard."""
    shards = search_shards.split_into_shards(create_archive([create_dated_article(*date) for date in dates]))
    return {name: [article.date.month for article in items] for name, items in shards.items()}


@pytest.fixture
def large_years(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count a year of three articles as large."""
    monkeypatch.setattr(search_shards, "YEAR_SPLIT_THRESHOLD", 2)


def test_split_into_shards_one_shard_for_each_year() -> None:
    assert split_dates((2024, 3), (2026, 9), (2026, 2)) == {"2026": [2, 9], "2024": [3]}
    assert split_dates() == {}


def test_split_into_shards_large_newest_year_is_split(large_years: None) -> None:
    found = split_dates((2025, 1), (2025, 8), (2025, 9), (2026, 6), (2026, 7), (2026, 11))
    assert found == {"2026b": [7, 11], "2026": [6], "2025": [1, 8, 9]}


def test_split_into_shards_older_year_is_not_split(large_years: None) -> None:
    assert split_dates((2025, 1), (2025, 8), (2025, 9), (2026, 1)) == {"2026": [1], "2025": [1, 8, 9]}


def test_split_into_shards_empty_half_is_omitted(large_years: None) -> None:
    assert list(split_dates((2026, 7), (2026, 8), (2026, 9))) == ["2026b"]
    assert list(split_dates((2026, 1), (2026, 2), (2026, 3))) == ["2026"]


def test_format_shard_label_names_year_and_half() -> None:
    assert (search_shards.format_shard_label("2025"), search_shards.format_shard_label("2026b")) == (
        "năm 2025",
        "nửa sau năm 2026",
    )
