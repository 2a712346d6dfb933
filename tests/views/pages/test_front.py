from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.content.documents.official_documents import OfficialDocument
from bulletin.content.models import Article
from bulletin.view_models.pages import FrontView
from bulletin.views.pages.front import build_front_view, build_latest_fragment_view
from tests.factories import (
    create_citing_article,
    create_test_article,
    create_test_articles,
    create_test_context,
    shift_time,
)

Kinds = list[tuple[str, str, str, str]]
KINDS = st.lists(
    st.tuples(
        st.sampled_from(["to-chuc", "can-bo", "dang-vien", "dan-van"]),
        st.sampled_from(["", "", "", "featured", "lead"]),
        st.sampled_from(["published"] * 4 + ["draft", "hidden"]),
        st.sampled_from(["", "Đại hội"]),
    ),
    max_size=40,
)


def create_front_articles(kinds: Kinds) -> list[Article]:
    return [
        create_test_article(
            f"tin-{number:02d}",
            date=shift_time(-number),
            section=section,
            featured=featured,
            status=status,
            topic=topic,
        )
        for number, (section, featured, status, topic) in enumerate(kinds)
    ]


def list_shown_urls(view: FrontView) -> list[str]:
    teasers = [*([view.lead] if view.lead else []), *view.lead_topic, *view.featured, *view.latest]
    return [teaser.url for teaser in (*teasers, *(item for block in view.blocks for item in block.items))]


@given(KINDS)
@settings(max_examples=50)
def test_front_page_shows_each_published_article_at_most_once(kinds: Kinds) -> None:
    articles = create_front_articles(kinds)
    urls = list_shown_urls(build_front_view(create_test_context(articles)))
    assert len(urls) == len(set(urls))
    assert set(urls) <= {article.address for article in articles if article.status == "published"}
    assert bool(urls) == any(article.status == "published" for article in articles)


@given(KINDS)
@settings(max_examples=50)
def test_lead_story_is_the_marked_the_featured_or_the_newest_article(kinds: Kinds) -> None:
    live = [article for article in create_front_articles(kinds) if article.status == "published"]
    expected = next(
        (
            candidates[0]
            for value in ("lead", "featured")
            if (candidates := [article for article in live if article.featured == value])
        ),
        live[0] if live else None,
    )
    lead = build_front_view(create_test_context(create_front_articles(kinds))).lead
    assert (lead.url if lead else None) == (expected.address if expected else None)


def test_featured_articles_come_before_newer_ones() -> None:
    old = create_test_article("cu", date=shift_time(-99), featured="featured")
    view = build_front_view(create_test_context([old, *create_test_articles(9)], seconds=2))
    assert view.lead is not None
    assert view.lead.url == old.address
    second = create_test_article("cu-hon", date=shift_time(-100), featured="featured")
    assert (
        build_front_view(create_test_context([old, second, *create_test_articles(9)], seconds=2))
        .featured[0]
        .url
        == second.address
    )


@pytest.mark.parametrize(("hours", "is_pinned"), [(0, False), (1, True)])
def test_lead_story_is_pinned_until_its_end(hours: int, is_pinned: bool) -> None:
    old = create_test_article("cu", date=shift_time(-99), featured="lead", featured_until=shift_time(hours))
    newer = create_test_articles(9)
    view = build_front_view(create_test_context([old, *newer]))
    assert view.lead is not None
    assert (view.lead.url == old.address) is is_pinned
    assert view.lead_mark == ("Bài được ghim" if is_pinned else "")
    assert any(teaser.url == old.address for teaser in view.featured) is False


def test_lead_story_that_is_the_newest_article_has_no_mark() -> None:
    newest = create_test_article("moi", featured="lead", date=shift_time(-1))
    assert (
        build_front_view(
            create_test_context([newest, create_test_article("cu", date=shift_time(-9))])
        ).lead_mark
        == ""
    )


def test_parts_of_the_front_page_are_as_long_as_the_settings_say() -> None:
    view = build_front_view(create_test_context(create_test_articles(60), seconds=3, latest=5, block=2))
    assert (len(view.featured), len(view.latest)) == (3, 5)
    assert all(len(block.items) <= 2 for block in view.blocks)


