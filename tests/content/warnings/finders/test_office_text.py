"""Tests of the warnings about formulas of office documents."""

import pytest

from bulletin.content.warnings.finders.office_text import is_in_capitals
from tests.content.warnings.samples import BODY_LINE, list_warnings_of


@pytest.mark.parametrize(
    "text", ["MỞ ĐẦU", "HỘI NGHỊ TỔNG KẾT NĂM 2026", "I. ĐẶC ĐIỂM TÌNH HÌNH", "TRIỂN KHAI KẾ HOẠCH 215-KH/TU"]
)
def test_is_in_capitals_heading_of_word_is_true(text: str) -> None:
    assert is_in_capitals(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Mở đầu",
        "UBND",
        "UBND – HĐND",
        "HĐND VÀ UBND",
        "NATO, EU",
        "ĐẢNG",
        "2026",
        "COVID-19",
        "WTO VÀ EU",
    ],
)
def test_is_in_capitals_abbreviation_is_false(text: str) -> None:
    assert not is_in_capitals(text)


def test_capitals_in_title_and_headings_are_told_together() -> None:
    body = "Đoạn.\n\n## I. ĐẶC ĐIỂM TÌNH HÌNH\n\nChữ.\n\n### **KẾT QUẢ ĐẠT ĐƯỢC**"
    line, text = list_warnings_of(body, "KẾ HOẠCH CÔNG TÁC")["capitals"]
    assert line == 2
    assert text.endswith(f"Cũng ở dòng {BODY_LINE + 2}, {BODY_LINE + 6}.")
    assert list_warnings_of(body)["capitals"][0] == BODY_LINE + 2


@pytest.mark.parametrize("end", ["./.", "./.  ", "**./.**", " ./."])
def test_closing_mark_at_the_end_of_a_line_is_told(end: str) -> None:
    assert list_warnings_of(f"Một.\n\nTổ chức thực hiện{end}\n\nKý.")["closing-mark"][0] == BODY_LINE + 2


@pytest.mark.parametrize(
    "body", ["Chạy `./inv`.", "Xem ../../a", "Ghi “./.” ở cuối văn bản.", "```\n./.\n```"]
)
def test_closing_mark_elsewhere_is_not_told(body: str) -> None:
    assert "closing-mark" not in list_warnings_of(body)


@pytest.mark.parametrize(
    "block",
    [
        "Nơi nhận:\n\n- Như trên;\n- Lưu VT.",
        "**Nơi nhận:**\n– Thường trực Tỉnh ủy,\n– Lưu.",
        "*Nơi nhận*: Như trên; lưu VT.",
        "NƠI NHẬN:\n\n\n- Các chi bộ;",
        "| Nơi nhận: | TM. BAN THƯỜNG VỤ |\n| --- | --- |\n| - Như trên; | PHÓ BÍ THƯ |",
    ],
)
def test_recipients_are_told(block: str) -> None:
    assert list_warnings_of(f"Một.\n\n{block}")["recipients"][0] == BODY_LINE + 2


@pytest.mark.parametrize(
    "body",
    [
        "Nơi nhận hồ sơ: bộ phận một cửa.",
        "Nơi nhận: Văn phòng Tỉnh ủy, số 1, đường Lê Lợi.",
        "Khai đúng nơi nhận: xã, phường.",
        "Quyên góp.\n\nNơi nhận: các xã.\n\nThời gian: đến hết tháng.",
    ],
)
def test_place_that_takes_things_is_no_list_of_recipients(body: str) -> None:
    assert "recipients" not in list_warnings_of(f"Một.\n\n{body}")


@pytest.mark.parametrize(
    "block",
    [
        "TM. BAN THƯỜNG VỤ",
        "**T/M BAN THƯỜNG VỤ**  \nBÍ THƯ",
        "KT. TRƯỞNG BAN",
        "**TRƯỞNG BAN**",
        "PHÓ BÍ THƯ THƯỜNG TRỰC  \nLê Văn An",
        "(Đã ký)",
        "*(Ký tên, đóng dấu)*",
        "| Nơi nhận | TL. CHỦ TỊCH |\n| --- | --- |\n| a | b |",
    ],
)
def test_signature_is_told(block: str) -> None:
    assert list_warnings_of(f"Một.\n\n{block}")["signature"][0] == BODY_LINE + 2


@pytest.mark.parametrize(
    "body",
    [
        "TM. Ban Thường vụ, đồng chí Bí thư phát biểu.",
        "KT-XH phát triển.",
        "Hai bên (đã ký) cam kết.",
        "TL 719 nối hai xã.",
        "Báo TT. TÂN LẬP",
        "BÍ THƯ Tỉnh ủy dự hội nghị.",
        "Trưởng ban",
    ],
)
def test_sentence_is_no_signature(body: str) -> None:
    assert "signature" not in list_warnings_of(f"Một.\n\n{body}")
