"""Failures of a publish to a folder target.

Full disk, missing rights, two publishes at once, a clock set back, a damaged cache.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.publishing.pipeline import publish
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.workspace.folders import Workspace
from tests.publishing.small_site import create_small_site, write_dated_article
from tests.sample_site import ROOT
from tests.site.small_disk import DISK_TYPES, FileSizeLimit, SmallDisk
from tests.site.test_full_disk import WITHOUT_ROOT_RIGHTS

pytestmark = pytest.mark.slow

Disk = SmallDisk | FileSizeLimit
PAIRS = 4 if "BULLETIN_PLAYS" in os.environ else 1
"""Pairs of publishes at once."""
DISK_SIZES = (100_000, 200_000, 300_000, 400_000) if "BULLETIN_PLAYS" in os.environ else (100_000, 300_000)
"""Bytes of disks, which become full at different steps of a publish."""
FREE_BYTES = (0, 5_000, 200_000) if "BULLETIN_PLAYS" in os.environ else (5_000,)
"""Bytes that are free on a disk before a publish."""
NOON = datetime(2026, 11, 24, 12, tzinfo=VIETNAM_TZ)
COMMAND = """
import sys
from datetime import datetime
from pathlib import Path
from bulletin.errors import UserError
from bulletin.publishing.pipeline import publish
from bulletin.publishing.workspace.folders import Workspace

try:
    publish(Workspace(Path(sys.argv[1])), datetime.fromisoformat(sys.argv[2]), lambda line: print(line, flush=True))
except UserError as error:
    sys.exit(str(error))
