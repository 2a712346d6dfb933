"""``./inv verify``: ask the site, and report."""

import os
import random
from collections.abc import Sequence
from math import floor
from pathlib import Path

from bulletin.errors import UserError
from bulletin.processes.progress_display import shown
from bulletin.publishing.release.release import Release
from bulletin.publishing.release_creation import current_release
from bulletin.publishing.targets.base import Say, Target
from bulletin.publishing.verification.altered_files import note_altered
from bulletin.publishing.verification.http_client import Live
from bulletin.publishing.verification.sampling import chance, chosen
from bulletin.publishing.verification.security_headers import FRAMES
from bulletin.publishing.verification.user_agents import DEVICES
from bulletin.publishing.verification.verifier import CONNECTIONS, verify

_SHOWN = 100
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


def report(
    target: Target,
    url: str,
    sample: int,
    say: Say,
    *,
    frames: Sequence[str] = FRAMES,
    note: Path | None = None,
) -> None:
    """Hold the site at ``url`` against the current release of ``target`` and say what was found.

    ``sample`` is how many pages are drawn by chance besides those that readers meet first; 0 means all.
    ``frames`` are the hosts that pages may show films of, ``note`` is where altered files are remembered for the next
    publish. Raise UserError where anything is not as it was published.
    """
    release = current_release(target)
    if release is None or not release.manifest.entries:
        raise UserError(f"Chưa có bản nào ở {target.name} để đối chiếu. Hãy chạy ./inv publish trước.")
    files = chosen(release, sample, random.SystemRandom())
    with Live(url, CONNECTIONS) as live, shown(say) as pipe:

        def tell(done: int) -> None:
            os.write(pipe, f"Đối chiếu\t{done}\t{len(files)}\n".encode())

        found = verify(live, target, release, files, tell, frames=frames)
    if note is not None:
        note_altered(note, release, {one.address for one in found.different}, is_whole=not sample)
    _tell(found.different, "chỗ nữa khác bản đã xuất bản", say)
    _tell(found.unseen, "chỗ nữa chưa xem được", say)
    _tell(found.settings, "thiết lập nữa", say)
    of = f" trong {len(release.manifest.entries)} tệp" if sample else ""
    asked = f"Mỗi trang được hỏi như {len(DEVICES)} kiểu bạn đọc và máy tìm kiếm.{_promise(release, sample)}"
    looked = f"bản {release.id} (đã xem {len(files)} tệp{of})"
    if found.counts:
        settings = _FOREIGN if any(one.fault.is_foreign for one in found.weaknesses) else _SETTINGS
        advice = _ALTERED if found.different else _UNSEEN if found.unseen else settings
        raise UserError(f"Đối chiếu trang {url} với {looked}: {found.counts}. {advice} {asked}")
    say(asked)
    say(f"Trang {url} đúng như {looked}.")


def _promise(release: Release, sample: int) -> str:
    """Return how likely a sample meets what was altered, as a sentence; nothing where all files are looked at."""
    if not sample:
        return ""
    altered, likely = chance(release, sample)
    return (
        f" Nếu 1 % số trang ({altered} trang) bị sửa, lần xem mẫu này gặp ít nhất một trang ấy với xác suất "
        f"{floor(likely * 100)} %; chạy không có --sample thì xem mọi trang."
    )


def _tell(some: Sequence[object], more: str, say: Say) -> None:
    for one in some[:_SHOWN]:
        say(str(one))
    if len(some) > _SHOWN:
        say(f"… và {len(some) - _SHOWN} {more}.")
