"""Whoever holds the lock of a store, and the others: with the store itself."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bulletin.errors import UserError
from bulletin.publishing.release.staged_site import Outgoing
from bulletin.publishing.targets.s3 import lock
from bulletin.publishing.targets.s3.target import S3Target
from tests.publishing.helpers import LATER, NOON, output, put
from tests.publishing.targets.faulty_proxy import Fault, Line
from tests.publishing.targets.s3.conftest import LOCK, PREFIX, Bucket


@pytest.mark.servers
def test_the_second_publisher_waits_and_is_told_for_whom(
    tmp_path: Path, bucket: Bucket, line: Line, target: S3Target
) -> None:
    other, said, order = bucket.target(line, tmp_path / "other"), list[str](), list[str]()
    entered = threading.Event()

    def first() -> None:
        with target.locked("publish của An", NOON, print):
            entered.set()
            time.sleep(1)
            order.append("An")

    thread = threading.Thread(target=first)
    thread.start()
    entered.wait()
    with other.locked("publish của Bình", LATER, said.append):
        order.append("Bình")
        thread.join()
    assert said == [
        f"Đang có người xuất bản vào {target.name} (publish của An, từ 12:00:00 23/11/2026). Xin chờ…"
    ]
    assert order == ["An", "Bình"]
    assert LOCK not in bucket.everything()


@pytest.mark.servers
def test_two_publishes_at_once_are_one_after_the_other(tmp_path: Path, bucket: Bucket, line: Line) -> None:
    failed: list[BaseException] = []

    def run(name: str) -> None:
        try:
            site = output(tmp_path / name, **{page: f"{name} {page}" for page in "abcdef"})
            put(bucket.target(line, tmp_path / name / "cache"), site)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(name,)) for name in ("an", "bình")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    target = bucket.target(line, tmp_path / "cache")
    current = target.current()
    assert current == target.all()[-1]
    assert len(target.all()) == 2
    assert len({bucket.text(f"{page}/index.html").split()[0] for page in "abcdef"}) == 1
    assert target.untouched(target.read(current))


@pytest.mark.servers
def test_a_lock_left_by_a_crash_is_taken_over(
    tmp_path: Path, bucket: Bucket, target: S3Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    bucket.put(LOCK, json.dumps({"token": "1", "words": "publish của An, từ 08:00:00 20/11/2026"}))
    monkeypatch.setattr(lock, "EXPIRES", 2.0)
    said: list[str] = []
    with target.locked("publish của Bình", LATER, said.append):
        pass
    assert [words.partition(" (")[0] for words in said] == [
        f"Đang có người xuất bản vào {target.name}",
        "Khóa của publish của An, từ 08:00:00 20/11/2026 còn sót lại sau sự cố; đã bỏ qua.",
    ]


@pytest.mark.servers
def test_whoever_works_long_keeps_the_lock(
    bucket: Bucket, line: Line, target: S3Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "EXPIRES", 2.5)
    monkeypatch.setattr(lock, "BEAT", 0.3)
    said, order = list[str](), list[str]()
    entered = threading.Event()

    def first() -> None:
        with target.locked("publish của An", NOON, print):
            entered.set()
            time.sleep(4)
            order.append("An")

    thread = threading.Thread(target=first)
    thread.start()
    entered.wait()
    with bucket.target(line, tmp_path / "other").locked("publish của Bình", LATER, said.append):
        order.append("Bình")
    thread.join()
    assert order == ["An", "Bình"]
    assert len(said) == 1


@pytest.mark.servers
def test_whoever_lost_the_lock_shows_nothing(tmp_path: Path, bucket: Bucket, target: S3Target) -> None:
    put(target, output(tmp_path, a="một"))
    two = put(target, output(tmp_path, a="hai"), LATER).release
    with target.locked("publish của An", NOON, print):
        bucket.put(LOCK, json.dumps({"token": "1", "words": "publish của Bình, từ 12:00:05 23/11/2026"}))
        with pytest.raises(UserError, match="sang tay publish của Bình, từ 12:00:05"):
            target.switch(target.all()[0])
    assert bucket.text("a/index.html") == "hai"
    assert target.current() == two.id
    assert LOCK in bucket.everything()


@pytest.mark.servers
@pytest.mark.parametrize("deed", ["switch", "forget", "tidy", "amend", "purge", "make"])
def test_whoever_lost_the_lock_writes_and_deletes_nothing(
    tmp_path: Path, bucket: Bucket, line: Line, deed: str
) -> None:
    target = bucket.target(line, tmp_path / "cache", grace_hours=0)
    one = put(target, output(tmp_path, a="một", b="hai")).release
    patient = bucket.target(line, tmp_path / "cache")
    put(patient, output(tmp_path, a="ba"), LATER)
    outgoing = Outgoing.of(output(tmp_path, a="một"))
    bucket.put(f".releases/files/{'0' * 64}", "lạc")
    deeds: dict[str, Callable[[], object]] = {
        "switch": lambda: target.switch(one.id),
        "forget": lambda: target.forget([one.id]),
        "tidy": target.tidy,
        "amend": lambda: target.amend(outgoing, replace(one, manifest=outgoing.manifest)),
        "purge": target.purge,
        "make": lambda: target.make(
            outgoing, replace(one, id=one.id.replace("2026", "2027"), manifest=outgoing.manifest), one
        ),
    }
    with target.locked("publish của An", NOON, print):
        bucket.put(LOCK, json.dumps({"token": "1", "words": "publish của Bình"}))
        there = bucket.etags()
        with pytest.raises(UserError, match="sang tay publish của Bình"):
            deeds[deed]()
    assert bucket.etags() == there


@pytest.mark.servers
@pytest.mark.parametrize("again", [False, True])
def test_whoever_slept_long_shows_nothing_more(
    tmp_path: Path, bucket: Bucket, line: Line, monkeypatch: pytest.MonkeyPatch, *, again: bool
) -> None:
    """Neither what was to follow within the same turn, nor a request that is sent for the second time."""
    target = bucket.target(line, tmp_path / "cache", workers=1)
    put(target, output(tmp_path, a="một", b="hai", c="ba"))
    line.seen.clear()
    line.faults = [Fault(503, "COPY", times=1)] if again else []
    awake = lock.clock
    monkeypatch.setattr(
        lock, "clock", lambda: awake() + (lock.EXPIRES if line.keys("COPY") or line.injected else 0)
    )
    with pytest.raises(UserError, match="có thể đã sang tay lệnh khác, vì máy này im lặng quá lâu"):
        put(target, output(tmp_path, a="1", b="2", c="3"), LATER)
    assert len(line.keys("COPY")) == (0 if again else 1)
    assert line.keys("DELETE") == [f"/{bucket.name}/{PREFIX}/{LOCK}"]
