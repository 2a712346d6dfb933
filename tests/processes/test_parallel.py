import os
import signal
import time
from collections.abc import Generator

import pytest

from bulletin.processes.parallel import WorkerDiedError, map_in_processes


def get_process_slowly(_: int) -> int:
    """Return the id of this process after a pause."""
    time.sleep(0.01)
    return os.getpid()


@pytest.mark.parametrize("workers", [1, 2, 3, 9])
@pytest.mark.parametrize("chunk", [1, 7, 500])
def test_map_in_processes_returns_results_in_order(workers: int, chunk: int) -> None:
    items = list(range(200))
    assert list(map_in_processes(lambda number: number * 2, items, workers, chunk)) == [
        2 * item for item in items
    ]


def test_map_in_processes_without_items_returns_nothing() -> None:
    assert list(map_in_processes(str, [], 2)) == []


def test_map_in_processes_uses_parent_and_worker() -> None:
    processes = set(map_in_processes(get_process_slowly, range(40), 2))
    assert len(processes) == 2
    assert os.getpid() in processes


def test_map_in_processes_returns_results_larger_than_pipe_buffer() -> None:
    assert sum(len(item) for item in map_in_processes(lambda _: b"x" * 300_000, range(20), 2, 4)) == 6_000_000


@pytest.mark.parametrize("at", [0, 37, 99])
def test_map_in_processes_raises_error_of_worker(at: int) -> None:
    def work(number: int) -> int:
        if number == at:
            raise ValueError(number)
        return number

    with pytest.raises(ValueError, match=str(at)):
        list(map_in_processes(work, range(100), 2, 5))


def test_map_in_processes_killed_worker_raises_worker_died_error() -> None:
    parent = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0.01)
        return number

    with pytest.raises(WorkerDiedError):
        list(map_in_processes(work, range(50), 2))


def test_map_in_processes_closed_early_ends_workers() -> None:
    results = map_in_processes(get_process_slowly, range(1000), 2)
    pids = {next(results) for _ in range(12)} - {os.getpid()}
    assert isinstance(results, Generator)
    results.close()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


class TwoArgumentsError(Exception):
    """An exception whose pickle cannot be loaded."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


def test_map_in_processes_unpicklable_error_keeps_message() -> None:
    parent = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != parent:
            raise TwoArgumentsError("một", "hai")
        time.sleep(0.02)
        return number

    with pytest.raises(RuntimeError, match="TwoArgumentsError: một hai"):
        list(map_in_processes(work, range(50), 2))
