"""Chooses the neighbours of an article: the same archive always gives the same ones.

They are the nearest in time, so an old article keeps its neighbours for ever and a new one
changes only the pages of the few articles before it.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from bulletin.archive.archive import Archive
from bulletin.archive.article_list import ArticleList
from bulletin.content.models import Article
from bulletin.related.settings import RelatedSettings
from bulletin.text.slugs import slugify

ArticleQuery = Callable[[ArticleList, int], tuple[Article, ...]]


class RelatedArticles(NamedTuple):
    """The groups, each newest first. No article is in two of them."""

    newer: tuple[Article, ...]
    older: tuple[Article, ...]
    topic: tuple[Article, ...]


def find_related_articles(article: Article, archive: Archive, settings: RelatedSettings) -> RelatedArticles:
    """Return what stands under ``article``. The topic chooses first, then newer, then older."""
    seen = {article.source}
    topic = _of_topic(article, archive, settings.topic)
    seen.update(one.source for one in topic)
    shelves = tuple(_get_related_lists(article, archive, settings))
    newer = _nearest(
        shelves, lambda shelf, count: shelf.find_newer_articles(article, count), settings.newer, seen
    )
    older = _nearest(
        shelves, lambda shelf, count: shelf.find_older_articles(article, count), settings.older, seen
    )
    return RelatedArticles(_newest_first(newer), _newest_first(older), topic)


def _get_related_lists(
    article: Article, archive: Archive, settings: RelatedSettings
) -> Iterable[ArticleList]:
    """Yield where to look: the section, then what it stands in, then the whole site."""
    line = archive.section_tree.get_section_path(article.section)[::-1]
    yield archive.sections[line[0].slug]
    if settings.fill_from_parent:
        yield from (archive.sections[section.slug] for section in line[1:])
    if settings.fill_from_site:
        yield archive.all_articles


def _nearest(shelves: Iterable[ArticleList], ask: ArticleQuery, count: int, seen: set[str]) -> list[Article]:
    """Take up to ``count`` articles not seen yet, from the first shelf while it lasts."""
    found: list[Article] = []
    for shelf in shelves:
        if len(found) == count:
            break
        for one in ask(shelf, count + len(seen)):
            if len(found) < count and one.source not in seen:
                seen.add(one.source)
                found.append(one)
    return found


def _of_topic(article: Article, archive: Archive, count: int) -> tuple[Article, ...]:
    """Take the nearest of the running story, turn by turn from before and after."""
    shelf = archive.topics.get(slugify(article.topic))
    if shelf is None:
        return ()
    before, after = (
        list(shelf.find_older_articles(article, count)),
        list(shelf.find_newer_articles(article, count)),
    )
    found: list[Article] = []
    while len(found) < count and (before or after):
        for side in (before, after):
            if side and len(found) < count:
                found.append(side.pop(0))
    return _newest_first(found)


def _newest_first(articles: list[Article]) -> tuple[Article, ...]:
    return tuple(sorted(articles, key=lambda one: one.sort_key, reverse=True))
