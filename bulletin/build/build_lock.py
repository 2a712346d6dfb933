"""The build lock: one build at a time writes into an output folder.

The commands of ``./inv`` have a lock of their own. The build lock is for Pelican's own command.
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
"""The lock of this process, which a failed build under ``--autoreload`` may have left behind."""


def acquire_build_lock(file: Path) -> None:
    """Wait for the lock ``file`` and hold it. Raise OSError.

    It is held until ``release_build_lock`` or until the process ends.
    """
    release_build_lock()
    clear_path_for_file(file)
    _held.enter_context(hold_file_lock(file, _print_waiting))


def release_build_lock() -> None:
    """Release the build lock, if this process holds it."""
    _held.close()


def _print_waiting(_descriptor: int) -> None:
    print("Một lần dựng khác đang ghi vào thư mục này. Xin chờ…", file=sys.stderr, flush=True)


def release_lock_on_error(method: MethodT) -> MethodT:
    """Release the build lock if ``method`` fails.

    Reason: under ``--autoreload`` the process lives on and would block other builds.
    """

    @functools.wraps(method)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return method(*arguments, **options)
        except BaseException:
            release_build_lock()
            raise

    return run  # type: ignore[return-value]
