from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.views.front_page import front_view, latest_fragment_view
from tests.factories import make_article, make_articles, make_edition, moment

KINDS = st.lists(
    st.tuples(
        st.sampled_from(["to-chuc", "can-bo", "dang-vien", "dan-van"]),
        st.sampled_from(["", "", "", "featured", "lead"]),
        st.sampled_from(["published"] * 4 + ["draft", "hidden"]),
        st.sampled_from(["", "Đại hội"]),
    ),
    max_size=40,
)


def made(kinds):
    return [
        make_article(
            f"tin-{number:02d}",
            date=moment(-number),
            section=section,
            featured=featured,
            status=status,
            topic=topic,
        )
        for number, (section, featured, status, topic) in enumerate(kinds)
    ]


def shown(view) -> list[str]:
    teasers = [*([view.lead] if view.lead else []), *view.seconds, *view.latest]
    return [one.url for one in (*teasers, *(item for block in view.blocks for item in block.items))]


@given(KINDS)
@settings(max_examples=50)
def test_nothing_stands_twice_and_nothing_unpublished(kinds):
    articles = made(kinds)
    found = shown(front_view(make_edition(articles)))
    assert len(found) == len(set(found))
    assert set(found) <= {one.address for one in articles if one.status == "published"}
    assert bool(found) == any(one.status == "published" for one in articles)


@given(KINDS)
@settings(max_examples=50)
def test_the_lead_is_marked_so_or_featured_or_the_newest(kinds):
    live = [one for one in made(kinds) if one.status == "published"]
    wanted = next(
        (
            found[0]
            for mark in ("lead", "featured")
            if (found := [one for one in live if one.featured == mark])
        ),
        live[0] if live else None,
    )
    lead = front_view(make_edition(made(kinds))).lead
    assert (lead.url if lead else None) == (wanted.address if wanted else None)


def test_what_is_featured_stands_before_what_is_new():
    old = make_article("cu", date=moment(-99), featured="featured")
    view = front_view(make_edition([old, *make_articles(9)], seconds=2))
    assert view.lead.url == old.address
    second = make_article("cu-hon", date=moment(-100), featured="featured")
    assert (
        front_view(make_edition([old, second, *make_articles(9)], seconds=2)).seconds[0].url == second.address
    )


def test_each_part_is_as_long_as_the_settings_say():
    view = front_view(make_edition(make_articles(60), seconds=3, latest=5, block=2))
    assert (len(view.seconds), len(view.latest)) == (3, 5)
    assert all(len(block.items) <= 2 for block in view.blocks)


def test_running_stories_have_two_articles_at_least_and_the_last_news_first():
    stories = [
        make_article(f"{name}-{number}", topic=name, date=moment(-number - delay))
        for name, count, delay in (("Một", 1, 0), ("Hai", 2, 5), ("Ba", 3, 1))
        for number in range(count)
    ]
    view = front_view(make_edition(stories))
    assert [(card.topic.label, card.count, card.latest.url) for card in view.topics] == [
        ("Ba", "3 tin", "/2026/11/Ba-0/"),
        ("Hai", "2 tin", "/2026/11/Hai-0/"),
    ]


def test_a_bulletin_without_articles_has_a_front_page():
    view = front_view(make_edition())
    assert (view.lead, shown(view), view.topics) == (None, [], ())


def test_the_fragment_holds_the_newest_without_pictures():
    articles = make_articles(15, cover="images/x.jpg", cover_alt="a")
    items = latest_fragment_view(make_edition(articles, fragment=4)).items
    assert [one.url for one in items] == [one.address for one in articles[:-5:-1]]
    assert all(one.picture is None for one in items)
