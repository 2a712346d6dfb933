"""Teasers and the small parts that many pages share."""

from collections.abc import Callable
from datetime import date, datetime

from bulletin import urls
from bulletin.content.models import Article
from bulletin.context.site_context import Edition, shared
from bulletin.text import formatting
from bulletin.view_models.components import Link, Stamp, Teaser

_KEPT = 1 << 14
"""Teasers that are kept at once, some eight megabytes."""


def teaser(article: Article, edition: Edition, *, section: bool = True, picture: bool = True) -> Teaser:
    """Return ``article`` as it stands in a listing."""
    key = (article.source, section, picture)
    if key not in edition.teasers:
        if len(edition.teasers) >= _KEPT:  # pages come in the order of time: neighbours are near
            edition.teasers.clear()
        edition.teasers[key] = _teaser(article, edition, section=section, picture=picture)
    return edition.teasers[key]


def _teaser(article: Article, edition: Edition, *, section: bool, picture: bool) -> Teaser:
    cover = edition.picture(article.cover, article.cover_alt) if picture and article.cover else None
    return Teaser(
        edition.urls.link(article.address),
        article.title,
        day_stamp(article.date),
        article.summary,
        section_link(article.section, edition) if section else None,
        cover,
    )


def day_stamp(moment: datetime) -> Stamp:
    """Return a date for lists."""
    return Stamp(formatting.short(moment.date()), moment.isoformat())


def full_stamp(moment: datetime) -> Stamp:
    """Return a date in full, with the time of day."""
    return Stamp(
        f"{formatting.full(moment.date())}, {moment.hour:02d}:{moment.minute:02d}", moment.isoformat()
    )


def date_stamp(day: date) -> Stamp:
    """Return a day without a time."""
    return Stamp(formatting.short(day), day.isoformat())


@shared
def section_link(slug: str, edition: Edition) -> Link:
    """Return the link to a section."""
    return Link(
        edition.urls.link(urls.section_address(slug)), edition.archive.section_tree.by_slug[slug].name
    )


def home(edition: Edition) -> Link:
    """Return the first step of every breadcrumb."""
    return Link(edition.urls.link(urls.HOME), "Trang chủ")


@shared
def section_trail(slug: str, edition: Edition) -> tuple[Link, ...]:
    """Return a breadcrumb from the front page to a section."""
    line = edition.archive.section_tree.line_of(slug)
    return trail(edition, *(section_link(one.slug, edition) for one in line))


@shared
def name_link(address_of: Callable[[str], str], name: str, edition: Edition) -> Link:
    """Return a link, without an address where nothing is published there (a hidden article's own tag)."""
    address = address_of(name)
    return Link(edition.urls.link(address) if address in edition.published else "", name)


def trail(edition: Edition, *steps: Link) -> tuple[Link, ...]:
    """Return a breadcrumb from the front page."""
    return (home(edition), *steps)
