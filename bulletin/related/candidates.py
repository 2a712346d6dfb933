"""What the neighbours of an article hang on, in short and for a whole archive at once.

Choosing the other news of ten thousand articles takes longer than printing those that changed.
Where an article stands in its section with enough news on both sides, its neighbours can be
none but these, and it is enough to know that they are the same as last time.
"""

from collections.abc import Iterator, Mapping

from bulletin.archive.archive import Archive
from bulletin.archive.article_list import ArticleList
from bulletin.content.models import Article
from bulletin.related.related_articles import find_related_articles
from bulletin.related.settings import RelatedSettings

FingerprintsBySource = Mapping[str, bytes]
"""By source of an article: a digest of all that it says, as long for each."""


def fingerprint_related_candidates(
    archive: Archive, marks: FingerprintsBySource, settings: RelatedSettings
) -> dict[str, bytes]:
    """Return, by source, the marks of all articles that ``find_related_articles`` can choose for an article.

    Equal marks, equal neighbours. Articles on no shelf (hidden ones) are left out.
    """
    topics: dict[str, bytes] = {}
    for shelf in archive.topics.values():
        topics.update(
            (one.source, found) for one, found in _slices(shelf, marks, settings.topic, settings.topic)
        )
    # Items that the topic shows are passed over in the section: so many more may be looked at.
    before, after = settings.older + settings.topic, settings.newer + settings.topic
    chosen: dict[str, bytes] = {}
    for slug, shelf in archive.sections.items():
        last = len(shelf.articles) - after
        for place, (article, found) in enumerate(_slices(shelf, marks, before, after)):
            if article.section == slug:
                enough = before <= place < last
                own = found if enough else _chosen(article, archive, marks, settings)
                chosen[article.source] = own + topics.get(article.source, b"")
    return chosen


def _slices(
    shelf: ArticleList, marks: FingerprintsBySource, before: int, after: int
) -> Iterator[tuple[Article, bytes]]:
    """Yield each article with the marks of those before and after it on the shelf, without its own."""
    joined = b"".join([marks[one.source] for one in shelf.articles])
    size = len(joined) // max(1, len(shelf.articles))
    for place, article in enumerate(shelf.articles):
        here = place * size
        earlier, later = joined[max(0, here - before * size) : here], joined[here + size :][: after * size]
        yield article, b"%b|%b" % (earlier, later)


def _chosen(
    article: Article, archive: Archive, marks: FingerprintsBySource, settings: RelatedSettings
) -> bytes:
    """Return the marks of the neighbours of ``article``, group by group."""
    news = find_related_articles(article, archive, settings)
    return b"|".join(
        b"".join(marks[one.source] for one in group) for group in (news.newer, news.older, news.topic)
    )
