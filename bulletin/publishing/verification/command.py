"""The command ``./inv verify``."""

import os
import random
from collections.abc import Sequence
from math import floor
from pathlib import Path

from bulletin.errors import UserError
from bulletin.processes.progress_display import display_progress
from bulletin.publishing.release.release import Release
from bulletin.publishing.release_creation import read_current_release
from bulletin.publishing.targets.base import MessageCallback, Target
from bulletin.publishing.verification.altered_files import record_altered_files
from bulletin.publishing.verification.http_client import SiteClient
from bulletin.publishing.verification.sampling import calculate_detection_chance, select_files
from bulletin.publishing.verification.security_headers import DEFAULT_FRAME_SOURCES
from bulletin.publishing.verification.user_agents import CLIENT_PROFILES
from bulletin.publishing.verification.verifier import MAX_CONNECTIONS, verify_site

MAX_SHOWN_FINDINGS = 100
"""Findings of each kind that are printed, so that all kinds stay visible."""
_ALTERED_ADVICE = (
    "Nếu vừa xuất bản, hãy chờ vài phút rồi thử lại; nếu không, hãy báo người quản trị máy chủ ngay "
    "và chạy ./inv publish để thay lại các tệp bị sửa."
)
_UNCHECKED_ADVICE = "Hãy kiểm tra đường mạng và máy chủ rồi chạy lại."
_SETTINGS_ADVICE = "Nội dung đã xem đúng như bản đã xuất bản; phần thiết lập, hãy báo người quản trị máy chủ."

_FOREIGN_HEADER_ADVICE = (
    "Các tệp đúng như bản đã xuất bản, nhưng có tiêu đề lạ, có thể do kẻ xâm nhập đặt: "
    "hãy báo người quản trị máy chủ ngay."
)


def run_verification(
    target: Target,
    url: str,
    sample: int,
    say: MessageCallback,
    *,
    frames: Sequence[str] = DEFAULT_FRAME_SOURCES,
    note: Path | None = None,
) -> None:
    """Compare the site at ``url`` with the current release of ``target`` and report.

    Args:
        target: The target of the release.
        url: The site URL.
        sample: Number of random pages besides the most visited ones; 0 means all.
        say: Receives the lines of the report.
        frames: Hosts whose videos pages may embed.
        note: Cache file for altered files (see ``record_altered_files``).

    Raises:
        UserError: The site differs from the release, or cannot be checked.

    """
    release = read_current_release(target)
    if release is None or not release.manifest.entries:
        raise UserError(f"Chưa có bản nào ở {target.name} để đối chiếu. Hãy chạy ./inv publish trước.")
    files = select_files(release, sample, random.SystemRandom())
    with SiteClient(url, MAX_CONNECTIONS) as client, display_progress(say) as pipe:

        def report_progress(done: int) -> None:
            os.write(pipe, f"Đối chiếu\t{done}\t{len(files)}\n".encode())

        report = verify_site(client, target, release, files, report_progress, frames=frames)
    if note is not None:
        record_altered_files(
            note, release, {finding.address for finding in report.differences}, is_whole=not sample
        )
    _print_findings(report.differences, "chỗ nữa khác bản đã xuất bản", say)
    _print_findings(report.unchecked_addresses, "chỗ nữa chưa xem được", say)
    _print_findings(report.header_messages, "thiết lập nữa", say)
    of = f" trong {len(release.manifest.entries)} tệp" if sample else ""
    chance = _format_detection_chance(release, sample)
    requests = f"Mỗi trang được hỏi như {len(CLIENT_PROFILES)} kiểu bạn đọc và máy tìm kiếm.{chance}"
    checked = f"bản {release.id} (đã xem {len(files)} tệp{of})"
    if report.summary:
        settings = (
            _FOREIGN_HEADER_ADVICE
            if any(problem.violation.is_foreign for problem in report.header_problems)
            else _SETTINGS_ADVICE
        )
        advice = (
            _ALTERED_ADVICE
            if report.differences
            else _UNCHECKED_ADVICE
            if report.unchecked_addresses
            else settings
        )
        raise UserError(f"Đối chiếu trang {url} với {checked}: {report.summary}. {advice} {requests}")
    say(requests)
    say(f"Trang {url} đúng như {checked}.")


def _format_detection_chance(release: Release, sample: int) -> str:
    """Return a sentence with the detection chance, empty if all files are checked."""
    if not sample:
        return ""
    altered, chance = calculate_detection_chance(release, sample)
    return (
        f" Nếu 1 % số trang ({altered} trang) bị sửa, lần xem mẫu này gặp ít nhất một trang ấy với xác suất "
        f"{floor(chance * 100)} %; chạy không có --sample thì xem mọi trang."
    )


def _print_findings(findings: Sequence[object], more: str, say: MessageCallback) -> None:
    for finding in findings[:MAX_SHOWN_FINDINGS]:
        say(str(finding))
    if len(findings) > MAX_SHOWN_FINDINGS:
        say(f"… và {len(findings) - MAX_SHOWN_FINDINGS} {more}.")
