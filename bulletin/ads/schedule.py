"""The running campaign of each slot, and the times at which it changes."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from bulletin.ads.campaigns import Campaign
from bulletin.clock import ScheduledChange


def find_active_campaign(campaigns: Iterable[Campaign], slot_name: str, now: datetime) -> Campaign | None:
    """Return the campaign that runs in a slot at ``now``, or None.

    The greatest weight is chosen, then the latest start, then the first file name.
    """
    candidates = [
        campaign
        for campaign in campaigns
        if campaign.slot == slot_name and campaign.starts_at <= now < campaign.ends_at
    ]
    return min(candidates, key=_get_rank, default=None)


def find_campaign_changes(campaigns: Iterable[Campaign], now: datetime) -> Iterator[ScheduledChange]:
    """Yield the starts of campaigns after ``now``, then the ends."""
    campaigns = tuple(campaigns)
    yield from (
        ScheduledChange(campaign.starts_at, "quảng cáo bắt đầu")
        for campaign in campaigns
        if campaign.starts_at > now
    )
    yield from (
        ScheduledChange(campaign.ends_at, "quảng cáo kết thúc")
        for campaign in campaigns
        if campaign.ends_at > now
    )


def _get_rank(campaign: Campaign) -> tuple[int, int, str]:
    return -campaign.weight, -campaign.start.toordinal(), campaign.source
