"""Commit the records of a publish: the address ledger and the list of withdrawals.

``PUBLISH_COMMIT`` in publishconf.py turns it on.
Reason: a working copy of a timer stays clean, so that its next ``git pull --ff-only`` succeeds.
"""

import os
import subprocess
from pathlib import Path

from bulletin.content.withdrawals import WITHDRAWALS_FILE
from bulletin.errors import explain_os_error
from bulletin.publishing.addresses.ledger import LEDGER_FILE_NAME
from bulletin.publishing.git import quote_error, run_git
from bulletin.publishing.targets.base import MessageCallback

RECORD_PATHS = (LEDGER_FILE_NAME, f"content/{WITHDRAWALS_FILE}")
"""The records, from the workspace."""
_NETWORK_TIMEOUT = 120
"""Seconds that git has for the shared repository."""
_LOCAL_TIMEOUT = 60
"""Seconds that git has for the working copy. Reason: the workspace is locked so long."""
_UNSIGNED = ("-c", "commit.gpgSign=false")
"""Options of a commit without a signature, which would ask a person for a password."""
_ATTEMPTS = 3
"""Pushes that are tried while others push too."""


class _GitFailedError(Exception):
    """A command of git failed. The text is git's own last line."""


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
        if _ask(root, "status", "--porcelain", "--", *paths):
            _ask(
                root, "symbolic-ref", "--short", "HEAD"
            )  # fails without a branch, which would lose the commit
            _ask(root, "add", "--", *paths)
            _ask(root, *_UNSIGNED, "commit", "--quiet", "--no-verify", "--only", "-m", subject, "--", *paths)
    except _GitFailedError as error:
        say(f"Chưa lưu được {' và '.join(paths)} vào git ({error}). Hãy sửa rồi chạy lại ./inv publish")
        return
    if is_pushed:
        _push_records(root, say)


def _push_records(root: Path, say: MessageCallback) -> None:
    """Push the commits of records; say why if that is not possible."""
    try:
        upstream = _ask(root, "rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}")
    except _GitFailedError:
        return  # the branch has no upstream, so nothing has to be pushed
    try:
        for attempt in range(1, _ATTEMPTS + 1):
            if _ask(root, "rev-list", "--count", "@{upstream}..HEAD") == "0":
                return
            if not _has_only_records(root):
                say(
                    f"Còn bài đã lưu vào git mà chưa đẩy lên {upstream}. Hãy chạy: git pull --no-rebase --no-edit && git push"
                )
                return
            try:
                _ask_server(root, "push", "--quiet", *_find_push_target(root))
            except _GitFailedError:
                if attempt == _ATTEMPTS:
                    raise
                _ask_server(root, "fetch", "--quiet")
                _merge_upstream(root)
    except _GitFailedError as error:
        say(
            f"Đã lưu vào git ở máy này nhưng chưa đẩy được lên {upstream} ({error}). "
            "Lần xuất bản sau sẽ đẩy lại; muốn đẩy ngay, hãy chạy: git pull --no-rebase --no-edit && git push"
        )


def _has_only_records(root: Path) -> bool:
    """Tell if the commits that are not pushed touch records alone."""
    names = _ask(root, "log", "--format=", "--name-only", "@{upstream}..HEAD").splitlines()
    prefix = _ask(root, "rev-parse", "--show-prefix")  # the workspace may be a folder of the repository
    return {name for name in names if name} <= {prefix + path for path in RECORD_PATHS}


def _find_push_target(root: Path) -> tuple[str, str]:
    """Return the remote of the branch, and the refspec of a push to it."""
    branch = _ask(root, "symbolic-ref", "--short", "HEAD")
    remote = _ask(root, "config", f"branch.{branch}.remote")
    return remote, f"HEAD:{_ask(root, 'config', f'branch.{branch}.merge')}"


def _merge_upstream(root: Path) -> None:
    """Merge the upstream, or leave the branch and all edits as they were.

    A rebase would give new names to commits that a release already names.
    """
    try:
        _ask(root, *_UNSIGNED, "-c", "merge.autoStash=false", "merge", "--quiet", "--no-edit", "@{upstream}")
    except _GitFailedError:
        if (Path(_ask(root, "rev-parse", "--absolute-git-dir")) / "MERGE_HEAD").exists():
            _ask(root, "merge", "--abort")
        raise


def _ask(root: Path, *arguments: str) -> str:
    """Return the output of git. Raise _GitFailedError."""
    return _run(root, arguments, {}, _LOCAL_TIMEOUT)


def _ask_server(root: Path, *arguments: str) -> str:
    """Run git with the shared repository, without questions. Raise _GitFailedError."""
    ssh = os.environ.get("GIT_SSH_COMMAND") or "ssh"
    return _run(
        root,
        arguments,
        {"GIT_TERMINAL_PROMPT": "0", "GIT_SSH_COMMAND": f"{ssh} -o BatchMode=yes"},
        _NETWORK_TIMEOUT,
    )


def _run(root: Path, arguments: tuple[str, ...], variables: dict[str, str], timeout: int) -> str:
    try:
        answer = run_git(root, "-c", "core.quotepath=false", *arguments, timeout=timeout, variables=variables)
    except subprocess.TimeoutExpired:
        raise _GitFailedError(f"git không xong trong {timeout} giây") from None
    except OSError as error:
        raise _GitFailedError(f"không chạy được git: {explain_os_error(error)}") from None
    if answer.returncode:
        raise _GitFailedError(quote_error(answer))
    return answer.stdout.strip()
