"""Tests of anchors and alignments that other systems write."""

import re

import pytest

from bulletin.content.markup.body import BodyParser

_PARSER = BodyParser()


def parse_to_html(body: str) -> str:
    parsed, problems = _PARSER.parse_body("content/articles/tin.md", body, 1)
    assert problems == ()
    return parsed.html


def test_ids_get_the_prefix_together_with_their_links() -> None:
    note = '<p>Một<sup><a href="#fn1" id="ref1">1</a></sup></p>\n\n<p id="fn1">Hai <a href="#ref1">↩</a></p>'
    assert parse_to_html(note) == (
        '<p>Một<sup><a href="#muc-fn1" id="muc-ref1">1</a></sup></p>\n\n'
        '<p id="muc-fn1">Hai <a href="#muc-ref1">↩</a></p>'
    )


def test_anchors_of_word_become_ids() -> None:
    note = '<p>Một<a href="#_ftn1" name="_ftnref1">[1]</a></p>\n\n<p><a name="_ftn1"></a>Hai <a href="#_ftnref1">↩</a></p>'
    assert parse_to_html(note) == (
        '<p>Một<a href="#muc-_ftn1" id="muc-_ftnref1">[1]</a></p>\n\n'
        '<p><a id="muc-_ftn1"></a>Hai <a href="#muc-_ftnref1">↩</a></p>'
    )


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('<p id="">Một</p>', "<p>Một</p>"),
        ('<p id="Mục 1">Một</p>', '<p id="muc-muc-1">Một</p>'),
        ('<p id="muc-a">Một</p>', '<p id="muc-a">Một</p>'),
        ("## Một {#hai}", '<h2 id="muc-hai">Một</h2>'),
        ("## Một\n\n[Xem](#mot)", '<h2 id="muc-mot">Một</h2>\n<p><a href="#muc-mot">Xem</a></p>'),
        ('<a name="x" id="y">Một</a>', '<p><a id="muc-y">Một</a></p>'),
        (
            '<table><tr><th id="x">A</th></tr><tr><td headers="x">1</td></tr></table>',
            '<table><tbody><tr><th id="muc-x">A</th></tr><tr><td headers="muc-x">1</td></tr></tbody></table>',
        ),
    ],
)
def test_id_is_one_of_the_house(typed: str, printed: str) -> None:
    assert parse_to_html(typed) == printed


def test_link_to_an_id_that_the_text_lacks_stays() -> None:
    assert (
        parse_to_html('<p id="a">Một <a href="#b">hai</a></p>')
        == '<p id="muc-a">Một <a href="#b">hai</a></p>'
    )


def test_footnotes_of_markdown_keep_their_ids() -> None:
    made = parse_to_html('Một[^1] <a href="#fn1" id="fnref1">1</a>\n\n<p id="fn1">x</p>\n\n[^1]: Hai')
    for part in (
        'id="fn:1"',
        'href="#fn:1"',
        'id="fnref:1"',
        'href="#fnref:1"',
        'id="muc-fn1"',
        'href="#muc-fn1"',
    ):
        assert part in made


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('<p align="right">a</p>', '<p class="align-right">a</p>'),
        ("<P ALIGN=Center>a</P>", '<p class="align-center">a</p>'),
        ('<p style="color: red; text-align:center">a</p>', '<p class="align-center">a</p>'),
        ('<p class="x" style="text-align: right;">a</p>', '<p class="align-right">a</p>'),
        ('<p style="text-align: justify">a</p>', "<p>a</p>"),
        ('<p style="vertical-align: right">a</p>', "<p>a</p>"),
        (
            '<p title="x class=text-center align=right">a</p>',
            "<p>a</p>",
        ),
        ('<p title="align" align="center">a</p>', '<p class="align-center">a</p>'),
        ("<center>a</center>", '<div class="align-center">a</div>'),
        ('<h2 align="center">a</h2>', '<h2 class="align-center">a</h2>'),
        (
            '<table><tr><td align="right">1</td></tr></table>',
            '<table><tbody><tr><td class="align-right">1</td></tr></tbody></table>',
        ),
    ],
)
def test_alignment_becomes_a_class(typed: str, printed: str) -> None:
    assert parse_to_html(typed) == printed


