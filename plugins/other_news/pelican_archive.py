"""The archive of Pelican's articles, from which other news are chosen.

The section of an article is its category. Its topic is the key ``topic`` of its metadata, or else its first tag.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from pelican.urlwrappers import Tag

from bulletin.archive.archive import Archive, build_archive
from bulletin.content.models import Article, ParsedBody
from bulletin.content.site_lists.sections import Section, Sections
from bulletin.related.related_articles import find_related_articles
from bulletin.related.settings import RelatedSettings

_EMPTY_BODY = ParsedBody("", "")


class OtherNews(NamedTuple):
    """Groups of Pelican's articles, each newest first. The groups share no article."""

    newer: tuple[Any, ...]
    older: tuple[Any, ...]
    topic: tuple[Any, ...]


def find_other_news(
    listed: Iterable[Any], unlisted: Iterable[Any], settings: RelatedSettings
) -> Iterator[tuple[Any, OtherNews]]:
    """Yield each article of Pelican with its other news, which have its language.

    Args:
        listed: published articles, the only ones that are other news.
        unlisted: drafts and hidden articles.
        settings: numbers of articles.

    """
    listed_articles = {get_source(article): article for article in listed}
    articles = {get_source(article): article for article in unlisted} | listed_articles
    for language in dict.fromkeys(article.lang for article in articles.values()):
        own = {source: article for source, article in articles.items() if article.lang == language}
        converted = {source: convert_article(article) for source, article in own.items()}
        archive = _build_archive(
            [converted[source] for source in own if source in listed_articles],
            {article.category.slug: article.category.name for article in own.values()},
        )
        for source, article in own.items():
            found = find_related_articles(converted[source], archive, settings)
            groups = (found.newer, found.older, found.topic)
            yield article, OtherNews(*(tuple(own[related.source] for related in group) for group in groups))


def get_source(article: Any) -> str:
    """Return a text that no other article has: its source, or else its output path."""
    return str(article.relative_source_path or article.save_as)


def convert_article(article: Any) -> Article:
    """Return an article of Pelican as one of the archive, with what the choice needs."""
    topics = tuple(key for slug in _list_topic_slugs(article) if (key := _get_topic_key(slug)))
    return Article(
        source=get_source(article),
        title=article.title,
        date=_limit_year(article.date),
        address="",
        section=article.category.slug,
        body=_EMPTY_BODY,
        summary="",
        tags=topics,
        topic=topics[0] if topics else "",
    )


def _build_archive(articles: list[Article], categories: dict[str, str]) -> Archive:
    """Return the archive. An article stands in the list of each of its topics."""
    sections = {slug: Section(name, slug) for slug, name in categories.items()}
    # Pelican alone decides if an article of the future is published, so no article is later than the build.
    build_time = max((article.date for article in articles), default=datetime.now(UTC))
    archive = build_archive(articles, (), Sections(tuple(sections.values()), sections), build_time)
    return archive._replace(topics=archive.tags)


def _list_topic_slugs(article: Any) -> Iterator[str]:
    """Yield Pelican's slugs of the topic, if there is one, and of the tags."""
    topic = getattr(article, "topic", "")
    for name in topic if isinstance(topic, list) else [topic]:
        if str(name).strip():
            yield Tag(str(name), article.settings).slug
    yield from (tag.slug for tag in getattr(article, "tags", ()))


def _get_topic_key(slug: str) -> str:
    """Return a slug of any alphabet in letters that ``build_archive`` tells apart."""
    return slug.encode().hex()


def _limit_year(date: datetime) -> datetime:
    """Return a date that every time zone can show.

    Reason: Pelican gives the greatest date of all to a draft without one.
    """
    return date.replace(year=min(max(date.year, 2), 9998))
