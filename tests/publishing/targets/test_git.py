"""A bare repository on this machine, as the hosting has one."""

import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from publishing.errors import PublishError
from publishing.history import roll_back
from publishing.outgoing import Outgoing
from publishing.release import Release
from publishing.sought import Sought
from publishing.targets.choice import target_of
from publishing.targets.git.target import GitTarget
from tests.publishing.shop import LATER, NOON, output, put


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


def test_the_branch_holds_the_site_and_nothing_else(tmp_path: Path, bare: Path, target: GitTarget) -> None:
    site = output(tmp_path, a="một", b="hai")
    (site / ".bulletin.json").write_text("[]", encoding="utf-8")
    (site / "tệp đính kèm.txt").write_text("x", encoding="utf-8")
    release = put(target, site).release
    names = git(bare, "ls-tree", "-r", "-z", "--name-only", "trang").split("\0")
    assert sorted(names) == [
        "",
        ".nojekyll",
        "a/index.html",
        "b/index.html",
        "index.html",
        "tệp đính kèm.txt",
    ]
    assert page(bare, "a/index.html") == "một"
    assert (target.current(), target.all()) == (release.id, [release.id])
    assert target.read(release.id) == release


def test_a_second_publish_moves_the_branch_and_keeps_the_first(
    tmp_path: Path, bare: Path, target: GitTarget
) -> None:
    one = put(target, output(tmp_path, a="một", b="hai")).release
    two = put(target, output(tmp_path, a="khác"), LATER).release
    assert target.all() == [one.id, two.id]
    assert page(bare, "a/index.html") == "khác"
    assert "b/index.html" not in git(bare, "ls-tree", "-r", "--name-only", "trang")
    assert git(bare, "rev-list", "--count", "trang").strip() == "1"


def test_without_a_change_the_branch_stays(tmp_path: Path, bare: Path, target: GitTarget) -> None:
    put(target, output(tmp_path, a="một"))
    before = git(bare, "show-ref")
    assert not put(target, output(tmp_path, a="một"), LATER).new
    assert git(bare, "show-ref") == before


def test_going_back_moves_the_branch_alone(tmp_path: Path, bare: Path, target: GitTarget) -> None:
    one = put(target, output(tmp_path, a="một")).release
    put(target, output(tmp_path, a="hai"), LATER)
    again = at(bare, tmp_path / "another cache")
    assert roll_back(again, holder="phép thử", moment=LATER, sought=Sought(frozenset(), ""), say=print) == one
    assert page(bare, "a/index.html") == "một"
    assert target.current() == one.id


def test_the_last_releases_are_kept(tmp_path: Path, bare: Path, target: GitTarget) -> None:
    made = [
        put(target, output(tmp_path, a=str(n)), NOON + timedelta(hours=n), keep=2).release.id
        for n in range(4)
    ]
    assert target.all() == made[-2:]
    assert len(git(bare, "show-ref").splitlines()) == 5


def test_a_cleared_cache_costs_nothing_but_time(tmp_path: Path, bare: Path, target: GitTarget) -> None:
    put(target, output(tmp_path, a="một", b="hai"))
    other = at(bare, tmp_path / "another cache")
    with other.locked("phép thử", LATER, print):
        other.prepare()
    put(other, output(tmp_path, a="khác", b="hai"), LATER)
    assert page(bare, "a/index.html") == "khác"


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
    with pytest.raises(PublishError, match="vừa có máy khác xuất bản"):
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
                with pytest.raises(PublishError, match=r"máy khác đã lấy khóa xuất bản .*hãy xem"):
                    write()
        with pytest.raises(PublishError, match="máy khác đã lấy khóa"):  # also after the other one is done
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
        with pytest.raises(PublishError, match="vừa có máy khác xuất bản"):
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
    today, clock, naps = time.time(), time.monotonic(), list[float]()
    monkeypatch.setattr("publishing.targets.git.lock.time.time", lambda: today + 8 * 3600)
    monkeypatch.setattr("publishing.targets.git.lock.time.monotonic", lambda: clock + 600 * len(naps))
    monkeypatch.setattr("publishing.targets.git.lock.time.sleep", naps.append)
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
    monkeypatch.setattr("publishing.targets.git.lock.time.sleep", nap)
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

    monkeypatch.setattr("publishing.targets.git.lock.time.sleep", nap)
    said: list[str] = []
    enter(target, said)
    assert said == [f"Đang có người xuất bản vào {target.name} (publish của An). Xin chờ…"]


