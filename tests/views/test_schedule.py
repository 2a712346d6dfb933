from datetime import datetime, timedelta
from typing import Any

import pytest

from bulletin.views.schedule import find_next_change
from tests.ads.campaign_factory import create_campaign
from tests.factories import ARCHIVE_TIME, create_test_article, shift_time

APPEARS, EXPIRES, UNPINNED = "bài hẹn giờ", "bài hết hạn", "bài thôi được ghim"
OLD = "bài quá hai ngày, không còn là tin mới với máy tìm kiếm"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"date": shift_time(5)}, (shift_time(5), APPEARS)),
        ({"date": shift_time(5), "status": "hidden"}, (shift_time(5), APPEARS)),
        ({"date": shift_time(-24)}, None),
        ({"date": ARCHIVE_TIME}, None),
        ({"date": shift_time(-24), "status": "hidden"}, None),
        ({"date": shift_time(-24), "expires": shift_time(-3)}, None),
        ({"date": shift_time(-24), "expires": shift_time(3)}, (shift_time(3), EXPIRES)),
        ({"date": shift_time(-24 * 9)}, None),
        ({"date": shift_time(-24 * 9), "expires": shift_time(3)}, (shift_time(3), EXPIRES)),
        ({"date": shift_time(-24 * 9), "expires": shift_time(-3)}, None),
        ({"date": shift_time(-24 * 9), "featured_until": shift_time(3)}, (shift_time(3), UNPINNED)),
        ({"date": shift_time(-24 * 9), "featured_until": ARCHIVE_TIME}, None),
        ({"date": shift_time(-24 * 9), "featured_until": shift_time(3), "status": "hidden"}, None),
        ({"date": shift_time(2), "featured_until": shift_time(3)}, (shift_time(2), APPEARS)),
        ({"date": shift_time(5), "status": "draft"}, None),
        ({"date": shift_time(5), "status": "review"}, None),
    ],
)
def test_next_change_of_an_article_is_its_date_its_end_or_its_age(
    changes: dict[str, Any], expected: tuple[datetime, str] | None
) -> None:
    assert find_next_change([create_test_article(**changes)], [], ARCHIVE_TIME) == expected


@pytest.mark.parametrize("hours", [-24, 0])
def test_next_change_of_an_older_article_is_its_age(hours: int) -> None:
    articles = [
        create_test_article("b", date=shift_time(hours)),
        create_test_article("a", date=shift_time(hours + 0.5)),
    ]
    is_newest_scheduled = hours == 0
    expected = (shift_time(0.5), APPEARS) if is_newest_scheduled else (shift_time(hours + 48), OLD)
    assert find_next_change(articles, [], ARCHIVE_TIME) == expected


def test_next_change_of_two_articles_is_the_earlier_one() -> None:
    articles = [create_test_article("a", date=shift_time(5)), create_test_article("b", date=shift_time(2))]
    assert find_next_change(articles, [], ARCHIVE_TIME) == (shift_time(2), APPEARS)


def test_next_change_without_articles_and_campaigns_is_none() -> None:
    assert find_next_change([], [], ARCHIVE_TIME) is None


def test_next_change_of_an_active_campaign_is_its_end() -> None:
    campaign = create_campaign()
    assert find_next_change([], [campaign], campaign.ends_at - timedelta(hours=1)) == (
        campaign.ends_at,
        "quảng cáo kết thúc",
    )


def test_reason_of_simultaneous_changes_prefers_articles_to_campaigns_to_sitemap() -> None:
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
    other = create_test_article("newest", date=now)
    for reason in (APPEARS, EXPIRES):
        assert find_next_change(articles, [ends, begins], now) == (then, reason)
        articles.pop()
    assert find_next_change(articles, [ends, begins], now) == (then, "quảng cáo bắt đầu")
    assert find_next_change(articles, [ends], now) == (then, "quảng cáo kết thúc")
    assert find_next_change([*articles, other], [], now) == (then, OLD)
