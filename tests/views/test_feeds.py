from datetime import timedelta

import pytest

from bulletin.views.feeds import (
    feed_pages,
    news_sitemap_view,
    robots_view,
    sitemap_index_view,
    sitemap_months,
)
from bulletin.views.fingerprints import Inputs
from tests.factories import HOST, NOW, make_article, make_articles, make_edition, moment

SECOND = timedelta(seconds=1)


def feeds(edition):
    return {page.file: page.view for page in feed_pages(edition, Inputs(edition))}


def sitemaps(edition):
    return {page.file: page.view for page in sitemap_months(edition, Inputs(edition))}


def test_an_empty_feed_does_not_carry_the_time_of_the_build():
    one, two = (feeds(make_edition(now=now)) for now in (NOW, moment(99)))
    assert one == two
    assert "2026" not in one["feeds/tat-ca.atom.xml"].updated


def test_a_feed_changes_with_its_articles_alone():
    articles = make_articles(3)
    assert feeds(make_edition(articles)) == feeds(make_edition(articles, now=moment(99)))


def test_a_feed_holds_the_newest_and_knows_its_last_change():
    articles = make_articles(30)
    articles[-5] = make_article("sua", date=articles[-5].date, modified=moment())
    feed = feeds(make_edition(articles, feed_items=10))["feeds/can-bo.rss.xml"]
    assert [one.url for one in feed.entries] == [HOST + one.address for one in articles[:-11:-1]]
    assert feed.updated == NOW.isoformat()
    assert feed.entries[4].updated == NOW.isoformat()


def test_a_change_before_the_day_of_publishing_is_none():
    article = make_article(modified=moment(-99))
    entry = feeds(make_edition([article]))["feeds/tat-ca.atom.xml"].entries[0]
    assert entry.updated == entry.published == article.date.isoformat()


def test_an_entry_is_known_by_what_never_changes():
    article = make_article(date=moment(-24), modified=moment())
    for siteurl, tag in (
        (HOST, "tag:bantin.example.vn,2026-11-22:/2026/11/tin/"),
        (f"{HOST}/x/", "tag:bantin.example.vn,2026-11-22:/2026/11/tin/"),
    ):
        assert feeds(make_edition([article], siteurl=siteurl))["feeds/tat-ca.atom.xml"].entries[0].id == tag


@pytest.mark.parametrize(
    ("age", "shown"),
    [
        (timedelta(), True),
        (timedelta(days=2) - SECOND, True),
        (timedelta(days=2), False),
        (timedelta(days=3), False),
    ],
)
def test_the_news_sitemap_holds_two_days(age, shown):
    assert bool(news_sitemap_view(make_edition([make_article(date=NOW - age)])).entries) == shown


def test_the_news_sitemap_leaves_out_what_is_not_listed():
    articles = [
        make_article("a", status="hidden"),
        make_article("b", date=moment(1)),
        make_article("c", expires=NOW),
    ]
    assert news_sitemap_view(make_edition(articles)).entries == ()


def test_news_changes_one_months_sitemap():
    articles = [make_article(str(number), date=moment(-24 * 25 * number)) for number in range(1, 9)]
    before = sitemaps(make_edition(articles))
    after = sitemaps(make_edition([*articles, make_article("moi", date=NOW)]))
    assert [address for address in after if before.get(address) != after[address]] == ["sitemap-2026-11.xml"]
    index = [entry.url for entry in sitemap_index_view(make_edition(articles)).entries]
    assert index[1:] == [f"{HOST}/{file}" for file in before]


def test_a_sitemap_names_the_cover():
    edition = make_edition([make_article(cover="images/x.jpg", cover_alt="a")], siteurl=f"{HOST}/x")
    (entry,) = sitemaps(edition)["sitemap-2026-11.xml"].entries
    assert (entry.url, entry.images) == (f"{HOST}/x/2026/11/tin/", (f"{HOST}/x/images/x-640.jpg",))


def test_robots_are_told_where_the_sitemaps_are_and_what_is_none_of_theirs():
    view = robots_view(make_edition(siteurl=f"{HOST}/x"))
    assert view.sitemaps == (f"{HOST}/x/sitemap.xml", f"{HOST}/x/sitemap-news.xml")
    assert view.disallow == ("/x/qc/", "/x/fragments/")
