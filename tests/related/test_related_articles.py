from dataclasses import replace
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.related.related_articles import RelatedArticles, find_related_articles
from bulletin.related.settings import RelatedSettings
from tests.factories import (
    ARCHIVE_TIME,
    create_archive,
    create_sections,
    create_test_article,
    create_test_articles,
    shift_time,
)

DEFAULT = RelatedSettings()
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
        create_test_article(
            f"tin-{number}",
            section=section, topic=topic, status=status, date=shift_time(hours), expires=shift_time(end) if end else None,
        )
        for number, (section, topic, status, hours, end) in enumerate(rows)
    ]
)  # fmt: skip
SETTINGS = st.builds(
    RelatedSettings, st.integers(0, 5), st.integers(0, 6), st.integers(0, 4), st.booleans(), st.booleans()
)


def list_related(news: RelatedArticles) -> list:
    return [*news.newer, *news.older, *news.topic]


@given(ARTICLES, SETTINGS)
@settings(max_examples=60)
def test_no_repeats_nothing_unpublished_never_itself(articles: Any, wanted: Any) -> None:
    archive = create_archive(articles)
    for article in (*archive.all_articles.articles, *archive.hidden_articles):
        sources = [one.source for one in list_related(find_related_articles(article, archive, wanted))]
        assert len(sources) == len(set(sources))
        assert article.source not in sources
        assert all(
            one.get_state(ARCHIVE_TIME) == "live"
            for one in list_related(find_related_articles(article, archive, wanted))
        )


@given(ARTICLES, SETTINGS)
@settings(max_examples=60)
def test_each_group_is_newest_first_on_its_side_and_no_longer_than_asked(articles: Any, wanted: Any) -> None:
    archive = create_archive(articles)
    for article in archive.all_articles.articles:
        news = find_related_articles(article, archive, wanted)
        for group, most in (
            (news.newer, wanted.newer),
            (news.older, wanted.older),
            (news.topic, wanted.topic),
        ):
            assert len(group) <= most
            assert all(first.sort_key > second.sort_key for first, second in pairwise(group))
        assert all(one.sort_key > article.sort_key for one in news.newer)
        assert all(one.sort_key < article.sort_key for one in news.older)


@given(ARTICLES)
@settings(max_examples=60)
def test_groups_are_filled_while_anything_is_left(articles: Any) -> None:
    archive = create_archive(articles)
    for article in archive.all_articles.articles:
        news = find_related_articles(article, archive, DEFAULT)
        topic = {one.source for one in news.topic}
        left = [one for one in archive.all_articles.articles if one.source not in topic]
        assert len(news.newer) == min(DEFAULT.newer, sum(one.sort_key > article.sort_key for one in left))
        assert len(news.older) == min(DEFAULT.older, sum(one.sort_key < article.sort_key for one in left))


@given(ARTICLES, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_reading_does_not_matter(articles: Any, random: Any) -> None:
    mixed = list(articles)
    random.shuffle(mixed)
    one, two = create_archive(articles), create_archive(mixed)
    for article in one.all_articles.articles:
        assert find_related_articles(article, one, DEFAULT) == find_related_articles(article, two, DEFAULT)


@given(ARTICLES, st.sampled_from(["to-chuc", "can-bo", "dang-vien", "dan-van"]))
@settings(max_examples=60)
def test_news_changes_no_article_that_its_own_section_had_filled(articles: Any, section: Any) -> None:
    before = create_archive(articles)
    after = create_archive([*articles, create_test_article("moi", section=section, date=ARCHIVE_TIME)])
    for article in before.all_articles.articles:
        own = before.sections[article.section].find_newer_articles(article, DEFAULT.newer + DEFAULT.topic)
        if len(own) == DEFAULT.newer + DEFAULT.topic:
            assert find_related_articles(article, before, DEFAULT) == find_related_articles(
                article, after, DEFAULT
            )


def test_news_in_a_long_archive_changes_the_pages_of_three_articles() -> None:
    articles = create_test_articles(60)
    before, after = (
        create_archive(articles),
        create_archive([*articles, create_test_article("moi", date=ARCHIVE_TIME)]),
    )
    changed = [
        one
        for one in before.all_articles.articles
        if find_related_articles(one, before, DEFAULT) != find_related_articles(one, after, DEFAULT)
    ]
    assert changed == articles[-3:]


def test_a_thin_sub_section_is_filled_from_its_section_then_from_the_site() -> None:
    lone = create_test_article("le", section="dang-vien", date=shift_time(-50))
    near = create_test_articles(2, section="dan-van")
    parent = create_test_article("cha", section="can-bo", date=shift_time())
    archive = create_archive([lone, *near, parent])
    assert find_related_articles(lone, archive, DEFAULT).newer == (parent, near[1], near[0])
    only = replace(DEFAULT, fill_from_site=False)
    assert find_related_articles(lone, archive, only).newer == (parent,)
    none = replace(only, fill_from_parent=False)
    assert find_related_articles(lone, archive, none).newer == ()


def test_a_running_story_gives_the_nearest_from_before_and_after() -> None:
    story = create_test_articles(9, topic="Đại hội")
    archive = create_archive(story)
    news = find_related_articles(story[4], archive, DEFAULT)
    assert news.topic == (story[6], story[5], story[3], story[2])
    assert find_related_articles(story[8], archive, DEFAULT).topic == tuple(story[7:3:-1])


def test_a_story_under_another_spelling_is_the_same() -> None:
    first, second = (
        create_test_article("a", topic="Đại hội"),
        create_test_article("b", topic="ĐẠI HỘI", date=ARCHIVE_TIME),
    )
    assert find_related_articles(first, create_archive([first, second]), DEFAULT).topic == (second,)


def test_an_article_alone_has_no_neighbours() -> None:
    article = create_test_article(section=create_sections().top_level[0].slug, topic="Đại hội")
    assert find_related_articles(article, create_archive([article]), DEFAULT) == RelatedArticles((), (), ())
