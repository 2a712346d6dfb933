"""Teasers and the small parts that many pages share."""

from collections.abc import Callable
from datetime import date, datetime

from bulletin import urls
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext, cache_per_build
from bulletin.text import formatting
from bulletin.view_models.components import DisplayDate, Link, Teaser

_KEPT = 1 << 14
"""Teasers that are kept at once, some eight megabytes."""


def build_teaser(
    article: Article, edition: SiteContext, *, section: bool = True, picture: bool = True
) -> Teaser:
    """Return ``article`` as it stands in a listing."""
    key = (article.source, section, picture)
    if key not in edition.teaser_cache:
        if len(edition.teaser_cache) >= _KEPT:  # pages come in the order of time: neighbours are near
            edition.teaser_cache.clear()
        edition.teaser_cache[key] = _teaser(article, edition, section=section, picture=picture)
    return edition.teaser_cache[key]


def _teaser(article: Article, edition: SiteContext, *, section: bool, picture: bool) -> Teaser:
    cover = edition.build_image(article.cover, article.cover_alt) if picture and article.cover else None
    return Teaser(
        edition.urls.build_link(article.address),
        article.title,
        build_short_date(article.date),
        article.summary,
        build_section_link(article.section, edition) if section else None,
        cover,
    )


def build_short_date(moment: datetime) -> DisplayDate:
    """Return a date for lists."""
    return DisplayDate(formatting.format_date(moment.date()), moment.isoformat())


def build_long_date(moment: datetime) -> DisplayDate:
    """Return a date in full, with the time of day."""
    return DisplayDate(
        f"{formatting.format_long_date(moment.date())}, {moment.hour:02d}:{moment.minute:02d}",
        moment.isoformat(),
    )


def build_plain_date(day: date) -> DisplayDate:
    """Return a day without a time."""
    return DisplayDate(formatting.format_date(day), day.isoformat())


@cache_per_build
def build_section_link(slug: str, edition: SiteContext) -> Link:
    """Return the link to a section."""
    return Link(
        edition.urls.build_link(urls.get_section_address(slug)),
        edition.archive.section_tree.by_slug[slug].name,
    )


def build_home_link(edition: SiteContext) -> Link:
    """Return the first step of every breadcrumb."""
    return Link(edition.urls.build_link(urls.HOME_ADDRESS), "Trang chủ")


@cache_per_build
def build_section_breadcrumb(slug: str, edition: SiteContext) -> tuple[Link, ...]:
    """Return a breadcrumb from the front page to a section."""
    line = edition.archive.section_tree.get_section_path(slug)
    return build_breadcrumb(edition, *(build_section_link(one.slug, edition) for one in line))


@cache_per_build
def build_taxonomy_link(address_of: Callable[[str], str], name: str, edition: SiteContext) -> Link:
    """Return a link, without an address where nothing is published there (a hidden article's own tag)."""
    address = address_of(name)
    return Link(edition.urls.build_link(address) if address in edition.addresses else "", name)


def build_breadcrumb(edition: SiteContext, *steps: Link) -> tuple[Link, ...]:
    """Return a breadcrumb from the front page."""
    return (build_home_link(edition), *steps)
