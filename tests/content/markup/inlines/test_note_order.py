"""Tests of the numbers of footnotes."""

import re

import pytest

from bulletin.content.markup.body import BodyParser

_PARSER = BodyParser()


@pytest.mark.parametrize(
    "typed",
    [
        "A[^1] B[^2] C[^3]\n\n[^3]: Ba\n[^1]: Một\n[^2]: Hai", "A[^x], B[^y]: C[^z]\n\n[^z]: Ba\n\n[^x]: Một\n\n[^y]: Hai",
        "A[^1]\n\n<div>\n\nB[^2]\n\n</div>\n\n<p>C[^3]</p>\n\n[^3]: Ba\n[^2]: Hai\n[^1]: Một",
    ],
)  # fmt: skip
def test_notes_stand_in_the_order_of_their_numbers(typed: str) -> None:
    body, problems = _PARSER.parse_body("a.md", typed, 1)
    assert problems == ()
    assert re.findall(r"([ABC])<sup[^>]*><a[^>]*>(\d)</a>", body.html) == [("A", "1"), ("B", "2"), ("C", "3")]
    assert re.findall(r"<p>(Một|Hai|Ba)&nbsp;", body.html) == ["Một", "Hai", "Ba"]


def test_note_without_text_is_told_at_its_line() -> None:
    _, problems = _PARSER.parse_body("a.md", "A[^1] B[^2]\n\n[^2]: Hai\n[^1]:", 1)
    assert [(problem.line, problem.message) for problem in problems] == [
        (4, "Chú thích [^1] chưa có nội dung.")
    ]


def test_note_without_its_colon_is_told_at_its_line() -> None:
    problems = BodyParser().parse_body("tin.md", "Câu[^1] này.\n\n[^1] Theo Báo A.", 5)[1]
    assert [(problem.line, problem.remedy) for problem in problems] == [(7, "Hãy viết “[^1]: Theo Báo A.”.")]


def test_reference_at_the_start_of_a_line_is_no_note_without_a_colon() -> None:
    (problem,) = BodyParser().parse_body("tin.md", "Câu này.\n\n[^1] Theo Báo A.", 5)[1]
    assert problem.remedy == "Hãy thêm dòng [^1]: … ở cuối bài."
