"""Keeps a working copy that does not know what others published from undoing it."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from plugins.records.withdrawals import FILE
from publishing.address_ledger import WITHDRAWN, Remembered
from publishing.errors import PublishError
from publishing.occasion import knows
from publishing.release import DamagedReleaseError, Release
from publishing.sought import Sought
from publishing.targets.target import Target

_NAMED = 3
"""So many addresses are named."""


def refuse_stale(
    root: Path, target: Target, before: Release | None, known: Mapping[str, Remembered], gone: Sought
) -> None:
    """Raise PublishError where the working copy at ``root`` lacks what readers have ``before`` its release.

    It lacks a withdrawal that neither ``gone`` nor ``known``, the ledger of addresses, tells of: the article would
    come back. Where the ledger does, the entry was removed on purpose. It lacks a commit that git does not have here,
    though it has others that were published: what was written there would be as it was.
    """
    for release in _latest(target, before):
        lost = [one for one in release.notices if one not in gone.notices and not _withdrawn(known, one)]
        if lost:
            named = f"{', '.join(lost[:_NAMED])}{', …' if len(lost) > _NAMED else ''}"
            raise PublishError(
                f"Đã có lệnh gỡ {named} (bản do {_by(release)}), nhưng content/{FILE} ở đây chưa ghi, "
                "nên chưa phát hành: bài sẽ hiện lại. Hãy lấy nội dung mới (git pull) rồi chạy lại. "
                f"Muốn đăng lại bài: git pull trước, rồi xóa mục của bài ấy trong content/{FILE}."
            )
    if before and not knows(root, before.commit) and _shares_history(root, target):
        raise PublishError(
            f"Bản bạn đọc đang xem do {_by(before)} từ git {before.commit}, mà ở đây chưa có, nên chưa phát hành: "
            "những gì viết ở đó sẽ trở lại như cũ. Hãy lấy nội dung mới (git pull) rồi chạy lại; chưa thấy thì hỏi người ấy "
            "đã git push chưa. Muốn bỏ hẳn bản ấy: ./inv rollback về bản trước nữa rồi chạy lại."
        )


def _shares_history(root: Path, target: Target) -> bool:
    """Tell whether git has a commit that was published; else its history was begun anew, and says nothing."""
    for name in reversed(target.all()):
        with suppress(DamagedReleaseError):
            commit = target.read(name).commit
            if commit and knows(root, commit):
                return True
    return False


def _latest(target: Target, before: Release | None) -> Iterator[Release]:
    """Yield the release that readers see and, where somebody went back to it, the newest one."""
    if before:
        yield before
        newest = target.all()[-1]
        if newest != before.id:
            with suppress(DamagedReleaseError):
                yield target.read(newest)


def _withdrawn(known: Mapping[str, Remembered], address: str) -> bool:
    return address in known and known[address].gone == WITHDRAWN


def _by(release: Release) -> str:
    return f"{release.who or 'người khác'} xuất bản lúc {release.when:%H:%M %d/%m/%Y}"
