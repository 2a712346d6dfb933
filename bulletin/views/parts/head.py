"""Build the metadata of a page: titles, Open Graph, schema.org."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from bulletin import urls
from bulletin.archive.document_register import RegisteredDocument
from bulletin.content.markup.page_html.audio_players import get_audio_type
from bulletin.content.models import Article
from bulletin.context.site_context import SiteContext, cache_per_build
from bulletin.text.formatting import format_date
from bulletin.text.slugs import slugify
from bulletin.view_models.components import FeedLink, Link, PageHead, ResponsiveImage

JsonLd = Mapping[str, Any]
_CONTEXT = "https://schema.org"
_AI_SOURCE = f"{_CONTEXT}/CompositeWithTrainedAlgorithmicMediaDigitalSource"
"""Work of people with parts of a machine (IPTC, Digital Source Type)."""


def build_head(
    context: SiteContext,
    address: str,
    title: str,
    description: str = "",
    *,
    kind: str = "",
    breadcrumb: Iterable[Link] = (),
    feed: str = urls.SITE_FEED_STEM,
    feed_title: str = "",
    index: bool = True,
) -> PageHead:
    """Return the head of a page that is not an article.

    ``kind`` is the kind of a listing: “Chủ đề”.
    Reason: a topic, a tag and a section may have one name, and each page needs a title of its own.
    """
    links = tuple(breadcrumb)
    short_title = f"{kind}: {title}" if kind else title
    return PageHead(
        title=_format_full_title(short_title, context),
        short_title=short_title,
        description=description or context.settings.tagline,
        canonical=context.urls.build_absolute_url(address),
        og_type="website",
        image=None,
        image_url=context.urls.make_link_absolute(context.share_image_url),
        feeds=build_feed_links(feed, feed_title or context.site_frame.name, context),
        json_ld=(_build_breadcrumb_list(links, title, context.urls.build_absolute_url(address), context),)
        if links
        else (_build_website(context),),
        is_indexable=index,
    )


def build_document_head(
    document: RegisteredDocument, address: str, number: int, breadcrumb: Iterable[Link], context: SiteContext
) -> PageHead:
    """Return the head of page ``number`` of an official document."""
    title = f"{document.name} – trang {number}" if number else document.name
    about = f"{document.name}: {document.title}" if document.title else document.name
    head = build_head(
        context, address, title, f"{about}. Các tin, bài nói tới văn bản này.", breadcrumb=breadcrumb
    )
    feeds = head.feeds
    if document.articles.articles:
        feeds = (build_document_feed_link(document.slug, document.name, context),)
    return replace(head, feeds=feeds, json_ld=(*head.json_ld, _build_legislation(document, context)))


def build_document_feed_link(slug: str, name: str, context: SiteContext) -> FeedLink:
    """Return the link to the feed of an official document, or of a number."""
    address = context.urls.build_link(urls.get_document_feed_address(slug))
    return FeedLink(address, f"{name} (Atom)", "application/atom+xml")


def _build_legislation(document: RegisteredDocument, context: SiteContext) -> JsonLd:
    """Return a document as schema.org describes law (schema.org/Legislation)."""

    def list_urls(slugs: tuple[str, ...]) -> list[str]:
        return [context.urls.build_absolute_url(urls.get_document_address(slug)) for slug in slugs]

    values: dict[str, Any] = {
        "name": document.title or document.name,
        "alternateName": document.name if document.title else "",
        "legislationIdentifier": document.number,
        "legislationType": document.kind,
        "legislationDate": document.issued.isoformat() if document.issued else "",
        "legislationPassedBy": {"@type": "Organization", "name": document.issuer} if document.issuer else "",
        "legislationApplies": list_urls(document.implements),
        "legislationChanges": list_urls(document.replaces),
        "encoding": {
            "@type": "LegislationObject",
            "contentUrl": context.urls.make_link_absolute(context.urls.build_link(f"/{document.file}")),
        }
        if document.file
        else "",
    }
    return {
        "@context": _CONTEXT,
        "@type": "Legislation",
        "url": context.urls.build_absolute_url(urls.get_document_address(document.slug)),
        "inLanguage": "vi",
        **{key: value for key, value in values.items() if value},
    }


def build_article_head(
    article: Article, breadcrumb: Iterable[Link], cover: ResponsiveImage | None, context: SiteContext
) -> PageHead:
    """Return the head of an article."""
    address = context.urls.build_absolute_url(article.address)
    section = context.archive.section_tree.by_slug[article.section]
    card = (context.build_share_card and context.build_share_card(article)) or cover
    card_url = context.urls.make_link_absolute(card.src if card else context.share_image_url)
    picture_url = context.urls.make_link_absolute(cover.src) if cover else card_url
    return PageHead(
        title=_format_full_title(_format_article_title(article, context), context),
        short_title=article.title,
        description=article.summary,
        canonical=address,
        og_type="article",
        image=card,
        image_url=card_url,
        feeds=build_feed_links(urls.get_section_feed_stem(section.slug), section.name, context),
        json_ld=(
            _build_news_article(article, address, section.name, picture_url, context),
            _build_breadcrumb_list(tuple(breadcrumb), article.title, address, context),
        ),
        is_indexable=article.status == "published",
        published=article.date.isoformat(),
        modified=article.last_modified.isoformat(),
        section=section.name,
        tags=article.tags,
    )


@cache_per_build
def build_feed_links(stem: str, title: str, context: SiteContext) -> tuple[FeedLink, ...]:
    """Return the links to the Atom and RSS feeds at ``stem``."""
    return (
        FeedLink(context.urls.build_link(f"{stem}.atom.xml"), f"{title} (Atom)", "application/atom+xml"),
        FeedLink(context.urls.build_link(f"{stem}.rss.xml"), f"{title} (RSS)", "application/rss+xml"),
    )


@cache_per_build
def find_repeated_titles(context: SiteContext) -> Mapping[str, str]:
    """Return other titles for articles that have the title of an older one.

    The keys are the sources of the articles.

    Reason: “Thông báo tuyển dụng” comes each year, and each page needs a title of its own.
    """
    titles: set[str] = set()
    repeated = {}
    for article in context.archive.all_articles.articles:
        title = article.title
        if title in titles:
            title = repeated[article.source] = next(
                other for other in _vary_title(article) if other not in titles
            )
        titles.add(title)
    return repeated


def _vary_title(article: Article) -> Iterator[str]:
    """Yield the title with its day, with its hour, and with numbers."""
    day = format_date(article.date)
    yield f"{article.title} ({day})"
    yield f"{article.title} ({day}, {article.date:%H:%M})"
    for number in itertools.count(2):
        yield f"{article.title} ({day}, bài {number})"


def _format_article_title(article: Article, context: SiteContext) -> str:
    return find_repeated_titles(context).get(article.source, article.title)


def _format_full_title(title: str, context: SiteContext) -> str:
    return (
        f"{title} – {context.site_frame.name}"
        if title != context.site_frame.name
        else f"{title} – {context.site_frame.organisation}"
    )


@cache_per_build
def _build_website(context: SiteContext) -> JsonLd:
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": context.site_frame.name,
        "url": context.urls.build_absolute_url(urls.HOME_ADDRESS),
        "inLanguage": "vi",
        "publisher": _build_publisher(context),
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{context.urls.build_absolute_url(urls.SEARCH_ADDRESS)}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }


@cache_per_build
def _build_publisher(context: SiteContext) -> JsonLd:
    return {
        "@type": "Organization",
        "name": context.site_frame.organisation,
        "url": context.urls.build_absolute_url(urls.HOME_ADDRESS),
        "logo": {"@type": "ImageObject", "url": context.urls.make_link_absolute(context.share_image_url)},
    }


@cache_per_build
def _build_home(context: SiteContext) -> JsonLd:
    return {
        "@type": "WebSite",
        "name": context.site_frame.name,
        "url": context.urls.build_absolute_url(urls.HOME_ADDRESS),
    }


def _build_news_article(
    article: Article, address: str, section: str, image: str, context: SiteContext
) -> JsonLd:
    authors = [_build_author(name, context) for name in article.authors]
    data: dict[str, Any] = {
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
        "author": authors or [_build_publisher(context)],
        "publisher": _build_publisher(context),
        "isPartOf": _build_home(context),
    }
    if article.tags:
        data["keywords"] = list(article.tags)
    if article.corrections:
        data["correction"] = [
            {
                "@type": "CorrectionComment",
                "text": correction.text,
                "datePublished": correction.date.isoformat(),
            }
            for correction in article.corrections
        ]
    if article.ai_made:
        data["digitalSourceType"] = _AI_SOURCE
    if article.audio:
        data["audio"] = {
            "@type": "AudioObject",
            "contentUrl": context.urls.make_link_absolute(context.urls.build_link(f"/{article.audio}")),
            "encodingFormat": get_audio_type(article.audio),
        }
    if article.origin:
        data["isBasedOn"] = article.origin.url or article.origin.name
    return data


@cache_per_build
def _build_author(name: str, context: SiteContext) -> JsonLd:
    """Return an author, without an address if the author has no page.

    An author of hidden articles only has no page.
    """
    address = urls.get_author_address(name)
    data = {"@type": "Organization" if _is_organisation(name, context) else "Person", "name": name}
    return {**data, "url": context.urls.build_absolute_url(address)} if address in context.addresses else data


def _is_organisation(name: str, context: SiteContext) -> bool:
    slugs = map(slugify, (*context.settings.organisation_authors, context.site_frame.organisation))
    return slugify(name) in slugs


def _build_breadcrumb_list(links: tuple[Link, ...], title: str, address: str, context: SiteContext) -> JsonLd:
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [*_build_steps(links, context), _build_step(len(links) + 1, title, address)],
    }


@cache_per_build
def _build_steps(links: tuple[Link, ...], context: SiteContext) -> tuple[JsonLd, ...]:
    return tuple(
        _build_step(number, link.label, context.urls.make_link_absolute(link.url))
        for number, link in enumerate(links, start=1)
    )


def _build_step(number: int, name: str, item: str) -> JsonLd:
    return {"@type": "ListItem", "position": number, "name": name, "item": item}
