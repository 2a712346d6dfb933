from datetime import timedelta

import pytest

from bulletin.views.schedule import due
from tests.ads.campaign_factory import campaign
from tests.factories import NOW, make_article, moment

APPEARS, EXPIRES = "bài hẹn giờ", "bài hết hạn"
OLD = "bài quá hai ngày, không còn là tin mới với máy tìm kiếm"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"date": moment(5)}, (moment(5), APPEARS)),
        ({"date": moment(5), "status": "hidden"}, (moment(5), APPEARS)),
        ({"date": moment(-24)}, (moment(24), OLD)),
        ({"date": NOW}, (NOW + timedelta(days=2), OLD)),
        ({"date": moment(-24), "status": "hidden"}, None),
        ({"date": moment(-24), "expires": moment(-3)}, None),
        ({"date": moment(-24), "expires": moment(3)}, (moment(3), EXPIRES)),
        ({"date": moment(-24 * 9)}, None),
        ({"date": moment(-24 * 9), "expires": moment(3)}, (moment(3), EXPIRES)),
        ({"date": moment(-24 * 9), "expires": moment(-3)}, None),
        ({"date": moment(5), "status": "draft"}, None),
        ({"date": moment(5), "status": "review"}, None),
    ],
)
def test_an_article_changes_the_output_when_it_appears_grows_old_and_goes(changes, expected):
    assert due([make_article(**changes)], [], NOW) == expected


def test_the_first_of_several_moments_counts():
    articles = [make_article("a", date=moment(5)), make_article("b", date=moment(2))]
    assert due(articles, [], NOW) == (moment(2), APPEARS)


def test_nothing_is_due_in_an_empty_bulletin():
    assert due([], [], NOW) is None


def test_a_campaign_that_ends_is_due():
    one = campaign()
    assert due([], [one], one.ends_at - timedelta(hours=1)) == (one.ends_at, "quảng cáo kết thúc")


def test_of_one_moment_the_reason_is_what_an_editor_waits_for():
    ends, begins = campaign(), campaign(start=campaign().ends_at.date(), end=campaign().ends_at.date())
    now, then = ends.ends_at - timedelta(hours=1), ends.ends_at
    articles = [
        make_article("old", date=then - timedelta(days=2)),
        make_article("gone", date=then - timedelta(days=9), expires=then),
        make_article("new", date=then),
    ]
    for reason in (APPEARS, EXPIRES):
        assert due(articles, [ends, begins], now) == (then, reason)
        articles.pop()
    assert due(articles, [ends, begins], now) == (then, "quảng cáo bắt đầu")
    assert due(articles, [ends], now) == (then, "quảng cáo kết thúc")
    assert due(articles, [], now) == (then, OLD)
