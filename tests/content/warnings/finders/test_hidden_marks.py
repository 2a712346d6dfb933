"""Tests of the warnings about tags and attributes that a page leaves out."""

import pytest

from tests.content.warnings.samples import BODY_LINE, list_warnings_of


@pytest.mark.parametrize(
    "body",
    [
        "Chữ </b> đậm",
        "a </p> b",
        "Một\n</div>\nhai",
        "<b>a</i>",
        "a <td>b</td> c",
        "`<b>` c</b>",
        "x </TABLE>",
    ],
)
def test_tag_without_effect_is_told(body: str) -> None:
    line, text = list_warnings_of(f"Đoạn.\n\n{body}")["stray-tag"]
    assert line == BODY_LINE + 2 + ("\n" in body)
    assert "như \\<" in text


@pytest.mark.parametrize(
    "body",
    [
        "<b>a\n\nb</b>", "`</b>`", "\\</b>", "<p>a<p>b</p></p>", "<!-- </b> --> x", "```\n</b>\n```\n\nx", "a </br> b", "<b/>x</b>",
        "<o:p></o:p>x", "<table><tr><td>a<td>b</table>", "``a `</b>` b``", "</tên>",
    ],
)  # fmt: skip
def test_tag_with_effect_or_in_code_is_not_told(body: str) -> None:
    assert "stray-tag" not in list_warnings_of(body)


@pytest.mark.parametrize(
    "body",
    [
        "## Nhóm {#5}",
        "Chữ\n{: .lop }",
        "Chữ\n{.lop}",
        "*a*{.lop}",
        "[a](/x/){.nut}",
        "## Mục {.lop}",
        "**b**{#a}",
        "5` và 6` *a*{.lop} 7` và 8`",
        "`*a*{.lop} ``",
    ],
)
def test_attributes_without_effect_are_told(body: str) -> None:
    assert "\\{" in list_warnings_of(f"Đoạn.\n\n{body}")["attributes"][1]


@pytest.mark.parametrize(
    "body",
    [
        "## Mục {#muc-a}", "Câu {.lop}", "Câu {#5} nữa", "`*b*{.x}`", "Mã `a\n*b*{.x}`", "*b*\\{.x}", "P\n{: .align-center}", "[x](#a)\n\n*b*{#a}", "{họ tên}",
        "![a](/images/a.png){width=300px}", "```\n*a*{.x}\n```\n\nx",
    ],
)  # fmt: skip
def test_braces_that_are_printed_or_have_an_effect_are_not_told(body: str) -> None:
    assert "attributes" not in list_warnings_of(body)


def test_contents_of_a_text_without_headings_are_told() -> None:
    line, text = list_warnings_of("Đoạn.\n\n[TOC]")["attributes"]
    assert line == BODY_LINE + 2
    assert "Phần [TOC] không có tác dụng" in text
    assert "attributes" not in list_warnings_of("Đoạn.\n\n\\[TOC]")
    assert "attributes" not in list_warnings_of("[TOC]\n\n## Một\n\nĐoạn.")


def test_contents_beside_those_of_the_page_are_told() -> None:
    line, text = list_warnings_of("Đoạn.\n\n[TOC]\n\n## Một\n\n## Hai\n\n## Ba")["second-contents"]
    assert line == BODY_LINE + 2
    assert "Hãy xóa dòng [TOC]." in text
    assert "second-contents" not in list_warnings_of("[TOC]\n\n## Một\n\n## Hai")
