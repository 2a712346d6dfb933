"""Redaction of pages, feeds and sitemaps of an older release."""

import json
import re
from html import escape
from pathlib import Path

import pytest

from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses, load_withdrawn_addresses
from bulletin.publishing.withdrawal.text_redaction import has_withdrawn_links, redact_text
from bulletin.urls import UrlBuilder
from bulletin.view_models.documents import CitingArticle
from tests.theme.example_components import create_teaser
from tests.theme.example_views import create_document_view
from tests.theme.rendering import render_view

WITHDRAWN = WithdrawnAddresses(frozenset({"/2026/11/mot/", "/cu/mot.html"}), "")
NEIGHBOURS = ("/2026/11/mot-hai/", "/2026/11/mot/hai/", "/2025/2026/11/mot/", "/mot/", "/cu/mot.html.html")
"""Addresses that contain the withdrawn one."""


def create_teaser_html(address: str) -> str:
    return f'<li class="teaser"><a href="{address}">Tin</a> <p>Tóm tắt {address}</p></li>'


@pytest.mark.parametrize("address", NEIGHBOURS)
@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("index.html", "<ul>{}</ul>"),
        ("sitemap-2026-11.xml", "<urlset><url><loc>https://t.example{}</loc></url></urlset>"),
        ("feeds/a.rss.xml", "<item><link>https://t.example{}</link></item>"),
        ("feeds/a.atom.xml", '<entry><link rel="alternate" href="https://t.example{}"/></entry>'),
    ],
)
def test_redact_text_with_a_similar_address_keeps_the_link(path: str, form: str, address: str) -> None:
    text = form.format(create_teaser_html(address) if path.endswith("html") else address)
    assert redact_text(text, path, WITHDRAWN) == text
    assert not has_withdrawn_links(text, path, WITHDRAWN)


@pytest.mark.parametrize(
    "link",
    [
        "/2026/11/mot/",
        "/2026/11/mot",
        "/2026/11/mot/index.html",
        "/2026/11/mot/#a",
        "/cu/mot.html",
        "/2026/11/m%6Ft/",
    ],
)
def test_redact_text_removes_a_teaser_with_any_spelling_of_the_link(link: str) -> None:
    text = f"<ul>{create_teaser_html(link)}{create_teaser_html('/2026/11/hai/')}</ul>"
    assert has_withdrawn_links(text, "index.html", WITHDRAWN)
    assert redact_text(text, "index.html", WITHDRAWN) == f"<ul>{create_teaser_html('/2026/11/hai/')}</ul>"


@pytest.mark.parametrize("teaser", ['div class="teaser"', 'div class="topic-card"', "article", "li"])
def test_redact_text_removes_the_whole_of_a_teaser_of_any_element(teaser: str) -> None:
    form = f'<{teaser}><div class="teaser__text"><a href="{{}}">Tin</a></div><p>Tóm tắt</p></{teaser.split(maxsplit=1)[0]}>'
    text = f"<section>{form.format('/2026/11/mot/')}{form.format('/2026/11/hai/')}</section>"
    assert redact_text(text, "index.html", WITHDRAWN) == f"<section>{form.format('/2026/11/hai/')}</section>"


def test_redact_text_resolves_a_relative_link_from_its_page() -> None:
    text = '<ul><li><a href="../mot/">x</a></li><li><a href="../hai/">y</a></li></ul>'
    assert (
        redact_text(text, "2026/11/ba/index.html", WITHDRAWN) == '<ul><li><a href="../hai/">y</a></li></ul>'
    )
    assert redact_text(text, "2025/11/ba/index.html", WITHDRAWN) == text


def test_has_withdrawn_links_with_a_base_path_expects_it_in_links() -> None:
    below = WithdrawnAddresses(WITHDRAWN.addresses, "/tin")
    assert has_withdrawn_links(create_teaser_html("/tin/2026/11/mot/"), "index.html", below)
    assert not has_withdrawn_links(create_teaser_html("/2026/11/mot/"), "index.html", below)


