from datetime import timedelta
from typing import Any

import pytest

from tests.factories import (
    ARCHIVE_TIME,
    create_archive,
    create_page,
    create_test_article,
    create_test_articles,
    shift_time,
)

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"date": ARCHIVE_TIME}, "live"),
        ({"date": ARCHIVE_TIME + SECOND}, "scheduled"),
        ({"expires": ARCHIVE_TIME}, "expired"),
        ({"expires": ARCHIVE_TIME + SECOND}, "live"),
        ({"status": "draft"}, "draft"),
        ({"status": "review", "expires": ARCHIVE_TIME}, "review"),
        ({"status": "hidden"}, "hidden"),
        ({"status": "hidden", "date": ARCHIVE_TIME + SECOND}, "scheduled"),
        ({"status": "hidden", "expires": ARCHIVE_TIME}, "expired"),
    ],
)
def test_get_state_at_boundary_times(changes: Any, state: str) -> None:
    article = create_test_article(**changes)
    assert article.get_state(ARCHIVE_TIME) == state
    archive = create_archive([article])
    assert (archive.all_articles.articles == (article,)) == (state == "live")
    assert (archive.hidden_articles == (article,)) == (state == "hidden")


@pytest.mark.parametrize(
    "changes", [{"status": "draft"}, {"status": "hidden"}, {"date": shift_time(1)}, {"expires": ARCHIVE_TIME}]
)
def test_build_archive_article_not_live_is_in_no_list(changes: Any) -> None:
    archive = create_archive([create_test_article(tags=("a",), topic="b", authors=("c",), **changes)])
    article_lists = [
        *archive.sections.values(),
        *archive.topics.values(),
        *archive.tags.values(),
        *archive.authors.values(),
    ]
    assert not any(article_list.articles for article_list in article_lists)
    assert not archive.months


def test_build_archive_section_includes_sub_sections_and_may_be_empty() -> None:
    archive = create_archive(create_test_articles(3, section="can-bo"))
    assert {slug: len(article_list.articles) for slug, article_list in archive.sections.items()} == {
        "to-chuc": 3,
        "can-bo": 3,
        "dang-vien": 0,
        "dan-van": 0,
    }


def test_build_archive_spellings_share_list_with_earliest_name() -> None:
    old = create_test_article(
        "cu", date=shift_time(-9), tags=("Đảng viên", "đảng  viên".upper()), authors=("Lê An",)
    )
    new = create_test_article("moi", date=shift_time(-1), tags=("Dang vien",), authors=("LÊ AN",))
    archive = create_archive([new, old])
    assert [(article_list.name, article_list.articles) for article_list in archive.tags.values()] == [
        ("Đảng viên", (old, new))
    ]
    assert [article_list.name for article_list in archive.authors.values()] == ["Lê An"]


def test_build_archive_later_spelling_does_not_rename_list() -> None:
    articles = create_test_articles(3, topic="Đại hội")
    before = create_archive(articles).topics["dai-hoi"].name
    assert (
        create_archive([*articles, create_test_article("moi", date=ARCHIVE_TIME, topic="ĐẠI HỘI")])
        .topics["dai-hoi"]
        .name
        == before
    )


def test_build_archive_months_are_sorted_and_complete() -> None:
    articles = [create_test_article(str(number), date=shift_time(-24 * 20 * number)) for number in range(9)]
    archive = create_archive(articles)
    assert list(archive.months) == sorted(archive.months)
    for (year, month), article_list in archive.months.items():
        assert all(
            (article.date.year, article.date.month) == (year, month) for article in article_list.articles
        )
    assert sum(len(article_list.articles) for article_list in archive.months.values()) == 9


def test_build_archive_order_of_input_does_not_matter() -> None:
    articles = [create_test_article(name, date=ARCHIVE_TIME) for name in "abc"]
    assert create_archive(articles) == create_archive(articles[::-1])


def test_build_archive_sorts_pages_by_order() -> None:
    pages = [
        create_page("c", order=1),
        create_page("a", order=2),
        create_page("b", order=1),
        create_page("d", status="hidden"),
    ]
    archive = create_archive([], pages)
    assert [page.slug for page in archive.pages] == ["b", "c", "a"]
    assert [page.slug for page in archive.hidden_pages] == ["d"]
    assert [item.slug for item in archive.content_items] == ["b", "c", "a", "d"]


def test_build_archive_draft_page_is_omitted() -> None:
    assert (
        create_archive([], [create_page(status="draft"), create_page("b", status="review")]).content_items
        == ()
    )
