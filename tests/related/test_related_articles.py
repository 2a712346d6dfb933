from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.related.related_articles import OtherNews, other_news
from bulletin.related.settings import NeighboursSettings
from tests.factories import NOW, make_archive, make_article, make_articles, make_sections, moment

DEFAULT = NeighboursSettings()
ARTICLES = st.lists(
    st.tuples(
        st.sampled_from(["to-chuc", "can-bo", "dang-vien", "dan-van"]),
        st.sampled_from(["", "", "Đại hội", "ĐẠI HỘI", "Bầu cử"]),
        st.sampled_from(["published"] * 5 + ["draft", "review", "hidden"]),
        st.integers(-60, 5),
        st.sampled_from([None, None, None, -1, 1]),
    ),
    min_size=1,
    max_size=40,
).map(
    lambda rows: [
        make_article(
            f"tin-{number}",
            section=section, topic=topic, status=status, date=moment(hours), expires=moment(end) if end else None,
        )
        for number, (section, topic, status, hours, end) in enumerate(rows)
    ]
)  # fmt: skip
SETTINGS = st.builds(
    NeighboursSettings, st.integers(0, 5), st.integers(0, 6), st.integers(0, 4), st.booleans(), st.booleans()
)


def shown(news: OtherNews) -> list:
    return [*news.newer, *news.older, *news.topic]


@given(ARTICLES, SETTINGS)
@settings(max_examples=60)
def test_no_repeats_nothing_unpublished_never_itself(articles, wanted):
    archive = make_archive(articles)
    for article in (*archive.everything.items, *archive.hidden):
        sources = [one.source for one in shown(other_news(article, archive, wanted))]
        assert len(sources) == len(set(sources))
        assert article.source not in sources
        assert all(one.state(NOW) == "live" for one in shown(other_news(article, archive, wanted)))


@given(ARTICLES, SETTINGS)
@settings(max_examples=60)
def test_each_group_is_newest_first_on_its_side_and_no_longer_than_asked(articles, wanted):
    archive = make_archive(articles)
    for article in archive.everything.items:
        news = other_news(article, archive, wanted)
        for group, most in (
            (news.newer, wanted.newer),
            (news.older, wanted.older),
            (news.topic, wanted.topic),
        ):
            assert len(group) <= most
            assert all(first.order > second.order for first, second in pairwise(group))
        assert all(one.order > article.order for one in news.newer)
        assert all(one.order < article.order for one in news.older)


@given(ARTICLES)
@settings(max_examples=60)
def test_groups_are_filled_while_anything_is_left(articles):
    archive = make_archive(articles)
    for article in archive.everything.items:
        news = other_news(article, archive, DEFAULT)
        topic = {one.source for one in news.topic}
        left = [one for one in archive.everything.items if one.source not in topic]
        assert len(news.newer) == min(DEFAULT.newer, sum(one.order > article.order for one in left))
        assert len(news.older) == min(DEFAULT.older, sum(one.order < article.order for one in left))


@given(ARTICLES, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_reading_does_not_matter(articles, random):
    mixed = list(articles)
    random.shuffle(mixed)
    one, two = make_archive(articles), make_archive(mixed)
    for article in one.everything.items:
        assert other_news(article, one, DEFAULT) == other_news(article, two, DEFAULT)


@given(ARTICLES, st.sampled_from(["to-chuc", "can-bo", "dang-vien", "dan-van"]))
@settings(max_examples=60)
def test_news_changes_no_article_that_its_own_section_had_filled(articles, section):
    before = make_archive(articles)
    after = make_archive([*articles, make_article("moi", section=section, date=NOW)])
    for article in before.everything.items:
        own = before.sections[article.section].newer_than(article, DEFAULT.newer + DEFAULT.topic)
        if len(own) == DEFAULT.newer + DEFAULT.topic:
            assert other_news(article, before, DEFAULT) == other_news(article, after, DEFAULT)


def test_news_in_a_long_archive_changes_the_pages_of_three_articles():
    articles = make_articles(60)
    before, after = make_archive(articles), make_archive([*articles, make_article("moi", date=NOW)])
    changed = [
        one
        for one in before.everything.items
        if other_news(one, before, DEFAULT) != other_news(one, after, DEFAULT)
    ]
    assert changed == articles[-3:]


def test_a_thin_sub_section_is_filled_from_its_section_then_from_the_site():
    lone = make_article("le", section="dang-vien", date=moment(-50))
    near = make_articles(2, section="dan-van")
    parent = make_article("cha", section="can-bo", date=moment())
    archive = make_archive([lone, *near, parent])
    assert other_news(lone, archive, DEFAULT).newer == (parent, near[1], near[0])
    only = replace(DEFAULT, fill_from_site=False)
    assert other_news(lone, archive, only).newer == (parent,)
    none = replace(only, fill_from_parent=False)
    assert other_news(lone, archive, none).newer == ()


def test_a_running_story_gives_the_nearest_from_before_and_after():
    story = make_articles(9, topic="Đại hội")
    archive = make_archive(story)
    news = other_news(story[4], archive, DEFAULT)
    assert news.topic == (story[6], story[5], story[3], story[2])
    assert other_news(story[8], archive, DEFAULT).topic == tuple(story[7:3:-1])


def test_a_story_under_another_spelling_is_the_same():
    first, second = make_article("a", topic="Đại hội"), make_article("b", topic="ĐẠI HỘI", date=NOW)
    assert other_news(first, make_archive([first, second]), DEFAULT).topic == (second,)


def test_an_article_alone_has_no_neighbours():
    article = make_article(section=make_sections().top[0].slug, topic="Đại hội")
    assert other_news(article, make_archive([article]), DEFAULT) == OtherNews((), (), ())
