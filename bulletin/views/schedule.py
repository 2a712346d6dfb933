"""When the output would next change of itself: the clock makes news appear, expire and grow old."""

from collections.abc import Iterable
from datetime import datetime

from bulletin.ads.campaigns import Campaign
from bulletin.ads.schedule import find_campaign_changes
from bulletin.clock import ScheduledChange
from bulletin.content.models import Article
from bulletin.views.feeds import NEWS_SITEMAP_WINDOW

_OLD = "bài quá hai ngày, không còn là tin mới với máy tìm kiếm"
"""It leaves the sitemap of news."""


def find_next_change(
    articles: Iterable[Article], campaigns: Iterable[Campaign], now: datetime
) -> ScheduledChange | None:
    """Return the first moment after ``now`` at which a build of the same content gives another output, or None.

    An article appears at its date, leaves the sitemap of news two days later, and goes when it expires. Of what
    falls on one moment, the reason is what an editor waits for: articles, then advertisements, then the sitemap.
    """
    recent = now - NEWS_SITEMAP_WINDOW
    passing = [
        one
        for one in articles
        if (one.expires is not None or one.date > recent)  # few of them
        and one.get_state(now) in ("live", "hidden", "scheduled")
    ]
    listed = [one for one in passing if one.date > recent and one.status != "hidden"]
    deadlines = (
        *(ScheduledChange(one.date, "bài hẹn giờ") for one in passing if one.date > now),
        *(ScheduledChange(one.expires, "bài hết hạn") for one in passing if one.expires),
        *find_campaign_changes(campaigns, now),
        *(ScheduledChange(one.date + NEWS_SITEMAP_WINDOW, _OLD) for one in listed),
    )
    return min(deadlines, key=lambda one: one.time, default=None)  # of equal moments the first
