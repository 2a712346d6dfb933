"""Keeps a working copy that does not know what others published from undoing it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from bulletin.content.withdrawals import WITHDRAWALS_FILE
from bulletin.errors import UserError
from bulletin.publishing.addresses.ledger import REMOVAL_WITHDRAWN, LedgerEntry
from bulletin.publishing.git import has_commit
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.targets.base import MessageCallback, Target
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from bulletin.text.formatting import format_moment

_NAMED = 3
"""So many addresses are named."""


def require_known_withdrawals(
    target: Target,
    before: Release | None,
    known: Mapping[str, LedgerEntry],
    gone: WithdrawnAddresses,
    say: MessageCallback,
) -> None:
    """Raise UserError where the list of what is ``gone`` lacks a withdrawal that was published: the article would come back.

    Where ``known``, the ledger of addresses here, tells of it, its entry was removed on purpose. ``before`` is the release
    that readers see.
    """
    if before is None:
        return
    newest = _newest(target, before)
    back = [one for one in newest.notice_addresses if one not in gone.notice_addresses]
    if lost := [one for one in back if not _withdrawn(known, one)]:
        raise UserError(
            f"Đã có lệnh gỡ {_named(lost)} (bản do {_by(newest)}), nhưng content/{WITHDRAWALS_FILE} ở đây chưa ghi, "
            "nên chưa phát hành: bài sẽ hiện lại. Hãy lấy nội dung mới (git pull) rồi chạy lại. "
            f"Muốn đăng lại bài: git pull trước, rồi xóa mục của bài ấy trong content/{WITHDRAWALS_FILE}."
        )
    if back:
        say(
            f"Không còn mục gỡ {_named(back)} trong content/{WITHDRAWALS_FILE}: bài hay trang nào còn ở đó được đăng lại."
        )


def require_published_commit(root: Path, target: Target, before: Release | None) -> None:
    """Raise UserError where git at ``root`` lacks the commit that readers have: what was written there would be as it was.

    Who went back from the newest release has decided on that.
    """
    if (
        before
        and before.id == target.release_ids()[-1]
        and not has_commit(root, before.commit)
        and _shares_history(root, target)
    ):
        raise UserError(
            f"Bản bạn đọc đang xem do {_by(before)} từ git {before.commit}, mà ở đây chưa có, nên chưa phát hành: "
            "những gì viết ở đó sẽ trở lại như cũ. Hãy lấy nội dung mới (git pull) rồi chạy lại; chưa thấy thì hỏi người ấy "
            "đã git push chưa. Muốn bỏ hẳn bản ấy: ./inv rollback rồi chạy lại."
        )


def _shares_history(root: Path, target: Target) -> bool:
    """Tell whether git has a commit that was published; else its history was begun anew, and says nothing."""
    for name in reversed(target.release_ids()):
        with suppress(DamagedReleaseError):
            commit = target.read_release(name).commit
            if commit and has_commit(root, commit):
                return True
    return False


def _newest(target: Target, before: Release) -> Release:
    """Return the release that was published last, where it can be read: somebody may have gone back from it."""
    newest = target.release_ids()[-1]
    if newest != before.id:
        with suppress(DamagedReleaseError):
            return target.read_release(newest)
    return before


def _withdrawn(known: Mapping[str, LedgerEntry], address: str) -> bool:
    return address in known and known[address].removal_reason == REMOVAL_WITHDRAWN


def _named(addresses: Sequence[str]) -> str:
    return f"{', '.join(addresses[:_NAMED])}{', …' if len(addresses) > _NAMED else ''}"


def _by(release: Release) -> str:
    return f"{release.published_by or 'người khác'} xuất bản lúc {format_moment(release.published_at)}"
