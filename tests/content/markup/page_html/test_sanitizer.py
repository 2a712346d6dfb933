from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulletin.content.markup.markdown import create_markdown_converter
from bulletin.content.markup.page_html.sanitizer import is_clean_html, sanitize_html
from tests.content.markup.strategies import MARKUP_TEXTS

MD = create_markdown_converter({})
FRAGMENTS = (
    "chữ¦a b¦é¦e\u0301¦\u0338¦😀¦\n¦ ¦&¦&amp;¦&lt;¦&nbsp;¦&#8;¦<¦>¦\"¦'¦=¦\x00¦\x02¦\x08¦\t¦\r¦\x0c¦\x7f¦\x85¦\u00a0¦\u2028"
    "¦\ufeff¦\ufffe¦\ufffd¦\ufdd0¦\U0001fffe¦<p>¦</p>¦<P>¦<p class=x>¦<em>¦</em>¦<strong>¦</strong>¦<b>¦<br>¦<hr>¦<h2>¦</h2>"
    '¦</h3>¦<h2 id="muc-a">¦<h2 id="A">¦<ul>¦</ul>¦<ol>¦</ol>¦<ul>\n<li>¦</li>\n</ul>¦<li>¦</li>¦<table>¦<td>¦<pre>¦<!--¦-->'
    "¦<h3 id=a>¦<script>¦</script>¦<svg>¦<template>"
).split("¦")
WORDS = st.lists(
    st.sampled_from(["chữ", "é", " ", "\n", "😀", ":", '"', "'", "=", "\ufdd0", "\u200b", "\u0301"]),
    max_size=3,
).map("".join)
EM = st.builds("{}<em>{}</em>{}".format, WORDS, WORDS, WORDS)
STRONG = st.builds("{}<strong>{}</strong>{}".format, WORDS, st.one_of(WORDS, EM), WORDS)
SENTENCES = st.lists(st.one_of(WORDS, EM, STRONG, st.builds("<em>{}</em>".format, STRONG)), max_size=3).map(
    "".join
)
PARAGRAPH = SENTENCES.map("<p>{}</p>".format)
HEADING = st.builds(
    "<h{0}{1}>{2}</h{0}>".format, st.integers(2, 6), st.sampled_from(["", ' id="muc-a_1"']), SENTENCES
)
ITEMS = st.lists(
    st.one_of(SENTENCES, PARAGRAPH.map("\n{}\n".format)).map("<li>{}</li>\n".format), max_size=3
).map("".join)
BLOCKS = st.one_of(
    PARAGRAPH, HEADING, st.builds("<{0}>\n{1}</{0}>".format, st.sampled_from(["ul", "ol"]), ITEMS)
)
CLEAN_HTML = st.lists(BLOCKS, max_size=4).map("\n".join)


@st.composite
def draw_changed_html(draw: st.DrawFn) -> str:
    """Draw clean HTML with other characters in it."""
    text: str = draw(CLEAN_HTML)
    for _ in range(draw(st.integers(1, 3))):
        position = draw(st.integers(0, len(text)))
        text = (
            text[:position]
            + draw(st.sampled_from(FRAGMENTS))
            + text[position + draw(st.sampled_from([0, 0, 1, 4])) :]
        )
    return text


@given(
    st.one_of(CLEAN_HTML, draw_changed_html(), st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
)
@example("<p>a</p>\n<ul>\n<li>b</li>\n</ul>")
@example("<p>\u0338 onclick=x</p>")
def test_sanitize_html_of_clean_html_returns_it(raw: Any) -> None:
    if is_clean_html(raw):
        assert sanitize_html(raw) == raw


def test_sanitize_html_puts_letters_of_entities_into_the_normal_form() -> None:
    assert sanitize_html("<p>&ETH;ại hội ti&shy;nh&#8203; &#208;ảng &amp; 10&nbsp;000</p>") == (
        "<p>Đại hội tinh Đảng &amp; 10&nbsp;000</p>"
    )


def test_is_clean_html_of_each_character_agrees_with_sanitizer() -> None:
    codes = (
        *range(0x400),
        *range(0x1E00, 0x2100),
        *range(0xFDD0, 0xFDF0),
        *range(0xFE00, 0x10000),
        0x1FFFE,
        0x10FFFF,
    )
    for raw in (f"<p>a{chr(code)}b</p>" for code in codes):
        assert not is_clean_html(raw) or sanitize_html(raw) == raw


@given(MARKUP_TEXTS)
def test_is_clean_html_of_markdown_agrees_with_sanitizer(text: Any) -> None:
    raw = MD.reset().convert(text)
    if is_clean_html(raw):
        assert sanitize_html(raw) == raw


@pytest.mark.parametrize(
    "body",
    ["Một **hai *ba* bốn**: “năm” = 6.\n\nBảy.", "## Mục một\n\n- a\n- b *c*\n\n1. d\n\n2. e", "Một\nhai"],
)
def test_is_clean_html_of_usual_text_returns_true(body: str) -> None:
    assert is_clean_html(MD.reset().convert(body))


UNCLEAN_HTML = (
    "<script>x</script> | <p onclick=x>a</p> | <p>a<br onclick=x></p> | <p>a | a</p> | <h2>a</h3> | <h2 id='a'>a</h2> | <P>a</P>"
    ' | <h2 id="a" onclick="x">a</h2> | <p>&#8;</p> | <p>a\x08</p> | <p><p>a</p></p> | <a href="/a/">a</a> | <p>a\u00a0b</p>'
)


@pytest.mark.parametrize("raw", UNCLEAN_HTML.split(" | "))
def test_is_clean_html_of_other_html_returns_false(raw: Any) -> None:
    assert not is_clean_html(raw)
