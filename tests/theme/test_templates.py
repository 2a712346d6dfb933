"""Pages are valid HTML, hold data for machines, and read only their view model."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import feedparser
import html5lib
import pytest
from jinja2 import meta, nodes
from markupsafe import Markup
from msgspec.structs import replace

from bulletin import urls
from bulletin.archive.article_list import LISTING_PAGE_SIZE
from bulletin.view_models import feeds
from bulletin.view_models.components import InlineStyle
from tests.browser.page_addresses import PAGE_ADDRESSES
from tests.theme import example_views
from tests.theme.example_components import HOME_LINK, TEMPLATES_FOLDER, create_link, create_teaser
from tests.theme.rendering import get_jinja_environment, render_view
from tools.audit.budgets import read_budgets

FILES = sorted(
    str(file.relative_to(TEMPLATES_FOLDER))
    for file in TEMPLATES_FOLDER.rglob("*.*")
    if file.suffix != ".yaml"
)
HTML = "{http://www.w3.org/1999/xhtml}"


def list_example_pages() -> list[Any]:
    return [
        pytest.param(template, create_view(), id=path or "/")
        for path, (template, create_view) in example_views.EXAMPLE_PAGES.items()
    ]


def find_imports(tree: nodes.Template) -> Iterator[str]:
    for node in tree.find_all(nodes.FromImport):
        for name in node.names:
            yield name[1] if isinstance(name, tuple) else name


@pytest.mark.parametrize("name", FILES)
def test_template_reads_only_its_view_or_parameters(name: str) -> None:
    """Page templates read ``view``, components read their parameters."""
    env = get_jinja_environment()
    tree = env.parse((TEMPLATES_FOLDER / name).read_text("utf-8"))
    allowed = set() if name.startswith("components/") else {"view"}
    assert meta.find_undeclared_variables(tree) - set(find_imports(tree)) <= allowed


def test_template_of_a_page_has_an_example() -> None:
    templates = {
        name for name in FILES if '{% extends "base.html" %}' in (TEMPLATES_FOLDER / name).read_text("utf-8")
    }
    examples = {template for template, _ in example_views.EXAMPLE_PAGES.values()}
    assert examples == templates


def test_built_in_page_is_opened_by_browser_tests() -> None:
    pages = {address for address in urls.BUILT_IN_ADDRESSES if address.endswith(("/", ".html"))}
    assert pages - set(PAGE_ADDRESSES.values()) == set()


@pytest.mark.parametrize("name", FILES)
def test_template_marks_no_text_as_safe(name: str) -> None:
    """Allow the filter ``safe`` only in templates of plain text."""
    source = (TEMPLATES_FOLDER / name).read_text("utf-8")
    assert "autoescape" not in source
    assert name.endswith(".txt") or "safe" not in source


@pytest.mark.parametrize(("template", "view"), list_example_pages())
def test_page_is_valid_html_in_vietnamese(template: str, view: object) -> None:
    tree = html5lib.HTMLParser(strict=True).parse(render_view(template, view))
    assert tree.get("lang") == "vi"
    assert len(tree.findall(f".//{HTML}h1")) == 1
    assert len(tree.findall(f".//{HTML}main")) == 1
    # A screen reader lists every element of this name, and asks for a name of its own for each.
    assert len(tree.findall(f".//{HTML}article")) == (template == "article.html")
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("template", "view"), list_example_pages())
def test_page_links_one_stylesheet_and_has_no_inline_code(template: str, view: object) -> None:
    tree = html5lib.parse(render_view(template, view))
    assert [e.get("href") for e in tree.iter(f"{HTML}link") if e.get("rel") == "stylesheet"] == [
        "/theme/site.css"
    ]
    scripts = [e for e in tree.iter(f"{HTML}script") if e.get("type") != "application/ld+json"]
    expected = ["/theme/site.js"] + (["/theme/search.js"] if template == "search.html" else [])
    assert [e.get("src") for e in scripts] == expected
    assert scripts[0].get("type") == "module"
    assert scripts[0].get("async") == ""  # from the cache it runs before the page is painted
    assert all(e.get("defer") == "" for e in scripts[1:])  # old phones run it, as they run no module
    assert not any(e.text for e in scripts)
    for element in tree.iter():
        assert not [name for name in element.keys() if name == "style" or name.startswith("on")]  # noqa: SIM118
    assert not list(tree.iter(f"{HTML}style"))


def test_page_with_styles_of_the_first_screen_names_their_digest_before_them() -> None:
    view = example_views.create_listing_view()
    style = InlineStyle(Markup("p{margin:0}"), "sha256-abc=")
    html = render_view(
        "listing.html", replace(view, site=replace(view.site, first_screen={"listing": style}))
    )
    policy, rules = html.index("style-src 'self' 'sha256-abc='"), html.index("<style>p{margin:0}</style>")
    assert html.index("<meta charset") < policy < rules < html.index('rel="stylesheet"')
    other = render_view("listing.html", replace(view, site=replace(view.site, first_screen={"front": style})))
    assert "<style>" not in other


@pytest.mark.parametrize(("template", "view"), list_example_pages())
def test_json_ld_with_html_in_its_text_is_escaped(template: str, view: object) -> None:
    tree = html5lib.parse(render_view(template, view))
    data = [
        json.loads(e.text or "") for e in tree.iter(f"{HTML}script") if e.get("type") == "application/ld+json"
    ]
    assert data[0]["name"] == "</script> & “Đảng”"


def test_page_that_is_not_indexable_has_noindex() -> None:
    assert '<meta name="robots" content="noindex">' in render_view(
        "search.html", example_views.create_search_view()
    )
    assert "noindex" not in render_view("listing.html", example_views.create_listing_view())


def test_search_page_without_javascript_links_to_the_register_of_a_site_that_has_one() -> None:
    view = example_views.create_search_view()
    views = [replace(view, site=replace(view.site, register=address)) for address in ("/van-ban/", "")]
    found = [render_view("search.html", one).partition("<noscript>\n<p>")[2] for one in views]
    assert ['<a href="/van-ban/">' in html for html in found] == [True, False]


def test_number_in_a_link_of_the_site_map_stays_on_one_line() -> None:
    view = example_views.create_site_map_view()
    link = create_link("Thực hiện Kết luận số 38-KL/TW", "/dong-su-kien/ket-luan-38/")
    html = render_view("site_map.html", replace(view, groups=(replace(view.groups[0], links=(link,)),)))
    assert '<span class="keep">số 38-KL/TW</span></a>' in html


def test_search_page_asks_at_once_for_the_head_of_an_index_that_exists() -> None:
    def list_early_files(view: object) -> list[str | None]:
        tree = html5lib.parse(render_view("search.html", view))
        return [link.get("href") for link in tree.iter(f"{HTML}link") if link.get("rel") == "preload"]

    assert list_early_files(example_views.create_search_view(index_url="/search/a.json")) == [
        "/search/a.json"
    ]
    assert list_early_files(example_views.create_search_view(index_url="")) == []


def test_article_without_optional_parts_prints_no_headings_of_them() -> None:
    template, create_view = example_views.EXAMPLE_PAGES["2019/12/bai-1/"]
    html = render_view(template, create_view())
    for heading in ("Đính chính", "Tệp đính kèm", "Các tin khác", "Cập nhật", "Nguồn</dt>", 'article__lede"'):
        assert heading not in html


def test_article_on_paper_has_its_address_and_a_qr_code_if_the_site_has_them() -> None:
    for has_code in (True, False):
        view = example_views.create_article_view(has_qr_code=has_code)
        footer = render_view("article.html", view).partition('<div class="print-footer"')[2]
        assert view.address in footer.partition("</p>")[0]
        assert ('<svg class="qr"' in footer) is has_code


def test_empty_listing_prints_a_message_and_no_ad_slot_in_the_list() -> None:
    html = render_view("listing.html", example_views.create_listing_view(items=()))
    assert "Chưa có bài nào." in html
    assert "ad--in-list" not in html


@pytest.mark.parametrize("kind", ["section", "topic", "tag", "author"])
def test_listing_of_39_articles_keeps_its_budget_of_elements(kind: str) -> None:
    """Reason: the lists of the sample are shorter than the longest first page."""
    count = 2 * LISTING_PAGE_SIZE - 1
    items = tuple(create_teaser(number) for number in range(count))
    view = example_views.create_listing_view(kind=kind, items=items, year_marks=("2019", *[""] * (count - 1)))
    html = render_view("listing.html", view)
    elements = len(re.findall(r"<[a-z]", html[html.index("<body") :]))
    assert elements > 39 * 13
    assert elements <= read_budgets().kinds[kind]["elements"]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7])
def test_front_page_prints_any_number_of_sections(count: int) -> None:
    view = example_views.create_front_view(blocks=tuple(example_views.create_front_view().blocks[:1]) * count)
    html = render_view("front.html", view)
    html5lib.HTMLParser(strict=True).parse(html)
    assert html.count('<section class="section-block') == count
    assert html.count("ad--in-list") == 1


def test_front_page_without_articles_leads_to_other_pages() -> None:
    view = example_views.create_front_view(lead=None, featured=(), latest=(), blocks=(), topics=())
    html = render_view("front.html", view)
    html5lib.HTMLParser(strict=True).parse(html)
    main = html[html.index("<main") : html.index("</main>")]
    assert "Bản tin chưa có bài nào." in main
    assert all(page.url in main for page in view.site.pages)


def test_redirect_marks_only_the_link_of_an_advertiser_as_sponsored() -> None:
    sponsored = render_view("redirect.html", example_views.create_redirect_view())
    assert 'http-equiv="refresh" content="0; url=/gioi-thieu/"' in sponsored
    assert 'rel="sponsored noopener nofollow"' in sponsored
    assert "sponsored" not in render_view(
        "redirect.html", example_views.create_redirect_view(is_sponsored=False)
    )


def test_latest_fragment_is_a_list_without_a_page() -> None:
    html = render_view("latest_fragment.html", example_views.create_latest_fragment_view()).strip()
    html5lib.HTMLParser(strict=True).parseFragment(html)
    assert html.startswith("<ol")
    assert html.count("<li") == 10


@pytest.mark.parametrize("template", ["atom.xml", "rss.xml"])
def test_feed_is_parsed_into_its_view_model_values(template: str) -> None:
    text = render_view(template, example_views.create_feed_view())
    ET.fromstring(text)
    feed = feedparser.parse(text)
    assert not feed.bozo
    (entry,) = feed.entries
    assert entry.title in {"Giám sát &amp; kiểm tra &lt;mới&gt;", "Giám sát & kiểm tra <mới>"}
    assert entry.content[0].value == "<p>Đồng chí &amp; tập thể</p>"
    assert entry.id == "tag:bantin.example.vn,2019:bai-0"
    (picture,) = entry.media_content
    assert picture["url"] == "https://bantin.example.vn/a.jpg"
    assert (picture["type"], picture["medium"], picture["width"]) == ("image/jpeg", "image", "640")


def test_sitemaps_are_valid_xml_with_known_dates_alone() -> None:
    entries = (
        feeds.SitemapEntry("https://a.vn/?a=1&b=2", "2019-12-03", ("https://a.vn/a.jpg",)),
        feeds.SitemapEntry("https://a.vn/", ""),
    )
    text = render_view("sitemap.xml", feeds.SitemapView(entries))
    assert len(ET.fromstring(text)) == 2
    assert text.count("<lastmod>") == 1
    index = render_view("sitemap_index.xml", feeds.SitemapIndexView(entries))
    assert len(ET.fromstring(index)) == 2
    news = feeds.NewsSitemapView("Bản tin", "vi", (feeds.NewsEntry("https://a.vn/", "A & B", "2019-12-03"),))
    assert len(ET.fromstring(render_view("sitemap_news.xml", news))) == 1


def test_robots_txt_prints_rules_and_sitemaps() -> None:
    view = feeds.RobotsView(sitemaps=("https://a.vn/sitemap.xml",), disallow=("/qc/",))
    expected = "User-agent: *\nDisallow: /qc/\nSitemap: https://a.vn/sitemap.xml"
    assert render_view("robots.txt", view).strip() == expected
    assert "Disallow:\n" in render_view("robots.txt", feeds.RobotsView((), ()))


def test_register_is_the_current_page_of_the_menu_and_its_parts_are_below_it() -> None:
    register = render_view("documents.html", example_views.create_document_list_view())
    assert 'href="/van-ban/" aria-current="page"' in register
    path = (HOME_LINK, create_link("Văn bản", "/van-ban/"))
    part = example_views.create_document_list_view(eyebrow="Loại văn bản", breadcrumb=path)
    assert 'href="/van-ban/" aria-current="true"' in render_view("documents.html", part)


def test_empty_register_prints_a_message_and_no_ad_slot() -> None:
    html = render_view("documents.html", example_views.create_document_list_view(items=()))
    assert "Chưa có văn bản nào." in html
    assert "ad--in-list" not in html


def test_document_page_prints_the_sentence_within_the_teaser_of_its_article() -> None:
    tree = html5lib.parse(render_view("document.html", example_views.create_document_view()))
    teasers = [div for div in tree.iter(f"{HTML}div") if "teaser" in div.get("class", "").split()]
    assert len(teasers) == len([1 for teaser in teasers for _ in teaser.iter(f"{HTML}blockquote")]) == 7


def test_document_page_without_articles_prints_a_message_and_no_feed() -> None:
    html = render_view("document.html", example_views.create_document_view(items=(), feed=None))
    assert "Chưa có tin, bài nào nói tới văn bản này." in html
    assert "listing__feed" not in html
