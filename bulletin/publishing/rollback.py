"""List the releases of a target, and roll back to one of them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime

from bulletin.errors import UserError
from bulletin.publishing.error_context import report_errors_before_activation
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.targets.base import MessageCallback, Target
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from bulletin.text.formatting import format_moment, format_names

_MAX_NAMED_ADDRESSES = 3
"""Addresses of a kind that are named."""


def describe_releases(target: Target) -> Iterator[str]:
    """Yield lines on the releases, newest first; an arrow marks the current release."""
    names, current = target.release_ids(), target.current_id()
    if not names:
        yield f"Chưa có bản nào ở {target.name}. Hãy chạy ./inv publish trước."
        return
    for name in reversed(names):
        mark = "→" if name == current else " "
        try:
            yield from _describe_release(target.read_release(name), mark)
        except DamagedReleaseError:
            yield f"{mark} {name}  hồ sơ của bản này bị hỏng; không quay lại được"
    yield "Dấu → là bản bạn đọc đang xem. Quay lại bản trước: ./inv rollback; bản khác: ./inv rollback MÃ-BẢN"


def roll_back(
    target: Target,
    name: str = "",
    *,
    holder: str,
    now: datetime,
    withdrawn: WithdrawnAddresses,
    say: MessageCallback,
    activation_context: Callable[[str], AbstractContextManager[object]] = nullcontext,
) -> Release:
    """Activate an older release again.

    It is the release before the current one, or the release whose id begins with ``name``.
    The ``withdrawn`` articles are redacted in the release first.
    ``activation_context`` is called with the id of the release, and entered during the activation.
    Raise UserError, also if the release is active and its files were altered since its publish.
    """
    with target.hold_lock(holder, now, say), report_errors_before_activation():
        release_id = _select_release(target, name)
        try:
            release = target.read_release(release_id)
        except DamagedReleaseError as error:
            raise UserError(
                f"Hồ sơ của bản {release_id} bị hỏng. Hãy chọn bản khác: ./inv releases"
            ) from error
        # A withdrawal may have been interrupted, or made in another workspace.
        if withdrawn.addresses and not _redact_release(target, release_id, withdrawn, say):
            raise UserError(f"Không quay lại được bản {release_id}. Hãy chọn bản khác: ./inv releases")
        with activation_context(release_id):
            target.activate(release_id)
        # Checked last: reading ten thousand files takes seconds, in which readers would see the release to leave.
        if not target.is_unmodified(target.read_release(release_id)):
            raise UserError(
                f"Bạn đọc đang xem lại bản {release_id}, nhưng bản này đã bị sửa, thêm hoặc bớt tệp sau khi xuất bản. "
                "Hãy chạy ngay ./inv publish để thay bằng bản dựng từ nội dung, hoặc quay lại bản khác: ./inv releases"
            )
    return release


def _redact_release(target: Target, name: str, withdrawn: WithdrawnAddresses, say: MessageCallback) -> bool:
    """Remove withdrawn articles from a release; tell if the release is still there."""
    from bulletin.publishing.withdrawal.redaction import redact_releases  # noqa: PLC0415  # long to import, rarely needed

    return name in redact_releases(target, withdrawn, say, [name])


def _select_release(target: Target, name: str) -> str:
    names, current = target.release_ids(), target.current_id()
    if not names:
        raise UserError(f"Chưa có bản nào ở {target.name}. Hãy chạy ./inv publish trước.")
    if name:
        found = [release_id for release_id in names if release_id.startswith(name)]
        if len(found) != 1:
            which = "Có nhiều bản" if found else "Không còn giữ bản nào"
            raise UserError(f"{which} có mã bắt đầu bằng “{name}”. Xem các bản: ./inv releases")
        if found[0] == current:
            raise UserError(f"Bạn đọc đang xem chính bản {current}; không có gì để quay lại.")
        return found[0]
    if current is None:
        raise UserError(
            f"{target.name} không còn dẫn tới bản nào. Hãy chọn một bản: ./inv rollback {names[-1]}; xem các bản: ./inv releases"
        )
    older = [release_id for release_id in names if current and release_id < current]
    if current and (previous := _read_previous_id(target, current)) in names:
        return previous  # newer releases were never active, or were rolled back
    if not older:
        raise UserError(f"Không có bản nào trước bản đang chạy ở {target.name}. Xem các bản: ./inv releases")
    return older[-1]


def _read_previous_id(target: Target, name: str) -> str:
    """Return the id of the release that was current before; empty if it is unknown."""
    try:
        return target.read_release(name).previous_id
    except DamagedReleaseError:
        return ""


def _describe_release(release: Release, mark: str) -> Iterator[str]:
    commit = f", git {release.commit}" if release.commit else ""
    published_at = format_moment(release.published_at, seconds=True)
    yield f"{mark} {release.id}  {published_at}, {release.published_by or 'không rõ ai'}{commit}"
    changes = release.changes
    for word, addresses in (
        ("mới", changes.added),
        ("sửa", changes.changed),
        ("đổi địa chỉ", tuple(map(" → ".join, changes.moved))),
        ("thôi đăng", changes.removed),
        ("gỡ", changes.withdrawn),
    ):
        if addresses:
            yield f"    {len(addresses)} bài {word}: {format_names(addresses, _MAX_NAMED_ADDRESSES, 'bài')}"
