"""Ask git for the publisher, the commit of the content, and the known commits."""

import getpass
import os
import platform
import re
import shlex
import subprocess
from collections.abc import Iterable, Mapping
from os.path import lexists
from pathlib import Path
from types import MappingProxyType

from bulletin.errors import UserError, escape_unprintable, explain_os_error
from bulletin.publishing.workspace.subprocess_env import build_child_environment

_MAX_QUOTED_LENGTH = 300
"""Characters of a message of git that are quoted."""
_EXCEPTION_COMMAND = re.compile(r"^\s*(git config --global --add safe\.directory \S.*)$", re.MULTILINE)
"""The command in git's message on a repository of another owner."""
_SITE_PATHS = ("content", "theme", ":(glob)*.py")
"""Files that decide what readers get, as paths from the workspace."""
_NO_COMMIT_YET = "does not have any commits yet"


class GitError(UserError):
    """git did not answer a question on which the publish depends."""


def read_publisher_name() -> str:
    """Return the user name that git or the system knows, and the name of the machine."""
    try:
        answer = run_git(Path.cwd(), "config", "user.name")
    except OSError:  # no git
        name = ""
    else:
        name = "" if answer.returncode else answer.stdout.strip()
    return f"{name or _get_account()} ({platform.node()})"


def find_repository(root: Path) -> Path | None:
    """Return the folder with ``.git``: the workspace, or a folder above it.

    A folder on another disk does not count, because git itself looks no further. A broken ``.git`` counts too.
    """
    root = root.resolve()
    device = root.stat().st_dev
    for folder in (root, *root.parents):
        if folder.stat().st_dev != device:
            break
        if lexists(folder / ".git"):
            return folder
    return None


def read_content_commit(root: Path) -> str:
    """Return the commit of the workspace; empty if there is none.

    Outside git and before the first commit there is none.
    A ``+`` follows if files of the content, of the theme or of the settings differ from the commit.
    Raise GitError if there is a ``.git`` and git does not answer.
    """
    if not find_repository(root):
        return ""
    commit = _read_head(root)
    changed = commit and _ask_git(
        root, "status", "--porcelain", "--untracked-files=normal", "--", *_SITE_PATHS
    )
    return f"{commit}+" if changed else commit


def has_commit(root: Path, commit: str) -> bool:
    """Tell if ``commit`` is part of the history of HEAD.

    A shallow clone may lack the commit and be up to date (see ``is_shallow``).
    A commit that was fetched and not merged counts as missing.
    A commit that was amended or rebased in this repository counts as present.
    Raise GitError if git does not answer.
    """
    commit = commit.removesuffix("+")
    if not commit:
        return True
    if not _read_head(root) or not _ask_git(
        root, "rev-parse", "--verify", "-q", f"{commit}^{{commit}}", no=1
    ):
        return False
    if _ask_git(root, "rev-list", "--count", f"HEAD..{commit}") == "0":
        return True
    return not _ask_git(root, "branch", "--remotes", "--contains", commit)


def is_shallow(root: Path) -> bool:
    """Tell if the clone lacks a part of its history. Raise GitError."""
    return _ask_git(root, "rev-parse", "--is-shallow-repository") != "false"


def list_changed_files(root: Path, commit: str = "HEAD", *, with_ignored: bool = False) -> frozenset[str]:
    """Return the paths of the files of the site that differ from ``commit``.

    Files that git does not know are among them. If ``with_ignored``, so are those that it ignores.
    Raise GitError if git does not answer.
    """
    changed = _ask_git(
        root, "diff", "--name-only", "--no-renames", "--relative", "-z", commit, "--", *_SITE_PATHS
    )
    ignored = [] if with_ignored else ["--exclude-standard"]
    others = _ask_git(root, "ls-files", "-z", "--others", *ignored, "--", *_SITE_PATHS)
    return frozenset(name for name in f"{changed}\0{others}".split("\0") if name)


def has_history(root: Path, path: str) -> bool:
    """Tell if a commit of HEAD touched ``path``. Raise GitError.

    Outside git the answer is true.
    """
    return not find_repository(root) or bool(_ask_git(root, "log", "--format=%h", "-1", "--", path))


def has_upstream(root: Path) -> bool:
    """Tell if the branch has an upstream. Raise OSError."""
    return run_git(root, "rev-parse", "--verify", "-q", "@{upstream}").returncode == 0


def build_server_variables(folder: Path, ssh_command: str) -> dict[str, str]:
    """Return the variables for git if it talks to a server: it asks no person.

    ``ssh_command`` is for a user who set none: neither a variable, nor ``core.sshCommand`` of the
    repository around ``folder`` or of the account. Raise OSError.
    """
    variables = {"GIT_TERMINAL_PROMPT": "0"}
    if not {"GIT_SSH_COMMAND", "GIT_SSH"}.intersection(os.environ):
        own = run_git(folder, "config", "core.sshCommand").stdout.strip()
        variables["GIT_SSH_COMMAND"] = own or ssh_command
    return variables


