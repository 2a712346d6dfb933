"""A bare repository and two clones of a small site that commits its records."""

import subprocess
from pathlib import Path

from bulletin.publishing.workspace.folders import Workspace
from tests.publishing.small_site import create_small_site

IDENTITY = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in (("NAME", "Lê An"), ("EMAIL", "an@tinhuy.vn"))
}
"""Environment variables for git."""
_IGNORED = ".cache/\noutput*/\n.workshop.lock\n__pycache__/\n"


def run_git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), "-c", "core.quotepath=false", *arguments]
    completed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert completed.returncode == 0, f"git {' '.join(arguments)}: {completed.stderr}"
    return completed.stdout.strip()


def create_clones(folder: Path, first: str, second: str) -> tuple[Workspace, Workspace]:
    """Create ``kho.git`` and two clones, which publish to the folder ``public``.

    All paths in them are relative, so that ``folder`` can be copied.
    """
    site = create_small_site(folder / first, PUBLISH_TO="../public", PUBLISH_COMMIT=True)
    (site.root / ".gitignore").write_text(_IGNORED, encoding="utf-8")
    (site.root / ".gitattributes").write_text("addresses.txt merge=union\n", encoding="utf-8")
    run_git(folder, "init", "--quiet", "--bare", "-b", "main", "kho.git")
    run_git(site.root, "init", "--quiet", "-b", "main")
    commit_all(site, "Trang mới")
    run_git(site.root, "remote", "add", "origin", "../kho.git")
    run_git(site.root, "push", "--quiet", "--set-upstream", "origin", "main")
    run_git(folder, "clone", "--quiet", "kho.git", second)
    run_git(folder / second, "remote", "set-url", "origin", "../kho.git")
    return site, Workspace(folder / second)


def commit_all(workspace: Workspace, subject: str) -> None:
    run_git(workspace.root, "add", "--all")
    run_git(workspace.root, "commit", "--quiet", "-m", subject)
