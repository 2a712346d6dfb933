"""Tests of the ref lock."""

import subprocess
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.release import Release
from bulletin.publishing.release.staged_site import StagedSite
from bulletin.publishing.targets.git import lock
from bulletin.publishing.targets.git.target import GitTarget
from tests.publishing.small_release import LATER_PUBLISH_TIME, PUBLISH_TIME, publish_to, write_output
from tests.publishing.targets.git.conftest import create_git_target, read_branch_page, run_git_in

pytestmark = pytest.mark.slow


def test_push_after_faster_machine_is_rejected(
    tmp_path: Path, bare_repository: Path, target: GitTarget
) -> None:
    publish_to(target, write_output(tmp_path, a="một"))
    site = write_output(tmp_path, a="hai")
    staged = StagedSite.from_folder(site)
    release = Release(f"20261123-130000-{'0' * 8}", LATER_PUBLISH_TIME, manifest=staged.manifest)
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        target.upload(staged, release, None)
    new_commit = run_git_in(bare_repository, "rev-parse", f"refs/bulletin/{release.id}/site").strip()
    with pytest.raises(UserError, match="vừa có máy khác xuất bản"):
        target.repository.push({"refs/heads/trang": new_commit}, {"refs/heads/trang": new_commit})
    assert read_branch_page(bare_repository, "a/index.html") == "một"
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        target.activate(release.id)
    assert read_branch_page(bare_repository, "a/index.html") == "hai"


def test_hold_lock_second_publisher_waits_and_gets_the_name_of_the_first(
    tmp_path: Path, bare_repository: Path, target: GitTarget
) -> None:
    other, messages = create_git_target(bare_repository, tmp_path / "another cache"), list[str]()
    entered = threading.Event()

    def hold_first() -> None:
        with target.hold_lock("publish của An", PUBLISH_TIME, print):
            entered.set()
            time.sleep(1)

    thread = threading.Thread(target=hold_first)
    thread.start()
    entered.wait()
    with other.hold_lock("publish của Bình", LATER_PUBLISH_TIME, messages.append):
        thread.join()
    assert "(publish của An, từ 12:00:00 23/11/2026)" in messages[0]
    assert "refs/bulletin/lock" not in run_git_in(bare_repository, "for-each-ref")


def test_hold_lock_lock_of_a_crash_is_taken_over(bare_repository: Path, target: GitTarget) -> None:
    people = ["-c", "user.name=An", "-c", "user.email=an@bantin.example"]
    tree = run_git_in(bare_repository, "hash-object", "-w", "-t", "tree", "/dev/null").strip()
    dated = [
        "env",
        "GIT_COMMITTER_DATE=2026-11-20T08:00:00+07:00",
        "git",
        "-C",
        str(bare_repository),
        *people,
    ]
    command = [*dated, "commit-tree", tree, "-m", "publish của An, từ 08:00:00 20/11/2026"]
    old_lock = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    run_git_in(bare_repository, "update-ref", "refs/bulletin/lock", old_lock)
    messages: list[str] = []
    with target.hold_lock("publish của Bình", LATER_PUBLISH_TIME, messages.append):
        pass
    assert messages == ["Khóa của publish của An, từ 08:00:00 20/11/2026 còn sót lại sau sự cố; đã bỏ qua."]


def test_lost_lock_every_write_is_refused(tmp_path: Path, bare_repository: Path, target: GitTarget) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    two = publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME).release
    staged = StagedSite.from_folder(write_output(tmp_path, a="cũ"))
    late = Release(f"20261123-140000-{'0' * 8}", LATER_PUBLISH_TIME, manifest=staged.manifest)
    other = create_git_target(bare_repository, tmp_path / "another cache")
    with target.hold_lock("publish của An", LATER_PUBLISH_TIME, print):
        target.purge_unreferenced()  # keeps the lock
        target.upload(staged, late, None)
        run_git_in(bare_repository, "update-ref", "-d", "refs/bulletin/lock")
        with other.hold_lock("publish của Bình", LATER_PUBLISH_TIME, print):
            for write in (
                lambda: target.activate(late.id),
                lambda: target.delete([one.id]),
                lambda: target.upload(
                    staged, Release(two.id[:-1] + "x", LATER_PUBLISH_TIME, manifest=staged.manifest), None
                ),
            ):
                with pytest.raises(UserError, match=r"máy khác đã lấy khóa xuất bản .*hãy xem"):
                    write()
        with pytest.raises(
            UserError, match="máy khác đã lấy khóa"
        ):  # also after the other publisher has finished
            target.activate(late.id)
    assert read_branch_page(bare_repository, "a/index.html") == "hai"
    assert target.current_id() == two.id


