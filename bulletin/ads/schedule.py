"""Which campaign has a slot now, and when that may next be another one."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from bulletin.ads.campaigns import Campaign
from bulletin.clock import ScheduledChange


def find_active_campaign(campaigns: Iterable[Campaign], slot_name: str, now: datetime) -> Campaign | None:
    """Return the campaign that has the slot at ``now`` (aware), or None.

    Of several the heaviest has it; among equals the one that started last, then the first by
    file name, so that the same content gives the same page.
    """
    candidates = [
        campaign
        for campaign in campaigns
        if campaign.slot == slot_name and campaign.starts_at <= now < campaign.ends_at
    ]
    return min(candidates, key=_rank, default=None)


def find_campaign_changes(campaigns: Iterable[Campaign], now: datetime) -> Iterator[ScheduledChange]:
    """Yield the moments after ``now`` at which campaigns start, then those at which they end."""
    campaigns = tuple(campaigns)
    yield from (
        ScheduledChange(one.starts_at, "quảng cáo bắt đầu") for one in campaigns if one.starts_at > now
    )
    yield from (ScheduledChange(one.ends_at, "quảng cáo kết thúc") for one in campaigns if one.ends_at > now)


def _rank(campaign: Campaign) -> tuple[int, int, str]:
    return -campaign.weight, -campaign.start.toordinal(), campaign.source