@pytest.mark.parametrize(
    "typed",
    [
        "<div>Gửi <tên cơ quan></div>",
        "<td>`<tên>`</td>",
        "<p>Xem <https://a.vn> nhé</p>",
        "<p>Gửi <a@b.vn></p>",
        "<div><Enter></div>",
    ],
)
def test_unknown_element_in_a_block_of_html_is_printed(typed: str) -> None:
    printed = re.sub(r"</?a\b[^>]*>", "", parse_to_html(typed))  # the address of a mail is a link too
    for name in ("tên cơ quan", "tên", "https://a.vn", "a@b.vn", "Enter"):
        if f"<{name}>" in typed:
            assert f"&lt;{name}&gt;" in printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("<strike>500</strike> đồng", "<s>500</s> đồng"), ("<STRIKE class='x'>500</STRIKE>", "<s>500</s>"),
        ('<span style="color: red; text-decoration: line-through">5 <span>nghìn</span></span> <span>4</span>',
         "<s>5 <span>nghìn</span></s> <span>4</span>"),
        ('10<span style="font-size:0.6em;vertical-align:super">3</span>', "10<sup>3</sup>"), ("H<span style='vertical-align:sub'>2</span>O", "H<sub>2</sub>O"),
        ('<span style="font-weight:700;font-style:italic;text-decoration:underline">A</span>', "<u><strong><em>A</em></strong></u>"),
        ('<span style="font-weight:400;text-decoration:none;vertical-align:baseline;mso-bidi-font-weight:bold">A</span>', "<span>A</span>"),
        ('<p class="x has-text-align-center">A</p>', '<p class="align-center">A</p>'), ('<p class="text-right">A</p>', '<p class="align-right">A</p>'),
        ("<h2 class=rtecenter>A</h2>", '<h2 class="align-center">A</h2>'), ('<p class="context-left text-leftover">A</p>', "<p>A</p>"),
        ('<span id="kq" lang="en" style="font-style:italic">A</span>', '<span id="muc-kq" lang="en"><em>A</em></span>'),
        ('<ol style="list-style-type:lower-alpha"><li>Một</li></ol>', '<ol type="a"><li>Một</li></ol>'),
        ('<ol start="3" style="list-style: upper-roman"><li>Ba</li></ol>', '<ol type="I" start="3"><li>Ba</li></ol>'),
        ('<ol type="1" style="list-style: lower-alpha"><li>Ba</li></ol>', '<ol type="1"><li>Ba</li></ol>'),
    ],
)  # fmt: skip
def test_styles_of_spans_and_classes_of_alignment_stay(typed: str, printed: str) -> None:
    assert printed in BodyParser().parse_body("a.md", typed, 1)[0].html


@pytest.mark.parametrize(
    "typed",
    [
        '<span style="font-weight:bold">Mở đầu.\n\n## Đề mục\n\n- a\n\nKết.',
        '<p><span style="font-weight:bold">Mở đầu.</p><p>Kết.</p>',
        '<p><span style="font-weight:bold"/>Mở đầu.</p><p>Kết.</p>',
        '<span style="font-weight:bold">- một\n- hai</span>',
        '<span style="font-weight:bold"><div>Một</div></span>',
        '<span>Một <span style="font-weight:bold">hai</span style="font-weight:bold">ba</span>',
        '<span style="font-weight:bold">x' * 300,
    ],
)
def test_style_of_a_span_that_its_block_does_not_close_is_left_out(typed: str) -> None:
    made = BodyParser().parse_body("a.md", typed, 1)[0].html
    assert ("<strong>" in made) == ("hai</span style" in typed)


def test_style_of_a_span_beside_a_cut_one_stays() -> None:
    typed = '<span>Một <b>hai\n\n<span style="font-weight:bold">ba</span></b></span>'
    assert "<strong>ba</strong>" in BodyParser().parse_body("a.md", typed, 1)[0].html


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("<tr><td>Xã A</td><td>12</td></tr>", "Xã A  12"),
        (
            "<article><header>Đầu</header><section>Mục</section></article>",
            "<div><div>Đầu</div><div>Mục</div></div>",
        ),
        ("<main><p>12</p><aside>3</aside></main>", "<div><p>12</p><div>3</div></div>"),
        ("<h1>Năm 2026</h1>12", "<h2>Năm 2026</h2>\n<p>12</p>"),
        (
            "<table><tr><td>1</td><td>2</td></tr></table>",
            "<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
        ),
        ("`<td>1</td><td>2</td>`", "<p><code>&lt;td&gt;1&lt;/td&gt;&lt;td&gt;2&lt;/td&gt;</code></p>"),
    ],
)
def test_neighbouring_blocks_and_cells_stay_apart(typed: str, printed: str) -> None:
    assert parse_to_html(typed) == printed


@pytest.mark.parametrize(
    ("box", "sign"),
    [
        ('<input type="checkbox" checked>', "☑"), ("<input CHECKED=checked disabled type=checkbox />", "☑"),
        ('<input type="checkbox" value="checked">', "☐"), ("<input type='radio' name=a checked>", "◉"), ("<INPUT type=radio>", "○"),
        ('<input type="checkbox" value="a > b">', "☐"), ('<input title="is checked now" type=checkbox/>', "☐"), ('<input title="a type=radio b" type="hidden">', ""),
    ],
)  # fmt: skip
def test_box_to_tick_is_a_sign_of_its_state(box: str, sign: str) -> None:
    assert parse_to_html(f"{box} Đồng ý") == f"<p>{sign} Đồng ý</p>"


def test_box_in_code_stays_code() -> None:
    assert parse_to_html('`<input type="checkbox">`') == ('<p><code>&lt;input type="checkbox"&gt;</code></p>')
