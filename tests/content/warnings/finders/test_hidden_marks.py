"""Tests of the warnings about tags and attributes that a page leaves out."""

from time import process_time

import pytest

from bulletin.content.warnings.checked_text import CheckedText
from bulletin.content.warnings.finders.hidden_marks import (
    find_attributes_without_effect,
    find_tags_without_effect,
)
from bulletin.content.warnings.kinds import TextFinder
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


@pytest.mark.parametrize(
    ("find", "unit"),
    [(find_tags_without_effect, "<td>a\n\n"), (find_attributes_without_effect, "*a*{{.lop{}}}\n\n")],
)
def test_thousands_of_marks_take_no_square_of_time(find: TextFinder, unit: str) -> None:
    assert _measure(find, unit, 8_000) < 8 * max(_measure(find, unit, 2_000), 0.02)


def _measure(find: TextFinder, unit: str, count: int) -> float:
    """Return the least time of two for a text of many marks."""
    body = "".join(unit.format(number) for number in range(count))
    times = []
    for _ in range(2):
        start = process_time()
        list(find(CheckedText("Tin", 2, body, BODY_LINE, body)))
        times.append(process_time() - start)
    return min(times)