@pytest.mark.parametrize("host", ["https://khac.example", "//khac.example", "http://khac.example:8000"])
def test_redact_text_with_a_link_to_another_host_keeps_it(host: str) -> None:
    withdrawn = WithdrawnAddresses(WITHDRAWN.addresses, "", "t.example")
    text = f"<ul>{create_teaser_html(f'{host}/2026/11/mot/')}{{}}</ul>"
    assert redact_text(text.format(""), "index.html", withdrawn) == text.format("")
    assert not has_withdrawn_links(text, "index.html", withdrawn)
    for link in ("https://T.example/2026/11/mot/", "//t.example/2026/11/mot/", "/2026/11/mot/"):
        assert redact_text(text.format(create_teaser_html(link)), "index.html", withdrawn) == text.format("")
    row = f"<item><link>https://t.example/x/</link><description>{host}/2026/11/mot/</description></item>"
    assert redact_text(row, "feeds/a.rss.xml", withdrawn) == row


def test_redact_text_removes_a_row_with_a_former_host() -> None:
    withdrawn = WithdrawnAddresses(WITHDRAWN.addresses, "", "t.example")
    row = "<item><link>https://cu.example/2026/11/mot/</link></item>"
    assert redact_text(f"<channel>{row}</channel>", "feeds/a.rss.xml", withdrawn) == "<channel></channel>"


def test_load_withdrawn_addresses_takes_the_host_from_the_site_url(tmp_path: Path) -> None:
    assert load_withdrawn_addresses(tmp_path, "https://T.example/tin/") == WithdrawnAddresses(
        frozenset(), "/tin", "t.example"
    )
    assert load_withdrawn_addresses(tmp_path, "/tin") == WithdrawnAddresses(frozenset(), "/tin")


SPECIAL_ADDRESSES = ("/cu/a,b.html", "/cu/(a)/", "/cu/a;b/", "/cu/a'b/", "/cu/a&b/")
"""Aliases with characters that mostly end an address."""


@pytest.mark.parametrize("address", SPECIAL_ADDRESSES)
def test_redact_text_finds_an_address_with_special_characters(address: str) -> None:
    withdrawn = WithdrawnAddresses(frozenset({address}), "")
    link = UrlBuilder("https://t.example").build_link(address)
    text = f"<ul>{create_teaser_html(escape(link))}{create_teaser_html('/cu/a')}</ul>"
    assert has_withdrawn_links(text, "index.html", withdrawn)
    left = redact_text(text, "index.html", withdrawn)
    assert left == f"<ul>{create_teaser_html('/cu/a')}</ul>"
    assert not has_withdrawn_links(left, "index.html", withdrawn)
    for loose in (f"Xem {link}, và", f"(xem https://t.example{link})", f"'{link}'", f"[/a/]({link}#b)"):
        assert has_withdrawn_links(loose, "index.html", withdrawn)


@pytest.mark.parametrize("address", SPECIAL_ADDRESSES)
def test_redact_text_of_a_row_replaces_only_the_link_with_special_characters(address: str) -> None:
    withdrawn = WithdrawnAddresses(frozenset({address}), "")
    link = UrlBuilder("https://t.example").build_absolute_url(address)
    inner = '<p>(<a href="{}">Tin</a>)</p>'
    row = "<item><link>{}</link><description>{}</description></item>"
    for place in ("", "#b"):
        other = row.format("https://t.example/x/", escape(inner.format(escape(link) + place)))
        left = redact_text(row.format(escape(link), "x") + other, "feeds/a.rss.xml", withdrawn)
        assert left == row.format("https://t.example/x/", escape(inner.format("/")))


def test_redact_text_of_a_body_keeps_the_text_of_a_link() -> None:
    text = '<div class="prose"><ul><li>Xem <a href="/2026/11/mot/">bài kia</a>.</li></ul></div>'
    assert redact_text(text, "2026/11/ba/index.html", WITHDRAWN) == text.replace(
        '<a href="/2026/11/mot/">', ""
    ).replace("</a>", "")


def test_redact_text_removes_an_emptied_list_with_its_heading() -> None:
    text = f"<main><section><h2>Tin cũ hơn</h2><ul>{create_teaser_html('/2026/11/mot/')}</ul></section><p>Còn</p></main>"
    assert redact_text(text, "index.html", WITHDRAWN) == "<main><p>Còn</p></main>"


