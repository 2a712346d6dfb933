"""Tests of new paragraphs below an item, a quotation or a note."""

import pytest

from tests.content.markup.dialect_table import convert_like_us

_LONG = "Đồng chí Nguyễn Văn A, Ủy viên Ban Thường vụ, Trưởng Ban Tuyên giáo và Dân vận"


@pytest.mark.parametrize(
    "line",
    [
        "Hội nghị kết thúc lúc 11 giờ 30.", "II. HẠN CHẾ", "“Phải làm ngay”, ông nói.", "**Kết quả:** 12 hộ.", "a) Ưu điểm", "2) Hai",
        "• Ba", "Điều 2. Đối tượng",
    ],
)  # fmt: skip
@pytest.mark.parametrize("item", ["- Đồng chí B", "3. Khoản ba;", "> “Phải làm ngay.”", "- Một\n  - Hai"])
def test_line_that_begins_a_sentence_below_a_short_line_is_a_paragraph(item: str, line: str) -> None:
    made = convert_like_us(f"{item}\n{line}")
    assert made.endswith(f"{convert_like_us(line)}")
    assert made.startswith(convert_like_us(item))


@pytest.mark.parametrize(
    "line",
    [
        "và các xã.", "(kèm danh sách)", "5 hộ.", "— Bác Hồ", "– Hai",
    ],
)  # fmt: skip
def test_line_that_goes_on_with_a_sentence_stays_in_the_item(line: str) -> None:
    assert convert_like_us(f"- Một\n{line}") == f"<ul><li>Một\n{line}</li></ul>"


@pytest.mark.parametrize(
    "item",
    [
        "Trăm năm trong cõi người ta,",
        "Dự có:",
        "Xem [Báo",
        "Ông (Bí thư",
        "Một  ",
        "Một\\",
        "Ông “A",
        "Mã `a",
    ],
)
def test_line_below_an_open_sentence_stays_in_the_item(item: str) -> None:
    assert convert_like_us(f"- {item}\nHai ba").endswith("Hai ba</li></ul>")


def test_line_that_a_program_wrapped_stays_in_the_item() -> None:
    assert convert_like_us(f"- {_LONG}.\nHội nghị vui.") == f"<ul><li>{_LONG}.\nHội nghị vui.</li></ul>"


def test_line_in_a_text_of_long_lines_is_a_paragraph() -> None:
    long_line = f"{_LONG}, {_LONG}."
    made = convert_like_us(f"- {_LONG}.\nHội nghị vui.\n\n{long_line}")
    assert made == f"<ul><li>{_LONG}.</li></ul><p>Hội nghị vui.</p><p>{long_line}</p>"


def test_line_below_a_note_is_a_paragraph() -> None:
    made = convert_like_us("Một[^1].\n\n[^1]: Theo báo cáo.\nTác giả: Minh Đăng\n\nHai.")
    assert "<p>Tác giả: Minh Đăng</p><p>Hai.</p>" in made


def test_line_below_a_note_with_text_behind_the_next_note_is_a_paragraph() -> None:
    made = convert_like_us("Một[^1].[^2]\n\n[^1]: Theo báo cáo.\nXem thêm phụ lục.\n\n[^2]: Hai.\n\nKết.")
    assert "<p>Xem thêm phụ lục.</p><p>Kết.</p>" in made


@pytest.mark.parametrize(
    "below",
    [
        "",
        "\n[^2]: Hai.",
        "\n\n[^2]: Hai.",
        "\n\n[^2]: Hai.\n\n    Ba.",
        "\n\n[^2]: Hai.\n\n[a]: https://a.vn/x\n[b]: https://a.vn/y",
        "\n\n[^2]: Hai.\n\n*[HU]: Huyện ủy",
        "\n\n[^2]: Hai.\n\n<!-- Nguồn: báo cáo -->",
        "\n\n---",
    ],
)
def test_line_below_a_note_among_the_last_notes_belongs_to_it(below: str) -> None:
    made = convert_like_us(f"Một[^1].[^2]\n\n[^1]: Theo báo cáo.\nXem thêm phụ lục.{below}")
    assert "Theo báo cáo.\nXem thêm phụ lục." in made


def test_line_below_a_note_with_html_behind_the_next_note_is_a_paragraph() -> None:
    made = convert_like_us("Một[^1].[^2]\n\n[^1]: Theo báo cáo.\nXem thêm.\n\n[^2]: Hai.\n\n<div>Kết.</div>")
    assert "<p>Xem thêm.</p>" in made


@pytest.mark.parametrize("start", ["- ", "> ", "[^1]: "])
def test_line_below_a_wrapped_line_stays_in_the_item(start: str) -> None:
    made = convert_like_us(f"Xem[^1].\n\n{start}Một\nhai ba.\nBốn năm.")
    assert "Một\nhai ba.\nBốn năm." in made
