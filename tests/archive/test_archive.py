from datetime import timedelta

import pytest

from tests.factories import NOW, make_archive, make_article, make_articles, make_page, moment

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"date": NOW}, "live"),
        ({"date": NOW + SECOND}, "scheduled"),
        ({"expires": NOW}, "expired"),
        ({"expires": NOW + SECOND}, "live"),
        ({"status": "draft"}, "draft"),
        ({"status": "review", "expires": NOW}, "review"),
        ({"status": "hidden"}, "hidden"),
        ({"status": "hidden", "date": NOW + SECOND}, "scheduled"),
        ({"status": "hidden", "expires": NOW}, "expired"),
    ],
)
def test_the_state_at_the_edge_moments(changes, state):
    article = make_article(**changes)
    assert article.state(NOW) == state
    archive = make_archive([article])
    assert (archive.everything.items == (article,)) == (state == "live")
    assert (archive.hidden == (article,)) == (state == "hidden")


@pytest.mark.parametrize(
    "changes", [{"status": "draft"}, {"status": "hidden"}, {"date": moment(1)}, {"expires": NOW}]
)
def test_what_is_not_live_stands_on_no_shelf(changes):
    archive = make_archive([make_article(tags=("a",), topic="b", authors=("c",), **changes)])
    shelves = [
        *archive.sections.values(),
        *archive.topics.values(),
        *archive.tags.values(),
        *archive.authors.values(),
    ]
    assert not any(shelf.items for shelf in shelves)
    assert not archive.months


def test_a_section_holds_its_sub_sections_and_every_section_has_a_shelf():
    archive = make_archive(make_articles(3, section="can-bo"))
    assert {slug: len(shelf.items) for slug, shelf in archive.sections.items()} == {
        "to-chuc": 3,
        "can-bo": 3,
        "dang-vien": 0,
        "dan-van": 0,
    }


def test_spellings_of_a_name_share_a_shelf_under_the_first_in_time():
    old = make_article("cu", date=moment(-9), tags=("Đảng viên", "đảng  viên".upper()), authors=("Lê An",))
    new = make_article("moi", date=moment(-1), tags=("Dang vien",), authors=("LÊ AN",))
    archive = make_archive([new, old])
    assert [(shelf.name, shelf.items) for shelf in archive.tags.values()] == [("Đảng viên", (old, new))]
    assert [shelf.name for shelf in archive.authors.values()] == ["Lê An"]


def test_a_later_spelling_does_not_rename_a_shelf():
    articles = make_articles(3, topic="Đại hội")
    before = make_archive(articles).topics["dai-hoi"].name
    assert (
        make_archive([*articles, make_article("moi", date=NOW, topic="ĐẠI HỘI")]).topics["dai-hoi"].name
        == before
    )


def test_months_stand_in_order_and_hold_their_own():
    articles = [make_article(str(number), date=moment(-24 * 20 * number)) for number in range(9)]
    archive = make_archive(articles)
    assert list(archive.months) == sorted(archive.months)
    for (year, month), shelf in archive.months.items():
        assert all((one.date.year, one.date.month) == (year, month) for one in shelf.items)
    assert sum(len(shelf.items) for shelf in archive.months.values()) == 9


def test_articles_of_one_moment_have_one_order_whatever_the_order_of_reading():
    articles = [make_article(name, date=NOW) for name in "abc"]
    assert make_archive(articles) == make_archive(articles[::-1])


def test_pages_stand_in_the_order_of_the_office():
    pages = [
        make_page("c", order=1),
        make_page("a", order=2),
        make_page("b", order=1),
        make_page("d", status="hidden"),
    ]
    archive = make_archive([], pages)
    assert [page.slug for page in archive.pages] == ["b", "c", "a"]
    assert [page.slug for page in archive.hidden_pages] == ["d"]
    assert [record.slug for record in archive.records] == ["b", "c", "a", "d"]


def test_a_draft_page_is_nowhere():
    assert make_archive([], [make_page(status="draft"), make_page("b", status="review")]).records == ()
