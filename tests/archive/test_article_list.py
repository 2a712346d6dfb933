from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.archive.article_list import LISTING_PAGE_SIZE, ArticleList
from tests.factories import create_test_article, create_test_articles, shift_time

ARTICLES = create_test_articles(130)
COUNTS = st.integers(0, 130)


def create_article_list(count: int) -> ArticleList:
    return ArticleList("Tin", "tin", tuple(ARTICLES[:count]))


def list_all_pages(one: ArticleList) -> list[tuple]:
    """Return the numbered pages, the oldest first, and the front."""
    return [one.get_page_articles(number) for number in [*range(1, one.full_page_count + 1), 0]]


@given(COUNTS)
def test_every_article_stands_on_exactly_one_page(count: Any) -> None:
    found = [article for page in list_all_pages(create_article_list(count)) for article in page]
    assert sorted(found, key=lambda one: one.sort_key) == ARTICLES[:count]


@given(COUNTS)
def test_the_front_holds_twenty_to_thirty_nine_or_all_there_are(count: Any) -> None:
    front = len(create_article_list(count).get_page_articles(0))
    assert front == count if count < LISTING_PAGE_SIZE else LISTING_PAGE_SIZE <= front < 2 * LISTING_PAGE_SIZE


@given(st.integers(0, 129))
def test_a_full_page_never_changes_when_news_comes(count: Any) -> None:
    before, after = (
        list_all_pages(create_article_list(count))[:-1],
        list_all_pages(create_article_list(count + 1))[:-1],
    )
    assert after[: len(before)] == before
    assert all(len(page) == LISTING_PAGE_SIZE for page in after)


@given(COUNTS)
def test_each_page_is_newest_first_and_newer_than_the_one_before(count: Any) -> None:
    found = [article for page in list_all_pages(create_article_list(count)) for article in page[::-1]]
    assert found == sorted(found, key=lambda one: one.sort_key)


@pytest.mark.parametrize(("count", "full"), [(0, 0), (1, 0), (20, 0), (39, 0), (40, 1), (59, 1), (60, 2)])
def test_the_second_page_comes_with_the_fortieth_article(count: int, full: int) -> None:
    assert create_article_list(count).full_page_count == full


@given(COUNTS, st.integers(0, 129), st.integers(0, 9))
def test_neighbours_are_the_nearest_in_time(count: Any, place: Any, wanted: Any) -> None:
    article, one = ARTICLES[place], create_article_list(count)
    newer = [other for other in one.articles if other.sort_key > article.sort_key][:wanted]
    older = [other for other in one.articles[::-1] if other.sort_key < article.sort_key][:wanted]
    assert list(one.find_newer_articles(article, wanted)) == newer
    assert list(one.find_older_articles(article, wanted)) == older


def test_articles_of_one_moment_have_neighbours_too() -> None:
    first, second, third = (create_test_article(name, date=shift_time()) for name in "abc")
    found = ArticleList("Tin", "tin", (first, second, third))
    assert found.find_newer_articles(second, 5) == (third,)
    assert found.find_older_articles(second, 5) == (first,)
