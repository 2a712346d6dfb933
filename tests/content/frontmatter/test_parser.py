import unicodedata
from pathlib import Path
from typing import Any

import pytest

from bulletin.content.frontmatter.parser import split_front_matter
from bulletin.content.frontmatter.yaml import YamlError
from bulletin.content.scan import UnreadableTextError, read_text

YAML = "---\ntitle: Một tin\ntags: [a, b]\n---\n\nThân bài.\n"
PLAIN = "Title: Một tin\nTags: a, b\n\nThân bài.\n"


def write_and_split(tmp_path, data: bytes):
    path = tmp_path / "tin.md"
    path.write_bytes(data)
    return split_front_matter(read_text(path))


@pytest.mark.parametrize("text", [YAML, PLAIN])
def test_both_kinds_of_header_say_the_same(text: Any) -> None:
    document = split_front_matter(text)
    assert document.front_matter.values == {"title": "Một tin", "tags": ["a", "b"]}
    assert document.body.strip() == "Thân bài."


@pytest.mark.parametrize("text", [YAML, PLAIN])
def test_lines_are_those_of_the_file(text: Any) -> None:
    document = split_front_matter(text)
    rows = text.split("\n")
    assert rows[document.front_matter.lines["tags"] - 1].lower().startswith("tags")
    assert document.body.split("\n") == rows[document.body_line - 1 :]


@pytest.mark.parametrize("text", [YAML, PLAIN])
def test_windows_writes_a_byte_order_mark_and_its_own_line_ends(tmp_path: Path, text: Any) -> None:
    data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert write_and_split(tmp_path, data) == split_front_matter(text)


def test_old_line_ends_are_read_too(tmp_path: Path) -> None:
    assert write_and_split(tmp_path, YAML.replace("\n", "\r").encode()) == split_front_matter(YAML)


@pytest.mark.parametrize("text", [YAML, PLAIN])
def test_decomposed_letters_are_composed(tmp_path: Path, text: Any) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert decomposed != text
    assert write_and_split(tmp_path, decomposed.encode()) == split_front_matter(text)


def test_utf_16_is_refused_on_the_line_where_it_begins(tmp_path: Path) -> None:
    for data in ("a: b\n".encode("utf-16"), "a\n".encode("utf-16-le")):
        with pytest.raises(UnreadableTextError):
            write_and_split(tmp_path, data)


def test_a_value_of_a_plain_header_may_go_on_when_it_is_indented() -> None:
    document = split_front_matter("Title: Một\n    tin dài\nDate: 2019-12-03\n\nThân bài.")
    assert document.front_matter.values == {"title": "Một tin dài", "date": "2019-12-03"}


def test_a_plain_header_may_hold_colons() -> None:
    assert (
        split_front_matter("Title: Hội nghị: tổng kết\n\nx").front_matter.values["title"]
        == "Hội nghị: tổng kết"
    )


def test_names_are_parted_by_semicolons_where_there_are_any() -> None:
    assert split_front_matter("Tags: Huế, cố đô; Đảng\n\nx").front_matter.values["tags"] == [
        "Huế, cố đô",
        "Đảng",
    ]


def test_a_header_may_end_with_three_dots_and_stand_alone() -> None:
    assert split_front_matter("---\ntitle: x\n...\nThân").body == "Thân"
    assert split_front_matter("---\ntitle: x\n---").body == ""
    assert split_front_matter("Title: x").body == ""


def test_a_rule_in_the_body_is_no_header() -> None:
    assert split_front_matter("---\ntitle: x\n---\nA\n\n---\n\nB").body == "A\n\n---\n\nB"


def test_keys_are_read_in_any_case() -> None:
    assert split_front_matter("---\nTITLE: x\n---\n").front_matter.values == {"title": "x"}


@pytest.mark.parametrize("text", ["---\ntitle: a\nTitle: b\n---\n", "---\ntitle: a\ntitle: b\n---\n"])
def test_a_key_written_twice_is_an_error_in_any_case(text: str) -> None:
    with pytest.raises(YamlError) as caught:
        split_front_matter(text)
    assert (caught.value.line, caught.value.message) == (3, "Khóa “title” được viết hai lần.")


@pytest.mark.parametrize("text", ["", "\n\n", "Thân bài không có gì.", "# Đầu đề"])
def test_a_text_without_header_is_an_error(text: str) -> None:
    with pytest.raises(YamlError, match="không có phần khai báo"):
        split_front_matter(text)


def test_an_empty_header_is_read_as_empty() -> None:
    assert split_front_matter("---\n---\nx").front_matter.values == {}


def test_a_header_that_is_a_list_is_an_error() -> None:
    with pytest.raises(YamlError, match="khóa: giá trị"):
        split_front_matter("---\n- a\n---\n")


