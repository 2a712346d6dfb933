from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.ads.campaigns import Campaign
from bulletin.ads.schedule import find_active_campaign, find_campaign_changes
from bulletin.clock import VIETNAM_TZ
from tests.ads.campaign_factory import create_campaign

NOW = datetime(2026, 11, 25, 8, tzinfo=VIETNAM_TZ)
DAYS = st.dates(date(2026, 11, 1), date(2026, 12, 31))


@st.composite
def draw_campaign(draw: st.DrawFn) -> Campaign:
    start, end = sorted((draw(DAYS), draw(DAYS)))
    source = f"ads/{draw(st.integers(0, 10**6))}.yml"
    return create_campaign(source, start=start, end=end, weight=draw(st.integers(1, 3)))


CAMPAIGN_LISTS = st.lists(draw_campaign(), max_size=8, unique_by=lambda campaign: campaign.source)
TIMES = st.datetimes(datetime(2026, 10, 30), datetime(2027, 1, 2), timezones=st.just(VIETNAM_TZ))  # noqa: DTZ001  # hypothesis adds the zone


@pytest.mark.parametrize(
    ("now", "runs"),
    [
        ("2026-11-22T23:59:59+07:00", False),
        ("2026-11-23T00:00:00+07:00", True),
        ("2026-11-22T17:00:00+00:00", True),
        ("2026-12-05T23:59:59+07:00", True),
        ("2026-12-06T00:00:00+07:00", False),
    ],
)
def test_find_active_campaign_runs_from_first_day_to_end_of_last_day(now: str, runs: bool) -> None:
    assert bool(find_active_campaign([create_campaign()], "leaderboard", datetime.fromisoformat(now))) is runs


def test_find_active_campaign_other_slot_has_none() -> None:
    assert find_active_campaign([create_campaign()], "footer", NOW) is None


def test_find_active_campaign_prefers_weight_then_start_then_name() -> None:
    old, new = date(2026, 11, 1), date(2026, 11, 24)
    ranked = [
        create_campaign("ads/z.yml", weight=2, start=old),
        create_campaign("ads/b.yml", start=new),
        create_campaign("ads/c.yml", start=new),
        create_campaign("ads/a.yml", start=old),
    ]
    for start_index, expected in enumerate(ranked):
        assert find_active_campaign(reversed(ranked[start_index:]), "leaderboard", NOW) == expected


def test_find_campaign_changes_yields_future_starts_and_ends() -> None:
    start = (datetime(2026, 11, 23, tzinfo=VIETNAM_TZ), "quảng cáo bắt đầu")
    end = (datetime(2026, 12, 6, tzinfo=VIETNAM_TZ), "quảng cáo kết thúc")
    assert list(find_campaign_changes([create_campaign()], NOW - timedelta(days=9))) == [start, end]
    assert list(find_campaign_changes([create_campaign()], NOW)) == [end]
    assert list(find_campaign_changes([create_campaign()], datetime(2026, 12, 6, tzinfo=UTC))) == []


@given(CAMPAIGN_LISTS, TIMES)
def test_find_active_campaign_order_does_not_matter(campaigns: list[Campaign], now: datetime) -> None:
    assert find_active_campaign(campaigns, "leaderboard", now) == find_active_campaign(
        reversed(campaigns), "leaderboard", now
    )


@given(CAMPAIGN_LISTS, TIMES, st.integers(0, 99))
def test_find_campaign_changes_nothing_changes_before_next_one(
    campaigns: list[Campaign], now: datetime, part: int
) -> None:
    change = min((change.time for change in find_campaign_changes(campaigns, now)), default=None)
    later = now + ((change or now + timedelta(days=100)) - now) * part / 100
    assert find_active_campaign(campaigns, "leaderboard", now) == find_active_campaign(
        campaigns, "leaderboard", later
    )
