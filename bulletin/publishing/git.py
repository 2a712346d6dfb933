"""Asks git who publishes, and from which commit of the content."""

import getpass
import platform
import shlex
import subprocess
from pathlib import Path


def read_publisher_name() -> str:
    """Return who is at work: the name that git knows, or the machine, and where."""
    name = _ask_git(Path.cwd(), "config", "user.name") or getpass.getuser()
    return f"{name} ({platform.node()})"


def read_content_commit(root: Path) -> str:
    """Return the commit of the working copy, with ``+`` where files differ from it; empty outside git."""
    found = _ask_git(root, "rev-parse", "--short=12", "HEAD")
    changed = found and _ask_git(root, "status", "--porcelain", "--untracked-files=normal", "--", "content")
    return f"{found}+" if changed else found


def has_commit(root: Path, commit: str) -> bool:
    """Tell whether the working copy was made with ``commit``; also where nobody can tell: without git, or of a shallow clone.

    A commit that was fetched and not merged is not known. One that was replaced by another here is.
    """
    commit = commit.removesuffix("+")
    if not commit or _ask_git(root, "rev-parse", "--is-shallow-repository") != "false":
        return True
    missing = _ask_git(root, "rev-list", "--count", f"HEAD..{commit}")
    return missing == "0" or (
        bool(missing) and not _ask_git(root, "branch", "--remotes", "--contains", commit)
    )


def format_commit_command(path: str, subject: str) -> str:
    """Return the command that commits the file at ``path``, from the root of the working copy, and nothing else."""
    file = shlex.quote(path)
    return f"git add {file} && git commit -m {shlex.quote(subject)} -- {file}"


def _ask_git(folder: Path, *words: str) -> str:
    """Return what git answers; empty where there is no git or no repository."""
    try:
        done = subprocess.run(  # noqa: S603  # our own command
            ["git", "-C", str(folder), *words],  # noqa: S607  # whichever git the editor has
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
