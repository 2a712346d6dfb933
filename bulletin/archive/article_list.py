"""Article lists, cut into pages that never change once they are full."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from bulletin.content.models import Article

LISTING_PAGE_SIZE = 20
"""Items on a full page."""


def count_full_pages(count: int) -> int:
    """Return the number of numbered pages of a list of ``count`` items.

    The front page of the listing keeps the newest 20 to 39 of them.
    So a numbered page always holds the same ones (the idea of Nikola's INDEXES_STATIC).
    """
    return max(0, count // LISTING_PAGE_SIZE - 1)


def get_page_bounds(count: int, number: int) -> tuple[int, int]:
    """Return start and end of a page of a list of ``count`` items, oldest first.

    Page 1 is the oldest page. Page 0 is the front page of the listing.
    """
    if number:
        return (number - 1) * LISTING_PAGE_SIZE, number * LISTING_PAGE_SIZE
    return count_full_pages(count) * LISTING_PAGE_SIZE, count


def get_adjacent_pages(count: int, number: int) -> tuple[int, int]:
    """Return the next newer and older page of a list of ``count`` items.

    0 is the front page of the listing, or stands for no page.
    """
    last = count_full_pages(count)
    return 0 if number == last else number + 1, number - 1 if number else last


class ArticleList(NamedTuple):
    """Articles of a section, topic, tag, author, month or the site, oldest first."""

    name: str
    slug: str
    articles: tuple[Article, ...]

    @property
    def newest_first(self) -> tuple[Article, ...]:
        """The articles in the order of the listings."""
        return self.articles[::-1]

    @property
    def full_page_count(self) -> int:
        """Number of numbered pages."""
        return count_full_pages(len(self.articles))

    def get_page_bounds(self, number: int) -> tuple[int, int]:
        """Return start and end of a page as indexes of ``articles``."""
        return get_page_bounds(len(self.articles), number)

    def get_page_articles(self, number: int) -> tuple[Article, ...]:
        """Return the articles of a page, newest first."""
        start, end = self.get_page_bounds(number)
        return self.articles[start:end][::-1]

    def find_years(self) -> Iterator[tuple[int, int]]:
        """Yield each year with the number of its listing page, newest first.

        The newest article of the year stands on that page.
        """
        end = len(self.articles)
        while end:
            year, number = self.articles[end - 1].date.year, (end - 1) // LISTING_PAGE_SIZE + 1
            yield year, number if number <= self.full_page_count else 0
            end = bisect_left(self.articles, year, key=_get_year)

    def find_newer_articles(self, article: Article, count: int) -> tuple[Article, ...]:
        """Return the ``count`` next newer articles, nearest in time first."""
        start = bisect_right(self.articles, article.sort_key, key=_get_sort_key)
        return self.articles[start : start + count]

    def find_older_articles(self, article: Article, count: int) -> tuple[Article, ...]:
        """Return the ``count`` next older articles, nearest in time first."""
        end = bisect_left(self.articles, article.sort_key, key=_get_sort_key)
        return self.articles[max(0, end - count) : end][::-1]


def _get_year(article: Article) -> int:
    return article.date.year


def _get_sort_key(article: Article) -> tuple[datetime, str]:
    return article.sort_key
