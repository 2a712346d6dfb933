"""The kernel's lock on an open file: it ends with the process that holds it, however that ends.

Nothing has to judge whether a lock file is a crash's. Where there is no such lock (Windows), nobody waits:
one editor, one window.
"""

import os
from pathlib import Path
from stat import S_ISREG

from plugins.mistakes import UserError
from plugins.own_files import name_kind

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]


def open_lock(file: Path) -> int:
    """Return the descriptor of a lock file, which is made if there is none.

    Raise UserError if a link, a pipe or a folder stands there: a link could lead to a file that is not ours.
    Raise OSError.
    """
    try:
        mode = os.lstat(file).st_mode
        if not S_ISREG(mode):
            raise UserError(
                f"{file} là {name_kind(mode)}, không phải tệp khóa do lệnh này tạo. Hãy dời nó đi rồi chạy lại."
            )
    except FileNotFoundError:
        pass
    return os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)


def take(descriptor: int, *, wait: bool = True) -> bool:
    """Take the lock on an open file; return whether it is ours, which it always is for one who waits. Raise OSError."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True
