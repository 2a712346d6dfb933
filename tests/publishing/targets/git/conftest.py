"""A bare repository on this machine, as the hosting has one."""

import subprocess
from pathlib import Path

import pytest

from bulletin.publishing.targets.factory import target_of
from bulletin.publishing.targets.git.target import GitTarget


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", "kho.git")
    return tmp_path / "kho.git"


@pytest.fixture
def target(tmp_path: Path, bare: Path) -> GitTarget:
    return at(bare, tmp_path / "cache")


def at(bare: Path, cache: Path) -> GitTarget:
    found = target_of(f"git+file://{bare}#trang", cache, cache)
    assert isinstance(found, GitTarget)
    return found


def git(folder: Path, *words: str) -> str:
    return subprocess.run(
        ["git", "-C", str(folder), *words], check=True, capture_output=True, text=True
    ).stdout


def page(bare: Path, path: str) -> str:
    return git(bare, "show", f"trang:{path}")
