"""Compare the HTML of usual texts with that of Python-Markdown.

`BULLETIN_PLAYS=10000 .venv/bin/pytest tests/content/markup/test_usual_text.py` draws ten thousand texts.
"""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bulletin.content.markup import markdown
from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.usual_text import convert_usual_text
from bulletin.text.letters import is_usual_text, normalize_letters
from tests.content.markup.strategies import MARKUP_TEXTS
from tests.gate import count_cases

PLAYS = settings(max_examples=count_cases(40, 80))
_FRAGMENTS = r"""
Chi bộ¦ thôn ¦ đã họp.¦38-KL/TW ¦5¦ 2026¦, ¦. ¦: ¦; ¦” ¦ “¦(¦)¦…¦?¦!¦% ¦-¦ – ¦/¦\¦'¦"¦#¦@¦+¦=¦|¦&¦ & ¦>¦ > ¦<¦{¦~¦_¦*¦**¦`¦[¦]¦⍽¦ ¦  ¦   ¦↵¦↵¦↵↵¦  ↵¦\↵
**đậm**¦**Đậm:** ¦ **đậm**, ¦*vừa*¦ *vừa* ¦_nghiêng_ ¦ **a b *c***¦**[x](/a/)**¦`mã_a`¦`a > b`¦tên_tệp¦~5 ¦__x__¦***x***
[báo](https://a.vn/x_y?a=1&b=2) ¦[**b**](/2026/11/x/)¦[c](#muc-c "Mục “c”")¦[d](mailto:a@b.vn)¦[https://a.vn](https://a.vn/)¦[e](//b.vn)¦[f](javascript:x)¦![g](/images/g.jpg)
↵- một¦↵- **hai:** ba¦↵  tiếp¦↵    tiếp¦↵  - con¦↵* sao¦↵1. một¦↵2. hai¦↵5. năm¦↵0. không¦↵+ cộng¦↵- ¦↵-¦↵2026. ¦↵1) ¦a.¦↵ - lùi
↵↵## Mục ¦↵↵# Mục một¦↵### Mục ¦ ##¦↵↵#x¦↵---↵¦↵↵---↵↵¦↵↵***↵↵¦↵===↵¦↵: nghĩa¦↵> lời¦↵>¦↵> - mục¦↵>5 ¦↵> ## Mục¦↵↵> hai
↵↵| a | b |↵|---|:-:|↵| 1 | **2** |¦↵| 3 | |¦↵| 4 |¦↵|:--|--:|¦↵↵![Bến](/images/x.jpg)¦↵![Bến cá](/images/y.jpg "Chú thích")¦↵↵![](/images/z.jpg)↵↵
https://a.vn ¦www.a.vn¦a@b.vn¦0252 3822 100¦[^1]¦↵[^1]: x¦*[HU]: y↵¦[TOC]¦{: .x}¦<b>x</b>¦&amp;¦&#8; ¦```¦↵```↵x↵```↵¦↹¦́
"""
"""Words, usual forms and some unusual ones. ↵ is a line end, ↹ a tab, ⍽ a no-break blank."""
_SIGNS = str.maketrans({"↵": "\n", "↹": "\t", "⍽": "\xa0"})
_FRAGMENT = st.sampled_from(_FRAGMENTS.strip("\n").replace("\n", "¦").translate(_SIGNS).split("¦"))
_LINE = st.lists(_FRAGMENT, max_size=7).map("".join)
USUAL_TEXTS = st.one_of(_LINE, st.lists(_LINE, max_size=6).map("\n\n".join))
PARSER = BodyParser()


@PLAYS
@given(st.one_of(USUAL_TEXTS, MARKUP_TEXTS))
def test_body_of_any_text_equals_that_of_the_library(typed: str) -> None:
    text = normalize_letters(typed)
    assume(is_usual_text(text))
    assert PARSER.parse_body("tin.md", text, 1, is_usual=True) == PARSER.parse_body("tin.md", text, 1)


def test_text_of_usual_forms_is_read_without_a_converter(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(settings: object) -> None:
        raise AssertionError(settings)

    monkeypatch.setattr(markdown, "create_markdown_converter", fail)
    body, problems = BodyParser().parse_body("tin.md", "Một **hai**", 1, is_usual=True)
    assert (body.html, problems) == ("<p>Một <strong>hai</strong></p>", ())


def test_missing_extension_of_a_site_is_an_error_before_a_text_is_read() -> None:
    with pytest.raises(ModuleNotFoundError):
        BodyParser({"extensions": ["missing.extension"]})


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Một **hai**\nba", "<p>Một <strong>hai</strong>\nba</p>"),
        ("# Một\n\n### Hai", '<h2 id="muc-mot">Một</h2>\n<h3 id="muc-hai">Hai</h3>'),
        ("Một:\n- hai\n  ba", "<p>Một:</p>\n<ul>\n<li>hai\nba</li>\n</ul>"),
        ("2. a\n4. b", '<ol start="2">\n<li>a</li>\n<li value="4">b</li>\n</ol>'),
        ("> [x](/a/?b&c)", '<blockquote>\n<p><a href="/a/?b&amp;c">x</a></p>\n</blockquote>'),
        ('![a](/b.jpg "c")', '<figure class="figure"><img alt="a" src="/b.jpg">\n<figcaption>c</figcaption></figure>'),
    ],
)  # fmt: skip
def test_convert_usual_text_returns_html_of_usual_forms(typed: str, html: str) -> None:
    assert convert_usual_text(typed) == html


@pytest.mark.parametrize(
    "typed",
    [
        "<b>x</b>", "[a][b]", "a ![b](/c.jpg)", "https://a.vn", "a\n---", "- a\n  - b", "- a\n\n  b", "2*3*4", "a\\*b", "&copy;", "```\nx\n```",
        "Một\n: hai", "| a |\n|---|\n| b | c |", "[^1]", "*[HU]: x", "{: .x}", "[x](javascript:y)", "[x](//y.vn)", "a\tb", "a" * 20_001,
    ],
)  # fmt: skip
def test_convert_usual_text_of_another_form_returns_none(typed: str) -> None:
    assert convert_usual_text(typed) is None
