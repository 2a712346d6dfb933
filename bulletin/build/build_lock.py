"""One build at a time in one output: of two that begin at once, the second waits for its turn.

``./inv`` has a lock of its own for its commands; this one is for Pelican's own command beside them.
"""

import functools
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

from bulletin.storage.cache_folder import clear_path_for_file
from bulletin.storage.file_lock import hold_file_lock

MethodT = TypeVar("MethodT", bound=Callable[..., Any])
_held = ExitStack()
"""The lock of this process; a build that failed under ``--autoreload`` may have left one."""


def acquire_build_lock(file: Path) -> None:
    """Wait for the turn that ``file`` stands for, and hold it until ``release_build_lock`` or the end of the process. Raise OSError."""
    release_build_lock()
    clear_path_for_file(file)
    _held.enter_context(hold_file_lock(file, _tell_waiting))


def release_build_lock() -> None:
    """Let others build."""
    _held.close()


def _tell_waiting(_descriptor: int) -> None:
    print("Một lần dựng khác đang ghi vào thư mục này. Xin chờ…", file=sys.stderr, flush=True)


def release_lock_on_error(method: MethodT) -> MethodT:
    """Leave where ``method`` fails: ``--autoreload`` waits for the next change, and others should not."""

    @functools.wraps(method)
    def run(*words: Any, **named: Any) -> Any:
        try:
            return method(*words, **named)
        except BaseException:
            release_build_lock()
            raise

    return run  # type: ignore[return-value]
