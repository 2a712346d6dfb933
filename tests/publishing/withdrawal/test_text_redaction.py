"""What is taken out of the files of an older release, and what stays."""

import json
import re
from html import escape
from pathlib import Path

import pytest

from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses, load_withdrawn_addresses
from bulletin.publishing.withdrawal.text_redaction import has_withdrawn_links, redact_text
from bulletin.urls import UrlBuilder

GONE = WithdrawnAddresses(frozenset({"/2026/11/mot/", "/cu/mot.html"}), "")
NEIGHBOURS = ("/2026/11/mot-hai/", "/2026/11/mot/hai/", "/2025/2026/11/mot/", "/mot/", "/cu/mot.html.html")
"""Addresses that hold the one that is sought, and are others."""


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
def test_an_address_that_only_looks_alike_stays(path: str, form: str, address: str) -> None:
    text = form.format(create_teaser_html(address) if path.endswith("html") else address)
    assert redact_text(text, path, GONE) == text
    assert not has_withdrawn_links(text, path, GONE)


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
def test_a_teaser_goes_however_its_link_is_written(link: str) -> None:
    text = f"<ul>{create_teaser_html(link)}{create_teaser_html('/2026/11/hai/')}</ul>"
    assert has_withdrawn_links(text, "index.html", GONE)
    assert redact_text(text, "index.html", GONE) == f"<ul>{create_teaser_html('/2026/11/hai/')}</ul>"


def test_a_relative_link_is_seen_from_its_page() -> None:
    text = '<ul><li><a href="../mot/">x</a></li><li><a href="../hai/">y</a></li></ul>'
    assert redact_text(text, "2026/11/ba/index.html", GONE) == '<ul><li><a href="../hai/">y</a></li></ul>'
    assert redact_text(text, "2025/11/ba/index.html", GONE) == text


def test_below_a_path_links_begin_with_it() -> None:
    below = WithdrawnAddresses(GONE.addresses, "/tin")
    assert has_withdrawn_links(create_teaser_html("/tin/2026/11/mot/"), "index.html", below)
    assert not has_withdrawn_links(create_teaser_html("/2026/11/mot/"), "index.html", below)


@pytest.mark.parametrize("host", ["https://khac.example", "//khac.example", "http://khac.example:8000"])
def test_a_link_to_another_host_is_not_ours(host: str) -> None:
    known = WithdrawnAddresses(GONE.addresses, "", "t.example")
    text = f"<ul>{create_teaser_html(f'{host}/2026/11/mot/')}{{}}</ul>"
    assert redact_text(text.format(""), "index.html", known) == text.format("")
    assert not has_withdrawn_links(text, "index.html", known)
    for ours in ("https://T.example/2026/11/mot/", "//t.example/2026/11/mot/", "/2026/11/mot/"):
        assert redact_text(text.format(create_teaser_html(ours)), "index.html", known) == text.format("")
    row = f"<item><link>https://t.example/x/</link><description>{host}/2026/11/mot/</description></item>"
    assert redact_text(row, "feeds/a.rss.xml", known) == row


def test_a_row_goes_also_from_a_release_of_when_the_site_had_another_host() -> None:
    known = WithdrawnAddresses(GONE.addresses, "", "t.example")
    row = "<item><link>https://cu.example/2026/11/mot/</link></item>"
    assert redact_text(f"<channel>{row}</channel>", "feeds/a.rss.xml", known) == "<channel></channel>"


def test_the_host_is_that_of_the_site(tmp_path: Path) -> None:
    assert load_withdrawn_addresses(tmp_path, "https://T.example/tin/") == WithdrawnAddresses(
        frozenset(), "/tin", "t.example"
    )
    assert load_withdrawn_addresses(tmp_path, "/tin") == WithdrawnAddresses(frozenset(), "/tin")


ODD = ("/cu/a,b.html", "/cu/(a)/", "/cu/a;b/", "/cu/a'b/", "/cu/a&b/")
"""Old addresses with signs at which others end."""


@pytest.mark.parametrize("address", ODD)
def test_an_address_with_signs_is_found_as_pages_write_it(address: str) -> None:
    gone = WithdrawnAddresses(frozenset({address}), "")
    link = UrlBuilder("https://t.example").build_link(address)
    text = f"<ul>{create_teaser_html(escape(link))}{create_teaser_html('/cu/a')}</ul>"
    assert has_withdrawn_links(text, "index.html", gone)
    left = redact_text(text, "index.html", gone)
    assert left == f"<ul>{create_teaser_html('/cu/a')}</ul>"
    assert not has_withdrawn_links(left, "index.html", gone)
    for loose in (f"Xem {link}, và", f"(xem https://t.example{link})", f"'{link}'", f"[/a/]({link}#b)"):
        assert has_withdrawn_links(loose, "index.html", gone)


