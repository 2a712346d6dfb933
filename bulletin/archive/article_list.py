"""A shelf: articles in order, cut into pages that never change once they are full."""

from bisect import bisect_left, bisect_right
from datetime import datetime
from typing import NamedTuple

from bulletin.content.models import Article

LISTING_PAGE_SIZE = 20
"""Articles on a full page."""


class ArticleList(NamedTuple):
    """Articles of one section, topic, tag, author, month or of the whole site, oldest first."""

    name: str
    slug: str
    articles: tuple[Article, ...]

    @property
    def newest_first(self) -> tuple[Article, ...]:
        """Return the articles as readers see them."""
        return self.articles[::-1]

    @property
    def full_page_count(self) -> int:
        """Return how many pages are full and stand behind the front.

        The front keeps the newest 20 to 39, so that page ``n`` always holds the same articles
        (the idea of Nikola's INDEXES_STATIC).
        """
        return max(0, len(self.articles) // LISTING_PAGE_SIZE - 1)

    def get_page_bounds(self, number: int) -> tuple[int, int]:
        """Return where page ``number`` begins and ends in ``articles`` (1 is the oldest; 0 the front)."""
        if number:
            return (number - 1) * LISTING_PAGE_SIZE, number * LISTING_PAGE_SIZE
        return self.full_page_count * LISTING_PAGE_SIZE, len(self.articles)

    def get_page_articles(self, number: int) -> tuple[Article, ...]:
        """Return page ``number``, newest first."""
        start, end = self.get_page_bounds(number)
        return self.articles[start:end][::-1]

    def find_newer_articles(self, article: Article, count: int) -> tuple[Article, ...]:
        """Return the ``count`` articles next after ``article`` in time, nearest first."""
        start = bisect_right(self.articles, article.sort_key, key=_order)
        return self.articles[start : start + count]

    def find_older_articles(self, article: Article, count: int) -> tuple[Article, ...]:
        """Return the ``count`` articles next before ``article`` in time, nearest first."""
        end = bisect_left(self.articles, article.sort_key, key=_order)
        return self.articles[max(0, end - count) : end][::-1]


def _order(article: Article) -> tuple[datetime, str]:
    return article.sort_key
