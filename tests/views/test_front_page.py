from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.views.front_page import build_front_view, build_latest_fragment_view
from tests.factories import create_test_article, create_test_articles, create_test_context, shift_time

KINDS = st.lists(
    st.tuples(
        st.sampled_from(["to-chuc", "can-bo", "dang-vien", "dan-van"]),
        st.sampled_from(["", "", "", "featured", "lead"]),
        st.sampled_from(["published"] * 4 + ["draft", "hidden"]),
        st.sampled_from(["", "Đại hội"]),
    ),
    max_size=40,
)


def create_front_articles(kinds):
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


def list_shown_urls(view) -> list[str]:
    teasers = [*([view.lead] if view.lead else []), *view.featured, *view.latest]
    return [one.url for one in (*teasers, *(item for block in view.blocks for item in block.items))]


@given(KINDS)
@settings(max_examples=50)
def test_nothing_stands_twice_and_nothing_unpublished(kinds: Any) -> None:
    articles = create_front_articles(kinds)
    found = list_shown_urls(build_front_view(create_test_context(articles)))
    assert len(found) == len(set(found))
    assert set(found) <= {one.address for one in articles if one.status == "published"}
    assert bool(found) == any(one.status == "published" for one in articles)


@given(KINDS)
@settings(max_examples=50)
def test_the_lead_is_marked_so_or_featured_or_the_newest(kinds: Any) -> None:
    live = [one for one in create_front_articles(kinds) if one.status == "published"]
    wanted = next(
        (
            found[0]
            for mark in ("lead", "featured")
            if (found := [one for one in live if one.featured == mark])
        ),
        live[0] if live else None,
    )
    lead = build_front_view(create_test_context(create_front_articles(kinds))).lead
    assert (lead.url if lead else None) == (wanted.address if wanted else None)


def test_what_is_featured_stands_before_what_is_new() -> None:
    old = create_test_article("cu", date=shift_time(-99), featured="featured")
    view = build_front_view(create_test_context([old, *create_test_articles(9)], seconds=2))
    assert view.lead.url == old.address
    second = create_test_article("cu-hon", date=shift_time(-100), featured="featured")
    assert (
        build_front_view(create_test_context([old, second, *create_test_articles(9)], seconds=2))
        .featured[0]
        .url
        == second.address
    )


def test_each_part_is_as_long_as_the_settings_say() -> None:
    view = build_front_view(create_test_context(create_test_articles(60), seconds=3, latest=5, block=2))
    assert (len(view.featured), len(view.latest)) == (3, 5)
    assert all(len(block.items) <= 2 for block in view.blocks)


def test_running_stories_have_two_articles_at_least_and_the_last_news_first() -> None:
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


def test_a_bulletin_without_articles_has_a_front_page() -> None:
    view = build_front_view(create_test_context())
    assert (view.lead, list_shown_urls(view), view.topics) == (None, [], ())


def test_the_fragment_holds_the_newest_without_pictures() -> None:
    articles = create_test_articles(15, cover="images/x.jpg", cover_alt="a")
    items = build_latest_fragment_view(create_test_context(articles, fragment=4)).items
    assert [one.url for one in items] == [one.address for one in articles[:-5:-1]]
    assert all(one.picture is None for one in items)
