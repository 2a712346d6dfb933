"""Worker pool of forked processes, which inherit all objects of their parent.

A loop replaces the pool if the platform cannot fork or if other threads run.
Results and their order are the same. The parent works too.
Reason: a parent that only waits costs one more process with its memory.
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
    """A worker ended without a result: killed, or out of memory."""

    def __init__(self) -> None:
        super().__init__(
            "Một tiến trình dựng trang bị hệ điều hành dừng giữa chừng, thường vì máy hết bộ nhớ. "
            "Hãy đóng bớt chương trình rồi chạy lại."
        )


def map_in_processes(
    function: Callable[[ItemT], ResultT], items: Sequence[ItemT], workers: int | None = None, chunk: int = 1
) -> Iterator[ResultT]:
    """Yield ``function(item)`` for each item, in order, from forked workers.

    Results are pickled. Function and items are inherited.

    Args:
        function: called once for each item.
        items: what to work on.
        workers: number of processes with this one. None means one for each CPU.
        chunk: number of items that a worker takes at a time.

    Raises:
        WorkerDiedError: a worker was killed.
        Exception: raised by ``function``.

    """
    if workers is None:
        workers = count_cpus() if _is_fork_safe() else 1
    workers = min(workers, -(-len(items) // chunk))
    if workers < 2 or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(function, items)
        return
    pool = _WorkerPool(function, items, workers - 1, chunk)
    try:
        yield from pool.yield_results()
    finally:
        pool.terminate()


def count_cpus() -> int:
    """Return how many CPUs this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def is_process_alive(process: str) -> bool:
    """Tell if the process with this id runs."""
    if os.name == "nt":
        return True  # os.kill would end it there; leftovers stay until `./inv clean`
    try:
        os.kill(int(process) or -1, 0)  # 0 is the process group of this process
    except (ValueError, OverflowError, ProcessLookupError):
        return False
    except PermissionError:  # a process of another user
        return True
    try:  # a zombie was killed, but its parent has not yet waited for it
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True
    return not state.rpartition(")")[2].lstrip().startswith("Z")


class _WorkerPool:
    """Workers that take chunk after chunk, as this process does, until none is left."""

    def __init__(
        self, function: Callable[[Any], Any], items: Sequence[Any], process_count: int, chunk: int
    ) -> None:
        self._function, self._items, self._chunk = function, items, chunk
        context = multiprocessing.get_context("fork")
        self._next = context.Value("q", 0)
        self._pipes: list[Connection] = []
        self._processes = []
        for _ in range(process_count):
            receiver, sender = context.Pipe(duplex=False)
            self._pipes.append(receiver)
            process = context.Process(target=self._run_worker, args=(sender,), daemon=True)
            process.start()
            self._processes.append(process)
            sender.close()

    def yield_results(self) -> Iterator[Any]:
        """Yield all results in order."""
        results: dict[int, list[Any]] = {}
        position = 0
        while position < len(self._items):
            start = self._claim_chunk()
            if start is not None:
                results[start] = self._run_chunk(start)
            self._receive_results(results, wait_for_one=start is None and position not in results)
            while position in results:
                yield from results.pop(position)
                position += self._chunk

    def terminate(self) -> None:
        """Terminate the workers, even in the middle of a chunk."""
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()
        for pipe in self._pipes:
            pipe.close()

    def _claim_chunk(self) -> int | None:
        """Return the index of the next free chunk, or None if all are taken."""
        with self._next.get_lock():
            start: int = self._next.value
            if start >= len(self._items):
                return None
            self._next.value = start + self._chunk
            return start

    def _run_chunk(self, start: int) -> list[Any]:
        return [self._function(item) for item in self._items[start : start + self._chunk]]

    def _receive_results(self, results: dict[int, list[Any]], *, wait_for_one: bool) -> None:
        """Store the results that workers have sent in ``results``.

        Args:
            results: lists of results by the index of their chunk.
            wait_for_one: waits until there is at least one result.

        """
        if wait_for_one and not self._pipes:
            raise WorkerDiedError
        for pipe in cast("list[Connection]", wait(self._pipes, None if wait_for_one else 0)):
            try:
                start, chunk_results, error = pipe.recv()
            except EOFError:
                raise WorkerDiedError from None
            if error is not None:
                raise error
            if start is None:
                self._pipes.remove(pipe)
            else:
                results[start] = chunk_results

    def _run_worker(self, pipe: Connection) -> None:
        """Work in a forked process until no chunk is left.

        Ctrl-C is ignored, because the parent handles it and ends its workers.
        """
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for other in self._pipes:  # otherwise a worker would not notice the end of its parent
            other.close()
        with suppress(BrokenPipeError):
            try:
                while (start := self._claim_chunk()) is not None:
                    pipe.send((start, self._run_chunk(start), None))
                pipe.send((None, None, None))
            except BrokenPipeError:
                raise
            except Exception as error:
                pipe.send((None, None, _make_picklable(error)))


def _make_picklable(error: Exception) -> Exception:
    """Return ``error`` with its traceback as a note.

    An error that cannot be pickled becomes a RuntimeError with its message.
    """
    trace = "".join(traceback.format_exception(error))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  # our own data
    except Exception:  # any class of error: the message must arrive
        error = RuntimeError(f"{type(error).__name__}: {error}")
    error.add_note(trace)
    return error


def _is_fork_safe() -> bool:
    """Tell if no other thread could hold a lock that a forked process would wait for.

    Pelican's thread that redraws "Generating…" is allowed if there is no terminal.
    Reason: it draws nothing then.
    """
    others = [thread for thread in threading.enumerate() if thread is not threading.main_thread()]
    return all(type(thread).__name__ == "_RefreshThread" and not sys.stdout.isatty() for thread in others)
