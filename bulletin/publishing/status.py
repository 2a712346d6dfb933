"""Describe the state of a site: the release that readers see, and what comes next.

``./inv status`` prints it. It changes nothing but the cache, and holds no lock.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bulletin.ads.campaigns import Campaign, read_campaigns
from bulletin.ads.schedule import find_active_campaign
from bulletin.ads.slots import AD_SLOTS
from bulletin.check import check_content
from bulletin.clock import VIETNAM_TZ
from bulletin.content.files.scan import get_display_path
from bulletin.content.models import Article, Page
from bulletin.errors import UserError, explain_error
from bulletin.publishing.alerts.watch import OVERDUE_LIMIT, describe_failures
from bulletin.publishing.release.release import Release
from bulletin.publishing.release_creation import read_current_release
from bulletin.publishing.schedule import PublishSchedule, examine_schedule, find_latest_time
from bulletin.publishing.targets.base import Target
from bulletin.publishing.workspace.folders import Workspace
from bulletin.text.formatting import format_date, format_moment

EXPIRY_WINDOW = timedelta(days=7)
"""Time ahead in which an expiry or the end of a campaign is listed."""
_MAX_ROWS = 20
"""Rows of a group that are printed."""


def describe_status(
    workspace: Workspace, settings: Mapping[str, Any], open_target: Callable[[], Target], now: datetime
) -> Iterator[str]:
    """Yield Vietnamese lines on the site, in groups.

    A target that does not answer is a line too, because the content can still be described.

    Args:
        workspace: The working copy.
        settings: The settings of Pelican.
        open_target: Returns the target; may raise UserError.
        now: The current time, aware.

    """
    target, release = None, None
    try:
        target = open_target()
        release = read_current_release(target)
        yield from _describe_release(target, release)
    except UserError as error:
        target = None
        yield str(error)
    yield from _describe_schedule(workspace, now, target, release)
    yield from describe_failures(workspace)
    yield from _describe_content(workspace, settings, now)


def _describe_release(target: Target, release: Release | None) -> Iterator[str]:
    if release is None:
        yield f"Bạn đọc chưa xem được bản nào ở {target.name}. Xuất bản: ./inv publish"
        return
    current = release.id
    if not release.has_record:
        yield f"Bạn đọc đang xem bản {current} ở {target.name}; hồ sơ của bản này bị hỏng. Xuất bản lại: ./inv publish"
        return
    commit = f", git {release.commit}" if release.commit else ""
    who = f", {release.published_by}" if release.published_by else ""
    moment = format_moment(release.published_at.astimezone(VIETNAM_TZ))
    yield f"Bạn đọc đang xem bản {current} ở {target.name}, xuất bản lúc {moment}{who}{commit}."
    newest = max(target.release_ids(), default=current)
    if newest > current:
        yield f"Đây không phải bản mới nhất ({newest}): có người đã quay lại. Xem các bản: ./inv releases"


def _describe_schedule(
    workspace: Workspace, now: datetime, target: Target | None, release: Release | None
) -> Iterator[str]:
    """Yield what ``./inv publish --due`` would say.

    On the machine of an editor, the current ``release`` may be of a timer elsewhere.
    """
    noted = PublishSchedule.read(workspace)
    try:
        answer = examine_schedule(workspace, now, target)
    except (UserError, OSError) as error:
        yield explain_error(error)
        return
    if answer.held_release:
        yield answer.not_due_reason
        return
    if answer.schedule is None or noted is None:
        yield "Chưa biết lần tới cần xuất bản lại: máy này chưa xuất bản, hoặc bộ nhớ đệm đã bị xóa."
        return
    schedule, change = answer.schedule, answer.schedule.next_change
    moment = format_moment(change.time.astimezone(VIETNAM_TZ)) if change else ""
    if (
        change
        and release
        and release.has_record
        and release.published_at > max(noted.published_at, change.time)
    ):
        yield (
            f"Ở máy này đã đến giờ xuất bản lại ({moment}, {change.reason}). Máy khác đã xuất bản sau giờ ấy, "
            f"lúc {format_moment(release.published_at.astimezone(VIETNAM_TZ))}, nên có lẽ bạn đọc đã thấy."
        )
    elif change and change != noted.next_change and change.time <= now:
        yield (
            f"Đã đến giờ mà chưa đăng, vì viết hoặc lấy về sau lần xuất bản trước: {moment} ({change.reason}). "
            "Lần chạy tới của bộ hẹn giờ sẽ đăng; đăng ngay: ./inv publish --due"
        )
    elif change and now - change.time > OVERDUE_LIMIT:
        yield (
            f"Đã quá giờ: lẽ ra phải xuất bản lại lúc {moment} ({change.reason}), bộ hẹn giờ có thể đã ngừng. "
            "Hãy chạy ./inv publish --due"
        )
    else:
        yield str(schedule)


def _describe_content(workspace: Workspace, settings: Mapping[str, Any], now: datetime) -> Iterator[str]:
    report = check_content(workspace.content, settings, now, find_latest_time(workspace, now))
    faulty_paths = {problem.path for problem in (*report.problems, *report.draft_problems)}
    articles = report.library.active_articles

    def describe(item: Article | Page, moment: datetime | None = None) -> str:
        path = get_display_path(workspace.content, item.source)
        when = f"{format_moment(moment)}  " if moment else ""
        return f"{when}{path}  {item.title}{'  (có lỗi: ./inv check)' if path in faulty_paths else ''}"

    if report.problems:
        yield f"Nội dung có {len(report.problems)} lỗi. Xem từng lỗi: ./inv check"
    if report.draft_problems:
        yield f"Bài nháp có {len(report.draft_problems)} lỗi, không cản xuất bản. Xem từng lỗi: ./inv check"
    unreadable = [get_display_path(workspace.content, source) for source in report.library.unreadable_sources]
    blocking = {problem.path for problem in report.problems}
    yield from _list_rows(
        "Máy chưa đọc được, nên chưa biết giờ đăng (xem lỗi: ./inv check)",
        sorted(path for path in unreadable if path in blocking),
    )
    if warnings := len(report.warnings) + len(report.draft_warnings):
        yield f"Nội dung có {warnings} cảnh báo, không cản xuất bản. Xem từng cảnh báo: ./inv check"
    scheduled = sorted(
        (article for article in articles if article.get_state(now) == "scheduled"),
        key=lambda article: article.sort_key,
    )
    yield from _list_rows("Hẹn giờ đăng", [describe(article, article.date) for article in scheduled])
    items: tuple[Article | Page, ...] = (*articles, *report.library.pages)
    for status, title in (("review", "Chờ duyệt"), ("draft", "Bản nháp")):
        yield from _list_rows(title, [describe(item) for item in items if item.status == status])
    expiring = sorted(
        (article.expires, article.source, article)
        for article in articles
        if article.expires is not None
        and now < article.expires <= now + EXPIRY_WINDOW
        and article.get_state(now) in ("live", "hidden")
    )
    yield from _list_rows(
        "Hết hạn trong bảy ngày tới", [describe(article, expires) for expires, _, article in expiring]
    )
    campaigns, _ = read_campaigns(workspace.content)
    yield from _describe_campaigns(workspace.content, campaigns, now)


def _describe_campaigns(content: Path, campaigns: Iterable[Campaign], now: datetime) -> Iterator[str]:
    unfinished = sorted(
        (campaign for campaign in campaigns if campaign.ends_at > now),
        key=lambda campaign: (campaign.end, campaign.source),
    )
    for title, chosen in (
        ("Quảng cáo đang chạy", [campaign for campaign in unfinished if campaign.starts_at <= now]),
        ("Quảng cáo sắp chạy", [campaign for campaign in unfinished if campaign.starts_at > now]),
    ):
        rows = [
            f"{_describe_campaign(campaign, unfinished, now)}  ({get_display_path(content, campaign.source)})"
            for campaign in chosen
        ]
        yield from _list_rows(title, rows)


def _describe_campaign(campaign: Campaign, others: Sequence[Campaign], now: datetime) -> str:
    slot = AD_SLOTS[campaign.slot]
    parts = [
        campaign.advertiser,
        slot.title,
        f"từ {format_date(campaign.start)} đến hết {format_date(campaign.end)}",
    ]
    if campaign.starts_at <= now:
        active = find_active_campaign(others, slot.name, now)
        if active is not None and active is not campaign:
            parts.append(f"đang nhường chỗ cho {active.advertiser}")
        if campaign.ends_at - now <= EXPIRY_WINDOW:
            parts.append("sắp hết")
    return ", ".join(parts)


def _list_rows(title: str, rows: Sequence[str]) -> Iterator[str]:
    """Yield a title with the number of rows, then rows; nothing without rows."""
    if not rows:
        return
    yield ""
    yield f"{title} ({len(rows)}):"
    yield from (f"  {row}" for row in rows[:_MAX_ROWS])
    if len(rows) > _MAX_ROWS:
        yield f"  … và {len(rows) - _MAX_ROWS} mục khác"