def format_commit_command(paths: Iterable[str], subject: str) -> str:
    """Return the command that commits only the files at ``paths`` in the workspace."""
    files = " ".join(map(shlex.quote, paths))
    return f"git add {files} && git commit -m {shlex.quote(subject)} -- {files}"


def _read_head(root: Path) -> str:
    """Return the first 12 digits of the commit of HEAD; empty if there is none."""
    # Unlike rev-parse, log tells a branch without a commit from a broken branch.
    return _ask_git(root, "-c", "log.showSignature=false", "log", "-1", "--format=%h", "--abbrev=12")


def _ask_git(root: Path, *arguments: str, no: int = 0) -> str:
    """Return the output of git.

    An exit code ``no`` is an answer too, and so is a branch without a commit.
    Raise GitError if git fails in another way.
    """
    try:
        answer = run_git(root, *arguments)
    except OSError as error:
        is_missing = isinstance(error, FileNotFoundError)
        raise _create_error(
            "máy này không có git" if is_missing else f"không chạy được git: {explain_os_error(error)}",
            "Hãy cài git (Debian, Ubuntu: sudo apt install git) rồi chạy lại."
            if is_missing
            else "Hãy sửa rồi chạy lại.",
        ) from error
    if answer.returncode not in (0, no) and _NO_COMMIT_YET not in answer.stderr:
        raise _create_error(f"git báo “{quote_error(answer)}”", _find_remedy(root, answer.stderr))
    return answer.stdout.strip()


def _find_remedy(root: Path, message: str) -> str:
    """Return the Vietnamese remedy for a message of git."""
    folder, account = find_repository(root) or root, _get_account()
    quoted = shlex.quote(str(folder))
    if "dubious ownership" in message:
        command = _EXCEPTION_COMMAND.search(message)
        text = command[1] if command else f"git config --global --add safe.directory {quoted}"
        return f"Bằng tài khoản {account}, hãy gõ lệnh dưới đây rồi chạy lại.\n  {text}"
    if "Permission denied" in message:
        return f"Hãy giao thư mục cho tài khoản {account} bằng lệnh dưới đây rồi chạy lại.\n  sudo chown -R {account} {quoted}"
    return (
        f"Có thể {folder / '.git'} đã hỏng. Hãy git clone một bản mới, chép sang đó những bài chưa lưu vào git, "
        "rồi xuất bản từ đó."
    )


def _get_account() -> str:
    """Return the name of the account, or its number if the system knows no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account of a container
        return str(os.getuid())


def _create_error(reason: str, remedy: str) -> GitError:
    return GitError(
        f"Chưa phát hành, vì git không trả lời nên không biết ở đây có thiếu bài của người khác hay không: {reason}. "
        f"Trang đang chạy vẫn giữ nguyên. {remedy}"
    )


def run_git(
    folder: Path,
    *arguments: str,
    timeout: int | None = None,
    variables: Mapping[str, str] = MappingProxyType({}),
    text: str = "",
    errors: str = "replace",
) -> "subprocess.CompletedProcess[str]":
    """Run git on the repository of ``folder``, with English messages.

    Args:
        folder: The folder that git starts in.
        arguments: The command and its options.
        timeout: Seconds until the command is stopped; None for no limit.
        variables: Further environment variables.
        text: The standard input.
        errors: The treatment of bytes that are not UTF-8, as ``bytes.decode`` names it.

    Raises:
        OSError: git cannot be started.
        subprocess.TimeoutExpired: The command took longer than ``timeout``.

    """
    return subprocess.run(  # noqa: S603  # our own command
        ["git", "-C", str(folder), *arguments],  # noqa: S607  # the git of the editor
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors=errors,
        timeout=timeout,
        check=False,
        env={**build_child_environment(), **variables},
    )


def quote_error(answer: "subprocess.CompletedProcess[str]") -> str:
    """Return the line of a failed command that names the reason, for a terminal.

    If the server refused a push, its own words are the reason.
    Otherwise a line ``fatal:`` comes before a line ``error:``, and both before others.
    """
    lines = (answer.stderr.strip() or answer.stdout.strip()).splitlines() or [f"mã {answer.returncode}"]
    if any("[remote rejected]" in line for line in lines):
        said = [line.removeprefix("remote:").strip() for line in lines if line.startswith("remote:")]
        refused = [line.strip() for line in lines if "[remote rejected]" in line]
        return escape_unprintable(" ".join(filter(None, said or refused)), _MAX_QUOTED_LENGTH)
    line = min(lines, key=lambda line: (not line.startswith("fatal: "), not line.startswith("error: ")))
    return escape_unprintable(line, _MAX_QUOTED_LENGTH)
