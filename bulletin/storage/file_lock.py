"""Kernel locks on open files.

The lock ends with the process, so no lock file has to be judged stale.
Windows has no such lock, so no command waits there.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG

from bulletin.errors import UserError
from bulletin.storage.foreign_files import describe_file_type

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]


@contextmanager
def hold_file_lock(file: Path, on_wait: Callable[[int], None]) -> Iterator[int]:
    """Hold the lock on ``file``, which is created if it does not exist.

    Args:
        file: the lock file.
        on_wait: called with the descriptor if another process holds the lock.
            It may raise to avoid waiting.

    Yields:
        The descriptor. A child process that inherits the descriptor holds the lock as well.

    Raises:
        UserError: a link, pipe or folder stands at ``file``. A link could lead to a file of other people.
        OSError: the file cannot be opened.

    """
    descriptor = _open_lock_file(file)
    try:
        if not _acquire_lock(descriptor, wait=False):
            on_wait(descriptor)
            _acquire_lock(descriptor)
        yield descriptor
    finally:
        os.close(descriptor)


def _open_lock_file(file: Path) -> int:
    try:
        mode = os.lstat(file).st_mode
        if not S_ISREG(mode):
            raise UserError(
                f"{file} là {describe_file_type(mode)}, không phải tệp khóa do lệnh này tạo. Hãy dời nó đi rồi chạy lại."
            )
    except FileNotFoundError:
        pass
    return os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)


def _acquire_lock(descriptor: int, *, wait: bool = True) -> bool:
    """Lock an open file. Return False if another process holds the lock."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True
