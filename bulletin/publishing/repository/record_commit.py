"""Commit the records of a publish: the address ledger and the list of withdrawals.

``PUBLISH_COMMIT`` in publishconf.py turns it on.
Reason: a working copy of a timer stays clean, so that its next ``git pull --ff-only`` succeeds.
"""

from pathlib import Path

from bulletin.content.site_lists.withdrawals import WITHDRAWALS_FILE
from bulletin.publishing.addresses.ledger import LEDGER_FILE_NAME
from bulletin.publishing.repository.upstream import (
    UNSIGNED,
    GitCommandError,
    ask_git,
    ask_server,
    find_upstream,
    merge_upstream,
)
from bulletin.publishing.targets.base import MessageCallback

RECORD_PATHS = (LEDGER_FILE_NAME, f"content/{WITHDRAWALS_FILE}")
"""The records, from the workspace."""
_ATTEMPTS = 3
"""Pushes that are tried while others push too."""


def commit_records(root: Path, subject: str, say: MessageCallback, *, is_pushed: bool = True) -> None:
    """Commit the changed records alone, and push them if the branch has an upstream.

    Other changes of the working copy, also staged ones, stay as they are.
    A failure is said and does not stop the publish, because readers have the release already.

    Args:
        root: The workspace.
        subject: The subject of the commit.
        say: Receives Vietnamese sentences.
        is_pushed: Push after the commit. A withdrawal publishes first, because a push may bring articles of others.

    """
    paths = [path for path in RECORD_PATHS if (root / path).is_file()]
    if not paths:
        return
    try:
        if ask_git(root, "status", "--porcelain", "--", *paths):
            ask_git(
                root, "symbolic-ref", "--short", "HEAD"
            )  # fails without a branch, which would lose the commit
            ask_git(root, "add", "--", *paths)
            ask_git(
                root, *UNSIGNED, "commit", "--quiet", "--no-verify", "--only", "-m", subject, "--", *paths
            )
    except GitCommandError as error:
        say(f"Chưa lưu được {' và '.join(paths)} vào git ({error}). Hãy sửa rồi chạy lại ./inv publish")
        return
    if is_pushed:
        _push_records(root, say)


def _push_records(root: Path, say: MessageCallback) -> None:
    """Push the commits of records; say why if that is not possible."""
    upstream = find_upstream(root)
    if not upstream:
        return
    try:
        for attempt in range(1, _ATTEMPTS + 1):
            if ask_git(root, "rev-list", "--count", "@{upstream}..HEAD") == "0":
                return
            if not _has_only_records(root):
                say(
                    f"Còn bài đã lưu vào git mà chưa đẩy lên {upstream}. Hãy chạy: git pull --no-rebase --no-edit && git push"
                )
                return
            try:
                ask_server(root, "push", "--quiet", *_find_push_target(root))
            except GitCommandError:
                if attempt == _ATTEMPTS:
                    raise
                ask_server(root, "fetch", "--quiet")
                merge_upstream(root)
    except GitCommandError as error:
        say(
            f"Đã lưu vào git ở máy này nhưng chưa đẩy được lên {upstream} ({error}). "
            "Lần xuất bản sau sẽ đẩy lại; muốn đẩy ngay, hãy chạy: git pull --no-rebase --no-edit && git push"
        )


def _has_only_records(root: Path) -> bool:
    """Tell if the commits that are not pushed touch records alone."""
    names = ask_git(root, "log", "--format=", "--name-only", "@{upstream}..HEAD").splitlines()
    prefix = ask_git(root, "rev-parse", "--show-prefix")  # the workspace may be a folder of the repository
    return {name for name in names if name} <= {prefix + path for path in RECORD_PATHS}


def _find_push_target(root: Path) -> tuple[str, str]:
    """Return the remote of the branch, and the refspec of a push to it."""
    branch = ask_git(root, "symbolic-ref", "--short", "HEAD")
    remote = ask_git(root, "config", f"branch.{branch}.remote")
    return remote, f"HEAD:{ask_git(root, 'config', f'branch.{branch}.merge')}"
