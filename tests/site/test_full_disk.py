"""No room, no rights: the build fails in words, the output keeps its pages, and the next build is right."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sample_site import ROOT, SAMPLE_BUILD_TIME
from tests.site.build_harness import BuildHarness, digest_output
from tests.site.small_disk import DISK_TYPES, FileSizeLimit, SmallDisk
from tests.site.test_interrupted_builds import TwoStates, find_incomplete_files

pytestmark = pytest.mark.slow

Disk = SmallDisk | FileSizeLimit
SAID = re.compile(
    "No space left|File too large|full|I/O error|[Pp]ermission|read-?only|đĩa|quyền ghi|giới hạn dung lượng"
)
AS_ANYONE = [] if os.geteuid() else ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"]
"""Root may write everywhere; without this right it may not."""


@pytest.fixture(params=DISK_TYPES, ids=[disk.__name__ for disk in DISK_TYPES])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    disk = request.param(tmp_path / "site/disk")
    yield disk
    disk.close()


def test_a_full_disk_fails_the_build_and_loses_no_page(disk: Disk, tmp_path: Path) -> None:
    site = TwoStates(tmp_path, 26, words=8000)
    out, command = (
        disk.get_outside_path() / "out",
        disk.wrap_command(site.get_build_command("disk/out"), site.tree),
    )
    for left in (0, 60_000, 300_000):
        assert run_build(site, command).returncode == 0
        assert digest_output(out) == site.clean_outputs[0]
        site.toggle_content()
        disk.fill(left)
        done = run_build(site, disk.wrap_command(site.get_build_command("disk/out"), site.tree))
        assert done.returncode != 0, left
        assert SAID.search(done.stdout + done.stderr), done.stdout + done.stderr
        assert find_incomplete_files(out, site.clean_outputs, built=True) == []
        disk.free_space()
        assert run_build(site, command).returncode == 0
        assert digest_output(out) == site.clean_outputs[1]
        site.toggle_content()


def test_a_cache_without_room_harms_no_page(disk: Disk, tmp_path: Path) -> None:
    site = TwoStates(tmp_path, 26, words=8000)
    for left in (0, 20_000, 500_000):
        site.toggle_content()
        disk.fill(left)
        done = run_build(site, disk.wrap_command(site.get_build_command("out", "disk/cache"), site.tree))
        assert done.returncode == 0 or SAID.search(done.stdout + done.stderr), done.stdout + done.stderr
        assert find_incomplete_files(site.tree / "out", site.clean_outputs, built=False) == []
        disk.free_space()
        assert (
            run_build(
                site, disk.wrap_command(site.get_build_command("out", "disk/cache"), site.tree)
            ).returncode
            == 0
        )
        assert digest_output(site.tree / "out") == site.get_expected_output()


@pytest.mark.parametrize("folder", ["out", "cache"])
def test_a_folder_that_is_read_only_harms_no_page(tmp_path: Path, folder: str) -> None:
    site = TwoStates(tmp_path, 26)
    before = site.build()
    site.toggle_content()
    set_writable(site.tree / folder, may=False)
    done = run_build(site, [*AS_ANYONE, *site.get_build_command()])
    if folder == "out":
        assert done.returncode != 0
        assert SAID.search(done.stdout + done.stderr), done.stdout + done.stderr
        assert digest_output(site.tree / "out") == before
    assert find_incomplete_files(site.tree / "out", site.clean_outputs, built=True) == []
    set_writable(site.tree / folder, may=True)
    assert site.compare_with_clean_build(site.get_expected_output()) == []


def test_the_workshop_says_that_the_disk_is_full(disk: Disk, tmp_path: Path) -> None:
    """`./inv build` answers with a sentence, whatever Pelican said."""
    tree = tmp_path / "site"
    for name in ("plugins", "theme", "bulletin", "content"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("tasks.py", "pelicanconf.py", "publishconf.py"):
        shutil.copy2(ROOT / name, tree)
    (disk.get_outside_path() / "out").mkdir()
    (tree / "output").symlink_to("disk/out")
    disk.fill(30_000)
    done = subprocess.run(
        disk.wrap_command([sys.executable, "-m", "invoke", "build"], tree), cwd=tree,
        env={**os.environ, "BULLETIN_NOW": SAMPLE_BUILD_TIME}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert "Traceback" not in said
    assert "Chưa dựng được trang" in said
    assert "đĩa đã đầy" in said or isinstance(disk, FileSizeLimit)


def run_build(site: BuildHarness, command: list[str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, cwd=site.tree, env=site.get_build_env(), capture_output=True, text=True, check=False
    )


def set_writable(folder: Path, *, may: bool) -> None:
    """Let everything in ``folder`` be written, or nothing."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200 if may else path.stat().st_mode & ~0o222)
