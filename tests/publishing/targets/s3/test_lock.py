"""One publisher at a time, in a store that cannot decide by itself who was first."""

import json
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from publishing.errors import PublishError
from publishing.targets.s3 import lock
from publishing.targets.s3.lock import Lock
from publishing.targets.s3.store import ConflictError, MissingError
from publishing.targets.s3.target import S3Target
from tests.publishing.shop import LATER, NOON, output, put
from tests.publishing.targets.flaky import Line
from tests.publishing.targets.s3.conftest import Bucket

LOCK = ".releases/lock"


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
        with pytest.raises(PublishError, match="sang tay publish của Bình, từ 12:00:05"):
            target.switch(target.all()[0])
    assert bucket.text("a/index.html") == "hai"
    assert target.current() == two.id
    assert LOCK in bucket.everything()


class Shelf:
    """A store that knows conditions, as Amazon's does and Swift does not; or one that takes no notice of them."""

    def __init__(self, *, heeds: bool) -> None:
        self.things: dict[str, tuple[bytes, datetime]] = {}
        self._heeds, self._one = heeds, threading.Lock()

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    def get(self, key: str) -> tuple[bytes, datetime]:
        try:
            return self.things[key]
        except KeyError:
            raise MissingError("kho", "không có") from None

    def put(self, key: str, text: bytes, *, fresh: bool = False) -> None:
        with self._one:
            if fresh and self._heeds and key in self.things:
                raise ConflictError("kho", "đã có")
            self.things[key] = text, self.now

    def delete(self, key: str) -> None:
        with self._one:
            self.things.pop(key, None)


@pytest.mark.parametrize("heeds", [True, False])
def test_of_many_at_once_one_has_the_lock(heeds: bool) -> None:
    shelf: Any = Shelf(heeds=heeds)
    inside, most = 0, 0
    counting, start = threading.Lock(), threading.Barrier(6)

    def work() -> None:
        nonlocal inside, most
        start.wait()
        with Lock(shelf, "lock", "s3://kho").held("ai", NOON, lambda _: None):
            with counting:
                inside += 1
                most = max(most, inside)
            time.sleep(0.05)
            with counting:
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert shelf.things == {}


def test_a_damaged_lock_is_respected_until_it_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf: Any = Shelf(heeds=True)
    shelf.put("lock", b"\xff")
    monkeypatch.setattr(lock, "EXPIRES", 0.3)
    said: list[str] = []
    with Lock(shelf, "lock", "s3://kho").held("ai", NOON, said.append):
        pass
    assert said == [
        "Đang có người xuất bản vào s3://kho (không rõ ai). Xin chờ…",
        "Khóa của không rõ ai còn sót lại sau sự cố; đã bỏ qua.",
    ]
