"""One publisher at a time, in a store that cannot decide by itself who was first."""

import itertools
import json
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from bulletin.errors import UserError
from bulletin.publishing.targets.s3 import lock
from bulletin.publishing.targets.s3.bucket import ObjectExistsError, ObjectNotFoundError
from bulletin.publishing.targets.s3.lock import ObjectLock
from tests.publishing.helpers import PUBLISH_TIME


class FakeStore:
    """A store that knows conditions, as Amazon's does and Swift does not; or one that takes no notice of them."""

    def __init__(self, *, heeds: bool) -> None:
        self.objects: dict[str, tuple[bytes, datetime]] = {}
        self._heeds, self._one = heeds, threading.Lock()

    @property
    def server_time(self) -> datetime:
        return datetime.now(UTC)

    def get(self, key: str) -> tuple[bytes, datetime]:
        try:
            return self.objects[key]
        except KeyError:
            raise ObjectNotFoundError("kho", "không có") from None

    def put(self, key: str, text: bytes, *, new: bool = False) -> None:
        with self._one:
            if new and self._heeds and key in self.objects:
                raise ObjectExistsError("kho", "đã có")
            self.objects[key] = text, self.server_time

    def delete(self, key: str) -> None:
        with self._one:
            self.objects.pop(key, None)

    def write_stale_lock(self, *, ago: float, seconds: float) -> None:
        """Leave a lock of a crash ``ago`` seconds ago, which was to expire after ``seconds``."""
        text = json.dumps({"token": "1", "words": "publish của An", "seconds": seconds}).encode()
        self.objects["lock"] = text, self.server_time - timedelta(seconds=ago)


class LostAnswerStore(FakeStore):
    """A store whose first answer is lost, so that the same request comes again."""

    def put(self, key: str, text: bytes, *, new: bool = False) -> None:
        known = key in self.objects
        super().put(key, text, new=new)
        if new and not known:
            super().put(key, text, new=new)


class RacingStore(FakeStore):
    """A store to which the second of two, who both saw a lock expired, comes after the first has his name there."""

    def __init__(self) -> None:
        super().__init__(heeds=True)
        self._both, self._named, self._deletions = threading.Barrier(2), threading.Event(), itertools.count()

    def put(self, key: str, text: bytes, *, new: bool = False) -> None:
        super().put(key, text, new=new)
        self._named.set()

    def delete(self, key: str) -> None:
        number = next(self._deletions)
        if number < 2:
            self._both.wait()
        if number == 1:
            self._named.wait()
        super().delete(key)


@pytest.mark.parametrize("heeds", [True, False])
def test_of_many_at_once_one_has_the_lock(heeds: bool) -> None:
    shelf = FakeStore(heeds=heeds)
    assert count_concurrent_holders(shelf, 6) == 1
    assert shelf.objects == {}


def test_of_two_who_take_over_one_has_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "CONFLICT_WAIT_SECONDS", 0.5)
    shelf = RacingStore()
    shelf.write_stale_lock(ago=1000, seconds=120)
    assert count_concurrent_holders(shelf, 2) == 1
    assert shelf.objects == {}


def test_nobody_waits_for_himself() -> None:
    """The answer to the request that took the lock was lost, and the next one says that it is held."""
    said: list[str] = []
    with ObjectLock(cast("Any", LostAnswerStore(heeds=True)), "lock", "s3://kho").hold(
        "ai", PUBLISH_TIME, said.append
    ):
        pass
    assert said == []


def test_a_lock_expires_when_its_holder_wished_it() -> None:
    """Also where another version of the program has another mind."""
    shelf: Any = FakeStore(heeds=True)
    shelf.write_stale_lock(ago=50, seconds=20)
    said: list[str] = []
    with ObjectLock(shelf, "lock", "s3://kho").hold("ai", PUBLISH_TIME, said.append):
        pass
    shelf.write_stale_lock(ago=200, seconds=200.5)
    with ObjectLock(shelf, "lock", "s3://kho").hold("ai", PUBLISH_TIME, said.append):
        pass
    left = "Khóa của publish của An còn sót lại sau sự cố; đã bỏ qua."
    assert said == [left, "Đang có người xuất bản vào s3://kho (publish của An). Xin chờ…", left]


def test_whoever_slept_until_it_expired_does_not_take_it_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another one may be about to take it over."""
    shelf: Any = FakeStore(heeds=True)
    monkeypatch.setattr(lock, "HEARTBEAT_SECONDS", 0.05)
    ours = ObjectLock(shelf, "lock", "s3://kho")
    with ours.hold("ai", PUBLISH_TIME, print):
        awake, written = lock.read_boot_clock, shelf.objects["lock"][1]
        time.sleep(0.3)
        assert shelf.objects["lock"][1] > written
        ours.require_ownership()
        monkeypatch.setattr(lock, "read_boot_clock", lambda: awake() + lock.EXPIRY_SECONDS)
        time.sleep(0.1)
        written = shelf.objects["lock"][1]
        time.sleep(0.3)
        assert shelf.objects["lock"][1] == written
        for look in (ours.require_unexpired, ours.require_ownership):
            with pytest.raises(UserError, match="im lặng quá lâu"):
                look()


def count_concurrent_holders(shelf: FakeStore, number: int) -> int:
    """Return how many of ``number`` at once held the lock at the same time."""
    inside, most = 0, 0
    counting, start = threading.Lock(), threading.Barrier(number)

    def work() -> None:
        nonlocal inside, most
        start.wait()
        with ObjectLock(cast("Any", shelf), "lock", "s3://kho").hold("ai", PUBLISH_TIME, lambda _: None):
            with counting:
                inside += 1
                most = max(most, inside)
            time.sleep(0.3 / number)
            with counting:
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return most


def test_a_damaged_lock_is_respected_until_it_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf: Any = FakeStore(heeds=True)
    shelf.put("lock", b"\xff")
    monkeypatch.setattr(lock, "EXPIRY_SECONDS", 0.3)
    said: list[str] = []
    with ObjectLock(shelf, "lock", "s3://kho").hold("ai", PUBLISH_TIME, said.append):
        pass
    assert said == [
        "Đang có người xuất bản vào s3://kho (không rõ ai). Xin chờ…",
        "Khóa của không rõ ai còn sót lại sau sự cố; đã bỏ qua.",
    ]
