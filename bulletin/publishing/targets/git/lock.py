"""The ref lock: one publisher at a time pushes to a repository.

The lock is a ref that names the holder. A server creates the ref for one publisher only.
Every push of the holder includes the lock ref with its expected value.
So a lock that a crash left can be taken over, and the former holder can push nothing any more.
"""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from bulletin.errors import TargetError, UserError
from bulletin.publishing.targets.base import MessageCallback
from bulletin.publishing.targets.git.repository import GitRepository, PushRejectedError
from bulletin.text.formatting import format_moment

REF_NAMESPACE = "refs/bulletin"
"""The namespace of all our refs except the branch."""
LOCK_REF = f"{REF_NAMESPACE}/lock"
_LOCAL_LOCK_REF = "refs/held/lock"
"""The local ref that keeps the commit of our own lock."""
_STALE_AFTER = timedelta(minutes=30)
"""A lock that does not change for so long while we wait counts as left by a crash."""
_MAX_AGE = timedelta(days=1)
"""A lock of this age counts as left by a crash.

Reason: clocks with a wrong time zone differ by hours, but not by days.
"""
_POLL_SECONDS = 3.0
"""Seconds between two checks of a lock."""


class RefLock:
    """The lock of ``repository``. Messages call the target ``name``."""

    def __init__(self, repository: GitRepository, name: str) -> None:
        self._repository, self._name = repository, name
        self._own_lock: dict[str, str] = {}
        """The lock ref and its commit while we hold the lock."""

    @contextmanager
    def hold(self, holder: str, now: datetime, say: MessageCallback) -> Iterator[None]:
        """Hold the lock. Wait if another publisher holds it, and tell ``say``."""
        unique_id = secrets.token_hex(8)  # because two equal commits are the same commit for git
        own_commit = self._repository.create_empty_commit(
            f"{holder}, từ {format_moment(now, seconds=True)}\n\n{unique_id}"
        )
        self._repository.run_git("update-ref", _LOCAL_LOCK_REF, own_commit)
        try:
            # Inside try, because the server may accept a push whose answer is lost.
            self._acquire(own_commit, say)
            self._own_lock = {LOCK_REF: own_commit}
            yield
        finally:
            self._own_lock = {}
            # The lock was taken over, or the connection is lost. Then the lock counts as stale after half an hour.
            with suppress(TargetError):
                self._repository.push({LOCK_REF: ""}, {LOCK_REF: own_commit})

    def push_refs(self, changes: dict[str, str], expected: dict[str, str]) -> None:
        """Push refs as the holder of the lock.

        Raise PushRejectedError if another publisher took the lock over.
        """
        try:
            self._repository.push({**changes, **self._own_lock}, {**expected, **self._own_lock})
        except PushRejectedError as error:
            if self._own_lock.items() <= self._repository.list_remote_refs(LOCK_REF).items():
                raise
            raise PushRejectedError(
                self._name,
                "máy khác đã lấy khóa xuất bản vì tưởng lần chạy này gặp sự cố; lần chạy này dừng lại để không ghi đè "
                "bản của máy ấy, hãy xem ./inv releases rồi chạy lại lệnh",
            ) from error

    def _acquire(self, own_commit: str, say: MessageCallback) -> None:
        watched, watched_since, is_reported = "", 0.0, False
        while True:
            held = self._repository.list_remote_refs(LOCK_REF).get(LOCK_REF, "")
            if held != watched:
                watched, watched_since = held, time.monotonic()
            if held and not self._fetch_lock(held):
                continue
            if held and not self._is_stale(held, time.monotonic() - watched_since):
                if not is_reported:
                    say(f"Đang có người xuất bản vào {self._name} ({self._read_holder(held)}). Xin chờ…")
                is_reported = True
                time.sleep(_POLL_SECONDS)
                continue
            if held:
                say(f"Khóa của {self._read_holder(held)} còn sót lại sau sự cố; đã bỏ qua.")
            try:
                self._repository.push({LOCK_REF: own_commit}, {LOCK_REF: held})
            except PushRejectedError:  # another publisher was faster
                continue
            return

    def _fetch_lock(self, held: str) -> bool:
        """Fetch the commit of a lock. Return False if the lock was released in between."""
        if not self._repository.has_object(held):
            try:
                self._repository.fetch(LOCK_REF)
            except UserError:
                if self._repository.list_remote_refs(LOCK_REF).get(LOCK_REF) == held:
                    raise
        return self._repository.has_object(held)

    def _is_stale(self, held: str, watched_seconds: float) -> bool:
        created_at = int(self._repository.run_git("log", "-1", "--format=%ct", held))
        return (
            watched_seconds > _STALE_AFTER.total_seconds()
            or time.time() - created_at > _MAX_AGE.total_seconds()
        )

    def _read_holder(self, held: str) -> str:
        return self._repository.run_git("log", "-1", "--format=%s", held)
