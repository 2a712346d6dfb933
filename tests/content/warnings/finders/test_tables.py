"""Tests of tables that Markdown prints as running text."""

import pytest

from bulletin.content.warnings.finders.tables import find_unread_tables
from bulletin.content.warnings.texts import find_text_warnings
from tests.content.warnings.samples import BODY_LINE, create_checked_text, list_warnings_of


def list_table_problems(body: str) -> list[tuple[int, str]]:
    """Return line and remedy of each error about a table."""
    found = find_unread_tables("tin.md", create_checked_text(body))
    return [(problem.line - BODY_LINE + 1, problem.remedy) for problem in found]


@pytest.mark.parametrize(
    ("body", "line", "advice"),
    [
        ("| Xã | Số |\n| A | 1 |\n| B | 2 |", 1, "thêm ngay dưới dòng này: | --- | --- |"),
        ("| Xã | Số |\n| — | — |\n| B | 2 |", 2, "viết dòng này là | --- | --- |"),
        ("Xã | Số\n—|—\nB | 2", 2, "viết dòng này là --- | ---"),
        ("| Xã | Số | Tỷ lệ |\n| :— | —: | :—: |", 2, "viết dòng này là | :--- | ---: | :---: |"),
        ("**Xã** | Số | Đạt\n:—: | — | —", 2, "viết dòng này là :---: | --- | ---"),
        ("| Xã | Số | Đạt |\n| --- | --- |\n| B | 2 | 1 |", 2, "viết dòng này là | --- | --- | --- |"),
        ("> | a | b |\n> | — | — |", 2, "viết dòng này là | --- | --- |"),
        (
            "+---+---+\n| a | b |\n+---+---+\n| 1 | 2 |\n+---+---+",
            1,
            "ngay dưới hàng đầu của bảng: | --- | --- |",
        ),
        ("| a | b |\n| --- | --- |\n| 1 | 2 |\n\n| a | b |\n| — | — |", 6, "viết dòng này là | --- | --- |"),
        (
            "|------|\n| a | b |\n|------|\n| 1 | 2 |\n|------|",
            1,
            "ngay dưới hàng đầu của bảng: | --- | --- |",
        ),
        ('<p align="center"><b> \n| a | b |\n| --- | --- |\nx', 3, "rồi để một dòng trống."),
        ("||Số||Đạt|\n|A|B|C|D|", 1, "thêm ngay dưới dòng này: | --- | --- | --- | --- |"),
        ("| a | b | |\n| c | d | e |", 1, "thêm ngay dưới dòng này: | --- | --- | --- |"),
        ("a || b\n— | —", 2, "viết dòng này là --- | --- | ---"),
        ("||a|\n|:—||—:|", 2, "viết dòng này là | :--- | --- |"),
        ("a \\| b | c\n— | —", 2, "viết dòng này là --- | ---"),
        ("| `a|b` | c |\n| — | — |", 2, "viết dòng này là | --- | --- |"),
        ("— | —", 1, "cách nhau bằng dấu |, hoặc xóa dòng này."),
        ("Chữ\n--- | ---\na | b", 2, "cách nhau bằng dấu |, hoặc xóa dòng này."),
    ],
)
def test_table_that_is_none_is_an_error_with_the_line_to_write(body: str, line: int, advice: str) -> None:
    ((found, remedy),) = list_table_problems(body)
    assert (found, remedy.endswith(advice)) == (line, True)
    assert "table-as-text" not in list_warnings_of(body)


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("Xã | Số\nA | 1\nB | 2", "--- | ---"),
        ("a | b | c\nd | e | f", "--- | --- | ---"),
        ("| A | B |", "| --- | --- |"),
        ("Xã|Số\nAn|1", "--- | ---"),
        ("**Xã** | Số hộ\nAn | 1", "--- | ---"),
    ],
)
def test_lines_with_bars_that_may_be_a_table_are_told(body: str, rule: str) -> None:
    assert list_table_problems(body) == []
    line, text = list_warnings_of(body)["table-as-text"]
    assert (line, text.endswith(f"dòng này: {rule}")) == (BODY_LINE, True)


@pytest.mark.parametrize(
    "body",
    [
        "| Xã | Số |\n| --- | ---: |\n| A | 1 |",
        "Xã | Số\n--- | ---\nA | 1",
        "| A | B |\n|\xa0---\xa0|\xa0---\xa0|\n| 1 | 2 |",
        "| A | B |\xa0\n| --- | ---: |\u200b\n| x | 15\\|16 |\n| `a\\|b` | c |",
        "Bảng dưới đây:\n| Xã | Số |\n| --- | --- |\n| A | 1 |",
        "Giá trị |x| và |y| bằng nhau.",
        "Một câu có A | B.\nMột câu nữa có C | D.",
        "Điện thoại: 0252 382 1234 | Thư: toasoan@example.vn",
        "Điện thoại: 0252 382 1234 | Thư: a@example.vn\nĐịa chỉ: Tánh Linh | Trang: example.vn",
        "Thư mục\n| bài\n| ảnh",
        "Trang chủ | Tin tức",
        "Tin: Thu Hà | Ảnh: Minh Anh\nBiên tập: Lê An | Trình bày: Hà My",
        "a || b\nc || d\ne || f",
        "$|x|$ và $|y|$\n$|z|$ và $|t|$",
        "\\| a | b \\|\n\\| c | d \\|",
        "```\n| a | b |\n| c | d |\n```",
        "|x - 1| < 2\n|y| > 3",
        "____________|____________",
    ],
)
def test_bars_that_are_no_table_are_not_told(body: str) -> None:
    assert list_table_problems(body) == []
    assert list_warnings_of(body) == {}


@pytest.mark.parametrize("rows", ["| An | 1 |", "| An | 1 |\n| Bình | 2 |"])
def test_row_below_an_empty_line_of_a_table_is_told_to_join_it(rows: str) -> None:
    text = create_checked_text(f"| A | B |\n| --- | --- |\n\n{rows}")
    problems = [(item.line, item.remedy) for item in find_unread_tables("tin.md", text)]
    warnings = [(item.line, item.remedy) for item in find_text_warnings("tin.md", text, ())]
    assert problems + warnings == [
        (BODY_LINE + 3, "Nếu là hàng của bảng ở trên, hãy xóa dòng trống phía trên dòng này.")
    ]


def test_row_with_more_cells_below_a_table_is_told_as_one_of_another_table() -> None:
    body = "| A | B |\n| --- | --- |\n| 1 | 2 |\n\n||Số||Đạt|\n|A|B|C|D|"
    assert list_table_problems(body) == [(5, "Hãy thêm ngay dưới dòng này: | --- | --- | --- | --- |")]