def test_empty_lines_before_the_header_are_passed_over() -> None:
    found = split_front_matter("\n \n---\ntitle: x\n---\nThân")
    assert (found.front_matter.values, found.front_matter.lines, found.body_line) == (
        {"title": "x"},
        {"title": 4},
        6,
    )


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("title: x\ntags:\n  - a\nstatus: draft\n---\nThân", 1, "“---” mở đầu"),
        ("title: x\ntags:\n  - a\nThân\n\n---\nThân", 3, "không có dạng"),
        ("title: x\n\nstatus: draft\n---\nThân", 3, "nằm ngoài phần khai báo"),
        ("\ntitle: x\nstatus: draft\n---\nThân", 2, "“---” mở đầu"),
        ("---\ntitle: x\n---\n\nstatus: draft\n---\nThân", 5, "nằm ngoài phần khai báo"),
    ],
)
def test_a_header_that_would_be_printed_is_an_error(text: str, line: int, what: str) -> None:
    with pytest.raises(YamlError, match=what) as caught:
        split_front_matter(text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("row", "remedy"),
    [
        ("category:Đảng viên", "Hãy viết category: Đảng viên"),
        ("title:- Họp", 'Hãy viết title: "- Họp"'),
        ("category Đảng viên", "Hãy viết category: Đảng viên"),
        ("category = Đảng viên", "Hãy viết category: Đảng viên"),
        ("category：Đảng viên", "Hãy viết category: Đảng viên"),
        ("Category Đảng viên", "Hãy viết category: Đảng viên"),
        ('title "Chi bộ thôn 3"', 'Hãy viết title: "Chi bộ thôn 3"'),
        ("title Hội nghị: tổng kết", 'Hãy viết title: "Hội nghị: tổng kết"'),
        ("tags [a, b]", "Hãy viết tags: [a, b]"),
        ("summary", "Hãy viết summary: …"),
        ("title: Có #1 rồi", 'Hãy đặt trong ngoặc kép: title: "Có #1 rồi".'),
        ("tags: #coso #tinh", 'Hãy đặt trong ngoặc kép: tags: "#coso #tinh".'),
    ],
)
def test_slips_that_yaml_passes_over_are_told(row: str, remedy: str) -> None:
    with pytest.raises(YamlError) as caught:
        split_front_matter(f"---\nslug: x\n{row}\n---\nThân")
    assert (caught.value.line, caught.value.remedy) == (3, remedy)


@pytest.mark.parametrize(
    ("header", "line", "sign"),
    [
        ("title: x\n\tdate: y", 3, "phím Tab"),
        ("title: x\n  date: y\ntags: z", 3, "dấu cách"),
        (" title: x\ndate: y", 2, "dấu cách"),
        ("tags: [a]\n\ttitle: x", 3, "phím Tab"),
    ],
)
def test_a_key_that_blanks_make_part_of_another_is_to_stand_at_the_margin(
    header: str, line: int, sign: str
) -> None:
    with pytest.raises(YamlError) as caught:
        split_front_matter(f"---\n{header}\n---\nThân")
    assert (caught.value.line, caught.value.message) == (line, f"Dòng bắt đầu bằng {sign}.")
    assert "sát lề trái" in caught.value.remedy


def test_a_key_within_a_list_keeps_its_blanks() -> None:
    with pytest.raises(YamlError) as caught:
        split_front_matter("---\nattachments:\n\t- file: x\n---\nThân")
    assert caught.value.remedy == "Hãy lùi dòng bằng dấu cách."
    with pytest.raises(YamlError) as caught:
        split_front_matter("---\nattachments:\n  - file: x\n    title: a: b\n---\nThân")
    assert caught.value.remedy == 'Hãy viết title: "a: b".'


def test_what_word_leaves_unseen_does_no_harm() -> None:
    assert split_front_matter("---\ntitle:\u00a0Hội\u200b nghị\n---\nx").front_matter.values == {
        "title": "Hội nghị"
    }


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: x\nsummary: |\n  xem: mục #2 nhé\n---\nThân",
        '---\ntitle: x\nsummary: "Chương trình\n  xem: mục #2 nhé"\n---\nThân',
        "---\ntitle: x\nstatus: published  # đã duyệt\n---\nThân",
        '---\ntitle : x\nsummary: "Chương trình\n  source theo báo"\n---\nThân',
        "---\n  title: x\n  date: y\n---\nThân",
        "---\n# ghi chú riêng\ntitle: x\n---\nThân",
        "---\ntitle: x\n---\n\nSource: theo báo Nhân Dân.",
        "title: x\nstatus: draft\n\n---\n\nThân",
    ],
)
def test_sound_headers_are_not_complained_of(text: str) -> None:
    assert split_front_matter(text).front_matter.values["title"] == "x"


@pytest.mark.parametrize("value", ["&Họp chi bộ", '&a "b"'])
def test_an_ampersand_first_is_not_taken_for_a_name(value: str) -> None:
    with pytest.raises(YamlError) as raised:
        split_front_matter(f"---\ntitle: {value}\n---\n\nThân bài.\n")
    assert raised.value.line == 2
    remedy = raised.value.remedy.removeprefix("Hãy viết ").removesuffix(".")
    assert split_front_matter(f"---\n{remedy}\n---\n\nThân bài.\n").front_matter.values == {"title": value}
