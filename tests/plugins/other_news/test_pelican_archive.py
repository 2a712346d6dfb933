from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from pelican.contents import Article, Category, Tag
from pelican.settings import DEFAULT_CONFIG

from bulletin.plugins.other_news.pelican_archive import OtherNews, find_other_news
from bulletin.related.settings import RelatedSettings

SETTINGS = dict(DEFAULT_CONFIG) | {"PATH": "/site/content", "TIMEZONE": "Asia/Ho_Chi_Minh", "AUTHOR": "An"}


def create_pelican_article(name: str, day: int = 1, category: str = "misc", **metadata: Any) -> Any:
    """Return an article of Pelican, some days after a first one."""
    tags = [Tag(tag, SETTINGS) for tag in metadata.pop("tags", ())]
    values = {
        "title": f"Article {name}",
        "slug": name,
        "date": datetime(2026, 11, 1) + timedelta(days=day),  # noqa: DTZ001  # Pelican adds the time zone
        "category": Category(category, SETTINGS),
        "tags": tags,
    }
    return Article("<p>Text.</p>", values | metadata, SETTINGS, f"/site/content/{name}.md", {})


def list_names(other_news: OtherNews) -> tuple[list[str], ...]:
    """Return the slugs of each group."""
    return tuple([article.slug for article in group] for group in other_news)


def find_by_name(
    listed: Iterable[Any], unlisted: Iterable[Any] = (), **numbers: Any
) -> dict[str, tuple[list[str], ...]]:
    """Return the slugs of the other news of each article, by its own slug."""
    found = find_other_news(listed, unlisted, RelatedSettings(**numbers))
    return {article.slug: list_names(other_news) for article, other_news in found}


def test_other_news_are_newer_and_older_articles_newest_first() -> None:
    found = find_by_name([create_pelican_article(f"a{day}", day) for day in range(6)], newer=2, older=2)
    assert found["a3"] == (["a5", "a4"], ["a2", "a1"], [])
    assert found["a0"] == (["a2", "a1"], [], [])


def test_other_news_come_from_the_category_first_and_then_from_the_site() -> None:
    articles = [
        create_pelican_article("own-old", 1, "Cat one"),
        create_pelican_article("other-old", 2, "Cat two"),
        create_pelican_article("it", 3, "Cat one"),
    ]
    assert find_by_name(articles, older=1)["it"][1] == ["own-old"]
    assert find_by_name(articles, older=2)["it"][1] == ["other-old", "own-old"]
    assert find_by_name(articles, older=2, fill_from_site=False)["it"][1] == ["own-old"]


def test_topic_is_the_first_tag_which_other_articles_may_have_in_any_place() -> None:
    articles = [
        create_pelican_article("it", 1, tags=["Party", "News"]),
        create_pelican_article("same", 9, "far", tags=["Other", "party"]),
        create_pelican_article("second-tag-only", 8, "far", tags=["News"]),
    ]
    assert find_by_name(articles, newer=0)["it"] == ([], [], ["same"])


def test_topic_of_the_metadata_is_stronger_than_tags() -> None:
    articles = [
        create_pelican_article("it", 1, tags=["News"], topic="Flood 2026"),
        create_pelican_article("same", 9, topic="flood 2026"),
        create_pelican_article("tagged", 8, tags=["News"]),
    ]
    assert find_by_name(articles, newer=0)["it"] == ([], [], ["same"])


def test_tags_of_another_alphabet_are_topics_of_their_own() -> None:
    articles = [create_pelican_article(name, day) for day, name in enumerate(("it", "same", "other"))]
    for article, tag in zip(articles, ("東京", "東京", "大阪"), strict=True):
        article.tags = [Tag(tag, SETTINGS | {"SLUGIFY_USE_UNICODE": True})]
    assert find_by_name(articles, newer=0)["it"] == ([], [], ["same"])


def test_drafts_and_hidden_articles_get_other_news_and_are_none() -> None:
    listed = [create_pelican_article("a", 1), create_pelican_article("c", 3)]
    draft = create_pelican_article("b", 2, "new category", status="draft")
    found = find_by_name(listed, [draft])
    assert found["b"] == (["c"], ["a"], [])
    assert found["a"] == (["c"], [], [])


def test_draft_without_a_date_is_newer_than_every_article() -> None:
    draft = create_pelican_article("b", status="draft", date=datetime.max)  # noqa: DTZ901  # as Pelican sets it
    assert find_by_name([create_pelican_article("a", 1)], [draft])["b"] == ([], ["a"], [])


def test_article_of_the_future_that_pelican_publishes_is_listed() -> None:
    articles = [create_pelican_article("now", 1), create_pelican_article("later", 40_000)]
    assert find_by_name(articles)["now"] == (["later"], [], [])


def test_other_news_have_the_language_of_the_article() -> None:
    articles = [
        create_pelican_article("vi", 1, lang="vi"),
        create_pelican_article("vi-new", 2, lang="vi"),
        create_pelican_article("fr", 3, lang="fr"),
    ]
    assert find_by_name(articles) == {
        "vi": (["vi-new"], [], []),
        "vi-new": ([], ["vi"], []),
        "fr": ([], [], []),
    }


def test_site_without_articles_has_no_other_news() -> None:
    assert find_by_name([]) == {}
