"""Tests of the warnings about signs that became bullets or headings."""

import pytest

from tests.content.warnings.samples import BODY_LINE, create_checked_text, list_warnings_of


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("- 3°C vào ngày 1/1", "“\\- 3°C vào ngày 1/1”"), ("+ 5%", "“\\+ 5%”"), ("- 3 = 12", "“\\- 3 = 12”"), ("- 12,5 %.", "“\\- 12,5 %.”"),
        ("+ 5% so với cùng kỳ", "“\\+ 5% so với cùng kỳ”"), ("+ 5 điểm phần trăm", "dấu cộng"), ("+ 5,3%, cao nhất tỉnh", "dấu cộng"), ("+ 84 912 345 678", "dấu cộng"),
        ("- 1,2 lần so với năm 2025", "dấu trừ"),
        ("* Lưu ý: mang thẻ", "“\\* Lưu ý: mang thẻ”"), ("* **Ghi chú:** tạm tính", "dấu chú thích"),
    ],
)  # fmt: skip
def test_sign_that_became_a_bullet_is_told_with_what_prints_it(typed: str, advice: str) -> None:
    line, text = list_warnings_of(f"Một.\n\n{typed}")["sign-as-bullet"]
    assert (line, advice in text) == (BODY_LINE + 2, True)
    escaped = create_checked_text(f"Một.\n\n\\{typed}").html
    assert f"<p>{typed[0]} " in escaped


def test_sign_in_the_first_line_is_told() -> None:
    assert list_warnings_of("- 3°C vào ngày 1/1")["sign-as-bullet"][0] == BODY_LINE


def test_star_below_a_noted_word_is_told() -> None:
    assert list_warnings_of("Giá 5.000 đồng*\n\n* Chưa gồm thuế")["sign-as-bullet"][0] == BODY_LINE + 2


@pytest.mark.parametrize(
    "body",
    [
        "- 95% đảng viên\n- 3 chi bộ", "* Một\n* Hai*", "* Một", "- 12", "Giá *5.000* đồng\n\n* Một", "1. 3°C", "```\n- 3°C\n```\n\n- a",
        "- 5-6 hộ", "+ 5% so với cùng kỳ\n+ 7% so với kế hoạch", "+ 5 điểm", "Tỷ lệ:\n+ 95% hộ có nước sạch", "a) Số hộ\n\n+ 95% hộ", "+ 95% hộ\n+ 90% xã", "- 95% đảng viên", "- 95% (19/20 đảng viên)", "+ 5 lần",
        "- 12 xã so với 10 xã", "+ 84 hộ", "Mã `a*`\n\n* Một",
    ],
)  # fmt: skip
def test_items_of_lists_are_not_told(body: str) -> None:
    assert "sign-as-bullet" not in list_warnings_of(body)


@pytest.mark.parametrize(
    "body",
    [
        "Tổng cộng\n---------\n1.000.000",
        "Đoạn văn bình thường.\n---",
        "Đoạn văn của bài\n---\nĐoạn sau",
        "Một;\n===",
        "---\nGhi chú\n---",
    ],
)
def test_line_below_a_paragraph_is_told(body: str) -> None:
    line, text = list_warnings_of(f"Một.\n\n{body}")["line-as-heading"]
    assert line == BODY_LINE + 3 + body.startswith("---")
    assert "để một dòng trống phía trên" in text


@pytest.mark.parametrize(
    "body",
    [
        "Kết quả\n---\n\nMột.",
        "Kết quả\n===\nMột.",
        "Một.\n\n---\n\n## Hai",
        "## Một\n---",
        "```\na.\n---\n```\n\n## Hai",
        "Vì sao?\n---",
    ],
)
def test_underlined_heading_and_rule_are_not_told(body: str) -> None:
    assert "line-as-heading" not in list_warnings_of(body)


@pytest.mark.parametrize("above", ["Họ và tên", "Họ và tên\n", "> Họ tên\n> : B"])
def test_colon_that_became_a_definition_is_told_with_what_prints_it(above: str) -> None:
    typed = ": Lê A" if above[0] != ">" else "> : Lê A"
    line, text = list_warnings_of(f"{above}\n{typed}")["colon-as-definition"]
    assert line == BODY_LINE + (1 if above[0] == ">" else above.count("\n") + 1)
    assert "hãy viết “\\: " in text
    assert ": Lê A" in create_checked_text(f"{above}\n{typed.replace(':', chr(92) + ':')}").html


@pytest.mark.parametrize(
    "body", ["`type`\n: Loại", "**Tổ đảng**\n: Một\n: Hai", "Gồm:\n\n```\na\n: b\n```", "Lúc 7\n:30"]
)
def test_definition_of_a_marked_word_is_not_told(body: str) -> None:
    assert "colon-as-definition" not in list_warnings_of(body)
