"""Tests of unusual blanks at the beginning of lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from bulletin.content.markup.line_starts import LineStarts, normalize_line_starts

LINE_STARTS = LineStarts(Markdown())
SIGNS = [
    *("\u00a0", "\u200b", "\u3000", "\u00ad", "\ufeff", " ", "   ", "\t"),
    *("-", "*", "#", "######", ">", "1.", "123456789.", "Một"),
]


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("\u00a0- Một", " - Một"), ("-\u00a0Một", "- Một"), ("123456789.\u200bMột", "123456789. Một"),
        (f"{' ' * 20}-\u3000Một", f"{' ' * 20}- Một"), ("Số\u00a05", "Số\u00a05"),
    ],
)  # fmt: skip
def test_line_starts_are_usual_blanks(typed: str, usual: str) -> None:
    assert LINE_STARTS.run(["Một.", typed]) == ["Một.", usual]


def test_line_starts_with_blanks_in_the_first_line_empties_it() -> None:
    assert LINE_STARTS.run(["  ", "Số\u00a05"]) == ["", "Số\u00a05"]


@given(
    st.lists(st.lists(st.sampled_from(SIGNS)).map("".join).filter(lambda line: line.strip(" ")), min_size=1)
)
def test_line_starts_of_any_lines_are_all_found(lines: list[str]) -> None:
    assert LINE_STARTS.run(lines) == normalize_line_starts("\n".join(lines)).split("\n")
