from datetime import timedelta
from pathlib import Path

import pytest

from bulletin.context.site_context import SiteContext
from bulletin.view_models.feeds import FeedEnclosure, FeedImage, FeedView, SitemapView
from bulletin.views.feeds import (
    build_news_sitemap_view,
    build_robots_view,
    build_sitemap_index_view,
    plan_feeds,
    plan_monthly_sitemaps,
)
from bulletin.views.fingerprints import PageFingerprints
from bulletin.views.plan import plan_output_files
from tests.factories import (
    ARCHIVE_TIME,
    SITE_URL,
    create_test_article,
    create_test_articles,
    create_test_context,
    expand_groups,
    shift_time,
)

SECOND = timedelta(seconds=1)


def build_feed_views(context: SiteContext, content: Path = Path()) -> dict[str, FeedView]:
    return {page.path: page.view for page in plan_feeds(context, PageFingerprints(context), content)}


def build_sitemap_views(context: SiteContext) -> dict[str, SitemapView]:
    return {page.path: page.view for page in plan_monthly_sitemaps(context, PageFingerprints(context))}


def test_empty_feeds_at_two_build_times_are_equal() -> None:
    early, late = (build_feed_views(create_test_context(now=now)) for now in (ARCHIVE_TIME, shift_time(99)))
    assert early == late
    assert "2026" not in early["feeds/tat-ca.atom.xml"].updated


def test_feeds_of_equal_articles_at_two_build_times_are_equal() -> None:
    articles = create_test_articles(3)
    assert build_feed_views(create_test_context(articles)) == build_feed_views(
        create_test_context(articles, now=shift_time(99))
    )


def test_feed_holds_the_newest_articles_and_the_time_of_the_last_change() -> None:
    articles = create_test_articles(30)
    articles[-5] = create_test_article("sua", date=articles[-5].date, modified=shift_time())
    feed = build_feed_views(create_test_context(articles, feed_items=10))["feeds/can-bo.rss.xml"]
    assert [entry.url for entry in feed.entries] == [
        SITE_URL + article.address for article in articles[:-11:-1]
    ]
    assert feed.updated == ARCHIVE_TIME.isoformat()
    assert feed.entries[4].updated == ARCHIVE_TIME.isoformat()


def test_feed_entry_modified_before_its_date_was_updated_at_its_date() -> None:
    article = create_test_article(modified=shift_time(-99))
    entry = build_feed_views(create_test_context([article]))["feeds/tat-ca.atom.xml"].entries[0]
    assert entry.updated == entry.published == article.date.isoformat()


def test_feed_entry_id_depends_on_host_date_and_address_alone() -> None:
    article = create_test_article(date=shift_time(-24), modified=shift_time())
    for siteurl, tag in (
        (SITE_URL, "tag:bantin.example.vn,2026-11-22:/2026/11/tin/"),
        (f"{SITE_URL}/x/", "tag:bantin.example.vn,2026-11-22:/2026/11/tin/"),
    ):
        assert (
            build_feed_views(create_test_context([article], siteurl=siteurl))["feeds/tat-ca.atom.xml"]
            .entries[0]
            .id
            == tag
        )


@pytest.mark.parametrize(
    ("age", "is_listed"),
    [
        (timedelta(), True),
        (timedelta(days=2) - SECOND, True),
        (timedelta(days=2), False),
        (timedelta(days=3), False),
    ],
)
def test_news_sitemap_lists_articles_of_less_than_two_days(age: timedelta, is_listed: bool) -> None:
    articles = [
        create_test_article("b", date=ARCHIVE_TIME - age),
        create_test_article("a", date=ARCHIVE_TIME),
    ]
    entries = build_news_sitemap_view(create_test_context(articles)).entries
    assert len(entries) == 1 + is_listed


def test_news_sitemap_without_a_new_article_keeps_the_newest_one() -> None:
    articles = [create_test_article(str(days), date=shift_time(-24 * days)) for days in (30, 9, 40)]
    (entry,) = build_news_sitemap_view(create_test_context(articles)).entries
    assert entry.title == "Tin 9"


