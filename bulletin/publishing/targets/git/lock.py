"""One publisher at a time: a ref that says who is at work, which a server makes for one alone.

Every push of the one who holds it shows it. So one that a crash left can be taken over, and whoever comes
back after that writes nothing any more.
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
"""Below it is all that is ours but the branch."""
LOCK_REF = f"{REF_NAMESPACE}/lock"
_HELD = "refs/held/lock"
"""Keeps our own lock here: it goes along with every push."""
_STALE_AFTER = timedelta(minutes=30)
"""A lock that was there for so long while we waited is taken to be a crash's."""
_OLD = timedelta(days=1)
"""So is one that says to be as old as that: clocks differ by hours, where a time zone is wrong, but not by days."""
_PAUSE = 3.0
"""Seconds between two looks at a lock."""


class RefLock:
    """The lock of ``repository``; ``name`` is what people call the place."""

    def __init__(self, repository: GitRepository, name: str) -> None:
        self._repository, self._name = repository, name
        self._proof: dict[str, str] = {}
        """The lock that we hold."""

    @contextmanager
    def hold(self, holder: str, moment: datetime, say: MessageCallback) -> Iterator[None]:
        """Hold the lock. ``say`` hears whom we wait for, and of a lock that a crash left."""
        one_of_a_kind = secrets.token_hex(8)  # git takes two pushes of the same commit for one
        own = self._repository.create_empty_commit(
            f"{holder}, từ {format_moment(moment, seconds=True)}\n\n{one_of_a_kind}"
        )
        self._repository.run_git("update-ref", _HELD, own)
        try:
            self._take(own, say)  # it may be ours though the answer is lost
            self._proof = {LOCK_REF: own}
            yield
        finally:
            self._proof = {}
            with suppress(
                TargetError
            ):  # taken over, or the line is dead: then it is a crash's in half an hour
                self._repository.push({LOCK_REF: ""}, {LOCK_REF: own})

    def push_refs(self, changes: dict[str, str], expected: dict[str, str]) -> None:
        """Push what only the holder of the lock may. Raise RefusedError where somebody has taken it over."""
        try:
            self._repository.push({**changes, **self._proof}, {**expected, **self._proof})
        except PushRejectedError as error:
            if self._proof.items() <= self._repository.list_remote_refs(LOCK_REF).items():
                raise
            raise PushRejectedError(
                self._name,
                "máy khác đã lấy khóa xuất bản vì tưởng lần chạy này gặp sự cố; lần chạy này dừng lại để không ghi đè "
                "bản của máy ấy, hãy xem ./inv releases rồi chạy lại lệnh",
            ) from error

    def _take(self, own: str, say: MessageCallback) -> None:
        watched, since, said = "", 0.0, False
        while True:
            held = self._repository.list_remote_refs(LOCK_REF).get(LOCK_REF, "")
            if held != watched:
                watched, since = held, time.monotonic()
            if held and not self._readable(held):
                continue
            if held and not self._stale(held, time.monotonic() - since):
                if not said:
                    say(f"Đang có người xuất bản vào {self._name} ({self._message(held)}). Xin chờ…")
                said = True
                time.sleep(_PAUSE)
                continue
            if held:
                say(f"Khóa của {self._message(held)} còn sót lại sau sự cố; đã bỏ qua.")
            try:
                self._repository.push({LOCK_REF: own}, {LOCK_REF: held})
            except PushRejectedError:  # somebody else was quicker: look whom we wait for
                continue
            return

    def _readable(self, held: str) -> bool:
        """Bring the commit of a lock here; tell whether it came, or was freed meanwhile."""
        if not self._repository.has_object(held):
            try:
                self._repository.fetch(LOCK_REF)
            except UserError:
                if self._repository.list_remote_refs(LOCK_REF).get(LOCK_REF) == held:
                    raise
        return self._repository.has_object(held)

    def _stale(self, held: str, watched: float) -> bool:
        made = int(self._repository.run_git("log", "-1", "--format=%ct", held))
        return watched > _STALE_AFTER.total_seconds() or time.time() - made > _OLD.total_seconds()

    def _message(self, held: str) -> str:
        return self._repository.run_git("log", "-1", "--format=%s", held)
