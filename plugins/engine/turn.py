"""One build at a time in one output: of two that begin at once, the second waits for its turn.

``./inv`` has a lock of its own for its commands; this one is for Pelican's own command beside them.
"""

import functools
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from plugins import flock
from plugins.cache_files import make_way

Method = TypeVar("Method", bound=Callable[..., Any])
_held: list[int] = []
"""Descriptors of this process; a build that failed under ``--autoreload`` may have left one."""


def take(file: Path) -> None:
    """Wait for the turn that ``file`` stands for, and hold it until ``leave`` or the end of the process. Raise OSError."""
    leave()
    make_way(file)
    descriptor = flock.open_lock(file)
    _held.append(descriptor)
    if not flock.take(descriptor, wait=False):
        print("Một lần dựng khác đang ghi vào thư mục này. Xin chờ…", file=sys.stderr, flush=True)
        flock.take(descriptor)


def leave() -> None:
    """Let others build."""
    while _held:
        os.close(_held.pop())


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
