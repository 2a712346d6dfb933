"""Killing a publish at a moment of its own."""

import os
import signal
import time
from collections.abc import Callable


def run_and_kill(work: Callable[[], object], seconds: float, *, alone: bool = False) -> bool:
    """Do ``work`` in a process of its own and kill it after so long, with all that it started or ``alone``.

    Return whether it ran still.
    """
    child = os.fork()
    if child == 0:
        os.setsid()
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(seconds)
    try:
        (os.kill if alone else os.killpg)(child, signal.SIGKILL)
    except ProcessLookupError:  # not its own group yet
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