def test_activate_branch_moved_by_another_machine_is_refused(
    tmp_path: Path, bare_repository: Path, target: GitTarget
) -> None:
    one = publish_to(target, write_output(tmp_path, a="một")).release
    two = publish_to(target, write_output(tmp_path, a="hai"), LATER_PUBLISH_TIME).release
    with target.hold_lock("phép thử", LATER_PUBLISH_TIME, print):
        target.activate(one.id)
        target.activate(two.id)
        run_git_in(bare_repository, "update-ref", "refs/heads/trang", f"refs/bulletin/{one.id}/site")
        with pytest.raises(UserError, match="vừa có máy khác xuất bản"):
            target.activate(two.id)
    assert read_branch_page(bare_repository, "a/index.html") == "một"


def test_hold_lock_same_holder_in_same_second_has_another_lock(
    tmp_path: Path, bare_repository: Path, target: GitTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_DATE", f"@{int(time.time())} +0000")
    locks = set()
    for publisher in (target, create_git_target(bare_repository, tmp_path / "another cache")):
        with publisher.hold_lock("publish của An", PUBLISH_TIME, print):
            locks.add(run_git_in(bare_repository, "rev-parse", "refs/bulletin/lock"))
    assert len(locks) == 2


def enter_lock(target: GitTarget, messages: list[str]) -> None:
    with target.hold_lock("publish của An", PUBLISH_TIME, messages.append):
        pass


def test_hold_lock_lock_of_a_wrong_clock_is_taken_over_after_long_wait(
    tmp_path: Path, bare_repository: Path, target: GitTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, messages = create_git_target(bare_repository, tmp_path / "another cache"), list[str]()
    today, clock, naps = time.time(), 1000.0, list[float]()
    other_clock = SimpleNamespace(
        time=lambda: today + 8 * 3600, monotonic=lambda: clock + 600 * len(naps), sleep=naps.append
    )
    monkeypatch.setattr(lock, "time", other_clock)
    with target.hold_lock("publish của An", PUBLISH_TIME, print):
        enter_lock(other, messages)
    assert len(naps) == 4
    assert [line.split()[0] for line in messages] == ["Đang", "Khóa"]


def test_hold_lock_lock_released_during_fetch_is_taken(
    tmp_path: Path, bare_repository: Path, target: GitTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, messages = create_git_target(bare_repository, tmp_path / "another cache"), list[str]()
    fetch = other.repository.fetch

    def release_and_fetch(*refs: str) -> None:
        run_git_in(bare_repository, "update-ref", "-d", "refs/bulletin/lock")
        fetch(*refs)

    monkeypatch.setattr(other.repository, "fetch", release_and_fetch)
    with target.hold_lock("publish của An", PUBLISH_TIME, print):
        enter_lock(other, messages)
    assert not messages


def test_hold_lock_while_waiting_fetches_the_lock_once(
    tmp_path: Path, bare_repository: Path, target: GitTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = create_git_target(bare_repository, tmp_path / "another cache")
    fetched, naps = list[str](), list[float]()
    fetch = other.repository.fetch

    def fetch_and_note(*refs: str) -> None:
        fetched.extend(refs)
        fetch(*refs)

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            run_git_in(bare_repository, "update-ref", "-d", "refs/bulletin/lock")

    monkeypatch.setattr(other.repository, "fetch", fetch_and_note)
    monkeypatch.setattr(lock, "time", SimpleNamespace(time=time.time, monotonic=time.monotonic, sleep=sleep))
    with target.hold_lock("publish của An", PUBLISH_TIME, print):
        enter_lock(other, [])
    assert fetched == ["refs/bulletin/lock"]


def test_hold_lock_two_publishers_at_once_one_waits(
    bare_repository: Path, target: GitTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = ["-c", "user.name=An", "-c", "user.email=an@bantin.example"]
    tree = run_git_in(bare_repository, "hash-object", "-w", "-t", "tree", "/dev/null").strip()
    other_lock = run_git_in(bare_repository, *people, "commit-tree", tree, "-m", "publish của An").strip()
    hook = bare_repository / "hooks/pre-receive"  # runs after the server has listed its refs
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        f"#!/bin/sh\nunset GIT_QUARANTINE_PATH\ngit update-ref refs/bulletin/lock {other_lock}\n",
        encoding="utf-8",
    )
    hook.chmod(0o755)

    def sleep(_: float) -> None:
        hook.unlink()
        run_git_in(bare_repository, "update-ref", "-d", "refs/bulletin/lock")

    monkeypatch.setattr(lock, "time", SimpleNamespace(time=time.time, monotonic=time.monotonic, sleep=sleep))
    messages: list[str] = []
    enter_lock(target, messages)
    assert messages == [f"Đang có người xuất bản vào {target.name} (publish của An). Xin chờ…"]
