"""A lock file that lets one command at a time write.

A workspace and a folder target have a lock file each.
The file names the command that holds the lock, for the command that waits.
Reason: the kernel holds the lock (flock), so a crash or kill -9 frees it.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from bulletin.errors import UserError
from bulletin.storage.file_lock import hold_file_lock

_NOTE_END = re.compile(r", tiến trình [0-9]+\0*$")
"""The end of each note on the holder of a lock."""
_PURPOSES = ("build", "clean", "publish", "rollback", "upgrade", "withdraw")
"""The commands that take locks."""
_STARTED_PATTERN = re.compile(rf"(?:{'|'.join(_PURPOSES)})[ ,][^\n]{{0,200}}")
_MAX_NOTE_LENGTH = 500
"""Bytes of a note that are read."""


class AlreadyLockedError(UserError):
    """Another command holds the lock, and this command does not wait."""


@contextmanager
def hold_lock_file(
    file: Path, purpose: str, now: datetime, say: Callable[[str], None] = print, *, wait: bool = True
) -> Iterator[int]:
    """Hold the lock; yield its descriptor, for child processes to inherit.

    ``say`` gets a message that names the holder if the lock has to be waited for.
    Raise AlreadyLockedError if another command holds the lock and ``wait`` is false.
    Raise UserError if ``file`` is not a lock file.
    Reason: a build that outlives a killed parent still holds the lock.
    The next publish waits for that build and does not write into the same output.
    """
    with ExitStack() as stack:
        descriptor = stack.enter_context(
            hold_file_lock(file, lambda locked: _report_holder(locked, say, wait=wait))
        )
        _require_lock_file(descriptor, file)
        _write_note(descriptor, f"{purpose}, từ {now:%H:%M:%S}, tiến trình {os.getpid()}")
        yield descriptor
        _write_note(descriptor, "")


def _require_lock_file(descriptor: int, file: Path) -> None:
    """Raise UserError if the file holds anything but a note.

    Reason: the next note would overwrite it.
    """
    text = os.pread(descriptor, _MAX_NOTE_LENGTH, 0).decode(errors="replace")
    if text and not _NOTE_END.search(text) and not _is_note_start(text.rstrip("\0�")):
        raise UserError(f"{file} không phải tệp khóa do lệnh này tạo. Hãy dời nó đi rồi chạy lại.")


def _is_note_start(text: str) -> bool:
    """Tell if ``text`` is the beginning of a note, which a full disk cut short."""
    return any(purpose.startswith(text) for purpose in _PURPOSES) or bool(_STARTED_PATTERN.fullmatch(text))


def _write_note(descriptor: int, holder: str) -> None:
    """Write the holder of the lock into the file.

    If the disk is full, the lock holds without a note.
    """
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, holder.encode(), 0)


def _report_holder(descriptor: int, say: Callable[[str], None], *, wait: bool) -> None:
    holder = os.pread(descriptor, _MAX_NOTE_LENGTH, 0).decode(errors="replace") or "lệnh khác"
    if not wait:
        raise AlreadyLockedError(f"Đang có lệnh khác chạy trên trang này ({holder}).")
    say(f"Đang có lệnh khác chạy trên trang này ({holder}). Xin chờ…")
