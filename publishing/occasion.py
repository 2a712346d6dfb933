"""When, by whom and from what a site is published: what a release says of itself besides its files."""

import getpass
import platform
import shlex
import subprocess
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Occasion:
    """One publish."""

    moment: datetime
    """The one reading of the clock; aware."""
    who: str = ""
    """Who typed the command, and on which machine."""
    commit: str = ""
    """The commit of the content in git (see ``commit``)."""
    articles: Mapping[str, str] = field(default_factory=dict)
    """Addresses of the articles that have a page, each with a digest of all that the article says."""
    onward: Mapping[str, str] = field(default_factory=dict)
    """Old addresses, each with the one that it leads on to."""
    withdrawn: Collection[str] = frozenset()
    """Addresses at which there is a notice."""


def who() -> str:
    """Return who is at work: the name that git knows, or the machine, and where."""
    name = _git(Path.cwd(), "config", "user.name") or getpass.getuser()
    return f"{name} ({platform.node()})"


def commit(root: Path) -> str:
    """Return the commit of the working copy, with ``+`` where files differ from it; empty outside git."""
    found = _git(root, "rev-parse", "--short=12", "HEAD")
    changed = found and _git(root, "status", "--porcelain", "--untracked-files=normal", "--", "content")
    return f"{found}+" if changed else found


def knows(root: Path, commit: str) -> bool:
    """Tell whether the working copy was made with ``commit``; also where nobody can tell: without git, or of a shallow clone.

    A commit that was fetched and not merged is not known. One that was replaced by another here is.
    """
    commit = commit.removesuffix("+")
    if not commit or _git(root, "rev-parse", "--is-shallow-repository") != "false":
        return True
    missing = _git(root, "rev-list", "--count", f"HEAD..{commit}")
    return missing == "0" or (bool(missing) and not _git(root, "branch", "--remotes", "--contains", commit))


def saving(path: str, subject: str) -> str:
    """Return the command that commits the file at ``path``, from the root of the working copy, and nothing else."""
    file = shlex.quote(path)
    return f"git add {file} && git commit -m {shlex.quote(subject)} -- {file}"


def _git(folder: Path, *words: str) -> str:
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
