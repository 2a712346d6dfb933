"""Ask git for the publisher, the commit of the content, and the known commits."""

import getpass
import platform
import shlex
import subprocess
from pathlib import Path


def read_publisher_name() -> str:
    """Return the user name that git or the system knows, and the name of the machine."""
    name = _run_git(Path.cwd(), "config", "user.name") or getpass.getuser()
    return f"{name} ({platform.node()})"


def read_content_commit(root: Path) -> str:
    """Return the commit of the workspace; empty outside git.

    A ``+`` follows if files of the content differ from the commit.
    """
    commit = _run_git(root, "rev-parse", "--short=12", "HEAD")
    changed = commit and _run_git(root, "status", "--porcelain", "--untracked-files=normal", "--", "content")
    return f"{commit}+" if changed else commit


def has_commit(root: Path, commit: str) -> bool:
    """Tell if ``commit`` is part of the history of HEAD, or if git cannot say.

    Git cannot say outside a repository and in a shallow clone.
    A commit that was fetched and not merged counts as missing.
    A commit that was amended or rebased in this repository counts as present.
    """
    commit = commit.removesuffix("+")
    if not commit or _run_git(root, "rev-parse", "--is-shallow-repository") != "false":
        return True
    missing = _run_git(root, "rev-list", "--count", f"HEAD..{commit}")
    return missing == "0" or (
        bool(missing) and not _run_git(root, "branch", "--remotes", "--contains", commit)
    )


def format_commit_command(path: str, subject: str) -> str:
    """Return the command that commits only the file at ``path`` in the workspace."""
    file = shlex.quote(path)
    return f"git add {file} && git commit -m {shlex.quote(subject)} -- {file}"


def _run_git(folder: Path, *arguments: str) -> str:
    """Return the output of git; empty if there is no git or no repository."""
    try:
        completed = subprocess.run(  # noqa: S603  # our own command
            ["git", "-C", str(folder), *arguments],  # noqa: S607  # the git of the editor
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError:
        return ""
    return completed.stdout.strip() if completed.returncode == 0 else ""
