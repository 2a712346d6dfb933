"""Tests of the dialect, first of each row in its table of decisions."""

import html
import re

import pytest

from bulletin.content.markup.body import BodyParser
from bulletin.content.markup.inlines.angle_brackets import TEXT_BRACKET, replace_angle_brackets
from bulletin.content.markup.line_starts import normalize_line_starts
from tests.content.markup.dialect_table import (
    Decision,
    convert_like_github,
    convert_like_library,
    convert_like_us,
    list_our_problems,
    quote,
    read_decisions,
)


def name_decision(decision: Decision) -> str:
    return decision.typed


def test_table_has_decisions() -> None:
    assert len(read_decisions()) > 40


@pytest.mark.parametrize("decision", read_decisions(), ids=name_decision)
def test_table_row_is_what_a_reader_gets(decision: Decision) -> None:
    assert quote(convert_like_us(decision.typed)) == decision.ours
    assert bool(list_our_problems(decision.typed)) == ("(error)" in decision.reason)


@pytest.mark.parametrize("decision", read_decisions(), ids=name_decision)
def test_table_row_is_right_about_other_programs(decision: Decision) -> None:
    for cell, convert in ((decision.github, convert_like_github), (decision.library, convert_like_library)):
        if cell.startswith("``"):
            assert quote(convert(decision.typed)) == cell
            assert cell != decision.ours


@pytest.mark.parametrize(
    "text",
    [
        "<tên>", "<Nguyễn Văn A>", "<<Truyện Kiều>>", "<ngày/tháng/năm>", "<www.a.vn>", "<hội thi@xa.vn>", "<Enter>", "< 5",
        "<a và b>", "<b nhỏ hơn c", "</tên>", "<!quan trọng>", "<?php x ?>", "<p giữ chỗ>", "<", "<>", "<3>", "<=",
    ],
)  # fmt: skip
def test_angle_brackets_without_html_are_text(text: str) -> None:
    assert replace_angle_brackets(text) == text.replace("<", TEXT_BRACKET)
    printed = re.sub(r"</?[ap]\b[^>]*>", "", convert_like_us(f"Một {text} hai"))
    assert printed == f"Một {html.escape(text)} hai"


@pytest.mark.parametrize(
    "text",
    [
        "<b>a</b>", "</b>", "<br/>", "<BR>", "<hr />", '<p align="center">', "<td width='50%'height=20>", "<o:p></o:p>", "<details open>",
        '<a href="/x?a=1>2">', "<!-- <tên> -->", "[a](<tệp a.pdf>)", "[a]: <b>", "<https://a.vn/x>",
        "<a@b.vn>", "<mailto:a@b.vn>", "<div markdown>", "<javascript:x>", "<![if !supportLists]>",
    ],
)  # fmt: skip
def test_angle_brackets_of_html_and_addresses_stay(text: str) -> None:
    assert replace_angle_brackets(text) == text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("`<tên>` `<b>`", "<code>&lt;tên&gt;</code> <code>&lt;b&gt;</code>"),
        ("``<ngày>`mã`", "<code>`&lt;ngày&gt;</code>mã`"),
        ("\\<tên> \\<b>", "&lt;tên&gt; &lt;b&gt;"),
        ("`<!--` <tên>", "<code>&lt;!--</code> &lt;tên&gt;"),
        ("*<tên>*", "<em>&lt;tên&gt;</em>"),
        ("`<b>` <b>đậm `</b>`</b>", "<code>&lt;b&gt;</code> <b>đậm <code>&lt;/b&gt;</code></b>"),
        ("[<tên>](/x/ '<b>')", "<a href='/x/' title='&lt;b&gt;'>&lt;tên&gt;</a>"),
    ],
)
def test_angle_brackets_between_other_marks_are_printed(typed: str, printed: str) -> None:
    assert convert_like_us(typed) == f"<p>{printed}</p>"


@pytest.mark.parametrize(
    "typed",
    [
        "Lớp <I> và lớp <II>", "Loại <S> tốt", "Nhóm <B>: 5 xã", "Điểm <U>", "x <Q> 5", "a<b>c", "<A> x", "<Time> <Menu> <input>",
        "Chọn <Menu> rồi", "Bảng <Table> x", "5` <S> `` 6", "<Search> x", "a <Source> <Area> <Picture>",
    ],
)  # fmt: skip
def test_lone_name_of_an_element_in_a_sentence_is_text(typed: str) -> None:
    assert convert_like_us(typed) == f"<p>{html.escape(typed)}</p>"
    assert list_our_problems(typed) == []


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Nhóm <B> và <b>đậm</b>", "Nhóm &lt;B&gt; và <b>đậm</b>"),
        ("<b>một <B>hai</B></b> <b>", "<b>một <b>hai</b></b> &lt;b&gt;"),
        ("<b>một\nhai</b> \\\\<B>", "<b>một\nhai</b> \\&lt;B&gt;"),
    ],
)
def test_lone_name_beside_an_element_is_text(typed: str, printed: str) -> None:
    assert convert_like_us(typed) == f"<p>{printed}</p>"


