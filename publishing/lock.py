"""One writer at a time for outputs and public/.

The kernel holds the lock (flock), so that a crash or kill -9 frees it: nothing has to judge
whether a lock file is stale. The file only says who holds it, for the one who waits.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from plugins import flock
from plugins.cache_files import is_file
from publishing.errors import PublishError


class BusyError(PublishError):
    """Another command is at work here, and this one was not to wait."""


@contextmanager
def held(
    file: Path, purpose: str, moment: datetime, say: Callable[[str], None] = print, *, wait: bool = True
) -> Iterator[int]:
    """Hold the lock; yield its descriptor, for child processes to inherit.

    A build that outlives a killed parent still holds it that way, and the next publish waits
    for it instead of writing into the same output. ``say`` hears whom we wait for. Raise BusyError
    where somebody holds it and we are not to ``wait``.
    """
    _clear(file)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _wait(descriptor, say, wait)
        _note(descriptor, f"{purpose}, từ {moment:%H:%M:%S}, tiến trình {os.getpid()}")
        yield descriptor
        _note(descriptor, "")
    finally:
        os.close(descriptor)


def _clear(file: Path) -> None:
    """Remove what stands in the place of the lock and holds nothing: a link, a pipe, an empty folder. Raise PublishError."""
    if is_file(file):
        return
    try:
        if file.is_dir() and not file.is_symlink():
            file.rmdir()
        else:
            file.unlink(missing_ok=True)
    except OSError as error:
        raise PublishError(
            f"Thư mục {file} đứng ở chỗ của tệp khóa và có gì đó bên trong. "
            "Hãy chuyển thư mục ấy đi nơi khác rồi chạy lại."
        ) from error


def _note(descriptor: int, holder: str) -> None:
    """Write who holds the lock; where the disk is full, the lock holds all the same."""
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, holder.encode(), 0)


def _wait(descriptor: int, say: Callable[[str], None], wait: bool) -> None:
    if flock.take(descriptor, wait=False):
        return
    holder = os.pread(descriptor, 500, 0).decode(errors="replace") or "lệnh khác"
    if not wait:
        raise BusyError(f"Đang có lệnh khác chạy trên trang này ({holder}).")
    say(f"Đang có lệnh khác chạy trên trang này ({holder}). Xin chờ…")
    flock.take(descriptor)
