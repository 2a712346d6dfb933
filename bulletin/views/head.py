"""What machines read of a page: titles, Open Graph, schema.org."""

from collections.abc import Iterable, Mapping
from typing import Any

from bulletin import urls
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext, cache_per_build
from bulletin.view_models.components import FeedLink, Link, PageHead, ResponsiveImage

JsonLd = Mapping[str, Any]
_CONTEXT = "https://schema.org"


def build_head(
    edition: SiteContext,
    address: str,
    title: str,
    description: str = "",
    *,
    breadcrumb: Iterable[Link] = (),
    feed: str = urls.SITE_FEED_STEM,
    feed_title: str = "",
    index: bool = True,
) -> PageHead:
    """Return the head of a page that is no article."""
    links = tuple(breadcrumb)
    return PageHead(
        title=_full_title(title, edition),
        description=description or edition.settings.tagline,
        canonical=edition.urls.build_absolute_url(address),
        og_type="website",
        image=None,
        image_url=edition.urls.make_link_absolute(edition.share_image_url),
        feeds=build_feed_links(feed, feed_title or edition.site_frame.name, edition),
        json_ld=(_breadcrumbs(links, title, edition.urls.build_absolute_url(address), edition),)
        if links
        else (_website(edition),),
        is_indexable=index,
    )


def build_article_head(
    article: Article, breadcrumb: Iterable[Link], cover: ResponsiveImage | None, edition: SiteContext
) -> PageHead:
    """Return the head of an article."""
    address = edition.urls.build_absolute_url(article.address)
    section = edition.archive.section_tree.by_slug[article.section]
    image = edition.urls.make_link_absolute(cover.src if cover else edition.share_image_url)
    return PageHead(
        title=_full_title(article.title, edition),
        description=article.summary,
        canonical=address,
        og_type="article",
        image=cover,
        image_url=image,
        feeds=build_feed_links(urls.get_section_feed_stem(section.slug), section.name, edition),
        json_ld=(
            _news_article(article, address, section.name, image, edition),
            _breadcrumbs(tuple(breadcrumb), article.title, address, edition),
        ),
        is_indexable=article.status == "published",
        published=article.date.isoformat(),
        modified=article.last_modified.isoformat(),
        section=section.name,
        tags=article.tags,
    )


@cache_per_build
def build_feed_links(stem: str, title: str, edition: SiteContext) -> tuple[FeedLink, ...]:
    """Return the Atom and the RSS feed at ``stem``."""
    return (
        FeedLink(edition.urls.build_link(f"{stem}.atom.xml"), f"{title} (Atom)", "application/atom+xml"),
        FeedLink(edition.urls.build_link(f"{stem}.rss.xml"), f"{title} (RSS)", "application/rss+xml"),
    )


def _full_title(title: str, edition: SiteContext) -> str:
    return (
        f"{title} – {edition.site_frame.name}"
        if title != edition.site_frame.name
        else f"{title} – {edition.site_frame.organisation}"
    )


@cache_per_build
def _website(edition: SiteContext) -> JsonLd:
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": edition.site_frame.name,
        "url": edition.urls.build_absolute_url(urls.HOME_ADDRESS),
        "inLanguage": "vi",
        "publisher": _publisher(edition),
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{edition.urls.build_absolute_url(urls.SEARCH_ADDRESS)}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }


@cache_per_build
def _publisher(edition: SiteContext) -> JsonLd:
    return {
        "@type": "Organization",
        "name": edition.site_frame.organisation,
        "url": edition.urls.build_absolute_url(urls.HOME_ADDRESS),
        "logo": {"@type": "ImageObject", "url": edition.urls.make_link_absolute(edition.share_image_url)},
    }


@cache_per_build
def _home(edition: SiteContext) -> JsonLd:
    return {
        "@type": "WebSite",
        "name": edition.site_frame.name,
        "url": edition.urls.build_absolute_url(urls.HOME_ADDRESS),
    }


def _news_article(article: Article, address: str, section: str, image: str, edition: SiteContext) -> JsonLd:
    authors = [_person(name, edition) for name in article.authors]
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.summary,
        "datePublished": article.date.isoformat(),
        "dateModified": article.last_modified.isoformat(),
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


@cache_per_build
def _person(name: str, edition: SiteContext) -> JsonLd:
    """Return an author, without an address where nothing is published there (a hidden article's own)."""
    address = urls.get_author_address(name)
    found = {"@type": "Person", "name": name}
    return (
        {**found, "url": edition.urls.build_absolute_url(address)} if address in edition.addresses else found
    )


def _breadcrumbs(links: tuple[Link, ...], title: str, address: str, edition: SiteContext) -> JsonLd:
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [*_steps(links, edition), _step(len(links) + 1, title, address)],
    }


@cache_per_build
def _steps(links: tuple[Link, ...], edition: SiteContext) -> tuple[JsonLd, ...]:
    return tuple(
        _step(number, link.label, edition.urls.make_link_absolute(link.url))
        for number, link in enumerate(links, start=1)
    )


def _step(number: int, name: str, item: str) -> JsonLd:
    return {"@type": "ListItem", "position": number, "name": name, "item": item}
