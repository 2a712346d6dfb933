"""What machines read of a page: titles, Open Graph, schema.org."""

from collections.abc import Iterable, Mapping
from typing import Any

from bulletin import urls
from bulletin.content.models import Article
from bulletin.context.site_context import Edition, shared
from bulletin.view_models.components import Feed, Head, Link, Picture

JsonLd = Mapping[str, Any]
_CONTEXT = "https://schema.org"


def head(
    edition: Edition,
    address: str,
    title: str,
    description: str = "",
    *,
    breadcrumb: Iterable[Link] = (),
    feed: str = urls.SITE_FEED,
    feed_title: str = "",
    index: bool = True,
) -> Head:
    """Return the head of a page that is no article."""
    links = tuple(breadcrumb)
    return Head(
        title=_full_title(title, edition),
        description=description or edition.settings.tagline,
        canonical=edition.urls.absolute(address),
        kind="website",
        image=None,
        image_url=edition.urls.complete(edition.share_picture),
        feeds=feeds(feed, feed_title or edition.site.name, edition),
        json_ld=(_breadcrumbs(links, title, edition.urls.absolute(address), edition),)
        if links
        else (_website(edition),),
        index=index,
    )


def article_head(
    article: Article, breadcrumb: Iterable[Link], cover: Picture | None, edition: Edition
) -> Head:
    """Return the head of an article."""
    address = edition.urls.absolute(article.address)
    section = edition.archive.section_tree.by_slug[article.section]
    image = edition.urls.complete(cover.src if cover else edition.share_picture)
    return Head(
        title=_full_title(article.title, edition),
        description=article.summary,
        canonical=address,
        kind="article",
        image=cover,
        image_url=image,
        feeds=feeds(urls.section_feed(section.slug), section.name, edition),
        json_ld=(
            _news_article(article, address, section.name, image, edition),
            _breadcrumbs(tuple(breadcrumb), article.title, address, edition),
        ),
        index=article.status == "published",
        published=article.date.isoformat(),
        modified=article.changed.isoformat(),
        section=section.name,
        tags=article.tags,
    )


@shared
def feeds(stem: str, title: str, edition: Edition) -> tuple[Feed, ...]:
    """Return the Atom and the RSS feed at ``stem``."""
    return (
        Feed(edition.urls.link(f"{stem}.atom.xml"), f"{title} (Atom)", "application/atom+xml"),
        Feed(edition.urls.link(f"{stem}.rss.xml"), f"{title} (RSS)", "application/rss+xml"),
    )


def _full_title(title: str, edition: Edition) -> str:
    return (
        f"{title} – {edition.site.name}"
        if title != edition.site.name
        else f"{title} – {edition.site.organisation}"
    )


@shared
def _website(edition: Edition) -> JsonLd:
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": edition.site.name,
        "url": edition.urls.absolute(urls.HOME),
        "inLanguage": "vi",
        "publisher": _publisher(edition),
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{edition.urls.absolute(urls.SEARCH)}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }


@shared
def _publisher(edition: Edition) -> JsonLd:
    return {
        "@type": "Organization",
        "name": edition.site.organisation,
        "url": edition.urls.absolute(urls.HOME),
        "logo": {"@type": "ImageObject", "url": edition.urls.complete(edition.share_picture)},
    }


@shared
def _home(edition: Edition) -> JsonLd:
    return {"@type": "WebSite", "name": edition.site.name, "url": edition.urls.absolute(urls.HOME)}


def _news_article(article: Article, address: str, section: str, image: str, edition: Edition) -> JsonLd:
    authors = [_person(name, edition) for name in article.authors]
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.summary,
        "datePublished": article.date.isoformat(),
        "dateModified": article.changed.isoformat(),
        "inLanguage": "vi",
        "mainEntityOfPage": address,
        "url": address,
        "image": [image],
        "articleSection": section,
        "author": authors or [_publisher(edition)],
        "publisher": _publisher(edition),
        "isPartOf": _home(edition),
    }
    if article.tags:
        found["keywords"] = list(article.tags)
    if article.corrections:
        found["correction"] = [
            {"@type": "CorrectionComment", "text": one.text, "datePublished": one.date.isoformat()}
            for one in article.corrections
        ]
    if article.origin:
        found["isBasedOn"] = article.origin.url or article.origin.name
    return found


@shared
def _person(name: str, edition: Edition) -> JsonLd:
    """Return an author, without an address where nothing is published there (a hidden article's own)."""
    address = urls.author_address(name)
    found = {"@type": "Person", "name": name}
    return {**found, "url": edition.urls.absolute(address)} if address in edition.published else found


def _breadcrumbs(links: tuple[Link, ...], title: str, address: str, edition: Edition) -> JsonLd:
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [*_steps(links, edition), _step(len(links) + 1, title, address)],
    }


@shared
def _steps(links: tuple[Link, ...], edition: Edition) -> tuple[JsonLd, ...]:
    return tuple(
        _step(number, link.label, edition.urls.complete(link.url))
        for number, link in enumerate(links, start=1)
    )


def _step(number: int, name: str, item: str) -> JsonLd:
    return {"@type": "ListItem", "position": number, "name": name, "item": item}
