"""Which campaign has a slot now, and when that may next be another one."""

from collections.abc import Iterable
from datetime import datetime

from plugins.ads.campaign import Campaign


def running(campaigns: Iterable[Campaign], slot_name: str, now: datetime) -> Campaign | None:
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


def next_change(campaigns: Iterable[Campaign], now: datetime) -> datetime | None:
    """Return the first moment after ``now`` at which a campaign starts or ends, or None."""
    moments = (moment for campaign in campaigns for moment in (campaign.starts_at, campaign.ends_at))
    return min((moment for moment in moments if moment > now), default=None)


def _rank(campaign: Campaign) -> tuple[int, int, str]:
    return -campaign.weight, -campaign.start.toordinal(), campaign.source
