from pathlib import Path

import pytest

from bulletin.content.problems import Problem
from bulletin.content.site_lists.sections import Sections, read_sections
from tests.factories import create_sections


def read_sections_text(tmp_path: Path, text: str) -> tuple[Sections, tuple[Problem, ...]]:
    (tmp_path / "sections.yml").write_text(text, encoding="utf-8")
    return read_sections(tmp_path)


def list_section_problems(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in read_sections_text(tmp_path, text)[1]]


def test_read_sections_returns_order_of_menu(tmp_path: Path) -> None:
    sections, problems = read_sections_text(
        tmp_path,
        "- {name: Ba}\n- {name: Hai, order: 2}\n- {name: Một, order: -1, sections: [{name: Con}, {name: Trước, order: 1}]}\n",
    )
    assert problems == ()
    assert [section.name for section in sections.top_level] == ["Một", "Hai", "Ba"]
    assert list(sections.by_slug) == ["mot", "truoc", "con", "hai", "ba"]
    assert sections.by_slug["con"].parent == "mot"


def test_get_section_path_of_sub_section_begins_with_parent() -> None:
    assert [section.slug for section in create_sections().get_section_path("can-bo")] == ["to-chuc", "can-bo"]
    assert [section.slug for section in create_sections().get_section_path("dan-van")] == ["dan-van"]


def test_find_section_ignores_case_and_not_diacritics() -> None:
    sections = create_sections()
    assert sections.find_section("CÁN  bộ") == sections.by_slug["can-bo"]
    assert create_sections().find_section("Can bo") is None
    assert create_sections().find_section("") is None


def test_read_sections_with_short_name_keeps_the_whole_name(tmp_path: Path) -> None:
    (tmp_path / "sections.yml").write_text(
        "- {name: Công tác cán bộ, short_name: ' Cán  bộ '}\n- name: Dân vận\n", "utf-8"
    )
    sections, problems = read_sections(tmp_path)
    assert [(section.name, section.short_name) for section in sections.top_level] == [
        ("Công tác cán bộ", "Cán bộ"),
        ("Dân vận", ""),
    ]
    assert problems == ()


@pytest.mark.parametrize("order", ["hai", "²", "--1", "1.5", "1-"])
def test_read_sections_with_invalid_order_reports_it(tmp_path: Path, order: str) -> None:
    assert list_section_problems(tmp_path, f"- name: Một\n  order: {order}\n") == [
        (2, f"“order: {order}” không phải là số.")
    ]


@pytest.mark.parametrize("text", ["", "# chưa có\n", "[]\n"])
def test_read_sections_of_empty_file_reports_it(tmp_path: Path, text: str) -> None:
    assert list_section_problems(tmp_path, text) == [(1, "Chưa có chuyên mục nào.")]


def test_read_sections_without_file_reports_it(tmp_path: Path) -> None:
    assert read_sections(tmp_path)[1][0].message == "Thiếu tệp khai báo chuyên mục."


@pytest.mark.parametrize(
    "text",
    [
        "Một\n", "a: b\n", "- Một\n", "- name: [a]\n", "- name: ''\n", "- sections: x\n  name: a\n", "- name: '!?'\n", "- [a]\n",
        "- name: a\n  sections: {name: b}\n", "- name: a\n  slug: ../b\n", "- name: a\n  slug: /\n", "- name: a\n  slug: '!'\n",
        "- name: a\n  sections: [{name: b, sections: [{name: c}]}]\n", "- name: a\n  description: [b]\n", "a: b: c\n", "\t- a\n",
    ],
)  # fmt: skip
def test_read_sections_of_other_form_reports_it(tmp_path: Path, text: str) -> None:
    assert list_section_problems(tmp_path, text)


@pytest.mark.parametrize(
    "second", ["{name: Cán bộ}", "{name: CAN BO, slug: khac}", "{name: Khác, slug: can-bo}"]
)
def test_read_sections_with_duplicate_reports_the_second(tmp_path: Path, second: str) -> None:
    ((line, what),) = list_section_problems(tmp_path, f"- name: Cán bộ\n\n- {second}\n")
    assert line == 3
    assert "trùng" in what


def test_read_sections_with_reserved_slug_reports_it(tmp_path: Path) -> None:
    ((line, what),) = list_section_problems(tmp_path, "- name: Một\n- name: Tất cả\n")
    assert line == 2
    assert "tat-ca" in what
