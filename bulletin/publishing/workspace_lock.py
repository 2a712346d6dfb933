"""One writer at a time for outputs and public/.

The kernel holds the lock (flock), so that a crash or kill -9 frees it: nothing has to judge
whether a lock file is stale. The file only says who holds it, for the one who waits.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from bulletin.errors import UserError
from bulletin.storage.file_lock import hold_file_lock

_OURS = re.compile(r", tiến trình [0-9]+\0*$")
"""How each note ends of who holds a lock."""
_PURPOSES = ("build", "clean", "publish", "rollback", "withdraw")
"""What locks are taken for."""
_STARTED_PATTERN = re.compile(rf"(?:{'|'.join(_PURPOSES)})[ ,][^\n]{{0,200}}")
_MAX_NOTE_LENGTH = 500
"""Bytes of a note that are read."""


class AlreadyLockedError(UserError):
    """Another command is at work here, and this one was not to wait."""


@contextmanager
def hold_lock_file(
    file: Path, purpose: str, moment: datetime, say: Callable[[str], None] = print, *, wait: bool = True
) -> Iterator[int]:
    """Hold the lock; yield its descriptor, for child processes to inherit.

    A build that outlives a killed parent still holds it that way, and the next publish waits
    for it instead of writing into the same output. ``say`` hears whom we wait for. Raise BusyError
    where somebody holds it and we are not to ``wait``, UserError where ``file`` is no lock file.
    """
    with ExitStack() as stack:
        descriptor = stack.enter_context(
            hold_file_lock(file, lambda held: _tell_holder(held, say, wait=wait))
        )
        _refuse_other_file(descriptor, file)
        _note(descriptor, f"{purpose}, từ {moment:%H:%M:%S}, tiến trình {os.getpid()}")
        yield descriptor
        _note(descriptor, "")


def _refuse_other_file(descriptor: int, file: Path) -> None:
    """Raise UserError where what stands in the file is no note of ours: it would be written over."""
    text = os.pread(descriptor, _MAX_NOTE_LENGTH, 0).decode(errors="replace")
    if text and not _OURS.search(text) and not _is_begun(text.rstrip("\0�")):
        raise UserError(f"{file} không phải tệp khóa do lệnh này tạo. Hãy dời nó đi rồi chạy lại.")


def _is_begun(text: str) -> bool:
    """Tell whether ``text`` is the beginning of a note: a full disk takes no more of it."""
    return any(one.startswith(text) for one in _PURPOSES) or bool(_STARTED_PATTERN.fullmatch(text))


def _note(descriptor: int, holder: str) -> None:
    """Write who holds the lock; where the disk is full, the lock holds all the same."""
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, holder.encode(), 0)


def _tell_holder(descriptor: int, say: Callable[[str], None], *, wait: bool) -> None:
    holder = os.pread(descriptor, _MAX_NOTE_LENGTH, 0).decode(errors="replace") or "lệnh khác"
    if not wait:
        raise AlreadyLockedError(f"Đang có lệnh khác chạy trên trang này ({holder}).")
    say(f"Đang có lệnh khác chạy trên trang này ({holder}). Xin chờ…")