"""


def create_publish_command(site: Workspace, now: datetime) -> list[str]:
    """Return the command of a publish as a process."""
    return [sys.executable, "-c", COMMAND, str(site.root), now.isoformat()]


def run_publish_command(command: list[str]) -> "subprocess.CompletedProcess[str]":
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


@pytest.fixture(params=DISK_TYPES, ids=[disk.__name__ for disk in DISK_TYPES])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    disk = request.param(tmp_path / "disk")
    yield disk
    disk.close()


def test_publish_full_disk_keeps_old_release(
    disk: Disk, tmp_path: Path, record_fault_count: Callable[[str], None]
) -> None:
    site = create_small_site(tmp_path / "site", PUBLISH_TO=str(tmp_path / "disk/public"))
    target = FolderTarget(disk.get_outside_path() / "public")
    assert run_publish_command(disk.wrap_command(create_publish_command(site, NOON), ROOT)).returncode == 0
    first = target.current_id()
    write_dated_article(site, "dai", "Lời dài. " * 60_000)
    for number, free_bytes in enumerate(FREE_BYTES):
        disk.fill(free_bytes)
        completed = run_publish_command(
            disk.wrap_command(create_publish_command(site, NOON + timedelta(hours=1 + number)), ROOT)
        )
        assert completed.returncode == 1
        if isinstance(disk, SmallDisk):  # FileSizeLimit stops writing on all disks
            assert "trang đang chạy vẫn giữ nguyên" in completed.stderr
            assert "đĩa đã đầy" in completed.stderr
        assert "chạy lại" in completed.stderr or "giải phóng" in completed.stderr
        assert "Traceback" not in completed.stderr
        assert target.current_id() == first
        assert (
            Manifest.from_folder(disk.get_outside_path() / "public/releases" / str(first))
            == target.read_release(str(first)).manifest
        )
        disk.free_space()
    assert (
        run_publish_command(
            disk.wrap_command(create_publish_command(site, NOON + timedelta(hours=9)), ROOT)
        ).returncode
        == 0
    )
    assert (
        disk.get_outside_path() / "public/releases" / str(target.current_id()) / "2026/11/dai/index.html"
    ).is_file()
    record_fault_count(
        f"folder: {len(FREE_BYTES)} publishes to a full disk ({type(disk).__name__}), old release kept, next one made"
    )


@pytest.mark.skipif(SmallDisk not in DISK_TYPES, reason="no disk may be mounted here")
@pytest.mark.plays
def test_publish_full_disk_names_that_disk(tmp_path: Path, record_fault_count: Callable[[str], None]) -> None:
    """Name the disk of the target, not the disk of the cache, which has room."""
    site = create_small_site(tmp_path / "site", PUBLISH_TO=str(tmp_path / "disk/public"))
    failure_count = 0
    for size in DISK_SIZES:
        disk = SmallDisk(tmp_path / "disk", size)
        for number in range(12):
            write_dated_article(site, f"tin-{number}", "Lời khá dài. " * 400)
        completed = run_publish_command(disk.wrap_command(create_publish_command(site, NOON), ROOT))
        disk.close()
        (tmp_path / "disk").rmdir()
        if completed.returncode:
            failure_count += 1
            assert f"{tmp_path}/disk/public/" in completed.stderr
            assert "đĩa đã đầy" in completed.stderr
            assert ".cache" not in completed.stderr
    assert failure_count
    record_fault_count(f"messages: {failure_count} publishes to a full disk, that disk named")


@pytest.mark.plays
def test_publish_read_only_folder_is_reported(
    tmp_path: Path, record_fault_count: Callable[[str], None]
) -> None:
    site = create_small_site(tmp_path)
    publish(site, NOON, print)
    target = FolderTarget(site.root / "public")
    first = target.current_id()
    write_dated_article(site, "hai")
    for place in (target.releases_folder, target.folder):
        place.chmod(0o555)
        done = run_publish_command(
            [*WITHOUT_ROOT_RIGHTS, *create_publish_command(site, NOON + timedelta(hours=1))]
        )
        place.chmod(0o755)
        assert done.returncode == 1
        assert "trang đang chạy vẫn giữ nguyên" in done.stderr
        assert "không có quyền ghi" in done.stderr
        assert target.current_id() == first
    assert run_publish_command(create_publish_command(site, NOON + timedelta(hours=2))).returncode == 0
    assert target.current_id() != first
    record_fault_count(
        "folder: 2 publishes without the right to write, the old release stayed, the next one succeeded"
    )


def test_publish_of_two_workspaces_at_once_waits(
    tmp_path: Path, record_fault_count: Callable[[str], None]
) -> None:
    """Publish two workspaces to one folder; the second waits and names the first."""
    folder = str(tmp_path / "public")
    sites = [create_small_site(tmp_path / name, PUBLISH_TO=folder) for name in ("an", "binh")]
    for site in sites:
        write_dated_article(site, "chung")
    wait_count = 0
    for number in range(PAIRS):
        for name, site in zip(("an", "binh"), sites, strict=True):
            write_dated_article(site, "chung", f"Lời {name} {number}.")
        running = [
            subprocess.Popen(
                create_publish_command(site, NOON + timedelta(hours=number)), cwd=ROOT, stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
            )
            for site in sites
        ]  # fmt: skip
        outputs = [process.communicate()[0] for process in running]
        assert [process.returncode for process in running] == [0, 0], outputs
        wait_count += sum("Xin chờ" in output and "publish của" in output for output in outputs)
        target = FolderTarget(Path(folder))
        current = str(target.current_id())
        assert Manifest.from_folder(target.releases_folder / current) == target.read_release(current).manifest
        assert current == target.release_ids()[-1]
    assert wait_count
    record_fault_count(
        f"folder: {PAIRS} pairs of publishes at once, {wait_count} of them waited, every release whole"
    )


def test_publish_clock_set_back_keeps_order_of_releases(tmp_path: Path) -> None:
    site = create_small_site(tmp_path)
    first = publish(site, NOON, print).release
    write_dated_article(site, "hai", date="2026-01-01 08:00")
    second = publish(site, NOON - timedelta(days=3), print).release
    target = FolderTarget(site.root / "public")
    assert second.id > first.id
    assert target.current_id() == target.release_ids()[-1] == second.id


def test_publish_clock_set_back_accepts_changes_before_the_newest_release(tmp_path: Path) -> None:
    site = create_small_site(tmp_path, has_search=False)
    file = write_dated_article(site, "hai", date="2026-01-01 08:00", modified=f"{NOON:%Y-%m-%d %H:%M}")
    publish(site, NOON, print)
    for number in range(2):  # the newest release stays newer than the clock
        write_dated_article(site, f"tin-{number}", date="2026-01-01 08:00")
        assert publish(site, NOON - timedelta(days=3, hours=number), print).is_new
    file.write_text(
        file.read_text(encoding="utf-8").replace("modified: 2026", "modified: 2027"), encoding="utf-8"
    )
    messages: list[str] = []
    with pytest.raises(UserError, match="Nội dung có 1 lỗi"):
        publish(site, NOON - timedelta(days=3), messages.append)
    assert messages[0].startswith("content/articles/hai.md:6: Ngày cập nhật còn ở tương lai: 24/11/2027.")


def test_publish_damaged_cache_equals_clean_publish(
    tmp_path: Path, record_fault_count: Callable[[str], None]
) -> None:
    site, other = create_small_site(tmp_path / "a"), create_small_site(tmp_path / "b")
    publish(site, NOON, print)
    files = sorted(file for file in site.cache.rglob("*") if file.is_file())
    for number, file in enumerate(files):
        size = file.stat().st_size
        file.write_bytes((b"", b"x" * size, file.read_bytes()[: size // 2])[number % 3])
    for workspace in (site, other):
        write_dated_article(workspace, "hai")
    release = publish(site, NOON + timedelta(hours=1), print).release
    clean = publish(other, NOON + timedelta(hours=1), print).release
    assert release.manifest == clean.manifest
    record_fault_count(f"cache: {len(files)} files damaged at once, the next publish equal to a clean one")
