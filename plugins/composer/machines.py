"""Feeds, sitemaps and robots.txt."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime

from plugins.archive.shelf import Shelf
from plugins.composer import urls
from plugins.composer.bodies import feed_content
from plugins.composer.edition import Edition
from plugins.records.record import Article
from plugins.views.machines import (
    FeedEntry,
    FeedView,
    NewsEntry,
    NewsSitemapView,
    RobotsView,
    SitemapEntry,
    SitemapIndexView,
    SitemapView,
)

NEWS_WINDOW = timedelta(days=2)
"""Google News reads articles of the last two days (developers.google.com/search, news sitemaps)."""
_NEVER = datetime.fromisoformat("1970-01-01T07:00:00+07:00")
"""When an empty feed was last changed: no moment of the build may stand in any output."""


def feed_views(edition: Edition) -> Iterator[tuple[str, FeedView]]:
    """Yield the address without ending and the view of every feed: the site's and one a section."""
    yield (
        urls.SITE_FEED,
        _feed(edition.archive.everything, urls.SITE_FEED, urls.HOME, edition.site.name, edition),
    )
    for slug, shelf in edition.archive.sections.items():
        title = f"{shelf.name} – {edition.site.name}"
        yield (
            urls.section_feed(slug),
            _feed(shelf, urls.section_feed(slug), urls.section(slug), title, edition),
        )


def sitemap_views(edition: Edition, pages: tuple[str, ...]) -> Iterator[tuple[str, SitemapView]]:
    """Yield address and view of one sitemap a month, and of one for ``pages`` (addresses) that have no date."""
    yield (
        "/sitemap-trang.xml",
        SitemapView(tuple(SitemapEntry(edition.urls.absolute(one), "") for one in pages)),
    )
    for (year, month), shelf in edition.archive.months.items():
        entries = tuple(
            SitemapEntry(edition.urls.absolute(one.address), one.changed.isoformat(), _images(one, edition))
            for one in shelf.items
        )
        yield f"/sitemap-{year:04d}-{month:02d}.xml", SitemapView(entries)


def sitemap_index_view(edition: Edition) -> SitemapIndexView:
    """Return the index of the sitemaps."""
    months = tuple(
        SitemapEntry(
            edition.urls.absolute(f"/sitemap-{year:04d}-{month:02d}.xml"),
            max(one.changed for one in shelf.items).isoformat(),
        )
        for (year, month), shelf in edition.archive.months.items()
    )
    return SitemapIndexView((SitemapEntry(edition.urls.absolute("/sitemap-trang.xml"), ""), *months))


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
        (edition.urls.absolute("/sitemap.xml"), edition.urls.absolute("/sitemap-news.xml")),
        (edition.urls.link("/qc/"), edition.urls.link("/fragments/")),
    )


def _feed(shelf: Shelf, stem: str, address: str, title: str, edition: Edition) -> FeedView:
    newest = shelf.newest_first[: edition.settings.feed_items]
    updated = max((one.changed for one in newest), default=_NEVER)
    return FeedView(
        id=edition.urls.absolute(address),
        title=title,
        subtitle=edition.settings.tagline,
        url=edition.urls.absolute(address),
        self_url=edition.urls.absolute(stem),
        updated=updated.isoformat(),
        updated_rfc822=format_datetime(updated),
        author=edition.site.organisation,
        entries=tuple(_entry(one, edition) for one in newest),
    )


def _entry(article: Article, edition: Edition) -> FeedEntry:
    changed = article.changed
    return FeedEntry(
        id=f"tag:{edition.urls.host},{article.date.date().isoformat()}:{article.address}",
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
