from datetime import timedelta
from typing import Any

import pytest

from bulletin.views.schedule import find_next_change
from tests.ads.campaign_factory import create_campaign
from tests.factories import ARCHIVE_TIME, create_test_article, shift_time

APPEARS, EXPIRES = "bài hẹn giờ", "bài hết hạn"
OLD = "bài quá hai ngày, không còn là tin mới với máy tìm kiếm"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"date": shift_time(5)}, (shift_time(5), APPEARS)),
        ({"date": shift_time(5), "status": "hidden"}, (shift_time(5), APPEARS)),
        ({"date": shift_time(-24)}, (shift_time(24), OLD)),
        ({"date": ARCHIVE_TIME}, (ARCHIVE_TIME + timedelta(days=2), OLD)),
        ({"date": shift_time(-24), "status": "hidden"}, None),
        ({"date": shift_time(-24), "expires": shift_time(-3)}, None),
        ({"date": shift_time(-24), "expires": shift_time(3)}, (shift_time(3), EXPIRES)),
        ({"date": shift_time(-24 * 9)}, None),
        ({"date": shift_time(-24 * 9), "expires": shift_time(3)}, (shift_time(3), EXPIRES)),
        ({"date": shift_time(-24 * 9), "expires": shift_time(-3)}, None),
        ({"date": shift_time(5), "status": "draft"}, None),
        ({"date": shift_time(5), "status": "review"}, None),
    ],
)
def test_an_article_changes_the_output_when_it_appears_grows_old_and_goes(
    changes: Any, expected: Any
) -> None:
    assert find_next_change([create_test_article(**changes)], [], ARCHIVE_TIME) == expected


def test_the_first_of_several_moments_counts() -> None:
    articles = [create_test_article("a", date=shift_time(5)), create_test_article("b", date=shift_time(2))]
    assert find_next_change(articles, [], ARCHIVE_TIME) == (shift_time(2), APPEARS)


def test_nothing_is_due_in_an_empty_bulletin() -> None:
    assert find_next_change([], [], ARCHIVE_TIME) is None


def test_a_campaign_that_ends_is_due() -> None:
    one = create_campaign()
    assert find_next_change([], [one], one.ends_at - timedelta(hours=1)) == (
        one.ends_at,
        "quảng cáo kết thúc",
    )


def test_of_one_moment_the_reason_is_what_an_editor_waits_for() -> None:
    ends, begins = (
        create_campaign(),
        create_campaign(start=create_campaign().ends_at.date(), end=create_campaign().ends_at.date()),
    )
    now, then = ends.ends_at - timedelta(hours=1), ends.ends_at
    articles = [
        create_test_article("old", date=then - timedelta(days=2)),
        create_test_article("gone", date=then - timedelta(days=9), expires=then),
        create_test_article("new", date=then),
    ]
    for reason in (APPEARS, EXPIRES):
        assert find_next_change(articles, [ends, begins], now) == (then, reason)
        articles.pop()
    assert find_next_change(articles, [ends, begins], now) == (then, "quảng cáo bắt đầu")
    assert find_next_change(articles, [ends], now) == (then, "quảng cáo kết thúc")
    assert find_next_change(articles, [], now) == (then, OLD)
