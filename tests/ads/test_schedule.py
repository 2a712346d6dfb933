from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.ads.schedule import changes, running
from bulletin.clock import LOCAL
from tests.ads.campaign_factory import campaign

NOW = datetime(2026, 11, 25, 8, tzinfo=LOCAL)
DAYS = st.dates(date(2026, 11, 1), date(2026, 12, 31))


@st.composite
def campaigns(draw):
    start, end = sorted((draw(DAYS), draw(DAYS)))
    source = f"ads/{draw(st.integers(0, 10**6))}.yml"
    return campaign(source, start=start, end=end, weight=draw(st.integers(1, 3)))


MANY = st.lists(campaigns(), max_size=8, unique_by=lambda one: one.source)
MOMENTS = st.datetimes(datetime(2026, 10, 30), datetime(2027, 1, 2), timezones=st.just(LOCAL))  # noqa: DTZ001  # zone added


@pytest.mark.parametrize(
    ("moment", "runs"),
    [
        ("2026-11-22T23:59:59+07:00", False),
        ("2026-11-23T00:00:00+07:00", True),
        ("2026-11-22T17:00:00+00:00", True),
        ("2026-12-05T23:59:59+07:00", True),
        ("2026-12-06T00:00:00+07:00", False),
    ],
)
def test_a_campaign_runs_from_its_first_day_through_its_last(moment, runs):
    assert bool(running([campaign()], "leaderboard", datetime.fromisoformat(moment))) is runs


def test_a_campaign_runs_in_its_own_slot_alone():
    assert running([campaign()], "footer", NOW) is None


def test_the_heaviest_wins_then_the_latest_then_the_name():
    old, new = date(2026, 11, 1), date(2026, 11, 24)
    ranked = [
        campaign("ads/z.yml", weight=2, start=old),
        campaign("ads/b.yml", start=new),
        campaign("ads/c.yml", start=new),
        campaign("ads/a.yml", start=old),
    ]
    for first, expected in enumerate(ranked):
        assert running(reversed(ranked[first:]), "leaderboard", NOW) == expected


def test_changes_are_starts_and_midnights_after_ends_still_to_come():
    start = (datetime(2026, 11, 23, tzinfo=LOCAL), "quảng cáo bắt đầu")
    end = (datetime(2026, 12, 6, tzinfo=LOCAL), "quảng cáo kết thúc")
    assert list(changes([campaign()], NOW - timedelta(days=9))) == [start, end]
    assert list(changes([campaign()], NOW)) == [end]
    assert list(changes([campaign()], datetime(2026, 12, 6, tzinfo=UTC))) == []


@given(MANY, MOMENTS)
def test_order_does_not_matter(many, now):
    assert running(many, "leaderboard", now) == running(reversed(many), "leaderboard", now)


@given(MANY, MOMENTS, st.integers(0, 99))
def test_nothing_changes_before_the_next_change(many, now, part):
    change = min((one.moment for one in changes(many, now)), default=None)
    later = now + ((change or now + timedelta(days=100)) - now) * part / 100
    assert running(many, "leaderboard", now) == running(many, "leaderboard", later)