def test_lead_story_brings_the_newest_articles_of_its_topic() -> None:
    topic = [create_test_article(f"d{n}", topic="Đại hội", date=shift_time(-n - 20)) for n in range(5)]
    lead = create_test_article("dan", topic="Đại hội", date=shift_time(-30), featured="lead")
    view = build_front_view(
        create_test_context([lead, *topic, *create_test_articles(9)], seconds=2, latest=4)
    )
    assert [teaser.url for teaser in view.lead_topic] == [article.address for article in topic[:3]]
    alone = build_front_view(create_test_context(create_test_articles(9)))
    assert alone.lead_topic == ()


@pytest.mark.parametrize(("days", "has_block"), [(366, True), (367, False)])
def test_block_of_a_section_without_news_for_a_year_is_left_out(days: int, has_block: bool) -> None:
    newest = create_test_article("moi", section="dan-van")
    old = create_test_article("cu", section="to-chuc", date=newest.date - timedelta(days=days))
    view = build_front_view(create_test_context([newest, old], seconds=0, latest=0))
    assert bool(view.blocks) is has_block


@pytest.mark.parametrize(("days", "first"), [(92, "anh"), (93, "moi")])
def test_block_begins_with_the_newest_recent_article_that_has_an_image(days: int, first: str) -> None:
    lead, newest = (
        create_test_article("dan", featured="lead"),
        create_test_article("moi", date=shift_time(-1)),
    )
    pictured = [
        create_test_article(
            slug, date=newest.date - timedelta(days=age), cover="images/x.jpg", cover_alt="Ảnh"
        )
        for slug, age in (("anh", days), ("anh-cu", days + 1))
    ]
    view = build_front_view(create_test_context([lead, newest, *pictured], seconds=0, latest=0))
    slugs = [teaser.url.split("/")[-2] for teaser in view.blocks[0].items]
    assert slugs == ([first, "moi", "anh-cu"] if first == "anh" else ["moi", "anh", "anh-cu"])


def test_topic_cards_need_two_articles_and_begin_with_the_latest() -> None:
    stories = [
        create_test_article(f"{name}-{number}", topic=name, date=shift_time(-number - delay))
        for name, count, delay in (("Một", 1, 0), ("Hai", 2, 5), ("Ba", 3, 1))
        for number in range(count)
    ]
    view = build_front_view(create_test_context(stories))
    assert [(card.topic.label, card.count, card.latest.url) for card in view.topics] == [
        ("Ba", "3 tin", "/2026/11/Ba-0/"),
        ("Hai", "2 tin", "/2026/11/Hai-0/"),
    ]


def test_front_page_has_three_documents_that_the_newest_articles_cite() -> None:
    documents = [OfficialDocument(f"documents/{number}.yml", f"{number}-KL/TW") for number in range(1, 7)]
    articles = [
        create_citing_article(name, f"Theo Kết luận số {number}-KL/TW.", date=shift_time(hours))
        for name, number, hours in [("a", 5, 0), ("b", 3, -1), ("c", 5, -2), ("d", 1, -3), ("e", 2, -4)]
    ]
    old = create_citing_article("f", "Theo Kết luận số 6-KL/TW.", date=shift_time(-24 * 400))
    view = build_front_view(create_test_context([old, *articles], documents=documents))
    assert [row.link.url for row in view.documents] == [f"/van-ban/0{number}-kl-tw/" for number in (5, 3, 1)]
    assert {row.count for row in view.documents} == {""}
    few = build_front_view(create_test_context([old, *articles[:3]], documents=documents))
    assert not few.documents


def test_front_page_without_articles_is_empty() -> None:
    view = build_front_view(create_test_context())
    assert (view.lead, list_shown_urls(view), view.topics) == (None, [], ())


def test_latest_fragment_holds_the_newest_articles_without_images() -> None:
    articles = create_test_articles(15, cover="images/x.jpg", cover_alt="a")
    items = build_latest_fragment_view(create_test_context(articles, fragment=4)).items
    assert [item.url for item in items] == [article.address for article in articles[:-5:-1]]
    assert all(item.picture is None for item in items)


def test_front_page_lists_the_most_read_articles_that_are_live() -> None:
    articles = (*create_test_articles(12), create_test_article("kin", status="hidden"))
    wanted = (
        "/2026/11/tin-003/",
        "/2026/11/mat/",
        "/2026/11/kin/",
        *(article.address for article in articles[4:10]),
    )
    view = build_front_view(replace(create_test_context(articles), most_read=wanted))
    assert [teaser.url for teaser in view.most_read] == [
        "/2026/11/tin-003/", *(article.address for article in articles[4:8])
    ]  # fmt: skip
    assert build_front_view(create_test_context(articles)).most_read == ()
