"""A shelf: articles in order, cut into pages that never change once they are full."""

from bisect import bisect_left, bisect_right
from datetime import datetime
from typing import NamedTuple

from bulletin.content.models import Article

PAGE = 20
"""Articles on a full page."""


class Shelf(NamedTuple):
    """Articles of one section, topic, tag, author, month or of the whole site, oldest first."""

    name: str
    slug: str
    items: tuple[Article, ...]

    @property
    def newest_first(self) -> tuple[Article, ...]:
        """Return the articles as readers see them."""
        return self.items[::-1]

    @property
    def full_pages(self) -> int:
        """Return how many pages are full and stand behind the front.

        The front keeps the newest 20 to 39, so that page ``n`` always holds the same articles
        (the idea of Nikola's INDEXES_STATIC).
        """
        return max(0, len(self.items) // PAGE - 1)

    def span(self, number: int) -> tuple[int, int]:
        """Return where page ``number`` begins and ends in ``items`` (1 is the oldest; 0 the front)."""
        if number:
            return (number - 1) * PAGE, number * PAGE
        return self.full_pages * PAGE, len(self.items)

    def page(self, number: int) -> tuple[Article, ...]:
        """Return page ``number``, newest first."""
        start, end = self.span(number)
        return self.items[start:end][::-1]

    def newer_than(self, article: Article, count: int) -> tuple[Article, ...]:
        """Return the ``count`` articles next after ``article`` in time, nearest first."""
        start = bisect_right(self.items, article.order, key=_order)
        return self.items[start : start + count]

    def older_than(self, article: Article, count: int) -> tuple[Article, ...]:
        """Return the ``count`` articles next before ``article`` in time, nearest first."""
        end = bisect_left(self.items, article.order, key=_order)
        return self.items[max(0, end - count) : end][::-1]


def _order(article: Article) -> tuple[datetime, str]:
    return article.order