@pytest.mark.parametrize("address", ODD)
def test_rows_lose_a_link_to_an_address_with_signs_and_nothing_beside_it(address: str) -> None:
    gone = WithdrawnAddresses(frozenset({address}), "")
    link = UrlBuilder("https://t.example").build_absolute_url(address)
    inner = '<p>(<a href="{}">Tin</a>)</p>'
    row = "<item><link>{}</link><description>{}</description></item>"
    for place in ("", "#b"):
        other = row.format("https://t.example/x/", escape(inner.format(escape(link) + place)))
        left = redact_text(row.format(escape(link), "x") + other, "feeds/a.rss.xml", gone)
        assert left == row.format("https://t.example/x/", escape(inner.format("/")))


def test_a_link_in_somebody_s_text_keeps_its_words() -> None:
    text = '<div class="prose"><ul><li>Xem <a href="/2026/11/mot/">bài kia</a>.</li></ul></div>'
    assert redact_text(text, "2026/11/ba/index.html", GONE) == text.replace(
        '<a href="/2026/11/mot/">', ""
    ).replace("</a>", "")


def test_a_list_that_is_left_empty_goes_with_its_heading() -> None:
    text = f"<main><section><h2>Tin cũ hơn</h2><ul>{create_teaser_html('/2026/11/mot/')}</ul></section><p>Còn</p></main>"
    assert redact_text(text, "index.html", GONE) == "<main><p>Còn</p></main>"


def test_without_the_only_article_of_a_day_leaves_no_link_to_that_day() -> None:
    days = '<td><a class="d" href="#ngay-21">21</a></td><td><a class="d" href="#ngay-22">22</a></td>'
    text = f'{days}<section id="ngay-21"><h2>x</h2>{{}}</section><section id="ngay-22"><ul>{create_teaser_html("/x/")}</ul></section>'
    left = redact_text(
        text.format(f"<ul>{create_teaser_html('/2026/11/mot/')}</ul>"), "luu-tru/2026/11/index.html", GONE
    )
    assert (
        '<td><span class="d">21</span></td><td><a class="d" href="#ngay-22">22</a></td><section id="ngay-22">'
        in left
    )


def test_the_index_of_sitemaps_loses_one_that_is_gone() -> None:
    row = "<sitemap>\n<loc>https://t.example/sitemap-2026-{}.xml</loc>\n</sitemap>\n"
    text = f"<sitemapindex>\n{row.format(10)}{row.format(11)}</sitemapindex>"
    left = redact_text(text, "sitemap.xml", WithdrawnAddresses(frozenset({"/sitemap-2026-11.xml"}), ""))
    assert left == f"<sitemapindex>\n{row.format(10)}</sitemapindex>"


def test_structured_data_loses_the_article_and_stays_json() -> None:
    items = [
        {"@type": "NewsArticle", "url": f"https://t.example{a}", "name": "Đảng & Đoàn <b>"}
        for a in ("/2026/11/mot/", "/x/")
    ]
    data = json.dumps({"itemListElement": items}, ensure_ascii=False).replace("<", "\\u003c")
    text = f'<script type="application/ld+json">{data}</script>'
    left = re.findall(r">(.*)<", redact_text(text, "index.html", GONE))[0]
    assert json.loads(left) == {"itemListElement": items[1:]}
    assert "<" not in left


def test_the_article_s_own_row_goes_and_others_only_lose_their_link() -> None:
    row = "<item><link>https://t.example{}</link><description>{}</description></item>\n"
    mine, other = (
        row.format("/2026/11/mot/", "x"),
        row.format("/x/", "&lt;a href=&#34;https://t.example/2026/11/mot/&#34;&gt;"),
    )
    left = redact_text(f"<channel>{mine}{other}</channel>", "feeds/a.rss.xml", GONE)
    assert left == "<channel>" + row.format("/x/", "&lt;a href=&#34;/&#34;&gt;") + "</channel>"
    assert not has_withdrawn_links(left, "feeds/a.rss.xml", GONE)


def test_a_file_whose_name_ends_like_that_of_a_folder_is_itself() -> None:
    old = WithdrawnAddresses(frozenset({"/cu/tin-index.html"}), "")
    text = f"<ul>{create_teaser_html('/cu/tin-index.html')}{create_teaser_html('/cu/tin-/')}</ul>"
    assert redact_text(text, "index.html", old) == f"<ul>{create_teaser_html('/cu/tin-/')}</ul>"


def test_what_is_no_address_leads_nowhere() -> None:
    text = '<p>http://[ và https://]x <a href="http://[">x</a></p>'
    assert redact_text(text, "index.html", GONE) == text
