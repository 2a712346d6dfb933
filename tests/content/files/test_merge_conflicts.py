from typing import Any

import pytest

from bulletin.content.files.merge_conflicts import find_conflict_in_text, find_conflict_in_yaml

OURS, OR, THEIRS = "<<<<<<< HEAD", "=======", ">>>>>>> may-khac"


def join_rows(*all_rows: str) -> str:
    return "\n".join(all_rows) + "\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_find_conflict_in_text_returns_line_of_first_marker(end: str) -> None:
    text = join_rows("---", "title: A", OURS, "slug: a", OR, "slug: b", THEIRS, "---", "Bài.").replace(
        "\n", end
    )
    assert find_conflict_in_text(text) == 3


def test_find_conflict_in_text_with_single_marker_returns_its_line() -> None:
    assert find_conflict_in_text(join_rows("Một.", "", OURS)) == 3
    assert find_conflict_in_text(join_rows("Một.", THEIRS)) == 2


@pytest.mark.parametrize(
    "text",
    [
        join_rows("Tiêu đề", OR, "", "Bài."),
        join_rows("Bài nói về <<<<<<< của git."),
        join_rows("    " + OURS),
        join_rows("<<<<<<<<", "một hàng dấu"),
        join_rows("```", OURS, OR, THEIRS, "```"),
        join_rows("~~~~ text", OURS, "~~~", THEIRS, "~~~~"),
    ],
)
def test_find_conflict_in_text_without_markers_returns_zero(text: Any) -> None:
    assert find_conflict_in_text(text) == 0


def test_find_conflict_in_text_after_unclosed_fence_returns_line() -> None:
    assert find_conflict_in_text(join_rows("```", "", OURS, OR, THEIRS)) == 3


def test_find_conflict_in_text_after_inline_code_returns_line() -> None:
    assert find_conflict_in_text(join_rows("```git``` ghi:", OURS)) == 2


def test_find_conflict_in_text_after_closed_fence_returns_line() -> None:
    assert find_conflict_in_text(join_rows("```", OURS, "```", "", OURS)) == 5


@pytest.mark.parametrize("mark", [OURS, OR, THEIRS, "||||||| goc"])
def test_find_conflict_in_yaml_returns_line_of_any_marker(mark: Any) -> None:
    assert find_conflict_in_yaml(join_rows("- name: A", mark, "- name: B")) == 2


def test_find_conflict_in_yaml_without_markers_returns_zero() -> None:
    assert find_conflict_in_yaml(join_rows("- name: '======='", "  slug: a")) == 0


@pytest.mark.parametrize("found", [find_conflict_in_text, find_conflict_in_yaml])
def test_find_conflict_with_other_line_separators_ignores_them(found: Any) -> None:
    assert found(f"a\u2028b\x0bc\r\n{THEIRS}\r\n") == 2
