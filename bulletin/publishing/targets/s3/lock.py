"""The object lock: one publisher at a time writes into a bucket.

The lock is an object with the name of the holder, who writes it again and again.
Most stores can write an object only if there is none (If-None-Match, RFC 9110, 13.1.2).
In such a store, two publishers that come at the same time cannot both get the lock.
In other stores, and after a crash, each publisher writes the object, waits and reads the name in it.
For a short time two publishers may then both seem to hold the lock.
A publisher that is stopped for longer between two requests could overwrite the work of the other.
So the holder checks the lock before each batch of copies, and before it writes or deletes a record.
Before each request it also checks by the clock that its last heartbeat has not expired.
The heartbeat may have expired because the machine slept.

The expiry is computed from the time of the store alone, so the clocks of two offices need not agree.
"""

import json
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bulletin.errors import UserError
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.targets.s3.bucket import (
    Bucket,
    BucketError,
    ObjectExistsError,
    ObjectNotFoundError,
    OperationUnsupportedError,
)
from bulletin.text.formatting import format_moment

EXPIRY_SECONDS = 120.0
"""Seconds without a heartbeat after which a lock counts as left by a crash."""
HEARTBEAT_SECONDS = 20.0
"""Seconds between two heartbeats of the holder."""
POLL_SECONDS = 2.0
"""Seconds between two checks of a publisher that waits."""
CONFLICT_WAIT_SECONDS = 1.0
"""Seconds after which the last writer has the lock, if the store does not decide."""
SAFETY_MARGIN_SECONDS = 5.0
"""Seconds before the expiry at which the holder stops.

Reason: the time of a store has whole seconds, and a request takes time.
"""


@dataclass(frozen=True, slots=True)
class _Holder:
    """The publisher that the lock object names."""

    token: str
    description: str
    """Name of the publisher and start of the publish."""
    age: timedelta
    """Time since the last heartbeat."""
    expiry_seconds: float
    """Expiry in seconds, as the holder wrote it. Other versions may use another value."""


class ObjectLock:
    """The lock object at ``key``. Messages call the target ``name``."""

    def __init__(self, bucket: Bucket, key: str, name: str) -> None:
        self._bucket, self._key, self._name = bucket, key, name
        self._token = ""
        self._expires_at: float | None = None
        """Time of ``read_boot_clock`` until which the lock is ours. None if it is not."""

    @contextmanager
    def hold(self, holder: str, now: datetime, say: MessageCallback) -> Iterator[None]:
        """Hold the lock. Wait if another publisher holds it, and tell ``say``."""
        self._token = uuid.uuid4().hex
        text = json.dumps(
            {
                "token": self._token,
                "words": f"{holder}, từ {format_moment(now, seconds=True)}",
                "seconds": EXPIRY_SECONDS,
            },
            ensure_ascii=False,
        ).encode()
        self._acquire(text, say)
        is_done = threading.Event()
        heartbeat = threading.Thread(target=self._send_heartbeats, args=(text, is_done), daemon=True)
        heartbeat.start()
        try:
            yield
        finally:
            is_done.set()
            heartbeat.join()
            self._release()
            self._expires_at = None

    def require_unexpired(self) -> None:
        """Raise UserError if the lock may have expired, by the clock of this machine."""
        if self._expires_at is None or read_boot_clock() >= self._expires_at:
            raise self._create_lost_error("có thể đã sang tay lệnh khác")

    def require_ownership(self) -> None:
        """Raise UserError if another publisher took the lock over."""
        self.require_unexpired()
        holder = self._read_holder()
        if holder is None or holder.token != self._token:
            raise self._create_lost_error(f"đã sang tay {holder.description if holder else 'lệnh khác'}")

    def _create_lost_error(self, how: str) -> UserError:
        return UserError(
            f"Dừng lại để không ghi đè lẫn nhau: khóa của {self._name} {how}, vì máy này "
            "im lặng quá lâu (máy ngủ, mất mạng?). Hãy chạy lại lệnh publish."
        )

    def _acquire(self, text: bytes, say: MessageCallback) -> None:
        """Write the lock object until it names this process.

        The object is read again after a write, because answers get lost.
        """
        is_waiting = False
        while True:
            holder = self._read_holder()
            if holder and holder.token == self._token:
                return
            if holder and holder.age.total_seconds() < holder.expiry_seconds:
                if not is_waiting:
                    say(f"Đang có người xuất bản vào {self._name} ({holder.description}). Xin chờ…")
                is_waiting = True
                time.sleep(POLL_SECONDS)
                continue
            if holder:
                say(f"Khóa của {holder.description} còn sót lại sau sự cố; đã bỏ qua.")
                self._bucket.delete(self._key)
            self._expires_at = read_boot_clock() + EXPIRY_SECONDS - SAFETY_MARGIN_SECONDS
            if not self._write(text) or holder:  # the deleted lock may have been that of a third publisher
                time.sleep(CONFLICT_WAIT_SECONDS)

    def _write(self, text: bytes) -> bool:
        """Write the lock object if there is none. Return True if the store ensures that."""
        try:
            self._bucket.put(self._key, text, new=True)
        except ObjectExistsError:
            return True
        except OperationUnsupportedError:
            self._bucket.put(self._key, text)
            return False
        try:
            self._bucket.put(self._key, text, new=True)
        except ObjectExistsError:
            return True
        return False  # the store ignores the condition

    def _read_holder(self) -> _Holder | None:
        try:
            text, written_at = self._bucket.get(self._key)
        except ObjectNotFoundError:
            return None
        try:
            table = json.loads(text)
            token, description = str(table["token"]), str(table["words"])
            expiry_seconds = float(table.get("seconds", EXPIRY_SECONDS))
        except (ValueError, KeyError, TypeError, AttributeError):
            token, description, expiry_seconds = "", "không rõ ai", EXPIRY_SECONDS
        return _Holder(token, description, self._bucket.server_time - written_at, expiry_seconds)

    def _send_heartbeats(self, text: bytes, is_done: threading.Event) -> None:
        while not is_done.wait(HEARTBEAT_SECONDS):
            with suppress(BucketError):  # the next heartbeat may succeed
                holder, started_at = self._read_holder(), read_boot_clock()
                if holder is None or holder.token != self._token:
                    return
                if (
                    self._expires_at is None or started_at >= self._expires_at
                ):  # another publisher may be taking it over
                    return
                self._bucket.put(self._key, text)
                self._expires_at = started_at + EXPIRY_SECONDS - SAFETY_MARGIN_SECONDS

    def _release(self) -> None:
        with suppress(BucketError):  # the lock expires by itself, and an earlier error matters more
            holder = self._read_holder()
            if holder and holder.token == self._token:
                self._bucket.delete(self._key)


def read_boot_clock() -> float:
    """Return the seconds of a clock that is never set and runs during sleep."""
    if sys.platform == "win32":
        return time.monotonic()
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
