"""Workbooks for spreadsheets (.xlsx): reports, and tables of one sheet."""

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from bulletin.reports.output import (
    AUTHOR_TOTALS,
    REPORT_TITLE,
    ROW_HEADINGS,
    SECTION_TOTALS,
    SHARED_REMARK,
    TOTAL_HEADINGS,
    describe_choice,
    list_cells,
)
from bulletin.reports.published_articles import PublicationReport, ReportTotal
from bulletin.text.csv_tables import FORMULA_STARTS
from bulletin.text.formatting import format_moment

ROW_SHEET, TOTAL_SHEET = "Tin, bài đã đăng", "Tổng hợp"
"""Names of the sheets."""
_ROW_WIDTHS = (6, 12, 60, 24, 26, 44, 24, 10, 9, 14)
_TOTAL_WIDTHS = (44, 13, 13, 13)
_FONT = "Times New Roman"
"""Font of office documents (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
_MAX_LINKS = 65_530
"""Links that Excel accepts in one sheet.

Source: https://support.microsoft.com/en-us/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
"""
_PAPER_A4 = 9
"""Number of this paper in the format."""


def create_report_workbook(report: PublicationReport) -> bytes:
    """Return a workbook with a sheet of all articles and a sheet of totals.

    Both print on A4 paper, as wide as a page.
    """
    workbook = _create_workbook(f"{REPORT_TITLE}: {', '.join(describe_choice(report))}", "./inv report")
    rows = [list_cells(number, row) for number, row in enumerate(report.rows, 1)]
    _write_rows(_create_sheet(workbook, ROW_SHEET, _ROW_WIDTHS, "landscape"), ROW_HEADINGS, rows, "Địa chỉ")
    _write_totals(_create_sheet(workbook, TOTAL_SHEET, _TOTAL_WIDTHS, "portrait"), report)
    return _save_workbook(workbook)


def create_table_workbook(
    title: str,
    name: str,
    *,
    headings: Sequence[str],
    widths: Sequence[int],
    rows: Sequence[Sequence[str | int | date]],
    link_heading: str,
) -> bytes:
    """Return a workbook with one sheet.

    Args:
        title: Title of the workbook.
        name: Name of the sheet.
        headings: Headings of the columns.
        widths: Widths of the columns, in characters.
        rows: The cells below the headings.
        link_heading: Heading of the column whose addresses are links.

    """
    workbook = _create_workbook(title, "./inv documents")
    _write_rows(_create_sheet(workbook, name, widths, "landscape"), headings, rows, link_heading)
    return _save_workbook(workbook)


def _create_workbook(title: str, creator: str) -> Any:
    workbook = Workbook(write_only=True)
    for style in _create_styles():
        workbook.add_named_style(style)
    workbook.properties.title, workbook.properties.creator = title, creator
    return workbook


def _save_workbook(workbook: Any) -> bytes:
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _create_styles() -> Iterator[NamedStyle]:
    """Yield the styles of cells.

    Reason: a cell with a named style is written in half the time.
    """
    plain, bold = Font(_FONT, size=12), Font(_FONT, size=12, bold=True)
    link, large = Font(_FONT, size=12, color="0563C1", underline="single"), Font(_FONT, size=14, bold=True)
    top, wrapped = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
    yield NamedStyle("text", plain, alignment=wrapped)
    yield NamedStyle("link", link, alignment=wrapped)
    yield NamedStyle("date", plain, alignment=top, number_format="dd/mm/yyyy")
    yield NamedStyle("number", plain, alignment=top, number_format="#,##0")
    yield NamedStyle("heading", bold, alignment=wrapped)
    yield NamedStyle("title", large)
    yield NamedStyle("line", plain)
    yield NamedStyle("sum", bold, number_format="#,##0")


def _create_sheet(workbook: Any, name: str, widths: Sequence[int], orientation: str) -> Any:
    """Return a new sheet with the widths of its columns, in characters."""
    sheet = workbook.create_sheet(name)
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.paperSize, sheet.page_setup.orientation = _PAPER_A4, orientation
    sheet.page_setup.fitToHeight = 0  # as many pages as it needs
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return sheet


def _write_rows(
    sheet: Any, headings: Sequence[str], rows: Sequence[Sequence[str | int | date]], link_heading: str
) -> None:
    """Write rows below a heading that is printed on each page."""
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.append([_create_cell(sheet, heading, "heading") for heading in headings])
    for number, row in enumerate(rows, 1):
        cells: list[Any] = [_create_cell(sheet, value) if value != "" else None for value in row]
        link = cells[headings.index(link_heading)]
        if link and number <= _MAX_LINKS:
            link.hyperlink, link.style = link.value, "link"
        sheet.append(cells)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(rows) + 1}"


def _write_totals(sheet: Any, report: PublicationReport) -> None:
    """Write what the report is about, and the totals by section and by author."""
    sheet.append([_create_cell(sheet, REPORT_TITLE, "title")])
    for line in (*describe_choice(report), f"Lập lúc {format_moment(report.now)}"):
        sheet.append([_create_cell(sheet, line, "line")])
    for heading, totals in ((SECTION_TOTALS, report.sections), (AUTHOR_TOTALS, report.authors)):
        sheet.append([])
        sheet.append([_create_cell(sheet, text, "heading") for text in (heading, *TOTAL_HEADINGS)])
        for total in totals:
            sheet.append([_create_cell(sheet, value) for value in _list_total(total)])
        if heading == SECTION_TOTALS:
            sheet.append([_create_cell(sheet, value, "sum") for value in _list_total(report.total)])
    if report.has_shared_articles:
        sheet.append([_create_cell(sheet, SHARED_REMARK, "line")])


def _list_total(total: ReportTotal) -> tuple[str | int, ...]:
    return total.name, total.articles, total.words, total.images


def _create_cell(sheet: Any, value: str | int | date, style: str = "") -> Any:
    """Return a cell: a number, a date, or a text.

    A text is no formula, even after it was edited in a spreadsheet.
    """
    cell = WriteOnlyCell(sheet)
    if isinstance(value, str):
        cell.value, cell.style = ILLEGAL_CHARACTERS_RE.sub("", value), style or "text"
        cell.data_type = "s"  # openpyxl makes a formula of “=1+1”, and an error of “#N/A”
        if value.startswith(FORMULA_STARTS):
            cell.quotePrefix = True
    else:
        cell.value = value
        cell.style = style or ("number" if isinstance(value, int) else "date")
    return cell
