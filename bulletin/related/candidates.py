"""Fingerprint the articles from which related articles are chosen.

The candidates of an article are the articles next to it in the lists of its section and its topic.
The fingerprint of the article covers the content of all its candidates.
Near the ends of a section there are too few candidates, and parent sections fill up.
For an article there, the related articles are chosen, and the fingerprint covers them.
Reason: choosing them for every article of the archive takes longer than rendering an edited article.
"""

from collections.abc import Iterator, Mapping

from bulletin.archive.archive import Archive
from bulletin.archive.article_list import ArticleList
from bulletin.content.models import Article
from bulletin.related.related_articles import find_related_articles
from bulletin.related.settings import RelatedSettings

FingerprintsBySource = Mapping[str, bytes]
"""Digest of an article by its source. All digests have the same length."""


def fingerprint_related_candidates(
    archive: Archive, fingerprints: FingerprintsBySource, settings: RelatedSettings
) -> dict[str, bytes]:
    """Return the fingerprint of the candidates of each live article by source.

    Equal fingerprints mean equal related articles.

    Args:
        archive: the archive.
        fingerprints: digest of each article by source.
        settings: numbers of related articles.

    """
    topics: dict[str, bytes] = {}
    for article_list in archive.topics.values():
        topics.update(
            (article.source, nearby)
            for article, nearby in _join_nearby(article_list, fingerprints, settings.topic, settings.topic)
        )
    # Articles of an earlier group are skipped in the later ones, so more are searched there.
    others = settings.topic + settings.document
    before, after = settings.older + others, settings.newer + others
    documents = _join_documents(archive, fingerprints, others)
    result: dict[str, bytes] = {}
    for slug, article_list in archive.sections.items():
        last = len(article_list.articles) - after
        for index, (article, nearby) in enumerate(_join_nearby(article_list, fingerprints, before, after)):
            if article.section == slug:
                has_enough = before <= index < last
                in_section = nearby if has_enough else _join_related(article, archive, fingerprints, settings)
                result[article.source] = b"%b|%b|%b" % (
                    in_section, topics.get(article.source, b""), documents.get(article.source, b""),
                )  # fmt: skip
    return result


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


def _join_related(
    article: Article, archive: Archive, fingerprints: FingerprintsBySource, settings: RelatedSettings
) -> bytes:
    """Return the joined fingerprints of the related articles, group by group."""
    groups = find_related_articles(article, archive, settings)
    return b"|".join(
        b"".join(fingerprints[related.source] for related in group)
        for group in (groups.newer, groups.older, groups.topic, groups.document)
    )
