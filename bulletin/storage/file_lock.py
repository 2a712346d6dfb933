"""Hold the kernel's lock on an open file: it ends with the process that holds it, however that ends.

Nothing has to judge whether a lock file is a crash's. Windows has no such lock: there no command waits,
with one editor and one window.
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
    """Hold the lock on ``file``, which is made if there is none.

    Args:
        file: the lock file.
        on_wait: called with the descriptor if another process holds the lock. It may raise, instead of waiting.

    Yields:
        The descriptor. A child process that inherits it holds the lock as well.

    Raises:
        UserError: a link, a pipe or a folder stands at ``file``. A link could lead to a file of others.
        OSError: the file cannot be opened.

    """
    descriptor = _open(file)
    try:
        if not _take(descriptor, wait=False):
            on_wait(descriptor)
            _take(descriptor)
        yield descriptor
    finally:
        os.close(descriptor)


def _open(file: Path) -> int:
    try:
        mode = os.lstat(file).st_mode
        if not S_ISREG(mode):
            raise UserError(
                f"{file} là {describe_file_type(mode)}, không phải tệp khóa do lệnh này tạo. Hãy dời nó đi rồi chạy lại."
            )
    except FileNotFoundError:
        pass
    return os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)


def _take(descriptor: int, *, wait: bool = True) -> bool:
    """Take the lock on an open file; return whether it is ours."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True
