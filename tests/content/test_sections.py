from pathlib import Path

import pytest

from bulletin.content.sections import read_sections
from tests.factories import create_sections


def read_sections_text(tmp_path, text: str):
    (tmp_path / "sections.yml").write_text(text, encoding="utf-8")
    return read_sections(tmp_path)


def list_section_problems(tmp_path, text: str) -> list[tuple[int, str]]:
    return [(one.line, one.message) for one in read_sections_text(tmp_path, text)[1]]


def test_a_tree_is_read_in_the_order_of_the_menu(tmp_path: Path) -> None:
    tree, problems = read_sections_text(
        tmp_path,
        "- {name: Ba}\n- {name: Hai, order: 2}\n- {name: Một, order: -1, sections: [{name: Con}, {name: Trước, order: 1}]}\n",
    )
    assert problems == ()
    assert [one.name for one in tree.top_level] == ["Một", "Hai", "Ba"]
    assert list(tree.by_slug) == ["mot", "truoc", "con", "hai", "ba"]
    assert tree.by_slug["con"].parent == "mot"


def test_a_sub_section_stands_in_its_section() -> None:
    assert [one.slug for one in create_sections().get_section_path("can-bo")] == ["to-chuc", "can-bo"]
    assert [one.slug for one in create_sections().get_section_path("dan-van")] == ["dan-van"]


def test_marks_matter_and_case_does_not() -> None:
    assert create_sections().find_section("CÁN  bộ").slug == "can-bo"
    assert create_sections().find_section("Can bo") is None
    assert create_sections().find_section("") is None


@pytest.mark.parametrize("order", ["hai", "²", "--1", "1.5", "1-"])
def test_an_order_is_a_whole_number(tmp_path: Path, order: str) -> None:
    assert list_section_problems(tmp_path, f"- name: Một\n  order: {order}\n") == [
        (2, f"“order: {order}” không phải là số.")
    ]


@pytest.mark.parametrize("text", ["", "# chưa có\n", "[]\n"])
def test_a_bulletin_needs_a_section(tmp_path: Path, text: str) -> None:
    assert list_section_problems(tmp_path, text) == [(1, "Chưa có chuyên mục nào.")]


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    assert read_sections(tmp_path)[1][0].message == "Thiếu tệp khai báo chuyên mục."


@pytest.mark.parametrize(
    "text",
    [
        "Một\n", "a: b\n", "- Một\n", "- name: [a]\n", "- name: ''\n", "- sections: x\n  name: a\n", "- name: '!?'\n", "- [a]\n",
        "- name: a\n  sections: {name: b}\n", "- name: a\n  slug: ../b\n", "- name: a\n  slug: /\n", "- name: a\n  slug: '!'\n",
        "- name: a\n  sections: [{name: b, sections: [{name: c}]}]\n", "- name: a\n  description: [b]\n", "a: b: c\n", "\t- a\n",
    ],
)  # fmt: skip
def test_every_other_form_is_said_and_no_traceback(tmp_path: Path, text: str) -> None:
    assert list_section_problems(tmp_path, text)


@pytest.mark.parametrize(
    "second", ["{name: Cán bộ}", "{name: CAN BO, slug: khac}", "{name: Khác, slug: can-bo}"]
)
def test_two_sections_of_one_name_or_slug_are_said_on_the_second(tmp_path: Path, second: str) -> None:
    ((line, what),) = list_section_problems(tmp_path, f"- name: Cán bộ\n\n- {second}\n")
    assert line == 3
    assert "trùng" in what


def test_a_section_may_not_take_the_feed_of_the_whole_site(tmp_path: Path) -> None:
    ((line, what),) = list_section_problems(tmp_path, "- name: Một\n- name: Tất cả\n")
    assert line == 2
    assert "tat-ca" in what
