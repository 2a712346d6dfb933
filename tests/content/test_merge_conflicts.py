import pytest

from bulletin.content.merge_conflicts import conflict_in_text, conflict_in_yaml

OURS, OR, THEIRS = "<<<<<<< HEAD", "=======", ">>>>>>> may-khac"


def rows(*all_rows: str) -> str:
    return "\n".join(all_rows) + "\n"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_first_mark_is_told_wherever_it_stands(end):
    text = rows("---", "title: A", OURS, "slug: a", OR, "slug: b", THEIRS, "---", "Bài.").replace("\n", end)
    assert conflict_in_text(text) == 3


def test_a_mark_that_was_left_alone_counts():
    assert conflict_in_text(rows("Một.", "", OURS)) == 3
    assert conflict_in_text(rows("Một.", THEIRS)) == 2


@pytest.mark.parametrize(
    "text",
    [
        rows("Tiêu đề", OR, "", "Bài."),
        rows("Bài nói về <<<<<<< của git."),
        rows("    " + OURS),
        rows("<<<<<<<<", "một hàng dấu"),
        rows("```", OURS, OR, THEIRS, "```"),
        rows("~~~~ text", OURS, "~~~", THEIRS, "~~~~"),
    ],
)
def test_what_an_editor_may_write_is_no_conflict(text):
    assert conflict_in_text(text) == 0


def test_a_fence_that_is_never_closed_hides_nothing():
    assert conflict_in_text(rows("```", "", OURS, OR, THEIRS)) == 3


def test_code_within_a_line_opens_no_fence():
    assert conflict_in_text(rows("```git``` ghi:", OURS)) == 2


def test_a_mark_behind_a_closed_fence_is_told_as_itself():
    assert conflict_in_text(rows("```", OURS, "```", "", OURS)) == 5


@pytest.mark.parametrize("mark", [OURS, OR, THEIRS, "||||||| goc"])
def test_no_line_of_yaml_begins_like_a_mark(mark):
    assert conflict_in_yaml(rows("- name: A", mark, "- name: B")) == 2


def test_yaml_without_marks_has_none():
    assert conflict_in_yaml(rows("- name: '======='", "  slug: a")) == 0


@pytest.mark.parametrize("found", [conflict_in_text, conflict_in_yaml])
def test_lines_are_those_that_an_editor_counts(found):
    assert found(f"a\u2028b\x0bc\r\n{THEIRS}\r\n") == 2
