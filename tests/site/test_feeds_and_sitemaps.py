"""Tests of the feeds, sitemaps and structured data of the sample."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest
from bs4 import BeautifulSoup

from tests.sample_site import ROOT, SAMPLE_URL, list_pages

pytestmark = pytest.mark.slow

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
VIETNAM_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+07:00")


def list_article_pages(sample: Path) -> list[Path]:
    return [path for path in list_pages(sample) if re.fullmatch(r"\d{4}", path.relative_to(sample).parts[0])]


def read_structured_data(path: Path) -> list[dict]:
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    return [json.loads(script.get_text()) for script in page.find_all("script", type="application/ld+json")]


@pytest.mark.parametrize("ending", ["atom", "rss"])
def test_feeds_are_well_formed_and_link_to_existing_articles(sample: Path, ending: str) -> None:
    feeds = sorted((sample / "feeds").glob(f"*.{ending}.xml"))
    assert len(feeds) > 6
    for path in feeds:
        feed = feedparser.parse(path.read_bytes())
        assert not feed.bozo, f"{path.name}: {feed.get('bozo_exception')}"
        assert feed.version == {"atom": "atom10", "rss": "rss20"}[ending]
        assert feed.feed.title
        for entry in feed.entries:
            assert entry.id.startswith("tag:bantin.example.vn,")
            assert entry.link.startswith(f"{SAMPLE_URL}/")
            assert (sample / entry.link.removeprefix(f"{SAMPLE_URL}/") / "index.html").is_file()
            assert "+07" in entry.published or "+0700" in entry.published


def test_site_feed_has_the_twenty_newest_articles(sample: Path) -> None:
    feed = feedparser.parse((sample / "feeds/tat-ca.atom.xml").read_bytes())
    dates = [entry.published for entry in feed.entries]
    assert len(dates) == 20
    assert dates == sorted(dates, reverse=True)


def test_articles_have_complete_json_ld(sample: Path) -> None:
    for path in list_article_pages(sample):
        if "http-equiv" in path.read_text(encoding="utf-8"):
            continue  # a redirect of an alias
        by_type = {item["@type"]: item for item in read_structured_data(path)}
        news, breadcrumb = by_type["NewsArticle"], by_type["BreadcrumbList"]
        name = str(path.relative_to(sample))
        assert news["headline"], name
        assert VIETNAM_TIME.fullmatch(news["datePublished"]), name
        assert VIETNAM_TIME.fullmatch(news["dateModified"]), name
        assert news["author"], name
        assert news["publisher"]["name"], name
        assert news["isPartOf"]["name"], name
        for image in news["image"]:
            assert (sample / image.removeprefix(f"{SAMPLE_URL}/")).is_file(), name
        steps = breadcrumb["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))


def test_pages_have_a_canonical_address_and_open_graph(
    sample: Path, parsed_pages: dict[Path, BeautifulSoup]
) -> None:
    for path, page in parsed_pages.items():
        if "fragments" in path.parts:
            continue
        name = str(path.relative_to(sample))
        canonical = page.find("link", rel="canonical")
        assert canonical is not None, name
        assert str(canonical["href"]).startswith(SAMPLE_URL), name
        found = {str(tag["property"]): tag["content"] for tag in page.find_all("meta", property=True)}
        assert found.keys() >= {"og:title", "og:type", "og:url", "og:image", "og:site_name", "og:locale"}, (
            name
        )
        assert (sample / str(found["og:image"]).removeprefix(f"{SAMPLE_URL}/")).is_file(), name


def list_addresses_of_sitemaps(sample: Path) -> list[str]:
    index = ET.parse(sample / "sitemap.xml").getroot()
    files = [str(loc.text).removeprefix(f"{SAMPLE_URL}/") for loc in index.iter(f"{SITEMAP}loc")]
    return [
        str(loc.text) for file in files for loc in ET.parse(sample / file).getroot().iter(f"{SITEMAP}loc")
    ]


def test_sitemaps_list_every_indexed_page_once(sample: Path) -> None:
    addresses = list_addresses_of_sitemaps(sample)
    assert len(addresses) == len(set(addresses))
    for path in list_pages(sample):
        text = path.read_text(encoding="utf-8")
        if "fragments" in path.parts or "noindex" in text or "http-equiv" in text:
            continue
        address = f"{SAMPLE_URL}/{path.relative_to(sample).as_posix()}".removesuffix("index.html")
        assert address in addresses


def test_ledger_of_the_sample_has_every_address_of_its_sitemaps(sample: Path) -> None:
    rows = (ROOT / "addresses.txt").read_text(encoding="utf-8").splitlines()
    published = {row.split("\t")[0] for row in rows if not row.startswith("#")}
    assert {address.removeprefix(SAMPLE_URL) for address in list_addresses_of_sitemaps(sample)} <= published


def test_news_sitemap_has_the_last_two_days(sample: Path) -> None:
    root = ET.parse(sample / "sitemap-news.xml").getroot()
    dates = [str(date.text) for date in root.iter(f"{NEWS}publication_date")]
    assert dates
    assert all("2026-11-21T08:00" < date <= "2026-11-23T08:00:01" for date in dates)


def test_robots_txt_names_the_sitemaps(sample: Path) -> None:
    text = (sample / "robots.txt").read_text()
    assert f"Sitemap: {SAMPLE_URL}/sitemap.xml" in text
    assert f"Sitemap: {SAMPLE_URL}/sitemap-news.xml" in text
