import unicodedata
from pathlib import Path
from typing import Any

import pytest

from bulletin.content.files.scan import UnreadableTextError, read_text
from bulletin.content.frontmatter.parser import SourceDocument, split_front_matter
from bulletin.content.frontmatter.yaml import YamlError

YAML = "---\ntitle: Một tin\ntags: [a, b]\n---\n\nThân bài.\n"
PLAIN = "Title: Một tin\nTags: a, b\n\nThân bài.\n"


def write_and_split(tmp_path: Path, data: bytes) -> SourceDocument:
    path = tmp_path / "tin.md"
    path.write_bytes(data)
    return split_front_matter(read_text(path))


@pytest.mark.parametrize("text", [YAML, PLAIN])
def test_split_front_matter_of_both_forms_returns_equal_keys(text: Any) -> None:
    document = split_front_matter(text)
    assert document.front_matter.values == {"title": "Một tin", "tags": ["a", "b"]}
    assert document.body.strip() == "Thân bài."


@pytest.mark.parametrize("text", [YAML, PLAIN])
def test_split_front_matter_returns_lines_of_the_file(text: Any) -> None:
    document = split_front_matter(text)
    rows = text.split("\n")
    assert rows[document.front_matter.lines["tags"] - 1].lower().startswith("tags")
    assert document.body.split("\n") == rows[document.body_line - 1 :]


@pytest.mark.parametrize("text", [YAML, PLAIN])
def test_read_text_of_windows_file_drops_mark_and_line_ends(tmp_path: Path, text: Any) -> None:
    data = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    assert write_and_split(tmp_path, data) == split_front_matter(text)


def test_read_text_with_carriage_returns_makes_line_ends(tmp_path: Path) -> None:
    assert write_and_split(tmp_path, YAML.replace("\n", "\r").encode()) == split_front_matter(YAML)


@pytest.mark.parametrize("text", [YAML, PLAIN])
def test_read_text_with_decomposed_letters_composes_them(tmp_path: Path, text: Any) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert decomposed != text
    assert write_and_split(tmp_path, decomposed.encode()) == split_front_matter(text)


def test_read_text_of_utf_16_raises_error(tmp_path: Path) -> None:
    for data in ("a: b\n".encode("utf-16"), "a\n".encode("utf-16-le")):
        with pytest.raises(UnreadableTextError):
            write_and_split(tmp_path, data)


def test_plain_front_matter_with_indented_line_continues_the_value() -> None:
    document = split_front_matter("Title: Một\n    tin dài\nDate: 2019-12-03\n\nThân bài.")
    assert document.front_matter.values == {"title": "Một tin dài", "date": "2019-12-03"}


def test_plain_front_matter_with_colon_in_value_keeps_it() -> None:
    assert (
        split_front_matter("Title: Hội nghị: tổng kết\n\nx").front_matter.values["title"]
        == "Hội nghị: tổng kết"
    )


def test_plain_front_matter_with_semicolons_splits_names_there() -> None:
    assert split_front_matter("Tags: Huế, cố đô; Đảng\n\nx").front_matter.values["tags"] == [
        "Huế, cố đô",
        "Đảng",
    ]


def test_front_matter_with_three_dots_ends_there() -> None:
    assert split_front_matter("---\ntitle: x\n...\nThân").body == "Thân"
    assert split_front_matter("---\ntitle: x\n---").body == ""
    assert split_front_matter("Title: x").body == ""


def test_body_with_horizontal_rule_keeps_it() -> None:
    assert split_front_matter("---\ntitle: x\n---\nA\n\n---\n\nB").body == "A\n\n---\n\nB"


def test_front_matter_keys_are_lowered() -> None:
    assert split_front_matter("---\nTITLE: x\n---\n").front_matter.values == {"title": "x"}


@pytest.mark.parametrize("text", ["---\ntitle: a\nTitle: b\n---\n", "---\ntitle: a\ntitle: b\n---\n"])
def test_front_matter_with_duplicate_key_raises_error(text: str) -> None:
    with pytest.raises(YamlError) as caught:
        split_front_matter(text)
    assert (caught.value.line, caught.value.message) == (3, "Khóa “title” được viết hai lần.")


@pytest.mark.parametrize("text", ["", "\n\n", "Thân bài không có gì.", "# Đầu đề"])
def test_text_without_front_matter_raises_error(text: str) -> None:
    with pytest.raises(YamlError, match="không có phần khai báo"):
        split_front_matter(text)


def test_empty_front_matter_has_no_keys() -> None:
    assert split_front_matter("---\n---\nx").front_matter.values == {}


def test_front_matter_that_is_a_list_raises_error() -> None:
    with pytest.raises(YamlError, match="khóa: giá trị"):
        split_front_matter("---\n- a\n---\n")


def test_empty_lines_before_front_matter_are_ignored() -> None:
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
def test_body_with_key_at_its_start_raises_error(text: str, line: int, what: str) -> None:
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
        ("title: Có #1 rồi", 'Hãy đặt trong ngoặc kép: title: "Có #1 rồi"'),
        ("tags: #coso #tinh", "Hãy viết tags: [coso, tinh]"),
    ],
)
def test_front_matter_with_slip_raises_error_with_remedy(row: str, remedy: str) -> None:
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
def test_front_matter_with_indented_key_raises_error(header: str, line: int, sign: str) -> None:
    with pytest.raises(YamlError) as caught:
        split_front_matter(f"---\n{header}\n---\nThân")
    assert (caught.value.line, caught.value.message) == (line, f"Dòng bắt đầu bằng {sign}.")
    assert "sát lề trái" in caught.value.remedy


def test_front_matter_with_indented_key_in_list_accepts_it() -> None:
    with pytest.raises(YamlError) as caught:
        split_front_matter("---\nattachments:\n\t- file: x\n---\nThân")
    assert caught.value.remedy == "Hãy lùi dòng bằng dấu cách."
    with pytest.raises(YamlError) as caught:
        split_front_matter("---\nattachments:\n  - file: x\n    title: a: b\n---\nThân")
    assert caught.value.remedy == 'Hãy viết title: "a: b"'


def test_front_matter_with_invisible_characters_of_word_is_read() -> None:
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
def test_front_matter_without_slips_raises_no_error(text: str) -> None:
    assert split_front_matter(text).front_matter.values["title"] == "x"


@pytest.mark.parametrize("value", ["&Họp chi bộ", '&a "b"'])
def test_front_matter_with_ampersand_first_raises_error(value: str) -> None:
    with pytest.raises(YamlError) as raised:
        split_front_matter(f"---\ntitle: {value}\n---\n\nThân bài.\n")
    assert raised.value.line == 2
    remedy = raised.value.remedy.removeprefix("Hãy viết ")
    assert split_front_matter(f"---\n{remedy}\n---\n\nThân bài.\n").front_matter.values == {"title": value}