def test_site_without_an_article_names_no_news_sitemap() -> None:
    empty, filled = create_test_context(), create_test_context([create_test_article()])
    address = f"{SITE_URL}/sitemap-news.xml"
    assert address not in build_robots_view(empty).sitemaps
    assert address in build_robots_view(filled).sitemaps
    without, with_article = (
        {file.path for file in expand_groups(plan_output_files(context, {}, Path()))}
        for context in (empty, filled)
    )
    assert "sitemap-news.xml" not in without
    assert "sitemap-news.xml" in with_article


def test_feed_entry_has_its_cover_with_absolute_address() -> None:
    articles = [
        create_test_article("a", cover="/images/a.jpg", cover_alt="Đại hội"),
        create_test_article("b"),
    ]
    feed = build_feed_views(create_test_context(articles))["feeds/tat-ca.rss.xml"]
    covers = {entry.title: entry.cover for entry in feed.entries}
    assert covers["Tin a"] == FeedImage(f"{SITE_URL}/images/a-640.jpg", "image/jpeg", 640, 480, "Đại hội")
    assert covers["Tin b"] is None


def test_news_sitemap_leaves_out_hidden_scheduled_and_expired_articles() -> None:
    articles = [
        create_test_article("a", status="hidden"),
        create_test_article("b", date=shift_time(1)),
        create_test_article("c", expires=ARCHIVE_TIME),
    ]
    assert build_news_sitemap_view(create_test_context(articles)).entries == ()


def test_new_article_changes_the_sitemap_of_its_month_alone() -> None:
    articles = [
        create_test_article(str(number), date=shift_time(-24 * 25 * number)) for number in range(1, 9)
    ]
    before = build_sitemap_views(create_test_context(articles))
    after = build_sitemap_views(
        create_test_context([*articles, create_test_article("moi", date=ARCHIVE_TIME)])
    )
    assert [address for address in after if before.get(address) != after[address]] == ["sitemap-2026-11.xml"]
    index = [entry.url for entry in build_sitemap_index_view(create_test_context(articles)).entries]
    assert index[1:] == [f"{SITE_URL}/{file}" for file in before]


def test_sitemap_entry_names_the_cover() -> None:
    context = create_test_context(
        [create_test_article(cover="images/x.jpg", cover_alt="a")], siteurl=f"{SITE_URL}/x"
    )
    (entry,) = build_sitemap_views(context)["sitemap-2026-11.xml"].entries
    assert (entry.url, entry.images) == (f"{SITE_URL}/x/2026/11/tin/", (f"{SITE_URL}/x/images/x-640.jpg",))


def test_robots_txt_names_sitemaps_and_excluded_prefixes() -> None:
    view = build_robots_view(create_test_context([create_test_article()], siteurl=f"{SITE_URL}/x"))
    assert view.sitemaps == (f"{SITE_URL}/x/sitemap.xml", f"{SITE_URL}/x/sitemap-news.xml")
    assert view.disallow == ("/x/vi-tri/", "/x/qc/", "/x/fragments/")


def test_feed_entry_has_its_recording_and_the_label_of_what_a_machine_made(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files/a.mp3").write_bytes(b"ID3" + bytes(997))
    articles = [
        create_test_article("a", audio="files/a.mp3", ai_made=("picture", "sound")),
        create_test_article("b"),
    ]
    feed = build_feed_views(create_test_context(articles), tmp_path)["feeds/tat-ca.atom.xml"]
    without, entry = feed.entries
    assert entry.enclosure == FeedEnclosure(f"{SITE_URL}/files/a.mp3", "audio/mpeg", 1000)
    assert entry.content.startswith(
        "<p><em>Bài có ảnh và âm thanh do trí tuệ nhân tạo (AI) tạo ra.</em></p>\n<p>Đoạn"
    )
    assert (without.enclosure, without.content) == (None, "<p>Đoạn đầu của bài.</p>")
