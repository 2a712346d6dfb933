"""Tests of the object lock with several kinds of stores."""

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
from tests.publishing.small_release import PUBLISH_TIME


class FakeStore:
    """A store with conditional writes, as Amazon S3 has, or without."""

    def __init__(self, *, is_conditional: bool) -> None:
        self.objects: dict[str, tuple[bytes, datetime]] = {}
        self._is_conditional, self._mutex = is_conditional, threading.Lock()

    @property
    def server_time(self) -> datetime:
        return datetime.now(UTC)

    def get(self, key: str) -> tuple[bytes, datetime]:
        try:
            return self.objects[key]
        except KeyError:
            raise ObjectNotFoundError("kho", "không có") from None

    def put(self, key: str, text: bytes, *, new: bool = False) -> None:
        with self._mutex:
            if new and self._is_conditional and key in self.objects:
                raise ObjectExistsError("kho", "đã có")
            self.objects[key] = text, self.server_time

    def delete(self, key: str) -> None:
        with self._mutex:
            self.objects.pop(key, None)

    def write_stale_lock(self, *, ago: float, seconds: float) -> None:
        """Write a lock of ``ago`` seconds ago that expires after ``seconds``."""
        text = json.dumps({"token": "1", "words": "publish của An", "seconds": seconds}).encode()
        self.objects["lock"] = text, self.server_time - timedelta(seconds=ago)


class LostAnswerStore(FakeStore):
    """A store with a lost first answer, so that the client repeats the request."""

    def put(self, key: str, text: bytes, *, new: bool = False) -> None:
        is_there = key in self.objects
        super().put(key, text, new=new)
        if new and not is_there:
            super().put(key, text, new=new)


class RacingStore(FakeStore):
    """A store in which two publishers find the same expired lock.

    The second publisher deletes the lock after the first has written its own.
    """

    def __init__(self) -> None:
        super().__init__(is_conditional=True)
        self._both, self._is_written, self._deletions = (
            threading.Barrier(2),
            threading.Event(),
            itertools.count(),
        )

    def put(self, key: str, text: bytes, *, new: bool = False) -> None:
        super().put(key, text, new=new)
        self._is_written.set()

    def delete(self, key: str) -> None:
        number = next(self._deletions)
        if number < 2:
            self._both.wait()
        if number == 1:
            self._is_written.wait()
        super().delete(key)


@pytest.mark.parametrize("is_conditional", [True, False])
def test_hold_many_publishers_at_once_one_has_the_lock(is_conditional: bool) -> None:
    store = FakeStore(is_conditional=is_conditional)
    assert count_concurrent_holders(store, 6) == 1
    assert store.objects == {}


def test_hold_two_publishers_take_over_one_has_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "CONFLICT_WAIT_SECONDS", 0.5)
    store = RacingStore()
    store.write_stale_lock(ago=1000, seconds=120)
    assert count_concurrent_holders(store, 2) == 1
    assert store.objects == {}


def test_hold_lost_answer_does_not_wait_for_own_lock() -> None:
    # The answer to the request that took the lock is lost, and the repeated request fails.
    messages: list[str] = []
    with ObjectLock(cast("Any", LostAnswerStore(is_conditional=True)), "lock", "s3://kho").hold(
        "ai", PUBLISH_TIME, messages.append
    ):
        pass
    assert messages == []


def test_hold_lock_expires_after_the_seconds_of_its_holder() -> None:
    # Another version of the program may use another expiry.
    store: Any = FakeStore(is_conditional=True)
    store.write_stale_lock(ago=50, seconds=20)
    messages: list[str] = []
    with ObjectLock(store, "lock", "s3://kho").hold("ai", PUBLISH_TIME, messages.append):
        pass
    store.write_stale_lock(ago=200, seconds=200.5)
    with ObjectLock(store, "lock", "s3://kho").hold("ai", PUBLISH_TIME, messages.append):
        pass
    stale_message = "Khóa của publish của An còn sót lại sau sự cố; đã bỏ qua."
    assert messages == [
        stale_message,
        "Đang có người xuất bản vào s3://kho (publish của An). Xin chờ…",
        stale_message,
    ]


def test_hold_machine_slept_until_expiry_does_not_renew_the_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    # Another publisher may be taking the lock over.
    store: Any = FakeStore(is_conditional=True)
    monkeypatch.setattr(lock, "HEARTBEAT_SECONDS", 0.05)
    object_lock = ObjectLock(store, "lock", "s3://kho")
    with object_lock.hold("ai", PUBLISH_TIME, print):
        read_clock, written = lock.read_boot_clock, store.objects["lock"][1]
        time.sleep(0.3)
        assert store.objects["lock"][1] > written
        object_lock.require_ownership()
        monkeypatch.setattr(lock, "read_boot_clock", lambda: read_clock() + lock.EXPIRY_SECONDS)
        time.sleep(0.1)
        written = store.objects["lock"][1]
        time.sleep(0.3)
        assert store.objects["lock"][1] == written
        for require in (object_lock.require_unexpired, object_lock.require_ownership):
            with pytest.raises(UserError, match="im lặng quá lâu"):
                require()


def count_concurrent_holders(store: FakeStore, number: int) -> int:
    """Return the largest number of publishers that held the lock at the same time."""
    inside, most = 0, 0
    counting, start = threading.Lock(), threading.Barrier(number)

    def hold() -> None:
        nonlocal inside, most
        start.wait()
        with ObjectLock(cast("Any", store), "lock", "s3://kho").hold("ai", PUBLISH_TIME, lambda _: None):
            with counting:
                inside += 1
                most = max(most, inside)
            time.sleep(0.3 / number)
            with counting:
                inside -= 1

    threads = [threading.Thread(target=hold) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return most


def test_hold_damaged_lock_is_respected_until_it_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    store: Any = FakeStore(is_conditional=True)
    store.put("lock", b"\xff")
    monkeypatch.setattr(lock, "EXPIRY_SECONDS", 0.3)
    messages: list[str] = []
    with ObjectLock(store, "lock", "s3://kho").hold("ai", PUBLISH_TIME, messages.append):
        pass
    assert messages == [
        "Đang có người xuất bản vào s3://kho (không rõ ai). Xin chờ…",
        "Khóa của không rõ ai còn sót lại sau sự cố; đã bỏ qua.",
    ]
