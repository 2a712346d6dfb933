"""One build at a time in one output: of two that begin at once, the second waits for its turn.

``./inv`` has a lock of its own for its commands; this one is for Pelican's own command beside them.
"""

import functools
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TypeVar

from bulletin.storage.cache_folder import make_way
from bulletin.storage.file_lock import file_lock

Method = TypeVar("Method", bound=Callable[..., Any])
_held = ExitStack()
"""The lock of this process; a build that failed under ``--autoreload`` may have left one."""


def take(file: Path) -> None:
    """Wait for the turn that ``file`` stands for, and hold it until ``leave`` or the end of the process. Raise OSError."""
    leave()
    make_way(file)
    _held.enter_context(file_lock(file, _tell_waiting))


def leave() -> None:
    """Let others build."""
    _held.close()


def _tell_waiting(_descriptor: int) -> None:
    print("Một lần dựng khác đang ghi vào thư mục này. Xin chờ…", file=sys.stderr, flush=True)


def left_on_failure(method: Method) -> Method:
    """Leave where ``method`` fails: ``--autoreload`` waits for the next change, and others should not."""

    @functools.wraps(method)
    def run(*words: Any, **named: Any) -> Any:
        try:
            return method(*words, **named)
        except BaseException:
            leave()
            raise

    return run  # type: ignore[return-value]
