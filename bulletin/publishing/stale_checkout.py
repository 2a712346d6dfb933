"""Keeps a working copy that does not know what others published from undoing it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from bulletin.content.withdrawals import FILE
from bulletin.errors import UserError
from bulletin.publishing.addresses.ledger import WITHDRAWN, Remembered
from bulletin.publishing.git import has_commit
from bulletin.publishing.release.release import DamagedReleaseError, Release
from bulletin.publishing.targets.base import Say, Target
from bulletin.publishing.withdrawal.addresses import Sought

_NAMED = 3
"""So many addresses are named."""


def refuse_without_withdrawals(
    target: Target, before: Release | None, known: Mapping[str, Remembered], gone: Sought, say: Say
) -> None:
    """Raise UserError where the list of what is ``gone`` lacks a withdrawal that was published: the article would come back.

    Where ``known``, the ledger of addresses here, tells of it, its entry was removed on purpose. ``before`` is the release
    that readers see.
    """
    if before is None:
        return
    newest = _newest(target, before)
    back = [one for one in newest.notices if one not in gone.notices]
    if lost := [one for one in back if not _withdrawn(known, one)]:
        raise UserError(
            f"Đã có lệnh gỡ {_named(lost)} (bản do {_by(newest)}), nhưng content/{FILE} ở đây chưa ghi, "
            "nên chưa phát hành: bài sẽ hiện lại. Hãy lấy nội dung mới (git pull) rồi chạy lại. "
            f"Muốn đăng lại bài: git pull trước, rồi xóa mục của bài ấy trong content/{FILE}."
        )
    if back:
        say(
            f"Không còn mục gỡ {_named(back)} trong content/{FILE}: bài hay trang nào còn ở đó được đăng lại."
        )


def refuse_without_commit(root: Path, target: Target, before: Release | None) -> None:
    """Raise UserError where git at ``root`` lacks the commit that readers have: what was written there would be as it was.

    Who went back from the newest release has decided on that.
    """
    if (
        before
        and before.id == target.all()[-1]
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
    for name in reversed(target.all()):
        with suppress(DamagedReleaseError):
            commit = target.read(name).commit
            if commit and has_commit(root, commit):
                return True
    return False


def _newest(target: Target, before: Release) -> Release:
    """Return the release that was published last, where it can be read: somebody may have gone back from it."""
    newest = target.all()[-1]
    if newest != before.id:
        with suppress(DamagedReleaseError):
            return target.read(newest)
    return before


def _withdrawn(known: Mapping[str, Remembered], address: str) -> bool:
    return address in known and known[address].gone == WITHDRAWN


def _named(addresses: Sequence[str]) -> str:
    return f"{', '.join(addresses[:_NAMED])}{', …' if len(addresses) > _NAMED else ''}"


def _by(release: Release) -> str:
    return f"{release.who or 'người khác'} xuất bản lúc {release.when:%H:%M %d/%m/%Y}"
