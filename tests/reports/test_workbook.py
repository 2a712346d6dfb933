from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from bulletin.reports.output import ROW_HEADINGS, SHARED_REMARK
from bulletin.reports.workbook import ROW_SHEET, TOTAL_SHEET, create_report_workbook, create_table_workbook
from tests.factories import SITE_URL, create_test_article
from tests.reports.report_factory import make_report


def open_report(*titles: str, **changes: Any) -> Any:
    articles = [
        create_test_article(f"tin-{number}", title=title, **changes) for number, title in enumerate(titles)
    ]
    return load_workbook(BytesIO(create_report_workbook(make_report(articles))))


def test_workbook_has_dates_numbers_links_and_a_heading_that_stays() -> None:
    sheet = open_report("Hội nghị", authors=("Minh Đăng",))[ROW_SHEET]
    assert [cell.value for cell in sheet[1]] == list(ROW_HEADINGS)
    url = "https://bantin.example.vn/2026/11/tin-0/"
    assert [cell.value for cell in sheet[2]] == [
        *(1, datetime(2026, 11, 22), "Hội nghị", "Minh Đăng", "Cán bộ", url, None, 6, 0, None)  # noqa: DTZ001  # of a cell
    ]
    assert sheet["B2"].number_format == "dd/mm/yyyy"
    assert sheet["C2"].font.name == "Times New Roman"
    assert sheet["F2"].hyperlink.target == url
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.auto_filter.ref) == ("A2", "$1:$1", "A1:J2")
    assert sheet.column_dimensions["C"].width == 60


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@SUM(A1)", "#N/A"])
def test_workbook_with_a_formula_in_a_title_holds_it_as_text(text: str) -> None:
    cell = open_report(text)[ROW_SHEET]["C2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix == (text != "#N/A")


def test_workbook_with_a_control_character_in_a_title_leaves_it_out() -> None:
    assert open_report("Hội\x0b nghị")[ROW_SHEET]["C2"].value == "Hội nghị"


def test_workbook_totals_have_sections_authors_and_the_sum() -> None:
    sheet = open_report("Một", "Hai", authors=("Minh Đăng", "An Khê"))[TOTAL_SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[0] for row in rows[:3]] == [
        *("Thống kê tin, bài đã đăng", "Từ 01/11/2026 đến 30/11/2026", "Lập lúc 07:30 23/11/2026")
    ]
    assert rows[4:] == [
        ["Theo chuyên mục", "Số tin, bài", "Số từ", "Số ảnh"],
        ["Cán bộ", 2, 10, 0],
        ["Cộng", 2, 10, 0],
        [None] * 4,
        ["Theo tác giả", "Số tin, bài", "Số từ", "Số ảnh"],
        ["An Khê", 2, 10, 0],
        ["Minh Đăng", 2, 10, 0],
        [SHARED_REMARK, None, None, None],
    ]


def test_workbook_without_articles_has_both_sheets() -> None:
    assert open_report().sheetnames == [ROW_SHEET, TOTAL_SHEET]


def test_table_workbook_has_one_sheet_with_dates_links_and_numbers() -> None:
    rows: list[tuple[str | int | date, ...]] = [
        ("38-KL/TW", date(2018, 11, 13), 2, SITE_URL),
        ("05-CT/TW", "", 1, ""),
    ]
    headings = ("Số", "Ngày", "Số bài", "Địa chỉ")
    workbook = load_workbook(
        BytesIO(
            create_table_workbook(
                "Văn bản",
                "Văn bản",
                headings=headings,
                widths=(20, 12, 8, 40),
                rows=rows,
                link_heading="Địa chỉ",
            )
        )
    )
    (sheet,) = workbook.worksheets
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [*headings],
        ["38-KL/TW", datetime(2018, 11, 13), 2, SITE_URL],  # noqa: DTZ001  # of a cell
        ["05-CT/TW", None, 1, None],
    ]
    assert sheet["D2"].hyperlink.target == SITE_URL
    assert sheet.auto_filter.ref == "A1:D3"
