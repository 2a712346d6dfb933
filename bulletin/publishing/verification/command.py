"""``./inv verify``: ask the site, and report."""

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

_MAX_SHOWN = 100
"""So many findings of a kind are printed: what differs is not crowded out by what the settings lack."""
_ALTERED = (
    "Nếu vừa xuất bản, hãy chờ vài phút rồi thử lại; nếu không, hãy báo người quản trị máy chủ ngay "
    "và chạy ./inv publish để thay lại các tệp bị sửa."
)
_UNSEEN = "Hãy kiểm tra đường mạng và máy chủ rồi chạy lại."
_SETTINGS = "Nội dung đã xem đúng như bản đã xuất bản; phần thiết lập, hãy báo người quản trị máy chủ."

_FOREIGN = (
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
    """Hold the site at ``url`` against the current release of ``target`` and say what was found.

    ``sample`` is how many pages are drawn by chance besides those that readers meet first; 0 means all.
    ``frames`` are the hosts that pages may show films of, ``note`` is where altered files are remembered for the next
    publish. Raise UserError where anything is not as it was published.
    """
    release = read_current_release(target)
    if release is None or not release.manifest.entries:
        raise UserError(f"Chưa có bản nào ở {target.name} để đối chiếu. Hãy chạy ./inv publish trước.")
    files = select_files(release, sample, random.SystemRandom())
    with SiteClient(url, MAX_CONNECTIONS) as live, display_progress(say) as pipe:

        def tell(done: int) -> None:
            os.write(pipe, f"Đối chiếu\t{done}\t{len(files)}\n".encode())

        found = verify_site(live, target, release, files, tell, frames=frames)
    if note is not None:
        record_altered_files(note, release, {one.address for one in found.differences}, is_whole=not sample)
    _tell(found.differences, "chỗ nữa khác bản đã xuất bản", say)
    _tell(found.unchecked_addresses, "chỗ nữa chưa xem được", say)
    _tell(found.header_messages, "thiết lập nữa", say)
    of = f" trong {len(release.manifest.entries)} tệp" if sample else ""
    asked = f"Mỗi trang được hỏi như {len(CLIENT_PROFILES)} kiểu bạn đọc và máy tìm kiếm.{_format_detection_chance(release, sample)}"
    looked = f"bản {release.id} (đã xem {len(files)} tệp{of})"
    if found.summary:
        settings = _FOREIGN if any(one.violation.is_foreign for one in found.header_problems) else _SETTINGS
        advice = _ALTERED if found.differences else _UNSEEN if found.unchecked_addresses else settings
        raise UserError(f"Đối chiếu trang {url} với {looked}: {found.summary}. {advice} {asked}")
    say(asked)
    say(f"Trang {url} đúng như {looked}.")


def _format_detection_chance(release: Release, sample: int) -> str:
    """Return how likely a sample meets what was altered, as a sentence; nothing where all files are looked at."""
    if not sample:
        return ""
    altered, likely = calculate_detection_chance(release, sample)
    return (
        f" Nếu 1 % số trang ({altered} trang) bị sửa, lần xem mẫu này gặp ít nhất một trang ấy với xác suất "
        f"{floor(likely * 100)} %; chạy không có --sample thì xem mọi trang."
    )


def _tell(some: Sequence[object], more: str, say: MessageCallback) -> None:
    for one in some[:_MAX_SHOWN]:
        say(str(one))
    if len(some) > _MAX_SHOWN:
        say(f"… và {len(some) - _MAX_SHOWN} {more}.")