def test_redact_text_of_an_emptied_day_removes_links_to_its_anchor() -> None:
    days = '<td><a class="d" href="#ngay-21">21</a></td><td><a class="d" href="#ngay-22">22</a></td>'
    other_day = f'<section id="ngay-22"><ul>{create_teaser_html("/x/")}</ul></section>'
    text = f'{days}<section id="ngay-21"><h2>x</h2>{{}}</section>{other_day}'
    left = redact_text(
        text.format(f"<ul>{create_teaser_html('/2026/11/mot/')}</ul>"),
        "luu-tru/2026/11/index.html",
        WITHDRAWN,
    )
    assert (
        '<td><span class="d">21</span></td><td><a class="d" href="#ngay-22">22</a></td><section id="ngay-22">'
        in left
    )


def test_redact_text_of_the_sitemap_index_removes_a_sitemap() -> None:
    row = "<sitemap>\n<loc>https://t.example/sitemap-2026-{}.xml</loc>\n</sitemap>\n"
    text = f"<sitemapindex>\n{row.format(10)}{row.format(11)}</sitemapindex>"
    left = redact_text(text, "sitemap.xml", WithdrawnAddresses(frozenset({"/sitemap-2026-11.xml"}), ""))
    assert left == f"<sitemapindex>\n{row.format(10)}</sitemapindex>"


def test_redact_text_of_structured_data_leaves_valid_json() -> None:
    items = [
        {"@type": "NewsArticle", "url": f"https://t.example{a}", "name": "Đảng & Đoàn <b>"}
        for a in ("/2026/11/mot/", "/x/")
    ]
    data = json.dumps({"itemListElement": items}, ensure_ascii=False).replace("<", "\\u003c")
    text = f'<script type="application/ld+json">{data}</script>'
    left = re.findall(r">(.*)<", redact_text(text, "index.html", WITHDRAWN))[0]
    assert json.loads(left) == {"itemListElement": items[1:]}
    assert "<" not in left


def test_redact_text_removes_the_row_of_the_article_and_links_in_other_rows() -> None:
    row = "<item><link>https://t.example{}</link><description>{}</description></item>\n"
    own, other = (
        row.format("/2026/11/mot/", "x"),
        row.format("/x/", "&lt;a href=&#34;https://t.example/2026/11/mot/&#34;&gt;"),
    )
    left = redact_text(f"<channel>{own}{other}</channel>", "feeds/a.rss.xml", WITHDRAWN)
    assert left == "<channel>" + row.format("/x/", "&lt;a href=&#34;/&#34;&gt;") + "</channel>"
    assert not has_withdrawn_links(left, "feeds/a.rss.xml", WITHDRAWN)


def test_redact_text_with_a_name_ending_in_index_html_matches_exactly() -> None:
    old = WithdrawnAddresses(frozenset({"/cu/tin-index.html"}), "")
    text = f"<ul>{create_teaser_html('/cu/tin-index.html')}{create_teaser_html('/cu/tin-/')}</ul>"
    assert redact_text(text, "index.html", old) == f"<ul>{create_teaser_html('/cu/tin-/')}</ul>"


def test_redact_text_with_an_invalid_address_keeps_the_text() -> None:
    text = '<p>http://[ và https://]x <a href="http://[">x</a></p>'
    assert redact_text(text, "index.html", WITHDRAWN) == text


def test_redact_text_removes_the_sentence_that_cites_a_document_with_its_article() -> None:
    views = [create_teaser(number, url=f"/2026/11/{slug}/") for number, slug in enumerate(("mot", "hai"))]
    items = tuple(CitingArticle(view, f"Lời của {view.url} theo ", "Kết luận 38", " ạ.") for view in views)
    html = redact_text(
        render_view("document.html", create_document_view(items=items)), "van-ban/a/index.html", WITHDRAWN
    )
    assert "Lời của /2026/11/mot/" not in html
    assert "Lời của /2026/11/hai/ theo <strong>Kết luận 38</strong> ạ." in html
