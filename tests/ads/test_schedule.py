from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.ads.schedule import find_active_campaign, find_campaign_changes
from bulletin.clock import VIETNAM_TZ
from tests.ads.campaign_factory import create_campaign

NOW = datetime(2026, 11, 25, 8, tzinfo=VIETNAM_TZ)
DAYS = st.dates(date(2026, 11, 1), date(2026, 12, 31))


@st.composite
def draw_campaign(draw):
    start, end = sorted((draw(DAYS), draw(DAYS)))
    source = f"ads/{draw(st.integers(0, 10**6))}.yml"
    return create_campaign(source, start=start, end=end, weight=draw(st.integers(1, 3)))


MANY = st.lists(draw_campaign(), max_size=8, unique_by=lambda one: one.source)
MOMENTS = st.datetimes(datetime(2026, 10, 30), datetime(2027, 1, 2), timezones=st.just(VIETNAM_TZ))  # noqa: DTZ001  # zone added


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
def test_a_campaign_runs_from_its_first_day_through_its_last(moment: str, runs: bool) -> None:
    assert (
        bool(find_active_campaign([create_campaign()], "leaderboard", datetime.fromisoformat(moment))) is runs
    )


def test_a_campaign_runs_in_its_own_slot_alone() -> None:
    assert find_active_campaign([create_campaign()], "footer", NOW) is None


def test_the_heaviest_wins_then_the_latest_then_the_name() -> None:
    old, new = date(2026, 11, 1), date(2026, 11, 24)
    ranked = [
        create_campaign("ads/z.yml", weight=2, start=old),
        create_campaign("ads/b.yml", start=new),
        create_campaign("ads/c.yml", start=new),
        create_campaign("ads/a.yml", start=old),
    ]
    for first, expected in enumerate(ranked):
        assert find_active_campaign(reversed(ranked[first:]), "leaderboard", NOW) == expected


def test_changes_are_starts_and_midnights_after_ends_still_to_come() -> None:
    start = (datetime(2026, 11, 23, tzinfo=VIETNAM_TZ), "quảng cáo bắt đầu")
    end = (datetime(2026, 12, 6, tzinfo=VIETNAM_TZ), "quảng cáo kết thúc")
    assert list(find_campaign_changes([create_campaign()], NOW - timedelta(days=9))) == [start, end]
    assert list(find_campaign_changes([create_campaign()], NOW)) == [end]
    assert list(find_campaign_changes([create_campaign()], datetime(2026, 12, 6, tzinfo=UTC))) == []


@given(MANY, MOMENTS)
def test_order_does_not_matter(many: Any, now: Any) -> None:
    assert find_active_campaign(many, "leaderboard", now) == find_active_campaign(
        reversed(many), "leaderboard", now
    )


@given(MANY, MOMENTS, st.integers(0, 99))
def test_nothing_changes_before_the_next_change(many: Any, now: Any, part: Any) -> None:
    change = min((one.time for one in find_campaign_changes(many, now)), default=None)
    later = now + ((change or now + timedelta(days=100)) - now) * part / 100
    assert find_active_campaign(many, "leaderboard", now) == find_active_campaign(many, "leaderboard", later)
