"""Readers' numbers as lines for a terminal, as a table and as a chart."""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from itertools import groupby
from typing import NamedTuple

from bulletin.readership.access_log import LogCounts
from bulletin.readership.report import ArticleCount, DayCount, ReadershipReport
from bulletin.text.csv_tables import format_csv_table
from bulletin.text.formatting import format_count, format_date

_MAX_DAYS = 100
"""Days of a report or a chart. Longer spans are shown by months."""
_BAR_WIDTH = 40
"""Signs of the longest bar in a terminal."""
_CHART_HEIGHT, _CHART_STEP, _CHART_MARGIN, _LEAST_WIDTH = 220, 24, 56, 300
"""Units of the chart: height of the highest bar, width of a day, space around, width of the title."""


def describe_report(report: ReadershipReport, counts: LogCounts, most: int) -> Iterator[str]:
    """Yield the lines of a report for a terminal.

    Args:
        report: The numbers.
        counts: Lines of the log that are no page views.
        most: Articles to list.

    """
    first, last = report.days[0].day, report.days[-1].day
    title = (
        f"Ngày {format_date(first)}" if first == last else f"Từ {format_date(first)} đến {format_date(last)}"
    )
    yield f"{title}: {format_count(report.views)} lượt đọc, {format_count(report.visits)} lượt người đọc."
    yield (
        "Mỗi người đọc tính một lần mỗi ngày; mở lại một trang trong nửa giờ không tính thêm. "
        f"Đã bỏ {format_count(counts.robots)} lượt của máy tìm kiếm và chương trình khác."
    )
    if counts.unreadable:
        yield f"Có {format_count(counts.unreadable)} trong {format_count(counts.lines)} dòng nhật ký không đọc được."
    if counts.without_browser:
        yield (
            f"Đã bỏ {format_count(counts.without_browser)} lượt của những dòng không ghi trình duyệt (dạng “common”): "
            "không biết là người đọc hay máy."
        )
    if counts.wrong_clock:
        yield f"Đã bỏ {format_count(counts.wrong_clock)} dòng ghi ngày chưa tới hoặc quá cũ (đồng hồ máy chủ sai)."
    yield f"\nBài đọc nhiều ({format_count(len(report.articles))} bài có người đọc)"
    yield from map(_format_article, report.articles[:most])
    yield "\nTheo chuyên mục"
    for name, views in report.sections:
        yield f"{format_count(views):>9}  {name}"
    if report.other_views:
        yield f"{format_count(report.other_views):>9}  (trang đầu, danh sách và trang khác)"
    spans = _list_spans(report.days)
    yield f"\nTheo {'ngày' if len(spans) == len(report.days) else 'tháng'} (lượt đọc, lượt người đọc)"
    highest = max(span.views for span in spans)
    for span in spans:
        bar = "█" * round(span.views / highest * _BAR_WIDTH)
        yield f"{span.label:>10}  {format_count(span.views):>7}  {format_count(span.readers):>7}  {bar}".rstrip()


class _Span(NamedTuple):
    """A day or a month."""

    label: str
    first: date
    views: int
    readers: int


def _list_spans(days: Sequence[DayCount]) -> list[_Span]:
    """Return the days, or the months if there are too many days to look at."""
    if len(days) <= _MAX_DAYS:
        return [_Span(format_date(day.day), day.day, day.views, day.readers) for day in days]
    months = [list(group) for _, group in groupby(days, key=lambda day: (day.day.year, day.day.month))]
    return [
        _Span(
            f"{month[0].day.month}/{month[0].day.year}",
            month[0].day,
            sum(day.views for day in month),
            sum(day.readers for day in month),
        )
        for month in months
    ]


def _format_article(count: ArticleCount) -> str:
    article = count.article
    return f"{format_count(count.views):>9}  {format_date(article.date)}  {article.title}  {article.address}"


def format_csv(report: ReadershipReport) -> str:
    """Return the articles as a table for spreadsheets."""
    return format_csv_table(
        ("Lượt đọc", "Ngày đăng", "Tiêu đề", "Chuyên mục", "Tác giả", "Địa chỉ"),
        (
            (
                count.views,
                count.article.date.date(),
                count.article.title,
                count.section,
                ", ".join(count.article.authors),
                count.article.address,
            )
            for count in report.articles
        ),
    )


def draw_views_chart(days: Sequence[DayCount]) -> str:
    """Return an SVG chart of the page views by day, or by month for many days."""
    spans = _list_spans(days)
    highest = max(span.views for span in spans) or 1
    width, height = (
        max(len(spans) * _CHART_STEP, _LEAST_WIDTH) + 2 * _CHART_MARGIN,
        _CHART_HEIGHT + 2 * _CHART_MARGIN,
    )
    base = _CHART_MARGIN + _CHART_HEIGHT
    title = f"Lượt đọc từ {format_date(days[0].day)} đến {format_date(days[-1].day)}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(title)}" font-family="sans-serif" font-size="11" text-anchor="middle">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="{width // 2}" y="28" font-size="15">{escape(title)}</text>',
        f'<path d="M{_CHART_MARGIN} {base}h{len(spans) * _CHART_STEP}" stroke="#444"/>',
    ]
    step = -(-len(spans) // 31)
    """Days between two labels."""
    is_by_month = len(spans) < len(days)
    for number, span in enumerate(spans):
        bar = round(span.views / highest * _CHART_HEIGHT)
        left = _CHART_MARGIN + number * _CHART_STEP
        middle = left + _CHART_STEP // 2
        label = f"{span.label}: {format_count(span.views)}"
        parts.append(
            f'<rect x="{left + 3}" y="{base - bar}" width="{_CHART_STEP - 6}" height="{bar}" fill="#8e1616">'
            f"<title>{label}</title></rect>"
        )
        if number % step == 0:
            mark, above = (
                (span.first.month, span.first.year) if is_by_month else (span.first.day, span.label[3:])
            )
            parts.append(f'<text x="{middle}" y="{base + 16}">{mark}</text>')
            if number == 0 or mark <= step:
                parts.append(f'<text x="{middle}" y="{base + 32}">{above}</text>')
        if span.views == highest:
            parts.append(f'<text x="{middle}" y="{base - bar - 6}">{format_count(span.views)}</text>')
    return "\n".join([*parts, "</svg>", ""])
