"""Views of feeds, sitemaps and robots.txt."""

import mimetypes
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import partial
from pathlib import Path

from markupsafe import Markup

from bulletin import urls
from bulletin.archive.article_list import ArticleList
from bulletin.archive.document_register import list_same_numbers
from bulletin.content.markup.page_html.audio_players import get_audio_type
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext
from bulletin.view_models.feeds import (
    FeedEnclosure,
    FeedEntry,
    FeedImage,
    FeedView,
    NewsEntry,
    NewsSitemapView,
    RobotsView,
    SitemapEntry,
    SitemapIndexView,
    SitemapView,
)
from bulletin.view_models.output_file import OutputFile
from bulletin.views.fingerprints import LISTING_INPUT_LABELS, PageFingerprints
from bulletin.views.parts.ai_labels import build_ai_label
from bulletin.views.parts.body import build_feed_body

NEWS_SITEMAP_WINDOW = timedelta(days=2)
"""Google News reads articles of the last two days (developers.google.com/search, news sitemaps)."""
_NEVER = datetime.fromisoformat("1970-01-01T07:00:00+07:00")
"""Update time of an empty feed. Reason: no output may hold the build time."""


def plan_feeds(context: SiteContext, inputs: PageFingerprints, content: Path) -> Iterator[OutputFile]:
    """Yield the feeds of the site and of each section, as Atom and as RSS.

    Sizes of recordings are read in ``content``.
    """
    archive, name = context.archive, context.site_frame.name
    feeds = [(archive.all_articles, urls.SITE_FEED_STEM, urls.HOME_ADDRESS, name)]
    feeds += (
        (
            article_list,
            urls.get_section_feed_stem(slug),
            urls.get_section_address(slug),
            f"{article_list.name} – {name}",
        )
        for slug, article_list in archive.sections.items()
    )
    for article_list, stem, address, title in feeds:
        fingerprints = inputs.fingerprint_feed(_get_newest_articles(article_list, context))
        for template in ("atom", "rss"):
            feed_address = f"{stem}.{template}.xml"
            build_view = partial(
                _build_feed, article_list, feed_address, address, title, context, content=content
            )
            yield OutputFile(
                urls.convert_address_to_path(feed_address),
                template,
                build_view,
                fingerprints,
                input_labels=LISTING_INPUT_LABELS,
            )


def plan_document_feed(
    article_list: ArticleList, context: SiteContext, inputs: PageFingerprints, content: Path
) -> Iterator[OutputFile]:
    """Yield the Atom feed of an official document, if articles cite it.

    Its entries have summaries and no texts. Reason: an article stands in the feeds of all its documents.
    """
    if article_list.articles:
        address = urls.get_document_feed_address(article_list.slug)
        yield OutputFile(
            urls.convert_address_to_path(address),
            "atom",
            partial(
                _build_feed, article_list, address, urls.get_document_address(article_list.slug),
                f"{article_list.name} – {context.site_frame.name}", context, content=content, has_texts=False,
            ),
            inputs.fingerprint_list(_get_newest_articles(article_list, context)),
            input_labels=LISTING_INPUT_LABELS,
        )  # fmt: skip


def plan_same_number_feeds(
    context: SiteContext, inputs: PageFingerprints, content: Path
) -> Iterator[OutputFile]:
    """Yield an Atom feed for each number that several documents have.

    Reason: readers keep the feed of its first document.
    """
    for article_list in list_same_numbers(context.archive.register):
        yield from plan_document_feed(article_list, context, inputs, content)


def plan_monthly_sitemaps(context: SiteContext, inputs: PageFingerprints) -> Iterator[OutputFile]:
    """Yield one sitemap for each month."""
    for (year, month), article_list in context.archive.months.items():
        yield OutputFile(
            urls.convert_address_to_path(urls.get_month_sitemap_address(year, month)), "sitemap",
            partial(_build_month_sitemap, article_list, context),
            inputs.fingerprint_list(article_list.articles), input_labels=LISTING_INPUT_LABELS,
        )  # fmt: skip


def build_sitemap_view(context: SiteContext, addresses: tuple[str, ...]) -> SitemapView:
    """Return the sitemap of ``addresses``, pages without a date."""
    return SitemapView(
        tuple(SitemapEntry(context.urls.build_absolute_url(address), "") for address in addresses)
    )


def build_sitemap_index_view(context: SiteContext) -> SitemapIndexView:
    """Return the index of the sitemaps."""
    months = tuple(
        SitemapEntry(
            context.urls.build_absolute_url(urls.get_month_sitemap_address(year, month)),
            max(article.last_modified for article in article_list.articles).isoformat(),
        )
        for (year, month), article_list in context.archive.months.items()
    )
    return SitemapIndexView(
        (SitemapEntry(context.urls.build_absolute_url(urls.PAGES_SITEMAP_ADDRESS), ""), *months)
    )


