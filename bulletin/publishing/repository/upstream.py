"""Ask the shared repository of a branch, and merge its commits.

No command asks a person, and each has a time limit.
"""

import subprocess
from collections.abc import Mapping
from pathlib import Path

from bulletin.errors import explain_os_error
from bulletin.publishing.workspace.git import build_server_variables, quote_error, run_git

UNSIGNED = ("-c", "commit.gpgSign=false")
"""Options of a commit without a signature, which would ask a person for a password."""
_NETWORK_TIMEOUT = 120
"""Seconds that git has for the shared repository."""
_LOCAL_TIMEOUT = 60
"""Seconds that git has for the working copy. Reason: the workspace is locked so long."""
_SSH_COMMAND = "ssh -o BatchMode=yes -o ConnectTimeout=20"


class GitCommandError(Exception):
    """A command of git failed. The text is git's own last line."""


def find_upstream(root: Path) -> str:
    """Return the upstream of the branch, such as ``origin/main``; empty if none."""
    try:
        return ask_git(root, "rev-parse", "--abbrev-ref", "--symbolic-full-name", "@{upstream}")
    except GitCommandError:
        return ""


def pull_upstream(root: Path) -> frozenset[str]:
    """Fetch and merge the upstream; return the files that changed.

    Raise GitCommandError if that is not possible. The branch and all edits are as they were then.
    Unlike ``git pull --ff-only``, this also works after a push of records failed.
    """
    before = ask_git(root, "rev-parse", "HEAD")
    ask_server(root, "fetch", "--quiet")
    merge_upstream(root)
    names = ask_git(root, "diff", "--name-only", "--no-renames", "--relative", "-z", before, "HEAD")
    return frozenset(filter(None, names.split("\0")))


def merge_upstream(root: Path) -> None:
    """Merge the upstream, or leave the branch and all edits as they were.

    A rebase would give new names to commits that a release already names.
    """
    try:
        ask_git(
            root, *UNSIGNED, "-c", "merge.autoStash=false", "merge", "--quiet", "--no-edit", "@{upstream}"
        )
    except GitCommandError:
        if (Path(ask_git(root, "rev-parse", "--absolute-git-dir")) / "MERGE_HEAD").exists():
            ask_git(root, "merge", "--abort")
        raise


def ask_git(root: Path, *arguments: str) -> str:
    """Return the output of git. Raise GitCommandError."""
    return _run(root, arguments, {}, _LOCAL_TIMEOUT)


def ask_server(root: Path, *arguments: str) -> str:
    """Run git with the shared repository, without questions. Raise GitCommandError."""
    try:
        variables = build_server_variables(root, _SSH_COMMAND)
    except OSError as error:
        raise GitCommandError(f"không chạy được git: {explain_os_error(error)}") from None
    return _run(root, arguments, variables, _NETWORK_TIMEOUT)


def _run(root: Path, arguments: tuple[str, ...], variables: Mapping[str, str], timeout: int) -> str:
    try:
        answer = run_git(root, "-c", "core.quotepath=false", *arguments, timeout=timeout, variables=variables)
    except subprocess.TimeoutExpired:
        raise GitCommandError(f"git không xong trong {timeout} giây") from None
    except OSError as error:
        raise GitCommandError(f"không chạy được git: {explain_os_error(error)}") from None
    if answer.returncode:
        raise GitCommandError(quote_error(answer))
    return answer.stdout.strip()
