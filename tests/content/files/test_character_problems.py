from pathlib import Path

import pytest

from bulletin.content.files.character_problems import find_character_problems, read_readable_text
from bulletin.content.markup.slips.links import UNSAFE_CHARACTERS_PATTERN
from bulletin.text.letters import is_usual_text


def list_messages(text: str) -> list[str]:
    return [str(problem) for problem in find_character_problems("tin.md", text)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Đ\u0430\u0309ng bộ", "Đảng"),
        ("Đ\u043eàn xã", "Đoàn"),
        ("thế kỷ \u0425\u0425", "XX"),
        ("\u0421\u0421-2 mới", "CC"),
        ("H\u039fP", "HOP"),
    ],
)
def test_find_character_problems_of_a_letter_that_looks_latin_proposes_the_word(
    text: str, meant: str
) -> None:
    (message,) = list_messages(f"Dòng đầu.\n{text}")
    assert message.startswith("tin.md:2: ")
    assert message.endswith(f"Hãy viết “{meant}”.")


@pytest.mark.parametrize(
    "text",
    [
        "Từ &#8211; đến &#150; &#208; &amp; &#x1F600;",
        "Báo Правда (Москва), СССР",
        "TNF-α, IFNα, NFκB, 5 μm, kΩ",
        "Ελλάδα, ΑΒ",
        "Đại hội Đảng bộ",
    ],
)
def test_find_character_problems_of_words_in_their_own_alphabet_returns_none(text: str) -> None:
    assert list_messages(text) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Mất ch\ufffd ở đây", "“ch\ufffd”"),
        ("Một \x96 hai", "“–”"),
        ("\uf0b7 Mục một", "“- ”"),
        ("Ảnh \ufffc", "U+FFFC"),
        ("Dòng\u2028dòng", "U+2028"),
        ("&#61623; Mục một", "“- ”"),
        ("Mất &#xFFFD; chữ", "\ufffd"),
    ],
)
def test_find_character_problems_of_characters_without_a_form_names_the_line(text: str, part: str) -> None:
    (message,) = list_messages(f"Dòng đầu.\n{text}\nkhác\n{text}")
    assert message.startswith("tin.md:2: ")
    assert part in message
    assert message.endswith("Cũng ở dòng 4.")


def test_read_readable_text_keeps_the_lines_without_refused_characters(tmp_path: Path) -> None:
    file = tmp_path / "tin.md"
    file.write_text("---\ntitle: \x85Tin\n---\n\ufffdThân bài.\n", encoding="utf-8")
    text, problems = read_readable_text(file, "tin.md")
    assert text == "---\ntitle: Tin\n---\nThân bài.\n"
    assert [problem.line for problem in problems] == [2, 4]


@pytest.mark.parametrize("text", ["Một.", "Một dòng dài hơn trước.\n"])
def test_read_readable_text_of_a_changed_file_reads_all_of_it(tmp_path: Path, text: str) -> None:
    file = tmp_path / "tin.md"
    file.write_text("Một dòng.", encoding="utf-8")
    status = file.stat()
    file.write_text(text, encoding="utf-8")
    assert read_readable_text(file, "tin.md", status).text == text


@pytest.mark.parametrize(
    "sign", "\x00\x08\x0b\x0e\x1f\x7f\u202a\u202e\u2066\u2069\ufffe\uffff\U000e0000\U000e007f"
)
def test_usual_text_has_no_unsafe_character(sign: str) -> None:
    assert UNSAFE_CHARACTERS_PATTERN.fullmatch(sign)
    assert not is_usual_text(f"Đảng bộ “{sign}” tỉnh")