def build_news_sitemap_view(context: SiteContext) -> NewsSitemapView:
    """Return the sitemap of the articles of the last two days, or of the newest one.

    A sitemap without an address is an error to search engines (sitemaps.org: ``url`` is required).
    """
    since = context.archive.build_time - NEWS_SITEMAP_WINDOW
    recent: list[NewsEntry] = []
    for article in context.archive.all_articles.newest_first:
        if article.date <= since and recent:
            break
        recent.append(
            NewsEntry(
                context.urls.build_absolute_url(article.address), article.title, article.date.isoformat()
            )
        )
        if article.date <= since:
            break
    return NewsSitemapView(context.site_frame.name, "vi", tuple(recent))


def build_robots_view(context: SiteContext) -> RobotsView:
    """Return robots.txt, which excludes advertisements and fragments."""
    sitemaps = [urls.SITEMAP_ADDRESS]
    if context.archive.all_articles.articles:
        sitemaps.append(urls.NEWS_SITEMAP_ADDRESS)
    return RobotsView(
        tuple(map(context.urls.build_absolute_url, sitemaps)),
        tuple(map(context.urls.build_link, (urls.AD_PREFIX, urls.FORMER_AD_PREFIX, urls.FRAGMENT_PREFIX))),
    )


def _build_month_sitemap(article_list: ArticleList, context: SiteContext) -> SitemapView:
    return SitemapView(
        tuple(
            SitemapEntry(
                context.urls.build_absolute_url(article.address),
                article.last_modified.isoformat(),
                _list_image_urls(article, context),
            )
            for article in article_list.articles
        )
    )


def _get_newest_articles(article_list: ArticleList, context: SiteContext) -> tuple[Article, ...]:
    count = context.settings.feed_items
    return article_list.articles[-count:][::-1] if count else ()


def _build_feed(
    article_list: ArticleList,
    feed_address: str,
    address: str,
    title: str,
    context: SiteContext,
    *,
    content: Path,
    has_texts: bool = True,
) -> FeedView:
    newest = _get_newest_articles(article_list, context)
    updated = max((article.last_modified for article in newest), default=_NEVER)
    return FeedView(
        id=context.urls.build_absolute_url(address),
        title=title,
        subtitle=context.settings.tagline,
        url=context.urls.build_absolute_url(address),
        self_url=context.urls.build_absolute_url(feed_address),
        updated=updated.isoformat(),
        updated_rfc822=format_datetime(updated),
        author=context.site_frame.organisation,
        entries=tuple(_build_feed_entry(article, context, content, has_text=has_texts) for article in newest),
    )


def _build_feed_entry(article: Article, context: SiteContext, content: Path, *, has_text: bool) -> FeedEntry:
    changed = article.last_modified
    return FeedEntry(
        id=f"tag:{context.urls.host_name or 'localhost'},{article.date.date().isoformat()}:{article.address}",
        url=context.urls.build_absolute_url(article.address),
        title=article.title,
        summary=article.summary,
        content=_build_content(article, context) if has_text else Markup(""),
        cover=_build_cover(article, context),
        enclosure=_build_enclosure(article, context, content),
        published=article.date.isoformat(),
        updated=changed.isoformat(),
        published_rfc822=format_datetime(article.date),
        authors=article.authors,
        categories=(context.archive.section_tree.by_slug[article.section].name, *article.tags),
    )


def _build_content(article: Article, context: SiteContext) -> Markup:
    """Return the text of an entry. A label of what a machine made stands above it."""
    body = build_feed_body(
        article.body, article.address, context, context.archive.register.citations.get(article.source, ())
    )
    label = build_ai_label(article)
    return Markup("<p><em>{}</em></p>\n").format(label) + body if label else body


def _build_enclosure(article: Article, context: SiteContext, content: Path) -> FeedEnclosure | None:
    if not article.audio:
        return None
    url = context.urls.make_link_absolute(context.urls.build_link(f"/{article.audio}"))
    return FeedEnclosure(url, get_audio_type(article.audio), (content / article.audio).stat().st_size)


def _build_cover(article: Article, context: SiteContext) -> FeedImage | None:
    """Return the cover of an article for a feed, or None without one."""
    if not article.cover:
        return None
    image = context.build_image(article.cover, article.cover_alt)
    mime = mimetypes.guess_type(image.src)[0] or "image/jpeg"
    return FeedImage(context.urls.make_link_absolute(image.src), mime, image.width, image.height, image.alt)


def _list_image_urls(article: Article, context: SiteContext) -> tuple[str, ...]:
    if not article.cover:
        return ()
    return (context.urls.make_link_absolute(context.build_image(article.cover, article.cover_alt).src),)
