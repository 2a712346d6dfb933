"""Feeds, sitemaps and robots.txt."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import partial

from bulletin import urls
from bulletin.archive.article_list import Shelf
from bulletin.content.models import Article
from bulletin.context.site_context import Edition
from bulletin.view_models.feeds import (
    FeedEntry,
    FeedView,
    NewsEntry,
    NewsSitemapView,
    RobotsView,
    SitemapEntry,
    SitemapIndexView,
    SitemapView,
)
from bulletin.view_models.output_file import Planned
from bulletin.views.body import feed_content
from bulletin.views.fingerprints import NEWS, Inputs

NEWS_WINDOW = timedelta(days=2)
"""Google News reads articles of the last two days (developers.google.com/search, news sitemaps)."""
_NEVER = datetime.fromisoformat("1970-01-01T07:00:00+07:00")
"""When an empty feed was last changed: no moment of the build may stand in any output."""


def feed_pages(edition: Edition, inputs: Inputs) -> Iterator[Planned]:
    """Yield every feed, as Atom and as RSS: the site's and one a section."""
    archive, name = edition.archive, edition.site.name
    feeds = [(archive.everything, urls.SITE_FEED, urls.HOME, name)]
    feeds += (
        (shelf, urls.section_feed(slug), urls.section_address(slug), f"{shelf.name} – {name}")
        for slug, shelf in archive.sections.items()
    )
    for shelf, stem, address, title in feeds:
        known = inputs.texts(_newest(shelf, edition))
        for template in ("atom", "rss"):
            own = f"{stem}.{template}.xml"
            make = partial(_feed, shelf, own, address, title, edition)
            yield Planned(urls.output_path(own), template, make, known, names=NEWS)


def sitemap_months(edition: Edition, inputs: Inputs) -> Iterator[Planned]:
    """Yield one sitemap a month."""
    for (year, month), shelf in edition.archive.months.items():
        yield Planned(
            urls.output_path(urls.month_sitemap(year, month)), "sitemap", partial(_sitemap, shelf, edition),
            inputs.news(shelf.items), names=NEWS,
        )  # fmt: skip


def sitemap_view(edition: Edition, pages: tuple[str, ...]) -> SitemapView:
    """Return the sitemap of ``pages`` (addresses) that have no date."""
    return SitemapView(tuple(SitemapEntry(edition.urls.absolute(one), "") for one in pages))


def sitemap_index_view(edition: Edition) -> SitemapIndexView:
    """Return the index of the sitemaps."""
    months = tuple(
        SitemapEntry(
            edition.urls.absolute(urls.month_sitemap(year, month)),
            max(one.changed for one in shelf.items).isoformat(),
        )
        for (year, month), shelf in edition.archive.months.items()
    )
    return SitemapIndexView((SitemapEntry(edition.urls.absolute(urls.PAGES_SITEMAP), ""), *months))


def news_sitemap_view(edition: Edition) -> NewsSitemapView:
    """Return the articles of the last two days."""
    since = edition.archive.now - NEWS_WINDOW
    recent = []
    for article in edition.archive.everything.newest_first:
        if article.date <= since:
            break
        recent.append(
            NewsEntry(edition.urls.absolute(article.address), article.title, article.date.isoformat())
        )
    return NewsSitemapView(edition.site.name, "vi", tuple(recent))


def robots_view(edition: Edition) -> RobotsView:
    """Return robots.txt: everything is open but advertisements and fragments."""
    return RobotsView(
        (edition.urls.absolute(urls.SITEMAP), edition.urls.absolute(urls.NEWS_SITEMAP)),
        (edition.urls.link(urls.AD_CLICKS), edition.urls.link(urls.FRAGMENTS)),
    )


def _sitemap(shelf: Shelf, edition: Edition) -> SitemapView:
    return SitemapView(
        tuple(
            SitemapEntry(edition.urls.absolute(one.address), one.changed.isoformat(), _images(one, edition))
            for one in shelf.items
        )
    )


def _newest(shelf: Shelf, edition: Edition) -> tuple[Article, ...]:
    count = edition.settings.feed_items
    return shelf.items[-count:][::-1] if count else ()


def _feed(shelf: Shelf, own: str, address: str, title: str, edition: Edition) -> FeedView:
    newest = _newest(shelf, edition)
    updated = max((one.changed for one in newest), default=_NEVER)
    return FeedView(
        id=edition.urls.absolute(address),
        title=title,
        subtitle=edition.settings.tagline,
        url=edition.urls.absolute(address),
        self_url=edition.urls.absolute(own),
        updated=updated.isoformat(),
        updated_rfc822=format_datetime(updated),
        author=edition.site.organisation,
        entries=tuple(_entry(one, edition) for one in newest),
    )


def _entry(article: Article, edition: Edition) -> FeedEntry:
    changed = article.changed
    return FeedEntry(
        id=f"tag:{edition.urls.hostname or 'localhost'},{article.date.date().isoformat()}:{article.address}",
        url=edition.urls.absolute(article.address),
        title=article.title,
        summary=article.summary,
        content=feed_content(article.text, edition),
        published=article.date.isoformat(),
        updated=changed.isoformat(),
        published_rfc822=format_datetime(article.date),
        authors=article.authors,
        categories=(edition.archive.section_tree.by_slug[article.section].name, *article.tags),
    )


def _images(article: Article, edition: Edition) -> tuple[str, ...]:
    if not article.cover:
        return ()
    return (edition.urls.complete(edition.picture(article.cover, article.cover_alt).src),)
