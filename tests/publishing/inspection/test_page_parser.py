from base64 import b64encode
from hashlib import sha256

import pytest

from bulletin.publishing.inspection.page_parser import parse_page


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ('<a href="/a/">a</a>', "/a/"),
        ("<a href='/a/?x=1&amp;y=2'>", "/a/?x=1&y=2"),
        ("<A HREF=/a/>", "/a/"),
        ('<a title="a > b" href="/a/">', "/a/"),
        ('<a\n  class="x"\n  href="/a/">', "/a/"),
        ('<img alt="" src="/a.webp">', "/a.webp"),
        ('<source srcset="/a.webp 320w, /b.webp 640w">', "/b.webp"),
        ('<link rel="alternate" type="application/atom+xml" href="/feeds/a.xml">', "/feeds/a.xml"),
        ('<link rel="preload" as="image" imagesrcset="/a.webp 1x">', "/a.webp"),
        ('<script type="module" src="/a.js"></script>', "/a.js"),
        ('<video poster="/a.jpg">', "/a.jpg"),
        ('<meta http-equiv="refresh" content="0; url=/moi/">', "/moi/"),
        ('<meta property="og:image" content="https://x.example/a.jpg">', "https://x.example/a.jpg"),
        ('<!--#include virtual="/fragments/latest.html" -->', "/fragments/latest.html"),
        ('<form action="/tim-kiem/">', "/tim-kiem/"),
    ],
)
def test_parse_page_finds_each_kind_of_link(html: str, address: str) -> None:
    assert address in parse_page(html).links


@pytest.mark.parametrize(
    "html",
    [
        '<!-- <a href="/a/"> -->',
        '<script type="application/ld+json">{"x": "<a href=\'/a/\'>"}</script>',
        '<title><a href="/a/"></title>',
        '<link rel="preconnect" href="/a/">',
        '<link rel="expect" href="#a" blocking="render">',
        '<p data-href="/a/">',
    ],
)
def test_parse_page_text_like_a_link_is_ignored(html: str) -> None:
    assert parse_page(html).links == set()


def test_parse_page_finds_anchors() -> None:
    assert parse_page('<h2 id="ngay-03">3</h2><a name="cũ"></a><input name="q">').anchors == {"ngay-03", "cũ"}


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<script type=module>x</script>",
        '<p onclick="x()">',
        '<a href=" JavaScript:x()">',
    ],
)
def test_parse_page_finds_inline_script(html: str) -> None:
    assert len(parse_page(html).inline_scripts) == 1


def test_parse_page_data_block_is_not_script() -> None:
    assert parse_page('<script type="application/ld+json">{"a": 1}</script>').inline_scripts == set()


def test_parse_page_with_a_style_that_its_policy_names_finds_no_inline_style() -> None:
    css = "p{margin:0}"
    source = b64encode(sha256(css.encode()).digest()).decode()
    policy = f"""<meta http-equiv="Content-Security-Policy" content="style-src 'self' 'sha256-{source}'">"""
    assert parse_page(f"{policy}<style>{css}</style>").inline_styles == set()
    assert parse_page(f"{policy}<style>{css} </style>").inline_styles == {"<style>"}
    assert parse_page(f"<style>{css}</style>{policy}").inline_styles == {"<style>"}
    assert parse_page(f'{policy}<p style="{css}">x</p>').inline_styles == {"style="}


@pytest.mark.parametrize("html", ["<style>p {}</style>", '<p style="color: red">x</p>', "<svg STYLE=x>"])
def test_parse_page_finds_inline_style(html: str) -> None:
    assert len(parse_page(html).inline_styles) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<img src="//x.example/a">',
        '<img alt="" srcset="//x.example/a 2x">',
        '<script src="//x.example/a"></script>',
        '<link rel="stylesheet" href="//x.example/a">',
        '<link rel="preload" imagesrcset="//x.example/a">',
        '<video poster="//x.example/a">',
        '<object data="//x.example/a">',
    ],
)
def test_parse_page_finds_resource_urls(html: str) -> None:
    assert parse_page(html).resource_urls == {"//x.example/a"}


@pytest.mark.parametrize(
    "html", ['<a href="/a">', '<link rel="canonical" href="/a">', '<form action="/a">', '<iframe src="/a">']
)
def test_parse_page_links_are_not_resources(html: str) -> None:
    assert parse_page(html).resource_urls == set()
    assert parse_page(html).links == {"/a"}


def test_parse_page_finds_frame_urls() -> None:
    assert parse_page('<iframe src="/a"></iframe>').frame_urls == {"/a"}


@pytest.mark.parametrize("html", ["<p>chữ</p>", "x", '<img src="a">', "<body><main>ở cuối"])
def test_parse_page_text_or_image_is_visible_content(html: str) -> None:
    assert parse_page(html).has_visible_content


@pytest.mark.parametrize(
    "html", ["", " \n", "<!doctype html><html><head><title>x</title></head><body> <p></p></body></html>"]
)
def test_parse_page_tags_alone_are_not_visible_content(html: str) -> None:
    assert not parse_page(html).has_visible_content
