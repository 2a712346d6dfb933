"""The running campaign of each slot, and the times at which it changes."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

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


class Displacement(NamedTuple):
    """Days on which another campaign stands in the slot of a campaign."""

    campaign: Campaign
    other: Campaign
    start: date
    end: date
    """The last of the days."""


def find_displacements(campaigns: Iterable[Campaign]) -> Iterator[Displacement]:
    """Yield the days on which campaigns are displaced, by slot and day."""
    by_slot: dict[str, list[Campaign]] = {}
    for campaign in campaigns:
        by_slot.setdefault(campaign.slot, []).append(campaign)
    for rivals in by_slot.values():
        yield from _find_displacements_in_slot(rivals)


def _find_displacements_in_slot(campaigns: Sequence[Campaign]) -> Iterator[Displacement]:
    """Yield the displacements among the campaigns of one slot."""
    day = timedelta(days=1)
    starts = sorted(
        {campaign.start for campaign in campaigns} | {campaign.end + day for campaign in campaigns}
    )
    open_displacements: dict[tuple[Campaign, Campaign], Displacement] = {}
    for start, next_start in pairwise(starts):
        running = [campaign for campaign in campaigns if campaign.start <= start <= campaign.end]
        shown = min(running, key=_get_rank, default=None)
        continued: dict[tuple[Campaign, Campaign], Displacement] = {}
        for campaign in running:
            if shown is not None and campaign is not shown:
                pair = campaign, shown
                first = open_displacements[pair].start if pair in open_displacements else start
                continued[pair] = Displacement(*pair, first, next_start - day)
        yield from (found for pair, found in open_displacements.items() if pair not in continued)
        open_displacements = continued
    yield from open_displacements.values()


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
