"""Find the next scheduled change of the output."""

from collections.abc import Iterable
from datetime import datetime

from bulletin.ads.campaigns import Campaign
from bulletin.ads.schedule import find_campaign_changes
from bulletin.clock import FEATURE_ENDS, ScheduledChange
from bulletin.content.models import Article
from bulletin.views.feeds import NEWS_SITEMAP_WINDOW

_TOO_OLD = "bài quá hai ngày, không còn là tin mới với máy tìm kiếm"
"""The article leaves the news sitemap."""


def find_next_change(
    articles: Iterable[Article], campaigns: Iterable[Campaign], now: datetime
) -> ScheduledChange | None:
    """Return the first time after ``now`` at which the output changes, or None.

    An article appears at its date, leaves the news sitemap two days later, and disappears when it expires.
    A featured article leaves its place on the front page at its ``featured_until``.
    The newest article stays in the news sitemap.
    If several changes have one time, articles come before advertisements, and these before the sitemap.
    """
    oldest = now - NEWS_SITEMAP_WINDOW
    changing = [
        article
        for article in articles
        if (
            article.expires is not None or article.featured_until is not None or article.date > oldest
        )  # few articles
        and article.get_state(now) in ("live", "hidden", "scheduled")
    ]
    recent_articles = [
        article for article in changing if article.date > oldest and article.status != "hidden"
    ]
    newest = max(recent_articles, key=lambda article: article.date, default=None)
    changes = (
        *(ScheduledChange(article.date, "bài hẹn giờ") for article in changing if article.date > now),
        *(ScheduledChange(article.expires, "bài hết hạn") for article in changing if article.expires),
        *(
            ScheduledChange(article.featured_until, FEATURE_ENDS)
            for article in changing
            if article.featured_until and article.featured_until > now and article.status != "hidden"
        ),
        *find_campaign_changes(campaigns, now),
        *(
            ScheduledChange(article.date + NEWS_SITEMAP_WINDOW, _TOO_OLD)
            for article in recent_articles
            if article is not newest
        ),
    )
    return min(changes, key=lambda change: change.time, default=None)  # the first of equal times
