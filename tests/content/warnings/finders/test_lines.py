"""Tests of the warning about lines that a page prints as one."""

import re

import pytest

from bulletin.content.warnings.texts import find_text_warnings
from bulletin.content.warnings.warning import join_places
from tests.content.warnings.samples import BODY_LINE, create_checked_text, list_warnings_of

_LONG = "Một đoạn dài được phần mềm soạn thảo tự ngắt ở cột tám mươi, như các lập trình"


@pytest.mark.parametrize(
    "body",
    [
        "Đoạn một.\nĐoạn hai dán từ Word.", "Trăm năm trong cõi người ta,\nChữ tài chữ mệnh khéo là ghét nhau.",
        "Thời gian: 7h30\nĐịa điểm: hội trường", "7h30: Đón khách\n8h00: Khai mạc", "**Hỏi:** Ai?\n**Đáp:** Tôi.",
        "[1] Tác giả A\n[2] Tác giả B", "1.1 Mục\n1.2 Mục", "-- A\n-- B", "=> A\n=> B", "★ A\n★ B", "① A\n② B", "1️⃣ A\n2️⃣ B", "🔹A\n🔹B",
        "Bước 1: A\nBước 2: B", "*) A\n*) B", "“Không có gì quý hơn độc lập, tự do.”\n(Hồ Chí Minh)", "> Không có gì quý hơn.\n> — Hồ Chí Minh",
        "    Trăm năm trong cõi người ta,\n    Chữ tài chữ mệnh khéo là ghét nhau.", "-3°C\n-5°C", "Quê hương là chùm khế ngọt\n  Cho con trèo hái mỗi ngày", "Đoạn thơ:\n    Ta đi tới", "    Ta đi tới\n        Trên đường", "Kính gửi:\tBan Thường vụ\n\tCác chi bộ", f"{_LONG}. {_LONG}.\nHội nghị vui. {_LONG}.",
    ],
)  # fmt: skip
def test_lines_of_their_own_are_told_at_the_second(body: str) -> None:
    line, text = list_warnings_of(f"Đầu.\n\n{body}")["lines-in-paragraph"]
    assert line == BODY_LINE + 3
    assert "in liền với dòng trên" in text


@pytest.mark.parametrize(
    "body",
    [
        f"{_LONG}\nviên hay làm.\nHội nghị vui.", f"{_LONG}.\nHội nghị vui.", "Một\\\nHai", "Một  \nHai", "- Một\n  Hai", "1. Một\n   Hai", "Một\nvà hai",
        "![Ảnh](/images/a.png)\nChú thích", "– a\n– b", "Gồm:\n1) Một\n2) Hai", "Một\n(hai)", "Ông nói: “Tốt.”\n(theo Báo A)", "Nghị quyết “Một”\n(Khóa XII) và\nhai", "“Một.”\n– hai – ba", "| A | B |\n| - | - |\n| 1 | 2 |", "```\nMột\nHai\n```",
        f"{_LONG}, {_LONG}.\nHội nghị vui.", "<p>Một</p>\n<p>Hai</p>", "> Một\n>\n> Hai", "Một\n\nHai", "Xem\n[Một bài rất dài](https://example.vn/mot-bai-rat-dai-cua-bao/)",
    ],
)  # fmt: skip
def test_lines_that_a_program_wrapped_are_not_told(body: str) -> None:
    assert "lines-in-paragraph" not in list_warnings_of(body)


def test_lines_around_a_sign_are_told() -> None:
    line, text = list_warnings_of("TỈNH ỦY THỬ\n*\nSố 12-KH/TU")["lines-in-paragraph"]
    assert (line, "“Số 12-KH/TU”" in text) == (BODY_LINE + 2, True)


def test_lines_of_a_table_of_word_are_told_once() -> None:
    found = list_warnings_of("Họ tên:\tLê An\nTuổi:\t20\nQuê:\tXã A")
    assert [name for name in found if name in ("tab-rows", "lines-in-paragraph")] == ["tab-rows"]


def test_lines_in_a_paragraph_of_html_have_a_remedy_that_parts_them() -> None:
    body = "<p>\nThời gian: 7h30\nĐịa điểm: hội trường\n</p>"
    assert list_warnings_of(body)["lines-in-paragraph"][1].endswith("Hãy gõ <br> ở cuối mỗi dòng trên.")
    assert "lines-in-paragraph" not in list_warnings_of(body.replace("7h30", "7h30<br>"))


@pytest.mark.parametrize("above", ["Thẻ `<p>` mở đoạn.", "<p>Một</p>", "Chữ <p> lạ", "<p>Chưa đóng"])
def test_lines_outside_a_paragraph_of_html_have_the_usual_remedy(above: str) -> None:
    found = list_warnings_of(f"{above}\n\nThời gian: 7h30\nĐịa điểm: hội trường")
    assert "dấu \\ ở cuối mỗi dòng trên" in found["lines-in-paragraph"][1]


def test_lines_of_a_poem_are_told_once() -> None:
    _, text = list_warnings_of("Trăm năm trong cõi\nChữ tài chữ mệnh\nTrải qua một cuộc\n\nMột.\nHai.")[
        "lines-in-paragraph"
    ]
    assert text.endswith(f"Cũng ở dòng {BODY_LINE + 2}, {BODY_LINE + 5}.")


def test_lines_of_a_notice_are_told_in_one_warning() -> None:
    notice = "UBND XÃ THỬ\n*Kính gửi:* Các thôn\n“Thời gian”: 7h30\nĐịa điểm: hội trường\n1.000 người"
    body = f"{notice}\n\nMột đoạn.\n\n{notice}"
    found = join_places(find_text_warnings("tin.md", create_checked_text(body), ()))
    (warning,) = [warning for warning in found if warning.name == "lines-in-paragraph"]
    lines = {warning.line, *map(int, re.findall(r"\d+", f"{warning}".partition("Cũng ở dòng")[2]))}
    rows = body.split("\n")
    for line in sorted(lines, reverse=True):
        rows.insert(line - BODY_LINE, "")
    assert "lines-in-paragraph" not in list_warnings_of("\n".join(rows))
