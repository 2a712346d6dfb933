"""Tests of builds on a full disk and in read-only folders.

The build fails with a message, the output keeps its pages, and the next build is correct.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sample_site import ROOT, SAMPLE_BUILD_TIME
from tests.site.build_harness import SEQUENCE_COUNT, BuildHarness, digest_output
from tests.site.small_disk import DISK_TYPES, FileSizeLimit, SmallDisk
from tests.site.test_interrupted_builds import TwoStates, find_incomplete_files

pytestmark = pytest.mark.slow

Disk = SmallDisk | FileSizeLimit
DISK_MESSAGE = re.compile(
    "No space left|File too large|full|I/O error|[Pp]ermission|read-?only|đĩa|quyền ghi|giới hạn dung lượng"
)
WITHOUT_ROOT_RIGHTS = (
    [] if os.geteuid() else ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
)
"""Prefix of a command that takes from root the right to write everywhere."""


@pytest.fixture(params=DISK_TYPES, ids=[disk.__name__ for disk in DISK_TYPES])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    disk = request.param(tmp_path / "site/disk")
    yield disk
    disk.close()


@pytest.mark.plays
def test_build_into_a_full_disk_fails_and_loses_no_page(disk: Disk, tmp_path: Path) -> None:
    site = TwoStates(tmp_path, 26, words=8000)
    out = disk.get_outside_path() / "out"
    command = disk.wrap_command(site.get_build_command("disk/out"), site.tree)
    assert run_build(site, command).returncode == 0
    for left in (0, 60_000, 300_000) if SEQUENCE_COUNT else (60_000, 300_000):
        site.toggle_content()
        disk.fill(left)
        result = run_build(site, disk.wrap_command(site.get_build_command("disk/out"), site.tree))
        assert result.returncode != 0, left
        assert DISK_MESSAGE.search(result.stdout + result.stderr), result.stdout + result.stderr
        assert find_incomplete_files(out, site.clean_outputs, built=True) == []
        disk.free_space()
        if left < 300_000:  # only the way to the second state needs room
            site.toggle_content()
        assert run_build(site, command).returncode == 0
        assert digest_output(out) == site.get_expected_output()


@pytest.mark.plays
def test_build_with_a_cache_on_a_full_disk_damages_no_page(disk: Disk, tmp_path: Path) -> None:
    site = TwoStates(tmp_path, 26, words=8000)
    for left in (0, 20_000, 500_000) if SEQUENCE_COUNT else (20_000, 500_000):
        site.toggle_content()
        disk.fill(left)
        result = run_build(site, disk.wrap_command(site.get_build_command("out", "disk/cache"), site.tree))
        printed = result.stdout + result.stderr
        assert result.returncode == 0 or DISK_MESSAGE.search(printed), printed
        assert find_incomplete_files(site.tree / "out", site.clean_outputs, built=False) == []
        disk.free_space()
        command = disk.wrap_command(site.get_build_command("out", "disk/cache"), site.tree)
        assert run_build(site, command).returncode == 0
        assert digest_output(site.tree / "out") == site.get_expected_output()


@pytest.mark.plays
def test_build_with_a_read_only_folder_damages_no_page(tmp_path: Path) -> None:
    site = TwoStates(tmp_path, 26)
    before = site.build()
    for folder in ("out", "cache"):
        site.toggle_content()
        set_writable(site.tree / folder, may=False)
        result = run_build(site, [*WITHOUT_ROOT_RIGHTS, *site.get_build_command()])
        if folder == "out":
            assert result.returncode != 0
            assert DISK_MESSAGE.search(result.stdout + result.stderr), result.stdout + result.stderr
            assert digest_output(site.tree / "out") == before
        assert find_incomplete_files(site.tree / "out", site.clean_outputs, built=True) == []
        set_writable(site.tree / folder, may=True)
        assert site.compare_with_clean_build(site.get_expected_output()) == []


def test_inv_build_into_a_full_disk_prints_a_sentence(disk: Disk, tmp_path: Path) -> None:
    tree = tmp_path / "site"
    for name in ("plugins", "theme", "bulletin", "content"):
        shutil.copytree(ROOT / name, tree / name, symlinks=True)
    for name in ("tasks.py", "pelicanconf.py", "publishconf.py"):
        shutil.copy2(ROOT / name, tree)
    (disk.get_outside_path() / "out").mkdir()
    (tree / "output").symlink_to("disk/out")
    disk.fill(30_000)
    result = subprocess.run(
        disk.wrap_command([sys.executable, "-m", "invoke", "build"], tree), cwd=tree,
        env={**os.environ, "BULLETIN_NOW": SAMPLE_BUILD_TIME}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    printed = result.stdout + result.stderr
    assert result.returncode == 1, printed
    assert "Traceback" not in printed
    assert "Chưa dựng được trang" in printed
    assert "đĩa đã đầy" in printed or isinstance(disk, FileSizeLimit)


def run_build(site: BuildHarness, command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, cwd=site.tree, env=site.get_build_env(), capture_output=True, text=True, check=False
    )


def set_writable(folder: Path, *, may: bool) -> None:
    """Permit or forbid writing for everything in ``folder``."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200 if may else path.stat().st_mode & ~0o222)
