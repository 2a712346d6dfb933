"""One publisher at a time, by a ref."""

import subprocess
import threading
import time
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.release import Release
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.targets.git.target import GitTarget
from tests.publishing.helpers import LATER, NOON, output, put
from tests.publishing.targets.git.conftest import at, git, page

pytestmark = pytest.mark.slow


def test_another_machine_that_was_quicker_is_not_undone(
    tmp_path: Path, bare: Path, target: GitTarget
) -> None:
    put(target, output(tmp_path, a="một"))
    site = output(tmp_path, a="hai")
    outgoing = Outgoing.of(site)
    release = Release(f"20261123-130000-{'0' * 8}", LATER, manifest=outgoing.manifest)
    with target.locked("phép thử", LATER, print):
        target.make(outgoing, release, None)
    fresh = git(bare, "rev-parse", f"refs/bulletin/{release.id}/site").strip()
    with pytest.raises(UserError, match="vừa có máy khác xuất bản"):
        target._repository.push({"refs/heads/trang": fresh}, {"refs/heads/trang": fresh})
    assert page(bare, "a/index.html") == "một"
    with target.locked("phép thử", LATER, print):
        target.switch(release.id)
    assert page(bare, "a/index.html") == "hai"


def test_the_second_publisher_waits_and_is_told_for_whom(
    tmp_path: Path, bare: Path, target: GitTarget
) -> None:
    other, said = at(bare, tmp_path / "another cache"), list[str]()
    entered = threading.Event()

    def first() -> None:
        with target.locked("publish của An", NOON, print):
            entered.set()
            time.sleep(1)

    thread = threading.Thread(target=first)
    thread.start()
    entered.wait()
    with other.locked("publish của Bình", LATER, said.append):
        thread.join()
    assert "(publish của An, từ 12:00:00 23/11/2026)" in said[0]
    assert "refs/bulletin/lock" not in git(bare, "for-each-ref")


def test_a_lock_left_by_a_crash_is_taken_over(bare: Path, target: GitTarget) -> None:
    people = ["-c", "user.name=An", "-c", "user.email=an@bantin.example"]
    tree = git(bare, "hash-object", "-w", "-t", "tree", "/dev/null").strip()
    dated = ["env", "GIT_COMMITTER_DATE=2026-11-20T08:00:00+07:00", "git", "-C", str(bare), *people]
    command = [*dated, "commit-tree", tree, "-m", "publish của An, từ 08:00:00 20/11/2026"]
    left = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    git(bare, "update-ref", "refs/bulletin/lock", left)
    said: list[str] = []
    with target.locked("publish của Bình", LATER, said.append):
        pass
    assert said == ["Khóa của publish của An, từ 08:00:00 20/11/2026 còn sót lại sau sự cố; đã bỏ qua."]


def test_who_lost_the_lock_cannot_write_any_more(tmp_path: Path, bare: Path, target: GitTarget) -> None:
    one = put(target, output(tmp_path, a="một")).release
    two = put(target, output(tmp_path, a="hai"), LATER).release
    outgoing = Outgoing.of(output(tmp_path, a="cũ"))
    late = Release(f"20261123-140000-{'0' * 8}", LATER, manifest=outgoing.manifest)
    other = at(bare, tmp_path / "another cache")
    with target.locked("publish của An", LATER, print):
        target.purge()  # keeps the lock
        target.make(outgoing, late, None)
        git(bare, "update-ref", "-d", "refs/bulletin/lock")
        with other.locked("publish của Bình", LATER, print):
            for write in (
                lambda: target.switch(late.id),
                lambda: target.forget([one.id]),
                lambda: target.make(
                    outgoing, Release(two.id[:-1] + "x", LATER, manifest=outgoing.manifest), None
                ),
            ):
                with pytest.raises(UserError, match=r"máy khác đã lấy khóa xuất bản .*hãy xem"):
                    write()
        with pytest.raises(UserError, match="máy khác đã lấy khóa"):  # also after the other one is done
            target.switch(late.id)
    assert page(bare, "a/index.html") == "hai"
    assert target.current() == two.id


