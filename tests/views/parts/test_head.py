"""Titles and schema.org data of pages."""

from dataclasses import replace

import pytest

from bulletin.context.site_context import SiteContext
from bulletin.view_models.components import ResponsiveImage
from bulletin.views.parts.head import build_article_head, build_head
from tests.factories import SITE_URL, create_fake_image, create_test_article, create_test_context, shift_time


def create_context(*authors: str) -> SiteContext:
    return create_test_context(
        [create_test_article("mot", authors=authors)], organisation_authors=("Ban Biên tập",)
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Minh Đăng", "Person"),
        ("Ban Biên tập", "Organization"),
        ("ban biên tập", "Organization"),
        ("Ban Tổ chức Tỉnh ủy", "Organization"),
    ],
)
def test_author_is_an_organisation_if_a_setting_says_so(name: str, kind: str) -> None:
    context = create_context(name)
    head = build_article_head(context.archive.all_articles.articles[0], (), None, context)
    assert [author["@type"] for author in head.json_ld[0]["author"]] == [kind]


def test_article_without_a_share_card_shows_its_cover() -> None:
    context, cover = (
        replace(create_context(), build_share_card=lambda _: None),
        create_fake_image("bia.jpg", ""),
    )
    head = build_article_head(context.archive.all_articles.articles[0], (), cover, context)
    assert head.image == cover


def test_article_title_has_the_name_of_the_site_and_its_short_title_not() -> None:
    context = create_context()
    head = build_article_head(context.archive.all_articles.articles[0], (), None, context)
    assert (head.title, head.short_title) == ("Tin mot – Bản tin", "Tin mot")


def test_article_title_that_older_articles_have_ends_with_its_day_and_hour() -> None:
    articles = [
        create_test_article(name, title="Thông báo tuyển dụng", date=shift_time(hours))
        for name, hours in (("a", 0), ("b", -8760), ("c", -1), ("d", 0))
    ]
    context = create_test_context(articles)
    heads = [
        build_article_head(article, (), None, context) for article in context.archive.all_articles.articles
    ]
    assert [head.title.partition(" – ")[0] for head in heads] == [
        "Thông báo tuyển dụng",
        "Thông báo tuyển dụng (23/11/2026)",
        "Thông báo tuyển dụng (23/11/2026, 07:30)",
        "Thông báo tuyển dụng (23/11/2026, bài 2)",
    ]
    assert {head.short_title for head in heads} == {"Thông báo tuyển dụng"}


def test_head_of_a_listing_begins_with_its_kind() -> None:
    head = build_head(create_context(), "/chu-de/thong-bao/", "Thông báo", kind="Chủ đề")
    assert head.title == "Chủ đề: Thông báo – Bản tin"


def test_article_is_shared_with_its_card_and_keeps_its_cover_for_search_engines() -> None:
    card = ResponsiveImage("/images/chia-se/the.png", 1200, 630, "Tin mot", "", "")
    cover = create_fake_image("images/a.jpg", "Bến cá")
    context = replace(create_context(), build_share_card=lambda _: card)
    article = context.archive.all_articles.articles[0]
    head = build_article_head(article, (), cover, context)
    assert (head.image, head.image_url) == (card, f"{SITE_URL}/images/chia-se/the.png")
    assert head.json_ld[0]["image"] == [f"{SITE_URL}/images/a-640.jpg"]
    without_cover = build_article_head(article, (), None, context)
    assert without_cover.json_ld[0]["image"] == [f"{SITE_URL}/images/chia-se/the.png"]


def test_article_of_a_site_without_cards_is_shared_with_its_cover() -> None:
    context, cover = create_context(), create_fake_image("images/a.jpg", "Bến cá")
    head = build_article_head(context.archive.all_articles.articles[0], (), cover, context)
    assert (head.image, head.image_url) == (cover, f"{SITE_URL}/images/a-640.jpg")
