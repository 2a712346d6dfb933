"""What can go wrong between an editor and a server: readers keep a whole release, the next publish succeeds."""

import os
import random
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bulletin.clock import LOCAL
from bulletin.errors import UserError
from bulletin.publishing.pipeline import publish
from bulletin.publishing.release.manifest import Manifest
from bulletin.publishing.targets.folder.target import FolderTarget
from bulletin.publishing.targets.ssh import lock
from bulletin.publishing.targets.ssh.connection import CONFIG
from bulletin.publishing.targets.ssh.target import SshTarget
from tests.publishing.helpers import LATER, output, put
from tests.publishing.small_site import article, bulletin
from tests.publishing.targets.concurrent_reader import Reader
from tests.publishing.targets.kill import killed
from tests.publishing.targets.limited_connection import PoorLine
from tests.publishing.targets.ssh_server import Sshd, free_port, key
from tests.site.small_disk import DISKS, SmallDisk

pytestmark = [pytest.mark.servers, pytest.mark.own_process]
START = datetime(2026, 11, 23, tzinfo=LOCAL)
PLAYS = int(os.environ.get("BULLETIN_PLAYS", "0"))
KILLS = max(5, PLAYS)
"""Kills of the last step, of the whole group of processes and of the publish alone."""
PUBLISHES = max(2, PLAYS // 4)
"""Kills of a whole publish."""
PAGES = 30


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sshd:
    """A server that does not run yet."""
    made = Sshd(tmp_path / "keys")
    monkeypatch.setenv(CONFIG, str(made.client))
    return made


@pytest.fixture
def server(keys: Sshd) -> Iterator[Sshd]:
    with keys.running():
        yield keys


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return tmp_path / "web"


@pytest.fixture
def target(tmp_path: Path, server: Sshd, public: Path) -> SshTarget:
    return server.target(public, tmp_path / "cache")


def whole(public: Path) -> bool:
    """Tell whether what readers see is a release, file by file."""
    there = FolderTarget(public)  # the layout is the same
    current = there.current()
    return current is not None and Manifest.of(there.link.resolve()) == there.read(current).manifest


def pages(folder: Path, text: str) -> Path:
    """Return an output of which half the pages say ``text`` and the rest what they always say."""
    return output(folder, **{str(n): text if n < PAGES // 2 else "mãi vậy" for n in range(PAGES)})


def large(folder: Path, seed: str) -> Path:
    """Return an output of ten files of 200 KB that cannot be packed."""
    dice = random.Random(seed)  # noqa: S311  # noise, not secrets
    site = output(folder, a=seed)
    for number in range(10):
        (site / f"{number}.bin").write_bytes(dice.randbytes(200_000))
    return site


@pytest.mark.parametrize("alone", [False, True], ids=["all its processes", "the publish alone"])
def test_a_release_may_be_killed_at_any_moment(
    tmp_path: Path, public: Path, target: SshTarget, tally: Callable[[str], None], alone: bool
) -> None:
    dice, times = random.Random(int(alone)), list[float]()  # noqa: S311  # moments, not secrets
    for number in range(3):
        began = time.monotonic()
        put(target, pages(tmp_path, f"đầu {number}"), START + timedelta(minutes=number), keep=2)
        times.append(time.monotonic() - began)
    cut, longest = 0, min(times[1:])
    names = [f"{number}/index.html" for number in range(0, PAGES // 2, 4)]
    with Reader(public / "current", names, 0.01).reading() as reader:
        for number in range(KILLS):
            moment, site = START + timedelta(hours=1 + number), pages(tmp_path, f"lần {number}")
            midway = killed(
                lambda moment=moment, site=site: put(target, site, moment, keep=2),
                dice.uniform(0, longest),
                alone=alone,
            )
            cut += midway
            longest *= 1 if midway else 0.7  # the machine was busier when it was measured
            assert whole(public)
            put(target, site, moment + timedelta(minutes=1), keep=2)
            assert Manifest.of((public / "current").resolve()) == Manifest.of(site)
    assert (reader.torn, reader.lost) == ([], [])
    assert reader.looks > KILLS
    assert cut > KILLS // 4
    assert not [item.name for item in (public / "releases").iterdir() if item.name.startswith(".")]
    assert not (public / "tep-la").exists()
    how = "alone" if alone else "with ssh and rsync"
    tally(
        f"SSH: {KILLS} kills of a release {how}, {cut} in the middle; {reader.looks} looks, every one at a whole site"
    )


def test_a_publish_may_be_killed_at_any_moment(
    tmp_path: Path, server: Sshd, public: Path, tally: Callable[[str], None]
) -> None:
    site = bulletin(tmp_path / "site", PUBLISH_TO=server.address(public))
    dice = random.Random(2)  # noqa: S311  # likewise
    publish(site, START, lambda _: None)
    began = time.monotonic()
    article(site, "hai", "Lời đầu.")
    publish(site, START + timedelta(minutes=1), lambda _: None)
    longest, cut = time.monotonic() - began, 0
    with Reader(public / "current", ["index.html"], 0.01).reading() as reader:
        for number in range(PUBLISHES):
            moment = START + timedelta(days=1, hours=number)
            article(site, "hai", f"Lời thứ {number}.")
            cut += killed(
                lambda moment=moment: publish(site, moment, lambda _: None),
                longest * (number + dice.random()) / (PUBLISHES + 1),
                alone=number % 2 == 0,
            )
            assert whole(public)
            published = publish(site, moment + timedelta(minutes=1), lambda _: None)
            assert FolderTarget(public).current() == published.release.id
            said = (public / "current/2026/11/hai/index.html").read_text(encoding="utf-8")
            assert f"Lời thứ {number}." in said
    assert reader.lost == []
    assert cut >= PUBLISHES // 2
    assert not (public / "tep-la").exists()
    tally(f"SSH: {PUBLISHES} kills of a whole publish, {cut} in the middle; the next one succeeded each time")


def test_a_line_that_is_cut_leaves_the_old_site_and_the_rest_is_sent_next(
    tmp_path: Path, server: Sshd, public: Path, target: SshTarget, tally: Callable[[str], None]
) -> None:
    put(target, output(tmp_path, a="một"))
    site, cuts = large(tmp_path, "hai"), 3
    for _ in range(cuts):
        with PoorLine(server.port, 600_000).open() as line:
            server.know(server.port, line.port)
            with pytest.raises(UserError, match="mất kết nối với máy chủ giữa chừng") as caught:
                put(server.target(public, tmp_path / "cache", line.port), site, LATER)
        assert "trang đang chạy vẫn giữ nguyên" in str(caught.value)
        assert (public / "current/a/index.html").read_text(encoding="utf-8") == "một"
    with PoorLine(server.port, 10**9).open() as line:
        server.know(server.port, line.port)
        put(server.target(public, tmp_path / "cache", line.port), site, LATER)
    assert line.sent < 1_700_000  # a cut costs what rsync had not written yet: a quarter of a megabyte
    assert Manifest.of((public / "current").resolve()) == Manifest.of(site)
    tally(
        f"SSH: {cuts} lines cut in the middle; the next publish sent the other {line.sent} of 2000000 bytes"
    )


def test_a_line_that_falls_silent_is_noticed_at_both_ends(
    tmp_path: Path, server: Sshd, public: Path, target: SshTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server lets the next publisher in, while the first connection still seems to stand."""
    monkeypatch.setattr(lock, "_SILENCE", "3")
    put(target, output(tmp_path, a="một"))
    site = large(tmp_path, "hai")
    with PoorLine(server.port, 700_000, silent=True).open() as line:
        server.know(server.port, line.port)
        with pytest.raises(UserError, match=r"mất kết nối|không trả lời"):
            put(server.target(public, tmp_path / "cache", line.port), site, LATER)
        assert (public / "current/a/index.html").read_text(encoding="utf-8") == "một"
        with server.target(public, tmp_path / "other").locked("publish của Bình", LATER, print):
            pass
    put(target, site, LATER)
    assert Manifest.of((public / "current").resolve()) == Manifest.of(site)


def test_two_working_copies_publish_one_after_the_other(
    tmp_path: Path, server: Sshd, public: Path, target: SshTarget
) -> None:
    failed: list[BaseException] = []

    def work(who: str) -> None:
        try:
            for number in range(2):
                site = pages(tmp_path / who, f"{who} {number}")
                put(server.target(public, tmp_path / f"{who} cache"), site, START + timedelta(hours=number))
        except BaseException as error:  # told below, in the test's own thread
            failed.append(error)

    put(target, pages(tmp_path, "đầu"), START - timedelta(hours=1))
    names = [f"{number}/index.html" for number in range(PAGES // 2)]
    with Reader(public / "current", names, 0.01).reading() as reader:
        threads = [threading.Thread(target=work, args=(who,)) for who in ("an", "bình")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []
    assert (reader.torn, reader.lost) == ([], [])
    assert len(target.all()) == 5
    assert whole(public)


def test_a_server_that_is_off_is_told_in_words(tmp_path: Path, keys: Sshd, public: Path) -> None:
    with pytest.raises(UserError, match="máy chủ không nhận kết nối"):
        put(keys.target(public, tmp_path / "cache", free_port()), output(tmp_path))


def test_a_changed_host_key_is_refused_as_an_attack(
    tmp_path: Path, server: Sshd, public: Path, target: SshTarget
) -> None:
    key(server.folder / "other")
    server.know(server.port, name="other")
    known = server.known.read_bytes()
    with pytest.raises(UserError, match="giả làm máy chủ") as caught:
        put(target, output(tmp_path))
    assert f"ssh-keygen -R '[127.0.0.1]:{server.port}'" in str(caught.value)
    assert (public.exists(), server.known.read_bytes()) == (False, known)


def test_an_unknown_host_key_is_never_accepted_silently(
    tmp_path: Path, server: Sshd, public: Path, target: SshTarget
) -> None:
    server.know()
    with pytest.raises(UserError, match="chưa biết khóa của máy chủ") as caught:
        put(target, output(tmp_path))
    assert f"ssh-keyscan -p {server.port} 127.0.0.1 | ssh-keygen -lf -" in str(caught.value)
    assert (public.exists(), server.known.read_bytes()) == (False, b"")


def test_a_key_that_the_server_does_not_know_is_told_in_words(
    tmp_path: Path, server: Sshd, target: SshTarget
) -> None:
    key(server.folder / "stranger")
    server.configure("stranger")
    with pytest.raises(UserError, match="không nhận khóa SSH của máy này"):
        put(target, output(tmp_path))


def test_a_path_that_leads_nowhere_is_told_in_words(tmp_path: Path, server: Sshd) -> None:
    with pytest.raises(UserError, match="không có thư mục chứa /khong/co"):
        put(server.target("/khong/co", tmp_path / "cache"), output(tmp_path))


def test_a_server_without_rsync_is_told_in_words(tmp_path: Path, keys: Sshd, public: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for program in Path("/usr/bin").iterdir():
        if program.name != "rsync":
            (programs / program.name).symlink_to(program)
    with keys.running(SetEnv=f"PATH={programs}"), pytest.raises(UserError, match="máy chủ chưa có rsync"):
        put(keys.target(public, tmp_path / "cache"), output(tmp_path))


def test_a_machine_without_ssh_is_told_in_words(
    tmp_path: Path, keys: Sshd, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = keys.target(public, tmp_path / "cache")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match="Máy này chưa có ssh"):
        put(target, output(tmp_path))


@pytest.mark.skipif(SmallDisk not in DISKS, reason="no disk may be mounted here")
def test_a_disk_that_is_full_or_only_to_be_read_keeps_the_old_site(tmp_path: Path, keys: Sshd) -> None:
    disk = SmallDisk(tmp_path / "disk")
    try:
        with keys.running(lambda command: disk.inside(command, tmp_path)):
            target = keys.target(tmp_path / "disk/web", tmp_path / "cache")
            public = disk.seen() / "web"
            put(target, output(tmp_path, a="một"))
            disk.fill(1_000_000)
            with pytest.raises(UserError, match="đĩa của máy chủ đã đầy"):
                put(target, large(tmp_path, "hai"), LATER)
            assert not (public / "releases/.incoming").exists()
            current = public / (public / "current").readlink() / "a/index.html"
            assert current.read_text(encoding="utf-8") == "một"
            disk.clear()
            remount(disk, tmp_path / "disk", "ro")
            with pytest.raises(UserError, match="chỉ cho đọc"):
                put(target, large(tmp_path, "hai"), LATER)
            remount(disk, tmp_path / "disk", "rw")
            site = large(tmp_path, "hai")
            put(target, site, LATER)
            assert Manifest.of(public / (public / "current").readlink()) == Manifest.of(site)
    finally:
        disk.close()


def remount(disk: SmallDisk, folder: Path, how: str) -> None:
    subprocess.run(disk.inside(["mount", "-o", f"remount,{how}", str(folder)], Path("/")), check=True)
