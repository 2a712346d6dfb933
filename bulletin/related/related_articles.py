"""Related articles of an article, chosen by time.

The same archive always gives the same related articles.
They are the nearest in time, so a new article changes only a few older pages.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from bulletin.archive.archive import Archive
from bulletin.archive.article_list import ArticleList
from bulletin.content.models import Article
from bulletin.related.settings import RelatedSettings
from bulletin.text.slugs import slugify

ArticleQuery = Callable[[ArticleList, int], tuple[Article, ...]]
"""Method of an article list that returns a number of articles."""


class RelatedArticles(NamedTuple):
    """Groups of related articles, newest first. The groups share no article."""

    newer: tuple[Article, ...]
    older: tuple[Article, ...]
    topic: tuple[Article, ...]
    document: tuple[Article, ...]
    """Articles that cite an official document of the article, those of the rarest document first."""


def find_related_articles(article: Article, archive: Archive, settings: RelatedSettings) -> RelatedArticles:
    """Return the related articles: of the topic, of documents, newer and older ones."""
    seen = {article.source}
    topic_list = archive.topics.get(slugify(article.topic))
    topic = _choose_on_both_sides(article, topic_list, settings.topic, seen) if topic_list else ()
    document: list[Article] = []
    for article_list in list_document_lists(article, archive):
        document += _choose_on_both_sides(article, article_list, settings.document - len(document), seen)
    article_lists = tuple(_get_related_lists(article, archive, settings))
    newer = _choose_nearest(
        article_lists,
        lambda article_list, count: article_list.find_newer_articles(article, count),
        settings.newer,
        seen,
    )
    older = _choose_nearest(
        article_lists,
        lambda article_list, count: article_list.find_older_articles(article, count),
        settings.older,
        seen,
    )
    return RelatedArticles(_sort_newest_first(newer), _sort_newest_first(older), topic, tuple(document))


def list_document_lists(article: Article, archive: Archive) -> tuple[ArticleList, ...]:
    """Return the articles of each cited document, the rarest document first."""
    register = archive.register
    slugs = {citation.slug for citation in register.citations.get(article.source, ())}
    lists = [register.documents[slug].articles for slug in slugs if slug in register.documents]
    return tuple(sorted(lists, key=lambda found: (len(found.articles), found.slug)))


def _get_related_lists(
    article: Article, archive: Archive, settings: RelatedSettings
) -> Iterable[ArticleList]:
    """Yield the lists to choose from: section, parent sections, whole site."""
    section_path = archive.section_tree.get_section_path(article.section)[::-1]
    yield archive.sections[section_path[0].slug]
    if settings.fill_from_parent:
        yield from (archive.sections[section.slug] for section in section_path[1:])
    if settings.fill_from_site:
        yield archive.all_articles


def _choose_nearest(
    article_lists: Iterable[ArticleList], query: ArticleQuery, count: int, seen: set[str]
) -> list[Article]:
    """Return up to ``count`` new articles, from the next list if one is used up."""
    found: list[Article] = []
    for article_list in article_lists:
        if len(found) == count:
            break
        for article in query(article_list, count + len(seen)):
            if len(found) < count and article.source not in seen:
                seen.add(article.source)
                found.append(article)
    return found


def _choose_on_both_sides(
    article: Article, article_list: ArticleList, count: int, seen: set[str]
) -> tuple[Article, ...]:
    """Return the nearest new articles of a list, older and newer ones in turn."""
    wanted = count + len(seen)
    older, newer = (
        [found for found in query(article, wanted) if found.source not in seen]
        for query in (article_list.find_older_articles, article_list.find_newer_articles)
    )
    found: list[Article] = []
    while len(found) < count and (older or newer):
        for side in (older, newer):
            if side and len(found) < count:
                found.append(side.pop(0))
    seen.update(related.source for related in found)
    return _sort_newest_first(found)


def _sort_newest_first(articles: list[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda article: article.sort_key, reverse=True))
