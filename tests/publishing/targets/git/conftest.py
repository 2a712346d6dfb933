"""Fixtures: a bare repository on this machine, and a target for it."""

import subprocess
from pathlib import Path

import pytest

from bulletin.publishing.targets.factory import create_target
from bulletin.publishing.targets.git.target import GitTarget


@pytest.fixture
def bare_repository(tmp_path: Path) -> Path:
    run_git_in(tmp_path, "init", "--quiet", "--bare", "kho.git")
    return tmp_path / "kho.git"


@pytest.fixture
def target(tmp_path: Path, bare_repository: Path) -> GitTarget:
    return create_git_target(bare_repository, tmp_path / "cache")


def create_git_target(bare: Path, cache: Path) -> GitTarget:
    target = create_target(f"git+file://{bare}#trang", cache, cache)
    assert isinstance(target, GitTarget)
    return target


def run_git_in(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True
    ).stdout


def read_branch_page(bare: Path, path: str) -> str:
    return run_git_in(bare, "show", f"trang:{path}")
