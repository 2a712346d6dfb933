"""Count readers for ``./inv readers``."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from bulletin.check import check_content
from bulletin.cli.office.day_spans import parse_month
from bulletin.clock import VIETNAM_TZ
from bulletin.content.files.scan import get_display_path
from bulletin.content.most_read import MOST_READ_FILE, format_most_read
from bulletin.errors import UserError
from bulletin.publishing.settings.settings import PublishSettings, load_pelican_settings
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.readership.access_log import AccessLog
from bulletin.readership.output import describe_report, draw_views_chart, format_csv
from bulletin.readership.report import count_views
from bulletin.storage.file_system import write_file_atomically
from bulletin.urls import UrlBuilder
from bulletin.views.pages.front import MAX_MOST_READ

_MAX_DAYS = 10_000


def count_readers(
    site: Workspace,
    logs: Sequence[str],
    now: datetime,
    say: MessageCallback,
    *,
    month: str = "",
    days: str = "",
    most: int = 20,
    table: str = "",
    chart: str = "",
    front_page: bool = False,
) -> None:
    """Print the numbers of readers, and write the files that the options name.

    Args:
        site: The workspace.
        logs: Log files, packed or not.
        now: The current time.
        say: Receives the lines of the report.
        month: Month to count, ``11/2026`` or ``2026-11``; empty for every day of the logs.
        days: Number of last days to count; empty for every day of the logs.
        most: Articles to list.
        table: File of the CSV table, or empty.
        chart: File of the SVG chart, or empty.
        front_page: True to write the most read articles for the front page.

    Raises:
        UserError: An option is wrong, or the logs hold no page view.
    """
    for name, suffix in ((table, ".csv"), (chart, ".svg")):
        if name and Path(name).suffix.lower() != suffix:
            raise UserError(
                f"Tên tệp “{name}” phải có đuôi {suffix}. Hãy viết: {Path(name).with_suffix(suffix)}"
            )
    begin, end = _find_span(month, days, now)
    settings = load_pelican_settings(site.root / PUBLISH_SETTINGS_FILE)
    siteurl = PublishSettings.from_pelican(settings).siteurl
    log = AccessLog(tuple(map(Path, logs)), UrlBuilder(siteurl).base_path, now)
    views = [view for view in log.read_page_views() if begin <= view.time.date() <= end]
    if not views:
        raise UserError(_explain_no_views(log, has_span=bool(month or days)))
    library = check_content(site.content, settings, now).library
    report = count_views(views, library.active_articles, library.sections)
    for line in describe_report(report, log.counts, most):
        say(line)
    if table:
        write_file_atomically(Path(table), format_csv(report).encode())
        say(f"\nĐã ghi bảng {table}.")
    if chart:
        write_file_atomically(Path(chart), draw_views_chart(report.days).encode())
        say(f"\nĐã ghi biểu đồ {chart}.")
    if front_page:
        live = [count.article for count in report.articles if count.article.get_state(now) == "live"][
            :MAX_MOST_READ
        ]
        file = site.content / MOST_READ_FILE
        write_file_atomically(file, format_most_read(article.address for article in live).encode())
        shown = get_display_path(site.content, MOST_READ_FILE)
        say(f"\nĐã ghi {len(live)} bài vào {shown}. Xuất bản thì trang nhất có “Tin đọc nhiều”.")
        say(f'Hãy lưu vào git: git add {shown} && git commit -m "Tin đọc nhiều"')


def _find_span(month: str, days: str, now: datetime) -> tuple[date, date]:
    """Return the first and the last day to count. Raise UserError."""
    if days and not (days.isdecimal() and 1 <= int(days) <= _MAX_DAYS):
        raise UserError(f"“{days}” không phải số ngày. Hãy viết như --days 7; bỏ --days thì đếm mọi ngày.")
    if month and days:
        raise UserError("--month và --days không đi cùng nhau. Hãy chọn một.")
    today = now.astimezone(VIETNAM_TZ).date()
    if days:
        return today - timedelta(days=int(days) - 1), today
    if not month:
        return date.min, date.max
    return parse_month(month, today)


def _explain_no_views(log: AccessLog, *, has_span: bool) -> str:
    """Return why the logs hold no page view, and what to do."""
    counts = log.counts
    if counts.lines and counts.unreadable == counts.lines:
        return (
            "Không đọc được dòng nào: đây không phải nhật ký truy cập của nginx, Apache (dạng “combined”) hay Caddy "
            "(JSON). Hãy chọn tệp như /var/log/nginx/access.log."
        )
    if counts.without_browser:
        return (
            "Nhật ký ở dạng “common”, không ghi trình duyệt, nên không tách được người đọc với máy tìm kiếm. Hãy cho máy "
            "chủ ghi dạng “combined” (Apache: CustomLog … combined; nginx: access_log … combined) rồi đếm từ hôm ấy."
        )
    if counts.wrong_clock and counts.wrong_clock + counts.unreadable == counts.lines:
        return "Mọi dòng nhật ký đều ghi ngày chưa tới hoặc quá cũ. Hãy xem lại đồng hồ của máy chủ và của máy này."
    if has_span:
        return "Trong nhật ký không có lượt đọc nào của những ngày ấy. Bỏ --month và --days thì đếm mọi ngày."
    return "Trong nhật ký không có lượt đọc nào. Hãy xem đó có đúng là nhật ký của trang này không."
