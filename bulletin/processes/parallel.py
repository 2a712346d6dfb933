"""Work on every core that there is, by forking: children see all that their parent has made so far.

Where a platform does not fork, or other threads run (forking them is not safe), a plain loop
does the same, with the same results in the same order. The parent works too, where a pool would
wait: a process less, and its memory.
"""

import multiprocessing
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, TypeVar, cast

from bulletin.errors import UserError

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")


class WorkerDiedError(UserError):
    """A child ended without a word: killed, or out of memory. The message is Vietnamese."""

    def __init__(self) -> None:
        super().__init__(
            "Một tiến trình dựng trang bị hệ điều hành dừng giữa chừng, thường vì máy hết bộ nhớ. "
            "Hãy đóng bớt chương trình rồi chạy lại."
        )


def map_in_processes(
    function: Callable[[ItemT], ResultT], items: Sequence[ItemT], workers: int | None = None, chunk: int = 1
) -> Iterator[ResultT]:
    """Yield ``function(item)`` for each of ``items``, in order, made in ``workers`` processes.

    ``workers`` None means as many as there are cores; ``chunk`` items travel together. Results
    are pickled, the rest is inherited. Raise what ``function`` raises, or WorkerLostError.
    """
    if workers is None:
        workers = count_cpus() if _may_fork() else 1
    workers = min(workers, -(-len(items) // chunk))
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(function, items)
        return
    crew = _WorkerPool(function, items, workers - 1, chunk)
    try:
        yield from crew.results()
    finally:
        crew.terminate()


def count_cpus() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def is_process_alive(process: str) -> bool:
    """Tell whether the process of that id is alive: a second build may be at work at this moment."""
    if os.name == "nt":
        return True  # there os.kill would end it; what is left stays until `./inv clean`
    try:
        os.kill(int(process) or -1, 0)  # 0 would be this one's own group
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except PermissionError:  # somebody else's
        return True
    try:  # where the system tells: one that was killed and not yet waited for runs no more
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    return not state.rpartition(")")[2].lstrip().startswith("Z")


class _WorkerPool:
    """Children that take chunk after chunk, as this process does, until there are none left."""

    def __init__(
        self, function: Callable[[Any], Any], items: Sequence[Any], children: int, chunk: int
    ) -> None:
        self._function, self._items, self._chunk = function, items, chunk
        context = multiprocessing.get_context("fork")
        self._next = context.Value("q", 0)
        self._pipes: list[Connection] = []
        self._children = []
        for _ in range(children):
            here, there = context.Pipe(duplex=False)
            self._pipes.append(here)
            child = context.Process(target=self._serve, args=(there,), daemon=True)
            child.start()
            self._children.append(child)
            there.close()

    def results(self) -> Iterator[Any]:
        """Yield all results in order."""
        done: dict[int, list[Any]] = {}
        place = 0
        while place < len(self._items):
            start = self._claim_chunk()
            if start is not None:
                done[start] = self._run_chunk(start)
            self._collect(done, patient=start is None and place not in done)
            while place in done:
                yield from done.pop(place)
                place += self._chunk

    def terminate(self) -> None:
        """End the children, whatever they are at."""
        for child in self._children:
            child.terminate()
        for child in self._children:
            child.join()
        for pipe in self._pipes:
            pipe.close()

    def _claim_chunk(self) -> int | None:
        """Return where the next chunk that nobody has taken begins."""
        with self._next.get_lock():
            start: int = self._next.value
            if start >= len(self._items):
                return None
            self._next.value = start + self._chunk
            return start

    def _run_chunk(self, start: int) -> list[Any]:
        return [self._function(item) for item in self._items[start : start + self._chunk]]

    def _collect(self, done: dict[int, list[Any]], *, patient: bool) -> None:
        """Take in what children have sent; ``patient`` waits until there is something."""
        if patient and not self._pipes:
            raise WorkerDiedError
        for pipe in cast("list[Connection]", wait(self._pipes, None if patient else 0)):
            try:
                start, made, error = pipe.recv()
            except EOFError:
                raise WorkerDiedError from None
            if error is not None:
                raise error
            if start is None:
                self._pipes.remove(pipe)
            else:
                done[start] = made

    def _serve(self, pipe: Connection) -> None:
        """Work in a child. Its parent ends it, so that Ctrl-C is told once."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for other in self._pipes:  # else a child that outlives its parent would not notice
            other.close()
        with suppress(BrokenPipeError):
            try:
                while (start := self._claim_chunk()) is not None:
                    pipe.send((start, self._run_chunk(start), None))
                pipe.send((None, None, None))
            except BrokenPipeError:
                raise
            except Exception as error:
                pipe.send((None, None, _sendable(error)))


def _sendable(error: Exception) -> Exception:
    """Return ``error`` with a note of where it was raised; another that says the same where it cannot travel."""
    where = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  # what we made this moment
    except Exception:  # whatever its class does: the error itself must arrive
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note(where)
    return error


def _may_fork() -> bool:
    """Tell whether no other thread runs that could hold a lock which a child then waits for.

    Pelican's "Generating…" has a thread that redraws it; where no terminal is there it draws nothing.
    """
    others = [thread for thread in threading.enumerate() if thread is not threading.main_thread()]
    return all(type(thread).__name__ == "_RefreshThread" and not sys.stdout.isatty() for thread in others)