@pytest.mark.parametrize(
    "typed",
    [
        "Chữ\n{nam=2026}", "**Đậm**{nam=2026} nữa", "**Điều 5**{a=7}b", "## Kết quả {nam=2026}", "- b\n{x=5}", "[a](/x/){so=5}",
        "**a**{.5}", "**a**{#b nam=2026}", '**a**{title="Lễ hội"}', "b\n{: onclick=x }",
    ],
)  # fmt: skip
def test_braces_with_another_name_are_text(typed: str) -> None:
    braces = typed[typed.index("{") :].replace('"', "'")
    assert braces in convert_like_us(typed)
    assert list_our_problems(typed) == []


@pytest.mark.parametrize(
    "braces", ["{#b}", "{ #b .c }", "{width=300px height='20'}", '{: lang="vi" style="a: b" .c}']
)
def test_braces_with_attributes_are_no_text(braces: str) -> None:
    assert "{" not in convert_like_us(f"![a](/images/a.png){braces}")


def test_angle_brackets_in_a_field_are_printed() -> None:
    assert '<img alt="&lt;tên&gt;"' in convert_like_us("![<tên>](/images/a.png)").replace("'", '"')
    assert "&lt;Kết quả&gt;" in convert_like_us("## <Kết quả>")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("\xa0", ""),
        ("Một\n\xa0\nHai", "Một\n\nHai"),
        ("\u200b## Một", "## Một"),
        ("\ufeff![a](b)", "![a](b)"),
        ("\xa0\xa0- Một", "  - Một"),
        ("-\xa0Một", "- Một"),
        ("1.\u200b\xa0Một", "1. Một"),
        ("Năm\xa02026", "Năm\xa02026"),
        ("Một\n\u3000Hai", "Một\n Hai"),
    ],
)
def test_line_starts_have_usual_blanks(typed: str, plain: str) -> None:
    assert normalize_line_starts(typed) == plain


@pytest.mark.parametrize(
    ("body", "lost", "line"),
    [
        ("| a | b |\n| --- | --- |\n| 1 | 2 | ba |", "ba", 3),
        ("Chữ.\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n| 1|2 | 3 |", "3", 6),
        ("Số:\n| a |\n| --- |\n| 1 | hai | ba |", "hai | ba", 4),
    ],
)
def test_table_cell_without_column_is_an_error(body: str, lost: str, line: int) -> None:
    (problem,) = list_our_problems(body)
    assert f"“{lost}” sẽ mất" in problem
    assert problem.startswith(f"content/articles/tin.md:{line}: ")


@pytest.mark.parametrize("row", ["| 1 | 2 |  |", "| 1 | 2 ||", "| 1 | 2"])
def test_table_empty_cell_without_column_is_no_error(row: str) -> None:
    assert list_our_problems(f"| a | b |\n| --- | --- |\n{row}") == []


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("(https://a.vn/b(c)).", "https://a.vn/b(c)"),
        ("“https://a.vn/_x_y?a=1&b=2”", "https://a.vn/_x_y?a=1&b=2"),
        ("**www.a.vn**", "https://www.a.vn"),
        ("<www.a.vn>", "https://www.a.vn"),
    ],
)
def test_bare_address_is_a_link_without_the_marks_of_the_sentence(typed: str, link: str) -> None:
    assert f"href='{link}'>" in convert_like_us(f"Xem {typed}")


@pytest.mark.parametrize("typed", ["https://…", "`https://a.vn`", "![a](/images/a.png 'https://a.vn')"])
def test_bare_address_in_other_marks_is_no_link(typed: str) -> None:
    assert "<a " not in convert_like_us(f"Xem {typed}")


@pytest.mark.parametrize("typed", ["[https://a.vn](https://b.vn)", "<a href='https://b.vn'>https://a.vn</a>"])
def test_bare_address_in_a_link_stays_one_link(typed: str) -> None:
    assert convert_like_us(typed) == "<p><a href='https://b.vn'>https://a.vn</a></p>"


@pytest.mark.parametrize("text", [">5 triệu", ">= 5 triệu", "- một\n>5 hai", "> Trích\n>5 triệu"])
def test_sign_right_before_a_figure_is_printed(text: str) -> None:
    assert convert_like_us(text).count("&gt;") == 1


@pytest.mark.parametrize("typed", ["R&#130.10", "&#8211 và &#x2013 a", "`&#130`", "a &# b; &#130"])
@pytest.mark.parametrize("above", ["", "<div>x</div>\n\n", "&## "])
def test_number_of_a_character_without_a_semicolon_is_text(typed: str, above: str) -> None:
    assert typed.strip("`") in convert_like_us(f"{above}{typed} &#8211;")


def test_number_of_a_character_with_a_semicolon_is_the_character() -> None:
    assert convert_like_us("Một &#8211; hai &##&#8211;H") == "<p>Một – hai &##–H</p>"


@pytest.mark.parametrize("text", ["[a]: <Time>Hai", "[a]: <Time> “Hai", "[Giờ]: <Time>, <Enter>"])
def test_angle_brackets_behind_a_label_that_is_no_definition_are_printed(text: str) -> None:
    assert html.unescape(convert_like_us(text)) == f"<p>{text}</p>"


@pytest.mark.parametrize("typed", [r"\&lt;", r"\&amp;nbsp;", r"R\&D", r"a \& b", r"**\&#8211;**"])
def test_ampersand_behind_a_backslash_makes_no_entity(typed: str) -> None:
    parsed, _ = BodyParser().parse_body("tin.md", f"Gõ {typed}", 1)
    printed = html.unescape(re.sub(r"<[^>]*>", "", parsed.html))
    assert printed == f"Gõ {typed.replace(chr(92), '').strip('*')}"
