from typing import Any

import pytest

from bulletin.content.merge_conflicts import find_conflict_in_text, find_conflict_in_yaml

OURS, OR, THEIRS = "<<<<<<< HEAD", "=======", ">>>>>>> may-khac"


def join_rows(*all_rows: str) -> str:
    return "\n".join(all_rows) + "\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_first_mark_is_told_wherever_it_stands(end: str) -> None:
    text = join_rows("---", "title: A", OURS, "slug: a", OR, "slug: b", THEIRS, "---", "Bài.").replace(
        "\n", end
    )
    assert find_conflict_in_text(text) == 3


def test_a_mark_that_was_left_alone_counts() -> None:
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
def test_what_an_editor_may_write_is_no_conflict(text: Any) -> None:
    assert find_conflict_in_text(text) == 0


def test_a_fence_that_is_never_closed_hides_nothing() -> None:
    assert find_conflict_in_text(join_rows("```", "", OURS, OR, THEIRS)) == 3


def test_code_within_a_line_opens_no_fence() -> None:
    assert find_conflict_in_text(join_rows("```git``` ghi:", OURS)) == 2


def test_a_mark_behind_a_closed_fence_is_told_as_itself() -> None:
    assert find_conflict_in_text(join_rows("```", OURS, "```", "", OURS)) == 5


@pytest.mark.parametrize("mark", [OURS, OR, THEIRS, "||||||| goc"])
def test_no_line_of_yaml_begins_like_a_mark(mark: Any) -> None:
    assert find_conflict_in_yaml(join_rows("- name: A", mark, "- name: B")) == 2


def test_yaml_without_marks_has_none() -> None:
    assert find_conflict_in_yaml(join_rows("- name: '======='", "  slug: a")) == 0


@pytest.mark.parametrize("found", [find_conflict_in_text, find_conflict_in_yaml])
def test_lines_are_those_that_an_editor_counts(found: Any) -> None:
    assert found(f"a\u2028b\x0bc\r\n{THEIRS}\r\n") == 2