def test_the_branch_is_moved_only_from_where_it_was_when_the_lock_was_taken(
    tmp_path: Path, bare: Path, target: GitTarget
) -> None:
    one = put(target, output(tmp_path, a="một")).release
    two = put(target, output(tmp_path, a="hai"), LATER).release
    with target.locked("phép thử", LATER, print):
        target.switch(one.id)
        target.switch(two.id)
        git(bare, "update-ref", "refs/heads/trang", f"refs/bulletin/{one.id}/site")
        with pytest.raises(UserError, match="vừa có máy khác xuất bản"):
            target.switch(two.id)
    assert page(bare, "a/index.html") == "một"


def test_two_of_the_same_name_in_the_same_second_have_locks_of_their_own(
    tmp_path: Path, bare: Path, target: GitTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_DATE", f"@{int(time.time())} +0000")
    locks = set()
    for one in (target, at(bare, tmp_path / "another cache")):
        with one.locked("publish của An", NOON, print):
            locks.add(git(bare, "rev-parse", "refs/bulletin/lock"))
    assert len(locks) == 2


def enter(target: GitTarget, said: list[str]) -> None:
    with target.locked("publish của An", NOON, said.append):
        pass


def test_a_lock_of_a_wrong_clock_is_held_until_it_was_watched_for_long(
    tmp_path: Path, bare: Path, target: GitTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, said = at(bare, tmp_path / "another cache"), list[str]()
    today, clock, naps = time.time(), 1000.0, list[float]()
    monkeypatch.setattr("bulletin.publishing.targets.git.lock.time.time", lambda: today + 8 * 3600)
    monkeypatch.setattr(
        "bulletin.publishing.targets.git.lock.time.monotonic", lambda: clock + 600 * len(naps)
    )
    monkeypatch.setattr("bulletin.publishing.targets.git.lock.time.sleep", naps.append)
    with target.locked("publish của An", NOON, print):
        enter(other, said)
    assert len(naps) == 4
    assert [line.split()[0] for line in said] == ["Đang", "Khóa"]


def test_a_lock_that_is_freed_while_it_is_looked_at_is_taken(
    tmp_path: Path, bare: Path, target: GitTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, said = at(bare, tmp_path / "another cache"), list[str]()
    fetch = other._repository.fetch

    def slow(*refs: str) -> None:
        git(bare, "update-ref", "-d", "refs/bulletin/lock")
        fetch(*refs)

    monkeypatch.setattr(other._repository, "fetch", slow)
    with target.locked("publish của An", NOON, print):
        enter(other, said)
    assert not said


def test_a_lock_is_fetched_once(
    tmp_path: Path, bare: Path, target: GitTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, fetched, naps = at(bare, tmp_path / "another cache"), list[str](), list[float]()
    fetch = other._repository.fetch

    def counted(*refs: str) -> None:
        fetched.extend(refs)
        fetch(*refs)

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            git(bare, "update-ref", "-d", "refs/bulletin/lock")

    monkeypatch.setattr(other._repository, "fetch", counted)
    monkeypatch.setattr("bulletin.publishing.targets.git.lock.time.sleep", nap)
    with target.locked("publish của An", NOON, print):
        enter(other, [])
    assert fetched == ["refs/bulletin/lock"]


def test_of_two_who_take_a_lock_in_the_same_moment_one_waits(
    bare: Path, target: GitTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = ["-c", "user.name=An", "-c", "user.email=an@bantin.example"]
    tree = git(bare, "hash-object", "-w", "-t", "tree", "/dev/null").strip()
    quicker = git(bare, *people, "commit-tree", tree, "-m", "publish của An").strip()
    hook = bare / "hooks/pre-receive"  # the server has told its refs by then
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(
        f"#!/bin/sh\nunset GIT_QUARANTINE_PATH\ngit update-ref refs/bulletin/lock {quicker}\n",
        encoding="utf-8",
    )
    hook.chmod(0o755)

    def nap(_: float) -> None:
        hook.unlink()
        git(bare, "update-ref", "-d", "refs/bulletin/lock")

    monkeypatch.setattr("bulletin.publishing.targets.git.lock.time.sleep", nap)
    said: list[str] = []
    enter(target, said)
    assert said == [f"Đang có người xuất bản vào {target.name} (publish của An). Xin chờ…"]
