from dataclasses import replace
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bulletin.content.models import Article
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


def list_related(groups: RelatedArticles) -> list[Article]:
    return [*groups.newer, *groups.older, *groups.topic]


@given(ARTICLES, SETTINGS)
@settings(max_examples=60)
def test_find_related_articles_are_live_and_distinct(
    articles: list[Article], related_settings: RelatedSettings
) -> None:
    archive = create_archive(articles)
    for article in (*archive.all_articles.articles, *archive.hidden_articles):
        sources = [
            related.source
            for related in list_related(find_related_articles(article, archive, related_settings))
        ]
        assert len(sources) == len(set(sources))
        assert article.source not in sources
        assert all(
            related.get_state(ARCHIVE_TIME) == "live"
            for related in list_related(find_related_articles(article, archive, related_settings))
        )


@given(ARTICLES, SETTINGS)
@settings(max_examples=60)
def test_find_related_articles_groups_are_sorted_and_limited(
    articles: list[Article], related_settings: RelatedSettings
) -> None:
    archive = create_archive(articles)
    for article in archive.all_articles.articles:
        groups = find_related_articles(article, archive, related_settings)
        for group, limit in (
            (groups.newer, related_settings.newer),
            (groups.older, related_settings.older),
            (groups.topic, related_settings.topic),
        ):
            assert len(group) <= limit
            assert all(first.sort_key > second.sort_key for first, second in pairwise(group))
        assert all(related.sort_key > article.sort_key for related in groups.newer)
        assert all(related.sort_key < article.sort_key for related in groups.older)


@given(ARTICLES)
@settings(max_examples=60)
def test_find_related_articles_groups_are_filled_if_possible(articles: list[Article]) -> None:
    archive = create_archive(articles)
    for article in archive.all_articles.articles:
        groups = find_related_articles(article, archive, DEFAULT)
        topic = {related.source for related in groups.topic}
        left = [related for related in archive.all_articles.articles if related.source not in topic]
        assert len(groups.newer) == min(
            DEFAULT.newer, sum(related.sort_key > article.sort_key for related in left)
        )
        assert len(groups.older) == min(
            DEFAULT.older, sum(related.sort_key < article.sort_key for related in left)
        )


@given(ARTICLES, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_find_related_articles_order_of_input_does_not_matter(
    articles: list[Article], random: Random
) -> None:
    mixed = list(articles)
    random.shuffle(mixed)
    first, second = create_archive(articles), create_archive(mixed)
    for article in first.all_articles.articles:
        assert find_related_articles(article, first, DEFAULT) == find_related_articles(
            article, second, DEFAULT
        )


@given(ARTICLES, st.sampled_from(["to-chuc", "can-bo", "dang-vien", "dan-van"]))
@settings(max_examples=60)
def test_find_related_articles_new_article_keeps_articles_with_full_section(
    articles: list[Article], section: str
) -> None:
    before = create_archive(articles)
    after = create_archive([*articles, create_test_article("moi", section=section, date=ARCHIVE_TIME)])
    for article in before.all_articles.articles:
        own = before.sections[article.section].find_newer_articles(article, DEFAULT.newer + DEFAULT.topic)
        if len(own) == DEFAULT.newer + DEFAULT.topic:
            assert find_related_articles(article, before, DEFAULT) == find_related_articles(
                article, after, DEFAULT
            )


def test_find_related_articles_new_article_changes_three_articles() -> None:
    articles = create_test_articles(60)
    before, after = (
        create_archive(articles),
        create_archive([*articles, create_test_article("moi", date=ARCHIVE_TIME)]),
    )
    changed = [
        article
        for article in before.all_articles.articles
        if find_related_articles(article, before, DEFAULT) != find_related_articles(article, after, DEFAULT)
    ]
    assert changed == articles[-3:]


def test_find_related_articles_small_section_is_filled_from_parent_then_site() -> None:
    article = create_test_article("le", section="dang-vien", date=shift_time(-50))
    nearby = create_test_articles(2, section="dan-van")
    parent = create_test_article("cha", section="can-bo", date=shift_time())
    archive = create_archive([article, *nearby, parent])
    assert find_related_articles(article, archive, DEFAULT).newer == (parent, nearby[1], nearby[0])
    only = replace(DEFAULT, fill_from_site=False)
    assert find_related_articles(article, archive, only).newer == (parent,)
    none = replace(only, fill_from_parent=False)
    assert find_related_articles(article, archive, none).newer == ()


def test_find_related_articles_topic_gives_nearest_older_and_newer() -> None:
    articles = create_test_articles(9, topic="Đại hội")
    archive = create_archive(articles)
    groups = find_related_articles(articles[4], archive, DEFAULT)
    assert groups.topic == (articles[6], articles[5], articles[3], articles[2])
    assert find_related_articles(articles[8], archive, DEFAULT).topic == tuple(articles[7:3:-1])


def test_find_related_articles_topic_spellings_are_equal() -> None:
    first, second = (
        create_test_article("a", topic="Đại hội"),
        create_test_article("b", topic="ĐẠI HỘI", date=ARCHIVE_TIME),
    )
    assert find_related_articles(first, create_archive([first, second]), DEFAULT).topic == (second,)


def test_find_related_articles_single_article_has_none() -> None:
    article = create_test_article(section=create_sections().top_level[0].slug, topic="Đại hội")
    assert find_related_articles(article, create_archive([article]), DEFAULT) == RelatedArticles(
        (), (), (), ()
    )
