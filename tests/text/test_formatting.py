from datetime import date, datetime, timedelta

import pytest

from bulletin.text import formatting


def test_format_date_functions_return_vietnamese_dates() -> None:
    assert formatting.format_long_date(date(2026, 11, 23)) == "Thứ Hai, 23/11/2026"
    assert formatting.format_long_date(date(2026, 11, 29)) == "Chủ nhật, 29/11/2026"
    assert formatting.format_date(date(2019, 12, 3)) == "03/12/2019"
    assert formatting.format_month(2019, 12) == "Tháng 12 năm 2019"


def test_format_long_date_names_each_day_of_week() -> None:
    week = [
        formatting.format_long_date(date(2026, 11, 23) + timedelta(days=day)).split(",")[0]
        for day in range(7)
    ]
    assert tuple(week) == formatting.WEEKDAY_NAMES


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"), (999, "999 B"), (1000, "1 kB"), (12_345, "12 kB"),
        (999_499, "999 kB"), (999_500, "1,0 MB"), (999_999, "1,0 MB"),
        (1_234_567, "1,2 MB"), (25_000_000, "25,0 MB"),
    ],
)  # fmt: skip
def test_format_size_rounds_to_few_digits(count: int, text: str) -> None:
    assert formatting.format_size(count) == text


def test_format_moment_pads_every_part() -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5)  # noqa: DTZ001  # written as it is
    assert formatting.format_moment(moment) == "03:04 02/01/2026"
    assert formatting.format_moment(moment, seconds=True) == "03:04:05 02/01/2026"


@pytest.mark.parametrize(("count", "listed"), [(1, "a"), (2, "a, b"), (4, "a, b và 2 tệp khác")])
def test_format_names_counts_what_it_leaves_out(count: int, listed: str) -> None:
    assert formatting.format_names("abcd"[:count], 2, "tệp") == listed
