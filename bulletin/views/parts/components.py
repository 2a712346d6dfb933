"""Build teasers and other components that many pages share."""

from collections.abc import Callable
from datetime import date, datetime

from bulletin import urls
from bulletin.archive.document_register import RegisteredDocument
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext, cache_per_build
from bulletin.text import formatting
from bulletin.view_models.components import DisplayDate, Link, Teaser
from bulletin.views.parts.ai_labels import build_teaser_label

_MAX_TEASERS = 1 << 14
"""Teasers that are cached, about eight megabytes."""


def build_teaser(
    article: Article, context: SiteContext, *, section: bool = True, picture: bool = True
) -> Teaser:
    """Return ``article`` as a listing shows it."""
    key = (article.source, section, picture)
    if key not in context.teaser_cache:
        # Pages are rendered in the order of time, so they share recent teasers.
        if len(context.teaser_cache) >= _MAX_TEASERS:
            context.teaser_cache.clear()
        context.teaser_cache[key] = _create_teaser(article, context, section=section, picture=picture)
    return context.teaser_cache[key]


def _create_teaser(article: Article, context: SiteContext, *, section: bool, picture: bool) -> Teaser:
    cover = context.build_image(article.cover, article.cover_alt) if picture and article.cover else None
    return Teaser(
        context.urls.build_link(article.address),
        article.title,
        build_short_date(article.date),
        article.summary,
        build_section_link(article.section, context) if section else None,
        cover,
        build_teaser_label(article),
    )


def build_short_date(time: datetime) -> DisplayDate:
    """Return a date for lists."""
    return DisplayDate(formatting.format_date(time.date()), time.isoformat())


def build_long_date(time: datetime) -> DisplayDate:
    """Return a date in full, with the time of day."""
    return DisplayDate(
        f"{formatting.format_long_date(time.date())}, {time.hour:02d}:{time.minute:02d}",
        time.isoformat(),
    )


def build_plain_date(day: date) -> DisplayDate:
    """Return a day without a time."""
    return DisplayDate(formatting.format_date(day), day.isoformat())


@cache_per_build
def build_section_link(slug: str, context: SiteContext) -> Link:
    """Return the link to a section."""
    return Link(
        context.urls.build_link(urls.get_section_address(slug)),
        context.archive.section_tree.by_slug[slug].name,
    )


def build_home_link(context: SiteContext) -> Link:
    """Return the first link of every breadcrumb."""
    return Link(context.urls.build_link(urls.HOME_ADDRESS), "Trang chủ")


@cache_per_build
def build_section_breadcrumb(slug: str, context: SiteContext) -> tuple[Link, ...]:
    """Return the breadcrumb from the front page to a section."""
    sections = context.archive.section_tree.get_section_path(slug)
    return build_breadcrumb(context, *(build_section_link(section.slug, context) for section in sections))


def build_document_link(document: RegisteredDocument, context: SiteContext) -> Link:
    """Return the link to the page of an official document."""
    return Link(context.urls.build_link(urls.get_document_address(document.slug)), document.name)


@cache_per_build
def build_taxonomy_link(get_address: Callable[[str], str], name: str, context: SiteContext) -> Link:
    """Return a link to a listing, without an address if there is no such page.

    A tag that only hidden articles have has no listing.
    """
    address = get_address(name)
    return Link(context.urls.build_link(address) if address in context.addresses else "", name)


def build_breadcrumb(context: SiteContext, *steps: Link) -> tuple[Link, ...]:
    """Return a breadcrumb from the front page."""
    return (build_home_link(context), *steps)
