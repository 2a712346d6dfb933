import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.archive.article_list import PAGE, Shelf
from tests.factories import make_article, make_articles, moment

ARTICLES = make_articles(130)
COUNTS = st.integers(0, 130)


def shelf(count: int) -> Shelf:
    return Shelf("Tin", "tin", tuple(ARTICLES[:count]))


def pages(one: Shelf) -> list[tuple]:
    """Return the numbered pages, the oldest first, and the front."""
    return [one.page(number) for number in [*range(1, one.full_pages + 1), 0]]


@given(COUNTS)
def test_every_article_stands_on_exactly_one_page(count):
    found = [article for page in pages(shelf(count)) for article in page]
    assert sorted(found, key=lambda one: one.order) == ARTICLES[:count]


@given(COUNTS)
def test_the_front_holds_twenty_to_thirty_nine_or_all_there_are(count):
    front = len(shelf(count).page(0))
    assert front == count if count < PAGE else PAGE <= front < 2 * PAGE


@given(st.integers(0, 129))
def test_a_full_page_never_changes_when_news_comes(count):
    before, after = pages(shelf(count))[:-1], pages(shelf(count + 1))[:-1]
    assert after[: len(before)] == before
    assert all(len(page) == PAGE for page in after)


@given(COUNTS)
def test_each_page_is_newest_first_and_newer_than_the_one_before(count):
    found = [article for page in pages(shelf(count)) for article in page[::-1]]
    assert found == sorted(found, key=lambda one: one.order)


@pytest.mark.parametrize(("count", "full"), [(0, 0), (1, 0), (20, 0), (39, 0), (40, 1), (59, 1), (60, 2)])
def test_the_second_page_comes_with_the_fortieth_article(count, full):
    assert shelf(count).full_pages == full


@given(COUNTS, st.integers(0, 129), st.integers(0, 9))
def test_neighbours_are_the_nearest_in_time(count, place, wanted):
    article, one = ARTICLES[place], shelf(count)
    newer = [other for other in one.items if other.order > article.order][:wanted]
    older = [other for other in one.items[::-1] if other.order < article.order][:wanted]
    assert list(one.newer_than(article, wanted)) == newer
    assert list(one.older_than(article, wanted)) == older


def test_articles_of_one_moment_have_neighbours_too():
    first, second, third = (make_article(name, date=moment()) for name in "abc")
    found = Shelf("Tin", "tin", (first, second, third))
    assert found.newer_than(second, 5) == (third,)
    assert found.older_than(second, 5) == (first,)
