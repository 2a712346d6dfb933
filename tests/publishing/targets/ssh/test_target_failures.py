"""Tests of kills, lost connections and refusals of servers.

Readers keep a complete release, and the next publish succeeds.
"""

import os
import random
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bulletin.clock import VIETNAM_TZ
from bulletin.errors import UserError
from bulletin.publishing.pipeline import publish
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.targets.ssh import lock
from bulletin.publishing.targets.ssh.connection import CONFIG_ENV_VAR
from bulletin.publishing.targets.ssh.target import SshTarget
from tests.publishing.small_release import LATER_PUBLISH_TIME, publish_to, write_output
from tests.publishing.small_site import OFFICE_SETTINGS, create_small_site, write_dated_article
from tests.publishing.targets.concurrent_reader import ConcurrentReader
from tests.publishing.targets.kill import run_and_kill
from tests.publishing.targets.limited_connection import LimitedConnection
from tests.publishing.targets.ssh_server import SshServer, create_key_pair, find_free_port
from tests.site.small_disk import DISK_TYPES, SmallDisk

pytestmark = pytest.mark.servers
START = datetime(2026, 11, 23, tzinfo=VIETNAM_TZ)
PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
KILLS = max(2, PLAYS)
"""Kills of the release step."""
PUBLISHES = max(2, PLAYS // 4)
"""Kills of a whole publish."""
PAGES = 30


@pytest.fixture
def stopped_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SshServer:
    """A server that is not running."""
    made = SshServer(tmp_path / "keys")
    monkeypatch.setenv(CONFIG_ENV_VAR, str(made.client_config))
    return made


@pytest.fixture
def server(stopped_server: SshServer) -> Iterator[SshServer]:
    with stopped_server.run():
        yield stopped_server


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return tmp_path / "web"


@pytest.fixture
def target(tmp_path: Path, server: SshServer, public: Path) -> SshTarget:
    return server.create_target(public, tmp_path / "cache")


def is_whole_release(public: Path) -> bool:
    """Tell if readers see all files of a release and no others."""
    target = FolderTarget(public)  # the layout is the same
    current = target.current_id()
    return (
        current is not None
        and Manifest.from_folder(target.current_link.resolve()) == target.read_release(current).manifest
    )


def write_pages(folder: Path, text: str) -> Path:
    """Write an output with ``text`` in half of the pages. The rest never changes."""
    return write_output(folder, **{str(n): text if n < PAGES // 2 else "mãi vậy" for n in range(PAGES)})


def write_large_site(folder: Path, seed: str) -> Path:
    """Write an output with ten files of 200 KB that cannot be compressed."""
    rng = random.Random(seed)  # noqa: S311  # noise, not secrets
    site = write_output(folder, a=seed)
    for number in range(10):
        (site / f"{number}.bin").write_bytes(rng.randbytes(200_000))
    return site


@pytest.mark.parametrize(
    "alone",
    [False, pytest.param(True, marks=pytest.mark.plays)],
    ids=["all its processes", "the publish alone"],
)
def test_release_killed_at_any_time_leaves_a_complete_release(
    tmp_path: Path, public: Path, target: SshTarget, record_fault_count: Callable[[str], None], alone: bool
) -> None:
    rng, times = random.Random(int(alone)), list[float]()  # noqa: S311  # times, not secrets
    for number in range(3):
        began = time.monotonic()
        publish_to(target, write_pages(tmp_path, f"đầu {number}"), START + timedelta(minutes=number), keep=2)
        times.append(time.monotonic() - began)
    killed, longest = 0, min(times[1:])
    names = [f"{number}/index.html" for number in range(0, PAGES // 2, 4)]
    with ConcurrentReader(public / "current", names, 0.01).run() as reader:
        for number in range(KILLS):
            now, site = START + timedelta(hours=1 + number), write_pages(tmp_path, f"lần {number}")
            is_killed = run_and_kill(
                partial(publish_to, target, site, now, keep=2),
                rng.uniform(0, longest),
                alone=alone,
            )
            killed += is_killed
            longest *= 1 if is_killed else 0.7  # the machine was busier during the measurement
            assert is_whole_release(public)
            publish_to(target, site, now + timedelta(minutes=1), keep=2)
            assert Manifest.from_folder((public / "current").resolve()) == Manifest.from_folder(site)
    assert (reader.mixed_releases, reader.missing_pages) == ([], [])
    assert reader.read_count > KILLS
    assert killed > KILLS // 4
    assert not [item.name for item in (public / "releases").iterdir() if item.name.startswith(".")]
    assert not (public / "tep-la").exists()
    scope = "alone" if alone else "with ssh and rsync"
    record_fault_count(
        f"SSH: {KILLS} kills of a release {scope}, {killed} in the middle; {reader.read_count} looks, every one at a whole site"
    )


@pytest.mark.plays
def test_publish_killed_at_any_time_leaves_a_complete_release(
    tmp_path: Path, server: SshServer, public: Path, record_fault_count: Callable[[str], None]
) -> None:
    site = create_small_site(tmp_path / "site", PUBLISH_TO=server.get_address(public), **OFFICE_SETTINGS)
    rng = random.Random(2)  # noqa: S311  # times, not secrets
    publish(site, START, lambda _: None)
    began = time.monotonic()
    write_dated_article(site, "hai", "Lời đầu.")
    publish(site, START + timedelta(minutes=1), lambda _: None)
    longest, killed = time.monotonic() - began, 0
    with ConcurrentReader(public / "current", ["index.html"], 0.01).run() as reader:
        for number in range(PUBLISHES):
            now = START + timedelta(days=1, hours=number)
            write_dated_article(site, "hai", f"Lời thứ {number}.")
            killed += run_and_kill(
                partial(publish, site, now, lambda _: None),
                longest * (number + rng.random()) / (PUBLISHES + 1),
                alone=number % 2 == 0,
            )
            assert is_whole_release(public)
            published = publish(site, now + timedelta(minutes=1), lambda _: None)
            assert FolderTarget(public).current_id() == published.release.id
            page = (public / "current/2026/11/hai/index.html").read_text(encoding="utf-8")
            assert f"Lời thứ {number}." in page
    assert reader.missing_pages == []
    assert killed >= PUBLISHES // 2
    assert not (public / "tep-la").exists()
    record_fault_count(
        f"SSH: {PUBLISHES} kills of a whole publish, {killed} in the middle; the next one succeeded each time"
    )


def test_publish_lost_connection_keeps_the_old_site_and_later_sends_the_rest(
    tmp_path: Path,
    server: SshServer,
    public: Path,
    target: SshTarget,
    record_fault_count: Callable[[str], None],
) -> None:
    publish_to(target, write_output(tmp_path, a="một"))
    site, cuts = write_large_site(tmp_path, "hai"), 3
    for _ in range(cuts):
        with LimitedConnection(server.port, 600_000).run() as line:
            server.add_known_host(server.port, line.port)
            with pytest.raises(UserError, match="mất kết nối với máy chủ giữa chừng") as caught:
                publish_to(
                    server.create_target(public, tmp_path / "cache", line.port), site, LATER_PUBLISH_TIME
                )
        assert "trang đang chạy vẫn giữ nguyên" in str(caught.value)
        assert (public / "current/a/index.html").read_text(encoding="utf-8") == "một"
    with LimitedConnection(server.port, 10**9).run() as line:
        server.add_known_host(server.port, line.port)
        publish_to(server.create_target(public, tmp_path / "cache", line.port), site, LATER_PUBLISH_TIME)
    # Each cut loses data that rsync had not written yet, a quarter of a megabyte.
    assert line.sent_bytes < 1_700_000
    assert Manifest.from_folder((public / "current").resolve()) == Manifest.from_folder(site)
    record_fault_count(
        f"SSH: {cuts} connections cut in the middle; the next publish sent the other {line.sent_bytes} of 2000000 bytes"
    )


def test_publish_silent_connection_is_detected_at_both_ends(
    tmp_path: Path, server: SshServer, public: Path, target: SshTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Check that the server frees the lock although the connection still seems open."""
    monkeypatch.setattr(lock, "HEARTBEAT_TIMEOUT_SECONDS", "3")
    publish_to(target, write_output(tmp_path, a="một"))
    site = write_large_site(tmp_path, "hai")
    with LimitedConnection(server.port, 700_000, silent=True).run() as line:
        server.add_known_host(server.port, line.port)
        with pytest.raises(UserError, match=r"mất kết nối|không trả lời"):
            publish_to(server.create_target(public, tmp_path / "cache", line.port), site, LATER_PUBLISH_TIME)
        assert (public / "current/a/index.html").read_text(encoding="utf-8") == "một"
        with server.create_target(public, tmp_path / "other").hold_lock(
            "publish của Bình", LATER_PUBLISH_TIME, print
        ):
            pass
    publish_to(target, site, LATER_PUBLISH_TIME)
    assert Manifest.from_folder((public / "current").resolve()) == Manifest.from_folder(site)


def test_publish_two_workspaces_publish_one_after_the_other(
    tmp_path: Path, server: SshServer, public: Path, target: SshTarget
) -> None:
    failed: list[BaseException] = []

    def publish_twice(publisher: str) -> None:
        try:
            for number in range(2):
                site = write_pages(tmp_path / publisher, f"{publisher} {number}")
                publish_to(
                    server.create_target(public, tmp_path / f"{publisher} cache"),
                    site,
                    START + timedelta(hours=number),
                )
        except BaseException as error:  # checked below, in the thread of the test
            failed.append(error)

    publish_to(target, write_pages(tmp_path, "đầu"), START - timedelta(hours=1))
    names = [f"{number}/index.html" for number in range(PAGES // 2)]
    with ConcurrentReader(public / "current", names, 0.01).run() as reader:
        threads = [threading.Thread(target=publish_twice, args=(publisher,)) for publisher in ("an", "bình")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []
    assert (reader.mixed_releases, reader.missing_pages) == ([], [])
    assert len(target.release_ids()) == 5
    assert is_whole_release(public)


def test_publish_server_is_off_error_names_the_reason(
    tmp_path: Path, stopped_server: SshServer, public: Path
) -> None:
    with pytest.raises(UserError, match="máy chủ không nhận kết nối"):
        publish_to(
            stopped_server.create_target(public, tmp_path / "cache", find_free_port()), write_output(tmp_path)
        )


def test_publish_changed_host_key_is_refused_as_an_attack(
    tmp_path: Path, server: SshServer, public: Path, target: SshTarget
) -> None:
    create_key_pair(server.folder / "other")
    server.add_known_host(server.port, name="other")
    known = server.known_hosts.read_bytes()
    with pytest.raises(UserError, match="giả làm máy chủ") as caught:
        publish_to(target, write_output(tmp_path))
    assert f"ssh-keygen -R '[127.0.0.1]:{server.port}'" in str(caught.value)
    assert (public.exists(), server.known_hosts.read_bytes()) == (False, known)


def test_publish_unknown_host_key_is_refused(
    tmp_path: Path, server: SshServer, public: Path, target: SshTarget
) -> None:
    server.add_known_host()
    with pytest.raises(UserError, match="chưa biết khóa của máy chủ") as caught:
        publish_to(target, write_output(tmp_path))
    assert f"ssh-keyscan -p {server.port} 127.0.0.1 | ssh-keygen -lf -" in str(caught.value)
    assert (public.exists(), server.known_hosts.read_bytes()) == (False, b"")


def test_publish_key_unknown_to_the_server_error_names_the_reason(
    tmp_path: Path, server: SshServer, target: SshTarget
) -> None:
    create_key_pair(server.folder / "stranger")
    server.write_client_config("stranger")
    with pytest.raises(UserError, match="không nhận khóa SSH của máy này"):
        publish_to(target, write_output(tmp_path))


def test_publish_missing_folder_error_names_the_path(tmp_path: Path, server: SshServer) -> None:
    with pytest.raises(UserError, match="không có thư mục chứa /khong/co"):
        publish_to(server.create_target("/khong/co", tmp_path / "cache"), write_output(tmp_path))


def test_publish_server_without_rsync_error_names_the_reason(
    tmp_path: Path, stopped_server: SshServer, public: Path
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for program in Path("/usr/bin").iterdir():
        if program.name != "rsync":
            (programs / program.name).symlink_to(program)
    with (
        stopped_server.run(SetEnv=f"PATH={programs}"),
        pytest.raises(UserError, match="máy chủ chưa có rsync"),
    ):
        publish_to(stopped_server.create_target(public, tmp_path / "cache"), write_output(tmp_path))


def test_publish_machine_without_ssh_error_names_the_program(
    tmp_path: Path, stopped_server: SshServer, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = stopped_server.create_target(public, tmp_path / "cache")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="Máy này chưa có ssh"):
        publish_to(target, write_output(tmp_path))


@pytest.mark.skipif(SmallDisk not in DISK_TYPES, reason="no disk may be mounted here")
def test_publish_full_or_read_only_disk_keeps_the_old_site(tmp_path: Path, stopped_server: SshServer) -> None:
    disk = SmallDisk(tmp_path / "disk")
    try:
        with stopped_server.run(lambda command: disk.wrap_command(command, tmp_path)):
            target = stopped_server.create_target(tmp_path / "disk/web", tmp_path / "cache")
            public = disk.get_outside_path() / "web"
            publish_to(target, write_output(tmp_path, a="một"))
            disk.fill(1_000_000)
            with pytest.raises(UserError, match="đĩa của máy chủ đã đầy"):
                publish_to(target, write_large_site(tmp_path, "hai"), LATER_PUBLISH_TIME)
            assert not (public / "releases/.incoming").exists()
            current = public / (public / "current").readlink() / "a/index.html"
            assert current.read_text(encoding="utf-8") == "một"
            disk.free_space()
            remount_disk(disk, tmp_path / "disk", "ro")
            with pytest.raises(UserError, match="chỉ cho đọc"):
                publish_to(target, write_large_site(tmp_path, "hai"), LATER_PUBLISH_TIME)
            remount_disk(disk, tmp_path / "disk", "rw")
            site = write_large_site(tmp_path, "hai")
            publish_to(target, site, LATER_PUBLISH_TIME)
            assert Manifest.from_folder(public / (public / "current").readlink()) == Manifest.from_folder(
                site
            )
    finally:
        disk.close()


def remount_disk(disk: SmallDisk, folder: Path, option: str) -> None:
    subprocess.run(
        disk.wrap_command(["mount", "-o", f"remount,{option}", str(folder)], Path("/")), check=True
    )
