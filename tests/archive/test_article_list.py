import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.archive.article_list import LISTING_PAGE_SIZE, ArticleList
from bulletin.content.models import Article
from tests.factories import create_test_article, create_test_articles, shift_time

ARTICLES = create_test_articles(130)
COUNTS = st.integers(0, 130)


def create_article_list(count: int) -> ArticleList:
    return ArticleList("Tin", "tin", tuple(ARTICLES[:count]))


def list_all_pages(article_list: ArticleList) -> list[tuple[Article, ...]]:
    """Return the numbered pages, oldest first, and then the first page of the listing."""
    return [
        article_list.get_page_articles(number) for number in [*range(1, article_list.full_page_count + 1), 0]
    ]


@given(COUNTS)
def test_get_page_articles_every_article_is_on_one_page(count: int) -> None:
    articles = [article for page in list_all_pages(create_article_list(count)) for article in page]
    assert sorted(articles, key=lambda article: article.sort_key) == ARTICLES[:count]


@given(COUNTS)
def test_get_page_articles_page_zero_has_20_to_39_or_all_articles(count: int) -> None:
    size = len(create_article_list(count).get_page_articles(0))
    assert size == count if count < LISTING_PAGE_SIZE else LISTING_PAGE_SIZE <= size < 2 * LISTING_PAGE_SIZE


@given(st.integers(0, 129))
def test_get_page_articles_full_page_never_changes(count: int) -> None:
    before, after = (
        list_all_pages(create_article_list(count))[:-1],
        list_all_pages(create_article_list(count + 1))[:-1],
    )
    assert after[: len(before)] == before
    assert all(len(page) == LISTING_PAGE_SIZE for page in after)


@given(COUNTS)
def test_get_page_articles_pages_are_newest_first(count: int) -> None:
    articles = [article for page in list_all_pages(create_article_list(count)) for article in page[::-1]]
    assert articles == sorted(articles, key=lambda article: article.sort_key)


@pytest.mark.parametrize(("count", "full"), [(0, 0), (1, 0), (20, 0), (39, 0), (40, 1), (59, 1), (60, 2)])
def test_full_page_count_first_numbered_page_needs_40_articles(count: int, full: int) -> None:
    assert create_article_list(count).full_page_count == full


@given(COUNTS, st.integers(0, 129), st.integers(0, 9))
def test_find_newer_and_older_articles_are_nearest_in_time(count: int, index: int, wanted: int) -> None:
    article, article_list = ARTICLES[index], create_article_list(count)
    newer = [other for other in article_list.articles if other.sort_key > article.sort_key][:wanted]
    older = [other for other in article_list.articles[::-1] if other.sort_key < article.sort_key][:wanted]
    assert list(article_list.find_newer_articles(article, wanted)) == newer
    assert list(article_list.find_older_articles(article, wanted)) == older


def test_find_newer_and_older_articles_of_same_time_follow_source() -> None:
    first, second, third = (create_test_article(name, date=shift_time()) for name in "abc")
    article_list = ArticleList("Tin", "tin", (first, second, third))
    assert article_list.find_newer_articles(second, 5) == (third,)
    assert article_list.find_older_articles(second, 5) == (first,)
