"""The releases of a place, for people: what there is to go back to, and going back."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime

from bulletin.errors import UserError
from bulletin.publishing.error_context import report_errors_before_activation
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.targets.base import MessageCallback, Target
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from bulletin.text.formatting import format_moment, format_names

_NAMED = 3
"""So many addresses of a kind are named."""


def describe_releases(target: Target) -> Iterator[str]:
    """Yield the releases that can be shown, newest first, one marked as what readers see."""
    names, current = target.release_ids(), target.current_id()
    if not names:
        yield f"Chưa có bản nào ở {target.name}. Hãy chạy ./inv publish trước."
        return
    for name in reversed(names):
        mark = "→" if name == current else " "
        try:
            yield from _lines(target.read_release(name), mark)
        except DamagedReleaseError:
            yield f"{mark} {name}  hồ sơ của bản này bị hỏng; không quay lại được"
    yield "Dấu → là bản bạn đọc đang xem. Quay lại bản trước: ./inv rollback; bản khác: ./inv rollback MÃ-BẢN"


def roll_back(
    target: Target,
    name: str = "",
    *,
    holder: str,
    moment: datetime,
    sought: WithdrawnAddresses,
    say: MessageCallback,
    holding: Callable[[str], AbstractContextManager[object]] = nullcontext,
) -> Release:
    """Show an older release again: the one before the current, or that whose id begins with ``name``.

    What is ``sought``, the articles that were taken down, is taken out of it first. ``holding`` is entered with the id
    of the release before it is shown. Raise UserError, also where readers see the release and
    somebody wrote into it since it was published.
    """
    with target.hold_lock(holder, moment, say), report_errors_before_activation():
        chosen = _select_release(target, name)
        try:
            release = target.read_release(chosen)
        except DamagedReleaseError as error:
            raise UserError(f"Hồ sơ của bản {chosen} bị hỏng. Hãy chọn bản khác: ./inv releases") from error
        # A withdrawal may have been cut off, or made on another machine.
        if sought.addresses and chosen not in _redact_before_rollback(target, chosen, sought, say):
            raise UserError(f"Không quay lại được bản {chosen}. Hãy chọn bản khác: ./inv releases")
        with holding(chosen):
            target.activate(chosen)
        # Afterwards: to look at ten thousand files can take seconds, in which readers would see what is to go.
        if not target.is_unmodified(target.read_release(chosen)):
            raise UserError(
                f"Bạn đọc đang xem lại bản {chosen}, nhưng bản này đã bị sửa, thêm hoặc bớt tệp sau khi xuất bản. "
                "Hãy chạy ngay ./inv publish để thay bằng bản dựng từ nội dung, hoặc quay lại bản khác: ./inv releases"
            )
    return release


def _redact_before_rollback(
    target: Target, name: str, sought: WithdrawnAddresses, say: MessageCallback
) -> list[str]:
    from bulletin.publishing.withdrawal.redaction import redact_releases  # noqa: PLC0415  # it takes long to import, and is rarely needed

    return redact_releases(target, sought, say, [name])


def _select_release(target: Target, name: str) -> str:
    names, current = target.release_ids(), target.current_id()
    if name:
        found = [one for one in names if one.startswith(name)]
        if len(found) != 1:
            which = "Có nhiều bản" if found else "Không còn giữ bản nào"
            raise UserError(f"{which} có mã bắt đầu bằng “{name}”. Xem các bản: ./inv releases")
        if found[0] == current:
            raise UserError(f"Bạn đọc đang xem chính bản {current}; không có gì để quay lại.")
        return found[0]
    if names and current is None:
        raise UserError(
            f"{target.name} không còn dẫn tới bản nào. Hãy chọn một bản: ./inv rollback {names[-1]}; xem các bản: ./inv releases"
        )
    older = [one for one in names if current and one < current]
    if current and (after := _after(target, current)) in names:
        return after  # what is newer than that was never shown, or somebody went back from it
    if not older:
        raise UserError(f"Không có bản nào trước bản đang chạy ở {target.name}. Xem các bản: ./inv releases")
    return older[-1]


def _after(target: Target, name: str) -> str:
    """Return the release that readers had before that one; empty where it is not known."""
    try:
        return target.read_release(name).previous_id
    except DamagedReleaseError:
        return ""


def _lines(release: Release, mark: str) -> Iterator[str]:
    commit = f", git {release.commit}" if release.commit else ""
    yield f"{mark} {release.id}  {format_moment(release.published_at, seconds=True)}, {release.published_by or 'không rõ ai'}{commit}"
    changes = release.changes
    for word, addresses in (
        ("mới", changes.added),
        ("sửa", changes.changed),
        ("đổi địa chỉ", tuple(map(" → ".join, changes.moved))),
        ("thôi đăng", changes.removed),
        ("gỡ", changes.withdrawn),
    ):
        if addresses:
            yield f"    {len(addresses)} bài {word}: {format_names(addresses, _NAMED, 'bài')}"
