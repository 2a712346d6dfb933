"""Feeds, sitemaps and robots.txt."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import partial

from bulletin import urls
from bulletin.archive.article_list import ArticleList
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext
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
from bulletin.view_models.output_file import OutputFile
from bulletin.views.body import build_feed_body
from bulletin.views.fingerprints import LISTING_INPUT_LABELS, PageFingerprints

NEWS_SITEMAP_WINDOW = timedelta(days=2)
"""Google News reads articles of the last two days (developers.google.com/search, news sitemaps)."""
_NEVER = datetime.fromisoformat("1970-01-01T07:00:00+07:00")
"""When an empty feed was last changed: no moment of the build may stand in any output."""


def plan_feeds(edition: SiteContext, inputs: PageFingerprints) -> Iterator[OutputFile]:
    """Yield every feed, as Atom and as RSS: the site's and one a section."""
    archive, name = edition.archive, edition.site_frame.name
    feeds = [(archive.all_articles, urls.SITE_FEED_STEM, urls.HOME_ADDRESS, name)]
    feeds += (
        (shelf, urls.get_section_feed_stem(slug), urls.get_section_address(slug), f"{shelf.name} – {name}")
        for slug, shelf in archive.sections.items()
    )
    for shelf, stem, address, title in feeds:
        known = inputs.fingerprint_feed(_newest(shelf, edition))
        for template in ("atom", "rss"):
            own = f"{stem}.{template}.xml"
            make = partial(_feed, shelf, own, address, title, edition)
            yield OutputFile(
                urls.convert_address_to_path(own), template, make, known, input_labels=LISTING_INPUT_LABELS
            )


def plan_monthly_sitemaps(edition: SiteContext, inputs: PageFingerprints) -> Iterator[OutputFile]:
    """Yield one sitemap a month."""
    for (year, month), shelf in edition.archive.months.items():
        yield OutputFile(
            urls.convert_address_to_path(urls.get_month_sitemap_address(year, month)), "sitemap", partial(_sitemap, shelf, edition),
            inputs.fingerprint_list(shelf.articles), input_labels=LISTING_INPUT_LABELS,
        )  # fmt: skip


def build_sitemap_view(edition: SiteContext, pages: tuple[str, ...]) -> SitemapView:
    """Return the sitemap of ``pages`` (addresses) that have no date."""
    return SitemapView(tuple(SitemapEntry(edition.urls.build_absolute_url(one), "") for one in pages))


def build_sitemap_index_view(edition: SiteContext) -> SitemapIndexView:
    """Return the index of the sitemaps."""
    months = tuple(
        SitemapEntry(
            edition.urls.build_absolute_url(urls.get_month_sitemap_address(year, month)),
            max(one.last_modified for one in shelf.articles).isoformat(),
        )
        for (year, month), shelf in edition.archive.months.items()
    )
    return SitemapIndexView(
        (SitemapEntry(edition.urls.build_absolute_url(urls.PAGES_SITEMAP_ADDRESS), ""), *months)
    )


def build_news_sitemap_view(edition: SiteContext) -> NewsSitemapView:
    """Return the articles of the last two days."""
    since = edition.archive.build_time - NEWS_SITEMAP_WINDOW
    recent = []
    for article in edition.archive.all_articles.newest_first:
        if article.date <= since:
            break
        recent.append(
            NewsEntry(
                edition.urls.build_absolute_url(article.address), article.title, article.date.isoformat()
            )
        )
    return NewsSitemapView(edition.site_frame.name, "vi", tuple(recent))


def build_robots_view(edition: SiteContext) -> RobotsView:
    """Return robots.txt: everything is open but advertisements and fragments."""
    return RobotsView(
        (
            edition.urls.build_absolute_url(urls.SITEMAP_ADDRESS),
            edition.urls.build_absolute_url(urls.NEWS_SITEMAP_ADDRESS),
        ),
        (edition.urls.build_link(urls.AD_CLICK_PREFIX), edition.urls.build_link(urls.FRAGMENT_PREFIX)),
    )


def _sitemap(shelf: ArticleList, edition: SiteContext) -> SitemapView:
    return SitemapView(
        tuple(
            SitemapEntry(
                edition.urls.build_absolute_url(one.address),
                one.last_modified.isoformat(),
                _images(one, edition),
            )
            for one in shelf.articles
        )
    )


def _newest(shelf: ArticleList, edition: SiteContext) -> tuple[Article, ...]:
    count = edition.settings.feed_items
    return shelf.articles[-count:][::-1] if count else ()


def _feed(shelf: ArticleList, own: str, address: str, title: str, edition: SiteContext) -> FeedView:
    newest = _newest(shelf, edition)
    updated = max((one.last_modified for one in newest), default=_NEVER)
    return FeedView(
        id=edition.urls.build_absolute_url(address),
        title=title,
        subtitle=edition.settings.tagline,
        url=edition.urls.build_absolute_url(address),
        self_url=edition.urls.build_absolute_url(own),
        updated=updated.isoformat(),
        updated_rfc822=format_datetime(updated),
        author=edition.site_frame.organisation,
        entries=tuple(_entry(one, edition) for one in newest),
    )


def _entry(article: Article, edition: SiteContext) -> FeedEntry:
    changed = article.last_modified
    return FeedEntry(
        id=f"tag:{edition.urls.host_name or 'localhost'},{article.date.date().isoformat()}:{article.address}",
        url=edition.urls.build_absolute_url(article.address),
        title=article.title,
        summary=article.summary,
        content=build_feed_body(article.body, edition),
        published=article.date.isoformat(),
        updated=changed.isoformat(),
        published_rfc822=format_datetime(article.date),
        authors=article.authors,
        categories=(edition.archive.section_tree.by_slug[article.section].name, *article.tags),
    )


def _images(article: Article, edition: SiteContext) -> tuple[str, ...]:
    if not article.cover:
        return ()
    return (edition.urls.make_link_absolute(edition.build_image(article.cover, article.cover_alt).src),)
