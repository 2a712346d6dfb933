"""Kills a publish after a given time."""

import os
import signal
import time
from collections.abc import Callable


def run_and_kill(work: Callable[[], object], seconds: float, *, alone: bool = False) -> bool:
    """Kill ``work`` after ``seconds``, and return True if it was still running.

    ``work`` runs in a child process. Processes that the child started are killed as well, unless ``alone``.
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
    except ProcessLookupError:  # the child has no process group yet
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)
