"""Readers' numbers as lines for a terminal, as a table and as a chart."""

from collections.abc import Iterator, Sequence
from html import escape

from bulletin.readership.access_log import LogCounts
from bulletin.readership.report import ArticleCount, DayCount, ReadershipReport
from bulletin.text.csv_tables import format_csv_table
from bulletin.text.formatting import format_count, format_date

_BAR_WIDTH = 40
"""Signs of the longest bar in a terminal."""
_CHART_HEIGHT, _CHART_STEP, _CHART_MARGIN = 220, 24, 56
"""Units of the chart: height of the highest bar, width of a day, space around."""


def describe_report(report: ReadershipReport, counts: LogCounts, most: int) -> Iterator[str]:
    """Yield the lines of a report for a terminal.

    Args:
        report: The numbers.
        counts: Lines of the log that are no page views.
        most: Articles to list.

    """
    first, last = report.days[0].day, report.days[-1].day
    span = (
        f"Ngày {format_date(first)}" if first == last else f"Từ {format_date(first)} đến {format_date(last)}"
    )
    yield f"{span}: {format_count(report.views)} lượt đọc, {format_count(report.visits)} lượt người đọc."
    yield (
        "Mỗi người đọc tính một lần mỗi ngày; mở lại một trang trong nửa giờ không tính thêm. "
        f"Đã bỏ {format_count(counts.robots)} lượt của máy tìm kiếm và chương trình khác."
    )
    if counts.unreadable:
        yield f"Có {format_count(counts.unreadable)} trong {format_count(counts.lines)} dòng nhật ký không đọc được."
    yield f"\nBài đọc nhiều ({format_count(len(report.articles))} bài có người đọc)"
    yield from map(_format_article, report.articles[:most])
    yield "\nTheo chuyên mục"
    for name, views in report.sections:
        yield f"{format_count(views):>9}  {name}"
    if report.other_views:
        yield f"{format_count(report.other_views):>9}  (trang đầu, danh sách và trang khác)"
    yield "\nTheo ngày (lượt đọc, lượt người đọc)"
    highest = max(day.views for day in report.days)
    for day in report.days:
        bar = "█" * round(day.views / highest * _BAR_WIDTH)
        yield (
            f"{format_date(day.day)}  {format_count(day.views):>7}  {format_count(day.readers):>7}  {bar}".rstrip()
        )


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
    """Return an SVG chart of the page views by day."""
    highest = max(day.views for day in days) or 1
    width, height = len(days) * _CHART_STEP + 2 * _CHART_MARGIN, _CHART_HEIGHT + 2 * _CHART_MARGIN
    base = _CHART_MARGIN + _CHART_HEIGHT
    title = f"Lượt đọc từ {format_date(days[0].day)} đến {format_date(days[-1].day)}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(title)}" font-family="sans-serif" font-size="11" text-anchor="middle">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="{width // 2}" y="28" font-size="15">{escape(title)}</text>',
        f'<path d="M{_CHART_MARGIN} {base}h{len(days) * _CHART_STEP}" stroke="#444"/>',
    ]
    step = -(-len(days) // 31)
    """Days between two labels."""
    for number, day in enumerate(days):
        bar = round(day.views / highest * _CHART_HEIGHT)
        left = _CHART_MARGIN + number * _CHART_STEP
        middle = left + _CHART_STEP // 2
        label = f"{format_date(day.day)}: {format_count(day.views)}"
        parts.append(
            f'<rect x="{left + 3}" y="{base - bar}" width="{_CHART_STEP - 6}" height="{bar}" fill="#8e1616">'
            f"<title>{label}</title></rect>"
        )
        if number % step == 0:
            parts.append(f'<text x="{middle}" y="{base + 16}">{day.day.day}</text>')
            if number == 0 or day.day.day <= step:
                parts.append(f'<text x="{middle}" y="{base + 32}">{day.day.month}/{day.day.year}</text>')
        if day.views == highest:
            parts.append(f'<text x="{middle}" y="{base - bar - 6}">{format_count(day.views)}</text>')
    return "\n".join([*parts, "</svg>", ""])
