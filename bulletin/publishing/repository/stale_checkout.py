"""Refuse to publish from a workspace that lacks what other workspaces published."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from bulletin.content.site_lists.withdrawals import WITHDRAWALS_FILE
from bulletin.errors import UserError
from bulletin.publishing.addresses.ledger import REMOVAL_WITHDRAWN, LedgerEntry
from bulletin.publishing.release.release import DamagedReleaseError, Release, ReleaseMetadata
from bulletin.publishing.targets.base import MessageCallback, Target
from bulletin.publishing.withdrawal.addresses import WithdrawnAddresses
from bulletin.publishing.workspace.git import find_repository, has_commit, is_shallow, list_changed_files
from bulletin.text.formatting import format_moment, format_names

_MAX_NAMED = 3
"""Addresses or files that are named."""


def require_known_withdrawals(
    target: Target,
    current: Release | None,
    ledger: Mapping[str, LedgerEntry],
    withdrawn: WithdrawnAddresses,
    say: MessageCallback,
) -> None:
    """Raise UserError if the withdrawal list lacks a withdrawal that was published.

    If ``ledger`` has the withdrawal, an editor removed its entry on purpose, and a message says so.
    ``current`` is the current release.
    Reason: the withdrawn article would appear again.
    """
    if current is None:
        return
    newest = _read_newest_release(target, current)
    republished = [
        address for address in newest.notice_addresses if address not in withdrawn.notice_addresses
    ]
    if missing := [address for address in republished if not _is_withdrawn(ledger, address)]:
        raise UserError(
            f"Đã có lệnh gỡ {_named(missing)} (bản do {_describe_publisher(newest)}), "
            f"nhưng content/{WITHDRAWALS_FILE} ở đây chưa ghi, "
            "nên chưa phát hành: bài sẽ hiện lại. Hãy lấy nội dung mới (git pull --no-rebase --no-edit) rồi chạy lại. "
            f"Muốn đăng lại bài: git pull trước, rồi xóa mục của bài ấy trong content/{WITHDRAWALS_FILE}."
        )
    if republished:
        say(
            f"Không còn mục gỡ {_named(republished)} trong content/{WITHDRAWALS_FILE}: bài hay trang nào còn ở đó được đăng lại."
        )


def require_published_commit(
    root: Path, target: Target, current: Release | None, say: MessageCallback
) -> None:
    """Raise UserError if git at ``root`` lacks the commit of the current release.

    Raise it too if git cannot tell. A shallow clone never can, and a message says so.
    After a rollback nothing is checked, because an editor gave up the newest release on purpose.
    Reason: the publish would undo the edits in the missing commit.
    """
    if not current or not current.commit or current.id != target.release_ids()[-1]:
        return
    if not find_repository(root):
        raise UserError(
            f"Bản bạn đọc đang xem do {_describe_publisher(current)} từ git {current.commit}, "
            "mà thư mục này không nằm trong kho git nào (không có .git), nên không biết có thiếu gì của bản ấy; "
            "chưa phát hành, trang đang chạy vẫn giữ nguyên. Hãy xuất bản từ một bản sao lấy bằng git clone. "
            "Muốn bỏ hẳn bản ấy: ./inv rollback rồi chạy lại."
        )
    if has_commit(root, current.commit):
        return
    if is_shallow(root):
        say(
            "Bản sao git này chỉ có một phần lịch sử (shallow), nên không biết có thiếu gì của bản do "
            f"{_describe_publisher(current)} hay không. Hãy lấy đủ một lần: git fetch --unshallow"
        )
        return
    if _shares_history(root, target):
        raise UserError(
            f"Bản bạn đọc đang xem do {_describe_publisher(current)} từ git {current.commit}, "
            "mà ở đây chưa có, nên chưa phát hành: "
            "những gì viết ở đó sẽ trở lại như cũ. Hãy lấy nội dung mới (git pull --no-rebase --no-edit) rồi chạy lại; "
            "chưa thấy thì hỏi người ấy "
            "đã git push chưa. Muốn bỏ hẳn bản ấy: ./inv rollback rồi chạy lại."
        )


def require_uncommitted_files(
    root: Path, target: Target, current: Release | None, metadata: ReleaseMetadata
) -> None:
    """Raise UserError if the workspace lacks uncommitted files of the current release.

    A file that changed here since the commit of the release is that of an editor who knows better.
    So is one from which the same page is made. After a rollback nothing is checked.
    ``metadata`` are facts about the publish. Raise GitError if git does not answer.
    Reason: another clone published these files, and the publish would undo them.
    """
    if not current or not current.uncommitted or current.id != target.release_ids()[-1]:
        return
    commit = current.commit.removesuffix("+")
    if not find_repository(root) or not has_commit(root, commit):
        return
    changed = list_changed_files(root, commit, with_ignored=True)
    missing = [
        path
        for path, address in current.uncommitted.items()
        if path not in changed
        and address not in metadata.withdrawn_addresses
        and not _has_equal_file(current, metadata, path, address)
    ]
    if missing:
        raise UserError(
            f"Bản bạn đọc đang xem do {_describe_publisher(current)} có {len(missing)} tệp chưa lưu vào git ở máy ấy, "
            f"ở đây chưa có: {format_names(missing, _MAX_NAMED, 'tệp')}. Chưa phát hành, vì những gì viết ở đó sẽ mất; "
            "trang đang chạy vẫn giữ nguyên. Hãy nhờ người ấy git add, git commit rồi git push các tệp ấy; sau đó ở đây: "
            "git pull --no-rebase --no-edit rồi chạy lại. Muốn bỏ hẳn bản ấy: ./inv rollback rồi chạy lại."
        )


def _has_equal_file(current: Release, metadata: ReleaseMetadata, path: str, address: str) -> bool:
    """Tell if the publish has the same article, page or setting as ``current``."""
    for old, new, name in (
        (current.other_digests, metadata.other_digests, path),
        (current.article_digests, metadata.article_digests, address),
    ):
        if name in old:
            return old[name] == new.get(name)
    return False


def _shares_history(root: Path, target: Target) -> bool:
    """Tell if git has the commit of any release.

    If not, the repository was created again, and its history says nothing.
    """
    for name in reversed(target.release_ids()):
        with suppress(DamagedReleaseError):
            commit = target.read_release(name).commit
            if commit and has_commit(root, commit):
                return True
    return False


def _read_newest_release(target: Target, current: Release) -> Release:
    """Return the newest release, or the current one if the newest cannot be read.

    The two differ after a rollback.
    """
    newest = target.release_ids()[-1]
    if newest != current.id:
        with suppress(DamagedReleaseError):
            return target.read_release(newest)
    return current


def _is_withdrawn(ledger: Mapping[str, LedgerEntry], address: str) -> bool:
    return address in ledger and ledger[address].removal_reason == REMOVAL_WITHDRAWN


def _named(addresses: Sequence[str]) -> str:
    return f"{', '.join(addresses[:_MAX_NAMED])}{', …' if len(addresses) > _MAX_NAMED else ''}"


def _describe_publisher(release: Release) -> str:
    return f"{release.published_by or 'người khác'} xuất bản lúc {format_moment(release.published_at)}"
