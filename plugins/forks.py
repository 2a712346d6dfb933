"""Work on every core that there is, by forking: children see all that their parent has made so far.

Where a platform does not fork, or other threads run (forking them is not safe), a plain loop
does the same, with the same results in the same order.
"""

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_task: Callable[[Any], Any] | None = None
"""In a child: what it was forked to do. Inherited, so it need not be picklable."""


def forked_map(
    function: Callable[[Item], Result], items: Sequence[Item], workers: int | None = None, chunk: int = 1
) -> Iterator[Result]:
    """Yield ``function(item)`` for each of ``items``, in order, made in ``workers`` processes.

    ``workers`` None means as many as there are cores; ``chunk`` items travel together. Items and
    results are pickled, ``function`` is not. Raise what ``function`` raises.
    """
    if workers is None:
        workers = cores() if _may_fork() else 1
    workers = min(workers, -(-len(items) // chunk))
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(function, items)
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_adopt, initargs=(function,)) as pool:
        yield from pool.map(_run, items, chunksize=chunk)


def cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _may_fork() -> bool:
    """Tell whether no other thread runs that could hold a lock which a child then waits for.

    Pelican's "Generating…" has a thread that redraws it; where no terminal is there it draws nothing.
    """
    others = [thread for thread in threading.enumerate() if thread is not threading.main_thread()]
    return all(type(thread).__name__ == "_RefreshThread" and not sys.stdout.isatty() for thread in others)


def _adopt(function: Callable[[Any], Any]) -> None:
    global _task  # noqa: PLW0603  # set once in a child that does nothing else
    _task = function


def _run(item: Any) -> Any:
    assert _task is not None  # noqa: S101  # every child adopts first
    return _task(item)
