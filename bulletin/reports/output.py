"""A report of published articles as lines for a terminal and as a CSV table."""

from collections.abc import Iterator, Sequence
from datetime import date

from bulletin.reports.published_articles import PublicationReport, ReportRow, ReportTotal
from bulletin.text.csv_tables import format_csv_table
from bulletin.text.formatting import format_count, format_date, format_moment

REPORT_TITLE = "Thống kê tin, bài đã đăng"
ROW_HEADINGS = (
    *("STT", "Ngày đăng", "Tiêu đề", "Tác giả", "Chuyên mục", "Địa chỉ"),
    *("Văn bản viện dẫn", "Số từ", "Số ảnh", "Ghi chú"),
)
"""Headings of the table of articles, in the order of ``list_cells``."""
TOTAL_HEADINGS = ("Số tin, bài", "Số từ", "Số ảnh")
SECTION_TOTALS, AUTHOR_TOTALS = "Theo chuyên mục", "Theo tác giả"
SHARED_REMARK = "Bài của nhiều tác giả được tính cho từng người."
_INDENT = " " * 35
"""Width of the columns before the title."""


def list_cells(number: int, row: ReportRow) -> tuple[str | int | date, ...]:
    """Return the cells of an article: numbers as numbers, the date as a date."""
    return (
        *(number, row.day, row.title, ", ".join(row.authors), row.section, row.url),
        *(", ".join(row.documents), row.words, row.images, row.remark),
    )


def describe_choice(report: PublicationReport) -> Iterator[str]:
    """Yield the span of a report, then its section and its author if it has only one."""
    first, last = report.choice.first, report.choice.last
    yield (
        f"Ngày {format_date(first)}" if first == last else f"Từ {format_date(first)} đến {format_date(last)}"
    )
    if report.choice.section:
        yield f"Chuyên mục: {report.choice.section.name}"
    if report.choice.author:
        yield f"Tác giả: {report.choice.author}"


def describe_publication(report: PublicationReport) -> Iterator[str]:
    """Yield the lines of a report for a terminal."""
    yield REPORT_TITLE
    yield from describe_choice(report)
    if report.rows:
        yield f"\n{'STT':>4}  {'Ngày đăng':<10}  {'Số từ':>7}  {'Số ảnh':>6}  Tiêu đề"
    for number, row in enumerate(report.rows, 1):
        yield from _describe_row(number, row)
    total = report.total
    yield (
        f"\n{total.name}: {format_count(total.articles)} tin, bài; {format_count(total.words)} từ; "
        f"{format_count(total.images)} ảnh."
    )
    if report.rows:
        yield from _describe_totals(SECTION_TOTALS, report.sections)
        yield from _describe_totals(AUTHOR_TOTALS, report.authors)
        if report.has_shared_articles:
            yield SHARED_REMARK
    yield f"\nLập lúc {format_moment(report.now)}."


def _describe_row(number: int, row: ReportRow) -> Iterator[str]:
    yield (
        f"{number:>4}  {format_date(row.day)}  {format_count(row.words):>7}  {format_count(row.images):>6}  {row.title}"
    )
    names = (row.section, ", ".join(row.authors), ", ".join(row.documents), row.remark)
    yield f"{_INDENT}{'; '.join(filter(None, names))}"
    yield f"{_INDENT}{row.url}"


def _describe_totals(heading: str, totals: Sequence[ReportTotal]) -> Iterator[str]:
    yield f"\n{'Tin, bài':>9}  {'Số từ':>9}  {'Số ảnh':>7}  {heading}"
    for total in totals:
        yield (
            f"{format_count(total.articles):>9}  {format_count(total.words):>9}  {format_count(total.images):>7}  "
            f"{total.name}"
        )


def format_publication_csv(report: PublicationReport) -> str:
    """Return the articles as a table for spreadsheets, without totals."""
    return format_csv_table(
        ROW_HEADINGS, (list_cells(number, row) for number, row in enumerate(report.rows, 1))
    )
