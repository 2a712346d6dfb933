"""The steps of a publish, in their order. Each step may stop the publish."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bulletin.build.content_index import ContentIndex
from bulletin.check import check_content
from bulletin.content.findings import Findings, list_findings
from bulletin.content.library import Library
from bulletin.content.settings import ContentSettings
from bulletin.errors import UserError
from bulletin.processes.progress_display import display_progress
from bulletin.publishing.addresses.emptied_listings import CurrentListings
from bulletin.publishing.addresses.guard import AddressGuard, report_moved_articles
from bulletin.publishing.addresses.ledger import AddressLedger
from bulletin.publishing.build.results import (
    list_remarks,
    read_content_index,
    read_last_report,
    read_output_files,
)
from bulletin.publishing.build.runner import BuildProcess
from bulletin.publishing.inspection.inspector import inspect_output
from bulletin.publishing.inspection.link_cache import LinkCache
from bulletin.publishing.inspection.page_links import SiteOrigin
from bulletin.publishing.release.compression import CompressionCache
from bulletin.publishing.release.file_types import FileType
from bulletin.publishing.release.manifest import DigestCache
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.release_creation import read_current_release
from bulletin.publishing.schedule import find_latest_time
from bulletin.publishing.targets.base import MessageCallback, Target
from bulletin.publishing.workspace.folders import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.settings.tables import load_settings
from bulletin.text.formatting import format_count, format_names
from bulletin.views.nginx_maps import REQUEST_MAP_PATH, read_requests

FindingLister = Callable[[Findings], Iterable[str]]
_MAX_NAMED_REQUESTS = 5
"""Old addresses with a query that are named. The others are counted."""
MAX_SHOWN_PROBLEMS = 50
"""Problems of the output that are shown; an editor reads no more than the first screens."""


def create_address_guard(
    workspace: Workspace, target: Target, ledger: AddressLedger, siteurl: str
) -> AddressGuard:
    """Return the guard of the addresses in the ledger and in the current release."""
    current = read_current_release(target)
    listings = CurrentListings(target, current, siteurl) if current else None
    return AddressGuard(workspace, current, ledger, listings)


def finish_build(
    workspace: Workspace,
    table: Mapping[str, Any],
    build_time: datetime,
    build: BuildProcess,
    say: MessageCallback,
) -> tuple[ContentIndex | None, int]:
    """Wait for the build, which checks the content, and say the result.

    ``table`` holds Pelican's settings.
    Return the content index, and the number of live articles.
    The content index is None if the build ran without our plugins.
    Raise UserError if the build failed.
    """
    # A failed build prints problems in the log of Pelican. The check says them as ``./inv check`` does.
    build.wait(on_failure=lambda: _check_content(workspace, table, build_time, say))
    content_index = read_content_index(workspace, PUBLISH_SETTINGS_FILE)
    if content_index is None:
        _, content_index = _check_content(workspace, table, build_time, say)
        return None, content_index.count_articles("live")
    report = read_last_report(workspace, PUBLISH_SETTINGS_FILE)
    for line in list_remarks(report):
        say(line)
    say(_summarize_content(content_index, len(report.draft_problems)))
    return content_index, content_index.count_articles("live")


def inspect_build(
    workspace: Workspace, siteurl: str, table: Mapping[str, Any], say: MessageCallback
) -> StagedSite:
    """Return the built site after its inspection; say the problems that were found.

    ``table`` holds Pelican's settings. Raise UserError if there are problems.
    """
    cache = workspace.cache / "publishing"
    staged_site = StagedSite.from_folder(
        workspace.publish_output, read_output_files(workspace.publish_output), DigestCache(cache / "digests")
    )
    if "index.html" not in staged_site.manifest.entries:
        raise UserError(
            "Trang dựng ra không có trang nhất (index.html) nên chưa phát hành; trang đang chạy vẫn giữ nguyên. "
            "Hãy chạy ./inv rebuild rồi xuất bản lại."
        )
    content_settings = load_settings(ContentSettings, "RECORDS", table.get("RECORDS", {}))
    origin = SiteOrigin.from_siteurl(siteurl, content_settings.video_hosts)
    problems = inspect_output(staged_site, origin, LinkCache(cache / "links.sqlite", origin))
    for problem in problems[:MAX_SHOWN_PROBLEMS]:
        say(str(problem))
    if len(problems) > MAX_SHOWN_PROBLEMS:
        say(f"… và {len(problems) - MAX_SHOWN_PROBLEMS} chỗ khác.")
    if problems:
        raise UserError(
            f"Trang dựng ra có {len(problems)} chỗ hỏng nên chưa phát hành; trang đang chạy vẫn giữ nguyên. "
            "Hãy sửa các chỗ nêu trên rồi chạy lại."
        )
    return staged_site


def prepare_for_target(
    workspace: Workspace,
    staged_site: StagedSite,
    target: Target,
    say: MessageCallback,
    current: Release | None = None,
) -> StagedSite:
    """Fit the files to the server of ``target``.

    Our own server gets compressed files and server maps. Other servers get neither.
    Say which old addresses with a query redirect no longer, compared with the ``current`` release.
    """
    requests = _read_staged_requests(staged_site)
    if not target.can_serve_compressed:
        if requests:
            say(
                f"{format_count(len(requests))} địa chỉ cũ có phần sau dấu “?” (aliases) không chuyển hướng được ở "
                f"{target.name}, vì nơi ấy chỉ có tệp. "
                "Chúng vẫn ghi trong bài; muốn dùng, hãy đăng lên máy chủ nginx theo deploy/README.md."
            )
        return staged_site.exclude_type(FileType.SERVER_MAP)
    if current and (lost := _find_lost_requests(staged_site, requests, target, current)):
        say(
            f"{format_count(len(lost))} địa chỉ cũ có phần sau dấu “?” thôi chuyển hướng: "
            f"{format_names(lost, _MAX_NAMED_REQUESTS, 'địa chỉ')}. Nếu xóa nhầm, hãy ghi lại vào aliases."
        )
    with display_progress(say) as pipe:
        return CompressionCache(workspace.cache / "compressed").add_compressed_files(staged_site, pipe)


def _read_staged_requests(staged_site: StagedSite) -> dict[str, str]:
    """Return the old addresses that only our own server redirects, by their keys."""
    if REQUEST_MAP_PATH not in staged_site.manifest.entries:
        return {}
    return read_requests(staged_site.get_file_path(REQUEST_MAP_PATH).read_text(encoding="utf-8"))


def _find_lost_requests(
    staged_site: StagedSite, requests: Mapping[str, str], target: Target, current: Release
) -> list[str]:
    """Return the old addresses with a query that only the current release redirects."""
    entry = current.manifest.entries.get(REQUEST_MAP_PATH)
    if entry is None or entry == staged_site.manifest.entries.get(REQUEST_MAP_PATH):
        return []
    with TemporaryDirectory(prefix="bulletin-") as folder:
        try:
            target.download(current, [REQUEST_MAP_PATH], Path(folder))
        except DamagedReleaseError:  # ./inv verify tells it
            return []
        former = read_requests(Path(folder, REQUEST_MAP_PATH).read_text(encoding="utf-8"))
    return [form for key, form in former.items() if key not in requests]


def check_content_and_addresses(
    workspace: Workspace,
    table: Mapping[str, Any],
    build_time: datetime,
    say: MessageCallback = print,
    list_all: FindingLister = list_findings,
) -> None:
    """Check the content and the addresses of moved articles. Raise UserError.

    ``list_all`` makes the lines of the findings.
    """
    library, content_index = _check_content(workspace, table, build_time, say, list_all)
    if lost := report_moved_articles(workspace, library, content_index, say):
        raise UserError(f"{lost} địa chỉ đã xuất bản sẽ mất. Hãy chọn một cách nêu trên rồi chạy lại.")


def _check_content(
    workspace: Workspace,
    table: Mapping[str, Any],
    build_time: datetime,
    say: MessageCallback,
    list_all: FindingLister = list_findings,
) -> tuple[Library, ContentIndex]:
    """Check the content alone; say its findings or a summary.

    Raise UserError if a problem stops a publish.
    """
    latest_time = find_latest_time(workspace, build_time)
    report = check_content(workspace.content, table, build_time, latest_time)
    library = report.library
    content_index = ContentIndex.from_library(library, build_time)
    for line in list_all(report.findings):
        say(line)
    if report.problems:
        # A changed slug is a common cause of links that lead to nothing.
        report_moved_articles(workspace, library, content_index, say)
        drafts = len(report.draft_problems)
        besides = f", không kể {format_count(drafts)} lỗi của bài nháp" if drafts else ""
        raise UserError(
            f"Nội dung có {format_count(len(report.problems))} lỗi{besides}. Hãy sửa rồi chạy lại."
        )
    say(_summarize_content(content_index, len(report.draft_problems)))
    return library, content_index


def _summarize_content(content_index: ContentIndex, draft_problems: int) -> str:
    """Return the sentence that nothing stops a publish, with the counts."""
    summary = _count_content(content_index)
    if draft_problems:
        return f"Nội dung đăng ra không có lỗi, bài nháp có {format_count(draft_problems)} lỗi: {summary}."
    return f"Nội dung không có lỗi: {summary}."


def _count_content(content_index: ContentIndex) -> str:
    waiting = content_index.count_articles("scheduled")
    states = f"{content_index.count_articles('live')} bài đang đăng" + (
        f", {waiting} bài hẹn giờ" if waiting else ""
    )
    articles = content_index.count_articles()
    pages = len(content_index.entries) - articles
    return f"{articles} bài ({states}), {pages} trang"
