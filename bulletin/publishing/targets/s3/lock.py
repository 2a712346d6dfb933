"""One publisher at a time: an object that says who is at work, written again and again while work goes on.

Where the store can write an object "only where there is none" (If-None-Match, RFC 9110, 13.1.2), two who come at once
cannot both have it. Elsewhere, and where a lock left by a crash is taken over, each writes, waits a moment and
reads whose name stands there: two may then both believe for that moment, and one who is stopped between two
calls for longer than that could overtake the other. So whoever holds the lock looks again before each turn of copies
and before it deletes or writes a record; and before each single request it looks at the clock whether its last sign
of life has expired meanwhile, as after a sleep of the machine.

When a lock expires is read from the store's time alone: the clocks of two offices need not agree.
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
"""Seconds after which a lock that nobody writes again is a crash's."""
HEARTBEAT_SECONDS = 20.0
"""Seconds between two times that its holder writes it."""
POLL_SECONDS = 2.0
"""Seconds between two looks of one who waits."""
CONFLICT_WAIT_SECONDS = 1.0
"""Seconds after which whoever wrote last has won, where the store does not decide."""
SAFETY_MARGIN_SECONDS = 5.0
"""So many seconds before the lock expires its holder stops: a store tells whole seconds, and a request takes time."""


@dataclass(frozen=True, slots=True)
class _Holder:
    """Whose name stands in the lock."""

    token: str
    words: str
    """Who, and since when."""
    silent: timedelta
    """How long ago it was written."""
    expires: float
    """Seconds after which he wishes to be taken for dead; another version may have another mind."""


class ObjectLock:
    """The lock object at ``key``; ``name`` is what people call the place."""

    def __init__(self, store: Bucket, key: str, name: str) -> None:
        self._store, self._key, self._name = store, key, name
        self._token = ""
        self._until: float | None = None
        """Till when by ``read_boot_clock`` nobody else takes the lock over; None while we do not hold it."""

    @contextmanager
    def hold(self, holder: str, moment: datetime, say: MessageCallback) -> Iterator[None]:
        """Hold the lock. ``say`` hears whom we wait for, and of a lock that a crash left."""
        self._token = uuid.uuid4().hex
        text = json.dumps(
            {
                "token": self._token,
                "words": f"{holder}, từ {format_moment(moment, seconds=True)}",
                "seconds": EXPIRY_SECONDS,
            },
            ensure_ascii=False,
        ).encode()
        self._take(text, say)
        over = threading.Event()
        heart = threading.Thread(target=self._beat, args=(text, over), daemon=True)
        heart.start()
        try:
            yield
        finally:
            over.set()
            heart.join()
            self._free()
            self._until = None

    def require_unexpired(self) -> None:
        """Look at the clock of this machine alone. Raise UserError where the lock may be another's by now."""
        if self._until is None or read_boot_clock() >= self._until:
            raise self._lost("có thể đã sang tay lệnh khác")

    def require_ownership(self) -> None:
        """Look that the lock is still ours. Raise UserError where somebody took it over meanwhile."""
        self.require_unexpired()
        holder = self._look()
        if holder is None or holder.token != self._token:
            raise self._lost(f"đã sang tay {holder.words if holder else 'lệnh khác'}")

    def _lost(self, how: str) -> UserError:
        return UserError(
            f"Dừng lại để không ghi đè lẫn nhau: khóa của {self._name} {how}, vì máy này "
            "im lặng quá lâu (máy ngủ, mất mạng?). Hãy chạy lại lệnh publish."
        )

    def _take(self, text: bytes, say: MessageCallback) -> None:
        """Write our name until it is ours that stands there; nobody is believed on an answer alone, for answers get lost."""
        waiting = False
        while True:
            holder = self._look()
            if holder and holder.token == self._token:
                return
            if holder and holder.silent.total_seconds() < holder.expires:
                if not waiting:
                    say(f"Đang có người xuất bản vào {self._name} ({holder.words}). Xin chờ…")
                waiting = True
                time.sleep(POLL_SECONDS)
                continue
            if holder:
                say(f"Khóa của {holder.words} còn sót lại sau sự cố; đã bỏ qua.")
                self._store.delete(self._key)
            self._until = read_boot_clock() + EXPIRY_SECONDS - SAFETY_MARGIN_SECONDS
            if not self._written(text) or holder:  # whoever takes a lock over may delete another's
                time.sleep(CONFLICT_WAIT_SECONDS)

    def _written(self, text: bytes) -> bool:
        """Write our name where there is none; return whether the store decides who is first."""
        try:
            self._store.put(self._key, text, fresh=True)
        except ObjectExistsError:
            return True
        except OperationUnsupportedError:
            self._store.put(self._key, text)
            return False
        try:
            self._store.put(self._key, text, fresh=True)
        except ObjectExistsError:
            return True
        return False  # a store that takes this knows no conditions

    def _look(self) -> _Holder | None:
        try:
            text, written = self._store.get(self._key)
        except ObjectNotFoundError:
            return None
        try:
            table = json.loads(text)
            token, words = str(table["token"]), str(table["words"])
            expires = float(table.get("seconds", EXPIRY_SECONDS))
        except (ValueError, KeyError, TypeError, AttributeError):
            token, words, expires = "", "không rõ ai", EXPIRY_SECONDS
        return _Holder(token, words, self._store.server_time - written, expires)

    def _beat(self, text: bytes, over: threading.Event) -> None:
        while not over.wait(HEARTBEAT_SECONDS):
            with suppress(BucketError):  # the next beat comes; who needs the lock looks for himself
                holder, began = self._look(), read_boot_clock()
                if holder is None or holder.token != self._token:
                    return
                if self._until is None or began >= self._until:  # somebody may be about to take it
                    return
                self._store.put(self._key, text)
                self._until = began + EXPIRY_SECONDS - SAFETY_MARGIN_SECONDS

    def _free(self) -> None:
        with suppress(BucketError):  # it expires by itself; what stopped the work is what there is to tell
            holder = self._look()
            if holder and holder.token == self._token:
                self._store.delete(self._key)


def read_boot_clock() -> float:
    """Return the seconds of a clock that nobody sets and that goes on while the machine sleeps, where there is one."""
    if sys.platform == "win32":
        return time.monotonic()
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
