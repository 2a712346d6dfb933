"""When the output would next change of itself: the clock makes news appear, expire and grow old."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from plugins.ads.campaign import Campaign
from plugins.ads.running import next_change
from plugins.composer.machines import NEWS_WINDOW
from plugins.records.record import Article


def due(articles: Iterable[Article], campaigns: Iterable[Campaign], now: datetime) -> datetime | None:
    """Return the first moment after ``now`` at which a build of the same content gives another output, or None.

    An article appears at its date, leaves the sitemap of news two days later, and goes when it expires.
    """
    moments = list(_moments(articles, now))
    if campaign := next_change(campaigns, now):
        moments.append(campaign)
    return min(moments, default=None)


def _moments(articles: Iterable[Article], now: datetime) -> Iterator[datetime]:
    recent = now - NEWS_WINDOW
    for article in articles:
        if article.date <= recent and article.expires is None:
            continue  # nearly all
        if article.status in ("draft", "review"):
            continue
        if article.date > now:
            yield article.date
        if article.date > recent:
            yield article.date + NEWS_WINDOW
        if article.expires is not None and article.expires > now:
            yield article.expires