def test_files_of_a_release_can_be_fetched_and_amended(tmp_path: Path, bare: Path, target: GitTarget) -> None:
    one = put(target, output(tmp_path, a="một", b="hai")).release
    put(target, output(tmp_path, a="một", b="hai", c="ba"), LATER)
    target.fetch(one, ["a/index.html"], tmp_path / "here")
    assert (tmp_path / "here/a/index.html").read_text(encoding="utf-8") == "một"
    fixed = Outgoing.of(output(tmp_path / "fixed", a="đã gỡ"))
    amended = Release(one.id, one.when, one.who, one.commit, manifest=fixed.manifest)
    for file in (tmp_path / "cache/publishing").glob("*.tree"):
        file.with_suffix(".index.lock").touch()  # left by a crash
    with target.locked("phép thử", LATER, print):
        target.amend(fixed, amended)
        target.purge()
    assert target.read(one.id) == amended
    target.fetch(amended, ["a/index.html"], tmp_path / "here")
    assert (tmp_path / "here/a/index.html").read_text(encoding="utf-8") == "đã gỡ"
    assert git(bare, "show", f"refs/bulletin/{one.id}/site:a/index.html") == "đã gỡ"
    assert page(bare, "a/index.html") == "một"
    assert "một" not in git(bare, "log", "-p", f"refs/bulletin/{one.id}/site")


def test_files_are_fetched_by_many_at_once_and_a_release_only_once(
    tmp_path: Path, target: GitTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {f"trang-{n}": str(n) for n in range(12)}
    one = put(target, output(tmp_path, **pages)).release
    fetched, fetch = list[str](), target._repository.fetch

    def counted(*refs: str) -> None:
        fetched.extend(refs)
        fetch(*refs)

    monkeypatch.setattr(target._repository, "fetch", counted)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda name: target.fetch(one, [f"{name}/index.html"], tmp_path / "here"), pages))
    assert fetched == [f"refs/bulletin/{one.id}/site"]
    assert (tmp_path / "here/trang-11/index.html").read_text(encoding="utf-8") == "11"


def test_a_domain_that_the_hosting_put_on_the_branch_stays(
    tmp_path: Path, bare: Path, target: GitTarget
) -> None:
    put(target, output(tmp_path, a="một"))
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--branch", "trang", str(bare), str(clone))
    (clone / "CNAME").write_text("bantin.example", encoding="utf-8")
    git(clone, "add", "CNAME")
    people = ["-c", "user.name=An", "-c", "user.email=an@bantin.example"]
    git(clone, *people, "commit", "--quiet", "-m", "Create CNAME")
    git(clone, "push", "--quiet", "origin", "trang")
    for text, moment in (("hai", LATER), ("ba", LATER + timedelta(hours=1))):
        release = put(target, output(tmp_path, a=text), moment).release
        assert (page(bare, "a/index.html"), page(bare, "CNAME").strip()) == (text, "bantin.example")
        assert target.current() == release.id
    assert git(bare, "rev-list", "--count", "trang").strip() == "1"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("git+file:///khong/co.git#trang", "không có kho git"),
        ("git+ssh://127.0.0.1:1/kho.git#trang", "không nhận kết nối"),
    ],
)
def test_a_place_that_cannot_be_reached_is_told_in_words(tmp_path: Path, address: str, said: str) -> None:
    target = target_of(address, tmp_path, tmp_path / "cache")
    with pytest.raises(PublishError, match=said):
        put(target, output(tmp_path))
