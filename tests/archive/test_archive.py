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
def test_the_state_at_the_edge_moments(changes: Any, state: str) -> None:
    article = create_test_article(**changes)
    assert article.get_state(ARCHIVE_TIME) == state
    archive = create_archive([article])
    assert (archive.all_articles.articles == (article,)) == (state == "live")
    assert (archive.hidden_articles == (article,)) == (state == "hidden")


@pytest.mark.parametrize(
    "changes", [{"status": "draft"}, {"status": "hidden"}, {"date": shift_time(1)}, {"expires": ARCHIVE_TIME}]
)
def test_what_is_not_live_stands_on_no_shelf(changes: Any) -> None:
    archive = create_archive([create_test_article(tags=("a",), topic="b", authors=("c",), **changes)])
    shelves = [
        *archive.sections.values(),
        *archive.topics.values(),
        *archive.tags.values(),
        *archive.authors.values(),
    ]
    assert not any(shelf.articles for shelf in shelves)
    assert not archive.months


def test_a_section_holds_its_sub_sections_and_every_section_has_a_shelf() -> None:
    archive = create_archive(create_test_articles(3, section="can-bo"))
    assert {slug: len(shelf.articles) for slug, shelf in archive.sections.items()} == {
        "to-chuc": 3,
        "can-bo": 3,
        "dang-vien": 0,
        "dan-van": 0,
    }


def test_spellings_of_a_name_share_a_shelf_under_the_first_in_time() -> None:
    old = create_test_article(
        "cu", date=shift_time(-9), tags=("Đảng viên", "đảng  viên".upper()), authors=("Lê An",)
    )
    new = create_test_article("moi", date=shift_time(-1), tags=("Dang vien",), authors=("LÊ AN",))
    archive = create_archive([new, old])
    assert [(shelf.name, shelf.articles) for shelf in archive.tags.values()] == [("Đảng viên", (old, new))]
    assert [shelf.name for shelf in archive.authors.values()] == ["Lê An"]


def test_a_later_spelling_does_not_rename_a_shelf() -> None:
    articles = create_test_articles(3, topic="Đại hội")
    before = create_archive(articles).topics["dai-hoi"].name
    assert (
        create_archive([*articles, create_test_article("moi", date=ARCHIVE_TIME, topic="ĐẠI HỘI")])
        .topics["dai-hoi"]
        .name
        == before
    )


def test_months_stand_in_order_and_hold_their_own() -> None:
    articles = [create_test_article(str(number), date=shift_time(-24 * 20 * number)) for number in range(9)]
    archive = create_archive(articles)
    assert list(archive.months) == sorted(archive.months)
    for (year, month), shelf in archive.months.items():
        assert all((one.date.year, one.date.month) == (year, month) for one in shelf.articles)
    assert sum(len(shelf.articles) for shelf in archive.months.values()) == 9


def test_articles_of_one_moment_have_one_order_whatever_the_order_of_reading() -> None:
    articles = [create_test_article(name, date=ARCHIVE_TIME) for name in "abc"]
    assert create_archive(articles) == create_archive(articles[::-1])


def test_pages_stand_in_the_order_of_the_office() -> None:
    pages = [
        create_page("c", order=1),
        create_page("a", order=2),
        create_page("b", order=1),
        create_page("d", status="hidden"),
    ]
    archive = create_archive([], pages)
    assert [page.slug for page in archive.pages] == ["b", "c", "a"]
    assert [page.slug for page in archive.hidden_pages] == ["d"]
    assert [record.slug for record in archive.content_items] == ["b", "c", "a", "d"]


def test_a_draft_page_is_nowhere() -> None:
    assert (
        create_archive([], [create_page(status="draft"), create_page("b", status="review")]).content_items
        == ()
    )
