"""Fingerprint the articles from which related articles are chosen.

The candidates of an article are the articles next to it in the lists of its section and its topic.
The fingerprint of the article covers the content of all its candidates.
Near the ends of a section there are too few candidates, and parent sections fill up.
For an article there, the related articles are chosen, and the fingerprint covers them.
Reason: choosing them for every article of the archive takes longer than rendering an edited article.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property

from bulletin.archive.archive import Archive, YearMonth
from bulletin.archive.article_list import ArticleList
from bulletin.content.models import Article
from bulletin.related.related_articles import find_related_articles
from bulletin.related.settings import RelatedSettings

FingerprintsBySource = Mapping[str, bytes]
"""Digest of an article by its source. All digests have the same length."""


class RelatedCandidates:
    """Joined fingerprints of the candidates of each live article.

    Equal fingerprints mean equal related articles.

    Args:
        archive: the archive.
        fingerprints: digest of each article by source.
        settings: numbers of related articles.

    """

    def __init__(
        self, archive: Archive, fingerprints: FingerprintsBySource, settings: RelatedSettings
    ) -> None:
        self._archive, self._fingerprints, self._settings = archive, fingerprints, settings
        # Articles of an earlier group are skipped in the later ones, so more are searched there.
        self._others = settings.topic + settings.document
        self._before, self._after = settings.older + self._others, settings.newer + self._others

    def join_month(self, month: YearMonth) -> bytes:
        """Return the joined fingerprints of the candidates of all articles of a month."""
        parts = []
        for slug, (start, end) in self._bounds_by_month[month].items():
            nearby = self._join_range(slug, start - self._before, end + self._after)
            parts.append(b"%b:%b" % (slug.encode(), nearby))
            articles = self._archive.sections[slug].articles
            parts += (
                self._join_related(articles[index])
                for index in range(start, end)
                if not self._has_enough(slug, index) and articles[index].section == slug
            )
        if self._topics or self._documents:
            parts += map(self._join_other_groups, self._archive.months[month].articles)
        return b"|".join(parts)

    def join_articles(self, month: YearMonth) -> dict[str, bytes]:
        """Return the joined candidates of each article of a month, by source."""
        result = {}
        for slug, (start, end) in self._bounds_by_month[month].items():
            for index in range(start, end):
                article = self._archive.sections[slug].articles[index]
                if article.section == slug:
                    in_section = (
                        self._join_nearby(slug, index)
                        if self._has_enough(slug, index)
                        else self._join_related(article)
                    )
                    result[article.source] = b"%b|%b" % (in_section, self._join_other_groups(article))
        return result

    def _has_enough(self, slug: str, index: int) -> bool:
        """Tell if a section has all candidates of its article with this ``index``."""
        return self._before <= index < len(self._archive.sections[slug].articles) - self._after

    def _join_nearby(self, slug: str, index: int) -> bytes:
        """Return the fingerprints before and after an article of a section."""
        earlier = self._join_range(slug, index - self._before, index)
        return b"%b|%b" % (earlier, self._join_range(slug, index + 1, index + 1 + self._after))

    def _join_range(self, slug: str, start: int, end: int) -> bytes:
        """Return the fingerprints of the articles from ``start`` to ``end`` in a section."""
        joined = self._joined_sections[slug]
        size = len(joined) // max(1, len(self._archive.sections[slug].articles))
        return joined[max(0, start) * size : end * size]

    def _join_related(self, article: Article) -> bytes:
        """Return the joined fingerprints of the related articles, group by group."""
        groups = find_related_articles(article, self._archive, self._settings)
        return b"|".join(
            b"".join(self._fingerprints[related.source] for related in group)
            for group in (groups.newer, groups.older, groups.topic, groups.document)
        )

    def _join_other_groups(self, article: Article) -> bytes:
        """Return the fingerprints near an article in its topic and its documents."""
        source = article.source
        return b"%b|%b" % (self._topics.get(source, b""), self._documents.get(source, b""))

    @cached_property
    def _joined_sections(self) -> dict[str, bytes]:
        return {
            slug: b"".join([self._fingerprints[article.source] for article in article_list.articles])
            for slug, article_list in self._archive.sections.items()
        }

    @cached_property
    def _bounds_by_month(self) -> dict[YearMonth, dict[str, tuple[int, int]]]:
        """Start and end of each month in the sections that have articles of it."""
        bounds: dict[YearMonth, dict[str, tuple[int, int]]] = {month: {} for month in self._archive.months}
        for slug, article_list in self._archive.sections.items():
            start = 0
            for month in self._archive.months:
                end = bisect_right(article_list.articles, month, lo=start, key=_get_month)
                if end > start:
                    bounds[month][slug] = start, end
                start = end
        return bounds

    @cached_property
    def _topics(self) -> dict[str, bytes]:
        count, lists = self._settings.topic, self._archive.topics.values()
        return {
            article.source: nearby
            for article_list in lists
            for article, nearby in _join_nearby(article_list, self._fingerprints, count, count)
        }

    @cached_property
    def _documents(self) -> dict[str, bytes]:
        return _join_documents(self._archive, self._fingerprints, self._others)


def _get_month(article: Article) -> YearMonth:
    return article.date.year, article.date.month


def _join_documents(archive: Archive, fingerprints: FingerprintsBySource, count: int) -> dict[str, bytes]:
    """Return the joined fingerprints near each article in the lists of its documents.

    The rarest document comes first, as in the choice.
    """
    result: dict[str, bytes] = {}
    lists = (document.articles for document in archive.register.documents.values())
    for article_list in sorted(lists, key=lambda found: (len(found.articles), found.slug)):
        for article, nearby in _join_nearby(article_list, fingerprints, count, count):
            result[article.source] = b"%b/%b" % (result.get(article.source, b""), nearby)
    return result


def _join_nearby(
    article_list: ArticleList, fingerprints: FingerprintsBySource, before: int, after: int
) -> Iterator[tuple[Article, bytes]]:
    """Yield each article with the joined fingerprints of articles before and after."""
    joined = b"".join([fingerprints[article.source] for article in article_list.articles])
    size = len(joined) // max(1, len(article_list.articles))
    for index, article in enumerate(article_list.articles):
        start, end = index * size, (index + 1) * size
        earlier, later = joined[max(0, start - before * size) : start], joined[end : end + after * size]
        yield article, b"%b|%b" % (earlier, later)
