"""The steps of a publish: each holds what comes to it to its rules, and may stop it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bulletin.build.content_index import ContentIndex
from bulletin.check import check_content
from bulletin.content.library import Library
from bulletin.content.settings import ContentSettings
from bulletin.errors import UserError
from bulletin.processes.progress_display import display_progress
from bulletin.publishing.addresses.emptied_listings import CurrentListings
from bulletin.publishing.addresses.guard import AddressGuard, report_moved_articles
from bulletin.publishing.addresses.ledger import AddressLedger
from bulletin.publishing.build.results import read_content_index, read_output_files
from bulletin.publishing.build.runner import BuildProcess
from bulletin.publishing.inspection.inspector import inspect_output
from bulletin.publishing.inspection.link_cache import LinkCache
from bulletin.publishing.inspection.page_links import SiteOrigin
from bulletin.publishing.release.compression import CompressionCache
from bulletin.publishing.release.file_types import FileType
from bulletin.publishing.release.manifest import DigestCache
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.release_creation import read_current_release
from bulletin.publishing.targets.base import MessageCallback, Target
from bulletin.publishing.workspace import PUBLISH_SETTINGS_FILE, Workspace
from bulletin.settings.tables import load_settings

MAX_SHOWN_PROBLEMS = 50
"""So many faults are shown; after the first screens nobody reads on."""


def check_content_and_addresses(
    site: Workspace, table: Mapping[str, Any], moment: datetime, say: MessageCallback = print
) -> None:
    """Check the content, and that no article left a published address behind. Raise UserError as ``check`` does."""
    library, register = _check(site, table, moment, say)
    if lost := report_moved_articles(site, library, register, say):
        raise UserError(f"{lost} địa chỉ đã xuất bản sẽ mất. Hãy chọn một cách nêu trên rồi chạy lại.")


def finish_build(
    site: Workspace, table: Mapping[str, Any], moment: datetime, run: BuildProcess, say: MessageCallback
) -> tuple[ContentIndex | None, int]:
    """Wait for the build ``run``, which checks the content, and say what it found. Raise UserError.

    ``table`` holds Pelican's settings. Return the register of the build, which is None if it ran without our
    plugins, and the number of articles that readers find.
    """
    # A failed build prints problems in Pelican's log. The check says them as `./inv check` does.
    run.wait(on_failure=lambda: _check(site, table, moment, say))
    register = read_content_index(site, PUBLISH_SETTINGS_FILE)
    if register is None:
        _, checked = _check(site, table, moment, say)
        return None, checked.count_articles("live")
    say(_summary(register))
    return register, register.count_articles("live")


def _check(
    site: Workspace, table: Mapping[str, Any], moment: datetime, say: MessageCallback
) -> tuple[Library, ContentIndex]:
    """Check the content alone, and say its problems, else what is in it. Raise UserError if there are problems."""
    report = check_content(site.content, table)
    library, register = report.library, ContentIndex.from_library(report.library, moment)
    for problem in report.problems:
        say(str(problem))
    if report.problems:
        report_moved_articles(
            site, library, register, say
        )  # a slug that changed is why links lead to nothing
        raise UserError(f"Nội dung có {len(report.problems)} lỗi. Hãy sửa các chỗ nêu trên rồi chạy lại.")
    say(_summary(register))
    return library, register


def _summary(register: ContentIndex) -> str:
    waiting = register.count_articles("scheduled")
    states = f"{register.count_articles('live')} bài đang đăng" + (
        f", {waiting} bài hẹn giờ" if waiting else ""
    )
    articles = register.count_articles()
    pages = len(register.entries) - articles
    return f"Nội dung không có lỗi: {articles} bài ({states}), {pages} trang."


def create_address_guard(site: Workspace, target: Target, known: AddressLedger, siteurl: str) -> AddressGuard:
    """Return what guards the addresses that are ``known``, and those that readers of ``target`` have. Raise UserError."""
    before = read_current_release(target)
    return AddressGuard(site, before, known, CurrentListings(target, before, siteurl) if before else None)


def inspect_build(
    site: Workspace, siteurl: str, table: Mapping[str, Any], say: MessageCallback
) -> StagedSite:
    """Return the site as it was built, held to what readers expect. Say what is wrong, and raise UserError.

    ``table`` holds Pelican's settings.
    """
    cache = site.cache / "publishing"
    outgoing = StagedSite.from_folder(
        site.publish_output, read_output_files(site.publish_output), DigestCache(cache / "digests")
    )
    if "index.html" not in outgoing.manifest.entries:
        raise UserError(
            "Trang dựng ra không có trang nhất (index.html) nên chưa phát hành; trang đang chạy vẫn giữ nguyên. "
            "Hãy chạy ./inv rebuild rồi xuất bản lại."
        )
    records = load_settings(ContentSettings, "RECORDS", table.get("RECORDS", {}))
    origin = SiteOrigin.from_siteurl(siteurl, records.video_hosts)
    findings = inspect_output(outgoing, origin, LinkCache(cache / "links.sqlite", origin))
    for finding in findings[:MAX_SHOWN_PROBLEMS]:
        say(str(finding))
    if len(findings) > MAX_SHOWN_PROBLEMS:
        say(f"… và {len(findings) - MAX_SHOWN_PROBLEMS} chỗ khác.")
    if findings:
        raise UserError(
            f"Trang dựng ra có {len(findings)} chỗ hỏng nên chưa phát hành; trang đang chạy vẫn giữ nguyên. "
            "Hãy sửa các chỗ nêu trên rồi chạy lại."
        )
    return outgoing


def prepare_for_target(
    site: Workspace, outgoing: StagedSite, target: Target, say: MessageCallback
) -> StagedSite:
    """Return what a server at ``target`` can make use of: our own one compressed files and maps, others neither."""
    if not target.can_serve_compressed:
        return outgoing.exclude_type(FileType.SERVER_MAP)
    with display_progress(say) as pipe:
        return CompressionCache(site.cache / "compressed").add_compressed_files(outgoing, pipe)
